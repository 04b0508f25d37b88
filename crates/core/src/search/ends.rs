//! Whether a text ends in a word of a list.

/// As [`str::ends_with`], for the many words of a list that do not: nearly always the last byte tells.
pub fn ends_with(text: &str, word: &str) -> bool {
    text.as_bytes().last() == word.as_bytes().last() && text.ends_with(word)
}
