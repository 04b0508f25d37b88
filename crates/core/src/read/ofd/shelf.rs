//! What pages refer to by number: drawing parameters, pictures, and drawings made once and used in several places.

use std::collections::HashMap;

use roxmltree::Node;

use super::ink::{Ink, ink};
use super::parts::{attribute, children, text};

/// Colours of drawing parameters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paint {
    pub fill: Option<Ink>,
    pub stroke: Option<Ink>,
}

impl Paint {
    /// These, and `base` where they name none.
    pub fn over(self, base: Self) -> Self {
        Self { fill: self.fill.or(base.fill), stroke: self.stroke.or(base.stroke) }
    }
}

/// The resources of a document, or of a page.
#[derive(Default)]
pub(super) struct Shelf<'x> {
    paints: HashMap<&'x str, Paint>,
    /// Pictures that hide what is below them.
    opaque: HashMap<&'x str, bool>,
    composites: HashMap<&'x str, Node<'x, 'x>>,
}

impl<'x> Shelf<'x> {
    /// Takes in a file of resources.
    pub fn take(&mut self, root: Node<'x, 'x>) {
        for group in root.children() {
            for item in group.children() {
                let Some(id) = attribute(item, "ID") else { continue };
                match item.tag_name().name() {
                    "DrawParam" => {
                        let base = attribute(item, "Relative").and_then(|r| self.paints.get(r)).copied();
                        let own = Paint { fill: ink(item, "FillColor"), stroke: ink(item, "StrokeColor") };
                        self.paints.insert(id, own.over(base.unwrap_or_default()));
                    }
                    "MultiMedia" => {
                        let file = text(item, "MediaFile").unwrap_or_default().to_ascii_lowercase();
                        let format = attribute(item, "Format").unwrap_or_default().to_ascii_lowercase();
                        let photo = ["jpg", "jpeg", "jb2"].iter().any(|e| file.ends_with(e) || format == *e);
                        self.opaque.insert(id, photo);
                    }
                    "CompositeGraphicUnit" => {
                        self.composites.insert(id, item);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The resources of a page, and below them those of its document.
#[derive(Clone, Copy)]
pub(super) struct Shelves<'a, 'x>(pub &'a [&'a Shelf<'x>]);

impl<'x> Shelves<'_, 'x> {
    pub fn paint(&self, id: &str) -> Paint {
        self.0.iter().find_map(|s| s.paints.get(id)).copied().unwrap_or_default()
    }

    pub fn is_opaque(&self, id: &str) -> bool {
        self.0.iter().find_map(|s| s.opaque.get(id)).copied().unwrap_or_default()
    }

    /// What a drawing is made of.
    pub fn composite(&self, id: &str) -> Option<Node<'x, 'x>> {
        let unit = self.0.iter().find_map(|s| s.composites.get(id)).copied()?;
        children(unit, "Content").next()
    }
}
