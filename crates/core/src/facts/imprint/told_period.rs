//! The statistics period in other words than the usual announcement and two dates: a last day alone (数据统计截至…), a year
//! (统计年度为…), ends in clauses of their own (起始时间为…,截止时间为…). Takes one sentence; what is no whole year or pair of
//! dates is none.

use crate::language::dates::{RawDate, UNTIL, date_at};
use crate::language::numbers::chinese_digit;
use crate::language::small_words::TO;
use crate::lexicon::period::PeriodWords;
use crate::lexicon::titles::years;

/// The first and the last day, where their statement begins and where it ends.
pub(super) type Told = (RawDate, RawDate, usize, usize);

/// So far apart the two dates may stand, in bytes.
const APART: usize = 120;

/// Reads a sentence that stands at `base`; `known` is the year that goes without saying.
pub(super) fn told(words: &PeriodWords, sentence: &str, base: usize, known: Option<i16>) -> Option<Told> {
    let hit = words.told.find_iter(sentence).next()?;
    if !words.raw.about.iter().any(|w| sentence.contains(w.as_str())) {
        return None;
    }
    let year = years(sentence).map(|y| y.1).next().or(known)?;
    let (at, behind) = (hit.start, hit.end);
    let dates = || dates(sentence, year).filter(|d| d.end > at);
    let moved = |d: RawDate| RawDate { start: base + d.start, end: base + d.end, ..d };
    let found = |first: RawDate, last: RawDate| {
        let (mut first, last) = (moved(first), moved(last));
        first.day = first.day.or(Some(1));
        first.date().zip(last.date()).map(|_| (first, last, first.start.min(last.start), first.end.max(last.end)))
    };
    let first = dates().next();
    if let Some(first) = first
        && let Some(last) = second(words, sentence, first)
    {
        return found(first, last);
    }
    let named = || years(&sentence[at..]).map(|(start, value, end)| (at + start, value, at + end)).next();
    // The last day of the year, by its date or by its name.
    let last = dates().chain(self::dates(sentence, year).filter(|d| d.end <= at));
    if let Some(last) = last.into_iter().find(|d| d.month == Some(12) && d.day.is_none_or(|day| day == 31)) {
        let last = RawDate { day: Some(31), ..last };
        return found(RawDate { month: Some(1), day: Some(1), ..last }, last);
    }
    let whole = |start: usize, end: usize| {
        let last = RawDate { start, end, year: Some(year), month: Some(12), day: Some(31), ..RawDate::default() };
        found(RawDate { month: Some(1), day: Some(1), ..last }, last)
    };
    if let Some((ending, length)) = first_of(&words.raw.year_end, &sentence[at..]) {
        let (start, end) = named().map_or((behind, behind), |n| (n.0, n.2));
        return whole(start.min(at + ending), end.max(at + ending + length));
    }
    // A year alone, where the announcement can be of nothing else.
    let bare = first.is_none() && words.raw.told_years.iter().any(|w| sentence.contains(w.as_str()));
    let (start, _, end) = named().filter(|_| bare)?;
    whole(start, end)
}

/// Where the first of the words stands, and how long it is.
fn first_of(words: &[crate::lexicon::Str], text: &str) -> Option<(usize, usize)> {
    words.iter().filter_map(|w| text.find(w.as_str()).map(|at| (at, w.len()))).min()
}

/// The dates of a sentence that have a month, each with the year of the one before it where it has none.
fn dates(text: &str, year: i16) -> impl Iterator<Item = RawDate> + '_ {
    let digit = |c: char| c.is_ascii_digit() || chinese_digit(c).is_some();
    let (mut at, mut year) = (0, year);
    std::iter::from_fn(move || {
        while let Some(from) = text[at..].find(digit).map(|i| at + i) {
            if let Some(mut date) = date_at(text, from).filter(|d| d.month.is_some() && !d.malformed) {
                at = date.end;
                year = date.year.unwrap_or(year);
                date.year = Some(year);
                return Some(date);
            }
            at = from + text[from..].find(|c| !digit(c)).unwrap_or(text.len() - from);
        }
        None
    })
}

