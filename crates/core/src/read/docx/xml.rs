//! Small looks into the XML of WordprocessingML, whatever prefix its namespace has.

use std::ops::Range;

use roxmltree::Node;

pub(super) const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const MATHS: [&str; 2] =
    ["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"];

/// What an element is, as far as text is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    /// An element of WordprocessingML, by its local name.
    Word(&'a str),
    /// `mc:AlternateContent`, of whose branches one is read.
    Alternatives,
    Maths,
    Other,
}

pub(super) fn name<'a>(node: Node<'a, '_>) -> Name<'a> {
    let tag = node.tag_name();
    if is_of_word(node) {
        return Name::Word(tag.name());
    }
    match tag.namespace() {
        Some(ns) if ns == COMPATIBILITY && tag.name() == "AlternateContent" => Name::Alternatives,
        Some(ns) if MATHS.contains(&ns) => Name::Maths,
        _ => Name::Other,
    }
}

fn is_of_word(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_some_and(|ns| ns == TRANSITIONAL || ns == STRICT)
}

/// The first child element of WordprocessingML with a name.
pub(super) fn child<'a, 'x>(node: Node<'a, 'x>, wanted: &str) -> Option<Node<'a, 'x>> {
    // Names are compared first, being short.
    node.children().find(|c| c.tag_name().name() == wanted && is_of_word(*c))
}

/// An attribute by its local name.
pub(super) fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == wanted).map(|a| a.value())
}

/// The `w:val` of a child.
pub(super) fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// The `w:val` of a child as a number.
pub(super) fn number<T: std::str::FromStr>(node: Node<'_, '_>, wanted: &str) -> Option<T> {
    value(node, wanted)?.trim().parse().ok()
}

/// A property that is on where its element stands without a value, or with one that says so.
pub(super) fn is_on(node: Node<'_, '_>, wanted: &str) -> bool {
    on(node, wanted) == Some(true)
}

/// Whether a property is on or off, where it is said.
pub(super) fn on(node: Node<'_, '_>, wanted: &str) -> Option<bool> {
    child(node, wanted).map(|n| !matches!(attribute(n, "val"), Some("0" | "false" | "off")))
}

/// Whether text is struck out, by one line or two, where that is said.
pub(super) fn struck(properties: Node<'_, '_>) -> Option<bool> {
    match (on(properties, "strike"), on(properties, "dstrike")) {
        (None, None) => None,
        (one, two) => Some(one == Some(true) || two == Some(true)),
    }
}

/// The branch of `mc:AlternateContent` that is read: the first choice, since that is what Word shows.
pub(super) fn branch<'a, 'x>(alternatives: Node<'a, 'x>) -> Option<Node<'a, 'x>> {
    let mut elements = alternatives.children().filter(Node::is_element);
    let first = elements.clone().find(|n| n.tag_name().name() == "Choice");
    first.or_else(|| elements.find(|n| n.tag_name().name() == "Fallback"))
}

/// What stands between the tags of an element, as a range of the part; empty where the element has no end tag.
pub(super) fn inner(node: Node<'_, '_>, xml: &str) -> Range<usize> {
    let range = node.range();
    let (Some(first), Some(last)) = (node.first_child(), node.last_child()) else { return range.end..range.end };
    let start = first.range().start;
    // Text with CDATA in it is one node whose range need not reach its end.
    let end = xml[range.clone()].rfind("</").map_or(last.range().end, |i| range.start + i);
    start..end.max(start)
}
