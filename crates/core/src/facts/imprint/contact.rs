//! How to reach the body: labelled values of the sentence that tells readers whom to ask, as written. Other telephone
//! numbers of a report (hotlines, tables of offices) are not it.

use crate::language::small_words::{AND, LINKS, OR};
use crate::lexicon::contact::{ContactWords, Label, PlainWords};

use super::plain_contact;
use crate::document::Document;
use crate::facts::model::{Contact, Fact, Outline};
use crate::lexicon::Lexicon;
use crate::source::Span;

impl Contact {
    fn is_reachable(&self) -> bool {
        self.address.is_some() && (self.phone.is_some() || self.email.is_some())
    }

    /// One of the values ends there, but for a bracket or a mark after it.
    pub(crate) fn ends(&self, at: usize) -> bool {
        let values = [&self.address, &self.postcode, &self.phone, &self.fax, &self.email];
        values.into_iter().flatten().any(|v| (v.span.end as usize..=v.span.end as usize + 3).contains(&at))
    }
}

/// A sentence of contact and the lines that go with it are no longer than this, in bytes.
const REACH: usize = 900;
/// So many sentences are tried.
const TRIES: usize = 32;

pub(crate) fn read(document: &Document, lexicon: &Lexicon, outline: &Outline) -> Contact {
    let words = &lexicon.contact;
    // Nearly always the opening says it all.
    if let Some(preface) = outline.preface {
        let contact = read_in(document, words, outline, preface);
        if contact.is_reachable() {
            return contact;
        }
    }
    read_in(document, words, outline, outline.report)
}

/// Reads the contact in a part of the report.
fn read_in(document: &Document, words: &ContactWords, outline: &Outline, within: Span) -> Contact {
    let text = document.slice(within);
    let hits: Vec<(Label, usize, usize)> =
        words.labels.find_iter(text).map(|m| (words.kinds[m.word], m.start, m.end)).collect();
    let base = within.start as usize;
    let preface = outline.preface.map(|p| p.range().start.saturating_sub(base)..p.range().end.saturating_sub(base));
    let tail = outline
        .sections
        .iter()
        .rfind(|s| s.level == 1)
        .map_or(usize::MAX, |s| (s.heading.start as usize).saturating_sub(base));
    // A first section may begin in the line of the opening, which is no preface then.
    let first = outline.sections.first().map_or(0, |s| (s.heading.start as usize).saturating_sub(base));
    // Where a report tells whom to ask: before its first section or under the last.
    let in_place = |at: usize| at >= tail || at < first || preface.as_ref().is_some_and(|p| p.contains(&at));
    let mut best: Option<Contact> = None;
    let mut tried = 0;
    for (i, &(kind, start, _)) in hits.iter().enumerate() {
        if kind != Label::Trigger {
            continue;
        }
        tried += 1;
        if tried > TRIES {
            break;
        }
        let mut contact = cluster(document, text, &words.plain, &hits[i..], start, base);
        if in_place(start) {
            plain_contact::read(document, &words.plain, &mut contact);
        }
        let found = [&contact.address, &contact.postcode, &contact.phone, &contact.fax, &contact.email]
            .iter()
            .filter(|f| f.is_some())
            .count();
        if found == 0 && contact.span.is_none() {
            continue;
        }
        let in_preface = preface.as_ref().is_some_and(|p| p.contains(&start));
        let better = best.as_ref().is_none_or(|b| {
            b.address.is_none() && b.phone.is_none() && b.email.is_none() && b.fax.is_none() && found > 0
                || !b.is_reachable() && contact.is_reachable()
        });
        if better && (found > 0 || in_preface) {
            best = Some(contact);
        }
    }
    // Labels without any word of reaching count where they stand together, before the first section or under the last.
    if best.as_ref().is_none_or(|b| b.address.is_none() && b.phone.is_none() && b.email.is_none()) {
        for (i, &(kind, start, _)) in hits
            .iter()
            .enumerate()
            .filter(|(_, h)| {
                matches!(h.0, Label::Address | Label::Postcode | Label::Phone | Label::Email) && in_place(h.1)
            })
            .take(8)
        {
            let mut contact = cluster(document, text, &words.plain, &hits[i..], start, base);
            plain_contact::read(document, &words.plain, &mut contact);
            let in_preface = preface.as_ref().is_some_and(|p| p.contains(&start));
            let rung =
                contact.phone.as_ref().is_some_and(|p| contact.email.is_some() || in_preface && is_full(&p.value));
            if contact.is_reachable() || kind == Label::Phone && rung {
                return contact;
            }
        }
    }
    best.unwrap_or_default()
}

