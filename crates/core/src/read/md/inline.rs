//! What stands inside a paragraph of Markdown: emphasis, links, code, escapes, entities, tags. Marks are left out, what
//! they enclose stays. Lines are collected first, since emphasis may go over several.

use std::ops::Range;

use crate::document::{BlockKind, Builder};
use crate::language::dates::is_letter_of_dates;
use crate::language::fold::is_wide;
use crate::source::reference;

/// Marks of emphasis that are looked at in one paragraph; beyond, they stay as text.
const MAX_MARKS: usize = 512;
/// A longer line over `---` is a paragraph over a rule, not a heading.
const LONGEST_HEADING: usize = 150;

/// The paragraph being read.
#[derive(Debug)]
pub(super) struct Inline {
    pub kind: BlockKind,
    lines: Vec<Range<usize>>,
    marks: Vec<Mark>,
}

impl Default for Inline {
    fn default() -> Self {
        Self { kind: BlockKind::Paragraph, lines: Vec::new(), marks: Vec::new() }
    }
}

/// A run of `*`, `_` or `~`.
#[derive(Debug)]
struct Mark {
    at: usize,
    len: usize,
    byte: u8,
    opens: bool,
    closes: bool,
    matched: bool,
}

/// The bytes that are not simply text.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let bytes = b"*_~`[]!<\\&";
    let mut i = 0;
    while i < bytes.len() {
        special[bytes[i] as usize] = true;
        i += 1;
    }
    special
};

/// True where a line is simply text, as nearly every line is.
fn is_plain(line: &[u8]) -> bool {
    // Ideographs are told eight bytes at a time: none of theirs is a mark.
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (eights, rest) = line.as_chunks::<8>();
    let plain = |bytes: &[u8]| bytes.iter().fold(true, |plain, &b| plain & !SPECIAL[b as usize]);
    eights.iter().all(|eight| u64::from_ne_bytes(*eight) & HIGH == HIGH || plain(eight)) && plain(rest)
}

impl Inline {
    pub(super) fn line(&mut self, line: Range<usize>) {
        self.lines.push(line);
    }

    pub(super) fn can_be_heading(&self) -> bool {
        self.kind == BlockKind::Paragraph && self.lines.len() == 1 && self.lines[0].len() <= LONGEST_HEADING
    }

    /// Whether the lines collected are links and nothing else but dates and marks.
    pub(super) fn is_links(&self, text: &str) -> bool {
        let mut links = 0;
        for line in &self.lines {
            let mut rest = &text[line.clone()];
            while let Some(c) = rest.chars().next() {
                let label = if c == '[' { link(rest).and_then(|()| rest.find("](")) } else { None };
                if let Some((label, len)) = label.and_then(|label| Some((label, target(&rest[label..])?))) {
                    links += 1;
                    rest = &rest[label + len..];
                    continue;
                }
                if c.is_alphabetic() && !is_letter_of_dates(c) {
                    return false;
                }
                rest = &rest[c.len_utf8()..];
            }
        }
        links > 0
    }

    /// Writes one line that stands alone, such as a cell.
    pub(super) fn alone(&mut self, text: &str, line: Range<usize>, builder: &mut Builder) {
        if is_plain(&text.as_bytes()[line.clone()]) {
            builder.push(&text[line.clone()], line.start);
        } else {
            self.line(line);
            self.flush(text, builder);
        }
    }

