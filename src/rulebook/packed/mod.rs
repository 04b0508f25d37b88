//! Reads what `build.rs` packed, straight into the types that YAML is read into. Nothing is looked for and nothing is
//! copied: each value says how long it is, and strings are lent from the text.

mod kind;
#[cfg(test)]
mod write;

use std::fmt;

use serde::Deserializer;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use self::kind::{DIGIT_BITS, DIGITS, HEAD_BITS, Kind, LONG};

/// By their numbers.
const KINDS: [Kind; 6] = [Kind::Simple, Kind::Natural, Kind::Number, Kind::Text, Kind::List, Kind::Map];

/// The values of a packed text, one after another.
pub(super) struct Reader<'de> {
    packed: &'de str,
    at: usize,
}

/// What was packed does not fit the type, or is no packed text.
#[derive(Debug)]
pub(super) struct Misfit(String);

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

#[cold]
fn broken() -> Misfit {
    Misfit("no packed value".to_owned())
}

impl<'de> Reader<'de> {
    pub fn new(packed: &'de str) -> Self {
        Self { packed, at: 0 }
    }

    /// The next so many bytes.
    #[inline]
    fn take(&mut self, len: usize) -> Result<&'de str, Misfit> {
        let taken = self.packed.get(self.at..self.at + len).ok_or_else(broken)?;
        self.at += len;
        Ok(taken)
    }

    fn peek(&self) -> Option<u8> {
        self.packed.as_bytes().get(self.at).copied()
    }

    /// The head of the next value.
    #[inline]
    fn head(&mut self) -> Result<(Kind, usize), Misfit> {
        self.checked_head().ok_or_else(broken)
    }

    #[inline]
    fn checked_head(&mut self) -> Option<(Kind, usize)> {
        let head = self.peek()?;
        self.at += 1;
        let kind = *KINDS.get(usize::from(head >> HEAD_BITS))?;
        let number = usize::from(head) & LONG;
        if number < LONG { Some((kind, number)) } else { Some((kind, self.long_number()?)) }
    }

    fn long_number(&mut self) -> Option<usize> {
        let digits = self.packed.as_bytes().get(self.at..self.at + DIGITS as usize)?;
        self.at += DIGITS as usize;
        Some(digits.iter().fold(0, |number, digit| number << DIGIT_BITS | usize::from(*digit)))
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Misfit;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let (kind, number) = self.head()?;
        match kind {
            Kind::Simple if number == 0 => visitor.visit_unit(),
            Kind::Simple => visitor.visit_bool(number == 2),
            Kind::Natural => visitor.visit_u64(number as u64),
            Kind::Number => {
                let written = self.take(number)?;
                match written.parse() {
                    Ok(whole) => visitor.visit_i64(whole),
                    Err(_) => visitor.visit_f64(written.parse().map_err(|_| broken())?),
                }
            }
            Kind::Text => visitor.visit_borrowed_str(self.take(number)?),
            Kind::List => visitor.visit_seq(Inside { reader: self, left: number }),
            Kind::Map => visitor.visit_map(Inside { reader: self, left: number }),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.peek() == Some((Kind::Simple as u8) << HEAD_BITS) {
            self.at += 1;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.head()? {
            (Kind::Text, len) => visitor.visit_enum(self.take(len)?.into_deserializer()),
            (Kind::Map, 1) => visitor.visit_enum(Tagged(self)),
            _ => Err(broken()),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// The values of a list or a map that are still to be read.
struct Inside<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
}

impl Inside<'_, '_> {
    fn next(&mut self) -> bool {
        let more = self.left > 0;
        self.left -= usize::from(more);
        more
    }
}

impl<'de> SeqAccess<'de> for Inside<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        if self.next() { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> MapAccess<'de> for Inside<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        if self.next() { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// A variant with what it holds: a map of one name.
struct Tagged<'r, 'de>(&'r mut Reader<'de>);

impl<'de> EnumAccess<'de> for Tagged<'_, 'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let (Kind::Text, len) = self.0.head()? else { return Err(broken()) };
        let name = BorrowedStrDeserializer::new(self.0.take(len)?);
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Tagged<'_, 'de> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        serde::Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        self.0.deserialize_any(visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    fn packed(value: &Value) -> String {
        let mut out = String::new();
        write::value(value, &mut out);
        out
    }

    #[test]
    fn values_come_back_as_they_were() {
        let long: Vec<u32> = (0..300).collect();
        let value = json!({
            "null": null, "no": false, "yes": true, "small": 14, "large": 15, "year": 2021, "vast": 9_000_000_000_i64,
            "less": -3, "part": 0.6, "empty": "", "word": "公开", "long": "申请".repeat(3000), "list": long,
            "map": {"a": [[], {}, [1, "二"]]},
        });
        let packed = packed(&value);
        let mut reader = Reader::new(&packed);
        assert_eq!(Value::deserialize(&mut reader).expect("packed"), value);
        assert_eq!(reader.at, packed.len());
    }

    #[test]
    fn typed_values_read_as_from_json() {
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Choice {
            Bare,
            Held(u8),
            Pair(u8, u8),
            Named { list: Vec<String> },
        }
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct All {
            choices: Vec<Choice>,
            some: Option<i16>,
            none: Option<i16>,
            left_out: Option<String>,
        }
        let value = json!({
            "choices": ["bare", {"held": 1}, {"pair": [1, 2]}, {"named": {"list": ["年"]}}], "some": 7, "none": null,
        });
        let read = All::deserialize(&mut Reader::new(&packed(&value))).expect("packed");
        assert_eq!(read, serde_json::from_value(value).expect("json"));
    }

    #[test]
    fn what_is_no_packed_text_is_refused() {
        let whole = packed(&json!({"list": ["公开", 2021, true]}));
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            assert!(Value::deserialize(&mut Reader::new(&whole[..end])).is_err(), "{end}");
        }
        assert!(Value::deserialize(&mut Reader::new("\u{7f}")).is_err());
        assert!(bool::deserialize(&mut Reader::new(&packed(&json!("公开")))).is_err());
    }
}
