//! A text of the vocabulary or of a form of tables. In the embedded rulebook it is a part of the binary, so that reading
//! thousands of them at start copies nothing; in one loaded from YAML it is a string of its own.

use std::borrow::{Borrow, Cow};
use std::cell::Cell;
use std::fmt;
use std::ops::Deref;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

thread_local! {
    /// The packed bytes that are being read: a text that is a part of them is lent, not copied.
    static LENT: Cell<&'static [u8]> = const { Cell::new(&[]) };
}

/// A text of the rulebook. Reads like a `String`, and is cheap to clone where it is packed.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(Cow<'static, str>);

impl Str {
    /// Reads from packed bytes, whose parts the texts then are.
    pub(crate) fn lend<T>(packed: &'static [u8], read: impl FnOnce() -> T) -> T {
        let before = LENT.replace(packed);
        let read = read();
        LENT.set(before);
        read
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A part of this text, as a text of its own.
    pub fn part(&self, part: &str) -> Self {
        match self.0 {
            Cow::Borrowed(whole) => part_of(whole.as_bytes(), part).map(|part| Self(Cow::Borrowed(part))),
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

/// The same text as a part of `whole`, where its bytes are that part and no others like them.
fn part_of(whole: &'static [u8], text: &str) -> Option<&'static str> {
    let start = text.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    std::str::from_utf8(whole.get(start..start + text.len())?).ok()
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
                Ok(part_of(LENT.get(), text).map_or_else(|| text.to_owned().into(), |part| Str(Cow::Borrowed(part))))
            }
            fn visit_str<E>(self, text: &str) -> Result<Str, E> {
                Ok(text.to_owned().into())
            }
            fn visit_string<E>(self, text: String) -> Result<Str, E> {
                Ok(text.into())
            }
            /// Names in maps are packed as bytes.
            fn visit_borrowed_bytes<E: serde::de::Error>(self, bytes: &'de [u8]) -> Result<Str, E> {
                self.visit_borrowed_str(std::str::from_utf8(bytes).map_err(E::custom)?)
            }
        }
        deserializer.deserialize_string(StrVisitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{BorrowedStrDeserializer, Error};

    use super::*;

    impl Str {
        fn is_lent(&self) -> bool {
            matches!(self.0, Cow::Borrowed(_))
        }
    }

    #[test]
    fn a_part_of_the_packed_text_is_lent_and_another_text_copied() {
        static PACKED: &[u8] = b"\xc0\xa6public\xa3law";
        let read = || ["public", "law"].map(|word| Str::deserialize(BorrowedStrDeserializer::<Error>::new(word)));
        let part = std::str::from_utf8(&PACKED[2..8]).expect("UTF-8");
        let lent = Str::lend(PACKED, || Str::deserialize(BorrowedStrDeserializer::<Error>::new(part))).expect("a text");
        assert!(std::ptr::eq(lent.as_str(), part));
        assert_eq!(Str::lend(PACKED, read).map(|word| word.expect("a text").is_lent()), [false, false]);
        assert_eq!(part_of(PACKED, &String::from(part)), None);
        assert_eq!(part_of(PACKED, ""), None);
        let after = Str::deserialize(BorrowedStrDeserializer::<Error>::new(part)).expect("a text");
        assert!(!after.is_lent());
    }

    #[test]
    fn it_reads_from_yaml_as_a_string_does() {
        let read: Vec<Str> = serde_yaml::from_str("[公开, 2021, \"a\\tb\"]").expect("valid");
        assert_eq!(read, ["公开", "2021", "a\tb"]);
    }
}
