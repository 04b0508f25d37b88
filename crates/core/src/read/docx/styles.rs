//! Styles of paragraphs: what they inherit of numbering and level in the outline. Knows nothing of text.

use std::collections::HashMap;

use roxmltree::Node;

use super::xml::{child, number, on, struck, value};
use crate::language::layout::HEADING_STYLE;
use crate::source::package::parse;

/// Styles are based on others at most so deep.
const MAX_BASES: usize = 16;
/// Each style is parsed below a copy of the root's start tag, so that neither may be beyond what a document has.
const MAX_STYLES: usize = 2_000;
const MAX_HEAD: usize = 16 << 10;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    /// `w:numId` of its own.
    list: Option<u32>,
    level: Option<usize>,
    outline: Option<u8>,
    hidden: Option<bool>,
    struck: Option<bool>,
    /// As users see it, in lower case.
    name: String,
}

/// The styles of a document. Hundreds are declared and a few are used, so that each is parsed when it is first asked
/// for.
#[derive(Debug, Default)]
pub(super) struct Styles<'x> {
    /// The start tag of the root, which declares the prefixes.
    head: &'x str,
    tail: String,
    written: HashMap<&'x str, &'x str>,
    parsed: HashMap<String, Style>,
    default: Option<&'x str>,
    /// Some style hides text or strikes it out; few documents have one.
    hiding: bool,
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
    /// Whether text is hidden, where a style says so.
    pub hidden: Option<bool>,
    /// Whether text is struck out, where a style says so.
    pub struck: Option<bool>,
}

impl<'x> Styles<'x> {
    /// Finds where each style is written.
    pub(super) fn find(xml: &'x str) -> Self {
        let mut styles = Self::default();
        // The root is the first tag that is neither a declaration nor a comment.
        let root = memchr::memchr_iter(b'<', xml.as_bytes())
            .find(|&i| !matches!(xml.as_bytes().get(i + 1), Some(b'?' | b'!')));
        let Some((root, end)) = root.and_then(|r| Some((r, r + xml[r..].find('>')? + 1))) else { return styles };
        let name = xml[root + 1..end].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        let prefix = name.rsplit_once(':').map_or(String::new(), |p| format!("{}:", p.0));
        let (open, close) = (format!("<{prefix}style "), format!("</{prefix}style>"));
        if end - root > MAX_HEAD {
            return styles;
        }
        styles.head = &xml[root..end];
        styles.hiding = memchr::memmem::find(xml.as_bytes(), b"vanish").is_some()
            || memchr::memmem::find(xml.as_bytes(), b"trike").is_some();
        styles.tail = format!("</{name}>");
        let mut from = end;
        for stop in memchr::memmem::find_iter(xml.as_bytes(), close.as_bytes()) {
            let stop = stop + close.len();
            let before = from;
            from = stop;
            let Some(start) = xml.get(before..stop).and_then(|s| s.find(&open)).map(|i| before + i) else { continue };
            let style = &xml[start..stop];
            let tag = &style[..style.find('>').unwrap_or(style.len())];
            let Some(id) = quoted(tag, "styleId=") else { continue };
            let paragraph = quoted(tag, ":type=").is_none_or(|t| t == "paragraph");
            if paragraph && matches!(quoted(tag, ":default="), Some("1" | "true" | "on")) {
                styles.default = Some(id);
            }
            styles.written.insert(id, style);
        }
        styles
    }

    fn style(&mut self, id: &str) -> Option<&Style> {
        if !self.parsed.contains_key(id) && self.parsed.len() < MAX_STYLES {
            let xml = [self.head, self.written.get(id)?, self.tail.as_str()].concat();
            let style =
                parse(&xml, "styles").ok().and_then(|t| Some(Style::read(t.root_element().first_element_child()?)));
            self.parsed.insert(id.to_owned(), style.unwrap_or_default());
        }
        self.parsed.get(id)
    }

    /// Whether a style of characters hides its text, and whether it strikes it out, where it says so.
    pub(super) fn hides(&mut self, id: &str) -> (Option<bool>, Option<bool>) {
        if !self.hiding {
            return (None, None);
        }
        let look = self.look(Some(id));
        (look.hidden, look.struck)
    }

    /// What a style says; the default style where a paragraph names none.
    pub(super) fn look(&mut self, id: Option<&str>) -> Look {
        let mut look = Look::default();
        let mut next = id.or(self.default).map(str::to_owned);
        for _ in 0..MAX_BASES {
            let Some(style) = next.and_then(|id| self.style(&id)) else { break };
            look.list = look.list.or(style.list);
            look.level = look.level.or(style.level);
            look.hidden = look.hidden.or(style.hidden);
            look.struck = look.struck.or(style.struck);
            look.outline = look.outline.or(style.outline).or_else(|| heading(&style.name));
            look.contents |= style.name.strip_prefix("toc ").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
            next = style.based_on.clone();
        }
        look
    }

    /// The list that a numbering style stands for.
    pub(super) fn list(&mut self, id: &str) -> Option<u32> {
        self.style(id)?.list
    }
}

impl Style {
    fn read(node: Node<'_, '_>) -> Self {
        let properties = child(node, "pPr");
        let list = properties.and_then(|p| child(p, "numPr"));
        Style {
            based_on: value(node, "basedOn").map(str::to_owned),
            list: list.and_then(|l| number(l, "numId")),
            level: list.and_then(|l| number(l, "ilvl")),
            outline: properties.and_then(|p| number(p, "outlineLvl")),
            hidden: child(node, "rPr").and_then(|p| on(p, "vanish")),
            struck: child(node, "rPr").and_then(struck),
            name: value(node, "name").unwrap_or_default().to_lowercase(),
        }
    }
}

/// The value of an attribute in a tag.
fn quoted<'x>(tag: &'x str, attribute: &str) -> Option<&'x str> {
    let rest = &tag[tag.find(attribute)? + attribute.len()..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// Word's own headings have a level by their names, which stay English on disk; WPS may write them in Chinese.
fn heading(name: &str) -> Option<u8> {
    let number = name.strip_prefix("heading").or_else(|| name.strip_prefix(HEADING_STYLE))?.trim();
    number.parse::<u8>().ok().filter(|n| (1..=9).contains(n)).map(|n| n - 1)
}
