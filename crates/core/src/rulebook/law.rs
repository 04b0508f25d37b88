//! What stands around the rules: instruments of law, eras, forms of tables by year, dimensions of the score.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::places::Places;
use super::schema::{Bound, Evidence};
use super::scheme::Scheme;
use super::text::Text;
use crate::checks::diagnosis::{Certainty, Diagnosis, Slip};
use crate::checks::parameter::Scalar;
use crate::terms::Tongue;

/// A regulation, notice or standard.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    pub id: Scalar<String>,
    /// As it is cited: 国办公开办函〔2021〕30号.
    pub number: String,
    pub issuer: String,
    pub title: Text,
    /// None where the date was not seen.
    pub issued: Option<Bound>,
    pub in_force: Option<Bound>,
    pub repealed: Option<Bound>,
    pub replaced_by: Option<Scalar<String>>,
    pub source: Evidence,
}

/// A regime of law, half-open in report years.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Era {
    pub id: String,
    pub from: i16,
    pub until: Option<i16>,
    pub title: Text,
}

/// The report years that a form of the statutory tables is for, half-open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormPeriod {
    pub id: String,
    pub from: i16,
    pub until: Option<i16>,
}

/// A dimension of the score: the rules of one category.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub id: crate::terms::Category,
    pub title: Text,
}

/// `instruments.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstrumentsFile {
    pub instruments: Vec<Instrument>,
}

/// `eras.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErasFile {
    pub eras: Vec<Era>,
    pub forms: Vec<FormPeriod>,
}

/// `scoring.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScoringFile {
    pub coverage_floor: f64,
    pub dimensions: Vec<Dimension>,
}

/// `causes.yaml`: what a finding says of its cause, after the message of its rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Causes {
    /// What `{here}` stands for: one figure, several.
    pub here: Text,
    pub here_several: Text,
    /// Where nothing else explains what is broken: of one relation, and of several.
    pub only: Text,
    pub only_of_several: Text,
    /// Where it is the likeliest of a few, or one of a few that are named.
    pub likely: Text,
    pub one_of: Text,
    /// The same where the others are too many to name.
    pub one_of_many: Text,
    /// Where all of them are alike, and no other mistake goes with it.
    pub any_of: Text,
    /// A row that is wrong as a whole, where nothing else explains it as well, and where something may.
    pub row: Text,
    pub row_likely: Text,
    /// It is, and its right figures may be any of several.
    pub row_unclear: Text,
    /// Two figures here or the two that they are compared with stand in each other's place.
    pub exchanged: Text,
    /// In the place of the rule's own message.
    pub tangled: Text,
    pub slips: Slips,
}

/// How people err, in words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slips {
    pub digits_swapped: Text,
    pub digit_lost: Text,
    pub digit_doubled: Text,
    pub digits_split: Text,
    pub neighbour_column: Text,
    pub neighbour_row: Text,
    pub exchanged: Text,
    pub lines_exchanged: Text,
    pub row_slipped: Text,
    pub row_repeated: Text,
    pub row_left_out: Text,
    /// These name the row as `{counted}`.
    pub row_counted: Text,
    pub row_missed: Text,
    pub left_blank: Text,
    pub stale_total: Text,
    pub yuan: Text,
}

impl Causes {
    /// What to say, with placeholders; none where nothing was found out.
    pub fn certainty(&self, diagnosis: &Diagnosis, others: bool) -> &Text {
        match diagnosis.certainty {
            Certainty::Only if diagnosis.slip.is_some_and(Slip::is_of_row) => &self.row,
            Certainty::Likely if diagnosis.slip.is_some_and(Slip::is_of_row) => &self.row_likely,
            Certainty::OneOf if diagnosis.slip == Some(Slip::Exchanged) => &self.exchanged,
            Certainty::Only if diagnosis.relations == 1 => &self.only,
            Certainty::Only => &self.only_of_several,
            Certainty::Likely if others => &self.likely,
            Certainty::OneOf if others => &self.one_of,
            Certainty::Likely | Certainty::OneOf => &self.one_of_many,
            Certainty::AnyOf => &self.any_of,
            Certainty::InRow => &self.row_unclear,
            Certainty::Tangled => &self.tangled,
        }
    }

