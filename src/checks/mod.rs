//! Kinds of check: one file each, holding the parameters a rule may give, the evaluation, and unit tests.
//! A kind of check knows facts and documents; it knows no rule, article, heading or year.

pub mod across;
mod expression;
mod parameter;
mod phrase;
mod prefilter;
mod prose;
mod scope;
mod survey;
pub mod wrong;

pub use parameter::{Lazy, Mark, Problem, Problems, Scalar, nearest};
pub use prefilter::{Hits, Prefilter, Sought};
pub use scope::Scope;
pub use scope::tables;
pub use survey::Survey;
pub use wrong::{BadEquation, Both, Thing, Told, Wrong};

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::document::Document;
use crate::facts::{Date, Facts, Lexicon};
use crate::source::{Format, Span};

/// What a check may look at.
pub struct Context<'a> {
    pub document: &'a Document,
    pub facts: &'a Facts,
    pub lexicon: &'a Lexicon,
    pub settings: &'a Settings,
    /// Where the words of the rules stand, from one pass ([`Prefilter::scan`]); without it checks look for themselves.
    pub hits: Option<&'a Hits<'a>>,
    pub survey: Survey,
}

impl<'a> Context<'a> {
    pub fn new(document: &'a Document, facts: &'a Facts, lexicon: &'a Lexicon, settings: &'a Settings) -> Self {
        Self { document, facts, lexicon, settings, hits: None, survey: Survey::default() }
    }

    /// The same of a report in which figures have other values.
    pub fn with_figures<'b>(&'b self, facts: &'b Facts) -> Context<'b> {
        Context { hits: self.hits, ..Context::new(self.document, facts, self.lexicon, self.settings) }
    }

    /// Where a word stands, in tables only where the scope has them; the scope is not looked at otherwise.
    pub fn places(&self, word: &Sought, scope: Scope) -> Vec<usize> {
        match self.hits.and_then(|hits| hits.of(word, scope)) {
            Some(places) => places.collect(),
            None => memchr::memmem::find_iter(self.document.text.folded.as_bytes(), word.as_bytes()).collect(),
        }
    }

    /// A Word document of which nobody says that it was published: that is what reports are written in.
    pub fn unpublished(&self) -> bool {
        self.document.source.format == Format::Docx && self.facts.profile.published.is_none()
    }

    /// Still being written: so the caller says, or a Word document without any date.
    pub fn is_draft(&self) -> bool {
        self.settings.draft || self.unpublished() && self.facts.profile.signed.is_none()
    }
}

/// What the caller set for the run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// For reminders of deadlines; none where the caller gave no date.
    pub today: Option<Date>,
    /// A draft: not yet published, so no date is late.
    pub draft: bool,
}

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
    pub equation: Option<Equation>,
    /// What is known of its cause.
    pub diagnosis: Option<Diagnosis>,
}

/// What is known of the cause of broken relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub certainty: Certainty,
    /// How the mistake was made, where it shows.
    pub slip: Option<Slip>,
    /// How many relations it accounts for.
    pub relations: usize,
    /// How many figures it would change.
    pub figures: usize,
}

/// How sure the place of a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing else explains all that is broken with as few changes.
    Only,
    /// The likeliest of a few.
    Likely,
    /// One of a few, none likelier than the others.
    OneOf,
    /// One of many.
    AnyOf,
    /// A row is wrong, and its right figures are not sure.
    InRow,
    /// Too much is broken to tell.
    Tangled,
}

/// How people err in writing figures down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// 3191 for 3119.
    DigitsSwapped,
    /// 35 for 351.
    DigitLost,
    /// 3511 for 351.
    DigitDoubled,
    /// 10 as 1 and 0, in two cells.
    DigitsSplit,
    /// It stands one column too far.
    NeighbourColumn,
    /// It stands one row too far.
    NeighbourRow,
    /// Two figures of the text stand in each other's place.
    Exchanged,
    /// Two lines of a table stand in each other's place.
    LinesExchanged,
    /// All the row's figures stand one cell too far.
    RowSlipped,
    /// The row is the one beside it once more.
    RowRepeated,
    /// The row was left as nothing.
    RowLeftOut,
    /// A total counts a row that is no part of it.
    RowCounted,
    /// A total does not count a row that is part of it.
    RowMissed,
    /// Nothing stands there, which would mean 0.
    LeftBlank,
    /// A part was changed and the total was not.
    StaleTotal,
    /// 元 where 万元 belong.
    Yuan,
}

impl Slip {
    /// Whether a row is wrong as a whole.
    pub fn is_of_row(self) -> bool {
        matches!(self, Slip::RowSlipped | Slip::RowRepeated | Slip::RowLeftOut | Slip::RowCounted | Slip::RowMissed)
    }
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
    /// Something is absent: the place is found by what it belongs under (a topic's heading, else the title, else the first line).
    Absent {
        under: Option<Span>,
    },
}

impl Default for Place {
    fn default() -> Self {
        Place::Absent { under: None }
    }
}

/// Place, sign (+1 or -1) and value of a figure in a sum.
pub type Term = (Span, i8, rust_decimal::Decimal);

/// A relation between figures: signed, they sum to zero. Of several readings one must.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equation {
    pub terms: Vec<Term>,
    /// Other sums that the words may mean as well.
    pub readings: Vec<Vec<Term>>,
    /// The sum may also lie above zero: parts that need not be all of their whole.
    pub open: bool,
}

