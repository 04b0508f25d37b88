//! How to reach the body.

use super::{Contact, Lexicon, Outline};
use crate::document::Document;

pub(super) fn read(_document: &Document, _lexicon: &Lexicon, _outline: &Outline) -> Contact {
    Contact::default()
}
