//! The rulebook inside the binary: packed at build time by `build.rs`.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::law::{Law, RulebookFile};
use super::load::Input;
use super::raw::RawRule;
use super::{LexiconSource, Rulebook};
use crate::facts::{Lexicon, RawForm, RawVocabulary};

static PACKED: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));
static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules_sources.rs"));

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

/// The embedded rulebook, built on first use.
///
/// # Panics
/// Where what was packed does not fit the types, which the tests rule out for every build.
pub fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| {
        let mut packed: Map<String, Value> = serde_json::from_str(PACKED).expect("packed by build.rs");
        let head: RulebookFile = take(&mut packed, "rules/rulebook.yaml");
        let law = Law::new(
            take(&mut packed, "rules/instruments.yaml"),
            take(&mut packed, "rules/eras.yaml"),
            take(&mut packed, "rules/scoring.yaml"),
        );
        let mut rules: Vec<RawRule> = packed
            .into_iter()
            .filter(|(path, _)| !path.starts_with("rules/vocabulary/") && !path.starts_with("rules/forms/"))
            .map(|(path, value)| serde_json::from_value(value).unwrap_or_else(|e| panic!("{path}: {e}")))
            .collect();
        rules.sort_by(|a, b| a.id.value.cmp(&b.id.value));
        Rulebook {
            name: head.name,
            title: head.title,
            version: head.version,
            digest: String::new(),
            law,
            rules,
            lexicon: LexiconSource::Embedded,
            prefilter: OnceLock::new(),
        }
    })
}

fn take<T: serde::de::DeserializeOwned>(packed: &mut Map<String, Value>, path: &str) -> T {
    serde_json::from_value(packed.remove(path).unwrap_or_default()).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Vocabulary and forms of the embedded rulebook, built on first use.
///
/// # Panics
/// Where what was packed does not fit the types, which the tests rule out for every build.
pub fn embedded_lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let packed: Map<String, Value> = serde_json::from_str(PACKED).expect("packed by build.rs");
        let (mut vocabulary, mut forms) = (Map::new(), Vec::new());
        for (path, value) in packed {
            if let Some(name) = path.strip_prefix("rules/vocabulary/").and_then(|p| p.strip_suffix(".yaml")) {
                vocabulary.insert(name.to_owned(), value);
            } else if path.starts_with("rules/forms/") {
                forms.push(serde_json::from_value::<RawForm>(value).unwrap_or_else(|e| panic!("{path}: {e}")));
            }
        }
        let vocabulary: RawVocabulary = serde_json::from_value(Value::Object(vocabulary)).expect("rules/vocabulary");
        Lexicon::new(vocabulary, forms)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rulebook_reads() {
        let rulebook = embedded();
        assert!(rulebook.rule("period-stated").is_some());
        assert_eq!(rulebook.law.era(2018).map(|e| e.id.as_str()), Some("2008"));
        assert_eq!(rulebook.law.form(2020), Some("2019"));
        assert!(rulebook.law.era(2005).is_none());
    }
}
