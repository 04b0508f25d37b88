//! The tests that every rule must have: one that fails, one that passes, and one on each side of every boundary in
//! time.

use super::testing::TestResult;
use crate::checks::mistake_words::Wrong;
use crate::checks::parameter::{Mark, Problems};
use crate::rulebook::{Axis, Bound, Expect, Loaded, Mistake, RawRule};

/// What is missing, at the rule's id or at the boundary. `results` are those of [`run_tests`](super::run_tests).
pub fn missing_tests(loaded: &Loaded, results: &[TestResult]) -> Vec<Mistake> {
    let first_year = Bound::year(loaded.rulebook.law.first_year());
    let mut missing = Vec::new();
    for (rule, file) in loaded.rulebook.rules.iter().zip(&loaded.files) {
        let Some(file) = file else { continue };
        let of_rule: Vec<&TestResult> = results.iter().filter(|r| r.rule == rule.id.value).collect();
        let mut problems = Problems::default();
        for (expect, word) in [(Expect::Fail, "fail"), (Expect::Pass, "pass")] {
            if !of_rule.iter().any(|r| r.expect == expect) {
                problems.add(rule.id.mark, &Wrong::MissingTest { rule: &rule.id, expect: word });
            }
        }
        for (bound, mark, axis) in boundaries(rule, first_year) {
            let before = of_rule.iter().any(|r| r.at.is_some_and(|at| is_just_before(at, bound, axis)));
            let after = of_rule.iter().any(|r| r.at == Some(bound));
            if !(before && after) {
                let by_year = axis == Axis::ReportYear;
                problems.add(mark, &Wrong::MissingBoundary { rule: &rule.id, before, after, by_year });
            }
        }
        missing.extend(problems.list.into_iter().map(|problem| Mistake {
            file: file.clone(),
            problem,
            warning: false,
        }));
    }
    missing
}

/// The years or days at which something about the rule changes. The first year that is judged at all is none.
fn boundaries(rule: &RawRule, first_year: Bound) -> Vec<(Bound, Mark, Axis)> {
    let mut all: Vec<(Bound, Mark, Axis)> = rule
        .variants
        .iter()
        .flat_map(|v| std::iter::once(&v.from).chain(&v.until).map(|b| (b.value, b.mark, v.axis)))
        .filter(|(bound, ..)| *bound > first_year)
        .collect();
    all.sort_by_key(|(bound, ..)| *bound);
    all.dedup_by_key(|(bound, ..)| *bound);
    all
}

fn is_just_before(at: Bound, bound: Bound, axis: Axis) -> bool {
    match axis {
        Axis::ReportYear => at.0 / 10_000 + 1 == bound.0 / 10_000,
        // Within the week before: whoever writes the test picks the day that says most.
        Axis::Published => at < bound && bound.days_since(at).is_some_and(|days| days <= 7),
    }
}
