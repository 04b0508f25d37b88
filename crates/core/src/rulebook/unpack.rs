//! From packed bytes to a rulebook.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::amend::amend;
use super::book::Rulebook;
use super::coverage::Coverage;
use super::law::{Causes, ErasFile, InstrumentsFile, Law, RulebookFile, ScoringFile};
use super::lexicon_source::LexiconSource;
use super::packed::Packed;
use super::schema::{RawAmendment, RawRule};
use super::scheme::Scheme;

/// The rules and what stands around them, as packed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedBook {
    head: RulebookFile,
    instruments: InstrumentsFile,
    eras: ErasFile,
    scoring: ScoringFile,
    causes: Option<Causes>,
    schemes: Vec<Scheme>,
    rules: Vec<RawRule>,
    amendments: Vec<RawAmendment>,
}

impl Rulebook {
    /// The rulebook that was packed. Its vocabulary is unpacked on first use.
    ///
    /// # Panics
    /// Where what was packed does not fit the types, which the tests rule out for every build.
    pub fn unpack(packed: &'static Packed) -> Self {
        let PackedBook { head, instruments, eras, scoring, causes, schemes, mut rules, amendments } =
            super::text::among(&packed.texts, || packed.read(packed.book));
        for amendment in amendments {
            amend(&mut rules, amendment);
        }
        Self {
            name: head.name,
            title: head.title,
            version: head.version,
            language: head.language,
            documents: head.documents,
            places: head.places,
            digest: packed.digest.to_owned(),
            law: Law::new(instruments, eras, scoring, causes, schemes),
            coverage: Coverage::default(),
            rules,
            lexicon: LexiconSource::Packed(packed, Arc::default()),
            prefilter: OnceLock::new(),
        }
    }
}
