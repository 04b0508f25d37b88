//! The figures of all statutory tables of a report in some hundred bytes: most of them are 0, and most others small.

use rust_decimal::Decimal;

use crate::facts::model::{Facts, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;

/// Figures, packed: for each table its form and all the form's cells, row by row. Equal bytes are equal figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures(Box<[u8]>);

// What a byte in the place of a number means.
const ZEROS: u8 = 0;
const UNKNOWNS: u8 = 1;
const DECIMAL: u8 = 2;
/// The least byte of a number: the number 1.
const ONE: u64 = 3;

/// The cells of one table.
#[derive(Clone, Debug)]
pub struct Unpacked<'l> {
    /// Index into the forms of the lexicon.
    pub index: usize,
    pub form: &'l Form,
    /// Row by row; none where no number stands.
    cells: Vec<Option<Decimal>>,
}

/// The same form with the same figures.
impl PartialEq for Unpacked<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.cells == other.cells
    }
}

impl Unpacked<'_> {
    pub fn cell(&self, row: u16, column: u16) -> Option<Decimal> {
        *self.cells.get(usize::from(row) * self.form.columns.len() + usize::from(column))?
    }

    /// All numbers with their rows and columns.
    pub fn numbers(&self) -> impl Iterator<Item = (u16, u16, Decimal)> + '_ {
        let width = self.form.columns.len().max(1);
        let at = move |i: usize| ((i / width) as u16, (i % width) as u16);
        self.cells.iter().enumerate().filter_map(move |(i, value)| {
            let (row, column) = at(i);
            value.map(|v| (row, column, v))
        })
    }
}

impl Figures {
    pub(super) fn of(facts: &Facts, lexicon: &Lexicon) -> Self {
        let mut bytes = Vec::with_capacity(128);
        for (number, table) in facts.tables.iter().enumerate() {
            // Of a table that is there twice the fuller one counts.
            let fuller = |(i, t): (usize, &Table)| {
                t.form == table.form && (t.cells.len(), number) > (table.cells.len(), i) && i != number
            };
            let Some(form) = lexicon.forms.get(table.form).filter(|_| table.form < usize::from(RUN)) else {
                continue;
            };
            if !table.cells.is_empty() && !facts.tables.iter().enumerate().any(fuller) {
                bytes.push(table.form as u8);
                pack(table, form, &mut bytes);
            }
        }
        Self(bytes.into())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes taken: more where more was read.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// No cell that was read in both differs.
    pub(super) fn agree_with(&self, other: &Self, lexicon: &Lexicon) -> bool {
        if self == other {
            return true;
        }
        let theirs = other.tables(lexicon);
        self.tables(lexicon).iter().all(|ours| {
            let same = theirs.iter().find(|t| t.form.table == ours.form.table);
            same.is_none_or(|t| {
                t.index == ours.index && ours.numbers().all(|(r, c, v)| t.cell(r, c).is_none_or(|other| other == v))
            })
        })
    }

    /// The tables, in the order of the report.
    pub fn tables<'l>(&self, lexicon: &'l Lexicon) -> Vec<Unpacked<'l>> {
        let mut tables = Vec::new();
        let mut rest = &*self.0;
        while let Some((&index, after)) = rest.split_first() {
            let Some(form) = lexicon.forms.get(usize::from(index)) else { break };
            rest = after;
            let count = form.rows.len() * form.columns.len();
            let mut cells = Vec::with_capacity(count);
            while cells.len() < count && unpack(&mut rest, &mut cells).is_some() {}
            tables.push(Unpacked { index: usize::from(index), form, cells });
        }
        tables
    }

    /// The table of that name, whatever its form.
    pub fn table<'l>(&self, table: &str, lexicon: &'l Lexicon) -> Option<Unpacked<'l>> {
        self.tables(lexicon).into_iter().find(|t| t.form.table == table)
    }
}

fn pack(table: &Table, form: &Form, bytes: &mut Vec<u8>) {
    let (rows, columns) = (form.rows.len(), form.columns.len());
    let mut packed = 0;
    for cell in &table.cells {
        let (row, column) = (usize::from(cell.row), usize::from(cell.column));
        let index = row * columns + column;
        if row >= rows || column >= columns || index < packed {
            continue;
        }
        repeat(UNKNOWNS, index - packed, bytes);
        packed = index + 1;
        match cell.value {
            Some(v) if v.is_zero() => repeat(ZEROS, 1, bytes),
            Some(v) if v.is_sign_positive() => number(v.normalize(), bytes),
            _ => repeat(UNKNOWNS, 1, bytes),
        }
    }
    repeat(UNKNOWNS, rows * columns - packed, bytes);
}

