//! The name of the reporting body, as the report writes it: in its title, else where its opening, signature or page
//! says whose it is. Takes the outline; knows nothing of what a body of that name has to do.

use super::in_prose::named_in_prose;
use super::names::{bare_name, compact, is_agency, is_cut_short, name_at_end};
use crate::document::Document;
use crate::facts::model::Outline;
use crate::language::fold::is_han;
use crate::lexicon::{Lexicon, Str};
use crate::source::Span;

/// How far around a word its clause is looked for, in bytes.
const REACH: usize = 400;
/// A preface names its agency within so many places that could.
const TRIES: usize = 32;
/// The opening of a first section is no longer than this, in bytes.
const OPENING: usize = 1500;

pub(super) enum Name {
    At(Span),
    /// From the page's title, which is no part of the text.
    Page(String),
}

/// The agency as written: in the title, else the preface, signature, source line, first line.
pub(super) fn agency(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Option<Name> {
    let accept = |span: Span| is_agency(lexicon, &compact(document.slice(span))).then_some(Name::At(span));
    if let Some(name) = outline.title.and_then(|t| in_title(document, lexicon, t)).and_then(accept) {
        return Some(name);
    }
    if let Some(name) = outline.preface.and_then(|p| in_preface(document, lexicon, p)) {
        return Some(Name::At(name));
    }
    if let Some(span) = outline.signature.and_then(|s| signer(document, lexicon, s)) {
        return Some(Name::At(span));
    }
    // Where no preface stands the first section begins with what belongs there.
    let first = outline.sections.first().map(|s| opening(document, s.body));
    if let Some(name) = first.and_then(|f| in_preface(document, lexicon, f)) {
        return Some(Name::At(name));
    }
    let prose = named_in_prose(document, lexicon, outline);
    let source = source_line(document, lexicon, outline);
    if let Some(named) = prose.filter(|n| !n.relative) {
        // The page may give in full what the prose cuts short.
        let full = source.filter(|&s| is_cut_short(document.slice(named.span), document.slice(s)));
        return Some(Name::At(full.unwrap_or(named.span)));
    }
    if let Some(span) = source {
        return Some(Name::At(span));
    }
    let first = document.blocks.iter().find(|b| b.span.start >= outline.report.start).map(|b| b.span);
    if let Some(span) = first.filter(|s| lexicon.bodies.is_name(&compact(document.slice(*s)))) {
        return Some(Name::At(span));
    }
    in_page_title(document, lexicon).or_else(|| prose.map(|named| Name::At(named.span)))
}

/// The first paragraph of a section, as far as an opening goes.
fn opening(document: &Document, section: Span) -> Span {
    let text = document.slice(section);
    let near = text.floor_char_boundary(OPENING.min(text.len()));
    section.part(0..text[..near].find('\n').unwrap_or(near))
}

fn in_page_title(document: &Document, lexicon: &Lexicon) -> Option<Name> {
    let page = document.source.text.get(document.signs.title?.range())?;
    let page = crate::language::fold::folded(page);
    let (start, _) = lexicon.titles.subject(&page)?;
    let name = compact(lexicon.titles.agency_part(&page[..start]));
    is_agency(lexicon, &name).then_some(Name::Page(name))
}

/// The name before 政府信息公开 in a title, or on the line above it.
fn in_title(document: &Document, lexicon: &Lexicon, title: Span) -> Option<Span> {
    let text = document.slice(title);
    let (start, _) = lexicon.titles.subject(text).or_else(|| spaced_subject(lexicon, text))?;
    // The name may stand on a line of its own below.
    let below = text[start..].split('\n').skip(1).map(str::trim).find(|line| is_agency(lexicon, line));
    if lexicon.titles.agency_part(&text[..start]).is_empty()
        && let Some(name) = below
    {
        let from = name.as_ptr() as usize - text.as_ptr() as usize;
        return Some(title.part(from..from + name.len()));
    }
    let mut before = &text[..start];
    let shared = |(name, both): &(Str, Str)| {
        (before.ends_with(name.as_str()) && text[start..].starts_with(both.as_str())).then_some(both.len())
    };
    if let Some(len) = lexicon.titles.shared.iter().find_map(shared) {
        before = &text[..start + len];
    }
    let mut part = lexicon.titles.agency_part(before);
    if let Some((first, _)) = part.split_once('\n')
        && (is_agency(lexicon, first.trim()) || !is_agency(lexicon, &compact(part)))
    {
        part = lexicon.titles.agency_part(first);
    }
    // 海关总署(本级机关), 青岭海关关区: the name, and how much of it reports.
    let bare = part
        .split_once('(')
        .filter(|(_, rest)| rest.trim_end().ends_with(')'))
        .map_or(part, |(name, _)| name.trim_end());
    let bare = lexicon.titles.areas.iter().find_map(|a| bare.strip_suffix(a.as_str())).unwrap_or(bare);
    let part = if is_agency(lexicon, bare) { bare } else { part };
    let from = part.as_ptr() as usize - text.as_ptr() as usize;
    (!part.is_empty()).then(|| title.part(from..from + part.len()))
}

/// Titles are sometimes spaced out: 政 府 信 息 公 开.
fn spaced_subject(lexicon: &Lexicon, text: &str) -> Option<(usize, usize)> {
    let kept: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let squeezed: String = kept.iter().map(|k| k.1).collect();
    let (start, len) = lexicon.titles.subject(&squeezed)?;
    let index = squeezed[..start].chars().count();
    Some((kept.get(index)?.0, len))
}

/// The name in 现公布NAME2020年政府信息公开…, 由NAME编制, 结合NAME(以下简称…).
fn in_preface(document: &Document, lexicon: &Lexicon, preface: Span) -> Option<Span> {
    let text = document.slice(preface);
    let titles = &lexicon.titles;
    let at = |part: &str| {
        let from = part.as_ptr() as usize - text.as_ptr() as usize;
        preface.part(from..from + part.len())
    };
    for subject in titles.subjects() {
        for m in memchr::memmem::find_iter(text.as_bytes(), subject.as_bytes()).take(TRIES) {
            let after = text[m..text.floor_char_boundary((m + REACH).min(text.len()))]
                .split(['。', ';', ',', '\n'])
                .next()
                .unwrap_or_default();
            if !titles.names_kind(after) {
                continue;
            }
            let clause = &text[text[..m]
                .rfind(|c: char| !is_han(c) && !c.is_ascii_digit() && c != ' ')
                .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8))
                ..m];
            if let Some(name) = name_at_end(lexicon, clause) {
                return Some(at(name));
            }
        }
    }
    for made in &titles.made_by {
        for m in memchr::memmem::find_iter(text.as_bytes(), made.as_bytes()).take(TRIES) {
            let near = text.floor_char_boundary(m.saturating_sub(120));
            let Some(by) = text[near..m].rfind(titles.by.as_str()).map(|i| near + i) else { continue };
            let made_by = text[by + titles.by.len()..m].trim();
            // 由云河县行政审批局(政务服务中心)编制: the second name of one body.
            let first = made_by.split('(').next().unwrap_or_default();
            if let Some(name) = bare_name(lexicon, made_by).or_else(|| bare_name(lexicon, first)) {
                return Some(at(name));
            }
        }
    }
    for m in memchr::memchr_iter(b'(', text.as_bytes()).take(TRIES) {
        let clause = &text[text[..m]
            .rfind(|c: char| !is_han(c))
            .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8))..m];
        if let Some(name) = name_at_end(lexicon, clause)
            .filter(|n| n.chars().count() >= 4 && text[m + 1..].trim_start().starts_with(titles.called.as_str()))
        {
            return Some(at(name));
        }
    }
    None
}

fn signer(document: &Document, lexicon: &Lexicon, signature: Span) -> Option<Span> {
    let text = document.slice(signature);
    let mut at = 0;
    for line in text.split(['\n', ' ']) {
        let start = at;
        at += line.len() + 1;
        if let Some(name) = bare_name(lexicon, line.trim()) {
            let from = start + line.find(name)?;
            return Some(signature.part(from..from + name.len()));
        }
    }
    None
}

fn source_line(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Option<Span> {
    for &block in &outline.furniture {
        let span = document.blocks[block].span;
        if span.start > outline.sections.first().map_or(u32::MAX, |s| s.heading.start) {
            break;
        }
        let text = document.slice(span);
        for word in &lexicon.furniture.raw.sources {
            let Some(i) = text.find(word.as_str()) else { continue };
            let rest = text[i + word.len()..].trim_start_matches([' ', ':', '\n']);
            let from = text.len() - rest.len();
            let end = rest.find(|c: char| !is_han(c)).unwrap_or(rest.len());
            if let Some(name) = bare_name(lexicon, &rest[..end]) {
                let from = from + rest.find(name)?;
                return Some(span.part(from..from + name.len()));
            }
        }
    }
    None
}
