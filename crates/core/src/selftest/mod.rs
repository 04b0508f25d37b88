//! The certificate of detection (`selftest`): seeds every error that the rules claim to see into a copy of one report
//! in memory, lints each copy, and tells which were found, where, and with how many findings. Pure; trials may run in
//! any order.

mod edit;
mod figures;
mod listing;
mod slips;
mod structure;
mod tally;

pub use crate::selftest::listing::listing;
pub use crate::selftest::slips::Mistake;
pub use crate::selftest::tally::{Certificate, Missed, Rate};

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::document::Document;
use crate::facts;
use crate::facts::model::Facts;
use crate::lint::{self, Request};
use crate::report::{Finding, Label, Placer, Problem, ProblemKind};
use crate::rulebook::Rulebook;
use crate::selftest::edit::Edit;
use crate::source::{Source, Span};

/// What is made wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A figure of a statutory table.
    Cells,
    /// A figure in the text.
    Prose,
    /// A heading, or something the report must have.
    Structure,
}

/// One error to seed.
#[derive(Clone, Debug)]
pub struct Seed {
    pub kind: Kind,
    pub mistake: Mistake,
    /// The table it is in (`requests`), or the element that is taken out (`contact`).
    pub of: String,
    /// Where, in the untouched report: the figure, heading or element, and a second figure that changes with it.
    pub spans: Vec<Span>,
    /// Table (of all in the report), row and column of the first figure, where it is in a table.
    pub cell: Option<(usize, u16, u16)>,
    /// What stands there in the seeded copy; empty where something is taken out.
    pub written: Vec<String>,
    edits: Vec<Edit>,
}

impl Seed {
    /// Whether both touch the same place, so that they cannot be seeded together.
    fn touches(&self, other: &Seed) -> bool {
        let meet = |a: &Range<usize>, b: &Range<usize>| a.start <= b.end && b.start <= a.end;
        self.edits.iter().any(|a| other.edits.iter().any(|b| meet(&a.range, &b.range)))
    }
}

/// What came of one copy.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Findings that the untouched report does not have.
    pub findings: usize,
    /// For each seed: a new finding has its primary label there, or any label.
    pub primary: Vec<bool>,
    pub labelled: Vec<bool>,
    /// The rules of the new findings.
    pub rules: Vec<String>,
}

impl Trial {
    pub fn found(&self) -> bool {
        self.findings > 0
    }
}

/// A figure that nothing in the report can be compared with.
#[derive(Clone, Debug)]
pub struct Alone {
    pub kind: Kind,
    pub of: String,
    pub span: Span,
}

/// A report with the errors to seed into it.
#[derive(Debug)]
pub struct Selftest<'r> {
    rulebook: &'r Rulebook,
    request: &'r Request,
    document: Arc<Document>,
    facts: Facts,
    /// What the untouched report is told already: rule and message, and how often.
    known: HashMap<(String, String), usize>,
    pub seeds: Vec<Seed>,
    /// Figures in no relation: an error in them cannot be seen by anyone who has only the report.
    pub alone: Vec<Alone>,
}

impl<'r> Selftest<'r> {
    /// Reads the report and plans the errors.
    ///
    /// # Errors
    /// The file is no report that can be judged, or a format whose text cannot be changed.
    pub fn plan(source: Source, rulebook: &'r Rulebook, request: &'r Request) -> Result<Self, Problem> {
        if source.format.is_paged() {
            return Err(Problem::new(ProblemKind::CannotAlter, request.language));
        }
        let document = Arc::new(crate::read::read(source));
        let facts = facts::extract(&document, rulebook.lexicon(), &request.overrides);
        let report = lint::judge(&document, &facts, rulebook, request);
        if let Some(problem) = report.error.or(report.not_judged) {
            return Err(problem);
        }
        let mut known = HashMap::new();
        for finding in report.findings {
            *known.entry((finding.rule, finding.message)).or_insert(0) += 1;
        }
        let relations = lint::relations(&document, &facts, rulebook, request);
        let mut test = Self { rulebook, request, document, facts, known, seeds: Vec::new(), alone: Vec::new() };
        figures::plan(&mut test, &relations);
        structure::plan(&mut test);
        Ok(test)
    }

    /// Lints a copy with one error.
    pub fn attempt(&self, seed: usize) -> Trial {
        self.seeds.get(seed).and_then(|seed| self.with(&[seed])).unwrap_or_default()
    }

    /// Lints a copy with two errors at once; none where they touch the same place.
    pub fn attempt_pair(&self, first: usize, second: usize) -> Option<Trial> {
        let (first, second) = (self.seeds.get(first)?, self.seeds.get(second)?);
        if first.touches(second) { None } else { self.with(&[first, second]) }
    }

    fn with(&self, seeds: &[&Seed]) -> Option<Trial> {
        let edits: Vec<&Edit> = seeds.iter().flat_map(|s| &s.edits).collect();
        let (source, places) = edit::made(&self.document.source, &edits)?;
        let report = lint::lint(source, self.rulebook, self.request);
        let mut trial =
            Trial { primary: vec![false; seeds.len()], labelled: vec![false; seeds.len()], ..Trial::default() };
        if report.error.is_some() || report.not_judged.is_some() {
            trial.findings = 1;
            return Some(trial);
        }
        let mut known = self.known.clone();
        for finding in report.findings {
            match known.get_mut(&(finding.rule.clone(), finding.message.clone())) {
                Some(left) if *left > 0 => *left -= 1,
                _ => trial.add(&finding, seeds, &places),
            }
        }
        Some(trial)
    }

    /// Where a person finds a place of the untouched report: line, column and words.
    fn place(&self, span: Span) -> (Option<usize>, Option<usize>, String) {
        let placer = Placer { document: &self.document, facts: &self.facts, lexicon: self.rulebook.lexicon() };
        let label = placer.label(span, "");
        (label.line, label.column, label.place.unwrap_or_default())
    }
}

impl Trial {
    fn add(&mut self, finding: &Finding, seeds: &[&Seed], places: &[Range<usize>]) {
        self.findings += 1;
        self.rules.push(finding.rule.clone());
        let mut rest = places;
        for (at, seed) in seeds.iter().enumerate() {
            let (own, others) = rest.split_at(seed.edits.len().min(rest.len()));
            rest = others;
            let is_at = |label: &Label| own.iter().any(|place| stands_at(label, place));
            let primary = is_at(&finding.primary);
            self.primary[at] |= primary;
            self.labelled[at] |= primary || finding.related.iter().any(is_at);
        }
    }
}

/// Whether a label and a place of the seeded source have something in common; what is empty, where it stands.
fn stands_at(label: &Label, place: &Range<usize>) -> bool {
    let Some(anchor) = &label.anchor else { return false };
    let own = anchor.document.source_range(anchor.span);
    if own.is_empty() || place.is_empty() {
        // A blank cell's place is somewhere in the white space that is left of it.
        let gap = 1;
        return own.start <= place.end + gap && place.start <= own.end + gap;
    }
    own.start < place.end && place.start < own.end
}
