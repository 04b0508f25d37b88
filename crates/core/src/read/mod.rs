//! Readers: from the text of a source to a document, one file a format. Never judge, never guess figures.

mod dashed;
mod docx;
mod drawn;
mod html;
mod lines;
mod md;
mod ofd;
mod paged;
mod pdf;
mod rows;
mod txt;

use crate::document::Document;
use crate::source::{Format, Source};

/// Reads a report.
pub fn read(source: Source) -> Document {
    match source.format {
        Format::Txt => txt::read(source),
        Format::Md => md::read(source),
        Format::Html => html::read(source),
        Format::Pdf => pdf::read(source),
        Format::Ofd => ofd::read(source),
        Format::Docx => docx::read(source),
    }
}
