//! A file that is no text but pages with characters at places: its bytes, and, once it was read, the place of each
//! stretch of the text built from it. Knows nothing of how pages are written.

use std::borrow::Cow;

use super::Format;
use super::decode::{DecodeError, Looks, MAX_BYTES, Origin};

/// The file, and where its text came from.
#[derive(Debug, Default)]
pub struct Paged {
    /// The file as it lies on disk, until it was read.
    pub bytes: Vec<u8>,
    /// By offset in the text.
    pub marks: Vec<Mark>,
}

/// From an offset in the text on, up to the next mark: a line of a page, and the box around it in points from the top
/// left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub at: u32,
    /// From 1.
    pub page: u32,
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Paged {
    /// The place of what stands at an offset of the text.
    pub fn mark(&self, offset: usize) -> Option<&Mark> {
        let after = self.marks.partition_point(|m| m.at as usize <= offset);
        self.marks.get(after.saturating_sub(1))
    }
}

/// How far into a file the mark of a PDF may stand.
const HEAD: usize = 1024;

/// Takes the bytes of a file of pages.
pub(super) fn packed(bytes: Cow<'_, [u8]>, format: Format) -> Result<(String, Origin), DecodeError> {
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLarge { size: bytes.len(), limit: MAX_BYTES });
    }
    let looks = Looks::of(&bytes);
    let is_own = match format {
        // What cannot be told from other archives may have its parts in any order.
        Format::Ofd => matches!(looks, Some(Looks::Ofd | Looks::Zip)) && bytes.starts_with(b"PK"),
        _ => memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], b"%PDF-").is_some(),
    };
    if !is_own {
        return Err(DecodeError::Binary(looks.unwrap_or(Looks::Unknown)));
    }
    let paged = Paged { bytes: bytes.into_owned(), marks: Vec::new() };
    Ok((String::new(), Origin::Paged(Box::new(paged))))
}
