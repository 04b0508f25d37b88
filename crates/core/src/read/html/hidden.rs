//! Elements that a page does not show: how their tags say so, where in the source to look for such tags at all, and
//! where such an element ends.

use std::ops::Range;

use memchr::memmem;

use super::Page;
use super::tag::{Name, Tag, attribute};

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

impl<'a> Page<'a, '_> {
    /// Starts to hide if the tag says that its element is not shown.
    pub(super) fn hide(&mut self, tag: &Tag<'a>) -> bool {
        if tag.attributes.len() < 6 {
            return false;
        }
        let Some(hints) = &mut self.hints else { return false };
        let range = tag.from..tag.end;
        let hinted = hints[0].within(self.scanner.text, range.clone()) | hints[1].within(self.scanner.text, range);
        let void = matches!(tag.name, Name::Break | Name::Image | Name::Meta | Name::RowGroup)
            || tag.raw_name.eq_ignore_ascii_case("input")
            || tag.raw_name.eq_ignore_ascii_case("hr")
            || tag.raw_name.eq_ignore_ascii_case("body")
            || tag.raw_name.eq_ignore_ascii_case("link");
        if !hinted || void || tag.attributes.ends_with('/') || !says_hidden(tag.attributes) {
            return false;
        }
        self.hidden = Some(Hidden { name: tag.raw_name, depth: 1, tables: usize::from(tag.name == Name::Table) });
        true
    }

    /// Inside a hidden element: true where the tag is no part of it any more and is to be read itself.
    pub(super) fn leaves_hidden(&mut self, tag: &Tag<'a>) -> bool {
        let Some(hidden) = &mut self.hidden else { return true };
        let inside = hidden.tables > 0 || tag.name == Name::Table && !tag.closing;
        if tag.name == Name::Table {
            hidden.tables = if tag.closing { hidden.tables.saturating_sub(1) } else { hidden.tables + 1 };
        }
        let same = tag.raw_name.eq_ignore_ascii_case(hidden.name);
        if same {
            hidden.depth = if tag.closing { hidden.depth - 1 } else { hidden.depth + 1 };
            if hidden.depth == 0 {
                self.hidden = None;
                return false;
            }
        }
        // What is never closed ends with the cell or paragraph that it stands in.
        let in_cell = self.table.is_some() && !inside;
        let ends_cell = in_cell && matches!(tag.name, Name::Cell | Name::Row | Name::Table) && !(same && tag.closing);
        let ends_paragraph = hidden.name.eq_ignore_ascii_case("p")
            && matches!(tag.name, Name::Paragraph | Name::Block | Name::Heading(_) | Name::Table | Name::List);
        if ends_cell || ends_paragraph {
            self.hidden = None;
            return true;
        }
        false
    }
}

/// `hidden`, `display: none`.
fn says_hidden(attributes: &str) -> bool {
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
