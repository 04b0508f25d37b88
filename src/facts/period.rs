//! The statistics period as stated.

use super::{Lexicon, Outline, Period};
use crate::document::Document;

pub(super) fn read(_document: &Document, _lexicon: &Lexicon, _outline: &Outline) -> Option<Period> {
    None
}
