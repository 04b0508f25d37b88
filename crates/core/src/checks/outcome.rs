//! What comes of a check: passed, failed at places with values, not applicable, or not determined and why.

use std::collections::BTreeMap;

use crate::checks::diagnosis::Diagnosis;
use crate::checks::relation::Relation;
use crate::source::Span;

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Pass,
    Fail(Vec<Failure>),
    /// The report has nothing that the check is about.
    NotApplicable,
    /// It could not be told, and why: a code of [`Why`].
    NotDetermined(Why),
}

/// Why a check could not be determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The text is only a part of a report.
    PartOfReport,
    /// A table is there and could not be read.
    TableUnread,
    /// Cells the check needs were not read or hold no number.
    CellsUnread,
    /// The report year is not known.
    YearUnknown,
    /// The kind of body is not known.
    BodyUnknown,
    /// No date of publication or signature.
    NoDate,
    /// The page has a date, the report none under its signature.
    NotSigned,
    /// The copy lost characters (年, 月).
    GlyphsLost,
    /// The table may be a picture.
    Picture,
}

/// One failure: where, and the values that its rule's message may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    pub primary: Label,
    pub related: Vec<Label>,
    /// Placeholders of the message: `{left}`, `{difference}`.
    pub values: BTreeMap<&'static str, String>,
    /// What the failure is about, free of values and offsets (`requests/new_received/total`): the fingerprint's ground.
    pub identity: String,
    /// Which of the rule's alternative messages to use (`messages:` in the rule), where it has several.
    pub case: Option<&'static str>,
    pub suggestion: Option<String>,
    /// The equation behind it, for finding causes: signed cells that ought to sum to zero.
    pub equation: Option<Relation>,
    /// What is known of its cause.
    pub diagnosis: Option<Diagnosis>,
}

/// A place and what to say there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    pub place: Place,
    pub note: String,
}

impl Label {
    /// A label on a span, without a note.
    pub fn at(span: Span) -> Self {
        Self { place: Place::At(span), note: String::new() }
    }

    /// A label on what is absent.
    pub fn absent(under: Option<Span>) -> Self {
        Self { place: Place::Absent { under }, note: String::new() }
    }
}

/// Where a label points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    At(Span),
    /// Something is absent: the place is found by what it belongs under (a topic's heading, else the title, else the
    /// first line).
    Absent {
        under: Option<Span>,
    },
}

impl Default for Place {
    fn default() -> Self {
        Place::Absent { under: None }
    }
}
