//! Documents that a report names with their year: none can be later than the report itself, and what this year's work
//! followed is not the plan of years ago. How such are named is the rule's business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::{Problems, Scope};
use crate::checks::phrase::{self, Phrase};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitedYear {
    /// Names of documents: the first year in what each matches is not beyond the one in which the report appeared.
    #[serde(default)]
    any: Vec<Phrase>,
    /// Plans that were followed: their year is the report's, or a later one.
    #[serde(default)]
    followed: Vec<Phrase>,
}

impl Kind for CitedYear {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let profile = &context.facts.profile;
        let Some(year) = profile.report_year.as_ref().map(|y| y.value) else { return Outcome::NotApplicable };
        let dates = [profile.published, profile.signed];
        let appeared = dates.into_iter().flatten().map(|d| d.value.year()).fold(year + 1, i16::max);
        let cited = |phrases| {
            let places: Vec<Span> = Phrase::all(phrases, context, Scope::Text);
            places.into_iter().filter_map(|s| first_year(context.document.slice(s)).map(|y| (s, y)))
        };
        let later = cited(&self.any).filter(|c| c.1 > appeared).map(|c| (c, "later"));
        let stale = cited(&self.followed).filter(|c| c.1 < year).map(|c| (c, "stale"));
        let failures: Vec<Failure> = later
            .chain(stale)
            .map(|((span, cited), case)| Failure {
                primary: Label::at(span),
                values: BTreeMap::from([
                    ("found", context.document.shown(span)),
                    ("cited", cited.to_string()),
                    ("year", year.to_string()),
                ]),
                identity: context.document.slice(span).to_owned(),
                case: Some(case),
                ..Failure::default()
            })
            .collect();
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.any, Scope::Text).chain(phrase::words(&self.followed, Scope::Text)).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "cited", "year"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["later", "stale"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.any, problems);
        phrase::validate(&self.followed, problems);
    }
}

/// The first number of just four digits.
fn first_year(text: &str) -> Option<i16> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.find(|run| run.len() == 4)?.parse().ok()
}
