//! Folded text with the way back to the source: runs, within each of which both go in step.

use std::ops::Range;

use super::render::readable;
use crate::source::{Format, Source, Span};

/// A stretch of folded text and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Start in the folded text; the run goes on to the next run's start.
    pub at: u32,
    /// Start in the decoded source.
    pub from: u32,
    /// Length in the source. Equal lengths on both sides: character for character in step; else one unit (a folded
    /// character, an entity). The two cannot be confused: a unit of the same length is one character on both sides.
    pub len: u32,
}

/// The readable text of a report, folded for matching.
#[derive(Debug, Default)]
pub struct Text {
    pub folded: String,
    pub(super) runs: Vec<Run>,
}

impl Text {
    fn run_end(&self, index: usize) -> u32 {
        self.runs.get(index + 1).map_or(self.folded.len() as u32, |r| r.at)
    }

    /// The source offset where the character at folded offset `at` begins.
    fn start_of(&self, at: u32) -> u32 {
        let Some(index) = self.runs.partition_point(|r| r.at <= at).checked_sub(1) else { return 0 };
        let run = self.runs[index];
        if self.run_end(index) - run.at == run.len { run.from + (at - run.at) } else { run.from }
    }

    /// The source offset where the character that ends at folded offset `at` ends.
    fn end_of(&self, at: u32) -> u32 {
        let Some(index) = self.runs.partition_point(|r| r.at < at).checked_sub(1) else { return self.start_of(at) };
        let run = self.runs[index];
        if self.run_end(index) - run.at == run.len { run.from + (at - run.at) } else { run.from + run.len }
    }

    pub(super) fn source_range(&self, span: Span) -> Range<usize> {
        let start = self.start_of(span.start);
        if span.is_empty() {
            return start as usize..start as usize;
        }
        let end = self.end_of(span.end);
        start as usize..end.max(start) as usize
    }

    pub(super) fn shown(&self, span: Span, source: &Source) -> String {
        let raw = &source.text[self.source_range(span)];
        if source.format == Format::Html { readable(raw) } else { raw.to_owned() }
    }
}
