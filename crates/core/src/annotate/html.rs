//! Marks in a page: `<mark class="gouji …" title="…">` around the text of each finding, cut at tags. Everything else
//! stays as it lies in the file, in the file's own encoding. Marks of an earlier run are taken out before the page is
//! read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::lines;
use crate::markup::escape;
use crate::report::{Document, Finding};
use crate::source::Source;
use crate::terms::{Language, Severity};

/// How a mark of ours begins and ends.
const OPEN: &str = "<mark class=\"gouji ";
const CLOSE: &str = "</mark>";

/// The page without the marks of an earlier run.
pub fn strip(bytes: &[u8]) -> Cow<'_, [u8]> {
    // All encodings of pages write ASCII as it is, save UTF-16, which is told by its first bytes.
    let encoding = Encoding::for_bom(bytes).map_or(UTF_8, |b| b.0);
    let [open, inside, close] = [OPEN, ">", CLOSE].map(|text| written(text, encoding));
    let unit = if encoding == UTF_8 { 1 } else { 2 };
    let find = |wanted: &[u8], from: usize| {
        let mut found = memchr::memmem::find_iter(bytes.get(from..)?, wanted);
        found.find(|i| (from + i).is_multiple_of(unit)).map(|i| from + i)
    };
    let mut out: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(start) = find(&open, at) {
        let Some(text) = find(&inside, start).map(|i| i + inside.len()) else { break };
        // A mark of ours holds text alone.
        let Some(end) = find(&close, text) else { break };
        out.extend_from_slice(&bytes[at..start]);
        out.extend_from_slice(&bytes[text..end]);
        at = end + close.len();
    }
    if at == 0 {
        return Cow::Borrowed(bytes);
    }
    out.extend_from_slice(&bytes[at..]);
    Cow::Owned(out)
}

/// The page with its findings marked. `bytes` are those that `source` was decoded from.
pub fn annotate(bytes: &[u8], source: &Source, report: &Document, language: Language) -> Vec<u8> {
    let findings: Vec<&Finding> = report.findings.iter().filter(|f| f.suppressed.is_none()).collect();
    let mut begins: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut points: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        let Some(anchor) = &finding.primary.anchor else { continue };
        let range = anchor.document.source_range(anchor.span);
        if let Some(tag) = tag_around(&source.text, range.start) {
            // The value of a field, in which no mark can stand.
            points.entry(tag).or_default().push(number);
            continue;
        }
        if range.is_empty() {
            points.entry(range.start).or_default().push(number);
        }
        for piece in texts(&source.text, range) {
            begins.entry(piece.start).or_default().push(number);
            ends.entry(piece.end).or_default().push(number);
        }
    }
    let places: Vec<usize> = begins.keys().chain(ends.keys()).chain(points.keys()).copied().collect();
    let mut places = places;
    places.sort_unstable();
    places.dedup();

    let encoding = Encoding::for_label(source.origin.encoding().as_bytes()).unwrap_or(UTF_8);
    let mut out = Vec::with_capacity(bytes.len() + findings.len() * 400);
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    for place in places {
        let Some(byte) = source.origin.byte(&source.text, place).filter(|b| (at..=bytes.len()).contains(b)) else {
            continue;
        };
        out.extend_from_slice(&bytes[at..byte]);
        at = byte;
        if !open.is_empty() {
            out.extend_from_slice(&written(CLOSE, encoding));
        }
        for number in ends.get(&place).into_iter().flatten() {
            if let Some(i) = open.iter().position(|n| n == number) {
                open.remove(i);
            }
        }
        if let Some(numbers) = points.get(&place) {
            out.extend_from_slice(&written(&mark(&findings, numbers, language), encoding));
            out.extend_from_slice(&written(CLOSE, encoding));
        }
        open.extend(begins.get(&place).into_iter().flatten());
        if !open.is_empty() {
            out.extend_from_slice(&written(&mark(&findings, &open, language), encoding));
        }
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

/// The start tag of a mark for some findings.
fn mark(findings: &[&Finding], numbers: &[usize], language: Language) -> String {
    let all: Vec<&Finding> = numbers.iter().map(|&n| findings[n]).collect();
    let class = match all.iter().map(|f| f.severity).max() {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        _ => "info",
    };
    let rules: Vec<&str> = all.iter().map(|f| f.rule.as_str()).collect();
    let title: Vec<String> = all.iter().map(|f| lines(f, language).join("\n")).collect();
    let (rules, title) = (escape(&rules.join(" ")), escape(&title.join("\n\n")));
    format!("<mark class=\"gouji gouji-{class}\" data-rule=\"{rules}\" title=\"{title}\">")
}

/// In the encoding of the page; what it cannot hold as character references.
pub(crate) fn written(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    encoding.encode(text).0.into_owned()
}

/// Where the tag begins in which a place is.
pub(crate) fn tag_around(page: &str, at: usize) -> Option<usize> {
    let before = memchr::memchr2_iter(b'<', b'>', &page.as_bytes()[..at]).next_back()?;
    (page.as_bytes()[before] == b'<' && is_markup(&page[before..])).then_some(before)
}

/// The stretches of text in a range of a page: what stands between tags and comments and is not only white space.
fn texts(page: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let slice = &page[range.clone()];
    let mut at = 0;
    while at < slice.len() {
        let rest = &slice[at..];
        let tag = memchr::memchr_iter(b'<', rest.as_bytes()).find(|&i| is_markup(&rest[i..]));
        let stop = tag.unwrap_or(rest.len());
        let text = &rest[..stop];
        let inner = text.trim();
        if !inner.is_empty() {
            let start = range.start + at + (text.len() - text.trim_start().len());
            found.push(start..start + inner.len());
        }
        let Some(tag) = tag else { break };
        at += tag + markup(&rest[tag..]);
    }
    found
}

fn is_markup(text: &str) -> bool {
    matches!(text.as_bytes().get(1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?'))
}

/// The length of a tag, a comment, or an element whose content is no text.
fn markup(text: &str) -> usize {
    let to = |end: Option<usize>, len: usize| end.map_or(text.len(), |i| i + len);
    if text.starts_with("<!--") {
        return to(text.find("-->"), 3);
    }
    for name in ["script", "style"] {
        if text.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            let close = memchr::memmem::find_iter(text.as_bytes(), b"</")
                .find(|&i| text.get(i + 2..i + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)));
            let Some(close) = close else { return text.len() };
            return close + text[close..].find('>').map_or(text.len() - close, |i| i + 1);
        }
    }
    let mut quote = None;
    for (i, b) in text.bytes().enumerate() {
        match (quote, b) {
            (Some(q), b) if q == b => quote = None,
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'>') => return i + 1,
            _ => {}
        }
    }
    to(text.find('>'), 1)
}
