//! Finding many words in a text at once. Knows no language and no report.

mod ends;
mod few_words;
mod nearest;
mod words;

pub use ends::ends_with;
pub use few_words::FewWords;
pub use nearest::nearest;
pub use words::{Found, MOST, Words};
