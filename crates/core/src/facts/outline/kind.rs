//! What kind of document this is. Sure of itself before it says that something is no report.

use crate::document::{BlockKind, Document};
use crate::facts::model::{CellState, Facts, Kind};
use crate::lexicon::Lexicon;
use crate::source::Span;

pub(crate) fn read(document: &Document, lexicon: &Lexicon, facts: &Facts) -> Kind {
    let titles = &lexicon.titles;
    let outline = &facts.outline;
    let text = document.text.folded.as_str();
    let title = outline.title.map_or("", |t| document.slice(t));
    let mut topics: Vec<&str> =
        outline.sections.iter().filter(|s| s.level == 1).filter_map(|s| s.topic.as_deref()).collect();
    topics.sort_unstable();
    topics.dedup();
    let format = topics.iter().filter(|t| lexicon.headings.format.iter().any(|f| f == *t)).count();
    let canonical = outline.sections.iter().filter(|s| s.canonical).count();

    // Of a page that quotes reports or links to them, what is its own decides.
    let has_asides = !document.signs.quoted.is_empty() || !document.signs.links.is_empty();
    if has_asides && !is_report_itself(document, lexicon, facts) {
        return Kind::NotAReport;
    }
    // Other documents have blanks to fill in as well.
    let of_reports = || !title.is_empty() || format > 0 || titles.subject(text).is_some();
    if !title.is_empty() && titles.blank.iter().any(|w| title.contains(w.as_str()))
        || !is_filled(facts) && blank_slots(lexicon, text) && of_reports()
    {
        return Kind::BlankForm;
    }
    if is_unfilled(document, facts) {
        return Kind::BlankForm;
    }
    if canonical < 4 {
        let head = Span {
            start: outline.report.start,
            end: outline
                .sections
                .first()
                .map_or(outline.report.end, |s| s.heading.start)
                .min(outline.report.start + 1500),
        };
        let head = &text[head.start as usize..text.floor_char_boundary(head.end as usize)];
        let by_school_year = |s: &str| titles.school_year.iter().any(|w| s.contains(w.as_str()));
        if by_school_year(title) || (title.is_empty() && by_school_year(head)) {
            return Kind::SchoolYear;
        }
    }
    if !title.is_empty() || format >= 2 || canonical >= 1 || !facts.tables.is_empty() {
        return Kind::Report;
    }
    let has_subject = titles.subject(text).is_some();
    let speaks_of_itself = outline.preface.is_some_and(|p| {
        let preface = document.slice(p);
        titles.subject(preface).is_some() && titles.names_kind(preface) && !outline.sections.is_empty()
    });
    if has_subject && (speaks_of_itself || format == 1 || facts.period.is_some()) {
        Kind::Report
    } else {
        Kind::NotAReport
    }
}

/// Bytes that a page of links may have beside its title and the links.
const PAGE_OF_LINKS: usize = 60;

/// Whether what is neither quoted nor a link makes it a report: by the marks by which any document is one.
fn is_report_itself(document: &Document, lexicon: &Lexicon, facts: &Facts) -> bool {
    let (signs, outline, titles) = (&document.signs, &facts.outline, &lexicon.titles);
    let own = |span: Span| signs.is_own(span);
    let sections = || outline.sections.iter().filter(|s| s.level == 1 && own(s.heading));
    let mut topics: Vec<&str> = sections().filter_map(|s| s.topic.as_deref()).collect();
    topics.sort_unstable();
    topics.dedup();
    let format = topics.iter().filter(|t| lexicon.headings.format.iter().any(|f| f == *t)).count();
    // A table may be put together of rows in several examples.
    let has_table = || facts.tables.iter().flat_map(|t| &t.cells).any(|cell| own(cell.span));
    if format >= 2 || sections().any(|s| s.canonical) || has_table() {
        return true;
    }
    let is_link = |span: Span| signs.links.iter().any(|link| link.contains(span));
    if let Some(title) = outline.title.filter(|t| own(*t)) {
        let others = document.blocks.iter().filter(|b| !b.span.overlaps(title) && !is_link(b.span));
        return signs.links.is_empty() || others.map(|b| b.span.len()).sum::<usize>() > PAGE_OF_LINKS;
    }
    let has_subject = document.blocks.iter().any(|b| own(b.span) && titles.subject(document.slice(b.span)).is_some());
    let has_period = facts.period.as_ref().is_some_and(|p| own(p.span));
    // To speak of reports, as a preface does, is not enough: a page that shows some speaks of them, too.
    has_subject && (format == 1 || has_period)
}

/// Bytes of prose that a form may hold: notes on how to fill it in.
const FORM_PROSE: usize = 300;
/// Cells that a form has at least, lest a scrap of a table be taken for one.
const FORM_CELLS: usize = 20;

/// A form with its headings and its tables, all blank, and next to no prose between them.
fn is_unfilled(document: &Document, facts: &Facts) -> bool {
    let mut cells = facts.tables.iter().flat_map(|t| &t.cells);
    if cells.clone().count() < FORM_CELLS || cells.any(|c| c.state != CellState::Blank) {
        return false;
    }
    let heading = |span: Span| {
        facts.outline.title.is_some_and(|t| t.overlaps(span))
            || facts.outline.sections.iter().any(|s| s.heading.overlaps(span))
    };
    let prose = document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Table(_)) && !heading(b.span));
    prose.map(|b| b.span.len()).sum::<usize>() < FORM_PROSE
}

/// Figures stand in its tables: whatever slots are left, it is somebody's draft.
fn is_filled(facts: &Facts) -> bool {
    facts.tables.iter().flat_map(|t| &t.cells).filter(|c| c.value.is_some_and(|v| !v.is_zero())).nth(2).is_some()
}

fn blank_slots(lexicon: &Lexicon, text: &str) -> bool {
    let titles = &lexicon.titles;
    titles.blank_slots > 0
        && titles.slots.iter().map(|s| memchr::memmem::find_iter(text.as_bytes(), s.as_bytes()).count()).sum::<usize>()
            >= titles.blank_slots
}
