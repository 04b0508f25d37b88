//! Numbers that belong to a person: of an identity card (with its check digit), a mobile phone, a bank card (Luhn).

mod disguised;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::Scope;
use crate::checks::scope::{Reach, around};
use crate::language::numbers::chinese_digit;
use crate::source::Span;
use crate::terms::Date;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivateNumber {
    number: Number,
    /// Words near it without which it may be any number.
    #[serde(default)]
    with: Vec<String>,
    /// Words near it with which 15 digits are a number of an identity card of old, which had no check digit.
    #[serde(default)]
    old_with: Vec<String>,
    /// Words right before a number that say what it is, though its check digit or its date is not right.
    #[serde(default)]
    introduced: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Number {
    Identity,
    Mobile,
    BankCard,
}

impl Kind for PrivateNumber {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let text = context.document.text.folded.as_str();
        let contact = &context.facts.contact;
        let mut failures = Vec::new();
        for &span in context.survey.numbers.get_or_init(|| runs(text).collect()) {
            let digits: String = plain(&text[span.range()]);
            let old = self.number == Number::Identity && is_old_identity(&digits);
            let kept = match self.number {
                Number::Identity => old || is_identity(&digits) || self.is_introduced(text, span, &digits),
                Number::Mobile => is_mobile(&digits),
                Number::BankCard => is_bank_card(&digits),
            };
            if !kept || !Scope::Report.holds(context, span) {
                continue;
            }
            // Columns of figures stand apart as the parts of a number do.
            if digits.len() < span.range().len() && !Scope::Text.holds(context, span) {
                continue;
            }
            let near = &text[around(text, span, Reach::Sentence).range()];
            if !self.with.is_empty() && !self.with.iter().any(|w| near.contains(w.as_str())) {
                continue;
            }
            if old && !self.old_with.iter().any(|w| near.contains(w.as_str())) {
                continue;
            }
            let published = contact.span.is_some_and(|c| c.contains(span))
                || contact.phone.as_ref().is_some_and(|p| p.span.overlaps(span))
                || contact.fax.as_ref().is_some_and(|p| p.span.overlaps(span));
            let masked = format!("{}…{}", &digits[..3], &digits[digits.len() - 2..]);
            failures.push(Failure {
                primary: Label::at(span),
                values: BTreeMap::from([("found", masked)]),
                identity: format!("{:?}", self.number).to_lowercase(),
                case: Some(if published { "contact" } else { "text" }),
                ..Failure::default()
            });
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["contact", "text"]
    }
}

impl PrivateNumber {
    /// A number as long as that of an identity card, or with a digit too few or many, that is said to be one.
    fn is_introduced(&self, text: &str, span: Span, digits: &str) -> bool {
        (17..=19).contains(&digits.len()) && {
            let lead = text[..span.start as usize].trim_end_matches(INTRODUCES);
            self.introduced.iter().any(|word| lead.ends_with(word.as_str()))
        }
    }
}

/// What stands between a word and the number it introduces.
const INTRODUCES: [char; 4] = [':', ' ', '(', '"'];

/// The digits of a number alone, whatever they are written with.
fn plain(number: &str) -> String {
    let digit = |c: char| chinese_digit(c).and_then(|d| char::from_digit(d, 10));
    number.chars().filter_map(|c| if c.is_ascii_alphanumeric() { Some(c) } else { digit(c) }).collect()
}

/// Digits of the shortest number looked for.
const SHORTEST: usize = 11;

/// How the numbers of phones and of identity cards are set apart: 139-1234-5678, 110105 19491231 002X.
const GROUPS: [[usize; 3]; 2] = [[3, 4, 4], [6, 8, 4]];

/// Long numbers, whole or in groups.
fn runs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut found: Vec<Span> = whole(text).chain(grouped(text)).collect();
    disguised::mobiles(text, &mut found);
    found.sort_unstable();
    found.into_iter()
}

/// Three groups of digits with the same mark between them, and nothing of a number on either side.
fn grouped(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    // The last group of each has four digits and an end, the middle one a mark on either side.
    memchr::memchr2_iter(b' ', b'-', bytes).filter_map(move |first| {
        let mark = bytes[first];
        let middle = digits(first + 1);
        let second = first + 1 + middle;
        if !matches!(middle, 4 | 8) || bytes.get(second) != Some(&mark) {
            return None;
        }
        let head = bytes[..first].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let mut tail = digits(second + 1);
        if tail == 3 && bytes.get(second + 4).is_some_and(|b| matches!(b, b'X' | b'x')) {
            tail = 4;
        }
        let (start, end) = (first - head, second + 1 + tail);
        let touched = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b"_/=.-&@".contains(b));
        // Further groups behind a space make it a row of figures.
        let row = |b: &str| b.trim_end_matches(' ').ends_with(|c: char| c.is_ascii_digit());
        let rest = text[end..].trim_start_matches(' ');
        let alone = !touched(start.checked_sub(1).and_then(|i| bytes.get(i)))
            && !touched(bytes.get(end))
            && !(mark == b' ' && (row(&text[..start]) || rest.starts_with(|c: char| c.is_ascii_digit())));
        (GROUPS.contains(&[head, middle, tail]) && alone).then(|| Span::new(start, end))
    })
}

