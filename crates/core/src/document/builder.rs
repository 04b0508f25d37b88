//! What readers build a document with: text goes in with the place it came from and is folded on the way.

use super::{Block, BlockKind, Document, Grid, GridCell, Run, Signs, Text};
use crate::language::fold::{STEP, fold_char, is_wide};
use crate::language::layout::blanks_in_numbers;
use crate::language::traditional::{is_traditional, simplify};
use crate::source::{Source, Span};

/// Builds a [`Document`]. Text is pushed in reading order between [`Builder::begin`] and [`Builder::end`] or
/// [`Builder::cell`].
#[derive(Debug, Default)]
pub struct Builder {
    text: Text,
    blocks: Vec<Block>,
    grids: Vec<Grid>,
    pub signs: Signs,
    start: usize,
    /// Where in the source the last run would go on byte for byte; `u32::MAX` where it is not in step.
    next: u32,
}

/// A state to go back to, taken between blocks.
#[derive(Clone, Copy, Debug)]
pub struct Checkpoint {
    folded: usize,
    runs: usize,
    blocks: usize,
    grids: usize,
    images: usize,
}

impl Builder {
    /// `capacity`: the length of readable text expected, in bytes.
    pub fn new(capacity: usize) -> Self {
        let text =
            Text { folded: String::with_capacity(capacity), runs: Vec::with_capacity(capacity / 8), ..Text::default() };
        Self { text, next: u32::MAX, ..Self::default() }
    }

    /// The current end of the readable text.
    pub fn offset(&self) -> usize {
        self.text.folded.len()
    }

    /// The last character pushed.
    pub fn last(&self) -> Option<char> {
        self.text.folded.chars().next_back()
    }

    /// Where in the source what was pushed last ends.
    pub fn source_end(&self) -> usize {
        self.text.runs.last().map_or(0, |r| (r.from + r.len) as usize)
    }

    /// True where nothing was pushed since [`Builder::begin`].
    pub fn is_blank(&self) -> bool {
        self.start == self.offset()
    }

    /// Adds text that stands in the source at `from`, byte for byte; folds it on the way. White space at the start of a
    /// block is left out, and several spaces become one.
    pub fn push(&mut self, raw: &str, from: usize) {
        let bytes = raw.as_bytes();
        let mut copied = 0;
        let mut i = 0;
        loop {
            while let Some(step @ 1..) = bytes.get(i).map(|&lead| STEP[usize::from(lead)]) {
                i += usize::from(step);
            }
            match bytes.get(i..).unwrap_or_default() {
                [] => break,
                // The most common of what folds: U+FF01 to U+FF3F, full-width punctuation, digits and capitals.
                [0xef, 0xbc, third @ 0x81..=0xbf, ..] => {
                    self.push_same(&raw[copied..i], from + copied);
                    self.push_run(from + i, 3);
                    self.text.folded.push(char::from(third - 0x81 + b'!'));
                    i += 3;
                    copied = i;
                    continue;
                }
                // The most common of what may fold and does not: 、。《》 and the dash and quotation marks.
                [0xe3, second, third, ..] if [*second, *third] != [0x80, 0x80] => {
                    i += 3;
                    continue;
                }
                [0xe1, second, _, ..] if *second != 0x9a => {
                    i += 3;
                    continue;
                }
                _ => {}
            }
            let c = raw[i..].chars().next().unwrap_or_default();
            let folded = fold_char(c);
            let after = i + c.len_utf8();
            if folded == Some(' ') {
                self.push_same(&raw[copied..i], from + copied);
                self.push_space(from + i, c.len_utf8());
                copied = after;
            } else if folded != Some(c) {
                self.push_same(&raw[copied..i], from + copied);
                if let Some(folded) = folded {
                    self.push_unit(folded, from + i, c.len_utf8());
                }
                copied = after;
            }
            i = after;
        }
        self.push_same(&raw[copied..], from + copied);
    }

    /// Adds one space for `len` bytes of white space at `from`, unless the block is empty or ends with a space.
    pub fn push_space(&mut self, from: usize, len: usize) {
        if !self.is_blank() && !self.text.folded.ends_with(' ') {
            self.push_unit(' ', from, len);
        }
    }

    /// Adds one character that stands for `len` bytes of the source at `from`: an entity, a folded space.
    pub fn push_unit(&mut self, c: char, from: usize, len: usize) {
        let in_step = c.len_utf8() == len;
        let contiguous = in_step && self.next as usize == from;
        match self.text.runs.last_mut() {
            Some(run) if contiguous => run.len += len as u32,
            _ => self.text.runs.push(Run { at: self.offset() as u32, from: from as u32, len: len as u32 }),
        }
        self.next = if in_step { (from + len) as u32 } else { u32::MAX };
        self.text.folded.push(c);
    }

    /// Adds one character of the source that is not yet folded and stands for `len` bytes: an entity.
    pub fn push_char(&mut self, c: char, from: usize, len: usize) {
        match fold_char(c) {
            Some(' ') => self.push_space(from, len),
            Some(folded) => self.push_unit(folded, from, len),
            None => {}
        }
    }

    /// Adds a character that stands nowhere in the source, such as one of an automatic number, whose place is `at`.
    pub fn push_generated(&mut self, c: char, at: usize) {
        let Some(folded) = fold_char(c) else { return };
        if folded == ' ' {
            return self.push_space(at, 0);
        }
        if folded != c {
            self.text.generated.push((self.offset() as u32, c));
        }
        self.push_unit(folded, at, 0);
    }

