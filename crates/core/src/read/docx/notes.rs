//! Footnotes and endnotes by their identities.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::note_id;
use super::xml::{Name, name};
use crate::source::PartKind;

/// Notes of a document, each with where its part begins in the text.
#[derive(Debug, Default)]
pub(super) struct Notes<'a, 'x> {
    by_id: HashMap<(bool, &'a str), (usize, Node<'a, 'x>)>,
}

impl<'a, 'x> Notes<'a, 'x> {
    pub(super) fn read(parts: &'a [(PartKind, usize, Document<'x>)]) -> Self {
        let mut notes = Self::default();
        for (kind, base, tree) in parts {
            for node in tree.root_element().children() {
                if let (Name::Word("footnote" | "endnote"), Some(id)) = (name(node), note_id(node)) {
                    notes.by_id.insert((*kind == PartKind::Endnotes, id), (*base, node));
                }
            }
        }
        notes
    }

    /// A note, once: a second reference to it gives nothing.
    pub(super) fn take(&mut self, endnote: bool, id: &'a str) -> Option<(usize, Node<'a, 'x>)> {
        self.by_id.remove(&(endnote, id))
    }
}
