//! Words that should not stand in a report: slots left unfilled, doubled words, instruments no longer in force.
//! Which words is the rule's business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place};
use crate::checks::parameter::Problems;
use crate::checks::parameter::Scope;
use crate::checks::phrase;
use crate::checks::phrase::Phrase;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    any: Vec<Phrase>,
    #[serde(default)]
    scope: Scope,
    /// One finding a report, the other places beside it.
    #[serde(default)]
    together: bool,
    /// What to write instead, by what was found.
    #[serde(default)]
    replace: BTreeMap<String, String>,
    /// What is the same twice ought to stand once.
    #[serde(default)]
    once: bool,
    /// Words that make the whole report innocent.
    #[serde(default)]
    unless: Vec<Phrase>,
    /// Only the first place is told, without the others.
    #[serde(default)]
    first: bool,
}

impl Kind for Pattern {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut places = Phrase::all(&self.any, context, self.scope);
        if places.is_empty() {
            return Outcome::Pass;
        }
        if !self.unless.is_empty() && !Phrase::all(&self.unless, context, Scope::Report).is_empty() {
            return Outcome::Pass;
        }
        if self.first {
            places.truncate(1);
        }
        if self.together {
            let mut failure = self.failure(context, places[0]);
            failure.related = places[1..].iter().take(20).map(|&s| Label::at(s)).collect();
            return Outcome::Fail(vec![failure]);
        }
        Outcome::Fail(places.into_iter().map(|s| self.failure(context, s)).collect())
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.any, self.scope).chain(phrase::words(&self.unless, Scope::Report)).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "instead"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.any, problems);
        phrase::validate(&self.unless, problems);
    }
}

impl Pattern {
    fn failure(&self, context: &Context<'_>, span: Span) -> Failure {
        let found = context.document.slice(span);
        let half = || found.get(..found.len() / 2).filter(|half| self.once && found[half.len()..] == **half);
        let suggestion = self.replace.get(found).cloned().or_else(|| half().map(str::to_owned));
        Failure {
            primary: Label { place: Place::At(span), note: String::new() },
            values: BTreeMap::from([
                ("found", context.document.shown(span)),
                ("instead", suggestion.clone().unwrap_or_default()),
            ]),
            identity: found.chars().filter(|c| !c.is_whitespace()).take(40).collect(),
            suggestion,
            ..Failure::default()
        }
    }
}
