//! Tables drawn in text: with rules of `+---+` or of box characters over, under and between rows, as pandoc's grid
//! tables and consoles have them. Bars under the same corner of a rule part the same columns, so merged cells keep
//! their extent, and a cell may take several lines.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::rows::{self, MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
use crate::document::{Builder, GridCell};

/// Bars between cells, apart from `|`.
pub(super) const BARS: [char; 5] = ['│', '┃', '║', '｜', '¦'];

/// A table in the making.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub cells: Vec<DrawnCell>,
    pub rows: usize,
    pub columns: usize,
    pub flattened: bool,
}

/// A cell with the stretches of the source that its lines are.
#[derive(Debug)]
pub(super) struct DrawnCell {
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    pub parts: Vec<Range<usize>>,
}

impl Drawn {
    /// Adds the table to a document; false where it is too large.
    pub fn add(&self, builder: &mut Builder, text: &str, mut push: impl FnMut(&mut Builder, Range<usize>)) -> bool {
        if self.cells.len() > MAX_CELLS || self.rows > MAX_ROWS || self.columns > MAX_COLUMNS {
            return false;
        }
        let mut cells = Vec::with_capacity(self.cells.len());
        for cell in &self.cells {
            let at = cell.parts.first().map_or(0, |p| p.start);
            builder.begin();
            let mut before: Option<usize> = None;
            for part in cell.parts.iter().filter(|p| !p.is_empty()) {
                if let Some(end) = before {
                    builder.join_lines(end, 1, &text[part.clone()]);
                }
                push(builder, part.clone());
                before = Some(part.end);
            }
            let span = builder.cell(at);
            let &DrawnCell { row, column, row_span, column_span, .. } = cell;
            cells.push(GridCell { row, column, row_span, column_span, span });
        }
        builder.table(self.rows, self.columns, cells, self.flattened);
        true
    }

    /// Whether a figure stands in it, which makes a table of it and no ornament.
    pub fn any_figure(&self, text: &str) -> bool {
        self.cells.iter().any(|c| matches!(c.parts.as_slice(), [part] if rows::is_figure(&text[part.clone()])))
    }
}

/// Columns that a character takes where every one has the same width.
pub(super) fn width(c: char) -> usize {
    c.width().unwrap_or(0)
}

fn is_bar(c: char) -> bool {
    c == '|' || BARS.contains(&c)
}

/// What a rule is drawn with between its corners.
fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '=' | ':' | '─' | '━' | '═' | '┄' | '┈')
}

fn is_corner(c: char) -> bool {
    c == '+' || matches!(c, '┌'..='╋' | '╒'..='╬') && !is_bar(c)
}

/// True where a line may begin such a table: it is a rule.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().next().is_some_and(|c| is_corner(c) || c == '|' || is_stroke(c))
        && line.chars().any(is_corner)
        && line.chars().all(|c| is_corner(c) || is_stroke(c) || is_bar(c))
        && line.chars().filter(|&c| is_stroke(c)).count() >= 2
}

/// A stretch of a line between two corners or bars, with the display columns of these.
struct Segment {
    from: usize,
    to: usize,
    text: Range<usize>,
    ruled: bool,
}

/// A line whose stretches are on columns of the table, and whether all of it is a rule.
type Placed<'s> = (Vec<(Range<usize>, &'s Segment)>, bool);

/// The stretches of a line. A corner parts only where a stroke or nothing stands beside it.
fn segments(text: &str, line: Range<usize>) -> Vec<Segment> {
    let raw = &text[line.clone()];
    let mut segments = Vec::new();
    let (mut column, mut open): (usize, Option<(usize, usize)>) = (0, None);
    let mut before = ' ';
    for (at, c) in raw.char_indices() {
        let next = raw[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let corner = is_corner(c) && (c != '+' || is_stroke(before) || is_stroke(next));
        if corner || is_bar(c) {
            if let Some((from, start)) = open {
                let inner = &raw[start..at];
                let ruled = !inner.trim().is_empty() && inner.chars().all(is_stroke);
                segments.push(Segment { from, to: column, text: line.start + start..line.start + at, ruled });
            }
            open = Some((column, at + c.len_utf8()));
        }
        column += width(c);
        before = c;
    }
    segments
}

/// How far a bar may stand from its corner: quotation marks and dashes are drawn wide or narrow.
const SLACK: usize = 6;

/// Reads the table whose first rule is `first`, if it is one; and where its lines end.
pub(super) fn read(text: &str, first: Range<usize>) -> (Option<Drawn>, usize) {
    let mut lines = Vec::new();
    let mut from = first.start;
    while from < text.len() && lines.len() < 4 * MAX_ROWS {
        let end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |i| from + i);
        let inner = rows::trim(text, from..end);
        let begins = text[inner.clone()].chars().next().is_some_and(|c| is_bar(c) || is_corner(c));
        if !begins {
            break;
        }
        lines.push(segments(text, inner));
        from = (end + 1).min(text.len());
    }
    let full = |line: &Vec<Segment>| line.iter().all(|s| s.ruled);
    let rules = lines.iter().filter(|l| full(l)).count();
    let written = lines.len() - rules;
    if rules == 0 || written < 2 {
        return (None, from);
    }
    let each_line = lines.chunk_by(|a, b| !full(a) && !full(b)).any(|block| figures_below(block, text));
    let drawn = by_corners(&lines, full, each_line).or_else(|| by_number(&lines, full, each_line));
    let drawn = drawn.map(|d| trimmed(d, text)).filter(|d| d.any_figure(text));
    (drawn, from)
}

