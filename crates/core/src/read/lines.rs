//! The lines of a text that is read line by line.

use std::ops::Range;

/// The line that begins at an offset, without its break.
pub(super) fn line_at(text: &str, from: usize) -> Range<usize> {
    let end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |i| from + i);
    from..end
}

/// Where the line after this one begins.
pub(super) fn after(text: &str, line: &Range<usize>) -> usize {
    (line.end + 1).min(text.len())
}
