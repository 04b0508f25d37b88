//! The part of a Word document that holds comments, and the markers of comments in its text.

use std::collections::HashSet;
use std::ops::Range;

use roxmltree::{Document, Node};

use super::AUTHOR;
use crate::markup::escape;
use crate::source::PackageFault;

/// The namespaces of WordprocessingML, as most write it and in its strict form.
pub(crate) const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

pub(crate) fn is(node: Node<'_, '_>, wanted: &str) -> bool {
    let tag = node.tag_name();
    node.is_element() && tag.name() == wanted && tag.namespace().is_some_and(|ns| WORD.contains(&ns))
}

pub(crate) fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == wanted).map(|a| a.value())
}

/// How the elements of WordprocessingML are written in a part: its own prefix, or one declared with each element.
#[derive(Clone, Debug)]
pub(crate) struct Writing {
    prefix: String,
    declaration: String,
}

impl Writing {
    pub(crate) fn of(tree: &Document<'_>) -> Self {
        let root = tree.root_element();
        let namespace = root.tag_name().namespace().filter(|ns| WORD.contains(ns)).unwrap_or(WORD[0]);
        let own = root.namespaces().filter(|n| n.uri() == namespace).find_map(|n| n.name());
        match own {
            Some(prefix) => Self { prefix: prefix.to_owned(), declaration: String::new() },
            None => Self { prefix: "w".to_owned(), declaration: format!(" xmlns:w=\"{namespace}\"") },
        }
    }

    /// The prefix, and the declaration that an element of it needs.
    pub(crate) fn names(&self) -> (&str, &str) {
        (&self.prefix, &self.declaration)
    }

    fn tag(&self, name: &str, id: u32) -> String {
        let Self { prefix, declaration } = self;
        format!("<{prefix}:{name}{declaration} {prefix}:id=\"{id}\"/>")
    }

    pub(crate) fn start(&self, id: u32) -> String {
        self.tag("commentRangeStart", id)
    }

    pub(crate) fn end(&self, id: u32) -> String {
        let Self { prefix, declaration } = self;
        let reference = format!("<{prefix}:commentReference {prefix}:id=\"{id}\"/>");
        format!("{}<{prefix}:r{declaration}>{reference}</{prefix}:r>", self.tag("commentRangeEnd", id))
    }

    /// A comment of ours. `date` is `YYYY-MM-DD`.
    pub(crate) fn comment(&self, id: u32, lines: &[String], date: Option<&str>) -> String {
        let Self { prefix: p, declaration } = self;
        let date = date.map_or_else(String::new, |d| format!(" {p}:date=\"{d}T00:00:00Z\""));
        let paragraphs: String = lines
            .iter()
            .map(|l| format!("<{p}:p><{p}:r><{p}:t xml:space=\"preserve\">{}</{p}:t></{p}:r></{p}:p>", escape(l)))
            .collect();
        format!(
            "<{p}:comment{declaration} {p}:id=\"{id}\" {p}:author=\"{AUTHOR}\"{date} {p}:initials=\"{AUTHOR}\">\
             {paragraphs}</{p}:comment>"
        )
    }
}

/// What is in a part of comments.
#[derive(Debug, Default)]
pub(crate) struct Existing {
    /// Identities of comments by an earlier run, and where they stand.
    pub ours: HashSet<String>,
    pub ranges: Vec<Range<usize>>,
    /// Their paragraphs (`w14:paraId`), by which other parts know them.
    pub paragraphs: HashSet<String>,
    /// One more than any other comment has.
    pub next: u32,
}

impl Existing {
    pub(crate) fn read(tree: &Document<'_>) -> Self {
        let mut existing = Self::default();
        for comment in tree.root_element().children().filter(|n| is(*n, "comment")) {
            let Some(id) = attribute(comment, "id") else { continue };
            if attribute(comment, "author") == Some(AUTHOR) {
                existing.ours.insert(id.to_owned());
                existing.ranges.push(comment.range());
                let paragraphs = comment.children().filter_map(|p| attribute(p, "paraId"));
                existing.paragraphs.extend(paragraphs.map(str::to_owned));
            } else {
                existing.take(id);
            }
        }
        existing
    }

    /// Notes an identity that is not free.
    fn take(&mut self, id: &str) {
        if let Some(id) = id.parse::<u32>().ok().filter(|id| *id < MAX_ID) {
            self.next = self.next.max(id + 1);
        }
    }
}

/// Identities from here on are never given out, so that those of others there are no matter.
const MAX_ID: u32 = 1 << 30;

/// Where the markers of comments of an earlier run stand in a part. Those of others have their identities noted, also
/// where the comment itself is lost.
pub(crate) fn markers(tree: &Document<'_>, existing: &mut Existing) -> Vec<Range<usize>> {
    if memchr::memmem::find(tree.input_text().as_bytes(), b"commentR").is_none() {
        return Vec::new();
    }
    let marks = tree.descendants().filter(|n| {
        let marker = is(*n, "commentRangeStart") || is(*n, "commentRangeEnd") || is(*n, "commentReference");
        let Some(id) = attribute(*n, "id").filter(|_| marker) else { return false };
        let ours = existing.ours.contains(id);
        if !ours {
            existing.take(id);
        }
        ours
    });
    marks
        .map(|node| {
            let run = node.parent().filter(|r| is(node, "commentReference") && is(*r, "r"));
            let alone = |r: &Node<'_, '_>| r.children().filter(|c| c.is_element() && !is(*c, "rPr")).count() == 1;
            run.filter(alone).map_or_else(|| node.range(), |r| r.range())
        })
        .collect()
}

/// Puts text before the end tag of the root.
///
/// # Errors
/// The root is closed where it opens.
pub(crate) fn append(xml: &str, text: &str, name: &str) -> Result<String, PackageFault> {
    let at = xml.rfind("</").ok_or_else(|| PackageFault::Damaged(name.to_owned()))?;
    Ok(format!("{}{text}{}", &xml[..at], &xml[at..]))
}
