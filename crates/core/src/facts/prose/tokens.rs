//! From a stretch of prose to tokens: words of the vocabulary, numbers with units, marks of punctuation, each with its
//! place. Knows what a token is called, not what tokens mean together.

use crate::language::dates::{CLOSED, DAY, HOURS, MONTH, NUMBER, OF_MONTH, UNTIL, WITHIN_DAYS, YEAR, after_year};
use crate::language::numbering::TABLE;
use crate::language::numbers::ODD;
use crate::language::small_words::{EACH, ORDINAL, PER_CENT, TO};
use crate::lexicon::alphabet::Begin;
use crate::lexicon::alphabet::Kind;
use crate::lexicon::alphabet::{Amount, Token};
use rust_decimal::Decimal;

use crate::language::numbers;
use crate::lexicon::alphabet::Word;
use crate::lexicon::counts::CountWords;
use crate::search::ends_with;

/// Splits `text[from..to]` into tokens, after those already in `out`. Nothing inside 《》 is one.
pub fn tokenize(text: &str, from: usize, to: usize, words: &CountWords, out: &mut Vec<Token>) {
    let Some(part) = text.get(..to) else { return };
    let mut at = from;
    let mut title = 0_u32;
    while let Some(found) = words.matcher.find(part.as_bytes(), at) {
        at = found.end;
        let mut kind = None;
        match words.begins[found.word] {
            Begin::Word(word) => kind = Some(Kind::Word(word)),
            Begin::Mark(mark) => kind = Some(mark),
            Begin::Stop => {
                title = 0;
                kind = Some(Kind::Stop);
            }
            Begin::TitleOpens => title += 1,
            Begin::TitleCloses => title = title.saturating_sub(1),
            Begin::Digit => {
                let token = number(part, found.start, words);
                at = at.max(token.end as usize);
                if title == 0 {
                    out.push(token);
                }
            }
            Begin::Numeral if title == 0 => {
                if let Some(token) = chinese(part, found.start, words) {
                    at = token.end as usize;
                    out.push(token);
                }
            }
            Begin::Numeral => {}
        }
        if let (Some(kind), 0) = (kind, title) {
            out.push(Token { kind, start: found.start as u32, end: found.end as u32 });
        }
    }
}

/// The unit that stands at `at`, if one does, and where it ends.
fn unit_at(text: &str, at: usize, words: &CountWords) -> Option<(u16, usize)> {
    let (unit, len) = words.unit_matcher.at(text.as_bytes(), at)?;
    words.not_units.at(text.as_bytes(), at).is_none().then_some((unit as u16, at + len))
}

fn other(at: usize, end: usize) -> Token {
    Token { kind: Kind::Other, start: at as u32, end: end as u32 }
}

fn number(text: &str, at: usize, words: &CountWords) -> Token {
    let bytes = text.as_bytes();
    let run = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    if run - at <= 3
        && let Some(token) = spaced(text, at, words)
    {
        return token;
    }
    let Some(number) = numbers::arabic(text, at) else { return other(at, run) };
    let after = numbers::skip_blank(text, number.end);
    let rest = &text[after..];
    let before = text[..at].trim_end_matches([' ', '\n']).chars().next_back().unwrap_or('。');
    let joined = text[..at]
        .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '+' | '_' | '~' | '@'));
    if rest.starts_with('%') {
        if joined && !text[..at].ends_with('-') {
            return other(at, after + 1);
        }
        return Token {
            kind: Kind::Percent { value: number.value, scale: number.scale },
            start: at as u32,
            end: after as u32 + 1,
        };
    }
    if let Some(token) = date(text, &number, after) {
        return token;
    }
    if joined || before == ORDINAL || before == '〔' {
        return other(at, run.max(number.end));
    }
    // 3-5件, 12:30, 2019/60: no single count.
    if rest.starts_with(['-', '/', '~', '—', '+', NUMBER, '@', '_'])
        || rest.starts_with(TO[0])
        || (rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
    {
        return other(at, run.max(number.end));
    }
    amount(text, &number, words).unwrap_or(Token {
        kind: Kind::Count(Amount {
            value: number.value,
            unit: None,
            approximate: true,
            chinese: false,
            digits: (at as u32, number.end as u32),
        }),
        start: at as u32,
        end: number.end as u32,
    })
}

/// 3 115条: a blank parts thousands where a unit follows, and words stand before that are not those of a number of its
/// own (表3, 第3, the number of a line).
fn spaced(text: &str, at: usize, words: &CountWords) -> Option<Token> {
    let number = numbers::spaced(text, at)?;
    let before = text[..at].trim_end_matches(' ').chars().next_back()?;
    let numbered = before.is_ascii() && !matches!(before, ',' | ':' | '(') || matches!(before, ORDINAL | TABLE | '〔');
    if numbered { None } else { amount(text, &number, words) }
}

