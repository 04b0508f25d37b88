//! One pass over a report for the words of all checks that look for words: where each of them stands.
//! Checks ask for their words' places and look closer only there; the words' meaning is not known here.

use std::cell::OnceCell;
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Deserializer};

use super::parameter::Lazy;
use super::parameter::Scope;
use crate::search::Words;
use crate::source::Span;

/// The words of a set of checks, ready for one pass over a report.
#[derive(Debug)]
pub struct Prefilter {
    /// Tells it apart from all others.
    number: u32,
    words: Words,
    /// How many they are.
    count: usize,
    /// The few that are looked for in tables too, and their numbers.
    in_tables: Words,
    ids_in_tables: Vec<u32>,
}

/// Words that the checks of a rulebook look for, or some more.
const USUAL: usize = 512;

/// Offsets of words.
#[derive(Debug)]
struct Places {
    /// For each word its first and its last place: indexes into `list`, counted from 1.
    ends: Vec<(u32, u32)>,
    /// Offset, and the next place of the same word.
    list: Vec<(u32, u32)>,
}

impl Places {
    fn new(words: usize) -> Self {
        Self { ends: vec![(0, 0); words], list: Vec::with_capacity(256) }
    }

    fn add(&mut self, word: usize, at: usize) {
        self.list.push((at as u32, 0));
        let number = self.list.len() as u32;
        let (first, last) = &mut self.ends[word];
        match last.checked_sub(1).and_then(|last| self.list.get_mut(last as usize)) {
            Some(before) => before.1 = number,
            None => *first = number,
        }
        *last = number;
    }

    fn lack(&self, word: usize) -> bool {
        self.ends[word].0 == 0
    }

    fn of(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = self.ends[word].0;
        std::iter::from_fn(move || {
            let (at, after) = *self.list.get(next.checked_sub(1)? as usize)?;
            next = after;
            Some(at as usize)
        })
    }
}

/// A word that a check looks for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    text: String,
    /// The prefilter that was asked first, and the word's number there.
    id: Lazy<(u32, Option<usize>)>,
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
    text: &'p str,
    /// The stretches that are tables, ascending and apart.
    pub(super) tables: &'p [Span],
    in_prose: Places,
    /// Looked for when a check first asks for it, which few do.
    in_tables: OnceCell<Places>,
}

impl Prefilter {
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, Scope)>) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let mut ids = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
        let mut list: Vec<(&str, bool)> = Vec::with_capacity(USUAL);
        for (word, scope) in words.into_iter().filter(|(word, _)| !word.is_empty()) {
            let id = *ids.entry(word).or_insert(list.len());
            if id == list.len() {
                list.push((word, false));
            }
            list[id].1 |= scope.has_tables();
        }
        let in_tables = || list.iter().enumerate().filter(|(_, (_, wanted))| *wanted);
        Self {
            number: MADE.fetch_add(1, Ordering::Relaxed),
            count: list.len(),
            words: Words::new(list.iter().map(|(word, _)| word)),
            in_tables: Words::new(in_tables().map(|(_, (word, _))| word)),
            ids_in_tables: in_tables().map(|(id, _)| id as u32).collect(),
        }
    }

    fn number_of(&self, word: &str) -> Option<usize> {
        let (id, len) = self.words.at(word.as_bytes(), 0)?;
        (len == word.len()).then_some(id)
    }

    /// Finds every word in a text, overlapping ones too. `tables`: ascending and apart.
    pub fn scan<'p>(&'p self, text: &'p str, tables: &'p [Span]) -> Hits<'p> {
        let mut in_prose = Places::new(self.count);
        let mut from = 0;
        for table in tables.iter().map(|t| t.range()).chain(std::iter::once(text.len()..text.len())) {
            if let Some(prose) = text.get(from..table.start) {
                self.words.each(prose, |word, at| in_prose.add(word, from + at));
            }
            from = table.end;
        }
        Hits { prefilter: self, text, tables, in_prose, in_tables: OnceCell::new() }
    }

    fn scan_tables(&self, text: &str, tables: &[Span]) -> Places {
        let mut places = Places::new(self.count);
        for table in tables {
            if let Some(cells) = text.get(table.range()) {
                let (ids, start) = (&self.ids_in_tables, table.start as usize);
                self.in_tables.each(cells, |word, at| places.add(ids[word] as usize, start + at));
            }
        }
        places
    }
}

impl Hits<'_> {
    /// The number of a word; none where the pass did not look for it.
    #[inline]
    fn number(&self, word: &Sought) -> Option<usize> {
        let find = || self.prefilter.number_of(word);
        let (prefilter, known) = *word.id.get_or_init(|| (self.prefilter.number, find()));
        // A check may come into another set of rules.
        if prefilter == self.prefilter.number { known } else { find() }
    }

    /// True where a word surely stands nowhere in a scope that has no tables.
    #[inline]
    pub fn lack(&self, word: &Sought, scope: Scope) -> bool {
        !scope.has_tables() && self.number(word).is_some_and(|id| self.in_prose.lack(id))
    }

    /// The offsets of a word, in tables only where the scope has them; those in prose ascend, and so do those in
    /// tables. `None` where the pass did not look for it.
    pub fn of(&self, word: &Sought, scope: Scope) -> Option<impl Iterator<Item = usize> + '_> {
        let id = self.number(word)?;
        let in_tables = scope
            .has_tables()
            .then(|| self.in_tables.get_or_init(|| self.prefilter.scan_tables(self.text, self.tables)).of(id));
        Some(self.in_prose.of(id).chain(in_tables.into_iter().flatten()))
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
        let places = |w: &str| hits.of(&sought(w), Scope::Text).map(|p| p.collect::<Vec<_>>());
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
        let tables = [Span::new(13, 25)];
        let hits = prefilter.scan(text, &tables);
        let places = |w: &str, scope| hits.of(&sought(w), scope).map(|p| p.collect::<Vec<_>>());
        assert_eq!(places("总计", Scope::Report), Some(vec![0, 26]));
        assert_eq!(places("结转", Scope::Text), Some(vec![6, 32]));
        assert_eq!(places("结转", Scope::Report), Some(vec![6, 32, 19]));
    }

    #[test]
    fn a_word_asked_of_one_set_may_be_asked_of_another() {
        let year = sought("年");
        let (one, other) = (prefilter(["政府", "年"]), prefilter(["年", "月", "日"]));
        assert_eq!(one.scan("政府2020年", &[]).of(&year, Scope::Text).map(Iterator::last), Some(Some(10)));
        assert_eq!(other.scan("月2020年", &[]).of(&year, Scope::Text).map(Iterator::last), Some(Some(7)));
    }

    #[test]
    fn the_last_character_counts() {
        let prefilter = prefilter(["年", "占;"]);
        assert_eq!(prefilter.scan("占;年", &[]).of(&sought("年"), Scope::Text).map(Iterator::count), Some(1));
        assert_eq!(prefilter.scan("0条占;", &[]).of(&sought("占;"), Scope::Text).map(Iterator::count), Some(1));
    }
}
