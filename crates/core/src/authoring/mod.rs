//! For authors of rules: tests inside rule files, explanations, pages, listings. Plain functions from a rulebook to
//! text; files are for the command line.

mod coverage;
mod diff;
mod explain;
mod listing;
mod mutants;
mod mutation;
mod pages;
mod required_tests;
mod samples;
mod testing;

pub use coverage::{CoverageReport, CoverageRow, State, coverage, coverage_text};
pub use diff::{Change, ChangedField, ChangedRule, Edition, diff, diff_text};
pub use explain::{ExplainRequest, explain};
pub use listing::{Filter, RuleRow, UnknownRule, find_rule, list, list_text};
pub use mutants::Class;
pub use mutation::{Count, Mutated, MutationReport, Survivor, mutate, mutation_text};
pub use pages::{is_page, pages, stale_pages};
pub use required_tests::missing_tests;
pub use testing::{TestResult, run_rule, run_tests};

use crate::rulebook::{Input, Loaded, Mistakes, load};

/// Reads a rulebook from its YAML, tests and all, and adds rulebooks of the user to it, in order.
///
/// # Errors
/// The mistakes in the first rulebook that has any.
pub fn load_with_tests(base: Vec<Input>, added: Vec<Vec<Input>>) -> Result<Loaded, Mistakes> {
    let mut loaded = load(base, None)?;
    for inputs in added {
        let mut next = load(inputs, Some(&loaded.rulebook))?;
        next.warnings.splice(0..0, loaded.warnings);
        loaded = next;
    }
    Ok(loaded)
}
