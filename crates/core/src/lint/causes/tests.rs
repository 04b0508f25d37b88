//! Relations over figures named by number: what is told of the mistakes in them.

use rust_decimal::Decimal;

use super::*;
use crate::checks::diagnosis::{Certainty, Slip};
use crate::checks::outcome::{Label, Place};
use crate::source::Span;

fn at(figure: usize) -> Span {
    Span::new(figure * 10, figure * 10 + 2)
}

fn equation(left: &[(usize, i64)], right: &[(usize, i64)]) -> Relation {
    let term = |sign| move |&(figure, value): &(usize, i64)| (at(figure), sign, Decimal::from(value));
    Relation::of(left.iter().map(term(1)).chain(right.iter().map(term(-1))).collect())
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

fn told(failures: Vec<Failure>, intact: &[Relation], lines: &Lines) -> Vec<Cause> {
    let broken: Vec<Broken> = failures.into_iter().map(|failure| Broken { failure, weight: (1, 1) }).collect();
    explain(&broken, intact, lines)
}

fn certainty(cause: &Cause) -> Option<Certainty> {
    cause.failure.diagnosis.map(|d| d.certainty)
}

/// Rows and columns of a table with totals at their ends, as it stands; cell `r * width + c`.
fn table(rows: &[&[i64]]) -> (Vec<Failure>, Vec<Relation>, Lines) {
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

/// Rows of the results of a table, their total, what came in and what is left; the balance holds in each column.
fn balanced(rows: &[&[i64]]) -> (Vec<Failure>, Vec<Relation>, Lines) {
    let (width, last) = (rows[0].len(), rows.len() - 1);
    let cell = |r: usize, c: usize| (r * width + c, rows[r][c]);
    let (mut broken, mut intact, mut lines) = (Vec::new(), Vec::new(), Lines::default());
    let mut add = |left: &[(usize, i64)], right: &[(usize, i64)]| {
        let sum = |cells: &[(usize, i64)]| cells.iter().map(|c| c.1).sum::<i64>();
        match sum(left) == sum(right) {
            true => intact.push(equation(left, right)),
            false => broken.push(relation(left, right)),
        }
    };
    for r in 0..rows.len() {
        let row: Vec<_> = (0..width).map(|c| cell(r, c)).collect();
        add(&row[width - 1..], &row[..width - 1]);
        lines.rows.push(row.iter().map(|c| at(c.0)).collect());
    }
    for c in 0..width {
        let column: Vec<_> = (0..rows.len()).map(|r| cell(r, c)).collect();
        add(&column[last - 1..last], &column[1..last - 1]);
        add(&column[..1], &column[last - 1..]);
        lines.columns.push(column.iter().map(|c| at(c.0)).collect());
    }
    (broken, intact, lines)
}

/// Came in; two results; their total; left.
const BALANCED: [&[i64]; 5] =
    [&[41, 5, 0, 3, 49], &[22, 3, 0, 2, 27], &[17, 1, 0, 1, 19], &[39, 4, 0, 3, 46], &[2, 1, 0, 0, 3]];

/// The one cause where a row of the table is another.
fn with_row(row: usize, figures: &[i64]) -> Cause {
    let mut rows = BALANCED;
    rows[row] = figures;
    let (broken, intact, lines) = balanced(&rows);
    let mut causes = told(broken, &intact, &lines);
    assert_eq!(causes.len(), 1, "{causes:#?}");
    causes.remove(0)
}

fn slip_of(cause: &Cause) -> Option<Slip> {
    cause.failure.diagnosis.and_then(|d| d.slip)
}

#[test]
fn a_row_slips_with_its_total_or_without() {
    assert!(balanced(&BALANCED).0.is_empty());
    for (slipped, right) in [
        (&[0, 22, 3, 0, 27], "22、3、0、2"),
        (&[2, 22, 3, 0, 27], "22、3、0、2"),
        (&[3, 0, 2, 0, 27], "22、3、0、2"),
        (&[3, 0, 2, 27, 22], "22、3、0、2、27"),
        (&[3, 0, 2, 27, 0], "22、3、0、2、27"),
        (&[0, 22, 3, 0, 2], "22、3、0、2、27"),
    ] {
        let cause = with_row(1, slipped);
        assert_eq!(slip_of(&cause), Some(Slip::RowSlipped), "{slipped:?}");
        assert_eq!((cause.failure.values["expected"].as_str(), certainty(&cause)), (right, Some(Certainty::Only)));
    }
}

#[test]
fn a_row_left_as_nothing_is_one_mistake() {
    let total = with_row(3, &[0, 0, 0, 0, 0]);
    assert_eq!(slip_of(&total), Some(Slip::RowLeftOut));
    assert_eq!(total.failure.values["expected"], "39、4、0、3、46");
    let left = with_row(4, &[0, 0, 0, 0, 0]);
    assert_eq!((slip_of(&left), left.failure.values["expected"].as_str()), (Some(Slip::RowLeftOut), "2、1、0、0、3"));
}

#[test]
fn a_total_that_counts_a_row_too_many_or_too_few_names_it() {
    let counted = with_row(3, &[41, 5, 0, 3, 49]);
    assert_eq!((slip_of(&counted), certainty(&counted)), (Some(Slip::RowCounted), Some(Certainty::Only)));
    assert_eq!(counted.failure.values["counted"], "c20", "what is left");
    let missed = with_row(3, &[22, 3, 0, 2, 27]);
    assert_eq!((slip_of(&missed), missed.failure.values["counted"].as_str()), (Some(Slip::RowMissed), "c10"));
    // Too little to tell a row by.
    let by_one = with_row(3, &[40, 4, 0, 3, 47]);
    assert_eq!((slip_of(&by_one), by_one.failure.values["expected"].as_str()), (None, "39、46"));
}

#[test]
fn a_row_slips_from_some_cell_on() {
    let rows: [&[i64]; 5] = [
        &[46, 12, 7, 10, 5, 0, 80],
        &[20, 8, 4, 6, 2, 0, 40],
        &[26, 4, 3, 4, 3, 0, 40],
        &[46, 12, 7, 10, 5, 0, 80],
        &[0, 0, 0, 0, 0, 0, 0],
    ];
    let mut slipped = rows;
    slipped[1] = &[20, 0, 8, 4, 6, 2, 40];
    let (broken, intact, lines) = balanced(&slipped);
    let causes = told(broken, &intact, &lines);
    assert_eq!((causes.len(), causes[0].failure.values["expected"].as_str()), (1, "20、8、4、6、2、0"), "{causes:#?}");
}

#[test]
fn a_row_written_twice_is_one_mistake_and_either_may_be_it() {
    let cause = with_row(2, BALANCED[1]);
    assert_eq!((slip_of(&cause), certainty(&cause)), (Some(Slip::RowRepeated), Some(Certainty::AnyOf)));
    let places: Vec<Place> = std::iter::once(&cause.failure.primary)
        .chain(&cause.failure.related)
        .filter(|l| l.note.contains('→'))
        .map(|l| l.place)
        .collect();
    assert!(places.contains(&Place::At(at(5))) && places.contains(&Place::At(at(10))), "{places:?}");
}

#[test]
fn a_row_that_slipped_does_not_hide_another_mistake() {
    let mut rows = BALANCED;
    rows[0] = &[0, 41, 5, 0, 49];
    rows[3] = &[93, 4, 0, 3, 46];
    let (broken, intact, lines) = balanced(&rows);
    let causes = told(broken, &intact, &lines);
    let found: Vec<&str> = causes.iter().map(|c| c.failure.values["expected"].as_str()).collect();
    assert_eq!(found.len(), 2, "{causes:#?}");
    assert!(found.contains(&"39") && found.contains(&"41、5、0、3"), "{found:?}");
}

#[test]
fn an_amount_does_not_move_between_a_part_and_its_total() {
    let both = with_row(1, &[122, 3, 0, 2, 127]);
    assert_eq!((both.failure.values["expected"].as_str(), certainty(&both)), ("22、27", Some(Certainty::Only)));
}

/// Figures of a text (100 and on) against cells, in their order.
fn against(pairs: &[(i64, (usize, i64))]) -> (Vec<Failure>, Lines) {
    let figures = || pairs.iter().enumerate().map(|(i, (value, cell))| ((100 + i, *value), *cell));
    let broken = figures().map(|(figure, cell)| relation(&[figure], &[cell])).collect();
    (broken, Lines { prose: figures().map(|(figure, _)| at(figure.0)).collect(), ..Lines::default() })
}

#[test]
fn two_figures_of_the_text_in_each_others_place_are_one_mistake() {
    let (broken, mut lines) = against(&[(26, (1, 8)), (8, (2, 26))]);
    lines.rows = vec![vec![at(1), at(2)]];
    let either = told(broken.clone(), &[], &lines);
    assert_eq!(either.len(), 1, "{either:#?}");
    assert_eq!((slip_of(&either[0]), certainty(&either[0])), (Some(Slip::Exchanged), Some(Certainty::OneOf)));
    assert_eq!(either[0].failure.primary.place, Place::At(at(100)));
    // Cells that a sum binds stay where they are.
    let bound = [equation(&[(1, 8)], &[(5, 3), (6, 5)])];
    let text = told(broken, &bound, &lines);
    assert_eq!((text.len(), certainty(&text[0])), (1, Some(Certainty::Only)), "{text:#?}");
    assert_eq!(text[0].failure.values["expected"], "8、26");
}

#[test]
fn what_a_cell_may_not_exceed_decides_and_does_not_say_what_it_is() {
    let limit = |value| Relation {
        open: true,
        ..Relation::of(vec![(at(2), 1, 26.into()), (at(3), 1, 1.into()), (at(1), -1, value)])
    };
    let lines = Lines { rows: vec![vec![at(1), at(3), at(2)]], ..Lines::default() };
    let exceeding = |value: i64| Failure {
        equation: Some(limit(value.into())),
        primary: Label::at(at(1)),
        ..relation(&[(1, value)], &[(2, 26), (3, 1)])
    };
    let causes = told(vec![exceeding(30), relation(&[(100, 3)], &[(1, 30)])], &[], &lines);
    assert_eq!((causes.len(), causes[0].failure.values["expected"].as_str()), (1, "3"), "{causes:#?}");
    assert_eq!(causes[0].failure.primary.place, Place::At(at(1)));
    let alone = told(vec![exceeding(30)], &[], &lines);
    assert!(alone[0].failure.diagnosis.is_none() && !alone[0].failure.primary.note.contains('→'), "{alone:#?}");
}

#[test]
fn yuan_in_a_cell_of_ten_thousands_is_the_cells_mistake() {
    let amount = Decimal::new(31_245, 2);
    let mut failure = relation(&[(100, 0)], &[(1, 3_124_500)]);
    failure.equation.as_mut().expect("an equation").terms[0].2 = amount;
    let cause = told(vec![failure], &[], &Lines::default()).remove(0);
    assert_eq!((slip_of(&cause), cause.failure.primary.place), (Some(Slip::Yuan), Place::At(at(1))));
    assert_eq!(cause.failure.values["expected"], "312.45");
}

#[test]
fn a_figure_of_the_text_is_no_total_that_its_parts_left_behind() {
    let lines = Lines { rows: vec![vec![at(1), at(2)]], ..Lines::default() };
    let sum = [equation(&[(8, 5)], &[(1, 5)]), equation(&[(9, 6)], &[(2, 6)])];
    let cause = told(vec![relation(&[(100, 402)], &[(1, 5), (2, 6)])], &sum, &lines).remove(0);
    assert_eq!((slip_of(&cause), cause.failure.values["expected"].as_str()), (None, "11"));
}

#[test]
fn of_two_likely_figures_of_a_list_both_are_marked() {
    let mut list = relation(&[(9, 862)], &[(1, 96), (2, 241), (3, 137), (4, 415)]);
    list.related.iter_mut().chain([&mut list.primary]).for_each(|l| l.note.clear());
    let cause = told(vec![list], &[], &Lines::default()).remove(0);
    let notes: Vec<&str> = cause.failure.related.iter().map(|l| l.note.as_str()).filter(|n| !n.is_empty()).collect();
    assert_eq!(notes, ["→ 69", "→ 214"]);
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
#[expect(clippy::disallowed_types, reason = "how long it takes is what is tested")]
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
