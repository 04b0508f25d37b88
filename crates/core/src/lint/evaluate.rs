//! Asks each rule that applies, and folds failures of one cause into one.

use super::Request;
use super::causes::{self, Broken, Cause, Lines};
use crate::checks;
use crate::checks::context::Context;
use crate::checks::outcome::{Failure, Label, Outcome, Place, Why};
use crate::document::Document;
use crate::facts::model::{CellState, Facts};
use crate::rulebook::{Resolved, Rulebook};
use crate::source::Span;
use crate::terms::Category;

/// What came of one rule.
#[derive(Debug)]
pub(super) struct Answer<'r> {
    pub rule: Resolved<'r>,
    pub verdict: Verdict,
    /// Failures beyond [`MOST`], which are only counted.
    pub left_out: usize,
}

/// Failures of one rule that are told one by one; nobody reads more, and a file made to do harm may have a million.
const MOST: usize = 500;

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
    let tables = checks::scope::tables(document, facts);
    let hits = rulebook.prefilter().scan(&document.text.folded, &tables);
    let context = Context { hits: Some(&hits), ..Context::new(document, facts, rulebook.lexicon(), &request.settings) };
    let rules = rulebook.resolve(&facts.profile, document.source.format).rules;
    let mut answers: Vec<Answer<'r>> = Vec::with_capacity(rules.len());
    let admitted = rules.into_iter().filter(|rule| request.selection.admits(rule.id(), rule.category()));
    answers.extend(admitted.filter_map(|rule| {
        let mut left_out = 0;
        let verdict = match rule.unmet(facts) {
            Some(why) => Verdict::NotDetermined(why),
            None => match rule.check()?.evaluate(&context) {
                Outcome::Pass => Verdict::Pass,
                Outcome::Fail(failures) if failures.is_empty() => Verdict::Pass,
                Outcome::Fail(mut failures) => {
                    left_out = failures.len().saturating_sub(MOST);
                    failures.truncate(MOST);
                    Verdict::Fail { failures, causes: Vec::new() }
                }
                Outcome::NotDetermined(why) => Verdict::NotDetermined(why),
                Outcome::NotApplicable => return None,
            },
        };
        Some(Answer { rule, verdict, left_out })
    }));
    let causes = fold(&mut answers, &context);
    give_way(&mut answers, causes);
    answers
}

/// The places that findings will stand at.
pub(super) fn places(answers: &[Answer<'_>]) -> Vec<Span> {
    let failures = answers.iter().filter_map(|a| match &a.verdict {
        Verdict::Fail { failures, .. } => Some(failures),
        _ => None,
    });
    let place = |f: &Failure| match f.primary.place {
        Place::At(span) => Some(span),
        Place::Absent { .. } => None,
    };
    failures.flatten().filter_map(place).collect()
}

/// Where two rules speak of one place, and one of them names the other as the better, only that one is heard; in the
/// score they are one cause.
fn give_way(answers: &mut [Answer<'_>], mut causes: u32) {
    let spans = |answer: &Answer<'_>| match &answer.verdict {
        Verdict::Fail { failures, .. } => failures.iter().filter_map(|f| shown(&f.primary)).collect(),
        _ => Vec::new(),
    };
    // A finding on cells is at the first of them; the others are as much of it.
    let cells = |answer: &Answer<'_>| match &answer.verdict {
        Verdict::Fail { failures, .. } if answer.rule.check().is_some_and(|c| c.is_of_cells()) => {
            failures.iter().flat_map(|f| f.related.iter().filter_map(shown)).collect()
        }
        _ => Vec::new(),
    };
    for index in 0..answers.len() {
        let own = spans(&answers[index]);
        if own.is_empty() {
            continue;
        }
        for better in &answers[index].rule.rule.yields_to {
            let Some(other) = answers.iter().position(|a| a.rule.id() == better.as_str()) else { continue };
            let theirs: Vec<Span> = spans(&answers[other]).into_iter().chain(cells(&answers[other])).collect();
            let heard = |failure: &Failure| {
                let labels = std::iter::once(&failure.primary).chain(&failure.related);
                labels.filter_map(shown).any(|p| theirs.iter().any(|t| t.overlaps(p) || *t == p))
            };
            let mut given = false;
            if let Verdict::Fail { failures, .. } = &mut answers[index].verdict {
                let before = failures.len();
                failures.retain(|f| !heard(f));
                given = failures.len() < before;
            }
            if !given {
                continue;
            }
            for at in [index, other] {
                if let Verdict::Fail { causes: of, .. } = &mut answers[at].verdict {
                    of.push(causes);
                }
            }
            causes += 1;
        }
    }
}

/// Where a label is shown: what is absent, under its heading.
fn shown(label: &Label) -> Option<Span> {
    match label.place {
        Place::At(span) => Some(span),
        Place::Absent { under } => under,
    }
}

