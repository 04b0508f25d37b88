//! Parts of tables: a header with the rows under it, cut out of grids at captions and headers. Which form it is, and
//! what stands in which cell, is decided when all parts are known.

use super::cells::{Piece, Room, Sort};
use crate::lexicon::forms::{MOST_TABLES, TableSet, What};
use crate::source::Span;

/// A header and the rows of figures under it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// Tables it may belong to.
    pub tables: TableSet,
    pub header: Vec<Vec<Piece>>,
    pub rows: Vec<Row>,
    pub span: Span,
    pub anchor: Option<Span>,
    /// Columns of different rows need not line up.
    pub flattened: bool,
    /// One cell a line, without a grid.
    pub lines: bool,
    /// Caption rows alone fix the table.
    captioned: bool,
}

impl Part {
    /// A caption fixes the table.
    pub fn is_captioned(&self) -> bool {
        self.captioned
    }

    /// The same part, whose columns do not line up.
    pub fn loose(&self) -> Self {
        let mut loose = Self { flattened: true, ..self.clone() };
        // A label under its like is one of its own where it is no merged cell.
        let mut above: Vec<Span> = Vec::new();
        for row in &mut loose.header {
            row.iter_mut().for_each(|p| p.fresh = p.fresh || !above.contains(&p.span));
            above = row.iter().map(|p| p.span).collect();
        }
        loose
    }
}

/// A row with a label, or the only row of a form that has none.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub pieces: Vec<Piece>,
    pub kind: RowKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// Label, then values.
    Labelled,
    /// Values alone.
    Values,
    /// Row label, column label and one value (long format).
    Single,
    /// A group's heading without figures.
    Heading,
}

/// Cuts a grid into parts.
pub(crate) fn of_grid(room: &mut Room<'_>, index: usize, out: &mut Vec<Part>) {
    let grid = &room.document.grids[index];
    let mut sorted = Vec::new();
    let cells = if grid.cells.is_sorted_by_key(|c| (c.row, c.column)) {
        grid.cells.as_slice()
    } else {
        sorted.extend_from_slice(&grid.cells);
        sorted.sort_by_key(|c| (c.row, c.column));
        sorted.as_slice()
    };
    let mut rows: Vec<Vec<Piece>> = Vec::with_capacity(grid.rows.min(64));
    // Of each row how many cells it has, and whether a merged one stands in several of them.
    let mut shapes: Vec<(usize, bool)> = Vec::with_capacity(grid.rows.min(64));
    // Merged cells that reach into later rows: end row and piece.
    let mut reaching: Vec<(usize, Piece)> = Vec::new();
    for cells in cells.chunk_by(|a, b| a.row == b.row) {
        let row = cells[0].row;
        reaching.retain(|(end, _)| *end > row);
        let mut pieces: Vec<Piece> = Vec::with_capacity(reaching.len() + cells.len());
        pieces.extend(reaching.iter().map(|(_, p)| Piece { fresh: false, ..p.clone() }));
        for cell in cells {
            let end = cell.column + cell.column_span.max(1);
            let sort = room.sort(cell.span);
            let piece = Piece { span: cell.span, columns: cell.column as u32..end as u32, fresh: true, sort };
            if cell.row_span > 1 && reaching.len() < grid.columns {
                reaching.push((row + cell.row_span, piece.clone()));
            }
            pieces.push(piece);
        }
        if !pieces.is_sorted_by_key(|p| p.columns.start) {
            pieces.sort_by_key(|p| p.columns.start);
        }
        let cells = pieces.len();
        join_repeats(room, &mut pieces);
        shapes.push((cells, pieces.len() < cells));
        rows.push(pieces);
    }
    let straight = grid.flattened.then(|| written_out(&shapes));
    let flattened = |row: usize| straight.as_ref().is_some_and(|s| !s[row]);
    for row in 1..rows.len() {
        let (before, after) = rows.split_at_mut(row);
        let (above, pieces) = (&before[row - 1], &mut after[0]);
        // Without a true grid only rows of the same shape line up.
        if !flattened(row) || above.len() == pieces.len() {
            carry_on(room, above, pieces);
        }
    }
    if grid.flattened && rows.iter().any(|r| is_run_on(room, r)) {
        let mut tokens = rows.into_iter().flatten().filter(|p| !p.is_blank()).collect();
        return crate::facts::tables::bands::flush(room, &mut tokens, out);
    }
    let mut parts = Parts { out, current: Part::default(), flattened: grid.flattened, lines: false };
    for (row, pieces) in rows.into_iter().enumerate() {
        if parts.flattened != flattened(row) {
            parts.close();
            parts.flattened = flattened(row);
        }
        parts.row(room, pieces);
    }
    parts.close();
}

