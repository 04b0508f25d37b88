//! The rulebook: YAML (or its packed form) to checked rules, and the choice of those that apply to a report.

mod amend;
mod mistakes;
mod embedded;
mod input;
mod law;
mod load;
mod messages;
mod packed;
mod schema;
mod rule;
mod text;
mod validate;
mod yaml;

pub use embedded::{embedded, embedded_inputs, embedded_lexicon};
pub use input::Input;
pub use law::{Dimension, Era, FormPeriod, Instrument, Law};
pub use load::{Loaded, load};
pub use mistakes::{Mistake, Mistakes, RuleFile};
pub use packed::{Packed, Texts};
pub use rule::{Resolved, RuleSet};
pub use schema::{
    Applies, Axis, Basis, Bound, Category, Evidence, Expect, Ground, Need, RawAmendment, RawCase, RawRule, RawTest,
    RawVariant, Severity,
};
pub use text::{Language, Text};

use std::sync::{Arc, OnceLock};

use crate::checks::{Kind, Prefilter};
use crate::facts::{Lexicon, Profile};
use crate::source::Format;

/// Everything that reports are judged by. Built once and shared by all reports.
#[derive(Debug)]
pub struct Rulebook {
    pub name: String,
    pub title: Text,
    pub version: String,
    /// `sha256:` and the digest of all the files it was made from.
    pub digest: String,
    pub law: Law,
    /// Sorted by id.
    pub rules: Vec<RawRule>,
    lexicon: LexiconSource,
    prefilter: OnceLock<Prefilter>,
}

#[derive(Clone, Debug)]
enum LexiconSource {
    /// Built on first use, and once for all that share it.
    Packed(&'static Packed, Arc<OnceLock<Lexicon>>),
    Loaded(Arc<Lexicon>),
}

impl Rulebook {
    /// The rules that apply to a report: those of its place, body, tier, format and time.
    pub fn resolve(&self, profile: &Profile, format: Format) -> RuleSet<'_> {
        rule::resolve(&self.rules, self.law.first_year(), profile, format)
    }

    /// One rule as it applies to a report; none where it does not.
    pub fn resolve_one<'a>(&self, rule: &'a RawRule, profile: &Profile, format: Format) -> Option<Resolved<'a>> {
        rule::resolve_one(rule, self.law.first_year(), profile, format)
    }

    pub fn rule(&self, id: &str) -> Option<&RawRule> {
        self.rules.binary_search_by(|r| r.id.as_str().cmp(id)).ok().map(|i| &self.rules[i])
    }

    /// The words of all checks, for one pass over each report. Built on first use.
    pub fn prefilter(&self) -> &Prefilter {
        self.prefilter.get_or_init(|| Prefilter::new(self.rules.iter().flat_map(RawRule::checks).flat_map(Kind::words)))
    }

    /// Vocabulary and forms of tables.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.get()
    }
}
