//! What must be known beforehand to read a report: vocabulary and forms of tables, as data from the rulebook, prepared
//! for matching.
//!
//! `vocabulary/NAME.yaml` is the field NAME of [`RawVocabulary`]; `forms/NAME.yaml` is one form each.

mod same_body;
pub mod titles;
pub mod str;
pub mod lists;
pub mod labels;
pub mod headings;
pub mod small_tables;
pub mod furniture;
pub mod forms;
pub mod counts;
pub mod cues;
pub mod bodies;
pub(crate) mod alphabet;
pub(crate) mod cells;
pub(crate) mod contact;
pub(crate) mod digest;
pub(crate) mod figures;
pub(crate) mod period;
pub(crate) mod telling;
pub(crate) mod told;

pub use self::str::Str;

use serde::Deserialize;

use crate::search;
use crate::terms::{Body, Language, Tier};

use self::bodies::{Bodies, BodyKind, Level, RawBodies};
use self::contact::{ContactWords, RawContact};
use self::counts::{CountWords, RawCounts};
use self::cues::RawProse;
use self::digest::RawDigest;
use self::figures::RawFigures;
use self::forms::{Form, RawForm};
use self::furniture::{Furniture, RawFurniture};
use self::headings::{FormatSection, Headings, RawHeadings};
use self::labels::LabelIndex;
use self::period::{PeriodWords, RawPeriod};
use self::titles::{RawTitles, Titles};
use self::told::RawTold;

/// How many words a file of vocabulary may hold, and of how many bytes a word may be. A rulebook with more is not
/// loaded.
pub(crate) const MOST_WORDS: usize = search::MOST;

/// The files of `vocabulary`, as they stand.
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
    pub prose: RawProse,
    pub titles: RawTitles,
    pub told: RawTold,
}

/// Vocabulary and forms. Built once from the rulebook and shared by all reports.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(crate) counts: CountWords,
    /// Words in cells of tables.
    pub figures: RawFigures,
    /// Forms of tables; [`crate::facts::model::Table::form`] is an index into them.
    pub forms: Vec<Form>,
    pub(crate) labels: LabelIndex,
    /// For each form a number that forms of the same table share.
    pub(crate) table_of: Vec<u8>,
    pub(crate) bodies: Bodies,
    pub(crate) contact: ContactWords,
    pub(crate) digest: RawDigest,
    pub(crate) furniture: Furniture,
    pub(crate) headings: Headings,
    pub(crate) period: PeriodWords,
    pub(crate) titles: Titles,
    pub(crate) told: RawTold,
}

impl Lexicon {
    /// The sections of the format in their order, with the headings it prints.
    pub fn sections(&self) -> &[FormatSection] {
        &self.headings.sections
    }

    /// The kinds of body there are.
    pub fn kinds_of_body(&self) -> &[BodyKind] {
        self.bodies.kinds()
    }

    /// The levels of administration, the highest first.
    pub fn tiers(&self) -> &[Level] {
        self.bodies.tiers()
    }

    /// What people call a kind of body; its own name where the vocabulary has no word for it.
    pub fn word_of_body<'a>(&'a self, body: &'a Body, language: Language) -> &'a str {
        self.kinds_of_body().iter().find(|k| k.name == *body).map_or(&body.0, |k| k.word(language))
    }

    /// The same of a tier.
    pub fn word_of_tier<'a>(&'a self, tier: &'a Tier, language: Language) -> &'a str {
        self.tiers().iter().find(|t| t.name == *tier).map_or(&tier.0, |t| t.word(language))
    }

    /// The roles of what is carried into a year and out of it; each is a table and a row of it
    /// (`requests.carried_in`, `requests.carried_out`).
    pub fn carried(&self) -> Option<[&str; 2]> {
        let name = |role: Option<u16>| self.counts.roles.get(usize::from(role?)).map(|(name, _)| name.as_str());
        Some([name(self.counts.carried_in)?, name(self.counts.carried_out)?])
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
        let bodies = Bodies::new(vocabulary.bodies);
        Self {
            counts: CountWords::new(vocabulary.counts, vocabulary.prose, bodies.wide()),
            table_of,
            bodies,
            contact: ContactWords::new(vocabulary.contact),
            digest: vocabulary.digest,
            furniture: Furniture::new(vocabulary.furniture),
            headings: Headings::new(vocabulary.headings),
            period: PeriodWords::new(vocabulary.period),
            titles: Titles::new(vocabulary.titles),
            told: vocabulary.told,
            figures: vocabulary.figures,
            labels,
            forms,
        }
    }
}
