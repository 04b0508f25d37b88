//! Whether a line begins with a list number, in text as a file has it: unfolded, full-width or half-width. What the
//! number is worth `numbering` says, of folded text. Knows nothing of headings.

use super::numbering::Numbering;
use super::numbers::is_chinese_numeral;

/// How a line begins that has a list number first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lead {
    pub numbering: Numbering,
    /// A bracket opens it: （一）, not 一）.
    pub opened: bool,
}

/// Numerals that fonts of a PDF have in place of 一, 二, 八 and 十 (Kangxi radicals).
const RADICALS: [char; 4] = ['⼀', '⼆', '⼋', '⼗'];
/// A number of more digits is none of a list.
const MOST: usize = 9;

/// The list number that a line begins with: 一、 （一） 1. 1、 1） ③ 第一部分. A point between digits is that of a decimal or a
/// date.
pub(crate) fn lead(line: impl IntoIterator<Item = char>) -> Option<Lead> {
    let mut rest = line.into_iter();
    let mut next = rest.next()?;
    if ('①'..='⑳').contains(&next) {
        return Some(Lead { numbering: Numbering::Circled, opened: false });
    }
    let opened = matches!(next, '(' | '（');
    let of_part = next == '第';
    if opened || of_part {
        next = rest.next()?;
    }
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_chinese = |c: char| is_chinese_numeral(c) || RADICALS.contains(&c);
    let chinese = is_chinese(next);
    let mut count = 0;
    while is_digit(next) || is_chinese(next) {
        count += 1;
        next = rest.next()?;
    }
    if !(1..=MOST).contains(&count) {
        return None;
    }
    let numbering = match next {
        '部' | '章' if of_part => Numbering::Part,
        ')' | '）' if !of_part && chinese => Numbering::ChineseBracketed,
        ')' | '）' if !of_part => Numbering::ArabicBracketed,
        '、' | '.' | '．' if !of_part && !opened => {
            if next != '、' && rest.next().is_some_and(is_digit) {
                return None;
            }
            if chinese { Numbering::Chinese } else { Numbering::Arabic }
        }
        _ => return None,
    };
    Some(Lead { numbering, opened })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_numbers_in_any_writing() {
        let of = |line: &str| lead(line.chars()).map(|l| (l.numbering, l.opened));
        for (line, numbering, opened) in [
            ("一、总体情况", Numbering::Chinese, false),
            ("⼆、主动公开", Numbering::Chinese, false),
            ("十二．附件", Numbering::Chinese, false),
            ("（四）平台", Numbering::ChineseBracketed, true),
            ("四）平台", Numbering::ChineseBracketed, false),
            ("1. 平台", Numbering::Arabic, false),
            ("２、平台", Numbering::Arabic, false),
            ("(3)平台", Numbering::ArabicBracketed, true),
            ("③平台", Numbering::Circled, false),
            ("第三部分 总体", Numbering::Part, false),
        ] {
            assert_eq!(of(line), Some((numbering, opened)), "{line}");
        }
    }

    #[test]
    fn figures_dates_and_words_are_none() {
        for line in [
            "1.5万元",
            "2020.1.1",
            "２０２０．１",
            "2020年",
            "一些",
            "一部分群众",
            "十分",
            "（其中）",
            "第二十条",
            "(1",
            "",
        ] {
            assert_eq!(lead(line.chars()), None, "{line}");
        }
        assert_eq!(lead("1234567890、".chars()), None);
    }
}
