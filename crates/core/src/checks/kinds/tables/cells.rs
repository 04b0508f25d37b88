//! The form of the figures in statutory tables: blank cells, marks in place of numbers, negative, broken or rounded
//! figures. One finding a table, with the cells beside it; what the cells add up to is `equation`'s.

use crate::checks::survey::Fault;
use crate::checks::survey::Odd;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::mistake_words::Thing;
use crate::checks::outcome::{Failure, Label, Outcome, Place};
use crate::checks::parameter::{Problems, Scalar};
use crate::facts::model::{Cell, CellState, Table};
use crate::facts::tables::figures::figure;
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::lexicon::forms::ValueKind;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cells {
    are_not: Fault,
    /// Only in tables of this id.
    #[serde(default)]
    table: Option<Scalar<String>>,
}

/// Labels beside the first of a finding.
const MOST_RELATED: usize = 20;

impl Kind for Cells {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        let mut there = false;
        // What a draft has not filled in yet is one finding, in whatever tables.
        let unfilled = self.are_not == Fault::Blank && context.is_draft();
        let mut blank: Vec<(&Table, &Form, &Cell)> = Vec::new();
        for (number, table) in context.facts.tables.iter().enumerate() {
            let Some(form) = context.lexicon.forms.get(table.form) else { continue };
            if table.cells.is_empty() || self.table.as_ref().is_some_and(|t| form.table != t.as_str()) {
                continue;
            }
            there = true;
            let odd = |fault| odd_cells(context).iter().filter(move |o| o.table == number && o.fault == fault);
            let mut faulty: Vec<&Cell> = match self.are_not {
                Fault::OnlyTotal if odd(Fault::Blank).next().is_none() => Vec::new(),
                Fault::OnlyTotal => only_totals(table, form),
                Fault::NoTotal | Fault::Unfilled if odd(Fault::Blank).next().is_none() => Vec::new(),
                Fault::NoTotal => without_total(table, form),
                Fault::Unfilled if context.is_draft() || !is_unfilled(table) => Vec::new(),
                Fault::Alike | Fault::Zero if !is_all_one(table, self.are_not == Fault::Zero) => Vec::new(),
                Fault::Alike | Fault::Zero => table.cells.iter().collect(),
                Fault::Unfilled => odd(Fault::Blank).map(|o| &table.cells[o.cell]).collect(),
                Fault::Blank if !unfilled && is_unfilled(table) => Vec::new(),
                // A table of totals is told as that, and so is one without any.
                Fault::Blank if !unfilled => {
                    let told = rows_of_totals(table, form);
                    let lacking = without_total(table, form);
                    let cells = odd(Fault::Blank).map(|o| &table.cells[o.cell]);
                    let is_told = |c: &Cell| told.contains(&c.row) || lacking.iter().any(|l| l.span == c.span);
                    cells.filter(|c| !is_told(c)).collect()
                }
                fault => odd(fault).map(|o| &table.cells[o.cell]).collect(),
            };
            if unfilled {
                blank.extend(faulty.iter().filter(|c| c.state == CellState::Blank).map(|c| (table, form, *c)));
                faulty.retain(|c| c.state != CellState::Blank);
            }
            if !faulty.is_empty() {
                let again = context.facts.tables[..number].iter().filter(|t| t.form == table.form).count();
                failures.push(failure(context, table, form, &faulty, again));
            }
        }
        failures.extend(not_filled(context, &blank));
        match (failures.is_empty(), there) {
            (false, _) => Outcome::Fail(failures),
            (_, true) => Outcome::Pass,
            _ => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["table", "count", "cells"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["draft"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let known = || lexicon.forms.iter().map(|f| f.table.as_str());
        if let Some(table) = self.table.as_ref().filter(|t| known().all(|k| k != t.as_str())) {
            problems.unknown(Thing::TABLE, table, known());
        }
    }

    /// Whether it is about cells in which nothing stands, or about rows of such.
    fn is_of_blanks(&self) -> bool {
        matches!(self.are_not, Fault::Blank | Fault::OnlyTotal | Fault::NoTotal | Fault::Unfilled)
    }

    fn is_of_cells(&self) -> bool {
        true
    }
}

/// The faults of all cells, in the order of tables and cells.
fn odd_cells<'c>(context: &'c Context<'_>) -> &'c [Odd] {
    context.survey.odd_cells.get_or_init(|| {
        let mut odd = Vec::new();
        for (number, table) in context.facts.tables.iter().enumerate() {
            let Some(form) = context.lexicon.forms.get(table.form) else { continue };
            for (index, cell) in table.cells.iter().enumerate() {
                faults(cell, form, context, |fault| odd.push(Odd { table: number, cell: index, fault }));
            }
        }
        odd
    })
}

/// Tells the faults of a cell. Nearly all cells have none, and show it at a look or two.
fn faults(cell: &Cell, form: &Form, context: &Context<'_>, mut tell: impl FnMut(Fault)) {
    let Some(value) = cell.value else {
        match cell.state {
            CellState::Blank | CellState::NotApplicable => tell(Fault::Blank),
            CellState::Text => tell(Fault::Text),
            CellState::Number => {}
        }
        return;
    };
    let kind = || form.value_at(cell.row, cell.column);
    if value.is_sign_negative() && !value.is_zero() && kind() != ValueKind::Int {
        tell(Fault::Negative);
    }
    if value.scale() != 0 && !value.fract().is_zero() && kind() != ValueKind::NonnegDecimal {
        tell(Fault::Fraction);
    }
    // What is one byte long is a digit.
    if cell.span.len() > 1 {
        let text = context.document.slice(cell.span);
        if !text.is_ascii() {
            let figure = figure(text, &context.lexicon.figures);
            if figure.approximate || figure.rounded && kind() != ValueKind::NonnegDecimal {
                tell(Fault::Approximate);
            }
            if figure.unit && kind() != ValueKind::NonnegDecimal {
                tell(Fault::Unit);
            }
        }
    }
}

/// Rows of which a table holds nothing but totals, zeros among them; none where it holds no such total but zeros.
fn rows_of_totals(table: &Table, form: &Form) -> Vec<u16> {
    if only_totals(table, form).is_empty() {
        return Vec::new();
    }
    let rows = table.cells.chunk_by(|a, b| a.row == b.row).filter(|row| row.len() == form.columns.len());
    let held = rows.filter(|row| row.split_last().is_some_and(|(total, parts)| is_only_total(total, parts)));
    held.map(|row| row[0].row).collect()
}

fn is_only_total(total: &Cell, parts: &[Cell]) -> bool {
    total.value.is_some() && parts.iter().all(|c| matches!(c.state, CellState::Blank | CellState::NotApplicable))
}

/// Last cells of rows in which every cell before them is blank, in tables of several columns.
fn only_totals<'t>(table: &'t Table, form: &Form) -> Vec<&'t Cell> {
    let width = form.columns.len();
    if width < 3 {
        return Vec::new();
    }
    let rows = table.cells.chunk_by(|a, b| a.row == b.row).filter(|row| row.len() == width);
    rows.filter_map(|row| {
        let (total, parts) = row.split_last()?;
        (is_only_total(total, parts) && total.value.is_some_and(|v| !v.is_zero())).then_some(total)
    })
    .collect()
}

