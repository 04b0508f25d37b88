//! Plain text: a line is a paragraph; runs of `|` rows or tab-separated rows are tables, and so are cells on lines of
//! their own with a line of only `|` after each.

use std::ops::Range;

use super::rows::{self, Mark, Rows};
use crate::document::{BlockKind, Builder, Document};
use crate::source::Source;

pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source.text.len() + source.text.len() / 16);
    let text = source.text.as_str();
    let mut from = 0;
    while from < text.len() {
        let line = line_at(text, from);
        from = match mark(&text[line.clone()]) {
            Some(mark) => table(&mut builder, text, line, mark),
            None => column(&mut builder, text, line),
        };
    }
    builder.finish(source)
}

/// The line that begins at an offset, without its break.
fn line_at(text: &str, from: usize) -> Range<usize> {
    let end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |i| from + i);
    from..end
}

fn after(text: &str, line: &Range<usize>) -> usize {
    (line.end + 1).min(text.len())
}

/// What would part the cells of a line, if it is a row.
fn mark(line: &str) -> Option<Mark> {
    let at = memchr::memchr2(b'|', b'\t', line.as_bytes())?;
    let inner = line.trim();
    if inner == "|" || inner.is_empty() {
        return None;
    }
    if line.as_bytes()[at] == b'|' || memchr::memchr(b'|', line.as_bytes()).is_some() {
        return Some(Mark::Pipe);
    }
    // One tab at the start is an indent.
    let tabs = memchr::memchr_iter(b'\t', line.as_bytes()).count();
    (tabs >= 2 || memchr::memchr(b'\t', inner.as_bytes()).is_some()).then_some(Mark::Tab)
}

fn paragraph(builder: &mut Builder, text: &str, line: Range<usize>) {
    builder.begin();
    builder.push(&text[line.clone()], line.start);
    builder.end(BlockKind::Paragraph, line.end);
}

/// Reads the run of rows that begins with `first`, as a table or else as paragraphs; gives where the next line begins.
fn table(builder: &mut Builder, text: &str, first: Range<usize>, kind: Mark) -> usize {
    let mut lines = vec![first.clone()];
    let mut from = after(text, &first);
    while from < text.len() {
        let line = line_at(text, from);
        if mark(&text[line.clone()]) != Some(kind) {
            break;
        }
        from = after(text, &line);
        lines.push(line);
    }
    let mut found = Rows::default();
    for line in &lines {
        found.line(text, line.clone(), kind);
        found.drop_rule(text);
    }
    if !found.is_table(text) {
        lines.into_iter().for_each(|line| paragraph(builder, text, line));
    } else if !found.fits() {
        builder.signs.limited = Some("table");
        lines.into_iter().for_each(|line| paragraph(builder, text, line));
    } else {
        found.add(builder, text, true, Builder::push);
    }
    from
}

/// Cells on lines of their own, each with a `|` line after it; a wrapped cell takes several lines. A row ends where a
/// label follows a figure. A line that starts no such run is a paragraph.
fn column(builder: &mut Builder, text: &str, first: Range<usize>) -> usize {
    let next = after(text, &first);
    if next >= text.len() || !is_pipe(text, &line_at(text, next)) || is_pipe(text, &first) {
        if !is_pipe(text, &first) {
            paragraph(builder, text, first);
        }
        return next;
    }
    let mut found = Rows::default();
    found.begin();
    let mut figure_before = false;
    let mut count = 0;
    let mut from = first.start;
    while let Some((cell, end)) = piped_cell(text, from) {
        let figure = rows::is_figure(&text[cell.clone()]);
        if figure_before && !figure && !cell.is_empty() {
            found.begin();
        }
        figure_before = figure;
        found.push(cell);
        count += 1;
        from = end;
    }
    // The last figure of a table that is cut off has no mark after it.
    if from < text.len() {
        let line = line_at(text, from);
        let cell = rows::trim(text, line.clone());
        if figure_before && rows::is_figure(&text[cell.clone()]) {
            found.push(cell);
            from = after(text, &line);
        }
    }
    if count >= 4 && found.any_figure(text) && found.fits() {
        found.add(builder, text, true, |builder, cell, at| {
            let mut from = at;
            for line in cell.split_inclusive('\n') {
                let inner = line.trim();
                if from > at {
                    builder.join_lines(from - 1, 1, inner);
                }
                builder.push(inner, from + (line.len() - line.trim_start().len()));
                from += line.len();
            }
        });
        return from;
    }
    if from == first.start {
        // A sentence over a `|` is no cell.
        paragraph(builder, text, first);
        return next;
    }
    let mut at = first.start;
    while at < from {
        let line = line_at(text, at);
        at = after(text, &line);
        if !is_pipe(text, &line) {
            paragraph(builder, text, line);
        }
    }
    from
}

fn is_pipe(text: &str, line: &Range<usize>) -> bool {
    text[line.clone()].trim() == "|"
}

/// How many lines a wrapped cell may take, and how long each may be.
const WRAPPED_LINES: usize = 3;
const WRAPPED_LENGTH: usize = 36;

/// A cell of up to [`WRAPPED_LINES`] lines that ends with a `|` line; and where what follows begins.
fn piped_cell(text: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let mut at = from;
    let mut end = from;
    for lines in 0..=WRAPPED_LINES {
        if at >= text.len() {
            return None;
        }
        let line = line_at(text, at);
        at = after(text, &line);
        if is_pipe(text, &line) {
            return Some((rows::trim(text, from..end), at));
        }
        // A line of a wrapped cell is short, and no sentence.
        let raw = text[line.clone()].trim();
        if lines > 0 && (raw.len() > WRAPPED_LENGTH || raw.is_empty()) || raw.ends_with(['。', ':', '：']) {
            return None;
        }
        end = line.end;
    }
    None
}

#[cfg(test)]
#[path = "txt_tests.rs"]
mod tests;
