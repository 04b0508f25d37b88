//! Asks each rule that applies, and folds failures of one cause into one.

use super::Request;
use crate::checks::{Context, Failure, Kind, Outcome, Why};
use crate::document::Document;
use crate::facts::Facts;
use crate::rulebook::{Resolved, Rulebook};

/// What came of one rule.
#[derive(Debug)]
pub(super) struct Answer<'r> {
    pub rule: Resolved<'r>,
    pub verdict: Verdict,
}

#[derive(Debug)]
pub(super) enum Verdict {
    Pass,
    /// Failures still to be reported, and the causes (numbered through the report) behind all that failed: a failure
    /// folded into a finding of another rule leaves only its cause here.
    Fail {
        failures: Vec<Failure>,
        causes: Vec<u32>,
    },
    NotDetermined(Why),
}

/// The answers of all rules that apply, in the order of their ids. Rules with nothing to judge are left out.
pub(super) fn evaluate<'r>(
    document: &Document,
    facts: &Facts,
    rulebook: &'r Rulebook,
    request: &Request,
) -> Vec<Answer<'r>> {
    let hits = rulebook.prefilter().scan(&document.text.folded);
    let context =
        Context { document, facts, lexicon: rulebook.lexicon(), settings: &request.settings, hits: Some(&hits) };
    let rules = rulebook.resolve(&facts.profile, document.source.format).rules;
    rules
        .into_iter()
        .filter(|rule| request.selection.admits(rule.id(), rule.category()))
        .filter_map(|rule| {
            let verdict = match rule.unmet(facts) {
                Some(why) => Verdict::NotDetermined(why),
                None => match rule.check()?.evaluate(&context) {
                    Outcome::Pass => Verdict::Pass,
                    Outcome::Fail(failures) if failures.is_empty() => Verdict::Pass,
                    Outcome::Fail(failures) => Verdict::Fail { failures, causes: Vec::new() },
                    Outcome::NotDetermined(why) => Verdict::NotDetermined(why),
                    Outcome::NotApplicable => return None,
                },
            };
            Some(Answer { rule, verdict })
        })
        .collect()
}
