//! The list of contents that a longer report begins with: it names each heading before it stands, often with a page.
//! Its lines are headings of nothing. Told by its shape and by what stands again below it; knows no heading.

use std::ops::Range;

use super::lines::Line;
use crate::document::Document;
use crate::language::fold::squeeze;
use crate::language::layout::{entry, is_contents};
use crate::language::numbering::{bullets, mark};

/// A list is looked for among so many lines.
const WITHIN: usize = 300;
/// It has so many entries at least and at most.
const FEWEST: usize = 3;
const MOST: usize = 80;
/// An entry is no longer than this, in bytes.
const LONGEST: usize = 180;

/// The lines of the list of contents, its name among them; empty where there is none.
pub(super) fn list(document: &Document, lines: &[Line]) -> Range<usize> {
    let text = |i: usize| document.slice(lines[i].span);
    let end = lines.len().min(WITHIN);
    let mut at = 0;
    while at < end {
        let named = !lines[at].is_table() && is_contents(text(at));
        if !named && paged(document, lines, at).is_none() {
            at += 1;
            continue;
        }
        let first = at + usize::from(named);
        let paged = (first..end).take_while(|&i| paged(document, lines, i).is_some()).take(MOST).count();
        if paged >= FEWEST && is_list(document, lines, first..first + paged, named) {
            return at..first + paged;
        }
        if named {
            let plain = plain(document, lines, first, end);
            if plain >= FEWEST && repeated(document, lines, first..first + plain) * 2 >= plain {
                return at..first + plain;
            }
        }
        at = first + paged.max(usize::from(!named));
    }
    0..0
}

/// The entry that a line is, with its page.
fn paged<'a>(document: &'a Document, lines: &[Line], i: usize) -> Option<(&'a str, u32, bool)> {
    let text = document.slice(lines[i].span);
    (!lines[i].is_table() && text.len() <= LONGEST).then(|| entry(text)).flatten()
}

/// Whether lines that end with a number are a list of contents: dots lead to the numbers, or these are pages, one after
/// another, of what stands again below.
fn is_list(document: &Document, lines: &[Line], of: Range<usize>, named: bool) -> bool {
    let entries = || of.clone().filter_map(|i| paged(document, lines, i));
    if entries().all(|(_, _, led)| led) {
        return true;
    }
    let rising = entries().zip(entries().skip(1)).all(|(a, b)| a.1 <= b.1);
    rising && (named || repeated(document, lines, of.clone()) * 2 >= of.len())
}

/// How many lines below the name of a list are entries without a page: numbered or alone, up to where the first stands
/// again.
fn plain(document: &Document, lines: &[Line], first: usize, end: usize) -> usize {
    let text = |i: usize| squeeze(document.slice(lines[i].span));
    let of_list = |&i: &usize| {
        let line = document.slice(lines[i].span);
        !lines[i].is_table()
            && line.len() <= LONGEST
            && mark(&line[bullets(line)..]).is_some()
            && !line.ends_with(['。', ';', ','])
            && (i == first || text(i) != text(first))
    };
    (first..end).take_while(of_list).take(MOST).count()
}

/// How many entries stand again below the list, as lines or at their start.
fn repeated(document: &Document, lines: &[Line], of: Range<usize>) -> usize {
    let below: Vec<String> = lines[of.end..]
        .iter()
        .filter(|l| !l.is_table())
        .map(|l| {
            let text = document.slice(l.span);
            squeeze(&text[..text.floor_char_boundary(LONGEST)])
        })
        .collect();
    of.filter(|&i| {
        let bare = paged(document, lines, i).map_or(document.slice(lines[i].span), |(bare, _, _)| bare);
        let bare = squeeze(bare[bullets(bare)..].trim_end_matches(['.', '…', ' ']));
        !bare.is_empty() && below.iter().any(|line| line.starts_with(&bare))
    })
    .count()
}
