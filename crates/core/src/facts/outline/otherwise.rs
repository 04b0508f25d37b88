//! Sections of the format that are headed otherwise than the rest: numbered in another style, or in a row of a table.
//! Without them such a section would be missing; how it should be numbered is another question.

use super::candidates::{Candidate, TOP, candidate};
use super::lines::Line;
use crate::document::{BlockKind, Document};
use crate::language::numbering::Numbering;
use crate::language::numbering::mark;
use crate::lexicon::Lexicon;

/// The lowest rank of a style that top headings are numbered in.
const LOWEST: u8 = 5;
/// So many headings in the format's own wording make a row of top headings where no other is.
const SURE: usize = 3;

/// A heading that goes on where the top headings stopped, and is the section that the format has at this place, is one
/// of them, whatever the style of its number: 二、…, (三)收到和处理政府信息公开申请情况, 四、….
pub(super) fn in_other_style(document: &Document, lexicon: &Lexicon, found: &mut [Candidate]) {
    let headings = &lexicon.headings;
    let numbered_top = |c: &Candidate| c.rank <= TOP && !c.lost;
    if found.iter().filter(|c| c.rank == 0 && !c.lost).count() >= 2 {
        return;
    }
    let alone = !found.iter().any(numbered_top);
    let mut raised: Vec<(usize, usize)> = Vec::new();
    let mut sure_ones = 0;
    let (mut last, mut since) = (0, 0);
    for i in 0..found.len() {
        let c = &found[i];
        if numbered_top(c) {
            (last, since) = (c.number.unwrap_or(last), i + 1);
            continue;
        }
        let Some(place) = c.number.filter(|&n| n == last + 1 && c.rank <= LOWEST).map(|n| n as usize - 1) else {
            continue;
        };
        let Some(topic) = headings.format.get(place) else { continue };
        let known = c.topics.first().is_some_and(|t| topic == t);
        let sure = headings.place(document.slice(c.title), c.number) == Some(place);
        let goes_on = || found[i + 1..].iter().find(|c| numbered_top(c)).is_some_and(|c| c.number == Some(last + 2));
        let in_row = || {
            let style = raised.first().map(|&(first, _)| found[first].numbering);
            alone && style == Some(c.numbering)
        };
        if !(sure || known && (goes_on() || in_row()))
            || found.iter().any(|o| o.rank <= TOP && o.topics.first().is_some_and(|t| topic == t))
            // An item of a list stands right behind the one before it.
            || found[since..i].iter().rfind(|o| o.numbering == c.numbering).is_some_and(|o| o.number == Some(last))
        {
            continue;
        }
        sure_ones += usize::from(sure);
        raised.push((i, place));
        (last, since) = (last + 1, i + 1);
    }
    if alone && sure_ones < SURE {
        return;
    }
    for (i, place) in raised {
        let topic = headings.format[place].as_str();
        let matched = headings.topic(document.slice(found[i].title));
        let c = &mut found[i];
        c.rank = TOP;
        c.canonical = matched.canonical;
        c.topics.retain(|t| t != topic);
        c.topics.insert(0, topic.to_owned());
    }
}

/// Headings in the format's own wording that stand in rows of tables, where a report is one table; only those that
/// stand nowhere else.
pub(super) fn in_tables(document: &Document, lexicon: &Lexicon, lines: &[Line], top: u8, found: &mut Vec<Candidate>) {
    let stands = |found: &[Candidate], topic: &str| {
        found.iter().any(|o| o.rank == TOP && o.topics.first().is_some_and(|t| t == topic))
    };
    // Nearly all reports have all their sections elsewhere, and tables have many cells.
    if top != TOP || lexicon.headings.format.iter().all(|topic| stands(found, topic)) {
        return;
    }
    let before = found.len();
    for (i, line) in lines.iter().enumerate() {
        let BlockKind::Table(table) = line.kind else { continue };
        let Some(grid) = document.grids.get(table) else { continue };
        for cell in &grid.cells {
            let text = document.slice(cell.span);
            let Some(mark) = mark(text).filter(|m| m.numbering == Numbering::Chinese && m.number.is_some()) else {
                continue;
            };
            if lexicon.headings.place(&text[mark.len..], mark.number).is_none_or(|p| Some(p as u32 + 1) != mark.number)
            {
                continue;
            }
            let c = candidate(document, lexicon, i, mark, cell.span, cell.span.part(mark.len..text.len()));
            if c.canonical && !found.iter().any(|o| o.rank == TOP && o.topics.first() == c.topics.first()) {
                found.push(c);
            }
        }
    }
    if found.len() > before {
        found.sort_by_key(|c| c.heading.start);
    }
}
