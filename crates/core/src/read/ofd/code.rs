//! The characters of one `TextCode` and how far each stands from the one before: `DeltaX="3 g 2 3.7"`. Runs are never
//! longer than the text, whatever they say.

use super::parts::number;
use crate::language::fold::{fold_char, is_wide};

/// The steps after each of the first `most` characters.
pub(super) fn deltas(list: &str, most: usize) -> Vec<f32> {
    let mut all: Vec<f32> = Vec::new();
    let mut words = list.split_ascii_whitespace();
    while all.len() < most
        && let Some(word) = words.next()
    {
        if word.eq_ignore_ascii_case("g") {
            let count = words.next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
            let Some(step) = words.next().and_then(number) else { break };
            let room = most - all.len();
            all.resize(all.len() + room.min(usize::try_from(count).unwrap_or(room)), step);
        } else if let Some(step) = number(word) {
            all.push(step);
        }
    }
    // Where the list is too short its last step goes on.
    if let Some(&last) = all.last() {
        all.resize(most, last);
    }
    all
}

/// How wide a character is in sizes, where no step after it says so.
pub(super) fn width(c: char) -> f32 {
    match c {
        c if is_wide(c) => 1.0,
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' => 0.3,
        'm' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.9,
        'w' | 'A'..='Z' | '&' => 0.7,
        _ => 0.5,
    }
}

/// The character that a code stands for; radicals are those that they look like, and what has no name has none.
pub(super) fn named(c: char) -> char {
    match c {
        '\u{2e80}'..='\u{2fdf}' => fold_char(c).unwrap_or(c),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => ' ',
        c => c,
    }
}

/// The codes of an element: indentation around them is the file's.
pub(super) fn codes(text: &str) -> &str {
    if text.starts_with(['\n', '\r']) { text.trim() } else { text.trim_end_matches(['\n', '\r', '\t']) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_runs_and_numbers() {
        assert_eq!(deltas("1 2.5 g 3 4 1", 6), [1.0, 2.5, 4.0, 4.0, 4.0, 1.0]);
        assert_eq!(deltas("g 2 3.7", 4), [3.7; 4], "the last goes on");
        assert_eq!(deltas("1 2 3", 2), [1.0, 2.0]);
        assert_eq!(deltas("", 3), [0.0; 0]);
    }

    #[test]
    fn a_run_is_no_longer_than_the_text() {
        assert_eq!(deltas("g 2000000000 1", 3), [1.0; 3]);
        assert_eq!(deltas("g 99999999999999999999999 1 2", 2).len(), 2);
        assert_eq!(deltas("g 0 1 g 2 5", 2), [5.0; 2]);
        assert_eq!(deltas("g", 2), [0.0; 0]);
        assert_eq!(deltas("NaN inf 2", 2), [2.0; 2]);
    }
}
