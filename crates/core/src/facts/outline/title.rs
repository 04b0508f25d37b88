//! The title: a line of its shape, with the body's name above it and a second half below.

use super::lines::Line;
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::lexicon::furniture::Furniture;
use crate::lexicon::titles::year_in;
use crate::source::Span;

/// A page has no more lines than this before its title.
const LINES_BEFORE_TITLE: usize = 80;

/// The title, and its first and last line.
pub(super) struct Title {
    pub span: Span,
    pub first: usize,
    pub last: usize,
}

/// The first line that has the shape of a title, with the body's name above it and a second half below.
pub(super) fn title(document: &Document, lexicon: &Lexicon, lines: &[Line], first_heading: usize) -> Option<Title> {
    let limit = (first_heading + 1).min(lines.len()).min(LINES_BEFORE_TITLE);
    let text = |i: usize| document.slice(lines[i].span);
    let mut weak = None;
    // A title that is quoted, or the words of a link, is another's, unless there is no better one.
    let mut aside = None;
    for i in behind_list(document, lexicon, lines, limit)..limit {
        if lines[i].is_table() || lexicon.furniture.begins(text(i), 60) || Furniture::breadcrumb(text(i)) {
            continue;
        }
        let shape = lexicon.titles.shape(text(i)).filter(|s| i < first_heading || s.len < text(i).len());
        if let Some(shape) = shape {
            let mut title = Title { span: lines[i].span.part(0..shape.len), first: i, last: i };
            let is_body =
                |a: usize| !lines[a].is_table() && lexicon.bodies.is_name(lexicon.titles.agency_part(text(a)));
            let above = i.checked_sub(1).filter(|&a| is_body(a));
            let broken =
                i.checked_sub(1).filter(|&a| !lines[a].is_table() && is_broken_name(lexicon, text(a), text(i)));
            if let Some(a) = above.filter(|_| !names_body(lexicon, text(i))).or(broken) {
                title.span = title.span.join(lines[a].span);
                title.first = a;
            }
            let below = below(document, lexicon, lines.get(i + 1..limit).unwrap_or_default(), text(i));
            if below > 0 {
                title.last = i + below;
                title.span = title.span.join(lines[title.last].span);
            }
            if shape.strong || above.is_some() || below > 0 {
                if document.signs.is_own(lines[i].span) {
                    return Some(title);
                }
                aside.get_or_insert(title);
                continue;
            }
            weak.get_or_insert(title);
            continue;
        }
        // 云河县水利局2020年政府信息公开 / 工作年度报告
        if i + 1 < limit
            && text(i).chars().count() <= 40
            && lexicon.titles.subject(text(i)).is_some()
            && text(i + 1).chars().count() <= 12
        {
            let joined = format!("{}{}", text(i), text(i + 1));
            if lexicon.titles.shape(&joined).is_some_and(|s| s.strong && s.len == joined.len()) {
                let above = i.checked_sub(1).filter(|&a| {
                    !lines[a].is_table() && lexicon.bodies.is_name(text(a).trim()) && !names_body(lexicon, text(i))
                });
                let first = above.unwrap_or(i);
                return Some(Title { span: lines[first].span.join(lines[i + 1].span), first, last: i + 1 });
            }
        }
    }
    aside.or(weak)
}

/// The name of the body is broken at the end of the line above: 云河县商务和 / 粮食局2022年….
fn is_broken_name(lexicon: &Lexicon, above: &str, title: &str) -> bool {
    let Some((start, _)) = lexicon.titles.subject(title) else { return false };
    let rest = lexicon.titles.agency_part(&title[..start]);
    let bodies = &lexicon.bodies;
    let whole = format!("{above}{rest}");
    !rest.is_empty()
        && title.starts_with(rest)
        && !bodies.names_place(rest)
        && !bodies.is_name(above)
        && bodies.names_place(&whole)
        && bodies.is_name(&whole)
}

/// How many lines right under a title say what it leaves out: the body's name, the year.
fn below(document: &Document, lexicon: &Lexicon, lines: &[Line], title: &str) -> usize {
    let (mut named, mut dated) = (names_body(lexicon, title), year_in(title).is_some());
    let says = |line: &&Line| {
        let text = document.slice(line.span).trim();
        let is_name = lexicon.bodies.is_name(text);
        let is_year = !text.is_empty() && lexicon.titles.agency_part(text).is_empty();
        let new = !line.is_table() && (is_name && !named || is_year && !dated);
        named |= is_name;
        dated |= is_year;
        new
    };
    lines.iter().take_while(says).count()
}

/// Where a page lists the reports of several years: the title behind the list, or the one set apart from it; else the
/// first line.
fn behind_list(document: &Document, lexicon: &Lexicon, lines: &[Line], limit: usize) -> usize {
    let of_year = |i: usize| {
        let text = document.slice(lines[i].span);
        let strong = !lines[i].is_table() && lexicon.titles.shape(text).is_some_and(|s| s.strong);
        if strong { year_in(text).map(|(year, _)| year) } else { None }
    };
    let Some(first) = (0..limit).find(|&i| of_year(i).is_some()) else { return 0 };
    let end = (first..limit).find(|&i| of_year(i).is_none()).unwrap_or(limit);
    if (first..end).all(|i| of_year(i) == of_year(first)) {
        return 0;
    }
    let apart = (first..end).find(|&i| lines[i].kind != lines[first].kind);
    apart.or_else(|| (end..limit).find(|&i| of_year(i).is_some())).unwrap_or(0)
}

fn names_body(lexicon: &Lexicon, title: &str) -> bool {
    let Some((start, _)) = lexicon.titles.subject(title) else { return false };
    !lexicon.titles.agency_part(&title[..start]).is_empty()
}
