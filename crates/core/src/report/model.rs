//! The model of `gouji.report/1`. Field names, order and types are those of the contract; what machine output leaves
//! out (`#[serde(skip)]`) is there for the terminal. Texts are already in one language.

use std::sync::Arc;

use serde::Serialize;

use crate::document;
use crate::source::Span;
use crate::terms::{Body, Date, NAME, Tier};

pub use crate::terms::{Category, Severity};

/// The number of the schema that `check --format json` prints.
pub const SCHEMA: &str = "gouji.report/1";

/// All that is said of one file.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// As the user named it, with `/` between folders.
    pub path: String,
    /// `txt`, `md`, `html`, `pdf`, `ofd`, `docx`; none where the format is not known.
    pub format: Option<&'static str>,
    pub error: Option<Problem>,
    /// Why nothing was judged, where the file was read and no rule applies to it: said, and no error.
    pub not_judged: Option<Problem>,
    pub profile: Profile,
    pub coverage: Coverage,
    pub score: Score,
    pub findings: Vec<Finding>,
    pub not_determined: Vec<NotDetermined>,
    /// Rows of statutory tables that could not be read, and are not judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<UnreadRow>,
    /// What of the file was left out, and what was taken from elsewhere than its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Seen in a folder and no report: counted, and left out of everything else.
    #[serde(skip)]
    pub skipped: bool,
    /// The whole text, where the caller asked for it.
    #[serde(skip)]
    pub body: Option<Text>,
}

/// A row of a statutory table that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadRow {
    /// None in a format without lines.
    pub line: Option<usize>,
    /// The table's name, with the place before it in a format without lines.
    pub place: String,
    pub text: String,
    pub why: String,
}

/// A report's text with what a reader of it needs to see its parts.
#[derive(Clone, Debug)]
pub struct Text {
    pub document: Arc<document::Document>,
    pub title: Option<Span>,
    /// Headings in order, with their depth from 1.
    pub headings: Vec<(Span, u8)>,
    pub signature: Option<Span>,
    /// Indices of blocks that are the page's and not the report's, in order.
    pub furniture: Vec<usize>,
}

impl Document {
    /// A file that could not be read.
    pub fn failed(path: impl Into<String>, format: Option<&'static str>, error: Problem) -> Self {
        Self { error: Some(error), ..Self::empty(path, format) }
    }

    /// A file of which nothing is said yet.
    pub fn empty(path: impl Into<String>, format: Option<&'static str>) -> Self {
        Self {
            path: path.into(),
            format,
            error: None,
            not_judged: None,
            profile: Profile::default(),
            coverage: Coverage::default(),
            score: Score::default(),
            findings: Vec::new(),
            not_determined: Vec::new(),
            unread: Vec::new(),
            notes: Vec::new(),
            skipped: false,
            body: None,
        }
    }

    /// Findings in the order of output: by place in the file, then gravest first, then by rule.
    pub fn sort(&mut self) {
        // A format without bytes to point at is in the order of its text.
        let text = |f: &Finding| f.primary.anchor.as_ref().map(|a| a.span.start);
        let place = |f: &Finding| (f.primary.byte_start, f.primary.byte_start.map_or_else(|| text(f), |_| None));
        self.findings.sort_by(|a, b| {
            (place(a), std::cmp::Reverse(a.severity), &a.rule, &a.fingerprint).cmp(&(
                place(b),
                std::cmp::Reverse(b.severity),
                &b.rule,
                &b.fingerprint,
            ))
        });
        self.not_determined.sort_by(|a, b| a.rule.cmp(&b.rule));
    }
}

/// Why a file could not be read, or could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// What, where, and what to do about it.
    pub message: String,
}

/// The kinds of [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    NotFound,
    /// No permission, a fault of the disk.
    Unreadable,
    Empty,
    /// No text in any encoding.
    Binary,
    UnsupportedFormat,
    /// A document of old Word or WPS, which only other programs turn into one that can be read.
    NeedsWord,
    TooLarge,
    NotAReport,
    /// A page whose script renders the report.
    EmptyShell,
    /// The title of a report whose text is in another file or in pictures.
    Elsewhere,
    /// A file that is cut off or broken.
    Damaged,
    /// A password is asked for.
    Locked,
    /// Pictures of pages, without text.
    Scan,
    /// A document whose text stands in another file inside it, which a word processor takes in when it opens it.
    Imported,
    /// Text that cannot be copied: the fonts do not say what characters stand there.
    NamelessText,
    /// The year's blank form.
    BlankForm,
    /// By school year, under the rule of schools and universities.
    SchoolReport,
    /// A report year that no rule covers.
    BeforeRules,
    /// A report year that could not be found.
    YearUnknown,
    /// A format whose text cannot be changed, for what seeds errors into a copy.
    CannotAlter,
    /// An error of the program.
    Internal,
}

/// Who reports on what, as used for choosing rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Profile {
    pub agency: Option<String>,
    pub body: Option<Body>,
    pub tier: Option<Tier>,
    pub place: Option<String>,
    pub report_year: Option<i16>,
    pub published: Option<Date>,
    pub signed: Option<Date>,
    /// The regime of law of the report year; null where none judges it.
    pub era: Option<String>,
    /// The year of the form of the statutory tables found.
    pub form: Option<String>,
}

/// How much was read and told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub cells_expected: usize,
    pub cells_read: usize,
    /// Cells that hold a number: blank ones and `/` are read and not filled.
    pub cells_filled: usize,
    pub rules_applicable: usize,
    pub rules_determined: usize,
}

