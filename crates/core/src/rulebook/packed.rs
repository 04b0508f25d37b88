//! A rulebook as `build.rs` packs it: bytes without types, wherever they lie, to rules, vocabulary and texts. Knows no
//! particular rulebook: several may be unpacked in one program.

use std::io::Read as _;

use flate2::read::DeflateDecoder;
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
    /// The files themselves in path order, deflated: path below the folder and text of each, with a zero byte behind
    /// either.
    pub sources: &'static [u8],
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
    ///
    /// # Panics
    /// As [`Rulebook::unpack`](super::Rulebook::unpack).
    pub fn inputs(&self) -> Vec<Input> {
        let mut sources = String::new();
        if let Err(error) = DeflateDecoder::new(self.sources).read_to_string(&mut sources) {
            panic!("packed by build.rs: {error}");
        }
        let mut parts = sources.split('\0');
        let mut inputs = Vec::new();
        while let (Some(inside), Some(text)) = (parts.next(), parts.next()) {
            let shown = format!("rules/{}/{inside}", self.name);
            inputs.push(Input { inside: inside.to_owned(), shown, text: text.to_owned() });
        }
        inputs
    }
}
