//! The text of a report in blocks and tables, cut where marks begin and end, so that findings may overlap in any way.

use std::collections::HashSet;

use serde::Serialize;

use crate::document::{BlockKind, Document, Grid};
use crate::report::Text;
use crate::source::Span;
use crate::terms::Severity;

use super::super::wrap::clean;

/// A place of a finding in the text.
pub(super) struct Mark {
    pub span: Span,
    /// The finding's number.
    pub number: usize,
    /// Which of its related places, from 1; 0 is the finding itself.
    pub related: usize,
    pub severity: Severity,
    /// The severity's word for people.
    pub word: &'static str,
    pub message: String,
    /// The value that would make everything add up.
    pub expected: Option<String>,
}

/// A stretch of text under the same marks.
#[derive(Debug, Default, Serialize)]
pub(super) struct Piece {
    pub text: String,
    /// Numbers of the findings it is of.
    pub numbers: Vec<usize>,
    /// The gravest severity of the findings whose own text it is; none where it is only related.
    pub severity: Option<&'static str>,
    pub related: bool,
    pub begins: Vec<Badge>,
    pub expected: Vec<String>,
}

/// The number before a mark, which leads to the list.
#[derive(Debug, Serialize)]
pub(super) struct Badge {
    pub number: usize,
    pub related: usize,
    pub severity: &'static str,
    pub word: &'static str,
    pub message: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Block {
    /// `title`, `heading`, `item`, `table`, `signature`, `furniture`, `paragraph`.
    pub kind: &'static str,
    /// Of a heading, from 1.
    pub level: u8,
    pub pieces: Vec<Piece>,
    pub rows: Vec<Vec<Cell>>,
    /// Which table it is, from 1.
    pub table: usize,
    /// Findings whose own place is in the table.
    pub findings: Vec<Badge>,
}

#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub pieces: Vec<Piece>,
    pub rows: usize,
    pub columns: usize,
    pub head: bool,
    pub numeric: bool,
}

pub(super) fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Findings and which of their related places (0: their own) that stand in the text, and can be jumped to.
pub(super) type Placed = HashSet<(usize, usize)>;

/// The blocks of a report, and which marks found their place in them.
pub(super) fn blocks(text: &Text, marks: &[Mark]) -> (Vec<Block>, Placed) {
    let document = &*text.document;
    let mut placed = Placed::new();
    let mut blocks = Vec::with_capacity(document.blocks.len());
    // Marks in the order of the text: each block looks only at those that can reach it.
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|m| (m.span.start, m.number, m.related));
    for (index, block) in document.blocks.iter().enumerate() {
        let near: Vec<&Mark> = within(&sorted, block.span).collect();
        let mut made =
            Block { kind: "paragraph", level: 0, pieces: Vec::new(), rows: Vec::new(), table: 0, findings: Vec::new() };
        if let BlockKind::Table(grid) = block.kind {
            made.kind = "table";
            made.table = grid + 1;
            if let Some(grid) = document.grids.get(grid) {
                made.rows = rows(document, grid, &near, &mut placed);
            }
            made.findings = near.iter().filter(|m| m.related == 0).map(|m| badge(m)).collect();
        } else {
            (made.kind, made.level) = kind(text, index);
            made.pieces = pieces(document, block.span, &near, &mut placed);
        }
        blocks.push(made);
    }
    (blocks, placed)
}

