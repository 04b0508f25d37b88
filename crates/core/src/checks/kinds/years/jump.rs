//! Figures that are out of all proportion to last year's.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Side, Yearly, row_name, validate_figures};
use crate::checks::kind::Kind;
use crate::checks::parameter::{Problems, Scalar};
use crate::lexicon::Lexicon;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// `table.row.column`.
    figures: Vec<Scalar<String>>,
    /// One of the two is so many times the other.
    factor: u32,
    /// The greater of the two is at least this.
    from: u32,
}

impl Kind for Jump {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "name", "now", "before"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        validate_figures(&self.figures, lexicon, problems);
    }
}

impl Yearly for Jump {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let (factor, from) = (Decimal::from(self.factor), Decimal::from(self.from));
        let mut points = Vec::new();
        let mut values = BTreeMap::from([("year", now.year()), ("previous", before.year())]);
        let mut identity = String::new();
        for name in &self.figures {
            let (Some(ours), Some(theirs)) = (now.figure(name, ""), before.figure(name, "")) else { continue };
            let (least, most) = (ours.3.min(theirs.3), ours.3.max(theirs.3));
            if most < from || least * factor > most {
                continue;
            }
            points.extend([now.cell(ours.0, ours.1, ours.2), before.cell(theirs.0, theirs.1, theirs.2)]);
            if identity.is_empty() {
                let row = row_name(ours.0.form, ours.1, ours.2);
                values.extend([("name", row), ("now", ours.3.to_string()), ("before", theirs.3.to_string())]);
                identity = "jump".to_owned();
            }
        }
        let Some((primary, related)) = points.split_first() else { return Vec::new() };
        vec![Discrepancy {
            primary: primary.clone(),
            related: related.to_vec(),
            values,
            identity,
            ..Discrepancy::default()
        }]
    }
}
