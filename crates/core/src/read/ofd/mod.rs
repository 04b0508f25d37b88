//! OFD (GB/T 33190): from the parts of a package to the sheets that `paged` makes paragraphs and tables of.
//! Annotations, seals and watermarks are no text of the report: they are counted. Never guesses a character.

mod code;
mod ink;
mod parts;
mod pen;
mod shelf;

use roxmltree::{Document as Tree, Node};

use super::paged::{self, Budget, MAX_PAGES, Sheet, legible};
use crate::document::{Document, LeftOut, Unfit};
use crate::source::{PackageFault, Source, Span};
use parts::{Part, Parts, attribute, child, children, is, numbers, text};
use pen::{Pen, layers};
use shelf::{Shelf, Shelves};

/// The size of a page that names none, in millimetres.
const A4: [f32; 4] = [0.0, 0.0, 210.0, 297.0];
/// Templates and files of resources that are held while the pages are read, in tags.
const MAX_HELD: usize = 400_000;
/// More pieces of lines without a place of their own are a habit of the program.
const MOST_PILED: usize = 6;
/// A title longer than this is none.
const MAX_TITLE: usize = 600;

pub(super) fn read(mut source: Source) -> Document {
    let bytes = paged::bytes(&mut source);
    let mut found = Found::default();
    let mut fault = None;
    let mut document = paged::document(source, || match found.read(&bytes) {
        Ok(()) if found.budget.spent() => Err(Unfit::TooLong),
        Ok(()) => legible(mended(std::mem::take(&mut found.sheets), found.piled)),
        Err(why) => {
            fault = Some(why);
            Err(Unfit::Damaged)
        }
    });
    document.signs.fault = fault;
    document.signs.left_out = found.left_out;
    if let Some(title) = found.title {
        // It stands behind the text of the pages, and in none of them.
        let start = document.source.text.len();
        document.source.text.push_str(&title);
        document.signs.title = Some(Span::new(start, document.source.text.len()));
    }
    document
}

/// What a package was found to hold.
#[derive(Default)]
struct Found {
    sheets: Vec<Sheet>,
    left_out: LeftOut,
    /// The title that the file names for itself.
    title: Option<String>,
    budget: Budget,
    /// Pieces of lines without a place of their own.
    piled: usize,
}

impl Found {
    fn read(&mut self, bytes: &[u8]) -> Result<(), PackageFault> {
        let mut parts = Parts::open(bytes)?;
        let entrance = parts.entrance(&mut self.budget)?;
        let tree = entrance.tree()?;
        let mut none = true;
        for body in children(tree.root_element(), "DocBody") {
            none = false;
            let info = child(body, "DocInfo");
            let title = info.and_then(|i| text(i, "Title")).filter(|t| t.len() <= MAX_TITLE);
            self.title = self.title.take().or(title.map(str::to_owned));
            if let Some(list) = text(body, "Signatures") {
                self.left_out.seals += self.count(&mut parts, &entrance.name, list, "Signature").unwrap_or(0);
            }
            let root = self.root(&mut parts, &entrance.name, body)?;
            self.document(&mut parts, &root)?;
            if self.budget.spent() {
                return Ok(());
            }
        }
        if none {
            return Err(PackageFault::Missing("DocBody".to_owned()));
        }
        Ok(())
    }

    /// The root of a document, in the version that holds now.
    fn root(&mut self, parts: &mut Parts<'_>, from: &str, body: Node<'_, '_>) -> Result<Part, PackageFault> {
        let versions = child(body, "Versions").into_iter().flat_map(|v| v.children());
        let now = versions.filter(|v| is(v, "Version")).find(|v| attribute(*v, "Current") == Some("true"));
        if let Some(location) = now.and_then(|v| attribute(v, "BaseLoc"))
            && let Some(version) = parts.find(from, location, &mut self.budget)?
        {
            let tree = version.tree()?;
            if let Some(root) = text(tree.root_element(), "DocRoot") {
                return parts.part(&version.name, root, &mut self.budget);
            }
        }
        let root = text(body, "DocRoot").ok_or_else(|| PackageFault::Missing("DocRoot".to_owned()))?;
        parts.part(from, root, &mut self.budget)
    }

    /// How often an element of a name stands in a part; none where it cannot be read.
    fn count(&mut self, parts: &mut Parts<'_>, from: &str, location: &str, name: &str) -> Option<usize> {
        let part = parts.find(from, location, &mut self.budget).ok()??;
        let tree = part.tree().ok()?;
        Some(tree.descendants().filter(|n| is(n, name)).count())
    }

