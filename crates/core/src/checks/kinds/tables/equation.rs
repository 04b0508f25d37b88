//! Relations between cells of a statutory table: sums that must close, figures that cannot exceed others.
//! The relation is the rule's; blank cells count as nothing, cells that could not be read leave it open.

mod parse;
mod proof;
mod relation;

use crate::checks::kinds::tables::equation::parse::Each;
use crate::checks::mistake_words::Thing;
use crate::checks::mistake_words::Wrong;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::equation::parse::{Compare, Mistake, Of, Statement};
use super::equation::relation::{Cells, Comparison, Compiled, Held, Linear};
use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place, Why};
use crate::checks::parameter::{Lazy, Problems, Scalar};
use crate::checks::relation::{Proof, Relation};
use crate::facts::model::{Cell, CellState, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equation {
    /// Id of the table.
    table: Scalar<String>,
    /// The relation holds in each column (names are rows) or each row (names are columns); else names are `row.column`.
    #[serde(default)]
    each: Option<Each>,
    /// The relation.
    holds: Scalar<String>,
    #[serde(skip)]
    parsed: Lazy<Result<Statement, Mistake>>,
    /// By form of the lexicon; none where the form lacks a name.
    #[serde(skip)]
    compiled: Lazy<Vec<Lazy<Option<Compiled>>>>,
}

/// More failures of one relation than this say that the table was not understood, or that all of it is wrong.
const MOST_FAILURES: usize = 40;

impl Equation {
    fn parsed(&self) -> Result<&Statement, &Mistake> {
        self.parsed.get_or_init(|| parse::parse(&self.holds)).as_ref()
    }

    fn compiled(&self, lexicon: &Lexicon, form: usize) -> Option<&Compiled> {
        let all = self.compiled.get_or_init(|| lexicon.forms.iter().map(|_| Lazy::default()).collect());
        all.get(form)?
            .get_or_init(|| {
                let statement = self.parsed().ok()?;
                relation::compile(statement, self.each, &lexicon.forms[form])
            })
            .as_ref()
    }

    /// The tables the relation is about, each with its cells and with the relation on its form.
    fn tables<'a>(&'a self, context: &'a Context<'_>) -> impl Iterator<Item = (Cells<'a>, &'a Form, &'a Compiled)> {
        let (lexicon, facts) = (context.lexicon, context.facts);
        facts.tables.iter().enumerate().filter_map(move |(index, table)| {
            let form = lexicon.forms.get(table.form)?;
            if form.table != *self.table {
                return None;
            }
            let plain = plain_figures(context)[index].as_deref();
            Some((Cells::new(table, form, plain), form, self.compiled(lexicon, table.form)?))
        })
    }
}

