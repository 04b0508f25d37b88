//! Errors in what a report consists of: headings deleted or renumbered, title, period, contact, tables and the text of
//! sections taken out.

use super::edit::Edit;
use super::{Kind, Mistake, Seed, Selftest};
use crate::document::Document;
use crate::facts::model::Section;
use crate::language::numbering::Numbering;
use crate::language::numbers::is_chinese_numeral;
use crate::language::written;
use crate::lint;
use crate::source::Span;

/// Plans them all.
pub(crate) fn plan(test: &mut Selftest<'_>) {
    let mut seeds = Vec::new();
    let document = &test.document;
    let mut add = |mistake, of: &str, span: Span, written: &str, edits: Vec<Edit>| {
        if edits.is_empty() {
            return;
        }
        let (of, spans, written) = (of.to_owned(), vec![span], vec![written.to_owned()]);
        seeds.push(Seed { kind: Kind::Structure, mistake, of, spans, cell: None, written, edits });
    };
    let outline = &test.facts.outline;
    let checks = lint::checks(document, &test.facts, test.rulebook, test.request);
    let lexicon = test.rulebook.lexicon();
    let filled = checks.iter().any(|c| c.wants_content());
    let removal = |span| Edit::removal(document, span);
    // A page often says its title twice.
    let again = |title: Span| {
        let words = document.slice(title);
        let of_page = document.signs.title.map(|t| &document.source.text[t.range()]);
        document.text.folded.matches(words).count() > 1 || of_page.is_some_and(|t| t.contains(words))
    };
    if let Some(title) = outline.title.filter(|t| !again(*t)) {
        add(Mistake::ElementDeleted, "title", title, "", removal(title));
    }
    if let Some(period) = &test.facts.period {
        let whole = sentence(document, period.clause.join(period.span));
        add(Mistake::ElementDeleted, "period", whole, "", removal(whole));
    }
    if let Some(contact) = test.facts.contact.span.map(|c| sentence(document, c)) {
        add(Mistake::ElementDeleted, "contact", contact, "", removal(contact));
    }
    for section in outline.sections.iter().filter(|s| s.level == 1 && s.topic.is_some()) {
        let topic = section.topic.as_deref().unwrap_or_default();
        // The last heading leaves no gap behind: it is missed only where it is asked for.
        let last = outline.sections.iter().rfind(|s| s.level == 1).is_some_and(|s| s.heading == section.heading);
        if !last || checks.iter().any(|c| c.requires_section(lexicon, topic)) {
            add(Mistake::HeadingDeleted, topic, section.heading, "", removal(section.heading));
        }
        if let Some((number, written)) = renumbered(document.slice(section.heading), section) {
            add(Mistake::HeadingRenumbered, topic, section.heading, &written, Edit::of(document, number, &written));
        }
        if filled && !section.body.is_empty() {
            add(Mistake::ElementDeleted, topic, section.body, "", Edit::of(document, section.body, ""));
        }
    }
    for table in &test.facts.tables {
        let Some(form) = test.rulebook.lexicon().forms.get(table.form) else { continue };
        if form.topic.is_some() {
            add(Mistake::ElementDeleted, &form.table, table.span, "", Edit::of(document, table.span, ""));
        }
    }
    test.seeds.append(&mut seeds);
}

/// A clause with the mark that closes it.
fn sentence(document: &Document, clause: Span) -> Span {
    let rest = &document.text.folded[clause.end as usize..];
    let mark = rest.chars().next().filter(|c| matches!(c, ',' | '。' | ';' | '、'));
    Span { end: clause.end + mark.map_or(0, char::len_utf8) as u32, ..clause }
}

/// The place of a heading's number, and the number after it.
fn renumbered(heading: &str, section: &Section) -> Option<(Span, String)> {
    let next = section.number?.checked_add(1)?;
    let is_digit: fn(char) -> bool = match section.numbering {
        Numbering::Chinese | Numbering::ChineseBracketed | Numbering::Part => is_chinese_numeral,
        Numbering::Arabic | Numbering::ArabicBracketed => |c| c.is_ascii_digit(),
        _ => return None,
    };
    let start = heading.find(is_digit)?;
    let len = heading[start..].find(|c| !is_digit(c)).unwrap_or(heading.len() - start);
    let written = if heading[start..].starts_with(|c: char| c.is_ascii_digit()) {
        next.to_string()
    } else {
        written::number(next)
    };
    Some((section.heading.part(start..start + len), written))
}
