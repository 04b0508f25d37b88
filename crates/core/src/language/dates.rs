//! The grammar of Chinese dates, well formed and not. Knows nothing of what a date is for.

use super::numbering::chinese_ordinal;
use super::numbers::{TEN, chinese_digit};
use crate::terms::Date;

pub(crate) const YEAR: char = '年';
pub(crate) const MONTH: char = '月';
pub(crate) const DAY: char = '日';
/// How a day is called in speech; behind the number of a house or a document it is no day.
pub(crate) const NUMBER: char = '号';
/// Behind 年: the year as a report counts it.
pub(crate) const ANNUAL: char = '度';
/// Behind 月: the whole of it.
pub(crate) const OF_MONTH: char = '份';
/// Behind a number: a time of day.
pub(crate) const HOURS: [char; 2] = ['时', '点'];
/// Behind a number of days: within them.
pub(crate) const WITHIN_DAYS: &str = "日内";
/// Before the last day of a span of time whose beginning goes without saying, and behind it.
pub(crate) const UNTIL: char = '截';
pub(crate) const CLOSED: char = '止';

/// True where a day ends the year: 31日 behind 12月.
pub(crate) fn is_year_end(before: &str, day: &str) -> bool {
    day.starts_with("31") && before.strip_suffix(MONTH).is_some_and(|month| month.ends_with("12"))
}
/// Behind the number of a year of school: no year of the calendar.
const GRADE: &str = "年级";

/// What follows 年 or 年度 at the start of a text.
pub(crate) fn after_year(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(YEAR)?;
    Some(rest.strip_prefix(ANNUAL).unwrap_or(rest))
}

/// What stands before 年 or 年度 at the end of a text.
pub(crate) fn before_year(text: &str) -> Option<&str> {
    text.strip_suffix(ANNUAL).and_then(|rest| rest.strip_suffix(YEAR)).or_else(|| text.strip_suffix(YEAR))
}

/// True where digits before this text are those of a year: 年 follows, and not 年级.
pub(crate) fn makes_year(text: &str) -> bool {
    text.starts_with(YEAR) && !text.starts_with(GRADE)
}

/// A date as it stands; parts not written are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RawDate {
    pub start: usize,
    pub end: usize,
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    /// 年 or 月 is missing between digits (201711日).
    pub glyphs_lost: bool,
    /// No date can be meant by these digits (202020年).
    pub malformed: bool,
}

impl RawDate {
    /// The calendar date, if all of it is written and it exists.
    pub fn date(self) -> Option<Date> {
        if self.malformed || self.glyphs_lost {
            return None;
        }
        Date::new(self.year?, self.month?, self.day?).ok()
    }
}

fn skip_spaces(s: &str, at: usize) -> usize {
    at + s[at..].bytes().take_while(|&b| b == b' ').count()
}

/// Digits, Arabic or Chinese, at an offset: their value, how many, and the end.
fn digits(s: &str, at: usize) -> Option<(u32, usize, usize)> {
    let len = s[at..].bytes().take_while(u8::is_ascii_digit).count();
    if len > 0 {
        let value = if len > 9 { u32::MAX } else { s[at..at + len].parse().ok()? };
        return Some((value, len, at + len));
    }
    let mut value = 0u32;
    let (mut count, mut end) = (0, at);
    for c in s[at..].chars() {
        let Some(d) = chinese_digit(c) else { break };
        value = value.saturating_mul(10).saturating_add(d);
        count += 1;
        end += c.len_utf8();
    }
    if count >= 3 || (count > 0 && !s[end..].starts_with(TEN)) {
        return Some((value, count, end));
    }
    chinese_ordinal(&s[at..]).map(|(value, len)| (value, if value > 9 { 2 } else { 1 }, at + len))
}

fn year_of(value: u32, count: usize) -> Option<i16> {
    (count == 4 && (1900..2100).contains(&value)).then_some(value as i16)
}

fn small(value: u32) -> Option<i8> {
    i8::try_from(value).ok()
}

/// The date that begins at an offset. A year alone is no date.
pub(crate) fn date_at(s: &str, at: usize) -> Option<RawDate> {
    let (first, count, mut end) = digits(s, at)?;
    let mut raw = RawDate { start: at, ..RawDate::default() };
    end = skip_spaces(s, end);
    let mark = s[end..].chars().next()?;
    match mark {
        YEAR => {
            raw.year = year_of(first, count);
            raw.malformed = raw.year.is_none();
            let after = skip_spaces(s, end + mark.len_utf8());
            month_on(s, after, &mut raw)
        }
        MONTH if count <= 2 => month_on(s, at, &mut raw),
        // 201712月31日 and 20171231日: what stood between is gone.
        MONTH if count > 4 => {
            raw.glyphs_lost = true;
            let after = skip_spaces(s, end + mark.len_utf8());
            let (_, _, day_end) = digits(s, after)?;
            raw.end = day_end + if s[day_end..].starts_with(DAY) { 3 } else { 0 };
            Some(raw)
        }
        DAY if (5..=8).contains(&count) && year_of(first / 10u32.pow(count as u32 - 4), 4).is_some() => {
            raw.glyphs_lost = true;
            raw.end = end + 3;
            Some(raw)
        }
        '.' | '-' | '/' if count == 4 => {
            raw.year = Some(year_of(first, count)?);
            let (month, n, month_end) = digits(s, skip_spaces(s, end + 1))?;
            if n > 2 {
                return None;
            }
            raw.month = small(month);
            raw.end = month_end;
            if s[month_end..].starts_with(mark) && s[month_end + 1..].starts_with(|c: char| c.is_ascii_digit()) {
                let (day, n, day_end) = digits(s, month_end + 1)?;
                if n > 2 {
                    return None;
                }
                raw.day = small(day);
                raw.end = day_end;
            } else if mark != '.' || month > 12 {
                return None;
            }
            Some(raw)
        }
        _ => None,
    }
}

