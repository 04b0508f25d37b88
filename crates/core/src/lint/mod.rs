//! From a source and a rulebook to a report: reading, choosing rules, evaluating, finding causes, anchoring, scoring.
//! Pure: no file, clock, environment, thread or terminal. What is known beforehand comes in the [`Request`].

mod about;
mod across;
mod bare;
mod causes;
mod collection;
mod evaluate;
mod finding;
mod intake;
mod measure;
mod score;

pub use about::{about, dimensions};
pub use across::{Reading, Reopen};
pub use collection::{Misfit, Previous, lint_collection};
pub use intake::{Intake, decode, intake, is_old_word};

use std::sync::Arc;

use crate::allow;
use crate::checks::context::{Context, Settings};
use crate::checks::kinds::Check;
use crate::checks::relation::Relation;
use crate::document::{Document, Unfit};
use crate::facts;
use crate::facts::Digest;
use crate::facts::model::{Facts, Kind, Overrides};
use crate::report;
use crate::report::{Placer, Problem, ProblemKind};
use crate::rulebook::Rulebook;
use crate::source::{Format, Source};
use crate::terms::Category;
use crate::terms::Language;

/// What the caller knows and wants.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub overrides: Overrides,
    pub settings: Settings,
    pub language: Language,
    pub selection: Selection,
    /// Whether the report comes with its whole text.
    pub keep_text: bool,
    /// The scheme of the score; none for the rulebook's first.
    pub scheme: Option<String>,
    /// Last year's report of the same body.
    pub previous: Option<Arc<Previous>>,
}

/// A report, and what is kept of it to compare it with others.
#[derive(Debug)]
pub struct Linted {
    pub report: report::Document,
    /// None of what was not judged.
    pub digest: Option<Digest>,
    /// Where last year's report was given: why it is not this body's of the year before.
    pub misfit: Option<Misfit>,
}

/// Which rules to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

    /// Rules that may cost points are not asked.
    fn leaves_out(&self, rulebook: &Rulebook) -> bool {
        *self != Self::default() && rulebook.rules.iter().any(|r| *r.weight > 0 && !self.admits(&r.id, r.category))
    }
}

/// Lints one report, and keeps what it takes to compare it with others.
pub fn lint_one(source: Source, rulebook: &Rulebook, request: &Request) -> Linted {
    let Reading { document, facts } = read(source, rulebook, request);
    examine(&document, &facts, rulebook, request)
}

/// Lints one report.
pub fn lint(source: Source, rulebook: &Rulebook, request: &Request) -> report::Document {
    lint_one(source, rulebook, request).report
}

/// Reads one report, and judges nothing.
pub fn read(source: Source, rulebook: &Rulebook, request: &Request) -> Reading {
    let document = Arc::new(crate::read::read(source));
    let facts = Arc::new(facts::extract(&document, rulebook.lexicon(), &request.overrides));
    Reading { document, facts }
}

/// Last year's report, for [`Request::previous`].
///
/// # Errors
/// It could not be read as a report.
pub fn read_previous(source: Source, rulebook: &Rulebook, request: &Request) -> Result<Previous, Problem> {
    let reading = read(source, rulebook, request);
    let Reading { document, facts } = &reading;
    let problem =
        unfit(document, facts, rulebook, request.language).or_else(|| not_judged(facts, rulebook, request.language));
    match problem {
        Some(problem) => Err(problem),
        None => Ok(Previous { digest: Digest::of(document, facts, rulebook.lexicon(), &[]), reading }),
    }
}

/// Judges a report that was read before.
pub fn judge(document: &Arc<Document>, facts: &Facts, rulebook: &Rulebook, request: &Request) -> report::Document {
    examine(document, facts, rulebook, request).report
}

