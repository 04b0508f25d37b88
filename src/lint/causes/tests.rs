//! Relations over figures named by number: what is told of the mistakes in them.

use rust_decimal::Decimal;

use super::*;
use crate::checks::{Certainty, Label, Place, Slip};
use crate::source::Span;

fn at(figure: usize) -> Span {
    Span::new(figure * 10, figure * 10 + 2)
}

fn equation(left: &[(usize, i64)], right: &[(usize, i64)]) -> Equation {
    let term = |sign| move |&(figure, value): &(usize, i64)| (at(figure), sign, Decimal::from(value));
    Equation::of(left.iter().map(term(1)).chain(right.iter().map(term(-1))).collect())
}

/// A relation whose `left` ought to be the sum of `right`.
fn relation(left: &[(usize, i64)], right: &[(usize, i64)]) -> Failure {
    let equation = equation(left, right);
    let mut labels =
        equation.terms.iter().map(|t| Label { place: Place::At(t.0), note: format!("c{} {}", t.0.start / 10, t.2) });
    Failure {
        primary: labels.next().unwrap(),
        related: labels.collect(),
        equation: Some(equation),
        ..Failure::default()
    }
}

fn told(failures: Vec<Failure>, intact: &[Equation], lines: &Lines) -> Vec<Cause> {
    let broken: Vec<Broken> = failures.into_iter().map(|failure| Broken { failure, weight: (1, 1) }).collect();
    explain(&broken, intact, lines)
}

fn certainty(cause: &Cause) -> Option<Certainty> {
    cause.failure.diagnosis.map(|d| d.certainty)
}

/// Rows and columns of a table with totals at their ends, as it stands; cell `r * width + c`.
fn table(rows: &[&[i64]]) -> (Vec<Failure>, Vec<Equation>, Lines) {
    let width = rows[0].len();
    let cell = |r: usize, c: usize| (r * width + c, rows[r][c]);
    let (mut broken, mut intact, mut lines) = (Vec::new(), Vec::new(), Lines::default());
    let mut add = |cells: Vec<(usize, i64)>| {
        let (parts, total) = cells.split_at(cells.len() - 1);
        if parts.iter().map(|p| p.1).sum::<i64>() == total[0].1 {
            intact.push(equation(total, parts));
        } else {
            broken.push(relation(total, parts));
        }
        cells.iter().map(|c| at(c.0)).collect::<Vec<_>>()
    };
    for r in 0..rows.len() {
        lines.rows.push(add((0..width).map(|c| cell(r, c)).collect()));
    }
    for c in 0..width {
        lines.columns.push(add((0..rows.len()).map(|r| cell(r, c)).collect()));
    }
    (broken, intact, lines)
}

#[test]
fn the_cell_where_two_broken_sums_cross_is_the_cause() {
    let (broken, intact, lines) = table(&[&[12, 3, 15], &[9, 4, 6], &[14, 7, 21]]);
    let causes = told(broken, &intact, &lines);
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].failure.primary.place, Place::At(at(3)));
    assert_eq!(causes[0].failure.values["expected"], "2");
    assert_eq!((causes[0].mended.len(), certainty(&causes[0])), (2, Some(Certainty::Only)));
    assert_eq!(causes[0].failure.primary.note, "c3 9 → 2");
}

#[test]
fn two_mistakes_apart_are_told_apart() {
    let (broken, intact, lines) = table(&[&[12, 3, 15, 30], &[2, 45, 6, 17], &[8, 7, 9, 27], &[25, 19, 30, 74]]);
    let causes = told(broken, &intact, &lines);
    let found: Vec<_> =
        causes.iter().map(|c| (c.failure.primary.place, c.failure.values["expected"].clone())).collect();
    assert_eq!(found, [(Place::At(at(5)), "9".to_owned()), (Place::At(at(8)), "11".to_owned())], "{causes:#?}");
}

#[test]
fn mistakes_of_one_size_on_either_diagonal_are_said_to_be_so() {
    let (broken, intact, lines) = table(&[&[12, 3, 14], &[2, 4, 5], &[13, 6, 19]]);
    let causes = told(broken, &intact, &lines);
    assert_eq!(causes.len(), 2, "{causes:#?}");
    assert!(causes.iter().all(|c| certainty(c) == Some(Certainty::OneOf)), "{causes:#?}");
}

