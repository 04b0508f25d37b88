//! Growth against last year as the text states it: 118件,同比增长12.5%; 12件,比上年增加5件; 12件(2023年为7件); 与上年持平.
//! Whether it is so, only last year's report tells.

use rust_decimal::Decimal;

use crate::document::Document;
use crate::facts::model::{Count, Facts};
use crate::language::dates::YEAR;
use crate::language::small_words::DONE;
use crate::lexicon::{Lexicon, Str};
use crate::source::Span;

/// A figure of the tables, and by how much it is said to have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// Role and scope of the figure, as of a count in prose.
    pub role: Box<str>,
    pub scope: Box<str>,
    /// The figure as the text states it.
    pub now: Decimal,
    pub change: Change,
}

/// What is said of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In percent, without a sign; rounded to so many digits. Up or down, where the words leave no doubt.
    Percent { value: Decimal, scale: u32, falls: Option<bool> },
    /// By how many.
    Amount { value: Decimal, falls: bool },
    /// The figure of last year itself.
    Was(Decimal),
    /// No change.
    Level,
}

/// Of one report no more are kept.
const MOST: usize = 16;

/// The growth of figures whose role is sure, and where each statement stands: percentages first.
pub fn growths<'a>(
    document: &'a Document,
    facts: &'a Facts,
    lexicon: &'a Lexicon,
) -> impl Iterator<Item = (Growth, Span)> + 'a {
    let year = facts.profile.report_year.map(|y| y.value);
    let sure = move |count: &Count| {
        !count.approximate && !count.loose && !count.in_words && (count.year.is_none() || count.year == year)
    };
    let growth = |count: &'a Count, change: Change| {
        Some(Growth {
            role: count.role.as_deref()?.into(),
            scope: count.scope.as_str().into(),
            now: count.value,
            change,
        })
    };
    let in_percent = facts.percentages.iter().filter_map(move |percentage| {
        let count = facts.counts.get(percentage.grown?).filter(|c| sure(c))?;
        let said = document.slice(count.span.join(percentage.span));
        if holds_any(said, &lexicon.digest.other_growth) {
            return None;
        }
        let (fell, rose) =
            (holds_any(said, &lexicon.digest.growth_falls), holds_any(said, &lexicon.digest.growth_rises));
        let falls = (fell != rose).then_some(fell);
        let change = Change::Percent { value: percentage.value, scale: percentage.scale, falls };
        Some((growth(count, change)?, percentage.span))
    });
    let in_figures = facts.counts.iter().enumerate().filter_map(move |(i, count)| {
        if count.role.is_none() || !sure(count) {
            return None;
        }
        let (change, span) = behind(document, lexicon, year, count, facts.counts.get(i + 1))?;
        Some((growth(count, change)?, span))
    });
    in_percent.chain(in_figures).take(MOST)
}

/// What is said of the year before right behind a figure, in words that can mean nothing else.
fn behind(
    document: &Document,
    lexicon: &Lexicon,
    year: Option<i16>,
    count: &Count,
    next: Option<&Count>,
) -> Option<(Change, Span)> {
    let words = &lexicon.digest;
    let text = document.text.folded.as_str();
    let rest = text.get(count.span.end as usize..)?.strip_prefix([',', '(', '、'])?;
    let than = match strip_any(rest, &words.growth_than) {
        Some(rest) => rest,
        None => rest.strip_prefix(year?.checked_sub(1)?.to_string().as_str())?.strip_prefix(YEAR)?,
    };
    let mut rest = than;
    while let Some(shorter) = strip_any(rest, &words.growth_filler) {
        rest = shorter;
    }
    let at = text.len() - rest.len();
    if let Some(behind) = strip_any(rest, &words.growth_level) {
        return Some((Change::Level, Span::new(at, text.len() - behind.len())));
    }
    let (falls, figure) = match (strip_any(rest, &words.growth_falls), strip_any(rest, &words.growth_rises)) {
        (Some(rest), None) => (Some(true), rest),
        (None, Some(rest)) => (Some(false), rest),
        (None, None) => (None, rest),
        _ => return None,
    };
    let figure = figure.strip_prefix(DONE).unwrap_or(figure);
    let next = next
        .filter(|n| n.number.start as usize == text.len() - figure.len() && n.unit == count.unit && !n.approximate)?;
    // 上年3件结转本年 is no figure of last year: with its unit the statement is at its end.
    let end = text[next.number.end as usize..].trim_start_matches(' ');
    let end = count.unit.as_deref().and_then(|unit| end.strip_prefix(unit)).unwrap_or(end);
    if !end.starts_with([',', '。', ')', ';', '、', '\n']) && !end.is_empty() {
        return None;
    }
    // A figure of last year says so; one behind a comparison without 增加 or 减少 is none.
    let change = match falls {
        Some(falls) => Change::Amount { value: next.value, falls },
        None => Change::Was(next.value),
    };
    Some((change, next.number))
}

fn strip_any<'t>(text: &'t str, words: &[Str]) -> Option<&'t str> {
    words.iter().filter_map(|w| text.strip_prefix(w.as_str())).min_by_key(|rest| rest.len())
}

fn holds_any(text: &str, words: &[Str]) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}
