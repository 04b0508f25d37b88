//! Elements that a page does not show: how their tags say so, and where in the source to look for such tags at all.

use std::ops::Range;

use memchr::memmem;

use super::tag::attribute;

/// An element that is not shown, by name, and how many of that name are open inside it.
pub(super) struct Hidden<'a> {
    pub name: &'a str,
    pub depth: usize,
    pub tables: usize,
}

/// The next place of a word.
#[derive(Clone, Copy)]
pub(super) struct Hint {
    pub word: &'static [u8],
    pub next: usize,
}

impl Hint {
    /// True where the word stands in the range; the ranges asked for go on through the source.
    pub(super) fn within(&mut self, text: &str, range: Range<usize>) -> bool {
        if self.next < range.start {
            let found = memmem::find(&text.as_bytes()[range.start..], self.word);
            self.next = found.map_or(usize::MAX, |at| range.start + at);
        }
        self.next < range.end
    }
}

/// `hidden`, `display: none`.
pub(super) fn says_hidden(attributes: &str) -> bool {
    if attribute(attributes, "hidden").is_some() {
        return true;
    }
    let Some((_, style)) = attribute(attributes, "style") else { return false };
    style.split(';').any(|part| {
        part.split_once(':').is_some_and(|(name, value)| {
            let value = value.trim();
            name.trim().eq_ignore_ascii_case("display")
                && value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none"))
        })
    })
}
