//! The same figure stated twice in prose with different values. Both places are shown.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::cells_of_roles::of_this_year;
use crate::checks::context::Context;
use crate::checks::evidence;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::phrase::Needle;
use crate::checks::relation::Relation;
use crate::facts::model::Count;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restated {
    /// Words in a clause that make its figure one of another time or extent than the year's (截至, 历年).
    #[serde(default)]
    unless: Vec<Needle>,
    /// The same, anywhere before the figure in its sentence.
    #[serde(default)]
    unless_before: Vec<Needle>,
    /// Words that may add up over years (累计), and those that say that only the year is meant.
    #[serde(default)]
    cumulative: Vec<Needle>,
    #[serde(default)]
    of_year: Vec<Needle>,
    /// For a role the role of a figure that may be counted in it or not: what was carried over, in what was received.
    #[serde(default)]
    may_include: BTreeMap<String, String>,
}

impl Restated {
    fn takes_part(context: &Context<'_>, count: &Count) -> bool {
        count.role.is_some() && !count.approximate && !count.in_words && !count.loose && of_this_year(context, count)
    }

    /// Whether the words of its clause make it another figure.
    fn is_another(&self, context: &Context<'_>, count: &Count) -> bool {
        let clause = context.document.slice(count.clause);
        let text = &context.document.text.folded[..count.span.start as usize];
        let sentence = &text[text.rfind(['。', '\n']).unwrap_or_default()..];
        is_in(&self.unless, clause) || is_in(&self.unless_before, sentence)
    }

    /// Added up over years, as far as the words tell.
    fn is_cumulative(&self, context: &Context<'_>, count: &Count) -> bool {
        let clause = context.document.slice(count.clause);
        count.year.is_none() && is_in(&self.cumulative, clause) && !is_in(&self.of_year, clause)
    }

    fn agree(&self, context: &Context<'_>, a: &Count, b: &Count) -> bool {
        if a.value == b.value {
            return true;
        }
        let Some(other) = a.role.as_ref().and_then(|r| self.may_include.get(r)) else { return false };
        let difference = (a.value - b.value).abs();
        context
            .facts
            .counts
            .iter()
            .any(|c| c.role.as_ref() == Some(other) && c.scope == a.scope && c.value == difference)
    }
}

impl Restated {
    /// Each later statement of a figure with the first one.
    fn pairs<'a>(&self, context: &'a Context<'_>) -> Vec<(&'a Count, &'a Count)> {
        let counts = &context.facts.counts;
        let figure = |i: usize| (counts[i].role.as_deref(), counts[i].scope.as_str());
        let mut all: Vec<usize> = (0..counts.len()).filter(|&i| Self::takes_part(context, &counts[i])).collect();
        all.sort_by(|&a, &b| figure(a).cmp(&figure(b)));
        let mut pairs = Vec::new();
        // Most figures are stated once.
        for stated in all.chunk_by(|&a, &b| figure(a) == figure(b)).filter(|s| s.len() > 1) {
            let mut stated = stated.iter().copied().filter(|&i| !self.is_another(context, &counts[i]));
            let Some(first) = stated.next() else { continue };
            let cumulative = |i: usize| self.is_cumulative(context, &counts[i]);
            let again =
                |i: &usize| is_restatement(context, &counts[first], &counts[*i]) && cumulative(first) == cumulative(*i);
            pairs.extend(stated.filter(again).filter(|&i| likely(&counts[first], &counts[i])).map(|i| (first, i)));
        }
        pairs.sort_unstable_by_key(|p| p.1);
        pairs.into_iter().map(|(first, i)| (&counts[first], &counts[i])).collect()
    }
}

/// What words farther off say of a figure is held against another only where the two differ as slips do.
fn likely(first: &Count, again: &Count) -> bool {
    let slip = || first.value.min(again.value) >= Decimal::TEN && evidence::slip(first.value, again.value);
    first.said && again.said || first.value == again.value || slip()
}

fn equation(before: &Count, count: &Count) -> Relation {
    Relation::of(vec![(before.number, 1, before.value), (count.number, -1, count.value)])
}

impl Kind for Restated {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        let pairs = self.pairs(context);
        let repeated = !pairs.is_empty();
        for (before, count) in pairs {
            if self.agree(context, before, count) {
                continue;
            }
            let role = count.role.as_deref().unwrap_or_default();
            failures.push(Failure {
                primary: Label::at(count.number),
                related: vec![Label::at(before.number)],
                values: BTreeMap::from([
                    ("found", context.document.shown(count.span)),
                    ("before", context.document.shown(before.span)),
                ]),
                identity: format!("{role}/{}", count.scope),
                equation: Some(equation(before, count)),
                ..Failure::default()
            });
        }
        match (failures.is_empty(), repeated) {
            (false, _) => Outcome::Fail(failures),
            (true, true) => Outcome::Pass,
            (true, false) => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "before"]
    }

    /// The figures that agree, as equations.
    fn intact(&self, context: &Context<'_>, out: &mut Vec<Relation>) {
        let pairs = self.pairs(context).into_iter().filter(|(before, count)| before.value == count.value);
        out.extend(pairs.map(|(before, count)| equation(before, count)));
    }
}

fn is_in(words: &[Needle], text: &str) -> bool {
    words.iter().any(|word| word.is_in(text))
}

/// The same sentence holds lists by body or by period; a restatement comes later. Units told apart are things told
/// apart.
fn is_restatement(context: &Context<'_>, before: &Count, count: &Count) -> bool {
    before.unit == count.unit && !before.clause.overlaps(count.clause) && !same_sentence(context, before, count)
}

fn same_sentence(context: &Context<'_>, a: &Count, b: &Count) -> bool {
    let (from, to) = (a.span.end.min(b.span.end), a.span.start.max(b.span.start));
    from >= to || !context.document.text.folded[from as usize..to as usize].contains(['。', '\n'])
}
