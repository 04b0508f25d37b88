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
    /// Writes `with` in the place of a span's words, which may stand in several places; none where the span has no text
    /// in the source that could be replaced.
    pub fn of(document: &Document, span: Span, with: &str) -> Vec<Self> {
        if document.source.format.is_paged() || span.is_empty() {
            return Vec::new();
        }
        let marked_up = matches!(document.source.format, Format::Html | Format::Docx);
        let mut pending = Some(with);
        let written = |range: Range<usize>| {
            let old = document.source.text.get(range.clone()).filter(|t| !t.is_empty())?;
            let with = pending.unwrap_or_default();
            let with = if marked_up && old.contains('<') { rewritten(old, with)? } else { with.to_owned() };
            pending = None;
            Some(Self { range, with })
        };
        apart(document.source_ranges(span)).into_iter().filter_map(written).collect()
    }

    /// Takes a block's words out, of Markdown with the marks of a heading before them.
    pub fn removal(document: &Document, span: Span) -> Vec<Self> {
        let mut edits = Self::of(document, span, "");
        if document.source.format == Format::Md
            && let Some(first) = edits.first_mut()
        {
            let before = &document.source.text[..first.range.start];
            first.range.start = before.trim_end_matches([' ', '#']).len();
        }
        edits
    }
}

/// Ranges that have nothing in common, in the order in which each begins: a text box lies inside what it hangs on.
fn apart(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for mut range in ranges {
        let meets = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        let Some(first) = apart.iter().position(meets) else {
            apart.push(range);
            continue;
        };
        // What joins two of them is one with both.
        let mut at = first;
        while let Some(other) = apart.get(at) {
            if other.start < range.end && range.start < other.end {
                range = range.start.min(other.start)..range.end.max(other.end);
                apart.remove(at);
            } else {
                at += 1;
            }
        }
        apart.insert(first, range);
    }
    apart
}

/// Marked-up text with other words: the new ones in the place of the first, tags kept. Where words are only taken out,
/// their references to notes go too, as in a word processor. None where there are no words.
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
        if !(with.is_empty() && refers_to_note(&tail[..end])) {
            out.push_str(&tail[..end]);
        }
        rest = &tail[end..];
    }
    pending.is_none().then_some(out)
}

/// Whether a tag opens or closes a reference to a footnote or endnote of a Word document, which holds no words.
fn refers_to_note(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).split([' ', '/', '>']).next().unwrap_or_default();
    matches!(name.rsplit(':').next(), Some("footnoteReference" | "endnoteReference"))
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
        let noted = "31<w:r><w:footnoteReference w:id=\"2\"/></w:r>9";
        assert_eq!(rewritten(noted, "").as_deref(), Some("<w:r></w:r>"));
        assert_eq!(rewritten(noted, "4").as_deref(), Some("4<w:r><w:footnoteReference w:id=\"2\"/></w:r>"));
    }

    #[test]
    fn what_lies_inside_another_is_one_with_it() {
        assert_eq!(apart(vec![10..20, 12..14, 30..40]), [10..20, 30..40]);
        assert!(matches!(apart(vec![10..20, 30..40, 15..35]).as_slice(), [joined] if *joined == (10..40)));
        assert_eq!(apart(vec![30..40, 10..20, 20..30]), [30..40, 10..20, 20..30]);
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
