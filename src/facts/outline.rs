//! Title, headings and the parts of a report: what stands where. Numbering is grammar, headings are known by shape and by the
//! vocabulary; what reads like a sentence is none.

use std::collections::HashSet;

use super::furniture::Furniture;
use super::lines::{Line, lines};
use super::numbering::{Mark, bullets, chinese_ordinal, mark};
use super::{Lexicon, Numbering, Outline, Section, dates, enumerations, titles};
use crate::document::{BlockKind, Document};
use crate::source::Span;

/// A heading is no longer than this, in characters.
const LONGEST_HEADING: usize = 45;
/// A page has no more lines than this before its title.
const LINES_BEFORE_TITLE: usize = 80;

struct Candidate {
    line: usize,
    numbering: Numbering,
    number: Option<u32>,
    rank: u8,
    heading: Span,
    title: Span,
    topics: Vec<String>,
    canonical: bool,
    lost: bool,
}

pub(super) fn read(document: &Document, lexicon: &Lexicon) -> Outline {
    let lines = lines(document);
    let mut found = numbered(document, lexicon, &lines);
    let top = top_rank(&found);
    if found.iter().filter(|c| c.rank == top).count() < 2 {
        inside_lines(document, lexicon, &lines, &mut found);
    }
    let first = found.iter().filter(|c| c.rank <= top).map(|c| c.line).min().unwrap_or(lines.len());
    let title = title(document, lexicon, &lines, first);
    let after_title = title.as_ref().map_or(0, |t| t.last + 1);
    unnumbered(document, lexicon, &lines, after_title, top, &mut found);
    found.retain(|c| c.line >= after_title || title.as_ref().is_some_and(|t| c.heading.start >= t.span.end));
    drop_contents_list(&mut found, top);
    let first = found.iter().filter(|c| c.rank <= top).map(|c| c.line).min().unwrap_or(lines.len());

    let mut is_page = vec![false; lines.len()];
    page_before(document, lexicon, &lines, title.as_ref(), first, &mut is_page);
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

const fn rank(numbering: Numbering) -> u8 {
    match numbering {
        Numbering::Part => 0,
        Numbering::Chinese => 1,
        Numbering::ChineseBracketed => 2,
        Numbering::Arabic => 3,
        Numbering::ArabicBracketed => 4,
        Numbering::Circled => 5,
        Numbering::Ordinal | Numbering::OrdinalWord | Numbering::None => 6,
    }
}

/// The rank of top headings: 一、 unless the report is in parts, or has no such headings.
fn top_rank(found: &[Candidate]) -> u8 {
    let count = |rank| found.iter().filter(|c| c.rank == rank && !c.lost).count();
    if count(0) >= 2 {
        return 0;
    }
    if count(1) > 0 {
        return 1;
    }
    (2..=5).find(|&r| count(r) >= 2).unwrap_or(1)
}

/// Headings and items that begin a line with a number.
fn numbered(document: &Document, lexicon: &Lexicon, lines: &[Line]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if line.is_table() {
            continue;
        }
        let text = document.slice(line.span);
        let skip = bullets(text);
        let Some(mark) = mark(&text[skip..]) else { continue };
        let rest = &text[skip + mark.len..];
        if memchr::memchr(b'|', text.as_bytes()).is_some() || rest.is_empty() || lexicon.headings.is_row(rest) {
            continue;
        }
        // Tables copied cell by cell: the label, then a unit or a figure on a line of its own.
        if lines.get(i + 1).is_some_and(|next| !next.is_table() && lexicon.headings.is_cell(document.slice(next.span)))
        {
            continue;
        }
        let Some(shape) = shape(lexicon, rest, mark) else { continue };
        let start = skip + mark.len;
        let title = line.span.part(start..start + shape.title);
        let heading = line.span.part(skip..start + shape.heading);
        found.push(candidate(document, lexicon, i, mark, heading, title));
    }
    found
}

fn candidate(document: &Document, lexicon: &Lexicon, line: usize, mark: Mark, heading: Span, title: Span) -> Candidate {
    let matched =
        if rank(mark.numbering) <= 3 { lexicon.headings.topic(document.slice(title)) } else { Default::default() };
    Candidate {
        line,
        numbering: mark.numbering,
        number: mark.number,
        rank: rank(mark.numbering),
        heading,
        title,
        topics: matched.topics,
        canonical: matched.canonical,
        lost: mark.number.is_none(),
    }
}

struct Shape {
    /// Bytes of the text after the number that are the title, and that belong to the heading.
    title: usize,
    heading: usize,
}

