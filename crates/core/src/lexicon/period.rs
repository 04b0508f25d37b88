//! Words that announce the statistics period, or stand around its dates.

use serde::Deserialize;

use super::str::Str;
use crate::search::FewWords;

/// `vocabulary/period.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPeriod {
    pub(crate) anchors: Vec<Str>,
    pub(crate) between: Vec<Str>,
    pub(crate) after: Vec<Str>,
    pub(crate) about: Vec<Str>,
    pub(crate) to: Vec<Str>,
    pub(crate) closing: Vec<Str>,
    pub(crate) exact: Vec<Str>,
    pub(crate) year: Vec<Str>,
    pub(crate) until: Vec<Str>,
    pub(crate) told: Vec<Str>,
    pub(crate) told_years: Vec<Str>,
    pub(crate) year_end: Vec<Str>,
    pub(crate) last: Vec<Str>,
}

#[derive(Debug, Default)]
pub(crate) struct PeriodWords {
    pub(crate) anchors: FewWords,
    /// What tells of a period in other words.
    pub(crate) told: FewWords,
    pub(crate) raw: RawPeriod,
}

impl PeriodWords {
    pub fn new(raw: RawPeriod) -> Self {
        let anchors: Vec<&Str> = raw.anchors.iter().chain(&raw.after).collect();
        Self { anchors: FewWords::new(&anchors), told: FewWords::new(&raw.told), raw }
    }
}
