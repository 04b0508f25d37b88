//! Words that nobody could have written before some month: a meeting's name, a law's, a body's, a disease's. The report
//! is judged by the day it is signed. Which words, and since when, is the rule's business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::{Problems, Scope};
use crate::checks::phrase::{self, Phrase};
use crate::source::Span;
use crate::terms::Date;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedWords {
    terms: Vec<Term>,
    /// The last day on which a report without a date of its own may have been written, in the year after its own.
    last: Day,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    /// The first day on which they could be written.
    since: Date,
    any: Vec<Phrase>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    month: i8,
    day: i8,
}

impl Kind for DatedWords {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let profile = &context.facts.profile;
        let Some(year) = profile.report_year.as_ref().map(|y| y.value) else {
            return Outcome::NotDetermined(Why::YearUnknown);
        };
        let next = year.saturating_add(1);
        let written = profile.signed.map(|d| d.value).filter(|d| (year..=next).contains(&d.year()));
        let Some(written) = written.or_else(|| Date::new(next, self.last.month, self.last.day).ok()) else {
            return Outcome::Pass;
        };
        let later = self.terms.iter().filter(|t| t.since > written);
        let first = |t: &Term| Phrase::all(&t.any, context, Scope::Text).first().map(|&span| (span, t.since));
        let mut found: Vec<(Span, Date)> = later.filter_map(first).collect();
        found.sort_unstable();
        // 党的十九大 and 十九大精神 are one word where they stand together.
        found.dedup_by(|next, kept| next.0.overlaps(kept.0));
        let failures: Vec<Failure> = found
            .into_iter()
            .map(|(span, since)| Failure {
                primary: Label::at(span),
                values: BTreeMap::from([
                    ("found", context.document.shown(span)),
                    ("since", since.to_string()),
                    ("year", year.to_string()),
                ]),
                identity: context.document.slice(span).to_owned(),
                ..Failure::default()
            })
            .collect();
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        self.terms.iter().flat_map(|t| phrase::words(&t.any, Scope::Text)).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "since", "year"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        self.terms.iter().for_each(|term| phrase::validate(&term.any, problems));
    }
}
