//! The arithmetic of the score: a report begins with all points, and what is wrong or missing takes points off, part by
//! part, never more than the part is worth. Knows no rule and no scheme: what may be taken off comes ready.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What one finding takes off a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Takes {
    /// All of it: what the part is about is not there.
    All,
    Points(Decimal),
    /// Figures that are wrong or missing, by the line and the place in it.
    Figures(Vec<(u32, u32)>),
    /// Lines that are not there.
    Lines(Vec<u32>),
    /// Cells left empty where the sums close all the same.
    Blank,
}

/// What a part of the report can lose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    pub points: Decimal,
    /// For a figure, and at most for all of a line.
    pub figure: Decimal,
    pub line: Decimal,
    pub blank: Decimal,
}

impl Worth {
    /// What all these take off together: more of them never take less.
    pub fn loss<'t>(&self, takes: impl IntoIterator<Item = &'t Takes>) -> Decimal {
        let (mut flat, mut blank) = (Decimal::ZERO, false);
        let mut lines: BTreeMap<u32, (Vec<u32>, bool)> = BTreeMap::new();
        for take in takes {
            match take {
                Takes::All => return self.points,
                Takes::Points(points) => flat += points,
                Takes::Blank => blank = true,
                Takes::Lines(gone) => gone.iter().for_each(|line| lines.entry(*line).or_default().1 = true),
                Takes::Figures(figures) => {
                    for (line, place) in figures {
                        let there = &mut lines.entry(*line).or_default().0;
                        if !there.contains(place) {
                            there.push(*place);
                        }
                    }
                }
            }
        }
        let of_lines: Decimal = lines.values().map(|(figures, gone)| self.line(figures.len(), *gone)).sum();
        let of_blanks = if blank { self.blank } else { Decimal::ZERO };
        self.points.min(flat + of_lines + of_blanks)
    }

    fn line(&self, figures: usize, gone: bool) -> Decimal {
        if gone { self.line } else { self.line.min(self.figure * Decimal::from(figures)) }
    }

    /// What each takes off in this order, and what it would win back to mend it alone.
    pub fn shares(&self, takes: &[Takes]) -> Vec<(Decimal, Decimal)> {
        let all = self.loss(takes);
        let mut before = Decimal::ZERO;
        (0..takes.len())
            .map(|at| {
                let until = self.loss(&takes[..=at]);
                let without = self.loss(takes[..at].iter().chain(&takes[at + 1..]));
                let share = (until - before, all - without);
                before = until;
                share
            })
            .collect()
    }
}

/// Rounded half up, as officials round. Decimals of few digits have one nearest float, so that output is stable.
pub fn float(value: Decimal, places: u32) -> f64 {
    value
        .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .to_f64()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Worth {
        let d = |n: i64| Decimal::from(n);
        Worth { points: d(18), figure: d(2), line: d(3), blank: d(2) }
    }

    fn loss(takes: &[Takes]) -> i64 {
        table().loss(takes).to_i64().expect("a whole number")
    }

    #[test]
    fn two_wrong_figures_cost_more_than_one() {
        assert_eq!(loss(&[Takes::Figures(vec![(0, 1)])]), 2);
        assert_eq!(loss(&[Takes::Figures(vec![(0, 1)]), Takes::Figures(vec![(4, 1)])]), 4);
        assert_eq!(loss(&[Takes::Figures(vec![(0, 1), (0, 2)])]), 3, "a row costs no more than if it were not there");
        assert_eq!(loss(&[Takes::Figures(vec![(0, 1)]), Takes::Figures(vec![(0, 1)])]), 2, "one figure is one");
    }

    #[test]
    fn what_is_not_there_costs_as_much_as_anything_wrong_in_it() {
        assert_eq!(loss(&[Takes::Lines(vec![0])]), 3);
        assert_eq!(loss(&[Takes::Lines(vec![0]), Takes::Figures(vec![(0, 1), (0, 2), (0, 3)])]), 3);
        assert_eq!(loss(&[Takes::All]), 18);
        assert_eq!(loss(&[Takes::Points(Decimal::from(50))]), 18, "no more than the part is worth");
    }

    #[test]
    fn shares_add_up_and_mending_wins_back_no_more_than_is_lost() {
        let takes = [Takes::Points(Decimal::from(10)), Takes::Points(Decimal::from(10)), Takes::Blank];
        let shares = table().shares(&takes);
        assert_eq!(shares.iter().map(|s| s.0).sum::<Decimal>(), Decimal::from(18));
        assert_eq!(shares.iter().map(|s| s.0.to_i64().expect("whole")).collect::<Vec<_>>(), [10, 8, 0]);
        assert_eq!(shares.iter().map(|s| s.1.to_i64().expect("whole")).collect::<Vec<_>>(), [6, 6, 0]);
    }

    #[test]
    fn more_findings_never_cost_less() {
        let pool = [
            Takes::Figures(vec![(0, 0), (1, 0)]),
            Takes::Figures(vec![(1, 1), (2, 0)]),
            Takes::Lines(vec![1, 3]),
            Takes::Blank,
            Takes::Points(Decimal::from(3)),
            Takes::All,
        ];
        for set in 0_u32..1 << pool.len() {
            let of = |set: u32| pool.iter().enumerate().filter(move |(i, _)| set >> i & 1 == 1).map(|(_, t)| t);
            for more in (0..pool.len()).filter(|i| set >> i & 1 == 0) {
                assert!(table().loss(of(set | 1 << more)) >= table().loss(of(set)));
            }
        }
    }
}
