//! What is wrong with a value: why it cannot be read, or does not fit the type that is asked. Knows no language: the
//! words for it are found elsewhere.

use std::fmt;

use serde::de::{Expected, Unexpected};

use super::yaml::{Place, Unreadable};

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    Unreadable(Unreadable),
    UnknownField {
        field: String,
        known: &'static [&'static str],
    },
    UnknownVariant {
        variant: String,
        known: &'static [&'static str],
    },
    MissingField(&'static str),
    /// Something else must stand here.
    Wanted(Wanted),
    /// A text that is no value of the type.
    Invalid(Simple),
    /// Nothing, where a text must stand.
    Nothing,
    /// A value of another type.
    Type {
        found: Found,
        wanted: String,
    },
    /// A value of the type that cannot be meant.
    Value {
        found: Found,
        wanted: String,
    },
    Said(String),
}

/// What must stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Scalar,
    List,
    Map,
    /// The end of a list, which is longer than it may be.
    EndOfList,
    /// A name, or a name with what belongs to it.
    Variant,
    /// The name in a map that is to hold one.
    Name,
    /// The end of the map behind the one name.
    OneName,
    /// The name alone.
    NameAlone,
}

/// A type that is written as one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple {
    Integer(&'static str),
    Float,
    Bool,
    Char,
}

/// What stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Bool(bool),
    Number(String),
    Text(String),
    Nothing,
    List,
    Map,
    Other(String),
}

impl From<Unexpected<'_>> for Found {
    fn from(unexpected: Unexpected<'_>) -> Self {
        match unexpected {
            Unexpected::Bool(value) => Found::Bool(value),
            Unexpected::Unsigned(value) => Found::Number(value.to_string()),
            Unexpected::Signed(value) => Found::Number(value.to_string()),
            Unexpected::Float(value) => Found::Number(value.to_string()),
            Unexpected::Str(text) => Found::Text(text.to_owned()),
            Unexpected::Unit | Unexpected::Option => Found::Nothing,
            Unexpected::Seq => Found::List,
            Unexpected::Map => Found::Map,
            other => Found::Other(other.to_string()),
        }
    }
}

/// A fault and its place, once that is known.
#[derive(Debug)]
pub struct Error(Box<(Fault, Option<Place>)>);

impl Error {
    pub fn new(fault: Fault, place: Option<Place>) -> Self {
        Self(Box::new((fault, place)))
    }

    pub fn into_parts(self) -> (Fault, Option<Place>) {
        *self.0
    }

    pub fn fault(&self) -> &Fault {
        &self.0.0
    }

    /// With this place, where it has none.
    #[cold]
    pub fn or_at(mut self, place: Option<Place>) -> Self {
        self.0.1 = self.0.1.or(place);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.0)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Fault::Said(message.to_string()), None)
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(Fault::Type { found: found.into(), wanted: wanted.to_string() }, None)
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(Fault::Value { found: found.into(), wanted: wanted.to_string() }, None)
    }

    #[cold]
    fn invalid_length(_: usize, wanted: &dyn Expected) -> Self {
        Self::new(Fault::Type { found: Found::List, wanted: wanted.to_string() }, None)
    }

    #[cold]
    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownVariant { variant: variant.to_owned(), known }, None)
    }

    #[cold]
    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownField { field: field.to_owned(), known }, None)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::new(Fault::MissingField(field), None)
    }
}
