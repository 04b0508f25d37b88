//! What is drawn with: whether it shows on white paper, and how faint it is.

use roxmltree::Node;

use super::parts::{attribute, child, number, text};

/// A colour, as far as reading asks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    pub white: bool,
    /// 0 is not there at all, 255 covers what is below.
    pub alpha: f32,
}

/// What there is where no colour is named.
pub(super) const BLACK: Ink = Ink { white: false, alpha: 255.0 };

/// The colour that a graphic unit or a set of drawing parameters names.
pub(super) fn ink(of: Node<'_, '_>, name: &str) -> Option<Ink> {
    let colour = child(of, name)?;
    let alpha = attribute(colour, "Alpha").and_then(number).unwrap_or(BLACK.alpha);
    // Some programs write the value as an element.
    let value = attribute(colour, "Value").or_else(|| text(colour, "Value"));
    Some(Ink { white: value.is_some_and(is_white), alpha })
}

/// One value is grey, three are red, green and blue, four are inks.
fn is_white(value: &str) -> bool {
    let mut parts = [0.0_f32; 4];
    let mut count = 0;
    for word in value.split([' ', ',', '\t']).filter(|w| !w.is_empty()) {
        let part = match word.strip_prefix('#') {
            Some(hex) => u8::from_str_radix(hex, 16).ok().map(f32::from),
            None => number(word),
        };
        let (Some(slot), Some(part)) = (parts.get_mut(count), part) else { return false };
        *slot = part;
        count += 1;
    }
    match count {
        1 | 3 => parts[..count].iter().all(|p| *p >= 250.0),
        4 => parts.iter().all(|p| *p <= 5.0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_white_in_every_space() {
        for white in ["255 255 255", "255", "0 0 0 0", "#ff #FF #ff", " 254  252 255 "] {
            assert!(is_white(white), "{white}");
        }
        for other in ["0 0 0", "0", "255 0 0", "0 0 0 255", "", "255 255", "white", "1 1 1"] {
            assert!(!is_white(other), "{other}");
        }
    }
}
