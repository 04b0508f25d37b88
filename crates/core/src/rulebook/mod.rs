//! The rulebook: YAML (or its packed form) to checked rules, and the choice of those that apply to a report.

pub mod lexicon_source;
pub mod placeholders;
mod amend;
mod book;
mod bounds;
mod coverage;
mod input;
mod law;
mod load;
mod mistakes;
mod packed;
mod places;
pub mod allowed;
pub mod review;
mod rule;
mod schema;
pub mod scheme;
mod text;
mod unpack;
mod validate;
mod vocabulary;
mod yaml;
#[cfg(test)]
mod embedded_tests;

pub use book::Rulebook;
pub use coverage::{Article, Catalogue, Coverage, Group, Row};
#[cfg(test)]
pub(crate) use embedded_tests::embedded_lexicon;
pub use input::Input;
pub use law::{Dimension, Era, FormPeriod, Instrument, Law};
pub use load::{Loaded, load};
pub use mistakes::{Mistake, Mistakes, RuleFile};
pub use packed::Packed;
pub use places::Places;
pub use rule::{Resolved, RuleSet};
pub use schema::{
    Applies, Axis, Basis, Bound, Evidence, Expect, Ground, Need, RawAmendment, RawCase, RawRule, RawTest, RawVariant,
};
pub use text::{Text, Texts};
