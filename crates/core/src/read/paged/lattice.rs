//! From ruling lines to tables: lines that meet make a lattice, and cells are its rectangles with no line through them.
//! Knows nothing of text.

use super::sheet::Rule;

/// Lines nearer than this are one: the two sides of a thick or double border.
const NEAR: f32 = 3.0;
/// More pieces of lines than this on a page are a drawing.
const MAX_PIECES: usize = 1_500;
const MAX_CELLS: usize = 20_000;
const MAX_COLUMNS: usize = 256;

/// A table's cells, without their text.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    /// Where columns and rows begin and end.
    pub xs: Vec<f32>,
    pub ys: Vec<f32>,
    pub cells: Vec<Box>,
    /// For each position, row by row, its cell.
    cover: Vec<usize>,
}

/// A cell: a rectangle of the lattice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box {
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    /// The lines around it do not make a rectangle.
    pub odd: bool,
}

impl Lattice {
    pub fn contains(&self, (x, y): (f32, f32)) -> bool {
        let inside =
            |all: &[f32], at: f32| all.first().is_some_and(|&a| a <= at) && all.last().is_some_and(|&b| at < b);
        inside(&self.xs, x) && inside(&self.ys, y)
    }

    /// The cell at a point.
    pub fn cell_at(&self, (x, y): (f32, f32)) -> Option<usize> {
        let slot =
            |all: &[f32], at: f32| all.partition_point(|&a| a <= at).checked_sub(1).filter(|&i| i + 1 < all.len());
        let (column, row) = (slot(&self.xs, x)?, slot(&self.ys, y)?);
        self.cover.get(row * (self.xs.len() - 1) + column).copied()
    }

    pub fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or_default()
    }

    pub fn bottom(&self) -> f32 {
        self.ys.last().copied().unwrap_or_default()
    }

    fn area(&self) -> f32 {
        let side = |all: &[f32]| all.last().unwrap_or(&0.0) - all.first().unwrap_or(&0.0);
        side(&self.xs) * side(&self.ys)
    }
}

/// A line with all that touches end to end put together.
#[derive(Clone, Copy, Debug)]
struct Piece {
    upright: bool,
    at: f32,
    from: f32,
    to: f32,
}