/// Runs of 11 to 19 digits (the last may be X) that no letter, digit or mark of an address touches.
fn whole(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // No run is shorter than this, so one byte in so many is enough to look at.
        while at < bytes.len() {
            let pieces = bytes[at..].chunks_exact(SHORTEST);
            at += SHORTEST * pieces.take_while(|piece| !piece[SHORTEST - 1].is_ascii_digit()).count();
            if at + SHORTEST > bytes.len() {
                return None;
            }
            let back = bytes[at..at + SHORTEST].iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let start = at + SHORTEST - back;
            let mut end = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            if end - start == 17 && bytes.get(end).is_some_and(|b| matches!(b, b'X' | b'x')) {
                end += 1;
            }
            at = end;
            let touched = |b: Option<&u8>| {
                b.is_some_and(|b| {
                    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'=' | b'.' | b'-' | b'&' | b'@')
                })
            };
            let before = start.checked_sub(1).and_then(|i| bytes.get(i));
            if (SHORTEST..=19).contains(&(end - start)) && !touched(before) && !touched(bytes.get(end)) {
                return Some(Span::new(start, end));
            }
        }
        None
    })
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes()[1], b'3'..=b'9')
}

/// 18 characters: a region, a date of birth that exists, a sequence, and the check digit of ISO 7064 (mod 11-2).
fn is_identity(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || !(b'1'..=b'8').contains(&bytes[0]) {
        return false;
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i16>().ok();
    let born = number(6..10).zip(number(10..12)).zip(number(12..14));
    let exists = born.is_some_and(|((y, m), d)| {
        (1900..2100).contains(&y) && Date::new(y, i8::try_from(m).unwrap_or(0), i8::try_from(d).unwrap_or(0)).is_ok()
    });
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b.wrapping_sub(b'0')) * w).sum();
    exists && b"10X98765432"[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

/// 15 digits: a region, a date of birth in the twentieth century, a sequence.
fn is_old_identity(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let born = number(6..8).zip(number(8..10)).zip(number(10..12));
    digits.len() == 15
        && (b'1'..=b'8').contains(&digits.as_bytes()[0])
        && born.is_some_and(|((y, m), d)| {
            Date::new(1900 + y, i8::try_from(m).unwrap_or(0), i8::try_from(d).unwrap_or(0)).is_ok()
        })
}

/// 16 to 19 digits that begin as bank cards do and pass the Luhn check.
fn is_bank_card(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if !(16..=19).contains(&bytes.len())
        || !bytes.iter().all(u8::is_ascii_digit)
        || !matches!(bytes[0], b'3'..=b'6' | b'9')
    {
        return false;
    }
    let sum: u32 = bytes
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') << (i % 2);
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_known_by_their_check_digits() {
        assert!(is_identity("11010519491231002X"));
        assert!(!is_identity("110105194912310021"));
        assert!(!is_identity("11010519491331002X"));
        assert!(!is_bank_card("4111111111111112"));
        assert!(is_bank_card("4111111111111111"));
        assert!(is_mobile("13800138000") && !is_mobile("12345678901"));
    }

    #[test]
    fn digits_inside_addresses_are_no_numbers() {
        let found = |t: &str| runs(t).map(|s| t[s.range()].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("电话13800138000。"), ["13800138000"]);
        assert!(found("t20181225_13800138000.html").is_empty());
        assert!(found("0734-13800138000").is_empty());
    }

    #[test]
    fn numbers_in_groups() {
        let found = |t: &str| runs(t).map(|s| t[s.range()].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("李明,139-1234-5678)"), ["139-1234-5678"]);
        assert_eq!(found("手机139 1234 5678。"), ["139 1234 5678"]);
        assert_eq!(found("号码 110101 19900307 4514,"), ["110101 19900307 4514"]);
        assert_eq!(found("0745-2200000 13800138000"), ["13800138000"]);
        for text in [
            "12 139 1234 5678",
            "139 1234 5678 9",
            "0139-1234-5678",
            "139-1234 5678",
            "400-123-4567",
            "2024-1234-5678",
            "-",
            " ",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn identity_numbers_of_old() {
        assert!(is_old_identity("110101900307451"));
        assert!(!is_old_identity("110101901307451") && !is_old_identity("11010190030745"));
    }
}
