//! Percentages in prose: the part and the whole they are a share of where the text says both, and growth against last
//! year. Input: sentences as [`crate::facts::prose::counts`] left them. Judges nothing.

use super::counts::{Prose, Sentence};
use super::shares::{self, listed};
use crate::facts::model::{Breakdown, Count, Percentage};
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::counts::CountWords;
use crate::source::Span;

/// Finds the percentages of a report.
pub(crate) fn read(
    text: &str,
    words: &CountWords,
    counts: &[Count],
    prose: &Prose,
    breakdowns: &[Breakdown],
) -> Vec<Percentage> {
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for (i, token) in sentence.tokens.iter().enumerate() {
            let Kind::Percent { value, scale } = token.kind else { continue };
            let from =
                sentence.tokens[..i].iter().rposition(|t| matches!(t.kind, Kind::Percent { .. })).map_or(0, |p| p + 1);
            let window = &sentence.tokens[from..i];
            let at = |w: Word| window.iter().rposition(|t| t.is(w));
            let last_count = window.iter().rposition(|t| matches!(t.kind, Kind::Count(a) if a.unit.is_some()));
            // 纠正率由17.6%降到11.1%: a level that was reached.
            let reached = |d: usize| {
                from > 0
                    && text
                        .get(window[d].start as usize..token.start as usize)
                        .is_some_and(|t| words.lists.reaches(t.trim_end()))
            };
            let growth = at(Word::Delta).is_some_and(|d| last_count.is_none_or(|c| d > c) && !reached(d));
            // 比上年的1189件增长18.2%: what it grew from.
            let prior = last_count.filter(|&count| {
                let lead = window[..count].iter().rposition(|t| t.kind != Kind::Word(Word::Filler));
                let led = lead.is_some_and(|l| matches!(window[l].kind, Kind::Word(Word::Delta | Word::Prior)));
                let tail = window[count + 1..].iter().all(|t| matches!(t.kind, Kind::Word(Word::Delta | Word::Filler)));
                let near = |a: u32, b: u32| b.saturating_sub(a) <= 12;
                // 较2021年多发45条: by how much, and not what it was.
                let from = lead.map_or(0, |l| window[l].start as usize);
                let differs =
                    text.get(from..window[count].start as usize).is_some_and(|t| words.cues.differs(t).is_some());
                growth
                    && !differs
                    && led
                    && tail
                    && lead.is_some_and(|l| near(window[l].end, window[count].start))
                    && near(window[count].end, window.get(count + 1).map_or(token.start, |t| t.start))
                    && near(window.last().map_or(token.start, |t| t.end), token.start)
            });
            // 26条,占74%: the share stands right behind its part.
            let share = at(Word::Share).filter(|s| {
                window[*s..].iter().all(|t| {
                    matches!(
                        t.kind,
                        Kind::Word(
                            Word::Share
                                | Word::Filler
                                | Word::Sum
                                | Word::Requests
                                | Word::Request
                                | Word::Info
                                | Word::Answer
                                | Word::Receive
                                | Word::New
                        )
                    )
                })
            });
            let part = match (share, last_count) {
                (Some(share), Some(count)) if count < share && !growth => {
                    let marks =
                        window[count..share].iter().filter(|t| matches!(t.kind, Kind::Comma | Kind::Open)).count();
                    let others = window[count + 1..share]
                        .iter()
                        .any(|t| matches!(t.kind, Kind::Semicolon | Kind::Pause | Kind::Close | Kind::Word(_)));
                    (marks <= 1 && !others && touches(text, window[count].end, window[share].start))
                        .then(|| sentence.counts.iter().find(|c| c.0 == from + count).map(|c| c.1))
                        .flatten()
                }
                _ => None,
            };
            let part =
                part.or_else(|| share.filter(|_| !growth).and_then(|at| named(text, counts, sentence, from + at)));
            let whole_of = |p: usize| {
                breakdowns[breakdowns.partition_point(|b| b.whole + 400 < p)..]
                    .iter()
                    .take(400)
                    .find(|b| b.parts.contains(&p))
                    .filter(|b| b.more.is_empty())
                    .map(|b| b.whole)
            };
            let whole = part.and_then(whole_of);
            // 470件,占办结总数1225件的42.8%: the whole stands between.
            let inline = last_count.filter(|&count| {
                let of = window[..count].iter().rposition(|t| t.is(Word::Share)).filter(|s| count - s <= 5);
                let before = of.and_then(|of| {
                    window[..of]
                        .iter()
                        .rposition(|t| matches!(t.kind, Kind::Count(a) if a.unit.is_some()))
                        .map(|c| (c, of))
                });
                let near = before.is_some_and(|(c, of)| {
                    let plain = |t: &Token| matches!(t.kind, Kind::Comma | Kind::Open | Kind::Word(Word::Filler));
                    window[c + 1..of].iter().all(plain) && window[of].start <= window[c].end + 6
                });
                near && window[count + 1..].iter().all(|t| t.is(Word::Filler) || t.kind == Kind::Close)
                    && token.start <= window[count].end + 7
            });
            let count_at = |at: usize| sentence.counts.iter().find(|c| c.0 == from + at).map(|c| c.1);
            let inline = inline.and_then(|whole| {
                let part =
                    window[..whole].iter().rposition(|t| matches!(t.kind, Kind::Count(a) if a.unit.is_some()))?;
                Some((count_at(part)?, count_at(whole)?))
            });
            let (part, whole) = inline.map_or((part, whole), |(part, whole)| (Some(part), Some(whole)));
            let (part, whole) = match listed(sentence, counts, i) {
                Some(told) if !growth => told.map_or((None, None), |(part, of)| (Some(part), whole_of(part).or(of))),
                _ => (part, whole),
            };
            let shares = shares::Shares { text, counts, sentence, words };
            let whole = match (part, share) {
                (Some(part), Some(share)) if whole.is_none() && !growth => shares.whole(part, from + share, i),
                _ => whole,
            };
            let (part, whole) = match shares.rated(i) {
                Some((part, whole)) if !growth && share.is_none() => (Some(part), Some(whole)),
                _ => (part, whole),
            };
            // 118件,同比增长12.5%: only where nothing else can be meant.
            let grown = (growth && prior.is_none() && from == 0)
                .then(|| {
                    let mut before = sentence.counts.iter().take_while(|c| c.0 < i);
                    before.next().filter(|_| before.next().is_none()).map(|c| c.1)
                })
                .flatten();
            let ends = |k: Kind| matches!(k, Kind::Comma | Kind::Semicolon | Kind::Stop);
            let start = sentence.tokens[..i].iter().rev().find(|t| ends(t.kind)).map_or(sentence.span.start, |t| t.end);
            let end = sentence.tokens[i..].iter().find(|t| ends(t.kind)).map_or(sentence.span.end, |t| t.start);
            found.push(Percentage {
                value,
                scale,
                span: Span { start: token.start, end: token.end },
                clause: Span { start, end: end.max(start) },
                whole: whole.filter(|&w| counts[w].unit.is_some()),
                part,
                growth,
                grown,
                from: prior.and_then(|p| sentence.counts.iter().find(|c| c.0 == from + p).map(|c| c.1)),
                rate: at(Word::Rate).is_some_and(|r| last_count.is_none_or(|c| r > c)),
            });
        }
    }
    found
}

