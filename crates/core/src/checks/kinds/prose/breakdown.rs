//! Parts against their whole in prose. Parts above the whole are wrong in any list; parts below it only where the list
//! claims to be all of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::cells_of_roles::{Asked, ask};
use crate::checks::context::Context;
use crate::checks::evidence;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::relation::Relation;
use crate::facts::model as facts;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Words of channels: the same item may be published over several, so such parts may overlap (case `channels`).
    channels: Vec<String>,
    /// Words of notes after which parts may overlap: the same item counts once.
    #[serde(default)]
    once: Vec<String>,
    /// Words behind the last part that leave a list open.
    #[serde(default)]
    open_ended: Vec<String>,
    /// Words before the first part that say that only some are named (主要为).
    #[serde(default)]
    some: Vec<String>,
    /// Words that begin what is of another whole than the parts before them (余下11件).
    #[serde(default)]
    apart: Vec<String>,
    /// Words of parts that may be counted in several.
    #[serde(default)]
    overlapping: Vec<String>,
    /// Words behind a part that is counted in another one: 延期9件已含在内.
    #[serde(default)]
    contained: Vec<String>,
    /// Roles of wholes whose parts may count more: what was carried over is answered with what came.
    #[serde(default)]
    may_include: BTreeMap<String, String>,
    /// Roles that follow a list of results and are no part of it (what is carried over), unless the whole is one of
    /// those above or the sum comes out with them.
    #[serde(default)]
    beside: Vec<String>,
}

