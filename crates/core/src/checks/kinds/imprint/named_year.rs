//! The year by which the report calls itself in its opening words, against the year in its title.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::Problems;
use crate::checks::parameter::Scope;
use crate::checks::phrase;
use crate::checks::phrase::Phrase;
use crate::checks::years::year_before;
use crate::language::dates::YEAR;
use crate::lexicon::titles::year_in;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedYear {
    /// Ways of presenting the report; the last year in what each matches is the one it is called by.
    named: Vec<Phrase>,
    /// What its tables are headed with, anywhere in it.
    #[serde(default)]
    captions: Vec<Phrase>,
    /// Only an earlier year is wrong: what belongs to the report may be named after the year in which it is written.
    #[serde(default)]
    earlier: bool,
}

impl Kind for NamedYear {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let title = context.facts.outline.title;
        let year = context.facts.profile.report_year.as_ref();
        if let Some(failure) = title.filter(|_| !self.earlier).and_then(|t| title_alone(context, t)) {
            return Outcome::Fail(vec![failure]);
        }
        // Only a year that stands in the title is sure to be the report's own.
        let Some((year, at)) =
            year.and_then(|y| Some((y.value, y.span.filter(|s| title.is_some_and(|t| t.contains(*s)))?)))
        else {
            return Outcome::NotApplicable;
        };
        let places = Phrase::all(&self.named, context, Scope::Opening);
        let year_in = |s: Span| last_year(context.document.slice(s), s);
        let mut named: Vec<(Span, i16, &str)> =
            places.into_iter().filter_map(year_in).map(|(s, y)| (s, y, "opening")).collect();
        let captions: Vec<_> =
            Phrase::all(&self.captions, context, Scope::Text).into_iter().filter_map(year_in).collect();
        // Beside the table of the year those of others may stand.
        if captions.iter().all(|&(_, headed)| headed != year) {
            named.extend(captions.into_iter().map(|(s, y)| (s, y, "caption")));
        }
        if named.is_empty() {
            return Outcome::NotApplicable;
        }
        let failures: Vec<Failure> = named
            .into_iter()
            .filter(|&(_, named, _)| if self.earlier { named < year } else { named != year })
            .map(|(s, _, case)| Failure {
                primary: Label::at(s),
                related: vec![Label::at(at)],
                values: BTreeMap::from([("found", context.document.shown(s)), ("year", year.to_string())]),
                identity: "named".to_owned(),
                case: Some(case),
                ..Failure::default()
            })
            .collect();
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.named, Scope::Opening).chain(phrase::words(&self.captions, Scope::Text)).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "year"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["opening", "caption", "title"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.named, problems);
        phrase::validate(&self.captions, problems);
    }
}

/// A title that names another year than all the rest, by which the year of the report is known.
fn title_alone(context: &Context<'_>, title: Span) -> Option<Failure> {
    let year = context.facts.profile.report_year.as_ref()?;
    let known_by = year.span.filter(|s| !title.overlaps(*s))?;
    let text = context.document.slice(title);
    let (named, digits) = year_in(text)?;
    let mark = text[digits.end..].chars().next().filter(|&c| c == YEAR).map_or(0, char::len_utf8);
    let at = title.part(digits.start..digits.end + mark);
    (named != year.value).then(|| Failure {
        primary: Label::at(at),
        related: vec![Label::at(known_by)],
        values: BTreeMap::from([("found", context.document.shown(at)), ("year", year.value.to_string())]),
        identity: "title".to_owned(),
        case: Some("title"),
        ..Failure::default()
    })
}

/// The last year in a text, with 年.
fn last_year(text: &str, at: Span) -> Option<(Span, i16)> {
    text.rmatch_indices(YEAR).find_map(|(end, mark)| {
        let (year, digits) = year_before(text, end)?;
        Some((at.part(digits.start as usize..end + mark.len()), year))
    })
}
