//! What Chinese writes around a text rather than in it: page numbers, the names of styles.

/// How a word processor calls the styles of headings in Chinese: 标题 1.
pub(crate) const HEADING_STYLE: &str = "标题";

/// Marks around and between the parts of a page number.
const FRAME: &str = "-－–—―─_·•~～|()（）[]【】";
const BETWEEN: [char; 3] = [',', '，', '/'];

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
    use super::{entry, is_contents, is_page_number};

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
