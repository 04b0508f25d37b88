//! What Chinese writes around a text rather than in it: page numbers, the names of styles.

/// How a word processor calls the styles of headings in Chinese: 标题 1.
pub(crate) const HEADING_STYLE: &str = "标题";

/// Marks around and between the parts of a page number.
const FRAME: &str = "-－–—―─_·•~～|()（）[]【】";
const BETWEEN: [char; 3] = [',', '，', '/'];

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
    use super::is_page_number;

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
