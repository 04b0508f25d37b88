//! Which table the labels of a part belong to, and which of its forms they fit best.

use super::bands::{Part, Row, RowKind};
use super::cells::{Piece, Room};
use crate::lexicon::forms::{ColumnSet, Form, MOST_TABLES, What, column_bit, table_bit};
use crate::lexicon::labels;
use crate::source::Span;

/// The table a part belongs to: where several are possible, the one that knows most of its rows.
pub(super) fn table_of(room: &Room<'_>, part: &Part) -> u8 {
    let mut best = (0, part.tables.trailing_zeros() as u8);
    if part.tables.count_ones() > 1 {
        for table in (0..MOST_TABLES as u8).filter(|&t| part.tables & table_bit(t) != 0) {
            let known = |row: &&Row| row.pieces.iter().any(|p| room.tables(p).row & table_bit(table) != 0);
            let count = part.rows.iter().filter(known).count();
            if count > best.0 {
                best = (count, table);
            }
        }
    }
    best.1
}

/// The forms of a table that fit its labels best.
pub(super) fn best_forms(room: &Room<'_>, table: u8, parts: &[&Part]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..room.lexicon.forms.len()).filter(|&f| room.lexicon.table_of[f] == table).collect();
    if all.len() < 2 {
        return all;
    }
    let sized = |form: usize| Fit { form, rows: vec![false; room.lexicon.forms[form].rows.len()], columns: 0 };
    let mut fits: Vec<Fit> = all.iter().copied().map(sized).collect();
    let mut note = |piece: &Piece, in_row: bool| {
        for hit in room.segments(piece).iter().flat_map(|s| &s.hits) {
            let Some(fit) = fits.iter_mut().find(|f| f.form == usize::from(hit.form)) else { continue };
            match hit.what {
                What::Row(r) if in_row => fit.rows[usize::from(r)] = true,
                What::Column(c) => fit.columns |= column_bit(c),
                _ => {}
            }
        }
    };
    for part in parts {
        part.header.iter().flatten().for_each(|p| note(p, false));
        for row in part.rows.iter().filter(|r| r.kind != RowKind::Heading) {
            row.pieces.iter().filter(|p| p.is_label()).for_each(|p| note(p, true));
        }
    }
    // Where no header is there, missing columns tell nothing.
    let headed = fits.iter().any(|f| f.columns != 0);
    let score = |fit: &Fit| {
        let columns = room.lexicon.forms[fit.form].columns.iter().zip(0..);
        let missing = columns.filter(|&(column, c)| !column.optional && fit.columns & column_bit(c) == 0).count();
        let rows = fit.rows.iter().filter(|&&there| there).count();
        2 * (rows as i32 + fit.columns.count_ones() as i32) - if headed { missing as i32 } else { 0 }
    };
    let most = fits.iter().map(score).max().unwrap_or(0);
    all.retain(|form| fits.iter().any(|f| f.form == *form && score(f) == most));
    all
}

/// A form, with its rows and columns whose labels stand there.
struct Fit {
    form: usize,
    rows: Vec<bool>,
    columns: ColumnSet,
}

/// The row of the form whose label is nearly this one, where no other is near.
pub(super) fn similar(room: &Room<'_>, form: &Form, label: Span) -> Option<u16> {
    let text = room.document.slice(label);
    if text.len() > 200 {
        return None;
    }
    let mut cuts = Vec::new();
    labels::cuts(text, &mut cuts);
    let mut best: [(f32, u16); 2] = [(0.0, 0); 2];
    let (mut whole, mut leaf, mut known) = (String::new(), String::new(), String::new());
    labels::key_of(text, &mut whole);
    labels::key_of(&text[cuts.last().copied().unwrap_or(0)..], &mut leaf);
    for (index, row) in form.rows.iter().enumerate() {
        known.clear();
        labels::key_of(&row.label, &mut known);
        let likeness = labels::likeness(&whole, &known).max(labels::likeness(&leaf, &known));
        if likeness > best[0].0 {
            best = [(likeness, index as u16), best[0]];
        } else if likeness > best[1].0 {
            best[1] = (likeness, index as u16);
        }
    }
    (best[0].0 >= 0.7 && best[0].0 - best[1].0 >= 0.2).then_some(best[0].1)
}
