//! One pass over a report for the words of all checks that look for words: where each of them stands.
//! Checks ask for their words' places and look closer only there; the words' meaning is not known here.

use rustc_hash::FxHashMap;

const BITS: usize = 1 << 14;

/// The words of a set of checks, ready for one pass over a report.
#[derive(Debug)]
pub struct Prefilter {
    ids: FxHashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    /// A bit for each hashed pair of first characters.
    pairs: Box<[u64]>,
    /// Words by hashed pair, sorted; single characters by the hash of the one.
    buckets: Vec<(u32, u32)>,
    singles: Vec<(char, u32)>,
}

/// Where words stand in one report.
#[derive(Debug)]
pub struct Hits<'p> {
    prefilter: &'p Prefilter,
    /// Word and offset, sorted.
    places: Vec<(u32, u32)>,
}

fn hash(first: char, second: char) -> u32 {
    ((first as u32).wrapping_mul(0x9e37).wrapping_add((second as u32).wrapping_mul(0x85eb)) >> 3) & (BITS as u32 - 1)
}

impl Prefilter {
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut made = Self {
            ids: FxHashMap::default(),
            words: Vec::new(),
            pairs: vec![0; BITS / 64].into_boxed_slice(),
            buckets: Vec::new(),
            singles: Vec::new(),
        };
        for word in words {
            let mut chars = word.chars();
            let Some(first) = chars.next() else { continue };
            if made.ids.contains_key(word) {
                continue;
            }
            let id = made.words.len() as u32;
            made.ids.insert(word.into(), id);
            made.words.push(word.into());
            match chars.next() {
                Some(second) => {
                    let h = hash(first, second);
                    made.pairs[h as usize / 64] |= 1 << (h % 64);
                    made.buckets.push((h, id));
                }
                None => made.singles.push((first, id)),
            }
        }
        made.buckets.sort_unstable();
        made
    }

    /// Finds every word in a text, overlapping ones too.
    pub fn scan<'p>(&'p self, text: &str) -> Hits<'p> {
        let mut places = Vec::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, first)) = chars.next() {
            if !self.singles.is_empty() {
                places.extend(self.singles.iter().filter(|(c, _)| *c == first).map(|&(_, id)| (id, at as u32)));
            }
            let Some(&(_, second)) = chars.peek() else { break };
            let h = hash(first, second);
            if self.pairs[h as usize / 64] & (1 << (h % 64)) == 0 {
                continue;
            }
            let from = self.buckets.partition_point(|b| b.0 < h);
            for &(_, id) in self.buckets[from..].iter().take_while(|b| b.0 == h) {
                if text.as_bytes()[at..].starts_with(self.words[id as usize].as_bytes()) {
                    places.push((id, at as u32));
                }
            }
        }
        places.sort_unstable();
        Hits { prefilter: self, places }
    }
}

impl Hits<'_> {
    /// The offsets of a word, ascending; `None` where the pass did not look for it.
    pub fn of(&self, word: &str) -> Option<impl Iterator<Item = usize> + '_> {
        let id = *self.prefilter.ids.get(word)?;
        let from = self.places.partition_point(|p| p.0 < id);
        Some(self.places[from..].iter().take_while(move |p| p.0 == id).map(|p| p.1 as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_word_where_it_stands() {
        let prefilter = Prefilter::new(["政府", "政府信息", "年", "没有", "政府"]);
        let text = "2020年政府信息,政府";
        let hits = prefilter.scan(text);
        let places = |w: &str| hits.of(w).map(|p| p.collect::<Vec<_>>());
        assert_eq!(places("政府"), Some(vec![7, 20]));
        assert_eq!(places("政府信息"), Some(vec![7]));
        assert_eq!(places("年"), Some(vec![4]));
        assert_eq!(places("没有"), Some(vec![]));
        assert_eq!(places("不知"), None);
    }

    #[test]
    fn the_last_character_counts() {
        let prefilter = Prefilter::new(["年", "占;"]);
        assert_eq!(prefilter.scan("占;年").of("年").map(Iterator::count), Some(1));
        assert_eq!(prefilter.scan("0条占;").of("占;").map(Iterator::count), Some(1));
    }
}