enum Verdict {
    Holds,
    Unsure,
    Broken(&'static str),
}

impl Breakdown {
    /// The parts that count, in the order of the text.
    fn parts<'a>(&self, context: &Context<'a>, breakdown: &facts::Breakdown) -> Vec<&'a facts::Count> {
        let counts = &context.facts.counts;
        let all: Vec<&facts::Count> = breakdown.parts.iter().filter_map(|&p| counts.get(p)).collect();
        let whole = &counts[breakdown.whole];
        let beside = |c: &facts::Count| c.role.as_ref().is_some_and(|r| self.beside.contains(r));
        let comes_in = whole.role.as_ref().is_some_and(|r| self.may_include.contains_key(r));
        // 不予公开2件(不存在1件): what a bracket says is said of the part before it.
        let outer: Vec<&facts::Count> = all.iter().copied().filter(|c| !is_bracketed(context, whole, c)).collect();
        if outer.len() > 1
            && outer.len() < all.len()
            && outer.iter().map(|c| c.value).sum::<Decimal>() == total(counts, breakdown)
        {
            return outer;
        }
        if comes_in || all.iter().map(|c| c.value).sum::<Decimal>() == total(counts, breakdown) {
            return all;
        }
        all.into_iter().filter(|c| !beside(c)).collect()
    }

    /// The role of what parts of another role than their whole's may count beyond it.
    fn included(&self, context: &Context<'_>, breakdown: &facts::Breakdown) -> Option<&String> {
        let counts = &context.facts.counts;
        let whole = counts[breakdown.whole].role.as_ref()?;
        let more = self.may_include.get(whole)?;
        breakdown.parts.iter().any(|&p| counts[p].role.as_ref().is_some_and(|r| r != whole)).then_some(more)
    }

    fn judge(&self, context: &Context<'_>, breakdown: &facts::Breakdown, sum: Decimal) -> Verdict {
        let counts = &context.facts.counts;
        let whole = &counts[breakdown.whole];
        let total = total(counts, breakdown);
        let off = (sum - total).abs();
        if off.is_zero() || off < rounding(context, breakdown) {
            return Verdict::Holds;
        }
        // 办理39件,其中…,结转下年度3件: what is carried over was handled too.
        if total > sum && self.is_beside(context, breakdown, total - sum) {
            return Verdict::Holds;
        }
        if sum < total && self.names_some(context, breakdown) {
            return Verdict::Holds;
        }
        if breakdown.loose {
            return self.judge_loose(context, breakdown, sum, total);
        }
        if sum > total
            && breakdown.parts.len() == 2
            && !breakdown.complete
            && self.may_overlap(context, breakdown, sum, total)
        {
            return Verdict::Unsure;
        }
        if sum < total && !breakdown.complete {
            let several = breakdown.parts.len() > 2 && breakdown.more.is_empty();
            if several && swapped(sum, total) {
                return Verdict::Broken("swapped");
            }
            let near = several && self.included(context, breakdown).is_none();
            return if near { self.judge_loose(context, breakdown, sum, total) } else { Verdict::Holds };
        }
        if sum > total && (self.is_counted_once(context, breakdown) || self.is_contained(context, breakdown)) {
            return Verdict::Holds;
        }
        if breakdown.more.is_empty()
            && let Some(more) = self.included(context, breakdown)
        {
            let carried = counts
                .iter()
                .filter(|c| c.role.as_ref() == Some(more) && c.scope == context.whole_scope())
                .map(|c| c.value)
                .next();
            let carried = carried.or_else(|| match ask(context, more, context.whole_scope()) {
                Asked::Found(found) => Some(found.value),
                _ => None,
            });
            let Some(carried) = carried else {
                // Nothing is said to have been carried over, and no table would say it.
                let alone = context.facts.tables.is_empty() && sum > total;
                if alone && breakdown.parts.len() > 2 {
                    return self.judge_loose(context, breakdown, sum, total);
                }
                // What was carried over is nowhere said: only a list that claims to be whole and falls short is wrong.
                return Verdict::Unsure;
            };
            return if sum == whole.value + carried || sum < whole.value + carried && !breakdown.complete {
                Verdict::Holds
            } else if breakdown.complete || sum > whole.value + carried {
                Verdict::Unsure
            } else {
                Verdict::Holds
            };
        }
        // No part is more than all of it, whatever they share.
        if breakdown.parts.iter().any(|&p| counts[p].value > total && evidence::slip(counts[p].value, total)) {
            return Verdict::Broken("above");
        }
        let channels = breakdown.parts.iter().filter(|&&p| {
            let part = &counts[p];
            let from = part.clause.start.max(whole.span.end.min(part.number.start));
            let words = context.document.slice(Span { start: from, end: part.number.start });
            self.channels.iter().any(|w| words.contains(w.as_str()))
        });
        if sum > total && channels.count() > 1 {
            // All of it over one channel: the others repeat it.
            if breakdown.parts.iter().any(|&p| counts[p].value == whole.value) {
                return Verdict::Holds;
            }
            return Verdict::Broken("channels");
        }
        // A single part that no slip of the pen makes larger than its whole is another whole's.
        if sum > total && breakdown.parts.len() == 1 {
            return Verdict::Unsure;
        }
        Verdict::Broken(if sum > total { "above" } else { "below" })
    }

    /// 主要为国家秘密7件、…: not all there are.
    fn names_some(&self, context: &Context<'_>, breakdown: &facts::Breakdown) -> bool {
        let counts = &context.facts.counts;
        let first = breakdown.parts.first().map_or(breakdown.span.end, |&p| counts[p].number.start);
        let from = counts[breakdown.whole].number.end.min(first);
        let words = context.document.slice(Span { start: from, end: first });
        self.some.iter().any(|w| words.contains(w.as_str()))
    }

    /// A figure of what stands beside such lists makes up the difference.
    fn is_beside(&self, context: &Context<'_>, breakdown: &facts::Breakdown, missing: Decimal) -> bool {
        let beside = |c: &facts::Count| {
            c.value == missing
                && c.scope == context.whole_scope()
                && c.role.as_ref().is_some_and(|r| self.beside.contains(r))
        };
        let last = breakdown.parts.last().copied().unwrap_or(breakdown.whole);
        context.facts.counts.iter().skip(last + 1).take(4).any(beside)
    }

    /// Two parts that neither their words nor a small difference show to exclude each other.
    fn may_overlap(&self, context: &Context<'_>, breakdown: &facts::Breakdown, sum: Decimal, total: Decimal) -> bool {
        let counts = &context.facts.counts;
        let part = |p: usize| &counts[p];
        let excluding =
            breakdown.parts.iter().all(|&p| part(p).role.is_some() || part(p).scope != context.whole_scope());
        let said = || {
            let span = Span { start: counts[breakdown.whole].number.end, end: breakdown.span.end };
            let words = context.document.slice(Span { start: span.start.min(span.end), end: span.end });
            self.overlapping.iter().any(|w| words.contains(w.as_str()))
        };
        if breakdown.parts.len() > 2 {
            return !excluding && said();
        }
        let missing = total - sum;
        let slip = evidence::slip(sum, total)
            || breakdown.parts.iter().any(|&p| evidence::slip(part(p).value, part(p).value + missing));
        !excluding && (!slip || said())
    }

    /// A list that only its shape shows: what it adds up to is held against it only where a slip of the pen explains
    /// it.
    fn judge_loose(
        &self,
        context: &Context<'_>,
        breakdown: &facts::Breakdown,
        sum: Decimal,
        total: Decimal,
    ) -> Verdict {
        let counts = &context.facts.counts;
        let parts: Vec<&facts::Count> = breakdown.parts.iter().map(|&p| &counts[p]).collect();
        let excluding = parts.iter().all(|p| p.role.is_some() || p.scope != context.whole_scope());
        let tiny = (sum - total).abs() <= Decimal::from(3) && total >= Decimal::from(50) || swapped(sum, total);
        let (few, ten) = (parts.len() < 3 && !breakdown.complete && !excluding && !tiny, Decimal::from(10));
        if few
            || total < ten && !(excluding && sum > total)
            || self.may_overlap(context, breakdown, sum, total) && sum > total && !breakdown.complete
        {
            return Verdict::Unsure;
        }
        let far = (sum - total).abs() * Decimal::from(if breakdown.complete { 4 } else { 7 }) > total;
        let missing = total - sum;
        let slip = evidence::slip(sum, total) || parts.iter().any(|p| evidence::slip(p.value, p.value + missing));
        let channels = parts.iter().filter(|p| {
            let from = p.clause.start.max(counts[breakdown.whole].span.end.min(p.number.start));
            let words = context.document.slice(Span { start: from.min(p.number.start), end: p.number.start });
            self.channels.iter().any(|w| words.contains(w.as_str()))
        });
        if far || !slip || channels.count() > 1 && sum > total {
            return Verdict::Unsure;
        }
        let open = context
            .document
            .text
            .folded
            .get(breakdown.span.end as usize..)
            .is_some_and(|t| self.open_ended.iter().any(|w| t.starts_with(w.as_str())));
        if open && sum < total { Verdict::Unsure } else { Verdict::Broken("near") }
    }

    /// The first parts make the whole, and words, a sentence's end or a semicolon say that those behind them are of
    /// something else; the same item counts once; or the whole stands in another sentence, and a figure between it and
    /// the list is what the parts make.
    fn is_of_another(
        &self,
        context: &Context<'_>,
        breakdown: &facts::Breakdown,
        parts: &[&facts::Count],
        sum: Decimal,
    ) -> bool {
        let counts = &context.facts.counts;
        let total = total(counts, breakdown);
        let text = context.document.text.folded.as_str();
        let mut made = Decimal::ZERO;
        let closed = parts.iter().enumerate().any(|(k, part)| {
            made += part.value;
            let next = parts.get(k + 1).filter(|_| k > 0 && made == total);
            next.is_some_and(|next| {
                let between = text.get(part.number.end as usize..next.number.start as usize).unwrap_or_default();
                // A list whose parts semicolons part goes on behind one.
                let listed = text.get(parts[0].number.end as usize..part.number.end as usize);
                between.contains('。')
                    || between.contains(';') && listed.is_some_and(|listed| !listed.contains(';'))
                    || self.apart.iter().any(|w| between.contains(w.as_str()))
            })
        });
        if sum == total {
            return false;
        }
        let Some(first) = breakdown.parts.first() else { return false };
        let whole = &counts[breakdown.whole];
        let before = text.get(..counts[*first].number.start as usize).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let apart = before.get(whole.number.end as usize..).is_some_and(|t| t.contains('。'));
        let told = |c: &facts::Count| {
            c.value == sum && c.unit == whole.unit && !c.in_words && (c.number.start as usize) >= line
        };
        // …不予处理1件,以及2件其他处理: the next figure of the sentence is what is missing.
        let last = breakdown.parts.last().copied().unwrap_or(*first);
        let rest = counts.get(last + 1).is_some_and(|next| {
            let between = text.get(counts[last].number.end as usize..next.number.start as usize);
            next.value == total - sum
                && next.unit == whole.unit
                && between.is_some_and(|t| !t.contains(['。', '\n', ';']))
        });
        closed || rest || self.is_counted_once(context, breakdown) || apart && counts[..*first].iter().any(told)
    }

    /// A part is told to be in another one.
    fn is_contained(&self, context: &Context<'_>, breakdown: &facts::Breakdown) -> bool {
        let behind = |c: &facts::Count| {
            context.document.slice(Span { start: c.number.end, end: c.clause.end.max(c.number.end) })
        };
        let mut parts = breakdown.parts.iter().filter_map(|&p| context.facts.counts.get(p));
        parts.any(|p| self.contained.iter().any(|w| behind(p).contains(w.as_str())))
    }

    /// True where the sentence, or the one after it, says that the same item counts once.
    fn is_counted_once(&self, context: &Context<'_>, breakdown: &facts::Breakdown) -> bool {
        let text = &context.document.text.folded;
        let from = context.facts.counts[breakdown.whole].clause.start as usize;
        let Some(after) = text.get(breakdown.span.end as usize..) else { return false };
        let note =
            after.split('\n').next().unwrap_or_default().split_inclusive('。').take(2).map(str::len).sum::<usize>();
        text.get(from..breakdown.span.end as usize + note)
            .is_some_and(|t| self.once.iter().any(|w| t.contains(w.as_str())))
    }
}

