//! Numbers as they are written in Chinese text: 1,185; 11.7万; 一百一十八; 二〇二三. Exact, never a float.
//! Input is folded text, so digits and their commas are half-width. Knows nothing of what is counted.

use rust_decimal::Decimal;

/// A number and the bytes it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    pub value: Decimal,
    /// Digits after the decimal point, as written.
    pub scale: u32,
    /// First byte, and the byte after the last digit or multiplier (万, 亿).
    pub start: usize,
    pub end: usize,
    /// Written with Chinese numerals.
    pub chinese: bool,
    /// 几, 余 or 多 stands inside it, before its multiplier (18余万).
    pub inexact: bool,
}

/// Words that stand between a number and its multiplier, and make it inexact.
pub(crate) const INEXACT: [&str; 3] = [ODD, "多", "几"];

/// Behind a number or its unit: somewhat more. The others begin other words as well.
pub(crate) const ODD: &str = "余";

pub(crate) const TEN: char = '十';
pub(crate) const TEN_THOUSAND: char = '万';
pub(crate) const HUNDRED_MILLION: char = '亿';
/// Behind 万 it makes a unit of it: 万元.
pub(crate) const YUAN: char = '元';
/// Nothing, as a number.
pub(crate) const ZEROS: [char; 2] = ['〇', '零'];

