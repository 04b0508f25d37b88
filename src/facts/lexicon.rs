//! What must be known beforehand to read a report: vocabulary and forms of tables, as data from the rulebook, prepared for matching.
//!
//! `rules/vocabulary/NAME.yaml` is the field NAME of [`RawVocabulary`]; `rules/forms/NAME.yaml` is one form each.

use serde::Deserialize;

use super::bodies::{Bodies, RawBodies};
use super::contact::{ContactWords, RawContact};
use super::count_words::{CountWords, RawCounts};
use super::digest::RawDigest;
use super::figures::RawFigures;
use super::forms::{Form, RawForm};
use super::furniture::{Furniture, RawFurniture};
use super::headings::{FormatSection, Headings, RawHeadings};
use super::labels::LabelIndex;
use super::period::{PeriodWords, RawPeriod};
use super::titles::{RawTitles, Titles};

/// The files of `rules/vocabulary`, as they stand.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawVocabulary {
    pub counts: RawCounts,
    pub figures: RawFigures,
    pub bodies: RawBodies,
    pub contact: RawContact,
    pub digest: RawDigest,
    pub furniture: RawFurniture,
    pub headings: RawHeadings,
    pub period: RawPeriod,
    pub titles: RawTitles,
}

/// Vocabulary and forms. Built once from the rulebook and shared by all reports.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(super) counts: CountWords,
    /// Words in cells of tables.
    pub figures: RawFigures,
    /// Forms of tables; [`crate::facts::model::Table::form`] is an index into them.
    pub forms: Vec<Form>,
    pub(super) labels: LabelIndex,
    /// For each form a number that forms of the same table share.
    pub(super) table_of: Vec<u8>,
    pub(super) bodies: Bodies,
    pub(super) contact: ContactWords,
    pub(super) digest: RawDigest,
    pub(super) furniture: Furniture,
    pub(super) headings: Headings,
    pub(super) period: PeriodWords,
    pub(super) titles: Titles,
}

impl Lexicon {
    /// The sections of the format in their order, with the headings it prints.
    pub fn sections(&self) -> &[FormatSection] {
        &self.headings.sections
    }

    /// Whether the reports of a year are to have these sections.
    pub fn has_format(&self, year: i16) -> bool {
        year >= self.headings.format_from
    }

    /// Prepares raw data for matching.
    pub fn new(vocabulary: RawVocabulary, forms: Vec<RawForm>) -> Self {
        let forms: Vec<Form> = forms.into_iter().map(Form::new).collect();
        let mut names: Vec<&str> = Vec::new();
        let mut table_of = Vec::with_capacity(forms.len());
        for form in &forms {
            let known = names.iter().position(|n| form.table == *n);
            table_of.push(known.unwrap_or(names.len()) as u8);
            if known.is_none() {
                names.push(&form.table);
            }
        }
        let labels = LabelIndex::new(&forms, &table_of);
        Self {
            counts: CountWords::new(vocabulary.counts),
            table_of,
            bodies: Bodies::new(vocabulary.bodies),
            contact: ContactWords::new(vocabulary.contact),
            digest: vocabulary.digest,
            furniture: Furniture::new(vocabulary.furniture),
            headings: Headings::new(vocabulary.headings),
            period: PeriodWords::new(vocabulary.period),
            titles: Titles::new(vocabulary.titles),
            figures: vocabulary.figures,
            labels,
            forms,
        }
    }
}
