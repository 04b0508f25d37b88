//! A relation on the cells of one form: compiled once, evaluated exactly on each table.

use rust_decimal::Decimal;

use super::super::cells::lacks_total;
use super::parse::Each;
use super::parse::{Compare, Name, Of, Relation, Side, Statement};
use crate::facts::model::{Cell, CellState, Table};
use crate::lexicon::forms::Form;

/// Where an operand stands among the cells of a full table, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// In the first instance.
    first: u32,
    /// How much further it stands in each next one.
    step: u32,
}

impl Position {
    pub fn at(self, instance: u16) -> usize {
        (self.first + self.step * u32::from(instance)) as usize
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Operand {
    pub factor: i64,
    pub cells: Vec<Position>,
    pub max: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Linear {
    pub operands: Vec<Operand>,
    pub constant: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub left: Linear,
    pub compare: Compare,
    pub right: Linear,
}

#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub condition: Option<Comparison>,
    pub relation: Comparison,
    /// Rows or columns for which it holds one by one; a single instance where it names whole cells.
    pub instances: u16,
}

/// Compiles a statement for a form; none where the form lacks a name.
pub(crate) fn compile(statement: &Statement, each: Option<Each>, form: &Form) -> Option<Compiled> {
    let condition = match &statement.condition {
        Some(condition) => Some(comparison(condition, each, form)?),
        None => None,
    };
    let instances = match each {
        Some(Each::Column) => form.columns.len(),
        Some(Each::Row) => form.rows.len(),
        None => 1,
    };
    Some(Compiled { condition, relation: comparison(&statement.relation, each, form)?, instances: instances as u16 })
}

fn comparison(relation: &Relation, each: Option<Each>, form: &Form) -> Option<Comparison> {
    Some(Comparison {
        left: linear(&relation.left, each, form)?,
        compare: relation.compare,
        right: linear(&relation.right, each, form)?,
    })
}

fn linear(side: &Side, each: Option<Each>, form: &Form) -> Option<Linear> {
    let mut operands = Vec::with_capacity(side.terms.len());
    for term in &side.terms {
        let mut cells = Vec::new();
        let max = match &term.of {
            Of::Cell(name) => {
                cells.extend(resolve(name, false, each, form)?);
                false
            }
            Of::Sum(name) => {
                cells.extend(resolve(name, true, each, form)?);
                false
            }
            Of::Max(names) => {
                for name in names {
                    cells.extend(resolve(name, false, each, form)?);
                }
                true
            }
        };
        operands.push(Operand { factor: term.factor, cells, max });
    }
    Some(Linear { operands, constant: side.constant })
}

/// The cells that a name stands for; none where the form does not know it.
pub(crate) fn resolve(name: &Name, sum: bool, each: Option<Each>, form: &Form) -> Option<Vec<Position>> {
    let rows = |id: &str| -> Option<Vec<u16>> {
        if sum && let Some(group) = form.group(id) {
            return Some(group.leaves.clone().collect());
        }
        form.row(id).map(|r| vec![r])
    };
    let width = form.columns.len() as u32;
    let first = |row: u16| u32::from(row) * width;
    match each {
        Some(Each::Column) => {
            Some(rows(&name.text)?.into_iter().map(|r| Position { first: first(r), step: 1 }).collect())
        }
        Some(Each::Row) => form.column(&name.text).map(|c| vec![Position { first: c.into(), step: width }]),
        None => {
            let (row, column) = name.text.split_once('.')?;
            let column = form.column(column)?;
            Some(rows(row)?.into_iter().map(|r| Position { first: first(r) + u32::from(column), step: 0 }).collect())
        }
    }
}

/// What came of one instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Yes,
    No,
    /// A cell is not there or holds text.
    Unread,
    /// None of its cells is there.
    Absent,
    /// All the parts, or the bound, are blank: nothing was stated that could be added up or exceeded.
    PartsBlank,
}

/// A table with direct access to its cells.
pub(crate) struct Cells<'a> {
    pub table: &'a Table,
    width: usize,
    rows: usize,
    dense: bool,
    /// See [`plain`].
    plain: Option<&'a [i32]>,
}

/// The figures of a full table, row by row, blank cells as zero; none where one of them is text, has decimals or is
/// large.
pub(crate) fn plain(table: &Table, form: &Form) -> Option<Vec<i32>> {
    if table.cells.len() != form.columns.len() * form.rows.len() {
        return None;
    }
    let figure = |cell: &Cell| match (cell.state, cell.value) {
        (CellState::Number, Some(value)) if value.scale() == 0 => i32::try_from(value.mantissa()).ok(),
        (CellState::Blank | CellState::NotApplicable, _) => Some(0),
        _ => None,
    };
    let mut figures = Vec::with_capacity(table.cells.len());
    for cell in &table.cells {
        figures.push(figure(cell)?);
    }
    Some(figures)
}

impl<'a> Cells<'a> {
    pub fn new(table: &'a Table, form: &Form, plain: Option<&'a [i32]>) -> Self {
        let width = form.columns.len();
        let rows = form.rows.len();
        Self { table, width, rows, dense: table.cells.len() == width * rows, plain }
    }

