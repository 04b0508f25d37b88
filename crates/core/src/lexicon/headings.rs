//! The words of headings: which known section a heading opens. Knows no numbering and no place in the report.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::str::Str;
use crate::language::fold::squeeze;
use crate::language::written;
use crate::search::Words;

/// `vocabulary/headings.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawHeadings {
    topics: Vec<RawTopic>,
    items: Vec<RawTopic>,
    format_from: i16,
    units: Vec<Str>,
    rows: Vec<Str>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    id: Str,
    #[serde(default)]
    format: bool,
    #[serde(default)]
    canonical: Vec<Str>,
    when: Vec<Vec<Str>>,
}

/// Words that must, and words that must not, stand in a heading, by their numbers.
#[derive(Clone, Debug, Default)]
struct Way {
    all: Vec<u16>,
    none: Vec<u16>,
}

/// Words that stand in a heading: a bit each, by their numbers.
struct Seen(Vec<u64>);

impl Seen {
    fn add(&mut self, word: usize) {
        self.0[word / 64] |= 1 << (word % 64);
    }

    fn has(&self, word: u16) -> bool {
        self.0[usize::from(word) / 64] & 1 << (word % 64) != 0
    }
}

#[derive(Debug)]
struct Topic {
    id: Str,
    ways: Vec<Way>,
}

/// A section that the format prescribes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatSection {
    pub topic: Str,
    /// The heading of the format, number and all.
    pub heading: String,
    /// All the wordings that count as the format's.
    wordings: Vec<String>,
}

impl FormatSection {
    /// Where a title departs from the nearest wording, and that wording, if it is but a letter or two.
    pub fn slip<'a>(&'a self, title: &'a str) -> Option<(Slip<'a>, &'a str)> {
        let slips = self.wordings.iter().filter_map(|w| Some((slip(title, w)?, w.as_str())));
        slips.min_by_key(|(s, _)| s.written.len() + s.wanted.len())
    }

    /// A wording with the number of the section before it.
    pub fn numbered(&self, wording: &str) -> String {
        let number = self.heading.split_inclusive('、').next().unwrap_or_default();
        format!("{number}{wording}")
    }
}

/// The one place where a text departs from another: letters in place of letters, left out, or added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip<'a> {
    pub written: &'a str,
    pub wanted: &'a str,
}

/// Wordings of this many characters may differ by two letters, and do not need their number to be recognised.
const LONG: usize = 8;
/// Bytes of two letters.
const MOST: usize = 2 * '\u{4e00}'.len_utf8();

/// Where `written` departs from `wanted`, if by a letter, or by two in a long wording.
fn slip<'a>(written: &'a str, wanted: &'a str) -> Option<Slip<'a>> {
    // Nearly all pairs are told apart by their lengths and ends: one slip leaves the first character or the last.
    let (a, b) = (written.as_bytes(), wanted.as_bytes());
    if a.len().abs_diff(b.len()) > MOST
        || a.first_chunk::<3>() != b.first_chunk() && a.last_chunk::<3>() != b.last_chunk()
    {
        return None;
    }
    let start: usize = written.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (left, right) = (&written[start..], &wanted[start..]);
    let ends = left.chars().rev().zip(right.chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = ends.map(|(a, _)| a.len_utf8()).sum();
    let slip = Slip { written: &left[..left.len() - end], wanted: &right[..right.len() - end] };
    let (a, b) = (slip.written.chars().count(), slip.wanted.chars().count());
    let few = if wanted.chars().nth(LONG - 1).is_some() { a <= 2 && b <= 2 } else { a <= 1 && b <= 1 };
    let letters = slip.written.chars().chain(slip.wanted.chars()).all(char::is_alphabetic);
    (few && letters && a + b > 0 && wanted.chars().count() >= 4).then_some(slip)
}

/// Headings, prepared.
#[derive(Debug, Default)]
pub(crate) struct Headings {
    words: Words,
    topics: Vec<Topic>,
    items: Vec<Topic>,
    canonical: FxHashMap<String, usize>,
    rows: FxHashSet<String>,
    units: FxHashSet<Str>,
    /// Topics of the format.
    pub format: Vec<Str>,
    /// Its sections in their order, with the headings it prints.
    pub sections: Vec<FormatSection>,
    pub format_from: i16,
}

/// What a heading is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Match {
    /// In the order of the vocabulary.
    pub topics: Vec<String>,
    pub canonical: bool,
}

/// The words of all topics, each once, with their numbers.
#[derive(Default)]
struct Numbered<'r> {
    list: Vec<&'r str>,
    numbers: FxHashMap<&'r str, usize>,
}

impl<'r> Numbered<'r> {
    fn topic(&mut self, raw: &'r RawTopic) -> Topic {
        let ways = raw.when.iter().map(|way| {
            way.iter().fold(Way::default(), |mut sum, word| {
                match word.strip_prefix('!') {
                    Some(word) => sum.none.push(self.number(word)),
                    None => sum.all.push(self.number(word)),
                }
                sum
            })
        });
        Topic { id: raw.id.clone(), ways: ways.collect() }
    }

