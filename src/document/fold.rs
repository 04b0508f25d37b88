//! The one place that says which characters count as the same when matching. Folding keeps one character one character.

/// The folded form of a character; `None` where it vanishes (zero-width marks, soft hyphens, carriage returns).
/// Full-width ASCII and its punctuation become half-width, every space a plain one, `︰` and the like their ASCII form.
pub fn fold_char(c: char) -> Option<char> {
    Some(match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\t' => ' ',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\r' => {
            return None;
        }
        '\u{fe50}' => ',',
        '\u{fe54}' => ';',
        '\u{fe55}' | '\u{fe30}' | '\u{2236}' => ':',
        '\u{fe59}' => '(',
        '\u{fe5a}' => ')',
        '\u{2212}' => '-',
        '\u{2024}' => '.',
        _ => c,
    })
}

/// True for the first bytes of characters that folding may change; every other character is copied as it is.
pub(super) const fn may_fold(lead: u8) -> bool {
    matches!(lead, b'\t' | b'\r' | 0xc2 | 0xe2 | 0xe3 | 0xef)
}

/// The text without any white space: what labels and headings are compared by.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
