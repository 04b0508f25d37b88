//! What of a report's text its copy lost, or shows as a picture: figures may have stood there that nobody can compare.

use super::Subject;
use crate::checks::outcome::Why;

/// What stands for a character that was lost.
const LOST: &str = "\u{fffd}";
/// A section with a picture and fewer characters than this says nothing by itself.
const WORDS: usize = 12;

/// Why the text of the report is not all there.
pub(super) fn of(subject: &Subject<'_>) -> Option<Why> {
    let report = subject.facts.outline.report;
    if memchr::memmem::find(subject.document.slice(report).as_bytes(), LOST.as_bytes()).is_some() {
        return Some(Why::GlyphsLost);
    }
    subject.document.signs.images.iter().any(|&at| is_in_sentence(at as usize, subject)).then_some(Why::Picture)
}

/// Words, or figures, stand right before and behind it.
fn is_in_sentence(at: usize, subject: &Subject<'_>) -> bool {
    let report = subject.facts.outline.report.range();
    let text = subject.document.text.folded.as_str();
    if !report.contains(&at) || !text.is_char_boundary(at) {
        return false;
    }
    let of_words = |c: char| c.is_alphabetic() || matches!(c, ',' | ';' | '、');
    let before = text[..at].chars().next_back().is_some_and(of_words);
    let behind = text[at..].chars().next().is_some_and(|c| of_words(c) || c == '。');
    before && behind && !subject.facts.tables.iter().any(|t| t.span.range().contains(&at))
}

/// A section whose words are few beside a picture.
pub(super) fn is_drawn(topic: &str, subject: &Subject<'_>) -> bool {
    let images = &subject.document.signs.images;
    let sections = subject.facts.outline.sections.iter().filter(|s| s.is_about(topic));
    let mut bodies = sections.map(|s| s.body).peekable();
    bodies.peek().is_some()
        && bodies.all(|body| {
            let range = body.range();
            subject.document.slice(body).trim().chars().count() < WORDS
                && images.iter().any(|&at| (range.start..=range.end).contains(&(at as usize)))
        })
}
