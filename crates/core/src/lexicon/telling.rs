//! What tells that a figure may follow: first characters of words of zero, numerals, measure words.

use memchr::memmem::Finder;

use super::str::Str;
use crate::language::numbers;

/// The three bytes of a character; characters of other lengths are of no interest here.
type Code = u32;

fn code(c: char) -> Option<Code> {
    match *c.encode_utf8(&mut [0; 4]).as_bytes() {
        [a, b, c] => Some(u32::from_be_bytes([0, a, b, c])),
        _ => None,
    }
}

/// What tells that a figure may follow.
#[derive(Debug)]
pub(crate) struct Telling {
    pub(crate) stop: Finder<'static>,
    /// First and second character of words of zero, in order; of words of one character only the first.
    pub(crate) zeros: Vec<(Code, Option<Code>)>,
    pub(crate) numerals: Vec<Code>,
    /// What follows a numeral in a figure.
    pub(crate) measures: Vec<Code>,
    /// Whether any of these begins with a character that ends in these two bytes; six bits of each tell.
    pub(crate) set: [u64; 64],
}

impl Default for Telling {
    fn default() -> Self {
        Self::new([].iter(), [].iter())
    }
}

impl Telling {
    pub fn new<'a>(zeros: impl Iterator<Item = &'a Str>, units: impl Iterator<Item = &'a Str>) -> Self {
        let first_two = |word: &Str| {
            let mut chars = word.chars();
            Some((code(chars.next()?)?, chars.next().and_then(code)))
        };
        let places = numbers::PLACES.chars();
        let mut telling = Self {
            stop: Finder::new("。"),
            zeros: zeros.filter_map(first_two).collect(),
            numerals: numbers::CHINESE.chars().filter_map(code).collect(),
            measures: units.filter_map(|unit| unit.chars().next()).chain(places).filter_map(code).collect(),
            set: [0; 64],
        };
        telling.zeros.sort_unstable();
        for list in [&mut telling.numerals, &mut telling.measures] {
            list.sort_unstable();
            list.dedup();
        }
        for &code in telling.zeros.iter().map(|(first, _)| first).chain(&telling.numerals) {
            telling.set[(code >> 8 & 63) as usize] |= 1 << (code & 63);
        }
        telling
    }

    /// True where a numeral or a word of zero stands in a text.
    pub(crate) fn told(&self, text: &[u8]) -> bool {
        let mut at = 0;
        while let Some(&lead) = text.get(at) {
            // Those of four bytes leave one behind, which is no lead.
            at += if lead < 0xe0 { 1 } else { 3 };
            if lead >= 0xe0
                && let Some(&[a, b, c]) = text.get(at - 3..at)
                && self.set[usize::from(b & 63)] >> (c & 63) & 1 != 0
                && self.is_number(u32::from_be_bytes([0, a, b, c]), &text[at..])
            {
                return true;
            }
        }
        false
    }

    fn is_number(&self, code: Code, rest: &[u8]) -> bool {
        let next = match rest {
            &[a, b, c, ..] => u32::from_be_bytes([0, a, b, c]),
            _ => 0,
        };
        let zeros = &self.zeros[self.zeros.partition_point(|zero| zero.0 < code)..];
        zeros.iter().take_while(|zero| zero.0 == code).any(|zero| zero.1.is_none_or(|second| second == next))
            || self.numerals.contains(&code) && self.measures.binary_search(&next).is_ok()
    }
}
