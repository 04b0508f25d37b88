//! Numbers of list items that a browser writes: in lists that count in Chinese, or that say from where they count.

use super::Page;
use super::tag::{Name, Tag, attribute};
use crate::language::lead::lead;
use crate::language::written;

/// A list that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    style: Option<Style>,
    next: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// 一、
    Chinese,
    /// 1.
    Decimal,
}

/// A number that waits for the text of its item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    number: u32,
    style: Style,
    at: usize,
}

const MAX_LISTS: usize = 100;

impl Page<'_, '_> {
    /// Counts the items of lists as their tags come.
    pub(super) fn count(&mut self, at: usize, tag: &Tag<'_>) {
        match tag.name {
            Name::List if tag.closing => {
                self.lists.pop();
                self.label = None;
            }
            Name::List => {
                self.label = None;
                if self.lists.len() < MAX_LISTS {
                    self.lists.push(opened(tag));
                }
            }
            Name::ListItem if tag.closing => self.label = None,
            Name::ListItem => {
                self.label = None;
                let Some(list) = self.lists.last_mut() else { return };
                let own = number(tag, "value").filter(|_| tag.raw_name.eq_ignore_ascii_case("li"));
                let number = own.unwrap_or(list.next);
                list.next = number.saturating_add(1);
                let style = list.style.or(own.map(|_| Style::Decimal));
                self.label = style.filter(|_| number > 0).map(|style| Label { number, style, at });
            }
            Name::Heading(_) if tag.closing => self.label = None,
            _ => {}
        }
    }

    /// Writes the number that waits before the first text of its item, unless the text has one of its own.
    pub(super) fn write_label(&mut self, raw: &str) {
        let text = raw.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() || text.starts_with("&nbsp;") && text.trim_start_matches("&nbsp;").trim().is_empty() {
            return;
        }
        let Some(Label { number, style, at }) = self.label.take() else { return };
        if self.table.is_some() || !self.builder.is_blank() || lead(text.chars()).is_some() {
            return;
        }
        self.builder.begin();
        let (number, mark) = match style {
            Style::Chinese => (written::number(number), '、'),
            Style::Decimal => (number.to_string(), '.'),
        };
        number.chars().for_each(|c| self.builder.push_generated(c, at));
        self.builder.push_generated(mark, at);
    }
}

/// What a list that opens counts in; its numbers are written where that matters to it.
fn opened(tag: &Tag<'_>) -> List {
    let ordered = tag.raw_name.eq_ignore_ascii_case("ol");
    let start = number(tag, "start").filter(|_| ordered);
    let style = attribute(tag.attributes, "style").map_or("", |(_, style)| style);
    let chinese = ["chinese-informal", "cjk-ideographic"].iter().any(|name| style.contains(name));
    let without = style.split(';').any(|s| s.trim_start().starts_with("list-style") && s.contains("none"));
    let style = match start {
        _ if chinese => Some(Style::Chinese),
        Some(_) if !without => Some(Style::Decimal),
        _ => None,
    };
    List { style, next: start.unwrap_or(1) }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    attribute(tag.attributes, name).and_then(|(_, value)| value.trim().parse().ok()).filter(|n| *n < 1000)
}
