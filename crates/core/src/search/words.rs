//! Finds words of a vocabulary in Chinese text: the longest that begins at a place, the leftmost first. Most places are
//! ruled out by one look at a table of hashed first characters, most others by the bucket of their first two, which for
//! some hundred words of two to twelve characters takes a tenth of an automaton's time.

use std::ops::Range;

/// A vocabulary, ready for matching. Words keep the order in which they were given.
#[derive(Clone, Debug)]
pub struct Words {
    /// For each hashed first character whether words begin with it that are short, and whether such that are not.
    firsts: [u8; 1 << FIRST_BITS],
    /// Hashed first two characters of words that are not short.
    pairs: [u64; 1 << (PAIR_BITS - 6)],
    /// Words of one character, and the few that begin with ASCII, by their first character.
    short: Table,
    /// Words of less than eight bytes, by their first six, which nearly always are two characters.
    middle: Table,
    /// Words of eight bytes and more, by these: three characters begin nearly as many words as there are.
    long: Table,
    /// All words, one after another, and where each ends.
    text: String,
    ends: Vec<u32>,
}

const FIRST_BITS: u32 = 10;
const PAIR_BITS: u32 = 13;

const SHORT: u8 = 1;
const LONGER: u8 = 2;

/// How many words can be looked for at once, and of how many bytes a word may be.
pub const MOST: usize = u16::MAX as usize;

/// Words in buckets by the hash of how they begin.
#[derive(Clone, Debug, Default)]
struct Table {
    /// By how much a hash is cut to number its bucket.
    cut: u32,
    /// Where the entries of each bucket begin and end.
    buckets: Vec<(u16, u16)>,
    /// Of one bucket the longest word first.
    entries: Vec<Entry>,
}

/// A word, with as much of it as tells in one or two comparisons whether it stands at a place.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// The first eight bytes; those beyond the word are zero.
    head: u64,
    /// The last eight bytes of a word that has more than eight.
    tail: u64,
    /// How many bits of the head are beyond the word.
    beyond: u8,
    len: u16,
    word: u16,
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

/// Spreads the first bytes of a word over all bits.
#[inline(always)]
fn spread(beginning: u64) -> u64 {
    beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The next eight bytes, the first the lowest; beyond the end of the text they are zero, which no word holds.
#[inline(always)]
fn head(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |head, &b| head << 8 | u64::from(b)),
    }
}

/// Of the next eight bytes those of the first character, and how many they are.
#[inline(always)]
fn first_char(head: u64) -> (u64, usize) {
    match head as u8 {
        0xe0..=0xef => (head & 0x00ff_ffff, 3),
        0xc0..=0xdf => (head & 0xffff, 2),
        0xf0.. => (head & 0xffff_ffff, 4),
        _ => (head & 0xff, 1),
    }
}

/// Of the next eight bytes those by which longer words are found.
#[inline(always)]
fn first_six(head: u64) -> u64 {
    head & 0xffff_ffff_ffff
}

impl Table {
    /// Words by the hash of how they begin.
    fn new(words: Vec<Entry>, beginning: impl Fn(u64) -> u64) -> Self {
        let bits = (2 * words.len()).next_power_of_two().ilog2().max(1);
        let mut made = Self { cut: 64 - bits, buckets: vec![(0, 0); 1 << bits], entries: words.clone() };
        let bucket_of = |entry: &Entry| (spread(beginning(entry.head)) >> (64 - bits)) as usize;
        for entry in &words {
            made.buckets[bucket_of(entry)].1 += 1;
        }
        let mut start = 0;
        for bucket in &mut made.buckets {
            let count = std::mem::replace(bucket, (start, start)).1;
            start += count;
        }
        for entry in words {
            let (_, end) = &mut made.buckets[bucket_of(&entry)];
            made.entries[usize::from(*end)] = entry;
            *end += 1;
        }
        for &(from, to) in made.buckets.iter().filter(|(from, to)| to - from > 1) {
            made.entries[usize::from(from)..usize::from(to)].sort_by_key(|entry| std::cmp::Reverse(entry.len));
        }
        made
    }

    /// The words that may begin so; others among them.
    #[inline(always)]
    fn bucket(&self, hash: u64) -> &[Entry] {
        let Some(&(from, to)) = self.buckets.get((hash >> self.cut) as usize) else { return &[] };
        self.entries.get(usize::from(from)..usize::from(to)).unwrap_or_default()
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::new::<&str>([])
    }
}

impl Words {
    /// Prepares words; those beyond [`MOST`] or longer are left out, as are empty ones. Of equal words the first is
    /// found.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        let mut text = String::new();
        let ends: Vec<u32> = words
            .into_iter()
            .take(MOST)
            .map(|word| {
                text.push_str(word.as_ref());
                text.len() as u32
            })
            .collect();
        let mut firsts = [0; _];
        let mut pairs = [0; _];
        let [mut short, mut middle, mut long] = [(); 3].map(|()| Vec::with_capacity(ends.len()));
        let mut from = 0;
        for (id, &end) in ends.iter().enumerate() {
            let word = text.as_bytes().get(from..end as usize).unwrap_or_default();
            from = end as usize;
            let (Some(lead), Ok(len)) = (word.first(), u16::try_from(word.len())) else { continue };
            let head = head(word, 0);
            let first = &mut firsts[first_of(spread(first_char(head).0))];
            let table = if lead.is_ascii() || len < 6 {
                *first |= SHORT;
                &mut short
            } else {
                *first |= LONGER;
                let pair = pair_of(spread(first_six(head)));
                pairs[pair / 64] |= 1 << (pair % 64);
                if len < 8 { &mut middle } else { &mut long }
            };
            table.push(Entry {
                head,
                tail: word.last_chunk().map_or(0, |eight| u64::from_le_bytes(*eight)),
                beyond: 64 - 8 * len.min(8) as u8,
                len,
                word: id as u16,
            });
        }
        let short = Table::new(short, |head| first_char(head).0);
        let (middle, long) = (Table::new(middle, first_six), Table::new(long, |head| head));
        Self { firsts, pairs, short, middle, long, text, ends }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True where there is no word to look for.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A word by its number.
    pub fn get(&self, word: usize) -> Option<&str> {
        let start = word.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
        self.text.get(*start as usize..*self.ends.get(word)? as usize)
    }

