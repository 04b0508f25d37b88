//! A text of the rulebook in both languages. In the packed rulebook it is a number, and costs nothing until it is
//! shown.

use crate::checks::mistake_words;
use crate::terms::Language;
use std::cell::Cell;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::checks::parameter::{Mark, Scalar};

/// The texts of a packed rulebook, which are fetched by number when a finding is written.
#[derive(Debug)]
pub struct Texts {
    /// One after another, each in Chinese and then in English.
    pub all: &'static str,
    /// Where each ends.
    pub ends: &'static [u32],
}

impl Texts {
    fn get(&self, number: u32, language: Language) -> &'static str {
        let part = |at: usize| {
            let start = at.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
            self.all.get(*start as usize..*self.ends.get(at)? as usize)
        };
        let zh = 2 * number as usize;
        part(language.pick(zh, zh + 1)).unwrap_or_default()
    }
}

/// Two books are the same where they are one.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Texts {}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Inner);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Inner {
    /// Its number among the texts of its book.
    Packed(&'static Texts, u32),
    Written(Box<Written>),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    zh: Scalar<String>,
    en: Scalar<String>,
}

impl Text {
    pub fn get(&self, language: Language) -> &str {
        match &self.0 {
            Inner::Packed(texts, number) => texts.get(*number, language),
            Inner::Written(text) => language.pick(&text.zh, &text.en),
        }
    }

    /// Where it stands in its file, in one language.
    pub fn mark(&self, language: Language) -> Mark {
        match (&self.0, language) {
            (Inner::Packed(..), _) => Mark::default(),
            (Inner::Written(text), Language::Zh) => text.zh.mark,
            (Inner::Written(text), Language::En) => text.en.mark,
        }
    }

    /// Only a packed rulebook may give a number.
    pub(super) fn is_packed(&self) -> bool {
        matches!(self.0, Inner::Packed(..))
    }
}

/// What a number stands for where no packed book is being read: nothing.
static NONE: Texts = Texts { all: "", ends: &[] };

thread_local! {
    /// The texts of the book that is being unpacked, which a number alone does not name.
    static AMONG: Cell<Option<&'static Texts>> = const { Cell::new(None) };
}

/// Reads what a book packed, whose texts are numbers among these.
pub(super) fn among<T>(texts: &'static Texts, read: impl FnOnce() -> T) -> T {
    let before = AMONG.replace(Some(texts));
    let read = read();
    AMONG.set(before);
    read
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(mistake_words::TEXT)
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Text, E> {
                let texts = AMONG.get().unwrap_or(&NONE);
                u32::try_from(number).map(|n| Text(Inner::Packed(texts, n))).map_err(E::custom)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
                Written::deserialize(MapAccessDeserializer::new(map)).map(|w| Text(Inner::Written(Box::new(w))))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}
