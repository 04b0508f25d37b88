//! From pages to paragraphs and tables in reading order: lines joined where the page ended them and not the writer,
//! tables joined over the ends of pages. Judges by the geometry of lines alone.

use super::aligned::{self, aligned};
use super::furniture::{Leaf, strip};
use super::lattice::lattices;
use super::lines::{Line, is_numbered, lines};
use super::sheet::{Glyph, Sheet};
use super::table::{Table, table};

/// A block of the text.
#[derive(Debug)]
pub(super) enum Piece {
    Paragraph(Vec<Line>),
    Table(Table),
    /// A table without ruling lines.
    Rows(Vec<aligned::Row>),
}

/// What stands on a page, from the top down.
enum Item {
    Line(Line),
    Table(Table),
    Rows(f32, Vec<aligned::Row>),
}

impl Item {
    fn top(&self) -> f32 {
        match self {
            Item::Line(line) => line.top,
            Item::Table(table) => table.top,
            Item::Rows(top, _) => *top,
        }
    }
}

/// The blocks of a file, and whether lines of a page were too many to look for tables.
pub(super) fn blocks(sheets: Vec<Sheet>) -> (Vec<Piece>, bool) {
    let mut limited = false;
    let mut leaves = Vec::with_capacity(sheets.len());
    let mut tables = Vec::with_capacity(sheets.len());
    let mut heads = Vec::with_capacity(sheets.len());
    for (index, sheet) in sheets.into_iter().enumerate() {
        let (leaf, own, head) = leaf(sheet, index as u32 + 1, &mut limited);
        leaves.push(leaf);
        tables.push(own);
        heads.push(head);
    }
    strip(&mut leaves);
    for (index, head) in heads.into_iter().enumerate() {
        if let Some(head) = head
            && let Some([leaf, next]) = leaves.get_mut(index..index + 2)
            && begins_with_rows(next)
        {
            leaf.lines.retain(|l| l.top < head.0);
            leaf.aligned.push(head);
        }
    }
    let column = Column::of(&leaves);
    let mut joiner = Joiner { column, out: Vec::new() };
    for (leaf, tables) in leaves.into_iter().zip(tables) {
        let mut items: Vec<Item> = leaf.lines.into_iter().map(Item::Line).collect();
        items.extend(tables.into_iter().map(Item::Table));
        items.extend(leaf.aligned.into_iter().map(|(top, rows)| Item::Rows(top, rows)));
        items.sort_by(|a, b| a.top().total_cmp(&b.top()));
        for (position, item) in items.into_iter().enumerate() {
            match item {
                Item::Line(line) => joiner.line(line, position == 0),
                Item::Table(table) => joiner.table(table, position == 0),
                Item::Rows(_, rows) => joiner.rows(rows, position == 0),
            }
        }
    }
    (joiner.finish(), limited)
}

/// Whether rows of words stand before all else on a page.
fn begins_with_rows(leaf: &Leaf) -> bool {
    let before = |rows: &f32| {
        leaf.lines.first().is_none_or(|l| l.top > *rows) && leaf.tables.first().is_none_or(|(top, _)| top > rows)
    };
    leaf.aligned.first().is_some_and(|(rows, _)| before(rows))
}

fn leaf(sheet: Sheet, page: u32, limited: &mut bool) -> (Leaf, Vec<Table>, Option<aligned::Run>) {
    let found = lattices(&sheet.rules);
    *limited |= found.is_none();
    let found = found.unwrap_or_default();
    let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); found.len()];
    let mut free = Vec::with_capacity(sheet.glyphs.len());
    for glyph in sheet.glyphs {
        match found.iter().position(|l| l.contains(glyph.centre())) {
            Some(index) => inside[index].push(glyph),
            None => free.push(glyph),
        }
    }
    let bounds = found.iter().map(|l| (l.top(), l.bottom())).collect();
    let tables: Vec<Table> = found
        .iter()
        .zip(inside)
        .filter(|(_, glyphs)| !glyphs.is_empty())
        .map(|(lattice, glyphs)| table(lattice, glyphs, page))
        .collect();
    // The furniture of a page is told by its lines, so that rows are looked for without it.
    let aligned = aligned(free, page, sheet.height);
    let lines = lines(aligned.rest, page);
    (Leaf { height: sheet.height, lines, tables: bounds, aligned: aligned.runs }, tables, aligned.head)
}

/// The column of text that most lines keep to.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f32,
    right: f32,
    /// The distance of base lines in a paragraph, in sizes.
    pitch: f32,
    /// Paragraphs begin with an indent.
    indented: bool,
    /// The size of most lines.
    size: f32,
}

