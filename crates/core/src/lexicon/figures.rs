//! Words in cells of tables: what is not applicable, about, in which unit, and how changes are written.

use serde::Deserialize;

use super::str::Str;

/// Words that stand beside or instead of a number in a cell: `vocabulary/figures.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawFigures {
    /// Words that say that a cell does not apply.
    pub not_applicable: Vec<Str>,
    /// Units that may follow the number.
    pub units: Vec<Str>,
    /// Words that make a number inexact.
    pub approximate: Vec<Str>,
    /// Words that give a number its sign, and those that say that nothing changed, in a column of changes.
    pub increase: Vec<Str>,
    pub decrease: Vec<Str>,
    pub unchanged: Vec<Str>,
}
