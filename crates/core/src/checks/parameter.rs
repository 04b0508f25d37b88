//! Parameters of rules with the place they were written at, and the mistakes found in them.
//! Knows YAML only through the marks that the loader leaves; a value from the packed rulebook has none.

use super::mistake_words::Both;
use super::mistake_words::Thing;
use super::mistake_words::Told;
use super::mistake_words::Wrong;
use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use gouji_tree::MARKED;

/// Where a scalar stands in its rule file: a half-open range of bytes. Empty and at 0 where that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
}

impl Mark {
    pub fn is_known(self) -> bool {
        self.end > self.start
    }

    /// A part of this mark, by byte offsets from its start; the whole where they do not fit.
    pub fn part(self, range: std::ops::Range<usize>) -> Self {
        let (start, end) = (self.start + range.start as u32, self.start + range.end as u32);
        if self.is_known() && start < end && end <= self.end { Self { start, end } } else { self }
    }
}

/// A value of a rule file and where it stands there. Reads like the value itself.
#[derive(Clone, Default)]
pub struct Scalar<T> {
    pub value: T,
    pub mark: Mark,
}

impl<T> Deref for Scalar<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Scalar<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Marks are no part of the value.
impl<T: PartialEq> PartialEq for Scalar<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Scalar<T> {}

impl<T: PartialOrd> PartialOrd for Scalar<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Scalar<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

/// So that maps with marked names can be asked by name.
impl Borrow<str> for Scalar<String> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl<T> From<T> for Scalar<T> {
    fn from(value: T) -> Self {
        Self { value, mark: Mark::default() }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Scalar<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Marked<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Marked<T> {
            type Value = Scalar<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scalar<T>, D::Error> {
                T::deserialize(deserializer).map(Scalar::from)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar<T>, A::Error> {
                let value = seq.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let ends: u64 = seq.next_element()?.unwrap_or(0);
                Ok(Scalar { value, mark: Mark { start: (ends >> 32) as u32, end: ends as u32 } })
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_newtype_struct(MARKED, Marked(PhantomData))
        } else {
            T::deserialize(deserializer).map(Self::from)
        }
    }
}

/// Something worked out from a value when first needed. It is no part of the value: a clone starts without it, and it
/// is not shown.
pub struct Lazy<T>(OnceLock<T>);

impl<T> Lazy<T> {
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

/// One mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable name of the kind of mistake (`unknown-table`).
    pub code: &'static str,
    pub message: Both,
    pub mark: Mark,
    /// What to say at the mark.
    pub label: Both,
    /// Other places of the same file that belong to it.
    pub related: Vec<(Mark, Both)>,
    pub help: Option<Both>,
}

impl Problem {
    pub fn new(mark: Mark, wrong: &Wrong<'_>) -> Self {
        let Told { code, message, label, help } = wrong.told();
        Self { code, message, mark, label, related: Vec::new(), help }
    }
}

/// The mistakes of one rule file: all of them are told in one run.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    pub list: Vec<Problem>,
}

impl Problems {
    /// Adds a mistake at a place.
    pub fn add(&mut self, mark: Mark, wrong: &Wrong<'_>) -> &mut Problem {
        self.list.push(Problem::new(mark, wrong));
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a name that nothing has, with the nearest of the names that would do.
    pub fn unknown<'n>(&mut self, thing: Thing, name: &Scalar<String>, known: impl IntoIterator<Item = &'n str>) {
        self.unknown_at(thing, &name.value, name.mark, known);
    }

    /// As [`Problems::unknown`], for a name inside a scalar.
    pub fn unknown_at<'n>(&mut self, thing: Thing, name: &str, mark: Mark, known: impl IntoIterator<Item = &'n str>) {
        let known: Vec<&str> = known.into_iter().collect();
        self.add(mark, &Wrong::Unknown { thing, name, known: &known });
    }
}

/// The part of a report that a check looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Running text and headings of the report: no tables, no page furniture.
    #[default]
    Text,
    /// The report with its tables.
    Report,
    Title,
    /// Between the title and the first section.
    Preface,
    /// The preface, or where there is none the first section.
    Opening,
    Headings,
    /// Running text under headings: neither headings nor preface.
    Body,
    /// Everything, page furniture too.
    Page,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_know_their_place_in_yaml_and_none_in_json() {
        #[derive(Deserialize)]
        struct Holder {
            name: Scalar<String>,
        }
        let yaml = "# 规则\nname: 统计期限\n";
        let mut built = gouji_tree::Builder::default();
        built.file(yaml);
        let read: Holder = gouji_tree::written(&built).expect("valid");
        assert_eq!(&yaml[read.name.mark.start as usize..read.name.mark.end as usize], "统计期限");
        let read: Holder = serde_json::from_str(r#"{"name": "x"}"#).expect("valid");
        assert!(!read.name.mark.is_known());
    }
}
