//! The cells of statutory tables as the score counts them: which a finding accuses, which are not there, which hold no
//! figure. The tables are asked themselves, so that what no finding tells costs as well.

use std::collections::BTreeSet;

use super::ledger::Told;
use crate::checks::diagnosis::Certainty;
use crate::checks::outcome::{Failure, Label, Place};
use crate::facts::model::{CellState, Facts, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::report::Takes;
use crate::rulebook::scheme::Part;

/// A cell of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub table: usize,
    pub row: u16,
    pub column: u16,
}

impl At {
    /// One number for row and column.
    pub(super) fn place(self) -> u32 {
        u32::from(self.row) << 16 | u32::from(self.column)
    }
}

/// The line that a cell is counted with: its row, or in a table of one row its group of columns.
pub(super) fn line(form: Option<&Form>, at: At) -> u32 {
    let group = form.filter(|f| f.rows.len() == 1).and_then(|f| f.columns.get(usize::from(at.column)));
    group.and_then(|c| c.groups.first()).map_or_else(|| u32::from(at.row), |group| u32::from(*group))
}

/// The cells that a failure accuses, and how many relations it stands for beyond them.
pub(super) fn accused(failure: &Failure, of_cells: bool, facts: &Facts) -> (Vec<At>, usize) {
    let labels = || std::iter::once(&failure.primary).chain(&failure.related);
    let tangled = failure.diagnosis.filter(|d| d.certainty == Certainty::Tangled);
    let most = match failure.diagnosis {
        _ if of_cells || tangled.is_some() => usize::MAX,
        Some(diagnosis) => diagnosis.figures.max(1),
        None => 1,
    };
    let cell_at = |label: &Label| match label.place {
        Place::At(span) => facts.tables.iter().enumerate().find_map(|(table, t)| {
            let cell = t.cells.iter().find(|c| c.span == span)?;
            Some(At { table, row: cell.row, column: cell.column })
        }),
        Place::Absent { .. } => None,
    };
    let found = labels().take(most).filter_map(cell_at);
    let mut cells: Vec<At> = found.collect();
    // What a text says otherwise than a cell is held against the cell: so it stays where the cell is emptied.
    if cells.is_empty() {
        cells.extend(labels().filter_map(cell_at).next());
    }
    // Of a tangle the cells are only where it shows.
    match tangled {
        Some(d) => (cells.first().copied().into_iter().collect(), d.relations.saturating_sub(1)),
        None => (cells, 0),
    }
}

fn of<'f>(
    table: &'f str,
    facts: &'f Facts,
    lexicon: &'f Lexicon,
) -> impl Iterator<Item = (usize, &'f Table, &'f Form)> {
    facts.tables.iter().enumerate().filter_map(move |(number, t)| {
        let form = lexicon.forms.get(t.form).filter(|f| f.table == table)?;
        Some((number, t, form))
    })
}

/// Whether the table is there with a figure in it.
pub(super) fn has_figure(table: &str, facts: &Facts, lexicon: &Lexicon) -> bool {
    of(table, facts, lexicon).any(|(_, t, _)| t.cells.iter().any(|c| c.value.is_some()))
}

/// Whether the table is there, filled in or not.
pub(super) fn is_there(table: &str, facts: &Facts, lexicon: &Lexicon) -> bool {
    of(table, facts, lexicon).next().is_some()
}

/// Whether the table is there and was not read whole.
pub(super) fn is_unread(table: &str, facts: &Facts, lexicon: &Lexicon) -> bool {
    of(table, facts, lexicon).any(|(_, t, _)| t.cut || !t.unread.is_empty())
}

/// Adds what takes points off a table whatever the findings are: rows that are not there, cells without a figure.
pub(super) fn complete(
    part: &Part,
    entries: &mut Vec<(Takes, Option<usize>)>,
    facts: &Facts,
    lexicon: &Lexicon,
    told: &[Told],
) {
    let Some(table) = part.table().filter(|t| has_figure(t, facts, lexicon)) else { return };
    let finding =
        |fits: &dyn Fn(&Told) -> bool| told.iter().position(|t| t.identity.split('/').next() == Some(table) && fits(t));
    let (mut blank, mut text) = (BTreeSet::new(), BTreeSet::new());
    for (number, t, form) in of(table, facts, lexicon) {
        for cell in &t.cells {
            let at = At { table: number, row: cell.row, column: cell.column };
            match cell.state {
                CellState::Number => {}
                CellState::Text => _ = text.insert((line(Some(form), at), at.place())),
                CellState::Blank | CellState::NotApplicable => _ = blank.insert((line(Some(form), at), at.place())),
            }
        }
    }
    let mut known: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (takes, _) in entries.iter() {
        if let Takes::Figures(figures) = takes {
            known.extend(figures);
        }
    }
    let odd: Vec<(u32, u32)> = text.difference(&known).copied().collect();
    if !odd.is_empty() {
        let tells = |t: &Told| t.cells.iter().any(|c| odd.iter().any(|o| o.1 == c.place()));
        let named = finding(&tells);
        entries.push((Takes::Figures(odd), named));
    }
    let open = blank.difference(&known).next().is_some();
    let named = |t: &Told| t.blank;
    if open {
        let draft = || told.iter().position(|t| t.identity == "draft");
        entries.push((Takes::Blank, finding(&named).or_else(draft)));
    }
    if !is_unread(table, facts, lexicon) {
        absent(table, entries, facts, lexicon, finding(&|t| t.case == Some("missing")));
    }
}

/// Lines and cells of the form that the report does not have.
fn absent(
    table: &str,
    entries: &mut Vec<(Takes, Option<usize>)>,
    facts: &Facts,
    lexicon: &Lexicon,
    finding: Option<usize>,
) {
    let there: BTreeSet<u32> = of(table, facts, lexicon)
        .flat_map(|(table, t, _)| t.cells.iter().map(move |c| At { table, row: c.row, column: c.column }.place()))
        .collect();
    // Only forms that a section of the format draws are fixed.
    let first = of(table, facts, lexicon).next().filter(|(_, _, form)| form.topic.is_some());
    let Some((number, _, form)) = first else { return };
    let mut gone: Vec<(u32, u32)> = Vec::new();
    let mut kept: BTreeSet<u32> = BTreeSet::new();
    for row in 0..form.rows.len() as u16 {
        for (column, _) in form.columns.iter().enumerate().filter(|(_, c)| !c.optional) {
            let at = At { table: number, row, column: column as u16 };
            let line = line(Some(form), at);
            if there.contains(&at.place()) {
                kept.insert(line);
            } else {
                gone.push((line, at.place()));
            }
        }
    }
    let mut lines: Vec<u32> = gone.iter().map(|g| g.0).filter(|line| !kept.contains(line)).collect();
    lines.dedup();
    gone.retain(|g| kept.contains(&g.0));
    if !lines.is_empty() {
        entries.push((Takes::Lines(lines), finding));
    }
    if !gone.is_empty() {
        entries.push((Takes::Figures(gone), finding));
    }
}
