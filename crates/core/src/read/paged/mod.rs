//! Pages: from characters and ruling lines at places to paragraphs and tables. What the readers of PDF and OFD share.
//! Never guesses a cell or a figure; knows nothing of how a file holds its pages.

mod aligned;
mod blocks;
mod budget;
mod furniture;
mod join;
mod lattice;
mod lines;
mod path;
mod sheet;
mod table;
mod write;

pub(super) use budget::Budget;
pub(super) use path::{IDENTITY, Matrix, Path, apply, then};
pub(super) use sheet::{Glyph, Sheet};
pub(super) use write::{bytes, document, legible};

/// More pages than this no annual report has.
pub(super) const MAX_PAGES: usize = 400;
