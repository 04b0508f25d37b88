//! A table as a rectangle: merged cells keep one entry with its extent.

use crate::source::Span;

/// One cell as written; a merged cell stands once, at its top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Row and column of the top left corner, from 0.
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    /// Text of the cell, trimmed; empty (at the place where text would stand) for a blank cell.
    pub span: Span,
}

/// A table. Cells are in the order of the source, which is by row, then column, save in odd files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    pub span: Span,
    pub rows: usize,
    pub columns: usize,
    pub cells: Vec<GridCell>,
    /// True where the columns of different rows need not line up: `|` rows or tab-separated rows copied out of a table
    /// with merged cells. Labels then order the values of a row, columns do not.
    pub flattened: bool,
}

impl Grid {
    /// For each position of the rectangle the index of the cell that covers it, row by row; `usize::MAX` where none
    /// does.
    pub fn cover(&self) -> Vec<usize> {
        let mut cover = vec![usize::MAX; self.rows * self.columns];
        for (i, cell) in self.cells.iter().enumerate() {
            for row in cell.row..(cell.row + cell.row_span).min(self.rows) {
                for column in cell.column..(cell.column + cell.column_span).min(self.columns) {
                    cover[row * self.columns + column] = i;
                }
            }
        }
        cover
    }
}
