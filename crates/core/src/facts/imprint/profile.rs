//! Who reports on which year, and when: agency, kind of body, tier, report year, dates. What is not sure stays none.

use super::agency::{Name, agency};
use super::names::compact;
use crate::document::{BlockKind, Document};
use crate::facts::model::{Outline, Overrides, Profile, Stated};
use crate::language::dates::{ANNUAL, YEAR, date_at, first_date, is_date_line};
use crate::language::fold::is_han;
use crate::lexicon::Lexicon;
use crate::lexicon::titles::{year_in, years};
use crate::source::{Format, Span};
use crate::terms::Date;

/// How far around a word its clause is looked for, in bytes.
const REACH: usize = 400;
/// A line of the page is no longer than this, in bytes.
const PAGE_LINE: usize = 160;

pub(crate) fn read(document: &Document, lexicon: &Lexicon, outline: &Outline, overrides: &Overrides) -> Profile {
    let given = |value| Stated { value, span: None };
    let span = if overrides.agency.is_none() { agency(document, lexicon, outline) } else { None };
    let agency = overrides.agency.clone().map(|value| Stated { value, span: None }).or_else(|| match span? {
        Name::At(span) => Some(Stated { value: compact(&document.shown(span)), span: Some(span) }),
        Name::Page(value) => Some(Stated { value, span: None }),
    });
    let agency_folded = agency.as_ref().map(|a| a.span.map_or_else(|| a.value.clone(), |s| compact(document.slice(s))));
    let name = agency_folded.as_deref().unwrap_or_default();
    let bodies = &lexicon.bodies;
    let year = overrides
        .year
        .map(given)
        .or_else(|| report_year(document, lexicon, outline).map(|(value, span)| Stated { value, span: Some(span) }));
    let signed = outline.signature.and_then(|s| dated(document, s)).map(|s| latest(document, lexicon, outline, s));
    Profile {
        body: overrides.body.or_else(|| bodies.body(name)),
        tier: overrides.tier.or_else(|| bodies.tier(name)),
        place: overrides.place.clone(),
        report_year: year,
        published: overrides
            .published
            .map(|value| Stated { value, span: None })
            .or_else(|| published(document, lexicon, outline))
            // What only the head of the page says does not make a report older than its own signature.
            .filter(|page| page.span.is_some() || overrides.published.is_some() || !is_before(page, signed.as_ref())),
        signed,
        agency,
        agency_folded,
    }
}

/// Title, else the clause that names the report, else the year most spoken of.
fn report_year(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Option<(i16, Span)> {
    let titles = &lexicon.titles;
    let is_school = |s: &str| titles.school_year.iter().any(|w| s.contains(w.as_str()));
    if let Some(title) = outline.title {
        let text = document.slice(title);
        if is_school(text) {
            return None;
        }
        if let Some((year, range)) = year_in(text) {
            return Some(against_title(document, lexicon, outline, year).unwrap_or((year, title.part(range))));
        }
    }
    if let Some(preface) = outline.preface {
        let text = document.slice(preface);
        if let Some((year, range)) = named_in(lexicon, text) {
            return Some((year, preface.part(range)));
        }
    }
    if let Some(period) = crate::facts::imprint::period::read(document, lexicon, outline, &[])
        && let (Some(start), Some(end)) = (period.start.date, period.end.date)
        && start.year() == end.year()
    {
        return Some((start.year(), period.start.span));
    }
    // A title of the page below the report's own place for one (a repeated heading of a list of documents) does not
    // count.
    most_spoken_of(document, outline)
}

/// The year of the report where its title alone names another: the statistics period, the text and the signature of the
/// year after agree.
fn against_title(document: &Document, lexicon: &Lexicon, outline: &Outline, title: i16) -> Option<(i16, Span)> {
    let signed = dated(document, outline.signature?)?.value.year();
    if signed == title + 1 {
        return None;
    }
    let period = crate::facts::imprint::period::read(document, lexicon, outline, &[])?;
    let (start, end) = (period.start.date?.year(), period.end.date?.year());
    let spoken = most_spoken_of(document, outline)?.0;
    (start == end && start != title && start + 1 == signed && spoken == start).then_some((start, period.start.span))
}

/// 2012年度政府信息公开年度报告 in running text.
fn named_in(lexicon: &Lexicon, text: &str) -> Option<(i16, std::ops::Range<usize>)> {
    let titles = &lexicon.titles;
    for (start, year, end) in years(text) {
        let after = &text[end..];
        if !after.starts_with(YEAR) {
            continue;
        }
        let clause = after[..after.floor_char_boundary(REACH.min(after.len()))]
            .split(['。', ';', ',', '》', '\n'])
            .next()
            .unwrap_or_default();
        let Some((subject, len)) = titles.subject(clause) else { continue };
        if subject <= 90
            && titles.names_kind(&clause[subject + len..])
            && !text[..start].ends_with(['《', '〔', '['])
            && !in_document_name(text, start)
        {
            return Some((year, start..end));
        }
    }
    None
}

/// Between 《 and 》.
fn in_document_name(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(REACH))..at];
    match (before.rfind('《'), before.rfind('》')) {
        (Some(open), Some(close)) => open > close,
        (Some(_), None) => true,
        _ => false,
    }
}