/// 自然人71件、企业11件,其中自然人占86.6%: the part by its name, where only one figure before has it.
fn named(text: &str, counts: &[Count], sentence: Sentence<'_>, share: usize) -> Option<usize> {
    let parts = |t: &Token| {
        matches!(
            t.kind,
            Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Pause | Kind::Open | Kind::Word(Word::Part)
        )
    };
    let mark = sentence.tokens[..share].iter().rposition(parts)?;
    // A figure of its own says what the share is of.
    if sentence.tokens[mark..share].iter().any(|t| matches!(t.kind, Kind::Count(_) | Kind::Percent { .. })) {
        return None;
    }
    let name = text.get(sentence.tokens[mark].end as usize..sentence.tokens[share].start as usize)?.trim();
    let ends = |count: usize| {
        let before = text.get(..counts[count].number.start as usize).unwrap_or_default().trim_end();
        before.ends_with(name)
    };
    let mut found = sentence.counts.iter().filter(|c| c.0 < mark && ends(c.1)).map(|c| c.1);
    let only = found.next().filter(|_| name.chars().nth(1).is_some())?;
    found.next().is_none().then_some(only)
}

/// Nothing that counts stands between a figure and its share: not 35件,三者依次占.
fn touches(text: &str, from: u32, to: u32) -> bool {
    let between = text.get(from as usize..to as usize).unwrap_or_default();
    between.trim_matches([',', ' ', '(', '\n']).chars().count() <= 2
}
