//! Whether the text is all of the report, or a piece of one: what is absent is judged only where it is all there.

use super::{Completeness, Facts, Lexicon};
use crate::document::{BlockKind, Document};
use crate::source::Span;

pub(super) fn read(document: &Document, lexicon: &Lexicon, facts: &Facts) -> Completeness {
    let outline = &facts.outline;
    let tops: Vec<_> = outline.sections.iter().filter(|s| s.level == 1).collect();
    if let Some(first) = tops.first()
        && outline.title.is_none()
        && outline.preface.is_none()
        && first.number.is_some_and(|n| n > 1)
    {
        return Completeness::Part(Span::at(outline.report.start as usize));
    }
    if outline.signature.is_some() {
        return Completeness::Whole;
    }
    let Some(block) = (0..document.blocks.len()).rev().find(|i| outline.furniture.binary_search(i).is_err()) else {
        return Completeness::Whole;
    };
    let block = document.blocks[block];
    let text = document.slice(block.span).trim_end();
    let end = Span::at(outline.report.end as usize);
    let seen = |topic: &str| tops.iter().any(|s| s.is_about(topic));
    let format = &lexicon.headings.format;
    let in_format = facts.profile.report_year.is_some_and(|y| y.value >= lexicon.headings.format_from);
    let sections_seen = format.iter().filter(|t| seen(t)).count();
    if in_format && (1..=2).contains(&sections_seen) {
        return Completeness::Part(end);
    }
    // One or two sections and none of those that close a report: the beginning of a page.
    let closing_seen = format.iter().rev().take(3).any(|t| seen(t));
    if (1..=2).contains(&tops.len())
        && !closing_seen
        && tops[0].topic.as_deref().is_some_and(|t| format.first().is_some_and(|f| f == t))
    {
        return Completeness::Part(end);
    }
    let ending = format.last().is_some_and(|t| seen(t));
    if matches!(block.kind, BlockKind::Table(_)) || text.ends_with('|') {
        // A table stands last in a report only as an annex: after the sections that close it.
        let closing = format.iter().rev().take(2).any(|t| seen(t))
            || sections_seen == 0
            || tops.iter().any(|s| {
                s.topic.as_deref().is_some_and(|t| !format.iter().any(|f| f == t))
                    && s.heading.end > tops[tops.len() / 2].heading.end
            });
        return if closing { Completeness::Whole } else { Completeness::Part(end) };
    }
    let line = text.lines().next_back().unwrap_or(text);
    if let Some(last) =
        outline.sections.last().filter(|s| s.heading.end as usize >= block.span.start as usize + text.len())
    {
        let words = document.slice(last.title);
        let known = !lexicon.headings.topic(words).topics.is_empty();
        return if known && ending || line.ends_with(['。', '!', '?']) {
            Completeness::Whole
        } else {
            Completeness::Part(end)
        };
    }
    let closed = line.ends_with(['。', '!', '?', '.', '”', '"', ')', '》', '；', ';', '…', ':'])
        || line.ends_with(|c: char| c.is_ascii_digit());
    let short = line.chars().count() < 12;
    if closed && !line.ends_with([';', ','])
        || short && ending
        || !facts.outline.sections.is_empty() && ending && line.chars().count() <= 30
    {
        return Completeness::Whole;
    }
    if outline.sections.is_empty() { Completeness::Whole } else { Completeness::Part(end) }
}
