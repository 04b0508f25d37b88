//! JSON on one line, byte for byte as `serde_json` writes it. Nearly all that is printed is text in which nothing needs an
//! escape: that is seen many bytes at a time, and the text copied. Knows structs, lists and plain values, which is all
//! that machine output is made of; everything else is an error.

use serde::ser::{Error as _, Impossible, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::Error;

/// What a file of some findings takes.
const USUAL: usize = 8 << 10;

/// A value as JSON.
///
/// # Errors
/// It is of a kind that is not written here.
pub(super) fn to_string<T: Serialize>(value: &T) -> Result<String, Error> {
    let mut out = String::with_capacity(USUAL);
    value.serialize(Writer(&mut out))?;
    Ok(out)
}

struct Writer<'o>(&'o mut String);

impl Writer<'_> {
    /// A value as the library writes it.
    fn plain<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.bare(&serde_json::to_string(value)?)
    }

    fn bare(self, text: &str) -> Result<(), Error> {
        self.0.push_str(text);
        Ok(())
    }

    /// A text between quotation marks, in which nothing needs an escape.
    fn quoted(self, text: &str) -> Result<(), Error> {
        self.0.push('"');
        self.0.push_str(text);
        self.0.push('"');
        Ok(())
    }
}

/// Whether a text holds what JSON escapes. Looks at all of it, which leaves no branch between bytes.
fn has_escapes(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | (b < 0x20) | (b == b'"') | (b == b'\\'))
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'o>;
    type SerializeStruct = Parts<'o>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        if has_escapes(text) { self.plain(text) } else { self.quoted(text) }
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.bare(if value { "true" } else { "false" })
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.bare(itoa::Buffer::new().format(value))
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.bare(itoa::Buffer::new().format(value))
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.plain(&value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.plain(value)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.bare("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.bare("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.bare("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(unknown(name))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'o>, Error> {
        Ok(Parts::begin(self.0, '[', ']'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'o>, Error> {
        Ok(Parts::begin(self.0, '{', '}'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(unknown("tuple"))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(unknown(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(unknown(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Err(unknown("map"))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(unknown(name))
    }
}

fn unknown(kind: &str) -> Error {
    Error::custom(format_args!("{kind} is not written here"))
}

/// The elements of a list, or the fields of a struct.
struct Parts<'o> {
    out: &'o mut String,
    first: bool,
    close: char,
}

impl<'o> Parts<'o> {
    fn begin(out: &'o mut String, open: char, close: char) -> Self {
        out.push(open);
        Self { out, first: true, close }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
    }

    fn close(self) -> Result<(), Error> {
        self.out.push(self.close);
        Ok(())
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        value.serialize(Writer(self.out))
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.next();
        Writer(self.out).quoted(name)?;
        self.out.push(':');
        value.serialize(Writer(self.out))
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        TwoWords,
    }

    #[derive(Serialize)]
    struct Inner<'t> {
        text: &'t str,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<u8>,
    }

    #[derive(Serialize)]
    struct Outer<'t> {
        list: Vec<Inner<'t>>,
        none: Option<String>,
        empty: Vec<f64>,
        floats: Vec<f64>,
        kind: Kind,
        year: i16,
        sure: bool,
    }

    #[test]
    fn is_as_the_library_writes_it() {
        let texts = [
            "",
            "云河县",
            "一\"二\\三",
            "\u{1}\n\t\u{7f}\u{2028}",
            "a very long line without anything to escape, 中文",
            "尾\"",
        ];
        let inner = |(i, text)| Inner { text, note: (i % 2 == 0).then_some(3) };
        let list: Vec<Inner<'_>> = texts.into_iter().enumerate().map(inner).collect();
        let floats = vec![0.0, 98.5, 100.0, 1.0 / 3.0, f64::NAN];
        let (kind, empty) = (Kind::TwoWords, Vec::new());
        let value = [Outer { list, none: None, empty, floats, kind, year: -2024, sure: true }];
        let value = value.as_slice();
        assert_eq!(to_string(&value).expect("written"), serde_json::to_string(&value).expect("written"));
    }
}
