//! Tables that a copy left as lines, one cell a line, or a label with its figures on a line. A row is read only where
//! just the expected number of figures follows its label.

use super::bands::Part;
use super::cells::{Piece, Room, Sort};
use crate::document::BlockKind;
use crate::facts::tables::bands::flush;
use crate::source::Span;

/// Longer lines are prose.
const LONGEST: usize = 240;
/// Lines in which a label's words may be broken.
const MOST_JOINED: usize = 4;

pub(super) fn read(room: &mut Room<'_>, out: &mut Vec<Part>) {
    let spans = lines(room);
    let mut tokens: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < spans.len() {
        let span = spans[at];
        if span.len() > LONGEST {
            flush(room, &mut tokens, out);
            at += 1;
            continue;
        }
        let number = tokens.len() as u32;
        let piece = |span, sort| Piece { span, columns: number..number + 1, fresh: true, sort };
        match room.sort(span) {
            Sort::Figure(figure) => {
                if !tokens.is_empty() {
                    tokens.push(piece(span, Sort::Figure(figure)));
                }
            }
            Sort::Label(label) => tokens.push(piece(span, Sort::Label(label))),
            Sort::Other => {
                if let Some((label, figures)) = with_figures(room, span) {
                    tokens.push(label);
                    tokens.extend(figures);
                } else if let Some((joined, label, next)) = joined(room, &spans, at, !tokens.is_empty()) {
                    tokens.push(piece(joined, Sort::Label(label)));
                    at = next;
                    continue;
                } else {
                    tokens.push(piece(span, Sort::Other));
                }
            }
        }
        at += 1;
    }
    flush(room, &mut tokens, out);
}

/// The lines outside of grids, without the bars that once parted cells.
fn lines(room: &Room<'_>) -> Vec<Span> {
    let mut spans = Vec::with_capacity(room.document.blocks.len());
    for block in &room.document.blocks {
        match block.kind {
            BlockKind::Table(index) => match room.document.grids.get(index) {
                Some(grid) if grid.columns <= 1 => {
                    spans.extend(grid.cells.iter().map(|c| c.span).filter(|s| !s.is_empty()))
                }
                // A grid parts what stands before it from what stands after it.
                _ => spans.push(block.span),
            },
            _ => {
                let text = room.document.slice(block.span);
                let start = text.len() - text.trim_start_matches(['|', ' ']).len();
                let inner = text.trim_matches(['|', ' ']);
                if !inner.is_empty() {
                    spans.push(block.span.part(start..start + inner.len()));
                }
            }
        }
    }
    spans
}

/// A label with its figures after it, parted by spaces.
fn with_figures(room: &mut Room<'_>, span: Span) -> Option<(Piece, Vec<Piece>)> {
    let document = room.document;
    let text = document.slice(span);
    if !text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '—')) {
        return None;
    }
    let mut figures = Vec::new();
    let mut end = text.len();
    while let Some(space) = text[..end].rfind(' ') {
        let part = span.part(space + 1..end);
        let Sort::Figure(figure) = room.sort(part) else { break };
        figures.push(Piece { span: part, columns: 0..1, fresh: true, sort: Sort::Figure(figure) });
        end = text[..space].trim_end().len();
    }
    if figures.is_empty() || end == 0 {
        return None;
    }
    let label = span.part(0..end);
    let Sort::Label(hits) = room.sort(label) else { return None };
    figures.reverse();
    Some((Piece { span: label, columns: 0..1, fresh: true, sort: Sort::Label(hits) }, figures))
}

/// A label broken over lines.
fn joined(room: &mut Room<'_>, spans: &[Span], at: usize, inside: bool) -> Option<(Span, std::ops::Range<u32>, usize)> {
    if !inside {
        return None;
    }
    let document = room.document;
    for count in 2..=MOST_JOINED {
        let last = *spans.get(at + count - 1)?;
        let joined = spans[at].join(last);
        if joined.len() > LONGEST {
            return None;
        }
        if let Some(label) = room.whole(document.slice(joined)) {
            return Some((joined, label, at + count));
        }
    }
    None
}
