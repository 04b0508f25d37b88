//! Tables: cells laid on their rectangle by `gridSpan` and `vMerge`. A table that only lays out a page gives its
//! paragraphs.

use roxmltree::Node;

use super::super::rows::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
use super::xml::{Name, attribute, branch, child, name, number};
use super::{Paragraph, Place, Reader, content, is_deleted};
use crate::document::GridCell;

/// A cell with as many long paragraphs is a column of a page, not a cell.
const LONG_PARAGRAPHS: usize = 3;
/// A cell with more characters holds running text.
const MOST_LETTERS: usize = 500;
/// Characters of a long paragraph.
const LONG: usize = 30;

/// A cell on its way to the grid.
struct Cell<'a, 'x> {
    node: Node<'a, 'x>,
    place: GridCell,
}

impl<'a, 'x> Reader<'a, 'x, '_> {
    pub(super) fn table(&mut self, table: Node<'a, 'x>) {
        if self.place == Place::Cell {
            if is_wrapper(table) {
                return self.layout(table);
            }
            // Nested in a cell of figures: read beside the table it is in, after it.
            self.later.push(super::Later { base: self.base, node: table });
            return;
        }
        let end = self.base + table.range().end;
        self.end_block(self.base + table.range().start);
        let Some((cells, rows, columns)) = lay(table) else {
            self.builder.signs.limited = Some("cells");
            return self.layout(table);
        };
        if cells.iter().all(|c| c.place.column == 0) || is_layout(&cells) {
            return self.layout(table);
        }
        self.place = Place::Cell;
        let mut placed = Vec::with_capacity(cells.len());
        for cell in cells {
            self.builder.begin();
            self.paragraph = Paragraph::default();
            self.deeper(|r| r.blocks(cell.node));
            let span = self.builder.cell(self.base + anchor(cell.node));
            placed.push(GridCell { span, ..cell.place });
        }
        self.place = Place::Block;
        self.paragraph = Paragraph::default();
        self.builder.table(rows, columns, placed, false);
        self.builder.begin();
        // Nested tables come as children of a container of their own.
        let later = std::mem::take(&mut self.later);
        for item in later {
            let base = std::mem::replace(&mut self.base, item.base);
            match name(item.node) {
                Name::Word("tbl") => self.deeper(|r| r.table(item.node)),
                _ => self.deeper(|r| r.blocks(item.node)),
            }
            self.base = base;
        }
        self.end_block(end);
    }

    /// The paragraphs and tables of a table's cells, one after another.
    fn layout(&mut self, table: Node<'a, 'x>) {
        for row in parts(table, "tr").into_iter().filter(|r| !is_deleted(*r, "trPr")) {
            for cell in standing(row) {
                self.deeper(|r| r.blocks(cell));
            }
        }
    }
}

/// Rows of a table or cells of a row, those in content controls among them.
fn parts<'a, 'x>(node: Node<'a, 'x>, wanted: &str) -> Vec<Node<'a, 'x>> {
    let mut found = Vec::new();
    collect(node, wanted, 0, &mut found);
    found
}

/// The cells of a row that are not deleted: those after them move up.
fn standing<'a, 'x>(row: Node<'a, 'x>) -> Vec<Node<'a, 'x>> {
    let mut cells = parts(row, "tc");
    cells.retain(|c| child(*c, "tcPr").is_none_or(|p| child(p, "cellDel").is_none()));
    cells
}

fn collect<'a, 'x>(node: Node<'a, 'x>, wanted: &str, depth: usize, found: &mut Vec<Node<'a, 'x>>) {
    if depth > 8 {
        return;
    }
    for child in node.children().filter(Node::is_element) {
        match name(child) {
            Name::Word(n) if n == wanted => found.push(child),
            Name::Word("sdt") => {
                if let Some(content) = content(child) {
                    collect(content, wanted, depth + 1, found);
                }
            }
            Name::Word("customXml" | "ins" | "moveTo") => collect(child, wanted, depth + 1, found),
            Name::Alternatives => {
                if let Some(branch) = branch(child) {
                    collect(branch, wanted, depth + 1, found);
                }
            }
            _ => {}
        }
    }
}

