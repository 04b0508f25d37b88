//! Forms of the statutory tables: rows, columns and labels of each, as data from `forms`, one form a file.
//! Knows no form itself.

use crate::language::fold::folded;
use crate::language::numbers::TEN_THOUSAND;
use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::str::Str;

/// Tables of a rulebook, a bit each by their numbers.
pub(crate) type TableSet = u64;

/// Columns of a form, or groups of them, a bit each.
pub(crate) type ColumnSet = u128;

/// How many tables a rulebook may have. One that has more is not loaded.
pub(crate) const MOST_TABLES: usize = TableSet::BITS as usize;

/// How many columns a form may have, groups of columns among them. A rulebook with one that has more is not loaded.
pub(crate) const MOST_COLUMNS: usize = ColumnSet::BITS as usize;

/// How many rows a form may have, and how many forms a rulebook.
pub(crate) const MOST_NUMBERED: usize = u16::MAX as usize;

/// The set of one table.
pub(crate) fn table_bit(table: u8) -> TableSet {
    1 << table
}

/// The set of one column.
pub(crate) fn column_bit(column: u16) -> ColumnSet {
    1 << column
}

/// A file of `forms`, as it stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    /// Id of the table (`requests`).
    pub table: Str,
    /// Year by which the form is known.
    pub form: i16,
    pub report_years: RawYears,
    pub title: Str,
    /// What people call the table (表三), where that is not its title.
    #[serde(default)]
    pub name: Option<Str>,
    /// Words that stand above the table or over its part of a common table.
    #[serde(default)]
    pub captions: Vec<Str>,
    /// Words of the header that name no column of figures.
    #[serde(default)]
    pub header: Vec<Str>,
    /// The labels were seen in an official source or a real report. Rows may say so for themselves.
    pub verified: bool,
    #[serde(default)]
    pub unit: Option<Str>,
    /// The section (topic of the outline) where the format puts the table.
    #[serde(default)]
    pub topic: Option<Str>,
    #[serde(default)]
    pub value: ValueKind,
    pub columns: Vec<RawColumn>,
    pub rows: Vec<RawRow>,
}

impl RawForm {
    /// How many rows and how many columns it has, groups of them among them.
    pub(crate) fn size(&self) -> (usize, usize) {
        fn rows(all: &[RawRow]) -> usize {
            all.iter().map(|row| 1 + rows(&row.rows)).sum()
        }
        fn columns(all: &[RawColumn]) -> usize {
            all.iter().map(|column| 1 + columns(&column.columns)).sum()
        }
        (rows(&self.rows), columns(&self.columns))
    }
}

/// Report years a form is for, half-open.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawYears {
    pub from: i16,
    #[serde(default)]
    pub until: Option<i16>,
}

/// A column or, with `columns`, a group of columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawColumn {
    #[serde(default)]
    pub id: Option<Str>,
    /// The scope of the figures in prose that it is for, where that is not its id.
    #[serde(default)]
    pub scope: Option<Str>,
    pub label: Str,
    #[serde(default)]
    pub variants: Vec<Str>,
    #[serde(default)]
    pub unit: Option<Str>,
    #[serde(default)]
    pub value: Option<ValueKind>,
    /// The column need not be there.
    #[serde(default)]
    pub optional: bool,
    /// An optional column: where the one that must be there is not, its figures are that one's.
    #[serde(default)]
    pub instead: bool,
    #[serde(default)]
    pub columns: Vec<RawColumn>,
}

/// A row, with the rows below it if any.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRow {
    pub id: Str,
    /// None where the form prints no label (a table of one row).
    #[serde(default)]
    pub label: Option<Str>,
    #[serde(default)]
    pub variants: Vec<Str>,
    #[serde(default)]
    pub unit: Option<Str>,
    #[serde(default)]
    pub value: Option<ValueKind>,
    #[serde(default)]
    pub verified: Option<bool>,
    /// The row only heads those below it and holds no figures.
    #[serde(default)]
    pub heading: bool,
    #[serde(default)]
    pub rows: Vec<RawRow>,
}

/// What numbers a cell may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    #[default]
    NonnegInt,
    Int,
    NonnegDecimal,
}

/// A row or column that holds figures.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub id: Str,
    /// As the form prints it; empty for a row without a label.
    pub label: Str,
    /// Label without its note: what is shown where space is short.
    pub short: Str,
    pub unit: Option<Str>,
    pub value: Option<ValueKind>,
    pub verified: bool,
    pub optional: bool,
    /// Of a column: the scope of figures in prose that it is for, where that is not its id.
    pub scope: Option<Str>,
    /// Stands for the column that must be there, where that is missing.
    pub instead: bool,
    /// Groups above it, outermost first: indices into [`Form::groups`] (rows) or [`Form::column_groups`].
    pub groups: Vec<u16>,
}

