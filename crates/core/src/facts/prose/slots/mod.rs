//! Figures in prose by the slots that words fill: what is counted, what was done with it, whose, when, which part of
//! it. Input: the sentences and counts of [`super::counts`]. A role comes out of the slots (`frames`); nothing is
//! judged.

mod changes;
mod context;
mod counted;
mod event;
mod fill;
mod flow;
mod frames;
mod keep;
mod limit;
mod lists;
mod pass;
mod segment;
mod told;
mod words;

use super::counts::{Prose, Sentence};
use super::other_bodies::OtherBodies;
use crate::document::Document;
use crate::facts::model::slots::{Counted, Event, Relation, Slots};
use crate::facts::model::{Breakdown, Change, Count, Facts, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::counts::CountWords;
use crate::lexicon::cues::Cue;

/// What was read of the sentences, for the relations among their figures.
#[derive(Default)]
pub(crate) struct Slotted<'a> {
    sentences: Vec<lists::Read<'a>>,
}

fn setting<'a>(text: &'a str, words: &'a CountWords, facts: &Facts) -> words::Setting<'a> {
    let (body, [areas, systems]) = (facts.profile.body, &words.wide);
    words::Setting {
        text,
        words,
        year: facts.profile.report_year.as_ref().map(|y| y.value),
        vertical: body.is_some_and(|b| systems.contains(&b)),
        department: body.is_some_and(|b| !areas.contains(&b)),
    }
}

/// Fills the slots of every count, and gives those a role that the slots name one for.
pub(crate) fn read<'a>(
    document: &'a Document,
    words: &'a CountWords,
    facts: &Facts,
    prose: &'a Prose,
    counts: &mut [Count],
) -> (Vec<Slots>, Slotted<'a>) {
    let setting = setting(document.text.folded.as_str(), words, facts);
    let mut context = context::Contexts::new(document, &facts.outline, setting);
    let others = OtherBodies::new(words, &facts.profile);
    let mut all = vec![Slots::default(); counts.len()];
    let mut slotted = Slotted::default();
    for sentence in prose.sentences().filter(|s| !s.counts.is_empty()) {
        let about = context.at(sentence.span.start);
        let items = segment::items(sentence);
        let mut filler = fill::Filler::new(setting, sentence, &others, about, counts);
        let slots: Vec<Slots> = (0..items.len()).map(|k| filler.fill(&items, k)).collect();
        context.close(sentence.span.end, filler.flow());
        for (item, slots) in items.iter().zip(&slots) {
            all[item.count] = *slots;
            frames::name(setting, slots, &mut counts[item.count]);
        }
        told_twice(&items, &slots, counts);
        attributes(sentence.tokens, &items, counts);
        aside(setting, sentence, &items, counts);
        slotted.sentences.push(lists::Read { sentence, items, slots });
    }
    published(setting, &slotted, counts);
    pointed_at(setting, &slotted, counts);
    (all, slotted)
}

/// A cell that a sentence gives two figures for is of several bodies or times, and neither figure is all of it.
fn told_twice(items: &[segment::Item], slots: &[Slots], counts: &mut [Count]) {
    let cell = |k: usize| match (slots[k].counted.value, slots[k].event.value) {
        (Counted::Row(row), Event::Column(column)) => Some((row, column)),
        _ => None,
    };
    for k in 0..items.len() {
        let Some(own) = cell(k) else { continue };
        if (0..items.len()).any(|other| other != k && cell(other) == Some(own)) {
            counts[items[k].count].role = None;
        }
    }
}

/// 主动公开19份、依申请公开8份、不予公开30份, in whatever order: documents by what may be done with them, and no
/// applications.
fn attributes(tokens: &[Token], items: &[segment::Item], counts: &mut [Count]) {
    let plain = |t: &Token| t.is(Word::Part) || t.is(Word::Filler) || t.is(Word::Each);
    let sole = |item: &segment::Item| {
        let mut words = tokens[item.own.clone()].iter().filter(|t| matches!(t.kind, Kind::Word(_)) && !plain(t));
        words.next().filter(|_| words.next().is_none()).map(|t| t.kind)
    };
    let is = |item: &segment::Item, word: fn(Word) -> bool| matches!(sole(item), Some(Kind::Word(w)) if word(w));
    let has = |three: &[segment::Item], word: fn(Word) -> bool| three.iter().any(|item| is(item, word));
    for three in items.windows(3) {
        if three[1..].iter().all(|item| item.mark < segment::Mark::Semicolon)
            && has(three, |w| matches!(w, Word::Publish | Word::Disclose))
            && has(three, |w| w == Word::Requests)
            && has(three, |w| matches!(w, Word::Outcome(_)))
        {
            three.iter().for_each(|item| counts[item.count].role = None);
        }
    }
}

