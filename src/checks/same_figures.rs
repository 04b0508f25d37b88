//! Tables that are the same figure for figure as last year's: filled in from the old report.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Deserialize;

use super::across::{Discrepancy, Pointer, Side, Yearly};
use super::{Context, Kind, Outcome};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameFigures {
    /// So many different figures above 1 must there be: a few small ones are the same by chance.
    distinct: usize,
}

/// Figures shown of each report.
const SHOWN: usize = 4;

impl Kind for SameFigures {
    fn evaluate(&self, _: &Context<'_>) -> Outcome {
        Outcome::NotApplicable
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "count"]
    }
}

impl Yearly for SameFigures {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        if now.digest.figures != before.digest.figures {
            return Vec::new();
        }
        let all = || now.tables.iter().flat_map(|t| t.numbers().map(move |n| (t, n)));
        let distinct: BTreeSet<Decimal> = all().map(|(_, n)| n.2).filter(|v| *v > Decimal::ONE).collect();
        if distinct.len() < self.distinct {
            return Vec::new();
        }
        // The greatest of them, each once, say most.
        let telling = distinct.iter().rev().take(SHOWN).filter_map(|v| all().find(|(_, n)| n.2 == *v));
        let mut points: Vec<Pointer> = Vec::new();
        for (table, (row, column, _)) in telling {
            points.extend([now.cell(table, row, column), before.cell(table, row, column)]);
        }
        let Some((primary, related)) = points.split_first() else { return Vec::new() };
        let count = all().filter(|(_, n)| !n.2.is_zero()).count();
        vec![Discrepancy {
            primary: primary.clone(),
            related: related.to_vec(),
            values: BTreeMap::from([
                ("year", now.year()),
                ("previous", before.year()),
                ("count", count.to_string()),
            ]),
            identity: "figures".to_owned(),
            ..Discrepancy::default()
        }]
    }
}