impl Column {
    fn of(leaves: &[Leaf]) -> Self {
        let all = || leaves.iter().flat_map(|l| &l.lines);
        let count = all().count();
        let least = (count / 12).max(2);
        // The outermost place that several lines keep to.
        let edge = |mut places: Vec<f32>| {
            places.sort_by(f32::total_cmp);
            let kept = places.windows(least).find(|w| w[least - 1] - w[0] < 6.0).map(|w| w[0]);
            kept.or(places.first().copied()).unwrap_or_default()
        };
        let left = edge(all().map(|l| l.left).collect());
        let right = -edge(all().map(|l| -l.right).collect());
        let indents = all().filter(|l| (1.4..2.8).contains(&((l.left - left) / l.size))).count();
        let mut pitches: Vec<f32> = leaves
            .iter()
            .flat_map(|l| l.lines.windows(2))
            .filter(|p| (p[0].size - p[1].size).abs() < 0.1 * p[0].size && p[0].right > right - 3.0 * p[0].size)
            .map(|p| (p[1].bottom - p[0].bottom) / p[0].size)
            .collect();
        pitches.sort_by(f32::total_cmp);
        let pitch = pitches.get(pitches.len() / 3).copied().unwrap_or(1.5);
        let mut sizes: Vec<f32> = all().map(|l| l.size).collect();
        sizes.sort_by(f32::total_cmp);
        let size = sizes.get(count / 2).copied().unwrap_or(12.0);
        Self { left, right, pitch, indented: indents >= 3 && indents * 12 >= count, size }
    }
}

struct Joiner {
    column: Column,
    out: Vec<Piece>,
}

impl Joiner {
    fn line(&mut self, line: Line, first: bool) {
        if let Some(Piece::Paragraph(lines)) = self.out.last_mut()
            && let Some(before) = lines.last()
            && self.column.goes_on(before, lines.len(), &line, first)
        {
            lines.push(line);
        } else {
            self.out.push(Piece::Paragraph(vec![line]));
        }
    }

    fn table(&mut self, table: Table, first: bool) {
        if first
            && let Some(Piece::Table(before)) = self.out.last_mut()
            && before.goes_on(&table)
        {
            before.join(table);
        } else {
            self.out.push(Piece::Table(table));
        }
    }

    fn rows(&mut self, rows: Vec<aligned::Row>, first: bool) {
        match self.out.last_mut() {
            Some(Piece::Rows(before)) if first => before.extend(rows),
            _ => self.out.push(Piece::Rows(rows)),
        }
    }

    fn finish(self) -> Vec<Piece> {
        let mut out = Vec::with_capacity(self.out.len());
        for piece in self.out {
            match piece {
                // A frame around text.
                Piece::Table(table) if table.columns() < 2 => {
                    for cell in table.cells {
                        let mut framed = Joiner { column: self.column, out: Vec::new() };
                        framed.column.left = cell.lines.iter().map(|l| l.left).fold(f32::MAX, f32::min);
                        framed.column.right = cell.lines.iter().map(|l| l.right).fold(f32::MIN, f32::max);
                        cell.lines.into_iter().for_each(|line| framed.line(line, false));
                        out.extend(framed.out);
                    }
                }
                piece => out.push(piece),
            }
        }
        out
    }
}

impl Column {
    /// Whether a line goes on with the paragraph that `before` is the last line of.
    fn goes_on(&self, before: &Line, count: usize, line: &Line, first: bool) -> bool {
        let size = before.size;
        if (line.size - size).abs() > 0.15 * size {
            return false;
        }
        let same_page = before.page == line.page;
        let room = self.right - before.right;
        // A title in two lines.
        let centred = |l: &Line| ((l.left + l.right) - (self.left + self.right)).abs() < 1.2 * l.size;
        let large = size > 1.15 * self.size;
        // What is no larger than the text may be a paragraph whose first line is set in.
        let inset = if large { 0.5 } else { 2.0 };
        if same_page
            && centred(before)
            && centred(line)
            && line.left > self.left + inset * size
            && (large || room < line.first + 1.2 * size)
            && line.bottom - before.bottom < 2.6 * size
        {
            return true;
        }
        let indent = if self.indented {
            line.left - self.left
        } else if count == 1 {
            line.left - before.left.max(self.left)
        } else {
            line.left - before.left
        };
        if indent > 0.8 * size {
            return false;
        }
        if same_page && (line.bottom - before.bottom) > 1.3 * self.pitch * size || !same_page && !first {
            return false;
        }
        // The writer ended the line where what follows would have found room in it.
        let ended = before.text.ends_with(['。', '！', '？', '.', ':', '：', '；', '”', '）']);
        // Where no indent tells, a short line after a full stop is a paragraph of its own: a signature, most likely.
        let short = line.right < self.right - 3.0 * size && !line.text.ends_with(['。', '；', '！', '？']);
        if ended && !self.indented && short {
            return false;
        }
        // A heading or an item after a full stop that happens to fill its line. Where paragraphs are set in, an item
        // that is not may be the middle of a line, unless it ends as headings do.
        let stopped = before.text.trim_end_matches(['”', '’', '）', ')']).ends_with(['。', '！', '？']);
        if stopped && is_numbered(&line.text) && (!self.indented || short) {
            return false;
        }
        let spare = if ended && !self.indented { 0.3 } else { 1.2 };
        room < line.first + spare * size
    }
}
