//! How people err in writing figures down, told from what stands there and what ought to.

use crate::checks::diagnosis::Slip;

/// Whether a slip is more than what any two figures of a digit or two have in common.
pub(super) fn is_telling(slip: Slip, found: &str, expected: &str) -> bool {
    let long = if found.len() > expected.len() { found } else { expected };
    let twice = long.as_bytes().windows(2).any(|w| w[0] == w[1]);
    slip == Slip::DigitsSwapped || long.len() > 2 || slip == Slip::DigitDoubled && twice
}

/// The slip that makes `found` out of `expected`, both as written; none where it is not a known one.
pub(super) fn slip(found: &str, expected: &str) -> Option<Slip> {
    if found == "0" || expected == "0" || found == expected {
        return None;
    }
    let (f, e) = (found.as_bytes(), expected.as_bytes());
    if swapped(f, e) {
        return Some(Slip::DigitsSwapped);
    }
    if is_one_short(f, e) {
        return Some(Slip::DigitLost);
    }
    if is_one_short(e, f) {
        return Some(Slip::DigitDoubled);
    }
    (found.strip_suffix("0000") == Some(expected)).then_some(Slip::Yuan)
}

/// Two neighbouring digits changed places.
fn swapped(found: &[u8], expected: &[u8]) -> bool {
    if found.len() != expected.len() {
        return false;
    }
    let mut odd = (0..found.len()).filter(|&i| found[i] != expected[i]);
    match (odd.next(), odd.next(), odd.next()) {
        (Some(i), Some(j), None) => j == i + 1 && found[i] == expected[j] && found[j] == expected[i],
        _ => false,
    }
}

/// `short` is `long` without one of its digits.
fn is_one_short(short: &[u8], long: &[u8]) -> bool {
    if short.is_empty() || short.len() + 1 != long.len() {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    long[same].is_ascii_digit() && short[same..] == long[same + 1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_known_by_their_digits() {
        assert_eq!(slip("3191", "3119"), Some(Slip::DigitsSwapped));
        assert_eq!(slip("34", "340"), Some(Slip::DigitLost));
        assert_eq!(slip("305", "3050"), Some(Slip::DigitLost));
        assert_eq!(slip("35", "315"), Some(Slip::DigitLost));
        assert_eq!(slip("3511", "351"), Some(Slip::DigitDoubled));
        assert_eq!(slip("4000000", "400"), Some(Slip::Yuan));
        assert_eq!(slip("47", "46"), None);
        assert_eq!(slip("0", "5"), None);
        assert_eq!(slip("5", "57"), Some(Slip::DigitLost));
    }
}
