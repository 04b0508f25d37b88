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

/// A stretch of text up to its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    /// Digits, numerals before a measure word, or words of zero or all stand in it: else there is nothing to read.
    pub figures: bool,
}

/// Parts a text at its full stops, in one pass over its bytes.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let mut figures = false;
        while let Some(&lead) = bytes.get(at) {
            if lead < 0xe0 {
                figures |= lead.is_ascii_digit();
                at += 1;
                continue;
            }
            let [a, b, c] = match bytes.get(at..at + 3) {
                Some(&[a, b, c]) => [a, b, c],
                _ => break,
            };
            at += 3;
            // Characters are told by their three bytes; those of four leave one behind, which is no lead.
            match u32::from_be_bytes([0, a, b, c]) {
                STOP => return Some(Piece { start, end: at, figures }),
                code if !figures => figures = says_number(code, &bytes[at..]),
                _ => {}
            }
        }
        let end = bytes.len();
        at = end;
        (start < end).then_some(Piece { start, end, figures })
    })
}

const fn code(c: char) -> u32 {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]])
}

const STOP: u32 = code('。');
/// Words of zero begin with these.
const ZEROS: [u32; 4] = [code('无'), code('未'), code('没'), code('零')];
/// 不存在
const ABSENT: (u32, u32) = (code('不'), code('存'));
const NUMERALS: [u32; 11] = [
    code('一'),
    code('二'),
    code('两'),
    code('三'),
    code('四'),
    code('五'),
    code('六'),
    code('七'),
    code('八'),
    code('九'),
    code('十'),
];
const MEASURES: [u32; 11] = [
    code('件'),
    code('条'),
    code('宗'),
    code('份'),
    code('起'),
    code('十'),
    code('百'),
    code('千'),
    code('万'),
    code('次'),
    code('例'),
];

/// Whether a character that says a number ends in these two bytes; six bits of each tell.
const TELLTALE: [u64; 64] = {
    let mut set = [0; 64];
    let mut i = 0;
    while i < ZEROS.len() + NUMERALS.len() + 1 {
        let code = if i < ZEROS.len() {
            ZEROS[i]
        } else if i < ZEROS.len() + NUMERALS.len() {
            NUMERALS[i - ZEROS.len()]
        } else {
            ABSENT.0
        };
        set[(code >> 8 & 63) as usize] |= 1 << (code & 63);
        i += 1;
    }
    set
};

fn says_number(code: u32, rest: &[u8]) -> bool {
    if TELLTALE[(code >> 8 & 63) as usize] >> (code & 63) & 1 == 0 {
        return false;
    }
    let next = match rest {
        &[a, b, c, ..] => u32::from_be_bytes([0, a, b, c]),
        _ => 0,
    };
    ZEROS.contains(&code) || NUMERALS.contains(&code) && MEASURES.contains(&next) || (code, next) == ABSENT
}

/// The words stand next to each other and reach the number, with nothing unknown between.
pub(super) fn covered(words: &[Token], number: u32) -> bool {
    words.windows(2).all(|w| touch(&w[0], &w[1])) && words.last().is_some_and(|t| number <= t.end + 1)
}

/// Nothing but a blank stands between two tokens.
pub(super) fn touch(before: &Token, after: &Token) -> bool {
    after.start <= before.end + 1
}

/// A verb right before the number: 共收到 3119 件.
pub(super) fn touches(left: &[Token], number: u32) -> bool {
    left.last().is_some_and(|t| number <= t.end + 1)
}

/// The words reach the number, a bracket without figures and closing quotation marks left aside.
pub(super) fn reaches(text: &str, left: &[Token], number: u32) -> bool {
    let Some(gap) = left.last().and_then(|t| text.get(t.end as usize..number as usize)) else { return true };
    let gap = gap.trim_matches([' ', '\n', '”', '’', '"', '》']);
    gap.is_empty() || gap.starts_with('(') && gap.ends_with(')')
}

/// The tokens before a number that bear on it: back to the last number or clause mark, over 、 where no number stands before it.
pub(super) fn left(tokens: &[Token], i: usize) -> &[Token] {
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
pub(super) fn right(tokens: &[Token], i: usize) -> &[Token] {
    let rest = &tokens[i + 1..];
    let ends = |t: &Token| {
        matches!(
            t.kind,
            Kind::Count(_)
                | Kind::Percent { .. }
                | Kind::Comma
                | Kind::Pause
                | Kind::Semicolon
                | Kind::Open
                | Kind::Close
                | Kind::Stop
        )
    };
    &rest[..rest.iter().position(ends).unwrap_or(rest.len())]
}

/// Leaves out brackets that hold no figure: (含申请人主动撤回申请).
pub(super) fn hide_empty_brackets(tokens: &[Token], shown: &mut Vec<Token>) {
    let mut i = 0;
    while i < tokens.len() {
        if matches!(tokens[i].kind, Kind::Open) {
            let inside = tokens[i + 1..]
                .iter()
                .take_while(|t| {
                    !matches!(t.kind, Kind::Close | Kind::Open | Kind::Count(_) | Kind::Percent { .. } | Kind::Stop)
                })
                .count();
            let inner = &tokens[i + 1..i + 1 + inside];
            let says = |t: &Token| matches!(t.kind, Kind::Word(super::count_words::Word::Every));
            if tokens.get(i + 1 + inside).is_some_and(|t| matches!(t.kind, Kind::Close)) && !inner.iter().any(says) {
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