/// For each row of a flattened grid whether its columns line up after all: it stands among rows of as many cells, in
/// which merged cells are written out.
fn written_out(shapes: &[(usize, bool)]) -> Vec<bool> {
    let mut straight = Vec::with_capacity(shapes.len());
    for run in shapes.chunk_by(|a, b| a.0 == b.0) {
        let out = run.len() > 1 && run.iter().any(|(_, joined)| *joined);
        straight.extend(std::iter::repeat_n(out, run.len()));
    }
    straight
}

/// A label that stands in neighbouring cells is one merged cell, written out by the program that copied the table.
fn join_repeats(room: &Room<'_>, pieces: &mut Vec<Piece>) {
    // Most rows have one label and figures.
    if pieces.iter().filter(|p| p.is_label()).nth(1).is_none() {
        return;
    }
    let text = |p: &Piece| room.document.slice(p.span);
    // Columns that are called alike stand beside one another (本年新 for 本年新制作数量 and 本年新公开数量).
    let many = |p: &Piece| {
        let columns = || room.hits(p).filter(|h| matches!(h.what, What::Column(_)));
        columns().any(|a| columns().any(|b| a.form == b.form && a.what != b.what))
    };
    pieces.dedup_by(|next, kept| {
        let same =
            next.is_label() && kept.is_label() && next.fresh == kept.fresh && text(next) == text(kept) && !many(kept);
        if same {
            kept.columns.end = kept.columns.end.max(next.columns.end);
        }
        same
    });
}

/// The same downwards, where one header row repeats a label of the one above.
fn carry_on(room: &Room<'_>, above: &[Piece], pieces: &mut [Piece]) {
    let heads = |row: &[Piece]| !row.iter().any(Piece::is_figure);
    if !heads(above) || !heads(pieces) {
        return;
    }
    for piece in pieces.iter_mut().filter(|p| p.is_label()) {
        let tables = room.tables(piece);
        if tables.column | tables.column_group | tables.header == 0 {
            continue;
        }
        let text = room.document.slice(piece.span);
        if above.iter().any(|a| a.columns == piece.columns && a.is_label() && room.document.slice(a.span) == text) {
            piece.fresh = false;
        }
    }
}

/// A header and the row under it stand on one line: the copy lost where rows end.
fn is_run_on(room: &Room<'_>, pieces: &[Piece]) -> bool {
    let is_row = |p: &Piece| room.tables(p).row != 0;
    let is_column = |p: &Piece| room.tables(p).column != 0 && !is_row(p);
    let Some(row) = pieces.iter().position(is_row) else { return false };
    pieces[..row].iter().any(is_column) && pieces[row..].iter().any(Piece::is_figure) && single(room, pieces).is_none()
}

/// Gathers rows into parts.
pub(crate) struct Parts<'p> {
    pub out: &'p mut Vec<Part>,
    pub current: Part,
    pub flattened: bool,
    pub lines: bool,
}

