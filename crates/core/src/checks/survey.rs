//! What several checks would each work out for themselves, worked out once a report by the first that asks.
//! Each part belongs to the file that fills it; here it is only kept.

use std::cell::OnceCell;

use serde::Deserialize;

use crate::source::Span;

/// What is known of one report so far.
#[derive(Debug, Default)]
pub struct Survey {
    /// [`super::scope::tables`].
    pub(super) tables: OnceCell<Vec<Span>>,
    /// [`super::scope::paragraphs`].
    pub(super) paragraphs: OnceCell<Vec<(usize, Span)>>,
    /// The top sections that the format prescribes: index of the section, and its place in the format.
    pub(super) sections: OnceCell<Vec<(usize, usize)>>,
    /// Long runs of digits, which may be numbers of a person.
    pub(super) numbers: OnceCell<Vec<Span>>,
    /// Cells with something odd about them.
    pub(super) odd_cells: OnceCell<Vec<Odd>>,
    /// For each table its figures as plain numbers, where all of them are.
    pub(super) figures: OnceCell<Vec<Option<Vec<i32>>>>,
}

/// A cell with a fault: its table and its place there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Odd {
    pub(super) table: usize,
    pub(super) cell: usize,
    pub(super) fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// Nothing, or a mark such as `/`, where a number belongs.
    Blank,
    /// Only the total of a row is filled in.
    OnlyTotal,
    /// The total of a row is all that is not filled in.
    NoTotal,
    /// Nothing at all is filled in, in all of the table.
    Unfilled,
    /// The same figure above zero in every cell of a table.
    Alike,
    /// Zero in every cell of a table.
    Zero,
    /// Below zero where only counts can stand.
    Negative,
    /// A part of one where things are counted.
    Fraction,
    /// Rounded (2万), or qualified (约, 余).
    Approximate,
    /// A number with its unit, where the form states the unit.
    Unit,
    /// Text that is no number.
    Text,
}
