//! The vocabulary of a rulebook and the forms of its tables, built on first use where it comes packed.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::packed::Packed;
use crate::lexicon::forms::RawForm;
use crate::lexicon::{Lexicon, RawVocabulary};

#[derive(Clone, Debug)]
pub(crate) enum LexiconSource {
    /// Built on first use, and once for all that share it.
    Packed(&'static Packed, Arc<OnceLock<Lexicon>>),
    Loaded(Arc<Lexicon>),
}

/// What reading a report needs, as packed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedLexicon {
    vocabulary: RawVocabulary,
    forms: Vec<RawForm>,
}

impl LexiconSource {
    pub(crate) fn get(&self) -> &Lexicon {
        match self {
            LexiconSource::Loaded(lexicon) => lexicon,
            LexiconSource::Packed(packed, lexicon) => lexicon.get_or_init(|| {
                let PackedLexicon { vocabulary, forms } =
                    gouji_tree::lend(packed.words, || packed.read(packed.lexicon));
                Lexicon::new(vocabulary, forms)
            }),
        }
    }
}
