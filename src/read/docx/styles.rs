//! Styles of paragraphs: what they inherit of numbering and level in the outline. Knows nothing of text.

use std::collections::HashMap;

use roxmltree::Document;

use super::xml::{Name, attribute, child, name, number, value};

/// Styles are based on others at most so deep.
const MAX_BASES: usize = 16;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    /// `w:numId` of its own.
    list: Option<u32>,
    level: Option<usize>,
    outline: Option<u8>,
    /// As users see it, in lower case.
    name: String,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
}

/// What a style says of its paragraphs, with what it inherits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Identity of the list, and the level the style itself names.
    pub list: Option<u32>,
    pub level: Option<usize>,
    /// From 0; 9 is body text.
    pub outline: Option<u8>,
    /// An entry of a table of contents, which repeats what stands elsewhere.
    pub contents: bool,
}

impl Styles {
    pub(super) fn read(tree: &Document<'_>) -> Self {
        let mut styles = Self::default();
        for node in tree.root_element().children().filter(|n| name(*n) == Name::Word("style")) {
            let Some(id) = attribute(node, "styleId") else { continue };
            let properties = child(node, "pPr");
            let list = properties.and_then(|p| child(p, "numPr"));
            let style = Style {
                based_on: value(node, "basedOn").map(str::to_owned),
                list: list.and_then(|l| number(l, "numId")),
                level: list.and_then(|l| number(l, "ilvl")),
                outline: properties.and_then(|p| number(p, "outlineLvl")),
                name: value(node, "name").unwrap_or_default().to_lowercase(),
            };
            let paragraph = attribute(node, "type").is_none_or(|t| t == "paragraph");
            if paragraph && matches!(attribute(node, "default"), Some("1" | "true" | "on")) {
                styles.default = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), style);
        }
        styles
    }

    /// What a style says; the default style where a paragraph names none.
    pub(super) fn look(&self, id: Option<&str>) -> Look {
        let mut look = Look::default();
        let mut next = id.or(self.default.as_deref());
        for _ in 0..MAX_BASES {
            let Some(style) = next.and_then(|id| self.by_id.get(id)) else { break };
            look.list = look.list.or(style.list);
            look.level = look.level.or(style.level);
            look.outline = look.outline.or(style.outline).or_else(|| heading(&style.name));
            look.contents |= style.name.strip_prefix("toc ").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
            next = style.based_on.as_deref();
        }
        look
    }

    /// The list that a numbering style stands for.
    pub(super) fn list(&self, id: &str) -> Option<u32> {
        self.by_id.get(id)?.list
    }
}

/// Word's own headings have a level by their names, which stay English on disk; WPS may write them in Chinese.
fn heading(name: &str) -> Option<u8> {
    let number = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?.trim();
    number.parse::<u8>().ok().filter(|n| (1..=9).contains(n)).map(|n| n - 1)
}
