//! From slots to a role: which figure of the statutory tables it is. Input: filled slots. Looks at no word.

use super::lists::Read;
use super::words::Setting;
use crate::facts::model::Count;
use crate::facts::model::slots::{Counted, Event, Period, Relation, Slots, Subset, Whose};
use crate::language::small_words::OF;
use crate::lexicon::Str;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::cells::Challenge;
use crate::lexicon::counts::CountWords;
use crate::lexicon::cues::Cue;

/// Gives a count the role that its slots name.
pub(super) fn name(setting: Setting<'_>, slots: &Slots, count: &mut Count) {
    if slots.is_apart() {
        count.role = None;
        return;
    }
    // 制发规范性文件3件,3件全部公开: documents, and no applications.
    if matches!((slots.counted.value, slots.event.value), (Counted::Row(_), Event::Outcome(_))) {
        count.role = None;
        return;
    }
    count.said = slots.is_said(count.number.start);
    let words = setting.words;
    let case = count.unit.as_ref().is_some_and(|u| words.unit(u).is_some_and(|u| words.is_case_unit(u)));
    let Some(role) = role(words, slots, count, case) else { return };
    let scope = match slots.subset.value {
        Subset::Applicant(scope) => words.scopes.get(usize::from(scope)),
        _ => None,
    };
    count.loose |=
        matches!(slots.event.value, Event::Taken | Event::Handled) && words.wholes.is_about_applications(&role);
    count.new |= slots.event.value == Event::New;
    count.role = Some(role);
    count.scope = scope.unwrap_or(&words.whole_scope).as_str().to_owned();
}

fn role(words: &CountWords, slots: &Slots, count: &Count, case: bool) -> Option<String> {
    let listed = |role: u16| words.roles.get(usize::from(role)).map(|r| r.0.as_str().to_owned());
    let cell = |role: &Str| Some(role.as_str().to_owned()).filter(|role| !role.is_empty());
    let all = slots.subset.value == Subset::All;
    match (slots.counted.value, slots.event.value) {
        (Counted::Request, event) if case => match event {
            Event::Received | Event::New | Event::Taken => cell(&words.wholes.received),
            Event::Answered | Event::Handled => cell(&words.wholes.answered),
            Event::Due => cell(&words.wholes.due),
            Event::Released => cell(&words.wholes.released),
            Event::Outcome(role) => listed(role),
            Event::CarriedIn => words.carried_in.and_then(listed),
            Event::CarriedOut => words.carried_out.and_then(listed),
            _ => None,
        },
        (Counted::Review(group), event) if case && all => match event {
            Event::Result(result) => cell(words.reviews.role(Challenge::of(group)?, Some(result))),
            Event::Unknown | Event::Received | Event::New => cell(words.reviews.role(Challenge::of(group)?, None)),
            _ => None,
        },
        (Counted::Row(row), Event::Column(column)) if all => {
            let unit = words.unit(count.unit.as_ref()?)?;
            words.grids.role(row, column).filter(|_| words.grids.takes(row, unit)).and_then(listed)
        }
        (Counted::Information, Event::Published) if all && count.unit.is_some() && case => {
            cell(&words.wholes.published)
        }
        _ => None,
    }
}

/// 公开招生、收费等信息386条: information that was disclosed or issued, though the words do not say that it is all.
pub(super) fn is_published(setting: Setting<'_>, read: &Read<'_>, k: usize) -> bool {
    let (item, slots) = (&read.items[k], &read.slots[k]);
    let tokens = &read.sentence.tokens[item.own.start..item.behind.end];
    let verb = |t: &Token| {
        matches!(t.kind, Kind::Word(Word::Disclose | Word::Publish))
            || t.is(Word::Verb) && setting.words.cues.of(setting.slice(t.start, t.end)) == Some(Cue::Issue)
    };
    let noun = |t: &Token| matches!(t.kind, Kind::Word(Word::Info));
    let Kind::Count(amount) = read.sentence.tokens[item.figure].kind else { return false };
    let last = read.sentence.tokens[item.own.clone()].last();
    let touches = last.is_some_and(|t| noun(t) || t.is(Word::Sum) || t.is(Word::Filler) || verb(t));
    amount.unit.is_some_and(|u| setting.words.is_piece_unit(u))
        && item.depth == 0
        && touches
        && !kinds(setting, tokens)
        && tokens.iter().any(verb)
        && tokens.iter().any(noun)
        && slots.relation.value == Relation::Plain
        && slots.period.value == Period::Year
        && slots.whose.value == Whose::Own
        && !tokens
            .iter()
            .any(|t| matches!(t.kind, Kind::Word(Word::Requests | Word::Foreign | Word::Outcome(_) | Word::Part)))
}

/// 公开的621条信息: the verb with its particle touches the figure, and nothing but the noun stands behind it.
pub(super) fn points_at_published(setting: Setting<'_>, read: &Read<'_>, k: usize) -> bool {
    let (item, slots) = (&read.items[k], &read.slots[k]);
    let (own, behind) = (&read.sentence.tokens[item.own.clone()], &read.sentence.tokens[item.behind.clone()]);
    let number = read.sentence.tokens[item.figure];
    let verb = own
        .iter()
        .rfind(|t| !t.is(Word::Filler))
        .filter(|t| matches!(t.kind, Kind::Word(Word::Publish | Word::Disclose)));
    let particle = verb.is_some_and(|t| setting.slice(t.end, number.start).trim().chars().eq([OF]));
    let noun = behind
        .first()
        .is_some_and(|t| matches!(t.kind, Kind::Word(Word::Info | Word::Information)) && t.start <= number.end + 1);
    let Kind::Count(amount) = number.kind else { return false };
    particle
        && noun
        && amount.unit.is_some_and(|u| setting.words.is_piece_unit(u))
        && item.depth == 0
        && own.iter().all(|t| t.is(Word::Filler) || matches!(t.kind, Kind::Word(Word::Publish | Word::Disclose)))
        && slots.relation.value == Relation::Plain
        && slots.period.value == Period::Year
        && slots.whose.value == Whose::Own
}

/// 发布动态类信息: of one kind, or over one channel and not in all.
fn kinds(setting: Setting<'_>, tokens: &[Token]) -> bool {
    let whole =
        |t: &Token| t.is(Word::Sum) || setting.words.whole_year.iter().any(|w| w == setting.slice(t.start, t.end));
    let channel =
        |t: &Token| t.is(Word::Channel) || setting.words.cues.of(setting.slice(t.start, t.end)) == Some(Cue::Through);
    let kind = tokens.iter().any(|t| {
        matches!(t.kind, Kind::Word(Word::Info)) && {
            let before = setting.slice(t.start.saturating_sub(6), t.start);
            setting.words.cues.is_kind(setting.words.cues.trim(before))
        }
    });
    kind || tokens.iter().any(channel) && !tokens.iter().any(whole)
}
