//! What a report states, as types: values with the span each was read from. Types only: no vocabulary, no reader.

pub mod slots;

use self::slots::Slots;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::language::numbering::Numbering;
use crate::source::Span;
use crate::terms::{Body, Date, Tier};

/// A value and where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    pub value: T,
    pub span: Span,
}

/// What the caller knows better than the report: each field set here takes the place of what is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    pub year: Option<i16>,
    pub agency: Option<String>,
    pub body: Option<Body>,
    pub tier: Option<Tier>,
    pub place: Option<String>,
    pub published: Option<Date>,
}

/// Who reports on which year. A span is `None` where the value came from an [`Overrides`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// As written in the report; none where it only says 我局.
    pub agency: Option<Stated<String>>,
    /// The same in the characters that text is matched in: simplified, half-width.
    pub agency_folded: Option<String>,
    pub body: Option<Body>,
    pub tier: Option<Tier>,
    /// Code prefix such as `cn-4304`.
    pub place: Option<String>,
    pub report_year: Option<Stated<i16>>,
    /// The date the page or `--published` gives.
    pub published: Option<Stated<Date>>,
    /// The date under the report's signature.
    pub signed: Option<Stated<Date>>,
}

/// A value that stands in the report, or was given by the caller (no span).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    pub value: T,
    pub span: Option<Span>,
}

/// What kind of document this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// An annual report on open government information.
    #[default]
    Report,
    /// A report by school year, under the rule of schools and universities: nothing is judged.
    SchoolYear,
    /// The year's blank form.
    BlankForm,
    /// Something else.
    NotAReport,
}

/// Whether the text is all of the report. Absence is judged only where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completeness {
    #[default]
    Whole,
    /// It starts or breaks off in the middle; the span is the place.
    Part(Span),
}

/// 统计期限: the statistics period as stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The statement from its first date to its last.
    pub span: Span,
    pub start: PeriodEnd,
    pub end: PeriodEnd,
    /// The clause around it: the words that make it a statement of the period, and its subject if one is named.
    pub clause: Span,
}

/// One end of the period: what stands there, and the date if it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodEnd {
    pub span: Span,
    pub date: Option<Date>,
    /// Digits stand without 年 or 月 between them (201711日), as copies lose them: not the author's mistake.
    pub glyphs_lost: bool,
}

/// How to reach the body. Values as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub address: Option<Fact<String>>,
    pub postcode: Option<Fact<String>>,
    pub phone: Option<Fact<String>>,
    pub fax: Option<Fact<String>>,
    pub email: Option<Fact<String>>,
    /// The clause or block that holds them.
    pub span: Option<Span>,
}

/// A heading with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub numbering: Numbering,
    /// As written; none where the number is lost.
    pub number: Option<u32>,
    /// Depth from 1; top sections are 1.
    pub level: u8,
    /// The whole heading, number and words, without a stray bullet before it.
    pub heading: Span,
    /// The words after the number, without closing punctuation.
    pub title: Span,
    /// What stands under the heading, to the next heading of the same or a higher level. Empty at its end where nothing
    /// does.
    pub body: Span,
    /// Index of the section above, if any.
    pub parent: Option<usize>,
    /// The known section whose heading this is (`overview`, `requests`, … of the vocabulary).
    pub topic: Option<String>,
    /// Further known sections that the same heading opens (收费及复议、诉讼情况).
    pub also: Vec<String>,
    /// The heading words are the vocabulary's own wording, not a variant.
    pub canonical: bool,
    /// A number was there and is lost: the heading begins with the mark that follows a number.
    pub number_lost: bool,
}

impl Section {
    /// Does the heading open this known section, alone or among others?
    pub fn is_about(&self, topic: &str) -> bool {
        self.topic.as_deref() == Some(topic) || self.also.iter().any(|t| t == topic)
    }
}

/// A list that is numbered in running text: 一是…二是…, or (1)…(2)….
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    pub numbering: Numbering,
    /// The number of each item and the span of its mark, in order.
    pub items: Vec<(u32, Span)>,
    /// Where the list stands, from its first mark to the end of its last item.
    pub span: Span,
}

/// Title, headings, lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The report's title, wherever it stands first as such.
    pub title: Option<Span>,
    pub sections: Vec<Section>,
    pub enumerations: Vec<Enumeration>,
    /// Indices of blocks that are page furniture (breadcrumbs, 分享, 打印), not the report.
    pub furniture: Vec<usize>,
    /// The report itself: from its title or first words to its signature.
    pub report: Span,
    /// Between title and first section.
    pub preface: Option<Span>,
    /// Agency and date under the report.
    pub signature: Option<Span>,
}

/// What stands in a cell of a statutory table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    Number,
    /// Nothing.
    Blank,
    /// `/`, `—`, 不适用.
    NotApplicable,
    /// Something that cannot be read as a number.
    Text,
}

