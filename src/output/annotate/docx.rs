//! Comments in a Word document: each anchored on exactly the text of its finding. Runs are cut where a finding begins or
//! ends, with their properties in both halves; parts that need not change are copied as they lie in the archive.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::Range;

use roxmltree::{Document as Tree, Node};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::comments::{Existing, WORD, Writing, append, is, markers};
use super::lines;
use super::splice::Splices;
use crate::report::{Document, Finding, Language};
use crate::source::package::{Archive, document_name, parse, relations, relations_name};
use crate::source::{Origin, PackageFault};

/// The document with a comment for each finding. `date` is that of the comments.
///
/// # Errors
/// The package is not sound; then nothing is made.
pub fn annotate(
    bytes: &[u8],
    report: &Document,
    language: Language,
    date: Option<&str>,
) -> Result<Vec<u8>, PackageFault> {
    let mut archive = Archive::open(bytes)?;
    let main = document_name(&mut archive)?;
    let related = relations(&mut archive, &main)?;
    let known = related.iter().find(|r| r.kind == "comments").map(|r| r.target.clone());
    let folder = main.rsplit_once('/').map_or(String::new(), |p| format!("{}/", p.0));
    let name = known.clone().unwrap_or_else(|| free_name(&mut archive, &folder));
    let old = archive.text(&name)?;
    let existing = match &old {
        Some(xml) => Existing::read(&parse(xml, &name)?),
        None => Existing::default(),
    };
    let findings: Vec<&Finding> = report.findings.iter().filter(|f| f.suppressed.is_none()).collect();

    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    let mut parts = vec![main.clone()];
    parts.extend(
        related.iter().filter(|r| matches!(r.kind.as_str(), "footnotes" | "endnotes")).map(|r| r.target.clone()),
    );
    let mut anchored = Vec::new();
    for part in &parts {
        let Some(xml) = archive.text(part)? else { continue };
        let tree = parse(&xml, part)?;
        let mut splices = Splices::default();
        markers(&tree, &existing.ours).into_iter().for_each(|r| splices.remove(r));
        let writing = Writing::of(&tree);
        let anchors = Anchors { xml: &xml, tree: &tree };
        for (number, finding) in findings.iter().enumerate() {
            let id = existing.next + number as u32;
            if let Some(range) = range_in(finding, part)
                && anchors.anchor(range, &writing.start(id), &writing.end(id), &mut splices)
            {
                anchored.push((number, id));
            }
        }
        if !splices.is_empty() {
            let text = splices.apply(&xml);
            changed.insert(part.clone(), text);
        }
    }
    anchored.sort_unstable();
    if anchored.is_empty() && existing.ours.is_empty() {
        return Ok(bytes.to_vec());
    }
    let list: Vec<(u32, Vec<String>)> = anchored.iter().map(|(n, id)| (*id, lines(findings[*n], language))).collect();
    changed.insert(name.clone(), comments(old.as_deref(), &name, &existing, &list, date)?);
    if known.is_none() {
        relate(&mut archive, &main, &name, &folder, &mut changed)?;
    }
    declare(&mut archive, &name, &mut changed)?;
    write(&mut archive, changed)
}

/// Where a finding stands in a part, as a range of the part's XML.
fn range_in(finding: &Finding, part: &str) -> Option<Range<usize>> {
    let anchor = finding.primary.anchor.as_ref()?;
    let Origin::Package(package) = &anchor.document.source.origin else { return None };
    let range = anchor.document.source_range(anchor.span);
    let own = package.part_at(range.start).filter(|p| p.name == part)?;
    Some(range.start - own.range.start..range.end.min(own.range.end) - own.range.start)
}

fn free_name(archive: &mut Archive<'_>, folder: &str) -> String {
    let mut name = format!("{folder}comments.xml");
    let mut number = 1;
    while archive.zip().index_for_name(&name).is_some() {
        number += 1;
        name = format!("{folder}comments{number}.xml");
    }
    name
}