impl Parts<'_> {
    pub fn close(&mut self) {
        let part = std::mem::take(&mut self.current);
        if part.tables != 0 && part.rows.iter().any(|r| r.kind != RowKind::Heading) {
            self.out.push(part);
        }
    }

    /// Starts a part, with the header so far if it may serve the tables given.
    fn start(&mut self, tables: TableSet, keep_header: bool) {
        let header = if keep_header { self.current.header.clone() } else { Vec::new() };
        self.close();
        self.current = Part { tables, header, flattened: self.flattened, lines: self.lines, ..Part::default() };
    }

    fn cover(&mut self, pieces: &[Piece]) {
        for piece in pieces.iter().filter(|p| p.fresh && !p.span.is_empty()) {
            let span = &mut self.current.span;
            *span = if span.is_empty() { piece.span } else { span.join(piece.span) };
        }
    }

    fn anchor<'p>(&mut self, mut pieces: impl Iterator<Item = &'p Piece>) {
        if self.current.anchor.is_none() {
            self.current.anchor = pieces.find(|p| !p.span.is_empty()).map(|p| p.span);
        }
    }

    /// Takes the next row.
    pub fn row(&mut self, room: &Room<'_>, pieces: Vec<Piece>) {
        let (mut captions, mut rows, mut groups, mut headers) = (0, 0, 0, 0);
        let (mut figures, mut column_labels) = (0, 0);
        let mut named = [0u16; MOST_TABLES];
        // One figure before all labels numbers the row.
        let mut filled = pieces.iter().filter(|p| !p.is_blank());
        let numbered = filled.next().is_some_and(Piece::is_figure) && filled.next().is_some_and(|p| !p.is_figure());
        for piece in &pieces {
            if !piece.is_label() {
                figures += usize::from(piece.fresh && (piece.is_figure() || room.is_typed(piece)));
                continue;
            }
            let tables = room.tables(piece);
            captions |= tables.caption;
            rows |= tables.row;
            groups |= tables.row_group;
            if piece.fresh {
                headers |= tables.header;
                let here = tables.column | tables.column_group;
                if here != 0 {
                    column_labels += 1;
                    count_tables(here, &mut named);
                }
            }
        }

        figures = figures
            .saturating_sub(usize::from(numbered && (captions | rows | groups | headers != 0 || column_labels > 0)));

        // Words such as those of totals stand in several tables: those count that know most of the labels.
        let columns = if column_labels > 0 { most_named(&named) } else { 0 };

        if captions != 0 && figures == 0 && rows == 0 {
            self.start(captions, false);
            self.current.captioned = true;
            self.cover(&pieces);
            self.anchor(pieces.iter());
            if column_labels > 0 {
                self.header(columns, pieces);
            }
            return;
        }
        if rows != 0
            && let Some(tables) = single(room, &pieces)
        {
            if self.current.tables & tables == 0 || captions & tables != 0 && self.current.tables & captions == 0 {
                self.start(if captions & tables != 0 { captions & tables } else { tables }, false);
            }
            self.current.tables &= tables;
            self.take(pieces, RowKind::Single);
            return;
        }
        let header_like = figures == 0
            && columns != 0
            && (column_labels > 1 || headers != 0 || rows == 0)
            && !(rows != 0 && column_labels == 1 && headers == 0);
        if header_like {
            self.header(columns, pieces);
            return;
        }
        if rows != 0 {
            if figures == 0 && groups & rows != 0 && !pieces.iter().any(|p| p.fresh && p.is_blank()) {
                self.labelled(rows, pieces, RowKind::Heading);
            } else {
                self.labelled(rows, pieces, RowKind::Labelled);
            }
            return;
        }
        if groups != 0 && (figures == 0 || self.current.tables & groups == 0) {
            if self.current.tables & groups != 0 || self.current.tables == 0 {
                self.labelled(groups, pieces, RowKind::Heading);
            }
            return;
        }
        if headers != 0 && figures == 0 {
            self.anchor(pieces.iter());
            if headers & room.single_column() != 0 && self.current.rows.is_empty() {
                self.current.header.push(pieces);
            }
            return;
        }
        if self.current.tables == 0 {
            return;
        }
        // Figures without a known label: the row of a form without labels, or a row the form does not know.
        let blank = pieces.iter().all(|p| p.is_blank());
        let unlabelled = self.current.tables & room.unlabelled() != 0;
        if unlabelled && groups == 0 && !self.current.header.is_empty() && (figures > 0 || blank) {
            self.take(pieces, RowKind::Values);
        } else if figures > 0 && pieces.iter().any(|p| p.is_other() || p.is_label()) {
            self.take(pieces, RowKind::Labelled);
        }
    }

    fn header(&mut self, tables: TableSet, pieces: Vec<Piece>) {
        let current = &self.current;
        let with_rows = !current.rows.is_empty();
        if current.tables & tables == 0 || with_rows {
            // A header under rows begins a new part, of the same table where it is repeated over a page.
            self.start(tables, false);
        } else {
            self.current.tables &= tables;
        }
        self.cover(&pieces);
        self.anchor(pieces.iter().filter(|p| !p.is_blank() && p.fresh));
        self.current.header.push(pieces);
    }

    fn labelled(&mut self, tables: TableSet, pieces: Vec<Piece>, kind: RowKind) {
        if self.current.tables & tables == 0 {
            self.start(tables, true);
        } else {
            self.current.tables &= tables;
        }
        self.take(pieces, kind);
    }

    fn take(&mut self, pieces: Vec<Piece>, kind: RowKind) {
        self.cover(&pieces);
        self.anchor(pieces.iter());
        if self.current.rows.is_empty() {
            // The longest of the tables has hardly more.
            self.current.rows.reserve(32);
        }
        self.current.rows.push(Row { pieces, kind });
    }
}

