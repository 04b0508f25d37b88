//! Text parted at its full stops, and which of the parts may hold a figure: the others need not be read word by word.
//! Characters are told by their three bytes; the words come from the vocabulary.

use memchr::memmem::Finder;

use super::Str;
use crate::language::numbers;

const STOP: &str = "。";

/// A stretch of text up to its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    /// Digits, numerals before a measure word, or words of zero stand in it: else there is nothing to read.
    pub figures: bool,
}

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
pub(super) struct Telling {
    stop: Finder<'static>,
    /// First and second character of words of zero, in order; of words of one character only the first.
    zeros: Vec<(Code, Option<Code>)>,
    numerals: Vec<Code>,
    /// What follows a numeral in a figure.
    measures: Vec<Code>,
    /// Whether any of these begins with a character that ends in these two bytes; six bits of each tell.
    set: [u64; 64],
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
            stop: Finder::new(STOP),
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
    fn told(&self, text: &[u8]) -> bool {
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

fn has_digit(text: &[u8]) -> bool {
    // All of so many bytes are looked at together, which takes no longer than two of them one by one.
    let any = |chunk: &[u8; 32]| chunk.iter().fold(false, |any, b| any | b.is_ascii_digit());
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().any(any) || any(last),
        None => text.iter().any(u8::is_ascii_digit),
    }
}

/// Parts a text at its full stops.
pub(super) fn pieces<'t>(text: &'t str, telling: &'t Telling) -> impl Iterator<Item = Piece> + 't {
    let bytes = text.as_bytes();
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end;
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let len = telling.stop.find(rest).map_or(rest.len(), |at| at + STOP.len());
        end += len;
        let piece = &rest[..len];
        Some(Piece { start, end, figures: has_digit(piece) || telling.told(piece) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::embedded_lexicon;

    #[test]
    fn sentences_without_a_figure_are_told() {
        let text =
            "云河县水利局加强领导。全年收到申请两件。未收到举报。规章不存在变动。一是无锡的经验。第3期。没有收到申请";
        let found: Vec<(&str, bool)> =
            pieces(text, &embedded_lexicon().counts.telling).map(|p| (&text[p.start..p.end], p.figures)).collect();
        assert_eq!(found.iter().map(|f| f.0).collect::<String>(), text);
        assert_eq!(found.iter().map(|f| f.1).collect::<Vec<_>>(), [false, true, true, true, true, true, true]);
    }
}
