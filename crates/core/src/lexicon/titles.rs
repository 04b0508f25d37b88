//! Titles of reports, and the words by which a preface names who reports: subject, kind, year, agency before them.

use std::ops::Deref;

use serde::Deserialize;

use super::str::Str;
use crate::language::dates::{ANNUAL, YEAR, after_year, before_year, makes_year};
use crate::language::fold::squeeze;
use crate::language::numbers::chinese_digit;
use crate::language::small_words::TO;
use crate::search::Words;

/// `vocabulary/titles.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTitles {
    subjects: Vec<Str>,
    kinds: Vec<Str>,
    tails: Vec<Str>,
    pub(crate) blank: Vec<Str>,
    pub(crate) slots: Vec<Str>,
    pub(crate) blank_slots: usize,
    pub(crate) school_year: Vec<Str>,
    pub(crate) before_agency: Vec<Str>,
    pub(crate) made_by: Vec<Str>,
    pub(crate) by: Str,
    pub(crate) led_by: Vec<Str>,
    pub(crate) shared: Vec<(Str, Str)>,
    pub(crate) called: Str,
    pub(crate) offices: Vec<Str>,
    tells: Vec<Str>,
    pub(crate) asks: Vec<Str>,
    pub(crate) asked: Vec<Str>,
    pub(crate) nouns: Vec<Str>,
    pub(crate) no_start: Vec<Str>,
    pub(crate) no_end: Vec<Str>,
    pub(crate) heads: Vec<Str>,
    pub(crate) areas: Vec<Str>,
    pub(crate) with_offices: Vec<Str>,
    #[serde(rename = "self")]
    of_itself: Vec<Str>,
    particles: Vec<Str>,
}

/// The words of titles, ready for matching.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    raw: RawTitles,
    subjects: Words,
    kinds: Words,
    of_itself: Words,
    pub(crate) tells: Words,
}

impl Deref for Titles {
    type Target = RawTitles;
    fn deref(&self) -> &RawTitles {
        &self.raw
    }
}

/// A line that has the shape of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TitleShape {
    /// Bytes of the line that are the title.
    pub len: usize,
    /// It names a year or a body, and is no mere name of a column of the page.
    pub strong: bool,
}

/// Titles are no longer than this, in characters.
const LONGEST: usize = 60;

impl Titles {
    pub fn new(raw: RawTitles) -> Self {
        let [subjects, kinds, of_itself, tells] =
            [&raw.subjects, &raw.kinds, &raw.of_itself, &raw.tells].map(Words::new);
        Self { subjects, kinds, of_itself, tells, raw }
    }

    /// Does a line begin with a title (and hold little else)?
    pub(crate) fn shape(&self, line: &str) -> Option<TitleShape> {
        let mut text = line;
        if text.chars().nth(LONGEST).is_some() {
            let space = text.find(' ')?;
            text = &text[..space];
            if text.chars().nth(LONGEST).is_some() {
                return None;
            }
        }
        let text = text.trim_end();
        if text.contains(['。', ';', ',', '|', '>', ':', '!']) || is_file_name(text) {
            return None;
        }
        let compact = squeeze(text);
        let (start, subject) = self.subject(&compact)?;
        let after = &compact[start + subject..];
        let mut kind = None;
        self.kinds.each(after, |word, at| kind = kind.max(Some(at + self.raw.kinds[word].len())));
        let kind = kind?;
        let mut tail = after[kind..].to_owned();
        for word in self.tails.iter().chain(&self.blank) {
            if tail.is_empty() {
                break;
            }
            tail = tail.replace(word.as_str(), "");
        }
        let tail_is_bare = tail.chars().all(|c| {
            c.is_ascii_digit()
                || chinese_digit(c).is_some()
                || matches!(
                    c,
                    '(' | ')' | YEAR | ANNUAL | '-' | '—' | '[' | ']' | '〔' | '〕' | '《' | '》' | '.' | '"' | '”'
                )
                || self.school_year.iter().any(|word| word.contains(c))
        });
        if !tail_is_bare || after[..kind].chars().count() > 24 {
            return None;
        }
        let strong = year_in(&compact).is_some() || !self.agency_part(&compact[..start]).is_empty();
        Some(TitleShape { len: text.len(), strong })
    }

    /// Where the subject stands first, and its length.
    pub(crate) fn subject(&self, text: &str) -> Option<(usize, usize)> {
        self.subjects.find_iter(text).next().map(|s| (s.start, s.end - s.start))
    }

    pub(crate) fn subjects(&self) -> &[Str] {
        &self.raw.subjects
    }

    /// A word for an annual report stands in the text.
    pub(crate) fn names_kind(&self, text: &str) -> bool {
        self.kinds.stand_in(text)
    }

