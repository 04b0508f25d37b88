//! The rulebook inside the binary: the bytes that `build.rs` packed, and one rulebook made of them.

use std::sync::OnceLock;

use super::packed::{Packed, Texts};
use super::{Input, Rulebook};
use crate::facts::Lexicon;

macro_rules! packed {
    ($include:ident, $name:literal) => {
        $include!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static PACKED: Packed = Packed {
    book: packed!(include_bytes, "book.nodes"),
    lexicon: packed!(include_bytes, "lexicon.nodes"),
    words: packed!(include_str, "words.txt"),
    texts: Texts { all: packed!(include_str, "texts.txt"), ends: packed!(include, "text_ends.rs") },
    digest: packed!(include_str, "digest.txt"),
    sources: packed!(include_bytes, "sources.deflate"),
};

/// The YAML files the binary was built from, ready for [`load`](super::load()).
pub fn embedded_inputs() -> Vec<Input> {
    PACKED.inputs()
}

/// The embedded rulebook, built on first use.
///
/// # Panics
/// As [`Rulebook::unpack`].
pub fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::unpack(&PACKED))
}

/// Vocabulary and forms of the embedded rulebook.
///
/// # Panics
/// As [`embedded`].
pub fn embedded_lexicon() -> &'static Lexicon {
    embedded().lexicon()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::{Language, load};

    #[test]
    fn the_embedded_rulebook_reads() {
        let rulebook = embedded();
        assert!(rulebook.rule("period-stated").is_some());
        assert_eq!(rulebook.law.era(2018).map(|e| e.id.as_str()), Some("2008"));
        assert_eq!(rulebook.law.form(2020), Some("2019"));
        assert!(rulebook.law.era(2005).is_none());
    }

    #[test]
    fn several_rulebooks_lie_side_by_side() {
        let (one, other) = (Rulebook::unpack(&PACKED), Rulebook::unpack(&PACKED));
        assert!(!std::ptr::eq(one.lexicon(), other.lexicon()));
        assert!(std::ptr::eq(one.title.get(Language::Zh), other.title.get(Language::Zh)));
        assert!(std::ptr::eq(one.lexicon.clone().get(), one.lexicon()), "a rulebook based on another shares its words");
    }

    #[test]
    fn packed_and_written_rulebook_are_the_same() {
        let loaded = load(embedded_inputs(), None).expect("no mistakes").rulebook;
        let packed = embedded();
        assert_eq!(packed.digest, loaded.digest);
        assert_eq!(packed.rules.len(), loaded.rules.len());
        for (a, b) in packed.rules.iter().zip(&loaded.rules) {
            assert_eq!(a.id, b.id);
            assert_eq!(a.title.get(Language::Zh), b.title.get(Language::Zh));
            assert_eq!(a.remedy.get(Language::En), b.remedy.get(Language::En));
            assert_eq!(
                a.message.as_ref().map(|m| m.get(Language::Zh)),
                b.message.as_ref().map(|m| m.get(Language::Zh))
            );
            assert_eq!(format!("{:?}", a.check), format!("{:?}", b.check));
        }
        assert_eq!(format!("{:?}", packed.lexicon()), format!("{:?}", loaded.lexicon()));
    }
}