/// So many cells of one kind, on to the run of them that was packed last, if any.
fn repeat(kind: u8, mut count: usize, bytes: &mut Vec<u8>) {
    while count > 0 {
        match bytes.as_mut_slice() {
            // Nothing else ends in so high a byte.
            [.., mark, length] if *mark == kind && *length >= RUN && *length < u8::MAX => {
                let more = count.min(usize::from(u8::MAX - *length));
                *length += more as u8;
                count -= more;
            }
            _ => {
                bytes.extend([kind, RUN]);
                count -= 1;
            }
        }
    }
}

/// Numbers are below this; none of a report comes near.
const GREATEST: u64 = 1 << 56;

/// The length of a run of one, behind the run's mark.
const RUN: u8 = 0x80;

fn number(value: Decimal, bytes: &mut Vec<u8>) {
    let Some(mantissa) = u64::try_from(value.mantissa()).ok().filter(|m| *m < GREATEST) else {
        bytes.extend([UNKNOWNS, RUN]);
        return;
    };
    if value.scale() > 0 {
        bytes.extend([DECIMAL, value.scale() as u8]);
    }
    variable(mantissa + ONE - 1, bytes);
}

/// Seven bits a byte, the highest set on all but the last.
fn variable(mut value: u64, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn unvariable(rest: &mut &[u8]) -> Option<u64> {
    let (mut value, mut shift) = (0_u64, 0);
    loop {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return value.checked_sub(ONE - 1);
        }
        shift += 7;
    }
}

fn unpack(rest: &mut &[u8], cells: &mut Vec<Option<Decimal>>) -> Option<()> {
    match **rest {
        [mark @ (ZEROS | UNKNOWNS), length, ..] if length >= RUN => {
            *rest = &rest[2..];
            let value = (mark == ZEROS).then_some(Decimal::ZERO);
            cells.extend(std::iter::repeat_n(value, usize::from(length - RUN) + 1));
        }
        [DECIMAL, scale, ..] => {
            *rest = &rest[2..];
            let mantissa = i64::try_from(unvariable(rest)?).ok()?;
            cells.push(Decimal::try_new(mantissa, u32::from(scale)).ok());
        }
        _ => cells.push(Some(Decimal::from(unvariable(rest)?))),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::model::{Cell, CellState};
    use crate::rulebook::embedded_lexicon;
    use crate::source::Span;

    fn facts(form: usize, values: &[(u16, u16, Option<&str>)]) -> Facts {
        let cell = |&(row, column, value): &(u16, u16, Option<&str>)| Cell {
            row,
            column,
            state: if value.is_some() { CellState::Number } else { CellState::Blank },
            value: value.map(|v| v.parse().unwrap()),
            span: Span::at(0),
        };
        let table = Table {
            form,
            span: Span::at(0),
            anchor: Span::at(0),
            cells: values.iter().map(cell).collect(),
            unread: Vec::new(),
            unknown: Vec::new(),
            cut: false,
        };
        Facts { tables: vec![table], ..Facts::default() }
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let lexicon = embedded_lexicon();
        let form = lexicon.forms.iter().position(|f| f.table == "requests" && f.year == 2021).unwrap();
        let (rows, columns) = (lexicon.forms[form].rows.len() as u16, lexicon.forms[form].columns.len() as u16);
        let values = ["0", "1", "2", "3", "127", "128", "16384", "2822652", "0.5", "96171.60", "18446744073709551615"];
        let mut all = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let n = usize::from(row * columns + column);
                all.push((row, column, (n % 13 != 5).then(|| values[n * n % values.len()])));
            }
        }
        all.remove(9);
        let packed = Figures::of(&facts(form, &all), lexicon);
        let table = packed.table("requests", lexicon).unwrap();
        for (row, column, value) in all {
            // A number that no report has counts as not read.
            let wanted: Option<Decimal> = value.filter(|v| v.len() < 20).map(|v| v.parse().unwrap());
            assert_eq!(table.cell(row, column), wanted, "{row}/{column} {value:?}");
        }
        assert!(table.numbers().any(|n| n.2 == Decimal::new(961_716, 1)));
    }

    #[test]
    fn a_table_of_zeros_takes_a_few_bytes() {
        let lexicon = embedded_lexicon();
        let form = lexicon.forms.iter().position(|f| f.table == "requests" && f.year == 2021).unwrap();
        let zeros: Vec<_> = (0..25).flat_map(|r| (0..7).map(move |c| (r, c, Some("0")))).collect();
        let packed = Figures::of(&facts(form, &zeros), lexicon);
        assert!(packed.size() < 10, "{}", packed.size());
        assert_eq!(packed.table("requests", lexicon).unwrap().numbers().count(), 175);
    }
}
