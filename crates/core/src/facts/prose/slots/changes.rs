//! What a figure was before and by how much it changed, where one sentence says both: 316条,比上年的289条增加27条.
//! Input: items and slots of a sentence. Works nothing out.

use super::lists::Read;
use super::segment::{Item, Mark};
use super::words::Setting;
use crate::facts::model::slots::{Period, Relation};
use crate::facts::model::{Change, Count};
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::cues::Cue;
use crate::source::Span;

pub(super) fn of(setting: Setting<'_>, read: &Read<'_>, counts: &[Count], found: &mut Vec<Change>) {
    for p in 0..read.items.len() {
        if let Some(change) = at(setting, read, counts, p) {
            found.push(change);
        }
    }
}

fn at(setting: Setting<'_>, read: &Read<'_>, counts: &[Count], p: usize) -> Option<Change> {
    let item = &read.items[p];
    let tokens = read.sentence.tokens;
    let prior = &counts[item.count];
    let before = tokens.get(item.ahead.start..item.figure)?;
    let bracket = before.iter().any(|t| t.kind == Kind::Open);
    let lists = &setting.words.lists;
    let named = |t: &Token| {
        t.is(Word::Prior) || t.is(Word::Delta) || matches!(t.kind, Kind::Year(y) if setting.year == Some(y + 1))
    };
    let last_year = before.iter().any(named);
    let compared = bracket
        || before.iter().any(|t| {
            t.is(Word::Delta) || named(t) && lists.compares(setting.text.get(..t.start as usize).unwrap_or_default())
        });
    // 17.6%(17件中3件): what a rate was worked out from.
    let within = |item: &Item| {
        let before = setting.slice(item.begins, tokens[item.figure].start).trim_end();
        item.mark == Mark::None && setting.words.cues.ends(Cue::Within, before)
    };
    if bracket && (within(item) || read.items.get(p + 1).is_some_and(within)) {
        return None;
    }
    let slots = &read.slots[p];
    let is_prior = slots.relation.value == Relation::Plain && (slots.period.value == Period::Other || bracket);
    if !is_prior || !last_year || !compared || prior.approximate {
        return None;
    }
    let same = |k: usize| counts[read.items[k].count].unit == prior.unit && !counts[read.items[k].count].approximate;
    let own = |k: usize| {
        let slots = &read.slots[k];
        slots.relation.value == Relation::Plain && slots.period.value == Period::Year && same(k)
    };
    // 由2022年的1302件降至1240件,减少72件: this year's stands behind.
    let reached = p + 1 < read.items.len() && !bracket && same(p + 1) && {
        let item = &read.items[p + 1];
        let last = tokens[item.own.clone()].iter().rfind(|t| t.is(Word::Delta));
        item.mark == Mark::None
            && last.is_some_and(|t| lists.reaches(setting.slice(t.start, tokens[item.figure].start).trim_end()))
    };
    if reached {
        return from_to(read, counts, p, &same);
    }
    let now = (0..p).rev().find(|&k| own(k))?;
    // Only changes stand between the two.
    if (now + 1..p).any(|k| read.slots[k].relation.value != Relation::Change) {
        return None;
    }
    let difference = match p + 1 {
        next if next < read.items.len() && is_change(read, next, &same) && read.items[next].mark <= Mark::None => {
            Some(next)
        }
        _ if p > now + 1 && same(p - 1) => Some(p - 1),
        _ => None,
    };
    let rate = rate(read, now, p, difference);
    if difference.is_none() && rate.is_none() {
        return None;
    }
    let from = counts[read.items[now].count].number.end;
    let to = [
        difference.map(|d| counts[read.items[d].count].number.start),
        rate.map(|r| r.2.start),
        Some(prior.number.start),
    ];
    let words = setting.slice(from, to.into_iter().flatten().max().unwrap_or(from));
    Some(Change {
        now: read.items[now].count,
        prior: item.count,
        difference: difference.map(|d| read.items[d].count),
        rate,
        words: Span { start: from, end: from + words.len() as u32 },
    })
}

/// From the figure at `p` to the one behind it, with what that comes to.
fn from_to(read: &Read<'_>, counts: &[Count], p: usize, same: &impl Fn(usize) -> bool) -> Option<Change> {
    let now = p + 1;
    let difference = (now + 1 < read.items.len() && is_change(read, now + 1, same)).then_some(now + 1);
    let rate = rate(read, now, now, difference);
    if difference.is_none() && rate.is_none() {
        return None;
    }
    let from = counts[read.items[p].count].number.end;
    let to = [difference.map(|d| counts[read.items[d].count].number.start), rate.map(|r| r.2.start)];
    let end = to.into_iter().flatten().max().unwrap_or(from);
    Some(Change {
        now: read.items[now].count,
        prior: read.items[p].count,
        difference: difference.map(|d| read.items[d].count),
        rate,
        words: Span { start: counts[read.items[now].count].number.end.min(end), end },
    })
}

fn is_change(read: &Read<'_>, k: usize, same: &impl Fn(usize) -> bool) -> bool {
    let item = &read.items[k];
    let own = &read.sentence.tokens[item.own.clone()];
    same(k) && (read.slots[k].relation.value == Relation::Change || own.iter().any(|t| t.is(Word::Delta)))
}

/// The percentage that belongs to a change: behind last year's figure, or right before its bracket.
fn rate(
    read: &Read<'_>,
    now: usize,
    p: usize,
    difference: Option<usize>,
) -> Option<(rust_decimal::Decimal, u32, Span)> {
    let tokens = read.sentence.tokens;
    let figure = |t: &Token| matches!(t.kind, Kind::Count(a) if a.unit.is_some());
    let percent = |t: &Token| match t.kind {
        Kind::Percent { value, scale } => Some((value, scale, Span { start: t.start, end: t.end })),
        _ => None,
    };
    let changes = |range: &[Token]| {
        range.iter().any(|t| t.is(Word::Delta))
            && !range.iter().any(|t| t.is(Word::Share) || t.is(Word::Rate) || t.is(Word::Part))
    };
    let from = difference.unwrap_or(p).max(p);
    let behind = &tokens[read.items[from].figure + 1..];
    let end = behind.iter().position(figure).unwrap_or(behind.len());
    let found = behind[..end].iter().position(|t| percent(t).is_some());
    if let Some(found) = found.filter(|&f| changes(&behind[..f])) {
        return percent(&behind[found]);
    }
    let between = tokens.get(read.items[now].figure + 1..read.items[p].figure)?;
    let found = between.iter().rposition(|t| percent(t).is_some())?;
    changes(&between[..found]).then(|| percent(&between[found])).flatten()
}
