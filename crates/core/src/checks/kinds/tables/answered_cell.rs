//! A cell above zero that a section must then speak of.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::cells_of_roles::{Asked, ask};
use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::scope;
use crate::facts::model::Completeness;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnsweredCell {
    /// The cell, by its role in prose; of the column of totals.
    cell: String,
    /// Topics of the sections that must speak of it.
    topics: Vec<String>,
    /// Words that speak of it.
    words: Vec<String>,
    /// Words that deny it.
    denied: Vec<String>,
}

impl Kind for AnsweredCell {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let cell = match ask(context, &self.cell, context.whole_scope()) {
            Asked::Found(sum) if sum.value > Decimal::ZERO => sum,
            Asked::Found(_) => return Outcome::Pass,
            Asked::Absent => return Outcome::NotApplicable,
            Asked::Unread => return Outcome::NotDetermined(Why::CellsUnread),
        };
        let Some(section) = scope::with_topic(context, &self.topics).find(|s| s.level == 1) else {
            return Outcome::NotApplicable;
        };
        if context.facts.completeness != Completeness::Whole {
            return Outcome::NotDetermined(Why::PartOfReport);
        }
        let body = context.document.slice(section.body);
        let speaks = self.words.iter().any(|w| body.contains(w.as_str()));
        let denies = self.denied.iter().find_map(|w| Some((body.find(w.as_str())?, w.len())));
        let (primary, case) = match denies {
            Some((at, length)) => (Label::at(section.body.part(at..at + length)), "denied"),
            None if !speaks => (Label::at(section.heading), "silent"),
            None => return Outcome::Pass,
        };
        Outcome::Fail(vec![Failure {
            primary,
            related: cell.cells.iter().map(|c| Label::at(c.0)).collect(),
            values: BTreeMap::from([("value", cell.value.to_string())]),
            identity: self.cell.clone(),
            case: Some(case),
            ..Failure::default()
        }])
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["value"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["denied", "silent"]
    }
}
