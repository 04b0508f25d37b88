//! Comments in a Word document: each anchored on exactly the text of its finding. Parts that need not change are copied
//! as they lie in the archive; those that name the comments are told of them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::Range;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::anchors::{Anchors, Marks};
use super::comments::{Existing, WORD, Writing, append, attribute, is, markers};
use super::splice::Splices;
use super::{lines, threads};
use crate::report::{Document, Finding};
use crate::source::package::{Archive, document_name, parse, relations, relations_name};
use crate::source::{Origin, PackageFault, Part, PartKind};
use crate::terms::Language;

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
    let mut existing = match &old {
        Some(xml) => Existing::read(&parse(xml, &name)?),
        None => Existing::default(),
    };
    let findings: Vec<&Finding> = report.findings.iter().filter(|f| f.suppressed.is_none()).collect();
    if findings.iter().all(|f| f.primary.anchor.is_none()) && existing.ours.is_empty() {
        return Ok(bytes.to_vec());
    }

    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    let body = archive.text(&main)?.ok_or_else(|| PackageFault::Missing(main.clone()))?;
    let tree = parse(&body, &main)?;
    let mut splices = Splices::default();
    markers(&tree, &mut existing).into_iter().for_each(|r| splices.remove(r));
    let writing = Writing::of(&tree);
    let anchors = Anchors { xml: &body, tree: &tree };
    let mut list = Vec::new();
    for (finding, id) in findings.into_iter().zip(existing.next..) {
        let Some((part, range)) = place(finding) else { continue };
        let marks = Marks { start: writing.start(id), end: writing.end(id) };
        match note(finding, part, range.start) {
            Some((reference, note)) => anchors.note(reference, &note, &marks, &mut splices),
            None => anchors.text(range, &marks, &mut splices),
        }
        list.push((id, lines(finding, language)));
    }
    changed.insert(main.clone(), splices.apply(&body));
    changed.insert(name.clone(), comments(old.as_deref(), &name, &existing, &list, date)?);
    threads::forget(&mut archive, &related, &existing.paragraphs, &mut changed)?;
    if known.is_none() {
        relate(&mut archive, &main, &name, &folder, &mut changed)?;
    }
    declare(&mut archive, &name, &mut changed)?;
    write(&mut archive, changed)
}

/// The part that a finding stands in, and where in the part's XML.
fn place(finding: &Finding) -> Option<(&Part, Range<usize>)> {
    let anchor = finding.primary.anchor.as_ref()?;
    let Origin::Package(package) = &anchor.document.source.origin else { return None };
    let range = anchor.document.source_range(anchor.span);
    let part = package.part_at(range.start)?;
    Some((part, range.start - part.range.start..range.end.min(part.range.end) - part.range.start))
}

/// The note that a place of a part of notes is in: the element that refers to it, and its identity.
fn note(finding: &Finding, part: &Part, at: usize) -> Option<(&'static str, String)> {
    let (element, reference) = match part.kind {
        PartKind::Body => return None,
        PartKind::Footnotes => ("footnote", "footnoteReference"),
        PartKind::Endnotes => ("endnote", "endnoteReference"),
    };
    let source = &finding.primary.anchor.as_ref()?.document.source;
    let tree = parse(source.text.get(part.range.clone())?, &part.name).ok()?;
    let note = tree.root_element().children().find(|n| is(*n, element) && n.range().contains(&at))?;
    Some((reference, attribute(note, "id")?.to_owned()))
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
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"{namespace}\"></Relationships>"
        )
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
pub(crate) fn write(archive: &mut Archive<'_>, mut changed: BTreeMap<String, String>) -> Result<Vec<u8>, PackageFault> {
    let failed = |e: zip::result::ZipError| PackageFault::Damaged(e.to_string());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    changed = changed.into_iter().map(|(name, text)| (archive.written(&name), text)).collect();
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
    // The quickest way to pack: what is saved beyond it is a kilobyte or two.
    let options = SimpleFileOptions::default().last_modified_time(time).compression_level(Some(1));
    out.start_file(name, options).map_err(|e| failed(&e))?;
    out.write_all(text.as_bytes()).map_err(|e| failed(&e))
}
