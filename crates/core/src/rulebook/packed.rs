//! A rulebook as `build.rs` packs it: bytes without types, wherever they lie, to rules, vocabulary and texts. Knows no
//! particular rulebook: several may be unpacked in one program.

use serde::Deserialize;

use super::input::Input;
use super::text::Texts;

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

impl Packed {
    /// What some of its nodes hold.
    ///
    /// # Panics
    /// Where what was packed does not fit the type, which the tests rule out for every build.
    pub(super) fn read<T: Deserialize<'static>>(&'static self, nodes: &'static [u8]) -> T {
        gouji_tree::packed(nodes, self.words).unwrap_or_else(|error| panic!("packed by build.rs: {error}"))
    }

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
