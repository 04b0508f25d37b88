//! The grammar of Chinese numbering: what a mark such as 一、 or (二) or ③ says. Knows nothing of headings or their words.

use super::numbers::{TEN, chinese_digit};
use super::small_words::{IS, ORDINAL};

/// How a heading or an item is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numbering {
    /// 第一部分
    Part,
    /// 一、
    Chinese,
    /// (一)
    ChineseBracketed,
    /// 1. or 1、
    Arabic,
    /// (1)
    ArabicBracketed,
    /// ①
    Circled,
    /// 一是 … 二是 …
    Ordinal,
    /// 第一, … 第二, …
    OrdinalWord,
    /// A heading without any number that is known by its words.
    None,
}

/// A numbering mark at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub numbering: Numbering,
    /// None where the number is lost and its punctuation is left.
    pub number: Option<u32>,
    /// Length in bytes, with the punctuation and spaces after it.
    pub len: usize,
}

/// A Chinese ordinal from 1 to 99 at the start of a text, with its length in bytes.
pub(crate) fn chinese_ordinal(s: &str) -> Option<(u32, usize)> {
    let mut tens = 0;
    let mut ones = None;
    let mut ten_seen = false;
    let mut len = 0;
    for c in s.chars() {
        if c == TEN && !ten_seen {
            tens = ones.take().unwrap_or(1);
            ten_seen = true;
        } else if let Some(d) = chinese_digit(c).filter(|&d| d > 0 && ones.is_none()) {
            ones = Some(d);
        } else {
            break;
        }
        len += c.len_utf8();
    }
    let value = tens * 10 + ones.unwrap_or(0);
    (value > 0).then_some((value, len))
}

/// An Arabic number of at most `digits` digits at the start of a text, with its length.
pub(crate) fn arabic(s: &str, digits: usize) -> Option<(u32, usize)> {
    let len = s.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > digits {
        return None;
    }
    s[..len].parse().ok().map(|n| (n, len))
}

/// Characters with which 一 makes a word, so that no number of an item begins there: 之一是, 统一是, 唯一是.
const WITH_ONE: [char; 18] =
    ['之', '统', '唯', '第', '其', '单', '同', '划', '归', '任', '专', '逐', '万', '不', '合', '者', '周', '另'];

/// True where a number behind this character may be the end of a word.
pub(crate) fn may_end_word(before: char) -> bool {
    WITH_ONE.contains(&before)
}

/// Behind these a bracket with a number in it is the name of a part, and numbers no item: 第五条(一), 表(2).
pub(crate) const NAMED_PARTS: [char; 5] = [ORDINAL, '条', '款', '章', TABLE];

/// Before a number: that of a table.
pub(crate) const TABLE: char = '表';

/// How the second item of a list in running text begins.
pub(crate) const SECOND_ITEM: &str = "二是";

fn any_number(s: &str) -> Option<(u32, usize)> {
    chinese_ordinal(s).or_else(|| arabic(s, 2))
}

fn spaces(s: &str) -> usize {
    s.bytes().take_while(|&b| b == b' ').count()
}

/// The length of stray bullets and spaces before a line's first mark.
pub(crate) fn bullets(s: &str) -> usize {
    let rest = s.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '•' | '·' | '●' | '■' | '◆' | '▪' | '*' | '★' | '➢' | '◇' | '□' | '►' | '\u{f0b7}' | '\u{f06c}'
            )
    });
    s.len() - rest.len()
}

