//! Bytes to text, and offsets of the text back to bytes: BOM, else valid UTF-8, else what the page declares, else a
//! guess among the encodings of Chinese pages. Knows nothing of what the text says.

use std::borrow::Cow;
use std::sync::OnceLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::package::{Package, PackageFault, unpack};
use super::{Format, Paged};

/// Larger files are not read: no report is a hundredth of this.
pub const MAX_BYTES: usize = 64 << 20;

/// Why bytes could not be read as text.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    /// The file holds no text; what it looks like, where that shows.
    #[error("no text: the file holds binary data{}", .0.hint())]
    Binary(Looks),
    /// More than [`MAX_BYTES`].
    #[error("the file is too large: {size} bytes, and at most {limit} are read")]
    TooLarge { size: usize, limit: usize },
    /// A Word document that is not sound.
    #[error(transparent)]
    Package(#[from] PackageFault),
}

/// What a binary file looks like by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    Pdf,
    Ofd,
    /// `.docx`, or another file of Office in a zip.
    Word,
    /// `.doc`, `.wps`, `.xls` of the old kind.
    OldOffice,
    Zip,
    Picture,
    RichText,
    /// A workbook or slides of Office.
    Sheets,
    Slides,
    /// A document, workbook or slides of OpenDocument.
    OpenDocument,
    /// A document of Word as one file of XML.
    WordXml,
    Unknown,
}

impl Looks {
    /// The name used in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Looks::Pdf => "pdf",
            Looks::Ofd => "ofd",
            Looks::Word => "docx",
            Looks::OldOffice => "doc",
            Looks::Zip => "zip",
            Looks::Picture => "picture",
            Looks::RichText => "rtf",
            Looks::Sheets => "xlsx",
            Looks::Slides => "pptx",
            Looks::OpenDocument => "odt",
            Looks::WordXml => "xml",
            Looks::Unknown => "binary",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Looks::Pdf => " (a PDF under another name)",
            Looks::Ofd => " (an OFD under another name)",
            Looks::Word => " (a Word document under another name)",
            Looks::OldOffice => " (an old Word or WPS document under another name)",
            Looks::Zip => " (an archive)",
            Looks::Picture => " (a picture)",
            Looks::RichText => " (a rich text document; save it as plain text or HTML)",
            Looks::Sheets => " (a workbook)",
            Looks::Slides => " (slides)",
            Looks::OpenDocument => " (a document of OpenDocument)",
            Looks::WordXml => " (a document of Word in XML)",
            Looks::Unknown => "",
        }
    }

    /// By its first bytes; none where they are no mark of any.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let starts = |magic: &[&[u8]]| magic.iter().any(|m| bytes.starts_with(m));
        // Some tools write a line or a BOM before the mark of a PDF.
        if memchr::memmem::find(&bytes[..bytes.len().min(64)], b"%PDF-").is_some() {
            return Some(Looks::Pdf);
        }
        Some(if starts(&[b"PK\x03\x04", b"PK\x05\x06"]) {
            let head = &bytes[..bytes.len().min(1 << 20)];
            let kinds = [
                ("word/", Looks::Word),
                ("word\\", Looks::Word),
                ("xl/", Looks::Sheets),
                ("ppt/", Looks::Slides),
                ("mimetypeapplication/vnd.oasis.opendocument", Looks::OpenDocument),
                ("[Content_Types].xml", Looks::Word),
                ("OFD.xml", Looks::Ofd),
            ];
            let holds = |name: &str| memchr::memmem::find(head, name.as_bytes()).is_some();
            kinds.into_iter().find(|(name, _)| holds(name)).map_or(Looks::Zip, |(_, looks)| looks)
        } else if starts(&[b"\xd0\xcf\x11\xe0"]) {
            Looks::OldOffice
        } else if starts(&[b"{\\rtf"]) {
            Looks::RichText
        } else if is_word_xml(bytes) {
            Looks::WordXml
        } else if starts(&[b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ"]) {
            Looks::Zip
        } else if starts(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"])
            || starts(&[b"RIFF"]) && bytes.get(8..12) == Some(b"WEBP")
            || starts(&[b"BM"]) && bytes.get(6..10) == Some(&[0; 4])
        {
            Looks::Picture
        } else {
            return None;
        })
    }
}

