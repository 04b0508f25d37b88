//! Title, headings and the parts of a report: what stands where. Numbering is grammar, headings are known by shape and
//! by the vocabulary.

mod candidates;
pub(super) mod completeness;
mod contents;
mod enumerations;
pub(super) mod kind;
mod lines;
mod otherwise;
mod page;
mod title;

use candidates::{Candidate, drop_contents_list, inside_lines, numbered, top_rank, unnumbered};
use otherwise::{in_other_style, in_tables};
use page::{furniture_blocks, page_after, page_before, report_span, signature};
use title::title;

use super::model::{Outline, Section};
use crate::document::Document;
use crate::language::dates::is_date_line;
use crate::lexicon::Lexicon;
use crate::source::Span;
use lines::lines;

pub(super) fn read(document: &Document, lexicon: &Lexicon) -> Outline {
    let lines = lines(document);
    let contents = contents::list(document, &lines);
    let mut found = numbered(document, lexicon, &lines, &contents);
    in_other_style(document, lexicon, &mut found);
    let top = top_rank(&found);
    in_tables(document, lexicon, &lines, top, &mut found);
    if found.iter().filter(|c| c.rank == top).count() < 2 {
        inside_lines(document, lexicon, &lines, &mut found);
    }
    let first = found.iter().filter(|c| c.rank <= top).map(|c| c.line).min().unwrap_or(lines.len());
    let title = title(document, lexicon, &lines, first);
    let after_title = title.as_ref().map_or(0, |t| t.last + 1);
    unnumbered(document, lexicon, &lines, after_title, top, &mut found);
    found.retain(|c| !contents.contains(&c.line));
    found.retain(|c| c.line >= after_title || title.as_ref().is_some_and(|t| c.heading.start >= t.span.end));
    drop_contents_list(&mut found, top);
    let first = found.iter().filter(|c| c.rank <= top).map(|c| c.line).min().unwrap_or(lines.len());

    let mut is_page = vec![false; lines.len()];
    page_before(document, lexicon, &lines, title.as_ref(), first, &mut is_page);
    is_page[contents.clone()].fill(true);
    let last = found.iter().filter(|c| c.rank <= top).map(|c| c.line).max().unwrap_or(0);
    let signature = signature(document, lexicon, &lines, last, first, &is_page);
    page_after(document, lexicon, &lines, last, signature.map(|s| s.1), &mut is_page);
    found.retain(|c| !is_page[c.line]);

    let report = report_span(document, &lines, title.as_ref(), &is_page);
    let end = signature.map_or(report.end, |(span, _)| span.start.min(report.end));
    let sections = sections(document, lexicon, found, top, end);
    let title_end = title.as_ref().map_or(report.start, |t| t.span.end);
    let preface = lines
        .iter()
        .enumerate()
        .take(first)
        .filter(|&(i, l)| !is_page[i] && !l.is_table() && l.span.start >= title_end)
        .filter(|(_, l)| {
            !is_date_line(document.slice(l.span))
                && !lexicon.bodies.is_name(document.slice(l.span))
                && lexicon.titles.shape(document.slice(l.span)).is_none()
        })
        .map(|(_, l)| l.span)
        .reduce(Span::join)
        // A title and its preface may share a line.
        .or_else(|| {
            let end = sections.first()?.heading.start;
            let text = document.text.folded.get(title_end as usize..end as usize)?;
            (text.len() > 60 && !text.contains('\n')).then_some(Span { start: title_end, end })
        });
    let mut outline = Outline {
        title: title.map(|t| t.span),
        furniture: furniture_blocks(document, &lines, &is_page),
        report,
        preface,
        signature: signature.map(|s| s.0),
        sections,
        enumerations: Vec::new(),
    };
    outline.enumerations = enumerations::read(document, &lines, &is_page, &outline);
    outline
}

/// Sections with their levels, parents and bodies.
fn sections(document: &Document, lexicon: &Lexicon, found: Vec<Candidate>, top: u8, end: u32) -> Vec<Section> {
    let inner = nested(&found, top);
    let mut sections: Vec<Section> = Vec::with_capacity(found.len());
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (i, c) in found.into_iter().enumerate() {
        // A list that restarts at 一 below a heading stands a half step below it.
        let rank = if inner.contains(&i) { c.rank * 2 + 1 } else { c.rank * 2 };
        while open.last().is_some_and(|&(r, _)| r >= rank) {
            open.pop();
        }
        let parent = open.last().map(|&(_, p)| p);
        let level = if parent.is_none() && rank > top * 2 { 2 } else { open.len() as u8 + 1 };
        let mut topics = c.topics;
        let mut canonical = c.canonical;
        if level > 1 {
            let above = parent.and_then(|p: usize| sections[p].topic.clone());
            canonical = false;
            match above.as_deref() {
                Some(topic) if lexicon.headings.format.first().is_some_and(|f| f == topic) => {
                    topics = lexicon.headings.item(document.slice(c.title)).into_iter().collect();
                }
                // What is wrong with a thing is no report of it; and a part of a section is about the same.
                Some("problems") => topics.clear(),
                Some(above) => topics.retain(|t| t != above),
                None => {}
            }
        }
        let mut topics = topics.into_iter();
        open.push((rank, sections.len()));
        sections.push(Section {
            numbering: c.numbering,
            number: c.number,
            level,
            heading: c.heading,
            title: c.title,
            body: Span::at(c.heading.end as usize),
            parent,
            topic: topics.next(),
            also: topics.collect(),
            canonical,
            number_lost: c.lost,
        });
    }
    for i in 0..sections.len() {
        let next = sections[i + 1..].iter().find(|s| s.level <= sections[i].level).map_or(end, |s| s.heading.start);
        sections[i].body = body(document, sections[i].heading.end, next);
    }
    sections
}

/// Which top headings are a list of their own inside another: 一、总体情况 with 一、 to 五、 below it, then 二、.
fn nested(found: &[Candidate], top: u8) -> std::ops::Range<usize> {
    let tops: Vec<usize> = (0..found.len()).filter(|&i| found[i].rank == top && !found[i].lost).collect();
    for w in 0..tops.len().saturating_sub(3) {
        let Some(number) = found[tops[w]].number else { continue };
        let run = tops[w + 1..].iter().zip(1..).take_while(|&(&t, n)| found[t].number == Some(n)).count();
        // The list counts on from 1; the outer one goes on where it stopped.
        for len in (2..=run).rev() {
            let Some(&next) = tops.get(w + 1 + len) else { continue };
            if found[next].number == Some(number + 1)
                && !found[next].topics.is_empty()
                && !found[tops[w]].topics.is_empty()
            {
                return tops[w + 1]..next;
            }
        }
    }
    0..0
}

fn body(document: &Document, start: u32, end: u32) -> Span {
    if end <= start {
        return Span::at(start as usize);
    }
    let text = document.slice(Span { start, end });
    let from = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '。' | ':' | ';')).len();
    let to = text.trim_end().len();
    if from >= to { Span::at(start as usize) } else { Span::new(start as usize + from, start as usize + to) }
}
