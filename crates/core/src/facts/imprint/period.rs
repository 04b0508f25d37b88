//! The statistics period as stated: words that announce it, then two dates, well formed or not. Judges nothing.

use super::told_period::told;
use crate::language::dates::{ANNUAL, DAY, MONTH, RawDate, YEAR, date_at};
use crate::language::small_words::TO;
use crate::lexicon::period::PeriodWords;
use crate::lexicon::titles::{year_in, years};

use crate::document::Document;
use crate::facts::model::{Outline, Period, PeriodEnd, Table};
use crate::lexicon::Lexicon;
use crate::source::Span;

/// Words that stand between the announcement and the dates are no more bytes than this.
const GAP: usize = 120;
/// What stands between two dates of one sentence is no more bytes than this.
const BETWEEN: usize = 48;
/// What ends a sentence.
const SENTENCE_ENDS: [char; 5] = ['。', ';', '\n', '!', '?'];
/// A line of more characters is wrapped where it ends.
const FULL_LINE: usize = 26;
/// A sentence is looked at no further back than this.
const SENTENCE: usize = 900;

pub(crate) fn read(document: &Document, lexicon: &Lexicon, outline: &Outline, tables: &[Table]) -> Option<Period> {
    // Nearly always the opening states it.
    let opening = outline.preface.and_then(|preface| read_in(document, &lexicon.period, preface));
    match opening {
        Some(period) if is_dated(&period) => Some(period),
        // Else the first statement with a date, in the prose before, between and after the tables.
        opening => {
            let within = || tables.iter().map(|t| t.span).filter(|t| outline.report.contains(*t));
            let ends = within().map(|t| t.start).chain([outline.report.end]);
            let starts = [outline.report.start].into_iter().chain(within().map(|t| t.end));
            let prose = starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| Span { start, end });
            let mut first = None;
            for span in prose {
                match read_in(document, &lexicon.period, span) {
                    Some(period) if is_dated(&period) => return Some(period),
                    found => first = first.or(found),
                }
            }
            first
                .or(opening)
                .or_else(|| calendar_year(document, &lexicon.period, outline, tables))
                .or_else(|| in_other_words(document, lexicon, outline))
        }
    }
}

/// Without words that announce it: the whole of a calendar year, in prose before the first table
/// (反映2024年1月1日至12月31日…情况).
fn calendar_year(document: &Document, words: &PeriodWords, outline: &Outline, tables: &[Table]) -> Option<Period> {
    let end = tables.iter().map(|t| t.span.start).filter(|&at| at > outline.report.start).min();
    let within =
        Span { start: outline.report.start, end: end.map_or(outline.report.end, |e| e.min(outline.report.end)) };
    let (text, base) = (document.slice(within), within.start as usize);
    years(text).find_map(|(at, year, _)| {
        // 2023年(1月1日至12月31日): the dates behind their year.
        let apart = || year_before_range(words, text, at).and_then(|len| range_at(words, text, at + len, false));
        let (mut start, mut end, from, to) =
            range_at(words, text, at, false).or_else(apart).or_else(|| in_two_words(text, at))?;
        if let (Some(first), Some(last)) = (&mut start, &mut end) {
            first.year = first.year.or(Some(year));
            last.year = last.year.or(first.year);
        }
        let (first, last) = (start?.date()?, end?.date()?);
        let whole = (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31);
        (whole && first.year() == last.year()).then(|| period_of(text, base, (start, end, from, to), from..to))
    })
}

/// 从2024年1月1日算起，算到2024年12月31日为止: two dates of one sentence, whatever stands between them.
fn in_two_words(text: &str, at: usize) -> Option<Ends> {
    let first = date_at(text, at)?;
    let rest = &text[first.end..text.floor_char_boundary((first.end + BETWEEN).min(text.len()))];
    let rest = rest.split(SENTENCE_ENDS).next().unwrap_or_default();
    let behind = first.end + rest.find(|c: char| c.is_ascii_digit())?;
    let last = date_at(text, behind)?;
    Some((Some(first), Some(last), at, last.end))
}

