//! What must be known beforehand to read a report: vocabulary and forms of tables, as data from the rulebook, prepared for matching.
//!
//! `rules/vocabulary/NAME.yaml` is the field NAME of [`RawVocabulary`]; `rules/forms/NAME.yaml` is one form each.

use serde::Deserialize;

/// The files of `rules/vocabulary`, as they stand.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawVocabulary {}

/// A file of `rules/forms`, as it stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawForm {}

/// Vocabulary and forms. Built once from the rulebook and shared by all reports.
#[derive(Debug, Default)]
pub struct Lexicon {}

impl Lexicon {
    /// Prepares raw data for matching.
    pub fn new(_vocabulary: RawVocabulary, _forms: Vec<RawForm>) -> Self {
        Self {}
    }
}
