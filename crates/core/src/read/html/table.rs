//! Tables as their tags come: which one is read as figures, and when it turns out to lay out the page, so that reading
//! goes back to its start.

use super::Page;
use super::hidden::{HINTS, Hint};
use super::layer::Layer;
use super::tag::{Markup, Tag, attribute, has_span};
use crate::document::{BlockKind, Checkpoint};

/// A cell with more text than this (in bytes) holds running text: its table is layout.
const CELL_TEXT: usize = 1_500;
/// So does one with several paragraphs of at least [`CELL_PARAGRAPH`] bytes.
const CELL_PARAGRAPHS: usize = 3;
const CELL_PARAGRAPH: usize = 90;
/// How deep tables are followed.
const MAX_DEPTH: usize = 1_000;

/// A `<table>` that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Data,
    Layout,
    /// Text between its rows ended it; another row begins a table of its own.
    Ended,
}

/// The table being read as one. There is only one: a table inside it makes it layout.
pub(super) struct Reading {
    /// Where its tag begins, to come back to.
    start: usize,
    point: Checkpoint,
    layer: Box<Layer>,
    /// Depth of `open` without it.
    depth: usize,
    pub row: bool,
    pub cell: bool,
    pub caption: bool,
    /// Long paragraphs in the cell so far, and where the last one began.
    paragraphs: usize,
    paragraph: usize,
    hidden_text: usize,
    /// As they were at its start: to search afresh from there each time would not be linear.
    hints: Option<[Hint; HINTS.len()]>,
}

impl Reading {
    /// A line of the open cell ends where the text has come to `offset`.
    pub(super) fn end_line(&mut self, offset: usize) {
        self.paragraphs += usize::from(offset - self.paragraph.min(offset) >= CELL_PARAGRAPH);
        self.paragraph = offset;
    }
}

impl Page<'_, '_> {
    pub(super) fn table_tag(&mut self, at: usize, tag: &Tag<'_>) -> Option<usize> {
        if tag.closing {
            let back = self.finish_table(at);
            if back.is_none() {
                self.flush(at);
                self.open.pop();
            }
            return back;
        }
        if let Some(table) = &self.table {
            // One inside another makes that one layout; one after rows that were never closed ends it.
            if table.cell || table.row {
                return Some(self.as_layout());
            }
            if let Some(back) = self.finish_table(at) {
                return Some(back);
            }
            self.open.pop();
        }
        self.flush(at);
        self.heading = None;
        self.kind = BlockKind::Paragraph;
        self.begin_table(at);
        if self.open.len() < MAX_DEPTH {
            self.open.push(Open::Data);
        } else {
            self.builder.signs.limited = Some("depth");
        }
        None
    }

    fn begin_table(&mut self, at: usize) {
        self.flush(at);
        self.builder.begin();
        self.table = Some(Reading {
            start: at,
            point: self.builder.checkpoint(),
            layer: Box::new(Layer::new()),
            depth: self.open.len(),
            row: false,
            cell: false,
            caption: false,
            paragraphs: 0,
            paragraph: 0,
            hidden_text: self.hidden_text,
            hints: self.hints,
        });
    }

    /// Forgets the table that is being read and goes back to its start, as layout; gives where reading goes on.
    fn as_layout(&mut self) -> usize {
        let Some(table) = self.table.take() else { return self.scanner.end };
        self.builder.rewind(table.point);
        self.space = None;
        self.seam = false;
        self.hidden = None;
        self.hidden_text = table.hidden_text;
        let text = self.scanner.text;
        let begins_with_row = !text[table.start + 1..].get(..5).is_some_and(|n| n.eq_ignore_ascii_case("table"));
        self.open.truncate(table.depth);
        if begins_with_row {
            // Rows that go on after text between them: the table around them is layout.
            self.open.pop();
        }
        if self.open.len() < MAX_DEPTH {
            self.open.push(Open::Layout);
        }
        self.hints = table.hints;
        match self.scanner.markup(table.start) {
            Markup::Tag(tag) => tag.end,
            Markup::Comment(end) => end,
            Markup::Text => table.start + 1,
        }
    }

