//! The rulebook: YAML (or its packed form) to checked rules, and the choice of those that apply to a profile.

mod embedded;

pub use embedded::{embedded_lexicon, embedded_sources};
