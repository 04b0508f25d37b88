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

/// Bytes after whose multiples characters are counted up, for lines that are longer.
const STEP: usize = 4096;

/// The byte offsets at which lines begin.
#[derive(Debug, Default)]
pub struct LineIndex {
    starts: OnceLock<Vec<u32>>,
    /// Characters before each multiple of [`STEP`].
    counted: OnceLock<Vec<u32>>,
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

    /// The position of a byte offset; one inside a character counts as the character's start, one beyond the end as the
    /// end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let starts = self.starts(text);
        let line = starts.partition_point(|&s| s as usize <= offset);
        let start = starts[line - 1] as usize;
        Position { line, column: self.characters(text, start, offset) + 1 }
    }

    /// How many characters begin between two offsets.
    fn characters(&self, text: &str, start: usize, end: usize) -> usize {
        if end - start <= STEP {
            return text[start..end].chars().count();
        }
        let counted = self.counted.get_or_init(|| {
            let mut before = 0;
            let steps = text.as_bytes().chunks(STEP).map(|step| {
                let here = before;
                before += begun(step) as u32;
                here
            });
            steps.collect()
        });
        let before = |offset: usize| {
            let step = (offset / STEP).min(counted.len() - 1);
            counted[step] as usize + begun(&text.as_bytes()[step * STEP..offset])
        };
        before(end) - before(start)
    }
}

/// How many characters begin in a piece of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text = format!("前\n{}\n后", "政a府é".repeat(3000));
        let index = LineIndex::default();
        for offset in (0..text.len()).step_by(97).chain([text.len()]) {
            let offset = text.floor_char_boundary(offset);
            let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
            let column = text[start..offset].chars().count() + 1;
            assert_eq!(index.position(&text, offset).column, column, "{offset}");
        }
    }
}
