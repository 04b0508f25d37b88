//! Small questions about lines and tokens that reading figures in prose asks: where a line is broken, whether words touch.
//! Knows no role.

use super::clauses::{Kind, Token};
use crate::source::Span;

/// True where a line ends in a number and the next goes on with its unit, or ends before one without any mark.
pub(super) fn broken(text: &str, before: Span, after: Span) -> bool {
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
            !b[digits..].starts_with(['.', '、', ')', '年', ' '])
        }
}

/// Digits, words of zero, or numerals: else there is nothing to read.
pub(super) fn may_hold_figures(slice: &str) -> bool {
    if slice.bytes().any(|b| b.is_ascii_digit()) {
        return true;
    }
    slice.char_indices().any(|(i, c)| match c {
        '无' | '未' | '没' | '零' => true,
        '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
            matches!(
                slice[i + c.len_utf8()..].chars().next(),
                Some('件' | '条' | '宗' | '份' | '起' | '十' | '百' | '千' | '万' | '次' | '例')
            )
        }
        _ => false,
    })
}

/// The words stand next to each other and reach the number, with nothing unknown between.
pub(super) fn covered(words: &[Token], number: u32) -> bool {
    words.windows(2).all(|w| w[1].start <= w[0].end + 1) && words.last().is_some_and(|t| number <= t.end + 1)
}

/// A verb right before the number: 共收到 3119 件.
pub(super) fn touches(left: &[Token], number: u32) -> bool {
    left.last().is_some_and(|t| number <= t.end + 1)
}

/// Leaves out brackets that hold no figure: (含申请人主动撤回申请).
pub(super) fn hide_empty_brackets(tokens: &[Token], shown: &mut Vec<Token>) {
    let mut i = 0;
    while i < tokens.len() {
        if tokens[i].kind == Kind::Open {
            let inside = tokens[i + 1..]
                .iter()
                .take_while(|t| {
                    !matches!(t.kind, Kind::Close | Kind::Open | Kind::Count(_) | Kind::Percent { .. } | Kind::Stop)
                })
                .count();
            if tokens.get(i + 1 + inside).is_some_and(|t| t.kind == Kind::Close) {
                i += inside + 2;
                continue;
            }
        }
        shown.push(tokens[i]);
        i += 1;
    }
}

/// The clause a token stands in.
pub(super) fn clause(tokens: &[Token], i: usize, span: Span) -> Span {
    let ends = |t: &Token| matches!(t.kind, Kind::Comma | Kind::Semicolon | Kind::Stop);
    let start = tokens[..i].iter().rev().find(|t| ends(t)).map_or(span.start, |t| t.end);
    let end = tokens[i..].iter().find(|t| ends(t)).map_or(span.end, |t| t.start);
    Span { start, end: end.max(start) }
}
