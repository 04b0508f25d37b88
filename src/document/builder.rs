//! What readers build a document with: text goes in with the place it came from and is folded on the way.

use super::fold::{fold_char, may_fold};
use super::{Block, BlockKind, Document, Grid, GridCell, Run, Signs, Text};
use crate::source::{Source, Span};

/// Builds a [`Document`]. Text is pushed in reading order between [`Builder::begin`] and [`Builder::end`].
#[derive(Debug, Default)]
pub struct Builder {
    text: Text,
    blocks: Vec<Block>,
    grids: Vec<Grid>,
    pub signs: Signs,
    start: usize,
}

impl Builder {
    /// `capacity`: the length of readable text expected, in bytes.
    pub fn new(capacity: usize) -> Self {
        let text = Text { folded: String::with_capacity(capacity), runs: Vec::with_capacity(capacity / 16) };
        Self { text, ..Self::default() }
    }

    /// The current end of the readable text.
    pub fn offset(&self) -> usize {
        self.text.folded.len()
    }

    /// Adds text that stands in the source at `from`, byte for byte; folds it on the way.
    pub fn push(&mut self, raw: &str, from: usize) {
        let bytes = raw.as_bytes();
        let mut copied = 0;
        let mut i = 0;
        while i < bytes.len() {
            if !may_fold(bytes[i]) {
                i += 1;
                continue;
            }
            let c = raw[i..].chars().next().unwrap_or_default();
            let folded = fold_char(c);
            if folded != Some(c) {
                self.push_same(&raw[copied..i], from + copied);
                if let Some(folded) = folded {
                    self.push_unit(folded, from + i, c.len_utf8());
                }
                copied = i + c.len_utf8();
            }
            i += c.len_utf8();
        }
        self.push_same(&raw[copied..], from + copied);
    }

    /// Adds one character that stands for `len` bytes of the source at `from`: an entity, a folded space.
    pub fn push_unit(&mut self, c: char, from: usize, len: usize) {
        self.text.runs.push(Run { at: self.offset() as u32, from: from as u32, len: len as u32 });
        self.text.folded.push(c);
    }

    fn push_same(&mut self, raw: &str, from: usize) {
        if raw.is_empty() {
            return;
        }
        let at = self.offset();
        let in_step = self.text.runs.last().is_some_and(|r| {
            let len = at - r.at as usize;
            len == r.len as usize && r.from as usize + len == from
        });
        match self.text.runs.last_mut() {
            Some(run) if in_step => run.len += raw.len() as u32,
            _ => self.text.runs.push(Run { at: at as u32, from: from as u32, len: raw.len() as u32 }),
        }
        self.text.folded.push_str(raw);
    }

    /// A line break that is not of the source: between blocks and between cells. `from` is where the source goes on.
    pub fn separate(&mut self, from: usize) {
        if !self.text.folded.is_empty() && !self.text.folded.ends_with('\n') {
            self.text.runs.push(Run { at: self.offset() as u32, from: from as u32, len: 0 });
            self.text.folded.push('\n');
        }
    }

    /// Starts a block or a cell at the current offset.
    pub fn begin(&mut self) {
        self.start = self.offset();
    }

    /// The text since [`Builder::begin`], trimmed.
    pub fn since_begin(&self) -> Span {
        self.trimmed(self.start, self.offset())
    }

    /// Ends a block; an empty one leaves no trace.
    pub fn end(&mut self, kind: BlockKind, from: usize) {
        let span = self.since_begin();
        if !span.is_empty() {
            self.blocks.push(Block { span, kind });
        }
        self.separate(from);
    }

    /// Adds a table whose cells' spans are of text pushed before.
    pub fn table(&mut self, rows: usize, columns: usize, cells: Vec<GridCell>, flattened: bool) {
        let Some(span) = cells.iter().map(|c| c.span).reduce(Span::join) else { return };
        self.blocks.push(Block { span, kind: BlockKind::Table(self.grids.len()) });
        self.grids.push(Grid { span, rows, columns, cells, flattened });
    }

    fn trimmed(&self, start: usize, end: usize) -> Span {
        let text = &self.text.folded[start..end];
        let from = start + (text.len() - text.trim_start().len());
        Span::new(from.min(start + text.trim_end().len()), start + text.trim_end().len())
    }

    pub fn finish(self, source: Source) -> Document {
        Document { source, text: self.text, blocks: self.blocks, grids: self.grids, signs: self.signs }
    }
}