/// Skips blanks and line breaks.
pub fn skip_blank(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while at < bytes.len() && matches!(bytes[at], b' ' | b'\n') {
        at += 1;
    }
    at
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Reads the number whose first digit stands at `at`. Numbers beyond what a report can hold are none.
pub fn arabic(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let first = digits(bytes, at);
    if first == 0 || first > 15 {
        return None;
    }
    let mut end = at + first;
    let mut value = digits_value(&bytes[at..end])?;
    let mut scale = 0;
    if first <= 3 && bytes[at] != b'0' {
        // Groups of three after commas: 3,000, or with a blank after the comma as copies leave it.
        while bytes.get(end) == Some(&b',') {
            let from = if bytes.get(end + 1) == Some(&b' ') { end + 2 } else { end + 1 };
            if from >= bytes.len() || digits(bytes, from) != 3 || end - at > 20 {
                break;
            }
            value = value.checked_mul(Decimal::from(1000))?.checked_add(digits_value(&bytes[from..from + 3])?)?;
            end = from + 3;
        }
    }
    if bytes.get(end) == Some(&b'.') {
        let after = digits(bytes, (end + 1).min(bytes.len()));
        if after > 0 && after <= 9 {
            let fraction = digits_value(&bytes[end + 1..end + 1 + after])?;
            scale = after as u32;
            value = value.checked_add(fraction.checked_div(Decimal::from(10_u64.pow(scale)))?)?;
            value.rescale(scale);
            end += 1 + after;
        }
    }
    multiplied(text, Number { value, scale, start: at, end, chinese: false, inexact: false })
}

/// Reads the number at `at` where a blank parts its thousands (3 115, 1 234 567). Two numbers that stand side by side
/// look the same: what follows has to tell.
pub(crate) fn spaced(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let first = digits(bytes, at);
    if first == 0 || first > 3 || bytes[at] == b'0' {
        return None;
    }
    let mut end = at + first;
    let mut value = digits_value(&bytes[at..end])?;
    while bytes.get(end) == Some(&b' ') && end - at <= 12 && digits(bytes, end + 1) == 3 {
        value = value.checked_mul(Decimal::from(1000))?.checked_add(digits_value(&bytes[end + 1..end + 4])?)?;
        end += 4;
    }
    let grouped = end > at + first && !matches!(bytes.get(end), Some(b',' | b'.' | b'-' | b'/'));
    grouped.then_some(Number { value, scale: 0, start: at, end, chinese: false, inexact: false })
}

/// What a number may be multiplied by.
const FACTORS: [(char, u64); 2] = [(TEN_THOUSAND, 10_000), (HUNDRED_MILLION, 100_000_000)];

/// The factor that a text begins with, and what follows it.
pub(crate) fn factor(text: &str) -> Option<(u64, &str)> {
    FACTORS.iter().find_map(|&(word, factor)| Some((factor, text.strip_prefix(word)?)))
}

/// What a number in 万 or 亿 may be off by, being rounded to its last digit (3.1万: 1000); none where it is exact.
pub(crate) fn rounded(written: &str) -> Option<Decimal> {
    let (digits, factor) =
        FACTORS.iter().find_map(|&(word, factor)| Some((written.strip_suffix(word)?, Decimal::from(factor))))?;
    let scale = digits.trim_end().rsplit_once('.').map_or(0, |(_, fraction)| fraction.len());
    let step = factor.checked_div(Decimal::from(10_u64.checked_pow(u32::try_from(scale).ok()?)?))?;
    (step > Decimal::ONE).then_some(step)
}

fn digits_value(bytes: &[u8]) -> Option<Decimal> {
    bytes.iter().try_fold(0_u64, |v, b| v.checked_mul(10)?.checked_add(u64::from(b - b'0'))).map(Decimal::from)
}

/// Takes in 万 and 亿 after a number, with 余 or 多 between. 万元 and the like stay units.
fn multiplied(text: &str, mut number: Number) -> Option<Number> {
    let mut at = skip_blank(text, number.end);
    let mut inexact = false;
    if let Some(word) = INEXACT.iter().find(|w| text[at..].starts_with(**w)) {
        at += word.len();
        inexact = true;
    }
    if let Some((factor, rest)) = factor(&text[at..]).filter(|(_, rest)| !rest.starts_with(YUAN)) {
        number.value = number.value.checked_mul(Decimal::from(factor))?.normalize();
        number.end = text.len() - rest.len();
        number.inexact |= inexact;
    }
    Some(number)
}

/// What a number of eleven figures begins with that is a mobile phone's.
pub(crate) const ONE: &str = "一";

/// The value of a Chinese digit, Greek and Cyrillic letters that copies have for 〇 among them.
pub(crate) fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' | 'Ο' | 'О' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The same in a count, where 两 is one as well.
fn numeral(c: char) -> Option<u64> {
    if c == '两' { Some(2) } else { chinese_digit(c).map(u64::from) }
}

/// Tens that are one character: 廿三 is 23.
fn tens(c: char) -> Option<u64> {
    match c {
        '廿' => Some(20),
        '卅' => Some(30),
        _ => None,
    }
}

/// A Latin letter that stands for 〇 between the digits of a year: 二O二五, 二〇二O年.
fn is_letter_zero(c: char) -> bool {
    matches!(c, 'O' | 'o')
}

/// The run without letters at its end, which belong to a word (二OA), unless a year ends there.
fn without_letters(run: &str, behind: &str) -> usize {
    if behind.starts_with('年') { run.len() } else { run.trim_end_matches(is_letter_zero).len() }
}

fn place(c: char) -> Option<u64> {
    Some(match c {
        TEN => 10,
        '百' => 100,
        '千' => 1_000,
        TEN_THOUSAND => 10_000,
        HUNDRED_MILLION => 100_000_000,
        _ => return None,
    })
}

/// Every numeral that may begin a number.
pub const CHINESE: &str = "〇零○一二两三四五六七八九十廿卅";

/// The multipliers that may follow one.
pub const PLACES: &str = "十百千万亿";

fn begins_chinese(c: char) -> bool {
    CHINESE.contains(c)
}

/// Reads the number in Chinese numerals that begins at `at`: by place values, or digit by digit (二〇二三).
/// 一百一 is 110, as it is said.
pub fn chinese(text: &str, at: usize) -> Option<Number> {
    let digit = |c: char| if is_letter_zero(c) { Some(0) } else { numeral(c) };
    let in_run = |c: &char| digit(*c).is_some() || tens(*c).is_some() || place(*c).is_some();
    let len: usize = text[at..].chars().take_while(in_run).take(24).map(char::len_utf8).sum();
    let len = without_letters(&text[at..at + len], &text[at + len..]);
    let mut run = &text[at..at + len];
    let (first, last) = (run.chars().next()?, run.chars().next_back()?);
    if !begins_chinese(first) {
        return None;
    }
    let several = run.len() > first.len_utf8();
    let value = if several && run.chars().all(|c| digit(c).is_some()) {
        run.chars().try_fold(0_u64, |v, c| v.checked_mul(10)?.checked_add(digit(c)?))?
    } else {
        // 三万元: 万 belongs to the unit.
        if several && last == TEN_THOUSAND && text[at + len..].starts_with(YUAN) {
            run = &run[..run.len() - last.len_utf8()];
        }
        place_value(run)?
    };
    let end = at + run.len();
    let mut inexact = false;
    // 一百余万 is rare; 十几 and 十多 are not.
    if let Some(word) = INEXACT.iter().find(|w| text[end..].starts_with(**w)) {
        let behind = text[end + word.len()..].strip_prefix(TEN_THOUSAND);
        if let Some(rest) = behind.filter(|rest| !rest.starts_with(YUAN)) {
            let value = value.checked_mul(10_000)?;
            return Some(Number {
                value: value.into(),
                scale: 0,
                start: at,
                end: text.len() - rest.len(),
                chinese: true,
                inexact: true,
            });
        }
        inexact = true;
    }
    Some(Number { value: value.into(), scale: 0, start: at, end, chinese: true, inexact })
}

fn place_value(run: &str) -> Option<u64> {
    let (mut total, mut section, mut digit, mut last_place) = (0_u64, 0_u64, None, 0_u64);
    for c in run.chars() {
        if let Some(d) = numeral(c) {
            if digit.is_some_and(|d| d != 0) {
                return None;
            }
            digit = Some(d);
            if d == 0 {
                // 一百零一: what follows counts ones.
                last_place = 0;
            }
            continue;
        }
        if let Some(tens) = tens(c) {
            if digit.take().is_some_and(|d| d != 0) {
                return None;
            }
            section = section.checked_add(tens)?;
            last_place = 10;
            continue;
        }
        let p = place(c)?;
        if p >= 10_000 {
            let below = section.checked_add(digit.take().unwrap_or(0))?;
            total = total.checked_add(below.checked_mul(p)?)?;
            section = 0;
        } else {
            section = section.checked_add(digit.take().unwrap_or(1).checked_mul(p)?)?;
        }
        last_place = p;
    }
    // 一百一: the digit stands one place below the last.
    let ones = digit.unwrap_or(0).checked_mul(if last_place >= 100 { last_place / 10 } else { 1 })?;
    total.checked_add(section)?.checked_add(ones)
}

/// The Chinese characters that number things.
pub fn is_chinese_numeral(c: char) -> bool {
    ordinal_value(c).is_some()
}

/// What such a character counts by itself: 一 to 十.
pub(crate) fn ordinal_value(c: char) -> Option<u32> {
    if c == TEN { Some(10) } else { chinese_digit(c).filter(|&digit| digit > 0) }
}

/// The characters that number things.
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_numeral(c)
}