#[test]
fn figures_of_neighbours_that_changed_places_are_one_mistake() {
    let right: [&[i64]; 4] = [&[60, 1, 3, 64], &[7, 0, 2, 9], &[5, 12, 1, 18], &[72, 13, 6, 91]];
    let (broken, ..) = table(&right);
    assert!(broken.is_empty());
    let (broken, intact, lines) = table(&[&[1, 60, 3, 64], right[1], right[2], right[3]]);
    let causes = told(broken, &intact, &lines);
    assert_eq!(causes.len(), 1, "{causes:#?}");
    assert_eq!(causes[0].failure.diagnosis.and_then(|d| d.slip), Some(Slip::NeighbourColumn));
    assert_eq!(causes[0].failure.primary.place, Place::At(at(0)));
    assert_eq!(causes[0].failure.values["expected"], "60、1");
}

#[test]
fn a_row_that_slipped_is_one_mistake() {
    let right: [&[i64]; 3] = [&[60, 1, 3, 9, 73], &[7, 4, 2, 11, 24], &[67, 5, 5, 20, 97]];
    let (broken, intact, lines) = table(&[&[0, 60, 1, 3, 9], right[1], right[2]]);
    let causes = told(broken, &intact, &lines);
    assert_eq!(causes.len(), 1, "{causes:#?}");
    assert_eq!(causes[0].failure.diagnosis.and_then(|d| d.slip), Some(Slip::RowSlipped));
}

#[test]
fn a_figure_split_over_two_cells_is_one_mistake() {
    let right: [&[i64]; 3] = [&[10, 4, 3, 17], &[7, 4, 2, 13], &[17, 8, 5, 30]];
    let (broken, intact, lines) = table(&[&[1, 4, 3, 17], right[1], right[2]]);
    let causes = told(broken, &intact, &lines);
    assert_eq!((causes.len(), causes[0].failure.values["expected"].as_str()), (1, "10"), "{causes:#?}");
    let (broken, intact, lines) = table(&[&[1, 25, 3, 20], &[7, 4, 2, 13], &[19, 9, 5, 33]]);
    let causes = told(broken, &intact, &lines);
    assert_eq!(causes[0].failure.diagnosis.and_then(|d| d.slip), Some(Slip::DigitsSplit), "{causes:#?}");
}

#[test]
fn a_figure_in_a_sum_that_holds_is_not_the_cause() {
    let causes =
        told(vec![relation(&[(3, 5)], &[(1, 1), (2, 3)])], &[equation(&[(1, 1)], &[(8, 1)])], &Lines::default());
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].failure.values["candidates"], "c3、c2");
    assert!(!causes[0].failure.related[0].note.contains('→'));
}

#[test]
fn a_digit_slip_decides_between_figures_that_explain_as_much() {
    let causes = told(vec![relation(&[(3, 3191)], &[(1, 3012), (2, 107)])], &[], &Lines::default());
    assert_eq!(causes[0].failure.primary.place, Place::At(at(3)));
    let diagnosis = causes[0].failure.diagnosis.expect("a diagnosis");
    assert_eq!((diagnosis.certainty, diagnosis.slip), (Certainty::Likely, Some(Slip::DigitsSwapped)));
}

#[test]
fn a_figure_agrees_where_one_of_its_readings_does() {
    let mut prose = relation(&[(9, 125)], &[(1, 118)]);
    let equation = prose.equation.as_mut().expect("an equation");
    equation.readings.push(vec![(at(9), 1, 125.into()), (at(1), -1, 118.into()), (at(2), -1, 3.into())]);
    let causes = told(
        vec![prose],
        &[self::equation(&[(1, 118)], &[(8, 118)]), self::equation(&[(2, 3)], &[(7, 3)])],
        &Lines::default(),
    );
    assert_eq!(causes[0].failure.primary.place, Place::At(at(9)));
}

#[test]
fn a_table_full_of_mistakes_ends_soon_and_says_so() {
    let rows: Vec<Vec<i64>> = (0..26i64).map(|r| (0..7).map(|c| (r * 37 + c * 91) % 53).collect()).collect();
    let rows: Vec<&[i64]> = rows.iter().map(Vec::as_slice).collect();
    let (broken, intact, lines) = table(&rows);
    assert!(broken.len() > 25, "{}", broken.len());
    let begun = std::time::Instant::now();
    let causes = told(broken, &intact, &lines);
    // Ten times the bound, for a build without optimisation on a busy machine.
    assert!(begun.elapsed().as_millis() < 500, "{:?}", begun.elapsed());
    assert!(causes.len() <= 3, "{}", causes.len());
    assert!(causes.iter().any(|c| certainty(c) == Some(Certainty::Tangled)));
}
