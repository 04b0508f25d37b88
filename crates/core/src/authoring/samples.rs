//! The tests of rules about several reports: the report of the test with last year's, or with others, as files of one
//! folder.

use std::ops::Range;
use std::sync::Arc;

use super::testing::{Sample, unmark};
use crate::facts::Digest;
use crate::facts::model::{Facts, Overrides};
use crate::lint::{Reading, Request, Selection, Selector, lint_collection};
use crate::report::Finding;
use crate::rulebook::{RawRule, RawTest, Rulebook};
use crate::terms::Language;

/// Whether a rule compares reports.
pub(super) fn is_across(rule: &RawRule) -> bool {
    let checks = rule.checks();
    checks.into_iter().any(|c| c.across().is_some())
}

/// The reports of a test, read: first its own.
pub(super) struct Samples {
    readings: Vec<Reading>,
    digests: Vec<Digest>,
    /// Where labels must stand, by the index of the report.
    pub marks: Vec<(usize, Range<usize>)>,
}

impl Samples {
    /// Reads the reports beside the test's own.
    pub fn new(rulebook: &Rulebook, rule: &RawRule, test: &RawTest, own: &Sample) -> Result<Self, String> {
        let mut samples = Self { readings: Vec::new(), digests: Vec::new(), marks: Vec::new() };
        samples.add(rulebook, Arc::clone(&own.document), own.facts.clone(), &own.marks);
        let format = own.document.source.format.name();
        let previous = test.previous.iter().map(|text| {
            let year = test.year.map(|y| y - 1);
            (text, format!("{}-previous.{format}", rule.id.value), Overrides { year, ..own.overrides.clone() })
        });
        let others =
            test.others.iter().enumerate().map(|(number, text)| {
                (text, format!("{}-{}.{format}", rule.id.value, number + 2), Overrides::default())
            });
        for (text, name, overrides) in previous.chain(others) {
            let (text, marks) = unmark(text)?;
            let (document, facts) = super::testing::read(rulebook, &name, &text, &overrides)?;
            samples.add(rulebook, document, facts, &marks);
        }
        Ok(samples)
    }

    fn add(
        &mut self,
        rulebook: &Rulebook,
        document: Arc<crate::document::Document>,
        facts: Facts,
        marks: &[Range<usize>],
    ) {
        let index = self.digests.len();
        self.digests.push(Digest::of(&document, &facts, rulebook.lexicon(), &[]));
        self.readings.push(Reading { document, facts: Arc::new(facts) });
        self.marks.extend(marks.iter().map(|m| (index, m.clone())));
    }

    /// What the rule says of the reports together.
    pub fn findings(&self, rulebook: &Rulebook, rule: &RawRule, language: Language) -> Vec<Finding> {
        let selection = Selection { select: vec![Selector::Rule(rule.id.value.clone())], ignore: Vec::new() };
        let request = Request { language, selection, ..Request::default() };
        let mut found = Vec::new();
        let mut reopen = |index: usize| self.readings.get(index).cloned();
        lint_collection(&self.digests, rulebook, &request, &mut reopen, &mut |finding| found.push(finding));
        found
    }

    /// Whether a finding's label stands at a mark; the primary one, where that is in the same report.
    pub fn stands_at(&self, finding: &Finding, report: usize, mark: &Range<usize>) -> bool {
        let path = self.digests.get(report).map(|d| &*d.path);
        let at = |label: &crate::report::Label| {
            Some(label.path.as_str()) == path
                && (label.byte_start, label.byte_end) == (Some(mark.start), Some(mark.end))
        };
        let elsewhere = Some(finding.primary.path.as_str()) != path;
        at(&finding.primary) || elsewhere && finding.related.iter().any(at)
    }
}
