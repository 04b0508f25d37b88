//! From the labels of a header to the columns of a form.

use std::ops::Range;

use super::bands::Part;
use super::cells::{Piece, Room};
use crate::facts::model::Unread;
use crate::lexicon::forms::{ColumnSet, Form, What, column_bit};
use crate::source::Span;

/// Where the columns of a form stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Leaf column and the grid columns its label covers.
    pub placed: Vec<(u16, Range<u32>)>,
    /// The first grid column that one of them covers.
    pub first: Option<u32>,
    /// The leaf columns in the order in which values follow a label; none where that is not certain.
    pub order: Option<Vec<u16>>,
    /// For a header of one row: number of its cells, and leaf columns by position.
    pub by_position: Option<(usize, Vec<(u16, usize)>)>,
    /// Rows do not line up under it.
    pub loose: bool,
    /// No two of `placed` share a grid column.
    pub apart: bool,
    /// For each grid column whether it is under a header cell of any kind.
    pub headed: Vec<bool>,
    /// Labels that name no column of the form.
    pub unknown: Vec<Span>,
}

impl Columns {
    /// Why values could not be laid on them.
    pub fn fault(&self) -> Unread {
        if self.order.is_some() { Unread::WrongNumber } else { Unread::UnclearHeader }
    }

    /// A header cell stands over one of these grid columns.
    pub fn is_headed(&self, columns: &Range<u32>) -> bool {
        columns.clone().any(|c| self.headed.get(c as usize).copied().unwrap_or(false))
    }

    fn head(&mut self, columns: &Range<u32>) {
        let end = (columns.end as usize).max(self.headed.len());
        self.headed.resize(end, false);
        self.headed[columns.start as usize..columns.end as usize].fill(true);
    }
}

/// A header cell that may name leaf columns.
struct Candidate {
    line: usize,
    position: usize,
    columns: Range<u32>,
    leaves: ColumnSet,
}

pub(super) fn map(room: &Room<'_>, part: &Part, form_index: usize) -> Columns {
    let form = &room.lexicon.forms[form_index];
    let mut columns = Columns { loose: part.flattened, ..Columns::default() };
    let mut candidates: Vec<Candidate> = Vec::with_capacity(16);
    let mut unknown: Vec<(usize, usize, &Piece)> = Vec::new();
    for (line, pieces) in part.header.iter().enumerate() {
        for (position, piece) in pieces.iter().enumerate() {
            if !piece.fresh || piece.is_blank() {
                continue;
            }
            columns.head(&piece.columns);
            if let Some(leaves) = leaves(room, part, form, form_index, line, piece) {
                candidates.push(Candidate { line, position, columns: piece.columns.clone(), leaves });
            } else if piece.is_other() {
                unknown.push((line, position, piece));
            }
        }
    }
    let needed: Vec<u16> = (0..form.columns.len() as u16).filter(|c| !form.columns[usize::from(*c)].optional).collect();
    repair_one(room, form, &needed, &mut candidates, &mut unknown);
    if let Some(sole) = form.sole_column() {
        repair_sole(room, form, form_index, part, sole, &mut candidates, &mut unknown);
    }
    candidates.sort_by_key(|c| (c.line, c.position));
    columns.unknown = unknown.iter().map(|(_, _, p)| p.span).collect();

    let assigned = if part.flattened || part.lines { None } else { by_label(&candidates) };
    let assigned = assigned.or_else(|| by_order(form, &needed, &candidates, part));
    let Some(assigned) = assigned else { return columns };
    columns.placed = assigned.iter().map(|&(leaf, c)| (leaf, candidates[c].columns.clone())).collect();
    columns.placed.sort_by_key(|p| p.1.start);
    columns.first = columns.placed.first().map(|p| p.1.start);
    columns.apart = columns.placed.windows(2).all(|pair| pair[0].1.end <= pair[1].1.start);
    columns.placed.sort_by_key(|p| p.0);
    let mut leaves: Vec<u16> = assigned.iter().map(|a| a.0).collect();
    leaves.sort_unstable();
    if needed.iter().all(|n| leaves.contains(n)) && unknown.is_empty() {
        columns.order = Some(leaves);
    }
    if let [only] = part.header.as_slice() {
        columns.by_position =
            Some((only.len(), assigned.iter().map(|&(leaf, c)| (leaf, candidates[c].position)).collect()));
    }
    columns
}

/// The leaf columns that a header cell may name, narrowed by the groups in it and above it; none where it names none.
fn leaves(
    room: &Room<'_>,
    part: &Part,
    form: &Form,
    form_index: usize,
    line: usize,
    piece: &Piece,
) -> Option<ColumnSet> {
    let mut leaves: ColumnSet = 0;
    let mut groups: ColumnSet = 0;
    for hit in room.hits(piece).filter(|h| usize::from(h.form) == form_index) {
        match hit.what {
            What::Column(c) => leaves |= column_bit(c),
            What::ColumnGroup(g) => groups |= column_bit(g),
            _ => {}
        }
    }
    match leaves.count_ones() {
        0 => return None,
        1 => return Some(leaves),
        _ => {}
    }
    if !part.flattened {
        for above in part.header[..line].iter().flatten() {
            if above.columns.start <= piece.columns.start && piece.columns.end <= above.columns.end {
                for hit in room.hits(above).filter(|h| usize::from(h.form) == form_index) {
                    if let What::ColumnGroup(g) = hit.what {
                        groups |= column_bit(g);
                    }
                }
            }
        }
    }
    let shared = |c: u16| form.columns[usize::from(c)].groups.iter().filter(|&&g| groups & column_bit(g) != 0).count();
    let members = || (0..form.columns.len() as u16).filter(|&c| leaves & column_bit(c) != 0);
    let most = members().map(shared).max()?;
    Some(members().filter(|&c| shared(c) == most).fold(0, |set, c| set | column_bit(c)))
}