    fn document(&mut self, parts: &mut Parts<'_>, root: &Part) -> Result<(), PackageFault> {
        let tree = root.tree()?;
        let node = tree.root_element();
        let common = child(node, "CommonData");
        let held = |names: &[&'static str], by: fn(Node<'_, '_>) -> Option<String>| -> Vec<(String, String)> {
            let all = common.into_iter().flat_map(|c| c.children());
            all.filter(|n| names.iter().any(|name| is(n, name)))
                .filter_map(|n| Some((attribute(n, "ID").unwrap_or_default().to_owned(), by(n)?)))
                .collect()
        };
        let resources = held(&["PublicRes", "DocumentRes"], |n| n.text().map(str::to_owned));
        let templates = held(&["TemplatePage"], |n| attribute(n, "BaseLoc").map(str::to_owned));
        let mut tags = 0;
        let mut open = |found: &mut Self, location: &str| -> Result<Option<Part>, PackageFault> {
            let part = parts.find(&root.name, location, &mut found.budget)?;
            tags += part.as_ref().map_or(0, |p| memchr::memchr_iter(b'<', p.xml.as_bytes()).count());
            if tags > MAX_HELD {
                return Err(PackageFault::Bomb(root.name.clone()));
            }
            Ok(part)
        };
        // Fonts need not be there for text to be read.
        let mut shelved = Vec::new();
        for (_, location) in &resources {
            shelved.extend(open(self, location)?);
        }
        let mut forms: Vec<(String, Part)> = Vec::new();
        for (id, location) in templates {
            let part = open(self, &location)?;
            forms.push((id, part.ok_or_else(|| PackageFault::Missing(location.chars().take(80).collect()))?));
        }
        let trees: Vec<Tree<'_>> = shelved.iter().filter_map(|p| p.tree().ok()).collect();
        let mut shelf = Shelf::default();
        trees.iter().for_each(|t| shelf.take(t.root_element()));
        let mut drawn: Vec<(&str, Tree<'_>)> = Vec::with_capacity(forms.len());
        for (id, part) in &forms {
            drawn.push((id, part.tree()?));
        }
        let own = Own { area: common.and_then(|c| child(c, "PageArea")).and_then(area), shelf, templates: drawn };
        let mut pages = child(node, "Pages").into_iter().flat_map(|p| p.children()).filter(|n| is(n, "Page"));
        while let Some(location) = pages.by_ref().find_map(|page| attribute(page, "BaseLoc")) {
            if self.sheets.len() >= MAX_PAGES {
                self.budget.exceed();
            }
            if self.budget.spent() {
                return Ok(());
            }
            let part = parts.part(&root.name, location, &mut self.budget)?;
            self.page(parts, root, &part, &own)?;
        }
        if let Some(list) = text(node, "Annotations") {
            self.annotations(parts, &root.name, list);
        }
        Ok(())
    }

    fn page(&mut self, parts: &mut Parts<'_>, root: &Part, part: &Part, own: &Own<'_>) -> Result<(), PackageFault> {
        let tree = part.tree()?;
        let page = tree.root_element();
        let mut shelved = Vec::new();
        for resource in children(page, "PageRes").filter_map(|n| n.text()) {
            let near = parts.find(&part.name, resource, &mut self.budget)?;
            shelved.extend(match near {
                Some(near) => Some(near),
                None => parts.find(&root.name, resource, &mut self.budget)?,
            });
        }
        let trees: Vec<Tree<'_>> = shelved.iter().filter_map(|p| p.tree().ok()).collect();
        let mut shelf = Shelf::default();
        trees.iter().for_each(|t| shelf.take(t.root_element()));
        let area = child(page, "Area").and_then(area).or(own.area).unwrap_or(A4);
        let mut pen = Pen::new(area, &mut self.budget);
        let template = |above: bool| {
            let wanted =
                children(page, "Template").filter(move |t| (attribute(*t, "ZOrder") == Some("Foreground")) == above);
            wanted.filter_map(|t| {
                let id = attribute(t, "TemplateID")?;
                own.templates.iter().find(|(name, _)| *name == id).map(|(_, tree)| tree.root_element())
            })
        };
        let below = &[&own.shelf];
        template(false).flat_map(layers).for_each(|layer| pen.layer(layer, Shelves(below)));
        for layer in layers(page) {
            pen.layer(layer, Shelves(&[&shelf, &own.shelf]));
        }
        template(true).flat_map(layers).for_each(|layer| pen.layer(layer, Shelves(below)));
        self.piled += pen.piled;
        let (sheet, watermarks) = pen.done();
        self.sheets.push(sheet);
        self.left_out.watermarks += watermarks;
        Ok(())
    }

    /// Counts what is laid over the pages; what cannot be read is not counted.
    fn annotations(&mut self, parts: &mut Parts<'_>, from: &str, list: &str) {
        let Ok(Some(list)) = parts.find(from, list, &mut self.budget) else { return };
        let Ok(tree) = list.tree() else { return };
        let mut stamps = 0;
        for page in children(tree.root_element(), "Page").take(MAX_PAGES) {
            let location = text(page, "FileLoc");
            let Some(location) = location else { continue };
            let Ok(Some(part)) = parts.find(&list.name, location, &mut self.budget) else { continue };
            let Ok(own) = part.tree() else { continue };
            for annotation in own.descendants().filter(|n| is(n, "Annot")) {
                match attribute(annotation, "Type") {
                    Some("Watermark") => self.left_out.watermarks += 1,
                    Some("Stamp") => stamps += 1,
                    Some("Link") => {}
                    _ => self.left_out.annotations += 1,
                }
            }
        }
        self.left_out.seals = self.left_out.seals.max(stamps);
    }
}

/// What all pages of a document share.
struct Own<'x> {
    area: Option<[f32; 4]>,
    shelf: Shelf<'x>,
    templates: Vec<(&'x str, Tree<'x>)>,
}

/// Sheets as high as what stands on them, where that is a small part of all: some programs mistake points for
/// millimetres, and the margins would be nowhere near the text. Where text has no places of its own, what was a table
/// need not look like one.
fn mended(mut sheets: Vec<Sheet>, piled: usize) -> Vec<Sheet> {
    if piled > MOST_PILED {
        sheets.iter_mut().for_each(|s| s.pictures = s.pictures.max(0.2));
    }
    let lowest = sheets.iter().flat_map(|s| &s.glyphs).map(|g| g.y).fold(0.0, f32::max);
    for sheet in sheets.iter_mut().filter(|s| lowest < 0.3 * s.height) {
        sheet.height = lowest * 1.08;
    }
    sheets
}

/// The place and size of a page.
fn area(of: Node<'_, '_>) -> Option<[f32; 4]> {
    let all: [f32; 4] = numbers(text(of, "PhysicalBox")?)?;
    all[2..].iter().all(|side| (1.0..=5_000.0).contains(side)).then_some(all)
}
