//! A stock from year to year: what was there, with what came and without what went, is what is there now.

use crate::checks::mistake_words::Thing;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Said, Side, Yearly};
use crate::checks::kind::Kind;
use crate::checks::parameter::{Problems, Scalar};
use crate::lexicon::Lexicon;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockFlow {
    table: Scalar<String>,
    /// The column of the stock at the end of the year, and those of what came and what went.
    stock: Scalar<String>,
    adds: Scalar<String>,
    takes: Scalar<String>,
    /// Words that speak of a reason for the stock to change otherwise, and those that say it is the stock that is
    /// meant.
    explained_by: Vec<String>,
    about: Vec<String>,
}

impl Kind for StockFlow {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["row", "stock", "before", "added", "taken", "expected", "year", "previous"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["explained"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let forms = || lexicon.forms.iter().filter(|f| f.table == *self.table.value);
        if forms().next().is_none() {
            problems.unknown(Thing::TABLE, &self.table, lexicon.forms.iter().map(|f| f.table.as_str()));
            return;
        }
        for column in [&self.stock, &self.adds, &self.takes] {
            if forms().all(|f| f.column(column).is_none()) {
                let known = forms().flat_map(|f| f.columns.iter().map(|c| c.id.as_str()));
                problems.unknown(Thing::COLUMN, column, known);
            }
        }
    }
}

impl Yearly for StockFlow {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let (Some(ours), Some(theirs)) = (now.table(&self.table), before.table(&self.table)) else { return Vec::new() };
        let columns = [&self.stock, &self.adds, &self.takes].map(|c| ours.form.column(c));
        let ([Some(stock), Some(adds), Some(takes)], Some(old)) = (columns, theirs.form.column(&self.stock)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (row, leaf) in (0_u16..).zip(&ours.form.rows) {
            let Some(other) = theirs.form.row(&leaf.id) else { continue };
            let cells = [ours.cell(row, stock), ours.cell(row, adds), ours.cell(row, takes), theirs.cell(other, old)];
            let [Some(valid), Some(added), Some(taken), Some(was)] = cells else { continue };
            let expected = was + added - taken;
            if expected == valid {
                continue;
            }
            let point = |side: &Side<'_>, table, row, column| side.cell(table, row, column);
            found.push(Discrepancy {
                primary: point(now, ours, row, stock),
                related: vec![
                    point(before, theirs, other, old),
                    point(now, ours, row, adds),
                    point(now, ours, row, takes),
                ],
                values: BTreeMap::from([
                    ("row", leaf.short.to_string()),
                    ("stock", valid.to_string()),
                    ("before", was.to_string()),
                    ("added", added.to_string()),
                    ("taken", taken.to_string()),
                    ("expected", expected.to_string()),
                    ("year", now.year()),
                    ("previous", before.year()),
                ]),
                identity: format!("{}/{}/{}", self.table.value, leaf.id, self.stock.value),
                case: None,
                said: Some(Said {
                    report: now.report,
                    words: self.explained_by.clone(),
                    about: self.about.clone(),
                    case: "explained",
                }),
            });
        }
        found
    }
}
