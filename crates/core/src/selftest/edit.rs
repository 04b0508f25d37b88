//! Edits of a report's source: words taken out or written anew, markup around them left as it is.

use std::ops::Range;

use crate::document::Document;
use crate::source::{Format, Source, Span};

/// A range of the source's text and what is to stand in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub range: Range<usize>,
    pub with: String,
}

impl Edit {
    /// Writes `with` in the place of a span's words; none where the span has no text in the source that could be replaced.
    pub fn of(document: &Document, span: Span, with: &str) -> Option<Self> {
        if matches!(document.source.format, Format::Pdf) || span.is_empty() {
            return None;
        }
        let range = document.source_range(span);
        let old = document.source.text.get(range.clone()).filter(|t| !t.is_empty())?;
        let marked_up = matches!(document.source.format, Format::Html | Format::Docx) && old.contains('<');
        let with = if marked_up { rewritten(old, with)? } else { with.to_owned() };
        Some(Self { range, with })
    }

    /// Takes a block's words out, of Markdown with the marks of a heading before them.
    pub fn removal(document: &Document, span: Span) -> Option<Self> {
        let mut edit = Self::of(document, span, "")?;
        if document.source.format == Format::Md {
            let before = &document.source.text[..edit.range.start];
            edit.range.start = before.trim_end_matches([' ', '#']).len();
        }
        Some(edit)
    }
}

/// Marked-up text with other words: the new ones in the place of the first, tags kept. None where there are no words.
fn rewritten(old: &str, with: &str) -> Option<String> {
    let mut out = String::with_capacity(old.len());
    let mut pending = Some(with);
    let mut rest = old;
    while !rest.is_empty() {
        let (text, tail) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !text.trim().is_empty() {
            out.push_str(pending.take().unwrap_or_default());
        }
        let end = tail.find('>').map_or(tail.len(), |at| at + 1);
        out.push_str(&tail[..end]);
        rest = &tail[end..];
    }
    pending.is_none().then_some(out)
}

/// The source with all edits made, and where each of them now stands; none where they overlap.
pub(crate) fn made(source: &Source, edits: &[&Edit]) -> Option<(Source, Vec<Range<usize>>)> {
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|&i| edits[i].range.start);
    if order.windows(2).any(|w| edits[w[0]].range.end > edits[w[1]].range.start) {
        return None;
    }
    let mut altered: Option<Source> = None;
    for &index in order.iter().rev() {
        let edit = edits[index];
        let from = altered.as_ref().unwrap_or(source);
        altered = Some(from.altered(edit.range.clone(), &edit.with)?);
    }
    let mut places = vec![0..0; edits.len()];
    let mut grown = 0isize;
    for &index in &order {
        let edit = edits[index];
        let start = edit.range.start.saturating_add_signed(grown);
        places[index] = start..start + edit.with.len();
        grown += edit.with.len() as isize - edit.range.len() as isize;
    }
    Some((altered?, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stay_when_words_change() {
        assert_eq!(rewritten("31<b>1</b>9", "3191").as_deref(), Some("3191<b></b>"));
        assert_eq!(rewritten("<b></b>", "3"), None);
    }

    #[test]
    fn several_edits_are_made_and_found_again() {
        let source = Source::new("a.txt", Format::Txt, "甲12乙3丙".as_bytes()).expect("text");
        let (first, second) = (Edit { range: 3..5, with: "120".into() }, Edit { range: 8..9, with: String::new() });
        let (altered, places) = made(&source, &[&second, &first]).expect("apart");
        assert_eq!(altered.text, "甲120乙丙");
        assert_eq!(&altered.text[places[1].clone()], "120");
        assert_eq!(places[0], 9..9);
        assert!(made(&source, &[&first, &first]).is_none());
    }
}
