//! Percentages in prose: the part and the whole they are a share of where the text says both, and growth against last
//! year. Input: sentences as [`crate::facts::prose::counts`] left them. Judges nothing.

use super::counts::Prose;
use crate::facts::model::{Breakdown, Count, Percentage};
use crate::lexicon::alphabet::Kind;
use crate::lexicon::alphabet::Word;
use crate::source::Span;

/// Finds the percentages of a report.
pub(crate) fn read(counts: &[Count], prose: &Prose, breakdowns: &[Breakdown]) -> Vec<Percentage> {
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for (i, token) in sentence.tokens.iter().enumerate() {
            let Kind::Percent { value, scale } = token.kind else { continue };
            let from =
                sentence.tokens[..i].iter().rposition(|t| matches!(t.kind, Kind::Percent { .. })).map_or(0, |p| p + 1);
            let window = &sentence.tokens[from..i];
            let at = |w: Word| window.iter().rposition(|t| t.is(w));
            let last_count = window.iter().rposition(|t| matches!(t.kind, Kind::Count(a) if a.unit.is_some()));
            let growth = at(Word::Delta).is_some_and(|d| last_count.is_none_or(|c| d > c));
            // 比上年的1189件增长18.2%: what it grew from.
            let prior = last_count.filter(|&count| {
                let lead = window[..count].iter().rposition(|t| t.kind != Kind::Word(Word::Filler));
                let led = lead.is_some_and(|l| matches!(window[l].kind, Kind::Word(Word::Delta | Word::Prior)));
                let tail = window[count + 1..].iter().all(|t| matches!(t.kind, Kind::Word(Word::Delta | Word::Filler)));
                let near = |a: u32, b: u32| b.saturating_sub(a) <= 12;
                growth
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
                            Word::Share | Word::Filler | Word::Sum | Word::Requests | Word::Request | Word::Info
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
                    (marks <= 1 && !others)
                        .then(|| sentence.counts.iter().find(|c| c.0 == from + count).map(|c| c.1))
                        .flatten()
                }
                _ => None,
            };
            let whole = part.and_then(|p| {
                breakdowns[breakdowns.partition_point(|b| b.whole + 400 < p)..]
                    .iter()
                    .take(400)
                    .find(|b| b.parts.contains(&p))
                    .filter(|b| b.more.is_empty())
                    .map(|b| b.whole)
            });
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