/// A document of Word as one file of XML: flat, or of 2003.
fn is_word_xml(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2048)];
    let marks = ["progid=\"Word.Document\"", "schemas.microsoft.com/office/2006/xmlPackage", "office/word/2003/wordml"];
    let xml = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(b"<?xml");
    xml && marks.iter().any(|mark| memchr::memmem::find(head, mark.as_bytes()).is_some())
}

/// Whether the bytes are a page, whatever the file is called.
pub fn is_page(bytes: &[u8]) -> bool {
    let mut head = bytes[..bytes.len().min(4096)].trim_ascii_start();
    head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |head: &[u8], tag: &str| head.get(..tag.len()).is_some_and(|b| b.eq_ignore_ascii_case(tag.as_bytes()));
    if head.starts_with(b"<?xml") {
        head = memchr::memchr(b'>', head).map_or(head, |end| head[end + 1..].trim_ascii_start());
    }
    ["<!doctype html", "<html>", "<html ", "<html\n", "<html\r"].iter().any(|tag| begins(head, tag))
}

/// How the text was encoded on disk; enough to lead an offset of the text back to one of the file.
#[derive(Debug)]
pub enum Origin {
    /// The file's own bytes, after a BOM of so many.
    Utf8 { bom: usize },
    /// Another encoding, or bytes that had to be mended.
    Recoded(Box<Recoded>),
    /// Text that the reader builds from the pages of a file.
    Paged(Box<Paged>),
    /// XML out of a package: the file has no bytes that are the text's.
    Package(Box<Package>),
}

impl Origin {
    /// The byte offset in the file of a byte offset in the decoded text, where the file is text.
    pub fn byte(&self, text: &str, offset: usize) -> Option<usize> {
        match self {
            Origin::Utf8 { bom } => Some(offset + bom),
            Origin::Recoded(recoded) => Some(recoded.byte(text, offset)),
            Origin::Paged(_) | Origin::Package(_) => None,
        }
    }

    /// The name of the encoding, as the web knows it.
    pub fn encoding(&self) -> &'static str {
        match self {
            Origin::Utf8 { .. } => UTF_8.name(),
            Origin::Recoded(recoded) => recoded.encoding.name(),
            Origin::Paged(_) | Origin::Package(_) => UTF_8.name(),
        }
    }
}

/// The file's bytes with places where text and bytes are known to meet; these are worked out when first asked for,
/// since only findings need them.
#[derive(Debug)]
pub struct Recoded {
    bytes: Vec<u8>,
    bom: usize,
    encoding: &'static Encoding,
    meets: OnceLock<Vec<Meet>>,
}

/// A character of the text begins at `text`, its bytes at `byte`.
#[derive(Clone, Copy, Debug)]
struct Meet {
    text: u32,
    byte: u32,
}

/// A meeting place is kept for every so many bytes.
const STRIDE: usize = 128;

impl Recoded {
    fn byte(&self, text: &str, offset: usize) -> usize {
        let meets = self.meets.get_or_init(|| {
            let mut meets = vec![Meet { text: 0, byte: self.bom as u32 }];
            let mut last = 0;
            self.walk(self.bom, 0, |at, byte, _| {
                if at >= last + STRIDE {
                    last = at;
                    meets.push(Meet { text: at as u32, byte: byte as u32 });
                }
                true
            });
            meets
        });
        let meet = meets[meets.partition_point(|m| m.text as usize <= offset).saturating_sub(1)];
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let mut found = None;
        self.walk(meet.byte as usize, meet.text as usize, |at, byte, _| {
            if at >= offset {
                found = Some(byte);
            }
            found.is_none()
        });
        found.unwrap_or(self.bytes.len())
    }

