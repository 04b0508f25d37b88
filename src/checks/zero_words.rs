//! 未收到, 未发生: zero said in words, against the tables and against other figures of the report. One direction only:
//! what is denied must not be there.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::prose::{Asked, ask, of_this_year};
use super::{Context, Failure, Kind, Label, Outcome, Why};
use crate::facts::Count;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZeroWords {
    /// For a role that is denied the figures that must then be zero.
    denies: BTreeMap<String, Vec<String>>,
}

impl ZeroWords {
    /// A figure above zero that the words deny: in a table, or elsewhere in prose.
    fn against(&self, context: &Context<'_>, denial: &Count, role: &str, unread: &mut bool) -> Option<(Span, Decimal, &'static str)> {
        for denied in self.denies.get(role)? {
            match ask(context, denied, "total") {
                Asked::Found(sum) => {
                    if let Some(cell) = sum.cells.iter().find(|c| c.2 > Decimal::ZERO) {
                        return Some((cell.0, cell.2, "table"));
                    }
                }
                Asked::Unread => *unread = true,
                Asked::Absent => {}
            }
            let said = context.facts.counts.iter().find(|c| {
                c.role.as_deref() == Some(denied) && c.scope == "total" && !c.in_words && c.value > Decimal::ZERO && of_this_year(context, c) && !c.number.overlaps(denial.span)
            });
            if let Some(said) = said {
                return Some((said.number, said.value, "prose"));
            }
        }
        None
    }
}

impl Kind for ZeroWords {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures: Vec<Failure> = Vec::new();
        let (mut any, mut unread) = (false, false);
        for count in context.facts.counts.iter().filter(|c| c.in_words && c.scope == "total") {
            let Some(role) = count.role.as_deref().filter(|r| self.denies.contains_key(*r)) else { continue };
            if !of_this_year(context, count) {
                continue;
            }
            any = true;
            let Some((place, value, case)) = self.against(context, count, role, &mut unread) else { continue };
            if failures.iter().any(|f| f.related.first() == Some(&Label::at(place))) {
                continue;
            }
            failures.push(Failure {
                primary: Label::at(count.span),
                related: vec![Label::at(place)],
                values: BTreeMap::from([("found", context.document.shown(count.span)), ("value", value.to_string())]),
                identity: role.to_owned(),
                case: Some(case),
                ..Failure::default()
            });
        }
        match (failures.is_empty(), any, unread) {
            (false, ..) => Outcome::Fail(failures),
            (true, false, _) => Outcome::NotApplicable,
            (true, true, true) => Outcome::NotDetermined(Why::CellsUnread),
            (true, true, false) => Outcome::Pass,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "value"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["table", "prose"]
    }
}
