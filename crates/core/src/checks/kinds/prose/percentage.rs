//! Percentages in prose, worked out again from the figures beside them. Any denominator of the paragraph may be the one
//! meant.

use crate::checks::shares::agrees;
use crate::checks::shares::share;
use crate::language::small_words::DONE;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope::{Reach, around};
use crate::facts::model as facts;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percentage {
    /// Words of rates that cannot lie above 100.
    capped: Vec<String>,
    /// Words of what was aimed at, more than all of which may be reached.
    #[serde(default)]
    aims: Vec<String>,
    /// Words of falling: without one a figure has risen.
    falls: Vec<String>,
    /// Words of rising, before a figure that is a change and not a sum.
    #[serde(default)]
    rises: Vec<String>,
    /// Words right before a share, and those that say that shares may overlap.
    #[serde(default)]
    shares: Vec<String>,
    #[serde(default)]
    overlapping: Vec<String>,
    /// Rates that may lie above 100, of all whose name ends in `rate`.
    #[serde(default)]
    uncapped: Vec<String>,
    #[serde(default)]
    rate: String,
    /// Words before a figure that something is compared with.
    #[serde(default)]
    compared: Vec<String>,
}

impl Percentage {
    fn impossible(&self, context: &Context<'_>, percentage: &facts::Percentage) -> bool {
        let capped = percentage.part.is_some()
            || percentage.rate && {
                let before =
                    Span { start: percentage.clause.start.min(percentage.span.start), end: percentage.span.start };
                let words = context.document.slice(before);
                self.capped.iter().any(|w| words.contains(w.as_str())) || self.is_rate(words)
            };
        let aimed = || {
            let from = percentage
                .part
                .and_then(|p| context.facts.counts.get(p))
                .map_or(percentage.clause.start, |p| p.number.end);
            let said =
                Span { start: from.min(percentage.clause.start), end: percentage.clause.end.max(percentage.span.end) };
            self.aims.iter().any(|w| context.document.slice(said).contains(w.as_str()))
        };
        capped && !percentage.growth && percentage.value > Decimal::ONE_HUNDRED && !aimed()
    }
}

impl Percentage {
    /// 接通率为: a rate of what cannot be more than all, right before its figure.
    fn is_rate(&self, words: &str) -> bool {
        let Some(at) = words.rfind(self.rate.as_str()).filter(|_| !self.rate.is_empty()) else { return false };
        let name = &words[..at + self.rate.len()];
        let near = words[name.len()..].chars().count() <= RATE && !words[name.len()..].contains([',', '、', '(']);
        near && !self.uncapped.iter().any(|w| name.ends_with(w.as_str()))
    }

