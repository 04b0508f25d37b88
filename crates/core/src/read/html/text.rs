//! Text between tags: references resolved, white space as a browser shows it, blocks and lines of cells ended.

use std::ops::Range;

use memchr::{memchr, memchr3};

use super::Page;
use super::table::Open;
use crate::document::BlockKind;
use crate::language::fold::is_wide;
use crate::source::reference;

/// White space not yet written, since it matters only between two words.
#[derive(Clone, Copy)]
pub(super) struct Space {
    from: usize,
    len: usize,
    line_break: bool,
}

impl Page<'_, '_> {
    /// Reads text between tags. Gives a place to go back to where the text shows that a table was none.
    pub(super) fn text(&mut self, range: Range<usize>) -> Option<usize> {
        if self.hidden.is_some() {
            self.hidden_text += range.len();
            return None;
        }
        let raw = &self.scanner.text[range.clone()];
        if self.label.is_some() {
            self.write_label(raw);
        }
        if self.table.as_ref().is_some_and(|t| !t.cell && !t.caption) {
            if raw.split("&nbsp;").all(|part| part.trim().is_empty()) {
                return None;
            }
            if let Some(back) = self.text_outside_cells(range.start) {
                return Some(back);
            }
        }
        if self.preformatted && self.table.is_none() {
            let mut from = range.start;
            for line in raw.split_inclusive('\n') {
                self.references(line, from);
                from += line.len();
                if line.ends_with('\n') {
                    self.flush(from);
                }
            }
        } else {
            self.references(raw, range.start);
        }
        None
    }

    /// Text in a row but in no cell is a cell; between rows it ends the table.
    fn text_outside_cells(&mut self, at: usize) -> Option<usize> {
        if self.table.as_ref().is_some_and(|t| t.row) {
            return self.begin_cell("", at);
        }
        let back = self.finish_table(at);
        if back.is_none()
            && let Some(open) = self.open.last_mut()
        {
            *open = Open::Ended;
        }
        back
    }

    fn references(&mut self, raw: &str, from: usize) {
        let mut done = 0;
        let mut search = 0;
        while let Some(at) = memchr(b'&', &raw.as_bytes()[search..]) {
            let at = search + at;
            search = at + 1;
            let Some((c, len)) = reference(&raw[at..]) else { continue };
            self.words(&raw[done..at], from + done);
            if c.is_whitespace() {
                self.spaced(from + at, len, false);
            } else {
                self.settle(c);
                self.builder.push_char(c, from + at, len);
            }
            done = at + len;
            search = done;
        }
        self.words(&raw[done..], from + done);
    }

    fn words(&mut self, raw: &str, from: usize) {
        let bytes = raw.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            let start = i;
            let mut line_break = false;
            while i < bytes.len() && bytes[i].is_ascii_whitespace() {
                line_break |= matches!(bytes[i], b'\n' | b'\r');
                i += 1;
            }
            if i > start {
                self.spaced(from + start, i - start, line_break);
            }
            if i == bytes.len() {
                break;
            }
            let end = memchr3(b' ', b'\n', b'\t', &bytes[i..]).map_or(bytes.len(), |n| i + n);
            let word = &raw[i..end];
            if self.space.is_some() || self.seam {
                self.settle(word.chars().next().unwrap_or(' '));
            }
            self.builder.push(word, from + i);
            i = end;
        }
    }

    fn spaced(&mut self, from: usize, len: usize, line_break: bool) {
        match &mut self.space {
            Some(space) => space.line_break |= line_break,
            None => self.space = Some(Space { from, len, line_break }),
        }
    }

    /// Writes the white space that waits, now that the next character is known.
    fn settle(&mut self, next: char) {
        let space = self.space.take();
        let seam = std::mem::take(&mut self.seam);
        if self.builder.is_blank() {
            return;
        }
        let last = self.builder.last().unwrap_or(' ');
        if seam {
            if last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() {
                let (from, len) = space.map_or((self.builder.source_end(), 0), |s| (s.from, s.len));
                self.builder.push_space(from, len);
            }
        } else if let Some(space) = space
            && !(space.line_break && is_wide(last) && is_wide(next))
        {
            self.builder.push_space(space.from, space.len);
        }
    }

    /// Ends the current block, or begins a new line of a cell.
    pub(super) fn flush(&mut self, at: usize) {
        if let Some(table) = &mut self.table
            && !table.caption
        {
            if table.cell {
                table.end_line(self.builder.offset());
                self.seam = true;
            }
            return;
        }
        self.space = None;
        self.seam = false;
        if self.builder.is_blank() {
            return;
        }
        self.builder.end(self.kind, at);
        self.kind = self.heading.map_or(BlockKind::Paragraph, BlockKind::Heading);
    }
}