    fn push_same(&mut self, raw: &str, from: usize) {
        if raw.is_empty() {
            return;
        }
        let contiguous = self.next as usize == from;
        match self.text.runs.last_mut() {
            Some(run) if contiguous => run.len += raw.len() as u32,
            _ => self.text.runs.push(Run { at: self.offset() as u32, from: from as u32, len: raw.len() as u32 }),
        }
        self.next = (from + raw.len()) as u32;
        self.text.folded.push_str(raw);
    }

    /// A break of the source's lines inside a block, `len` bytes at `from`: no space between ideographs, else one.
    /// `following` is the text that comes after it.
    pub fn join_lines(&mut self, from: usize, len: usize, following: &str) {
        let wide = |c: Option<char>| c.is_some_and(is_wide);
        if !(wide(self.text.folded.chars().next_back()) && wide(following.chars().next())) {
            self.push_space(from, len);
        }
    }

    /// A line break that is not of the source: between blocks and between cells. `from` is where the source goes on.
    pub fn separate(&mut self, from: usize) {
        if !self.text.folded.is_empty() && !self.text.folded.ends_with('\n') {
            self.push_break(from);
        }
    }

    fn push_break(&mut self, from: usize) {
        self.push_run(from, 0);
        self.text.folded.push('\n');
    }

    /// Begins a run of its own for a character that is not in step with the `len` bytes of the source it stands for.
    fn push_run(&mut self, from: usize, len: u32) {
        self.text.runs.push(Run { at: self.offset() as u32, from: from as u32, len });
        self.next = u32::MAX;
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
        self.join_digits();
        let span = self.since_begin();
        if !span.is_empty() {
            self.blocks.push(Block { span, kind });
        }
        self.separate(from);
        self.begin();
    }

    /// Takes the blanks out of numbers whose digits are set apart.
    fn join_digits(&mut self) {
        let blanks = blanks_in_numbers(&self.text.folded[self.start..]);
        let (Some(&first), Some(&last)) = (blanks.first(), blanks.last()) else { return };
        let (first, last) = (self.start + first, self.start + last);
        let blanks: Vec<u32> = blanks.iter().map(|b| (self.start + b) as u32).collect();
        self.text.without(&blanks);
        let before = |at: u32| blanks.partition_point(|&b| b < at) as u32;
        for image in self.signs.images.iter_mut().rev().take_while(|image| **image as usize > first) {
            *image -= before(*image);
        }
        // What comes next is not joined to a run that ends with a blank that is gone.
        if last + 1 == self.text.folded.len() + blanks.len() {
            self.next = u32::MAX;
        }
    }

    /// Ends a cell and gives its span. A blank one is an empty span whose place in the source is `from`.
    pub fn cell(&mut self, from: usize) -> Span {
        let span = self.since_begin();
        self.push_break(from);
        self.begin();
        // A blank cell is where its break stands, since only a run of its own leads back to its place.
        if span.is_empty() { Span::at(self.offset() - 1) } else { span }
    }

    /// Adds a cell of nothing but ASCII digits, which are as they are when folded, and gives its span.
    pub fn digits(&mut self, digits: &str, from: usize) -> Span {
        self.push_same(digits, from);
        let end = self.offset();
        self.push_break(from);
        self.begin();
        Span::new(end - digits.len(), end)
    }

    /// Adds a table whose cells' spans are of text pushed before. One without any text leaves no trace.
    pub fn table(&mut self, rows: usize, columns: usize, cells: Vec<GridCell>, flattened: bool) {
        let Some(span) = cells.iter().map(|c| c.span).reduce(Span::join) else { return };
        if cells.iter().all(|c| c.span.is_empty()) {
            return;
        }
        self.blocks.push(Block { span, kind: BlockKind::Table(self.grids.len()) });
        self.grids.push(Grid { span, rows, columns, cells, flattened });
    }

    /// The present state, to go back to with [`Builder::rewind`]; to be taken between blocks.
    pub fn checkpoint(&mut self) -> Checkpoint {
        // What comes next starts a run of its own, so that those before stay as they are.
        self.next = u32::MAX;
        Checkpoint {
            folded: self.text.folded.len(),
            runs: self.text.runs.len(),
            blocks: self.blocks.len(),
            grids: self.grids.len(),
            images: self.signs.images.len(),
        }
    }

    /// Forgets everything since the checkpoint.
    pub fn rewind(&mut self, to: Checkpoint) {
        self.text.folded.truncate(to.folded);
        self.text.runs.truncate(to.runs);
        self.blocks.truncate(to.blocks);
        self.grids.truncate(to.grids);
        self.signs.images.truncate(to.images);
        self.next = u32::MAX;
        self.begin();
    }

    fn trimmed(&self, start: usize, end: usize) -> Span {
        // Folded text has no white space but these two.
        let blank = |b: &u8| matches!(b, b' ' | b'\n');
        let text = &self.text.folded.as_bytes()[start..end];
        let to = end - text.iter().rev().take_while(|b| blank(b)).count();
        let from = start + text.iter().take_while(|b| blank(b)).count();
        Span::new(from.min(to), to)
    }

    pub fn finish(mut self, source: Source) -> Document {
        if is_traditional(&self.text.folded) {
            self.signs.traditional = true;
            self.text.folded = simplify(&self.text.folded);
        }
        Document { source, text: self.text, blocks: self.blocks, grids: self.grids, signs: self.signs }
    }
}

#[cfg(test)]
#[path = "builder_tests.rs"]
mod tests;
