//! Relations between figures: signed, they sum to zero. What causes of wrong figures are worked out from.

use crate::source::Span;

/// Place, sign (+1 or -1) and value of a figure in a sum.
pub type Term = (Span, i8, rust_decimal::Decimal);

/// A relation between figures: signed, they sum to zero. Of several readings one must.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    pub terms: Vec<Term>,
    /// Other sums that the words may mean as well.
    pub readings: Vec<Vec<Term>>,
    /// The sum may also lie above zero: parts that need not be all of their whole.
    pub open: bool,
}

/// Cells of a form, counted row by row, each with how often it is taken: with the constant they come to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub cells: Vec<(usize, i64)>,
    pub constant: i64,
}

impl Relation {
    /// A relation with a single reading.
    pub fn of(terms: Vec<Term>) -> Self {
        Self { terms, ..Self::default() }
    }

    /// All sums of which one must be zero.
    pub fn sums(&self) -> impl Iterator<Item = &[Term]> {
        std::iter::once(self.terms.as_slice()).chain(self.readings.iter().map(Vec::as_slice))
    }
}
