//! The part of a Word document that declares its styles, read piece by piece: templates declare hundreds of styles for
//! tables and characters, which say nothing of paragraphs and lists and are left out before they take memory.

use std::io::{self, Read};

use memchr::memmem;

/// What is unpacked at a time.
const PIECE: usize = 16 << 10;

/// Reads the XML of a part and leaves out the styles of tables and of characters.
///
/// # Errors
/// Those of the reader.
pub(super) fn read(mut part: impl Read, packed: usize) -> io::Result<Vec<u8>> {
    let mut sieve = Sieve { kept: Vec::with_capacity(packed), room: vec![0; PIECE], held: 0 };
    loop {
        if sieve.held == sieve.room.len() {
            // One style that is longer than all the room.
            sieve.room.resize(2 * sieve.room.len(), 0);
        }
        let read = match part.read(&mut sieve.room[sieve.held..]) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sieve.take(read);
    }
    sieve.kept.extend_from_slice(&sieve.room[..sieve.held]);
    Ok(sieve.kept)
}

struct Sieve {
    kept: Vec<u8>,
    room: Vec<u8>,
    /// Bytes at the head of `room` that are not dealt with: no style has ended in them.
    held: usize,
}

impl Sieve {
    /// Deals with the styles that end in what was just read.
    fn take(&mut self, read: usize) {
        // An end tag may have come in two pieces.
        let fresh = self.held.saturating_sub(TAG);
        let (end, mut done) = (self.held + read, 0);
        for at in memmem::find_iter(&self.room[fresh..end], b"style>") {
            let stop = fresh + at + b"style>".len();
            let Some(part) = self.room.get(done..stop) else { continue };
            if !is_end_tag(part) {
                continue;
            }
            let style = start_of(part).unwrap_or(0);
            // Text that a style of characters hides is not to be read.
            let left_out =
                is_of_table_or_characters(&part[style..]) && memmem::find(&part[style..], b"vanish").is_none();
            self.kept.extend_from_slice(if left_out { &part[..style] } else { part });
            done = stop;
        }
        self.room.copy_within(done..end, 0);
        self.held = end - done;
    }
}

/// A tag's name with its prefix is no longer.
const TAG: usize = 64;

/// True where a text ends with `</w:style>`, whatever the prefix.
fn is_end_tag(text: &[u8]) -> bool {
    let tail = &text[text.len().saturating_sub(TAG)..];
    let name = memchr::memrchr(b'<', tail).map(|at| &tail[at + 1..]);
    name.and_then(|n| n.strip_prefix(b"/")).and_then(|n| n.strip_suffix(b"style>")).is_some_and(is_prefix)
}

/// Where the last `<w:style ` begins.
fn start_of(text: &[u8]) -> Option<usize> {
    // Searching forwards is the quicker, though the last is asked for.
    let starts = memmem::find_iter(text, b"style ").filter_map(|at| {
        let near = at.saturating_sub(TAG);
        let start = near + memchr::memrchr(b'<', &text[near..at])?;
        is_prefix(&text[start + 1..at]).then_some(start)
    });
    starts.last()
}

/// True for the prefix of a name with its colon, and for none.
fn is_prefix(text: &[u8]) -> bool {
    text.is_empty()
        || text.ends_with(b":") && !text.iter().any(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\''))
}

fn is_of_table_or_characters(style: &[u8]) -> bool {
    let tag = &style[..memchr::memchr(b'>', style).unwrap_or(style.len())];
    let kind = memmem::find(tag, b"type=").map(|at| &tag[at + b"type=".len()..]);
    kind.and_then(|k| k.strip_prefix(b"\"").or_else(|| k.strip_prefix(b"'")))
        .is_some_and(|k| [&b"table"[..], b"character"].iter().any(|left_out| k.starts_with(left_out)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sift(xml: &str) -> String {
        String::from_utf8(read(xml.as_bytes(), 0).expect("no errors")).expect("UTF-8")
    }

    fn style(kind: &str, id: usize, size: usize) -> String {
        format!(r#"<w:style w:type="{kind}" w:styleId="s{id}"><w:name w:val="{}"/></w:style>"#, "名".repeat(size))
    }

    #[test]
    fn styles_of_tables_and_characters_are_left_out() {
        let kept = [style("paragraph", 1, 9), style("numbering", 2, 9)].concat();
        let xml = |inner: &str| format!("<w:styles xmlns:w=\"w\"><w:docDefaults/>{inner}</w:styles>");
        let all = [style("table", 3, 9), style("paragraph", 1, 9), style("character", 4, 9), style("numbering", 2, 9)];
        assert_eq!(sift(&xml(&all.concat())), xml(&kept));
        assert_eq!(sift("<styles><style type='table'></style><style/></styles>"), "<styles><style/></styles>");
        let empty = format!("<w:style w:type=\"table\"/>{}", style("paragraph", 1, 9));
        assert_eq!(sift(&empty), empty, "one without an end tag");
    }

    #[test]
    fn pieces_may_end_anywhere() {
        // Lengths that put the seam of two pieces at every place of a style, and styles longer than a piece.
        for size in (0..80).chain([PIECE, 3 * PIECE]) {
            let kept = style("paragraph", 1, size);
            let all = (0..300).map(|i| style("table", i, size % 100)).collect::<Vec<_>>().join(&kept);
            assert_eq!(sift(&all), kept.repeat(299), "{size}");
        }
    }

    #[test]
    fn what_is_no_styles_part_stays_as_it_is() {
        for xml in ["", "<a>style></a>", "style>", "<w:style w:type=\"table\">", "<a b=\"x:style c\"></w:style>"] {
            assert_eq!(sift(xml), xml);
        }
    }
}
