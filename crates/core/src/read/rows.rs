//! Tables written as lines of text: rows with `|` or tabs between cells, and cells on lines of their own with `|`
//! between. Takes lines, gives cells as ranges of the source; what the cells mean is no matter here, save whether one
//! is a figure.

use std::ops::{Range, RangeInclusive};

use crate::document::{Builder, GridCell};
use crate::language::small_words::NOTHING;

/// What cells of a row stand between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Pipe,
    Tab,
    /// A bar other than `|`.
    Bar(char),
    Comma(char),
}

/// Rows of a table, one after the other: their cells as ranges of the source.
#[derive(Debug, Default)]
pub(super) struct Rows {
    cells: Vec<Range<usize>>,
    /// For each row its first cell.
    starts: Vec<usize>,
    /// Rows have no `|` around them: one at an end stands beside a blank cell.
    bare: bool,
}

/// How many cells a table may have before it is left as text.
pub(super) const MAX_CELLS: usize = 20_000;
/// How many rows and columns a table may have, so that its rectangle stays small.
pub(super) const MAX_ROWS: usize = 2_000;
pub(super) const MAX_COLUMNS: usize = 256;

impl Rows {
    /// Forgets all rows, and keeps the room they took.
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.starts.clear();
        self.bare = false;
    }

    /// Notes whether the lines that will be read have `|` around them.
    pub(super) fn frame<'t>(&mut self, mut lines: impl ExactSizeIterator<Item = &'t str>) {
        let half = lines.len() / 2;
        let framed = |l: &&str| l.trim_start().starts_with('|') && l.trim_end().ends_with('|');
        self.bare = lines.by_ref().filter(framed).nth(half).is_none();
    }

    /// Begins a row.
    pub(super) fn begin(&mut self) {
        if self.starts.is_empty() {
            // The tables of a report have no more, as a rule.
            self.starts.reserve(64);
            self.cells.reserve(512);
        }
        self.starts.push(self.cells.len());
    }

    /// Adds a cell to the last row.
    pub(super) fn push(&mut self, cell: Range<usize>) {
        self.cells.push(cell);
    }

    /// Adds a row: the cells of a line. A `|` at the start and one at the end only frame the row; `\|` is text.
    pub(super) fn line(&mut self, text: &str, line: Range<usize>, mark: Mark) {
        self.begin();
        let bytes = &text.as_bytes()[line.clone()];
        let mut start = line.start;
        if mark == Mark::Tab {
            for at in memchr::memchr_iter(b'\t', bytes) {
                self.push(trim(text, start..line.start + at));
                start = line.start + at + 1;
            }
            return self.push(trim(text, start..line.end));
        }
        match mark {
            Mark::Bar(bar) => return self.apart(text, line, bar, true),
            Mark::Comma(comma) => return self.apart(text, line, comma, false),
            Mark::Pipe | Mark::Tab => {}
        }
        if self.bare && text[line.clone()].trim_start().starts_with('|') {
            self.push(line.start..line.start);
        }
        let mut from = 0;
        loop {
            // Most cells are figures, and need no search.
            if start == line.start + from
                && let Some((digits, end)) = digits(bytes, from)
            {
                self.push(line.start + digits.start..line.start + digits.end);
                from = end + 1;
                start = line.start + from;
                continue;
            }
            let Some(at) = memchr::memchr(b'|', &bytes[from..]) else { break };
            let at = from + at;
            from = at + 1;
            if at > 0 && bytes[at - 1] == b'\\' {
                continue;
            }
            let end = line.start + at;
            if at > 0 && !(start == line.start && text[start..end].trim().is_empty()) {
                self.push(trim(text, start..end));
            }
            start = end + 1;
        }
        if start < line.end && !text[start..line.end].trim().is_empty() {
            self.push(trim(text, start..line.end));
        } else if self.bare && start > line.start {
            self.push(line.end..line.end);
        }
    }

    /// Adds the cells of the last row, which stand between the marks; `framed` where one on both sides is a frame.
    fn apart(&mut self, text: &str, line: Range<usize>, mark: char, framed: bool) {
        let mut inner = trim(text, line);
        let raw = &text[inner.clone()];
        if framed && raw.starts_with(mark) && raw.ends_with(mark) && raw.len() > mark.len_utf8() {
            inner = inner.start + mark.len_utf8()..inner.end - mark.len_utf8();
        }
        for cell in split(&text[inner.clone()], mark) {
            self.push(trim(text, inner.start + cell.start..inner.start + cell.end));
        }
    }

    /// Takes the last row back where it is the line of dashes under the head of a table.
    pub(super) fn drop_rule(&mut self, text: &str) {
        let Some(&start) = self.starts.last() else { return };
        let dashes = |cell: &Range<usize>| {
            let cell = &text[cell.clone()];
            cell.contains("---") && cell.bytes().all(|b| matches!(b, b'-' | b':' | b' '))
        };
        if start < self.cells.len() && self.cells[start..].iter().all(dashes) {
            self.cells.truncate(start);
            self.starts.pop();
        }
    }

    fn iter(&self) -> impl Iterator<Item = &[Range<usize>]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.cells.len()]);
        self.starts.iter().zip(ends).map(|(&start, end)| &self.cells[start..end])
    }

    /// Whether a cell is a figure.
    pub(super) fn any_figure(&self, text: &str) -> bool {
        self.cells.iter().any(|cell| is_figure(&text[cell.clone()]))
    }

    /// Whether a run of rows is a table and not a navigation bar: two rows of two cells, and a figure in a cell that is
    /// not the first of its row.
    pub(super) fn is_table(&self, text: &str) -> bool {
        self.iter().filter(|row| row.len() >= 2).nth(1).is_some()
            && self.iter().any(|row| row.iter().skip(1).any(|cell| is_figure(&text[cell.clone()])))
    }

    /// Whether half of the rows end in a figure, and two at least, or one is long.
    pub(super) fn mostly_figures(&self, text: &str) -> bool {
        let figure = |cell: &Range<usize>| is_figure(&text[cell.clone()]);
        let told = |row: &&[Range<usize>]| row.len() > 1 && row.last().is_some_and(figure);
        let rows = || self.iter().filter(told);
        let most = rows().map(<[_]>::len).max().unwrap_or(0);
        most > 4 || rows().count() > 1 && rows().count() * 2 >= self.iter().filter(|row| row.len() > 1).count()
    }

    /// Whether rows stay within the limits of a table.
    pub(super) fn fits(&self) -> bool {
        self.cells.len() <= MAX_CELLS
            && self.starts.len() <= MAX_ROWS
            && self.iter().all(|row| row.len() <= MAX_COLUMNS)
    }

    /// Adds the rows to a document as a table; `push` writes the text of one cell.
    pub(super) fn add(
        &self,
        builder: &mut Builder,
        text: &str,
        flattened: bool,
        mut push: impl FnMut(&mut Builder, &str, usize),
    ) {
        let columns = self.iter().map(<[_]>::len).max().unwrap_or(0);
        let mut cells = Vec::with_capacity(self.cells.len());
        for (row, ranges) in self.iter().enumerate() {
            for (column, range) in ranges.iter().enumerate() {
                let cell = &text[range.clone()];
                let span = if !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()) {
                    builder.digits(cell, range.start)
                } else {
                    builder.begin();
                    push(builder, cell, range.start);
                    builder.cell(range.start)
                };
                cells.push(GridCell { row, column, row_span: 1, column_span: 1, span });
            }
        }
        builder.table(self.starts.len(), columns, cells, flattened);
    }
}