/// Rows under one heading, or columns under one header.
#[derive(Clone, Debug)]
pub struct Group {
    /// Empty for groups of columns.
    pub id: Str,
    pub label: Str,
    /// Leaf rows (or columns) below it; a heading row that holds figures itself is not among them.
    pub leaves: Range<u16>,
}

/// A form of a statutory table, prepared for matching.
#[derive(Clone, Debug)]
pub struct Form {
    pub table: Str,
    pub year: i16,
    /// Report years the form is for, half-open.
    pub from: i16,
    pub until: Option<i16>,
    pub title: Str,
    /// What people call it, short enough for a place.
    pub name: Str,
    pub topic: Option<Str>,
    pub unit: Option<Str>,
    pub value: ValueKind,
    pub verified: bool,
    pub rows: Vec<Leaf>,
    pub columns: Vec<Leaf>,
    pub groups: Vec<Group>,
    pub column_groups: Vec<Group>,
    pub(crate) labels: Vec<Labelled>,
}

/// What a label of a form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Row(u16),
    Column(u16),
    RowGroup(u16),
    ColumnGroup(u16),
    Caption,
    Header,
}

#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    pub text: Str,
    pub what: What,
}

impl Form {
    /// Prepares a form, whose size was found to be within bounds.
    pub fn new(raw: RawForm) -> Self {
        let mut form = Form {
            table: raw.table,
            year: raw.form,
            from: raw.report_years.from,
            until: raw.report_years.until,
            name: raw.name.unwrap_or_else(|| raw.title.clone()),
            title: raw.title,
            topic: raw.topic,
            unit: raw.unit,
            value: raw.value,
            verified: raw.verified,
            rows: Vec::new(),
            columns: Vec::new(),
            groups: Vec::new(),
            column_groups: Vec::new(),
            labels: Vec::new(),
        };
        form.labels.extend(raw.captions.into_iter().map(|text| Labelled { text, what: What::Caption }));
        form.labels.extend(raw.header.into_iter().map(|text| Labelled { text, what: What::Header }));
        let mut path = Vec::new();
        for row in raw.rows {
            form.add_row(row, &mut path);
        }
        for column in raw.columns {
            form.add_column(column, &mut path);
        }
        form
    }

    fn label(&mut self, label: Option<&Str>, variants: Vec<Str>, what: What) {
        self.labels.extend(label.cloned().into_iter().chain(variants).map(|text| Labelled { text, what }));
    }

    fn add_row(&mut self, raw: RawRow, path: &mut Vec<u16>) {
        let label = raw.label.unwrap_or_default();
        if !raw.heading {
            let index = self.rows.len() as u16;
            self.label(Some(&label).filter(|l| !l.is_empty()), raw.variants.clone(), What::Row(index));
            self.rows.push(Leaf {
                id: raw.id.clone(),
                short: crate::lexicon::forms::short(&label),
                label: label.clone(),
                unit: raw.unit,
                value: raw.value,
                verified: raw.verified.unwrap_or(self.verified),
                optional: false,
                scope: None,
                instead: false,
                groups: path.clone(),
            });
        }
        if !raw.rows.is_empty() {
            let (index, start) = (self.groups.len() as u16, self.rows.len() as u16);
            self.label(Some(&label), raw.variants, What::RowGroup(index));
            self.groups.push(Group { id: raw.id, label, leaves: start..start });
            path.push(index);
            for row in raw.rows {
                self.add_row(row, path);
            }
            path.pop();
            let end = self.rows.len() as u16;
            self.groups[usize::from(index)].leaves.end = end;
        }
    }

    fn add_column(&mut self, raw: RawColumn, path: &mut Vec<u16>) {
        if raw.columns.is_empty() {
            let index = self.columns.len() as u16;
            self.label(Some(&raw.label), raw.variants, What::Column(index));
            self.columns.push(Leaf {
                id: raw.id.unwrap_or_default(),
                short: crate::lexicon::forms::short(&raw.label),
                label: raw.label,
                unit: raw.unit,
                value: raw.value,
                verified: self.verified,
                optional: raw.optional,
                scope: raw.scope,
                instead: raw.instead,
                groups: path.clone(),
            });
            return;
        }
        let (index, start) = (self.column_groups.len() as u16, self.columns.len() as u16);
        self.label(Some(&raw.label), raw.variants, What::ColumnGroup(index));
        self.column_groups.push(Group { id: Str::default(), label: raw.label, leaves: start..start });
        path.push(index);
        for column in raw.columns {
            self.add_column(column, path);
        }
        path.pop();
        let end = self.columns.len() as u16;
        self.column_groups[usize::from(index)].leaves.end = end;
    }

    fn printed(&self, what: What) -> impl Iterator<Item = &str> {
        self.labels.iter().filter(move |l| l.what == what).map(|l| l.text.as_str())
    }

    /// What the form prints above its header.
    pub fn captions(&self) -> impl Iterator<Item = &str> {
        self.printed(What::Caption)
    }

