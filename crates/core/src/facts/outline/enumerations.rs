//! Lists numbered in running text: 一是…二是…, 第一,…第二,…, (1)…(2)…; inside a paragraph and across paragraphs.

use memchr::memmem::Finder;

use super::lines::Line;
use crate::document::Document;
use crate::facts::model::{Enumeration, Outline};
use crate::language::numbering::Numbering;
use crate::language::numbering::{NAMED_PARTS, SECOND_ITEM, arabic, chinese_ordinal, may_end_word};
use crate::language::small_words::{IS, ORDINAL};
use crate::source::Span;

struct Hit {
    numbering: Numbering,
    number: u32,
    span: Span,
    line: usize,
    /// Punctuation stands before it; without, it only counts where it continues a list.
    sure: bool,
}

struct List {
    numbering: Numbering,
    items: Vec<(u32, Span)>,
    section: Option<usize>,
    line: usize,
}

pub(crate) fn read(document: &Document, lines: &[Line], is_page: &[bool], outline: &Outline) -> Vec<Enumeration> {
    let hits = hits(document, lines, is_page);
    let mut closed: Vec<List> = Vec::new();
    let mut open: Vec<List> = Vec::new();
    let mut section = 0;
    for hit in hits {
        while section < outline.sections.len() && outline.sections[section].heading.start <= hit.span.start {
            section += 1;
        }
        let here = section.checked_sub(1);
        // A list ends with the section it began in.
        while open.last().is_some_and(|l| !holds(outline, l.section, here)) {
            closed.extend(open.pop());
        }
        let bracketed = matches!(
            hit.numbering,
            Numbering::ArabicBracketed | Numbering::Circled | Numbering::ChineseBracketed | Numbering::Arabic
        );
        let same = |l: &List| l.numbering == hit.numbering && (!bracketed || l.line == hit.line);
        let last = |l: &List| l.items.last().map_or(0, |i| i.0);
        let place = if hit.number == 1 {
            None
        } else {
            let next = open.iter().rposition(|l| same(l) && last(l) + 1 == hit.number);
            if !hit.sure {
                next.filter(|&i| open[i].line == hit.line)
            } else {
                next.or_else(|| open.iter().rposition(|l| same(l) && (last(l) < hit.number || l.line == hit.line)))
            }
        };
        // A list whose sentence is over does not go on in the sentence of a later one: 存在问题:一是…;二是…。改进措施:一是…;三是….
        let place = place.map(|i| match (i + 1..open.len()).rfind(|&j| same(&open[j])) {
            Some(j) if in_sentence(document, &open[j], &hit) && is_over(document, &open[i], &open[j]) => j,
            _ => i,
        });
        match place {
            Some(i) => {
                closed.extend(open.drain(i + 1..));
                open[i].items.push((hit.number, hit.span));
                open[i].line = hit.line;
            }
            None if !hit.sure || bracketed && hit.number != 1 => {}
            None => open.push(List {
                numbering: hit.numbering,
                items: vec![(hit.number, hit.span)],
                section: here,
                line: hit.line,
            }),
        }
        if open.len() > 64 {
            closed.push(open.remove(0));
        }
    }
    closed.extend(open);
    begun_twice(document, &mut closed);
    let mut out: Vec<Enumeration> = closed
        .into_iter()
        .filter(|l| match l.numbering {
            Numbering::Ordinal | Numbering::OrdinalWord => l.items.len() > 1 || l.items[0].0 > 1,
            _ => l.items.len() > 1,
        })
        .map(|l| {
            let (start, last) = (l.items[0].1.start, l.items[l.items.len() - 1].1);
            let end = lines.get(l.line).map_or(last.end, |line| line.span.end);
            Enumeration { numbering: l.numbering, span: Span { start, end: end.max(last.end) }, items: l.items }
        })
        .collect();
    out.sort_by_key(|e| e.span);
    out
}

/// Does a hit stand in the sentence that a list has kept to so far?
fn in_sentence(document: &Document, list: &List, hit: &Hit) -> bool {
    list.items.first().is_some_and(|first| !ends_sentence(document, first.1.end, hit.span.start))
}

/// Is the sentence of a list over where a later list begins?
fn is_over(document: &Document, list: &List, later: &List) -> bool {
    let ends = list.items.last().zip(later.items.first());
    ends.is_some_and(|(last, first)| ends_sentence(document, last.1.end, first.1.start))
}

fn ends_sentence(document: &Document, from: u32, to: u32) -> bool {
    from <= to && document.slice(Span { start: from, end: to }).contains(['。', '\n'])
}

/// 一是…;一是…。 in one sentence is one list, whose second item has the number of the first.
fn begun_twice(document: &Document, lists: &mut Vec<List>) {
    let lone = |l: &List| matches!(l.numbering, Numbering::Ordinal | Numbering::OrdinalWord) && l.items.len() == 1;
    lists.sort_by_key(|l| l.items.first().map_or(0, |i| i.1.start));
    lists.dedup_by(|next, list| {
        let first = |l: &List| l.items.first().is_some_and(|i| i.0 == 1);
        let twice = list.numbering == next.numbering
            && list.line == next.line
            && lone(next)
            && list.items.iter().all(|i| i.0 == 1)
            && first(list)
            && first(next)
            && beside(document, list, next);
        if twice {
            list.items.append(&mut next.items);
        }
        twice
    });
}

