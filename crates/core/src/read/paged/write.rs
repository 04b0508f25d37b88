//! From the sheets of a file to its document: the text is built here, with the page and box of each line of it.
//! Knows nothing of how pages are written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::aligned;
use super::blocks::{self, Piece};
use super::lines::{Line, joint};
use super::sheet::Sheet;
use super::table::Table;
use crate::document::{BlockKind, Builder, Document, GridCell, Unfit};
use crate::read::rows::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
use crate::source::{Mark, Origin, Paged, Source};

/// Characters of a page that is a picture: a page number, a stamp.
const FEW_GLYPHS: usize = 20;

/// The bytes of a file that is read once, taken out of its source.
pub fn bytes(source: &mut Source) -> Vec<u8> {
    match &mut source.origin {
        Origin::Paged(paged) => std::mem::take(&mut paged.bytes),
        _ => Vec::new(),
    }
}

/// The document that sheets make. What stumbles on the way there is a broken file.
pub fn document(mut source: Source, sheets: impl FnOnce() -> Result<Vec<Sheet>, Unfit>) -> Document {
    let sheets = catch_unwind(AssertUnwindSafe(sheets)).unwrap_or(Err(Unfit::Damaged));
    let written =
        sheets.and_then(|sheets| catch_unwind(AssertUnwindSafe(|| Writer::write(sheets))).map_err(|_| Unfit::Damaged));
    let mut writer = written.unwrap_or_else(|unfit| {
        let mut writer = Writer::default();
        writer.builder.signs.unfit = Some(unfit);
        writer
    });
    source.text = std::mem::take(&mut writer.text);
    source.origin = Origin::Paged(Box::new(Paged { bytes: Vec::new(), marks: std::mem::take(&mut writer.marks) }));
    writer.builder.finish(source)
}

/// Sheets that hold text, or why there is none to read.
pub fn legible(sheets: Vec<Sheet>) -> Result<Vec<Sheet>, Unfit> {
    let total = |count: fn(&Sheet) -> usize| sheets.iter().map(count).sum::<usize>();
    let shown = total(|s| s.glyphs.iter().filter(|g| !g.c.is_whitespace()).count());
    let nameless = total(|s| s.nameless);
    let (hidden, turned) = (total(|s| s.hidden), total(|s| s.turned));
    let pictures = sheets.iter().filter(|s| s.pictures > 0.5).count();
    if sheets.is_empty() {
        return Err(Unfit::Damaged);
    }
    // A handful of characters on pages of pictures is a stamp or a page number.
    if shown < 20 * sheets.len() && (pictures * 2 >= sheets.len() || hidden > shown || shown + turned == 0) {
        return Err(Unfit::Scan);
    }
    if nameless * 5 > shown {
        return Err(Unfit::Nameless);
    }
    Ok(sheets)
}

/// Writes blocks down as text, with the place of each line, and as a document.
#[derive(Default)]
struct Writer {
    text: String,
    marks: Vec<Mark>,
    builder: Builder,
}

