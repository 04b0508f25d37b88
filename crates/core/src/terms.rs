//! Words that rules, facts and reports share: languages of messages, severities, categories, kinds of body, tiers,
//! dates. Types only, and nothing of what they are used for.

use std::fmt;
use std::ops::Deref;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tinystr::TinyAsciiStr;

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
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        self.pick("zh", "en")
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// A language that documents may be in: one whose numbers, dates and sentences can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tongue {
    /// Chinese.
    Zh,
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

/// A name that data gives to a kind of thing. It is as cheap to copy and to compare as a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(TinyAsciiStr<16>);

impl Name {
    /// None for what cannot be a name: nothing, more than sixteen letters, other letters than those of ASCII.
    pub fn new(name: &str) -> Option<Self> {
        TinyAsciiStr::try_from_str(name).ok().filter(|name| !name.is_empty()).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Name, E> {
                // Which names there are is for the reader of the whole to say.
                Name::new(text).ok_or_else(|| E::unknown_variant(text, &[]))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

/// A kind of public body (`body` in the contract), by the name that the vocabulary gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(pub Name);

/// The level of administration a body stands at, by the name that the vocabulary gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tier(pub Name);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_of_ascii() {
        let name = Name::new("subdistrict").expect("a name");
        assert_eq!((name.as_str(), Some(name)), ("subdistrict", Name::new("subdistrict")));
        assert_ne!(Some(name), Name::new("subdistricts"));
        for none in ["", "街道办事处", "a_name_of_17_bytes", "nul\0"] {
            assert_eq!(Name::new(none), None, "{none:?}");
        }
        assert_eq!(size_of::<Option<Name>>(), 16, "none costs nothing");
    }
}