/// Cells with their places, and the size of the rectangle; `None` where the table is beyond the limits.
fn lay<'a, 'x>(table: Node<'a, 'x>) -> Option<(Vec<Cell<'a, 'x>>, usize, usize)> {
    let mut cells: Vec<Cell<'a, 'x>> = Vec::new();
    // For each column the cell that a merge from above goes on with.
    let mut above = [usize::MAX; MAX_COLUMNS];
    let mut columns = 0;
    let mut row = 0;
    for node in parts(table, "tr") {
        if is_deleted(node, "trPr") {
            continue;
        }
        if row >= MAX_ROWS {
            return None;
        }
        let before = child(node, "trPr").and_then(|p| number(p, "gridBefore"));
        let mut column: usize = before.unwrap_or(0);
        let mut last = None;
        for cell in standing(node) {
            let properties = child(cell, "tcPr");
            let span: usize = properties.and_then(|p| number(p, "gridSpan")).unwrap_or(1);
            let merge = |wanted: &str| {
                let merge = properties.and_then(|p| child(p, wanted))?;
                Some(attribute(merge, "val") == Some("restart"))
            };
            if column >= MAX_COLUMNS || cells.len() >= MAX_CELLS {
                return None;
            }
            let span = span.clamp(1, MAX_COLUMNS - column);
            // The old way of merging beside gridSpan.
            if merge("hMerge") == Some(false)
                && let Some(last) = last
            {
                let last: &mut Cell<'_, '_> = &mut cells[last];
                last.place.column_span += span;
                column += span;
                continue;
            }
            let vertical = merge("vMerge");
            let upper = above[column];
            if vertical == Some(false)
                && let Some(upper) = cells.get_mut(upper)
                && upper.place.row + upper.place.row_span == row
            {
                upper.place.row_span += 1;
            } else {
                above[column] = if vertical.is_some() { cells.len() } else { usize::MAX };
                let place =
                    GridCell { row, column, row_span: 1, column_span: span, span: crate::source::Span::default() };
                cells.push(Cell { node: cell, place });
            }
            last = cells.len().checked_sub(1).filter(|_| vertical != Some(false));
            column += span;
        }
        columns = columns.max(column.min(MAX_COLUMNS));
        row += 1;
    }
    Some((cells, row, columns))
}

/// Whether a table inside a cell is no more than a frame around what stands in the cell: no two of its cells have text.
fn is_wrapper(table: Node<'_, '_>) -> bool {
    let cells = table.descendants().filter(|n| name(*n) == Name::Word("tc"));
    cells.filter(|c| letters(*c) > 0).nth(1).is_none()
}

/// Whether a table lays out a page: a cell holds several long paragraphs, or most of the text is in tables inside it.
fn is_layout(cells: &[Cell<'_, '_>]) -> bool {
    let mut nested = 0;
    for cell in cells {
        let mut paragraphs = 0;
        for node in cell.node.children().filter(Node::is_element) {
            match name(node) {
                Name::Word("p") => paragraphs += 1,
                Name::Word("tbl") if !is_wrapper(node) => nested += letters(node),
                _ => {}
            }
        }
        if letters(cell.node) > MOST_LETTERS {
            return true;
        }
        if paragraphs >= LONG_PARAGRAPHS {
            let long = cell.node.children().filter(|n| name(*n) == Name::Word("p") && letters(*n) >= LONG);
            if long.count() >= LONG_PARAGRAPHS {
                return true;
            }
        }
    }
    nested > 0 && nested * 2 >= cells.iter().map(|c| letters(c.node)).sum::<usize>()
}

fn letters(node: Node<'_, '_>) -> usize {
    let texts = node.descendants().filter(|n| name(*n) == Name::Word("t"));
    texts.filter_map(|n| n.text()).map(|t| t.chars().count()).sum()
}

/// Where a blank cell is anchored: at its first paragraph.
fn anchor(cell: Node<'_, '_>) -> usize {
    child(cell, "p").map_or(cell.range().end, |p| p.range().start)
}
