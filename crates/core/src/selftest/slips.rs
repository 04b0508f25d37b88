//! How people err in writing a figure down: the wrong figures that may stand in the place of a right one.

use serde::Serialize;

/// A kind of mistake that is seeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// One too many.
    OffByOne,
    /// Two neighbouring digits changed places.
    DigitsSwapped,
    /// The last digit is missing.
    DigitLost,
    /// The last digit stands twice.
    DigitDoubled,
    /// A digit was read as another.
    DigitWrong,
    /// Nothing stands in the cell.
    LeftBlank,
    /// Two neighbouring cells of a row hold each other's figures.
    ColumnsSwapped,
    /// Two neighbouring cells of a column hold each other's figures.
    RowsSwapped,
    /// A heading is missing.
    HeadingDeleted,
    /// A heading has the number of the next one.
    HeadingRenumbered,
    /// A required element is missing.
    ElementDeleted,
}

impl Mistake {
    /// The mistakes in a single figure.
    pub(crate) const IN_A_FIGURE: [Mistake; 5] =
        [Mistake::OffByOne, Mistake::DigitsSwapped, Mistake::DigitLost, Mistake::DigitDoubled, Mistake::DigitWrong];

    /// The digits of a whole number as this mistake would make them; none where it makes no other number.
    pub(crate) fn made(self, digits: &str) -> Option<String> {
        let bytes = digits.as_bytes();
        if bytes.is_empty() || bytes.len() > 15 || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let (rest, last) = digits.split_at(digits.len() - 1);
        let wrong = match self {
            Mistake::OffByOne => digits.parse::<u64>().ok()?.checked_add(1)?.to_string(),
            Mistake::DigitsSwapped => {
                // The last pair that differs and leaves no zero in front.
                let at =
                    (0..bytes.len() - 1).rev().find(|&i| bytes[i] != bytes[i + 1] && (i > 0 || bytes[1] != b'0'))?;
                let mut swapped = bytes.to_vec();
                swapped.swap(at, at + 1);
                String::from_utf8(swapped).ok()?
            }
            Mistake::DigitLost => rest.to_owned(),
            Mistake::DigitDoubled => format!("{digits}{last}"),
            Mistake::DigitWrong => format!("{rest}{}", (last.parse::<u8>().ok()? + 5) % 10),
            _ => return None,
        };
        let leading_zero = wrong.len() > 1 && wrong.starts_with('0');
        (!wrong.is_empty() && !leading_zero && wrong != digits).then_some(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_make_other_numbers_or_none() {
        assert_eq!(Mistake::OffByOne.made("3050").as_deref(), Some("3051"));
        assert_eq!(Mistake::DigitsSwapped.made("3119").as_deref(), Some("3191"));
        assert_eq!(Mistake::DigitsSwapped.made("10"), None);
        assert_eq!(Mistake::DigitsSwapped.made("77"), None);
        assert_eq!(Mistake::DigitLost.made("351").as_deref(), Some("35"));
        assert_eq!(Mistake::DigitLost.made("7"), None);
        assert_eq!(Mistake::DigitDoubled.made("34").as_deref(), Some("344"));
        assert_eq!(Mistake::DigitDoubled.made("0"), None);
        assert_eq!(Mistake::DigitWrong.made("0").as_deref(), Some("5"));
        assert_eq!(Mistake::OffByOne.made("3.5"), None);
    }
}
