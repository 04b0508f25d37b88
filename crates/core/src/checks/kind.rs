//! What every kind of check provides.

use super::parameter::Scope;
use crate::checks::across::Across;
use crate::checks::context::Context;
use crate::checks::outcome::Outcome;
use crate::checks::parameter::Problems;
use crate::checks::relation::{Proof, Relation};
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;

/// A kind is a struct of typed parameters (`deny_unknown_fields`, [`Scalar`](crate::checks::parameter::Scalar) for what
/// [`Kind::validate`] may blame), in a file of its own, and a line in [`Check`](crate::checks::kinds::Check).
pub trait Kind {
    /// Judges one report. A kind that compares reports says nothing of one alone.
    fn evaluate(&self, _context: &Context<'_>) -> Outcome {
        Outcome::NotApplicable
    }

    /// What the check compares, where it is about several reports.
    fn across(&self) -> Option<Across<'_>> {
        None
    }

    /// The relations that hold in this report, where the check is about such: what a wrong figure alone cannot be in.
    fn intact(&self, _context: &Context<'_>, _out: &mut Vec<Relation>) {}

    /// The sums that must come to nothing in a form, whatever it is filled in with.
    fn proofs(&self, _form: &Form) -> Vec<Proof> {
        Vec::new()
    }

    /// Whether what cells may not exceed is all that the check knows: broken alone it says nothing of what they ought
    /// to be.
    fn is_of_bounds(&self) -> bool {
        false
    }

    /// Whether the check asks for this section of the format.
    fn requires_section(&self, _lexicon: &Lexicon, _topic: &str) -> bool {
        false
    }

    /// Whether the check asks for something under every heading of the format.
    fn wants_content(&self) -> bool {
        false
    }

    /// Whether the check is about what stands in cells: one finding tells all of them.
    fn is_of_cells(&self) -> bool {
        false
    }

    /// Whether the check is about cells in which nothing stands.
    fn is_of_blanks(&self) -> bool {
        false
    }

    /// The words that a [`Prefilter`](crate::checks::prefilter::Prefilter) for this check must know.
    fn words(&self) -> Vec<(&str, Scope)> {
        Vec::new()
    }

    /// The names that a message may use in braces: those that `evaluate` puts in
    /// [`Failure::values`](crate::checks::outcome::Failure::values).
    fn placeholders(&self) -> &'static [&'static str] {
        &[]
    }

    /// The names that `evaluate` gives [`Failure::case`](crate::checks::outcome::Failure::case).
    fn cases(&self) -> &'static [&'static str] {
        &[]
    }

    /// Finds mistakes in the parameters: names of tables, cells, roles, topics that the lexicon does not have, bad
    /// patterns.
    fn validate(&self, _lexicon: &Lexicon, _problems: &mut Problems) {}
}
