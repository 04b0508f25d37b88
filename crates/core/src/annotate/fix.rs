//! What a report's findings suggest, written into the report where that is safe: in text and pages the characters
//! themselves, in a Word document as tracked changes, which whoever edits it accepts. Nothing else changes.

use std::collections::BTreeMap;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};
use roxmltree::Node;

use super::AUTHOR_IN_FULL;
use super::anchors::{Anchors, inner};
use super::comments::{Writing, attribute, is};
use super::docx::write;
use super::html::{tag_around, written};
use crate::markup::escape;
use crate::report::{Document, Finding};
use crate::source::package::{Archive, parse};
use crate::source::{Format, Origin, PackageFault, Source, Span};

/// One change: a stretch of the source's text, which may be empty, and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// The changes that are safe, in the order of the source, none over another.
pub fn edits(report: &Document) -> Vec<Edit> {
    let mut all: Vec<Edit> = report.findings.iter().filter(|f| f.suppressed.is_none()).filter_map(edit).collect();
    all.sort_by_key(|e| (e.range.start, e.range.end));
    let mut end = 0;
    let mut first = true;
    all.retain(|e| {
        let free = first || e.range.start > end;
        if free {
            (end, first) = (e.range.end, false);
        }
        free
    });
    all
}

/// The least that makes what is suggested of what is there.
fn edit(finding: &Finding) -> Option<Edit> {
    let suggestion = finding.suggestion.as_ref().filter(|s| s.safe)?;
    let anchor = finding.primary.anchor.as_ref()?;
    let (document, source) = (&anchor.document, &anchor.document.source);
    let (old, new) = (document.slice(anchor.span), suggestion.replacement.as_str());
    let before: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (rest_old, rest_new) = (&old[before..], &new[before..]);
    let ends = rest_old.chars().rev().zip(rest_new.chars().rev()).take_while(|(a, b)| a == b);
    let after: usize = ends.map(|(c, _)| c.len_utf8()).sum();
    let (gone, put) = (&rest_old[..rest_old.len() - after], &rest_new[..rest_new.len() - after]);
    if gone.is_empty() && put.is_empty() {
        return None;
    }
    let at = anchor.span.start as usize + before;
    let range = match gone {
        // What is put in stands right behind a character that is there.
        "" => {
            let last = old[..before].chars().next_back()?;
            let end = document.source_range(Span::new(at - last.len_utf8(), at)).end;
            end..end
        }
        _ => {
            let span = Span::new(at, at + gone.len());
            if document.source_ranges(span).len() != 1 {
                return None;
            }
            document.source_range(span)
        }
    };
    let there = source.text.get(range.clone())?;
    // Markup between the characters, or one of them written as an entity, is not ours to take out.
    let plain = there.chars().count() == gone.chars().count() && !there.contains(['<', '>', '&', '\\']);
    let in_tag = source.format == Format::Html && tag_around(&source.text, range.start).is_some();
    (plain && !in_tag).then(|| Edit { range, text: put.to_owned() })
}

/// The file with its changes; nothing where none can be written in its encoding. `bytes` are those that `source` was
/// decoded from.
pub fn fix_text(bytes: &[u8], source: &Source, edits: &[Edit]) -> Option<Vec<u8>> {
    let encoding = Encoding::for_label(source.origin.encoding().as_bytes()).unwrap_or(UTF_8);
    let mut out = Vec::with_capacity(bytes.len() + 16);
    let mut at = 0;
    for Edit { range, text } in edits.iter().filter(|e| !encoding.encode(&e.text).2) {
        let byte = |offset| source.origin.byte(&source.text, offset).filter(|b| (at..=bytes.len()).contains(b));
        let (Some(from), Some(to)) = (byte(range.start), byte(range.end)) else { continue };
        out.extend_from_slice(&bytes[at..from]);
        out.extend_from_slice(&written(text, encoding));
        at = to;
    }
    out.extend_from_slice(&bytes[at..]);
    (out != bytes).then_some(out)
}

/// The document with its changes tracked; nothing where none can be. `date` is `YYYY-MM-DD`.
///
/// # Errors
/// The package is not sound.
pub fn fix_docx(bytes: &[u8], source: &Source, edits: &[Edit], date: &str) -> Result<Option<Vec<u8>>, PackageFault> {
    let Origin::Package(package) = &source.origin else { return Ok(None) };
    let mut parts: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
    for edit in edits {
        let Some(part) = package.part_at(edit.range.start) else { continue };
        let range = edit.range.start - part.range.start..edit.range.end - part.range.start;
        parts.entry(part.name.as_str()).or_default().push(Edit { range, text: edit.text.clone() });
    }
    let mut archive = Archive::open(bytes)?;
    let mut changed = BTreeMap::new();
    for (name, edits) in parts {
        let xml = archive.text(name)?.ok_or_else(|| PackageFault::Missing(name.to_owned()))?;
        if let Some(tracked) = track(&xml, name, &edits, date)? {
            changed.insert(name.to_owned(), tracked);
        }
    }
    if changed.is_empty() { Ok(None) } else { write(&mut archive, changed).map(Some) }
}

