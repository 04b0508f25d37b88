//! Word documents for tests: packages made and taken apart, and the comments in them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use super::gouji;

pub const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of a package, in order.
pub fn parts(path: &Path) -> Vec<(String, Vec<u8>)> {
    let bytes = std::fs::read(path).expect("a file");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).expect("an entry");
            let mut data = Vec::new();
            entry.read_to_end(&mut data).expect("its data");
            (entry.name().expect("a name").into_owned(), data)
        })
        .collect()
}

pub fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(data).expect("its data");
    }
    zip.finish().expect("a package").into_inner()
}

/// A package again, the XML of its parts changed.
pub fn rewrite(from: &Path, to: &Path, change: impl Fn(&str, String) -> String) {
    let entries: Vec<(String, Vec<u8>)> = parts(from)
        .into_iter()
        .map(|(name, data)| match String::from_utf8(data) {
            Ok(xml) => (name.clone(), change(&name, xml).into_bytes()),
            Err(other) => (name, other.into_bytes()),
        })
        .collect();
    let list: Vec<(&str, &[u8])> = entries.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    std::fs::write(to, package(&list)).expect("written");
}

pub const RELS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
pub const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;

pub fn document(body: &str) -> Vec<u8> {
    let xml = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>");
    package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", xml.as_bytes())])
}

pub fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Author and text of each comment, with the text that it is anchored on.
pub fn comments(path: &Path) -> Vec<(String, String, String)> {
    let parts: BTreeMap<String, Vec<u8>> = parts(path).into_iter().collect();
    let xml = |name: &str| String::from_utf8(parts[name].clone()).expect("UTF-8");
    let (comments, body) = (xml("word/comments.xml"), xml("word/document.xml"));
    let (comments, body) = (roxmltree::Document::parse(&comments), roxmltree::Document::parse(&body));
    let (comments, body) = (comments.expect("sound comments"), body.expect("a sound document"));
    comments
        .root_element()
        .children()
        .filter(|n| n.has_tag_name((W, "comment")))
        .map(|comment| {
            let id = comment.attribute((W, "id")).expect("an identity");
            let line: String = comment.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect();
            let (mut inside, mut anchored, mut referred) = (false, String::new(), false);
            for node in body.descendants() {
                let mine = node.attribute((W, "id")) == Some(id);
                inside |= mine && node.has_tag_name((W, "commentRangeStart"));
                inside &= !(mine && node.has_tag_name((W, "commentRangeEnd")));
                referred |= mine && node.has_tag_name((W, "commentReference"));
                if inside && node.has_tag_name((W, "t")) {
                    anchored.push_str(node.text().unwrap_or_default());
                }
            }
            assert!(referred, "comment {id} is referred to");
            (comment.attribute((W, "author")).unwrap_or_default().to_owned(), line, anchored)
        })
        .collect()
}

pub fn annotate(from: &Path, to: &Path) {
    let (code, _, stderr) = gouji(&["annotate", &from.to_string_lossy(), "-o", &to.to_string_lossy()]);
    assert_eq!(code, 0, "{stderr}");
}
