//! A file of allowed findings as something that findings have places in.

use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::document::{BlockKind, Builder, Document};
use crate::report::{Anchor, Label};
use crate::source::{Format, Source, Span};

/// A label for each of these ranges of the text.
pub(super) fn labels(path: &str, text: &str, ranges: &[Range<usize>]) -> Vec<Label> {
    let Ok(source) = Source::new(path, Format::Txt, text.as_bytes().to_vec()) else {
        return ranges.iter().map(|_| Label::of_file(path, "")).collect();
    };
    let mut builder = Builder::new(text.len());
    let mut spans = vec![Span::default(); ranges.len()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        builder.begin();
        for (offset, c) in line.trim_end().char_indices() {
            let here = at + offset;
            for (span, range) in spans.iter_mut().zip(ranges).filter(|(_, range)| range.start == here) {
                span.start = builder.offset() as u32;
                span.end = span.start + range.len() as u32;
            }
            builder.push_char(c, here, c.len_utf8());
            for (span, _) in spans.iter_mut().zip(ranges).filter(|(_, range)| range.end == here + c.len_utf8()) {
                span.end = builder.offset() as u32;
            }
        }
        builder.end(BlockKind::Paragraph, at);
        at += line.len();
    }
    let document = Arc::new(builder.finish(source));
    ranges.iter().zip(spans).map(|(range, span)| label(&document, text, range, span)).collect()
}

fn label(document: &Arc<Document>, text: &str, range: &Range<usize>, span: Span) -> Label {
    let range = range.start.min(text.len())..range.end.min(text.len());
    let (start, end) = (document.source.position(range.start), document.source.position(range.end));
    Label {
        path: document.source.name.clone(),
        text: text.get(range.clone()).unwrap_or_default().to_owned(),
        line: Some(start.line),
        column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
        byte_start: Some(range.start),
        byte_end: Some(range.end),
        anchor: Some(Anchor { document: Arc::clone(document), span }),
        ..Label::of_file(&document.source.name, "")
    }
}

/// A fingerprint.
pub(super) fn sum(rule: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(&rule).chain(parts) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize()[..10].iter().map(|byte| format!("{byte:02x}")).collect()
}
