//! From parts to tables: the form whose labels stand there, and each figure on its row and column.

use super::bands::{Part, Row, RowKind};
use super::cells::{Piece, Room, Sort};
use super::columns::{self, Columns};
use super::figures::{change, in_ten_thousands};
use super::fit::{best_forms, similar, table_of};
use crate::facts::model::{Cell, CellState, Table, Unread};
use crate::language::fold::is_of_words;
use crate::lexicon::figures::RawFigures;
use crate::lexicon::forms::{Form, ValueKind, What};
use crate::source::Span;

pub(super) fn assemble(room: &Room<'_>, parts: &[Part], year: Option<i16>) -> Vec<Table> {
    let forms = &room.lexicon.forms;
    let mut by_table: Vec<(u8, Vec<&Part>)> = Vec::new();
    for part in parts {
        let table = table_of(room, part);
        match by_table.iter_mut().find(|(t, _)| *t == table) {
            Some((_, list)) => list.push(part),
            None => by_table.push((table, vec![part])),
        }
    }
    // First the forms that labels decide, then those they leave open.
    let mut ranked: Vec<Vec<usize>> = by_table.iter().map(|(table, list)| best_forms(room, *table, list)).collect();
    let sure: Vec<i16> = ranked.iter().filter(|r| r.len() == 1).map(|r| forms[r[0]].year).collect();
    for rank in &mut ranked {
        rank.sort_by_key(|&f| {
            let form = &forms[f];
            let of_year = year.is_some_and(|y| form.is_for(y));
            let like_others = sure.iter().filter(|y| **y == form.year).count();
            (std::cmp::Reverse(of_year), std::cmp::Reverse(like_others), std::cmp::Reverse(form.year))
        });
    }
    let mut tables = Vec::new();
    for ((_, list), rank) in by_table.iter().zip(&ranked) {
        if let Some(&form) = rank.first() {
            place_all(room, list, form, &mut tables);
        }
    }
    tables.sort_by_key(|t: &Table| t.span.start);
    tables
}

/// A table being filled.
struct Filling {
    table: Table,
    /// For each position of the form whether its cell was read.
    taken: Vec<bool>,
    width: usize,
}

impl Filling {
    fn new(form: usize, size: &Form) -> Self {
        let taken = vec![false; size.rows.len() * size.columns.len()];
        let table = Table {
            form,
            span: Span::default(),
            anchor: Span::default(),
            cells: Vec::with_capacity(taken.len()),
            unread: Vec::new(),
            unknown: Vec::new(),
            cut: false,
        };
        Self { table, taken, width: size.columns.len() }
    }

    fn position(&self, cell: &Cell) -> usize {
        usize::from(cell.row) * self.width + usize::from(cell.column)
    }

    fn is_free(&self, cells: &[Cell]) -> bool {
        !cells.iter().any(|c| self.taken[self.position(c)])
    }

    fn add(&mut self, cells: &[Cell]) {
        for cell in cells {
            let position = self.position(cell);
            self.taken[position] = true;
        }
        self.table.cells.extend_from_slice(cells);
    }

    fn finish(mut self, room: &Room<'_>, out: &mut Vec<Table>) {
        let form = &room.lexicon.forms[self.table.form];
        let expected = form.cells();
        if self.table.cells.is_empty() && self.table.unread.is_empty() {
            return;
        }
        self.table.cells.sort_unstable_by_key(|c| (c.row, c.column));
        for cell in &mut self.table.cells {
            let text = room.document.slice(cell.span);
            if !text.is_ascii() {
                in_kind(cell, text, form, &room.lexicon.figures);
            }
        }
        let text = &room.document.text.folded;
        let after = text.get(self.table.span.end as usize..).unwrap_or("");
        let ends_here = after.len() < 400 && after.chars().filter(|&c| is_of_words(c)).take(13).count() < 13;
        self.table.cut = self.table.cells.len() < expected && ends_here;
        out.push(self.table);
    }
}

