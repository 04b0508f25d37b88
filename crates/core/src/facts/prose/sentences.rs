//! Text parted at its full stops, and which of the parts may hold a figure: the others need not be read word by word.
//! Characters are told by their three bytes; the words come from the vocabulary.

use crate::lexicon::telling::Telling;

const STOP: &str = "。";

/// A stretch of text up to its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub start: usize,
    pub end: usize,
    /// Digits, numerals before a measure word, or words of zero stand in it: else there is nothing to read.
    pub figures: bool,
}

fn has_digit(text: &[u8]) -> bool {
    // All of so many bytes are looked at together, which takes no longer than two of them one by one.
    let any = |chunk: &[u8; 32]| chunk.iter().fold(false, |any, b| any | b.is_ascii_digit());
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().any(any) || any(last),
        None => text.iter().any(u8::is_ascii_digit),
    }
}

/// Parts a text at its full stops.
pub(crate) fn pieces<'t>(text: &'t str, telling: &'t Telling) -> impl Iterator<Item = Piece> + 't {
    let bytes = text.as_bytes();
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end;
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let len = telling.stop.find(rest).map_or(rest.len(), |at| at + STOP.len());
        end += len;
        let piece = &rest[..len];
        Some(Piece { start, end, figures: has_digit(piece) || telling.told(piece) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::embedded_lexicon;

    #[test]
    fn sentences_without_a_figure_are_told() {
        let text =
            "云河县水利局加强领导。全年收到申请两件。未收到举报。规章不存在变动。一是无锡的经验。第3期。没有收到申请";
        let found: Vec<(&str, bool)> =
            pieces(text, &embedded_lexicon().counts.telling).map(|p| (&text[p.start..p.end], p.figures)).collect();
        assert_eq!(found.iter().map(|f| f.0).collect::<String>(), text);
        assert_eq!(found.iter().map(|f| f.1).collect::<Vec<_>>(), [false, true, true, true, true, true, true]);
    }
}