impl Equation {
    /// A relation with a single reading.
    pub fn of(terms: Vec<Term>) -> Self {
        Self { terms, ..Self::default() }
    }

    /// All sums of which one must be zero.
    pub fn sums(&self) -> impl Iterator<Item = &[Term]> {
        std::iter::once(self.terms.as_slice()).chain(self.readings.iter().map(Vec::as_slice))
    }
}

impl Check {
    /// What the check compares, where it is about several reports: such a check says nothing of one alone.
    pub fn across(&self) -> Option<across::Across<'_>> {
        use across::Across::{Folder, Years};
        Some(match self {
            Self::CarriedOver(check) => Years(check),
            Self::Copied(check) => Years(check),
            Self::CopiedText(check) => Folder(check),
            Self::Growth(check) => Years(check),
            Self::Jump(check) => Years(check),
            Self::LeftOver(check) => Years(check),
            Self::RollUp(check) => Folder(check),
            Self::SameFigures(check) => Years(check),
            Self::SameReport(check) => Folder(check),
            Self::StockFlow(check) => Years(check),
            _ => return None,
        })
    }

    /// Whether the check asks for this section of the format.
    pub fn requires_section(&self, lexicon: &Lexicon, topic: &str) -> bool {
        matches!(self, Self::Sections(check) if check.requires(lexicon, topic))
    }

    /// Whether the check asks for something under every heading of the format.
    pub fn wants_content(&self) -> bool {
        matches!(self, Self::Sections(check) if check.wants_content())
    }

    /// Whether the check is about what stands in cells: one finding tells all of them.
    pub fn is_of_cells(&self) -> bool {
        matches!(self, Self::Cells(_))
    }

    /// Whether the check is about cells in which nothing stands.
    pub fn is_of_blanks(&self) -> bool {
        matches!(self, Self::Cells(check) if check.is_of_blanks())
    }

    /// The equations that hold in this report, where the check is about such: what a wrong figure alone cannot be in.
    pub fn intact(&self, context: &Context<'_>, out: &mut Vec<Equation>) {
        match self {
            Self::Equation(check) => check.intact(context, out),
            Self::ProseTable(check) => check.intact(context, out),
            Self::Restated(check) => check.intact(context, out),
            Self::Breakdown(check) => check.intact(context, out),
            _ => {}
        }
    }
}

/// What every kind of check provides. A kind is a struct of typed parameters (`deny_unknown_fields`, [`Scalar`] for what
/// [`Kind::validate`] may blame), in a file of its own, and a line in [`Check`].
pub trait Kind {
    fn evaluate(&self, context: &Context<'_>) -> Outcome;

    /// The words that a [`Prefilter`] for this check must know.
    fn words(&self) -> Vec<(&str, Scope)> {
        Vec::new()
    }

    /// The names that a message may use in braces: those that `evaluate` puts in [`Failure::values`].
    fn placeholders(&self) -> &'static [&'static str] {
        &[]
    }

    /// The names that `evaluate` gives [`Failure::case`].
    fn cases(&self) -> &'static [&'static str] {
        &[]
    }

    /// Finds mistakes in the parameters: names of tables, cells, roles, topics that the lexicon does not have, bad patterns.
    fn validate(&self, _lexicon: &Lexicon, _problems: &mut Problems) {}
}

macro_rules! kinds {
    ($($file:ident :: $kind:ident),+ $(,)?) => {
        $(mod $file;)+

        /// The kinds of check, as a rule names them: `check: {kind: parameters}`.
        #[derive(Clone, Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check {
            $($kind($file::$kind),)+
        }

        impl Kind for Check {
            fn evaluate(&self, context: &Context<'_>) -> Outcome {
                match self {
                    $(Self::$kind(kind) => kind.evaluate(context),)+
                }
            }

            fn words(&self) -> Vec<(&str, Scope)> {
                match self {
                    $(Self::$kind(kind) => kind.words(),)+
                }
            }

            fn placeholders(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind(kind) => kind.placeholders(),)+
                }
            }

            fn cases(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind(kind) => kind.cases(),)+
                }
            }

            fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
                match self {
                    $(Self::$kind(kind) => kind.validate(lexicon, problems),)+
                }
            }
        }
    };
}

// One line a kind, in alphabetical order: the variant in snake case is its name in rules.
kinds! {
    agency::Agency,
    answered_cell::AnsweredCell,
    approximate::Approximate,
    balanced::Balanced,
    breakdown::Breakdown,
    carried_over::CarriedOver,
    cells::Cells,
    contact::Contact,
    copied::Copied,
    copied_text::CopiedText,
    dates::Dates,
    deadline::Deadline,
    duplicate::Duplicate,
    equation::Equation,
    growth::Growth,
    jump::Jump,
    left_over::LeftOver,
    mentions::Mentions,
    named_year::NamedYear,
    numbering::Numbering,
    part_count::PartCount,
    pattern::Pattern,
    percentage::Percentage,
    period::Period,
    private_number::PrivateNumber,
    prose_table::ProseTable,
    required::Required,
    restated::Restated,
    roll_up::RollUp,
    same_figures::SameFigures,
    same_report::SameReport,
    sections::Sections,
    sentence_end::SentenceEnd,
    signer::Signer,
    stock_flow::StockFlow,
    table_form::TableForm,
    table_present::TablePresent,
    title::Title,
    year::Year,
    zero_words::ZeroWords,
}
