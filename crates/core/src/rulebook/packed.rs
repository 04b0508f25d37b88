//! A rulebook as `build.rs` packs it: bytes without types, wherever they lie, to rules, vocabulary and texts. Knows no
//! particular rulebook: several may be unpacked in one program.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::amend::amend;
use super::book::{LexiconSource, Rulebook};
use super::input::Input;
use super::law::{Causes, ErasFile, InstrumentsFile, Law, RulebookFile, ScoringFile};
use super::schema::{RawAmendment, RawRule};
use super::text::Texts;
use crate::lexicon::forms::RawForm;
use crate::lexicon::{Lexicon, RawVocabulary};
use gouji_tree as tree;

/// What `build.rs` makes of a folder of YAML files.
#[derive(Debug)]
pub struct Packed {
    /// The name of its folder, below `rules`.
    pub name: &'static str,
    /// The rules and what stands around them, as nodes.
    pub book: &'static [u8],
    /// Vocabulary and forms of tables, as nodes.
    pub lexicon: &'static [u8],
    /// All the words in either.
    pub words: &'static str,
    pub texts: Texts,
    /// `sha256:` and the digest of all the files.
    pub digest: &'static str,
    /// The files themselves, path below the folder and text, in path order.
    pub sources: &'static [(&'static str, &'static str)],
}

/// The [`Packed`] of a constant of `gouji_rules`, which knows no type of this crate: for a `static`.
#[macro_export]
macro_rules! packed {
    ($regime:path) => {
        $crate::rulebook::Packed {
            name: $regime.name,
            book: $regime.book,
            lexicon: $regime.lexicon,
            words: $regime.words,
            texts: $crate::rulebook::Texts { all: $regime.texts, ends: $regime.text_ends },
            digest: $regime.digest,
            sources: $regime.sources,
        }
    };
}

/// The rules and what stands around them, as packed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedBook {
    head: RulebookFile,
    instruments: InstrumentsFile,
    eras: ErasFile,
    scoring: ScoringFile,
    causes: Option<Causes>,
    rules: Vec<RawRule>,
    amendments: Vec<RawAmendment>,
}

/// What reading a report needs, as packed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedLexicon {
    vocabulary: RawVocabulary,
    forms: Vec<RawForm>,
}

impl Packed {
    /// The YAML files it was made from, ready for [`load`](super::load()).
    pub fn inputs(&self) -> Vec<Input> {
        self.sources
            .iter()
            .map(|(inside, text)| Input {
                inside: (*inside).to_owned(),
                shown: format!("rules/{}/{inside}", self.name),
                text: (*text).to_owned(),
            })
            .collect()
    }
}

impl Rulebook {
    /// The rulebook that was packed. Its vocabulary is unpacked on first use.
    ///
    /// # Panics
    /// Where what was packed does not fit the types, which the tests rule out for every build.
    pub fn unpack(packed: &'static Packed) -> Self {
        let PackedBook { head, instruments, eras, scoring, causes, mut rules, amendments } =
            super::text::among(&packed.texts, || read(packed.book, packed.words));
        for amendment in amendments {
            amend(&mut rules, amendment);
        }
        Self {
            name: head.name,
            title: head.title,
            version: head.version,
            digest: packed.digest.to_owned(),
            law: Law::new(instruments, eras, scoring, causes),
            rules,
            lexicon: LexiconSource::Packed(packed, Arc::default()),
            prefilter: OnceLock::new(),
        }
    }
}

impl LexiconSource {
    pub(super) fn get(&self) -> &Lexicon {
        match self {
            LexiconSource::Loaded(lexicon) => lexicon,
            LexiconSource::Packed(packed, lexicon) => lexicon.get_or_init(|| {
                let PackedLexicon { vocabulary, forms } =
                    tree::lend(packed.words, || read(packed.lexicon, packed.words));
                Lexicon::new(vocabulary, forms)
            }),
        }
    }
}

fn read<T: Deserialize<'static>>(nodes: &'static [u8], words: &'static str) -> T {
    tree::packed(nodes, words).unwrap_or_else(|error| panic!("packed by build.rs: {error}"))
}
