//! A year left over from an earlier report: sentences that state this report's own facts for another year.
//! Comparisons, histories, names of documents and plans speak of other years by right and are left alone.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::scope::{Reach, around};
use super::{Context, Failure, Kind, Label, Outcome, Scope, Sought, Why};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// What a sentence says that only this report's year can be meant by.
    states: Vec<String>,
    /// What makes a sentence, or the one beside it, speak of another year by right.
    innocent: Vec<String>,
    #[serde(skip, default = "mark")]
    mark: Sought,
}

/// What stands behind a year.
fn mark() -> Sought {
    "年".to_owned().into()
}

impl Kind for Year {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let Some(year) = context.facts.profile.report_year.as_ref().map(|y| y.value) else {
            return Outcome::NotDetermined(Why::YearUnknown);
        };
        let text = context.document.text.folded.as_str();
        let mut failures = Vec::new();
        for at in context.places(&self.mark, Scope::Text) {
            let Some((stated, span)) = year_before(text, at) else { continue };
            // Only a year of the recent past is one that a copied text brings along.
            if stated >= year || year - stated > 3 || !Scope::Text.holds(context, span) {
                continue;
            }
            if let Some(place) = self.accuse(text, span, year, context.document) {
                failures.push(Failure {
                    primary: Label::at(place),
                    related: context.facts.profile.report_year.as_ref().and_then(|y| y.span).map(Label::at).into_iter().collect(),
                    values: BTreeMap::from([
                        ("found", stated.to_string()),
                        ("year", year.to_string()),
                        ("sentence", context.document.shown(place).chars().take(60).collect()),
                    ]),
                    identity: context.document.slice(place).chars().take(40).collect(),
                    ..Failure::default()
                });
            }
            if failures.len() >= 20 {
                break;
            }
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        vec![(&*self.mark, Scope::Text)]
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "year", "sentence"]
    }
}

impl Year {
    /// The clause to point at, where the sentence can only be about the report's own year.
    fn accuse(&self, text: &str, span: Span, year: i16, document: &crate::document::Document) -> Option<Span> {
        let sentence = around(text, span, Reach::Sentence);
        // The year opens the sentence; a number or a heading's words may stand before it.
        let lead = &text[sentence.start as usize..span.start as usize];
        if lead.chars().filter(|c| c.is_alphanumeric()).count() > 2 || lead.contains(['《', '“', '自', '从', '至']) {
            return None;
        }
        let inside = &text[sentence.range()];
        let own = year.to_string();
        if inside.contains(&own) || !self.states.iter().any(|s| inside.contains(s.as_str())) {
            return None;
        }
        // Beside it stands the same for the right year: a table of years in prose, or a comparison.
        let line = document.block_at(span.start).map_or(sentence, |b| document.blocks[b].span);
        let before = previous_sentence(text, sentence, line);
        let after = next_sentence(text, sentence, line);
        let innocent = |s: &str| self.innocent.iter().any(|w| s.contains(w.as_str()));
        if innocent(inside) || innocent(after) {
            return None;
        }
        let compared = |s: &str| s.contains(&own) && self.states.iter().any(|w| s.contains(w.as_str()));
        if compared(before) || compared(after) {
            return None;
        }
        let comma = inside.char_indices().filter(|&(i, c)| c == ',' && i > 40).map(|(i, _)| i).next();
        Some(Span::new(span.start as usize, sentence.start as usize + comma.unwrap_or(inside.len())))
    }
}

fn previous_sentence(text: &str, sentence: Span, line: Span) -> &str {
    let end = (sentence.start as usize).max(line.start as usize);
    let Some(before) = text.get(line.start as usize..end) else { return "" };
    let Some(mark) = before.chars().next_back() else { return "" };
    let at = end - mark.len_utf8();
    &text[around(text, Span::at(at), Reach::Sentence).range()]
}

fn next_sentence(text: &str, sentence: Span, line: Span) -> &str {
    let Some(mark) = text[sentence.end as usize..].chars().next() else { return "" };
    let at = sentence.end as usize + mark.len_utf8();
    if at >= line.end as usize {
        return "";
    }
    &text[around(text, Span::at(at), Reach::Sentence).range()]
}

/// The four digits right before `年`, where no fifth stands before them.
pub(super) fn year_before(text: &str, at: usize) -> Option<(i16, Span)> {
    let start = at.checked_sub(4)?;
    let digits = text.as_bytes().get(start..at)?;
    if !digits.iter().all(u8::is_ascii_digit) || !matches!(&digits[..2], b"20" | b"19") {
        return None;
    }
    if start > 0 && (text.as_bytes()[start - 1].is_ascii_digit() || text.as_bytes()[start - 1] == b'-') {
        return None;
    }
    Some((text[start..at].parse().ok()?, Span::new(start, at)))
}
