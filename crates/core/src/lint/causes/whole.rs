//! Acts that break relations with no figure in common: a row that slipped by a cell, was left as nothing, or counts
//! another in; two lines, or two figures of the text, in each other's place. One such act comes before as many single
//! mistakes. Each is tried on the whole system, and must mend every broken relation that it touches and harm none.

use crate::checks::diagnosis::Slip;

use super::edits::{Acts, Edit, in_prose, odd};
use super::system::{Figure, RelationId, System};

/// An act with the broken relations that it mends.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub edit: Edit,
    pub mended: Vec<RelationId>,
}

/// Figures of a row that may have slipped.
const LEAST: usize = 4;
/// A figure as large is not the difference of two others by chance.
const LARGE: i64 = 10;

/// All such acts, those that mend most first, then the likeliest; an act on a few neighbours among them where it mends
/// as much as one of those.
pub(super) fn acts(system: &mut System, acts: &Acts) -> Vec<Act> {
    // An act that mends one relation alone is no more than a single mistake.
    if system.broken() < 2 {
        return Vec::new();
    }
    let odd = odd(system);
    let mut edits = Vec::new();
    in_prose(system, &acts.prose, &odd, &mut edits);
    exchanged(system, acts, &odd, &mut edits);
    let rows: Vec<Vec<Figure>> =
        acts.lines.iter().filter(|l| l.across).filter_map(|l| l.figures.iter().copied().collect()).collect();
    for row in &rows {
        if row.iter().filter(|&&f| odd[f]).count() > 1 && row.len() >= LEAST {
            slipped(system, row, &mut edits);
            asked(system, row, &rows, &mut edits);
        }
    }
    let mut found: Vec<Act> = Vec::new();
    let add = |system: &mut System, edit: Edit, found: &mut Vec<Act>| {
        if found.iter().any(|a| a.edit.changes == edit.changes) {
            return;
        }
        if let Some(mended) = mends(system, &edit) {
            found.push(Act { edit, mended });
        }
    };
    for edit in edits {
        add(system, edit, &mut found);
    }
    if found.is_empty() {
        return found;
    }
    for edit in acts.on(system, false).into_owned() {
        add(system, edit, &mut found);
    }
    found.sort_by_key(|a| (usize::MAX - a.mended.len(), a.edit.cost));
    found
}

/// So many relations that an act mends outweigh one that another mistake keeps broken.
const PLENTY: usize = 4;

/// The broken relations that an edit mends: two or more, all that it touches but for one of many; none where it breaks
/// another.
fn mends(system: &mut System, edit: &Edit) -> Option<Vec<RelationId>> {
    let mut touched: Vec<RelationId> = edit.changes.iter().flat_map(|c| system.relations_of(c.0)).collect();
    touched.sort_unstable();
    touched.dedup();
    let broken: Vec<RelationId> = touched.iter().copied().filter(|&r| !system.holds(r)).collect();
    let undo: Vec<_> = edit.changes.iter().map(|&(f, _)| (f, system.values[f])).collect();
    system.set(&edit.changes);
    let mended: Vec<RelationId> = broken.iter().copied().filter(|&r| system.holds(r)).collect();
    let harmless = touched.iter().filter(|&&r| !system.holds(r)).count() + mended.len() == broken.len();
    system.set(&undo);
    let kept = broken.len() - mended.len();
    let much = kept == 0 && mended.len() > 1 || kept == 1 && !edit.line.is_empty() && mended.len() >= PLENTY;
    (harmless && much).then_some(mended)
}

/// The edit that gives a line other figures; none where it is no more than one of two cells.
fn line(system: &System, line: Vec<(Figure, i128)>, least: usize, cost: u8, slip: Option<Slip>) -> Option<Edit> {
    let changes: Vec<_> = line.iter().copied().filter(|&(f, v)| system.values[f] != v).collect();
    let possible = line.iter().all(|&(f, v)| v >= 0 || v == system.values[f]);
    (changes.len() >= least && possible).then(|| Edit { line, ..Edit::new(cost, changes, slip) })
}

/// A row whose figures all stand one cell too far to the right or to the left: its parts alone, or its total with them.
fn slipped(system: &System, row: &[Figure], edits: &mut Vec<Edit>) {
    let values: Vec<i128> = row.iter().map(|&f| system.values[f]).collect();
    let [first, .., last] = values[..] else { return };
    let count = values.len();
    let parts = &values[..count - 1];
    let sum = |values: &[i128]| values.iter().sum::<i128>();
    let (end, start) = (last - sum(&parts[1..]), last - sum(&parts[..count - 2]));
    let lost = values[count - 2] - sum(&values[..count - 2]);
    let (to_left, to_right) = (
        |line: &[i128], end: i128| [&line[1..], &[end]].concat(),
        |line: &[i128], start: i128| [&[start], &line[..line.len() - 1]].concat(),
    );
    let mut all = vec![
        // What fell off at the end of the parts, or at their beginning, is what the total leaves.
        to_left(parts, end),
        to_right(parts, start),
        // Of the whole row the total fell off, or the first part; or what fell off stands at the other end.
        to_left(&values, sum(&values[1..])),
        to_left(&values, first),
        to_left(&values, 0),
        to_right(&values, last),
        to_right(&values, 0),
    ];
    if last == 0 {
        all.push(to_right(&values, lost));
    }
    // From some cell on, among the parts or in a row of several sums.
    for line in [parts, &values] {
        let Some((&end, rest)) = line.split_last() else { continue };
        for at in 1..rest.len() {
            if end == 0 {
                all.push([&line[..at], &[0], &rest[at..]].concat());
            }
            if line[at] == 0 {
                all.push([&line[..at], &line[at + 1..], &[0]].concat());
            }
        }
    }
    for new in all {
        let new = row.iter().copied().zip(new).collect();
        edits.extend(line(system, new, 3, 1, Some(Slip::RowSlipped)));
    }
}

