//! Brackets, quotation marks and 书名号 that open and close. One finding a paragraph.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope;
use crate::facts::model::Completeness;
use crate::language::numbers::is_chinese_numeral;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balanced {}

/// Kinds of pair; the square ones are written one for the other.
fn kind(c: char) -> Option<(u8, bool)> {
    Some(match c {
        '(' => (0, true),
        ')' => (0, false),
        '[' | '〔' | '﹝' | '【' => (1, true),
        ']' | '〕' | '﹞' | '】' => (1, false),
        '《' => (2, true),
        '》' => (2, false),
        '“' => (3, true),
        '”' => (3, false),
        '「' => (4, true),
        '」' => (4, false),
        '『' => (5, true),
        '』' => (5, false),
        _ => return None,
    })
}

/// Marks without partners after which no more are looked for.
const MANY: usize = 200;
/// How many open marks a closing one is compared with.
const DEEP: usize = 64;

/// A mark without its partner.
#[derive(Clone, Copy)]
struct Loose {
    kind: u8,
    opens: bool,
    span: Span,
    block: usize,
}

impl Kind for Balanced {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut loose: Vec<Loose> = Vec::new();
        let mut last_block = 0;
        for &(block, span) in scope::paragraphs(context) {
            last_block = block;
            walk(context.document.slice(span), span, block, &mut loose);
            if loose.len() > MANY {
                break;
            }
        }
        // A quotation of several paragraphs opens in one and closes in another.
        let mut alone: Vec<Loose> = Vec::new();
        for mark in loose {
            if !mark.opens
                && let Some(at) = alone.iter().rposition(|o| o.opens && o.kind == mark.kind && o.block < mark.block)
            {
                alone.remove(at);
                continue;
            }
            alone.push(mark);
        }
        if context.facts.completeness != Completeness::Whole {
            alone.retain(|m| !(m.opens && m.block == last_block));
        }
        let mut failures: Vec<Failure> = Vec::new();
        let mut block = usize::MAX;
        for (at, &mark) in alone.iter().enumerate() {
            if mark.block == block {
                if let Some(last) = failures.last_mut()
                    && last.primary != Label::at(mark.span)
                {
                    last.related.push(Label::at(mark.span));
                }
                continue;
            }
            block = mark.block;
            let around = near(context, mark.span);
            let turned = turned(&alone[at..], context);
            // The mark that is the wrong way round, and the one that it belongs to.
            let (primary, related) = match turned {
                Some((span, _)) if span != mark.span => (span, vec![Label::at(mark.span)]),
                _ => (mark.span, Vec::new()),
            };
            failures.push(Failure {
                primary: Label::at(primary),
                related,
                suggestion: turned.map(|t| t.1.to_owned()),
                values: BTreeMap::from([
                    ("found", context.document.shown(mark.span)),
                    ("around", context.document.shown(around)),
                ]),
                identity: context.document.slice(around).to_owned(),
                case: Some(if mark.opens { "unclosed" } else { "unopened" }),
                ..Failure::default()
            });
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "around"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["unclosed", "unopened"]
    }
}

/// The longest quotation between two marks of which one is taken to be the wrong way round, in characters.
const QUOTED: usize = 20;

/// Of a paragraph whose only loose marks are two quotation marks of one direction around a few words: which of them is
/// the wrong way round, and what ought to stand there.
fn turned(alone: &[Loose], context: &Context<'_>) -> Option<(Span, &'static str)> {
    let [first, second, rest @ ..] = alone else { return None };
    let same = first.block == second.block && rest.first().is_none_or(|r| r.block != first.block);
    if !same || first.kind != QUOTES || second.kind != QUOTES || first.opens != second.opens {
        return None;
    }
    let between = context.document.slice(Span::new(first.span.end as usize, second.span.start as usize));
    let words = !between.is_empty() && between.chars().count() <= QUOTED;
    if !words || between.contains(['。', ',', ';', ':', '\n']) {
        return None;
    }
    Some(if first.opens { (second.span, "”") } else { (first.span, "“") })
}

/// The kind of quotation marks.
const QUOTES: u8 = 3;

/// The characters that may be marks, in order, found by their first bytes.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    // 《 to 〕, “ and ”, ﹝ and ﹞ have their last byte in this range; the commonest marks of all, 、 and 。, have not.
    let wide =
        memchr::memchr3_iter(0xe2, 0xe3, 0xef, bytes).filter(|&at| matches!(bytes.get(at + 2), Some(0x8a..=0x9e)));
    let ascii = memchr::memchr3_iter(b'(', b')', b'[', bytes).chain(memchr::memchr_iter(b']', bytes));
    let mut places: Vec<usize> = wide.chain(ascii).collect();
    places.sort_unstable();
    places.into_iter().filter_map(|at| Some((at, text[at..].chars().next()?)))
}

