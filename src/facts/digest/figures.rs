//! The figures of all statutory tables of a report in some hundred bytes: most of them are 0, and most others small.

use rust_decimal::Decimal;

use crate::facts::{Facts, Form, Lexicon, Table};

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
    let mut cells = table.cells.iter().peekable();
    for row in 0..form.rows.len() as u16 {
        for column in 0..form.columns.len() as u16 {
            while cells.peek().is_some_and(|c| (c.row, c.column) < (row, column)) {
                cells.next();
            }
            let value = cells.peek().filter(|c| (c.row, c.column) == (row, column)).and_then(|c| c.value);
            let run = match value {
                Some(v) if v.is_zero() => ZEROS,
                Some(v) if v.is_sign_positive() => {
                    number(v.normalize(), bytes);
                    continue;
                }
                _ => UNKNOWNS,
            };
            match bytes.as_mut_slice() {
                // Nothing else ends in so high a byte.
                [.., mark, length] if *mark == run && *length >= RUN && *length < u8::MAX => *length += 1,
                _ => bytes.extend([run, RUN]),
            }
        }
    }
}

/// The length of a run of one, behind the run's mark.
const RUN: u8 = 0x80;

fn number(value: Decimal, bytes: &mut Vec<u8>) {
    let Ok(mantissa) = u64::try_from(value.mantissa()) else {
        bytes.extend([UNKNOWNS, RUN]);
        return;
    };
    if value.scale() > 0 {
        bytes.extend([DECIMAL, value.scale() as u8]);
    }
    variable(mantissa.saturating_add(ONE - 1), bytes);
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
