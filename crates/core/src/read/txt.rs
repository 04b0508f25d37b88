//! Plain text: a line is a paragraph; runs of rows with bars, tabs or commas between cells are tables, and so are drawn
//! ones and cells on lines of their own with a line of only `|` after each.

use std::ops::Range;

use super::lines::{after, line_at};
use super::rows::{self, Mark, Rows};
use super::{dashed, drawn};
use crate::document::{BlockKind, Builder, Document};
use crate::language::lead::lead;
use crate::source::Source;

pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source.text.len() + source.text.len() / 16);
    let text = source.text.as_str();
    let mut from = 0;
    // Lines before this offset were looked at and draw no table.
    let mut not_drawn = 0;
    while from < text.len() {
        let line = line_at(text, from);
        if let Some(end) = by_lines(&mut builder, text, line.clone(), &mut not_drawn) {
            from = end;
            continue;
        }
        from = match mark(&text[line.clone()]) {
            Some(mark) => table(&mut builder, text, line, mark),
            None => column(&mut builder, text, line),
        };
    }
    builder.finish(source)
}

/// Reads a table that is drawn with lines, if one begins here.
fn by_lines(builder: &mut Builder, text: &str, line: Range<usize>, not_drawn: &mut usize) -> Option<usize> {
    let (table, end) = if line.start >= *not_drawn && drawn::is_rule(&text[line.clone()]) {
        let (table, end) = drawn::read(text, line);
        *not_drawn = end;
        (table?, end)
    } else if dashed::may_begin(text, &line) {
        dashed::read(text, line)?
    } else {
        return None;
    };
    table.add(builder, text, |builder, part| builder.push(&text[part.clone()], part.start)).then_some(end)
}

/// What would part the cells of a line, if it is a row.
fn mark(line: &str) -> Option<Mark> {
    let Some(at) = memchr::memchr2(b'|', b'\t', line.as_bytes()) else {
        return line.chars().find(|c| drawn::BARS.contains(c)).map(Mark::Bar).or_else(|| comma(line));
    };
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

/// A row with commas between its cells: no sentence, and after its first figure there are only figures.
fn comma(line: &str) -> Option<Mark> {
    let inner = line.trim();
    if inner.len() > LONGEST_ROW || inner.contains(['。', '；']) {
        return None;
    }
    let mark = [',', '，'].into_iter().find(|&c| inner.contains(c))?;
    let cells = rows::split(inner, mark).map(|cell| inner[cell].trim());
    let mut cells = cells.skip_while(|c| c.is_empty() || !rows::is_figure(c));
    cells.all(|c| c.is_empty() || rows::is_figure(c)).then_some(Mark::Comma(mark))
}

/// A row of one cell, which has no mark: the caption of a part, the unit of all figures, a note. No heading of a
/// section is one.
fn is_caption(line: &str, kind: Mark) -> bool {
    (1..=LONGEST_CAPTION).contains(&line.len())
        && lead(line.chars()).is_none()
        && (matches!(kind, Mark::Comma(_)) || line.contains(['：', ':']) && !line.ends_with(['：', ':']))
}

/// A longer line is prose.
const LONGEST_ROW: usize = 400;
const LONGEST_CAPTION: usize = 40;

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
            let next = line_at(text, after(text, &line));
            if !is_caption(text[line.clone()].trim(), kind) || mark(&text[next]) != Some(kind) {
                break;
            }
        }
        from = after(text, &line);
        lines.push(line);
    }
    let mut found = Rows::default();
    found.frame(lines.iter().map(|l| &text[l.clone()]));
    for line in &lines {
        if !matches!(kind, Mark::Bar(_) | Mark::Pipe) || !drawn::is_rule(&text[line.clone()]) {
            found.line(text, line.clone(), kind);
            found.drop_rule(text);
        }
    }
    if !found.is_table(text) || matches!(kind, Mark::Comma(_)) && !found.mostly_figures(text) {
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