    pub(super) fn row_tag(&mut self, at: usize, tag: &Tag<'_>) -> Option<usize> {
        if self.table.is_none() {
            self.flush(at);
            if tag.closing || self.open.last() == Some(&Open::Layout) {
                return None;
            }
            // A row without a table, or after text between rows.
            if self.open.is_empty() {
                self.open.push(Open::Ended);
            }
            self.begin_table(at);
        }
        if let Some(back) = self.end_cell(at) {
            return Some(back);
        }
        let table = self.table.as_mut()?;
        table.row = !tag.closing;
        if !tag.closing && table.layer.row().is_err() {
            self.builder.signs.limited = Some("table");
            return Some(self.as_layout());
        }
        None
    }

    /// A group of rows begins or ends.
    pub(super) fn group_tag(&mut self, at: usize) -> Option<usize> {
        self.table.as_ref()?;
        if let Some(back) = self.end_cell(at) {
            return Some(back);
        }
        let table = self.table.as_mut()?;
        table.row = false;
        table.layer.group();
        None
    }

    pub(super) fn cell_tag(&mut self, at: usize, tag: &Tag<'_>) -> Option<usize> {
        if self.table.is_none() {
            self.flush(at);
            self.kind = BlockKind::Paragraph;
            return None;
        }
        if let Some(back) = self.end_cell(at) {
            return Some(back);
        }
        if tag.closing { None } else { self.begin_cell(tag.attributes, tag.end) }
    }

    pub(super) fn begin_cell(&mut self, attributes: &str, at: usize) -> Option<usize> {
        let table = self.table.as_mut()?;
        if table.caption {
            table.caption = false;
            self.builder.end(BlockKind::Paragraph, at);
        }
        let rows = if table.row { Ok(()) } else { table.layer.row() };
        table.row = true;
        let span = |name| {
            let value = attribute(attributes, name).map_or("", |(_, value)| value);
            let digits = value.trim_start().bytes().take_while(u8::is_ascii_digit).take(6);
            digits.fold(None, |n: Option<usize>, d| Some(n.unwrap_or(0) * 10 + usize::from(d - b'0'))).unwrap_or(1)
        };
        let spans = if has_span(attributes) { (span("rowspan"), span("colspan").max(1)) } else { (1, 1) };
        if rows.is_err() || table.layer.cell(spans.0, spans.1).is_err() {
            self.builder.signs.limited = Some("table");
            return Some(self.as_layout());
        }
        table.cell = true;
        table.paragraphs = 0;
        table.paragraph = self.builder.offset();
        self.space = None;
        self.seam = false;
        self.builder.begin();
        None
    }

    /// Ends the open cell, if one is. Gives a place to go back to where the cell shows that the table is layout.
    fn end_cell(&mut self, at: usize) -> Option<usize> {
        self.flush(at);
        let table = self.table.as_mut().filter(|t| t.cell)?;
        let span = self.builder.cell(at);
        if span.len() > CELL_TEXT || table.paragraphs >= CELL_PARAGRAPHS {
            return Some(self.as_layout());
        }
        table.layer.text(span);
        table.cell = false;
        self.space = None;
        self.seam = false;
        None
    }

    pub(super) fn caption_tag(&mut self, at: usize, tag: &Tag<'_>) {
        if let Some(table) = &mut self.table
            && table.layer.cells.is_empty()
        {
            if !tag.closing {
                table.caption = true;
            } else if table.caption {
                self.flush(at);
                if let Some(table) = &mut self.table {
                    table.caption = false;
                }
            }
            return;
        }
        self.flush(at);
    }

    /// Ends the table being read, if one is. Gives a place to go back to where it turns out to be layout.
    pub(super) fn finish_table(&mut self, at: usize) -> Option<usize> {
        self.table.as_ref()?;
        if let Some(back) = self.end_cell(at) {
            return Some(back);
        }
        if self.table.as_ref().is_some_and(|t| t.caption) {
            self.flush(at);
        }
        let one_column = self.table.as_ref().is_some_and(|t| t.layer.is_one_column());
        if one_column {
            return Some(self.as_layout());
        }
        let table = self.table.take()?;
        let (rows, columns, cells) = table.layer.finish();
        self.builder.table(rows, columns, cells, false);
        self.builder.separate(at);
        self.builder.begin();
        self.kind = BlockKind::Paragraph;
        None
    }
}
