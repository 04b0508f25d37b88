//! Page furniture: the lines of a page around a report. Only says what a line looks like; where it may count as
//! furniture is the outline's to say.

use serde::Deserialize;

use super::str::Str;
use crate::language::dates::date_at;
use crate::search::Words;

/// `vocabulary/furniture.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFurniture {
    starts: Vec<Str>,
    words: Vec<Str>,
    marks: Vec<Str>,
    feet: Vec<Str>,
    pub(crate) published: Vec<Str>,
    /// Behind a date: the day on which the report was printed.
    #[serde(default)]
    pub(crate) printed: Vec<Str>,
    pub(crate) meta: Vec<Str>,
    pub(crate) sources: Vec<Str>,
    pub(crate) seals: Vec<Str>,
    pub(crate) elsewhere: Vec<Str>,
}

#[derive(Debug, Default)]
pub(crate) struct Furniture {
    starts: Words,
    words: Words,
    marks: Words,
    feet: Words,
    pub raw: RawFurniture,
}

impl Furniture {
    pub fn new(raw: RawFurniture) -> Self {
        let starts = Words::new(raw.starts.iter().chain(&raw.published));
        let words = Words::new(raw.words.iter().chain(&raw.published));
        Self { starts, words, marks: Words::new(&raw.marks), feet: Words::new(&raw.feet), raw }
    }

    /// A line that begins as one of the page does, and is short: 来源:…, 浏览量:…, 您当前的位置:….
    pub fn begins(&self, line: &str, longest: usize) -> bool {
        let line = line.trim_start_matches(['[', '(', ' ', '|', '*', '#', '·', '-', '>', '<', '【']);
        self.starts.at(line.as_bytes(), 0).is_some() && line.chars().nth(longest).is_none()
    }

    /// A line of the foot of a page, by words that stand nowhere else: the numbers a site is registered under, the
    /// browser it asks for.
    pub fn marked(&self, line: &str) -> bool {
        line.chars().nth(200).is_none() && !line.contains('。') && self.marks.stand_in(line)
    }

    /// A line that closes a form: who filled it in, who checked it, when.
    pub fn closes_form(&self, line: &str) -> bool {
        self.feet.at(line.trim_start_matches(['(', ' ', '|']).as_bytes(), 0).is_some()
    }

    /// A line with a label and a date of publication somewhere in it, or one that opens with a date and goes on as a
    /// page's line does.
    pub fn dated(&self, line: &str) -> bool {
        if line.chars().nth(100).is_some() || line.contains(['。', ';']) {
            return false;
        }
        let dated = |l: &Str| {
            line.split_once(l.as_str())
                .is_some_and(|(_, rest)| date_at(rest.trim_start_matches([' ', ':']), 0).is_some())
        };
        // The words of furniture end with these labels.
        let mut labelled = false;
        self.words.each(line, |word, _| labelled |= word >= self.raw.words.len());
        labelled && self.raw.published.iter().filter(|l| l.chars().count() > 2).any(dated)
            || date_at(line, 0).is_some_and(|d| {
                let rest =
                    line[d.end..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ':' | '|'));
                !rest.is_empty() && self.begins(rest, 100)
            })
    }

    /// A line of nothing but such words, figures and marks.
    pub fn wholly(&self, line: &str) -> bool {
        if line.chars().nth(60).is_some() {
            return false;
        }
        let mut at = 0;
        let mut found = false;
        let idle = |s: &str| s.chars().all(|c| !c.is_alphabetic());
        for m in self.words.find_iter(line) {
            if !idle(&line[at..m.start]) {
                return false;
            }
            found = true;
            at = m.end;
        }
        found && idle(&line[at..])
    }

    /// A line that leads from the front page to this one.
    pub fn breadcrumb(line: &str) -> bool {
        if line.chars().nth(120).is_some() || line.contains('。') {
            return false;
        }
        line.matches(['>', '»', '›']).count() + line.matches(" / ").count() >= 2
    }
}
