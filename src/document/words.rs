//! Finds words of a vocabulary in Chinese text: the longest that begins at a place, the leftmost first. Most places are
//! ruled out by a look or two at small sets of hashed beginnings, which for some hundred words of two to twelve
//! characters takes a tenth of an automaton's time.

use std::ops::Range;

/// A vocabulary, ready for matching. Words keep the order in which they were given.
#[derive(Clone, Debug)]
pub struct Words {
    /// ASCII characters that begin a word.
    ascii: [bool; 128],
    /// Hashed first characters of all other words.
    first: Set<{ 1 << (CHAR_BITS - 6) }>,
    /// For each class of words their hashed beginnings.
    beginnings: [Set<{ 1 << (CLASS_BITS - 6) }>; CLASSES],
    /// Where each class has its buckets, and by how much its hashes are cut to number them: as many buckets as words, or some more.
    tables: [(u32, u32); CLASSES],
    /// For each bucket where its entries begin.
    buckets: Vec<u16>,
    /// Of one hash the longest word first.
    entries: Vec<Entry>,
    words: Vec<Box<str>>,
}

const CHAR_BITS: u32 = 11;
const CLASS_BITS: u32 = 12;
/// Words of eight bytes and more, by their first eight (three Chinese characters begin nearly as many words as there are);
/// of six and seven, by two characters; shorter ones, by one; and those that begin with ASCII.
const CLASSES: usize = 4;

/// A word, with as much of it as tells at one comparison that it does not stand here.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The first eight bytes; those beyond the word are zero, in the mask as well.
    head: u64,
    mask: u64,
    word: u16,
    len: u16,
}

/// A set of small numbers.
#[derive(Clone, Debug)]
struct Set<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Set<WORDS> {
    fn insert(&mut self, number: usize) {
        self.0[(number / 64) % WORDS] |= 1 << (number % 64);
    }

    #[inline(always)]
    fn has(&self, number: usize) -> bool {
        self.0[(number / 64) % WORDS] >> (number % 64) & 1 != 0
    }
}

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

/// Spreads a number over so many bits.
#[inline(always)]
fn spread(number: u64, bits: u32) -> usize {
    (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize
}

/// The bytes of a character of three bytes.
const ONE: u64 = 0x00ff_ffff;

/// What a class hashes of the next eight bytes.
#[inline(always)]
fn hash(class: usize, head: u64) -> usize {
    const TWO: u64 = 0xffff_ffff_ffff;
    match class {
        0 => spread(head, CLASS_BITS),
        1 => spread(head & TWO, CLASS_BITS),
        2 => spread(head & ONE, CLASS_BITS),
        _ => (head as usize & 0x7f) << (CLASS_BITS - 7),
    }
}

fn class(word: &[u8]) -> usize {
    match word {
        [..0x80, ..] => 3,
        [_, _, _, _, _, _, _, _, ..] => 0,
        [_, _, _, _, _, _, ..] => 1,
        _ => 2,
    }
}

/// The next eight bytes; beyond the end of the text they are zero, which no word holds.
#[inline(always)]
fn head(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |head, &b| head << 8 | u64::from(b)),
    }
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

impl Default for Words {
    fn default() -> Self {
        Self::new::<&str>([])
    }
}