/// 数据统计截至2023年12月31日, and what else no announcement stands before.
fn in_other_words(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Option<Period> {
    let words = &lexicon.period;
    let known = outline.title.and_then(|t| year_in(document.slice(t))).map(|(year, _)| year);
    let (text, base) = (document.slice(outline.report), outline.report.start as usize);
    // Most texts hold none of these words.
    words.told.find_iter(text).next()?;
    let mut at = 0;
    while at < text.len() {
        let start = at;
        // A line that breaks off after a few words is a heading; one that is full goes on in the next.
        while let Some(mark) = text[at..].find(SENTENCE_ENDS) {
            let wrapped = text[at + mark..].starts_with('\n') && text[at..at + mark].chars().nth(FULL_LINE).is_some();
            at += mark + text[at + mark..].chars().next().map_or(1, char::len_utf8);
            if !wrapped {
                break;
            }
        }
        if at == start {
            at = text.len();
        }
        if let Some((first, last, from, to)) = told(words, &text[start..at], start, known) {
            return Some(period_of(text, base, (Some(first), Some(last), from, to), from..to));
        }
    }
    None
}

fn is_dated(period: &Period) -> bool {
    period.start.date.is_some() || period.end.date.is_some()
}

/// Reads the statement in a part of the report.
fn read_in(document: &Document, words: &PeriodWords, within: Span) -> Option<Period> {
    let text = document.slice(within);
    let base = within.start as usize;
    let mut empty = None;
    for hit in words.anchors.find_iter(text) {
        let found = if hit.word < words.raw.anchors.len() {
            let exact = words.raw.exact.iter().any(|e| *e == text[hit.range()]);
            after_anchor(words, text, hit.start, hit.end, exact)
        } else {
            before_word(words, text, hit.start)
        };
        let Some((mut start, mut end, from, to)) = found else { continue };
        if let (Some(first), Some(last)) = (&mut start, &mut end)
            && first.year.is_none()
            && !first.malformed
        {
            // 2024年(统计时段1月1日至12月31日): that of the words before it.
            first.year = last.year.or_else(|| year_before(&document.text.folded[..base + hit.start]));
            last.year = last.year.or(first.year);
        }
        let period = period_of(text, base, (start, end, from, to), hit.range());
        if start.is_some() || end.is_some() {
            return Some(period);
        }
        empty.get_or_insert(period);
    }
    empty
}

fn period_of(text: &str, base: usize, (start, end, from, to): Ends, anchor: std::ops::Range<usize>) -> Period {
    let clause = clause(text, from.min(anchor.start), to.max(anchor.end));
    let at = |s: usize, e: usize| Span::new(base + s, base + e);
    let missing = |at| PeriodEnd { span: at, date: None, glyphs_lost: false };
    Period {
        span: at(from, to),
        start: start.map_or(missing(at(from, from)), |d| stated(d, base)),
        end: end.map_or(missing(at(to, to)), |d| stated(d, base)),
        clause: at(clause.0, clause.1),
    }
}

/// The last year named in a text.
fn year_before(text: &str) -> Option<i16> {
    text.rmatch_indices(YEAR).find_map(|(at, _)| {
        text.get(at.checked_sub(4)?..at).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    })
}

fn stated(raw: RawDate, base: usize) -> PeriodEnd {
    PeriodEnd { span: Span::new(base + raw.start, base + raw.end), date: raw.date(), glyphs_lost: raw.glyphs_lost }
}

type Ends = (Option<RawDate>, Option<RawDate>, usize, usize);

/// 统计期限自…起至…止.
fn after_anchor(words: &PeriodWords, text: &str, anchor: usize, from: usize, exact: bool) -> Option<Ends> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        if at > from + GAP {
            return None;
        }
        if rest.starts_with(' ') {
            at += 1;
        } else if let Some(ends) = range_at(words, text, at, exact) {
            // The announcement must be of figures or of the report, or say so itself.
            return (exact || about(words, text, anchor)).then_some(ends);
        } else if exact && let Some(w) = words.raw.to.iter().find(|w| rest.starts_with(w.as_str())) {
            // 统计期限—2023年1月1日至…: a dash in place of a colon.
            return range_at(words, text, at + w.len(), exact).or_else(|| empty_range(words, text, at, w.len()));
        } else if let Some(w) = words.raw.between.iter().find(|w| rest.starts_with(w.as_str())) {
            at += w.len();
        } else if let Some(len) = year_before_range(words, text, at) {
            at += len;
        } else if exact {
            return whole_year(words, text, at).or_else(|| until(words, text, anchor, at));
        } else {
            return None;
        }
    }
}

