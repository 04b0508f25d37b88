//! A figure, what it was last year, and the change from one to the other, where one sentence gives all three.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope::{Reach, around};
use crate::checks::shares::{agrees, share};
use crate::facts::model as facts;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Words of falling and of rising; where neither stands, or both do, the direction is not judged.
    falls: Vec<String>,
    rises: Vec<String>,
    /// The same of verbs that lead from one figure to another.
    down: Vec<String>,
    up: Vec<String>,
}

impl Change {
    fn direction(words: &str, falls: &[String], rises: &[String]) -> Option<bool> {
        let has = |list: &[String]| list.iter().any(|w| words.contains(w.as_str()));
        match (has(falls), has(rises)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    /// What is wrong with a change, if the figure of this year were that: the case, and what it should be.
    fn wrong(&self, context: &Context<'_>, change: &facts::Change, now: Decimal) -> Option<(&'static str, String)> {
        let counts = &context.facts.counts;
        let was = counts[change.prior].value;
        let by = (now - was).abs();
        if let Some(difference) = change.difference.and_then(|d| counts.get(d))
            && difference.value != by
        {
            return Some(("difference", by.normalize().to_string()));
        }
        if let Some((rate, scale, _)) = change.rate {
            let expected = share(by, was, scale)?;
            if !agrees(expected, rate, scale) {
                return Some(("rate", format!("{expected}%")));
            }
        }
        let verb = change.verb.and_then(|v| Self::direction(context.document.slice(v), &self.down, &self.up));
        let words = Self::direction(context.document.slice(change.words), &self.falls, &self.rises);
        let wrong = [verb, words].into_iter().flatten().any(|fell| fell != (now < was));
        (!by.is_zero() && wrong).then(|| ("direction", by.normalize().to_string()))
    }
}

impl Kind for Change {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let counts = &context.facts.counts;
        let mut failures = Vec::new();
        let mut any = false;
        for change in &context.facts.changes {
            let (now, prior) = (&counts[change.now], &counts[change.prior]);
            if prior.value.is_zero() {
                continue;
            }
            any = true;
            let Some((case, expected)) = self.wrong(context, change, now.value) else { continue };
            // Any figure of the sentence may be the one that changed.
            let sentence = around(&context.document.text.folded, prior.number, Reach::Sentence);
            let others = counts.iter().filter(|c| c.unit == prior.unit && sentence.contains(c.number));
            if change.verb.is_none() && others.into_iter().any(|c| self.wrong(context, change, c.value).is_none()) {
                continue;
            }
            let told = match (case, change.difference, change.rate) {
                ("rate", _, Some((_, _, span))) | ("direction", None, Some((_, _, span))) => span,
                (_, Some(difference), _) => counts[difference].number,
                _ => prior.number,
            };
            failures.push(Failure {
                primary: Label::at(told),
                related: vec![Label::at(now.number), Label::at(prior.number)],
                values: BTreeMap::from([
                    ("found", context.document.shown(told)),
                    ("now", now.value.normalize().to_string()),
                    ("was", prior.value.normalize().to_string()),
                    ("expected", expected),
                ]),
                identity: crate::checks::cells_of_roles::words_of(context, now.clause),
                case: Some(case),
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
        &["found", "now", "was", "expected"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["difference", "rate", "direction"]
    }
}
