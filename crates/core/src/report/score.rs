//! The arithmetic of the score: the weighted share of what passed among what applies, by dimension. Weights and the
//! least coverage come from the rulebook; rules that do not apply or carry no weight are not handed in.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::FxHashSet;

use super::model::{Category, Dimension, Score};

/// A rule that applies, with its weight and what came of it.
#[derive(Clone, Debug)]
pub struct Weighed<'a> {
    pub dimension: Category,
    pub weight: u32,
    pub standing: Standing<'a>,
}

/// What came of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    Passed,
    /// The causes behind its failures, numbered through the report; none where each failure stands for itself.
    Failed(&'a [u32]),
    NotDetermined,
}

/// What makes a score assessable.
#[derive(Clone, Copy, Debug)]
pub struct ScoreScale {
    /// The least share of the applicable weight that must be determined.
    pub least_coverage: Decimal,
}

impl Default for ScoreScale {
    fn default() -> Self {
        Self { least_coverage: Decimal::new(6, 1) }
    }
}

/// The score of one report. A cause costs once, at the weight of the heaviest rule it breaks: the other rules it breaks
/// keep their weight. `blocked` says why there is no score whatever the coverage (a statutory table that could not be
/// read), and `low` is what to say where coverage is too low.
pub fn score(rules: &[Weighed<'_>], scale: &ScoreScale, blocked: Option<String>, low: &str) -> Score {
    let mut dimensions: Vec<(Category, u32, u32)> = Vec::new();
    let (mut applicable, mut determined, mut earned) = (0, 0, 0);
    for (rule, lost) in rules.iter().zip(charged(rules)) {
        applicable += rule.weight;
        if rule.standing == Standing::NotDetermined {
            continue;
        }
        let kept = if lost { 0 } else { rule.weight };
        determined += rule.weight;
        earned += kept;
        match dimensions.iter_mut().find(|d| d.0 == rule.dimension) {
            Some(dimension) => {
                dimension.1 += kept;
                dimension.2 += rule.weight;
            }
            None => dimensions.push((rule.dimension, kept, rule.weight)),
        }
    }
    dimensions.sort_by_key(|d| d.0);
    let share = |part: u32, of: u32| Decimal::from(part).checked_div(Decimal::from(of)).unwrap_or_default();
    let coverage = share(determined, applicable);
    let not_assessable =
        blocked.or_else(|| (determined == 0 || coverage < scale.least_coverage).then(|| low.to_owned()));
    let value = match not_assessable {
        None => Some(float(share(100 * earned, determined), 1)),
        Some(_) => None,
    };
    Score {
        value,
        coverage: float(coverage, 2),
        dimensions: dimensions
            .into_iter()
            .map(|(id, earned, possible)| Dimension { id, earned: earned.into(), possible: possible.into() })
            .collect(),
        not_assessable,
    }
}

/// For each rule whether its weight is lost.
fn charged(rules: &[Weighed<'_>]) -> Vec<bool> {
    let mut lost = vec![false; rules.len()];
    let mut failed: Vec<usize> =
        (0..rules.len()).filter(|&i| matches!(rules[i].standing, Standing::Failed(_))).collect();
    failed.sort_by(|&a, &b| rules[b].weight.cmp(&rules[a].weight).then(a.cmp(&b)));
    let mut seen = FxHashSet::default();
    for index in failed {
        let Standing::Failed(causes) = rules[index].standing else { continue };
        let mut new = causes.is_empty();
        for cause in causes {
            new |= seen.insert(*cause);
        }
        lost[index] = new;
    }
    lost
}

/// Rounded half up, as officials round. Decimals of few digits have one nearest float, so that output is stable.
fn float(value: Decimal, places: u32) -> f64 {
    value
        .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .to_f64()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(weight: u32, standing: Standing<'_>) -> Weighed<'_> {
        Weighed { dimension: Category::Arithmetic, weight, standing }
    }

    #[test]
    fn one_cause_costs_once() {
        let rules = [rule(6, Standing::Failed(&[1])), rule(4, Standing::Failed(&[1])), rule(10, Standing::Passed)];
        let score = score(&rules, &ScoreScale::default(), None, "low");
        assert_eq!(score.value, Some(70.0));
        assert_eq!((score.dimensions[0].earned, score.dimensions[0].possible), (14.0, 20.0));
    }

    #[test]
    fn a_second_cause_costs_again() {
        let rules = [rule(6, Standing::Failed(&[1])), rule(4, Standing::Failed(&[1, 2])), rule(10, Standing::Passed)];
        assert_eq!(score(&rules, &ScoreScale::default(), None, "low").value, Some(50.0));
    }

    #[test]
    fn what_is_not_determined_neither_earns_nor_costs() {
        let rules = [rule(3, Standing::NotDetermined), rule(9, Standing::Passed)];
        let s = score(&rules, &ScoreScale::default(), None, "low");
        assert_eq!((s.value, s.coverage), (Some(100.0), 0.75));
        let rules = [rule(9, Standing::NotDetermined), rule(3, Standing::Passed)];
        let s = score(&rules, &ScoreScale::default(), None, "low");
        assert_eq!((s.value, s.not_assessable.as_deref()), (None, Some("low")));
    }

    #[test]
    fn an_unread_table_leaves_no_score() {
        let s = score(&[rule(1, Standing::Passed)], &ScoreScale::default(), Some("table".into()), "low");
        assert_eq!(s.value, None);
    }
}