fn walk(text: &str, span: Span, block: usize, loose: &mut Vec<Loose>) {
    let mut stack: Vec<(u8, Span)> = Vec::new();
    let from = loose.len();
    for (at, c) in marks(text) {
        let Some((kind, opens)) = kind(c) else { continue };
        let place = span.part(at..at + c.len_utf8());
        if opens {
            if !lost_a_glyph(kind, &text[at + c.len_utf8()..]) {
                stack.push((kind, place));
            }
            continue;
        }
        if loose.len() > MANY {
            break;
        }
        let deep = stack.len().saturating_sub(DEEP);
        match stack[deep..].iter().rposition(|(k, _)| *k == kind).map(|at| deep + at) {
            Some(open) => {
                // What stands open inside a pair that closes has no partner.
                loose.extend(stack.drain(open + 1..).map(|(kind, span)| Loose { kind, opens: true, span, block }));
                stack.truncate(open);
            }
            None if kind == 0 && is_ordinal(&text[..at]) => {}
            None => loose.push(Loose { kind, opens: false, span: place, block }),
        }
    }
    loose.extend(stack.into_iter().take(MANY).map(|(kind, span)| Loose { kind, opens: true, span, block }));
    loose[from..].sort_unstable_by_key(|l| l.span);
}

/// 〔201645号: copies lose the mark that closes behind the year.
fn lost_a_glyph(kind: u8, rest: &str) -> bool {
    kind == 1 && rest.bytes().take(5).filter(u8::is_ascii_digit).count() == 5
}

/// `1)`, `一)`, `a)` at the beginning of an item, and smileys.
fn is_ordinal(before: &str) -> bool {
    let number: Vec<char> =
        before.chars().rev().take(4).take_while(|c| c.is_ascii_alphanumeric() || is_chinese_numeral(*c)).collect();
    let lead = before.chars().rev().nth(number.len());
    match number.as_slice() {
        [] => matches!(lead, Some(':' | ';' | '-' | '^')),
        [c] if c.is_ascii_alphabetic() => begins_item(lead),
        [_] | [_, _] | [_, _, _] if !number.iter().any(char::is_ascii_alphabetic) => begins_item(lead),
        _ => false,
    }
}

fn begins_item(lead: Option<char>) -> bool {
    lead.is_none_or(|c| c.is_whitespace() || "。;,、:!?(".contains(c))
}

fn near(context: &Context<'_>, mark: Span) -> Span {
    let text = context.document.text.folded.as_str();
    let line = scope::around(text, mark, scope::Reach::Paragraph);
    let before =
        text[line.start as usize..mark.start as usize].char_indices().rev().take(8).last().map_or(0, |(i, _)| i);
    let start = if mark.start > line.start { line.start as usize + before } else { mark.start as usize };
    let after = &text[mark.end as usize..line.end as usize];
    let len = after.char_indices().nth(6).map_or(after.len(), |(i, _)| i);
    Span::new(start, mark.end as usize + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loose(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        walk(text, Span::new(0, text.len()), 0, &mut found);
        found.iter().map(|l| &text[l.span.range()]).collect()
    }

    #[test]
    fn pairs_close() {
        assert!(loose("按照《关于印发<要点>的通知》(云政〔2020〕3号)做好“放管服”工作").is_empty());
        assert_eq!(loose("(地址:青岭路1号);邮箱:a@b.cn)。"), [")"]);
        assert_eq!(loose("推进“五公开工作。"), ["“"]);
        assert_eq!(loose("推进“五公开“工作。"), ["“", "“"]);
        assert_eq!(loose("《云河县办法,另见《细则》。"), ["《"]);
    }

    #[test]
    fn ordinals_are_no_brackets() {
        assert!(loose("1)加强领导;2)健全制度;a)其他。").is_empty());
        assert!(loose("一)加强领导").is_empty());
        assert!(loose("谢谢:)").is_empty());
        assert_eq!(loose("共公开信息12条)。"), [")"]);
    }

    #[test]
    fn a_lost_year_mark_is_the_copys() {
        assert!(loose("(中办发﹝20168号)").is_empty());
    }
}