    /// Writes the lines collected.
    pub(super) fn flush(&mut self, text: &str, builder: &mut Builder) {
        if let [line] = self.lines.as_slice()
            && is_plain(&text.as_bytes()[line.clone()])
        {
            builder.push(&text[line.clone()], line.start);
            self.lines.clear();
            return;
        }
        let mut lines = std::mem::take(&mut self.lines);
        self.marks.clear();
        self.find_marks(text, &lines);
        let mut marks = self.marks.iter().filter(|m| m.matched).peekable();
        let mut end = None;
        for line in &lines {
            if let Some(end) = end {
                builder.join_lines(end, line.start - end, text[line.clone()].trim_start_matches(['*', '_']));
            }
            let mut from = line.start;
            let bytes = text.as_bytes();
            let mut i = line.start;
            while let Some(plain) = bytes[i..line.end].iter().position(|&b| SPECIAL[b as usize]) {
                i += plain;
                while marks.next_if(|m| m.at < i).is_some() {}
                // Leave out `skip` bytes, or go on with text.
                let rest = &text[i..line.end];
                let skip = match bytes[i] {
                    b'*' | b'_' | b'~' => marks.next_if(|m| m.at == i).map(|m| m.len),
                    b'\\' => rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation).then_some(1),
                    b'`' => {
                        let ticks = rest.bytes().take_while(|&b| b == b'`').count();
                        Some(ticks)
                    }
                    b'!' if rest.starts_with("![") => image(rest).inspect(|_| {
                        builder.push(&text[from..i], from);
                        builder.signs.images.push(builder.offset() as u32);
                        from = i;
                    }),
                    b'[' => link(rest).map(|_| 1),
                    b']' => target(rest),
                    b'<' => tag(rest).inspect(|&len| {
                        if is_address(&rest[1..len]) {
                            builder.push(&text[from..i], from);
                            builder.push(&rest[1..len - 1], i + 1);
                            from = i;
                        }
                    }),
                    b'&' => match reference(rest) {
                        Some((c, len)) => {
                            builder.push(&text[from..i], from);
                            builder.push_char(c, i, len);
                            from = i;
                            Some(len)
                        }
                        None => None,
                    },
                    _ => None,
                };
                match skip {
                    Some(len) => {
                        builder.push(&text[from..i], from);
                        i += len;
                        from = i;
                        // What a backslash protects is text, whatever it is.
                        if bytes[i - len] == b'\\' {
                            i += 1;
                        }
                    }
                    None => i += 1,
                }
            }
            builder.push(&text[from..line.end], from);
            end = Some(line.end);
        }
        lines.clear();
        self.lines = lines;
    }

    /// Finds runs of `*`, `_` and `~~` and matches those that open with those that close.
    fn find_marks(&mut self, text: &str, lines: &[Range<usize>]) {
        let bytes = text.as_bytes();
        for line in lines {
            let mut i = line.start;
            while let Some(at) = memchr::memchr3(b'*', b'_', b'~', &bytes[i..line.end]) {
                let at = i + at;
                let byte = bytes[at];
                let len = bytes[at..line.end].iter().take_while(|&&b| b == byte).count();
                i = at + len;
                if self.marks.len() >= MAX_MARKS {
                    return self.marks.clear();
                }
                if at > line.start && bytes[at - 1] == b'\\' || byte == b'~' && len != 2 || len > 3 {
                    continue;
                }
                let before = text[line.start..at].chars().next_back().unwrap_or(' ');
                let after = text[i..line.end].chars().next().unwrap_or(' ');
                let word = |c: char| c.is_alphanumeric() && !is_wide(c);
                // Inside a word or a number (`138***21`) they are what they are.
                let inside = word(before) && word(after) && (byte == b'_' || before.is_ascii_digit());
                if inside
                    && !(byte == b'*' && emphasised(&text[at..line.end], len))
                    && !closes_one(&self.marks, at, len)
                {
                    continue;
                }
                self.marks.push(Mark {
                    at,
                    len,
                    byte,
                    opens: !after.is_whitespace(),
                    closes: !before.is_whitespace(),
                    matched: false,
                });
            }
        }
        // One open mark a kind and length: nested emphasis of one kind does not occur, and this is linear.
        let mut open = [[None; 4]; 3];
        for i in 0..self.marks.len() {
            let mark = &self.marks[i];
            let kind = match mark.byte {
                b'*' => 0,
                b'_' => 1,
                _ => 2,
            };
            let slot = &mut open[kind][mark.len];
            match *slot {
                Some(opener) if mark.closes => {
                    *slot = None;
                    let opener: usize = opener;
                    self.marks[opener].matched = true;
                    self.marks[i].matched = true;
                }
                _ if mark.opens => *slot = Some(i),
                _ => {}
            }
        }
    }
}

/// Whether stars inside a number open an emphasis of some of its digits (8**6**2): as many stars close it behind a few
/// digits. In a number that is masked (138****21, 1*2) they do not pair.
fn emphasised(rest: &str, len: usize) -> bool {
    let inner = &rest[len..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let stars = inner[digits..].bytes().take_while(|&b| b == b'*').count();
    (1..=4).contains(&digits) && len <= 2 && stars == len
}

/// Whether a mark that opened so ends right here.
fn closes_one(marks: &[Mark], at: usize, len: usize) -> bool {
    marks.last().is_some_and(|m| m.byte == b'*' && m.len == len && m.opens && (1..=4).contains(&(at - m.at - m.len)))
}

/// Links and images longer than this are not looked for, which keeps hostile text linear.
const LONGEST_LINK: usize = 600;

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_LINK)]
}

/// The length of `![alt](target)`.
fn image(rest: &str) -> Option<usize> {
    let close = head(rest).find(']')?;
    target(&rest[close..]).map(|len| close + len)
}

/// `[words](target)`: whether it is one.
fn link(rest: &str) -> Option<()> {
    let close = head(rest).find("](")?;
    (!rest[1..close].contains('[')).then_some(())?;
    target(&rest[close..]).map(|_| ())
}

/// The length of `](target)`.
fn target(rest: &str) -> Option<usize> {
    if !rest.starts_with("](") {
        return None;
    }
    let inner = &head(rest)[2..];
    let end = inner.find(')')?;
    // Words in brackets that follow a bracket are no address.
    inner[..end].bytes().all(|b| b.is_ascii()).then_some(2 + end + 1)
}

/// `<http://…>` or `<office@…>`, without the first bracket: the address stays as text.
fn is_address(inner: &str) -> bool {
    !inner.contains([' ', '=', '\"']) && inner.contains([':', '@'])
}

/// The length of a tag, comment or bracketed address.
fn tag(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    if rest.starts_with("<!--") {
        return head(rest).find("-->").map(|end| end + 3);
    }
    if !matches!(bytes.get(1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/')) {
        return None;
    }
    let end = head(rest).find('>')?;
    Some(end + 1)
}