/// Without rules between them two lines are two rows where figures stand in one column of both.
fn figures_below(block: &[Vec<Segment>], text: &str) -> bool {
    let figure = |s: &&Segment| rows::is_figure(text[s.text.clone()].trim());
    let mut seen: Vec<usize> = Vec::new();
    block.iter().any(|line| {
        let here: Vec<usize> = line.iter().filter(figure).map(|s| s.from).collect();
        let again = here.iter().any(|c| seen.iter().any(|s| s.abs_diff(*c) <= SLACK));
        seen.extend(here);
        again
    })
}

/// By where bars stand under the corners of the rules.
fn by_corners(lines: &[Vec<Segment>], full: impl Fn(&Vec<Segment>) -> bool, each_line: bool) -> Option<Drawn> {
    let mut corners: Vec<usize> = lines.iter().filter(|l| full(l)).flatten().flat_map(|s| [s.from, s.to]).collect();
    corners.sort_unstable();
    corners.dedup();
    if corners.windows(2).any(|w| w[1] - w[0] < 2) {
        return None;
    }
    let nearest = |column: usize| (0..corners.len()).min_by_key(|&i| corners[i].abs_diff(column));
    let mut placed = Vec::with_capacity(lines.len());
    for line in lines {
        let mut row = Vec::with_capacity(line.len());
        let mut end = 0;
        for segment in line {
            let (from, to) = (nearest(segment.from)?, nearest(segment.to)?);
            if corners[to].abs_diff(segment.to) > SLACK || to <= from || from != end {
                return None;
            }
            end = to;
            row.push((from..to, segment));
        }
        placed.push((row, full(line)));
    }
    Some(fill(&placed, corners.len() - 1, each_line))
}

/// By their number, where every line has as many cells.
fn by_number(lines: &[Vec<Segment>], full: impl Fn(&Vec<Segment>) -> bool, each_line: bool) -> Option<Drawn> {
    let columns = lines.iter().find(|l| !full(l))?.len();
    let mut placed = Vec::with_capacity(lines.len());
    for line in lines {
        let ruled = full(line);
        if !ruled && (line.len() != columns || line.iter().any(|s| s.ruled && !s.text.is_empty())) {
            return None;
        }
        let row = if ruled { Vec::new() } else { line.iter().enumerate().map(|(i, s)| (i..i + 1, s)).collect() };
        placed.push((row, ruled));
    }
    Some(fill(&placed, columns, each_line))
}

fn fill(lines: &[Placed<'_>], columns: usize, each_line: bool) -> Drawn {
    let mut drawn = Drawn { columns, ..Drawn::default() };
    let mut open: Vec<Option<usize>> = vec![None; columns];
    let mut begun = false;
    for (segments, full) in lines {
        let ruled = *full || segments.iter().any(|(_, s)| s.ruled);
        if ruled && begun {
            (drawn.rows, begun) = (drawn.rows + 1, false);
        }
        if *full {
            open.fill(None);
            continue;
        }
        for (place, _) in segments.iter().filter(|(_, s)| s.ruled) {
            open[place.clone()].fill(None);
        }
        for (place, segment) in segments.iter().filter(|(_, s)| !s.ruled) {
            let known = open[place.start].filter(|&c| drawn.cells[c].column_span == place.len());
            let cell = known.unwrap_or_else(|| {
                drawn.cells.push(DrawnCell {
                    row: drawn.rows,
                    column: place.start,
                    row_span: 1,
                    column_span: place.len(),
                    parts: Vec::new(),
                });
                drawn.cells.len() - 1
            });
            open[place.clone()].fill(Some(cell));
            drawn.cells[cell].row_span = drawn.rows - drawn.cells[cell].row + 1;
            drawn.cells[cell].parts.push(segment.text.clone());
            begun = true;
        }
        if each_line && begun {
            open.fill(None);
            (drawn.rows, begun) = (drawn.rows + 1, false);
        }
    }
    drawn.rows += usize::from(begun);
    drawn
}

/// Without the white space around each stretch, and without blank ones where others are not.
fn trimmed(mut drawn: Drawn, text: &str) -> Drawn {
    for cell in &mut drawn.cells {
        for part in &mut cell.parts {
            *part = rows::trim(text, part.clone());
        }
        if cell.parts.iter().any(|p| !p.is_empty()) {
            cell.parts.retain(|p| !p.is_empty());
        } else {
            cell.parts.truncate(1);
        }
    }
    drawn
}
