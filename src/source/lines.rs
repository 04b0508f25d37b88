//! Where lines begin: built when a place is first asked for, since most reports of a folder need it only for findings.

use std::sync::OnceLock;

/// Line and column, from 1. The column counts Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Bytes of a line of which there are many.
const SHORT: usize = 64;

/// The byte offsets at which lines begin.
#[derive(Debug, Default)]
pub struct LineIndex {
    starts: OnceLock<Vec<u32>>,
}

impl LineIndex {
    pub fn starts(&self, text: &str) -> &[u32] {
        self.starts.get_or_init(|| {
            let mut starts = Vec::with_capacity(1 + text.len() / SHORT);
            starts.push(0);
            starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
            starts
        })
    }

    /// The position of a byte offset; one inside a character counts as the character's start, one beyond the end as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let starts = self.starts(text);
        let line = starts.partition_point(|&s| s as usize <= offset);
        let start = starts[line - 1] as usize;
        Position { line, column: text[start..offset].chars().count() + 1 }
    }
}
