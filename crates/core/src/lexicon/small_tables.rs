//! Words of the small tables (documents, licensing, enforcement, fees) in prose: which word names a row and which a
//! column. Takes the vocabulary; knows no text.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::str::Str;

/// Some rows with the columns that they share, of `grids` in `vocabulary/counts.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGrid {
    /// By the table's name and the row's.
    rows: BTreeMap<Str, Vec<Str>>,
    columns: BTreeMap<Str, Vec<Str>>,
    /// Measure words that its figures are counted in.
    units: Vec<Str>,
    /// The row's name alone says what is counted.
    #[serde(default)]
    implied: bool,
}

impl RawGrid {
    /// The words of each column, in the order that columns are numbered in.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &Vec<Str>> {
        self.columns.values()
    }
}

#[derive(Debug, Default)]
struct Grid {
    columns: Range<u16>,
    /// Role of the first row's first column; the others follow, row by row.
    role: u16,
    units: Vec<bool>,
    implied: bool,
}

/// The tables, with their rows and columns numbered through.
#[derive(Debug, Default)]
pub(crate) struct Grids {
    grids: Vec<Grid>,
    /// For each row its table, and its number there.
    rows: Vec<(u16, u16)>,
    /// For each column its table.
    columns: Vec<u16>,
}

/// What a word of a table names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Row(u16),
    Column(u16),
}

impl Grids {
    /// Takes in a table. `role` gives the number of a role by its name, one after the other.
    pub(crate) fn add(
        &mut self,
        raw: RawGrid,
        units: &[Str],
        mut role: impl FnMut(Str) -> u16,
        mut word: impl FnMut(Vec<Str>, Named),
    ) {
        let at = self.grids.len() as u16;
        let first = self.columns.len() as u16;
        let mut roles = raw.rows.keys().flat_map(|r| raw.columns.keys().map(move |c| (r, c)));
        let begins = roles.next().map(|(r, c)| role(format!("{r}.{c}").into()));
        for (r, c) in roles {
            role(format!("{r}.{c}").into());
        }
        for (number, words) in raw.rows.into_values().enumerate() {
            word(words, Named::Row(self.rows.len() as u16));
            self.rows.push((at, number as u16));
        }
        for words in raw.columns.into_values() {
            word(words, Named::Column(self.columns.len() as u16));
            self.columns.push(at);
        }
        self.grids.push(Grid {
            columns: first..self.columns.len() as u16,
            role: begins.unwrap_or_default(),
            units: units.iter().map(|u| raw.units.contains(u)).collect(),
            implied: raw.implied,
        });
    }

    fn grid(&self, row: u16) -> Option<(&Grid, u16)> {
        let &(grid, number) = self.rows.get(usize::from(row))?;
        Some((self.grids.get(usize::from(grid))?, number))
    }

    /// The role of a cell; none where row and column are of different tables.
    pub(crate) fn role(&self, row: u16, column: u16) -> Option<u16> {
        let (grid, number) = self.grid(row)?;
        grid.columns
            .contains(&column)
            .then(|| grid.role + number * (grid.columns.end - grid.columns.start) + (column - grid.columns.start))
    }

    /// The role of the row's first column.
    pub(crate) fn row_name(&self, row: u16) -> Option<u16> {
        let (grid, _) = self.grid(row)?;
        self.role(row, grid.columns.start)
    }

    /// The column of a table that has only one.
    pub(crate) fn sole_column(&self, row: u16) -> Option<u16> {
        let (grid, _) = self.grid(row)?;
        (grid.columns.len() == 1).then_some(grid.columns.start)
    }

    pub(crate) fn is_implied(&self, row: u16) -> bool {
        self.grid(row).is_some_and(|(g, _)| g.implied)
    }

    pub(crate) fn takes(&self, row: u16, unit: u16) -> bool {
        self.grid(row).is_some_and(|(g, _)| g.units.get(usize::from(unit)).copied().unwrap_or(false))
    }
}