/// One cell of a statutory table, on its canonical row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Indices into the leaf rows and columns of the table's form.
    pub row: u16,
    pub column: u16,
    pub state: CellState,
    /// Set where, and only where, `state` is `Number`.
    pub value: Option<Decimal>,
    /// The token; for a blank cell an empty span at its place.
    pub span: Span,
}

/// Why a row of a table that is there could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// The header does not tell the columns.
    UnclearHeader,
    /// The number of values does not fit the columns.
    WrongNumber,
    /// Which text stands in which cell is not sure.
    Unsure,
    /// The label may mean several rows.
    UnclearRow,
}

/// A statutory table found in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Index into [`Lexicon`](crate::lexicon::Lexicon)'s forms of tables.
    pub form: usize,
    /// All of the table, or of the part of a table that holds it.
    pub span: Span,
    /// Caption or first label.
    pub anchor: Span,
    /// Cells read, sorted by row and column; at most one a position.
    pub cells: Vec<Cell>,
    /// Rows that are there with a label but whose values could not be laid on columns, with the reason.
    pub unread: Vec<(Span, Unread)>,
    /// Labels of rows and columns that the form does not know.
    pub unknown: Vec<Span>,
    /// The table breaks off (the text ends in it).
    pub cut: bool,
}

impl Table {
    pub fn cell(&self, row: u16, column: u16) -> Option<&Cell> {
        self.cells.binary_search_by_key(&(row, column), |c| (c.row, c.column)).ok().map(|i| &self.cells[i])
    }
}

/// A figure in prose with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What is counted (`requests.new_received`, `proactive.total`); none where that is not sure.
    pub role: Option<String>,
    /// Leaf column the figure is limited to (`natural_person`), else `total`.
    pub scope: String,
    pub value: Decimal,
    pub unit: Option<String>,
    /// 约, 余, 多, 近: not exact.
    pub approximate: bool,
    /// The year the clause speaks of, where it names one.
    pub year: Option<i16>,
    /// Number with unit, and the words that give its role where they touch it.
    pub span: Span,
    /// The digits alone.
    pub number: Span,
    /// The clause it stands in.
    pub clause: Span,
    /// 未收到, 无, 没有: zero said in words.
    pub in_words: bool,
    /// The verb leaves open which of several rows is meant (办理, 收办): new, new and carried over, or answered.
    pub loose: bool,
    /// 新收, or what was carried over is given beside it: of this year alone.
    pub new: bool,
    /// Its own words say what it counts; else words farther off do.
    pub said: bool,
}

/// A whole and its parts in prose: indices into [`Facts::counts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    pub whole: usize,
    /// Figures that together with it may be what the parts are of (建议186件、提案323件,其中); mostly none.
    pub more: Vec<usize>,
    pub parts: Vec<usize>,
    /// The list claims to be all of the whole (分别, or every kind is named); else parts may lie below it.
    pub complete: bool,
    pub span: Span,
    /// Found by the shape of its sentence alone: parts that are far from the whole prove nothing.
    pub loose: bool,
}

/// A figure, what it was last year, and how it is said to have changed: indices into [`Facts::counts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub now: usize,
    pub prior: usize,
    pub difference: Option<usize>,
    /// The percentage, its digits after the decimal point, and its place.
    pub rate: Option<(Decimal, u32, Span)>,
    /// The words between them, which say the direction.
    pub words: Span,
    /// 由45件降至38件: the verb from the one to the other; which figures it moves between is sure then.
    pub verb: Option<Span>,
}

/// A percentage in prose with what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percentage {
    pub value: Decimal,
    /// Digits after the decimal point, to which it was rounded.
    pub scale: u32,
    pub span: Span,
    pub clause: Span,
    /// Index of the count it is a share of, and of the part, where the text says both.
    pub whole: Option<usize>,
    pub part: Option<usize>,
    /// 同比, 增长: against last year.
    pub growth: bool,
    /// Index of the count that it grew from, where that stands right before (比上年的12件增长5%).
    pub from: Option<usize>,
    /// Index of the count that grew, where no other figure of the sentence stands before the percentage.
    pub grown: Option<usize>,
    /// 答复率, 覆盖率: a rate, which cannot lie above 100.
    pub rate: bool,
}

/// Everything read from one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub kind: Kind,
    pub completeness: Completeness,
    pub profile: Profile,
    pub outline: Outline,
    pub period: Option<Period>,
    pub contact: Contact,
    pub tables: Vec<Table>,
    pub counts: Vec<Count>,
    /// What the words say of each figure of `counts`, in the same order.
    pub slots: Vec<Slots>,
    pub breakdowns: Vec<Breakdown>,
    pub percentages: Vec<Percentage>,
    pub changes: Vec<Change>,
}