    /// Whether a relation is of a row, or of cells of the last column, that have figures before them and hold no total.
    pub fn lack_total(&self, each: Each, relation: &Comparison, instance: u16) -> bool {
        let lacks = |row: usize| lacks_total((0..self.width).filter_map(|c| self.get(row * self.width + c)));
        let cells = || relation.left.operands.iter().chain(&relation.right.operands).flat_map(|o| &o.cells);
        match each {
            _ if self.width < 3 || self.rows < 2 => false,
            Each::Row => lacks(usize::from(instance)),
            Each::Column => {
                usize::from(instance) + 1 == self.width && cells().any(|p| lacks(p.at(instance) / self.width))
            }
        }
    }

    /// The cell at a [`Position`].
    pub fn get(&self, at: usize) -> Option<&'a Cell> {
        if self.dense {
            // Cells are sorted and at most one a position: a full table is a rectangle.
            return self.table.cells.get(at);
        }
        self.table.cell(at.checked_div(self.width)? as u16, at.checked_rem(self.width)? as u16)
    }
}

/// A side's value. Whole numbers are added as such; decimals only where there are some.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Total {
    whole: i128,
    rest: Decimal,
}

impl Total {
    fn add(&mut self, factor: i64, value: Decimal) {
        if value.scale() == 0 {
            self.whole = self.whole.saturating_add(value.mantissa().saturating_mul(i128::from(factor)));
        } else {
            self.rest += value * Decimal::from(factor);
        }
    }

    pub fn value(self) -> Decimal {
        (Decimal::try_from_i128_with_scale(self.whole, 0)
            .unwrap_or(Decimal::MAX)
            .checked_add(self.rest)
            .unwrap_or(Decimal::MAX))
        .normalize()
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub total: Total,
    present: u16,
    absent: u16,
    text: u16,
    blank: u16,
}

pub(crate) fn sum(linear: &Linear, cells: &Cells<'_>, instance: u16) -> Sum {
    let mut sum = Sum::default();
    sum.total.whole = i128::from(linear.constant);
    for operand in &linear.operands {
        let mut largest: Option<Decimal> = None;
        for position in &operand.cells {
            let Some(cell) = cells.get(position.at(instance)) else {
                sum.absent += 1;
                continue;
            };
            sum.present += 1;
            match (cell.state, cell.value) {
                (CellState::Number, Some(value)) if operand.max => {
                    largest = Some(largest.map_or(value, |l| l.max(value)))
                }
                (CellState::Number, Some(value)) => sum.total.add(operand.factor, value),
                (CellState::Blank | CellState::NotApplicable, _) => sum.blank += 1,
                _ => sum.text += 1,
            }
        }
        if let Some(largest) = largest {
            sum.total.add(operand.factor, largest);
        }
    }
    sum
}

/// Whether a comparison holds for plain figures: what nearly all tables have, and nearly all relations do.
pub(crate) fn is_plainly_held(comparison: &Comparison, cells: &Cells<'_>, instance: u16) -> bool {
    let Some(figures) = cells.plain else { return false };
    let side = |linear: &Linear| {
        let mut total = linear.constant;
        for operand in &linear.operands {
            let figure = |position: &Position| figures.get(position.at(instance)).map(|&f| i64::from(f));
            let mut of = operand.cells.iter().map(figure);
            let value = if operand.max {
                // A blank cell is no zero here, which shows beside figures below zero.
                of.try_fold(0, |largest, f| f.filter(|&f| f >= 0).map(|f| f.max(largest)))
            } else {
                of.try_fold(0, |sum, f| Some(sum + f?))
            };
            total = total.checked_add(value?.checked_mul(operand.factor)?)?;
        }
        Some(total)
    };
    let has_cells = |linear: &Linear| linear.operands.iter().any(|o| !o.cells.is_empty());
    (has_cells(&comparison.left) || has_cells(&comparison.right))
        && side(&comparison.left)
            .zip(side(&comparison.right))
            .is_some_and(|(left, right)| comparison.compare.admits(left.cmp(&right)))
}

/// Whether a comparison holds in one row, column or table, and nothing it needs is missing.
pub(crate) fn is_held(comparison: &Comparison, cells: &Cells<'_>, instance: u16) -> bool {
    is_plainly_held(comparison, cells, instance) || holds(comparison, cells, instance).0 == Held::Yes
}

/// Whether a comparison holds in one row, column or table.
pub(crate) fn holds(comparison: &Comparison, cells: &Cells<'_>, instance: u16) -> (Held, Sum, Sum) {
    let (left, right) = (sum(&comparison.left, cells, instance), sum(&comparison.right, cells, instance));
    if left.present + right.present == 0 {
        return (Held::Absent, left, right);
    }
    if left.absent + right.absent + left.text + right.text > 0 {
        return (Held::Unread, left, right);
    }
    let order = if left.total.rest.is_zero() && right.total.rest.is_zero() {
        left.total.whole.cmp(&right.total.whole)
    } else {
        left.total.value().cmp(&right.total.value())
    };
    // What is not filled in is no bound either.
    let least = if comparison.compare == Compare::Equal { 1 } else { 0 };
    let all_blank = |s: &Sum| s.present > least && s.blank == s.present;
    let held = if comparison.compare.admits(order) {
        Held::Yes
    } else if all_blank(&left) || all_blank(&right) {
        Held::PartsBlank
    } else {
        Held::No
    };
    (held, left, right)
}
