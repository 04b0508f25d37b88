//! What a figure was before and by how much it changed, where one sentence says both: 316条,比上年的289条增加27条.
//! Input: items and slots of a sentence. Works nothing out.

use super::lists::Read;
use super::segment::{Item, Mark};
use super::words::Setting;
use crate::facts::model::slots::{Event, Period, Relation, Slots};
use crate::facts::model::{Change, Count};
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::cues::Cue;
use crate::source::Span;

pub(super) fn of(setting: Setting<'_>, read: &Read<'_>, counts: &[Count], found: &mut Vec<Change>) {
    for p in 0..read.items.len() {
        if let Some(moved) = moved(setting, read, counts, p) {
            found.push(moved);
        } else if let Some(change) = at(setting, read, counts, p) {
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
        t.is(Word::Prior)
            || t.is(Word::Delta)
            || t.is(Word::OtherScope) && lists.is_past(setting.slice(t.start, t.end))
            || matches!(t.kind, Kind::Year(y) if setting.year == Some(y + 1))
    };
    let last_year = before.iter().any(named);
    let past = before.iter().any(|t| t.is(Word::OtherScope) && lists.is_past(setting.slice(t.start, t.end)));
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
    // 上年为64件,同比增长: a change stands behind, or before it.
    let compared = compared
        || !carried(slots) && changes_behind(setting, read, p)
        || p > 0 && {
            let before = &read.slots[p - 1];
            before.relation.value == Relation::Change && !carried(slots) && {
                let own = setting.slice(item.begins, tokens[item.figure].start).trim();
                item.mark == Mark::Comma && own.chars().count() <= ALONE
            }
        };
    let is_prior = slots.relation.value == Relation::Plain && (slots.period.value == Period::Other || past || bracket);
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
    let Some(now) = (0..p).rev().find(|&k| own(k)) else { return comes_to(setting, read, counts, p, &same) };
    // Only changes stand between the two.
    if (now + 1..p).any(|k| read.slots[k].relation.value != Relation::Change) {
        return None;
    }
    let difference = match p + 1 {
        next if next < read.items.len()
            && is_change(read, next, &same)
            && (read.items[next].mark <= Mark::None || changes_behind(setting, read, p)) =>
        {
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
        verb: None,
    })
}

fn carried(slots: &Slots) -> bool {
    matches!(slots.event.value, Event::CarriedIn | Event::CarriedOut | Event::Pending | Event::Step)
}

/// 上年为64件,同比增长23.4%: nothing but a change in the next clause, up to its figure.
fn changes_behind(setting: Setting<'_>, read: &Read<'_>, p: usize) -> bool {
    let tokens = &read.sentence.tokens[read.items[p].figure + 1..];
    let behind = setting.slice(read.sentence.tokens[read.items[p].figure].end, read.sentence.span.end);
    let comma = tokens.first().is_some_and(|t| t.kind == Kind::Comma) && behind.starts_with(',');
    let end = tokens.iter().position(|t| matches!(t.kind, Kind::Count(_) | Kind::Percent { .. }));
    let Some(end) = end.filter(|_| comma) else { return false };
    let own = &tokens[1..end];
    own.iter().any(|t| t.is(Word::Delta))
        && own.iter().all(|t| matches!(t.kind, Kind::Word(Word::Delta | Word::Prior | Word::Filler)))
        && tokens[end].start - tokens[0].end < 24
}

/// 由45件降至38件, in whatever words: from the figure at `p` to the next one.
fn moved(setting: Setting<'_>, read: &Read<'_>, counts: &[Count], p: usize) -> Option<Change> {
    let (item, next) = (&read.items[p], read.items.get(p + 1)?);
    let tokens = read.sentence.tokens;
    let (was, now) = (&counts[item.count], &counts[next.count]);
    if was.unit != now.unit || next.mark != Mark::None || next.depth != item.depth || was.approximate || now.approximate
    {
        return None;
    }
    let own = setting.slice(item.begins, tokens[item.figure].start);
    let near = own.char_indices().rev().nth(FROM).map_or(own, |(at, _)| &own[at..]);
    if !setting.words.cues.stands_in(Cue::From, near) {
        return None;
    }
    let between = tokens.get(item.figure + 1..next.figure)?;
    let year = between.iter().rfind(|t| !t.is(Word::Filler)).filter(|t| matches!(t.kind, Kind::Year(_)));
    let start = tokens[item.figure].end;
    let words = setting.slice(start, year.map_or(tokens[next.figure].start, |y| y.start)).trim();
    let cues = &setting.words.cues;
    let words = cues.strip_end(Cue::This, words).unwrap_or(words);
    let verb = cues.strip_end(Cue::Reaches, words)?;
    if verb.is_empty() || verb.chars().count() > VERB || verb.contains([',', '、', ';', '(', '。', '\n']) {
        return None;
    }
    let same = |k: usize| counts[read.items[k].count].unit == was.unit && !counts[read.items[k].count].approximate;
    let now = p + 1;
    let difference = (now + 1 < read.items.len() && is_change(read, now + 1, &same)).then_some(now + 1);
    let rate = rate(read, now, now, difference);
    let from = counts[next.count].number.end;
    let to = [difference.map(|d| counts[read.items[d].count].number.start), rate.map(|r| r.2.start)];
    Some(Change {
        now: next.count,
        prior: item.count,
        difference: difference.map(|d| read.items[d].count),
        rate,
        words: Span { start: from, end: to.into_iter().flatten().max().unwrap_or(from) },
        verb: Some(Span { start, end: start + verb.len() as u32 }),
    })
}

/// Characters before a figure in which 由 stands, and of a verb of change.
const FROM: usize = 16;
const VERB: usize = 6;
/// 上年为, 2024年为: the words of a figure that only say when.
const ALONE: usize = 7;

/// 比上年的45件少7件,为38件: what it came to stands behind both.
fn comes_to(
    setting: Setting<'_>,
    read: &Read<'_>,
    counts: &[Count],
    p: usize,
    same: &impl Fn(usize) -> bool,
) -> Option<Change> {
    let (difference, now) = (p + 1, p + 2);
    let item = read.items.get(now)?;
    if !is_change(read, difference, same) || !same(now) || read.items[difference].mark > Mark::None {
        return None;
    }
    let own = setting.slice(item.begins, read.sentence.tokens[item.figure].start).trim();
    if item.mark != Mark::Comma || !setting.words.cues.ends(Cue::Reaches, own) || own.chars().count() > VERB {
        return None;
    }
    let count = |k: usize| &counts[read.items[k].count];
    Some(Change {
        now: item.count,
        prior: read.items[p].count,
        difference: Some(read.items[difference].count),
        rate: None,
        words: Span { start: count(p).number.end, end: count(difference).number.start },
        verb: None,
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
        verb: None,
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
    // 增长率 is none of anything else's.
    let changes = |range: &[Token]| {
        range.iter().any(|t| t.is(Word::Delta))
            && !range.iter().any(|t| t.is(Word::Share) || t.is(Word::Part))
            && !range
                .windows(2)
                .any(|two| two[1].is(Word::Rate) && !(two[0].is(Word::Delta) && two[0].end == two[1].start))
            && !range.first().is_some_and(|t| t.is(Word::Rate))
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
