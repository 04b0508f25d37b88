//! Plain text: a line is a paragraph; runs of `|` rows or tab-separated rows are tables.

use crate::document::{BlockKind, Builder, Document};
use crate::source::Source;

pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source.text.len());
    let mut from = 0;
    for line in source.text.split_inclusive('\n') {
        builder.begin();
        builder.push(line.trim_end_matches(['\n', '\r']), from);
        from += line.len();
        builder.end(BlockKind::Paragraph, from);
    }
    builder.finish(source)
}
