//! The one place that says which characters count as the same when matching. Folding keeps one character one character.

use std::borrow::Cow;

use super::ideographs::unify;

/// The folded form of a character; `None` where it vanishes (zero-width marks, soft hyphens, carriage returns).
/// Full-width ASCII and its punctuation become half-width, every space a plain one, every upright bar `|`, `︰` and the
/// like their ASCII form, radicals and compatibility ideographs the characters they look like.
pub fn fold_char(c: char) -> Option<char> {
    Some(match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        '\u{3000}'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}' => ' ',
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' => ' ',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' => {
            return None;
        }
        '\u{feff}' | '\u{ad}' | '\r' | '\u{fe00}'..='\u{fe0f}' => return None,
        '\u{fe50}' => ',',
        '\u{fe54}' => ';',
        '\u{fe55}' | '\u{fe30}' | '\u{fe13}' | '\u{2236}' => ':',
        '\u{fe59}' => '(',
        '\u{fe5a}' => ')',
        '\u{2212}' => '-',
        // What tables are drawn with, and the broken bar.
        '\u{2502}' | '\u{2503}' | '\u{2551}' | '\u{a6}' => '|',
        '\u{2024}' => '.',
        // Letters of other alphabets that look like the X of a template.
        '\u{3a7}' | '\u{425}' => 'X',
        '\u{3c7}' | '\u{445}' => 'x',
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{fad9}' => unify(c),
        _ => c,
    })
}

/// A folded text; the text itself where folding changes nothing.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}') || fold_char(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    text.chars().filter_map(fold_char).collect()
}

/// For the first byte of a character: its length, or 0 where folding may change the character.
pub(crate) const STEP: [u8; 256] = {
    let mut step = [1; 256];
    let mut lead = 0xc0;
    while lead < 256 {
        step[lead] = if lead < 0xe0 {
            2
        } else if lead < 0xf0 {
            3
        } else {
            4
        };
        lead += 1;
    }
    let changing = [b' ', b'\t', b'\n', b'\r', 0x0b, 0x0c, 0xc2, 0xce, 0xcf, 0xd0, 0xd1, 0xe1, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < changing.len() {
        step[changing[i] as usize] = 0;
        i += 1;
    }
    step
};

/// Folded text without any white space, of which it has two kinds: what labels and headings are compared by.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr2_iter(b' ', b'\n', text.as_bytes()) {
        squeezed.push_str(&text[from..at]);
        from = at + 1;
    }
    squeezed.push_str(&text[from..]);
    squeezed
}

/// A Chinese character of a word or a numeral.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// A letter, a digit or a character of any script: what texts are measured by, marks and spaces left out.
pub fn is_of_words(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// Ideographs and the punctuation that stands among them: between two of these a line break is no space.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