/// 为至。: both dates are missing.
fn empty_range(words: &PeriodWords, text: &str, at: usize, to: usize) -> Option<Ends> {
    let mut end = at + to;
    for w in &words.raw.closing {
        end += if text[end..].starts_with(w.as_str()) { w.len() } else { 0 };
    }
    let mut after = text[end..].trim_start_matches(' ').chars();
    if let Some(date) = date_at(text, end) {
        return Some((None, Some(date), at, closed(words, text, date.end)));
    }
    after.next().is_none_or(|c| matches!(c, '。' | ',' | ';' | '\n')).then_some((None, None, at, end))
}

/// 2023年度: a year and nothing else is all of it.
fn whole_year(words: &PeriodWords, text: &str, at: usize) -> Option<Ends> {
    // 2023全年 does without 年.
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.get(at + digits..).filter(|_| digits == 4)?;
    let rest = past_year_words(words, behind.strip_prefix(YEAR).unwrap_or(behind));
    if rest.len() == behind.len() || behind.starts_with(ANNUAL) {
        return None;
    }
    let year = text[at..at + digits].parse().ok()?;
    let end = text.len() - rest.len();
    let ends = |c: char| matches!(c, '。' | ',' | ';' | '\n' | ')' | ' ' | '”' | '"');
    text[end..].chars().next().is_none_or(ends).then(|| {
        let whole = RawDate { start: at, end, year: Some(year), ..RawDate::default() };
        let first = RawDate { month: Some(1), day: Some(1), ..whole };
        let last = RawDate { month: Some(12), day: Some(31), ..whole };
        (Some(first), Some(last), at, end)
    })
}

/// 截止日期为2023年12月31日: the year begins as years do.
fn until(words: &PeriodWords, text: &str, anchor: usize, at: usize) -> Option<Ends> {
    let last = date_at(text, at).filter(|d| d.date().is_some())?;
    let announced = &text[anchor..at];
    words.raw.until.iter().any(|w| announced.contains(w.as_str())).then(|| {
        let first = RawDate { month: Some(1), day: Some(1), ..last };
        (Some(first), Some(last), at, closed(words, text, last.end))
    })
}

/// Without the words behind a year that make it the period: 度, 全年.
fn past_year_words<'t>(words: &PeriodWords, text: &'t str) -> &'t str {
    let mut rest = text;
    while let Some(after) = words.raw.year.iter().find_map(|w| rest.strip_prefix(w.as_str())) {
        rest = after;
    }
    rest
}