/// A semicolon, and no end of a sentence, stands between two lists.
fn beside(document: &Document, list: &List, next: &List) -> bool {
    let Some((last, first)) = list.items.last().zip(next.items.first()) else { return false };
    let between = Span { start: last.1.end.min(first.1.start), end: first.1.start };
    let text = document.slice(between);
    text.ends_with([';', ',']) && !text.contains(['。', ':'])
}

/// Is `here` the section `outer`, or below it?
fn holds(outline: &Outline, outer: Option<usize>, here: Option<usize>) -> bool {
    let Some(outer) = outer else { return here.is_none() };
    let mut at = here;
    while let Some(i) = at {
        if i == outer {
            return true;
        }
        at = outline.sections[i].parent.filter(|&p| p < i);
    }
    false
}

/// The first bytes of ① to ⑳.
const CIRCLED: [u8; 2] = [0xe2, 0x91];

fn hits(document: &Document, lines: &[Line], is_page: &[bool]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let [is, ordinal, pause] = [IS, ORDINAL, '、'].map(String::from);
    let finders = [Finder::new(&is), Finder::new(&ordinal), Finder::new(&CIRCLED), Finder::new(&pause)];
    let [is, ordinal, circled, pause] = &finders;
    for (i, line) in lines.iter().enumerate() {
        if line.is_table() || is_page[i] {
            continue;
        }
        let text = document.slice(line.span);
        let bytes = text.as_bytes();
        let before = hits.len();
        let mut push = |numbering, number, start: usize, end: usize, sure| {
            hits.push(Hit { numbering, number, span: line.span.part(start..end), line: i, sure })
        };
        for at in is.find_iter(bytes) {
            let Some((number, start)) = ordinal_before(text, at) else { continue };
            let before = text[..start].chars().next_back();
            let own = before.is_none_or(|c| !is_word(c));
            // A stop may be missing before the first item; 之一是, 统一是, 唯一是 are words.
            let loose = before.is_none_or(|c| !may_end_word(c));
            if own || (loose && (number > 1 || next_follows(text, at))) {
                push(Numbering::Ordinal, number, start, at + IS.len_utf8(), own || number == 1);
            }
        }
        for at in ordinal.find_iter(bytes) {
            let Some((number, len)) = chinese_ordinal(&text[at + 3..]) else { continue };
            let end = at + 3 + len;
            let boundary = text[..at].chars().next_back().is_none_or(|c| !is_word(c));
            if boundary && text[end..].starts_with([',', '、', ':', IS]) {
                let mark = text[end..].chars().next().map_or(0, char::len_utf8);
                push(Numbering::OrdinalWord, number, at, end + mark, true);
            }
        }
        for at in memchr::memchr_iter(b'(', bytes) {
            if at == 0 || text[..at].ends_with(NAMED_PARTS) {
                continue;
            }
            let inner = &text[at + 1..];
            let (numbering, read) = match arabic(inner, 2) {
                Some(read) => (Numbering::ArabicBracketed, Some(read)),
                None => (Numbering::ChineseBracketed, chinese_ordinal(inner)),
            };
            if let Some((number, len)) = read.filter(|&(_, len)| inner[len..].starts_with(')')) {
                push(numbering, number, at, at + len + 2, true);
            }
        }
        for at in circled.find_iter(bytes) {
            if let Some(c) = text[at..].chars().next().filter(|c| at > 0 && ('①'..='⑳').contains(c)) {
                push(Numbering::Circled, c as u32 - 0x2460 + 1, at, at + 3, true);
            }
        }
        // 1.制度建设。…。2.文件清理。…
        for at in memchr::memchr_iter(b'.', bytes).chain(pause.find_iter(bytes)) {
            if let Some((number, start)) = arabic_before(text, at) {
                push(Numbering::Arabic, number, start, at + text[at..].chars().next().map_or(1, char::len_utf8), true);
            }
        }
        hits[before..].sort_by_key(|h| h.span.start);
    }
    hits
}

/// The Chinese ordinal that ends at an offset, and where it starts.
fn ordinal_before(text: &str, end: usize) -> Option<(u32, usize)> {
    let mut start = end;
    for c in text[..end].chars().rev().take(3) {
        if chinese_ordinal(c.encode_utf8(&mut [0; 4])).is_none() {
            break;
        }
        start -= c.len_utf8();
    }
    let (number, len) = chinese_ordinal(&text[start..end])?;
    (start + len == end).then_some((number, start))
}

/// The Arabic number before a point that numbers what follows: behind the end of a sentence or a clause, and no
/// decimal.
fn arabic_before(text: &str, at: usize) -> Option<(u32, usize)> {
    let digits = text.as_bytes()[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let start = at - digits;
    let mark = text[at..].chars().next()?;
    let opens = text[..start].trim_end().chars().next_back().is_none_or(|c| matches!(c, '。' | ';' | ':' | '!'));
    let words = text[at + mark.len_utf8()..].trim_start().starts_with(crate::language::fold::is_han);
    (opens && words).then_some((text[start..at].parse().ok()?, start))
}

/// Is there a second item in reach?
fn next_follows(text: &str, at: usize) -> bool {
    let end = text.floor_char_boundary((at + 1200).min(text.len()));
    text[at..end].contains(SECOND_ITEM)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}
