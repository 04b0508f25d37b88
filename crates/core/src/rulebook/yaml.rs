//! Rule files to values: what cannot be read, or does not fit, becomes a problem with its place.

use crate::checks::mistake_words::Wrong;
use serde::de::DeserializeOwned;

use crate::checks::parameter::{Mark, Problem};
use crate::lexicon::RawVocabulary;
use gouji_tree as tree;
use gouji_tree::{Builder, Fault, Place};

/// Reads one file.
///
/// # Errors
/// The first mistake of shape or syntax.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Box<Problem>> {
    let mut built = Builder::default();
    built.file(text);
    decode(&built, text)
}

/// Checks a file of vocabulary as the field `name` of [`RawVocabulary`].
///
/// # Errors
/// The first mistake of shape or syntax.
pub(super) fn vocabulary(name: &str, text: &str) -> Result<Builder, Box<Problem>> {
    let mut built = Builder::files();
    built.entry(name, text);
    decode::<RawVocabulary>(&built, text).map(|_| built)
}

fn decode<T: DeserializeOwned>(built: &Builder, text: &str) -> Result<T, Box<Problem>> {
    tree::written(built).map_err(|error| {
        let (fault, place) = error.into_parts();
        Box::new(explain(&fault, place, text))
    })
}

fn explain(fault: &Fault, place: Option<Place>, text: &str) -> Problem {
    Problem::new(place.map(|place| mark_of(place, text)).unwrap_or_default(), &Wrong::Shape(fault))
}

/// The bytes of a place; where it has no extent, the word that stands there.
fn mark_of((start, end): Place, text: &str) -> Mark {
    let start = text.floor_char_boundary((start as usize).min(text.len()));
    let len = (end as usize).saturating_sub(start);
    let rest = &text[start..];
    let word = || rest.find([':', ' ', '\n', ',', '}']).filter(|&n| n > 0).unwrap_or(rest.len().min(1));
    let end = text.ceil_char_boundary((start + if len > 0 { len } else { word() }).min(text.len()));
    Mark { start: start as u32, end: end as u32 }
}