/// Last cells of rows that are blank while cells before them hold figures, in tables of several columns.
fn without_total<'t>(table: &'t Table, form: &Form) -> Vec<&'t Cell> {
    let width = form.columns.len();
    // A row alone, as that of a form without labels, may close with the last of several totals.
    if width < 3 || form.rows.len() < 2 {
        return Vec::new();
    }
    let rows = table.cells.chunk_by(|a, b| a.row == b.row).filter(|row| row.len() == width);
    let lacks = |row: &&[Cell]| lacks_total(row.iter());
    rows.filter(lacks).filter_map(|row| row.last()).collect()
}

/// Nothing stands in the last of these cells, and a figure above zero in one before it.
pub(in crate::checks) fn lacks_total<'c>(cells: impl DoubleEndedIterator<Item = &'c Cell>) -> bool {
    let mut cells = cells.rev();
    let blank = |c: &Cell| matches!(c.state, CellState::Blank | CellState::NotApplicable);
    cells.next().is_some_and(blank) && cells.any(|c| c.value.is_some_and(|v| !v.is_zero()))
}

/// So many cells or more, in which nothing stands: not a row or two that do not apply.
const WHOLE: usize = 10;

fn is_unfilled(table: &Table) -> bool {
    table.cells.len() >= WHOLE
        && table.cells.iter().all(|c| matches!(c.state, CellState::Blank | CellState::NotApplicable))
}

