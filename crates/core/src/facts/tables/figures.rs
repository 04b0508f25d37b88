//! One cell of a table: a number, nothing, a mark that says it does not apply, or text.
//! Takes the folded text of the cell; knows the grammar of numbers, and takes words from the vocabulary.

use crate::language::note_marks::without_mark;
use crate::language::numbers::{HUNDRED_MILLION, TEN_THOUSAND, YUAN, ZEROS, factor};
use crate::language::small_words::DONE;
use crate::lexicon::figures::RawFigures;
use rust_decimal::Decimal;

use crate::facts::model::CellState;
use crate::lexicon::Str;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub state: CellState,
    /// Set where, and only where, `state` is `Number`.
    pub value: Option<Decimal>,
    /// Qualified by a word (约, 余).
    pub approximate: bool,
    /// Counted in 万 or 亿, with too few decimals to count single things.
    pub rounded: bool,
    /// A unit stands in the cell with the number.
    pub unit: bool,
}

impl Figure {
    const fn without_value(state: CellState) -> Self {
        Self { state, value: None, approximate: false, rounded: false, unit: false }
    }
}

/// Longest text that can be a figure; longer cells are text without being looked into.
const LONGEST: usize = 64;

/// Reads the text of one cell.
pub fn figure(text: &str, words: &RawFigures) -> Figure {
    if let Some(figure) = short_integer(text) {
        return figure;
    }
    let text = without_mark(text.trim());
    if text.is_empty() {
        return Figure::without_value(CellState::Blank);
    }
    if text.len() > LONGEST {
        return Figure::without_value(CellState::Text);
    }
    if is_dash(text) || words.not_applicable.iter().any(|w| w == text) {
        return Figure::without_value(CellState::NotApplicable);
    }
    qualified(text, words).unwrap_or(Figure::without_value(CellState::Text))
}

/// The common case, which needs no words: up to nine ASCII digits and nothing else.
#[inline]
pub(crate) fn short_integer(text: &str) -> Option<Figure> {
    if !(1..=9).contains(&text.len()) {
        return None;
    }
    let mut number = 0;
    for b in text.bytes() {
        if !b.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(b - b'0');
    }
    let value = Some(Decimal::from(number));
    Some(Figure { state: CellState::Number, value, approximate: false, rounded: false, unit: false })
}

fn is_dash(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '/' | '\\' | '-' | '—' | '–' | '―' | '─' | '－' | '_' | ' '))
}

fn qualified(text: &str, words: &RawFigures) -> Option<Figure> {
    let mut rest = text;
    let mut approximate = false;
    for word in &words.approximate {
        if let Some(after) = rest.strip_prefix(word.as_str()) {
            (rest, approximate) = (after.trim_start(), true);
        }
    }
    let digits =
        rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '+' | '-' | ' ') || ZEROS.contains(&c)));
    if digits == Some(0) {
        return None;
    }
    let (number, mut rest) = rest.split_at(digits.unwrap_or(rest.len()));
    let mut value = number_token(number.trim())?;
    let decimals = value.scale();
    let (mut unit, mut rounded) = (false, false);
    // Qualifier, magnitude and unit may follow in any order that people write (`2万余件`, `3余万元`).
    for _ in 0..4 {
        rest = rest.trim_start();
        if let Some((factor, after)) = factor(rest).filter(|_| !unit) {
            // 万元 is the unit of the form's own column where it stands after a decimal; the value then counts in it.
            if words.units.iter().any(|u| u == rest) && after.trim().strip_prefix(YUAN) == Some("") {
                (rest, unit) = ("", true);
            } else {
                value = value.checked_mul(Decimal::from(factor))?;
                (rest, rounded) = (after, rounded || decimals < factor.ilog10());
            }
        } else if let Some(after) = words.approximate.iter().find_map(|w| rest.strip_prefix(w.as_str())) {
            (rest, approximate) = (after, true);
        } else if words.units.iter().any(|u| u == rest) {
            (rest, unit) = ("", true);
        }
    }
    rest.is_empty().then_some(Figure {
        state: CellState::Number,
        value: Some(value.normalize()),
        approximate,
        rounded,
        unit,
    })
}

