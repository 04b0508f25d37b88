//! Asks that a statutory table be that of the report's year, and that it have the rows and columns of its form.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place, Why};
use crate::facts::model::Table;
use crate::lexicon::forms::Form;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableForm {
    asks: Asks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asks {
    /// The form is the one for the report year.
    OfYear,
    /// No row or column is missing, none was added.
    Whole,
}

/// Labels beside the first of a finding.
const MOST_RELATED: usize = 20;

impl Kind for TableForm {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let tables = &context.facts.tables;
        if tables.is_empty() {
            return Outcome::NotApplicable;
        }
        match self.asks {
            Asks::OfYear => of_year(context),
            Asks::Whole => whole(context),
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["table", "form", "due", "year", "labels"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["missing", "added"]
    }
}

fn values(form: &Form) -> BTreeMap<&'static str, String> {
    BTreeMap::from([("table", form.title.to_string()), ("form", form.year.to_string())])
}

fn of_year(context: &Context<'_>) -> Outcome {
    let Some(year) = context.facts.profile.report_year.as_ref().map(|y| y.value) else {
        return Outcome::NotDetermined(Why::YearUnknown);
    };
    let forms = &context.lexicon.forms;
    // One cause: the report was written on the form of another year.
    let mut failure: Option<Failure> = None;
    for table in &context.facts.tables {
        let Some(form) = forms.get(table.form) else { continue };
        // A table without a cell read tells too little of its form.
        if form.is_for(year) || table.cells.is_empty() {
            continue;
        }
        let due = forms.iter().find(|f| f.table == form.table && f.is_for(year));
        if due.is_some_and(|due| due.same_labels(form)) {
            continue;
        }
        // Rows that both forms have tell nothing; a table cut short may hold no others.
        if due.is_some_and(|due| !tells_apart(table, form, due)) {
            continue;
        }
        let due_year = due.or_else(|| forms.iter().find(|f| f.is_for(year))).map(|f| f.year.to_string());
        let mut values = values(form);
        values.insert("year", year.to_string());
        values.insert("due", due_year.unwrap_or_default());
        let label = Label { place: Place::At(table.anchor), note: String::new() };
        match &mut failure {
            Some(first) => first.related.push(label),
            None => {
                failure = Some(Failure {
                    primary: label,
                    values,
                    identity: format!("{}/form", form.table),
                    ..Failure::default()
                });
            }
        }
    }
    failure.map_or(Outcome::Pass, |failure| Outcome::Fail(vec![failure]))
}

/// Whether the table has a row or column that the other form does not.
fn tells_apart(table: &Table, form: &Form, other: &Form) -> bool {
    table.cells.iter().any(|cell| {
        let row = form.rows.get(usize::from(cell.row)).is_some_and(|r| other.row(&r.id).is_none());
        let column = form.columns.get(usize::from(cell.column)).is_some_and(|c| other.column(&c.id).is_none());
        row || column
    })
}

fn whole(context: &Context<'_>) -> Outcome {
    let mut failures = Vec::new();
    let (mut open, mut held) = (false, false);
    for table in &context.facts.tables {
        let Some(form) = context.lexicon.forms.get(table.form) else { continue };
        // Local forms were cut to need; only forms that a section of the format draws are fixed.
        if form.topic.is_none() || table.cells.is_empty() {
            continue;
        }
        if !table.unknown.is_empty() {
            let mut labels = table
                .unknown
                .iter()
                .take(MOST_RELATED + 1)
                .map(|s| Label { place: Place::At(*s), note: String::new() });
            let primary = labels.next().unwrap_or_default();
            let related = labels.collect();
            let names: Vec<&str> = table.unknown.iter().take(3).map(|s| context.document.slice(*s)).collect();
            let mut values = values(form);
            values.insert("labels", names.join("、"));
            failures.push(Failure {
                primary,
                related,
                values,
                identity: format!("{}/added", form.table),
                case: Some("added"),
                ..Failure::default()
            });
        }
        if table.cut || !table.unread.is_empty() {
            open = true;
            continue;
        }
        // Cells are at most one a position.
        if table.cells.len() == form.rows.len() * form.columns.len() {
            held = true;
            continue;
        }
        let has_row = |r: usize| table.cells.iter().any(|c| usize::from(c.row) == r);
        let has_column = |c: usize| table.cells.iter().any(|cell| usize::from(cell.column) == c);
        let rows = (0..form.rows.len()).filter(|r| !has_row(*r)).map(|r| form.rows[r].label.as_str());
        let columns = (0..form.columns.len())
            .filter(|c| !form.columns[*c].optional && !has_column(*c))
            .map(|c| form.columns[c].label.as_str());
        let missing: Vec<&str> = rows.chain(columns).collect();
        if missing.is_empty() {
            held = true;
        } else if !table.unknown.is_empty() {
            // The row may be there under the name that is not known.
        } else {
            let mut values = values(form);
            let more = if missing.len() > 3 { "…" } else { "" };
            values.insert("labels", missing.iter().take(3).copied().collect::<Vec<_>>().join("、") + more);
            failures.push(Failure {
                primary: Label { place: Place::At(table.anchor), note: String::new() },
                values,
                identity: format!("{}/missing", form.table),
                case: Some("missing"),
                ..Failure::default()
            });
        }
    }
    match (failures.is_empty(), open, held) {
        (false, ..) => Outcome::Fail(failures),
        (_, true, _) => Outcome::NotDetermined(Why::TableUnread),
        (_, _, true) => Outcome::Pass,
        _ => Outcome::NotApplicable,
    }
}
