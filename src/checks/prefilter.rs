//! One pass over a report for the words of all checks that look for words: where each of them stands.
//! Checks ask for their words' places and look closer only there; the words' meaning is not known here.

use rustc_hash::FxHashMap;

use crate::document::Words;

/// The words of a set of checks, ready for one pass over a report.
#[derive(Debug)]
pub struct Prefilter {
    ids: FxHashMap<Box<str>, u32>,
    words: Words,
}

/// Where words stand in one report.
#[derive(Debug)]
pub struct Hits<'p> {
    prefilter: &'p Prefilter,
    /// Word and offset, sorted.
    places: Vec<(u32, u32)>,
}

impl Prefilter {
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut ids = FxHashMap::default();
        let mut list: Vec<&str> = Vec::new();
        for word in words {
            if !word.is_empty() && !ids.contains_key(word) {
                ids.insert(word.into(), list.len() as u32);
                list.push(word);
            }
        }
        Self { ids, words: Words::new(list) }
    }

    /// Finds every word in a text, overlapping ones too.
    pub fn scan<'p>(&'p self, text: &str) -> Hits<'p> {
        let mut places = Vec::with_capacity(512);
        self.words.each(text, |word, at| places.push((word as u32, at as u32)));
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