/// The other end of what begins with a date.
fn second(words: &PeriodWords, text: &str, first: RawDate) -> Option<RawDate> {
    let rest = &text[first.end..];
    let near = &rest[..rest.floor_char_boundary(APART.min(rest.len()))];
    let (to, length) = first_of(&words.raw.to, near)
        .or_else(|| near.find(UNTIL).map(|i| (i, UNTIL.len_utf8())))
        .or_else(|| first_of(&words.raw.last, near))?;
    let behind = first.end + to + length;
    let year = first.year?;
    if let Some(mut last) = dates(&text[behind..], year).next() {
        last.start += behind;
        last.end += behind;
        if last.day.is_none() && first.day.is_none_or(|d| d == 1) {
            last.day = crate::terms::Date::new(year, last.month?, 1).ok().map(crate::terms::Date::days_in_month);
        }
        return Some(last);
    }
    // 2023.1.1至12.31, and 至年底.
    let behind_text = text[behind..].trim_start_matches([' ', TO[0], TO[1]]);
    let start = text.len() - behind_text.len();
    let end_of = |month: i8, day: i8, end: usize| RawDate {
        start,
        end,
        year: Some(year),
        month: Some(month),
        day: Some(day),
        ..RawDate::default()
    };
    if let Some(word) = words.raw.year_end.iter().find(|w| behind_text.starts_with(w.as_str())) {
        return Some(end_of(12, 31, start + word.len()));
    }
    let run = behind_text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '/' | '-'))?;
    let (month, day) = behind_text[..run].trim_end_matches('.').split_once(['.', '/', '-'])?;
    Some(end_of(month.parse().ok()?, day.parse().ok()?, start + run))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::embedded_lexicon;

    fn read(sentence: &str) -> Option<String> {
        let (first, last, from, to) = told(&embedded_lexicon().period, sentence, 0, None)?;
        Some(format!("{} {} {}", first.date()?, last.date()?, &sentence[from..to]))
    }

    #[test]
    fn a_period_that_breaks_off_is_none() {
        for end in ["至。", "至", "至,", "至于"] {
            assert_eq!(read(&format!("本报告所列数据的统计期限为2023年1月1日{end}")), None, "{end}");
            assert_eq!(read(&format!("本报告反映2023.1.1{end}")), None, "{end}");
        }
    }

    #[test]
    fn the_period_in_other_words() {
        for (sentence, expected) in [
            ("数据统计截至2023年12月31日。", "2023-01-01 2023-12-31 2023年12月31日"),
            ("本年报数据均截至2023年底。", "2023-01-01 2023-12-31 2023年底"),
            ("统计期限自2023年1月1日起至年底。", "2023-01-01 2023-12-31 2023年1月1日起至年底"),
            ("统计时间:2023.1.1~12.31。", "2023-01-01 2023-12-31 2023.1.1~12.31"),
            ("报告时间段为2023年1-12月。", "2023-01-01 2023-12-31 12月"),
            ("统计年度为2023年。", "2023-01-01 2023-12-31 2023"),
            (
                "数据统计期限自2023年3月8日挂牌之日起,至2023年12月31日止。",
                "2023-03-08 2023-12-31 2023年3月8日挂牌之日起,至2023年12月31日",
            ),
        ] {
            assert_eq!(read(sentence).as_deref(), Some(expected), "{sentence}");
        }
    }

    #[test]
    fn what_tells_of_something_else_is_no_period() {
        for sentence in [
            "报名截止日期为2023年12月31日。",
            "截至2023年12月31日,门户网站发布信息12条。",
            "2023年度统计工作顺利完成。",
            "数据截至目前已全部归集。",
        ] {
            assert_eq!(read(sentence), None, "{sentence}");
        }
    }
}