impl Kind for Equation {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        let (mut held, mut open, mut there) = (false, false, false);
        for (number, (cells, form, compiled)) in self.tables(context).enumerate() {
            there = true;
            open |= !cells.table.unread.is_empty();
            for instance in 0..compiled.instances {
                if let Some(condition) = &compiled.condition {
                    match relation::holds(condition, &cells, instance).0 {
                        Held::Yes => {}
                        Held::No => {
                            held = true;
                            continue;
                        }
                        _ => {
                            open = true;
                            continue;
                        }
                    }
                }
                if relation::is_plainly_held(&compiled.relation, &cells, instance) {
                    held = true;
                    continue;
                }
                let (result, left, right) = relation::holds(&compiled.relation, &cells, instance);
                match result {
                    Held::Yes => held = true,
                    // That totals are not filled in is told of all of them at once, by another rule.
                    Held::No if self.each.is_some_and(|each| cells.lack_total(each, &compiled.relation, instance)) => {
                        held = true;
                    }
                    Held::No if failures.len() < MOST_FAILURES => {
                        let found = Found { context, form, cells: &cells, compiled, instance, number };
                        failures.push(self.failure(&found, left.total.value(), right.total.value()));
                    }
                    Held::No => {}
                    Held::Unread | Held::PartsBlank => open = true,
                    // A row missing from a whole table is another rule's; local forms are cut to need.
                    Held::Absent => open |= cells.table.cut && form.topic.is_some(),
                }
            }
        }
        match (failures.is_empty(), open, held, there) {
            (false, ..) => Outcome::Fail(failures),
            (_, true, ..) => Outcome::NotDetermined(Why::CellsUnread),
            (_, _, true, _) => Outcome::Pass,
            (_, _, _, true) => Outcome::NotDetermined(Why::TableUnread),
            _ => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["left", "right", "difference", "column", "row", "terms", "expected", "candidates"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["blank"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let forms: Vec<&Form> = lexicon.forms.iter().filter(|f| f.table == *self.table).collect();
        if forms.is_empty() {
            let known: std::collections::BTreeSet<&str> = lexicon.forms.iter().map(|f| f.table.as_str()).collect();
            problems.unknown(Thing::TABLE, &self.table, known);
            return;
        }
        let statement = match self.parsed() {
            Ok(statement) => statement,
            Err(mistake) => {
                let mark = self.holds.mark.part(mistake.at.clone());
                problems.add(mark, &Wrong::Equation(mistake.why));
                return;
            }
        };
        let sides = statement.condition.iter().chain([&statement.relation]).flat_map(|r| [&r.left, &r.right]);
        for (name, sum) in sides.flat_map(|s| s.names()) {
            if forms.iter().any(|f| relation::resolve(name, sum, self.each, f).is_some()) {
                continue;
            }
            let rows = || {
                forms.iter().flat_map(|f| {
                    f.rows.iter().map(|r| r.id.as_str()).chain(f.groups.iter().filter(|_| sum).map(|g| g.id.as_str()))
                })
            };
            let columns = || forms.iter().flat_map(|f| f.columns.iter().map(|c| c.id.as_str()));
            let mark = self.holds.mark.part(name.at.clone());
            match self.each {
                Some(Each::Column) => problems.unknown_at(Thing::ROW_OF_CELL, &name.text, mark, rows()),
                Some(Each::Row) => problems.unknown_at(Thing::COLUMN_OF_CELL, &name.text, mark, columns()),
                None => {
                    let all: Vec<String> = rows().flat_map(|r| columns().map(move |c| format!("{r}.{c}"))).collect();
                    problems.unknown_at(Thing::CELL, &name.text, mark, all.iter().map(String::as_str));
                }
            }
        }
    }

    /// The equations that hold in this report, as [`Relation`] gives those that do not: what a wrong figure cannot be
    /// in.
    fn intact(&self, context: &Context<'_>, out: &mut Vec<Relation>) {
        for (cells, _, compiled) in self.tables(context) {
            if compiled.condition.is_some() {
                continue;
            }
            for instance in 0..compiled.instances {
                if relation::is_held(&compiled.relation, &cells, instance) {
                    out.extend(signed(&compiled.relation, &cells, instance));
                }
            }
        }
    }

    fn proofs(&self, form: &Form) -> Vec<Proof> {
        let statement = self.parsed().ok().filter(|_| form.table == *self.table);
        let compiled = statement.and_then(|statement| relation::compile(statement, self.each, form));
        compiled.map_or_else(Vec::new, |compiled| proof::proofs(&compiled))
    }

    fn is_of_bounds(&self) -> bool {
        true
    }
}

/// For each table its figures as plain numbers, where they are that.
fn plain_figures<'c>(context: &'c Context<'_>) -> &'c [Option<Vec<i32>>] {
    context.survey.figures.get_or_init(|| {
        let plain = |t: &Table| relation::plain(t, context.lexicon.forms.get(t.form)?);
        context.facts.tables.iter().map(plain).collect()
    })
}

/// A broken instance.
struct Found<'f> {
    context: &'f Context<'f>,
    form: &'f Form,
    cells: &'f Cells<'f>,
    compiled: &'f Compiled,
    instance: u16,
    /// Which of several tables of the same kind.
    number: usize,
}

impl Equation {
    fn failure(&self, found: &Found<'_>, left: Decimal, right: Decimal) -> Failure {
        let relation = &found.compiled.relation;
        // The total stands alone on its side; else the first figure of the right side is as telling as any.
        let alone = |l: &Linear| l.operands.len() == 1 && l.operands[0].cells.len() == 1;
        let primary_left = alone(&relation.left) && !alone(&relation.right) || relation.right.operands.is_empty();
        let (first, second) =
            if primary_left { (&relation.left, &relation.right) } else { (&relation.right, &relation.left) };
        let mut labels: Vec<Label> = Vec::new();
        let mut blank = false;
        for position in first.operands.iter().chain(&second.operands).flat_map(|o| &o.cells) {
            if let Some(cell) = found.cells.get(position.at(found.instance)) {
                blank |= matches!(cell.state, CellState::Blank | CellState::NotApplicable);
                labels.push(Label { place: Place::At(cell.span), note: self.note(found, cell) });
            }
        }
        let mut related = labels.split_off(labels.len().min(1));
        related.dedup_by(|a, b| a.place == b.place);
        let mut values = BTreeMap::new();
        values.insert("left", left.to_string());
        values.insert("right", right.to_string());
        values.insert("difference", (left - right).abs().normalize().to_string());
        values.insert("terms", self.terms(found, second));
        let (row, column) = match self.each {
            Some(Each::Column) => (String::new(), found.form.column_name(found.instance)),
            Some(Each::Row) => (row_name(found.form, found.instance), String::new()),
            None => (String::new(), String::new()),
        };
        values.insert("row", row);
        values.insert("column", column);
        Failure {
            primary: labels.pop().unwrap_or_default(),
            related,
            values,
            identity: self.identity(found),
            case: blank.then_some("blank"),
            suggestion: None,
            equation: signed(relation, found.cells, found.instance).filter(|_| found.compiled.condition.is_none()),
            diagnosis: None,
        }
    }