/// 行政诉讼1件、行政复议3件,不属于本报告统计范围: what stands behind a list takes it out of the report's figures.
fn aside(setting: words::Setting<'_>, sentence: Sentence<'_>, items: &[segment::Item], counts: &mut [Count]) {
    for (k, item) in items.iter().enumerate() {
        let end = items.get(k + 1).map_or(sentence.span.end, |next| sentence.tokens[next.figure].start);
        if setting.words.cues.stands_in(Cue::Aside, setting.slice(sentence.tokens[item.figure].end, end)) {
            let first = items[..=k].iter().rposition(|item| item.mark != segment::Mark::Pause).unwrap_or(0);
            items[first..=k].iter().for_each(|item| counts[item.count].role = None);
        }
    }
}

/// Where no figure is told to be all that was published, the first one of information that was disclosed stands for it.
fn published(setting: words::Setting<'_>, slotted: &Slotted<'_>, counts: &mut [Count]) {
    let role = setting.words.wholes.published.as_str();
    if counts.iter().any(|c| c.role.as_deref() == Some(role)) {
        return;
    }
    let first = slotted.sentences.iter().find_map(|read| {
        let k = (0..read.items.len()).find(|&k| frames::is_published(setting, read, k))?;
        Some(read.items[k].count)
    });
    if let Some(count) = first.and_then(|at| counts.get_mut(at)) {
        count.role = Some(role.to_owned());
        count.said = false;
    }
}

/// 公开的621条信息: all that was published, told again.
fn pointed_at(setting: words::Setting<'_>, slotted: &Slotted<'_>, counts: &mut [Count]) {
    if !counts.iter().any(|c| c.role.as_ref().is_some_and(|r| setting.words.wholes.published == *r)) {
        return;
    }
    for read in &slotted.sentences {
        let again = (0..read.items.len()).filter(|&k| frames::points_at_published(setting, read, k));
        for count in again.map(|k| read.items[k].count) {
            if counts[count].role.is_none() {
                counts[count].role = Some(setting.words.wholes.published.as_str().to_owned());
                counts[count].said = false;
            }
        }
    }
}

/// Gives figures that have no role the name of the row of an older form that their words tell.
pub(crate) fn told(
    document: &Document,
    lexicon: &Lexicon,
    tables: &[Table],
    slotted: &Slotted<'_>,
    counts: &mut [Count],
) {
    told::told(document, lexicon, tables, &slotted.sentences, counts);
}

/// Adds the lists that the shape of sentences shows, beside those that are known.
pub(crate) fn add_lists(
    document: &Document,
    words: &CountWords,
    facts: &Facts,
    (filled, slotted): (&[Slots], &Slotted<'_>),
    counts: &[Count],
    known: &mut Vec<Breakdown>,
) {
    let lists = lists::Lists { setting: setting(document.text.folded.as_str(), words, facts), counts };
    let mut found = Vec::new();
    // What a figure changed by, and what it was before, is parted in nothing.
    known.retain(|b| filled.get(b.whole).is_none_or(|s| s.relation.value == Relation::Plain));
    for at in 0..slotted.sentences.len() {
        lists.of(&slotted.sentences, at, known, &mut found);
    }
    known.append(&mut found);
    // 其余各1件, 18个乡镇各1个: so many of each, and how many these are is not told.
    let spread = |p: &usize| {
        let before = document.text.folded.get(..counts[*p].number.start as usize);
        before.is_some_and(|text| words.cues.ends(Cue::Spread, text.trim_end()))
    };
    known.retain(|b| !b.parts.iter().any(spread));
    known.sort_by_key(|b| b.whole);
}

/// Figures with what they were last year.
pub(crate) fn changes(
    document: &Document,
    words: &CountWords,
    facts: &Facts,
    slotted: &Slotted<'_>,
    counts: &[Count],
) -> Vec<Change> {
    let setting = setting(document.text.folded.as_str(), words, facts);
    let mut found = Vec::new();
    for read in slotted.sentences.iter().filter(|r| r.items.len() > 1) {
        changes::of(setting, read, counts, &mut found);
    }
    found
}
