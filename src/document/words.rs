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

const LONG: u8 = 1;
const SHORT: u8 = 2;

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

/// Long words have two characters of three bytes or more. They are hashed by the last byte of the first and the three of
/// the second, since the first bytes of Chinese characters are much alike; short ones by their first byte.
fn hash(bytes: &[u8]) -> usize {
    match bytes {
        [_, _, a, b, c, d, ..] => {
            (u32::from_le_bytes([*a, *b, *c, *d]).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
        }
        _ => short_hash(bytes[0]),
    }
}

fn short_hash(first: u8) -> usize {
    (1 << BITS) + usize::from(first)
}

/// Bytes of the character that begins with this one.
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
        for (id, word) in words.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
            let bytes = word.as_bytes();
            first[usize::from(bytes[0])] |= if bytes.len() >= 6 { LONG } else { SHORT };
            hashed.push((hash(bytes), id as u16));
        }
        hashed.sort_by_key(|&(h, id)| (h, std::cmp::Reverse(words[usize::from(id)].len()), id));
        let mut buckets = vec![0; (1 << BITS) + 257];
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
        let kinds = *self.first.get(usize::from(*text.get(at)?))?;
        if kinds == 0 {
            return None;
        }
        let rest = &text[at..];
        if kinds & LONG != 0 && rest.len() >= 6 {
            let h = hash(rest);
            if self.buckets[h] != self.buckets[h + 1]
                && let Some(found) = self.look(h, rest)
            {
                return Some(found);
            }
        }
        if kinds & SHORT != 0 { self.look(short_hash(rest[0]), rest) } else { None }
    }

    /// Visits every word that begins at a byte of the text, by its number.
    #[inline]
    fn each_at(&self, text: &[u8], at: usize, visit: &mut impl FnMut(usize)) {
        let kinds = self.first[usize::from(text[at])];
        if kinds == 0 {
            return;
        }
        let rest = &text[at..];
        let long = (kinds & LONG != 0 && rest.len() >= 6).then(|| hash(rest));
        let short = (kinds & SHORT != 0).then(|| short_hash(rest[0]));
        for h in long.into_iter().chain(short) {
            for &id in &self.entries[usize::from(self.buckets[h])..usize::from(self.buckets[h + 1])] {
                if rest.starts_with(self.words[usize::from(id)].as_bytes()) {
                    visit(usize::from(id));
                }
            }
        }
    }

    /// Visits every word at every place, those that overlap too: its number and its first byte.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, usize)) {
        if self.words.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self.each_at(bytes, at, &mut |word| visit(word, at));
            at += char_len(bytes[at]);
        }
    }

    fn look(&self, h: usize, rest: &[u8]) -> Option<(usize, usize)> {
        let bucket = usize::from(self.buckets[h])..usize::from(self.buckets[h + 1]);
        self.entries[bucket].iter().find_map(|&id| {
            let word = self.words[usize::from(id)].as_bytes();
            rest.starts_with(word).then_some((usize::from(id), word.len()))
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
