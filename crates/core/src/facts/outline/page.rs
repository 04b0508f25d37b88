//! Where the report ends and the page around it begins: furniture before and after, and the signature between.

use super::lines::Line;
use super::title::Title;
use crate::document::Document;
use crate::language::dates::is_date_line;
use crate::language::fold::squeeze;
use crate::lexicon::furniture::Furniture;
use crate::lexicon::{Lexicon, titles};
use crate::source::Span;

/// Lines of the page before the report.
pub(super) fn page_before(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    title: Option<&Title>,
    first_heading: usize,
    is_page: &mut [bool],
) {
    let last_title =
        lines.iter().take(first_heading).rposition(|l| lexicon.titles.shape(document.slice(l.span)).is_some());
    for (i, line) in lines.iter().enumerate().take(first_heading) {
        let text = document.slice(line.span);
        let words = lexicon.furniture.wholly(text) || Furniture::breadcrumb(text) || lexicon.furniture.dated(text);
        let label = lexicon.furniture.begins(text, 90) && !text.contains('。');
        let before_title = title.is_some_and(|t| i < t.first) && text.chars().count() <= 60 && !text.contains('。');
        let in_title = title.is_some_and(|t| (t.first..=t.last).contains(&i));
        let table = line.is_table() && last_title.is_some_and(|t| i <= t + 3);
        is_page[i] = !in_title && (words || label || before_title || table);
    }
}

/// Lines of the page after the report: everything short below the signature, else what looks like it at the end.
pub(super) fn page_after(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    last_heading: usize,
    signed: Option<usize>,
    is_page: &mut [bool],
) {
    for i in (last_heading + 1..lines.len()).rev() {
        let line = lines[i];
        let text = document.slice(line.span);
        if line.is_table() || signed.is_some_and(|s| i <= s) {
            break;
        }
        let weak_title = lexicon.titles.shape(text).is_some_and(|s| s.len == text.len() && !s.strong);
        let looks = lexicon.furniture.wholly(text)
            || lexicon.furniture.marked(text)
            || in_foot(document, lexicon, lines, i, last_heading, is_page)
            || (lexicon.furniture.begins(text, 60)
                && (!text.contains('。') || signed.is_some() || is_page.get(i + 1).is_some_and(|&p| p)))
            || Furniture::breadcrumb(text)
            || titles::is_file_name(text)
            || weak_title
            || is_link(text);
        if !looks {
            break;
        }
        is_page[i] = true;
    }
}

/// A short line inside the foot of a page: lines of the page stand right under it and above it (主办:… 地址:… ICP备…).
fn in_foot(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    i: usize,
    last_heading: usize,
    is_page: &[bool],
) -> bool {
    let short = |text: &str| text.chars().nth(90).is_none() && !text.contains(['。', ';']);
    let above = lines[last_heading + 1..i].iter().rev().take(3).map(|l| document.slice(l.span));
    is_page.get(i + 1).is_some_and(|&p| p)
        && short(document.slice(lines[i].span))
        && above.take_while(|t| short(t)).any(|t| lexicon.furniture.begins(t, 60) || lexicon.furniture.marked(t))
}

fn is_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
}

/// The lines under a report that name the body and the date, and the index of the last of them.
pub(super) fn signature(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    last_heading: usize,
    first_heading: usize,
    is_page: &[bool],
) -> Option<(Span, usize)> {
    let from = if first_heading < lines.len() { last_heading + 1 } else { lines.len().min(2) };
    let text = |i: usize| document.slice(lines[i].span);
    let is_body = |i: usize| i >= from && !lines[i].is_table() && is_signer(lexicon, text(i));
    let mut i = lines.len();
    let mut seen = 0;
    while i > from && seen < 60 {
        i -= 1;
        seen += 1;
        if lines[i].is_table() || is_page[i] || text(i).chars().nth(60).is_some() {
            continue;
        }
        if is_date_line(text(i)) {
            if i > from && is_body(i - 1) {
                let above = if i > from + 1 && is_body(i - 2) { i - 2 } else { i - 1 };
                return Some((lines[above].span.join(lines[i].span), i));
            }
            if i + 1 < lines.len() && is_body(i + 1) {
                return Some((lines[i].span.join(lines[i + 1].span), i + 1));
            }
            return Some((lines[i].span, i));
        }
        // 云河县司法局 2018年2月5日
        if let Some(space) = text(i).find([' ', ':'])
            && is_signer(lexicon, &text(i)[..space])
            && is_date_line(text(i)[space + 1..].trim())
        {
            return Some((lines[i].span, i));
        }
    }
    // A body's name alone as the last words.
    let last = (from..lines.len())
        .rev()
        .find(|&i| !is_page[i] && !lexicon.furniture.begins(text(i), 60) && !lexicon.furniture.wholly(text(i)))?;
    (last > from && is_body(last)).then(|| (lines[last].span, last))
}

fn is_signer(lexicon: &Lexicon, text: &str) -> bool {
    let name = squeeze(text);
    let seals = &lexicon.furniture.raw.seals;
    let name = seals.iter().find_map(|seal| name.strip_suffix(seal.as_str())).unwrap_or(&name);
    name.chars().nth(2).is_some() && lexicon.bodies.is_name(name)
}

pub(super) fn report_span(document: &Document, lines: &[Line], title: Option<&Title>, is_page: &[bool]) -> Span {
    let kept = || lines.iter().enumerate().filter(|&(i, _)| !is_page[i]);
    let start = title.map(|t| t.span.start).or_else(|| kept().next().map(|(_, l)| l.span.start)).unwrap_or(0);
    let end = kept().next_back().map_or(document.text.folded.trim_end().len() as u32, |(_, l)| l.span.end);
    Span { start, end: end.max(start) }
}

pub(super) fn furniture_blocks(document: &Document, lines: &[Line], is_page: &[bool]) -> Vec<usize> {
    let mut all = vec![true; document.blocks.len()];
    for (line, &page) in lines.iter().zip(is_page) {
        all[line.block] &= page;
    }
    (0..all.len()).filter(|&i| all[i]).collect()
}
