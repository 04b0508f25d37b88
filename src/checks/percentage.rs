//! Percentages in prose, worked out again from the figures beside them. Any denominator of the paragraph may be the one meant.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::{Context, Failure, Kind, Label, Outcome};
use crate::facts;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percentage {
    /// Words of rates that cannot lie above 100.
    capped: Vec<String>,
}

impl Percentage {
    fn impossible(&self, context: &Context<'_>, percentage: &facts::Percentage) -> bool {
        let capped = percentage.part.is_some()
            || percentage.rate && {
                let before = Span { start: percentage.clause.start.min(percentage.span.start), end: percentage.span.start };
                self.capped.iter().any(|w| context.document.slice(before).contains(w.as_str()))
            };
        capped && !percentage.growth && percentage.value > Decimal::ONE_HUNDRED
    }
}

impl Kind for Percentage {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let counts = &context.facts.counts;
        let mut failures = Vec::new();
        let mut any = false;
        for percentage in &context.facts.percentages {
            let failure = |related: Vec<Label>, values: Vec<(&'static str, String)>, case: &'static str| Failure {
                primary: Label::at(percentage.span),
                related,
                values: values.into_iter().chain([("found", context.document.shown(percentage.span))]).collect::<BTreeMap<_, _>>(),
                identity: super::prose::words_of(context, percentage.clause),
                case: Some(case),
                ..Failure::default()
            };
            if self.impossible(context, percentage) {
                failures.push(failure(Vec::new(), vec![("part", String::new()), ("whole", String::new()), ("expected", String::new())], "impossible"));
                continue;
            }
            let (Some(part), Some(whole)) = (percentage.part.and_then(|i| counts.get(i)), percentage.whole.and_then(|i| counts.get(i))) else { continue };
            if part.approximate || whole.approximate || percentage.growth {
                continue;
            }
            any = true;
            let block = context.document.block_at(percentage.span.start).map(|b| context.document.blocks[b].span);
            let others = counts.iter().filter(|c| c.unit == part.unit && !c.in_words && block.is_some_and(|b| b.contains(c.number)));
            let mut wholes = std::iter::once(whole).chain(others);
            // The sum of the parts, where that is not the whole: the author may have divided by it.
            let sum: Decimal = context.facts.breakdowns.iter().filter(|b| percentage.part.is_some_and(|p| b.parts.contains(&p))).flat_map(|b| &b.parts).filter_map(|&p| counts.get(p)).map(|c| c.value).sum();
            if fits(percentage, part.value, sum) || wholes.any(|w| fits(percentage, part.value, w.value)) {
                continue;
            }
            let Some(expected) = share(part.value, whole.value, percentage.scale) else { continue };
            failures.push(failure(
                vec![Label::at(part.number), Label::at(whole.number)],
                vec![("part", part.value.to_string()), ("whole", whole.value.to_string()), ("expected", expected.to_string())],
                "share",
            ));
        }
        match (failures.is_empty(), any) {
            (false, _) => Outcome::Fail(failures),
            (true, true) => Outcome::Pass,
            (true, false) => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "part", "whole", "expected"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["share", "impossible"]
    }
}

/// The percentage to the digits stated.
fn share(part: Decimal, whole: Decimal, scale: u32) -> Option<Decimal> {
    let exact = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(exact.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero))
}

/// Rounded or cut off: one unit of the last digit either way.
fn fits(percentage: &facts::Percentage, part: Decimal, whole: Decimal) -> bool {
    share(part, whole, percentage.scale).is_some_and(|expected| (expected - percentage.value).abs() <= Decimal::new(1, percentage.scale))
}