/// How much of the text after a number is its heading.
fn shape(lexicon: &Lexicon, rest: &str, mark: Mark) -> Option<Shape> {
    let is_top = rank(mark.numbering) <= 1;
    let mut count = 0;
    let mut stop = None;
    let mut colon = None;
    let mut comma = None;
    let mut space = None;
    let mut cap = rest.len();
    for (i, c) in rest.char_indices() {
        if count == LONGEST_HEADING {
            cap = i;
        }
        match c {
            '。' | ';' | '!' | '?' => {
                stop = Some(i);
                break;
            }
            ':' if colon.is_none() => colon = Some(i),
            ',' if comma.is_none() => comma = Some(i),
            ' ' if space.is_none() => space = Some(i),
            _ => {}
        }
        count += 1;
        if count > LONGEST_HEADING {
            break;
        }
    }
    let short = count <= LONGEST_HEADING;
    let whole = |title: usize, heading: usize| {
        Some(Shape { title: rest[..title].trim_end_matches([':', '、', ',', '.', ' ', '。', ';']).len(), heading })
    };
    let known = |end: usize| !lexicon.headings.topic(&rest[..end]).topics.is_empty();
    let ends_line = |i: usize| rest[i..].chars().count() == 1;
    if mark.number.is_none() && (mark.numbering == Numbering::Chinese) && !(short && stop.is_none_or(ends_line)) {
        return None;
    }
    // 一、总体情况:2020年… and 一、总体情况 2020年….
    for early in [colon, space].into_iter().flatten() {
        let more = rest[early..].chars().count() > 8;
        let title = rest[..early].chars().count();
        if more
            && title <= 30
            && stop.is_none_or(|s| early < s)
            && comma.is_none_or(|c| early < c)
            && (known(early) || (!is_top && Some(early) == colon))
        {
            return whole(early, early);
        }
    }
    match stop {
        None if short => whole(rest.len(), rest.len()),
        Some(i) if ends_line(i) => whole(i, rest.len()),
        Some(i) => whole(i, i),
        None => match comma {
            Some(i) if !is_top || rest[..i].chars().count() <= 30 => whole(i, i),
            _ if is_top => None,
            _ => whole(cap, cap),
        },
    }
}

/// Headings inside a line: reports whose line breaks are lost. Only those known by their words.
fn inside_lines(document: &Document, lexicon: &Lexicon, lines: &[Line], found: &mut Vec<Candidate>) {
    for (i, line) in lines.iter().enumerate() {
        let text = document.slice(line.span);
        if line.is_table() || text.len() < 300 {
            continue;
        }
        let starts = found.iter().any(|c| c.line == i && c.heading.start == line.span.start);
        for at in memchr::memmem::find_iter(text.as_bytes(), "、".as_bytes()) {
            let digits = text[..at]
                .chars()
                .rev()
                .take_while(|&c| chinese_ordinal(c.encode_utf8(&mut [0; 4])).is_some())
                .map(char::len_utf8)
                .sum::<usize>();
            let start = at - digits;
            let before = text[..start].chars().next_back();
            if digits == 0 || !before.is_none_or(|c| matches!(c, ' ' | '。' | '.' | ';' | '\n')) || starts && start == 0
            {
                continue;
            }
            let Some(mark) = mark(&text[start..]) else { continue };
            let rest = &text[start + mark.len..];
            let end = rest
                .char_indices()
                .take(LONGEST_HEADING)
                .find(|&(_, c)| matches!(c, ' ' | '。' | ':' | ',' | ';'))
                .map(|(i, _)| i);
            let Some(end) = end else { continue };
            if lexicon.headings.topic(&rest[..end]).topics.is_empty() || lexicon.headings.is_row(&rest[..end]) {
                continue;
            }
            let title = line.span.part(start + mark.len..start + mark.len + end);
            let heading = line.span.part(start..start + mark.len + end);
            found.push(candidate(document, lexicon, i, mark, heading, title));
        }
    }
    found.sort_by_key(|c| c.heading.start);
}

/// Headings that carry no number and are known by their words, or marked up as headings.
fn unnumbered(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    from: usize,
    top: u8,
    found: &mut Vec<Candidate>,
) {
    let has_top = found.iter().any(|c| c.rank == top);
    let mut extra: Vec<Candidate> = Vec::new();
    let mut taken = vec![false; lines.len()];
    found.iter().for_each(|c| taken[c.line] = true);
    let mut known: HashSet<String> =
        found.iter().filter(|c| c.rank == top).filter_map(|c| c.topics.first().cloned()).collect();
    for (i, line) in lines.iter().enumerate().skip(from) {
        let text = document.slice(line.span);
        if line.is_table() || text.len() > LONGEST_HEADING * 3 || taken[i] {
            continue;
        }
        let skip = bullets(text);
        let words = text[skip..].trim_end_matches([':', '。', ' ']);
        let marked = matches!(line.kind, BlockKind::Heading(_));
        let canonical = lexicon.headings.is_canonical(words);
        if words.is_empty() || !(canonical || marked) || lexicon.titles.shape(words).is_some() {
            continue;
        }
        let matched = lexicon.headings.topic(words);
        let is_top = matched.topics.first().is_some_and(|t| known.insert(t.clone()));
        if !is_top && !marked {
            continue;
        }
        if !is_top && lexicon.furniture.begins(words, 20) {
            continue;
        }
        let rank = match line.kind {
            _ if is_top => top,
            BlockKind::Heading(_) if !has_top => top,
            _ => 6,
        };
        extra.push(Candidate {
            line: i,
            numbering: Numbering::None,
            number: None,
            rank,
            heading: line.span.part(skip..text.len()),
            title: line.span.part(skip..skip + words.len()),
            topics: matched.topics,
            canonical: matched.canonical,
            lost: false,
        });
    }
    // Where nothing is numbered, two known headings make an outline; one may be a name of a column of the page.
    if has_top || extra.iter().filter(|c| c.rank == top).count() >= 2 {
        found.append(&mut extra);
        found.sort_by_key(|c| c.heading.start);
    }
}

