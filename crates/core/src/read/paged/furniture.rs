//! What stands on every page around the text: page numbers, running heads and feet.
//! A line is left out where its place and its words both say so.

use crate::language::layout::is_page_number;
use std::collections::HashMap;

use super::lines::Line;

/// The size of a page, and its lines from the top down.
pub(super) struct Leaf {
    pub height: f32,
    pub lines: Vec<Line>,
    /// Where tables begin and end.
    pub tables: Vec<(f32, f32)>,
    /// Tables without ruling lines, each with its top.
    pub aligned: Vec<(f32, Vec<super::aligned::Row>)>,
}

/// How much of the page's height the margins take, at most.
const MARGIN: f32 = 0.12;
/// Lines of a running head or foot.
const MOST: usize = 3;

/// Takes out page numbers and what repeats in the margins.
pub(super) fn strip(leaves: &mut [Leaf]) {
    let mut seen: HashMap<(bool, i32, String), usize> = HashMap::new();
    for leaf in leaves.iter() {
        for (line, top) in margins(leaf) {
            *seen.entry(key(&leaf.lines[line], top)).or_default() += 1;
        }
    }
    let pages = leaves.len();
    for leaf in leaves.iter_mut() {
        let mut out: Vec<usize> = margins(leaf)
            .into_iter()
            .filter(|&(line, top)| {
                let line = &leaf.lines[line];
                let times = seen.get(&key(line, top)).copied().unwrap_or_default();
                is_page_number(&line.text) || pages > 1 && (times >= 3 || times == pages)
            })
            .map(|(line, _)| line)
            .collect();
        out.sort_unstable();
        let mut index = 0;
        leaf.lines.retain(|_| {
            index += 1;
            out.binary_search(&(index - 1)).is_err()
        });
    }
}

/// The first and last lines of a page that stand in its margins and beyond its tables, and whether they are at the top.
fn margins(leaf: &Leaf) -> Vec<(usize, bool)> {
    let first = leaf.tables.iter().map(|t| t.0).fold(f32::MAX, f32::min);
    let last = leaf.tables.iter().map(|t| t.1).fold(f32::MIN, f32::max);
    let mut found = Vec::new();
    for (i, line) in leaf.lines.iter().enumerate().take(MOST) {
        if line.bottom < leaf.height * MARGIN && line.bottom < first {
            found.push((i, true));
        }
    }
    let count = leaf.lines.len();
    for (i, line) in leaf.lines.iter().enumerate().skip(count.saturating_sub(MOST)) {
        if line.top > leaf.height * (1.0 - MARGIN) && line.top > last && !found.contains(&(i, true)) {
            found.push((i, false));
        }
    }
    found
}

/// The words without figures, and the place, roughly.
fn key(line: &Line, top: bool) -> (bool, i32, String) {
    let words = line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect();
    (top, (line.top / 6.0) as i32, words)
}
