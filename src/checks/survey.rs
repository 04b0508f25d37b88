//! What several checks would each work out for themselves, worked out once a report by the first that asks.
//! Each part belongs to the file that fills it; here it is only kept.

use std::cell::OnceCell;

use super::cells::Odd;
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
