//! The year by which the report calls itself in its opening words, against the year in its title.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::phrase::{self, Phrase};
use super::{Context, Failure, Kind, Label, Outcome, Problems, Scope};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedYear {
    /// Ways of presenting the report; what each matches is the year it is called by.
    named: Vec<Phrase>,
}

impl Kind for NamedYear {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let title = context.facts.outline.title;
        let year = context.facts.profile.report_year.as_ref();
        // Only a year that stands in the title is sure to be the report's own.
        let Some((year, at)) = year.and_then(|y| Some((y.value, y.span.filter(|s| title.is_some_and(|t| t.contains(*s)))?)))
        else {
            return Outcome::NotApplicable;
        };
        let named = Phrase::all(&self.named, context, Scope::Opening);
        if named.is_empty() {
            return Outcome::NotApplicable;
        }
        let wrong = named.into_iter().filter(|&s| {
            let digits: String = context.document.slice(s).chars().filter(char::is_ascii_digit).collect();
            digits.parse::<i16>().is_ok_and(|named| named != year)
        });
        let failures: Vec<Failure> = wrong
            .map(|s| Failure {
                primary: Label::at(s),
                related: vec![Label::at(at)],
                values: BTreeMap::from([("found", context.document.shown(s)), ("year", year.to_string())]),
                identity: "named".to_owned(),
                ..Failure::default()
            })
            .collect();
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<&str> {
        phrase::words(&self.named).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "year"]
    }

    fn validate(&self, _: &crate::facts::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.named, problems);
    }
}
