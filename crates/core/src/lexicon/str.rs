//! A text of the vocabulary or of a form of tables. In the embedded rulebook it is a part of the binary, so that
//! reading thousands of them at start copies nothing; in one loaded from YAML it is a string of its own.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

use gouji_tree::{lent, part_of};

/// A text of the rulebook. Reads like a `String`, and is cheap to clone where it is packed.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(Cow<'static, str>);

impl Str {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A part of this text, as a text of its own.
    pub fn part(&self, part: &str) -> Self {
        match self.0 {
            Cow::Borrowed(whole) => part_of(whole, part).map(|part| Self(Cow::Borrowed(part))),
            Cow::Owned(_) => None,
        }
        .unwrap_or_else(|| part.to_owned().into())
    }
}

impl Deref for Str {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Str {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// So that maps can be asked by plain texts.
impl Borrow<str> for Str {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Str {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<String> for Str {
    fn eq(&self, other: &String) -> bool {
        self.0 == other.as_str()
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<Str> for String {
    fn from(text: Str) -> Self {
        text.0.into_owned()
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<'de> Deserialize<'de> for Str {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrVisitor;
        impl<'de> Visitor<'de> for StrVisitor {
            type Value = Str;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Str, E> {
                Ok(lent(text).map_or_else(|| text.to_owned().into(), |part| Str(Cow::Borrowed(part))))
            }
            fn visit_str<E>(self, text: &str) -> Result<Str, E> {
                Ok(text.to_owned().into())
            }
            fn visit_string<E>(self, text: String) -> Result<Str, E> {
                Ok(text.into())
            }
        }
        deserializer.deserialize_string(StrVisitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{BorrowedStrDeserializer, Error};

    use super::*;
    use gouji_tree::{Builder, lend, written};

    impl Str {
        fn is_lent(&self) -> bool {
            matches!(self.0, Cow::Borrowed(_))
        }
    }

    #[test]
    fn a_part_of_the_packed_text_is_lent_and_another_text_copied() {
        static PACKED: &str = "公开制度";
        let read = |text| Str::deserialize(BorrowedStrDeserializer::<Error>::new(text)).expect("a text");
        let own = String::from("公开");
        let [part, same] = lend(PACKED, || [read(&PACKED[..6]), read(&own)]);
        assert!(std::ptr::eq(part.as_str(), &PACKED[..6]) && part.is_lent());
        assert_eq!((same.as_str(), same.is_lent()), ("公开", false));
        assert!(part.part(&part[..3]).is_lent() && !same.part(&same[..3]).is_lent());
        assert!(!read(&PACKED[..6]).is_lent(), "when all is read, nothing is lent any more");
    }

    #[test]
    fn it_reads_from_yaml_as_a_string_does() {
        let mut yaml = Builder::default();
        yaml.file("[公开, 2021, \"a\\tb\"]");
        let read: Vec<Str> = written(&yaml).expect("valid");
        assert_eq!(read, ["公开", "2021", "a\tb"]);
    }
}