/// What a cell says can depend on what its column counts: changes have a sign, amounts a unit.
fn in_kind(cell: &mut Cell, text: &str, form: &Form, words: &RawFigures) {
    if cell.state == CellState::Text && form.value_at(cell.row, cell.column) == ValueKind::Int {
        if let Some(value) = change(text, words) {
            (cell.state, cell.value) = (CellState::Number, Some(value));
        }
    } else if form.in_ten_thousands(cell.row, cell.column) {
        cell.value = cell.value.map(|v| in_ten_thousands(text, v).unwrap_or(v));
    }
}

fn place_all(room: &Room<'_>, parts: &[&Part], form_index: usize, out: &mut Vec<Table>) {
    let form = &room.lexicon.forms[form_index];
    let mut filling = Filling::new(form_index, form);
    let mut last: Option<Columns> = None;
    let mut state = State::default();
    for part in parts {
        let mut part = *part;
        let mut own = (!part.header.is_empty()).then(|| columns::map(room, part, form_index));
        let ragged: Part;
        if own.as_ref().is_some_and(|c| is_ragged(room, part, form_index, c)) {
            let loose = part.loose();
            let again = columns::map(room, &loose, form_index);
            if again.order.is_some() {
                (ragged, own) = (loose, Some(again));
                part = &ragged;
            }
        }
        // A part without a header goes on under the last one (a table broken over a page).
        let usable = |c: &Columns| c.order.is_some() || !c.placed.is_empty();
        let goes_on = own.as_ref().is_none_or(|c| !usable(c) && c.unknown.is_empty());
        let sole = Columns { order: without_header(room, form, part), ..Columns::default() };
        let columns = if goes_on { last.clone().or(own).unwrap_or(sole) } else { own.unwrap_or(sole) };
        let follows: Part;
        if goes_on && columns.loose && !part.flattened {
            follows = part.loose();
            part = &follows;
        }
        let mut begun = false;
        for row in &part.rows {
            let read = read_row(room, part, form, form_index, row, &columns, &mut state);
            let Some(read) = read else { continue };
            let cells = &state.cells;
            match read {
                Read::Cells if cells.iter().any(|c| room.document.signs.unsure.contains(&c.span)) => {
                    let span = cells.iter().map(|c| c.span).reduce(Span::join).unwrap_or_default();
                    filling.table.unread.push((span, Unread::Unsure));
                }
                Read::Cells => {
                    if !filling.is_free(cells) {
                        if row.kind == RowKind::Values && begun {
                            continue;
                        }
                        std::mem::replace(&mut filling, Filling::new(form_index, form)).finish(room, out);
                    }
                    filling.add(cells);
                    begun = true;
                }
                Read::Unread(span, why) => filling.table.unread.push((span, why)),
                // What was not surely read is no row that the form has not.
                Read::Unknown(span) if room.document.signs.unsure.iter().any(|u| u.contains(span)) => {
                    filling.table.unread.push((span, Unread::Unsure));
                }
                Read::Unknown(span) => filling.table.unknown.push(span),
            }
        }
        let table = &mut filling.table;
        table.unknown.extend(&columns.unknown);
        if table.anchor.is_empty() {
            table.anchor = part.anchor.unwrap_or(part.span);
            table.span = part.span;
        } else {
            table.span = table.span.join(part.span);
        }
        last = Some(columns);
    }
    filling.table.unknown.sort_unstable();
    filling.table.unknown.dedup();
    filling.finish(room, out);
}

/// A form with this many columns is like no other table; its rows tell its columns where no header does.
const MANY_COLUMNS: usize = 5;

