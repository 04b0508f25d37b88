//! The rulebook inside the binary: packed at build time by `build.rs`.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::amend::{RawAmendment, amend};
use super::law::{Law, RulebookFile};
use super::load::Input;
use super::raw::RawRule;
use super::{Language, LexiconSource, Rulebook};
use crate::facts::{Lexicon, RawForm, RawVocabulary};

macro_rules! packed {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));
static TEXTS: &[[&str; 2]] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

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
    TEXTS.get(number as usize).map_or("", |[zh, en]| language.pick(zh, en))
}

/// The embedded rulebook, built on first use.
///
/// # Panics
/// Where what was packed does not fit the types, which the tests rule out for every build.
pub fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| {
        let head: RulebookFile = read(packed!("head.json"));
        let law = Law::new(
            read(packed!("instruments.json")),
            read(packed!("eras.json")),
            read(packed!("scoring.json")),
            read(packed!("causes.json")),
        );
        let mut rules: Vec<RawRule> = read(packed!("rules.json"));
        for amendment in read::<Vec<RawAmendment>>(packed!("amendments.json")) {
            amend(&mut rules, amendment);
        }
        Rulebook {
            name: head.name,
            title: head.title,
            version: head.version,
            digest: packed!("digest.txt").to_owned(),
            law,
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
        let vocabulary: RawVocabulary = read(packed!("vocabulary.json"));
        let forms: Vec<RawForm> = read(packed!("forms.json"));
        Lexicon::new(vocabulary, forms)
    })
}

fn read<T: DeserializeOwned>(packed: &str) -> T {
    serde_json::from_str(packed).unwrap_or_else(|error| panic!("packed by build.rs: {error}"))
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
            assert_eq!(format!("{:?}", a.check), format!("{:?}", b.check));
        }
    }
}
