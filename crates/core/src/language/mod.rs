//! What holds of any Chinese text: how it writes numbers, dates, list numbers and characters. Knows no report.

pub mod numbers;
pub mod numbering;
pub(crate) mod lead;
pub(crate) mod note_marks;
pub(crate) mod small_words;
pub(crate) mod layout;
pub mod dates;
pub mod traditional;
pub(crate) mod written;
pub mod ideographs;
pub mod fold;
