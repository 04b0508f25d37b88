//! What reports and those who print them say of the rulebook.

use crate::report;
use crate::rulebook::Rulebook;
use crate::terms::{Category, Language};

/// Its name, version and digest.
pub fn about(book: &Rulebook) -> report::Rulebook {
    report::Rulebook { name: book.name.clone(), version: book.version.clone(), digest: book.digest.clone() }
}

/// Titles of the dimensions of the score.
pub fn dimensions(book: &Rulebook, language: Language) -> Vec<(Category, String)> {
    book.law.dimensions.iter().map(|d| (d.id, d.title.get(language).to_owned())).collect()
}