/// A list of contents names every heading before it stands: the first of two equal headings with nothing under it goes.
fn drop_contents_list(found: &mut Vec<Candidate>, top: u8) {
    let tops: Vec<(usize, usize)> = found
        .iter()
        .enumerate()
        .filter(|(_, c)| c.rank == top && !c.topics.is_empty())
        .map(|(i, c)| (i, c.line))
        .collect();
    let Some(again) = tops.iter().skip(2).position(|&(i, _)| {
        let first = &found[tops[0].0];
        found[i].number == first.number && found[i].topics == first.topics && found[i].canonical == first.canonical
    }) else {
        return;
    };
    let again = again + 2;
    let (first_line, last_line) = (tops[0].1, tops[again].1);
    // Nothing but headings lies between.
    let between = found.iter().filter(|c| c.line >= first_line && c.line < last_line).count();
    if between == last_line - first_line {
        found.retain(|c| c.line < first_line || c.line >= last_line);
    }
}

pub(super) struct Title {
    pub span: Span,
    first: usize,
    last: usize,
}

/// The first line that has the shape of a title, with the body's name above it and a second half below.
fn title(document: &Document, lexicon: &Lexicon, lines: &[Line], first_heading: usize) -> Option<Title> {
    let limit = (first_heading + 1).min(lines.len()).min(LINES_BEFORE_TITLE);
    let text = |i: usize| document.slice(lines[i].span);
    let mut weak = None;
    for i in 0..limit {
        if lines[i].is_table() || lexicon.furniture.begins(text(i), 60) || Furniture::breadcrumb(text(i)) {
            continue;
        }
        let shape = lexicon.titles.shape(text(i)).filter(|s| i < first_heading || s.len < text(i).len());
        if let Some(shape) = shape {
            let mut title = Title { span: lines[i].span.part(0..shape.len), first: i, last: i };
            let is_body =
                |a: usize| !lines[a].is_table() && lexicon.bodies.is_name(lexicon.titles.agency_part(text(a)));
            let above = i.checked_sub(1).filter(|&a| is_body(a));
            if let Some(a) = above.filter(|_| !names_body(lexicon, text(i))) {
                title.span = title.span.join(lines[a].span);
                title.first = a;
            }
            if shape.strong || above.is_some() {
                return Some(title);
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
    weak
}

fn names_body(lexicon: &Lexicon, title: &str) -> bool {
    let Some((start, _)) = lexicon.titles.subject(title) else { return false };
    !lexicon.titles.agency_part(&title[..start]).is_empty()
}

/// Lines of the page before the report.
fn page_before(
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
fn page_after(
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

fn is_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
}

/// Is the line a date and nothing else?
pub(super) fn is_date_line(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '。'));
    dates::date_at(inner, 0).is_some_and(|d| {
        let rest = inner[d.end..].trim();
        rest.is_empty() || (d.day.is_some() && rest.len() <= 8 && rest.bytes().all(|b| b.is_ascii_digit() || b == b':'))
    })
}

/// The lines under a report that name the body and the date, and the index of the last of them.
fn signature(
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
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.strip_suffix("(盖章)").unwrap_or(&name);
    name.chars().nth(2).is_some() && lexicon.bodies.is_name(name)
}

fn report_span(document: &Document, lines: &[Line], title: Option<&Title>, is_page: &[bool]) -> Span {
    let kept = || lines.iter().enumerate().filter(|&(i, _)| !is_page[i]);
    let start = title.map(|t| t.span.start).or_else(|| kept().next().map(|(_, l)| l.span.start)).unwrap_or(0);
    let end = kept().next_back().map_or(document.text.folded.trim_end().len() as u32, |(_, l)| l.span.end);
    Span { start, end: end.max(start) }
}

fn furniture_blocks(document: &Document, lines: &[Line], is_page: &[bool]) -> Vec<usize> {
    let mut all = vec![true; document.blocks.len()];
    for (line, &page) in lines.iter().zip(is_page) {
        all[line.block] &= page;
    }
    (0..all.len()).filter(|&i| all[i]).collect()
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
