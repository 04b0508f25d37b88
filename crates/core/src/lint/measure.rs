//! What a report amounts to: profile with era and form, coverage, score.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::evaluate::{Answer, Verdict};
use crate::checks::outcome::Why;
use crate::facts::model::Facts;
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::report;
use crate::report::{
    Coverage, Placer, Profile, Score, ScoreScale, Standing, UnreadRow, Weighed, document_profile, form_of,
};
use crate::rulebook::Rulebook;
use crate::terms::Language;
use crate::terms::Severity;

pub(super) fn profile(facts: &Facts, rulebook: &Rulebook) -> Profile {
    let mut profile = document_profile(facts);
    profile.era = profile.report_year.and_then(|y| rulebook.law.era(y)).map(|e| e.id.clone());
    profile.form = form_of(facts, rulebook.lexicon());
    profile
}

pub(super) fn coverage(facts: &Facts, rulebook: &Rulebook, answers: &[Answer<'_>]) -> Coverage {
    let undetermined = answers.iter().filter(|a| matches!(a.verdict, Verdict::NotDetermined(_))).count();
    Coverage {
        cells_expected: cells_expected(facts, rulebook.lexicon()),
        cells_read: facts.tables.iter().map(|t| t.cells.len()).sum(),
        rules_applicable: answers.len(),
        rules_determined: answers.len() - undetermined,
    }
}

/// Cells of the tables found, and of those that the format of the year has (they stand under a topic) and that are not
/// there.
fn cells_expected(facts: &Facts, lexicon: &Lexicon) -> usize {
    let found = || facts.tables.iter().map(|t| &lexicon.forms[t.form]);
    let year = facts.profile.report_year.as_ref().map(|y| y.value);
    let due = lexicon.forms.iter().filter(|form| {
        form.topic.is_some() && year.is_some_and(|y| form.is_for(y)) && found().all(|f| f.table != form.table)
    });
    found().chain(due).map(Form::cells).sum()
}

/// The rows of tables that were found and not read.
pub(super) fn unread(placer: &Placer<'_>, language: Language) -> Vec<UnreadRow> {
    let rows = placer.facts.tables.iter().flat_map(|table| {
        let name = placer.lexicon.forms.get(table.form).map_or("", |f| f.name.as_str());
        table.unread.iter().map(move |(span, why)| {
            let label = placer.label(*span, "");
            let counted = if label.line.is_none() { report::counted(placer.document, *span) } else { None };
            UnreadRow {
                line: label.line,
                place: counted.into_iter().chain([name.to_owned()]).collect::<Vec<_>>().join(" · "),
                text: label.text,
                why: report::unread(*why, language).to_owned(),
            }
        })
    });
    rows.collect()
}

pub(super) fn score(facts: &Facts, rulebook: &Rulebook, answers: &[Answer<'_>], language: Language) -> Score {
    let mut weighed: Vec<Weighed<'_>> = Vec::with_capacity(answers.len());
    weighed.extend(answers.iter().filter_map(weigh));
    let unread = facts.tables.iter().any(|t| !t.unread.is_empty());
    let picture = answers.iter().any(|a| matches!(a.verdict, Verdict::NotDetermined(Why::Picture)));
    let blocked = (unread || picture).then(|| {
        language.pick("有法定表格未能完整识别", "a statutory table is there and could not be read whole").to_owned()
    });
    let low = language.pick("能够判断的内容太少", "too little of the report could be judged");
    let least_coverage = Decimal::from_f64(rulebook.law.coverage_floor).unwrap_or(Decimal::ONE);
    crate::report::score(&weighed, &ScoreScale { least_coverage }, blocked, low)
}

/// A rule's part in the score: none without weight. What is only worth a look costs nothing.
fn weigh<'a>(answer: &'a Answer<'_>) -> Option<Weighed<'a>> {
    let rule = &answer.rule;
    let weight = u32::from(rule.weight());
    if weight == 0 {
        return None;
    }
    let standing = match &answer.verdict {
        Verdict::Pass => Standing::Passed,
        Verdict::NotDetermined(_) => Standing::NotDetermined,
        Verdict::Fail { failures, causes } => {
            let costs = !causes.is_empty() || failures.iter().any(|f| rule.severity(f.case) > Severity::Info);
            if costs { Standing::Failed(causes) } else { Standing::Passed }
        }
    };
    Some(Weighed { dimension: rule.category(), weight, standing })
}