/// A blank cell that breaks a sum is told there, and no more where nothing but such cells is blank.
fn told_blank(answers: &mut [Answer<'_>], causes: &[Cause]) {
    let rows = causes.iter().flat_map(|c| c.line.iter().map(|s| Place::At(*s)));
    let rows: Vec<Place> = if rows.clone().any(is_empty) { rows.collect() } else { Vec::new() };
    let primaries = causes.iter().map(|c| c.failure.primary.place).filter(|p| is_empty(*p));
    let blank: Vec<Place> = primaries.chain(rows).collect();
    if blank.is_empty() {
        return;
    }
    for answer in answers.iter_mut().filter(|a| a.rule.check().is_some_and(|c| c.is_of_blanks())) {
        let Verdict::Fail { failures, .. } = &mut answer.verdict else { continue };
        failures.retain(|f| {
            let labels = || std::iter::once(&f.primary).chain(&f.related);
            // Of many cells not all have labels: they are more than those that are told.
            let count = f.values.get("count").and_then(|c| c.parse::<usize>().ok());
            count.is_some_and(|c| c > blank.len()) || labels().any(|l| !blank.contains(&l.place))
        });
    }
}

/// What else is wrong with a wrong figure, and would not be with the right one, is that one mistake: a percentage
/// worked out from it, a figure that exceeds it.
fn follow(answers: &mut [Answer<'_>], context: &Context<'_>, causes: &[Cause]) {
    let changes = || causes.iter().flat_map(|c| &c.changes);
    let compares = |answer: &Answer<'_>| {
        matches!(answer.rule.category(), Category::Arithmetic | Category::Consistency)
            && matches!(&answer.verdict, Verdict::Fail { failures, .. } if !failures.is_empty())
    };
    if changes().next().is_none() || !answers.iter().any(compares) {
        return;
    }
    let mut facts = context.facts.clone();
    for &(span, value) in changes() {
        facts.counts.iter_mut().filter(|c| c.number == span).for_each(|c| c.value = value);
        let cells = facts.tables.iter_mut().flat_map(|t| &mut t.cells);
        cells.filter(|c| c.span == span).for_each(|c| (c.state, c.value) = (CellState::Number, Some(value)));
    }
    let context = context.with_figures(&facts);
    for answer in answers.iter_mut().filter(|a| compares(a)) {
        let still = match answer.rule.check().map(|c| c.evaluate(&context)) {
            Some(Outcome::Fail(failures)) => failures,
            Some(Outcome::Pass) => Vec::new(),
            _ => continue,
        };
        if let Verdict::Fail { failures, causes: of } = &mut answer.verdict {
            let stays =
                |f: &Failure| still.iter().any(|s| s.identity == f.identity && s.primary.place == f.primary.place);
            let gone: Vec<Failure> = failures.extract_if(.., |f| !stays(f)).collect();
            of.extend(gone.iter().filter_map(|failure| behind(failure, causes)));
        }
    }
}

/// The number of the cause whose figures a failure is about.
fn behind(failure: &Failure, causes: &[Cause]) -> Option<u32> {
    let labels = || std::iter::once(&failure.primary).chain(&failure.related);
    let about = |cause: &Cause| cause.changes.iter().any(|c| labels().any(|l| l.place == Place::At(c.0)));
    causes.iter().position(about).map(|at| at as u32)
}

fn is_empty(place: Place) -> bool {
    matches!(place, Place::At(span) if span.is_empty())
}

/// Rows and columns of the tables, as far as their cells are there.
fn lines(facts: &Facts) -> Lines {
    let mut lines = Lines::default();
    for table in &facts.tables {
        lines.rows.extend(table.cells.chunk_by(|a, b| a.row == b.row).map(|row| row.iter().map(|c| c.span).collect()));
        let width = table.cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
        for column in 0..width {
            let cells = table.cells.iter().filter(|c| c.column == column);
            lines.columns.push(cells.map(|c| c.span).collect());
        }
    }
    lines.prose = facts.counts.iter().map(|c| c.number).collect();
    lines.prose.sort_unstable();
    lines
}

/// Folds the broken relations of all rules that one wrong figure explains into one failure, at that figure; tells how
/// many causes there are.
fn fold(answers: &mut [Answer<'_>], context: &Context<'_>) -> u32 {
    let mut broken = Vec::new();
    let mut owners = Vec::new();
    for (index, answer) in answers.iter_mut().enumerate() {
        let Verdict::Fail { failures, .. } = &mut answer.verdict else { continue };
        for failure in failures.extract_if(.., |f| f.equation.is_some()) {
            let severity = answer.rule.severity(failure.case) as u8;
            broken.push(Broken { failure, weight: (severity, answer.rule.weight()) });
            owners.push(index);
        }
    }
    if broken.is_empty() {
        return 0;
    }
    // What cells may not exceed, broken alone, says nothing of what they ought to be.
    if let ([Broken { failure, .. }], &[owner]) = (&broken[..], &owners[..])
        && answers[owner].rule.check().is_some_and(|c| c.is_of_bounds())
        && failure.equation.as_ref().is_some_and(|e| e.open)
        && let Verdict::Fail { failures, causes } = &mut answers[owner].verdict
    {
        failures.push(failure.clone());
        causes.push(0);
        return 1;
    }
    let mut intact = Vec::new();
    for answer in answers.iter() {
        if let (Some(check), false) = (answer.rule.check(), matches!(answer.verdict, Verdict::NotDetermined(_))) {
            check.intact(context, &mut intact);
        }
    }
    let found = causes::explain(&broken, &intact, &lines(context.facts));
    let causes = found.len() as u32;
    told_blank(answers, &found);
    follow(answers, context, &found);
    for (number, cause) in found.into_iter().enumerate() {
        for &mended in &cause.mended {
            if let Verdict::Fail { causes, .. } = &mut answers[owners[mended]].verdict
                && !causes.contains(&(number as u32))
            {
                causes.push(number as u32);
            }
        }
        if let Verdict::Fail { failures, .. } = &mut answers[owners[cause.by]].verdict {
            failures.push(cause.failure);
        }
    }
    causes
}
