//! Years as they are named in running text.

use crate::source::Span;

/// The four digits right before `年`, where no fifth stands before them.
pub(crate) fn year_before(text: &str, at: usize) -> Option<(i16, Span)> {
    let start = at.checked_sub(4)?;
    let digits = text.as_bytes().get(start..at)?;
    if !digits.iter().all(u8::is_ascii_digit) || !matches!(&digits[..2], b"20" | b"19") {
        return None;
    }
    if start > 0 && (text.as_bytes()[start - 1].is_ascii_digit() || text.as_bytes()[start - 1] == b'-') {
        return None;
    }
    Some((text[start..at].parse().ok()?, Span::new(start, at)))
}
