//! stub
use super::{Lexicon, Outline, Table};
use crate::document::Document;

pub(super) fn read(_document: &Document, _lexicon: &Lexicon, _outline: &Outline, _year: Option<i16>) -> Vec<Table> {
    Vec::new()
}