/// One label with a slip of the pen where just one column is missing.
fn repair_one(
    room: &Room<'_>,
    form: &Form,
    needed: &[u16],
    candidates: &mut Vec<Candidate>,
    unknown: &mut Vec<(usize, usize, &Piece)>,
) {
    let seen = candidates.iter().fold(0, |set: ColumnSet, c| set | c.leaves);
    let missing: Vec<u16> = needed.iter().copied().filter(|&n| seen & column_bit(n) == 0).collect();
    let ([leaf], [(line, position, piece)]) = (missing.as_slice(), unknown.as_slice()) else { return };
    let (mut a, mut b) = (String::new(), String::new());
    crate::lexicon::labels::key_of(room.document.slice(piece.span), &mut a);
    crate::lexicon::labels::key_of(&form.columns[usize::from(*leaf)].label, &mut b);
    if crate::lexicon::labels::likeness(&a, &b) >= 0.5 {
        candidates.push(Candidate {
            line: *line,
            position: *position,
            columns: piece.columns.clone(),
            leaves: column_bit(*leaf),
        });
        unknown.clear();
    }
}

/// The one column that must be there has a name the form does not know (2014年度, 合计): it is the one that stands for it,
/// or the only cell of the header that can be meant.
fn repair_sole(
    room: &Room<'_>,
    form: &Form,
    form_index: usize,
    part: &Part,
    sole: u16,
    candidates: &mut Vec<Candidate>,
    unknown: &mut Vec<(usize, usize, &Piece)>,
) {
    if candidates.iter().any(|c| c.leaves & column_bit(sole) != 0) {
        return;
    }
    let instead = |c: &&mut Candidate| {
        c.leaves.count_ones() == 1 && form.columns.get(c.leaves.trailing_zeros() as usize).is_some_and(|l| l.instead)
    };
    if let Some(candidate) = candidates.iter_mut().find(instead) {
        candidate.leaves = column_bit(sole);
        return;
    }
    let known = |p: &Piece| room.hits(p).any(|h| usize::from(h.form) == form_index);
    let mut left = part.header.iter().enumerate().flat_map(|(line, pieces)| {
        // The first cell is over the labels.
        let cells = pieces.iter().enumerate().skip(1);
        cells.filter(|(_, p)| p.fresh && !p.is_blank() && !known(p)).map(move |(position, p)| (line, position, p))
    });
    let (Some((line, position, piece)), None) = (left.next(), left.next()) else { return };
    candidates.push(Candidate { line, position, columns: piece.columns.clone(), leaves: column_bit(sole) });
    unknown.retain(|&(l, p, _)| (l, p) != (line, position));
}

/// Each label names one column, and no two the same.
fn by_label(candidates: &[Candidate]) -> Option<Vec<(u16, usize)>> {
    let mut used: ColumnSet = 0;
    let mut assigned = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.leaves.count_ones() != 1 || used & candidate.leaves != 0 {
            return None;
        }
        used |= candidate.leaves;
        assigned.push((candidate.leaves.trailing_zeros() as u16, index));
    }
    (!assigned.is_empty()).then_some(assigned)
}

/// The labels of each row of the header stand in the form's order, and all of the form's columns are there once.
fn by_order(form: &Form, needed: &[u16], candidates: &[Candidate], part: &Part) -> Option<Vec<(u16, usize)>> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    if !part.flattened && !part.lines {
        // In a true grid columns tell the order, whatever the row of the header.
        order.sort_by_key(|&i| candidates[i].columns.start);
    }
    let mut used: ColumnSet = 0;
    let mut assigned = Vec::with_capacity(candidates.len());
    let (mut line, mut from, mut inner) = (usize::MAX, 0u32, false);
    for index in order {
        let candidate = &candidates[index];
        if (part.flattened || part.lines) && candidate.line != line {
            (line, from) = (candidate.line, 0);
        }
        let free = |from: u32| candidate.leaves & !used & ColumnSet::MAX.checked_shl(from).unwrap_or(0);
        let mut left = free(from);
        if left == 0 && part.lines && !inner {
            // Without rows the labels of a lower level follow those of the upper one.
            inner = true;
            left = free(0);
            let leaf = left.trailing_zeros() as usize;
            if form.columns.get(leaf).is_none_or(|c| c.groups.is_empty()) {
                return None;
            }
        }
        if left == 0 {
            return None;
        }
        let leaf = left.trailing_zeros() as u16;
        used |= column_bit(leaf);
        from = u32::from(leaf) + 1;
        assigned.push((leaf, index));
    }
    needed.iter().all(|&n| used & column_bit(n) != 0).then_some(assigned)
}