fn examine(document: &Arc<Document>, facts: &Facts, rulebook: &Rulebook, request: &Request) -> Linted {
    let none = |report| Linted { report, digest: None, misfit: None };
    let mut report = report::Document::empty(document.source.name.clone(), Some(document.source.format.name()));
    report.profile = measure::profile(facts, rulebook);
    report.body = request.keep_text.then(|| report::Text {
        document: Arc::clone(document),
        title: facts.outline.title,
        headings: facts.outline.sections.iter().map(|s| (s.heading, s.level)).collect(),
        signature: facts.outline.signature,
        furniture: facts.outline.furniture.clone(),
    });
    if let Some(error) = unfit(document, facts, rulebook, request.language) {
        report.error = Some(error);
        return none(report);
    }
    report.not_judged = not_judged(facts, rulebook, request.language);
    if report.not_judged.is_some() {
        report.profile.era = None;
        return none(report);
    }
    let answers = evaluate::evaluate(document, facts, rulebook, request);
    let placer = Placer { document, facts, lexicon: rulebook.lexicon() };
    report.coverage = measure::coverage(facts, rulebook, &answers);
    report.unread = measure::unread(&placer, request.language);
    report.notes = measure::notes(document, facts, request);
    let mut ledger = score::Ledger::of(&answers, document, facts);
    let flagged = evaluate::places(&answers);
    finding::write(&mut report, answers, &placer, rulebook, request.language);
    let digest = Digest::of(document, facts, rulebook.lexicon(), &flagged);
    let misfit = request.previous.as_ref().and_then(|previous| {
        let misfit = previous.misfit(&digest, request, rulebook.lexicon());
        if misfit.is_none() {
            let now = Reading { document: Arc::clone(document), facts: Arc::new(facts.clone()) };
            report.findings.extend(previous.compare(&now, &digest, rulebook, request));
        }
        misfit
    });
    ledger.name(&report.findings);
    let subject = score::Subject { document, facts, rulebook, findings: &report.findings };
    let compared = request.previous.is_some() && misfit.is_none();
    let asked = score::Asked {
        scheme: request.scheme.as_deref(),
        compared,
        chosen: request.selection.leaves_out(rulebook),
        language: request.language,
    };
    report.score = score::score(&subject, &ledger, &asked);
    let rule = |id: &str| rulebook.rule(id);
    let asked = |id: &str| rule(id).is_some_and(|r| request.selection.admits(id, r.category));
    allow::marks(document, &mut report.findings, &|id| rule(id).is_some(), &asked, request.language);
    report.sort();
    Linted { report, digest: Some(digest), misfit }
}

/// The checks of the rules that apply to a report.
pub fn checks<'r>(document: &Document, facts: &Facts, rulebook: &'r Rulebook, request: &Request) -> Vec<&'r Check> {
    let rules = rulebook.resolve(&facts.profile, document.source.format).rules;
    let admitted = rules.iter().filter(|r| request.selection.admits(r.id(), r.category()) && r.unmet(facts).is_none());
    admitted.filter_map(|rule| rule.check()).collect()
}

/// The relations between figures that hold in a report, by the rules that apply to it.
pub fn relations(document: &Document, facts: &Facts, rulebook: &Rulebook, request: &Request) -> Vec<Relation> {
    let context = Context::new(document, facts, rulebook.lexicon(), &request.settings);
    let mut relations = Vec::new();
    for check in checks(document, facts, rulebook, request) {
        check.intact(&context, &mut relations);
    }
    relations
}

/// Why a document cannot be judged as a report at all.
fn unfit(document: &Document, facts: &Facts, rulebook: &Rulebook, language: Language) -> Option<Problem> {
    if let Some(fault) = &document.signs.fault {
        return Some(report::fault(fault, language));
    }
    let pictures = document.source.format == Format::Docx && !document.signs.images.is_empty();
    let lead = document.signs.lead.as_ref();
    let shown = lead.filter(|lead| lead.shown);
    let title_alone = bare::is_bare(document, facts, rulebook.lexicon());
    let of_pictures = matches!(document.source.format, Format::Docx | Format::Pdf) && title_alone;
    let kind = if let Some(unfit) = document.signs.unfit {
        match unfit {
            Unfit::Damaged => ProblemKind::Damaged,
            Unfit::Locked => ProblemKind::Locked,
            Unfit::Scan => ProblemKind::Scan,
            Unfit::Nameless => ProblemKind::NamelessText,
            Unfit::TooLong => ProblemKind::TooLarge,
        }
    } else if let Some(lead) = shown.filter(|_| document.text.folded.len() < bare::LITTLE || title_alone) {
        return Some(Problem::with(ProblemKind::Elsewhere, language, &lead.to));
    } else if document.signs.empty_shell && !title_alone {
        ProblemKind::EmptyShell
    } else if document.signs.imported && (document.blocks.is_empty() || facts.kind == Kind::NotAReport) {
        ProblemKind::Imported
    } else if document.blocks.is_empty() && (pictures || document.source.format == Format::Pdf)
        || of_pictures && !document.signs.images.is_empty()
    {
        ProblemKind::Scan
    } else if title_alone {
        return Some(match lead {
            Some(lead) => Problem::with(ProblemKind::Elsewhere, language, &lead.to),
            None => Problem::new(ProblemKind::Elsewhere, language),
        });
    } else if document.blocks.is_empty() {
        ProblemKind::Empty
    } else if facts.kind == Kind::NotAReport {
        return Some(Problem::not_a_report(rulebook.documents.get(language), language));
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
