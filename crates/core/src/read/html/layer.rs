//! Lays the cells of a table on its rectangle by rowspan and colspan, both clamped. Knows nothing of tags and text.

use super::super::rows::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
use crate::document::GridCell;
use crate::source::Span;

/// The cells of a table so far.
#[derive(Debug)]
pub(super) struct Layer {
    pub cells: Vec<GridCell>,
    /// Rows begun.
    rows: usize,
    columns: usize,
    cursor: usize,
    /// The first cell of the group of rows that is open.
    group: usize,
    /// For each column the first row that no cell from above covers.
    free_from: [u16; MAX_COLUMNS],
}

/// More cells than a table may have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl Layer {
    pub(super) fn new() -> Self {
        Self { cells: Vec::new(), rows: 0, columns: 0, cursor: 0, group: 0, free_from: [0; MAX_COLUMNS] }
    }

    pub(super) fn row(&mut self) -> Result<(), TooMany> {
        self.rows += 1;
        self.cursor = 0;
        if self.rows > MAX_ROWS { Err(TooMany) } else { Ok(()) }
    }

    /// Begins or ends a group of rows, beyond which no cell of another reaches.
    pub(super) fn group(&mut self) {
        for cell in &mut self.cells[self.group..] {
            cell.row_span = cell.row_span.min(self.rows - cell.row);
        }
        self.group = self.cells.len();
        for free in &mut self.free_from[..self.columns] {
            *free = (*free).min(self.rows as u16);
        }
    }

    /// Places the next cell of the row; its text is set by [`Layer::text`].
    pub(super) fn cell(&mut self, row_span: usize, column_span: usize) -> Result<(), TooMany> {
        let row = self.rows.saturating_sub(1);
        while self.free_from.get(self.cursor).is_some_and(|&free| usize::from(free) > row) {
            self.cursor += 1;
        }
        let column = self.cursor;
        if column >= MAX_COLUMNS || self.cells.len() >= MAX_CELLS {
            return Err(TooMany);
        }
        let column_span = column_span.clamp(1, MAX_COLUMNS - column);
        // A rowspan of 0 goes to the end of the group, or of the table.
        let row_span = if row_span == 0 { MAX_ROWS } else { row_span.min(MAX_ROWS) };
        self.cursor += column_span;
        self.columns = self.columns.max(self.cursor);
        for free in &mut self.free_from[column..self.cursor] {
            *free = (*free).max((row + row_span) as u16);
        }
        self.cells.push(GridCell { row, column, row_span, column_span, span: Span::default() });
        Ok(())
    }

    pub(super) fn text(&mut self, span: Span) {
        if let Some(cell) = self.cells.last_mut() {
            cell.span = span;
        }
    }

    /// True where no row has two cells beside each other.
    pub(super) fn is_one_column(&self) -> bool {
        self.cells.iter().all(|c| c.column == 0)
    }

    /// Rows, columns and cells, none of which reaches beyond the last row. Rows without cells at the end do not count.
    pub(super) fn finish(mut self) -> (usize, usize, Vec<GridCell>) {
        let rows = self.cells.iter().map(|c| c.row + 1).max().unwrap_or(0);
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(rows - cell.row);
        }
        (rows, self.columns, self.cells)
    }
}