/// What stands where a date must stand and is none, though its figures and its 日 are there: 2024你那12月31日, 2024年月31日.
fn broken(text: &str, at: usize) -> Option<RawDate> {
    let rest = &text[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let near = rest.char_indices().nth(14).map_or(rest.len(), |(i, _)| i);
    let end = rest[..near].find(DAY)? + DAY.len_utf8();
    let word = &rest[..end];
    let figures = word.bytes().filter(u8::is_ascii_digit).count();
    let stops = |c: char| matches!(c, '。' | ',' | ';' | '\n' | '(' | '-' | '—') || TO.contains(&c);
    (digits == 4 && figures > 4 && word.contains(MONTH) && !word.contains(stops)).then(|| RawDate {
        start: at,
        end: at + end,
        malformed: true,
        ..RawDate::default()
    })
}

/// 2020年度( before the dates themselves.
fn year_before_range(words: &PeriodWords, text: &str, at: usize) -> Option<usize> {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[at + digits..].strip_prefix(YEAR)?;
    let rest = past_year_words(words, rest);
    let rest = rest.strip_prefix([',', '(', ':']).unwrap_or(rest);
    (digits == 4 && range_at(words, text, text.len() - rest.len(), false).is_some())
        .then(|| text.len() - rest.len() - at)
}

/// …2012年1月1日至12月31日期间 in a sentence about the report or its figures.
fn before_word(words: &PeriodWords, text: &str, word: usize) -> Option<Ends> {
    let start = sentence_start(text, word);
    let sentence = &text[start..word];
    if !words.raw.about.iter().any(|w| sentence.contains(w.as_str())) {
        return None;
    }
    let mut digit_before = false;
    for (i, c) in sentence.char_indices() {
        let digit = c.is_ascii_digit() || crate::language::numbers::chinese_digit(c).is_some();
        if digit
            && !digit_before
            && let Some(ends) = range_at(words, text, start + i, false)
            && text[ends.3..word].trim().is_empty()
        {
            return Some(ends);
        }
        digit_before = digit;
    }
    None
}

fn about(words: &PeriodWords, text: &str, anchor: usize) -> bool {
    let start = sentence_start(text, anchor);
    words.raw.about.iter().any(|w| text[start..anchor].contains(w.as_str()))
}

/// Two dates with a word for "to" between them. Behind words that announce nothing else, one of them may be broken.
fn range_at(words: &PeriodWords, text: &str, at: usize, announced: bool) -> Option<Ends> {
    let read = |at: usize| date_at(text, at).or_else(|| broken(text, at).filter(|_| announced));
    let start = read(at)?;
    let mut i = start.end;
    let mut joined = false;
    loop {
        let rest = &text[i..];
        if rest.starts_with([' ', '\n']) {
            i += 1;
            continue;
        }
        if joined && let Some(mut end) = read(i) {
            let mut start = start;
            fill_months(&mut start, &mut end);
            return Some((Some(start), Some(end), at, closed(words, text, end.end)));
        }
        if i > start.end + 24 {
            break;
        }
        if let Some(w) = words.raw.to.iter().find(|w| rest.starts_with(w.as_str())) {
            joined = true;
            i += w.len();
        } else if let Some(w) = words.raw.closing.iter().find(|w| rest.starts_with(w.as_str())) {
            i += w.len();
        } else if rest.starts_with(',') {
            i += 1;
        } else {
            break;
        }
    }
    None
}

/// The second date takes the first's year; months without days mean their first and last day.
fn fill_months(start: &mut RawDate, end: &mut RawDate) {
    if end.year.is_none() && !end.malformed {
        end.year = start.year;
    }
    if start.day.is_none()
        && end.day.is_none()
        && !start.malformed
        && !end.malformed
        && !start.glyphs_lost
        && !end.glyphs_lost
    {
        start.day = Some(1);
        end.day = end
            .year
            .zip(end.month)
            .and_then(|(y, m)| crate::terms::Date::new(y, m, 1).ok())
            .map(crate::terms::Date::days_in_month);
    }
}

fn closed(words: &PeriodWords, text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start_matches(' ');
    let start = text.len() - rest.len();
    words.raw.closing.iter().find(|w| rest.starts_with(w.as_str())).map_or(at, |w| start + w.len())
}

fn sentence_start(text: &str, at: usize) -> usize {
    let from = text.floor_char_boundary(at.saturating_sub(SENTENCE));
    text[from..at]
        .rfind(SENTENCE_ENDS)
        .map_or(from, |i| from + i + text[from + i..].chars().next().map_or(1, char::len_utf8))
}

/// The clause around a statement, without the sentence before it.
fn clause(text: &str, from: usize, to: usize) -> (usize, usize) {
    let sentence = sentence_start(text, from);
    let start = text[sentence..from].rfind(',').map_or(sentence, |i| sentence + i + 1);
    let start = start + (text[start..from].len() - text[start..from].trim_start().len());
    (start, to)
}
