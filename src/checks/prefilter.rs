//! One pass over a report for the words of all checks that look for words: where each of them stands.
//! Checks ask for their words' places and look closer only there; the words' meaning is not known here.

use std::ops::Deref;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer};

use super::{Lazy, Scope};
use crate::document::Words;
use crate::source::Span;

/// The words of a set of checks, ready for one pass over a report.
#[derive(Debug)]
pub struct Prefilter {
    ids: FxHashMap<Box<str>, u32>,
    words: Words,
    /// The few that are looked for in tables too, and their numbers.
    in_tables: Words,
    ids_in_tables: Vec<u32>,
}

/// A word that a check looks for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    text: String,
    /// Its number in the prefilter that was asked first.
    id: Lazy<Option<u32>>,
}

impl Deref for Sought {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<String> for Sought {
    fn from(text: String) -> Self {
        Self { text, id: Lazy::default() }
    }
}

impl<'de> Deserialize<'de> for Sought {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Where words stand in one report.
#[derive(Debug)]
pub struct Hits<'p> {
    prefilter: &'p Prefilter,
    /// For each word its first and its last place: indexes into `places`, counted from 1.
    ends: Vec<(u32, u32)>,
    /// Offset, and the next place of the same word.
    places: Vec<(u32, u32)>,
}

impl Prefilter {
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, Scope)>) -> Self {
        let mut ids = FxHashMap::default();
        let mut list: Vec<(&str, bool)> = Vec::new();
        for (word, scope) in words.into_iter().filter(|(word, _)| !word.is_empty()) {
            let id = *ids.entry(word.into()).or_insert(list.len() as u32) as usize;
            if id == list.len() {
                list.push((word, false));
            }
            list[id].1 |= scope.has_tables();
        }
        let in_tables = || list.iter().enumerate().filter(|(_, (_, wanted))| *wanted);
        Self {
            ids,
            words: Words::new(list.iter().map(|(word, _)| word)),
            in_tables: Words::new(in_tables().map(|(_, (word, _))| word)),
            ids_in_tables: in_tables().map(|(id, _)| id as u32).collect(),
        }
    }

    /// Finds every word in a text, overlapping ones too; in `tables` (ascending, apart) only those that look there.
    pub fn scan<'p>(&'p self, text: &str, tables: &[Span]) -> Hits<'p> {
        let mut ends: Vec<(u32, u32)> = vec![(0, 0); self.ids.len()];
        let mut places: Vec<(u32, u32)> = Vec::with_capacity(512);
        let mut found = |word: usize, at: usize| {
            places.push((at as u32, 0));
            let number = places.len() as u32;
            let (first, last) = &mut ends[word];
            match last.checked_sub(1).and_then(|last| places.get_mut(last as usize)) {
                Some(before) => before.1 = number,
                None => *first = number,
            }
            *last = number;
        };
        let mut from = 0;
        for table in tables.iter().map(|t| t.range()).chain(std::iter::once(text.len()..text.len())) {
            if let Some(prose) = text.get(from..table.start) {
                self.words.each(prose, |word, at| found(word, from + at));
            }
            if let Some(cells) = text.get(table.clone()) {
                self.in_tables.each(cells, |word, at| found(self.ids_in_tables[word] as usize, table.start + at));
            }
            from = table.end;
        }
        Hits { prefilter: self, ends, places }
    }
}

impl Hits<'_> {
    /// The offsets of a word, ascending; `None` where the pass did not look for it.
    pub fn of(&self, word: &Sought) -> Option<impl Iterator<Item = usize> + '_> {
        let known = *word.id.get_or_init(|| self.prefilter.ids.get(&**word).copied());
        // A check may come into another set of rules.
        let id = match known {
            Some(id) if self.prefilter.words.get(id as usize) == Some(&**word) => id,
            _ => *self.prefilter.ids.get(&**word)?,
        };
        let mut next = self.ends[id as usize].0;
        Some(std::iter::from_fn(move || {
            let (at, after) = *self.places.get(next.checked_sub(1)? as usize)?;
            next = after;
            Some(at as usize)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(word: &str) -> Sought {
        word.to_owned().into()
    }

    fn prefilter<const N: usize>(words: [&str; N]) -> Prefilter {
        Prefilter::new(words.map(|word| (word, Scope::Text)))
    }

    #[test]
    fn finds_every_word_where_it_stands() {
        let prefilter = prefilter(["政府", "政府信息", "年", "没有", "政府"]);
        let text = "2020年政府信息,政府";
        let hits = prefilter.scan(text, &[]);
        let places = |w: &str| hits.of(&sought(w)).map(|p| p.collect::<Vec<_>>());
        assert_eq!(places("政府"), Some(vec![7, 20]));
        assert_eq!(places("政府信息"), Some(vec![7]));
        assert_eq!(places("年"), Some(vec![4]));
        assert_eq!(places("没有"), Some(vec![]));
        assert_eq!(places("不知"), None);
    }

    #[test]
    fn in_tables_only_words_that_look_there() {
        let prefilter = Prefilter::new([("总计", Scope::Text), ("结转", Scope::Text), ("结转", Scope::Report)]);
        let text = "总计结转\n总计结转\n总计结转";
        let hits = prefilter.scan(text, &[Span::new(13, 25)]);
        let places = |w: &str| hits.of(&sought(w)).map(|p| p.collect::<Vec<_>>());
        assert_eq!(places("总计"), Some(vec![0, 26]));
        assert_eq!(places("结转"), Some(vec![6, 19, 32]));
    }

    #[test]
    fn a_word_asked_of_one_set_may_be_asked_of_another() {
        let year = sought("年");
        let (one, other) = (prefilter(["政府", "年"]), prefilter(["年", "月", "日"]));
        assert_eq!(one.scan("政府2020年", &[]).of(&year).map(Iterator::last), Some(Some(10)));
        assert_eq!(other.scan("月2020年", &[]).of(&year).map(Iterator::last), Some(Some(7)));
    }

    #[test]
    fn the_last_character_counts() {
        let prefilter = prefilter(["年", "占;"]);
        assert_eq!(prefilter.scan("占;年", &[]).of(&sought("年")).map(Iterator::count), Some(1));
        assert_eq!(prefilter.scan("0条占;", &[]).of(&sought("占;")).map(Iterator::count), Some(1));
    }
}
