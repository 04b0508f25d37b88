//! One report in several files: the same twice, or two that differ, of which only one can be the report.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::across::{Across, Collective, Discrepancy, Folder, Pointer, What};
use crate::checks::kind::Kind;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameReport {}

/// Files shown.
const SHOWN: usize = 8;

impl Kind for SameReport {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Folder(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["agency", "year", "count"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["same", "differ"]
    }
}

impl Collective for SameReport {
    fn compare(&self, folder: &Folder<'_>) -> Vec<Discrepancy> {
        let found = folder.doubles.iter().filter_map(|files| {
            let digest = |i: &usize| &folder.digests[*i];
            let (first, others) = files.split_first()?;
            if others.iter().chain([first]).any(|f| digest(f).is_bare()) {
                return None;
            }
            let same = others.iter().all(|o| digest(o).says_the_same_as(digest(first), folder.lexicon));
            let point = |&report: &usize| Pointer { report, what: What::Title, note: String::new() };
            Some(Discrepancy {
                primary: point(first),
                related: others.iter().take(SHOWN - 1).map(point).collect(),
                values: BTreeMap::from([
                    ("agency", folder.agency(*first).to_owned()),
                    ("year", digest(first).year.map_or_else(String::new, |y| y.to_string())),
                    ("count", files.len().to_string()),
                ]),
                identity: "files".to_owned(),
                case: Some(if same { "same" } else { "differ" }),
                said: None,
            })
        });
        found.collect()
    }
}
