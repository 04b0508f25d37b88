//! Parts of the report that its text refers to (详见第七部分): there are that many.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::{Problems, Scope};
use crate::checks::phrase::{self, Phrase};
use crate::facts::model::Completeness;
use crate::language::numbering::{Numbering, mark};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartReference {
    /// Ways of referring: what each matches is the part's number with its unit.
    said: Vec<Phrase>,
}

impl Kind for PartReference {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let named = Phrase::all(&self.said, context, Scope::Text);
        let numbers: Vec<_> = named
            .into_iter()
            .filter_map(|s| Some((s, mark(context.document.slice(s))?.number?)))
            .filter(|(s, _)| !context.facts.outline.sections.iter().any(|h| h.heading.contains(*s)))
            .collect();
        let parts: Vec<u32> = context
            .facts
            .outline
            .sections
            .iter()
            .filter(|s| s.level == 1 && matches!(s.numbering, Numbering::Chinese | Numbering::Part))
            .filter_map(|s| s.number)
            .collect();
        // Headings without numbers cannot be referred to by one.
        if numbers.is_empty() || parts.len() < 2 {
            return Outcome::NotApplicable;
        }
        let last = parts.into_iter().max().unwrap_or_default();
        let failures: Vec<Failure> = numbers
            .into_iter()
            .filter(|&(_, number)| number > last)
            .map(|(span, _)| Failure {
                primary: Label::at(span),
                values: BTreeMap::from([("found", context.document.shown(span)), ("last", last.to_string())]),
                identity: context.document.slice(span).to_owned(),
                ..Failure::default()
            })
            .collect();
        if failures.is_empty() {
            Outcome::Pass
        } else if context.facts.completeness != Completeness::Whole {
            Outcome::NotDetermined(Why::PartOfReport)
        } else {
            Outcome::Fail(failures)
        }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.said, Scope::Text).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "last"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.said, problems);
    }
}
