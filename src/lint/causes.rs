//! One cause, one finding: broken relations that a change of one single figure would mend all together become one
//! finding at that figure. Works on failures alone; knows no rule and no table.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::checks::{Equation, Failure, Label, Place};
use crate::source::Span;

/// A broken relation.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub failure: Failure,
    /// What its rule counts for: the heaviest gives the finding its rule.
    pub weight: (u8, u8),
}

/// One finding for one or more broken relations.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    /// Which of the broken relations gives the finding its rule.
    pub by: usize,
    pub failure: Failure,
    /// All the relations it stands for, `by` among them.
    pub mended: Vec<usize>,
}

/// A figure which, set to `value`, mends these relations.
struct Candidate {
    span: Span,
    value: Decimal,
    mended: Vec<usize>,
    /// Broken relations it is in that it would not mend.
    left_broken: usize,
}

/// Labels beside the primary one of a finding.
const MOST_RELATED: usize = 40;

/// Folds broken relations into causes. `intact` are the relations that hold: a figure in one of them is not wrong alone.
pub(super) fn explain(broken: &[Broken], intact: &[Equation]) -> Vec<Cause> {
    let sound: BTreeSet<Span> = intact.iter().flat_map(|e| e.terms.iter().map(|t| t.0)).collect();
    let mut candidates = candidates(broken, &sound);
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate| (std::cmp::Reverse(c.mended.len()), c.left_broken, c.span);
        key(a).cmp(&key(b))
    });
    let mut taken = vec![false; broken.len()];
    let mut causes = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.mended.len() < 2 || candidate.mended.iter().any(|&m| taken[m]) {
            continue;
        }
        // Two figures that explain as much, and partly the same: it cannot be told which.
        let rivals = candidates.iter().enumerate().any(|(other, rival)| {
            other != index
                && rival.mended.len() == candidate.mended.len()
                && rival.left_broken == candidate.left_broken
                && rival.mended.iter().all(|&m| !taken[m])
                && rival.mended.iter().any(|m| candidate.mended.contains(m))
        });
        if rivals {
            continue;
        }
        candidate.mended.iter().for_each(|&m| taken[m] = true);
        causes.push(merged(broken, candidate));
    }
    for index in (0..broken.len()).filter(|&i| !taken[i]) {
        causes.push(Cause { by: index, failure: narrowed(&broken[index].failure, &sound), mended: vec![index] });
    }
    causes.sort_by_key(|c| c.by);
    causes
}

/// Sum of the signed terms: zero where the relation holds.
fn excess(equation: &Equation) -> Decimal {
    equation.terms.iter().map(|(_, sign, value)| *value * Decimal::from(*sign)).sum()
}

/// A figure from here on is not nothing by a slip.
const NO_SLIP: Decimal = Decimal::TEN;

/// The value that would mend a relation, where it is one that a figure can have.
fn mending(value: Decimal, sign: i8, excess: Decimal) -> Option<Decimal> {
    let mended = (value - excess * Decimal::from(sign)).normalize();
    let likely = mended > Decimal::ZERO || (mended.is_zero() && value < NO_SLIP);
    (likely || value < Decimal::ZERO).then_some(mended)
}

/// A note with the value that would mend.
fn noted(note: &str, value: Decimal) -> String {
    format!("{note} → {value}").trim_start().to_owned()
}

/// Figures that are nothing tell least: they come last.
fn zeros_last<'e>(labels: &mut [Label], equations: impl Iterator<Item = &'e Equation>) {
    let zeros: BTreeSet<Span> =
        equations.flat_map(|e| &e.terms).filter(|(_, _, value)| value.is_zero()).map(|t| t.0).collect();
    labels.sort_by_key(|l| matches!(l.place, Place::At(span) if zeros.contains(&span)));
}