fn within<'a>(marks: &'a [&'a Mark], span: Span) -> impl Iterator<Item = &'a Mark> {
    let end = marks.partition_point(|m| m.span.start <= span.end);
    marks[..end].iter().copied().filter(move |m| touches(m.span, span))
}

/// Whether a mark has text in a stretch; one without text where it stands inside.
fn touches(mark: Span, span: Span) -> bool {
    if mark.is_empty() || span.is_empty() {
        return mark == span || mark.is_empty() && span.start <= mark.start && mark.start <= span.end;
    }
    mark.start < span.end && span.start < mark.end
}

fn kind(text: &Text, index: usize) -> (&'static str, u8) {
    let block = text.document.blocks[index];
    let whole = |s: Span| s.start <= block.span.start && block.span.end <= s.end + 3 && s.start < block.span.end;
    if text.title.is_some_and(whole) {
        return ("title", 1);
    }
    if text.furniture.binary_search(&index).is_ok() {
        return ("furniture", 0);
    }
    let from = text.headings.partition_point(|h| h.0.start < block.span.start);
    if let Some((_, level)) = text.headings.get(from).filter(|h| whole(h.0)) {
        return ("heading", *level);
    }
    if text.signature.is_some_and(|s| s.contains(block.span)) {
        return ("signature", 0);
    }
    match block.kind {
        BlockKind::Heading(level) => ("heading", level),
        BlockKind::ListItem => ("item", 0),
        BlockKind::Paragraph | BlockKind::Table(_) => ("paragraph", 0),
    }
}

fn badge(mark: &Mark) -> Badge {
    Badge {
        number: mark.number,
        related: mark.related,
        severity: name(mark.severity),
        word: mark.word,
        message: mark.message.clone(),
    }
}

fn pieces(document: &Document, span: Span, marks: &[&Mark], placed: &mut Placed) -> Vec<Piece> {
    let mut cuts: Vec<u32> = vec![span.start, span.end];
    for mark in marks {
        cuts.extend([mark.span.start, mark.span.end].map(|c| c.clamp(span.start, span.end)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    for at in 0..cuts.len() {
        // Marks without text, such as that of a blank cell.
        for mark in marks.iter().filter(|m| m.span.is_empty() && m.span.start == cuts[at]) {
            pieces.push(piece(document, mark.span, &[mark], placed));
        }
        let Some(&end) = cuts.get(at + 1) else { break };
        let part = Span { start: cuts[at], end };
        let here: Vec<&Mark> =
            marks.iter().copied().filter(|m| m.span.start <= part.start && part.end <= m.span.end).collect();
        pieces.push(piece(document, part, &here, placed));
    }
    pieces
}

fn piece(document: &Document, part: Span, marks: &[&Mark], placed: &mut Placed) -> Piece {
    let mut piece = Piece { text: clean(&document.plain(part)), ..Piece::default() };
    let own = marks.iter().filter(|m| m.related == 0).map(|m| m.severity).max();
    piece.severity = own.map(name);
    piece.related = own.is_none() && !marks.is_empty();
    for mark in marks {
        if !piece.numbers.contains(&mark.number) {
            piece.numbers.push(mark.number);
        }
        let id = (mark.number, mark.related);
        if placed.insert(id) {
            piece.begins.push(badge(mark));
        }
        let ends = part.end >= mark.span.end;
        piece
            .expected
            .extend(mark.expected.iter().filter(|e| ends && !piece.expected.contains(e)).cloned().collect::<Vec<_>>());
    }
    piece.numbers.sort_unstable();
    piece
}

/// Every cell once, by row and column, with empty cells where none stands.
fn rows(document: &Document, grid: &Grid, marks: &[&Mark], placed: &mut Placed) -> Vec<Vec<Cell>> {
    let cover = grid.cover();
    let mut order: Vec<usize> = (0..grid.cells.len()).collect();
    order.sort_by_key(|&i| (grid.cells[i].row, grid.cells[i].column));
    let mut cells = order.into_iter().peekable();
    let mut rows = Vec::with_capacity(grid.rows);
    for row in 0..grid.rows {
        let mut line = Vec::new();
        let mut column = 0;
        loop {
            let next = cells.peek().copied().filter(|&i| grid.cells[i].row <= row);
            let until = next.map_or(grid.columns, |i| grid.cells[i].column);
            for gap in column..until.min(grid.columns) {
                if cover.get(row * grid.columns + gap) == Some(&usize::MAX) {
                    line.push(Cell { pieces: Vec::new(), rows: 1, columns: 1, head: false, numeric: false });
                }
            }
            let Some(index) = next else { break };
            cells.next();
            let cell = &grid.cells[index];
            column = column.max(cell.column + cell.column_span);
            let near: Vec<&Mark> = marks.iter().copied().filter(|m| in_cell(m.span, cell.span)).collect();
            let text = document.slice(cell.span);
            let numeric = text.bytes().any(|b| b.is_ascii_digit())
                && text.bytes().all(|b| b.is_ascii_digit() || b".,-% ".contains(&b));
            line.push(Cell {
                pieces: pieces(document, cell.span, &near, placed),
                rows: cell.row_span.min(grid.rows - row).max(1),
                columns: cell.column_span.min(grid.columns - cell.column.min(grid.columns)).max(1),
                head: row == 0 && grid.rows > 1 && !numeric && !text.is_empty(),
                numeric,
            });
        }
        rows.push(line);
    }
    rows
}

fn in_cell(mark: Span, cell: Span) -> bool {
    if mark.is_empty() {
        mark == cell || cell.start < mark.start && mark.start < cell.end
    } else {
        !cell.is_empty() && touches(mark, cell)
    }
}
