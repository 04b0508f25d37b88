//! What a report amounts to: profile with era and form, coverage.

use super::Request;
use super::evaluate::{Answer, Verdict};
use crate::document::Document;
use crate::facts::model::Facts;
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::report;
use crate::report::{Coverage, Placer, Profile, UnreadRow, document_profile, form_of};
use crate::rulebook::Rulebook;
use crate::terms::Language;

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
        cells_filled: facts.tables.iter().flat_map(|t| &t.cells).filter(|c| c.value.is_some()).count(),
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
    let pages = &placer.document.signs.pictured;
    let pictured = (!pages.is_empty()).then(|| {
        let (place, why) = report::pictured(pages, language);
        UnreadRow { line: None, place, text: String::new(), why: why.to_owned() }
    });
    rows.chain(pictured).collect()
}

/// What of the file was not read as text, and whether the name of the body stands in the file's properties alone.
pub(super) fn notes(document: &Document, facts: &Facts, request: &Request) -> Vec<String> {
    let unplaced = facts.profile.agency.as_ref().is_some_and(|a| a.span.is_none());
    let named_by_file = document.source.format.is_paged() && unplaced && request.overrides.agency.is_none();
    report::notes(document.signs.left_out, named_by_file, request.language)
}