fn candidates(broken: &[Broken], sound: &BTreeSet<Span>) -> Vec<Candidate> {
    let mut by_cell: HashMap<Span, Vec<(usize, Option<Decimal>)>> = HashMap::new();
    for (index, one) in broken.iter().enumerate() {
        let Some(equation) = &one.failure.equation else { continue };
        let excess = excess(equation);
        for (span, sign, value) in &equation.terms {
            // Blank cells have no text to be told apart by.
            if !span.is_empty() && !sound.contains(span) {
                by_cell.entry(*span).or_default().push((index, mending(*value, *sign, excess)));
            }
        }
    }
    let mut out = Vec::new();
    for (span, relations) in by_cell {
        let values: BTreeSet<Decimal> = relations.iter().filter_map(|r| r.1).collect();
        for value in values {
            let mended: Vec<usize> = relations.iter().filter(|r| r.1 == Some(value)).map(|r| r.0).collect();
            let left_broken = relations.len() - mended.len();
            out.push(Candidate { span, value, mended, left_broken });
        }
    }
    out
}

fn label_at(failure: &Failure, span: Span) -> Option<&Label> {
    std::iter::once(&failure.primary).chain(&failure.related).find(|l| l.place == Place::At(span))
}

fn merged(broken: &[Broken], candidate: &Candidate) -> Cause {
    let heaviest = |&&i: &&usize| (broken[i].weight, std::cmp::Reverse(i));
    let by = candidate.mended.iter().max_by_key(heaviest).copied().unwrap_or(candidate.mended[0]);
    let mut failure = broken[by].failure.clone();
    let found = candidate.mended.iter().find_map(|&i| label_at(&broken[i].failure, candidate.span)).cloned();
    let note = found.map(|l| l.note).unwrap_or_default();
    failure.primary = Label { place: Place::At(candidate.span), note: noted(&note, candidate.value) };
    failure.related.clear();
    let mut seen = vec![candidate.span];
    // The heaviest relation's own figures first, then those of the others.
    for &index in std::iter::once(&by).chain(candidate.mended.iter().filter(|&&i| i != by)) {
        let one = &broken[index].failure;
        for label in std::iter::once(&one.primary).chain(&one.related) {
            let Place::At(span) = label.place else { continue };
            if failure.related.len() < MOST_RELATED && !seen.contains(&span) {
                seen.push(span);
                failure.related.push(label.clone());
            }
        }
    }
    zeros_last(&mut failure.related, candidate.mended.iter().filter_map(|&i| broken[i].failure.equation.as_ref()));
    failure.values.insert("expected", candidate.value.to_string());
    Cause { by, failure, mended: candidate.mended.clone() }
}

