//! Fields of a form that hold figures: what a browser shows in them is their value.

use std::ops::Range;

use super::Page;
use super::tag::{Tag, attribute};

/// Kinds of `<input>` that show their value as text one types.
const TYPED: [&str; 4] = ["text", "number", "tel", ""];

impl<'a> Page<'a, '_> {
    /// Whether a cell of a table is open.
    pub(super) fn in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.cell)
    }

    /// Reads the value of an `<input>`: in a cell, and in prose where it is a figure in a sentence.
    pub(super) fn field(&mut self, tag: &Tag<'a>) {
        if tag.closing {
            return;
        }
        let kind = attribute(tag.attributes, "type").map_or("", |(_, kind)| kind);
        let Some((at, value)) = attribute(tag.attributes, "value") else { return };
        let figure = || !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let read = self.in_cell() || !self.builder.is_blank() && figure();
        if read && TYPED.iter().any(|typed| typed.eq_ignore_ascii_case(kind)) && tag.from + at < self.scanner.end {
            self.text(tag.from + at..tag.from + at + value.len());
        }
    }

    /// Reads, in a cell, what is chosen in a `<select>` or written in a `<textarea>`.
    pub(super) fn choice(&mut self, tag: &Tag<'a>, content: Range<usize>) {
        let text = self.scanner.text;
        if tag.raw_name.eq_ignore_ascii_case("textarea") {
            if !text[content.clone()].contains('<') {
                self.text(content);
            }
        } else if tag.raw_name.eq_ignore_ascii_case("select") {
            let options = || memchr::memmem::find_iter(&text.as_bytes()[content.clone()], "<option");
            let shown = |at: usize| {
                let rest = &text[content.start + at..content.end];
                let end = rest.find('>')?;
                let words = rest[end + 1..].find('<').unwrap_or(rest.len() - end - 1);
                let from = content.start + at + end + 1;
                Some((attribute(&rest[7..end], "selected").is_some(), from..from + words))
            };
            let chosen = options().filter_map(shown).find(|(selected, _)| *selected);
            if let Some((_, words)) = chosen.or_else(|| options().next().and_then(shown)) {
                self.text(words);
            }
        }
    }
}
