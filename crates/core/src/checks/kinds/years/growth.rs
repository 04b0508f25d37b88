//! Growth as the text states it, worked out again from last year's tables: in percent, in figures, or none at all.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Side, What, Yearly};
use crate::checks::kind::Kind;
use crate::checks::shares::{agrees, share};
use crate::facts::digest::Change;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {}

impl Kind for Growth {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "found", "expected", "now", "before"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["percent", "direction", "amount", "was", "level"]
    }
}

impl Yearly for Growth {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let mut discrepancies = Vec::new();
        for (number, growth) in now.digest.growths.iter().enumerate() {
            let Some((table, row, column, old)) = before.figure(&growth.role, &growth.scope) else { continue };
            let own = now.figure(&growth.role, &growth.scope);
            let said = |new: Decimal| judge(growth.change, new, old);
            let Some((case, found, expected)) = said(growth.now) else { continue };
            // The text may go by the table, which has another figure.
            if own.as_ref().is_some_and(|own| said(own.3).is_none()) {
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
                    ("found", found.normalize().to_string()),
                    ("expected", expected.to_string()),
                    ("now", growth.now.to_string()),
                    ("before", old.to_string()),
                ]),
                identity: format!("{}/{}", growth.role, growth.scope),
                case: Some(case),
                ..Discrepancy::default()
            });
        }
        discrepancies
    }
}

/// What is wrong with a change, if anything: in what, what is said, and what it should be.
fn judge(change: Change, new: Decimal, old: Decimal) -> Option<(&'static str, Decimal, Decimal)> {
    let differs = |case, said: Decimal, is: Decimal| (said != is).then_some((case, said, is));
    match change {
        Change::Percent { value, scale, falls } => {
            let is = share((new - old).abs(), old, scale)?;
            if !agrees(is, value, scale) {
                return Some(("percent", value, is));
            }
            let wrong = falls.is_some_and(|falls| if falls { new > old } else { new < old });
            wrong.then_some(("direction", value, is))
        }
        Change::Amount { value, falls } => differs("amount", if falls { -value } else { value }, new - old),
        Change::Was(value) => differs("was", value, old),
        Change::Level => differs("level", new, old),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_that_are_not_so() {
        let by = |value: i64, falls| Change::Percent { value: value.into(), scale: 0, falls };
        let case = |change, new: i64, old: i64| judge(change, new.into(), old.into()).map(|j| j.0);
        assert_eq!(case(by(20, Some(true)), 12, 10), Some("direction"));
        assert_eq!(case(by(20, None), 12, 10), None);
        assert_eq!(case(by(20, Some(false)), 12, 10), None);
        assert_eq!(case(by(30, Some(false)), 12, 10), Some("percent"));
        assert_eq!(case(Change::Amount { value: 5.into(), falls: false }, 12, 10), Some("amount"));
        assert_eq!(case(Change::Amount { value: 2.into(), falls: false }, 12, 10), None);
        assert_eq!(case(Change::Was(11.into()), 12, 10), Some("was"));
        assert_eq!(case(Change::Level, 12, 10), Some("level"));
        assert_eq!(case(Change::Level, 12, 12), None);
    }
}
