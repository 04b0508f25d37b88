//! Tables: the text of each cell of a lattice, and parts of one table on following pages put together.
//! A cell whose text may not be its own, or not all of it, is marked as not surely read.

use super::lattice::Lattice;
use super::lines::{Line, joint, lines, rows};
use super::sheet::Glyph;

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

    fn bottom(&self) -> usize {
        self.row + self.row_span
    }

    fn columns(&self) -> std::ops::Range<usize> {
        self.column..self.column + self.column_span
    }
}

fn is_figure(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b".,%- ".contains(&b))
}

/// Puts the glyphs that stand in a lattice into its cells.
pub(super) fn table(lattice: &Lattice, glyphs: Vec<Glyph>, page: u32) -> Table {
    let mut of: Vec<Vec<Glyph>> = vec![Vec::new(); lattice.cells.len()];
    let mut unsure: Vec<bool> = lattice.cells.iter().map(|c| c.odd).collect();
    for row in rows(glyphs.clone()) {
        for pair in row.windows(2) {
            // Letters and digits that stand together belong together: a border through them is in the wrong place, or they are.
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
        if let Some(cell) = lattice.cell_at(glyph.centre()) {
            of[cell].push(glyph);
        }
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

/// Edges of columns that are this near are one.
const NEAR: f32 = 4.0;

impl Table {
    pub fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// Whether a part that begins the next page goes on with this table.
    pub fn goes_on(&self, next: &Table) -> bool {
        let near = |a: Option<&f32>, b: Option<&f32>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= NEAR);
        near(self.xs.first(), next.xs.first()) && near(self.xs.last(), next.xs.last())
    }

    /// Takes in the part on the next page.
    pub fn join(&mut self, mut next: Table) {
        self.align(&mut next);
        let repeated = self.repeated(&next);
        if repeated > 0 {
            next.drop_rows(repeated);
        }
        if next.rows == 0 {
            return;
        }
        let last = self.rows;
        let one_row = repeated == 0 && self.is_cut_row(&next);
        let shift = if one_row { last - 1 } else { last };
        for mut cell in next.cells {
            if cell.row == 0
                && let Some(above) = self.cells.iter_mut().find(|c| c.bottom() == last && c.columns() == cell.columns())
                && (one_row || continues(above, &cell))
            {
                above.row_span = (shift + cell.row_span) - above.row;
                above.unsure |= cell.unsure;
                above.lines.append(&mut cell.lines);
                continue;
            }
            // A row that is one with the last cannot have cells of other columns: they would lie on others.
            if one_row && cell.row == 0 {
                cell.unsure = true;
            }
            cell.row += shift;
            self.cells.push(cell);
        }
        self.rows = shift + next.rows;
        self.cells.sort_by_key(|c| (c.row, c.column));
    }

    /// Lays both on the same columns.
    fn align(&mut self, next: &mut Table) {
        let mut xs = self.xs.clone();
        xs.extend(&next.xs);
        xs.sort_by(f32::total_cmp);
        xs.dedup_by(|b, a| *b - *a <= NEAR);
        let nearest = |x: f32| {
            let after = xs.partition_point(|&a| a < x);
            let before = after.saturating_sub(1);
            if after < xs.len() && (xs[after] - x) < (x - xs[before]).abs() { after } else { before }
        };
        for table in [&mut *self, next] {
            let places: Vec<usize> = table.xs.iter().map(|&x| nearest(x)).collect();
            for cell in &mut table.cells {
                let end = places[cell.column + cell.column_span];
                cell.column = places[cell.column];
                cell.column_span = end.saturating_sub(cell.column).max(1);
            }
            table.xs.clone_from(&xs);
        }
    }

    fn row_texts(&self, row: usize) -> Vec<(usize, String)> {
        self.cells.iter().filter(|c| c.row == row).map(|c| (c.column, c.text())).collect()
    }

    /// How many rows at the top of the next part are the head of this table once more.
    fn repeated(&self, next: &Table) -> usize {
        let mut count = 0;
        while count < next.rows.min(self.rows).min(6) {
            let (ours, theirs) = (self.row_texts(count), next.row_texts(count));
            let worded = theirs.iter().filter(|(_, t)| !t.is_empty() && !is_figure(t)).count();
            let figures = theirs.iter().any(|(_, t)| is_figure(t));
            if ours != theirs || worded == 0 || figures {
                break;
            }
            count += 1;
        }
        // A head of merged cells ends where the first of them do.
        let cut = next.cells.iter().any(|c| c.row < count && c.bottom() > count);
        if cut { 0 } else { count }
    }

    fn drop_rows(&mut self, count: usize) {
        self.cells.retain(|c| c.row >= count);
        self.cells.iter_mut().for_each(|c| c.row -= count);
        self.rows -= count;
    }

    /// Whether the last row was cut by the end of the page, so that its text goes on in the first row of the next part.
    fn is_cut_row(&self, next: &Table) -> bool {
        let last = self.rows;
        let firsts: Vec<&Cell> = next.cells.iter().filter(|c| c.row == 0 && c.row_span == 1).collect();
        let lasts: Vec<&Cell> = self.cells.iter().filter(|c| c.bottom() == last && c.row_span == 1).collect();
        let mut texts = 0;
        for cell in &firsts {
            let Some(above) = lasts.iter().find(|c| c.columns() == cell.columns()) else { return false };
            if above.is_blank() || cell.is_blank() {
                continue;
            }
            if begins(&cell.text()) || is_figure(&cell.text()) || is_figure(&above.text()) {
                return false;
            }
            texts += 1;
        }
        let figures = |all: &[&Cell]| all.iter().any(|c| is_figure(&c.text()));
        // One half has the figures, the other only the rest of the label.
        !firsts.is_empty()
            && firsts.len() == lasts.len()
            && texts == 1
            && figures(&firsts) != figures(&lasts)
            && firsts.iter().chain(&lasts).any(|c| is_figure(&c.text()))
    }
}

/// Whether a merged cell at the end of a page goes on at the top of the next.
fn continues(above: &Cell, below: &Cell) -> bool {
    if below.is_blank() {
        return below.row_span > 1 || above.row_span > 1;
    }
    (above.row_span > 1 || below.row_span > 1)
        && !above.is_blank()
        && !begins(&below.text())
        && !is_figure(&below.text())
}

/// A label of its own begins with a number: （四）, 2., 三、, 1、.
fn begins(text: &str) -> bool {
    let text = text.trim_start();
    let open = text.strip_prefix(['（', '(']);
    let rest = open.unwrap_or(text);
    let number =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十０１２３４５６７８９".contains(c));
    let marked =
        if open.is_some() { number.starts_with(['）', ')']) } else { number.starts_with(['、', '.', '．']) };
    number.len() < rest.len() && marked
}
