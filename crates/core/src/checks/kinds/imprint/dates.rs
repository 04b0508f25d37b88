//! Dates in the text exist: no 31 February, no thirteenth month, no year of five digits. What a date is for is not
//! known here, nor whether it is the right one.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::Scope;
use crate::checks::prefilter::Sought;
use crate::checks::years::year_before;
use crate::language::dates;
use crate::language::dates::{DAY, MONTH, YEAR};
use crate::language::fold::is_han;
use crate::language::numbers::chinese_digit;
use crate::source::Span;
use crate::terms::Date;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    #[serde(skip, default = "month_mark")]
    month: Sought,
    #[serde(skip, default = "year_mark")]
    year: Sought,
}

fn month_mark() -> Sought {
    MONTH.to_string().into()
}

fn year_mark() -> Sought {
    YEAR.to_string().into()
}

/// Of a leap year, for dates that name none.
const LEAP: i16 = 2000;

impl Kind for Dates {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let text = context.document.text.folded.as_str();
        let months = context.places(&self.month, Scope::Text).into_iter().filter_map(|at| impossible_day(text, at));
        let years = context.places(&self.year, Scope::Text).into_iter().filter_map(|at| impossible_year(text, at));
        let numerals = context.places(&self.year, Scope::Text).into_iter().filter_map(|at| in_numerals(text, at));
        let mistyped = context.places(&self.month, Scope::Text).into_iter().filter_map(|at| mistyped(text, at));
        // What the statistics period states is judged by the rules on that.
        let period = context.facts.period.as_ref().map(|p| p.span);
        let mut places: Vec<(Span, &'static str)> =
            months.chain(numerals).map(|s| (s, "day")).chain(years.map(|s| (s, "year"))).chain(mistyped).collect();
        places.retain(|&(s, _)| Scope::Text.holds(context, s) && !period.is_some_and(|p| p.overlaps(s)));
        places.sort_unstable();
        if places.is_empty() {
            return Outcome::Pass;
        }
        let failure = |(span, case)| Failure {
            primary: Label::at(span),
            values: BTreeMap::from([("found", context.document.shown(span))]),
            identity: context.document.slice(span).to_owned(),
            case: Some(case),
            ..Failure::default()
        };
        Outcome::Fail(places.into_iter().map(failure).collect())
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        vec![(&*self.month, Scope::Text), (&*self.year, Scope::Text)]
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["day", "year", "short", "mark"]
    }
}

/// The one or two digits that end at an offset, where no other digit or mark of a number stands before them.
fn before(text: &str, end: usize) -> Option<(i8, usize)> {
    let bytes = text.as_bytes();
    let length = bytes[..end].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let start = end - length;
    let touched = start.checked_sub(1).is_some_and(|i| matches!(bytes[i], b'.' | b'-' | b'/'));
    (1..=2).contains(&length).then_some(())?;
    (!touched).then_some((text[start..end].parse().ok()?, start))
}

/// The date around a 月, with its year where that is written, if there is no such day or month.
fn impossible_day(text: &str, at: usize) -> Option<Span> {
    let (month, start) = before(text, at)?;
    let written = text[..start].strip_suffix(YEAR).and_then(|rest| year_before(text, rest.len()));
    let begin = written.map_or(start, |(_, digits)| digits.start as usize);
    let behind = &text[at + MONTH.len_utf8()..];
    let length = behind.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        // 13月 alone may be a length of time; behind a year it is a month.
        let is_month = written.is_some() && !(1..=12).contains(&month);
        return is_month.then(|| Span::new(begin, at + MONTH.len_utf8()));
    }
    if length > 2 || !behind[length..].starts_with(DAY) {
        return None;
    }
    let day: i8 = behind[..length].parse().ok()?;
    let year = written.map_or(LEAP, |(year, _)| year);
    Date::new(year, month, day).is_err().then(|| Span::new(begin, at + MONTH.len_utf8() + length + DAY.len_utf8()))
}

