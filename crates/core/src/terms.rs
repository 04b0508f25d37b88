//! Words that rules, facts and reports share: languages of messages, severities, categories, kinds of body, tiers,
//! dates. Types only, and nothing of what they are used for.

use serde::{Deserialize, Serialize};

/// The name of the tool, whichever program or page it is in.
pub const NAME: &str = "gouji";

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Zh,
    En,
}

impl Language {
    /// The one of two texts that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// `category` in the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Structure,
    Statutory,
    Arithmetic,
    Consistency,
    Timeliness,
    Form,
    Wording,
    Privacy,
}

impl Category {
    pub const ALL: [Category; 8] = [
        Category::Structure,
        Category::Statutory,
        Category::Arithmetic,
        Category::Consistency,
        Category::Timeliness,
        Category::Form,
        Category::Wording,
        Category::Privacy,
    ];

    /// The name used in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Category::Structure => "structure",
            Category::Statutory => "statutory",
            Category::Arithmetic => "arithmetic",
            Category::Consistency => "consistency",
            Category::Timeliness => "timeliness",
            Category::Form => "form",
            Category::Wording => "wording",
            Category::Privacy => "privacy",
        }
    }
}

/// How sure a finding is. Ordered from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Info,
    /// Very probably wrong.
    Warning,
    /// The report breaks a rule, no doubt.
    Error,
}

impl Severity {
    /// The name used in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A date of the civil calendar.
pub type Date = jiff::civil::Date;

/// Kinds of public body (`body` in the contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    Government,
    Department,
    Township,
    Subdistrict,
    Vertical,
    Institution,
    School,
    Other,
}

/// The level of administration a body stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Central,
    Province,
    City,
    County,
    Township,
}
