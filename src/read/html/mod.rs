//! HTML: blocks and tables of a page, with every character's place in the source. A tokenizer of our own, since none at
//! hand gives byte spans at this speed. A table whose cells hold other tables or running text is layout: it is read again
//! as blocks. Nothing here recurses, and no byte is read more than a few times.

mod hidden;
mod table;
mod tag;

use std::ops::Range;

use memchr::{memchr, memchr3};

use self::hidden::{Hidden, Hint, says_hidden};
use self::table::Layer;
use self::tag::{Markup, Name, Scanner, Tag, attribute, has_span};
use crate::document::{BlockKind, Builder, Checkpoint, Document, Meta, is_wide};
use crate::source::{Source, Span, reference};

/// A page with scripts and less text than this is a shell that a script fills.
const SHELL_TEXT: usize = 200;
/// A cell with more text than this (in bytes) holds running text: its table is layout.
const CELL_TEXT: usize = 1_500;
/// So does one with several paragraphs of at least this many bytes.
const CELL_PARAGRAPH: usize = 90;
const CELL_PARAGRAPHS: usize = 3;
/// How deep tables are followed.
const MAX_DEPTH: usize = 1_000;
const MAX_META: usize = 64;
const MAX_IMAGES: usize = 10_000;

pub(super) fn read(source: Source) -> Document {
    let text = source.text.as_str();
    if memchr(b'<', text.as_bytes()).is_none() {
        return super::txt::read(source);
    }
    let mut builder = Builder::new(text.len() / 2);
    let start = builder.checkpoint();
    let mut page = Page::new(text, 0..text.len(), &mut builder, true);
    page.run(0);
    let (scripts, hidden) = (page.scripts, page.hidden_text);
    if hidden > 2 * builder.offset() {
        // What a script would show later is the report itself.
        builder.rewind(start);
        builder.signs.meta.clear();
        Page::new(text, 0..text.len(), &mut builder, false).run(0);
    }
    builder.signs.empty_shell = scripts && builder.offset() < SHELL_TEXT;
    builder.finish(source)
}

/// Reads a stretch of HTML inside another document; to be called between blocks.
pub(super) fn fragment(builder: &mut Builder, text: &str, range: Range<usize>) {
    let from = range.start;
    Page::new(text, range, builder, true).run(from);
}

/// A `<table>` that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Data,
    Layout,
    /// Text between its rows ended it; another row begins a table of its own.
    Ended,
}

/// The table being read as one. There is only one: a table inside it makes it layout.
struct Reading {
    /// Where its tag begins, to come back to.
    start: usize,
    point: Checkpoint,
    layer: Box<Layer>,
    /// Depth of `open` without it.
    depth: usize,
    row: bool,
    cell: bool,
    caption: bool,
    /// Long paragraphs in the cell so far, and where the last one began.
    paragraphs: usize,
    paragraph: usize,
    hidden_text: usize,
    /// As they were at its start: to search afresh from there each time would not be linear.
    hints: Option<[Hint; 2]>,
}

/// White space not yet written, since it matters only between two words.
#[derive(Clone, Copy)]
struct Space {
    from: usize,
    len: usize,
    line_break: bool,
}

struct Page<'a, 'b> {
    scanner: Scanner<'a>,
    builder: &'b mut Builder,
    kind: BlockKind,
    heading: Option<u8>,
    preformatted: bool,
    space: Option<Space>,
    /// A `<br>` or the end of a paragraph inside a cell: no space, save between figures.
    seam: bool,
    open: Vec<Open>,
    table: Option<Reading>,
    hidden: Option<Hidden<'a>>,
    hidden_text: usize,
    /// The next places in the source where an element may say that it is hidden; none where that is not heeded.
    hints: Option<[Hint; 2]>,
    scripts: bool,
}

impl<'a, 'b> Page<'a, 'b> {
    fn new(text: &'a str, range: Range<usize>, builder: &'b mut Builder, hide: bool) -> Self {
        builder.begin();
        Self {
            scanner: Scanner::new(text, range.end),
            builder,
            kind: BlockKind::Paragraph,
            heading: None,
            preformatted: false,
            space: None,
            seam: false,
            open: Vec::new(),
            table: None,
            hidden: None,
            hidden_text: 0,
            hints: hide.then_some([Hint { word: b"none", next: 0 }, Hint { word: b"hidden", next: 0 }]),
            scripts: false,
        }
    }

