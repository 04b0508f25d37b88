//! A long paragraph that stands in the report twice.

use std::collections::{BTreeMap, hash_map::Entry};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedParagraph {
    /// Paragraphs of fewer bytes may well be said twice.
    at_least: usize,
}

impl Kind for RepeatedParagraph {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        // A title or a heading, which has no sentence in it, may head a page and stand in it.
        let says = |s: &Span| context.document.slice(*s).contains(['。', ',', ';']);
        let long = || scope::paragraphs(context).iter().map(|p| p.1).filter(|s| s.len() >= self.at_least && says(s));
        // Few paragraphs are as long as another, and only those can be the same.
        let mut lengths: Vec<usize> = long().map(Span::len).collect();
        lengths.sort_unstable();
        let again: Vec<usize> = lengths.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        let mut seen = FxHashMap::default();
        let mut failures = Vec::new();
        for span in long().filter(|s| again.binary_search(&s.len()).is_ok()) {
            let text = context.document.slice(span);
            match seen.entry(text) {
                Entry::Vacant(free) => {
                    free.insert(span);
                }
                Entry::Occupied(first) => failures.push(Failure {
                    primary: Label::at(span),
                    related: vec![Label::at(*first.get())],
                    values: BTreeMap::from([("found", text.chars().take(20).collect())]),
                    identity: text.chars().take(40).collect(),
                    ..Failure::default()
                }),
            }
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }
}