    /// What the form prints in its header besides the labels of columns.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.printed(What::Header)
    }

    /// Index of a row by its id.
    pub fn row(&self, id: &str) -> Option<u16> {
        self.rows.iter().position(|r| r.id == id).map(|i| i as u16)
    }

    /// Index of a column by its id.
    pub fn column(&self, id: &str) -> Option<u16> {
        self.columns.iter().position(|c| c.id == id).map(|i| i as u16)
    }

    fn column_of_scope(&self, scope: &str) -> Option<u16> {
        self.columns.iter().position(|c| c.scope.as_deref() == Some(scope)).map(|i| i as u16)
    }

    /// The only column that must be there, of a form whose rows have labels.
    pub fn sole_column(&self) -> Option<u16> {
        let mut needed = self.columns.iter().zip(0..).filter(|(c, _)| !c.optional).map(|(_, index)| index);
        let only = needed.next()?;
        (needed.next().is_none() && self.rows.len() > 2).then_some(only)
    }

    /// A group of rows by its id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.id == id)
    }

    /// The rows and the column that a role's words after its table name: `row.column`, a column of a form with one row,
    /// or a row (or a group of rows) with the scope for its column.
    pub fn locate(&self, name: &str, scope: &str) -> Option<(Range<u16>, u16)> {
        if self.rows.len() == 1
            && let Some(column) = self.column(name)
        {
            return Some((0..1, column));
        }
        let one = |row: u16| row..row + 1;
        if let Some((row, column)) = name.split_once('.') {
            return Some((one(self.row(row)?), self.column(column)?));
        }
        let rows = self.row(name).map(one).or_else(|| self.group(name).map(|g| g.leaves.clone()))?;
        let column = self.column(scope).or_else(|| self.column_of_scope(scope))?;
        Some((rows, column))
    }

    /// True where a role's words after its table name stand for cells of this form, whatever the scope.
    pub fn names(&self, name: &str) -> bool {
        self.columns.iter().any(|column| self.locate(name, &column.id).is_some())
    }

    /// True where the form is the one for reports on that year.
    pub fn is_for(&self, report_year: i16) -> bool {
        self.from <= report_year && self.until.is_none_or(|until| report_year < until)
    }

    /// Figures that a whole table of this form holds.
    pub fn cells(&self) -> usize {
        self.rows.len() * self.columns.iter().filter(|c| !c.optional).count()
    }

    /// What numbers a cell may hold.
    pub fn value_at(&self, row: u16, column: u16) -> ValueKind {
        let row = self.rows.get(usize::from(row)).and_then(|r| r.value);
        let column = self.columns.get(usize::from(column)).and_then(|c| c.value);
        row.or(column).unwrap_or(self.value)
    }

    /// A cell's figures are counted in 万.
    pub(crate) fn in_ten_thousands(&self, row: u16, column: u16) -> bool {
        let row = self.rows.get(usize::from(row)).and_then(|r| r.unit.as_ref());
        let column = self.columns.get(usize::from(column)).and_then(|c| c.unit.as_ref());
        row.or(column).or(self.unit.as_ref()).is_some_and(|u| u.starts_with(TEN_THOUSAND))
    }

    /// A column with the groups above it: `行政诉讼 · 复议后起诉 · 总计`.
    pub fn column_name(&self, column: u16) -> String {
        let Some(leaf) = self.columns.get(usize::from(column)) else { return String::new() };
        let mut name = String::new();
        // A leaf whose label is its own needs no group to be known by.
        if self.columns.iter().filter(|c| c.label == leaf.label).count() > 1
            && let Some(group) = leaf.groups.last()
        {
            name.push_str(&self.column_groups[usize::from(*group)].label);
            name.push_str(" · ");
        }
        name.push_str(&leaf.short);
        name
    }

    /// True where both forms have the same labels throughout, so that nothing in a report can tell them apart.
    pub fn same_labels(&self, other: &Form) -> bool {
        let same = |a: &[Leaf], b: &[Leaf]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.label == b.label);
        same(&self.rows, &other.rows) && same(&self.columns, &other.columns)
    }
}

/// A closing note in brackets left out, where something stands before it. Folded text has no white space that is not
/// ASCII.
pub(crate) fn without_note(text: &str) -> &str {
    let text = text.trim_ascii_end();
    let Some(inner) = text.strip_suffix(')') else { return text };
    let mut depth = 1;
    for (at, byte) in inner.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            let before = &text[..at];
            return if before.trim_ascii().is_empty() { text } else { before };
        }
    }
    text
}

/// A form's label for showing where space is short: note left out.
pub(crate) fn short(label: &Str) -> Str {
    // The number tells (七)总计 from the column 总计.
    match folded(label) {
        Cow::Borrowed(folded) => label.part(without_note(folded).trim()),
        Cow::Owned(folded) => without_note(&folded).trim().to_owned().into(),
    }
}