    fn run(&mut self, from: usize) {
        let end = self.scanner.end;
        let mut at = from;
        loop {
            while at < end {
                let text_end = memchr(b'<', &self.scanner.text.as_bytes()[at..end]).map_or(end, |n| at + n);
                if text_end > at
                    && let Some(back) = self.text(at..text_end)
                {
                    at = back;
                    continue;
                }
                at = if text_end < end { self.markup(text_end) } else { end };
            }
            self.hidden = None;
            match self.finish_table(end) {
                Some(back) => at = back,
                None => break,
            }
        }
        self.flush(end);
    }

    fn markup(&mut self, at: usize) -> usize {
        match self.scanner.markup(at) {
            Markup::Tag(tag) => self.tag(at, tag),
            Markup::Comment(end) => end,
            Markup::Text => self.text(at..at + 1).unwrap_or(at + 1),
        }
    }

    // Text.

    /// Reads text between tags. Gives a place to go back to where the text shows that a table was none.
    fn text(&mut self, range: Range<usize>) -> Option<usize> {
        if self.hidden.is_some() {
            self.hidden_text += range.len();
            return None;
        }
        let raw = &self.scanner.text[range.clone()];
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
    fn flush(&mut self, at: usize) {
        if let Some(table) = &mut self.table
            && !table.caption
        {
            if table.cell {
                let offset = self.builder.offset();
                table.paragraphs += usize::from(offset - table.paragraph.min(offset) >= CELL_PARAGRAPH);
                table.paragraph = offset;
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

    // Tags.

    /// Reads a tag that begins at `at`; gives where reading goes on.
    fn tag(&mut self, at: usize, tag: Tag<'a>) -> usize {
        if self.hidden.is_some() && !self.leaves_hidden(&tag) {
            return match tag.name {
                Name::Script | Name::Skipped if !tag.closing => self.skip(&tag),
                _ => tag.end,
            };
        }
        match tag.name {
            Name::Inline => {
                if !tag.closing {
                    self.hide(&tag);
                }
                return tag.end;
            }
            Name::Script | Name::Skipped | Name::Title => return if tag.closing { tag.end } else { self.skip(&tag) },
            Name::Meta => {
                self.meta(&tag);
                return tag.end;
            }
            _ => {}
        }
        if !tag.closing && self.hide(&tag) {
            if !matches!(tag.name, Name::Cell | Name::Row) {
                self.flush(at);
            }
            return tag.end;
        }
        let back = match tag.name {
            Name::Table => self.table_tag(at, &tag),
            Name::Row => self.row_tag(at, &tag),
            Name::Cell => self.cell_tag(at, &tag),
            Name::RowGroup => None,
            Name::Caption => {
                self.caption_tag(at, &tag);
                None
            }
            _ => {
                self.block_tag(at, &tag);
                None
            }
        };
        back.unwrap_or(tag.end)
    }

    fn block_tag(&mut self, at: usize, tag: &Tag<'a>) {
        if tag.name == Name::Image {
            if self.builder.signs.images.len() < MAX_IMAGES {
                let offset = self.builder.offset() as u32;
                self.builder.signs.images.push(offset);
            }
            return;
        }
        self.flush(at);
        let open = !tag.closing;
        match tag.name {
            Name::Heading(level) => {
                self.heading = open.then_some(level);
                self.kind = self.heading.map_or(BlockKind::Paragraph, BlockKind::Heading);
            }
            Name::ListItem => self.kind = if open { BlockKind::ListItem } else { BlockKind::Paragraph },
            Name::List | Name::Block => {
                self.heading = None;
                // `<li><div>` is still the item.
                if tag.name == Name::List || !open || self.kind != BlockKind::ListItem {
                    self.kind = BlockKind::Paragraph;
                }
            }
            Name::Preformatted => self.preformatted = open,
            _ => {}
        }
    }

    /// Passes over an element whose content is no text.
    fn skip(&mut self, tag: &Tag<'a>) -> usize {
        self.scripts |= tag.name == Name::Script;
        match self.scanner.content(tag.raw_name, tag.end) {
            Some(content) => {
                if tag.name == Name::Title && self.builder.signs.title.is_none() {
                    let inner = super::rows::trim(self.scanner.text, content.clone());
                    self.builder.signs.title = Some(Span::new(inner.start, inner.end));
                }
                // Its closing tag means nothing more.
                content.end
            }
            // A script that is cut off goes on to the end, as a browser has it; of others only the tag is odd.
            None if tag.name == Name::Script || tag.raw_name.eq_ignore_ascii_case("style") => self.scanner.end,
            None => tag.end,
        }
    }

    fn meta(&mut self, tag: &Tag<'a>) {
        if tag.closing || self.builder.signs.meta.len() >= MAX_META {
            return;
        }
        let name = attribute(tag.attributes, "name").or_else(|| attribute(tag.attributes, "property"));
        let (Some((_, name)), Some((at, content))) = (name, attribute(tag.attributes, "content")) else { return };
        if !content.trim().is_empty() {
            let at = Span::new(tag.from + at, tag.from + at + content.len());
            self.builder.signs.meta.push(Meta { name: name.to_owned(), content: unescape(content), at });
        }
    }

    // Hidden elements.

    /// Starts to hide if the tag says that its element is not shown.
    fn hide(&mut self, tag: &Tag<'a>) -> bool {
        if tag.attributes.len() < 6 {
            return false;
        }
        let Some(hints) = &mut self.hints else { return false };
        let range = tag.from..tag.end;
        let hinted = hints[0].within(self.scanner.text, range.clone()) | hints[1].within(self.scanner.text, range);
        let void = matches!(tag.name, Name::Break | Name::Image | Name::Meta | Name::RowGroup)
            || tag.raw_name.eq_ignore_ascii_case("input")
            || tag.raw_name.eq_ignore_ascii_case("hr")
            || tag.raw_name.eq_ignore_ascii_case("body")
            || tag.raw_name.eq_ignore_ascii_case("link");
        if !hinted || void || tag.attributes.ends_with('/') || !says_hidden(tag.attributes) {
            return false;
        }
        self.hidden = Some(Hidden { name: tag.raw_name, depth: 1, tables: usize::from(tag.name == Name::Table) });
        true
    }

    /// Inside a hidden element: true where the tag is no part of it any more and is to be read itself.
    fn leaves_hidden(&mut self, tag: &Tag<'a>) -> bool {
        let Some(hidden) = &mut self.hidden else { return true };
        let inside = hidden.tables > 0 || tag.name == Name::Table && !tag.closing;
        if tag.name == Name::Table {
            hidden.tables = if tag.closing { hidden.tables.saturating_sub(1) } else { hidden.tables + 1 };
        }
        let same = tag.raw_name.eq_ignore_ascii_case(hidden.name);
        if same {
            hidden.depth = if tag.closing { hidden.depth - 1 } else { hidden.depth + 1 };
            if hidden.depth == 0 {
                self.hidden = None;
                return false;
            }
        }
        // What is never closed ends with the cell or paragraph that it stands in.
        let in_cell = self.table.is_some() && !inside;
        let ends_cell = in_cell && matches!(tag.name, Name::Cell | Name::Row | Name::Table) && !(same && tag.closing);
        let ends_paragraph = hidden.name.eq_ignore_ascii_case("p")
            && matches!(tag.name, Name::Paragraph | Name::Block | Name::Heading(_) | Name::Table | Name::List);
        if ends_cell || ends_paragraph {
            self.hidden = None;
            return true;
        }
        false
    }

    // Tables.

    fn table_tag(&mut self, at: usize, tag: &Tag<'a>) -> Option<usize> {
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

    fn row_tag(&mut self, at: usize, tag: &Tag<'a>) -> Option<usize> {
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

    fn cell_tag(&mut self, at: usize, tag: &Tag<'a>) -> Option<usize> {
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

    fn begin_cell(&mut self, attributes: &str, at: usize) -> Option<usize> {
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

    fn caption_tag(&mut self, at: usize, tag: &Tag<'a>) {
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
    fn finish_table(&mut self, at: usize) -> Option<usize> {
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

/// Text with its character references resolved.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let (c, len) = reference(&rest[at..]).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[at + len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
#[path = "../html_tests.rs"]
mod tests;
