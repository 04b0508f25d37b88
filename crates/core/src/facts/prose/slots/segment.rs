//! A sentence in items: each figure with the tokens before and behind it, the clauses that lead to it, its bracket.
//! Input: tokens. Knows the marks of punctuation, no meaning of words.

use std::ops::Range;

use crate::facts::prose::counts::Sentence;
use crate::lexicon::alphabet::{Kind, Token};

/// A figure of a sentence with what stands around it. Ranges are of the sentence's tokens.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The figure's token, and its index among the counts of the report.
    pub figure: usize,
    pub count: usize,
    /// From the figure before, or the beginning, to the last mark before this figure.
    pub ahead: Range<usize>,
    /// From that mark to the figure.
    pub own: Range<usize>,
    /// Where the text of the figure's own words begins.
    pub begins: u32,
    /// Up to the next mark or figure.
    pub behind: Range<usize>,
    /// No other figure stands before the next mark.
    pub ends_clause: bool,
    /// Brackets around it.
    pub depth: u8,
    /// The strongest mark since the figure before it, outside of brackets.
    pub mark: Mark,
}

/// What stands between two figures, the weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    #[default]
    None,
    Pause,
    Comma,
    Semicolon,
}

pub(super) fn mark(kind: Kind) -> Mark {
    match kind {
        Kind::Pause => Mark::Pause,
        Kind::Comma | Kind::Colon => Mark::Comma,
        Kind::Semicolon | Kind::Stop => Mark::Semicolon,
        _ => Mark::None,
    }
}

/// True where a token ends a clause or a bracket.
pub(super) fn is_boundary(kind: Kind) -> bool {
    matches!(kind, Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Stop | Kind::Open | Kind::Close)
}

fn is_figure(kind: Kind) -> bool {
    matches!(kind, Kind::Percent { .. }) || matches!(kind, Kind::Count(a) if a.unit.is_some())
}

/// The items of a sentence, in their order.
pub(super) fn items(sentence: Sentence<'_>) -> Vec<Item> {
    let tokens = sentence.tokens;
    let mut made: Vec<Item> = Vec::with_capacity(sentence.counts.len());
    let (mut depth, mut before) = (0_u8, 0);
    for &(figure, count) in sentence.counts {
        let between = &tokens[before..figure];
        let mut strongest = Mark::None;
        let mut inside = 0_u8;
        for token in between {
            match token.kind {
                Kind::Open => (depth, inside) = (depth.saturating_add(1), inside.saturating_add(1)),
                Kind::Close => (depth, inside) = (depth.saturating_sub(1), inside.saturating_sub(1)),
                kind if inside == 0 => strongest = strongest.max(mark(kind)),
                _ => {}
            }
        }
        let own = own_start(tokens, before, figure);
        let begins = match own.checked_sub(1) {
            Some(mark) => tokens[mark].end,
            None => sentence.span.start,
        };
        let rest = &tokens[figure + 1..];
        let ends = |t: &Token| is_boundary(t.kind) || t.kind == Kind::Pause || is_figure(t.kind);
        let behind = rest.iter().position(ends).unwrap_or(rest.len());
        let ends_clause = rest.get(behind).is_none_or(|t| !is_figure(t.kind));
        made.push(Item {
            figure,
            count,
            ahead: before..own,
            own: own..figure,
            begins,
            behind: figure + 1..figure + 1 + behind,
            ends_clause,
            depth,
            mark: strongest,
        });
        before = figure + 1;
    }
    made
}

/// Where a figure's own words begin: behind the last mark before it. 、 is one where a figure stands before it in the
/// clause.
fn own_start(tokens: &[Token], before: usize, figure: usize) -> usize {
    let mut start = figure;
    let mut pause = None;
    while start > 0 {
        let kind = tokens[start - 1].kind;
        if is_figure(kind) {
            return pause.unwrap_or(start);
        }
        if is_boundary(kind) || start <= before {
            return start;
        }
        if kind == Kind::Pause && pause.is_none() {
            pause = Some(start);
        }
        start -= 1;
    }
    start
}