/// Month and day from an offset on.
fn month_on(s: &str, at: usize, raw: &mut RawDate) -> Option<RawDate> {
    let (month, count, mut end) = digits(s, at)?;
    end = skip_spaces(s, end);
    if s[end..].starts_with(DAY) && (2..=4).contains(&count) && raw.year.is_some() {
        raw.glyphs_lost = true;
        raw.end = end + 3;
        return Some(*raw);
    }
    if !s[end..].starts_with(MONTH) {
        return None;
    }
    raw.month = small(month);
    raw.malformed |= count > 2 || raw.month.is_none();
    end += MONTH.len_utf8();
    raw.end = end;
    let after = skip_spaces(s, end);
    if let Some((day, count, day_end)) = digits(s, after) {
        let mark = skip_spaces(s, day_end);
        let close = if s[mark..].starts_with([DAY, NUMBER]) { mark + 3 } else { day_end };
        raw.day = small(day);
        raw.malformed |= count > 2 || raw.day.is_none();
        raw.end = close;
    } else if s[after..].starts_with(DAY) {
        // 1月日: the day is gone.
        raw.malformed = true;
        raw.end = after + 3;
    }
    Some(*raw)
}

/// The first full date in a text, by looking at every digit that does not follow another.
pub(crate) fn first_date(s: &str) -> Option<RawDate> {
    let mut before = false;
    for (i, c) in s.char_indices() {
        let digit = c.is_ascii_digit() || chinese_digit(c).is_some();
        if digit
            && !before
            && let Some(raw) = date_at(s, i).filter(|d| d.date().is_some())
        {
            return Some(raw);
        }
        before = digit;
    }
    None
}

/// What may stand between other figures and a month: 第12月, 3至5月. In its stead a year has `YEAR`.
pub fn may_stand_before_month(c: char) -> bool {
    matches!(c, YEAR | '第' | '共' | '至' | '到' | '和' | '及' | '份' | '在' | '于' | '自' | '从' | '前' | '后')
}

/// 年, 月, 日: the letters that dates are written with.
pub fn is_letter_of_dates(c: char) -> bool {
    matches!(c, YEAR | MONTH | DAY)
}

/// Is the line a date, with a time of day at most, and nothing else?
pub fn is_date_line(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '。'));
    date_at(inner, 0).is_some_and(|d| {
        let rest = inner[d.end..].trim();
        rest.is_empty() || (d.day.is_some() && rest.len() <= 8 && rest.bytes().all(|b| b.is_ascii_digit() || b == b':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> Option<(Option<String>, bool)> {
        date_at(s, 0).map(|d| (d.date().map(|d| d.to_string()), d.glyphs_lost))
    }

    #[test]
    fn dates() {
        let day = |s: &str| Some((Some(s.to_owned()), false));
        assert_eq!(read("2020年1月1日起"), day("2020-01-01"));
        assert_eq!(read("2020 年 12 月 31 日"), day("2020-12-31"));
        assert_eq!(read("2020.1.1"), day("2020-01-01"));
        assert_eq!(read("2020-01-01 10:00"), day("2020-01-01"));
        assert_eq!(read("2020/1/1"), day("2020-01-01"));
        assert_eq!(read("二〇二〇年十二月三十一日"), day("2020-12-31"));
        assert_eq!(read("二〇二〇年十月二十日"), day("2020-10-20"));
        assert_eq!(read("2020年12月31至"), day("2020-12-31"));
        assert_eq!(read("201711日"), Some((None, true)));
        assert_eq!(read("20171231日"), Some((None, true)));
        assert_eq!(read("2017年1231日"), Some((None, true)));
        assert_eq!(read("202020年12月31日"), Some((None, false)));
        assert_eq!(read("2019年2月31日"), Some((None, false)));
        for s in ["2020年", "2020", "2020-2021", "020-8635", "1.5", "2010年度", "12件", ""] {
            assert_eq!(read(s), None, "{s}");
        }
    }

    #[test]
    fn hostile_digits() {
        assert_eq!(read(&"9".repeat(100)), None);
        assert!(date_at("99999999999999999999年99999999月1日", 0).is_some_and(|d| d.malformed));
    }
}