    fn identity(&self, found: &Found<'_>) -> String {
        let form = found.form;
        let mut identity = match self.each {
            Some(Each::Column) => format!("{}/{}", form.table, form.columns[usize::from(found.instance)].id),
            Some(Each::Row) => format!("{}/{}", form.table, form.rows[usize::from(found.instance)].id),
            None => {
                let side = |s: &parse::Side| {
                    s.terms.iter().find_map(|t| match &t.of {
                        Of::Cell(name) | Of::Sum(name) => Some(name.text.clone()),
                        Of::Max(_) => None,
                    })
                };
                let statement = self.parsed().ok();
                let name = statement.and_then(|s| side(&s.relation.left).or_else(|| side(&s.relation.right)));
                format!("{}/{}", form.table, name.unwrap_or_default())
            }
        };
        if found.number > 0 {
            let _ = write!(identity, "/{}", found.number + 1);
        }
        identity
    }

    /// A cell's name and what stands there: `自然人 3440`.
    fn note(&self, found: &Found<'_>, cell: &Cell) -> String {
        let name = match self.each {
            Some(Each::Column) => row_name(found.form, cell.row),
            Some(Each::Row) => found.form.column_name(cell.column),
            None if found.form.rows.len() == 1 => found.form.column_name(cell.column),
            None if found.form.columns.len() == 1 => row_name(found.form, cell.row),
            None => format!("{} · {}", row_name(found.form, cell.row), found.form.column_name(cell.column)),
        };
        match cell.state {
            CellState::Blank => format!("{name} 空白"),
            _ => format!("{name} {}", found.context.document.slice(cell.span)),
        }
    }

    /// The figures of a side that are not zero: `3440 + 12`.
    fn terms(&self, found: &Found<'_>, linear: &Linear) -> String {
        let mut text = String::new();
        for operand in &linear.operands {
            for position in &operand.cells {
                let value = found.cells.get(position.at(found.instance)).and_then(|c| c.value).unwrap_or_default();
                if value.is_zero() {
                    continue;
                }
                if operand.factor < 0 {
                    text.push_str(if text.is_empty() { "-" } else { " - " });
                } else if !text.is_empty() {
                    text.push_str(" + ");
                }
                if operand.factor.abs() != 1 {
                    let _ = write!(text, "{} × ", operand.factor.abs());
                }
                let _ = write!(text, "{value}");
            }
        }
        if text.is_empty() { "0".to_owned() } else { text }
    }
}

fn row_name(form: &Form, row: u16) -> String {
    form.rows.get(usize::from(row)).map(|r| r.short.to_string()).unwrap_or_default()
}

/// The relation as signed cells that ought to sum to zero, or may sum to more; none where it is not of that kind.
fn signed(relation: &Comparison, cells: &Cells<'_>, instance: u16) -> Option<Relation> {
    let (turned, open) = match relation.compare {
        Compare::Equal => (1, false),
        Compare::AtLeast => (1, true),
        Compare::AtMost => (-1, true),
        Compare::Less | Compare::Greater => return None,
    };
    if relation.left.constant != 0 || relation.right.constant != 0 {
        return None;
    }
    let mut terms = Vec::new();
    for (side, sign) in [(&relation.left, turned), (&relation.right, -turned)] {
        for operand in &side.operands {
            if operand.max || operand.factor.abs() != 1 {
                return None;
            }
            for position in &operand.cells {
                let cell = cells.get(position.at(instance))?;
                terms.push((cell.span, (sign * operand.factor) as i8, cell.value.unwrap_or_default()));
            }
        }
    }
    Some(Relation { open, ..Relation::of(terms) })
}
