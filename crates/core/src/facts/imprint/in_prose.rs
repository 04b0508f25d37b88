//! The reporting body by what the prose says of it, where no title names it: whose work the sentences tell of, whom
//! readers are to ask. Takes the outline; a body that the report's own words for itself (我局) cannot mean is none.

use super::names::{bare_name, is_agency, unled};
use crate::document::{BlockKind, Document};
use crate::facts::model::Outline;
use crate::language::fold::is_han;
use crate::lexicon::{Lexicon, Str};
use crate::source::Span;

/// So many clauses are looked at.
const CLAUSES: usize = 400;
/// So many words of a clause may be those before which the name stands.
const TELLS: usize = 3;
/// So many bytes before a relative name may hold the place that it leaves out.
const PLACE: usize = 45;

/// A body named in the prose.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub span: Span,
    /// 市水务局: it only counts from inside its own place.
    pub relative: bool,
}

/// The body that most of the report speaks of, among those that its sentences begin with or that readers are to ask.
pub(super) fn named_in_prose(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Option<Named> {
    let prose = prose(document, outline);
    let text = document.slice(prose);
    let own = own_noun(lexicon, text);
    let fits = |name: &str| own.is_none_or(|noun| name.contains(noun));
    let mut found: Vec<(&str, bool)> = Vec::new();
    for clause in text.split(['。', ';', ',', '\n', ':', '(', ')', '《']).take(CLAUSES) {
        let names = [subject(lexicon, clause), asked(lexicon, clause)];
        found.extend(names.into_iter().flatten().filter(|(name, _)| fits(name)));
    }
    let whole = document.slice(outline.report);
    let spoken = |name: &str| memchr::memmem::find_iter(whole.as_bytes(), name.as_bytes()).count();
    let best = |relative: bool| {
        let mut names = found.iter().filter(|f| f.1 == relative).map(|f| (f.0, spoken(f.0)));
        let first = names.next()?;
        Some(names.fold(first, |best, next| if next.1 > best.1 { next } else { best }).0)
    };
    let at = |name: &str, relative: bool| {
        let from = prose.start as usize + (name.as_ptr() as usize - text.as_ptr() as usize);
        Named { span: Span::new(from, from + name.len()), relative }
    };
    if let Some(name) = best(false) {
        return Some(at(name, false));
    }
    let name = best(true)?;
    Some(
        in_full(document, lexicon, outline.report, name)
            .map_or_else(|| at(name, true), |span| Named { span, relative: false }),
    )
}

/// From the opening to the first table, headings aside or not; all of it where no table comes.
fn prose(document: &Document, outline: &Outline) -> Span {
    let from = outline.title.map_or(outline.report.start, |t| t.end.max(outline.report.start));
    let end = outline.signature.map_or(outline.report.end, |s| s.start.min(outline.report.end));
    let tables = document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Table(_))).map(|b| b.span.start);
    let end = tables.filter(|&t| t > from).min().map_or(end, |t| t.min(end));
    Span { start: from, end: end.max(from) }
}

/// What the report calls itself most, without 我: only what ends names of bodies, and of one kind of them.
fn own_noun<'l>(lexicon: &'l Lexicon, text: &str) -> Option<&'l str> {
    let count = |word: &Str| memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).count();
    let nouns = lexicon.titles.nouns.iter().map(|word| (word, count(word))).filter(|n| n.1 > 0);
    let (word, _) = nouns.max_by_key(|n| n.1)?;
    word.char_indices().nth(1).map(|(at, _)| &word[at..])
}

/// 2023年,云河县财政局坚持…: the name before the words by which a body tells of its own work.
fn subject<'t>(lexicon: &Lexicon, clause: &'t str) -> Option<(&'t str, bool)> {
    let titles = &lexicon.titles;
    titles.tells.find_iter(clause).take(TELLS).find_map(|tells| {
        let name = unled(lexicon, &clause[..tells.start]);
        // 河口乡党委、政府 is the town.
        let name = titles.heads.iter().find_map(|h| name.strip_suffix(h.as_str())).unwrap_or(name);
        accepted(lexicon, name)
    })
}

/// 请与云河县水务局办公室联系.
fn asked<'t>(lexicon: &Lexicon, clause: &'t str) -> Option<(&'t str, bool)> {
    let titles = &lexicon.titles;
    let lead = titles.asks.iter().filter_map(|w| clause.find(w.as_str()).map(|at| at + w.len())).min()?;
    let rest = clause[lead..].trim_start();
    let end = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
    let run = &rest[..end];
    let end = titles.asked.iter().filter_map(|w| run.find(w.as_str())).min().unwrap_or(run.len());
    accepted(lexicon, run[..end].trim())
}

fn accepted<'t>(lexicon: &Lexicon, name: &'t str) -> Option<(&'t str, bool)> {
    if is_none(lexicon, name) {
        return None;
    }
    let titles = &lexicon.titles;
    if let Some(name) = bare_name(lexicon, name) {
        return (name.chars().count() > 2).then_some((name, false));
    }
    let office = titles.offices.iter().find_map(|o| name.strip_suffix(o.as_str())).unwrap_or(name);
    let bodies = &lexicon.bodies;
    // 县政府 and 市委 are whom one reports to.
    let own = bodies.is_relative_name(office) && office.chars().count() > 3 && !titles.is_of_itself(office);
    own.then_some((office, true))
}

/// It looks like a name and is none, or not that of who reports.
fn is_none(lexicon: &Lexicon, name: &str) -> bool {
    let titles = &lexicon.titles;
    titles.no_start.iter().any(|w| name.starts_with(w.as_str()))
        || titles.no_end.iter().any(|w| name.ends_with(w.as_str()))
}

/// The first place where more stands before a relative name and makes it a whole one: 《青岭市水务局公开办法》 for 市水务局.
fn in_full(document: &Document, lexicon: &Lexicon, within: Span, relative: &str) -> Option<Span> {
    let text = document.slice(within);
    memchr::memmem::find_iter(text.as_bytes(), relative.as_bytes()).find_map(|at| {
        let near = text.ceil_char_boundary(at.saturating_sub(PLACE));
        let begins =
            text[near..at].char_indices().rev().take_while(|(_, c)| is_han(*c)).last().map(|(i, _)| near + i)?;
        let bounded = begins > near || near == 0;
        let name = &text[begins..at + relative.len()];
        (bounded && is_agency(lexicon, name) && !is_none(lexicon, name))
            .then(|| within.part(begins..at + relative.len()))
    })
}
