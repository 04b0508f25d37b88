//! Tables: the text of each cell of a lattice.
//! A cell whose text may not be its own, or not all of it, is marked as not surely read.

use super::lattice::Lattice;
use super::lines::{Line, joint, lines, rows};
use super::sheet::Glyph;
use crate::language::fold::is_wide;

/// A table, or the part of one that stands on a page.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub xs: Vec<f32>,
    pub rows: usize,
    pub cells: Vec<Cell>,
    /// The page it begins on, and its place there.
    pub page: u32,
    pub top: f32,
}

/// One cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    pub lines: Vec<Line>,
    pub unsure: bool,
    /// Page, left, top, right, bottom.
    pub place: (u32, [f32; 4]),
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(joint(&text, &line.text));
            text.push_str(&line.text);
        }
        text
    }

    pub fn bottom(&self) -> usize {
        self.row + self.row_span
    }

    pub fn columns(&self) -> std::ops::Range<usize> {
        self.column..self.column + self.column_span
    }
}

pub(super) fn is_figure(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b".,%- ".contains(&b))
}

impl Table {
    pub fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }
}

/// Puts the glyphs that stand in a lattice into its cells.
pub(super) fn table(lattice: &Lattice, glyphs: Vec<Glyph>, page: u32) -> Table {
    let mut of: Vec<Vec<Glyph>> = vec![Vec::new(); lattice.cells.len()];
    let mut unsure: Vec<bool> = lattice.cells.iter().map(|c| c.odd).collect();
    for row in rows(glyphs.clone()) {
        for pair in row.windows(2) {
            // Letters and digits that stand together belong together: a border through them is in the wrong place, or
            // they are.
            let [a, b] = pair else { continue };
            if b.left - a.right < 0.12 * a.size
                && (a.c.is_ascii_digit() && b.c.is_ascii_digit())
                && let (Some(x), Some(y)) = (lattice.cell_at(a.centre()), lattice.cell_at(b.centre()))
                && x != y
            {
                unsure[x] = true;
                unsure[y] = true;
            }
        }
    }
    for glyph in glyphs {
        let (x, y) = glyph.centre();
        let Some(cell) = lattice.cell_at((x, y)) else { continue };
        if is_wide(glyph.c) {
            // A character that a border goes through is of a text that was printed over its neighbours.
            let part = 0.3 * (glyph.right - glyph.left);
            for side in [x - part, x + part] {
                if let Some(other) = lattice.cell_at((side, y)).filter(|&other| other != cell) {
                    unsure[cell] = true;
                    unsure[other] = true;
                }
            }
        }
        of[cell].push(glyph);
    }
    let cells = lattice.cells.iter().zip(of).zip(unsure).map(|((cell, glyphs), unsure)| {
        let (left, right) = (lattice.xs[cell.column], lattice.xs[cell.column + cell.column_span]);
        let (top, bottom) = (lattice.ys[cell.row], lattice.ys[cell.row + cell.row_span]);
        let lines = whole_figures(lines(glyphs, page), right - left);
        let figure = lines.len() > 1 && lines.iter().all(|l| is_figure(&l.text));
        Cell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            unsure: unsure || figure || lines.iter().any(|l| l.unsure),
            lines,
            place: (page, [left, top, right, bottom]),
        }
    });
    Table { xs: lattice.xs.clone(), rows: lattice.ys.len() - 1, cells: cells.collect(), page, top: lattice.top() }
}

/// A figure that was too long for its cell goes on in the next line: put together where the line before is full.
fn whole_figures(lines: Vec<Line>, width: f32) -> Vec<Line> {
    if lines.len() < 2 || !lines.iter().all(|l| is_figure(&l.text)) {
        return lines;
    }
    let digit = lines[0].size * 0.5;
    let full = lines[..lines.len() - 1].iter().all(|l| l.right - l.left + digit * 1.5 > width - 2.0 * digit);
    let near = lines.windows(2).all(|p| p[1].top - p[0].bottom < p[0].size * 0.8);
    if !full || !near {
        return lines;
    }
    let mut all = lines.into_iter();
    let Some(mut first) = all.next() else { return Vec::new() };
    for line in all {
        first.text.push_str(&line.text);
        first.bottom = line.bottom;
        first.right = first.right.max(line.right);
    }
    vec![first]
}