/// A change, as columns of changes are also filled in: 减3, 增加3项, —3, 持平.
pub(crate) fn change(text: &str, words: &RawFigures) -> Option<Decimal> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if words.unchanged.iter().any(|w| w == text) {
        return Some(Decimal::ZERO);
    }
    let after = |list: &[Str]| list.iter().find_map(|w| text.strip_prefix(w.as_str()));
    let dash = text.strip_prefix(['—', '–', '－', '−', '―']).map(|rest| rest.trim_start_matches('—'));
    let (number, negative) = match (after(&words.increase), after(&words.decrease).or(dash)) {
        (Some(rest), _) => (rest, false),
        (None, rest) => (rest?, true),
    };
    let number = number.trim_start_matches([' ', ':', DONE]);
    let figure = number.starts_with(|c: char| c.is_ascii_digit()).then(|| figure(number, words))?;
    let value = figure.value.filter(|_| !figure.approximate && !figure.rounded)?;
    Some(if negative { -value } else { value })
}

/// An amount that is written in 万 or 亿, counted in 万.
pub(crate) fn in_ten_thousands(text: &str, value: Decimal) -> Option<Decimal> {
    let text = text.trim();
    let in_unit = text.strip_suffix(YUAN).is_some_and(|rest| rest.ends_with(TEN_THOUSAND));
    let scaled = text.contains(HUNDRED_MILLION) || text.contains(TEN_THOUSAND) && !in_unit;
    scaled.then(|| value.checked_div(Decimal::from(10_000))).flatten().map(|v| v.normalize())
}

/// Sign, digits (groups of three may be parted by commas or spaces), and a decimal part.
fn number_token(text: &str) -> Option<Decimal> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim_start()),
    };
    if text.strip_prefix(ZEROS) == Some("") {
        return Some(Decimal::ZERO);
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut digits = String::with_capacity(text.len() + 1);
    let mut groups = whole.split([',', ' ']);
    let first = groups.next()?;
    digits.push_str(first);
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        grouped = true;
        digits.push_str(group);
    }
    if grouped && first.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push('.');
        digits.push_str(fraction);
    }
    let value = Decimal::from_str_exact(&digits).ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::embedded_lexicon;

    fn read(text: &str) -> Figure {
        figure(text, &embedded_lexicon().figures)
    }

    #[test]
    fn numbers_in_the_ways_people_write_them() {
        for (text, value) in [
            ("0", "0"),
            ("1,234", "1234"),
            ("1 234", "1234"),
            ("+4", "4"),
            ("-3", "-3"),
            ("- 3", "-3"),
            ("12件", "12"),
            ("251000元", "251000"),
            ("〇", "0"),
            ("零", "0"),
            ("0.00", "0"),
            ("59237.2449", "59237.2449"),
            ("2万", "20000"),
            ("1.5万", "15000"),
            ("260余", "260"),
            ("约10", "10"),
            ("3.5万元", "3.5"),
            ("11398889", "11398889"),
            ("1234567890123", "1234567890123"),
            ("3①", "3"),
            ("312.45*", "312.45"),
            ("7[2]", "7"),
        ] {
            let read = read(text);
            assert_eq!(read.state, CellState::Number, "{text}");
            assert_eq!(read.value.map(|v| v.to_string()), Some(value.to_owned()), "{text}");
        }
        assert!(read("2万").rounded && read("260余").approximate && !read("12件").approximate);
        assert!(!read("1.2345万").rounded && !read("8312.45万").approximate);
        assert!(read("12件").unit);
    }

    #[test]
    fn changes_are_read_with_their_words() {
        let words = &embedded_lexicon().figures;
        for (text, value) in
            [("减3", -3), ("减少3项", -3), ("增加3", 3), ("增 12", 12), ("持平", 0), ("—3", -3), ("－ 3", -3)]
        {
            let value = (value, Decimal::from(value));
            assert_eq!(change(text, words), Some(value.1), "{text}");
        }
        for text in ["—", "增加约3", "减", "略有增加", "增长3倍", "调整3"] {
            assert_eq!(change(text, words), None, "{text}");
        }
    }

    #[test]
    fn amounts_in_ten_thousands() {
        for (text, expected) in
            [("8312.45万", Some("8312.45")), ("0.83亿元", Some("8300")), ("3.5万元", None), ("251000元", None)]
        {
            let amount = in_ten_thousands(text, read(text).value.unwrap());
            assert_eq!(amount.map(|v| v.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "  "] {
            assert_eq!(read(text).state, CellState::Blank);
        }
        for text in ["/", "-", "--", "—", "——", "无", "不适用", "N/A"] {
            assert_eq!(read(text).state, CellState::NotApplicable, "{text}");
        }
        for text in ["1 2", "12,34", "1.2.3", "三", "自然人", "3件4", "1,2345", ".5", "5."] {
            assert_eq!(read(text).state, CellState::Text, "{text}");
        }
    }
}
