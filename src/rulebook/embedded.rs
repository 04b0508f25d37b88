//! The rulebook inside the binary: packed at build time by `build.rs`.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::facts::{Lexicon, RawForm, RawVocabulary};

static PACKED: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));
static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules_sources.rs"));

/// The YAML files the binary was built from: path and text, in path order.
pub fn embedded_sources() -> &'static [(&'static str, &'static str)] {
    SOURCES
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