/// What the parts should make.
fn total(counts: &[facts::Count], breakdown: &facts::Breakdown) -> Decimal {
    wholes(counts, breakdown).map(|c| c.value).sum()
}

fn wholes<'a>(counts: &'a [facts::Count], breakdown: &'a facts::Breakdown) -> impl Iterator<Item = &'a facts::Count> {
    std::iter::once(&breakdown.whole).chain(&breakdown.more).map(|&i| &counts[i])
}

/// What figures in 万 leave open together.
fn rounding(context: &Context<'_>, breakdown: &facts::Breakdown) -> Decimal {
    let counts = &context.facts.counts;
    let parts = breakdown.parts.iter().map(|&p| &counts[p]);
    let all = wholes(counts, breakdown).chain(parts);
    all.filter_map(|c| crate::language::numbers::rounded(context.document.slice(c.number))).sum()
}

/// Wholes against their parts.
fn equation<'a>(wholes: impl Iterator<Item = &'a facts::Count>, parts: &[&facts::Count]) -> Relation {
    let parts = parts.iter().map(|p| (p.number, -1, p.value));
    Relation::of(wholes.map(|w| (w.number, 1, w.value)).chain(parts).collect())
}

impl Kind for Breakdown {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let counts = &context.facts.counts;
        let mut failures = Vec::new();
        let mut any = false;
        for breakdown in &context.facts.breakdowns {
            let whole = &counts[breakdown.whole];
            let parts = self.parts(context, breakdown);
            if wholes(counts, breakdown).chain(parts.iter().copied()).any(|c| c.approximate) {
                continue;
            }
            any = true;
            let sum: Decimal = parts.iter().map(|p| p.value).sum();
            if self.is_of_another(context, breakdown, &parts, sum) {
                continue;
            }
            let Verdict::Broken(case) = self.judge(context, breakdown, sum) else { continue };
            let total = total(counts, breakdown);
            let joined = |figures: &mut dyn Iterator<Item = String>| figures.collect::<Vec<_>>().join("+");
            failures.push(Failure {
                primary: Label::at(whole.number),
                related: wholes(counts, breakdown)
                    .skip(1)
                    .chain(parts.iter().copied())
                    .map(|c| Label::at(c.number))
                    .collect(),
                values: BTreeMap::from([
                    ("whole", joined(&mut wholes(counts, breakdown).map(|w| w.value.to_string()))),
                    ("sum", sum.to_string()),
                    ("parts", joined(&mut parts.iter().map(|p| p.value.to_string()))),
                    ("difference", (sum - total).abs().to_string()),
                ]),
                identity: crate::checks::cells_of_roles::words_of(context, whole.clause),
                case: Some(case),
                equation: Some(Relation {
                    open: !breakdown.complete && sum > total,
                    ..equation(wholes(counts, breakdown), &parts)
                }),
                ..Failure::default()
            });
        }
        match (failures.is_empty(), any) {
            (false, _) => Outcome::Fail(failures),
            (true, true) => Outcome::Pass,
            (true, false) => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["whole", "sum", "parts", "difference"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["above", "below", "channels", "swapped", "near"]
    }

    /// The lists whose parts make their whole, as equations.
    fn intact(&self, context: &Context<'_>, out: &mut Vec<Relation>) {
        let counts = &context.facts.counts;
        for breakdown in &context.facts.breakdowns {
            let parts = self.parts(context, breakdown);
            // Of a whole that may include more than it says another sum proves nothing.
            let sure = self.included(context, breakdown).is_none();
            let exact = sure && wholes(counts, breakdown).chain(parts.iter().copied()).all(|c| !c.approximate);
            // A short list that only its shape shows may add up by chance: another sum would not be told either.
            let by_chance =
                breakdown.loose && (parts.len() < 3 && !breakdown.complete || total(counts, breakdown) < Decimal::TEN);
            if by_chance {
                continue;
            }
            if exact && parts.iter().map(|p| p.value).sum::<Decimal>() == total(counts, breakdown) {
                out.push(Relation { open: !breakdown.complete, ..equation(wholes(counts, breakdown), &parts) });
            }
        }
    }
}

/// True where two figures of three or more digits are the same but for two neighbouring digits that changed places.
fn swapped(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.normalize().to_string(), b.normalize().to_string());
    let odd: Vec<usize> = a.bytes().zip(b.bytes()).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect();
    let (a_bytes, b_bytes) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && a.len() > 2
        && matches!(odd[..], [i, j] if j == i + 1 && a_bytes[i] == b_bytes[j] && a_bytes[j] == b_bytes[i])
}

/// A bracket that opens behind the whole, and behind its first part, is open where the figure stands.
fn is_bracketed(context: &Context<'_>, whole: &facts::Count, count: &facts::Count) -> bool {
    let from = whole.number.end.min(count.number.start);
    let between = context.document.slice(Span { start: from, end: count.number.start });
    let depth = between.bytes().fold(0_i32, |depth, b| depth + i32::from(b == b'(') - i32::from(b == b')'));
    depth > 0 && !between.starts_with('(') && !between.trim_start_matches(|c: char| !c.is_ascii()).starts_with('(')
}
