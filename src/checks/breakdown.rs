//! Parts against their whole in prose. Parts above the whole are wrong in any list; parts below it only where the list
//! claims to be all of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::prose::{Asked, ask};
use super::{Context, Equation, Failure, Kind, Label, Outcome};
use crate::facts;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Words of channels: the same item may be published over several, so such parts may overlap (case `channels`).
    channels: Vec<String>,
    /// Roles of wholes whose parts may count more: what was carried over is answered with what came.
    #[serde(default)]
    may_include: BTreeMap<String, String>,
    /// Roles that follow a list of results and are no part of it (what is carried over), unless the whole is one of those
    /// above or the sum comes out with them.
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
        if comes_in || all.iter().map(|c| c.value).sum::<Decimal>() == whole.value {
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
        if sum == whole.value {
            return Verdict::Holds;
        }
        if sum < whole.value && !breakdown.complete {
            let several = breakdown.parts.len() > 2;
            return if several && swapped(sum, whole.value) { Verdict::Broken("swapped") } else { Verdict::Holds };
        }
        if let Some(more) = self.included(context, breakdown) {
            let carried = counts.iter().filter(|c| c.role.as_ref() == Some(more) && c.scope == "total").map(|c| c.value).next();
            let carried = carried.or_else(|| match ask(context, more, "total") {
                Asked::Found(found) => Some(found.value),
                _ => None,
            });
            let Some(carried) = carried else {
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
        let channels = breakdown.parts.iter().filter(|&&p| {
            let part = &counts[p];
            let from = part.clause.start.max(whole.span.end.min(part.number.start));
            let words = context.document.slice(Span { start: from, end: part.number.start });
            self.channels.iter().any(|w| words.contains(w.as_str()))
        });
        if sum > whole.value && channels.count() > 1 {
            // All of it over one channel: the others repeat it.
            if breakdown.parts.iter().any(|&p| counts[p].value == whole.value) {
                return Verdict::Holds;
            }
            return Verdict::Broken("channels");
        }
        Verdict::Broken(if sum > whole.value { "above" } else { "below" })
    }
}

impl Breakdown {
    /// The lists whose parts make their whole, as equations.
    pub fn intact(&self, context: &Context<'_>, out: &mut Vec<Equation>) {
        for breakdown in &context.facts.breakdowns {
            let whole = &context.facts.counts[breakdown.whole];
            let parts = self.parts(context, breakdown);
            // Of a whole that may include more than it says another sum proves nothing.
            let sure = self.included(context, breakdown).is_none();
            let exact = sure && !whole.approximate && parts.iter().all(|p| !p.approximate);
            if exact && parts.iter().map(|p| p.value).sum::<Decimal>() == whole.value {
                out.push(Equation { open: !breakdown.complete, ..equation(whole, &parts) });
            }
        }
    }
}

/// A whole against its parts.
fn equation(whole: &facts::Count, parts: &[&facts::Count]) -> Equation {
    let parts = parts.iter().map(|p| (p.number, -1, p.value));
    Equation::of(std::iter::once((whole.number, 1, whole.value)).chain(parts).collect())
}

impl Kind for Breakdown {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let counts = &context.facts.counts;
        let mut failures = Vec::new();
        let mut any = false;
        for breakdown in &context.facts.breakdowns {
            let whole = &counts[breakdown.whole];
            let parts = self.parts(context, breakdown);
            if whole.approximate || parts.iter().any(|p| p.approximate) {
                continue;
            }
            any = true;
            let sum: Decimal = parts.iter().map(|p| p.value).sum();
            let Verdict::Broken(case) = self.judge(context, breakdown, sum) else { continue };
            failures.push(Failure {
                primary: Label::at(whole.number),
                related: parts.iter().map(|p| Label::at(p.number)).collect(),
                values: BTreeMap::from([
                    ("whole", whole.value.to_string()),
                    ("sum", sum.to_string()),
                    ("parts", parts.iter().map(|p| p.value.to_string()).collect::<Vec<_>>().join("+")),
                    ("difference", (sum - whole.value).abs().to_string()),
                ]),
                identity: super::prose::words_of(context, whole.clause),
                case: Some(case),
                equation: Some(Equation { open: !breakdown.complete && sum > whole.value, ..equation(whole, &parts) }),
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
        &["above", "below", "channels", "swapped"]
    }
}

/// True where two figures of three or more digits are the same but for two neighbouring digits that changed places.
fn swapped(a: Decimal, b: Decimal) -> bool {
    let (a, b) = (a.normalize().to_string(), b.normalize().to_string());
    let odd: Vec<usize> = a.bytes().zip(b.bytes()).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect();
    let (a_bytes, b_bytes) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len() && a.len() > 2 && matches!(odd[..], [i, j] if j == i + 1 && a_bytes[i] == b_bytes[j] && a_bytes[j] == b_bytes[i])
}