    fn number(&mut self, word: &'r str) -> u16 {
        let number = *self.numbers.entry(word).or_insert(self.list.len());
        if number == self.list.len() {
            self.list.push(word);
        }
        // No file of vocabulary holds more words.
        number as u16
    }
}

impl Headings {
    pub fn new(raw: RawHeadings) -> Self {
        let mut words = Numbered::default();
        let topics: Vec<_> = raw.topics.iter().map(|topic| words.topic(topic)).collect();
        let items = raw.items.iter().map(|item| words.topic(item)).collect();
        let canonical =
            raw.topics.iter().enumerate().flat_map(|(i, t)| t.canonical.iter().map(move |c| (squeeze(c), i))).collect();
        let format = raw.topics.iter().filter(|t| t.format).map(|t| t.id.clone()).collect();
        let printed = raw.topics.iter().filter(|t| t.format).enumerate();
        let sections = printed
            .filter_map(|(i, t)| {
                let heading = format!("{}、{}", written::number(i as u32 + 1), t.canonical.first()?);
                let wordings = t.canonical.iter().map(|c| squeeze(c)).collect();
                Some(FormatSection { topic: t.id.clone(), heading, wordings })
            })
            .collect();
        let rows = raw.rows.iter().map(|r| squeeze(r)).collect();
        Self {
            words: Words::new(words.list),
            topics,
            items,
            canonical,
            rows,
            format,
            sections,
            format_from: raw.format_from,
            units: raw.units.into_iter().collect(),
        }
    }

    fn seen(&self, title: &str) -> Seen {
        let mut seen = Seen(vec![0; self.words.len().div_ceil(64)]);
        self.words.each(title, |word, _| seen.add(word));
        seen
    }

    /// The known section a title opens. `title` may hold spaces.
    pub fn topic(&self, title: &str) -> Match {
        let squeezed = squeeze(title);
        if let Some(&i) = self.canonical.get(&squeezed) {
            return Match { topics: vec![self.topics[i].id.as_str().to_owned()], canonical: true };
        }
        Match { topics: pick(&self.topics, &self.seen(&squeezed)), canonical: false }
    }

    /// The place in the format of the section whose wording a title has, but for a letter or two; short wordings
    /// are so recognised only behind their own number.
    pub fn place(&self, title: &str, number: Option<u32>) -> Option<usize> {
        let squeezed = squeeze(title.trim_end_matches(['。', ':', ';', ' ']));
        if let Some(&i) = self.canonical.get(&squeezed) {
            return self.format.iter().position(|f| *f == self.topics[i].id);
        }
        let near = |(i, s): (usize, &FormatSection)| {
            let (_, wording) = s.slip(&squeezed)?;
            (wording.chars().count() >= LONG || number == Some(i as u32 + 1)).then_some(i)
        };
        self.sections.iter().enumerate().find_map(near)
    }

    /// The known part of the overview a title opens.
    pub fn item(&self, title: &str) -> Option<String> {
        pick(&self.items, &self.seen(&squeeze(title))).into_iter().next()
    }

    pub fn is_canonical(&self, title: &str) -> bool {
        self.canonical.contains_key(&squeeze(title))
    }

    /// True for the cell that follows a row's label in a table copied cell by cell: a figure, a unit, a dash.
    pub fn is_cell(&self, text: &str) -> bool {
        text.len() <= 15
            && (self.units.contains(text)
                || text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'/' | b'-')))
    }

    /// True for a row of a statutory table, the number before it taken off.
    pub fn is_row(&self, label: &str) -> bool {
        let label =
            label.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '/' | '-'));
        self.rows.contains(&squeeze(label)) || label.split_once(' ').is_some_and(|(first, _)| self.rows.contains(first))
    }
}

fn pick(topics: &[Topic], seen: &Seen) -> Vec<String> {
    let fits = |way: &Way| way.all.iter().all(|&w| seen.has(w)) && !way.none.iter().any(|&w| seen.has(w));
    topics.iter().filter(|t| t.ways.iter().any(fits)).map(|t| t.id.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Slip, slip};

    #[test]
    fn slips_are_found_where_they_stand() {
        let seen = |a: &'static str, b: &'static str| slip(a, b).map(|s| (s.written, s.wanted));
        assert_eq!(seen("总休情况", "总体情况"), Some(("休", "体")));
        assert_eq!(seen("公开申情况的总体", "公开申请情况的总体"), Some(("", "请")));
        assert_eq!(seen("总体体情况", "总体情况"), Some(("体", "")));
        assert_eq!(slip("其他要需报告的事项", "其他需要报告的事项"), Some(Slip { written: "要需", wanted: "需要" }));
    }

    #[test]
    fn other_wordings_are_no_slips() {
        for (written, wanted) in [
            ("总体情况", "总体情况"),
            ("基本情况", "总体情况"),
            ("概要", "概述"),
            ("复议,诉讼情况的总体", "复议、诉讼情况的总体"),
        ] {
            assert_eq!(slip(written, wanted), None, "{written}");
        }
    }
}
