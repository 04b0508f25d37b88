//! Finds words of a vocabulary in Chinese text: the longest that begins at a place, the leftmost first. Most places are
//! ruled out by one look at a table of hashed beginnings, which for some hundred words of two to twelve characters takes
//! a fifth of an automaton's time.

use std::ops::Range;

const BITS: u32 = 13;

/// A vocabulary, ready for matching. Words keep the order in which they were given.
#[derive(Debug, Default)]
pub struct Words {
    /// For each byte what words begin with it: [`LONG`] or [`SHORT`] ones.
    first: Vec<u8>,
    /// For each hashed beginning the range of `entries`, of long words and, after those, of short ones.
    buckets: Vec<u16>,
    /// Numbers of words: of one hash the longest first.
    entries: Vec<u16>,
    words: Vec<Box<str>>,
}

/// Words of six bytes or more, as two Chinese characters have.
const LONG: u8 = 1;
/// Words of three to five bytes, as one Chinese character has.
const SHORT: u8 = 2;
const TINY: u8 = 4;
/// Hashes: first those of long words, then of short ones, then of tiny ones.
const SHORTS: usize = 1 << BITS;
const TINIES: usize = SHORTS + 1024;
const HASHES: usize = TINIES + 256;

/// A word found: its number and its bytes in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub word: usize,
    pub start: usize,
    pub end: usize,
}

impl Found {
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A long word is hashed by the last byte of its first character and the three of its second, since the first bytes of
/// Chinese characters are much alike.
#[inline(always)]
fn long(text: &[u8]) -> Option<usize> {
    let [_, _, a, b, c, d, ..] = text else { return None };
    Some((u32::from_le_bytes([*a, *b, *c, *d]).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize)
}

#[inline(always)]
fn short(text: &[u8]) -> Option<usize> {
    let [a, b, c, ..] = text else { return None };
    Some(SHORTS + (u32::from_le_bytes([*a, *b, *c, 0]).wrapping_mul(0x9e37_79b1) >> 22) as usize)
}

#[inline(always)]
fn tiny(text: &[u8]) -> Option<usize> {
    text.first().map(|&b| TINIES + usize::from(b))
}

/// Bytes of the character that begins with this one.
#[inline(always)]
fn char_len(lead: u8) -> usize {
    match lead {
        0xe0..=0xef => 3,
        0xf0.. => 4,
        0xc0..=0xdf => 2,
        _ => 1,
    }
}

impl Words {
    /// Prepares words; those beyond the 65,535th are left out, as are empty ones.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        let words: Vec<Box<str>> = words.into_iter().take(usize::from(u16::MAX)).map(|w| w.as_ref().into()).collect();
        let mut first = vec![0; 256];
        let mut hashed: Vec<(usize, u16)> = Vec::with_capacity(words.len());
        for (id, word) in words.iter().enumerate() {
            let bytes = word.as_bytes();
            let (kind, hash) = match bytes.len() {
                0..3 => (TINY, tiny(bytes)),
                3..6 => (SHORT, short(bytes)),
                _ => (LONG, long(bytes)),
            };
            if let Some(hash) = hash {
                first[usize::from(bytes[0])] |= kind;
                hashed.push((hash, id as u16));
            }
        }
        hashed.sort_by_key(|&(h, id)| (h, std::cmp::Reverse(words[usize::from(id)].len()), id));
        let mut buckets = vec![0; HASHES + 1];
        for &(h, _) in &hashed {
            buckets[h + 1] += 1;
        }
        for h in 1..buckets.len() {
            buckets[h] += buckets[h - 1];
        }
        Self { first, buckets, entries: hashed.into_iter().map(|(_, id)| id).collect(), words }
    }

    /// The longest word that begins at a byte of the text: its number and its length.
    #[inline]
    pub fn at(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let mut found = None;
        self.under(text, at, |word, len| {
            found = Some((word, len));
            true
        });
        found
    }

    /// Visits every word at every place, those that overlap too: its number and its first byte.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self.under(bytes, at, |word, _| {
                visit(word, at);
                false
            });
            at += char_len(bytes[at]);
        }
    }

    /// Visits the words that begin at a byte, the longest first, until told to stop. Nearly every place of a text is left
    /// after one or two looks.
    #[inline(always)]
    fn under(&self, text: &[u8], at: usize, mut visit: impl FnMut(usize, usize) -> bool) {
        let Some(rest) = text.get(at..) else { return };
        let (Some(&lead), false) = (rest.first(), self.first.is_empty()) else { return };
        let kinds = self.first[usize::from(lead)];
        if kinds == 0 {
            return;
        }
        for (kind, hash) in [(LONG, long as fn(&[u8]) -> Option<usize>), (SHORT, short), (TINY, tiny)] {
            if kinds & kind == 0 {
                continue;
            }
            let Some(h) = hash(rest) else { continue };
            let (from, to) = (self.buckets[h], self.buckets[h + 1]);
            if from != to && self.look(usize::from(from)..usize::from(to), rest, &mut visit) {
                return;
            }
        }
    }

    fn look(&self, bucket: Range<usize>, rest: &[u8], visit: &mut impl FnMut(usize, usize) -> bool) -> bool {
        self.entries[bucket].iter().any(|&id| {
            let word = self.words[usize::from(id)].as_bytes();
            rest.starts_with(word) && visit(usize::from(id), word.len())
        })
    }

    /// Words that do not overlap, the leftmost and longest first. Words begin at the starts of characters.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let bytes = text.as_bytes();
        let mut next = 0;
        std::iter::from_fn(move || {
            while next < bytes.len() {
                let start = next;
                if let Some((word, len)) = self.at(bytes, start) {
                    next = start + len;
                    return Some(Found { word, start, end: next });
                }
                next += char_len(bytes[start]);
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, String)> {
        let words = Words::new(words);
        words.find_iter(text).map(|f| (f.word, text[f.range()].to_owned())).collect()
    }

    #[test]
    fn the_longest_at_the_leftmost_place() {
        let words = ["申请", "政府信息公开申请", "公开", "共", "年", "e-mail", "无申请"];
        assert_eq!(
            found(&words, "2020年共收到政府信息公开申请,无申请e-mail公开共"),
            [(4, "年"), (3, "共"), (1, "政府信息公开申请"), (6, "无申请"), (5, "e-mail"), (2, "公开"), (3, "共")]
                .map(|(i, w)| (i, w.to_owned()))
        );
    }

    #[test]
    fn every_place_agrees_with_a_plain_search() {
        let words = ["一", "一是", "一是一", "ab", "abc", "二是二是", "é是"];
        let text = "一是一二是二是abcab一é是二是";
        let made = Words::new(words);
        for (at, _) in text.char_indices() {
            let plain = words
                .iter()
                .enumerate()
                .filter(|(_, w)| text[at..].starts_with(**w))
                .max_by_key(|(_, w)| w.len())
                .map(|(i, w)| (i, w.len()));
            assert_eq!(made.at(text.as_bytes(), at), plain, "at {at}");
        }
    }
}
