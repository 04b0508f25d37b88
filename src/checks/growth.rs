//! Growth as the text states it, worked out again from last year's tables. The direction is left to words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::across::{Discrepancy, Side, What, Yearly};
use super::percentage::{agrees, share};
use super::{Context, Kind, Outcome};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {}

impl Kind for Growth {
    fn evaluate(&self, _: &Context<'_>) -> Outcome {
        Outcome::NotApplicable
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "found", "expected", "now", "before"]
    }
}

impl Yearly for Growth {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let mut discrepancies = Vec::new();
        for (number, growth) in now.digest.growths.iter().enumerate() {
            let Some((table, row, column, old)) = before.figure(&growth.role, &growth.scope) else { continue };
            let grown = |new: Decimal| share((new - old).abs(), old, growth.scale);
            let fits = |new: Decimal| grown(new).is_some_and(|g| agrees(g, growth.percent, growth.scale));
            let own = now.figure(&growth.role, &growth.scope);
            let Some(expected) = grown(growth.now).filter(|_| !fits(growth.now)) else { continue };
            if own.as_ref().is_some_and(|own| fits(own.3)) {
                continue;
            }
            let mut related = vec![before.cell(table, row, column)];
            related.extend(own.map(|(table, row, column, _)| now.cell(table, row, column)));
            discrepancies.push(Discrepancy {
                primary: now.point(What::Growth(number), ""),
                related,
                values: BTreeMap::from([
                    ("year", now.year()),
                    ("previous", before.year()),
                    ("found", growth.percent.to_string()),
                    ("expected", expected.to_string()),
                    ("now", growth.now.to_string()),
                    ("before", old.to_string()),
                ]),
                identity: format!("{}/{}", growth.role, growth.scope),
                ..Discrepancy::default()
            });
        }
        discrepancies
    }
}