/// A relation that stands alone: says which of its figures may be wrong, and what each would have to be.
fn narrowed(failure: &Failure, sound: &BTreeSet<Span>) -> Failure {
    let Some(equation) = &failure.equation else { return failure.clone() };
    let mut failure = failure.clone();
    let excess = excess(equation);
    let possible: Vec<(Span, Decimal)> = equation
        .terms
        .iter()
        .filter(|(span, ..)| !span.is_empty() && !sound.contains(span))
        .filter_map(|(span, sign, value)| Some((*span, mending(*value, *sign, excess)?)))
        .collect();
    if possible.is_empty() {
        return failure;
    }
    let value_at = |place: Place| possible.iter().find(|(span, _)| place == Place::At(*span)).map(|p| p.1);
    if value_at(failure.primary.place).is_none()
        && let Some(at) = failure.related.iter().position(|l| value_at(l.place).is_some())
    {
        std::mem::swap(&mut failure.primary, &mut failure.related[at]);
    }
    let mut names = Vec::new();
    for (index, label) in std::iter::once(&mut failure.primary).chain(&mut failure.related).enumerate() {
        // A sentence with as many arrows as figures says nothing: of many, cells are named, and figures in prose marked.
        let says = index == 0 || !label.note.is_empty() || possible.len() <= 2;
        let Some(value) = value_at(label.place).filter(|_| says) else { continue };
        names.push(label.note.rsplit_once(' ').map_or(label.note.as_str(), |(name, _)| name).to_owned());
        label.note = noted(&label.note, value);
    }
    zeros_last(&mut failure.related, std::iter::once(equation));
    if let [(_, value)] = possible.as_slice() {
        failure.values.insert("expected", value.to_string());
    }
    failure.values.insert("candidates", names.join("、"));
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A relation over cells named by offset: `left` sums to `right`.
    fn relation(left: &[(usize, i64)], right: &[(usize, i64)]) -> Failure {
        let span = |at: usize| Span::new(at * 10, at * 10 + 2);
        let terms: Vec<_> = left
            .iter()
            .map(|&(at, value)| (span(at), 1, Decimal::from(value)))
            .chain(right.iter().map(|&(at, value)| (span(at), -1, Decimal::from(value))))
            .collect();
        let mut labels =
            terms.iter().map(|t| Label { place: Place::At(t.0), note: format!("c{} {}", t.0.start / 10, t.2) });
        Failure {
            primary: labels.next().unwrap(),
            related: labels.collect(),
            equation: Some(Equation::of(terms)),
            ..Failure::default()
        }
    }

    fn broken(failures: Vec<Failure>) -> Vec<Broken> {
        failures.into_iter().map(|failure| Broken { failure, weight: (1, 1) }).collect()
    }

    #[test]
    fn the_cell_where_two_broken_sums_cross_is_the_cause() {
        // Row 1+2=3 and column 1+4=5 are broken; cell 1 says 9 and should say 2.
        let all = broken(vec![relation(&[(3, 5)], &[(1, 9), (2, 3)]), relation(&[(5, 6)], &[(1, 9), (4, 4)])]);
        let causes = explain(&all, &[]);
        assert_eq!(causes.len(), 1);
        assert_eq!(causes[0].failure.primary.place, Place::At(Span::new(10, 12)));
        assert_eq!(causes[0].failure.values["expected"], "2");
        assert_eq!(causes[0].mended, vec![0, 1]);
        assert_eq!(causes[0].failure.related.len(), 4);
    }

    #[test]
    fn a_figure_in_a_sum_that_holds_is_not_the_cause() {
        let all = broken(vec![relation(&[(3, 5)], &[(1, 1), (2, 3)])]);
        let intact = relation(&[(1, 1)], &[(8, 1)]).equation.unwrap();
        let causes = explain(&all, &[intact]);
        assert_eq!(causes.len(), 1);
        assert_eq!(causes[0].failure.values["candidates"], "c3、c2");
        assert!(!causes[0].failure.related[0].note.contains('→'));
    }

    #[test]
    fn what_no_single_figure_explains_stays_apart() {
        let all = broken(vec![relation(&[(3, 5)], &[(1, 1), (2, 3)]), relation(&[(6, 9)], &[(4, 4), (5, 4)])]);
        assert_eq!(explain(&all, &[]).len(), 2);
        // The same figure would have to be two things at once.
        let all = broken(vec![relation(&[(3, 5)], &[(1, 1), (2, 3)]), relation(&[(6, 9)], &[(1, 1), (5, 4)])]);
        assert_eq!(explain(&all, &[]).len(), 2);
    }

    #[test]
    fn equal_claims_are_not_decided() {
        // Rows a, b and columns x, y are all off by one: two figures are wrong, on either diagonal.
        let all = broken(vec![
            relation(&[(10, 3)], &[(1, 1), (2, 1)]),
            relation(&[(11, 3)], &[(3, 1), (4, 1)]),
            relation(&[(12, 3)], &[(1, 1), (3, 1)]),
            relation(&[(13, 3)], &[(2, 1), (4, 1)]),
        ]);
        assert_eq!(explain(&all, &[]).len(), 4);
    }
}
