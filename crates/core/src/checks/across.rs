//! What checks over several reports share: the reports as digests, and what was found, as pointers to facts of them.
//! Places are found later, in the few reports that something is said of. A check here sees no text.

use super::mistake_words::Wrong;
use std::collections::BTreeMap;
use std::fmt::Debug;

use rust_decimal::Decimal;

use super::parameter::{Problems, Scalar};
use crate::facts::digest::{Digest, Unpacked};
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;

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
    /// A case that takes the place of `case` where the report says something.
    pub said: Option<Said>,
}

/// Words that make a difference where a sentence of a report has one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub report: usize,
    pub words: Vec<String>,
    /// One of these must stand in the same sentence, where there are any.
    pub about: Vec<String>,
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
    /// A percentage of growth, by its number among those of the digest.
    Growth(usize),
}

/// One report of several, unpacked.
#[derive(Debug)]
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

    /// A pointer to a cell, with the report's year, the cell's row and column and its figure as its note.
    pub fn cell(&self, table: &Unpacked<'_>, row: u16, column: u16) -> Pointer {
        let value = table.cell(row, column).map_or_else(String::new, |v| v.to_string());
        let what = What::Cell { form: table.index, row, column };
        let name = row_name(table.form, row, column);
        let column = if table.form.columns.len() > 1 { table.form.column_name(column) } else { String::new() };
        let place = if column.is_empty() || column == name { name } else { format!("{name} · {column}") };
        self.point(what, format!("{} {place} {value}", self.year()))
    }

    /// The cell that a role of a figure names, `table.row.column` or a row with a scope for its column, with its value;
    /// none for groups of rows.
    pub fn figure(&self, role: &str, scope: &str) -> Option<(&Unpacked<'a>, u16, u16, Decimal)> {
        let (table, name) = role.split_once('.')?;
        let table = self.table(table)?;
        let (rows, column) = table.form.locate(name, scope).filter(|(rows, _)| rows.len() == 1)?;
        Some((table, rows.start, column, table.cell(rows.start, column)?))
    }
}

/// What a figure is called: by its row, or in a table of one row by its column.
pub fn row_name(form: &Form, row: u16, column: u16) -> String {
    match form.rows.get(usize::from(row)).map(|r| r.short.as_str()) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => form.column_name(column),
    }
}

/// Finds names of figures (`table.row.column`) that no form has.
pub fn validate_figures(figures: &[Scalar<String>], lexicon: &Lexicon, problems: &mut Problems) {
    let exists = |name: &str| {
        let Some((table, name)) = name.split_once('.') else { return false };
        lexicon.forms.iter().any(|f| f.table == table && f.locate(name, "").is_some())
    };
    for name in figures.iter().filter(|name| !exists(name)) {
        problems.add(name.mark, &Wrong::NoSuchCell(name));
    }
}

/// Pointers to what stands in both of two reports, side by side: the first, and the others.
pub fn in_both(hashes: &[u32], sides: [&Side<'_>; 2], what: impl Fn(u32) -> What) -> Option<(Pointer, Vec<Pointer>)> {
    let mut points = hashes.iter().flat_map(|&hash| sides.map(|side| side.point(what(hash), side.year())));
    Some((points.next()?, points.collect()))
}

/// What stands in both of two sorted lists.
pub fn shared(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().copied().filter(|hash| b.binary_search(hash).is_ok()).collect()
}

/// A check of a report against the one of the same body for the year before.
pub trait Yearly: Debug {
    fn compare(&self, now: &Side<'_>, before: &Side<'_>) -> Vec<Discrepancy>;
}

/// A check of all the reports of a run.
pub trait Collective: Debug {
    fn compare(&self, folder: &Folder<'_>) -> Vec<Discrepancy>;
}

/// What a check over several reports compares.
#[derive(Debug)]
pub enum Across<'c> {
    /// A report and the one of the year before.
    Years(&'c dyn Yearly),
    /// All the reports of a run.
    Folder(&'c dyn Collective),
}

/// The reports of a run.
#[derive(Debug)]
pub struct Folder<'a> {
    pub digests: &'a [Digest],
    pub lexicon: &'a Lexicon,
    /// One report for each body and year, where it is sure which; sorted by name and year.
    pub bodies: &'a [Known],
    /// Files of one body and year that are not one report in several formats, in the order of paths.
    pub doubles: &'a [Vec<usize>],
}

/// The report of a body for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// Hash of the name by which the body is known.
    pub name: u64,
    pub year: i16,
    /// Index of its digest.
    pub report: usize,
}

impl<'a> Folder<'a> {
    pub fn side(&self, report: usize) -> Side<'a> {
        Side::new(report, &self.digests[report], self.lexicon)
    }

    /// Whether the folder has a report of that body for that year.
    pub fn has(&self, name: u64, year: i16) -> bool {
        self.bodies.binary_search_by_key(&(name, year), |k| (k.name, k.year)).is_ok()
    }

    /// The name of a report's body as written.
    pub fn agency(&self, report: usize) -> &'a str {
        self.digests[report].agency.as_deref().unwrap_or_default()
    }
}