    /// The longest word that begins at a byte of the text: its number and its length.
    #[inline]
    pub fn at(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        self.longest(&self.place(text, at))
    }

    /// Visits every word at every place, those that overlap too: its number and its first byte.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, usize)) {
        let mut from = 0;
        while let Some(place) = self.next(text.as_bytes(), from) {
            self.under(&place, |entry| {
                visit(usize::from(entry.word), place.at);
                false
            });
            from = place.at + place.len;
        }
    }

    /// The first word from a byte on, the longest there.
    #[inline(always)]
    pub fn find(&self, text: &[u8], from: usize) -> Option<Found> {
        let mut from = from;
        while let Some(place) = self.next(text, from) {
            if let Some((word, len)) = self.longest(&place) {
                return Some(Found { word, start: place.at, end: place.at + len });
            }
            from = place.at + place.len;
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

    /// True where any of the words stands.
    pub fn stand_in(&self, text: &str) -> bool {
        self.find(text.as_bytes(), 0).is_some()
    }

    /// The next place from a byte on where a word may begin.
    #[inline(always)]
    fn next<'t>(&self, text: &'t [u8], from: usize) -> Option<Place<'t>> {
        let mut rest = text.get(from..).unwrap_or_default();
        while !rest.is_empty() {
            // Most characters have three bytes, and most begin no word.
            while let Some(eight) = rest.first_chunk() {
                let head = u64::from_le_bytes(*eight);
                if head as u8 >> 4 != 0xe {
                    break;
                }
                let hash = spread(head & 0x00ff_ffff);
                let begins = self.firsts[first_of(hash)];
                if begins != 0 {
                    return Some(Place { text, at: text.len() - rest.len(), head, hash, len: 3, begins });
                }
                rest = &rest[3..];
            }
            let place = self.place(text, text.len() - rest.len());
            if place.begins != 0 {
                return Some(place);
            }
            rest = rest.get(place.len..).unwrap_or_default();
        }
        None
    }

    #[inline(always)]
    fn place<'t>(&self, text: &'t [u8], at: usize) -> Place<'t> {
        let head = head(text, at);
        let (first, len) = first_char(head);
        let hash = spread(first);
        Place { text, at, head, hash, len, begins: self.firsts[first_of(hash)] }
    }

    #[inline(always)]
    fn longest(&self, place: &Place<'_>) -> Option<(usize, usize)> {
        let mut found = None;
        self.under(place, |entry| {
            found = Some((usize::from(entry.word), usize::from(entry.len)));
            true
        });
        found
    }

    /// Visits the words that begin at a place, the longest first, until told to stop.
    #[inline(always)]
    fn under(&self, place: &Place<'_>, mut visit: impl FnMut(&Entry) -> bool) {
        if place.begins & LONGER != 0 {
            let hash = spread(first_six(place.head));
            let pair = pair_of(hash);
            if self.pairs[pair / 64] >> (pair % 64) & 1 != 0 {
                for entry in self.long.bucket(spread(place.head)) {
                    if self.stands(entry, place) && visit(entry) {
                        return;
                    }
                }
                for entry in self.middle.bucket(hash) {
                    if entry.fits(place.head) && visit(entry) {
                        return;
                    }
                }
            }
        }
        if place.begins & SHORT != 0 {
            for entry in self.short.bucket(place.hash) {
                if self.stands(entry, place) && visit(entry) {
                    return;
                }
            }
        }
    }

    #[inline(always)]
    fn stands(&self, entry: &Entry, place: &Place<'_>) -> bool {
        let len = usize::from(entry.len);
        // Head and tail are all of a word that is no longer than both.
        entry.fits(place.head)
            && (len <= 8
                || place.text.get(place.at..place.at + len).is_some_and(|text| {
                    text.last_chunk().is_some_and(|eight| u64::from_le_bytes(*eight) == entry.tail)
                        && (len <= 16 || self.get(usize::from(entry.word)).is_some_and(|word| word.as_bytes() == text))
                }))
    }
}

impl Entry {
    #[inline(always)]
    fn fits(&self, head: u64) -> bool {
        (head ^ self.head) << self.beyond == 0
    }
}

/// A place in a text where a word may begin.
struct Place<'t> {
    text: &'t [u8],
    at: usize,
    /// The next eight bytes.
    head: u64,
    /// The hash of the first character, and its bytes.
    hash: u64,
    len: usize,
    /// Whether short and longer words may begin with it.
    begins: u8,
}

/// The number of a first character's hash in [`Words::firsts`].
#[inline(always)]
fn first_of(hash: u64) -> usize {
    (hash >> (64 - FIRST_BITS)) as usize
}

/// The number of a pair's hash in [`Words::pairs`].
#[inline(always)]
fn pair_of(hash: u64) -> usize {
    (hash >> (64 - PAIR_BITS)) as usize
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
    fn of_equal_words_the_first() {
        for word in ["年", "公开", "政府信息", "政府信息公开申请", "ab"] {
            assert_eq!(
                found(&["受理", word, word, "受理"], &format!("受理{word}")),
                [(0, "受理".to_owned()), (1, word.to_owned())]
            );
        }
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
