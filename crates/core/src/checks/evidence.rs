//! What makes an accusation likely: a figure that differs from the right one as slips of the pen do.
//! Takes numbers alone; knows no figure's meaning.

use rust_decimal::Decimal;

/// So far apart, two figures are a miscount.
const MISCOUNT: i64 = 3;

/// True where one number is the other with one digit written otherwise, two changed places, one lost or doubled, or
/// off by very little.
pub(super) fn slip(a: Decimal, b: Decimal) -> bool {
    if a == b || a.is_sign_negative() || b.is_sign_negative() {
        return false;
    }
    if (a - b).abs() <= Decimal::from(MISCOUNT) {
        return true;
    }
    let (a, b) = (a.normalize().to_string(), b.normalize().to_string());
    let (long, short) = if a.len() >= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if long.len() == short.len() {
        let odd: Vec<usize> = (0..long.len()).filter(|&i| long[i] != short[i]).collect();
        return match odd[..] {
            [_] => true,
            [i, j] => long[i] == short[j] && long[j] == short[i],
            _ => false,
        };
    }
    // Nobody loses a digit and leaves a nought.
    short != b"0"
        && long.len() == short.len() + 1
        && (0..long.len()).any(|i| long[..i] == short[..i] && long[i + 1..] == short[i..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen() {
        let slip = |a: i64, b: i64| slip(Decimal::from(a), Decimal::from(b));
        assert!(
            slip(118, 113)
                && slip(3119, 3191)
                && slip(310, 31)
                && slip(1156, 156)
                && slip(5, 7)
                && slip(265, 205)
                && slip(40, 4)
        );
        assert!(!slip(118, 118) && !slip(118, 241) && !slip(3119, 9131) && !slip(9, 30) && !slip(30, 0));
    }
}
