//! Sentences of last year's report that stand in this year's, last year's date and all.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Side, What, Yearly, in_both, shared};
use crate::checks::kind::Kind;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedSentence {}

/// Sentences shown.
const SHOWN: usize = 5;

impl Kind for RepeatedSentence {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "count"]
    }
}

impl Yearly for RepeatedSentence {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let Some(year) = before.digest.year else { return Vec::new() };
        let same = shared(now.digest.of_year_before(), before.digest.of_year());
        let shown = &same[..same.len().min(SHOWN)];
        let Some((primary, related)) = in_both(shown, [now, before], |hash| What::Dated { hash, year }) else {
            return Vec::new();
        };
        vec![Discrepancy {
            primary,
            related,
            values: BTreeMap::from([
                ("year", now.year()),
                ("previous", before.year()),
                ("count", same.len().to_string()),
            ]),
            identity: "dated".to_owned(),
            ..Discrepancy::default()
        }]
    }
}
