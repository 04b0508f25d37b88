//! A rulebook as `build.rs` packs it: bytes without types, wherever they lie, to rules, vocabulary and texts. Knows no
//! particular rulebook: several may be unpacked in one program.

use std::io::Read;
use std::sync::{Arc, OnceLock};

use flate2::read::DeflateDecoder;
use serde::Deserialize;

use super::amend::amend;
use super::input::Input;
use super::law::{Causes, ErasFile, InstrumentsFile, Law, RulebookFile, ScoringFile};
use super::schema::{RawAmendment, RawRule};
use super::{Language, LexiconSource, Rulebook};
use crate::facts::{Lexicon, RawForm, RawVocabulary};
use crate::tree;

/// What `build.rs` makes of a folder of YAML files.
#[derive(Debug)]
pub struct Packed {
    /// The rules and what stands around them, as nodes.
    pub book: &'static [u8],
    /// Vocabulary and forms of tables, as nodes.
    pub lexicon: &'static [u8],
    /// All the words in either.
    pub words: &'static str,
    pub texts: Texts,
    /// `sha256:` and the digest of all the files.
    pub digest: &'static str,
    /// The files themselves in path order, deflated: path and text of each, with a zero byte behind either.
    pub sources: &'static [u8],
}

/// The texts of a packed rulebook, which are fetched by number when a finding is written.
#[derive(Debug)]
pub struct Texts {
    /// One after another, each in Chinese and then in English.
    pub all: &'static str,
    /// Where each ends.
    pub ends: &'static [u32],
}

impl Texts {
    pub(super) fn get(&self, number: u32, language: Language) -> &'static str {
        let part = |at: usize| {
            let start = at.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
            self.all.get(*start as usize..*self.ends.get(at)? as usize)
        };
        let zh = 2 * number as usize;
        part(language.pick(zh, zh + 1)).unwrap_or_default()
    }
}

/// Two books are the same where they are one.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Texts {}

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
    ///
    /// # Panics
    /// As [`Rulebook::unpack`].
    pub fn inputs(&self) -> Vec<Input> {
        let mut sources = String::new();
        if let Err(error) = DeflateDecoder::new(self.sources).read_to_string(&mut sources) {
            panic!("packed by build.rs: {error}");
        }
        let mut parts = sources.split('\0');
        let mut inputs = Vec::new();
        while let (Some(inside), Some(text)) = (parts.next(), parts.next()) {
            inputs.push(Input { inside: inside.to_owned(), shown: format!("rules/{inside}"), text: text.to_owned() });
        }
        inputs
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
