//! Folded text with the way back to the source: runs, within each of which both go in step.

use std::ops::Range;

use super::render::readable;
use crate::source::{Format, Source, Span, reference};

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
    /// Characters that stand nowhere in the source and were folded: where, and what they were.
    pub(super) generated: Vec<(u32, char)>,
}

impl Text {
    /// Takes out characters of one byte, in order; the others keep their places in the source.
    pub(super) fn without(&mut self, removed: &[u32]) {
        let Some(&first) = removed.first() else { return };
        let from = self.runs.partition_point(|r| r.at <= first).saturating_sub(1);
        let mut runs = Vec::with_capacity(self.runs.len() - from + removed.len());
        let mut gone = 0;
        for index in from..self.runs.len() {
            let (run, end) = (self.runs[index], self.run_end(index));
            let in_step = end - run.at == run.len;
            let mut at = run.at;
            while let Some(&cut) = removed.get(gone).filter(|cut| **cut < end) {
                if cut > at && in_step {
                    runs.push(Run { at: at - gone as u32, from: run.from + (at - run.at), len: cut - at });
                }
                (at, gone) = (cut + 1, gone + 1);
            }
            if at < end {
                let (skipped, len) = if in_step { (at - run.at, end - at) } else { (0, run.len) };
                runs.push(Run { at: at - gone as u32, from: run.from + skipped, len });
            }
        }
        self.runs.truncate(from);
        self.runs.append(&mut runs);
        for generated in self.generated.iter_mut().rev().take_while(|g| g.0 > first) {
            generated.0 -= removed.partition_point(|&r| r < generated.0) as u32;
        }
        let tail = self.folded.split_off(first as usize);
        let mut at = first;
        for piece in removed.windows(2).map(|w| (w[0], w[1])).chain([(removed[removed.len() - 1], u32::MAX)]) {
            at = at.max(piece.0 + 1);
            let end = piece.1.min(first + tail.len() as u32);
            self.folded.push_str(&tail[(at - first) as usize..(end - first) as usize]);
        }
    }

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

    /// The ranges of the source that a span came from, in the order of the text: a new one where the source goes back
    /// (what hangs on a table is read after it), and where two places are `apart`.
    pub(super) fn source_ranges(&self, span: Span, apart: impl Fn(usize, usize) -> bool) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut at = span.start;
        while at < span.end {
            let index = self.runs.partition_point(|r| r.at <= at);
            let end = self.runs.get(index).map_or(span.end, |next| next.at.min(span.end)).max(at + 1);
            let range = self.source_range(Span { start: at, end });
            match ranges.last_mut() {
                Some(last) if range.start >= last.end && !apart(last.start, range.start) => last.end = range.end,
                _ => ranges.push(range),
            }
            at = end;
        }
        ranges
    }

    /// The characters of a span with what of the source each came from, run by run.
    pub(super) fn characters<'t>(
        &'t self,
        span: Span,
        source: &'t str,
    ) -> impl Iterator<Item = (u32, char, &'t str)> + 't {
        let mut index = self.runs.partition_point(|r| r.at <= span.start).saturating_sub(1);
        let text = self.folded.get(span.range()).unwrap_or_default();
        text.char_indices().map(move |(i, c)| {
            let at = span.start + i as u32;
            while self.runs.get(index + 1).is_some_and(|next| next.at <= at) {
                index += 1;
            }
            let Some(&run) = self.runs.get(index) else { return (at, c, "") };
            let (start, len) = if self.run_end(index) - run.at == run.len {
                ((run.from + at - run.at) as usize, c.len_utf8())
            } else {
                (run.from as usize, run.len as usize)
            };
            (at, c, source.get(start..start + len).unwrap_or_default())
        })
    }

    pub(super) fn shown(&self, span: Span, source: &Source) -> String {
        match source.format {
            Format::Docx => self.written(span, &source.text),
            Format::Html => readable(&source.text[self.source_range(span)]),
            _ => source.text[self.source_range(span)].to_owned(),
        }
    }

    /// The characters of a span as their author wrote them, without markup and whatever else stands between them; white
    /// space as folded. Pieces of a span together are the whole.
    pub(super) fn plain(&self, span: Span, source: &Source) -> String {
        let mut out = String::with_capacity(span.len());
        let mut index = self.runs.partition_point(|r| r.at <= span.start).saturating_sub(1);
        while let Some(run) = self.runs.get(index).filter(|r| r.at < span.end) {
            let end = self.run_end(index);
            let (from, to) = (run.at.max(span.start), end.min(span.end));
            let own = self.folded.get(from as usize..to as usize).unwrap_or_default();
            let start = if end - run.at == run.len { run.from + from - run.at } else { run.from };
            let len = if end - run.at == run.len { to.saturating_sub(from) } else { run.len };
            let raw = source.text.get(start as usize..(start + len) as usize).unwrap_or_default();
            let spaces = own.trim().is_empty();
            match raw.chars().next() {
                _ if spaces => out.push_str(own),
                None => match self.generated.binary_search_by_key(&from, |g| g.0) {
                    Ok(i) => out.push(self.generated[i].1),
                    Err(_) => out.push_str(own),
                },
                Some(_) if own.len() == raw.len() => {
                    out.extend(raw.chars().zip(own.chars()).map(|(r, o)| if o.is_whitespace() { o } else { r }));
                }
                Some('<') if raw.len() > 1 => out.push_str(own),
                Some('&') if raw.len() > 1 => out.push(reference(raw).map_or(' ', |r| r.0)),
                Some(_) => out.push_str(raw),
            }
            index += 1;
        }
        out
    }

    /// The text of a span out of the XML of a Word document: run by run, since between two of them anything may stand.
    fn written(&self, span: Span, xml: &str) -> String {
        let mut out = String::with_capacity(span.len());
        let mut index = self.runs.partition_point(|r| r.at <= span.start).saturating_sub(1);
        let mut last_end = None;
        while let Some(run) = self.runs.get(index).filter(|r| r.at < span.end) {
            let end = self.run_end(index);
            let (from, to) = (run.at.max(span.start), end.min(span.end));
            let own = || self.folded.get(from as usize..to as usize).unwrap_or_default();
            let range = if end - run.at == run.len {
                (run.from + from - run.at) as usize..(run.from + to - run.at) as usize
            } else {
                run.from as usize..(run.from + run.len) as usize
            };
            let raw = xml.get(range.clone()).unwrap_or_default();
            // Spaces that were folded into the one before stand between two runs.
            if let Some(gap) = last_end.and_then(|last: usize| xml.get(last..range.start)) {
                let (before, after) = match gap.split_once('<') {
                    Some((before, rest)) => (before, rest.rsplit_once('>').map_or("", |r| r.1)),
                    None => (gap, ""),
                };
                out.extend(before.chars().chain(after.chars()).filter(|c| c.is_whitespace()));
            }
            last_end = Some(range.end);
            match raw.chars().next() {
                None => match self.generated.binary_search_by_key(&from, |g| g.0) {
                    Ok(i) => out.push(self.generated[i].1),
                    Err(_) => out.push_str(if own() == "\n" { " " } else { own() }),
                },
                Some('<') => out.push_str(own()),
                Some('&') => out.extend(reference(raw).map(|r| r.0)),
                Some(_) => out.push_str(raw),
            }
            index += 1;
        }
        out.trim().to_owned()
    }
}
