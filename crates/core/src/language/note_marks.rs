//! The marks by which a text leads to its notes: ①, 1, `[1]`, （2）, 注3, *. Knows nothing of what they stand at.

use super::fold::is_han;

const NOTE: char = '注';

/// Whether a raised text is such a mark and nothing else; blanks at its ends do not count.
pub(crate) fn is_note_mark(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '（' | '）' | '〔' | '〕' | '【' | '】')
    });
    let inner = inner.strip_prefix(NOTE).unwrap_or(inner).trim();
    is_sign(inner)
        || matches!(inner.len(), 1 | 2) && inner.bytes().all(|b| b.is_ascii_digit()) && !inner.starts_with('0')
}

/// One circled number, or up to three stars.
fn is_sign(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('①'..='⑳' | '㉑'..='㉟'), None) => true,
        (Some('*' | '＊' | '※' | '†'), _) => {
            text.chars().count() <= 3 && text.chars().all(|c| matches!(c, '*' | '＊' | '※' | '†'))
        }
        _ => false,
    }
}

/// Whether the character before a raised mark may be what the mark is to. At the start of a text only what is no figure
/// is one: a raised figure alone is the figure.
pub(crate) fn may_carry_note(before: Option<char>, mark: &str) -> bool {
    match before {
        Some(c) => {
            c.is_ascii_digit()
                || is_han(c)
                || matches!(c, '%' | ')' | '）' | '。' | ',' | '，' | ';' | '”' | '》' | ' ')
        }
        None => !mark.trim().starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// A figure without the mark of a note that stands right behind its digits: 3①, 3¹, `3[1]`, 3*.
pub(crate) fn without_mark(figure: &str) -> &str {
    let bare = figure.trim_end_matches(
        |c: char| matches!(c, '①'..='⑳' | '㉑'..='㉟' | '*' | '※' | '†' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'),
    );
    let bare = match figure.strip_suffix([']', '〕']).and_then(|f| f.rsplit_once(['[', '〔'])) {
        Some((before, inner)) if bare.len() == figure.len() && is_note_mark(inner) => before,
        _ => bare,
    };
    if bare.ends_with(|c: char| c.is_ascii_digit()) { bare } else { figure }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes() {
        for mark in ["1", "12", "[1]", "（2）", "①", "㉑", "*", "**", "注1", " 3 ", "[注2]"] {
            assert!(is_note_mark(mark), "{mark}");
        }
        for none in ["", "0", "100", "st", "th", "2018", "件", "+", "①②", "-1", "****"] {
            assert!(!is_note_mark(none), "{none}");
        }
    }

    #[test]
    fn what_carries_one() {
        assert!(may_carry_note(Some('3'), "1") && may_carry_note(Some('件'), "1") && may_carry_note(None, "①"));
        assert!(!may_carry_note(Some('m'), "2") && !may_carry_note(None, "38"));
    }

    #[test]
    fn figures_lose_their_marks() {
        for (figure, bare) in [("3①", "3"), ("312.45*", "312.45"), ("0[1]", "0"), ("7¹", "7"), ("12〔2〕", "12")] {
            assert_eq!(without_mark(figure), bare);
        }
        for same in ["3", "①", "*", "[1]", "3[2018]", "3(1)", "—", "", "a*"] {
            assert_eq!(without_mark(same), same);
        }
    }
}
