//! Everything that reports are judged by, in one value: rules, law, vocabulary.

use std::sync::OnceLock;

use super::coverage::Coverage;
use super::law::Law;
use super::lexicon_source::LexiconSource;
use super::places::Places;
use super::rule::{self, General, Resolved, RuleSet};
use super::schema::RawRule;
use super::text::Text;
use crate::checks::prefilter::Prefilter;
use crate::facts::model::Profile;
use crate::lexicon::Lexicon;
use crate::source::Format;
use crate::terms::Tongue;

/// Everything that reports are judged by. Built once and shared by all reports.
#[derive(Debug)]
pub struct Rulebook {
    pub name: String,
    pub title: Text,
    pub version: String,
    /// The language of the documents.
    pub language: Tongue,
    /// What the documents are called: 政府信息公开工作年度报告, an annual report on open government information.
    pub documents: Text,
    pub places: Places,
    /// `sha256:` and the digest of all the files it was made from.
    pub digest: String,
    pub law: Law,
    /// What it covers; nothing where it came packed.
    pub coverage: Coverage,
    /// Sorted by id.
    pub rules: Vec<RawRule>,
    pub(super) lexicon: LexiconSource,
    pub(super) prefilter: OnceLock<Prefilter>,
}

impl Rulebook {
    /// The rules that apply to a report: those of its place, body, tier, format and time.
    pub fn resolve(&self, profile: &Profile, format: Format) -> RuleSet<'_> {
        rule::resolve(&self.rules, self.general(), profile, format)
    }

    /// One rule as it applies to a report; none where it does not.
    pub fn resolve_one<'a>(&self, rule: &'a RawRule, profile: &Profile, format: Format) -> Option<Resolved<'a>> {
        rule::resolve_one(rule, self.general(), profile, format)
    }

    /// The same with one rule only.
    pub(crate) fn with_only(&self, rule: RawRule) -> Self {
        Self {
            name: self.name.clone(),
            title: self.title.clone(),
            version: self.version.clone(),
            language: self.language,
            documents: self.documents.clone(),
            places: self.places.clone(),
            digest: self.digest.clone(),
            law: self.law.clone(),
            coverage: Coverage::default(),
            rules: vec![rule],
            lexicon: self.lexicon.clone(),
            prefilter: OnceLock::new(),
        }
    }

    fn general(&self) -> General<'_> {
        General { first_year: self.law.first_year(), country: self.places.country() }
    }

    pub fn rule(&self, id: &str) -> Option<&RawRule> {
        self.rules.binary_search_by(|r| r.id.as_str().cmp(id)).ok().map(|i| &self.rules[i])
    }

    /// The words of all checks, for one pass over each report. Built on first use.
    pub fn prefilter(&self) -> &Prefilter {
        self.prefilter
            .get_or_init(|| Prefilter::new(self.rules.iter().flat_map(RawRule::checks).flat_map(|check| check.words())))
    }

    /// Vocabulary and forms of tables.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.get()
    }
}
