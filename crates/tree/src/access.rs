//! What a decoder hands to a type piece by piece: the items of a list, the entries of a map, a variant with what
//! belongs to it, a value with its place.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::decode::Decoder;
use super::fault::{Error, Wanted};
use super::node::Kind;

pub(super) struct Items<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub left: usize,
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.decoder).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

pub(super) struct Entries<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub left: usize,
    /// The key that was read last, at first the map itself: what has no place of its own is told there.
    pub key: usize,
}

impl<'de> MapAccess<'de> for &mut Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.key = self.decoder.at;
        seed.deserialize(&mut *self.decoder).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(&mut *self.decoder)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// A value, and its place as a number.
pub(super) struct Marked<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub place: u64,
    pub value: bool,
}

impl<'de> SeqAccess<'de> for Marked<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.decoder.mark = if std::mem::take(&mut self.value) { None } else { Some(self.place) };
        seed.deserialize(&mut *self.decoder).map(Some)
    }
}

pub(super) struct Variant<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub name: usize,
    /// Something belongs to the name.
    pub holds: bool,
}

impl Variant<'_, '_> {
    /// A name without what must belong to it. What cannot be read right behind it is the likelier mistake.
    #[cold]
    fn alone(&self, wanted: Wanted) -> Error {
        let at = if self.decoder.is_wrong_here() { self.decoder.at } else { self.name };
        self.decoder.wrong(at, Some(wanted))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        Ok((seed.deserialize(&mut *self.decoder)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        if !self.holds {
            return Ok(());
        }
        match self.decoder.take()? {
            (Kind::Null, ..) => Ok(()),
            _ => Err(self.decoder.wrong(self.decoder.at - 1, Some(Wanted::NameAlone))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        if !self.holds {
            return Err(self.alone(Wanted::Map));
        }
        seed.deserialize(self.decoder)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        if !self.holds {
            return Err(self.alone(Wanted::List));
        }
        self.decoder.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        if !self.holds {
            return Err(self.alone(Wanted::Map));
        }
        self.decoder.deserialize_map(visitor)
    }
}