/// The columns of a table that has no header: the only one, or the form's own, where all rows have just as many
/// figures.
fn without_header(room: &Room<'_>, form: &Form, part: &Part) -> Option<Vec<u16>> {
    if form.columns.len() == 1 {
        return Some(vec![0]);
    }
    let all = form.columns.len() >= MANY_COLUMNS && form.columns.iter().all(|c| !c.optional);
    let figures = |row: &&Row| row.pieces.iter().rev().take_while(|p| p.is_figure() || room.is_slip(p)).count();
    let mut rows = part.rows.iter().filter(|r| r.kind == RowKind::Labelled && r.pieces.iter().any(Piece::is_figure));
    let known = all && part.header.is_empty() && rows.clone().nth(1).is_some();
    (known && rows.all(|row| figures(&row) == form.columns.len())).then(|| (0..form.columns.len() as u16).collect())
}

/// True where what stands in a true grid does not line up: rows of unequal length, from which merged cells were left
/// out.
fn is_ragged(room: &Room<'_>, part: &Part, form_index: usize, columns: &Columns) -> bool {
    if part.flattened || part.lines {
        return false;
    }
    let Some(first) = columns.first else { return true };
    let names = |p: &&Piece| {
        p.is_label() && room.hits(p).any(|h| usize::from(h.form) == form_index && matches!(h.what, What::Row(_)))
    };
    let labels = || part.rows.iter().filter_map(|row| row.pieces.iter().find(names));
    !columns.apart || labels().filter(|p| p.columns.start >= first).count() * 2 > labels().count()
}

enum Read {
    /// Its cells are those of [`State`].
    Cells,
    Unread(Span, Unread),
    Unknown(Span),
}

/// What is known of the rows above, and room to read the next one in.
#[derive(Default)]
struct State {
    /// The group that the last row stands under.
    context: Option<u16>,
    cells: Vec<Cell>,
    /// The rows that the row's label may mean, and the groups named before it.
    rows: Vec<u16>,
    above: Vec<u16>,
    /// The same of one piece.
    own_rows: Vec<u16>,
    own_groups: Vec<u16>,
}

impl State {
    /// Notes the rows and groups of a form that a piece names.
    fn note(&mut self, room: &Room<'_>, piece: &Piece, form_index: usize) {
        self.own_rows.clear();
        self.own_groups.clear();
        let segments = room.segments(piece);
        for (index, segment) in segments.iter().enumerate() {
            for hit in segment.hits.iter().filter(|h| usize::from(h.form) == form_index) {
                match hit.what {
                    What::Row(r) if index + 1 == segments.len() => self.own_rows.push(r),
                    What::RowGroup(g) => self.own_groups.push(g),
                    _ => {}
                }
            }
        }
    }
}