fn count_tables(mut tables: TableSet, counts: &mut [u16; MOST_TABLES]) {
    while tables != 0 {
        let count = &mut counts[tables.trailing_zeros() as usize];
        *count = count.saturating_add(1);
        tables &= tables - 1;
    }
}

fn most_named(counts: &[u16; MOST_TABLES]) -> TableSet {
    let most = counts.iter().copied().max().unwrap_or(0);
    let best = counts.iter().enumerate().filter(|(_, c)| most > 0 && **c == most);
    best.fold(0, |set, (table, _)| set | 1 << table)
}

/// The tables for which a row is in long format: a row label, a column label after it, and one value at the end.
fn single(room: &Room<'_>, pieces: &[Piece]) -> Option<TableSet> {
    let last = pieces.last()?;
    if !(last.is_figure() || last.is_blank()) || pieces.len() < 3 {
        return None;
    }
    let column = pieces.get(pieces.len() - 2)?;
    let row = pieces.get(pieces.len() - 3)?;
    let named = room.tables(column);
    if named.row | named.row_group != 0 {
        return None;
    }
    let tables = named.column & room.tables(row).row;
    (tables != 0).then_some(tables)
}

/// The label ends the header of a table whose rows have none, though it may name a row of another (总计).
pub(crate) fn closes_header(room: &Room<'_>, header: &[Piece], piece: &Piece) -> bool {
    let column = |p: &Piece| {
        let tables = room.tables(p);
        tables.column | tables.column_group
    };
    header.len() > 2 && header.iter().fold(column(piece), |all, p| all & column(p)) & room.unlabelled() != 0
}

/// Makes rows of what was gathered: each row label with the figures after it, everything else as header or caption.
pub(crate) fn flush(room: &Room<'_>, tokens: &mut Vec<Piece>, out: &mut Vec<Part>) {
    let mut tokens = std::mem::take(tokens);
    // The unit of a row stands on a line of its own between label and figure.
    tokens.retain(|p| !(p.is_other() && room.is_unit(p)));
    let is_row = |p: &Piece| room.tables(p).row != 0;
    let is_column = |p: &Piece| {
        let tables = room.tables(p);
        tables.column | tables.column_group != 0
    };
    if tokens.iter().filter(|p| is_row(p)).count() < 2 && !tokens.iter().any(is_column) {
        return;
    }
    let before = out.len();
    let mut parts = Parts { out, current: Part::default(), flattened: true, lines: true };
    let mut header: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let piece = &tokens[at];
        let figures = tokens[at + 1..].iter().take_while(|p| p.is_figure() || room.is_slip(p)).count();
        if is_row(piece) && (figures > 0 || !is_column(piece)) && !closes_header(room, &header, piece) {
            if !header.is_empty() {
                parts.row(room, std::mem::take(&mut header));
            }
            parts.row(room, tokens[at..=at + figures].to_vec());
            at += 1 + figures;
        } else if is_column(piece) {
            header.push(piece.clone());
            at += 1;
            if figures > 0 {
                parts.row(room, std::mem::take(&mut header));
                parts.row(room, tokens[at..at + figures].to_vec());
                at += figures;
            }
        } else {
            if !piece.is_other() || !header.is_empty() {
                if room.tables(piece).caption != 0 && !header.is_empty() {
                    parts.row(room, std::mem::take(&mut header));
                }
                if matches!(piece.sort, Sort::Label(_)) {
                    parts.row(room, vec![piece.clone()]);
                }
            }
            at += 1;
        }
    }
    parts.close();
    // Headings of prose may be worded as labels are: only figures, or several rows, make a table.
    let mut index = before;
    while index < out.len() {
        let rows = &out[index].rows;
        let real =
            out[index].is_captioned() || rows.iter().any(|r| r.pieces.iter().any(Piece::is_figure)) || rows.len() >= 3;
        if real {
            index += 1;
        } else {
            out.remove(index);
        }
    }
}
