//! The parts of an OFD package: found by locations whose case need not agree and which may begin at the root or at the
//! part that names them, unpacked within what may be spent on a file. Knows nothing of pages.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use crate::read::paged::Budget;
use crate::source::PackageFault;
use crate::source::package::{self, Archive};

/// The part that a package begins with.
const ENTRANCE: &str = "OFD.xml";
/// The part that a package has once others of it are encrypted (GM/T 0099).
const ENCRYPTIONS: &str = "encryptions.xml";

/// A package, opened.
pub(super) struct Parts<'a> {
    archive: Archive<'a>,
    /// Names of entries by what they are in lower case.
    names: HashMap<String, String>,
}

/// A part: its name in the package, and its XML.
pub(super) struct Part {
    pub name: String,
    pub xml: String,
}

impl Part {
    /// Its XML, taken apart.
    pub fn tree(&self) -> Result<Document<'_>, PackageFault> {
        package::parse(self.xml.trim_start(), &self.name)
    }
}

impl<'a> Parts<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageFault> {
        let mut archive = Archive::open(bytes)?;
        // The first of names that differ in case alone.
        let mut names = HashMap::new();
        for name in archive.zip().file_names().flatten() {
            names.entry(lowered(&name)).or_insert_with(|| name.to_string());
        }
        if names.keys().any(|n| n.rsplit('/').next() == Some(ENCRYPTIONS)) {
            return Err(PackageFault::Encrypted);
        }
        Ok(Self { archive, names })
    }

    /// `OFD.xml`.
    pub fn entrance(&mut self, budget: &mut Budget) -> Result<Part, PackageFault> {
        self.find("", ENTRANCE, budget)?.ok_or_else(|| PackageFault::Missing(ENTRANCE.to_owned()))
    }

    /// The part at a location that `from` names; it must be there.
    pub fn part(&mut self, from: &str, location: &str, budget: &mut Budget) -> Result<Part, PackageFault> {
        let missing = || PackageFault::Missing(location.trim().chars().take(80).collect());
        self.find(from, location, budget)?.ok_or_else(missing)
    }

    /// The part at a location that `from` names.
    pub fn find(&mut self, from: &str, location: &str, budget: &mut Budget) -> Result<Option<Part>, PackageFault> {
        let location = location.trim().replace('\\', "/");
        let folder = from.rsplit_once('/').map_or("", |p| p.0);
        // Some programs write from the root without saying so, some from the folder of the document.
        let document = from.split_once('/').map_or("", |p| p.0);
        let near = [folder, "", document].map(|folder| lowered(&package::resolve(folder, &location)));
        let Some(name) = near.iter().find_map(|n| self.names.get(n)).cloned() else { return Ok(None) };
        let Some(xml) = self.archive.text(&name)? else { return Ok(None) };
        if !budget.bytes(xml.len()) {
            return Err(PackageFault::Bomb(name));
        }
        Ok(Some(Part { name, xml }))
    }
}

fn lowered(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// Names are compared without their namespace: there are several, and files without any.
pub(super) fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

/// The first child of a name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|n| is(n, name))
}

/// The children of a name.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |n| is(n, name))
}

/// An attribute, whatever its namespace.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == name).map(|a| a.value())
}

/// The text of the first child of a name.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name)?.text().map(str::trim).filter(|t| !t.is_empty())
}

/// A number that can be reckoned with.
pub(super) fn number(text: &str) -> Option<f32> {
    text.trim().parse().ok().filter(|n: &f32| n.is_finite()).map(|n| n.clamp(-1e6, 1e6))
}

/// Exactly so many numbers.
pub(super) fn numbers<const N: usize>(text: &str) -> Option<[f32; N]> {
    let mut all = [0.0; N];
    let mut words = text.split_ascii_whitespace();
    for slot in &mut all {
        *slot = number(words.next()?)?;
    }
    Some(all)
}