/// Whether all the cells of a table, and there are many, hold one figure: zero, or one above it.
fn is_all_one(table: &Table, zero: bool) -> bool {
    let first = table.cells.first().and_then(|c| c.value).filter(|v| v.is_zero() == zero);
    first.is_some() && table.cells.len() >= WHOLE && table.cells.iter().all(|c| c.value == first)
}

/// The blank cells of a draft, all together.
fn not_filled(context: &Context<'_>, blank: &[(&Table, &Form, &Cell)]) -> Option<Failure> {
    let label = |(_, form, cell): &(&Table, &Form, &Cell)| Label {
        place: Place::At(cell.span),
        note: name(context, form, cell),
    };
    let mut labels = blank.iter().take(MOST_RELATED + 1).map(label);
    let primary = labels.next()?;
    let related: Vec<Label> = labels.collect();
    let mut tables: Vec<&str> = blank.iter().map(|b| b.1.title.as_str()).collect();
    tables.dedup();
    let mut names: Vec<String> = blank.iter().take(3).map(|b| name(context, b.1, b.2)).collect();
    if blank.len() > 3 {
        names.push("…".to_owned());
    }
    let values =
        BTreeMap::from([("table", tables.join("、")), ("count", blank.len().to_string()), ("cells", names.join("、"))]);
    Some(Failure { primary, related, values, identity: "draft".to_owned(), case: Some("draft"), ..Failure::default() })
}

fn name(context: &Context<'_>, form: &Form, cell: &Cell) -> String {
    let row = form.rows.get(usize::from(cell.row)).map_or("", |r| r.short.as_str());
    let column = form.column_name(cell.column);
    let place = if form.columns.len() == 1 {
        row.to_owned()
    } else if row.is_empty() {
        column
    } else {
        format!("{row} · {column}")
    };
    format!("{place} {}", context.document.slice(cell.span)).trim_end().to_owned()
}

fn failure(context: &Context<'_>, table: &Table, form: &Form, faulty: &[&Cell], again: usize) -> Failure {
    let name = |cell: &Cell| name(context, form, cell);
    let mut labels = faulty.iter().take(MOST_RELATED + 1).map(|c| Label { place: Place::At(c.span), note: name(c) });
    let primary = labels.next().unwrap_or(Label { place: Place::At(table.anchor), note: String::new() });
    let related: Vec<Label> = labels.collect();
    let mut values = BTreeMap::new();
    values.insert("table", form.title.to_string());
    values.insert("count", faulty.len().to_string());
    let mut names: Vec<String> = faulty.iter().take(3).map(|c| name(c)).collect();
    if faulty.len() > 3 {
        names.push("…".to_owned());
    }
    values.insert("cells", names.join("、"));
    let mut identity = form.table.to_string();
    if again > 0 {
        identity.push_str(&format!("/{}", again + 1));
    }
    Failure { primary, related, values, identity, ..Failure::default() }
}
