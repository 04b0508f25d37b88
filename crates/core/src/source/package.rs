//! Packages of parts, a Word document above all: unpacks the XML that holds text, numbering and styles, within limits,
//! and finds the parts by their relationships. Knows nothing of paragraphs; what cannot be a sound package is refused
//! with its reason.

use std::io::{self, Cursor, Read};
use std::ops::Range;

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;
use zip::result::ZipError;

use super::styles_part;

/// No part of a report unpacks to more.
const MAX_PART: u64 = 32 << 20;
/// Parts above this size may not be packed tighter than [`MAX_RATIO`] to one.
const FREE_SIZE: u64 = 8 << 20;
const MAX_RATIO: u64 = 250;
/// Entries of the archive.
const MAX_ENTRIES: usize = 20_000;
/// Tags of one part; a thousand pages have fewer.
const MAX_TAGS: usize = 2_000_000;
/// Equals signs after one tag's start, which bounds the attributes of an element.
const MAX_ATTRIBUTES: usize = 4_096;
/// Declarations of namespaces, each of which costs its ancestors' once more.
const MAX_NAMESPACES: usize = 8_000;
/// Prefixes that are declared: elements inside each other that declare ever new ones cost the cube of their number.
const MAX_PREFIXES: usize = 200;

/// Why a file is no package that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageFault {
    #[error("the file is damaged or not complete ({0})")]
    Damaged(String),
    #[error("the part {0} is missing")]
    Missing(String),
    #[error("the file is protected by a password")]
    Encrypted,
    #[error("the part {0} unpacks to more than any report holds")]
    Bomb(String),
    #[error("an entry has a name that leads out of the archive: {0}")]
    Traversal(String),
    /// Declares entities, which no Word document does.
    #[error("the part {0} declares entities")]
    Entities(String),
}

/// What a part of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The body of the document.
    Body,
    Footnotes,
    Endnotes,
}

/// A part whose XML is text of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name of the entry: `word/document.xml`.
    pub name: String,
    pub kind: PartKind,
    /// Its XML in the source's text.
    pub range: Range<usize>,
}

/// What stands in a package beside the text of the source.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub parts: Vec<Part>,
    /// Without the styles of tables and characters.
    pub styles: Option<String>,
    pub numbering: Option<String>,
}

impl Package {
    /// The part that an offset of the source's text is in.
    pub fn part_at(&self, offset: usize) -> Option<&Part> {
        self.parts.iter().find(|p| p.range.start <= offset && offset <= p.range.end)
    }

    /// The package whose text has `len` bytes in the place of `range`, which lies within one part.
    pub(super) fn altered(&self, range: &Range<usize>, len: usize) -> Self {
        let mut package = self.clone();
        let moved = |at: usize| if at >= range.end { at - range.len() + len } else { at };
        for part in &mut package.parts {
            // A part that begins where the range ends begins after it.
            let start = if part.range.start >= range.end { moved(part.range.start) } else { part.range.start };
            part.range = start..moved(part.range.end);
        }
        package
    }

    /// The part of a kind.
    pub fn part(&self, kind: PartKind) -> Option<&Part> {
        self.parts.iter().find(|p| p.kind == kind)
    }
}