fn comments(
    old: Option<&str>,
    name: &str,
    existing: &Existing,
    list: &[(u32, Vec<String>)],
    date: Option<&str>,
) -> Result<String, PackageFault> {
    let fresh = || {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        format!("{head}<w:comments xmlns:w=\"{}\"></w:comments>", WORD[0])
    };
    let old = old.map_or_else(fresh, str::to_owned);
    let tree = parse(&old, name)?;
    let writing = Writing::of(&tree);
    let mut splices = Splices::default();
    existing.ranges.iter().for_each(|r| splices.remove(r.clone()));
    let kept = splices.apply(&old);
    let text: String = list.iter().map(|(id, lines)| writing.comment(*id, lines, date)).collect();
    if !kept.contains("</") {
        // A root that was closed where it opened.
        return append(&fresh(), &text, name);
    }
    append(&kept, &text, name)
}

/// Adds the relationship of the document to its comments.
fn relate(
    archive: &mut Archive<'_>,
    main: &str,
    name: &str,
    folder: &str,
    changed: &mut BTreeMap<String, String>,
) -> Result<(), PackageFault> {
    let list = relations_name(main);
    let taken: Vec<String> = relations(archive, main)?.into_iter().map(|r| r.id).collect();
    let id = (1..).map(|n| format!("rIdComments{n}")).find(|id| !taken.contains(id)).unwrap_or_default();
    let target = name.strip_prefix(folder).unwrap_or(name);
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
    let relation = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    let old = archive.text(&list)?.filter(|x| x.contains("</")).unwrap_or_else(|| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{namespace}\"></Relationships>")
    });
    let relation = prefixed(&old, &relation, "Relationship");
    changed.insert(list.clone(), append(&old, &relation, &list)?);
    Ok(())
}

/// Says in the list of types what the comments are, unless it does.
fn declare(archive: &mut Archive<'_>, name: &str, changed: &mut BTreeMap<String, String>) -> Result<(), PackageFault> {
    let list = "[Content_Types].xml";
    let old = archive.text(list)?.ok_or_else(|| PackageFault::Missing(list.to_owned()))?;
    let part = format!("/{name}");
    let known = parse(&old, list)?.root_element().children().any(|n| n.attribute("PartName") == Some(part.as_str()));
    if !known {
        let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
        let entry = format!("<Override PartName=\"{part}\" ContentType=\"{kind}\"/>");
        let entry = prefixed(&old, &entry, "Override");
        changed.insert(list.to_owned(), append(&old, &entry, list)?);
    }
    Ok(())
}

/// An element with the prefix that the end tag of the root has.
fn prefixed(xml: &str, element: &str, name: &str) -> String {
    let root = xml.rfind("</").map_or("", |at| xml[at + 2..].split('>').next().unwrap_or_default());
    match root.split_once(':') {
        Some((prefix, _)) => element.replacen(&format!("<{name}"), &format!("<{prefix}:{name}"), 1),
        None => element.to_owned(),
    }
}

/// All entries in their order, those that did not change as they lie in the archive; new ones last.
fn write(archive: &mut Archive<'_>, mut changed: BTreeMap<String, String>) -> Result<Vec<u8>, PackageFault> {
    let failed = |e: zip::result::ZipError| PackageFault::Damaged(e.to_string());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let zip = archive.zip();
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(failed)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        match changed.remove(&name) {
            None => out.raw_copy_file(entry).map_err(failed)?,
            Some(text) => {
                let time = entry.last_modified().unwrap_or_default();
                drop(entry);
                put(&mut out, &name, &text, time)?;
            }
        }
    }
    for (name, text) in changed {
        put(&mut out, &name, &text, zip::DateTime::default())?;
    }
    Ok(out.finish().map_err(failed)?.into_inner())
}

fn put(out: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str, time: zip::DateTime) -> Result<(), PackageFault> {
    let failed = |e: &dyn std::fmt::Display| PackageFault::Damaged(format!("{name}: {e}"));
    let options = SimpleFileOptions::default().last_modified_time(time);
    out.start_file(name, options).map_err(|e| failed(&e))?;
    out.write_all(text.as_bytes()).map_err(|e| failed(&e))
}

/// Finds in a part where comments can be anchored.
struct Anchors<'x> {
    xml: &'x str,
    tree: &'x Tree<'x>,
}

