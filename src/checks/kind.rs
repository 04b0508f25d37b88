//! What every kind of check provides.

use crate::checks::context::Context;
use crate::checks::outcome::Outcome;
use crate::checks::parameter::Problems;
use crate::checks::scope::Scope;
use crate::lexicon::Lexicon;

/// What every kind of check provides. A kind is a struct of typed parameters (`deny_unknown_fields`, [`Scalar`] for what
/// [`Kind::validate`] may blame), in a file of its own, and a line in [`Check`].
pub trait Kind {
    fn evaluate(&self, context: &Context<'_>) -> Outcome;

    /// The words that a [`Prefilter`] for this check must know.
    fn words(&self) -> Vec<(&str, Scope)> {
        Vec::new()
    }

    /// The names that a message may use in braces: those that `evaluate` puts in [`Failure::values`].
    fn placeholders(&self) -> &'static [&'static str] {
        &[]
    }

    /// The names that `evaluate` gives [`Failure::case`].
    fn cases(&self) -> &'static [&'static str] {
        &[]
    }

    /// Finds mistakes in the parameters: names of tables, cells, roles, topics that the lexicon does not have, bad patterns.
    fn validate(&self, _lexicon: &Lexicon, _problems: &mut Problems) {}
}