/// The tables of a page, small ones (which may stand in a cell of a large one) first; none where there are too many
/// lines.
pub(super) fn lattices(rules: &[Rule]) -> Option<Vec<Lattice>> {
    let mut pieces = merged(rules, false);
    let level = pieces.len();
    pieces.extend(merged(rules, true));
    if pieces.len() > MAX_PIECES {
        return None;
    }
    let mut roots = Roots::new(pieces.len());
    for (i, h) in pieces[..level].iter().enumerate() {
        for (j, v) in pieces[level..].iter().enumerate() {
            let meets = |at: f32, of: &Piece| of.from - NEAR <= at && at <= of.to + NEAR;
            if meets(v.at, h) && meets(h.at, v) {
                roots.join(i, level + j);
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Piece>)> = Vec::new();
    let mut number = vec![usize::MAX; pieces.len()];
    for (i, piece) in pieces.iter().enumerate() {
        let root = roots.of(i);
        if number[root] == usize::MAX {
            number[root] = groups.len();
            groups.push((root, Vec::new()));
        }
        groups[number[root]].1.push(*piece);
    }
    let mut found: Vec<Lattice> = groups.iter().filter_map(|(_, pieces)| lattice(pieces)).collect();
    found.sort_by(|a, b| a.area().total_cmp(&b.area()));
    Some(found)
}

/// Rules of one direction, those on one line that touch put together.
fn merged(rules: &[Rule], upright: bool) -> Vec<Piece> {
    let mut all: Vec<Piece> = rules
        .iter()
        .filter(|r| r.upright == upright)
        .map(|r| Piece { upright, at: r.at, from: r.from, to: r.to })
        .collect();
    all.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Piece> = Vec::new();
    let mut start = 0;
    while start < all.len() {
        let base = all[start].at;
        let end = start + all[start..].partition_point(|p| p.at - base <= NEAR);
        let line = &mut all[start..end];
        let at = line.iter().map(|p| p.at).sum::<f32>() / line.len() as f32;
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first = out.len();
        for piece in line.iter() {
            match out[first..].last_mut() {
                Some(last) if piece.from <= last.to + NEAR => last.to = last.to.max(piece.to),
                _ => out.push(Piece { at, ..*piece }),
            }
        }
        start = end;
    }
    out
}

fn lattice(pieces: &[Piece]) -> Option<Lattice> {
    let places = |upright: bool| {
        let mut all: Vec<f32> = pieces.iter().filter(|p| p.upright == upright).map(|p| p.at).collect();
        // A side without a border is where the lines across end.
        let across = pieces.iter().filter(|p| p.upright != upright);
        let from = across.clone().map(|p| p.from).fold(f32::MAX, f32::min);
        let to = across.map(|p| p.to).fold(f32::MIN, f32::max);
        all.sort_by(f32::total_cmp);
        all.dedup_by(|b, a| *b - *a <= NEAR);
        if from < all.first()? - 2.0 * NEAR {
            all.insert(0, from);
        }
        if to > all.last()? + 2.0 * NEAR {
            all.push(to);
        }
        Some(all)
    };
    let (xs, ys) = (places(true)?, places(false)?);
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns * rows < 2 || columns > MAX_COLUMNS || columns * rows > MAX_CELLS {
        return None;
    }
    // The pieces on each line of the lattice.
    let on = |upright: bool, all: &[f32]| -> Vec<Vec<&Piece>> {
        let own = |at: f32| pieces.iter().filter(move |p| p.upright == upright && (p.at - at).abs() <= NEAR);
        all.iter().map(|&at| own(at).collect()).collect()
    };
    let (upright, level) = (on(true, &xs), on(false, &ys));
    // A border is there where most of it is drawn.
    let drawn = |line: &[&Piece], from: f32, to: f32| {
        let covered: f32 = line.iter().map(|p| (p.to.min(to) - p.from.max(from)).max(0.0)).sum();
        covered >= 0.5 * (to - from)
    };
    let mut roots = Roots::new(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let here = row * columns + column;
            if column + 1 < columns && !drawn(&upright[column + 1], ys[row], ys[row + 1]) {
                roots.join(here, here + 1);
            }
            if row + 1 < rows && !drawn(&level[row + 1], xs[column], xs[column + 1]) {
                roots.join(here, here + columns);
            }
        }
    }
    // The rectangle around each group, and how many positions it has.
    let mut around: Vec<Option<(Box, usize)>> = vec![None; rows * columns];
    for at in 0..rows * columns {
        let (row, column) = (at / columns, at % columns);
        let slot = &mut around[roots.of(at)];
        let (cell, count) = slot.get_or_insert((Box { row, column, row_span: 1, column_span: 1, odd: false }, 0));
        *count += 1;
        let right = (cell.column + cell.column_span).max(column + 1);
        cell.column = cell.column.min(column);
        cell.column_span = right - cell.column;
        cell.row_span = cell.row_span.max(row + 1 - cell.row);
    }
    let mut cells = Vec::new();
    let mut cover = vec![usize::MAX; rows * columns];
    for at in 0..rows * columns {
        if cover[at] != usize::MAX {
            continue;
        }
        let Some((cell, count)) = around[roots.of(at)] else { continue };
        let whole = cell.row_span * cell.column_span == count;
        let (row, column) = (at / columns, at % columns);
        let cell = if whole { cell } else { Box { row, column, row_span: 1, column_span: 1, odd: true } };
        for r in cell.row..cell.row + cell.row_span {
            for c in cell.column..cell.column + cell.column_span {
                cover[r * columns + c] = cells.len();
            }
        }
        cells.push(cell);
    }
    (cells.len() > 1).then_some(Lattice { xs, ys, cells, cover })
}

/// Which of many things belong together.
struct Roots(Vec<usize>);

impl Roots {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        // The first of a group stands for it.
        self.0[a.max(b)] = a.min(b);
    }
}