impl Writer {
    fn write(sheets: Vec<Sheet>) -> Self {
        // A picture, or text that does not stand upright, may be a table.
        let pictures: Vec<bool> = sheets.iter().map(|s| s.pictures > 0.15 || s.turned > 30).collect();
        let full: Vec<bool> = sheets.iter().map(|s| s.pictures > 0.5 && s.glyphs.len() < FEW_GLYPHS).collect();
        let length = sheets.iter().map(|s| s.glyphs.len() * 3).sum();
        let mut writer = Self { text: String::with_capacity(length), marks: Vec::new(), builder: Builder::new(length) };
        writer.builder.signs.pictured = (1..).zip(&full).filter(|(_, full)| **full).map(|(page, _)| page).collect();
        let (pieces, limited) = blocks::blocks(sheets);
        if limited {
            writer.builder.signs.limited = Some("table");
        }
        let mut page = 0;
        for piece in pieces {
            let from = match &piece {
                Piece::Paragraph(lines) => lines.first().map_or(page, |l| l.page),
                Piece::Table(table) => table.page,
                Piece::Rows(rows) => rows.iter().flatten().flatten().next().map_or(page, |l| l.page),
            };
            // It stands somewhere between the blocks of its page.
            let pictured = |page: u32| pictures.get((page as usize).wrapping_sub(1)).is_some_and(|p| *p);
            if (page..=from).any(pictured) {
                writer.builder.signs.images.push(writer.builder.offset() as u32);
            }
            page = match &piece {
                Piece::Paragraph(lines) => lines.last().map_or(from, |l| l.page),
                Piece::Table(table) => table.cells.iter().map(|c| c.place.0).max().unwrap_or(from),
                Piece::Rows(rows) => rows.iter().flatten().flatten().last().map_or(from, |l| l.page),
            };
            match piece {
                Piece::Paragraph(lines) => writer.paragraph(&lines),
                Piece::Table(table) => writer.table(&table),
                Piece::Rows(rows) => writer.rows(&rows),
            }
        }
        if pictures.get((page as usize).saturating_sub(1)..).is_some_and(|rest| rest.contains(&true)) {
            writer.builder.signs.images.push(writer.builder.offset() as u32);
        }
        writer
    }

    /// Puts lines into the text as one stretch, and the stretch into the document.
    fn stretch(&mut self, lines: &[Line]) {
        let start = self.text.len();
        for line in lines {
            let joint = if self.text.len() == start { "" } else { joint(&self.text[start..], &line.text) };
            self.text.push_str(joint);
            self.mark(line.page, [line.left, line.top, line.right, line.bottom]);
            self.text.push_str(&line.text);
        }
        self.builder.push(&self.text[start..], start);
    }

    fn mark(&mut self, page: u32, [left, top, right, bottom]: [f32; 4]) {
        self.marks.push(Mark { at: self.text.len() as u32, page, left, top, right, bottom });
    }

    fn paragraph(&mut self, lines: &[Line]) {
        self.builder.begin();
        self.stretch(lines);
        self.builder.end(BlockKind::Paragraph, self.text.len());
        self.text.push('\n');
    }

    fn rows(&mut self, rows: &[aligned::Row]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        if rows.len() > MAX_ROWS || columns > MAX_COLUMNS || rows.iter().map(Vec::len).sum::<usize>() > MAX_CELLS {
            self.builder.signs.limited = Some("table");
            rows.iter().flatten().for_each(|cell| self.paragraph(cell));
            return;
        }
        let mut cells = Vec::new();
        for (row, all) in rows.iter().enumerate() {
            for (column, lines) in all.iter().enumerate() {
                self.builder.begin();
                let from = self.text.len();
                self.stretch(lines);
                let span = self.builder.cell(from);
                self.text.push('\n');
                // Without a line between them nothing proves that a figure belongs to the label beside it.
                self.builder.signs.unsure.push(span);
                cells.push(GridCell { row, column, row_span: 1, column_span: 1, span });
            }
        }
        self.builder.table(rows.len(), columns, cells, true);
    }

    fn table(&mut self, table: &Table) {
        if table.rows > MAX_ROWS || table.columns() > MAX_COLUMNS || table.cells.len() > MAX_CELLS {
            self.builder.signs.limited = Some("table");
            table.cells.iter().filter(|c| !c.is_blank()).for_each(|cell| self.paragraph(&cell.lines));
            return;
        }
        let mut cells = Vec::with_capacity(table.cells.len());
        for cell in &table.cells {
            self.builder.begin();
            let from = self.text.len();
            if cell.is_blank() {
                self.mark(cell.place.0, cell.place.1);
            } else {
                self.stretch(&cell.lines);
            }
            let span = self.builder.cell(from);
            self.text.push('\n');
            if cell.unsure {
                self.builder.signs.unsure.push(span);
            }
            cells.push(GridCell {
                row: cell.row,
                column: cell.column,
                row_span: cell.row_span,
                column_span: cell.column_span,
                span,
            });
        }
        self.builder.table(table.rows, table.columns(), cells, false);
    }
}