fn read_row(
    room: &Room<'_>,
    part: &Part,
    form: &Form,
    form_index: usize,
    row: &Row,
    columns: &Columns,
    state: &mut State,
) -> Option<Read> {
    state.cells.clear();
    state.rows.clear();
    state.above.clear();
    if row.kind == RowKind::Values {
        let laid = values(room, part, &row.pieces, 0, columns, 0, &mut state.cells);
        if row.pieces.iter().all(Piece::is_blank) && state.cells.is_empty() {
            return None;
        }
        let span = row.pieces.iter().map(|p| p.span).reduce(Span::join)?;
        return Some(if laid { Read::Cells } else { Read::Unread(span, columns.fault()) });
    }
    // The label: the last piece that names a row, with the groups before it.
    let first_value = columns.first.filter(|_| !part.flattened && !part.lines);
    let own_group = |r: &u16| form.groups.iter().position(|g| g.id == form.rows[usize::from(*r)].id).map(|g| g as u16);
    let mut named: Option<usize> = None;
    let mut stray: Option<usize> = None;
    // In long format the column's label and the value close the row.
    let labels_end = row.pieces.len() - if row.kind == RowKind::Single { 2 } else { 0 };
    for (index, piece) in row.pieces[..labels_end].iter().enumerate() {
        if first_value.is_some_and(|first| piece.columns.start >= first)
            || (piece.is_figure() || room.is_slip(piece))
                && (named.is_some() || stray.is_some() || !state.above.is_empty())
        {
            break;
        }
        // A figure before any label numbers the row.
        if piece.is_blank() || piece.is_figure() {
            continue;
        }
        state.note(room, piece, form_index);
        if !state.own_rows.is_empty() {
            // A heading row that holds figures may stand before the rows below it.
            state.above.extend(state.rows.iter().filter_map(own_group));
            std::mem::swap(&mut state.rows, &mut state.own_rows);
            named = Some(index);
            stray = None;
        } else if state.own_groups.is_empty()
            && !room.is_unit(piece)
            && !room.hits(piece).any(|h| h.what == What::Caption)
        {
            stray = Some(index);
        }
        state.above.extend_from_slice(&state.own_groups);
    }
    let State { context, cells, rows, above, .. } = state;
    let label = |index: usize| row.pieces[index].span;
    if row.kind == RowKind::Heading {
        *context = above.last().copied().or(*context);
        return None;
    }
    let Some(at) = named.filter(|_| stray.is_none()) else {
        let index = stray?;
        let figures = row.pieces.iter().any(Piece::is_figure);
        if !figures {
            return None;
        }
        return Some(match similar(room, form, label(index)) {
            Some(number) => cells_of(room, part, row, index, columns, number, cells),
            None => Read::Unknown(label(index)),
        });
    };
    if rows.len() > 1 {
        // The same words stand under several headings: the heading decides.
        let under = |r: &u16, groups: &[u16]| form.rows[usize::from(*r)].groups.iter().any(|g| groups.contains(g));
        let by_path = rows.iter().any(|r| under(r, above));
        rows.retain(|r| under(r, if by_path { above } else { context.as_slice() }));
    }
    let &[number] = rows.as_slice() else { return Some(Read::Unread(label(at), Unread::UnclearRow)) };
    let leaf = &form.rows[usize::from(number)];
    *context = own_group(&number)
        .or_else(|| {
            let inner = |g: &u16| !leaf.groups.is_empty() || form.groups[usize::from(*g)].id == leaf.id;
            above.last().copied().filter(inner)
        })
        .or(*context);
    if row.kind == RowKind::Single {
        let value = row.pieces.last()?;
        let name = row.pieces.get(row.pieces.len().checked_sub(2)?)?;
        let mut leaves = room.hits(name).filter(|h| usize::from(h.form) == form_index).filter_map(|h| match h.what {
            What::Column(c) => Some(c),
            _ => None,
        });
        let (Some(column), None) = (leaves.next(), leaves.next()) else {
            return Some(Read::Unread(label(at), Unread::UnclearHeader));
        };
        cells.push(cell(value, number, column));
        return Some(Read::Cells);
    }
    Some(cells_of(room, part, row, at, columns, number, cells))
}

/// Reads the cells after the label, which is the piece at `at`.
fn cells_of(
    room: &Room<'_>,
    part: &Part,
    row: &Row,
    at: usize,
    columns: &Columns,
    number: u16,
    cells: &mut Vec<Cell>,
) -> Read {
    if values(room, part, &row.pieces, at + 1, columns, number, cells) && !cells.is_empty() {
        Read::Cells
    } else {
        Read::Unread(row.pieces[at].span, columns.fault())
    }
}

fn cell(piece: &Piece, row: u16, column: u16) -> Cell {
    match &piece.sort {
        Sort::Figure(figure) => Cell { row, column, state: figure.state, value: figure.value, span: piece.span },
        _ => Cell { row, column, state: CellState::Text, value: None, span: piece.span },
    }
}

