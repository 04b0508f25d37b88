//! 约, 余, 多: a rounded figure where an exact one is asked for. One finding a report.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approximate {
    /// Beginnings of the roles that the law asks for.
    roles: Vec<String>,
}

impl Kind for Approximate {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let asked: Vec<_> = context
            .facts
            .counts
            .iter()
            .filter(|c| c.role.as_ref().is_some_and(|r| self.roles.iter().any(|p| r.starts_with(p.as_str()))))
            .collect();
        let mut rounded = asked.iter().filter(|c| c.approximate);
        let Some(first) = rounded.next() else {
            return if asked.is_empty() { Outcome::NotApplicable } else { Outcome::Pass };
        };
        Outcome::Fail(vec![Failure {
            primary: Label::at(first.span),
            related: rounded.map(|c| Label::at(c.span)).collect(),
            values: BTreeMap::from([("found", context.document.shown(first.span))]),
            identity: first.role.clone().unwrap_or_default(),
            ..Failure::default()
        }])
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }
}
