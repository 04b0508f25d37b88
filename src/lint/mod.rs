//! From a source and a rulebook to a report: reading, choosing rules, evaluating, finding causes, anchoring, scoring.
//! Pure: no file, clock, environment, thread or terminal. What is known beforehand comes in the [`Request`].

mod causes;
mod evaluate;
mod finding;
mod measure;

use std::sync::Arc;

use crate::checks::Settings;
use crate::document::{Document, Unfit};
use crate::facts::{self, Facts, Kind, Overrides};
use crate::report::{self, Language, Placer, Problem, ProblemKind};
use crate::rulebook::{Category, Rulebook};
use crate::source::Source;

/// What the caller knows and wants.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub overrides: Overrides,
    pub settings: Settings,
    pub language: Language,
    pub selection: Selection,
    /// Whether the report comes with its whole text.
    pub keep_text: bool,
}

/// Which rules to ask.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these; all where empty.
    pub select: Vec<Selector>,
    pub ignore: Vec<Selector>,
}

/// One rule, or all rules of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    Rule(String),
    Category(Category),
}

impl Selection {
    pub fn admits(&self, rule: &str, category: Category) -> bool {
        let named = |list: &[Selector]| {
            list.iter().any(|s| match s {
                Selector::Rule(id) => id == rule,
                Selector::Category(c) => *c == category,
            })
        };
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Lints one report.
pub fn lint(source: Source, rulebook: &Rulebook, request: &Request) -> report::Document {
    let document = Arc::new(crate::read::read(source));
    let facts = facts::extract(&document, rulebook.lexicon(), &request.overrides);
    judge(&document, &facts, rulebook, request)
}

/// Judges a report that was read before.
pub fn judge(document: &Arc<Document>, facts: &Facts, rulebook: &Rulebook, request: &Request) -> report::Document {
    let mut report = report::Document::empty(document.source.name.clone(), Some(document.source.format.name()));
    report.profile = measure::profile(facts, rulebook);
    report.body = request.keep_text.then(|| report::Text {
        document: Arc::clone(document),
        title: facts.outline.title,
        headings: facts.outline.sections.iter().map(|s| (s.heading, s.level)).collect(),
        signature: facts.outline.signature,
        furniture: facts.outline.furniture.clone(),
    });
    if let Some(error) = unfit(document, facts, request.language) {
        report.error = Some(error);
        return report;
    }
    report.not_judged = not_judged(facts, rulebook, request.language);
    if report.not_judged.is_some() {
        report.profile.era = None;
        return report;
    }
    let answers = evaluate::evaluate(document, facts, rulebook, request);
    let placer = Placer { document, facts, lexicon: rulebook.lexicon() };
    report.coverage = measure::coverage(facts, rulebook, &answers);
    report.score = measure::score(facts, rulebook, &answers, request.language);
    finding::write(&mut report, answers, &placer, rulebook, request.language);
    report.sort();
    report
}

/// Why a document cannot be judged as a report at all.
fn unfit(document: &Document, facts: &Facts, language: Language) -> Option<Problem> {
    if let Some(fault) = &document.signs.fault {
        return Some(report::fault(fault, language));
    }
    let kind = if let Some(unfit) = document.signs.unfit {
        match unfit {
            Unfit::Damaged => ProblemKind::Damaged,
            Unfit::Locked => ProblemKind::Locked,
            Unfit::Scan => ProblemKind::Scan,
            Unfit::Nameless => ProblemKind::NamelessText,
            Unfit::TooLong => ProblemKind::TooLarge,
        }
    } else if document.signs.empty_shell {
        ProblemKind::EmptyShell
    } else if document.blocks.is_empty() {
        ProblemKind::Empty
    } else if facts.kind == Kind::NotAReport {
        ProblemKind::NotAReport
    } else {
        return None;
    };
    Some(Problem::new(kind, language))
}

/// Why no rule judges this report.
fn not_judged(facts: &Facts, rulebook: &Rulebook, language: Language) -> Option<Problem> {
    match facts.kind {
        Kind::SchoolYear => return Some(Problem::new(ProblemKind::SchoolReport, language)),
        Kind::BlankForm => return Some(Problem::new(ProblemKind::BlankForm, language)),
        Kind::Report | Kind::NotAReport => {}
    }
    let year = facts.profile.report_year.as_ref()?.value;
    (year < rulebook.law.first_year()).then(|| Problem::with(ProblemKind::BeforeRules, language, year))
}