    /// Calls `visit` with the offset in the text, the offset in the file and the character, for each character from a
    /// meeting place on, until it says false.
    fn walk(&self, byte: usize, text: usize, mut visit: impl FnMut(usize, usize, char) -> bool) {
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut buffer = [0u8; 64];
        let (mut at, mut start, mut i) = (text, byte, byte);
        loop {
            let last = i >= self.bytes.len();
            let input = if last { &[][..] } else { &self.bytes[i..=i] };
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(input, &mut buffer, last);
            let Ok(out) = std::str::from_utf8(&buffer[..written]) else { return };
            let count = out.chars().count();
            let mut told = |c: char, start: usize| {
                if c != '\0' {
                    if !visit(at, start, c) {
                        return false;
                    }
                    at += c.len_utf8();
                }
                true
            };
            for (n, c) in out.chars().enumerate() {
                if !told(c, start) {
                    return;
                }
                // What comes with others was held back, a byte each.
                start = if n + 1 == count { i + read } else { start + 1 };
            }
            match result {
                DecoderResult::Malformed(length, after) => {
                    // Bytes behind the broken ones begin characters of their own.
                    let end = i + read - usize::from(after);
                    if !told(char::REPLACEMENT_CHARACTER, end.saturating_sub(usize::from(length))) {
                        return;
                    }
                    start = end;
                }
                DecoderResult::InputEmpty if last => return,
                _ => {}
            }
            i += read;
        }
    }
}

/// Decodes a file.
///
/// # Errors
/// [`DecodeError::Binary`] where the bytes are no text in any encoding tried, [`DecodeError::TooLarge`] beyond
/// [`MAX_BYTES`].
pub fn decode<'a>(bytes: impl Into<Cow<'a, [u8]>>, format: Format) -> Result<(String, Origin), DecodeError> {
    let bytes = bytes.into();
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLarge { size: bytes.len(), limit: MAX_BYTES });
    }
    let looks = Looks::of(&bytes);
    if format == Format::Docx {
        return document(&bytes, looks);
    }
    if let Some(looks) = looks {
        return Err(DecodeError::Binary(looks));
    }
    let (encoding, bom) = match Encoding::for_bom(&bytes) {
        Some((encoding, bom)) => (Some(encoding), bom),
        None => (None, 0),
    };
    let mut encoding = encoding;
    if encoding.is_none() && is_binary(&bytes) {
        encoding = wide_without_mark(&bytes);
    }
    let wide = encoding.is_some_and(|e| e == UTF_16LE || e == UTF_16BE);
    if !wide && is_binary(&bytes) {
        return Err(DecodeError::Binary(Looks::Unknown));
    }
    let bytes = if wide {
        bytes
    } else {
        match utf8(bytes, bom) {
            Ok(text) => return Ok((broken_alike(text, format), Origin::Utf8 { bom })),
            Err(bytes) => bytes,
        }
    };
    let encoding = encoding.unwrap_or_else(|| choose(&bytes, format));
    let (mut text, _) = encoding.decode_without_bom_handling(&bytes[bom..]);
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.to_mut().retain(|c| c != '\0');
    }
    // No text has so many characters that no encoding knows.
    let broken = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    if broken * 8 > text.chars().count() {
        return Err(DecodeError::Binary(Looks::Unknown));
    }
    let text = broken_alike(text.into_owned(), format);
    let recoded = Recoded { bytes: bytes.into_owned(), bom, encoding, meets: OnceLock::new() };
    Ok((text, Origin::Recoded(Box::new(recoded))))
}

