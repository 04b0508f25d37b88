//! Changes that one act of a writer explains: a single figure, two neighbouring cells with each other's figures, a digit
//! across the line between two cells, an amount in the wrong column, a row that slipped by one cell.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::checks::Slip;
use crate::source::Span;

use super::slips::{is_telling, slip};
use super::system::{Figure, System};

/// Figures that stand beside or below each other: rows and columns of tables, cell by cell.
#[derive(Clone, Debug, Default)]
pub(in crate::lint) struct Lines {
    pub rows: Vec<Vec<Span>>,
    pub columns: Vec<Vec<Span>>,
}

/// Figures of one line of a table, side by side; none where a cell is in no relation.
#[derive(Debug)]
pub(super) struct Line {
    across: bool,
    figures: Vec<Option<Figure>>,
}

/// Acts that touch several cells of a system. Every search begins with those on the system as it is given: they are found once.
#[derive(Debug)]
pub(super) struct Acts {
    /// Those without neighbours left out.
    lines: Vec<Line>,
    unchanged: OnceCell<Vec<Edit>>,
}

impl Acts {
    pub fn new(lines: &Lines, system: &System) -> Self {
        let rows = lines.rows.iter().map(|line| (true, line));
        let all = rows.chain(lines.columns.iter().map(|line| (false, line)));
        let lines = all
            .map(|(across, line)| Line { across, figures: line.iter().map(|s| system.figure(*s)).collect() })
            .filter(|line| line.figures.iter().flatten().nth(1).is_some());
        Self { lines: lines.collect(), unchanged: OnceCell::new() }
    }

    /// The acts on the system, in which figures may have been changed.
    pub fn on(&self, system: &System, changed: bool) -> Cow<'_, [Edit]> {
        if changed {
            return several(system, &self.lines).into();
        }
        self.unchanged.get_or_init(|| several(system, &self.lines)).into()
    }
}

/// One act that mends figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// How unlikely it is to have been the mistake; least is likeliest.
    pub cost: u8,
    /// Figures with the values they ought to have.
    pub changes: Vec<(Figure, i128)>,
    pub slip: Option<Slip>,
}

/// From here on a figure is not nothing by a slip.
const NO_SLIP: i128 = 10;

/// The change of one figure to a value; none where no count can have it.
pub(super) fn single(system: &System, figure: Figure, value: i128) -> Option<Edit> {
    let found = system.values[figure];
    // What is wrong in itself (below zero, a fraction) may be mended by what is no worse.
    if value == found || value < 0 && found >= 0 || !system.is_whole(value) && system.is_whole(found) {
        return None;
    }
    let blank = system.spans[figure].is_empty();
    let (a, b) = (system.number(found).to_string(), system.number(value).to_string());
    let slip = if blank { Some(Slip::LeftBlank) } else { slip(&a, &b) };
    let telling = blank || slip.is_some_and(|s| is_telling(s, &a, &b));
    let nothing = value == 0 && system.number(found) >= NO_SLIP.into();
    let cost = if telling {
        0
    } else if nothing || value < 0 {
        3
    } else {
        1
    };
    Some(Edit { cost, changes: vec![(figure, value)], slip: slip.filter(|_| telling) })
}

/// Acts that touch several cells of which one at least is in a broken relation.
fn several(system: &System, lines: &[Line]) -> Vec<Edit> {
    let mut odd = vec![false; system.spans.len()];
    for relation in system.relations().filter(|&r| !system.holds(r)) {
        system.members(relation).iter().for_each(|&figure| odd[figure] = true);
    }
    let mut edits = Vec::new();
    for &Line { across, ref figures } in lines {
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
            moved(system, figures, &odd, &mut edits);
            slipped(system, figures, &mut edits);
        }
    }
    edits
}

/// Two neighbours with each other's figures, or with a digit of one in the other.
fn exchanged(system: &System, (a, b): (Figure, Figure), across: bool, edits: &mut Vec<Edit>) {
    let (x, y) = (system.values[a], system.values[b]);
    if x < 0 || y < 0 {
        return;
    }
    if x != y {
        let slip = if across { Slip::NeighbourColumn } else { Slip::NeighbourRow };
        edits.push(Edit { cost: 1, changes: vec![(a, y), (b, x)], slip: Some(slip) });
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
            edits.push(Edit { cost: 2, changes: vec![(a, left), (b, right)], slip: Some(Slip::DigitsSplit) });
        }
    }
}

/// An amount that belongs into another column of the row: +k here, −k there.
fn moved(system: &System, row: &[Option<Figure>], odd: &[bool], edits: &mut Vec<Edit>) {
    for &from in row.iter().flatten().filter(|&&f| odd[f]) {
        let values = system.mending(from);
        for &to in row.iter().flatten().filter(|&&f| odd[f] && f != from) {
            for &value in &values {
                let k = system.values[from] - value;
                let (x, y) = (system.values[from] - k, system.values[to] + k);
                let exchange = (x, y) == (system.values[to], system.values[from]);
                if k > 0 && x >= 0 && y >= 0 && !exchange {
                    edits.push(Edit { cost: 3, changes: vec![(from, x), (to, y)], slip: Some(Slip::NeighbourColumn) });
                }
            }
        }
    }
}

/// A row whose figures all stand one cell too far to the right or to the left.
fn slipped(system: &System, row: &[Option<Figure>], edits: &mut Vec<Edit>) {
    let Some(figures) = row.iter().copied().collect::<Option<Vec<Figure>>>() else { return };
    if figures.len() < 4 {
        return;
    }
    let values: Vec<i128> = figures.iter().map(|&f| system.values[f]).collect();
    let count = values.len();
    let mut add = |new: Vec<i128>| {
        let changes: Vec<_> =
            figures.iter().zip(new).filter(|(f, v)| system.values[**f] != *v).map(|(f, v)| (*f, v)).collect();
        if changes.len() > 2 {
            edits.push(Edit { cost: 2, changes, slip: Some(Slip::RowSlipped) });
        }
    };
    // One too far right: what stood last fell off, and is the sum of the others.
    let mut left: Vec<i128> = values[1..].to_vec();
    left.push(left.iter().sum());
    add(left);
    // One too far left: what stood first fell off, and is what the total leaves.
    let total = values[count - 2];
    let first = total - values[..count - 2].iter().sum::<i128>();
    if first >= 0 && values[count - 1] == 0 {
        let mut right = vec![first];
        right.extend(&values[..count - 1]);
        add(right);
    }
}
