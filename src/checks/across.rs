//! What checks over several reports share: the reports as digests, and what was found, as pointers to facts of them. Places
//! are found later, in the few reports that something is said of. A check here sees no text.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::facts::Lexicon;
use crate::facts::digest::{Digest, Unpacked};

/// A contradiction between reports, or a likeness that ought not to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discrepancy {
    pub primary: Pointer,
    pub related: Vec<Pointer>,
    /// Placeholders of the message.
    pub values: BTreeMap<&'static str, String>,
    /// What it is about, free of values: the fingerprint's ground.
    pub identity: String,
    pub case: Option<&'static str>,
    /// A case that takes the place of `case` where the report's prose has one of the words.
    pub said: Option<Said>,
}

/// Words that make a difference where a report's prose has one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub report: usize,
    pub words: Vec<String>,
    pub case: &'static str,
}

/// A fact of one of the reports, and what to say there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointer {
    /// Index among the digests of the run.
    pub report: usize,
    pub what: What,
    pub note: String,
}

/// What a pointer points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    #[default]
    Title,
    /// A cell, by the index of its form and its row and column.
    Cell { form: usize, row: u16, column: u16 },
    /// A sentence of the section that ought to be new, by its hash.
    Sentence(u32),
    /// A sentence that names a year, by its hash.
    Dated { hash: u32, year: i16 },
}

/// One report of several, unpacked.
pub struct Side<'a> {
    pub report: usize,
    pub digest: &'a Digest,
    pub tables: Vec<Unpacked<'a>>,
}

impl<'a> Side<'a> {
    pub fn new(report: usize, digest: &'a Digest, lexicon: &'a Lexicon) -> Self {
        Self { report, digest, tables: digest.figures.tables(lexicon) }
    }

    /// The table of that name, whatever its form.
    pub fn table(&self, name: &str) -> Option<&Unpacked<'a>> {
        self.tables.iter().find(|t| t.form.table == name)
    }

    pub fn year(&self) -> String {
        self.digest.year.map_or_else(String::new, |y| y.to_string())
    }

    pub fn point(&self, what: What, note: impl Into<String>) -> Pointer {
        Pointer { report: self.report, what, note: note.into() }
    }

    /// A pointer to a cell, with the report's year and the cell's row and figure as its note.
    pub fn cell(&self, table: &Unpacked<'_>, row: u16, column: u16) -> Pointer {
        let name = table.form.rows.get(usize::from(row)).map_or("", |r| r.short.as_str());
        let value = table.cell(row, column).map_or_else(String::new, |v| v.to_string());
        let what = What::Cell { form: table.index, row, column };
        self.point(what, format!("{} {name} {value}", self.year()))
    }

    /// A figure by the names of its table, row and column, with the table.
    pub fn figure(&self, name: &CellName) -> Option<(&Unpacked<'a>, u16, u16, Decimal)> {
        let table = self.table(&name.table)?;
        let (row, column) = (table.form.row(&name.row)?, table.form.column(&name.column)?);
        Some((table, row, column, table.cell(row, column)?))
    }
}

/// `requests.new_received.total`: a table, a row and a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellName {
    pub table: String,
    pub row: String,
    pub column: String,
}

impl CellName {
    /// Reads `table.row.column`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.').map(str::to_owned);
        Some(Self { table: parts.next()?, row: parts.next()?, column: parts.next()? })
    }

    /// Whether a form of that table has the cell.
    pub fn exists(&self, lexicon: &Lexicon) -> bool {
        let has = |f: &&crate::facts::Form| f.row(&self.row).is_some() && f.column(&self.column).is_some();
        lexicon.forms.iter().filter(|f| f.table == self.table).any(|f| has(&f))
    }
}

/// A check of a report against the one of the same body for the year before.
pub trait Yearly {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy>;
}

/// What a check over several reports compares.
pub enum Across<'c> {
    /// A report and the one of the year before.
    Years(&'c dyn Yearly),
}
