//! What the checks on figures in prose share: whose year a figure is of, and the cells of tables that a role names.
//! Knows the shape of roles (`table.row.column`), no role in particular.

use rust_decimal::Decimal;

use super::context::Context;
use crate::facts::model::{CellState, Count, Table};
use crate::lexicon::forms::Form;
use crate::source::Span;

/// A sum of cells with the places it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub value: Decimal,
    pub cells: Vec<(Span, i8, Decimal)>,
}

impl Sum {
    fn add(&mut self, other: Sum, sign: i8) {
        self.value += other.value * Decimal::from(sign);
        self.cells.extend(other.cells.into_iter().map(|(span, s, value)| (span, s * sign, value)));
    }
}

/// What came of asking the tables for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Found(Sum),
    /// The report has no such table, or its form no such row.
    Absent,
    /// A cell it needs was not read, or holds no number.
    Unread,
}

/// True where a figure is of the report year, as far as its clause tells.
pub(crate) fn of_this_year(context: &Context<'_>, count: &Count) -> bool {
    match (&context.facts.profile.report_year, count.year) {
        (Some(own), Some(year)) => own.value == year,
        _ => true,
    }
}

fn table<'a>(context: &'a Context<'_>, id: &str) -> Option<(&'a Table, &'a Form)> {
    let mut found = context
        .facts
        .tables
        .iter()
        .filter_map(|t| context.lexicon.forms.get(t.form).map(|f| (t, f)))
        .filter(|(_, f)| f.table == id);
    let first = found.next()?;
    // Two tables of one kind: which of them the prose means is not known.
    found.next().is_none().then_some(first)
}

/// The figure that a role names: a cell, or the sum of a group's rows.
pub(crate) fn ask(context: &Context<'_>, role: &str, scope: &str) -> Asked {
    if let Some(parts) = context.lexicon.counts.reviews.parts(role) {
        let mut sum = Sum::default();
        for part in parts {
            match ask(context, &part, scope) {
                Asked::Found(part) => sum.add(part, 1),
                other => return other,
            }
        }
        return Asked::Found(sum);
    }
    let Some((id, rest)) = role.split_once('.') else { return Asked::Absent };
    let Some((table, form)) = table(context, id) else { return Asked::Absent };
    let Some((rows, column)) = form.locate(rest, scope) else { return Asked::Absent };
    let mut sum = Sum::default();
    for row in rows {
        match table.cell(row, column) {
            Some(cell) if cell.state == CellState::Number => {
                let Some(value) = cell.value else { return Asked::Unread };
                sum.add(Sum { value, cells: vec![(cell.span, 1, value)] }, 1);
            }
            // The total was left out: it is what the applicants make.
            Some(cell) if cell.state == CellState::Blank && scope == context.whole_scope() => {
                let Some(part) = applicants(context, table, form, row, column) else { return Asked::Unread };
                sum.add(part, 1);
            }
            _ => return Asked::Unread,
        }
    }
    Asked::Found(sum)
}

/// What the other columns of a row make, where each is of one kind of applicants.
fn applicants(context: &Context<'_>, table: &Table, form: &Form, row: u16, total: u16) -> Option<Sum> {
    let mut sum = Sum::default();
    for (at, column) in (0_u16..).zip(&form.columns).filter(|(at, _)| *at != total) {
        context.lexicon.counts.scopes.iter().find(|scope| **scope == column.id)?;
        let cell = table.cell(row, at).filter(|cell| cell.state == CellState::Number)?;
        sum.add(Sum { value: cell.value?, cells: vec![(cell.span, 1, cell.value?)] }, 1);
    }
    (sum.cells.len() > 1).then_some(sum)
}

/// A reading of a figure: `new_received + carried_in - carried_out`, rows of one table with the figure's own scope.
pub(crate) fn ask_sum(context: &Context<'_>, expression: &str, scope: &str) -> Asked {
    let mut sum = Sum::default();
    let mut sign = 1;
    for term in expression.split_ascii_whitespace() {
        match term {
            "+" => sign = 1,
            "-" => sign = -1,
            role => match ask(context, role, scope) {
                Asked::Found(part) => sum.add(part, sign),
                other => return other,
            },
        }
    }
    if sum.cells.is_empty() { Asked::Absent } else { Asked::Found(sum) }
}

/// The words of a clause without its figures: what a finding is known by when values change.
pub(crate) fn words_of(context: &Context<'_>, span: Span) -> String {
    context.document.slice(span).chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).take(40).collect()
}
