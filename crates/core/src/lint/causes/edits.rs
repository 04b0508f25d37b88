//! Changes that one act of a writer explains: a single figure, two figures in each other's place, a digit across the
//! line between two cells, an amount in the wrong column, a part that its row's total went along with. Whole lines are
//! `whole`'s.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::checks::diagnosis::Slip;
use crate::source::Span;

use super::slips::{is_telling, slip};
use super::system::{Figure, System};

/// Figures that stand beside or below each other: rows and columns of tables, cell by cell.
#[derive(Clone, Debug, Default)]
pub(in crate::lint) struct Lines {
    pub rows: Vec<Vec<Span>>,
    pub columns: Vec<Vec<Span>>,
    /// Figures of the text, in its order.
    pub prose: Vec<Span>,
}

/// Figures of one line of a table, side by side; none where a cell is in no relation.
#[derive(Debug)]
pub(super) struct Line {
    pub across: bool,
    pub figures: Vec<Option<Figure>>,
}

/// Acts that touch several cells of a system. Every search begins with those on the system as it is given: they are
/// found once.
#[derive(Debug)]
pub(super) struct Acts {
    /// Those without neighbours left out.
    pub lines: Vec<Line>,
    /// Figures of the text, in its order.
    pub prose: Vec<Figure>,
    unchanged: OnceCell<Vec<Edit>>,
}

impl Acts {
    pub fn new(lines: &Lines, system: &System) -> Self {
        let lines_of_prose = &lines.prose;
        let rows = lines.rows.iter().map(|line| (true, line));
        let all = rows.chain(lines.columns.iter().map(|line| (false, line)));
        let lines = all
            .map(|(across, line)| Line { across, figures: line.iter().map(|s| system.figure(*s)).collect() })
            .filter(|line| line.figures.iter().flatten().nth(1).is_some());
        let prose = lines_of_prose.iter().filter_map(|s| system.figure(*s)).collect();
        Self { lines: lines.collect(), prose, unchanged: OnceCell::new() }
    }

    /// After figures were given other values for good.
    pub fn renew(&mut self) {
        self.unchanged = OnceCell::new();
    }

    /// Whether a figure is a cell of a table.
    pub fn is_cell(&self, figure: Figure) -> bool {
        self.lines.iter().any(|line| line.figures.contains(&Some(figure)))
    }

    /// The acts on the system, in which figures may have been changed.
    pub fn on(&self, system: &System, changed: bool) -> Cow<'_, [Edit]> {
        if changed {
            return several(system, self).into();
        }
        self.unchanged.get_or_init(|| several(system, self)).into()
    }
}

/// One act that mends figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// How unlikely it is to have been the mistake; least is likeliest.
    pub cost: u8,
    /// Figures with the values they ought to have.
    pub changes: Vec<(Figure, i128)>,
    pub slip: Option<Slip>,
    /// The line as it ought to stand, where it is wrong as a whole.
    pub line: Vec<(Figure, i128)>,
    /// Of the line that was counted in, or left out, a figure.
    pub other: Option<Figure>,
}

impl Edit {
    pub fn new(cost: u8, changes: Vec<(Figure, i128)>, slip: Option<Slip>) -> Self {
        Self { cost, changes, slip, ..Self::default() }
    }
}

/// From here on a figure is not nothing by a slip.
const NO_SLIP: i128 = 10;
/// 元 in one 万元.
const YUAN: i128 = 10_000;
/// Figures of the text that stand no further apart than this may have changed places.
const NEAR: usize = 4;

/// The change of one figure to a value; none where no count can have it.
pub(super) fn single(system: &System, figure: Figure, value: i128) -> Option<Edit> {
    let found = system.values[figure];
    // What is wrong in itself (below zero, a fraction) may be mended by what is no worse.
    let yuan = value > 0 && value.checked_mul(YUAN) == Some(found);
    if value == found || value < 0 && found >= 0 || !yuan && !system.is_whole(value) && system.is_whole(found) {
        return None;
    }
    let blank = system.spans[figure].is_empty();
    let (a, b) = (system.number(found).to_string(), system.number(value).to_string());
    let slip = match () {
        () if blank => Some(Slip::LeftBlank),
        () if yuan => Some(Slip::Yuan),
        () => slip(&a, &b),
    };
    let telling = blank || slip.is_some_and(|s| is_telling(s, &a, &b));
    let nothing = value == 0 && system.number(found) >= NO_SLIP.into();
    let cost = if telling {
        0
    } else if nothing || value < 0 {
        3
    } else {
        1
    };
    Some(Edit::new(cost, vec![(figure, value)], slip.filter(|_| telling)))
}

/// The figures of relations that do not hold.
pub(super) fn odd(system: &System) -> Vec<bool> {
    let mut odd = vec![false; system.spans.len()];
    for relation in system.relations().filter(|&r| !system.holds(r)) {
        system.members(relation).iter().for_each(|&figure| odd[figure] = true);
    }
    odd
}

