//! A report as it lies on disk: its text, its format, and the way from the decoded text back to bytes, lines and
//! columns. Knows nothing of what the text says.

use std::borrow::Cow;
use std::ops::Range;

mod decode;
mod entity;
mod lines;
mod paged;
pub mod package;
mod span;
mod styles_part;
mod web_archive;

pub use decode::{DecodeError, Looks, MAX_BYTES, Origin, decode, is_page};
pub use entity::reference;
pub use lines::{LineIndex, Position};
pub use package::{Package, PackageFault, Part, PartKind};
pub use paged::{Mark, Paged};
pub use span::Span;
pub use web_archive::page_of_archive;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Txt,
    Md,
    Html,
    Pdf,
    /// Pages in a package (GB/T 33190).
    Ofd,
    /// A document of Word or WPS: the text is the XML of its parts.
    Docx,
}

impl Format {
    /// The name used in machine output (`txt`, `md`, `html`, `pdf`, `ofd`, `docx`).
    pub fn name(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Md => "md",
            Format::Html => "html",
            Format::Pdf => "pdf",
            Format::Ofd => "ofd",
            Format::Docx => "docx",
        }
    }

    /// Whether a file of it is text with lines, columns and bytes to point at.
    pub fn has_lines(self) -> bool {
        matches!(self, Format::Txt | Format::Md | Format::Html)
    }

    /// Whether a file of it is pages, whose text the reader builds.
    pub fn is_paged(self) -> bool {
        matches!(self, Format::Pdf | Format::Ofd)
    }

    /// The format that a file name's ending stands for, if it is one that can be read.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Txt),
            "md" | "markdown" => Some(Format::Md),
            "html" | "htm" | "shtml" | "xhtml" | "mht" | "mhtml" => Some(Format::Html),
            "pdf" => Some(Format::Pdf),
            "ofd" => Some(Format::Ofd),
            "docx" => Some(Format::Docx),
            _ => None,
        }
    }
}

/// One report, decoded. `text` is kept as it was: what is folded for matching is a view of it (`document`). Of a format
/// without text of its own (PDF, OFD) it is empty until the reader has built it.
#[derive(Debug)]
pub struct Source {
    /// As the user named it, with `/` between folders.
    pub name: String,
    pub format: Format,
    pub text: String,
    pub origin: Origin,
    pub lines: LineIndex,
}

impl Source {
    /// Decodes the bytes of a file; bytes that are given away are not copied where they are UTF-8.
    ///
    /// # Errors
    /// The bytes are no text, or too many.
    pub fn new<'a>(
        name: impl Into<String>,
        format: Format,
        bytes: impl Into<Cow<'a, [u8]>>,
    ) -> Result<Self, DecodeError> {
        let (text, origin) = match format {
            Format::Pdf | Format::Ofd => paged::packed(bytes.into(), format)?,
            _ => decode(bytes, format)?,
        };
        Ok(Self { name: name.into(), format, text, origin, lines: LineIndex::default() })
    }

    /// The same report with one range of its text replaced, as if it had been written so; none where the text is not
    /// the file's own (PDF, OFD).
    pub fn altered(&self, range: Range<usize>, with: &str) -> Option<Self> {
        let origin = match &self.origin {
            Origin::Package(package) => Origin::Package(Box::new(package.altered(&range, with.len()))),
            Origin::Paged(_) => return None,
            Origin::Utf8 { .. } | Origin::Recoded(_) => Origin::Utf8 { bom: 0 },
        };
        let (before, after) = (self.text.get(..range.start)?, self.text.get(range.end..)?);
        let text = [before, with, after].concat();
        Some(Self { name: self.name.clone(), format: self.format, text, origin, lines: LineIndex::default() })
    }

    /// Line and column, both from 1, of a byte offset in `text`; the column counts characters.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }
}