    /// 予以公开占39.4%,部分公开占14.7%, …: shares of one sentence that make more than all.
    fn over(&self, context: &Context<'_>, failures: &mut Vec<Failure>) {
        let text = context.document.text.folded.as_str();
        let share = |p: &&facts::Percentage| {
            let before = text[..p.span.start as usize].trim_end();
            p.part.is_none() && !p.growth && self.shares.iter().any(|w| before.ends_with(w.as_str()))
        };
        let all: Vec<&facts::Percentage> = context.facts.percentages.iter().filter(share).collect();
        let alike = |a: &facts::Percentage, b: &facts::Percentage| {
            let between = &text[a.span.end as usize..(b.span.start.max(a.span.end)) as usize];
            between.chars().count() <= BETWEEN
                && !between.contains(['。', '\n', '('])
                && !self.overlapping.iter().any(|w| between.contains(w.as_str()))
        };
        for list in all.chunk_by(|a, b| alike(a, b)).filter(|list| list.len() > 2) {
            let sentence = context.document.slice(around(text, list[0].span, Reach::Sentence));
            let sum: Decimal = list.iter().map(|p| p.value).sum();
            let off = Decimal::ONE_HUNDRED + Decimal::new(list.len() as i64 + 5, 1);
            if sum <= off || sum > OVER || self.overlapping.iter().any(|w| sentence.contains(w.as_str())) {
                continue;
            }
            let (part, whole) = (String::new(), String::new());
            failures.push(Failure {
                primary: Label::at(list[0].span),
                related: list[1..].iter().map(|p| Label::at(p.span)).collect(),
                values: BTreeMap::from([
                    ("part", part),
                    ("whole", whole),
                    ("expected", sum.normalize().to_string()),
                    ("found", context.document.shown(list[0].span)),
                ]),
                identity: crate::checks::cells_of_roles::words_of(context, list[0].clause),
                case: Some("over"),
                ..Failure::default()
            });
        }
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
        let fell = self
            .falls
            .iter()
            .any(|w| text[prior.number.end as usize..percentage.span.start as usize].contains(w.as_str()));
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

    /// 按内容分,甲类243条,占48.0%,乙类98条,…: of all that the sentence lists.
    fn sum_of_sentence(&self, context: &Context<'_>, percentage: &facts::Percentage, part: &facts::Count) -> Decimal {
        let text = context.document.text.folded.as_str();
        let ends = ['。', '\n'];
        let start = text[..percentage.span.start as usize].rfind(ends).unwrap_or(0);
        let end =
            text[percentage.span.end as usize..].find(ends).map_or(text.len(), |at| percentage.span.end as usize + at);
        let counts = &context.facts.counts;
        let from = counts.partition_point(|c| (c.number.start as usize) < start);
        let own = counts[from..].iter().take_while(|c| (c.number.start as usize) < end);
        own.filter(|c| c.unit == part.unit && !c.in_words).map(|c| c.value).sum()
    }

    /// The figure right before the percentage, in its sentence.
    fn last_before<'c>(&self, context: &'c Context<'_>, percentage: &facts::Percentage) -> Option<&'c facts::Count> {
        let counts = &context.facts.counts;
        let last = counts[..counts.partition_point(|c| c.number.end <= percentage.span.start)].last()?;
        let text = context.document.text.folded.as_str();
        let between = text.get(last.number.end as usize..percentage.span.start as usize)?;
        let plain = !between.contains(['。', ';', '\n']) && !between.bytes().any(|b| b.is_ascii_digit());
        (plain && between.chars().count() <= NEAR && !last.in_words).then_some(last)
    }

    /// The change that a figure says (减少8件,下降14.8%), against every figure of the sentence that may be this year's:
    /// what it was before then, and what the change comes to.
    fn changed(
        &self,
        context: &Context<'_>,
        percentage: &facts::Percentage,
        change: &facts::Count,
    ) -> Option<(Decimal, Growth)> {
        let text = context.document.text.folded.as_str();
        let sentence = around(text, percentage.span, Reach::Sentence);
        let before = text[sentence.start as usize..change.number.start as usize].trim_end_matches([' ', DONE]);
        let compared = self.compared.iter().any(|w| before.contains(w.as_str()));
        // 较上年多发45条: hardly a verb stands between.
        let tail = before.char_indices().rev().nth(3).map_or(before, |(at, _)| &before[at..]);
        let ends = |words: &[String]| {
            let short = |w: &str| w.chars().nth(1).is_none();
            words.iter().any(|w| before.ends_with(w.as_str()) || compared && short(w) && tail.contains(w.as_str()))
        };
        let fell = ends(&self.falls);
        if !fell && !ends(&self.rises) {
            return None;
        }
        let counts = &context.facts.counts;
        let own = context.facts.profile.report_year.as_ref().map(|y| y.value);
        let (mut before, mut sum, mut told) = (0, Decimal::ZERO, None);
        for (at, figure) in counts.iter().enumerate() {
            if figure.unit != change.unit
                || figure.in_words
                || !sentence.contains(figure.number)
                || figure.number == change.number
            {
                continue;
            }
            // 较上年的120人增加30人: what the change is from, and not what it came to.
            let from = at.checked_sub(1).map_or(sentence.start, |p| counts[p].number.end.max(sentence.start));
            let words = &text[from.min(figure.number.start) as usize..figure.number.start as usize];
            let compared =
                figure.year.is_some() && figure.year != own || self.compared.iter().any(|w| words.contains(w.as_str()));
            let was = match (compared, fell) {
                (true, _) => figure.value,
                (false, true) => figure.value + change.value,
                (false, false) => figure.value - change.value,
            };
            if figure.approximate || change.approximate || holds(percentage, change.value, was) {
                return Some((was, Growth::Holds));
            }
            if figure.number.end <= change.number.start {
                before += 1;
                sum += if compared { Decimal::ZERO } else { figure.value };
                told = share(change.value, was, percentage.scale).map(|rate| (was, rate));
            }
        }
        let was = if fell { sum + change.value } else { sum - change.value };
        Some(match told {
            // Of several figures, or of their sum, it is not sure which is meant.
            Some((was, rate)) if before == 1 && was > Decimal::ZERO => (was, Growth::Wrong(rate.to_string())),
            Some(_) if holds(percentage, change.value, was) => (was, Growth::Holds),
            _ => (Decimal::ZERO, Growth::Unknown),
        })
    }
}

/// Characters between the name of a rate and its figure; between two shares of one list.
const RATE: usize = 4;
const BETWEEN: usize = 24;
/// Shares that make more than this are of several things.
const OVER: Decimal = Decimal::from_parts(150, 0, 0, false, 0);

/// A figure and the percentage that goes with it stand no further apart, in characters.
const NEAR: usize = 16;

impl Kind for Percentage {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let counts = &context.facts.counts;
        let mut failures = Vec::new();
        let mut any = false;
        for percentage in &context.facts.percentages {
            let failure = |related: Vec<Label>, values: Vec<(&'static str, String)>, case: &'static str| Failure {
                primary: Label::at(percentage.span),
                related,
                values: values
                    .into_iter()
                    .chain([("found", context.document.shown(percentage.span))])
                    .collect::<BTreeMap<_, _>>(),
                identity: crate::checks::cells_of_roles::words_of(context, percentage.clause),
                case: Some(case),
                ..Failure::default()
            };
            if self.impossible(context, percentage) {
                failures.push(failure(
                    Vec::new(),
                    vec![("part", String::new()), ("whole", String::new()), ("expected", String::new())],
                    "impossible",
                ));
                continue;
            }
            let last = if percentage.growth && percentage.from.is_none() {
                self.last_before(context, percentage)
            } else {
                None
            };
            if let Some(change) = last
                && let Some((was, grown)) = self.changed(context, percentage, change)
            {
                any |= grown != Growth::Unknown;
                if let Growth::Wrong(expected) = grown {
                    let values =
                        vec![("part", String::new()), ("whole", was.normalize().to_string()), ("expected", expected)];
                    failures.push(failure(vec![Label::at(change.number)], values, "growth"));
                }
                continue;
            }
            // 2023年为31件,同比增长48.4%: last year's figure by its year.
            let year = context.facts.profile.report_year.as_ref().map(|y| y.value.saturating_sub(1));
            let dated = last.filter(|c| c.year.is_some() && c.year == year);
            if let Some(prior) = percentage.from.and_then(|i| counts.get(i)).or(dated) {
                let now = self.grown(context, percentage, prior);
                any |= now != Growth::Unknown;
                if let Growth::Wrong(expected) = now {
                    let values =
                        vec![("part", String::new()), ("whole", prior.value.to_string()), ("expected", expected)];
                    failures.push(failure(vec![Label::at(prior.number)], values, "growth"));
                }
                continue;
            }
            let (Some(part), Some(whole)) =
                (percentage.part.and_then(|i| counts.get(i)), percentage.whole.and_then(|i| counts.get(i)))
            else {
                continue;
            };
            if part.approximate || whole.approximate || percentage.growth {
                continue;
            }
            any = true;
            let block = context.document.block_at(percentage.span.start).map(|b| context.document.blocks[b].span);
            let others = counts
                .iter()
                .filter(|c| c.unit == part.unit && !c.in_words && block.is_some_and(|b| b.contains(c.number)));
            let mut wholes = std::iter::once(whole).chain(others);
            // The sum of the parts, where that is not the whole: the author may have divided by it.
            let sum: Decimal = context
                .facts
                .breakdowns
                .iter()
                .filter(|b| percentage.part.is_some_and(|p| b.parts.contains(&p)))
                .flat_map(|b| &b.parts)
                .filter_map(|&p| counts.get(p))
                .map(|c| c.value)
                .sum();
            let all = || self.sum_of_sentence(context, percentage, part);
            if fits(percentage, part.value, sum)
                || fits(percentage, part.value, all())
                || wholes.any(|w| fits(percentage, part.value, w.value))
            {
                continue;
            }
            let Some(expected) = share(part.value, whole.value, percentage.scale) else { continue };
            failures.push(failure(
                vec![Label::at(part.number), Label::at(whole.number)],
                vec![
                    ("part", part.value.to_string()),
                    ("whole", whole.value.to_string()),
                    ("expected", expected.to_string()),
                ],
                "share",
            ));
        }
        self.over(context, &mut failures);
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
        &["share", "impossible", "growth", "over"]
    }
}

/// Whether a change from a figure is the percentage stated.
fn holds(percentage: &facts::Percentage, change: Decimal, was: Decimal) -> bool {
    was > Decimal::ZERO && fits(percentage, change, was)
}

fn fits(percentage: &facts::Percentage, part: Decimal, whole: Decimal) -> bool {
    share(part, whole, percentage.scale).is_some_and(|expected| agrees(expected, percentage.value, percentage.scale))
}
