//! From a span to a label: text, bytes, lines and columns, and words that tell a person where it stands.

use std::sync::Arc;

use super::model::{Anchor, Label, Profile};
use crate::document::Document;
use crate::facts::model::Facts;
use crate::lexicon::Lexicon;
use crate::source::{Origin, Span};

/// Makes labels of one document.
#[derive(Debug)]
pub struct Placer<'a> {
    pub document: &'a Arc<Document>,
    pub facts: &'a Facts,
    pub lexicon: &'a Lexicon,
}

impl Placer<'_> {
    /// The label of a span. An empty span (a blank cell) stays empty.
    pub fn label(&self, span: Span, note: impl Into<String>) -> Label {
        let source = &self.document.source;
        let range = self.document.source_range(span);
        let lines = source.format.has_lines();
        let (start, end) =
            if lines { (Some(source.position(range.start)), Some(source.position(range.end))) } else { (None, None) };
        Label {
            path: source.name.clone(),
            text: self.document.shown(span),
            note: note.into(),
            line: start.map(|p| p.line),
            column: start.map(|p| p.column),
            end_line: end.map(|p| p.line),
            end_column: end.map(|p| p.column),
            byte_start: source.origin.byte(&source.text, range.start),
            byte_end: source.origin.byte(&source.text, range.end),
            place: self.place(range.start, span),
            anchor: Some(Anchor { document: Arc::clone(self.document), span }),
        }
    }

    /// The label of something absent: at `under` if given, else at the title, else at the first line.
    pub fn absent(&self, under: Option<Span>, note: impl Into<String>) -> Label {
        let first = || self.document.blocks.first().map(|b| b.span);
        let span = under.or(self.facts.outline.title).or_else(first).unwrap_or_default();
        self.label(span, note)
    }

    /// Where a person finds it; in a document without lines its paragraph or cell comes first.
    fn place(&self, offset: usize, span: Span) -> Option<String> {
        let words = self.words(span);
        if !matches!(self.document.source.origin, Origin::Package(_)) {
            return self.page(offset, words);
        }
        let counted = counted(self.document, span);
        let parts: Vec<String> = counted.into_iter().chain(words).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// Where a person finds it: table, row and column, or the innermost heading above.
    pub fn words(&self, span: Span) -> Option<String> {
        self.in_table(span).or_else(|| self.under_heading(span))
    }

    /// The same with the page before it, where the file has pages.
    fn page(&self, offset: usize, words: Option<String>) -> Option<String> {
        let Origin::Paged(paged) = &self.document.source.origin else { return words };
        let page = format!("第{}页", paged.mark(offset)?.page);
        Some(words.map_or(page.clone(), |words| format!("{page} · {words}")))
    }

    fn in_table(&self, span: Span) -> Option<String> {
        let tables = self.facts.tables.iter().filter(|t| t.span.contains(span));
        for table in tables {
            let Some(form) = self.lexicon.forms.get(table.form) else { continue };
            let Some(cell) = table.cells.iter().find(|c| c.span == span || (!span.is_empty() && c.span.contains(span)))
            else {
                continue;
            };
            let row = form.rows.get(usize::from(cell.row)).map(|r| r.label.as_str());
            let column = (form.columns.len() > 1).then(|| form.column_name(cell.column));
            let parts = [Some(form.name.to_string()), row.map(without_note), column];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
            return Some(parts.join(" · "));
        }
        None
    }

    fn under_heading(&self, span: Span) -> Option<String> {
        let sections = &self.facts.outline.sections;
        let end = sections.partition_point(|s| s.heading.start <= span.start);
        let section = sections[..end].iter().rev().find(|s| span.end <= s.body.end.max(s.heading.end))?;
        Some(self.document.shown(section.heading))
    }
}

/// The paragraph, or table, row and column, that a span is in: 第12段, 表3第5行第2列.
pub fn counted(document: &Document, span: Span) -> Option<String> {
    match document.cell(span) {
        Some((table, row, column)) => Some(format!("表{table}第{row}行第{column}列")),
        None => document.paragraph(span).map(|n| format!("第{n}段")),
    }
}

/// A label without what forms explain in brackets at its end: (二)部分公开(区分处理的,…).
fn without_note(label: &str) -> String {
    match label.strip_suffix(')').and_then(|l| l.rfind('(').filter(|&at| at > 0)) {
        Some(at) => label[..at].trim_end().to_owned(),
        None => label.to_owned(),
    }
}

/// The year of the form of the tables found: that of most of them, the later one where two are as many.
pub fn form_of(facts: &Facts, lexicon: &Lexicon) -> Option<String> {
    let years: Vec<i16> = facts.tables.iter().filter_map(|t| lexicon.forms.get(t.form)).map(|f| f.year).collect();
    let most = years.iter().max_by_key(|&&year| (years.iter().filter(|&&y| y == year).count(), year))?;
    Some(most.to_string())
}

/// The profile as machine output gives it. `era` and `form` are for the caller to fill: they are the rulebook's.
pub fn document_profile(facts: &Facts) -> Profile {
    let profile = &facts.profile;
    Profile {
        agency: profile.agency.as_ref().map(|a| a.value.clone()),
        body: profile.body,
        tier: profile.tier,
        place: profile.place.clone(),
        report_year: profile.report_year.map(|y| y.value),
        published: profile.published.map(|d| d.value),
        signed: profile.signed.map(|d| d.value),
        era: None,
        form: None,
    }
}
