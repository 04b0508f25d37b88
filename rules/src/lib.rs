//! The rulebooks that come with gouji, as bytes: what `build.rs` packed of each folder beside this one. No types of the
//! core are known here, so that the core's own tests can take the bytes too; `gouji_core::packed!` makes a rulebook of
//! them.

/// A disclosure regime: one folder of YAML files, packed.
#[derive(Clone, Copy, Debug)]
pub struct Regime {
    /// The folder's name, which is the rulebook's.
    pub name: &'static str,
    /// The rules and what stands around them, as nodes.
    pub book: &'static [u8],
    /// Vocabulary and forms of tables, as nodes.
    pub lexicon: &'static [u8],
    /// All the words in either.
    pub words: &'static str,
    /// The texts of the rules one after another, each in Chinese and then in English.
    pub texts: &'static str,
    /// Where each of them ends.
    pub text_ends: &'static [u32],
    /// `sha256:` and the digest of all the files.
    pub digest: &'static str,
    /// The files themselves in path order, deflated: path below the folder and text of each, with a zero byte behind
    /// either.
    pub sources: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/regimes.rs"));
