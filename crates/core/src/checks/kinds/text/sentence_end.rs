//! Paragraphs that end in the middle of a sentence: with a comma, or the last one without a full stop.
//! Text broken into lines by hand is left alone.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope;
use crate::facts::model::Completeness;
use crate::language::fold::is_han;
use crate::search::Words;
use crate::source::Span;

/// What ends a sentence.
const STOP: char = '。';

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
        let begins_section = |at: u32| outline.sections.binary_search_by_key(&at, |s| s.heading.start).is_ok();
        let is_sentence = |s: Span| {
            let slice = &text[s.range()];
            is_longer(slice, SHORT)
                && (slice.contains(',') || slice.contains('。'))
                && self.not_from.0.at(slice.as_bytes(), 0).is_none()
        };
        let prose: Vec<(Span, bool)> = scope::paragraphs(context)
            .iter()
            .map(|p| p.1)
            .filter(|s| s.start < signature && outline.title.is_none_or(|t| !t.overlaps(*s)))
            .map(|span| (span, is_sentence(span)))
            .collect();
        let sentences = || prose.iter().filter(|p| p.1);
        let count = sentences().count();
        let closed = sentences().filter(|(s, _)| ends_well(&text[s.range()])).count();
        // In text broken into lines by hand most lines do not end with a sentence.
        if count == 0 || (count > 3 && closed + 2 < count && closed * 10 < count * 7) {
            return Outcome::NotApplicable;
        }
        let is_heading = |s: Span| outline.sections.iter().any(|h| h.heading.contains(s) || h.title.end == s.end);
        let sentence = |slice: &str| slice.contains('。') || slice.contains(',') && is_longer(slice, 2 * SHORT);
        // Where nearly all paragraphs end with a stop, one without is a slip.
        let careful = closed > 3 && closed + 2 >= count;
        let mut failures = Vec::new();
        // A comma before the next heading is a slip however short the line; the words of a heading are no sentence.
        let cut = |index: usize, (span, is_sentence): (Span, bool)| {
            let slice = &text[span.range()];
            is_sentence
                || slice.ends_with(',')
                    && is_longer(slice, CLAUSE)
                    && slice.matches(',').count() > 1
                    && prose.get(index + 1).is_some_and(|n| begins_section(n.0.start))
        };
        for (index, span) in prose.iter().enumerate().filter(|(i, p)| cut(*i, **p)).map(|(i, p)| (i, p.0)) {
            let slice = &text[span.range()];
            let Some(last) = slice.chars().next_back() else { continue };
            let end = Span::new(span.end as usize - last.len_utf8(), span.end as usize);
            let next = prose.get(index + 1).map(|n| n.0);
            let at_end = next.is_none();
            let before_heading = next.is_some_and(|n| begins_section(n.start));
            if at_end && context.facts.completeness != Completeness::Whole {
                continue;
            }
            let case = match last {
                ',' | '、' if at_end || before_heading || careful && is_longer(slice, SHORT) => "comma",
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
                // Where the other paragraphs end well, nothing but the mark is missing.
                suggestion: (case == "stop").then(|| format!("{}{STOP}", context.document.slice(shown))),
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

/// Whether a text has more characters than so many, which its bytes tell of all but those of a middling length.
fn is_longer(text: &str, chars: usize) -> bool {
    text.len() > 4 * chars || text.len() > chars && text.chars().nth(chars).is_some()
}

fn ends_well(text: &str) -> bool {
    text.ends_with(['。', '!', '?', ';', ':', '”', ')', '》', '…', '.'])
}
