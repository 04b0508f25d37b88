//! What a check may look at: the report, its facts, the vocabulary, and what the caller set for the run.

use super::parameter::Scope;
use crate::checks::prefilter::{Hits, Sought};
use crate::checks::survey::Survey;
use crate::document::Document;
use crate::facts::model::Facts;
use crate::lexicon::Lexicon;
use crate::source::Format;
use crate::terms::Date;

/// What a check may look at.
#[derive(Debug)]
pub struct Context<'a> {
    pub document: &'a Document,
    pub facts: &'a Facts,
    pub lexicon: &'a Lexicon,
    pub settings: &'a Settings,
    /// Where the words of the rules stand, from one pass
    /// ([`Prefilter::scan`](crate::checks::prefilter::Prefilter::scan)); without it checks look for themselves.
    pub hits: Option<&'a Hits<'a>>,
    pub survey: Survey,
}

impl<'a> Context<'a> {
    pub fn new(document: &'a Document, facts: &'a Facts, lexicon: &'a Lexicon, settings: &'a Settings) -> Self {
        Self { document, facts, lexicon, settings, hits: None, survey: Survey::default() }
    }

    /// The same of a report in which figures have other values.
    pub fn with_figures<'b>(&'b self, facts: &'b Facts) -> Context<'b> {
        Context { hits: self.hits, ..Context::new(self.document, facts, self.lexicon, self.settings) }
    }

    /// Where a word stands, in tables only where the scope has them; the scope is not looked at otherwise.
    pub fn places(&self, word: &Sought, scope: Scope) -> Vec<usize> {
        match self.hits.and_then(|hits| hits.of(word, scope)) {
            Some(places) => places.collect(),
            None => memchr::memmem::find_iter(self.document.text.folded.as_bytes(), word.as_bytes()).collect(),
        }
    }

    /// A Word document of which nobody says that it was published: that is what reports are written in.
    pub fn unpublished(&self) -> bool {
        self.document.source.format == Format::Docx && self.facts.profile.published.is_none()
    }

    /// Still being written: so the caller says, or a Word document without any date.
    pub fn is_draft(&self) -> bool {
        self.settings.draft || self.unpublished() && self.facts.profile.signed.is_none()
    }
}

/// What the caller set for the run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// For reminders of deadlines; none where the caller gave no date.
    pub today: Option<Date>,
    /// A draft: not yet published, so no date is late.
    pub draft: bool,
}