fn most_spoken_of(document: &Document, outline: &Outline) -> Option<(i16, Span)> {
    let end = outline.signature.map_or(outline.report.end, |s| s.start);
    let span = Span { start: outline.report.start, end: end.max(outline.report.start) };
    let text = document.slice(span);
    let mut seen: Vec<(i16, u32, Span)> = Vec::new();
    for (start, year, end) in years(text) {
        let after = &text[end..];
        if !after.starts_with(YEAR) || in_document_name(text, start) {
            continue;
        }
        // A year that opens a sentence, or is called a year of report, says more than one in passing.
        let behind = &after[YEAR.len_utf8()..];
        let opens = behind.starts_with(ANNUAL) || text[..start].ends_with(['。', '\n']) && behind.starts_with(',');
        let weight = if opens { 3 } else { 1 };
        match seen.iter_mut().find(|s| s.0 == year) {
            Some(s) => s.1 += weight,
            None => seen.push((year, weight, span.part(start..end))),
        }
    }
    let &(year, weight, at) = seen.iter().max_by_key(|s| s.1)?;
    (seen.iter().filter(|s| s.1 == weight).count() == 1).then_some((year, at))
}

/// The last full date in a span.
fn dated(document: &Document, span: Span) -> Option<Stated<Date>> {
    let text = document.slice(span);
    let raw = text.lines().rev().find_map(|line| {
        let base = line.as_ptr() as usize - text.as_ptr() as usize;
        first_date(line).map(|d| (d, base))
    })?;
    Some(Stated { value: raw.0.date()?, span: Some(span.part(raw.1 + raw.0.start..raw.1 + raw.0.end)) })
}

fn is_before(date: &Stated<Date>, other: Option<&Stated<Date>>) -> bool {
    other.is_some_and(|other| date.value < other.value)
}

/// The signature, or where other lines of the report below its first heading are dates and no more, or tell when it was
/// printed, the latest of them in the year of the signature: of two dates the better one is not taken at its word.
fn latest(document: &Document, lexicon: &Lexicon, outline: &Outline, signed: Stated<Date>) -> Stated<Date> {
    let Some(first) = outline.sections.first() else { return signed };
    let printed = &lexicon.furniture.raw.printed;
    let mut latest = signed;
    for (number, block) in document.blocks.iter().enumerate() {
        if block.span.start < first.heading.end || matches!(block.kind, BlockKind::Table(_)) {
            continue;
        }
        let text = document.slice(block.span);
        if text.len() > PAGE_LINE || !text.contains(|c: char| c.is_ascii_digit()) && !text.contains(YEAR) {
            continue;
        }
        let of_page = outline.furniture.contains(&number);
        for line in text.lines() {
            let base = line.as_ptr() as usize - text.as_ptr() as usize;
            let Some(raw) = first_date(line) else { continue };
            let behind = line[raw.end..].trim_start();
            let told = printed.iter().any(|word| behind.starts_with(word.as_str()));
            let alone = !of_page && is_date_line(line.trim());
            if let Some(value) = raw.date().filter(|d| told || alone && d.year() == latest.value.year())
                && value > latest.value
                && value.year() == latest.value.year()
            {
                let span = Some(block.span.part(base + raw.start..base + raw.end));
                latest = Stated { value, span };
            }
        }
    }
    latest
}

