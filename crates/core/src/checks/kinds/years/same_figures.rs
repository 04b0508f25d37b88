//! Tables that are the same figure for figure as last year's, all of them or one: filled in from the old report.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Pointer, Side, Yearly};
use crate::checks::kind::Kind;
use crate::facts::digest::Unpacked;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameFigures {
    /// So many different figures above 1 must there be where all tables are the same: a few small ones are so by
    /// chance.
    distinct: usize,
    /// And so many where one table is.
    distinct_in_table: usize,
}

/// Figures shown of each report.
const SHOWN: usize = 4;

impl Kind for SameFigures {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "count", "table"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["all", "table"]
    }
}

impl Yearly for SameFigures {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let all: Vec<&Unpacked<'_>> = now.tables.iter().collect();
        if now.digest.figures == before.digest.figures {
            return told(now, before, &all, self.distinct).into_iter().collect();
        }
        let same = |t: &&&Unpacked<'_>| before.tables.iter().any(|o| o == **t);
        all.iter().filter(same).filter_map(|t| told(now, before, &[*t], self.distinct_in_table)).collect()
    }
}

/// What is said of tables that are the same, where they have figures enough.
fn told(now: &Side<'_>, before: &Side<'_>, tables: &[&Unpacked<'_>], least: usize) -> Option<Discrepancy> {
    let all = || tables.iter().flat_map(|t| t.numbers().map(move |n| (*t, n)));
    let distinct: BTreeSet<Decimal> = all().map(|(_, n)| n.2).filter(|v| *v > Decimal::ONE).collect();
    if distinct.len() < least {
        return None;
    }
    // The greatest of them, each once, say most.
    let telling = distinct.iter().rev().take(SHOWN).filter_map(|v| all().find(|(_, n)| n.2 == *v));
    let mut points: Vec<Pointer> = Vec::new();
    for (table, (row, column, _)) in telling {
        points.extend([now.cell(table, row, column), before.cell(table, row, column)]);
    }
    let (primary, related) = points.split_first()?;
    let one = (tables.len() == 1 && now.tables.len() > 1).then(|| tables[0].form);
    Some(Discrepancy {
        primary: primary.clone(),
        related: related.to_vec(),
        values: BTreeMap::from([
            ("year", now.year()),
            ("previous", before.year()),
            ("count", all().filter(|(_, n)| !n.2.is_zero()).count().to_string()),
            ("table", one.map_or_else(String::new, |f| f.name.to_string())),
        ]),
        identity: one.map_or_else(|| "figures".to_owned(), |f| format!("figures/{}", f.table)),
        case: Some(if one.is_some() { "table" } else { "all" }),
        said: None,
    })
}