    /// A word by which a body speaks of itself (我局) stands in the text.
    pub(crate) fn is_of_itself(&self, text: &str) -> bool {
        self.of_itself.stand_in(text)
    }

    /// The part of a title before its subject, without years: the name of the body, if anything.
    pub(crate) fn agency_part<'t>(&self, before: &'t str) -> &'t str {
        let mut part = before.trim_matches(|c: char| c.is_whitespace() || matches!(c, '《' | '"' | '“' | '#' | '*'));
        loop {
            let start = part;
            part = strip_year(&self.school_year, part, false);
            part = strip_year(&self.school_year, part, true);
            for word in &self.particles {
                part = part.strip_prefix(word.as_str()).unwrap_or(part);
                part = part.strip_suffix(word.as_str()).unwrap_or(part);
            }
            part = part.trim();
            if part == start {
                return part;
            }
        }
    }
}

/// Takes 2022-2023学年度 off the start or the end of a text, as far as its first year.
fn strip_school_year<'t>(words: &[Str], text: &'t str, at_end: bool) -> &'t str {
    let years = |c: char| c.is_ascii_digit() || matches!(c, '-' | '—' | '~' | '/' | ' ' | '(') || c == TO[0];
    if at_end {
        let Some(bare) = words.iter().find_map(|word| text.strip_suffix(word.as_str())) else { return text };
        bare.strip_suffix(YEAR).unwrap_or(bare).trim_end_matches(years)
    } else {
        let bare = text.trim_start_matches(years);
        let rest = bare.strip_prefix(YEAR).unwrap_or(bare);
        match words.iter().find_map(|word| rest.strip_prefix(word.as_str())) {
            Some(rest) if bare.len() + 9 <= text.len() => rest,
            _ => text,
        }
    }
}

/// Takes a year, with 年 or 年度, off the start or the end of a text.
fn strip_year<'t>(school_year: &[Str], text: &'t str, at_end: bool) -> &'t str {
    let text = strip_school_year(school_year, text, at_end);
    let is_digit = |c: char| c.is_ascii_digit() || chinese_digit(c).is_some();
    if at_end {
        let rest = text.trim_end();
        let rest = rest.strip_suffix(')').unwrap_or(rest);
        let bare = before_year(rest).unwrap_or(rest).trim_end();
        let cut = bare.trim_end_matches(is_digit);
        if bare[cut.len()..].chars().count() == 4 {
            cut.trim_end().strip_suffix('(').unwrap_or(cut.trim_end())
        } else {
            text
        }
    } else {
        let rest = text.trim_start();
        let rest = rest.strip_prefix('(').unwrap_or(rest);
        let cut = rest.trim_start_matches(is_digit);
        if rest[..rest.len() - cut.len()].chars().count() != 4 {
            return text;
        }
        let cut = cut.trim_start();
        let cut = after_year(cut).unwrap_or(cut);
        cut.strip_prefix(')').unwrap_or(cut)
    }
}

/// The year that a title or clause names: the first four digits that are a year and no document number, those with 年
/// first.
pub fn year_in(text: &str) -> Option<(i16, std::ops::Range<usize>)> {
    let mut bare = None;
    for (i, year, end) in years(text) {
        let rest = text[end..].trim_start();
        if makes_year(rest) {
            return Some((year, i..end));
        }
        let numbered = rest.starts_with(['〕', ']', '﹞', '】']) || text[..i].ends_with(['〔', '[', '﹝', '【']);
        if bare.is_none() && !numbered {
            bare = Some((year, i..end));
        }
    }
    bare
}

/// Every run of exactly four digits that can be a year: start, year, end.
pub(crate) fn years(text: &str) -> impl Iterator<Item = (usize, i16, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = &text[at..];
            let c = rest.chars().next()?;
            let arabic = c.is_ascii_digit();
            let in_run = |c: char| if arabic { c.is_ascii_digit() } else { chinese_digit(c).is_some() };
            if !in_run(c) {
                at += c.len_utf8();
                continue;
            }
            let len = rest.find(|c| !in_run(c)).unwrap_or(rest.len());
            let start = at;
            at += len;
            let run = &text[start..at];
            let value = run.chars().take(5).fold((0i32, 0), |(v, n), c| {
                (v * 10 + c.to_digit(10).or_else(|| chinese_digit(c)).unwrap_or(0) as i32, n + 1)
            });
            if value.1 == 4 && (1990..2100).contains(&value.0) {
                return Some((start, value.0 as i16, at));
            }
        }
        None
    })
}

pub(crate) fn is_file_name(text: &str) -> bool {
    let Some((_, ending)) = text.rsplit_once('.') else { return false };
    matches!(
        ending.to_ascii_lowercase().as_str(),
        "doc" | "docx" | "pdf" | "wps" | "xls" | "xlsx" | "rar" | "zip" | "ofd" | "ceb" | "txt" | "html" | "htm"
    )
}