impl Words {
    /// Prepares words; those beyond the 65,535th are left out, as are empty ones.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        let words: Vec<Box<str>> = words.into_iter().take(usize::from(u16::MAX)).map(|w| w.as_ref().into()).collect();
        let mut made = Self {
            ascii: [false; 128],
            first: Set([0; _]),
            beginnings: std::array::from_fn(|_| Set([0; _])),
            tables: [(0, 0); CLASSES],
            buckets: Vec::new(),
            entries: Vec::with_capacity(words.len()),
            words,
        };
        let mut hashed = Vec::with_capacity(made.words.len());
        for (id, word) in made.words.iter().enumerate() {
            let bytes = word.as_bytes();
            let (Some(&lead), Ok(len)) = (bytes.first(), u16::try_from(bytes.len())) else { continue };
            let (class, head) = (class(bytes), head(bytes, 0));
            let hash = hash(class, head);
            match made.ascii.get_mut(usize::from(lead)) {
                Some(ascii) => *ascii = true,
                None => made.first.insert(spread(head & ONE, CHAR_BITS)),
            }
            made.beginnings[class].insert(hash);
            let mask = u64::MAX >> (64 - 8 * bytes.len().min(8));
            hashed.push((class, hash, Entry { head, mask, word: id as u16, len }));
        }
        let mut buckets = 0;
        for (class, table) in made.tables.iter_mut().enumerate() {
            let words = hashed.iter().filter(|(of, ..)| *of == class).count();
            let bits = words.next_power_of_two().ilog2().min(CLASS_BITS);
            *table = (buckets, CLASS_BITS - bits);
            buckets += 1 << bits;
        }
        made.buckets.resize(buckets as usize + 1, 0);
        hashed
            .sort_by_key(|(class, hash, entry)| (made.bucket(*class, *hash), std::cmp::Reverse(entry.len), entry.word));
        for (class, hash, entry) in hashed {
            let bucket = made.bucket(class, hash);
            made.buckets[bucket + 1] += 1;
            made.entries.push(entry);
        }
        for bucket in 1..made.buckets.len() {
            made.buckets[bucket] += made.buckets[bucket - 1];
        }
        made
    }

    #[inline(always)]
    fn bucket(&self, class: usize, hash: usize) -> usize {
        let (first, cut) = self.tables[class];
        first as usize + (hash >> cut)
    }

    /// A word by its number.
    pub fn get(&self, word: usize) -> Option<&str> {
        self.words.get(word).map(|w| &**w)
    }

    /// The longest word that begins at a byte of the text: its number and its length.
    #[inline]
    pub fn at(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let head = head(text, at);
        if !self.may_begin(head) {
            return None;
        }
        let mut found = None;
        self.under(text, at, head, |word, len| {
            found = Some((word, len));
            true
        });
        found
    }

    /// Visits every word at every place, those that overlap too: its number and its first byte.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some((at, head)) = self.next(bytes, from) {
            self.under(bytes, at, head, |word, _| {
                visit(word, at);
                false
            });
            from = at + char_len(head as u8);
        }
    }

    /// The first word from a byte on, the longest there.
    #[inline]
    pub fn find(&self, text: &[u8], from: usize) -> Option<Found> {
        let mut from = from;
        while let Some((start, head)) = self.next(text, from) {
            let mut found = None;
            self.under(text, start, head, |word, len| {
                found = Some(Found { word, start, end: start + len });
                true
            });
            if found.is_some() {
                return found;
            }
            from = start + char_len(head as u8);
        }
        None
    }

    /// Words that do not overlap, the leftmost and longest first. Words begin at the starts of characters.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find(text.as_bytes(), from)?;
            from = found.end;
            Some(found)
        })
    }

    /// The next place from `from` on, the start of a character, where a word may begin, with its eight bytes.
    #[inline(always)]
    fn next(&self, text: &[u8], from: usize) -> Option<(usize, u64)> {
        let mut at = from;
        while let Some(eight) = text.get(at..).and_then(<[u8]>::first_chunk) {
            let head = u64::from_le_bytes(*eight);
            if self.may_begin(head) {
                return Some((at, head));
            }
            // Other than these two kinds of character always may.
            at += if head as u8 >> 4 == 0xe { 3 } else { 1 };
        }
        while at < text.len() {
            let head = head(text, at);
            if self.may_begin(head) {
                return Some((at, head));
            }
            at += char_len(head as u8);
        }
        None
    }

    /// False where surely no word begins.
    #[inline(always)]
    fn may_begin(&self, head: u64) -> bool {
        if head as u8 >> 4 == 0xe {
            return self.first.has(spread(head & ONE, CHAR_BITS))
                && (0..3).any(|class| self.beginnings[class].has(hash(class, head)));
        }
        // Characters of two or four bytes are rare.
        self.ascii.get(head as usize & 0xff).is_none_or(|&begins| begins)
    }

    /// Visits the words that begin at a byte, the longest first, until told to stop.
    #[inline(always)]
    fn under(&self, text: &[u8], at: usize, head: u64, mut visit: impl FnMut(usize, usize) -> bool) {
        let ascii = head as u8 & 0x80 == 0;
        for class in if ascii { 3..4 } else { 0..3 } {
            let hash = hash(class, head);
            if !self.beginnings[class].has(hash) {
                continue;
            }
            let bucket = self.bucket(class, hash);
            let (from, to) = (usize::from(self.buckets[bucket]), usize::from(self.buckets[bucket + 1]));
            for entry in &self.entries[from..to] {
                let len = usize::from(entry.len);
                if head & entry.mask == entry.head
                    && (len <= 8 || text[at..].starts_with(self.words[usize::from(entry.word)].as_bytes()))
                    && visit(usize::from(entry.word), len)
                {
                    return;
                }
            }
        }
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