/// Acts that touch several figures of which one at least is in a broken relation.
fn several(system: &System, acts: &Acts) -> Vec<Edit> {
    let odd = odd(system);
    let mut edits = Vec::new();
    in_prose(system, &acts.prose, &odd, &mut edits);
    for &Line { across, ref figures } in &acts.lines {
        if !figures.iter().flatten().any(|&f| odd[f]) {
            continue;
        }
        for pair in figures.windows(2) {
            let [Some(a), Some(b)] = *pair else { continue };
            if odd[a] && odd[b] {
                exchanged(system, (a, b), across, &mut edits);
            }
        }
        if across {
            apart(system, figures, &odd, &mut edits);
            moved(system, figures, &odd, &mut edits);
            along(system, figures, &odd, &mut edits);
        }
    }
    edits
}

/// Two figures of the text in each other's place.
pub(super) fn in_prose(system: &System, prose: &[Figure], odd: &[bool], edits: &mut Vec<Edit>) {
    for (at, &a) in prose.iter().enumerate().filter(|f| odd[*f.1]) {
        for &b in prose[at + 1..].iter().take(NEAR).filter(|&&b| odd[b]) {
            let (x, y) = (system.values[a], system.values[b]);
            if x != y {
                edits.push(Edit::new(1, vec![(a, y), (b, x)], Some(Slip::Exchanged)));
            }
        }
    }
}

/// Two cells in each other's place, with one between them.
fn apart(system: &System, row: &[Option<Figure>], odd: &[bool], edits: &mut Vec<Edit>) {
    for three in row.windows(3) {
        let [Some(a), _, Some(b)] = *three else { continue };
        let (x, y) = (system.values[a], system.values[b]);
        if odd[a] && odd[b] && x != y && x >= 0 && y >= 0 {
            edits.push(Edit::new(2, vec![(a, y), (b, x)], Some(Slip::NeighbourColumn)));
        }
    }
}

/// A part that is wrong, and with it by as much the total that was worked out from it.
fn along(system: &System, row: &[Option<Figure>], odd: &[bool], edits: &mut Vec<Edit>) {
    for &part in row.iter().flatten().filter(|&&f| odd[f]) {
        let heads = system.relations_of(part).filter(|&r| system.holds(r)).filter_map(|r| system.head(r));
        for total in heads.filter(|&t| t != part && odd[t] && row.contains(&Some(t))) {
            for value in system.mending(part) {
                let with = system.values[total] + value - system.values[part];
                if value >= 0 && with >= 0 && value != system.values[part] {
                    edits.push(Edit::new(2, vec![(part, value), (total, with)], None));
                }
            }
        }
    }
}

/// Two neighbours with each other's figures, or with a digit of one in the other.
fn exchanged(system: &System, (a, b): (Figure, Figure), across: bool, edits: &mut Vec<Edit>) {
    let (x, y) = (system.values[a], system.values[b]);
    if x < 0 || y < 0 {
        return;
    }
    if x != y {
        let slip = if across { Slip::NeighbourColumn } else { Slip::NeighbourRow };
        edits.push(Edit::new(1, vec![(a, y), (b, x)], Some(slip)));
    }
    if !across {
        return;
    }
    // 10 as 1|0, 125 as 1|25: the same digits with the line between the cells elsewhere.
    let digits = format!("{}{}", system.number(x), system.number(y));
    if digits.len() > 12 || !digits.bytes().all(|d| d.is_ascii_digit()) {
        return;
    }
    let unit = 10_i128.pow(system.scale());
    for at in 1..=digits.len() {
        let (left, right) = digits.split_at(at);
        if left.len() > 1 && left.starts_with('0') || right.len() > 1 && right.starts_with('0') {
            continue;
        }
        let value = |text: &str| text.parse::<i128>().unwrap_or(0) * unit;
        let (left, right) = (value(left), value(right));
        if (left, right) != (x, y) && (left, right) != (y, x) {
            edits.push(Edit::new(2, vec![(a, left), (b, right)], Some(Slip::DigitsSplit)));
        }
    }
}

/// A difference as small comes in two places by chance.
const SMALL: i64 = 10;

/// An amount that belongs into another column of the row: +k here, −k there. In cells that no relation joins, a small
/// one is two mistakes, not one.
fn moved(system: &System, row: &[Option<Figure>], odd: &[bool], edits: &mut Vec<Edit>) {
    for &from in row.iter().flatten().filter(|&&f| odd[f]) {
        let values = system.mending(from);
        for &to in row.iter().flatten().filter(|&&f| odd[f] && f != from) {
            for &value in &values {
                let k = system.values[from] - value;
                let (x, y) = (system.values[from] - k, system.values[to] + k);
                let exchange = (x, y) == (system.values[to], system.values[from]);
                let chance = || {
                    system.number(k) < SMALL.into()
                        && !system.relations_of(from).any(|r| system.members(r).contains(&to))
                };
                if k > 0 && x >= 0 && y >= 0 && !exchange && !chance() {
                    edits.push(Edit::new(3, vec![(from, x), (to, y)], Some(Slip::NeighbourColumn)));
                }
            }
        }
    }
}