/// The date of the page: labelled in its furniture, alone under the title, or in its <meta>.
fn published(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Option<Stated<Date>> {
    let labels = &lexicon.furniture.raw.published;
    let mut best: Option<(usize, Date, Span)> = None;
    let first = outline.sections.first().map_or(u32::MAX, |s| s.heading.start);
    let mut consider = |rank: usize, text: &str, at: usize, span: Span| {
        let rest = text[at..].trim_start_matches([' ', ':', '\n', '|', '】', ']']);
        let from = text.len() - rest.len();
        if let Some(raw) = date_at(text, from)
            && let Some(date) = raw.date()
            && best.as_ref().is_none_or(|b| rank < b.0)
        {
            best = Some((rank, date, span.part(raw.start..raw.end)));
        }
    };
    for &block in &outline.furniture {
        let span = document.blocks[block].span;
        let text = document.slice(span);
        for (rank, label) in labels.iter().enumerate() {
            // 日期 alone, not the end of 成文日期.
            if let Some(i) =
                text.find(label.as_str()).filter(|&i| label.chars().count() > 2 || !text[..i].ends_with(is_han))
            {
                consider(rank, text, i + label.len(), span);
            }
        }
        // 2018-06-05 00:00 浏览量: — a date that opens the page's line.
        if span.start < first {
            consider(labels.len(), text, 0, span);
        }
    }
    // (2014年3月12日) under the title; tables of the page with the date in the next cell.
    for block in document.blocks.iter().take_while(|b| b.span.start < first).take(60) {
        if matches!(block.kind, BlockKind::Table(_)) {
            continue;
        }
        let text = document.slice(block.span);
        if text.len() <= 60 && is_date_line(text) {
            let open = text.len() - text.trim_start_matches(['(', ' ']).len();
            consider(labels.len(), text, open, block.span);
        } else if text.len() <= PAGE_LINE && is_page_line(lexicon, text) {
            // 云河县政府网 2009-03-27 来源:…: the date stands before what begins as lines of a page do.
            let at = first_date(text).map(|d| d.start);
            at.into_iter().for_each(|at| consider(labels.len() + 1, text, at, block.span));
        }
    }
    if let Some((_, date, span)) = best {
        return Some(Stated { value: date, span: Some(span) });
    }
    meta_date(document, lexicon).map(|value| Stated { value, span: None })
}

/// Where a page tells of what it shows: parts set apart, one of which begins as its lines do.
fn is_page_line(lexicon: &Lexicon, text: &str) -> bool {
    let mut parts = text.split([' ', '|', '\n']).filter(|part| !part.is_empty()).peekable();
    let first = parts.next();
    first.is_some() && !text.contains(['。', ',']) && parts.any(|part| lexicon.furniture.begins(part, 20))
}

fn meta_date(document: &Document, lexicon: &Lexicon) -> Option<Date> {
    if document.source.format != Format::Html {
        return None;
    }
    let source = document.source.text.as_str();
    let head = &source[..source.floor_char_boundary(20_000.min(source.len()))];
    for name in &lexicon.furniture.raw.meta {
        let Some(i) = head.find(name.as_str()) else { continue };
        let tag = &head[i..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        let Some(c) = tag.find("content=") else { continue };
        if let Some(date) = first_date(&tag[c..]).and_then(|d| d.date()) {
            return Some(date);
        }
    }
    None
}
