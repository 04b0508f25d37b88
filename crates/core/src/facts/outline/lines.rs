//! The lines of a report: blocks, cut at line breaks inside them, in reading order.

use crate::document::{BlockKind, Document};
use crate::source::Span;

/// A line of readable text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub block: usize,
    pub span: Span,
    pub kind: BlockKind,
}

impl Line {
    pub fn is_table(self) -> bool {
        matches!(self.kind, BlockKind::Table(_))
    }
}

pub(crate) fn lines(document: &Document) -> Vec<Line> {
    let mut lines = Vec::with_capacity(document.blocks.len() + 8);
    for (block, b) in document.blocks.iter().enumerate() {
        let text = document.slice(b.span);
        if matches!(b.kind, BlockKind::Table(_)) || memchr::memchr(b'\n', text.as_bytes()).is_none() {
            lines.push(Line { block, span: b.span, kind: b.kind });
            continue;
        }
        let mut at = 0;
        for piece in text.split('\n') {
            let trimmed = piece.trim();
            if !trimmed.is_empty() {
                let start = at + (piece.len() - piece.trim_start().len());
                lines.push(Line { block, span: b.span.part(start..start + trimmed.len()), kind: b.kind });
            }
            at += piece.len() + 1;
        }
    }
    lines
}
