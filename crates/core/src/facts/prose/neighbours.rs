//! Small questions about lines and tokens that reading figures in prose asks: where a line is broken, whether words
//! touch. Knows no role.

use crate::language::dates::YEAR;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Kind, Token};
use crate::source::Span;

/// True where a line ends in a number and the next goes on with its unit, or ends before one without any mark.
pub(crate) fn broken(text: &str, before: Span, after: Span) -> bool {
    let (a, b) = (&text[before.range()], &text[after.range()]);
    let last = a.chars().next_back().unwrap_or('。');
    let first = b.chars().next().unwrap_or('。');
    if last.is_ascii_digit() {
        return !first.is_ascii_digit() && !matches!(first, '(' | '.' | '、') && a.chars().take(16).count() > 15;
    }
    first.is_ascii_digit()
        && a.chars().take(16).count() > 15
        && !last.is_ascii()
        && !matches!(last, '。' | '、' | '”' | '》')
        && {
            let digits = b.bytes().take_while(u8::is_ascii_digit).count();
            !b[digits..].starts_with(['.', '、', ')', YEAR, ' '])
        }
}

/// The words stand next to each other and reach the number, with nothing unknown between.
pub(crate) fn covered(words: &[Token], number: u32) -> bool {
    words.windows(2).all(|w| touch(&w[0], &w[1])) && words.last().is_some_and(|t| number <= t.end + 1)
}

/// Nothing but a blank stands between two tokens.
pub(crate) fn touch(before: &Token, after: &Token) -> bool {
    after.start <= before.end + 1
}

/// A verb right before the number: 共收到 3119 件.
pub(crate) fn touches(left: &[Token], number: u32) -> bool {
    left.last().is_some_and(|t| number <= t.end + 1)
}

/// The words reach the number, a bracket without figures and closing quotation marks left aside.
pub(crate) fn reaches(text: &str, left: &[Token], number: u32) -> bool {
    let Some(gap) = left.last().and_then(|t| text.get(t.end as usize..number as usize)) else { return true };
    let gap = gap.trim_matches([' ', '\n', '”', '’', '"', '》']);
    gap.is_empty() || gap.starts_with('(') && gap.ends_with(')')
}

/// The tokens before a number that bear on it: back to the last number or clause mark, over 、 where no number stands
/// before it.
pub(crate) fn left(tokens: &[Token], i: usize) -> &[Token] {
    let mut start = i;
    let mut pause = None;
    while start > 0 {
        match tokens[start - 1].kind {
            Kind::Count(a) if a.unit.is_some() => {
                start = pause.unwrap_or(start);
                break;
            }
            Kind::Percent { .. } => {
                start = pause.unwrap_or(start);
                break;
            }
            Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Stop => break,
            Kind::Pause => pause = Some(start),
            _ => {}
        }
        start -= 1;
    }
    &tokens[start..i]
}

/// The tokens after a number up to the next number or clause mark.
pub(crate) fn right(tokens: &[Token], i: usize) -> &[Token] {
    let rest = &tokens[i + 1..];
    let ends = |t: &Token| {
        matches!(
            t.kind,
            Kind::Count(_)
                | Kind::Percent { .. }
                | Kind::Comma
                | Kind::Pause
                | Kind::Colon
                | Kind::Semicolon
                | Kind::Open
                | Kind::Close
                | Kind::Stop
        )
    };
    &rest[..rest.iter().position(ends).unwrap_or(rest.len())]
}

/// Leaves out brackets that hold no figure: (含申请人主动撤回申请).
pub(crate) fn hide_empty_brackets(tokens: &[Token], shown: &mut Vec<Token>) {
    let telling = |t: &Token| t.is(Word::Every) || t.is(Word::Unrelated);
    let mut rest = tokens;
    while let Some(open) = rest.iter().position(|t| matches!(t.kind, Kind::Open)) {
        let (before, bracket) = rest.split_at(open);
        shown.extend_from_slice(before);
        let ends =
            |t: &Token| matches!(t.kind, Kind::Close | Kind::Open | Kind::Count(_) | Kind::Percent { .. } | Kind::Stop);
        let inside = bracket[1..].iter().take_while(|t| !ends(t)).count();
        let (inner, after) = bracket[1..].split_at(inside);
        rest = match after.split_first() {
            Some((end, after)) if matches!(end.kind, Kind::Close) && !inner.iter().any(telling) => after,
            _ => {
                shown.push(bracket[0]);
                &bracket[1..]
            }
        };
    }
    shown.extend_from_slice(rest);
}

/// The clause a token stands in.
pub(crate) fn clause(tokens: &[Token], i: usize, span: Span) -> Span {
    let ends = |t: &Token| matches!(t.kind, Kind::Comma | Kind::Semicolon | Kind::Stop);
    let start = tokens[..i].iter().rev().find(|t| ends(t)).map_or(span.start, |t| t.end);
    let end = tokens[i..].iter().find(|t| ends(t)).map_or(span.end, |t| t.start);
    Span { start, end: end.max(start) }
}
