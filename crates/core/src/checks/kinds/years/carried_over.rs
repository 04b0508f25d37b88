//! What the last report carried into this year, against what this one says it took over: column by column.

use crate::checks::mistake_words::Thing;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Side, Yearly};
use crate::checks::kind::Kind;
use crate::checks::parameter::{Problems, Scalar};
use crate::lexicon::Lexicon;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedOver {
    table: Scalar<String>,
    /// The row taken over from the year before.
    opening: Scalar<String>,
    /// The row of the report of the year before that it must equal.
    closing: Scalar<String>,
}

impl Kind for CarriedOver {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["columns", "column", "opening", "closing", "year", "previous"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let forms = || lexicon.forms.iter().filter(|f| f.table == *self.table.value);
        if forms().next().is_none() {
            let known = lexicon.forms.iter().map(|f| f.table.as_str());
            problems.unknown(Thing::TABLE, &self.table, known);
            return;
        }
        for row in [&self.opening, &self.closing] {
            if forms().all(|f| f.row(row).is_none()) {
                problems.unknown(Thing::ROW, row, forms().flat_map(|f| f.rows.iter().map(|r| r.id.as_str())));
            }
        }
    }
}

impl Yearly for CarriedOver {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let (Some(ours), Some(theirs)) = (now.table(&self.table), before.table(&self.table)) else { return Vec::new() };
        let (Some(opening), Some(closing)) = (ours.form.row(&self.opening), theirs.form.row(&self.closing)) else {
            return Vec::new();
        };
        let mut broken = Vec::new();
        for (column, leaf) in (0_u16..).zip(&ours.form.columns) {
            let Some(other) = theirs.form.column(&leaf.id) else { continue };
            let (Some(a), Some(b)) = (ours.cell(opening, column), theirs.cell(closing, other)) else { continue };
            if a != b {
                broken.push((column, other, a, b));
            }
        }
        let last = ours.form.columns.len().saturating_sub(1) as u16;
        let of_kinds = broken.iter().filter(|b| b.0 != last).count();
        // One kind of applicants that differs is the cause; of several the total says most, if it differs at all.
        let total = broken.iter().position(|b| b.0 == last).filter(|_| of_kinds != 1);
        let Some(chosen) = total.or((!broken.is_empty()).then_some(0)) else { return Vec::new() };
        let (column, other, a, b) = broken.remove(chosen);
        let name = |column: u16| ours.form.column_name(column);
        let mut related = vec![before.cell(theirs, closing, other)];
        for &(column, other, ..) in &broken {
            related.extend([now.cell(ours, opening, column), before.cell(theirs, closing, other)]);
        }
        let mut columns: Vec<(u16, String)> =
            std::iter::once(column).chain(broken.iter().map(|b| b.0)).map(|c| (c, name(c))).collect();
        columns.sort();
        let columns: Vec<String> = columns.into_iter().map(|c| c.1).collect();
        vec![Discrepancy {
            primary: now.cell(ours, opening, column),
            related,
            values: BTreeMap::from([
                ("columns", columns.join("、")),
                ("column", name(column)),
                ("opening", a.to_string()),
                ("closing", b.to_string()),
                ("year", now.year()),
                ("previous", before.year()),
            ]),
            identity: format!("{}/{}", self.table.value, self.opening.value),
            ..Discrepancy::default()
        }]
    }
}
