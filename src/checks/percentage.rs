//! Percentages in prose, worked out again from the figures beside them. Any denominator of the paragraph may be the one meant.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::scope::{Reach, around};
use super::{Context, Failure, Kind, Label, Outcome};
use crate::facts;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percentage {
    /// Words of rates that cannot lie above 100.
    capped: Vec<String>,
    /// Words of falling: without one a figure has risen.
    falls: Vec<String>,
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

#[derive(PartialEq, Eq)]
enum Growth {
    Holds,
    /// With what it would be for the nearest figure before it.
    Wrong(String),
    Unknown,
}

impl Percentage {
    /// The growth from a figure of last year, worked out for every figure of the sentence that may be this year's.
    fn grown(&self, context: &Context<'_>, percentage: &facts::Percentage, prior: &facts::Count) -> Growth {
        let text = context.document.text.folded.as_str();
        let sentence = around(text, percentage.span, Reach::Sentence);
        let fell = self.falls.iter().any(|w| text[prior.number.end as usize..percentage.span.start as usize].contains(w.as_str()));
        let grown = |now: Decimal| {
            let change = if fell { prior.value - now } else { now - prior.value };
            share(change, prior.value, percentage.scale)
        };
        let mut nearest = None;
        for now in &context.facts.counts {
            if now.number == prior.number || now.unit != prior.unit || now.in_words || !sentence.contains(now.number) {
                continue;
            }
            let Some(rate) = grown(now.value) else { continue };
            if now.approximate || prior.approximate || agrees(rate, percentage.value, percentage.scale) {
                return Growth::Holds;
            }
            if now.number.end <= prior.number.start && !rate.is_sign_negative() {
                nearest = Some(rate);
            }
        }
        nearest.map_or(Growth::Unknown, |rate| Growth::Wrong(rate.to_string()))
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
            if let Some(prior) = percentage.from.and_then(|i| counts.get(i)) {
                let now = self.grown(context, percentage, prior);
                any |= now != Growth::Unknown;
                if let Growth::Wrong(expected) = now {
                    let values = vec![("part", String::new()), ("whole", prior.value.to_string()), ("expected", expected)];
                    failures.push(failure(vec![Label::at(prior.number)], values, "growth"));
                }
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
        &["share", "impossible", "growth"]
    }
}

/// The percentage to the digits stated.
pub(super) fn share(part: Decimal, whole: Decimal, scale: u32) -> Option<Decimal> {
    let exact = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(exact.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero))
}

/// Rounded or cut off: one unit of the last digit either way.
pub(super) fn agrees(expected: Decimal, stated: Decimal, scale: u32) -> bool {
    (expected - stated).abs() <= Decimal::new(1, scale)
}

fn fits(percentage: &facts::Percentage, part: Decimal, whole: Decimal) -> bool {
    share(part, whole, percentage.scale).is_some_and(|expected| agrees(expected, percentage.value, percentage.scale))
}
