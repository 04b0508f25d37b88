//! Who reports on which year.

use super::{Lexicon, Outline, Overrides, Profile, Stated};
use crate::document::Document;

pub(super) fn read(_document: &Document, _lexicon: &Lexicon, _outline: &Outline, overrides: &Overrides) -> Profile {
    Profile { report_year: overrides.year.map(|value| Stated { value, span: None }), ..Profile::default() }
}
