//! Tables under a line of dashes that tells where columns stand (`-----  ---  ---`), as pandoc writes them: one row a
//! line, or rows of several lines with blank lines between.

use std::ops::Range;

use super::drawn::{Drawn, DrawnCell, width};
use super::lines::{after, line_at};
use super::rows::MAX_ROWS;

/// A line of dashes: for each run of them the display columns it covers.
fn dashes(line: &str) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (column, c) in line.trim_end().chars().enumerate() {
        match c {
            '-' if before == '-' => groups.last_mut().into_iter().for_each(|g| g.end = column + 1),
            '-' => groups.push(column..column + 1),
            ' ' => {}
            _ => return Vec::new(),
        }
        before = c;
    }
    if groups.iter().any(|g| g.len() < 2) { Vec::new() } else { groups }
}

/// How many lines a header may take.
const HEADER: usize = 8;
/// The shortest single line of dashes that opens or closes a table.
const SHORTEST: usize = 10;

fn is_full(groups: &[Range<usize>]) -> bool {
    matches!(groups, [only] if only.len() >= SHORTEST)
}

/// Reads the table that begins with the line `first`: its header, or a line of dashes; and where it ends.
pub(super) fn read(text: &str, first: Range<usize>) -> Option<(Drawn, usize)> {
    let first = line_at(text, first.start);
    let opening = dashes(&text[first.clone()]);
    let mut header: Vec<Range<usize>> = Vec::new();
    let mut at = after(text, &first);
    let mut columns = opening.clone();
    if opening.len() < 2 {
        if !is_full(&opening) {
            header.push(first);
        }
        let most = if is_full(&opening) { HEADER } else { 1 };
        loop {
            if at >= text.len() || header.len() > most {
                return None;
            }
            let line = line_at(text, at);
            at = after(text, &line);
            columns = dashes(&text[line.clone()]);
            if columns.len() >= 2 {
                break;
            }
            if !columns.is_empty() || text[line.clone()].trim().is_empty() {
                return None;
            }
            header.push(line);
        }
    }
    let mut body: Vec<Range<usize>> = Vec::new();
    let closed = closing(text, at, opening.len() > 1, &mut header, &mut body);
    let end = match closed {
        Some(end) => end,
        None => {
            // Without a closing line the table ends at a blank one.
            let blank = body.iter().position(|l| text[l.clone()].trim().is_empty()).unwrap_or(body.len());
            body.truncate(blank);
            body.last().map_or(at, |l| after(text, l))
        }
    };
    let apart = body.iter().any(|l| text[l.clone()].trim().is_empty());
    let mut drawn = Drawn { columns: columns.len(), ..Drawn::default() };
    rows_of(text, &header, header.len() > 1 && apart, &columns, &mut drawn);
    rows_of(text, &body, apart, &columns, &mut drawn);
    (drawn.rows > 1 && drawn.any_figure(text)).then_some((drawn, end))
}

/// The lines up to a closing line of dashes, and where what follows it begins.
///
/// A table that opened with the dashes of its columns may have them again under its header.
fn closing(
    text: &str,
    from: usize,
    mut headed: bool,
    header: &mut Vec<Range<usize>>,
    body: &mut Vec<Range<usize>>,
) -> Option<usize> {
    let mut at = from;
    let mut blank = 0;
    while at < text.len() && body.len() < MAX_ROWS {
        let line = line_at(text, at);
        at = after(text, &line);
        let groups = dashes(&text[line.clone()]);
        if is_full(&groups) || groups.len() > 1 {
            if headed && groups.len() > 1 && (1..=HEADER).contains(&body.len()) {
                headed = false;
                header.append(body);
                continue;
            }
            return Some(at);
        }
        blank = if text[line.clone()].trim().is_empty() { blank + 1 } else { 0 };
        if blank > 1 {
            return None;
        }
        body.push(line);
    }
    None
}

fn rows_of(text: &str, lines: &[Range<usize>], apart: bool, columns: &[Range<usize>], drawn: &mut Drawn) {
    let mut begun: Option<usize> = None;
    for line in lines {
        if text[line.clone()].trim().is_empty() {
            begun = None;
            continue;
        }
        let row = match begun.filter(|_| apart) {
            Some(row) => row,
            None => {
                let row = drawn.rows;
                drawn.rows += 1;
                for (column, _) in columns.iter().enumerate() {
                    let parts = std::iter::once(line.start..line.start).collect();
                    drawn.cells.push(DrawnCell { row, column, row_span: 1, column_span: 1, parts });
                }
                row
            }
        };
        begun = Some(row);
        let first = drawn.cells.len() - columns.len();
        for (place, part) in pieces(text, line) {
            let shared = |c: &Range<usize>| place.end.min(c.end).saturating_sub(place.start.max(c.start));
            let far = |c: &Range<usize>| place.start.abs_diff(c.start);
            let Some(column) = (0..columns.len()).max_by_key(|&i| (shared(&columns[i]), usize::MAX - far(&columns[i])))
            else {
                continue;
            };
            let parts = &mut drawn.cells[first + column].parts;
            parts.retain(|p| !p.is_empty());
            match parts.last_mut() {
                // Words of one cell in one line.
                Some(last) if last.start >= line.start => last.end = part.end,
                _ => parts.push(part),
            }
        }
    }
}

/// The words of a line, each with the display columns it covers.
fn pieces(text: &str, line: &Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut pieces: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut column, mut inside) = (0, false);
    for (at, c) in text[line.clone()].char_indices() {
        let start = line.start + at;
        if c.is_whitespace() {
            inside = false;
        } else if inside {
            pieces.last_mut().into_iter().for_each(|(place, part)| {
                (place.end, part.end) = (column + width(c), start + c.len_utf8());
            });
        } else {
            pieces.push((column..column + width(c), start..start + c.len_utf8()));
            inside = true;
        }
        column += width(c);
    }
    pieces
}

/// True where a table may begin with this line or the next: a cheap look.
pub(super) fn may_begin(text: &str, line: &Range<usize>) -> bool {
    let dashed = |l: &str| l.trim_start().starts_with("--") && l.bytes().all(|b| matches!(b, b'-' | b' ' | b'\r'));
    if dashed(&text[line.clone()]) {
        return true;
    }
    let next = after(text, line);
    let Some(rest) = text.get(next..) else { return false };
    let bytes = rest.as_bytes();
    let lead = bytes.iter().take_while(|b| **b == b' ').count();
    bytes[lead..].starts_with(b"--")
        && dashed(&text[line_at(text, next)])
        && text[line_at(text, next)].trim().contains(' ')
}