/// The stretches of a text between marks. A comma in brackets or quotation marks parts nothing, and a cell in quotation
/// marks is what they hold.
pub(super) fn split(text: &str, mark: char) -> impl Iterator<Item = Range<usize>> {
    let commas = matches!(mark, ',' | '，');
    let (mut depth, mut quoted) = (0usize, false);
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '"' if commas => quoted = !quoted,
            '(' | '（' if commas => depth += 1,
            ')' | '）' if commas => depth = depth.saturating_sub(1),
            _ if c == mark && depth == 0 && !quoted => ends.push(at),
            _ => {}
        }
    }
    ends.push(text.len());
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let cell = start..end;
        start = end + mark.len_utf8();
        let inner = text[cell.clone()].trim();
        match inner.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|_| commas) {
            Some(inner) => {
                let from = cell.start + text[cell.clone()].find('"').unwrap_or(0) + 1;
                from..from + inner.len()
            }
            None => cell,
        }
    })
}

/// The digits that alone stand between an offset and the next `|`, and where that is.
fn digits(bytes: &[u8], from: usize) -> Option<(Range<usize>, usize)> {
    let mut at = from;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    let start = at;
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    let end = at;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    (start < end && bytes.get(at) == Some(&b'|')).then_some((start..end, at))
}

/// The range without the white space around it; a blank one keeps its middle.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let bytes = &text.as_bytes()[range.clone()];
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let start = range.start + bytes.iter().take_while(|b| blank(b)).count();
    let end = range.end - bytes.iter().rev().take_while(|b| blank(b)).count();
    // Nearly always that is all there is to leave out.
    if begins_black(&text.as_bytes()[start..range.end]) && ends_black(&text.as_bytes()[range.start..end]) {
        return start..end;
    }
    let raw = &text[range.clone()];
    let inner = raw.trim();
    if inner.is_empty() {
        let middle = text.floor_char_boundary(range.start + raw.len() / 2);
        return middle..middle;
    }
    let start = range.end - raw.trim_start().len();
    start..start + inner.len()
}

/// The first byte of most ideographs, and of no white space.
const IDEOGRAPH: RangeInclusive<u8> = 0xe4..=0xe9;

/// True where a text surely begins with no white space: with visible ASCII or an ideograph.
fn begins_black(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_graphic() || IDEOGRAPH.contains(b))
}

/// The same of its end.
fn ends_black(text: &[u8]) -> bool {
    match text {
        [.., b] if b.is_ascii_graphic() => true,
        [.., lead, _, _] => IDEOGRAPH.contains(lead),
        _ => false,
    }
}

/// A figure, or what stands where a figure would: digits with commas, points and `%`, or one mark that says there is
/// none.
pub(super) fn is_figure(cell: &str) -> bool {
    let mut digits = false;
    for c in cell.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits = true,
            ',' | '.' | '%' | '-' | ' ' | '，' | '．' | '％' | '－' => {}
            '/' | '／' | '—' | '–' | '―' | NOTHING => return cell.chars().count() <= 2,
            _ => return false,
        }
    }
    digits
}
