//! From a span to a label: text, bytes, lines and columns, and words that tell a person where it stands.

use std::sync::Arc;

use super::model::{Anchor, Label, Profile};
use crate::document::Document;
use crate::facts::{Facts, Lexicon};
use crate::source::Span;

/// Makes labels of one document.
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
        let (start, end) = (source.position(range.start), source.position(range.end));
        Label {
            path: source.name.clone(),
            text: self.document.shown(span),
            note: note.into(),
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
            byte_start: Some(source.origin.byte(&source.text, range.start)),
            byte_end: Some(source.origin.byte(&source.text, range.end)),
            place: self.words(span),
            anchor: Some(Anchor { document: Arc::clone(self.document), span }),
        }
    }

    /// The label of something absent: at `under` if given, else at the title, else at the first line.
    pub fn absent(&self, under: Option<Span>, note: impl Into<String>) -> Label {
        let first = || self.document.blocks.first().map(|b| b.span);
        let span = under.or(self.facts.outline.title).or_else(first).unwrap_or_default();
        self.label(span, note)
    }

    /// Where a person finds it: the innermost heading above, or table, row and column.
    pub fn words(&self, span: Span) -> Option<String> {
        let _ = self.lexicon;
        let within =
            |s: &&crate::facts::Section| s.heading.start <= span.start && span.end <= s.body.end.max(s.heading.end);
        let section = self.facts.outline.sections.iter().filter(within).next_back()?;
        Some(self.document.shown(section.heading))
    }
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
