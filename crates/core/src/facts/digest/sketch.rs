//! Sentences as hashes: those of the section that ought to be new every year, with years and figures masked, and those
//! that name a year. The same sentence has the same hash in every report, whatever its format.

use crate::document::{BlockKind, Document};
use crate::facts::model::Facts;
use crate::language::dates::YEAR;
use crate::language::fold::is_han;
use crate::language::numbers::{TEN, chinese_digit};
use crate::language::small_words::{IS, ORDINAL};
use crate::lexicon::Lexicon;
use crate::source::Span;

/// A sentence, or an item of a list inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub span: Span,
    pub hash: u32,
    /// Characters that count: those of words.
    pub chars: usize,
}

/// Shorter ones are anyone's.
const SHORTEST: usize = 12;
/// Shorter ones say too little to be held against a report when they name a year.
const SHORTEST_OF_YEAR: usize = 16;
/// No report's section has so many; of more, those with the least hashes are kept, the same ones in every copy.
const MOST: usize = 48;

/// The sentences of the section that ought to be new every year.
pub fn pieces(document: &Document, facts: &Facts, lexicon: &Lexicon) -> Vec<Piece> {
    let topic = lexicon.digest.section.as_str();
    let Some(section) = facts.outline.sections.iter().find(|s| s.topic.as_deref() == Some(topic) && s.also.is_empty())
    else {
        return Vec::new();
    };
    let end = facts.outline.signature.filter(|s| s.start >= section.body.start).map_or(section.body.end, |s| s.start);
    let body = Span::new(section.body.start as usize, end.min(section.body.end) as usize);
    let mut all = Vec::new();
    for block in prose(document, body) {
        cut(document.slice(block), |from, to, Masked { hash, chars, .. }| {
            let span = block.part(from..to);
            // What only leads to a list says nothing of its own.
            if chars >= SHORTEST && !document.slice(span).trim_end().ends_with(':') {
                all.push(Piece { span, hash, chars });
            }
        });
    }
    all
}

/// The sentences outside tables that name a year.
pub fn sentences_of(document: &Document, facts: &Facts, year: i16) -> Vec<Piece> {
    let report = facts.outline.report;
    let text = document.slice(report);
    let named = format!("{year}{YEAR}");
    let mut all: Vec<Piece> = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), named.as_bytes()) {
        let at = report.start as usize + at;
        if all.last().is_some_and(|p| at < p.span.end as usize) {
            continue;
        }
        let Some(index) = document.block_at(at as u32) else { continue };
        let block = &document.blocks[index];
        let heading = |s: &crate::facts::model::Section| s.heading.overlaps(block.span);
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
            || facts.outline.title.is_some_and(|t| t.overlaps(block.span))
            || facts.outline.signature.is_some_and(|s| s.overlaps(block.span))
            || facts.outline.sections.iter().any(heading)
        {
            continue;
        }
        let text = document.slice(block.span);
        let inside = at - block.span.start as usize;
        let from = text[..inside].rfind(ends).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let to = text[inside..].find(ends).map_or(text.len(), |i| inside + i);
        let span = block.span.part(from..to);
        let (hash, chars) = exact(&text[from..to]);
        if chars >= SHORTEST_OF_YEAR {
            all.push(Piece { span, hash, chars });
        }
    }
    all
}

/// Blocks of running text inside a span.
fn prose(document: &Document, body: Span) -> impl Iterator<Item = Span> + '_ {
    let first = document.blocks.partition_point(|b| b.span.end <= body.start);
    document.blocks[first..]
        .iter()
        .take_while(move |b| b.span.start < body.end)
        .filter(|b| !matches!(b.kind, BlockKind::Table(_)))
        .map(move |b| Span::new(b.span.start.max(body.start) as usize, b.span.end.min(body.end) as usize))
}

fn ends(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?' | '\n')
}

/// Cuts a text into sentences, and those at the items of a list (一是…, 二是…) they hold.
fn cut(text: &str, mut piece: impl FnMut(usize, usize, Masked)) {
    let mut from = 0;
    let mut pause = true;
    let mut words = Masked::default();
    for (at, c) in text.char_indices() {
        if ends(c) {
            piece(from, at, std::mem::take(&mut words));
            from = at + c.len_utf8();
            pause = true;
            continue;
        }
        let digit = chinese_digit(c).is_some();
        if pause && digit && text[at + c.len_utf8()..].starts_with(IS) {
            if at > from {
                piece(from, at, std::mem::take(&mut words));
                from = at;
            }
            pause = false;
        } else {
            pause = matches!(c, ',' | ':' | ' ' | '、');
        }
        if !digit && c != TEN && is_han(c) {
            words.take(c);
        }
    }
    piece(from, text.len(), words);
}

const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, c: char) -> u32 {
    let mixed = (hash ^ c as u32).wrapping_mul(0x9e37_79b1);
    mixed ^ (mixed >> 15)
}

/// Hash and length of a sentence's words: no figures, no numbering, no punctuation.
#[derive(Clone, Copy, Debug)]
struct Masked {
    hash: u32,
    chars: usize,
    /// No character was met yet.
    begins: bool,
}

impl Default for Masked {
    fn default() -> Self {
        Self { hash: SEED, chars: 0, begins: true }
    }
}

impl Masked {
    fn take(&mut self, c: char) {
        // What follows the number of an item (一是) goes with it.
        if std::mem::take(&mut self.begins) && matches!(c, IS | ORDINAL) {
            return;
        }
        self.hash = step(self.hash, c);
        self.chars += 1;
    }
}

/// Hash and length of a sentence with its figures.
fn exact(text: &str) -> (u32, usize) {
    let kept = text.chars().filter(|c| is_han(*c) || c.is_ascii_alphanumeric());
    kept.fold((SEED, 0), |(hash, chars), c| (step(hash, c), chars + 1))
}

/// Hashes sorted, each once; of too many the least.
pub(super) fn bottom(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(MOST);
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        cut(text, |from, to, _| all.push(&text[from..to]));
        all.into_iter().filter(|p| !p.is_empty()).collect()
    }

    fn masked(text: &str) -> u32 {
        let mut hashes = Vec::new();
        cut(text, |_, _, words| hashes.push(words.hash));
        assert_eq!(hashes.len(), 1, "{text}");
        hashes[0]
    }

    #[test]
    fn sentences_are_cut_at_their_ends_and_at_items() {
        assert_eq!(
            cuts("存在不足:一是内容不丰富,二是能力待提高。下一步,加强培训"),
            ["存在不足:", "一是内容不丰富,", "二是能力待提高", "下一步,加强培训"]
        );
        assert_eq!(cuts("统一是好的"), ["统一是好的"]);
    }

    #[test]
    fn years_figures_and_numbering_do_not_count() {
        assert_eq!(masked("一是2023年有3个栏目更新不及时"), masked("(二)2024年有12个栏目更新不及时"));
        assert_ne!(masked("栏目更新不及时"), masked("栏目更新很及时"));
        assert_ne!(exact("2023年有3个栏目").0, exact("2024年有3个栏目").0);
    }
}
