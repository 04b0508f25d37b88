//! What Chinese writes around a text rather than in it: page numbers, the names of styles.

/// How a word processor calls the styles of headings in Chinese: 标题 1.
pub(crate) const HEADING_STYLE: &str = "标题";

/// Marks around and between the parts of a page number.
const FRAME: &str = "-－–—―─_·•~～|()（）[]【】";
const BETWEEN: [char; 3] = [',', '，', '/'];

/// What a number that is set in separate digits is known by: the unit right behind it.
const BEHIND_DIGITS: &str = "年月日号件条次个项人篇份万亿元期场家户名起宗页部余多";

/// Where a number's digits are set apart, as copies of justified lines have them (共 8 6 2 条): the blanks inside it.
/// Figures of different cells, which stand in a row of plain text, are no such number.
pub(crate) fn blanks_in_numbers(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut blanks = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|i| at + i) {
        let mut end = start + 1;
        while bytes.get(end) == Some(&b' ') && digit(end + 1) && !digit(end + 2) {
            end += 2;
        }
        let before = text[..start].trim_end_matches(' ').chars().next_back();
        let behind = text[end..].strip_prefix(' ').unwrap_or(&text[end..]).chars().next();
        let led = before.is_none_or(|c| super::fold::is_han(c) || matches!(c, '。' | '；' | '，' | ',' | ';' | ':'));
        let several = (3..=16).contains(&(end - start));
        if several && led && behind.is_some_and(|c| BEHIND_DIGITS.contains(c)) {
            blanks.extend((start + 1..end).step_by(2));
        }
        at = end.max(start + 1);
        while digit(at) {
            at += 1;
        }
    }
    blanks
}

/// What stands over a list of contents.
const CONTENTS: [&str; 3] = ["目录", "目次", "Contents"];

/// Whether a line is the name of a list of contents; blanks in it do not count.
pub(crate) fn is_contents(line: &str) -> bool {
    let bare: String = line
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '#' | '*' | '[' | ']' | '【' | '】' | ':'))
        .take(9)
        .collect();
    CONTENTS.iter().any(|name| bare.eq_ignore_ascii_case(name))
}

/// An entry of a list of contents: what it names, the page, and whether dots lead to it.
pub(crate) fn entry(line: &str) -> Option<(&str, u32, bool)> {
    let line = line.trim_end_matches([')', ']', ' ']);
    let digits = line.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let (before, page) = line.split_at(line.len() - digits);
    let before = before.trim_end_matches(['(', '[', ' ', '第', 'P', 'p']);
    let dot = |c: char| matches!(c, '.' | '…' | '·' | '-' | '—' | '_' | '．' | '。' | '﹒' | '⋯' | '┈' | '─' | ' ');
    let bare = before.trim_end_matches(dot);
    let led =
        before[bare.len()..].chars().filter(|&c| c != ' ').map(|c| if matches!(c, '…' | '⋯' | '—') { 2 } else { 1 });
    let led = led.sum::<usize>() >= 2;
    let blank = line[before.len()..].starts_with(' ') || before.len() > bare.len();
    ((led || blank) && !bare.is_empty()).then_some((bare, page.parse().ok()?, led))
}

/// `4`, `- 4 -`, `—4—`, `第4页`, `第 4 页 共 6 页`, `4/6`, `Page 4 of 6`.
pub(crate) fn is_page_number(text: &str) -> bool {
    if text.len() > 48 {
        return false;
    }
    let rest: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare: String = rest.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let mut short = String::new();
    for c in bare.chars() {
        if !(c == '0' && short.ends_with('0')) {
            short.push(c);
        }
    }
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let inner = short.trim_matches(|c: char| FRAME.contains(c));
    (1..=8).contains(&digits)
        && (matches!(inner, "0" | "0/0" | "Page0of0" | "Page0" | "0of0" | "P0") || is_worded(inner))
        && (inner != "0" || digits <= 3)
}

/// 第0页, alone or beside 共0页 in either order.
fn is_worded(text: &str) -> bool {
    const PAGE: &str = "第0页";
    const PAGES: &str = "共0页";
    let beside = |first: &str, second: &str| text.strip_prefix(first)?.strip_suffix(second);
    text == PAGE
        || [beside(PAGE, PAGES), beside(PAGES, PAGE)]
            .into_iter()
            .flatten()
            .any(|between| between.is_empty() || between.strip_prefix(BETWEEN) == Some(""))
}

#[cfg(test)]
mod tests {
    use super::{blanks_in_numbers, entry, is_contents, is_page_number};

    #[test]
    fn digits_of_one_number_set_apart() {
        let joined = |text: &str| {
            let blanks = blanks_in_numbers(text);
            text.char_indices().filter(|c| !blanks.contains(&c.0)).map(|c| c.1).collect::<String>()
        };
        for (text, whole) in [
            ("县局 2 0 2 4 年年报", "县局 2024 年年报"),
            ("公开政府信息 8 6 2 条", "公开政府信息 862 条"),
            ("申请 4 7件，其中1 2件", "申请 47件，其中12件"),
            ("自2 0 2 4年1月1日至 1 2 月 3 1 日", "自2024年1月1日至 12 月 31 日"),
        ] {
            assert_eq!(joined(text), whole);
        }
        for same in ["新收 1 0 0 0 0 1", "1 2 3 4", "12 3 件", "共 3 件 4 件", "2024年 1 月", "A 1 2 件", "表1 2024年"]
        {
            assert_eq!(joined(same), same);
        }
    }

    #[test]
    fn lists_of_contents() {
        assert!(is_contents("目  录") && is_contents("【目录】") && !is_contents("信息公开目录"));
        for line in ["一、总体情况......1", "一、总体情况……1", "一、总体情况 ···· 1", "一、总体情况……(1)"]
        {
            assert_eq!(entry(line), Some(("一、总体情况", 1, true)), "{line}");
        }
        assert_eq!(entry("一、总体情况 12"), Some(("一、总体情况", 12, false)));
        for line in ["一、总体情况", "共收到12", "2024年1月20日", "2024", "…… 2024"] {
            assert_eq!(entry(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_of_pages() {
        for text in
            ["4", "- 4 -", "—12—", "第4页", "第 4 页 共 6 页", "共6页，第4页", "共6页/第 4 页", "第4页/共6页", "4/6"]
        {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "2023", "共6页", "第4页共6", "第4页共6页第", "第4页、共6页", "第4章", "第4页第4页", "4件"]
        {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
