//! What a file is, told by its name and its bytes, and its text: the same for everybody who hands in bytes.

use crate::report::{self, Problem, ProblemKind};
use crate::source::{DecodeError, Format, Looks, MAX_BYTES, Source, is_page, page_of_archive};
use crate::terms::Language;

/// Bytes with the format that they are read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intake {
    Ready(Format, Vec<u8>),
    /// A document of old Word or WPS, which only other programs turn into one that can be read.
    OldWord(Vec<u8>),
}

/// Whether a name is that of an old document of Word or WPS, or of what is often called so.
pub fn is_old_word(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|n| n.1.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("doc" | "wps"))
}

/// What a file is. Without a name (`-`) only its bytes tell.
///
/// # Errors
/// What is the matter with it, in words for the user.
pub fn intake(name: &str, bytes: Vec<u8>, language: Language) -> Result<Intake, Problem> {
    let named = Format::of_name(name).or_else(|| (name == "-").then(|| guess(&bytes)));
    if named.is_none() && !is_old_word(name) {
        return Err(Problem::new(ProblemKind::UnsupportedFormat, language));
    }
    if bytes.len() > MAX_BYTES {
        return Err(Problem::new(ProblemKind::TooLarge, language));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::new(ProblemKind::Empty, language));
    }
    // A page is one under any name, and so is one that Word or a browser saved with its pictures.
    if let Some(page) = page_of_archive(&bytes) {
        return Ok(Intake::Ready(Format::Html, page));
    }
    Ok(match named {
        Some(format) if format != Format::Html && is_page(&bytes) => Intake::Ready(Format::Html, bytes),
        Some(format) => Intake::Ready(format, bytes),
        // What is called so is often the new format, or a page that Word opens.
        None => match guess(&bytes) {
            Format::Txt | Format::Md => Intake::OldWord(bytes),
            guessed => Intake::Ready(guessed, bytes),
        },
    })
}

/// Decodes the bytes of a file.
///
/// # Errors
/// As [`intake`].
pub fn decode(name: &str, format: Format, bytes: &[u8], language: Language) -> Result<Source, Problem> {
    Source::new(name.to_owned(), format, bytes).map_err(|e| match e {
        DecodeError::Binary(looks) => report::binary(looks, language),
        DecodeError::TooLarge { .. } => Problem::new(ProblemKind::TooLarge, language),
        DecodeError::Package(fault) => report::fault(&fault, language),
    })
}

/// The format of bytes that have no name.
fn guess(bytes: &[u8]) -> Format {
    if bytes.starts_with(b"PK\x03\x04") {
        return if Looks::of(bytes) == Some(Looks::Ofd) { Format::Ofd } else { Format::Docx };
    }
    if bytes.starts_with(b"%PDF-") {
        return Format::Pdf;
    }
    match bytes.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf)) {
        Some(b'<') => Format::Html,
        Some(b'#' | b'|') => Format::Md,
        _ => Format::Txt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bytes_tell_together() {
        let page = b"<html><body>x</body></html>";
        for (name, bytes, expected) in [
            ("a.md", &b"# x"[..], Some(Format::Md)),
            ("a.txt", page, Some(Format::Html)),
            ("a.doc", page, Some(Format::Html)),
            ("a.doc", b"PK\x03\x04", Some(Format::Docx)),
            ("a.wps", b"\xd0\xcf\x11\xe0", None),
            ("-", b"%PDF-1.7", Some(Format::Pdf)),
            ("-", b"| a |", Some(Format::Md)),
        ] {
            let expected = expected
                .map_or_else(|| Intake::OldWord(bytes.to_vec()), |format| Intake::Ready(format, bytes.to_vec()));
            assert_eq!(intake(name, bytes.to_vec(), Language::Zh), Ok(expected), "{name}");
        }
        for (name, bytes, kind) in
            [("a.exe", &b"MZ"[..], ProblemKind::UnsupportedFormat), ("a.txt", b" \n", ProblemKind::Empty)]
        {
            assert_eq!(intake(name, bytes.to_vec(), Language::En).map_err(|p| p.kind), Err(kind), "{name}");
        }
    }
}