/// One part with its changes.
fn track(xml: &str, name: &str, edits: &[Edit], date: &str) -> Result<Option<String>, PackageFault> {
    let tree = parse(xml, name)?;
    let anchors = Anchors { xml, tree: &tree };
    let ids = tree.descendants().filter_map(|n| attribute(n, "id")?.parse::<u32>().ok());
    let mut id = ids.filter(|id| *id < 1 << 30).max().unwrap_or(0);
    // The changes of each stretch of text.
    let mut texts: BTreeMap<usize, (Node<'_, '_>, Vec<&Edit>)> = BTreeMap::new();
    for edit in edits {
        if let Some(text) = text_around(&tree, xml, &edit.range) {
            texts.entry(text.range().start).or_insert_with(|| (text, Vec::new())).1.push(edit);
        }
    }
    let mut out = String::with_capacity(xml.len() + 512 * texts.len());
    let mut at = 0;
    for (start, (text, edits)) in texts {
        let (Some(run), Some(stretch)) = (text.parent(), inner(text, xml)) else { continue };
        out.push_str(&xml[at..start]);
        at = text.range().end;
        let tracking =
            Tracking { writing: Writing::of(&tree), run: anchors.tags(run), properties: properties(run, xml) };
        out.push_str(&tracking.text(xml, stretch, &edits, date, &mut id));
    }
    out.push_str(&xml[at..]);
    Ok((at > 0).then_some(out))
}

fn properties<'x>(run: Node<'_, '_>, xml: &'x str) -> &'x str {
    run.children().find(|n| is(*n, "rPr")).map_or("", |n| &xml[n.range()])
}

/// The text of a run, not changed by anybody yet, that holds a range.
fn text_around<'a, 'i>(tree: &'a roxmltree::Document<'i>, xml: &str, range: &Range<usize>) -> Option<Node<'a, 'i>> {
    let text = tree.descendants().filter(|n| is(*n, "t")).find(|n| {
        let holds = |i: &Range<usize>| i.start <= range.start && range.end <= i.end && i.start < range.end;
        inner(*n, xml).is_some_and(|i| holds(&i) && !xml[i].contains("<!["))
    })?;
    let run = text.parent().filter(|r| is(*r, "r"))?;
    let other = ["ins", "del", "moveTo", "moveFrom", "txbxContent"];
    let touched = run.ancestors().any(|a| other.iter().any(|o| is(a, o)) || a.tag_name().name() == "AlternateContent");
    (!touched).then_some(text)
}

/// How runs of a stretch of text are written.
struct Tracking<'x> {
    writing: Writing,
    run: (String, String),
    properties: &'x str,
}

impl Tracking<'_> {
    /// What stands for the element of a text: it up to each change, the change, and the rest, cut into runs.
    fn text(&self, xml: &str, stretch: Range<usize>, edits: &[&Edit], date: &str, id: &mut u32) -> String {
        let (open, close) = (&self.run.0, &self.run.1);
        let (p, declaration) = self.writing.names();
        let element = |name: &str, text: &str| match text {
            "" => String::new(),
            text => format!("<{p}:{name}{declaration} xml:space=\"preserve\">{text}</{p}:{name}>"),
        };
        let mut out = String::new();
        let mut at = stretch.start;
        for edit in edits {
            out.push_str(&element("t", &xml[at..edit.range.start]));
            at = edit.range.end;
            out.push_str(close);
            let old = element("delText", &xml[edit.range.clone()]);
            let new = element("t", &escape(&edit.text));
            for (kind, text) in [("del", old), ("ins", new)].into_iter().filter(|(_, text)| !text.is_empty()) {
                *id += 1;
                out.push_str(&format!(
                    "<{p}:{kind}{declaration} {p}:id=\"{id}\" {p}:author=\"{AUTHOR_IN_FULL}\" \
                     {p}:date=\"{date}T00:00:00Z\">\
                     {open}{}{text}{close}</{p}:{kind}>",
                    self.properties
                ));
            }
            out.push_str(open);
            out.push_str(self.properties);
        }
        out.push_str(&element("t", &xml[at..stretch.end]));
        out
    }
}
