//! How Chinese writes a number: the other way round than `numbers` reads it. Knows nothing of what is numbered.

pub(crate) const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const LEGAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const LEGAL_PLACES: [&str; 4] = ["", "拾", "佰", "仟"];

/// The characters that count to ten and to twelve in lists.
pub(crate) const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
pub(crate) const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// A number as things are counted and numbered: 一, 十, 十一, 二十, 一百零一; ten thousand and more in digits.
pub(crate) fn number(n: u32) -> String {
    places(n, &DIGITS, &PLACES, false)
}

/// The same in the Japanese way: a hundred has no 一 before it, and no 零 fills gaps.
pub(crate) fn bare_number(n: u32) -> String {
    places(n, &DIGITS, &PLACES, true)
}

/// The same in the characters of documents that must not be altered: 壹, 贰拾壹.
pub(crate) fn legal_number(n: u32) -> String {
    places(n, &LEGAL, &LEGAL_PLACES, false)
}

/// Digit by digit, as years are written: 二〇二三.
pub(crate) fn digit_by_digit(n: u32) -> String {
    n.to_string().bytes().map(|b| if b == b'0' { "〇" } else { DIGITS[usize::from(b - b'0')] }).collect()
}

/// Place values up to 9,999; ten is 十, not 一十.
fn places(n: u32, digits: &[&str; 10], names: &[&str; 4], bare: bool) -> String {
    if n == 0 || n > 9_999 {
        return if n == 0 { digits[0].to_owned() } else { n.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for place in (0..4).rev() {
        let digit = (n / 10u32.pow(place) % 10) as usize;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap && !bare {
            out.push_str(digits[0]);
        }
        gap = false;
        let silent = digit == 1 && place > 0 && (bare || place == 1 && out.is_empty() && names[1] == PLACES[1]);
        if !silent {
            out.push_str(digits[digit]);
        }
        out.push_str(names[place as usize]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::numbering::chinese_ordinal;

    #[test]
    fn what_is_written_is_read_again() {
        for n in 1..100 {
            let written = number(n);
            assert_eq!(chinese_ordinal(&written), Some((n, written.len())), "{written}");
        }
        assert_eq!([number(101), bare_number(101), legal_number(10)], ["一百零一", "百一", "壹拾"]);
        assert_eq!([number(0), number(10_000), digit_by_digit(2003)], ["零", "10000", "二〇〇三"]);
    }
}
