//! A report as it lies on disk: its text, its format, and the way from the decoded text back to bytes, lines and columns.
//! Knows nothing of what the text says.

use std::borrow::Cow;

mod decode;
mod entity;
mod lines;
mod span;

pub use decode::{DecodeError, Looks, MAX_BYTES, Origin, decode};
pub use entity::reference;
pub use lines::{LineIndex, Position};
pub use span::Span;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Txt,
    Md,
    Html,
}

impl Format {
    /// The name used in machine output (`txt`, `md`, `html`).
    pub fn name(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Md => "md",
            Format::Html => "html",
        }
    }

    /// The format that a file name's ending stands for, if it is one that can be read.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Txt),
            "md" | "markdown" => Some(Format::Md),
            "html" | "htm" | "shtml" | "xhtml" => Some(Format::Html),
            _ => None,
        }
    }
}

/// One report, decoded. `text` is kept as it was: what is folded for matching is a view of it (`document`).
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
        let (text, origin) = decode(bytes, format)?;
        Ok(Self { name: name.into(), format, text, origin, lines: LineIndex::default() })
    }

    /// Line and column, both from 1, of a byte offset in `text`; the column counts characters.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }
}
