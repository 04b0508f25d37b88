//! PDF: from the instructions of a file to the sheets that `paged` makes paragraphs and tables of.
//! Never guesses a character.

mod bytes;
mod font;
mod page;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::paged::{self, Budget, MAX_PAGES, Sheet, legible};
use crate::document::{Document, Unfit};
use crate::source::Source;

pub(super) fn read(mut source: Source) -> Document {
    let bytes = paged::bytes(&mut source);
    paged::document(source, || sheets(bytes))
}

/// What stands on the pages.
fn sheets(bytes: Vec<u8>) -> Result<Vec<Sheet>, Unfit> {
    if bytes::is_bomb(&bytes) {
        return Err(Unfit::TooLong);
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unfit::Locked,
        _ => Unfit::Damaged,
    })?;
    if pdf.pages().len() > MAX_PAGES {
        return Err(Unfit::TooLong);
    }
    let mut fonts = font::Fonts::default();
    let mut budget = Budget::default();
    let mut sheets = Vec::with_capacity(pdf.pages().len());
    for page in pdf.pages().iter() {
        sheets.push(page::sheet(page, &mut fonts, &mut budget));
        if budget.spent() {
            return Err(Unfit::TooLong);
        }
    }
    legible(sheets)
}
