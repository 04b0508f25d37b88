//! How much a rulebook may hold of tables, rows, columns and words. What is beyond is told at its scalar, and the
//! rulebook is not loaded: nothing is left out in silence.

use serde::Deserialize;

use super::mistakes::{RuleFile, Session};
use super::yaml;
use crate::checks::mistake_words::{Surplus, Wrong};
use crate::checks::parameter::{Mark, Problems, Scalar};
use crate::lexicon::MOST_WORDS;
use crate::lexicon::forms::{MOST_COLUMNS, MOST_NUMBERED, MOST_TABLES, RawForm};
use gouji_tree::Builder;
use gouji_tree::node::{Kind, parts};

/// A form with the places of what is counted in it; the file was read as a form before.
#[derive(Deserialize)]
struct Shape {
    table: Scalar<String>,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Column {
    label: Scalar<String>,
    #[serde(default)]
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Row {
    id: Scalar<String>,
    #[serde(default)]
    rows: Vec<Row>,
}

/// The forms that a lexicon can hold. What is wrong with the others is noted.
pub(super) fn within(forms: Vec<(RawForm, RuleFile)>, session: &mut Session) -> Vec<RawForm> {
    let mut tables: Vec<String> = Vec::new();
    let mut kept: Vec<RawForm> = Vec::new();
    for (form, file) in forms {
        let known = tables.iter().any(|t| form.table == *t);
        let (rows, columns) = form.size();
        let mut problems = Problems::default();
        if !known && tables.len() == MOST_TABLES {
            let mark = place(&file, |shape| Some(shape.table.mark));
            problems.add(mark, &Wrong::TooMany(Surplus::Tables, MOST_TABLES));
        }
        if columns > MOST_COLUMNS {
            let mark = place(&file, |shape| nth_column(&shape.columns, &mut { MOST_COLUMNS }));
            problems.add(mark, &Wrong::TooMany(Surplus::Columns, MOST_COLUMNS));
        }
        if rows > MOST_NUMBERED {
            let mark = place(&file, |shape| nth_row(&shape.rows, &mut { MOST_NUMBERED }));
            problems.add(mark, &Wrong::TooMany(Surplus::Rows, MOST_NUMBERED));
        }
        if kept.len() == MOST_NUMBERED {
            let mark = place(&file, |shape| Some(shape.table.mark));
            problems.add(mark, &Wrong::TooMany(Surplus::Forms, MOST_NUMBERED));
        }
        if problems.list.is_empty() {
            if !known {
                tables.push(form.table.to_string());
            }
            kept.push(form);
        } else {
            session.take(&file, problems);
        }
    }
    kept
}

/// Finds a place in a file again. Only a rulebook that is not loaded pays for it.
fn place(file: &RuleFile, of: impl Fn(&Shape) -> Option<Mark>) -> Mark {
    yaml::read::<Shape>(&file.text).ok().and_then(|shape| of(&shape)).unwrap_or_default()
}

/// The column after so many, groups before what they hold.
fn nth_column(columns: &[Column], left: &mut usize) -> Option<Mark> {
    for column in columns {
        if *left == 0 {
            return Some(column.label.mark);
        }
        *left -= 1;
        if let Some(mark) = nth_column(&column.columns, left) {
            return Some(mark);
        }
    }
    None
}

fn nth_row(rows: &[Row], left: &mut usize) -> Option<Mark> {
    for row in rows {
        if *left == 0 {
            return Some(row.id.mark);
        }
        *left -= 1;
        if let Some(mark) = nth_row(&row.rows, left) {
            return Some(mark);
        }
    }
    None
}

/// What of a file of vocabulary is more than can be searched for.
pub(super) fn too_much(vocabulary: &Builder) -> Problems {
    let scalars = vocabulary.nodes.iter().zip(&vocabulary.places).filter_map(|(node, &place)| {
        let (kind, len, _) = parts(*node);
        (!matches!(kind, Kind::List | Kind::Map)).then_some((len, place))
    });
    let mut problems = Problems::default();
    for (number, (len, (start, end))) in scalars.enumerate() {
        let mark = Mark { start, end };
        if number == MOST_WORDS {
            problems.add(mark, &Wrong::TooMany(Surplus::Words, MOST_WORDS));
        } else if len > MOST_WORDS {
            problems.add(mark, &Wrong::TooMany(Surplus::Bytes, MOST_WORDS));
        }
    }
    problems
}