/// 2024年, 12月, 31日, 30号: a date or a part of one.
fn date(text: &str, number: &numbers::Number, after: usize) -> Option<Token> {
    let rest = &text[after..];
    let whole = number.scale == 0 && !text[number.start..number.end].contains(',');
    if let Some(behind) = after_year(rest).filter(|_| whole) {
        let year = i16::try_from(number.value.mantissa()).ok().filter(|y| (1980..2100).contains(y));
        let end = text.len() - behind.len();
        let kind = year.map_or(Kind::Other, Kind::Year);
        return Some(Token { kind, start: number.start as u32, end: end as u32 });
    }
    let alone = |rest: &str| !rest.trim_start_matches([' ', '\n']).starts_with(|c: char| c.is_ascii_digit());
    let end = after + MONTH.len_utf8();
    if rest.starts_with(MONTH) && whole && alone(&text[end..]) && !of_all_months(text, number, end) {
        return Some(Token { kind: Kind::Word(Word::PartOfYear), start: number.start as u32, end: end as u32 });
    }
    // 5日内答复: not all, but those of such speed.
    if rest.starts_with(WITHIN_DAYS) {
        let end = after + WITHIN_DAYS.len();
        return Some(Token { kind: Kind::Word(Word::Partial), start: number.start as u32, end: end as u32 });
    }
    (rest.starts_with([MONTH, DAY]) || rest.starts_with(HOURS)).then(|| other(number.start, after + 3))
}

/// 1月至12月, 1-12月, 截至2023年12月: no part of a year. `end` is where the month ends.
fn of_all_months(text: &str, number: &numbers::Number, end: usize) -> bool {
    const BETWEEN: [char; 6] = ['-', '—', '~', TO[0], TO[1], CLOSED];
    if number.value == Decimal::ONE {
        let rest = text[end..].trim_start_matches([OF_MONTH, ' ']);
        let Some(rest) = rest.strip_prefix(BETWEEN) else { return false };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return rest[digits..]
            .strip_prefix(YEAR)
            .unwrap_or(rest)
            .strip_prefix("12")
            .is_some_and(|r| r.starts_with(MONTH));
    }
    if number.value != Decimal::from(12) {
        return false;
    }
    let before = text[..number.start].trim_end_matches(' ');
    let year = before.strip_suffix(YEAR).map(|b| b.trim_end_matches(|c: char| c.is_ascii_digit()));
    let Some(before) = year.unwrap_or(before).strip_suffix(BETWEEN) else { return false };
    // 截至12月 ends the year as 1月至12月 does: its beginning goes without saying.
    let before = before.trim_end_matches([OF_MONTH, ' ']);
    let first = before.strip_suffix(MONTH).unwrap_or(before);
    before.ends_with(UNTIL) || first.strip_suffix('1').is_some_and(|b| !b.ends_with(|c: char| c.is_ascii_digit()))
}

/// A number with what may stand between it and its unit, and the unit.
fn amount(text: &str, number: &numbers::Number, words: &CountWords) -> Option<Token> {
    let mut at = numbers::skip_blank(text, number.end);
    let mut approximate = number.inexact;
    if let Some((_, len)) = words.inexact_after.at(text.as_bytes(), at) {
        approximate = true;
        at = numbers::skip_blank(text, at + len);
    }
    let (unit, end) = unit_at(text, at, words)?;
    if let Some((word, _)) = words.inexact_after.at(text.as_bytes(), end) {
        // 3件左右, 755条多; 多 and 几 begin other words as well.
        approximate |= words.inexact_after.get(word).is_some_and(|w| w.chars().count() > 1 || w == ODD);
    }
    let before = text[..number.start].trim_end_matches([' ', '\n']);
    approximate |= words.inexact_before.iter().any(|w| ends_with(before, w));
    Some(Token {
        kind: Kind::Count(Amount {
            value: number.value,
            unit: Some(unit),
            approximate,
            chinese: number.chinese,
            digits: (number.start as u32, number.end as u32),
        }),
        start: number.start as u32,
        end: end as u32,
    })
}

fn chinese(text: &str, at: usize, words: &CountWords) -> Option<Token> {
    let number = numbers::chinese(text, at)?;
    let before = text[..at].chars().next_back().unwrap_or('。');
    if matches!(before, ORDINAL | '〔' | '(') || EACH.contains(&before) {
        return Some(other(at, number.end));
    }
    let rest = &text[number.end..];
    if rest.starts_with(YEAR) {
        let year = i16::try_from(number.value.mantissa()).ok().filter(|y| (1980..2100).contains(y));
        return Some(Token {
            kind: year.map_or(Kind::Other, Kind::Year),
            start: at as u32,
            end: number.end as u32 + 3,
        });
    }
    if text[..at].ends_with(PER_CENT) {
        return Some(Token {
            kind: Kind::Percent { value: number.value, scale: 0 },
            start: (at - PER_CENT.len()) as u32,
            end: number.end as u32,
        });
    }
    amount(text, &number, words)
}