/// A whole date in Chinese numerals (二○一○年二月三十日) around a 年, if there is no such day.
fn in_numerals(text: &str, at: usize) -> Option<Span> {
    let (start, first) = text[..at].char_indices().rev().nth(3)?;
    let touched = text[..start].chars().next_back().is_some_and(|c| chinese_digit(c).is_some());
    chinese_digit(first).filter(|_| !touched)?;
    let date = dates::date_at(text, start).filter(|d| !d.malformed && !d.glyphs_lost)?;
    let ends_as_day = text[..date.end].ends_with(DAY);
    let exists = Date::new(date.year?, date.month?, date.day?).is_ok();
    (ends_as_day && !exists).then(|| Span::new(start, date.end))
}

/// A date whose 年 is another character (2020你1月1日), or a year with a digit too few (202年5月).
fn mistyped(text: &str, at: usize) -> Option<(Span, &'static str)> {
    let (_, start) = before(text, at)?;
    let mark = text[..start].chars().next_back().filter(|&c| is_han(c))?;
    let digits = start - mark.len_utf8();
    let length = text.as_bytes()[..digits].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let begin = digits - length;
    let is_year = text[begin..digits].starts_with("20")
        && !text[..begin].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'));
    let after = at + dates::MONTH.len_utf8();
    let span = Span::new(begin, after);
    if dates::may_stand_before_month(mark) {
        return (mark == dates::YEAR && length == 3 && is_year).then_some((span, "short"));
    }
    // Figures of other things may stand before a month: 2020条3月.
    let goes_on = text[after..].starts_with(|c: char| c.is_ascii_digit());
    (length == 4 && is_year && goes_on).then_some((span, "mark"))
}

/// A year with a digit too many (20224年).
fn impossible_year(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let length = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let start = at - length;
    let touched =
        start.checked_sub(1).is_some_and(|i| bytes[i].is_ascii_alphabetic() || matches!(bytes[i], b'.' | b'-' | b'/'));
    (length == 5 && bytes[start..].starts_with(b"20") && !touched).then(|| Span::new(start, at + YEAR.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_no_calendar_has() {
        let found = |t: &str| {
            let span = t.match_indices('月').find_map(|(at, _)| impossible_day(t, at))?;
            Some(t[span.range()].to_owned())
        };
        for (text, date) in [
            ("2025年1月36日", "2025年1月36日"),
            ("2025年13月16日", "2025年13月16日"),
            ("于2025年2月29日", "2025年2月29日"),
            ("4月31日前", "4月31日"),
            ("2024年13月,", "2024年13月"),
        ] {
            assert_eq!(found(text).as_deref(), Some(date), "{text}");
        }
        for text in [
            "2024年2月29日",
            "2月29日",
            "12月31日",
            "1-12月",
            "为期18月",
            "2024年12月",
            "历时3个月15日",
            "5月1日至10月31日",
            "1月36",
            "月日",
            "2024.13月1日",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_chinese_numerals() {
        let found = |t: &str| {
            let span = t.match_indices('年').find_map(|(at, _)| in_numerals(t, at))?;
            Some(t[span.range()].to_owned())
        };
        for text in ["二○一○年二月三十日", "二〇二三年四月三十一日", "二〇二一年十三月五日", "二零一九年二月二十九日"]
        {
            assert_eq!(found(&format!("云河县水务局{text}")).as_deref(), Some(text), "{text}");
        }
        for text in [
            "二○二○年二月二十九日",
            "二〇二三年十二月三十一日",
            "二〇二三年一月",
            "二〇二三年度",
            "第三十年三月",
            "二〇二三年",
            "2023年二月三十日",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_typed_for_a_year() {
        let found = |t: &str| {
            let (span, case) = t.match_indices('月').find_map(|(at, _)| mistyped(t, at))?;
            Some((t[span.range()].to_owned(), case))
        };
        assert_eq!(found("自2020你1月1日至"), Some(("2020你1月".to_owned(), "mark")));
        assert_eq!(found("于202年5月印发"), Some(("202年5月".to_owned(), "short")));
        for text in
            ["2020年1月1日", "至2020年第1月1日", "共2020份3月5日", "2020条12月", "公开2020件,3月1日", "0202年5月"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn years_of_five_digits() {
        let found = |t: &str| t.find('年').and_then(|at| impossible_year(t, at)).is_some();
        assert!(found("20224年,我局"));
        assert!(!found("2024年") && !found("12024年") && !found("20232024年") && !found("A20224年"));
    }
}
