//! Finds the words of a vocabulary of some dozens, many bytes of text at a time where the processor can: for text in
//! which none of them stands but here and there. Larger vocabularies are [`Words`].

use aho_corasick::Span;
use aho_corasick::packed::{Config, MatchKind, Searcher};

use super::words::{Found, Words};

/// A small vocabulary, ready for matching. Words keep the order in which they were given.
#[derive(Clone, Debug)]
pub struct FewWords(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Packed(Searcher),
    /// On other processors, or of too many words.
    Plain(Box<Words>),
}

impl Default for FewWords {
    fn default() -> Self {
        Self(Kind::Plain(Box::default()))
    }
}

impl FewWords {
    pub fn new<S: AsRef<str>>(words: &[S]) -> Self {
        let mut builder = Config::new().match_kind(MatchKind::LeftmostLongest).builder();
        let packed = builder.extend(words.iter().map(AsRef::as_ref)).build();
        Self(packed.map_or_else(|| Kind::Plain(Box::new(Words::new(words))), Kind::Packed))
    }

    /// Words that do not overlap, the leftmost and longest first.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let text = text.as_bytes();
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = match &self.0 {
                Kind::Packed(searcher) => {
                    let found = searcher.find_in(text, Span::from(from..text.len()))?;
                    Found { word: found.pattern().as_usize(), start: found.start(), end: found.end() }
                }
                Kind::Plain(words) => words.find(text, from)?,
            };
            from = found.end;
            Some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_find_the_same() {
        let words = ["期限", "统计期限", "时间", "时间段", "至", "自"];
        let text = "本报告统计期限自2024年1月1日至12月31日,时间段内的时间不限,期限届满".repeat(3);
        let plain: Vec<Found> = Words::new(words).find_iter(&text).collect();
        let few: Vec<Found> = FewWords::new(&words).find_iter(&text).collect();
        assert_eq!(few, plain);
        assert_eq!(plain.len(), 18);
        assert_eq!(FewWords::default().find_iter(&text).count(), 0);
    }
}
