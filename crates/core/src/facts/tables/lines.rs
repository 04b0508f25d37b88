//! Tables that a copy left as lines, one cell a line, or a label with its figures on a line. A row is read only where
//! just the expected number of figures follows its label.

use super::bands::Part;
use super::cells::{Piece, Room, Sort};
use crate::document::BlockKind;
use crate::facts::tables::bands::flush;
use crate::source::Span;

/// Longer lines are prose.
const LONGEST: usize = 240;
/// What stands between cells side by side.
const PARTING: [char; 2] = [' ', '|'];
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
            Sort::Label(label) => {
                if let Some((label, figures)) = with_figures(room, span) {
                    tokens.push(label);
                    tokens.extend(figures);
                } else if let Some(header) = header(room, span, number) {
                    tokens.extend(header);
                } else {
                    tokens.push(piece(span, Sort::Label(label)));
                }
            }
            Sort::Other => {
                if let Some((label, figures)) = with_figures(room, span) {
                    tokens.push(label);
                    tokens.extend(figures);
                } else if let Some(cells) = header(room, span, number).or_else(|| figures(room, span, number)) {
                    tokens.extend(cells);
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
    if text.ends_with(['。', ',', ';', ':']) {
        return None;
    }
    let mut figures = Vec::new();
    let mut end = text.len();
    while let Some(space) = text[..end].rfind(PARTING) {
        if space + 1 == end {
            end = text[..end].trim_end_matches(PARTING).len();
            continue;
        }
        let part = span.part(space + 1..end);
        let piece = Piece { span: part, columns: 0..1, fresh: true, sort: room.sort(part) };
        if !piece.is_figure() && !room.is_slip(&piece) {
            // The unit of a row stands between its label and its figure.
            if !figures.is_empty() && room.is_unit(&piece) {
                end = text[..space].trim_end_matches(PARTING).len();
            }
            break;
        }
        figures.push(piece);
        end = text[..space].trim_end_matches(PARTING).len();
    }
    if end == 0 || !figures.iter().any(Piece::is_figure) && figures.len() != 1 {
        return None;
    }
    let label = span.part(0..end);
    let Sort::Label(hits) = room.sort(label) else { return None };
    figures.reverse();
    Some((Piece { span: label, columns: 0..1, fresh: true, sort: Sort::Label(hits) }, figures))
}

/// The words of a line that are parted by spaces, each as a cell of its own; the first is piece number `first`.
fn apart(room: &mut Room<'_>, span: Span, first: u32) -> Vec<Piece> {
    let document = room.document;
    let text = document.slice(span);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    for word in text.split(PARTING) {
        if !word.is_empty() {
            // 2011年度 is the column of the year, whichever that is.
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let year = if digits == 4 && word.len() > digits { digits } else { 0 };
            let part = span.part(at + year..at + word.len());
            let number = first + pieces.len() as u32;
            pieces.push(Piece { span: part, columns: number..number + 1, fresh: true, sort: room.sort(part) });
        }
        at += word.len() + 1;
    }
    pieces
}

/// The names of columns side by side, behind what names the rows.
fn header(room: &mut Room<'_>, span: Span, first: u32) -> Option<Vec<Piece>> {
    if !room.document.slice(span).contains(PARTING) {
        return None;
    }
    let mut pieces = apart(room, span, first);
    if pieces.first().is_some_and(Piece::is_other) {
        pieces.remove(0);
    }
    let names = |p: &Piece| {
        let tables = room.tables(p);
        p.is_label() && tables.column | tables.column_group | tables.header != 0
    };
    (pieces.len() > 1 && pieces.iter().all(names)).then_some(pieces)
}

/// Figures side by side, as the row of a form without labels has them.
fn figures(room: &mut Room<'_>, span: Span, first: u32) -> Option<Vec<Piece>> {
    let text = room.document.slice(span);
    if !text.contains(PARTING) || !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '—')) {
        return None;
    }
    let pieces = apart(room, span, first);
    (pieces.len() > 1 && pieces.iter().all(Piece::is_figure)).then_some(pieces)
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
