//! A section that ought to be new every year, against last year's: sentences that stand in both, years and figures
//! aside.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::across::{Across, Discrepancy, Side, What, Yearly, in_both, shared};
use crate::checks::kind::Kind;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedSection {
    /// From this share of this year's sentences on, in per cent, the section is last year's.
    whole: usize,
    /// From this share on it is worth a look.
    part: usize,
    /// Sections with fewer characters say too little.
    characters: u16,
}

/// Sentences shown side by side.
const SHOWN: usize = 4;

impl Kind for RepeatedSection {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Years(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["year", "previous", "same", "count", "percent"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["whole", "part"]
    }
}

impl Yearly for RepeatedSection {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy> {
        let (ours, theirs) = (now.digest.sentences(), before.digest.sentences());
        if ours.is_empty() || now.digest.length < self.characters {
            return Vec::new();
        }
        let same = shared(ours, theirs);
        let percent = same.len() * 100 / ours.len();
        let whole = percent >= self.whole;
        if same.is_empty() || percent < self.part || same.len() == 1 && !whole {
            return Vec::new();
        }
        let shown = &same[..same.len().min(SHOWN)];
        let Some((primary, related)) = in_both(shown, [now, before], What::Sentence) else { return Vec::new() };
        vec![Discrepancy {
            primary,
            related,
            values: BTreeMap::from([
                ("year", now.year()),
                ("previous", before.year()),
                ("same", same.len().to_string()),
                ("count", ours.len().to_string()),
                ("percent", percent.to_string()),
            ]),
            identity: "copied".to_owned(),
            case: Some(if whole { "whole" } else { "part" }),
            said: None,
        }]
    }
}
