//! A slice of a page as readable text: tags and comments dropped, entities resolved, white space folded. Made from the
//! slice alone, so that whoever cuts the same bytes out of the file reads the same text.

use crate::source::reference;

/// Renders a slice of HTML that begins and ends in text, not inside a tag.
pub(super) fn readable(slice: &str) -> String {
    let mut out = String::with_capacity(slice.len());
    let mut rest = slice;
    while let Some(c) = rest.chars().next() {
        let mut shown = c;
        let mut len = c.len_utf8();
        match c {
            '<' => {
                if let Some(skip) = markup(rest) {
                    rest = &rest[skip..];
                    continue;
                }
            }
            '&' => (shown, len) = reference(rest).unwrap_or((c, len)),
            _ => {}
        }
        if !shown.is_whitespace() {
            out.push(shown);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        rest = &rest[len..];
    }
    out.truncate(out.trim_end().len());
    out
}

/// The length of the tag, comment or hidden element that `text` begins with; `None` where its `<` is text.
fn markup(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if !matches!(bytes.get(1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?')) {
        return None;
    }
    if text.starts_with("<!--")
        && let Some(end) = text[4..].find("-->")
    {
        return Some(4 + end + 3);
    }
    let mut quote = None;
    let mut previous = b' ';
    let mut end = None;
    for (i, &b) in bytes.iter().enumerate().skip(1) {
        match quote {
            Some(q) if b == q => quote = None,
            Some(_) => {}
            None if b == b'>' => {
                end = Some(i + 1);
                break;
            }
            None if matches!(b, b'"' | b'\'') && previous == b'=' => quote = Some(b),
            None => {}
        }
        if !b.is_ascii_whitespace() {
            previous = b;
        }
    }
    let end = end.or_else(|| memchr::memchr(b'>', bytes).map(|i| i + 1))?;
    for name in ["script", "style"] {
        let is_it = text.get(1..=name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name));
        if is_it && let Some(close) = find_close(&text[end..], name) {
            return Some(end + close);
        }
    }
    Some(end)
}

/// Where `</name` begins.
fn find_close(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</")
        .find(|&i| text.get(i + 2..i + 2 + name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn reads_a_slice() {
        assert_eq!(readable("申请<b class=\"a>b\">1</b><!-- 2 -->18&nbsp;\n &#20214;，A&lt;B"), "申请118 件，A<B");
        assert_eq!(readable("a<1 &unknown; <script>if(a<b){}</script>b"), "a<1 &unknown; b");
        assert_eq!(readable("<"), "<");
    }
}