/// Lays the pieces from `from` on columns, as `cells`; false, and no cells, where that is not certain.
fn values(
    room: &Room<'_>,
    part: &Part,
    pieces: &[Piece],
    from: usize,
    columns: &Columns,
    row: u16,
    cells: &mut Vec<Cell>,
) -> bool {
    if !part.flattened && !part.lines && !columns.placed.is_empty() {
        if by_columns(room, pieces, columns, row, cells) {
            return true;
        }
        cells.clear();
    }
    if let Some((length, positions)) = &columns.by_position
        && !part.lines
        && *length == pieces.len()
        && positions.iter().all(|(_, p)| *p >= from)
    {
        let fresh = positions.iter().all(|&(_, p)| pieces.get(p).is_some_and(|p| p.fresh));
        if fresh {
            cells.extend(positions.iter().map(|&(leaf, p)| cell(&pieces[p], row, leaf)));
        }
        return fresh;
    }
    let Some((order, exact)) = by_order(room, part, pieces, from, columns) else { return false };
    cells.extend(exact.iter().zip(order).map(|(p, &leaf)| cell(p, row, leaf)));
    true
}

/// The leaf columns in their order, and the pieces from `from` on that are just as many.
fn by_order<'p>(
    room: &Room<'_>,
    part: &Part,
    pieces: &'p [Piece],
    from: usize,
    columns: &'p Columns,
) -> Option<(&'p [u16], &'p [Piece])> {
    let order = columns.order.as_deref()?;
    let after = pieces.get(from..)?;
    // A unit may stand between label and values.
    let after = match after.split_first() {
        Some((first, rest)) if first.is_other() && after.len() > order.len() => rest,
        _ => after,
    };
    let count = order.len();
    let exact = if after.len() == count {
        after
    } else {
        // Empty cells may pad a row; only where those with something in them are just as many is their place certain.
        let start = after.iter().position(|p| !p.is_blank()).unwrap_or(0);
        let end = after.iter().rposition(|p| !p.is_blank()).map_or(after.len(), |e| e + 1);
        if start == 0 && end == after.len() && after.iter().all(Piece::is_blank) && after.len() > count {
            after.get(..count)?
        } else if end - start == count {
            &after[start..end]
        } else {
            return None;
        }
    };
    // One cell a line: what is no figure may be anything, but for what was meant to be one.
    let unsure = |p: &Piece| !p.fresh || part.lines && !p.is_figure() && !room.is_slip(p);
    (!exact.iter().any(unsure)).then_some((order, exact))
}

/// By the grid: each column's label has just one cell under it in this row, and no figure stands under no label.
fn by_columns(room: &Room<'_>, pieces: &[Piece], columns: &Columns, row: u16, cells: &mut Vec<Cell>) -> bool {
    let overlaps = |p: &Piece, c: &std::ops::Range<u32>| p.columns.start < c.end && c.start < p.columns.end;
    // Nearly every row has one cell a column.
    let plain = columns.apart && pieces.iter().zip(0..).all(|(p, at)| p.columns == (at..at + 1));
    for (leaf, place) in &columns.placed {
        let piece = if plain && place.len() == 1 {
            pieces.get(place.start as usize)
        } else {
            let mut under = pieces.iter().filter(|p| overlaps(p, place));
            let first = under.next();
            let one = |p: &&Piece| columns.placed.iter().filter(|(_, c)| overlaps(p, c)).count() == 1;
            // A merged cell is written out in all it covers.
            let again = |p: &Piece| {
                let text = |p: &Piece| room.document.slice(p.span);
                columns.unknown.is_empty() && first.is_some_and(|f| text(f) == text(p))
            };
            if under.any(|p| !p.is_blank() && !again(p)) || !first.as_ref().is_none_or(one) {
                return false;
            }
            first
        };
        let Some(piece) = piece else { continue };
        if !piece.fresh || piece.is_label() {
            return false;
        }
        cells.push(cell(piece, row, *leaf));
    }
    let headless = |p: &Piece| p.fresh && p.is_figure() && !columns.is_headed(&p.columns);
    !pieces.iter().any(headless)
}
