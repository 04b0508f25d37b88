//! Paragraphs that end in the middle of a sentence: with a comma, or the last one without a full stop.
//! Text broken into lines by hand is left alone.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Context, Failure, Kind, Label, Outcome, scope};
use crate::document::Words;
use crate::facts::Completeness;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceEnd {
    /// Beginnings of paragraphs that are no sentences (links, annexes).
    #[serde(default)]
    not_from: Beginnings,
}

/// Words, prepared for looking at the start of a text; boxed, since they are large beside what other checks hold.
#[derive(Clone, Debug, Default)]
struct Beginnings(Box<Words>);

impl<'de> Deserialize<'de> for Beginnings {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<String>::deserialize(deserializer).map(|words| Self(Box::new(Words::new(words))))
    }
}

/// A paragraph shorter than this, in characters, is taken for a heading, a label or a line of a list.
const SHORT: usize = 20;

/// A line with a comma at its end is longer than this, in characters, where it is a sentence.
const CLAUSE: usize = 8;

impl Kind for SentenceEnd {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let outline = &context.facts.outline;
        let text = context.document.text.folded.as_str();
        let signature = outline.signature.map_or(u32::MAX, |s| s.start);
        let starts: Vec<u32> = outline.sections.iter().map(|s| s.heading.start).collect();
        let begins_section = |at: u32| starts.binary_search(&at).is_ok();
        let prose: Vec<Span> = scope::paragraphs(context)
            .map(|(_, span)| span)
            .filter(|s| s.start < signature && outline.title.is_none_or(|t| !t.overlaps(*s)))
            .collect();
        let is_prose = |s: Span| {
            let slice = &text[s.range()];
            slice.chars().nth(SHORT).is_some()
                && slice.contains([',', '。'])
                && self.not_from.0.at(slice.as_bytes(), 0).is_none()
        };
        let sentences: Vec<(usize, Span)> =
            prose.iter().copied().enumerate().filter(|&(_, s)| is_prose(s)).collect();
        let closed = sentences.iter().filter(|(_, s)| ends_well(&text[s.range()])).count();
        // In text broken into lines by hand most lines do not end with a sentence.
        if sentences.is_empty() || (sentences.len() > 3 && closed * 10 < sentences.len() * 7) {
            return Outcome::NotApplicable;
        }
        let is_heading = |s: Span| outline.sections.iter().any(|h| h.heading.contains(s) || h.title.end == s.end);
        let sentence = |slice: &str| slice.contains('。') || slice.contains(',') && slice.chars().nth(2 * SHORT).is_some();
        // Where nearly all paragraphs end with a stop, one without is a slip.
        let careful = closed > 3 && closed + 2 >= sentences.len();
        let mut failures = Vec::new();
        // A comma before the next heading is a slip however short the line; the words of a heading are no sentence.
        let cut = |&(index, span): &(usize, Span)| {
            let slice = &text[span.range()];
            is_prose(span)
                || slice.ends_with(',')
                    && slice.chars().nth(CLAUSE).is_some()
                    && slice.matches(',').count() > 1
                    && prose.get(index + 1).is_some_and(|n| begins_section(n.start))
        };
        for (index, span) in prose.iter().copied().enumerate().filter(cut) {
            let slice = &text[span.range()];
            let Some(last) = slice.chars().next_back() else { continue };
            let end = Span::new(span.end as usize - last.len_utf8(), span.end as usize);
            let next = prose.get(index + 1);
            let at_end = next.is_none();
            let before_heading = next.is_some_and(|n| begins_section(n.start));
            if at_end && context.facts.completeness != Completeness::Whole {
                continue;
            }
            let case = match last {
                ',' | '、' if at_end || before_heading => "comma",
                c if at_end && is_han(c) && outline.sections.iter().all(|s| s.heading != span) => "open",
                c if careful && !at_end && is_han(c) && sentence(slice) && !is_heading(span) => "stop",
                _ => continue,
            };
            // The words that lead to the end show where it is.
            let lead = slice.char_indices().rev().nth(12).map_or(0, |(i, _)| i);
            let shown = Span::new(span.start as usize + lead, end.end as usize);
            failures.push(Failure {
                primary: Label::at(shown),
                values: BTreeMap::from([("found", context.document.shown(shown))]),
                identity: context.document.slice(shown).to_owned(),
                case: Some(case),
                ..Failure::default()
            });
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["comma", "open", "stop"]
    }
}

fn ends_well(text: &str) -> bool {
    text.ends_with(['。', '!', '?', ';', ':', '”', ')', '》', '…', '.'])
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
