//! Tables written as lines of text: rows with `|` or tabs between cells, and cells on lines of their own with `|` between.
//! Takes lines, gives cells as ranges of the source; what the cells mean is no matter here, save whether one is a figure.

use std::ops::Range;

use crate::document::{Builder, GridCell};

/// What cells of a row stand between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Pipe,
    Tab,
}

/// A row: its cells as ranges of the source.
pub(super) type Row = Vec<Range<usize>>;

/// How many cells a table may have before it is left as text.
pub(super) const MAX_CELLS: usize = 20_000;
/// How many rows and columns a table may have, so that its rectangle stays small.
pub(super) const MAX_ROWS: usize = 2_000;
pub(super) const MAX_COLUMNS: usize = 256;

/// The cells of a line. A `|` at the start and one at the end only frame the row; `\|` is text.
pub(super) fn cells(text: &str, line: Range<usize>, mark: Mark) -> Row {
    let raw = &text[line.clone()];
    let bytes = raw.as_bytes();
    let mut row = Row::with_capacity(16);
    let mut start = 0;
    if mark == Mark::Tab {
        for at in memchr::memchr_iter(b'\t', bytes) {
            row.push(trim(text, line.start + start..line.start + at));
            start = at + 1;
        }
        row.push(trim(text, line.start + start..line.end));
        return row;
    }
    for at in memchr::memchr_iter(b'|', bytes) {
        if at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        if at > 0 && !(row.is_empty() && start == 0 && raw[..at].trim().is_empty()) {
            row.push(trim(text, line.start + start..line.start + at));
        }
        start = at + 1;
    }
    if start < raw.len() && !raw[start..].trim().is_empty() {
        row.push(trim(text, line.start + start..line.end));
    }
    row
}

/// The range without the white space around it; a blank one keeps its middle.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let bytes = &text.as_bytes()[range.clone()];
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let start = range.start + bytes.iter().take_while(|b| blank(b)).count();
    let end = range.end - bytes.iter().rev().take_while(|b| blank(b)).count();
    // Nearly always that is all there is to leave out.
    if start < end && is_black(text.as_bytes()[start]) && is_black(text.as_bytes()[end - 1]) {
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

/// True for bytes that begin or end no white space: visible ASCII.
fn is_black(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

/// A figure, or what stands where a figure would: digits with commas, points and `%`, or one mark that says there is none.
pub(super) fn is_figure(cell: &str) -> bool {
    let mut digits = false;
    for c in cell.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits = true,
            ',' | '.' | '%' | '-' | ' ' | '，' | '．' | '％' | '－' => {}
            '/' | '／' | '—' | '–' | '―' | '无' => return cell.chars().count() <= 2,
            _ => return false,
        }
    }
    digits
}

/// The line of dashes under the head of a table.
pub(super) fn is_rule(text: &str, row: &[Range<usize>]) -> bool {
    let dashes = |cell: &Range<usize>| {
        let cell = &text[cell.clone()];
        cell.contains("---") && cell.bytes().all(|b| matches!(b, b'-' | b':' | b' '))
    };
    !row.is_empty() && row.iter().all(dashes)
}

/// Whether a run of rows is a table and not a navigation bar: two rows of two cells, and a figure in a cell that is not
/// the first of its row.
pub(super) fn is_table(text: &str, rows: &[Row]) -> bool {
    rows.iter().filter(|row| row.len() >= 2).nth(1).is_some()
        && rows.iter().any(|row| row.iter().skip(1).any(|cell| is_figure(&text[cell.clone()])))
}

/// Whether rows stay within the limits of a table.
pub(super) fn fits(rows: &[Row]) -> bool {
    rows.iter().all(|row| row.len() <= MAX_COLUMNS)
        && rows.len() <= MAX_ROWS
        && rows.iter().map(Vec::len).sum::<usize>() <= MAX_CELLS
}

/// Adds the rows as a table; `push` writes the text of one cell.
pub(super) fn add(
    builder: &mut Builder,
    text: &str,
    rows: &[Row],
    flattened: bool,
    mut push: impl FnMut(&mut Builder, &str, usize),
) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut cells = Vec::with_capacity(rows.iter().map(Vec::len).sum());
    for (row, ranges) in rows.iter().enumerate() {
        for (column, range) in ranges.iter().enumerate() {
            builder.begin();
            push(builder, &text[range.clone()], range.start);
            let span = builder.cell(range.start);
            cells.push(GridCell { row, column, row_span: 1, column_span: 1, span });
        }
    }
    builder.table(rows.len(), columns, cells, flattened);
}