/// The values behind a trigger: in its sentence and, where labels begin lines, in the lines after it.
fn cluster(
    document: &Document,
    text: &str,
    plain: &PlainWords,
    hits: &[(Label, usize, usize)],
    start: usize,
    base: usize,
) -> Contact {
    let mut contact = Contact::default();
    let limit = text.floor_char_boundary((start + REACH).min(text.len()));
    let mut end = start;
    let mut last_end = start;
    for (i, &(kind, at, label_end)) in hits.iter().enumerate() {
        if at >= limit {
            break;
        }
        if kind == Label::Trigger {
            continue;
        }
        // A full stop or a line of other text ends the statement.
        let between = &text[last_end.min(at)..at];
        if between.contains('。') && !between.trim_end().ends_with('。')
            || between.contains('\n') && between.lines().last().is_some_and(|l| l.trim().chars().count() > 12)
            || between.len() > 240
        {
            break;
        }
        let next = hits[i + 1..].iter().find(|h| h.0 != Label::Trigger).map_or(text.len(), |h| h.1);
        // 电话(传真):… and 电话/传真:… share one value.
        let paired =
            matches!(kind, Label::Phone | Label::Fax) && text[label_end..next].trim_matches(parts_labels).is_empty();
        let label_end = match hits.get(i + 1) {
            Some(&(Label::Phone | Label::Fax, _, end)) if paired => end,
            _ => label_end,
        };
        let next = if paired {
            hits[i + 1..].iter().skip(1).find(|h| h.0 != Label::Trigger).map_or(text.len(), |h| h.1)
        } else {
            next
        };
        let Some((from, to)) = value(text, kind, label_end, next, plain) else { continue };
        last_end = to;
        end = end.max(to);
        let span = Span::new(base + from, base + to);
        let slot = match kind {
            Label::Address => &mut contact.address,
            Label::Postcode => &mut contact.postcode,
            Label::Phone => &mut contact.phone,
            Label::Fax => &mut contact.fax,
            Label::Email => &mut contact.email,
            Label::Other | Label::Trigger => continue,
        };
        if slot.is_none() {
            *slot = Some(Fact { value: document.shown(span), span });
        }
    }
    // 请与…联系 without any value still says whom to ask.
    let near = text.floor_char_boundary(start.saturating_sub(REACH));
    let sentence_from = text[near..start]
        .rfind(['。', '\n'])
        .map_or(near, |i| near + i + text[near + i..].chars().next().map_or(1, char::len_utf8));
    let far = text.floor_char_boundary((end + REACH).min(text.len()));
    let sentence_to = text[end..far].find(['。', '\n']).map_or(far, |i| end + i);
    contact.span = Some(Span::new(base + sentence_from, base + sentence_to));
    contact
}

/// What may stand between two labels that share a value.
fn parts_labels(c: char) -> bool {
    matches!(c, ' ' | '(' | '/' | '、' | ',') || AND.iter().any(|word| word.contains(c))
}

/// The value after a label: to the next label, or to the mark that ends it.
fn value(text: &str, kind: Label, label_end: usize, next: usize, plain: &PlainWords) -> Option<(usize, usize)> {
    let PlainWords { extension, elsewhere, .. } = plain;
    // A second number, or the extension of the first.
    let goes_on = |c: char| OR[0].contains(c) || extension.contains(c);
    let after = text[label_end..].trim_start_matches([' ', '(', ')']);
    let announces = |c: char| matches!(c, ':' | '/' | ';') || LINKS.contains(&c);
    let colon = after.starts_with(announces);
    let from = text.len() - after.trim_start_matches(|c| announces(c) || matches!(c, ' ' | '(' | '\n')).len();
    // The area code may stand in brackets of its own.
    let bracket =
        matches!(kind, Label::Phone | Label::Fax) && text[..from].ends_with('(') && is_area_code(&text[from..]);
    let from = from - usize::from(bracket);
    let value = &text[from..next.max(from)];
    let mut depth = 0i32;
    let stop = value.char_indices().find(|&(_, c)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        depth < 0 || matches!(c, '。' | ';' | '\n' | '|' | '】') || (c == ',' && kind != Label::Phone)
    });
    let mut value = value[..stop.map_or(value.len(), |s| s.0)].trim_end();
    match kind {
        Label::Phone | Label::Fax => {
            let len = value
                .char_indices()
                .find(|&(_, c)| {
                    !(c.is_ascii_digit()
                        || matches!(
                            c,
                            '-' | '—'
                                | '–'
                                | '－'
                                | '―'
                                | '─'
                                | '('
                                | ')'
                                | ' '
                                | '、'
                                | ','
                                | '/'
                                | '+'
                                | '~'
                                | '\u{2011}'
                        )
                        || goes_on(c))
                })
                .map_or(value.len(), |(i, _)| i);
            value =
                value[..len].trim_end_matches(|c| matches!(c, ' ' | ',' | '、' | '-' | '/' | '(' | '—') || goes_on(c));
            if value.bytes().filter(u8::is_ascii_digit).count() < 5 || is_filler(value) {
                return None;
            }
        }
        Label::Postcode => {
            let digits = value.bytes().take_while(u8::is_ascii_digit).count();
            value = &value[..digits];
            if digits < 4 {
                return None;
            }
        }
        Label::Email => {
            let len = value
                .char_indices()
                .find(|&(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | '#')))
                .map_or(value.len(), |(i, _)| i);
            value = value[..len].trim_end_matches('.');
            // Nobody has a domain of one letter.
            let ends = value.rsplit_once('.').is_some_and(|(_, top)| top.len() > 1);
            if !value.contains(['@', '#']) || !ends {
                return None;
            }
        }
        Label::Address => {
            if !colon {
                return None;
            }
            value = value.trim_end_matches([' ', ',', '、', '(', ':', '.']);
            let count = value.chars().count();
            if !(3..=80).contains(&count) || elsewhere.iter().any(|word| value.starts_with(word.as_str())) {
                return None;
            }
        }
        Label::Other | Label::Trigger => {}
    }
    (!value.is_empty()).then(|| (from, from + value.len()))
}

/// One figure again and again: 0000-0000000.
fn is_filler(number: &str) -> bool {
    let mut digits = number.bytes().filter(u8::is_ascii_digit);
    let first = digits.next();
    digits.all(|digit| Some(digit) == first)
}

/// More than a hotline of a few figures.
fn is_full(number: &str) -> bool {
    number.chars().filter(|c| c.is_numeric()).count() >= 7
}

/// 0791) and then the number itself.
fn is_area_code(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let Some(rest) = text[digits..].strip_prefix(')') else { return false };
    (3..=4).contains(&digits)
        && text.starts_with('0')
        && rest.trim_start_matches([' ', '-']).starts_with(|c: char| c.is_ascii_digit())
}
