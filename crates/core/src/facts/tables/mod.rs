//! Statutory tables: from grids and bare lines to cells on canonical rows and columns, by what their labels say.
//! Cells are never placed by counting rows; a row is read where labels or an exact number of values leave no doubt.
//! Judges nothing: the form of a table is the one whose labels stand there, whatever the year.

mod bands;
mod cells;
mod columns;
pub mod figures;
mod fit;
mod lines;
mod place;

use super::model::Table;
use crate::document::Document;
use crate::lexicon::Lexicon;
use bands::Part;

/// Finds the tables. `year`, where it is known, decides between forms whose labels are the same.
pub(super) fn read(document: &Document, lexicon: &Lexicon, year: Option<i16>) -> Vec<Table> {
    let mut room = cells::Room::new(document, lexicon);
    let mut found: Vec<Part> = Vec::new();
    for (index, grid) in document.grids.iter().enumerate() {
        if grid.columns > 1 {
            bands::of_grid(&mut room, index, &mut found);
        }
    }
    lines::read(&mut room, &mut found);
    if found.is_empty() {
        return Vec::new();
    }
    found.sort_by_key(|p| p.span.start);
    place::assemble(&room, &found, year)
}

#[cfg(test)]
mod tests;