/// The compliance score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// 0 to 100, one decimal; null where it is not assessable.
    pub value: Option<f64>,
    /// From all of what was not assessed wrong to all of it right; equal where all was. Null where nothing was judged.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Share of the points that could be assessed, 0 to 1.
    pub coverage: f64,
    /// The scheme, with its own points where it does not begin with 100.
    pub scheme: SchemeName,
    /// In the order of the scheme's parts; their points add up to 100 less `value`.
    pub deductions: Vec<Deduction>,
    pub dimensions: Vec<Dimension>,
    pub parts: Vec<PartScore>,
    /// What was not assessed, why, and what it would be worth.
    pub not_assessed: Vec<NotAssessed>,
    /// Why `value` is null, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_assessable: Option<String>,
}

/// The part under which a score says that rules were left out.
pub const SELECTION: &str = "selection";

impl Score {
    /// Rules were left out that may have cost points.
    pub fn is_of_chosen(&self) -> bool {
        self.not_assessed.iter().any(|n| n.part == SELECTION)
    }
}

/// The scheme that a score follows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SchemeName {
    pub id: String,
    pub title: String,
    /// The points that a report begins with.
    pub base: u32,
    /// What is left of them.
    pub value: Option<f64>,
}

/// Points taken off for one finding, of 100.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Deduction {
    /// The fingerprint of the finding; null where what is absent has none.
    pub finding: Option<String>,
    pub rule: String,
    pub points: f64,
    /// What mending it alone wins back: less than its points where others of the part would cost them.
    pub wins: f64,
    pub part: String,
    pub dimension: Option<Category>,
    /// The weight of the rule.
    pub weight: u8,
    /// Figures, for what is graded by them; else 1.
    pub amount: usize,
    /// The provision, for reading.
    pub article: String,
    pub message: String,
    /// Where it stands: the line and the place of the finding.
    pub line: Option<usize>,
    pub place: Option<String>,
    /// What became of it in review.
    pub review: Option<Review>,
}

/// What became of a deduction in review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    pub state: ReviewState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The states of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    Accepted,
    Disputed,
}

/// One part of the scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartScore {
    pub id: String,
    pub title: String,
    pub dimension: Category,
    pub earned: f64,
    pub possible: f64,
}

/// A part that could not be assessed, whole or in part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotAssessed {
    pub part: String,
    pub title: String,
    pub why: String,
    /// What may still be lost.
    pub points: f64,
}

/// One dimension of the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dimension {
    pub id: Category,
    pub earned: f64,
    pub possible: f64,
}

/// One defect.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub rule: String,
    pub category: Category,
    pub severity: Severity,
    pub message: String,
    pub remedy: Option<String>,
    pub basis: Vec<Basis>,
    pub fingerprint: String,
    pub primary: Label,
    pub related: Vec<Label>,
    pub suggestion: Option<Suggestion>,
    /// Why it does not count, where the author allowed it.
    pub suppressed: Option<String>,
    /// The figures observed: with others it is not the finding that was allowed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub figures: String,
    /// Which of its rule's cases it is.
    #[serde(skip)]
    pub case: Option<&'static str>,
}

impl Finding {
    /// Lets go of the text around its places.
    pub fn forget_text(&mut self) {
        for label in std::iter::once(&mut self.primary).chain(&mut self.related) {
            label.anchor = None;
        }
    }
}

/// A provision that a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Number of the document (国办公开办函〔2021〕30号), or its short title where it has none.
    pub instrument: String,
    pub clause: String,
    /// Title short enough for a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A place in a file and what to say there.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    pub path: String,
    /// Readable text.
    pub text: String,
    pub note: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub end_line: Option<usize>,
    pub end_column: Option<usize>,
    /// Offsets in the file as it lies on disk.
    pub byte_start: Option<usize>,
    pub byte_end: Option<usize>,
    /// Where a person finds it: 表三 · (七)总计 · 总计.
    pub place: Option<String>,
    /// The text around, for outputs that show it.
    #[serde(skip)]
    pub anchor: Option<Anchor>,
}

impl Label {
    /// A label on a file as a whole.
    pub fn of_file(path: &str, note: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: String::new(),
            note: note.to_owned(),
            line: None,
            column: None,
            end_line: None,
            end_column: None,
            byte_start: None,
            byte_end: None,
            place: None,
            anchor: None,
        }
    }
}

/// A span with the document it is of.
#[derive(Clone, Debug)]
pub struct Anchor {
    pub document: Arc<document::Document>,
    pub span: Span,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    pub replacement: String,
    pub note: String,
    /// Whether it may be written into the report unasked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub safe: bool,
}

/// A rule that applies and could not be determined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotDetermined {
    pub rule: String,
    pub why: String,
}

/// The program.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

impl Tool {
    pub const THIS: Tool = Tool { name: NAME, version: env!("CARGO_PKG_VERSION") };
}

/// The rulebook a run used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rulebook {
    pub name: String,
    pub version: String,
    pub digest: String,
}

/// A rule, for outputs that list those that were asked.
#[derive(Clone, Debug)]
pub struct RuleAbout {
    pub id: String,
    pub title: String,
    pub category: Category,
    pub severity: Severity,
    /// How to mend what it finds.
    pub help: String,
}

/// Counts over all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were judged or failed to be read; skipped ones are not among them.
    pub documents: usize,
    pub skipped: usize,
    pub unreadable: usize,
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    /// Findings that are allowed, and counted nowhere else.
    pub allowed: usize,
}

impl Summary {
    /// Counts findings; suppressed ones apart.
    pub fn add_findings(&mut self, findings: &[Finding]) {
        self.allowed += findings.iter().filter(|f| f.suppressed.is_some()).count();
        for finding in findings.iter().filter(|f| f.suppressed.is_none()) {
            match finding.severity {
                Severity::Error => self.error += 1,
                Severity::Warning => self.warning += 1,
                Severity::Info => self.info += 1,
            }
        }
    }
}
