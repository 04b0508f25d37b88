//! From glyphs to lines of text: by base line, then from left to right, with spaces where the gap is one.
//! Knows nothing of paragraphs or tables.

use super::sheet::Glyph;
use crate::language::fold::is_wide;
use crate::language::lead::lead;
use crate::language::numbering::Numbering;

/// A line of text on a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    /// From 1.
    pub page: u32,
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    pub size: f32,
    /// How wide what cannot be parted from the line's beginning is: a character and the marks after it, or a word.
    pub first: f32,
    /// A character that no font names, or two that lie on each other.
    pub unsure: bool,
}

/// Sorts glyphs into rows of one base line, each from left to right.
pub(super) fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|f| glyph.y - f.y <= 0.4 * f.size.max(glyph.size)) => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Bold that is drawn twice.
        row.dedup_by(|b, a| {
            a.c == b.c && b.left - a.left < 0.5 * (a.right - a.left).max(0.1) && (a.y - b.y).abs() < 0.2 * a.size
        });
    }
    rows
}

/// The lines that glyphs of one page make, from the top down. Rows of spaces make none.
pub(super) fn lines(glyphs: Vec<Glyph>, page: u32) -> Vec<Line> {
    rows(glyphs).iter().filter_map(|row| line(row, page)).collect()
}

fn line(row: &[Glyph], page: u32) -> Option<Line> {
    let start = row.iter().position(|g| !g.c.is_whitespace())?;
    let end = row.iter().rposition(|g| !g.c.is_whitespace())? + 1;
    let row = &row[start..end];
    let size = row.iter().map(|g| g.size).fold(0.0, f32::max);
    let mut line = Line {
        text: String::with_capacity(row.len() * 3),
        page,
        left: row[0].left,
        right: row.iter().map(|g| g.right).fold(f32::MIN, f32::max),
        top: row.iter().map(|g| g.y - g.size * 0.88).fold(f32::MAX, f32::min),
        bottom: row.iter().map(|g| g.y + g.size * 0.12).fold(f32::MIN, f32::max),
        size,
        first: first(row),
        unsure: false,
    };
    let mut before: Option<&Glyph> = None;
    for glyph in row {
        if let Some(before) = before
            && !glyph.c.is_whitespace()
            && !line.text.ends_with(char::is_whitespace)
        {
            let gap = glyph.left - before.right;
            let least = match (is_wide(before.c), is_wide(glyph.c)) {
                (true, true) => 0.9,
                (false, false) => 0.25,
                _ => 0.6,
            };
            if gap > least * before.size.max(glyph.size) {
                line.text.push(' ');
            }
            let narrow = (before.right - before.left).min(glyph.right - glyph.left);
            line.unsure |= -gap > 0.6 * narrow && narrow > 0.2 * size && !before.c.is_whitespace();
        }
        if !(glyph.c.is_whitespace() && line.text.ends_with(char::is_whitespace)) {
            line.text.push(glyph.c);
        }
        line.unsure |= glyph.c == char::REPLACEMENT_CHARACTER;
        before = Some(glyph);
    }
    Some(line)
}

/// Marks that never begin a line.
fn clings(c: char) -> bool {
    "，。、；：？！”’）》〉」』】〕％%.,;:!?)]}·…—～".contains(c)
}

fn first(row: &[Glyph]) -> f32 {
    let mut end = 1;
    // What opens holds on to what follows.
    while end < row.len() && "“‘（《〈「『【〔([{".contains(row[end - 1].c) {
        end += 1;
    }
    if !is_wide(row[end - 1].c) {
        while end < row.len() && !is_wide(row[end].c) && !row[end].c.is_whitespace() {
            end += 1;
        }
    }
    while end < row.len() && clings(row[end].c) {
        end += 1;
    }
    row[end - 1].right - row[0].left
}

/// What stands between two lines of one paragraph or cell: nothing beside an ideograph or where a word was parted.
pub(super) fn joint(before: &str, after: &str) -> &'static str {
    let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return "" };
    let parted = "-./@_:".contains(a) || "-./@_".contains(b);
    if is_wide(a) || is_wide(b) || parted || a.is_whitespace() { "" } else { " " }
}

/// Whether a text begins with a list number that no line in the middle of a sentence begins with: （四）, 2., 三、, 1、, ③.
pub(super) fn is_numbered(text: &str) -> bool {
    lead(text.trim_start().chars()).is_some_and(|lead| match lead.numbering {
        Numbering::ChineseBracketed | Numbering::ArabicBracketed => lead.opened,
        numbering => numbering != Numbering::Part,
    })
}