/// The archive itself, each part unpacked within limits.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens an archive and checks the names of its entries.
    ///
    /// # Errors
    /// It is cut off, encrypted, or has names that lead out of it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageFault> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| PackageFault::Damaged(e.to_string()))?;
        if zip.len() > MAX_ENTRIES {
            return Err(PackageFault::Damaged(format!("{} entries", zip.len())));
        }
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|e| PackageFault::Damaged(e.to_string()))?;
            let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
            let drive = name.as_bytes().get(1) == Some(&b':');
            if name.starts_with('/') || drive || name.split('/').any(|s| s == "..") || name.contains('\0') {
                return Err(PackageFault::Traversal(name.chars().take(80).collect()));
            }
        }
        Ok(Self { zip })
    }

    /// The archive, for copying entries as they are.
    pub fn zip(&mut self) -> &mut ZipArchive<Cursor<&'a [u8]>> {
        &mut self.zip
    }

    /// The text of a part, `None` where there is no such part; a mark of byte order is left out.
    ///
    /// # Errors
    /// It cannot be unpacked, or not within limits.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, PackageFault> {
        self.unpacked(name, |entry, size, _| {
            let mut bytes = Vec::with_capacity(size);
            entry.read_to_end(&mut bytes).map(|_| bytes)
        })
    }

    /// As [`Self::text`], of a part with styles; those of tables and characters are left out.
    fn styles(&mut self, name: &str) -> Result<Option<String>, PackageFault> {
        self.unpacked(name, |entry, _, packed| styles_part::read(entry, packed))
    }

    /// The entry of a part: some packers part folders by a backslash, or write other letters large.
    fn entry(&mut self, name: &str) -> Option<usize> {
        if let Some(index) = self.zip.index_for_name(name) {
            return Some(index);
        }
        let mut others = (0..self.zip.len()).filter(|&i| {
            let raw = self.zip.by_index_raw(i).ok().map(|e| e.name_raw().to_vec()).unwrap_or_default();
            raw.len() == name.len() && String::from_utf8_lossy(&raw).replace('\\', "/").eq_ignore_ascii_case(name)
        });
        let first = others.next()?;
        others.next().is_none().then_some(first)
    }

    /// The name of a part as the archive has it.
    pub fn written(&mut self, name: &str) -> String {
        let entry = self.entry(name).and_then(|i| self.zip.by_index_raw(i).ok());
        entry.map_or_else(|| name.to_owned(), |e| String::from_utf8_lossy(e.name_raw()).into_owned())
    }

    /// Has a part read by `read`, which is told its size unpacked and packed.
    fn unpacked(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn Read, usize, usize) -> io::Result<Vec<u8>>,
    ) -> Result<Option<String>, PackageFault> {
        let Some(index) = self.entry(name) else { return Ok(None) };
        let entry = match self.zip.by_index(index) {
            Ok(entry) => entry,
            Err(ZipError::InvalidPassword) => return Err(PackageFault::Encrypted),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(PackageFault::Encrypted);
            }
            Err(error) => return Err(PackageFault::Damaged(format!("{name}: {error}"))),
        };
        let bomb = || PackageFault::Bomb(name.to_owned());
        let (packed, size) = (entry.compressed_size().max(1), entry.size());
        let limit = MAX_PART.min((packed * MAX_RATIO).max(FREE_SIZE));
        // The size told may be a lie, so that what comes out is counted as well.
        if size > limit {
            return Err(bomb());
        }
        let mut entry = entry.take(limit + 1);
        let bytes = read(&mut entry, size as usize, packed as usize);
        let bytes = bytes.map_err(|e| PackageFault::Damaged(format!("{name}: {e}")))?;
        if entry.limit() == 0 {
            return Err(bomb());
        }
        decode(bytes).map(Some).ok_or_else(|| PackageFault::Damaged(format!("{name}: encoding")))
    }
}

/// XML in UTF-8 or UTF-16, as its first bytes tell.
fn decode(bytes: Vec<u8>) -> Option<String> {
    if let Some((encoding, bom)) = encoding_rs::Encoding::for_bom(&bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[bom..]);
        return Some(in_utf8(text.into_owned()));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        // Some programs write the encoding of their system, and say so.
        Err(error) => {
            let bytes = error.into_bytes();
            let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
            let label = head.split("encoding=").nth(1)?.get(1..)?.split(['"', '\'']).next()?;
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
            Some(in_utf8(text.into_owned()))
        }
    }
}

/// XML whose declaration says that it is in UTF-8, as what is written back is.
fn in_utf8(mut xml: String) -> String {
    let declared = xml.strip_prefix("<?xml").and_then(|x| x.find("?>")).map(|end| end + "<?xml".len());
    let value = declared.and_then(|end| {
        let at = xml[..end].find("encoding")? + "encoding".len();
        let open = at + xml[at..end].find(['"', '\''])?;
        let quote = xml.as_bytes()[open] as char;
        Some(open + 1..open + 1 + xml[open + 1..end].find(quote)?)
    });
    if let Some(value) = value {
        xml.replace_range(value, "UTF-8");
    }
    xml
}

/// Parses the XML of a part; refuses what would take more than its size suggests.
///
/// # Errors
/// It is no XML, declares entities, or is beyond the limits.
pub fn parse<'x>(xml: &'x str, name: &str) -> Result<Document<'x>, PackageFault> {
    let (mut tags, mut signs) = (0, 0);
    for at in memchr::memchr2_iter(b'<', b'=', xml.as_bytes()) {
        if xml.as_bytes()[at] == b'<' {
            (tags, signs) = (tags + 1, 0);
        } else {
            signs += 1;
        }
        if tags > MAX_TAGS || signs > MAX_ATTRIBUTES {
            return Err(PackageFault::Bomb(name.to_owned()));
        }
    }
    let mut prefixes = std::collections::HashSet::new();
    for (count, at) in memchr::memmem::find_iter(xml.as_bytes(), b"xmlns").enumerate() {
        prefixes.insert(xml[at..].split('=').next().unwrap_or_default());
        if count > MAX_NAMESPACES || prefixes.len() > MAX_PREFIXES {
            return Err(PackageFault::Bomb(name.to_owned()));
        }
    }
    let options = ParsingOptions { nodes_limit: MAX_TAGS as u32 * 2, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).map_err(|e| match e {
        roxmltree::Error::DtdDetected => PackageFault::Entities(name.to_owned()),
        other => PackageFault::Damaged(format!("{name}: {other}")),
    })
}

