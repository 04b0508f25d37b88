//! The rulebook inside the binary: packed at build time by `build.rs`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::amend::amend;
use super::input::Input;
use super::law::{Causes, ErasFile, InstrumentsFile, Law, RulebookFile, ScoringFile};
use super::schema::{RawAmendment, RawRule};
use super::{Language, LexiconSource, Rulebook};
use crate::facts::{Lexicon, PACKED, RawForm, RawVocabulary};

macro_rules! packed {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));
/// All texts, one after another, each in Chinese and then in English, and where each ends.
static TEXTS: &str = packed!("texts.txt");
static TEXT_ENDS: &[u32] = include!(concat!(env!("OUT_DIR"), "/text_ends.rs"));

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

/// The YAML files the binary was built from: path and text, in path order.
pub fn embedded_sources() -> &'static [(&'static str, &'static str)] {
    SOURCES
}

/// The YAML files the binary was built from, ready for [`load`](super::load()).
pub fn embedded_inputs() -> Vec<Input> {
    SOURCES
        .iter()
        .map(|(path, text)| Input {
            inside: path.strip_prefix("rules/").unwrap_or(path).to_owned(),
            shown: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect()
}

pub(super) fn packed_text(number: u32, language: Language) -> &'static str {
    let part = |at: usize| {
        let start = at.checked_sub(1).map_or(Some(&0), |before| TEXT_ENDS.get(before))?;
        TEXTS.get(*start as usize..*TEXT_ENDS.get(at)? as usize)
    };
    let zh = 2 * number as usize;
    part(language.pick(zh, zh + 1)).unwrap_or_default()
}

/// The embedded rulebook, built on first use.
///
/// # Panics
/// Where what was packed does not fit the types, which the tests rule out for every build.
pub fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| {
        let PackedBook { head, instruments, eras, scoring, causes, mut rules, amendments } =
            read(include_bytes!(concat!(env!("OUT_DIR"), "/book.msgpack")));
        for amendment in amendments {
            amend(&mut rules, amendment);
        }
        Rulebook {
            name: head.name,
            title: head.title,
            version: head.version,
            digest: packed!("digest.txt").to_owned(),
            law: Law::new(instruments, eras, scoring, causes),
            rules,
            lexicon: LexiconSource::Embedded,
            prefilter: OnceLock::new(),
        }
    })
}

/// Vocabulary and forms of the embedded rulebook, built on first use.
///
/// # Panics
/// As [`embedded`].
pub fn embedded_lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let PackedLexicon { vocabulary, forms } = read(PACKED);
        Lexicon::new(vocabulary, forms)
    })
}

fn read<T: Deserialize<'static>>(packed: &'static [u8]) -> T {
    rmp_serde::from_slice(packed).unwrap_or_else(|error| panic!("packed by build.rs: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::load;

    #[test]
    fn the_embedded_rulebook_reads() {
        let rulebook = embedded();
        assert!(rulebook.rule("period-stated").is_some());
        assert_eq!(rulebook.law.era(2018).map(|e| e.id.as_str()), Some("2008"));
        assert_eq!(rulebook.law.form(2020), Some("2019"));
        assert!(rulebook.law.era(2005).is_none());
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
