//! From nodes to types: the one deserializer of the program, for what was packed and for what was just read from YAML,
//! so that each type is decoded by one piece of code.

use serde::de::{Deserialize, Deserializer, Visitor};

use super::MARKED;
use super::access::{Entries, Items, Marked, Variant};
use super::fault::{Error, Fault, Simple, Wanted};
use super::node::{Kind, Node, below, parts};
use super::numbers;
use super::yaml::{Builder, Place, Unreadable};

/// Reads one value after another.
#[derive(Debug)]
pub struct Decoder<'de> {
    nodes: &'de [Node],
    text: &'de str,
    /// Where each node stands in its file; empty where that was not kept.
    places: &'de [Place],
    faults: &'de [(Unreadable, Place)],
    pub(super) at: usize,
    /// The place of a marked value, which is handed over as a number behind it.
    pub(super) mark: Option<u64>,
}

/// Decodes what was packed. What is wrong with it has no place.
///
/// # Errors
/// The first value that does not fit.
pub fn packed<'de, T: Deserialize<'de>>(nodes: &'de [u8], text: &'de str) -> Result<T, Error> {
    let nodes = nodes.as_chunks().0;
    T::deserialize(&mut Decoder { nodes, text, places: &[], faults: &[], at: 0, mark: None })
}

/// Decodes what was read from YAML.
///
/// # Errors
/// The first value that cannot be read or does not fit.
pub fn written<T: for<'de> Deserialize<'de>>(built: &Builder) -> Result<T, Error> {
    let Builder { nodes, text, places, faults, behind } = built;
    let value = T::deserialize(&mut Decoder { nodes, text, places, faults, at: 0, mark: None })?;
    match behind {
        Some((fault, place)) => Err(Error::new(Fault::Unreadable(fault.clone()), Some(*place))),
        None => Ok(value),
    }
}

impl<'de> Decoder<'de> {
    fn place(&self, at: usize) -> Option<Place> {
        self.places.get(at).copied()
    }

    #[inline]
    pub(super) fn take(&mut self) -> Result<(Kind, usize, usize), Error> {
        let Some(node) = self.nodes.get(self.at) else { return Err(self.wrong(self.at, None)) };
        let (kind, len, start) = parts(*node);
        if kind == Kind::Wrong {
            return Err(self.wrong(self.at, None));
        }
        self.at += 1;
        Ok((kind, len, start))
    }

    /// What is to be said of a node that does not fit: why it cannot be read, else what must stand there.
    #[cold]
    pub(super) fn wrong(&self, at: usize, wanted: Option<Wanted>) -> Error {
        let unreadable = match self.nodes.get(at).map(|node| parts(*node)) {
            Some((Kind::Wrong, _, number)) => self.faults.get(number).map(|(fault, _)| fault.clone()),
            Some(_) => None,
            None => Some(Unreadable::End),
        };
        let fault = match (unreadable, wanted) {
            (None, Some(wanted)) => Fault::Wanted(wanted),
            (unreadable, _) => Fault::Unreadable(unreadable.unwrap_or(Unreadable::End)),
        };
        Error::new(fault, self.place(at))
    }

    /// Whether the file cannot be read from here on.
    pub(super) fn is_wrong_here(&self) -> bool {
        self.nodes.get(self.at).is_some_and(|node| parts(*node).0 == Kind::Wrong)
    }

    #[inline]
    fn kind(&self) -> Kind {
        self.nodes.get(self.at).map_or(Kind::Wrong, |node| parts(*node).0)
    }

    #[inline]
    fn scalar(&mut self) -> Result<(Kind, &'de str), Error> {
        let (kind, len, start) = self.take()?;
        if !matches!(kind, Kind::List | Kind::Map)
            && let Some(text) = self.text.get(start..start + len)
        {
            return Ok((kind, text));
        }
        Err(self.wrong(self.at - 1, Some(Wanted::Scalar)))
    }

