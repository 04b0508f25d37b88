//! Where a comment is anchored in the XML of a document: runs are cut where a finding begins or ends, with their
//! properties in both halves. What cannot hold a comment (a note, a text box, a number that Word sets) has it where the
//! reader sees it.

use std::ops::Range;

use roxmltree::{Document as Tree, Node};

use super::comments::{attribute, is};
use super::splice::Splices;

/// The marks of one comment.
#[derive(Clone, Debug)]
pub(crate) struct Marks {
    pub start: String,
    pub end: String,
}

/// Finds in the body of a document where comments can be anchored.
pub(crate) struct Anchors<'x> {
    pub xml: &'x str,
    pub tree: &'x Tree<'x>,
}

impl Anchors<'_> {
    /// Puts the marks of a comment around a range, else around the paragraph it is in.
    pub(crate) fn text(&self, range: Range<usize>, marks: &Marks, splices: &mut Splices) {
        let first = self.innermost(range.start, true);
        let last = if range.is_empty() { None } else { self.innermost(range.end, false) };
        match (first, last) {
            (Some(first), Some(last)) => {
                let from = self.cut(first, range.start, true, splices);
                let to = self.cut(last, range.end, false, splices);
                splices.start(from, &marks.start);
                splices.end(to, &marks.end);
            }
            // What stands nowhere in the text, a number or a blank cell, is anchored on its paragraph.
            (_, last) => {
                let inner = self.tree.descendants().rfind(|n| is(*n, "p") && holds(n.range(), range.start, true));
                let to = last.map(|run| self.cut(run, range.end, false, splices));
                self.around(inner, to, marks, splices);
            }
        }
    }

    /// Puts them around the reference to a note, since notes hold no comments.
    pub(crate) fn note(&self, reference: &str, id: &str, marks: &Marks, splices: &mut Splices) {
        let mark = self.tree.descendants().find(|n| is(*n, reference) && attribute(*n, "id") == Some(id));
        match mark.and_then(|m| m.parent()).filter(|run| is(*run, "r") && !boxed(*run)) {
            Some(run) => {
                splices.start(run.range().start, &marks.start);
                splices.end(run.range().end, &marks.end);
            }
            None => self.around(mark, None, marks, splices),
        }
    }

    /// Around what a reader sees an element in: the run that holds its text box, else its paragraph up to `to`; the
    /// first paragraph where it is in none.
    fn around(&self, inner: Option<Node<'_, '_>>, to: Option<usize>, marks: &Marks, splices: &mut Splices) {
        let outermost = inner.and_then(|n| n.ancestors().filter(|a| is(*a, "txbxContent")).last());
        if let Some(run) = outermost.and_then(|o| o.ancestors().find(|n| is(*n, "r"))) {
            splices.start(run.range().start, &marks.start);
            splices.end(run.range().end, &marks.end);
            return;
        }
        let paragraph = inner.and_then(|n| n.ancestors().find(|a| is(*a, "p")));
        let Some(paragraph) = paragraph.or_else(|| self.tree.descendants().find(|n| is(*n, "p"))) else { return };
        let properties = paragraph.children().find(|n| is(*n, "pPr"));
        let mut content = paragraph.children().filter(|n| n.is_element() && !is(*n, "pPr"));
        let Some(begin) = content.next().map(|n| n.range()) else {
            return self.in_blank(paragraph, properties, &format!("{}{}", marks.start, marks.end), splices);
        };
        let finish = content.next_back().map_or(begin.end, |n| n.range().end);
        splices.start(begin.start, &marks.start);
        splices.end(to.unwrap_or(finish), &marks.end);
    }

    /// A comment on a paragraph without text.
    fn in_blank(&self, paragraph: Node<'_, '_>, properties: Option<Node<'_, '_>>, marks: &str, splices: &mut Splices) {
        let range = paragraph.range();
        let raw = &self.xml[range.clone()];
        if let Some(properties) = properties {
            splices.end(properties.range().end, marks);
        } else if raw.ends_with("/>") {
            let name = raw[1..].split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
            // `<w:p/>` is opened to hold the marks.
            splices.remove(range.end - 2..range.end);
            splices.split(range.end, ">".to_owned(), format!("</{name}>"));
            splices.end(range.end, marks);
        } else if let Some(close) = raw.rfind("</") {
            splices.end(range.start + close, marks);
        }
    }

    /// The run, not in a text box, whose text holds an offset: as where something begins, or where it ends.
    fn innermost(&self, at: usize, begins: bool) -> Option<Node<'_, '_>> {
        let mut node = self.tree.root_element();
        let mut run = None;
        // Down to the innermost element: only one child can hold the offset.
        while let Some(child) = node.children().find(|n| n.is_element() && holds(n.range(), at, begins)) {
            node = child;
            if is(node, "txbxContent") {
                break;
            }
            if is(node, "r") {
                run = Some(node);
            }
        }
        run
    }

    /// The place between runs for a mark at an offset of a run, which is cut there if need be.
    fn cut(&self, run: Node<'_, '_>, at: usize, begins: bool, splices: &mut Splices) -> usize {
        let whole = if begins { run.range().start } else { run.range().end };
        let mut pieces = run.children().filter(|n| n.is_element() && !is(*n, "rPr"));
        let first = pieces.clone().next();
        let Some(piece) = pieces.clone().find(|n| holds(n.range(), at, begins)) else { return whole };
        let outermost = if begins { first } else { pieces.next_back() } == Some(piece);
        let text = inner(piece, self.xml).filter(|_| is(piece, "t"));
        let inside = text.clone().filter(|t| t.start < at && at < t.end);
        let (open, close) = self.tags(run);
        let properties = run.children().find(|n| is(*n, "rPr")).map_or("", |n| &self.xml[n.range()]);
        let Some(text) = inside else {
            if outermost || !is(piece, "t") && piece.descendants().any(|n| is(n, "txbxContent")) {
                return whole;
            }
            let edge = if begins { piece.range().start } else { piece.range().end };
            splices.split(edge, close, format!("{open}{properties}"));
            return edge;
        };
        let tag = &self.xml[piece.range().start..text.start];
        let (name, rest) = tag.split_at(tag.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(tag.len()));
        let kept = rest.contains("space=");
        if !kept && self.xml[text.start..at].ends_with(char::is_whitespace) {
            // Or the space at the end of the first half would be lost.
            splices.split(piece.range().start + name.len(), PRESERVE.to_owned(), String::new());
        }
        let again = if kept { tag.to_owned() } else { format!("{name}{PRESERVE}{rest}") };
        let end = format!("</{}>", &name[1..]);
        // A stretch of CDATA is cut as the run is.
        let before = &self.xml[text.start..at];
        let data = before.rfind(CDATA).is_some_and(|from| !before[from..].contains(CDATA_END));
        let (left, right) = if data { (CDATA_END, CDATA) } else { ("", "") };
        splices.split(at, format!("{left}{end}{close}"), format!("{open}{properties}{again}{right}"));
        at
    }

    /// The start tag of a run as it is written, and its end tag.
    pub(crate) fn tags(&self, run: Node<'_, '_>) -> (String, String) {
        let range = run.range();
        let inner = run.first_child().map_or(range.end, |n| n.range().start);
        let open = self.xml[range.start..inner].trim_end();
        // White space and comments may stand before the first child.
        let open = open.split_inclusive('>').next().unwrap_or(open);
        let name = open[1..].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        (open.to_owned(), format!("</{name}>"))
    }
}

const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";
const PRESERVE: &str = " xml:space=\"preserve\"";

/// What stands between the tags of an element.
pub(crate) fn inner(node: Node<'_, '_>, xml: &str) -> Option<Range<usize>> {
    let range = node.range();
    let start = node.first_child()?.range().start;
    let end = range.start + xml[range.clone()].rfind("</")?;
    (start <= end).then_some(start..end)
}

/// Whether a range holds an offset, as where something begins or where it ends.
fn holds(range: Range<usize>, at: usize, begins: bool) -> bool {
    if begins { range.start <= at && at < range.end } else { range.start < at && at <= range.end }
}

fn boxed(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|n| is(n, "txbxContent"))
}
