//! What kind of document this is.

use super::{Facts, Kind, Lexicon};
use crate::document::Document;

pub(super) fn read(_document: &Document, _lexicon: &Lexicon, _facts: &Facts) -> Kind {
    Kind::Report
}