/// The characters that whole numbers are written with in words: 九百八十六.
pub fn is_of_number_word(c: char) -> bool {
    is_numeral(c) || matches!(c, '百' | '千' | '万' | '两' | '零' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> String {
        arabic(text, 0).map_or("none".into(), |n| format!("{} {}", n.value, &text[n.start..n.end]))
    }

    fn said(text: &str) -> Option<(String, usize)> {
        chinese(text, 0).map(|n| (n.value.to_string(), n.end))
    }

    #[test]
    fn tens_of_one_character_and_letters_for_zero() {
        let value = |text| said(text).map(|s| s.0);
        for (text, number) in [("廿三件", "23"), ("廿日", "20"), ("卅一", "31"), ("一百廿五", "125"), ("卅", "30")]
        {
            assert_eq!(value(text), Some(number.into()), "{text}");
        }
        for (text, number) in [("二O二五年", "2025"), ("二〇二O年", "2020"), ("二o一九", "2019")] {
            assert_eq!(value(text), Some(number.into()), "{text}");
        }
        assert_eq!(said("二OA系统"), Some(("2".into(), 3)));
        assert_eq!([said("三廿"), said("O二")], [None, None]);
    }

    #[test]
    fn digits_commas_and_points() {
        assert_eq!(value("1,185条"), "1185 1,185");
        assert_eq!(value("3, 000余条"), "3000 3, 000");
        assert_eq!(value("119,件"), "119 119");
        assert_eq!(value("2023,119件"), "2023 2023");
        assert_eq!(value("12,3456件"), "12 12");
        assert_eq!(value("11.7万元"), "11.7 11.7");
        assert_eq!(value("1.主动公开"), "1 1");
        assert_eq!(value("98.50%"), "98.50 98.50");
        assert_eq!(value("1,234,567条"), "1234567 1,234,567");
        assert_eq!(value("0"), "0 0");
        assert_eq!(value("99999999999999999999"), "none");
    }

    #[test]
    fn thousands_parted_by_blanks() {
        let value = |text| spaced(text, 0).map(|n| (n.value.to_string(), n.end));
        assert_eq!(value("3 115条"), Some(("3115".into(), 5)));
        assert_eq!(value("1 234 567条"), Some(("1234567".into(), 9)));
        for text in ["3115条", "3 1155条", "3 15条", "2024 115条", "0 115条", "3  115条", "3 115.5条", "3"] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn rounding() {
        assert_eq!(rounded("3.1万"), Some(Decimal::from(1000)));
        assert_eq!(rounded("386.75万"), Some(Decimal::from(100)));
        assert_eq!(rounded("2亿"), Some(Decimal::from(100_000_000)));
        assert_eq!(rounded("3.1234万"), None);
        assert_eq!(rounded("31000"), None);
    }

    #[test]
    fn multipliers() {
        assert_eq!(value("18万余条"), "180000 18万");
        assert_eq!(value("1.5万条"), "15000 1.5万");
        assert_eq!(value("2余万条"), "20000 2余万");
        assert_eq!(value("3亿次"), "300000000 3亿");
        assert_eq!(value("5万元"), "5 5");
    }

    #[test]
    fn a_number_begins_with_a_digit_or_ten() {
        assert!(CHINESE.chars().all(|c| c == '十' || numeral(c).is_some() || tens(c).is_some()));
        assert!((0..=9).all(|digit| CHINESE.chars().any(|c| numeral(c) == Some(digit))));
    }

    #[test]
    fn numerals() {
        for (text, expect) in [
            ("一百一十八件", 118),
            ("一百一", 110),
            ("一百零一", 101),
            ("两件", 2),
            ("十五", 15),
            ("二十", 20),
            ("二〇二三", 2023),
            ("一万余", 10_000),
            ("三千二", 3_200),
            ("一万二千三百四十五", 12_345),
            ("两百五", 250),
            ("零", 0),
            ("一十", 10),
            ("三万五", 35_000),
        ] {
            assert_eq!(said(text).map(|s| s.0), Some(expect.to_string()), "{text}");
        }
        assert_eq!(said("三万元"), Some(("3".into(), 3)));
        assert_eq!(said("百件"), None);
        assert_eq!(said("一二十"), None);
    }

    #[test]
    fn hostile_runs_end() {
        assert!(chinese(&"九亿".repeat(1000), 0).is_none_or(|n| n.end <= 72));
        assert_eq!(said(&"亿".repeat(10)), None);
        assert!(value(&"1,111".repeat(100)).len() < 80);
    }
}