/// Unpacks a Word document: the XML of its text, one part after another, and what else is needed to read it.
///
/// # Errors
/// It is no sound package.
pub fn unpack(bytes: &[u8]) -> Result<(String, Package), PackageFault> {
    let mut archive = Archive::open(bytes)?;
    let name = document_name(&mut archive)?;
    let mut text = archive.text(&name)?.ok_or_else(|| PackageFault::Missing(name.clone()))?;
    let mut package = Package::default();
    package.parts.push(Part { name: name.clone(), kind: PartKind::Body, range: 0..text.len() });
    for relation in relations(&mut archive, &name)? {
        match relation.kind.as_str() {
            "styles" if package.styles.is_none() => package.styles = archive.styles(&relation.target)?,
            "numbering" if package.numbering.is_none() => package.numbering = archive.text(&relation.target)?,
            "footnotes" | "endnotes" => {
                let kind = if relation.kind == "footnotes" { PartKind::Footnotes } else { PartKind::Endnotes };
                if package.part(kind).is_none()
                    && let Some(notes) = archive.text(&relation.target)?
                {
                    let start = text.len();
                    text.push_str(&notes);
                    package.parts.push(Part { name: relation.target, kind, range: start..text.len() });
                }
            }
            _ => {}
        }
    }
    Ok((text, package))
}

/// A relationship of a part to another one in the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub id: String,
    /// The last step of its type: `styles`, `comments`.
    pub kind: String,
    /// Name of the entry.
    pub target: String,
}

/// The name of the main document, by the relationships of the package.
///
/// # Errors
/// The package has no document of Word.
pub fn document_name(archive: &mut Archive<'_>) -> Result<String, PackageFault> {
    let main = relations(archive, "")?.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
    let name = main.unwrap_or_else(|| "word/document.xml".to_owned());
    match archive.entry(&name) {
        Some(_) => Ok(name),
        None => Err(PackageFault::Missing(name)),
    }
}

/// The entry that holds the relationships of a part; of the package for an empty name.
pub fn relations_name(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

/// The relationships of a part to others in the package; none where it has none.
///
/// # Errors
/// They are there and cannot be read.
pub fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, PackageFault> {
    let name = relations_name(part);
    let Some(xml) = archive.text(&name)? else { return Ok(Vec::new()) };
    let tree = parse(&xml, &name)?;
    let folder = part.rsplit_once('/').map_or("", |p| p.0);
    let inside = tree.root_element().children().filter(|n| n.attribute("TargetMode") != Some("External"));
    Ok(inside
        .filter_map(|n| {
            let kind = n.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = resolve(folder, n.attribute("Target")?);
            Some(Relation { id: n.attribute("Id").unwrap_or_default().to_owned(), kind, target })
        })
        .collect())
}

/// A target as the name of an entry: absolute, or relative to the folder of the part.
pub fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_become_names() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolve("word", "/word/comments.xml"), "word/comments.xml");
        assert_eq!(relations_name("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(relations_name(""), "_rels/.rels");
    }

    #[test]
    fn what_would_take_too_much_is_refused() {
        let entities = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
        assert_eq!(parse(entities, "x").err(), Some(PackageFault::Entities("x".to_owned())));
        let attributes: String = (0..5000).map(|i| format!(" a{i}='1'")).collect();
        assert_eq!(parse(&format!("<a{attributes}/>"), "x").err(), Some(PackageFault::Bomb("x".to_owned())));
        let prefixes: String = (0..300).map(|i| format!("<a xmlns:n{i}='{i}'>")).collect();
        assert_eq!(parse(&prefixes, "x").err(), Some(PackageFault::Bomb("x".to_owned())));
        let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
        assert!(parse(&deep, "x").is_ok(), "depth alone costs nothing");
    }

    #[test]
    fn a_declaration_says_how_the_text_is_written_back() {
        for written in ["\"UTF-16\"", "\"utf-16\"", "'UTF-16LE'", " = \"Unicode\""] {
            let equals = if written.contains('=') { "" } else { "=" };
            let xml =
                format!("<?xml version=\"1.0\" encoding{equals}{written} standalone='yes'?><a encoding=\"UTF-16\"/>");
            let bytes: Vec<u8> = [0xfeff].into_iter().chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            let text = decode(bytes).expect("XML");
            assert!(text.contains("UTF-8") && text.ends_with(" standalone='yes'?><a encoding=\"UTF-16\"/>"), "{text}");
            assert!(parse(&text, "x").is_ok(), "{text}");
        }
        assert_eq!(in_utf8("<?xml version=\"1.0\"?><a/>".to_owned()), "<?xml version=\"1.0\"?><a/>");
    }

    #[test]
    fn what_is_no_archive_is_damaged() {
        assert!(matches!(unpack(b"PK\x03\x04 and no more"), Err(PackageFault::Damaged(_))));
    }
}