impl Anchors<'_> {
    /// Puts the marks of one comment around a range; false where there is no place for them.
    fn anchor(&self, range: Range<usize>, start: &str, end: &str, splices: &mut Splices) -> bool {
        let first = self.innermost(range.start, true);
        let last = if range.is_empty() { None } else { self.innermost(range.end, false) };
        match (first, last) {
            (Some(first), Some(last)) => {
                let from = self.cut(first, range.start, true, splices);
                let to = self.cut(last, range.end, false, splices);
                splices.start(from, start);
                splices.end(to, end);
                true
            }
            // What stands nowhere in the text, a number or a blank cell, is anchored on its paragraph.
            (_, last) => {
                let Some(paragraph) = self.paragraph(range.start) else { return false };
                let properties = paragraph.children().find(|n| is(*n, "pPr"));
                let content = |n: &Node<'_, '_>| n.is_element() && !is(*n, "pPr");
                let (Some(begin), Some(finish)) = (
                    paragraph.children().find(content).map(|n| n.range().start),
                    paragraph.children().rfind(content).map(|n| n.range().end),
                ) else {
                    return self.in_blank(paragraph, properties, &format!("{start}{end}"), splices);
                };
                let to = last.map_or(finish, |run| self.cut(run, range.end, false, splices));
                splices.start(begin, start);
                splices.end(to, end);
                true
            }
        }
    }

    /// A comment on a paragraph without text.
    fn in_blank(
        &self,
        paragraph: Node<'_, '_>,
        properties: Option<Node<'_, '_>>,
        marks: &str,
        splices: &mut Splices,
    ) -> bool {
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
        } else {
            let Some(close) = raw.rfind("</") else { return false };
            splices.end(range.start + close, marks);
        }
        true
    }

    fn paragraph(&self, at: usize) -> Option<Node<'_, '_>> {
        let within = |n: &Node<'_, '_>| n.range().start <= at && at < n.range().end;
        let inner = self.tree.descendants().rfind(|n| is(*n, "p") && within(n))?;
        let boxed = inner.ancestors().filter(|n| is(*n, "txbxContent")).last();
        match boxed {
            Some(outer) => outer.ancestors().find(|n| is(*n, "p")),
            None => Some(inner),
        }
    }

    /// The run, not in a text box, whose text holds an offset: as where something begins, or where it ends.
    fn innermost(&self, at: usize, begins: bool) -> Option<Node<'_, '_>> {
        let holds = |n: &Node<'_, '_>| {
            let range = n.range();
            if begins { range.start <= at && at < range.end } else { range.start < at && at <= range.end }
        };
        let mut node = self.tree.root_element();
        let mut run = None;
        // Down to the innermost element: only one child can hold the offset.
        while let Some(child) = node.children().find(|n| n.is_element() && holds(n)) {
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
        let holds = |n: &Node<'_, '_>| {
            let range = n.range();
            if begins { range.start <= at && at < range.end } else { range.start < at && at <= range.end }
        };
        let first = pieces.clone().next();
        let Some(piece) = pieces.clone().find(holds) else { return whole };
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
        splices.split(at, format!("{end}{close}"), format!("{open}{properties}{again}"));
        at
    }

    /// The start tag of a run as it is written, and its end tag.
    fn tags(&self, run: Node<'_, '_>) -> (String, String) {
        let range = run.range();
        let inner = run.first_child().map_or(range.end, |n| n.range().start);
        let open = self.xml[range.start..inner].trim_end();
        // White space and comments may stand before the first child.
        let open = open.split_inclusive('>').next().unwrap_or(open);
        let name = open[1..].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        (open.to_owned(), format!("</{name}>"))
    }
}

const PRESERVE: &str = " xml:space=\"preserve\"";

/// What stands between the tags of an element.
fn inner(node: Node<'_, '_>, xml: &str) -> Option<Range<usize>> {
    let range = node.range();
    let start = node.first_child()?.range().start;
    let end = range.start + xml[range.clone()].rfind("</")?;
    (start <= end).then_some(start..end)
}