    /// The name of a slip.
    pub fn slip(&self, slip: Slip) -> &Text {
        let slips = &self.slips;
        match slip {
            Slip::DigitsSwapped => &slips.digits_swapped,
            Slip::DigitLost => &slips.digit_lost,
            Slip::DigitDoubled => &slips.digit_doubled,
            Slip::DigitsSplit => &slips.digits_split,
            Slip::NeighbourColumn => &slips.neighbour_column,
            Slip::NeighbourRow => &slips.neighbour_row,
            Slip::Exchanged => &slips.exchanged,
            Slip::LinesExchanged => &slips.lines_exchanged,
            Slip::RowSlipped => &slips.row_slipped,
            Slip::RowRepeated => &slips.row_repeated,
            Slip::RowLeftOut => &slips.row_left_out,
            Slip::RowCounted => &slips.row_counted,
            Slip::RowMissed => &slips.row_missed,
            Slip::LeftBlank => &slips.left_blank,
            Slip::StaleTotal => &slips.stale_total,
            Slip::Yuan => &slips.yuan,
        }
    }
}

/// `rulebook.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulebookFile {
    pub name: String,
    pub version: String,
    pub title: Text,
    pub language: Tongue,
    pub documents: Text,
    pub places: Places,
}

/// Instruments, eras, forms and scoring.
#[derive(Clone, Debug, Default)]
pub struct Law {
    /// By id.
    pub instruments: BTreeMap<String, Instrument>,
    pub eras: Vec<Era>,
    pub forms: Vec<FormPeriod>,
    /// Share of what applies that must be determined before a score is given.
    pub coverage_floor: f64,
    /// In the order in which they are shown.
    pub dimensions: Vec<Dimension>,
    /// None where the rulebook has no words for causes.
    pub causes: Option<Causes>,
    /// How reports may be scored; the first is the default.
    pub schemes: Vec<Scheme>,
}

impl Law {
    pub(super) fn new(
        instruments: InstrumentsFile,
        eras: ErasFile,
        scoring: ScoringFile,
        causes: Option<Causes>,
        schemes: Vec<Scheme>,
    ) -> Self {
        Self {
            instruments: instruments.instruments.into_iter().map(|i| (i.id.value.clone(), i)).collect(),
            eras: eras.eras,
            forms: eras.forms,
            coverage_floor: scoring.coverage_floor,
            dimensions: scoring.dimensions,
            causes,
            schemes,
        }
    }

    /// Adds instruments and schemes of another rulebook; a scheme takes the place of one of its name.
    pub(super) fn add(&mut self, file: InstrumentsFile, schemes: impl Iterator<Item = Scheme>) {
        self.instruments.extend(file.instruments.into_iter().map(|i| (i.id.value.clone(), i)));
        for scheme in schemes {
            match self.schemes.iter_mut().find(|s| s.id == scheme.id) {
                Some(own) => *own = scheme,
                None => self.schemes.push(scheme),
            }
        }
    }

    /// The era of a report year; none before the first.
    pub fn era(&self, year: i16) -> Option<&Era> {
        self.eras.iter().find(|e| e.from <= year && e.until.is_none_or(|u| year < u))
    }

    /// The id of the form of tables (`2021`) that belongs to a report year.
    pub fn form(&self, year: i16) -> Option<&str> {
        self.forms.iter().find(|f| f.from <= year && f.until.is_none_or(|u| year < u)).map(|f| f.id.as_str())
    }

    /// The first report year that is judged at all.
    pub fn first_year(&self) -> i16 {
        self.eras.iter().map(|e| e.from).min().unwrap_or(i16::MAX)
    }
}
