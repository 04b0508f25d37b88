//! Changes to a text by place: stretches removed and strings put in, all at once, so that nothing else moves.

use std::collections::BTreeMap;
use std::ops::Range;

/// What is put in at one place: the end of what was there, marks that end, marks that begin, and the rest taken up
/// again.
#[derive(Debug, Default)]
struct Insertion {
    before: String,
    ends: String,
    starts: String,
    after: String,
}

/// Changes to one text.
#[derive(Debug, Default)]
pub(crate) struct Splices {
    removed: Vec<Range<usize>>,
    put: BTreeMap<usize, Insertion>,
}

impl Splices {
    pub(crate) fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.put.is_empty()
    }

    pub(crate) fn remove(&mut self, range: Range<usize>) {
        self.removed.push(range);
    }

    /// Puts in what ends at a place; it stands before all that begins there.
    pub(crate) fn end(&mut self, at: usize, text: &str) {
        self.put.entry(at).or_default().ends.push_str(text);
    }

    /// Puts in what begins at a place.
    pub(crate) fn start(&mut self, at: usize, text: &str) {
        self.put.entry(at).or_default().starts.push_str(text);
    }

    /// Splits what stands at a place: `before` closes it, `after` opens it again behind all marks. Once is enough.
    pub(crate) fn split(&mut self, at: usize, before: String, after: String) {
        let insertion = self.put.entry(at).or_default();
        insertion.before = before;
        insertion.after = after;
    }

    /// The text with all changes.
    pub(crate) fn apply(mut self, text: &str) -> String {
        self.removed.sort_by_key(|r| (r.start, r.end));
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        let mut at = 0;
        let mut removed = self.removed.into_iter().peekable();
        let mut put = self.put.into_iter().peekable();
        loop {
            let next_put = put.peek().map_or(usize::MAX, |p| p.0);
            let next_removed = removed.peek().map_or(usize::MAX, |r| r.start);
            let next = next_put.min(next_removed).min(text.len());
            if next > at {
                out.push_str(text.get(at..next).unwrap_or_default());
                at = next;
            }
            if next_put <= next_removed {
                let Some((_, i)) = put.next() else { break };
                for part in [i.before, i.ends, i.starts, i.after] {
                    out.push_str(&part);
                }
            } else if let Some(range) = removed.next() {
                at = at.max(range.end);
            }
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_changes_at_once() {
        let mut splices = Splices::default();
        splices.start(2, "[");
        splices.end(4, "]");
        splices.start(4, "{");
        splices.split(4, "/".to_owned(), "\\".to_owned());
        splices.end(6, "}");
        splices.remove(0..1);
        splices.remove(6..7);
        assert_eq!(splices.apply("abcdefgh"), "b[cd/]{\\ef}h");
    }
}
