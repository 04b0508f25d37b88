//! What of a report's findings bears on its score, kept until they are written.

use super::tables::{self, At};
use crate::checks::outcome::{Failure, Why};
use crate::document::Document;
use crate::facts::model::Facts;
use crate::lint::evaluate::{Answer, Verdict};
use crate::report::Finding;
use crate::terms::{Category, Severity};

/// What is kept of the answers until the findings are written.
#[derive(Debug, Default)]
pub(in crate::lint) struct Ledger {
    /// Of each rule that applies, why it was not determined.
    standing: Vec<(String, Option<Why>)>,
    /// In the order in which the findings are written.
    pub(super) told: Vec<Told>,
}

/// What of a finding bears on the score.
#[derive(Debug)]
pub(super) struct Told {
    pub rule: String,
    pub category: Category,
    pub severity: Severity,
    pub weight: u8,
    pub case: Option<&'static str>,
    /// What it is about, without values: `requests/new_received/total`, `overview`.
    pub identity: String,
    /// The cells that it finds fault with.
    pub cells: Vec<At>,
    /// It is about cells left empty, and only worth a look.
    pub blank: bool,
    /// Relations that it stands for beyond its cells.
    pub more: usize,
    /// The text at its place.
    pub text: String,
    pub fingerprint: String,
    /// It compares with another report.
    pub across: bool,
}

impl Ledger {
    pub(in crate::lint) fn of(answers: &[Answer<'_>], document: &Document, facts: &Facts) -> Self {
        let mut ledger = Self::default();
        for Answer { rule, verdict, .. } in answers {
            let why = match verdict {
                Verdict::NotDetermined(why) => Some(*why),
                _ => None,
            };
            ledger.standing.push((rule.id().to_owned(), why));
            let Verdict::Fail { failures, .. } = verdict else { continue };
            let of_cells = rule.check().is_some_and(|c| c.is_of_cells());
            let of_blanks = rule.check().is_some_and(|c| c.is_of_blanks());
            ledger.told.extend(failures.iter().map(|failure| {
                let severity = rule.severity(failure.case);
                let (cells, more) = tables::accused(failure, of_cells, facts);
                Told {
                    rule: rule.id().to_owned(),
                    category: rule.category(),
                    severity,
                    weight: rule.weight(),
                    case: failure.case,
                    identity: failure.identity.clone(),
                    cells,
                    blank: of_blanks && severity == Severity::Info,
                    more,
                    text: text_of(failure, document),
                    fingerprint: String::new(),
                    across: false,
                }
            }));
        }
        ledger
    }

    /// Gives each finding its name; `written` are those of the report, in the order in which they were written, and
    /// behind them those that compare it with another.
    pub(in crate::lint) fn name(&mut self, written: &[Finding]) {
        for (told, finding) in self.told.iter_mut().zip(written) {
            told.fingerprint.clone_from(&finding.fingerprint);
        }
        let across = written.iter().skip(self.told.len()).map(|finding| Told {
            rule: finding.rule.clone(),
            category: finding.category,
            severity: finding.severity,
            weight: 0,
            case: finding.case,
            identity: String::new(),
            cells: Vec::new(),
            blank: false,
            more: 0,
            text: String::new(),
            fingerprint: finding.fingerprint.clone(),
            across: true,
        });
        let across: Vec<Told> = across.collect();
        self.told.extend(across);
    }

    pub(super) fn why(&self, rule: &str) -> Option<Option<Why>> {
        self.standing.iter().find(|s| s.0 == rule).map(|s| s.1)
    }
}

fn text_of(failure: &Failure, document: &Document) -> String {
    match failure.primary.place {
        crate::checks::outcome::Place::At(span) => {
            document.slice(span).chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
        }
        crate::checks::outcome::Place::Absent { .. } => String::new(),
    }
}
