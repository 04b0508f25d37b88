//! Errors in figures: each cell of the statutory tables, each figure in the text that stands in a relation. An error is
//! seeded where it breaks a relation that holds; a figure in no relation is listed apart.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::edit::Edit;
use super::{Alone, Kind, Mistake, Seed, Selftest};
use crate::checks::relation::Relation;
use crate::facts::model::{Cell, CellState, Table};
use crate::source::Span;

/// Plans them all, in the order of the report.
pub(crate) fn plan(test: &mut Selftest<'_>, relations: &[Relation]) {
    let web = Web::new(relations);
    let (mut seeds, mut alone) = (Vec::new(), Vec::new());
    for (number, table) in test.facts.tables.iter().enumerate() {
        let Some(form) = test.rulebook.lexicon().forms.get(table.form) else { continue };
        for cell in table.cells.iter().filter(|c| c.state == CellState::Number) {
            let of = form.table.to_string();
            if !web.holds(cell.span) {
                alone.push(Alone { kind: Kind::Cells, of, span: cell.span });
                continue;
            }
            let place = Some((number, cell.row, cell.column));
            let plan = Plan { test, web: &web, kind: Kind::Cells, of: &of, cell: place };
            plan.figure(cell.span, &mut seeds);
            plan.blank(cell, &mut seeds);
            plan.exchange(cell, beside(table, cell), Mistake::ColumnsSwapped, &mut seeds);
            plan.exchange(cell, table.cell(cell.row + 1, cell.column), Mistake::RowsSwapped, &mut seeds);
        }
    }
    let mut seen = BTreeSet::new();
    for count in test.facts.counts.iter().filter(|c| !c.in_words && !c.number.is_empty()) {
        if !seen.insert(count.number) {
            continue;
        }
        let of = count.role.clone().unwrap_or_default();
        if web.holds(count.number) {
            Plan { test, web: &web, kind: Kind::Prose, of: &of, cell: None }.figure(count.number, &mut seeds);
        } else if count.role.is_some() && !count.approximate {
            alone.push(Alone { kind: Kind::Prose, of, span: count.number });
        }
    }
    test.seeds.append(&mut seeds);
    test.alone.append(&mut alone);
}

/// The cell to the right.
fn beside<'t>(table: &'t Table, cell: &Cell) -> Option<&'t Cell> {
    table.cell(cell.row, cell.column + 1)
}

/// The relations that hold, by figure.
struct Web<'e> {
    by_figure: BTreeMap<Span, Vec<&'e Relation>>,
}

impl<'e> Web<'e> {
    fn new(relations: &'e [Relation]) -> Self {
        let mut by_figure: BTreeMap<Span, Vec<&Relation>> = BTreeMap::new();
        for relation in relations {
            for term in &relation.terms {
                by_figure.entry(term.0).or_default().push(relation);
            }
        }
        Self { by_figure }
    }

    fn holds(&self, figure: Span) -> bool {
        self.by_figure.contains_key(&figure)
    }

    /// Whether figures with other values break a relation.
    fn broken_by(&self, changes: &[(Span, Decimal)]) -> bool {
        let touched = changes.iter().flat_map(|c| self.by_figure.get(&c.0).into_iter().flatten());
        touched.into_iter().any(|relation| {
            let sum = |terms: &[(Span, i8, Decimal)]| -> Decimal {
                let value = |t: &(Span, i8, Decimal)| changes.iter().find(|c| c.0 == t.0).map_or(t.2, |c| c.1);
                terms.iter().map(|t| value(t) * Decimal::from(t.1)).sum()
            };
            relation.sums().all(|terms| {
                let sum = sum(terms);
                if relation.open { sum < Decimal::ZERO } else { !sum.is_zero() }
            })
        })
    }
}

struct Plan<'p, 'r> {
    test: &'p Selftest<'r>,
    web: &'p Web<'p>,
    kind: Kind,
    of: &'p str,
    cell: Option<(usize, u16, u16)>,
}

impl Plan<'_, '_> {
    /// The figure's digits, where it is a plain whole number.
    fn digits(&self, figure: Span) -> Option<String> {
        let digits: String = self.test.document.slice(figure).chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    }

    fn add(&self, mistake: Mistake, changes: &[(Span, String)], seeds: &mut Vec<Seed>) {
        let value = |text: &str| text.parse().unwrap_or(Decimal::ZERO);
        let values: Vec<(Span, Decimal)> = changes.iter().map(|(span, text)| (*span, value(text))).collect();
        if !self.web.broken_by(&values) {
            return;
        }
        let edits: Vec<Vec<Edit>> =
            changes.iter().map(|(span, text)| Edit::of(&self.test.document, *span, text)).collect();
        if edits.iter().any(Vec::is_empty) {
            return;
        }
        let edits = edits.into_iter().flatten().collect();
        let (spans, written) = changes.iter().cloned().unzip();
        let (kind, of, cell) = (self.kind, self.of.to_owned(), self.cell);
        seeds.push(Seed { kind, mistake, of, spans, cell, written, edits });
    }

    /// Mistakes in the digits of one figure.
    fn figure(&self, figure: Span, seeds: &mut Vec<Seed>) {
        let Some(digits) = self.digits(figure) else { return };
        for mistake in Mistake::IN_A_FIGURE {
            if let Some(wrong) = mistake.made(&digits) {
                self.add(mistake, &[(figure, wrong)], seeds);
            }
        }
    }

    fn blank(&self, cell: &Cell, seeds: &mut Vec<Seed>) {
        self.add(Mistake::LeftBlank, &[(cell.span, String::new())], seeds);
    }

    /// Two cells with each other's figures.
    fn exchange(&self, cell: &Cell, other: Option<&Cell>, mistake: Mistake, seeds: &mut Vec<Seed>) {
        let Some(other) = other.filter(|o| o.state == CellState::Number && o.value != cell.value) else { return };
        let (Some(one), Some(two)) = (self.digits(cell.span), self.digits(other.span)) else { return };
        self.add(mistake, &[(cell.span, two), (other.span, one)], seeds);
    }
}
