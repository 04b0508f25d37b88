//! Tables without ruling lines: rows of words with wide gaps between them, one below the other.
//! What stands in which column is told by order alone, so the grid says that its columns need not line up.

use super::lines::{Line, lines, rows};
use super::sheet::Glyph;
use crate::language::lead::lead;
use crate::language::numbering::Numbering;

/// A row: its cells from left to right.
pub(super) type Row = Vec<Vec<Line>>;

/// Words further apart than this, in sizes, stand in cells of their own.
const GAP: f32 = 1.1;

/// Rows further apart than this are of different things.
const FAR: f32 = 32.0;
/// The share of the page at its top and bottom in which no table stands.
const EDGE: f32 = 0.045;

/// A stretch of glyphs on one base line, without a wide gap.
#[derive(Debug)]
struct Chunk {
    glyphs: Vec<Glyph>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

fn chunks(glyphs: Vec<Glyph>) -> Vec<Vec<Chunk>> {
    let mut all = Vec::new();
    for row in rows(glyphs) {
        let mut parts: Vec<Chunk> = Vec::new();
        for glyph in row.into_iter().filter(|g| !g.c.is_whitespace()) {
            let (top, bottom) = (glyph.y - 0.88 * glyph.size, glyph.y + 0.12 * glyph.size);
            match parts.last_mut() {
                Some(last) if glyph.left - last.right < GAP * glyph.size => {
                    last.right = last.right.max(glyph.right);
                    last.top = last.top.min(top);
                    last.bottom = last.bottom.max(bottom);
                    last.glyphs.push(glyph);
                }
                _ => parts.push(Chunk { left: glyph.left, right: glyph.right, top, bottom, glyphs: vec![glyph] }),
            }
        }
        if !parts.is_empty() {
            all.push(parts);
        }
    }
    all
}

fn is_figure(chunk: &Chunk) -> bool {
    chunk.glyphs.iter().any(|g| g.c.is_ascii_digit())
        && chunk.glyphs.iter().all(|g| g.c.is_ascii_digit() || ".,%-".contains(g.c))
}

/// A line that begins as headings do and has no figures beside it: 四、….
fn heading(row: &[Chunk]) -> bool {
    let [only] = row else { return false };
    lead(only.glyphs.iter().map(|g| g.c))
        .is_some_and(|lead| matches!(lead.numbering, Numbering::Chinese | Numbering::ChineseBracketed))
}

/// Rows one below the other, and where they begin.
pub(super) type Run = (f32, Vec<Row>);

/// What looks like tables on a page.
pub(super) struct Aligned {
    pub runs: Vec<Run>,
    /// Rows without figures at the end of the page: a head whose table is on the next, or none. They are in `rest` too.
    pub head: Option<Run>,
    /// The glyphs of all else.
    pub rest: Vec<Glyph>,
}

/// Looks for rows of words that are tables.
pub(super) fn aligned(glyphs: Vec<Glyph>, page: u32, height: f32) -> Aligned {
    let amid = |g: &&Glyph| (height * EDGE..height * (1.0 - EDGE)).contains(&g.y);
    let all = chunks(glyphs.iter().filter(amid).copied().collect());
    // Rows whose boxes overlap are one: a label in two lines beside a figure at its middle.
    let mut merged: Vec<(f32, f32, Vec<Vec<Chunk>>)> = Vec::new();
    for row in all {
        let top = row.iter().map(|c| c.top).fold(f32::MAX, f32::min);
        let bottom = row.iter().map(|c| c.bottom).fold(f32::MIN, f32::max);
        match merged.last_mut() {
            Some(last) if top < last.1 - 0.15 * (bottom - top) => {
                last.1 = last.1.max(bottom);
                last.2.push(row);
            }
            _ => merged.push((top, bottom, vec![row])),
        }
    }
    let cells: Vec<(f32, f32, Vec<Chunk>)> = merged.into_iter().map(|(t, b, rows)| (t, b, columns(rows))).collect();
    let parted = |row: &(f32, f32, Vec<Chunk>)| row.2.len() >= 2;
    let mut runs: Vec<Run> = Vec::new();
    let mut head = None;
    let mut taken: Vec<(f32, f32)> = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        if !parted(&cells[start]) {
            start += 1;
            continue;
        }
        // Single labels may stand between rows, but no two lines of text.
        let mut end = start + 1;
        let mut at = end;
        while at < cells.len() && at - end < 2 && !heading(&cells[at].2) && cells[at].0 - cells[at - 1].1 < FAR {
            at += 1;
            if parted(&cells[at - 1]) {
                end = at;
            }
        }
        let rows = &cells[start..end];
        let full = rows.iter().filter(|r| parted(r)).count();
        let figures = rows.iter().filter(|r| r.2.iter().skip(1).any(is_figure)).count();
        if full >= 2 && (figures >= 1 || end == cells.len()) {
            let lines = |chunk: &Chunk| lines(chunk.glyphs.clone(), page);
            let run = (rows[0].0, rows.iter().map(|r| r.2.iter().map(lines).collect()).collect());
            if figures >= 1 {
                runs.push(run);
                taken.push((rows[0].0, rows[rows.len() - 1].1));
            } else {
                head = Some(run);
            }
        }
        start = end;
    }
    let inside = |g: &Glyph| taken.iter().any(|t| t.0 <= g.y && g.y <= t.1);
    let rest = glyphs.into_iter().filter(|g| !inside(g)).collect();
    Aligned { runs, head, rest }
}

/// The cells of one row: chunks above each other are lines of one cell.
fn columns(rows: Vec<Vec<Chunk>>) -> Vec<Chunk> {
    let mut all: Vec<Chunk> = rows.into_iter().flatten().collect();
    all.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut out: Vec<Chunk> = Vec::new();
    for chunk in all {
        match out.last_mut() {
            Some(last) if chunk.left < last.right => {
                last.right = last.right.max(chunk.right);
                last.glyphs.extend(chunk.glyphs);
            }
            _ => out.push(chunk),
        }
    }
    out
}
