//! What may be a heading: by its number, its words or its markup; and how much of a line it is. What reads like a
//! sentence is none. Levels and sections are made of these elsewhere.

use std::collections::HashSet;

use super::lines::Line;
use crate::document::{BlockKind, Document};
use crate::language::numbering::Numbering;
use crate::language::numbering::{Mark, bullets, chinese_ordinal, mark};
use crate::lexicon::Lexicon;
use crate::source::Span;

/// A heading is no longer than this, in characters.
const LONGEST_HEADING: usize = 45;

/// The rank of 一、, which top headings have where nothing else tells.
pub(super) const TOP: u8 = 1;

/// A line, or a part of one, that may be a heading.
pub(super) struct Candidate {
    pub line: usize,
    pub numbering: Numbering,
    pub number: Option<u32>,
    pub rank: u8,
    pub heading: Span,
    pub title: Span,
    pub topics: Vec<String>,
    pub canonical: bool,
    pub lost: bool,
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
pub(super) fn top_rank(found: &[Candidate]) -> u8 {
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
pub(super) fn numbered(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    contents: &std::ops::Range<usize>,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut furthest = 0;
    let row = |i: usize| {
        lines.get(i).is_some_and(|l| l.is_table() || memchr::memchr(b'|', document.slice(l.span).as_bytes()).is_some())
    };
    for (i, line) in lines.iter().enumerate() {
        if line.is_table() || contents.contains(&i) {
            continue;
        }
        let text = document.slice(line.span);
        let skip = bullets(text);
        let Some(mark) = mark(&text[skip..]) else { continue };
        let rest = &text[skip + mark.len..];
        if memchr::memchr(b'|', text.as_bytes()).is_some() || rest.is_empty() || lexicon.headings.is_row(rest) {
            continue;
        }
        // Tables copied cell by cell: the label, then a unit or a figure on a line of its own. What the format calls a
        // section is one, with nothing but a dash below it.
        let next_is_cell =
            || lines.get(i + 1).is_some_and(|n| !n.is_table() && lexicon.headings.is_cell(document.slice(n.span)));
        if next_is_cell() && lexicon.headings.place(rest, mark.number).is_none() {
            continue;
        }
        let Some(shape) = shape(lexicon, rest, mark) else { continue };
        let start = skip + mark.len;
        let title = line.span.part(start..start + shape.title);
        let heading = line.span.part(skip..start + shape.heading);
        let new = candidate(document, lexicon, i, mark, heading, title);
        // A row without figures in the midst of a table that is annexed: its numbers begin anew.
        if new.rank == TOP {
            let number = new.number.unwrap_or(furthest + 1);
            let seen = |topic: &String| {
                found.iter().any(|c: &Candidate| c.rank == TOP && c.topics.first() == Some(topic))
                    || lexicon.headings.format.iter().all(|f| f != topic)
            };
            if number <= furthest
                && i > 0
                && row(i - 1)
                && row(i + 1)
                && !new.canonical
                && new.topics.first().is_none_or(seen)
            {
                continue;
            }
            furthest = furthest.max(number);
        }
        found.push(new);
    }
    found
}

pub(super) fn candidate(
    document: &Document,
    lexicon: &Lexicon,
    line: usize,
    mark: Mark,
    heading: Span,
    title: Span,
) -> Candidate {
    let words = document.slice(title);
    let mut matched = if rank(mark.numbering) <= 3 { lexicon.headings.topic(words) } else { Default::default() };
    if matched.topics.is_empty() && rank(mark.numbering) <= 1 {
        let place = lexicon.headings.place(words, mark.number);
        matched.topics.extend(place.map(|p| lexicon.headings.format[p].as_str().to_owned()));
    }
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
pub(super) fn inside_lines(document: &Document, lexicon: &Lexicon, lines: &[Line], found: &mut Vec<Candidate>) {
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
pub(super) fn unnumbered(
    document: &Document,
    lexicon: &Lexicon,
    lines: &[Line],
    from: usize,
    top: u8,
    found: &mut Vec<Candidate>,
) {
    let has_top = found.iter().any(|c| c.rank == top);
    let mut extra: Vec<Candidate> = Vec::new();
    let plain = if has_top { Vec::new() } else { plain(document, lexicon, lines, from) };
    let last = found.iter().filter(|c| c.rank == top).map(|c| c.line).max().unwrap_or(usize::MAX);
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
        let stands = || plain.contains(&i) || i > last && is_annex(document, lexicon, lines, i, words);
        if words.is_empty() || !(canonical || marked || stands()) || lexicon.titles.shape(words).is_some() {
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

/// How many lines that only look like headings make an outline.
const FEWEST_PLAIN: usize = 3;
/// A line of more characters is no such heading.
const LONGEST_PLAIN: usize = 24;

/// Lines that stand as headings where nothing is numbered or marked: short, without a closing mark, about a thing that
/// a report tells of, and over a paragraph; several of them.
fn plain(document: &Document, lexicon: &Lexicon, lines: &[Line], from: usize) -> Vec<usize> {
    let sentence = |line: &Line| {
        let text = document.slice(line.span);
        !line.is_table() && text.ends_with(['。', ';', '!']) && text.chars().nth(LONGEST_PLAIN).is_some()
    };
    let stands = |i: &usize| {
        let text = document.slice(lines[*i].span);
        !lines[*i].is_table()
            && text.chars().nth(LONGEST_PLAIN).is_none()
            && text.chars().all(|c| c.is_alphabetic() || matches!(c, '、' | ','))
            && lines.get(i + 1).is_some_and(sentence)
            && !lexicon.furniture.begins(text, 20)
            && !lexicon.headings.topic(text).topics.is_empty()
    };
    let found: Vec<usize> = (from..lines.len()).filter(stands).collect();
    if found.len() < FEWEST_PLAIN { Vec::new() } else { found }
}

/// What is annexed behind the last section: a line about none of the sections of the format, over a table.
fn is_annex(document: &Document, lexicon: &Lexicon, lines: &[Line], at: usize, words: &str) -> bool {
    let row = |l: &Line| l.is_table() || document.slice(l.span).contains('|');
    let topics = lexicon.headings.topic(words).topics;
    !document.slice(lines[at].span).contains('|')
        && lines.get(at + 1).is_some_and(row)
        && topics.first().is_some_and(|t| lexicon.headings.format.iter().all(|f| f != t.as_str()))
}

/// A list of contents names every heading before it stands: the first of two equal headings with nothing under it goes.
pub(super) fn drop_contents_list(found: &mut Vec<Candidate>, top: u8) {
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