/// A row with the figures that its columns and the text ask for, where a reason shows: nothing stands in it, or the row
/// beside it once more, or its figures are too large or too small by those of another row.
fn asked(system: &mut System, row: &[Figure], rows: &[Vec<Figure>], edits: &mut Vec<Edit>) {
    let mut asked = Vec::with_capacity(row.len());
    for &figure in row {
        let Some(value) = demanded(system, row, figure) else { return };
        asked.push((figure, value));
    }
    let (_, parts) = row.split_last().unwrap_or((&0, &[]));
    if parts.iter().all(|&f| system.values[f] == 0) {
        edits.extend(line(system, asked, 2, 1, Some(Slip::RowLeftOut)));
        return;
    }
    if repeats(system, row, rows) {
        edits.extend(line(system, asked, 2, 1, Some(Slip::RowRepeated)));
        return;
    }
    let excess: Vec<i128> = asked.iter().map(|&(f, v)| system.values[f] - v).collect();
    if excess.iter().all(|&e| e == 0) {
        return;
    }
    let many = excess.split_last().is_some_and(|(total, parts)| {
        parts.iter().filter(|&&e| e != 0).count() > 1 || system.number(total.abs()) >= LARGE.into()
    });
    let is = |other: &[Figure], sign: i128| {
        other != row
            && other.len() == row.len()
            && other.iter().zip(&excess).all(|(&f, &e)| system.values[f] == sign * e)
    };
    let with = |sign| rows.iter().filter(move |other| is(other, sign));
    for (sign, slip) in [(1, Slip::RowCounted), (-1, Slip::RowMissed)] {
        let mut named = with(sign);
        let Some(other) = named.next() else { continue };
        // Of several rows with the same figures none is named.
        let only = named.next().is_none() && many;
        let mut edit = line(system, asked.clone(), 2, 1, only.then_some(slip));
        edit.iter_mut().filter(|e| e.slip.is_none()).for_each(|e| e.line.clear());
        let figure = other.iter().copied().find(|&f| only && system.values[f] != 0);
        edits.extend(edit.map(|edit| Edit { other: figure, ..edit }));
    }
}

/// Whether a row has the figures of the one above or below it, and they are more than one and its total.
fn repeats(system: &System, row: &[Figure], rows: &[Vec<Figure>]) -> bool {
    let values = |row: &[Figure]| row.iter().map(|&f| system.values[f]).collect::<Vec<_>>();
    let own = values(row);
    own.iter().filter(|&&v| v != 0).count() > 2
        && rows.windows(2).any(|pair| {
            let beside = if pair[0] == row { &pair[1] } else { &pair[0] };
            pair.iter().any(|r| r == row) && values(beside) == own
        })
}

/// The value with which all the relations of a figure hold that reach beyond its row; none where there is no such
/// value.
fn demanded(system: &mut System, row: &[Figure], figure: Figure) -> Option<i128> {
    let beyond = |system: &System, r: RelationId| system.members(r).iter().any(|f| !row.contains(f));
    let open: Vec<RelationId> =
        system.relations_of(figure).filter(|&r| !system.holds(r) && beyond(system, r)).collect();
    let old = system.values[figure];
    if open.is_empty() {
        return Some(old);
    }
    system.mending(figure).into_iter().find(|&value| {
        system.set(&[(figure, value)]);
        let mended = open.iter().all(|&r| system.holds(r));
        system.set(&[(figure, old)]);
        mended && value >= 0
    })
}

/// Two lines side by side with each other's figures.
fn exchanged(system: &System, acts: &Acts, odd: &[bool], edits: &mut Vec<Edit>) {
    for pair in acts.lines.windows(2) {
        let [a, b] = pair else { continue };
        let is_odd = |line: &[Option<Figure>]| line.iter().flatten().any(|&f| odd[f]);
        if a.across != b.across || a.figures.len() != b.figures.len() || !is_odd(&a.figures) || !is_odd(&b.figures) {
            continue;
        }
        let changed = |(&a, &b): (&Option<Figure>, &Option<Figure>)| {
            let (a, b) = (a?, b?);
            let (x, y) = (system.values[a], system.values[b]);
            (x != y).then_some([(a, y), (b, x)])
        };
        let changes: Vec<_> = a.figures.iter().zip(&b.figures).filter_map(changed).flatten().collect();
        if changes.len() > 2 {
            edits.push(Edit::new(1, changes, Some(Slip::LinesExchanged)));
        }
    }
}