/// The numbering mark that a text begins with.
pub(crate) fn mark(s: &str) -> Option<Mark> {
    let first = s.chars().next()?;
    let at =
        |numbering, number, len: usize| Some(Mark { numbering, number: Some(number), len: len + spaces(&s[len..]) });
    match first {
        ORDINAL => {
            let body = &s[first.len_utf8()..];
            let gap = spaces(body);
            let (number, len) = any_number(&body[gap..])?;
            let mut end = first.len_utf8() + gap + len;
            end += spaces(&s[end..]);
            let unit = ["部分", "章", "篇", "编"].into_iter().find(|u| s[end..].starts_with(u))?;
            end += unit.len();
            end += punctuation(&s[end..]);
            at(Numbering::Part, number, end)
        }
        '(' => {
            let gap = 1 + spaces(&s[1..]);
            let inner = &s[gap..];
            let Some((number, len)) = any_number(inner) else {
                let close = inner.starts_with(')').then_some(gap + 1)?;
                return Some(Mark {
                    numbering: Numbering::ChineseBracketed,
                    number: None,
                    len: close + spaces(&s[close..]),
                });
            };
            let mut end = gap + len;
            end += spaces(&s[end..]);
            if !s[end..].starts_with(')') {
                return None;
            }
            let numbering = if inner.starts_with(|c: char| c.is_ascii_digit()) {
                Numbering::ArabicBracketed
            } else {
                Numbering::ChineseBracketed
            };
            end += 1;
            end += punctuation(&s[end..]);
            at(numbering, number, end)
        }
        '0'..='9' => {
            let (number, len) = arabic(s, 2)?;
            let end = len + spaces(&s[len..]);
            let next = s[end..].chars().next()?;
            match next {
                ')' => at(Numbering::ArabicBracketed, number, end + 1),
                '、' | '.' => {
                    let after = end + next.len_utf8();
                    // 1.5万 and 2020.1 are figures; 1.2023年 is the first of a list.
                    let rest = &s[after..];
                    if next == '.' && rest.starts_with(|c: char| c.is_ascii_digit()) && !begins_with_year(rest) {
                        return None;
                    }
                    at(Numbering::Arabic, number, after + punctuation(&s[after..]))
                }
                _ => None,
            }
        }
        '①'..='⑳' => at(Numbering::Circled, first as u32 - 0x2460 + 1, 3 + punctuation(&s[3..])),
        '⑴'..='⒇' => at(Numbering::ArabicBracketed, first as u32 - 0x2474 + 1, 3),
        '⒈'..='⒛' => at(Numbering::Arabic, first as u32 - 0x2488 + 1, 3),
        '㈠'..='㈩' => at(Numbering::ChineseBracketed, first as u32 - 0x3220 + 1, 3),
        '、' => {
            let end = 3 + spaces(&s[3..]);
            Some(Mark { numbering: Numbering::Chinese, number: None, len: end })
        }
        _ => {
            let (number, len) = chinese_ordinal(s)?;
            let gap = spaces(&s[len..]);
            let end = len + gap;
            let next = s[end..].chars().next()?;
            match next {
                '、' | '.' | ':' | ',' => at(Numbering::Chinese, number, end + next.len_utf8()),
                ')' => at(Numbering::ChineseBracketed, number, end + 1),
                _ if gap > 0 && chinese_digit(next).is_none() && next != IS => at(Numbering::Chinese, number, end),
                _ => None,
            }
        }
    }
}

/// 2023年
fn begins_with_year(s: &str) -> bool {
    s.starts_with(['1', '2'])
        && arabic(s, 4).is_some_and(|(_, len)| len == 4 && s[len..].starts_with(super::dates::YEAR))
}

fn punctuation(s: &str) -> usize {
    let rest = s.trim_start_matches(['、', '.', ':', ',', ' ']);
    s.len() - rest.len()
}

/// A list number as Chinese writes it, up to 99.
fn written(number: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => format!("{}十", DIGITS.get(tens as usize)?),
    };
    Some(format!("{tens}{}", DIGITS[ones as usize])).filter(|w| !w.is_empty())
}

/// A heading with another number in the place of its own, in the same writing.
pub fn renumbered(heading: &str, from: u32, to: u32) -> Option<String> {
    let start = heading.find(|c: char| !c.is_whitespace() && c != '(' && c != '第')?;
    let rest = &heading[start..];
    let (old, new) = match rest.starts_with(|c: char| c.is_ascii_digit()) {
        true => (from.to_string(), to.to_string()),
        false => (written(from)?, written(to)?),
    };
    let behind = rest.strip_prefix(old.as_str())?;
    let ends = !behind.starts_with(|c: char| c.is_ascii_digit() || super::numbers::is_chinese_numeral(c));
    ends.then(|| format!("{}{new}{behind}", &heading[..start]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(s: &str) -> Option<(Numbering, Option<u32>, &str)> {
        mark(s).map(|m| (m.numbering, m.number, &s[m.len..]))
    }

    #[test]
    fn marks() {
        assert_eq!(seen("一、概述"), Some((Numbering::Chinese, Some(1), "概述")));
        assert_eq!(seen("十二. 概述"), Some((Numbering::Chinese, Some(12), "概述")));
        assert_eq!(seen("二十、甲"), Some((Numbering::Chinese, Some(20), "甲")));
        assert_eq!(seen("(三)平台"), Some((Numbering::ChineseBracketed, Some(3), "平台")));
        assert_eq!(seen("三)平台"), Some((Numbering::ChineseBracketed, Some(3), "平台")));
        assert_eq!(seen("(2)平台"), Some((Numbering::ArabicBracketed, Some(2), "平台")));
        assert_eq!(seen("1、平台"), Some((Numbering::Arabic, Some(1), "平台")));
        assert_eq!(seen("第三部分 总体"), Some((Numbering::Part, Some(3), "总体")));
        assert_eq!(seen("③平台"), Some((Numbering::Circled, Some(3), "平台")));
        assert_eq!(seen("1.2023年平台"), Some((Numbering::Arabic, Some(1), "2023年平台")));
        assert_eq!(seen("、平台"), Some((Numbering::Chinese, None, "平台")));
    }

    #[test]
    fn no_marks() {
        for s in
            ["1.5万元", "2020年", "一是加强", "第一,加强", "第二十条第(一)项", "一些", "十分", "(2012)", "", "(其中)"]
        {
            assert_eq!(seen(s), None, "{s}");
        }
    }
}