    /// A text that is meant as one.
    #[inline]
    fn string(&mut self) -> Result<&'de str, Error> {
        let (kind, text) = self.scalar()?;
        if kind == Kind::Null {
            return Err(Error::new(Fault::Nothing, self.place(self.at - 1)));
        }
        Ok(text)
    }

    fn simple<T>(&mut self, simple: Simple, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
        let (kind, text) = self.scalar()?;
        let read = if kind == Kind::Text { None } else { read(text) };
        read.ok_or_else(|| Error::new(Fault::Invalid(simple), self.place(self.at - 1)))
    }

    fn integer<T: TryFrom<i128>>(&mut self, name: &'static str) -> Result<T, Error> {
        self.simple(Simple::Integer(name), |text| T::try_from(numbers::integer(text)?).ok())
    }

    /// What a value says of itself is told at its place; that it is of another type, where it is asked for.
    #[cold]
    fn told(&self, error: Error, at: usize) -> Error {
        if matches!(error.fault(), Fault::Type { .. }) { error } else { error.or_at(self.place(at)) }
    }

    fn skip(&mut self) -> Result<(), Error> {
        let mut left = 1;
        while left > 0 {
            self.take()?;
            left = left + below(self.nodes[self.at - 1]) - 1;
        }
        Ok(())
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $name:literal),*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let number = self.integer($name)?;
            let at = self.at - 1;
            visitor.$visit(number).map_err(|e| self.told(e, at))
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Decoder<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let at = self.at;
        let read = match self.kind() {
            Kind::List => return self.deserialize_seq(visitor),
            Kind::Map => return self.deserialize_map(visitor),
            Kind::Wrong => return Err(self.wrong(at, None)),
            Kind::Null => {
                self.at += 1;
                visitor.visit_unit()
            }
            Kind::Quoted | Kind::Text => visitor.visit_borrowed_str(self.scalar()?.1),
            Kind::Plain => {
                let text = self.scalar()?.1;
                match numbers::Plain::of(text) {
                    numbers::Plain::Bool(value) => visitor.visit_bool(value),
                    numbers::Plain::Unsigned(number) => visitor.visit_u64(number),
                    numbers::Plain::Signed(number) => visitor.visit_i64(number),
                    numbers::Plain::Float(number) => visitor.visit_f64(number),
                    numbers::Plain::Text => visitor.visit_borrowed_str(text),
                }
            }
        };
        read.map_err(|e| self.told(e, at))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.simple(Simple::Bool, numbers::truth)?)
    }

    integers! {
        deserialize_i8 visit_i8 "i8", deserialize_i16 visit_i16 "i16", deserialize_i32 visit_i32 "i32",
        deserialize_i64 visit_i64 "i64", deserialize_i128 visit_i128 "i128", deserialize_u8 visit_u8 "u8",
        deserialize_u16 visit_u16 "u16", deserialize_u32 visit_u32 "u32", deserialize_u128 visit_u128 "u128"
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.mark.take() {
            Some(mark) => visitor.visit_u64(mark),
            None => visitor.visit_u64(self.integer("u64")?),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.simple(Simple::Float, numbers::float)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let one = |text: &str| text.chars().next().filter(|c| c.len_utf8() == text.len());
        visitor.visit_char(self.simple(Simple::Char, one)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.string()?;
        let at = self.at - 1;
        visitor.visit_borrowed_str(text).map_err(|e| self.told(e, at))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    /// Names of fields and variants.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.scalar()?.1;
        let at = self.at - 1;
        visitor.visit_borrowed_str(text).map_err(|e| self.told(e, at))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.kind() == Kind::Null {
            self.at += 1;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Null => {
                self.at += 1;
                visitor.visit_unit()
            }
            _ => Err(self.wrong(self.at, Some(Wanted::NameAlone))),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name != MARKED {
            return visitor.visit_newtype_struct(self);
        }
        let place = self.place(self.at).map(|(start, end)| u64::from(start) << 32 | u64::from(end));
        let value = visitor.visit_seq(Marked { decoder: self, place: place.unwrap_or(0), value: true });
        self.mark = None;
        value
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let (kind, left, _) = self.take()?;
        if kind != Kind::List {
            return Err(self.wrong(self.at - 1, Some(Wanted::List)));
        }
        let mut items = Items { decoder: self, left };
        let value = visitor.visit_seq(&mut items)?;
        if items.left > 0 {
            return Err(self.wrong(self.at, Some(Wanted::EndOfList)));
        }
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let at = self.at;
        let (kind, left, _) = self.take()?;
        if kind != Kind::Map {
            return Err(self.wrong(at, Some(Wanted::Map)));
        }
        let mut entries = Entries { decoder: self, left, key: at };
        let read = visitor.visit_map(&mut entries);
        let Entries { left, key, .. } = entries;
        match read {
            Ok(_) if left > 0 => Err(self.wrong(self.at, Some(Wanted::OneName))),
            Ok(value) => Ok(value),
            Err(error) => Err(error.or_at(self.place(key))),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let at = self.at;
        match self.kind() {
            Kind::List | Kind::Wrong => Err(self.wrong(at, Some(Wanted::Variant))),
            Kind::Map => {
                let (_, entries, _) = self.take()?;
                if entries == 0 {
                    return Err(self.wrong(at, Some(Wanted::Name)));
                }
                let value = visitor.visit_enum(Variant { decoder: self, name: at + 1, holds: true })?;
                if entries > 1 {
                    return Err(self.wrong(self.at, Some(Wanted::OneName)));
                }
                Ok(value)
            }
            _ => visitor.visit_enum(Variant { decoder: self, name: at, holds: false }),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip()?;
        visitor.visit_unit()
    }

    /// Marks are kept of what people wrote; what was packed has none, and asks for none.
    fn is_human_readable(&self) -> bool {
        !self.places.is_empty()
    }
}