/// Text whose lines all end alike: a carriage return alone ends one too. Each stays a byte.
fn broken_alike(text: String, format: Format) -> String {
    let lone = |bytes: &[u8], i: usize| bytes.get(i + 1) != Some(&b'\n');
    let by_lines = matches!(format, Format::Txt | Format::Md);
    if !by_lines || !memchr::memchr_iter(b'\r', text.as_bytes()).any(|i| lone(text.as_bytes(), i)) {
        return text;
    }
    let mut rest = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        out.push(if c == '\r' && rest.peek() != Some(&'\n') { '\n' } else { c });
    }
    out
}

/// UTF-16 that no mark of byte order begins, told by what it holds: next to nothing but what Chinese texts hold.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 14) & !1];
    let known = |c: &char| {
        matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
            || matches!(c, ' '..='~' | '\r' | '\n' | '\t')
    };
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let (all, good) = (text.chars().count(), text.chars().filter(known).count());
        bytes.len().is_multiple_of(2) && all > 20 && good * 50 >= all * 49
    })
}

/// The text of a Word document.
fn document(bytes: &[u8], looks: Option<Looks>) -> Result<(String, Origin), DecodeError> {
    match looks {
        Some(Looks::Word | Looks::Zip) => {
            let (text, package) = unpack(bytes)?;
            Ok((text, Origin::Package(Box::new(package))))
        }
        // Office packs a protected document into the old container, under a name in UTF-16.
        Some(Looks::OldOffice) if memchr::memmem::find(bytes, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0").is_some() => {
            Err(PackageFault::Encrypted.into())
        }
        Some(looks) => Err(DecodeError::Binary(looks)),
        None => Err(DecodeError::Binary(Looks::Unknown)),
    }
}

/// The text, if it is valid UTF-8 without NUL; without a copy where the bytes are ours and have no BOM.
fn utf8(bytes: Cow<'_, [u8]>, bom: usize) -> Result<String, Cow<'_, [u8]>> {
    if memchr::memchr(0, &bytes).is_some() {
        return Err(bytes);
    }
    match bytes {
        Cow::Borrowed(slice) => match simdutf8::basic::from_utf8(&slice[bom..]) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(bytes),
        },
        Cow::Owned(owned) => match simdutf8::basic::from_utf8(&owned[bom..]) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(Cow::Owned(owned)),
        },
    }
}

/// True where control characters, NUL among them, are more than a slip.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    // Text has next to none, so that the common case is this one search.
    if memchr::memchr3(0, 1, 2, sample).is_none() {
        return false;
    }
    let control = sample.iter().filter(|&&b| b < 0x20 && !b.is_ascii_whitespace() && b != 0x0b && b != 0x1b).count();
    control * 50 > sample.len()
}

/// The encoding of bytes that are not valid UTF-8.
fn choose(bytes: &[u8], format: Format) -> &'static Encoding {
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let declared = (format == Format::Html).then(|| declared(bytes)).flatten();
    // A page that says it is in a Latin alphabet says so by default: everything would fit that.
    let eastern = |e: &&'static Encoding| *e == BIG5 || *e == GB18030 || !e.is_single_byte();
    if let Some(declared) = declared.filter(eastern)
        && fits(declared, bytes)
    {
        return declared;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 16)], bytes.len() <= 1 << 16);
    // Of all that can be guessed only two occur.
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == BIG5 && fits(BIG5, bytes) { BIG5 } else { GB18030 }
}

/// UTF-8 with a few bad bytes, such as a file cut off in the middle of a character: far more good characters than bad.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 20 * bad
}

/// True where next to nothing of the bytes is foreign to the encoding.
fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let broken = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    broken * 100 <= text.chars().filter(|c| !c.is_ascii()).count()
}

/// What a `<meta>` near the head of the page says of its encoding, if that is one that could be.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    memchr::memchr2_iter(b'c', b'C', head).find_map(|at| {
        let rest = &head[at..];
        if !rest.get(..7)?.eq_ignore_ascii_case(b"charset") {
            return None;
        }
        let value = rest[7..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':'))?;
        let encoding = Encoding::for_label(&value[..end])?;
        (encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
    })
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
