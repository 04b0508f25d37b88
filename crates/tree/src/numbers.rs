//! What a word of YAML stands for where it is not plainly a text: numbers, yes and no.

/// A word without quotes where no type is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plain {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text,
}

impl Plain {
    pub fn of(text: &str) -> Self {
        if let Some(value) = truth(text) {
            return Plain::Bool(value);
        }
        if let Some(number) = integer(text) {
            if let Ok(number) = u64::try_from(number) {
                return Plain::Unsigned(number);
            }
            if let Ok(number) = i64::try_from(number) {
                return Plain::Signed(number);
            }
        }
        float(text).map_or(Plain::Text, Plain::Float)
    }
}

/// Yes or no, in any of the words of YAML 1.1.
pub fn truth(text: &str) -> Option<bool> {
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match text.len() {
        1..=5 if is(["true", "yes", "y", "on"]) => Some(true),
        1..=5 if is(["false", "no", "n", "off"]) => Some(false),
        _ => None,
    }
}

/// An integer: decimal without zeros before it, or with `0x`, `0o`, `0b`; `_` may stand between digits.
pub fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let (radix, digits) = match digits {
        [b'0', b'x' | b'X', digits @ ..] => (16, digits),
        [b'0', b'o' | b'O', digits @ ..] => (8, digits),
        [b'0', b'b' | b'B', digits @ ..] => (2, digits),
        [b'0', _, ..] => return None,
        digits => (10, digits),
    };
    let (mut value, mut digit_before) = (0i128, false);
    for &byte in digits {
        if byte == b'_' && digit_before {
            digit_before = false;
            continue;
        }
        let digit = char::from(byte).to_digit(radix)?;
        value = value.checked_mul(i128::from(radix))?.checked_add(i128::from(digit))?;
        digit_before = true;
    }
    digit_before.then_some(if negative { -value } else { value })
}

/// A number with a fraction.
pub fn float(text: &str) -> Option<f64> {
    match text.strip_prefix(['-', '+']).unwrap_or(text) {
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
        _ => text.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_numbers_as_yaml_has_it() {
        let read =
            ["12", "-3", "+4", "0x1F", "1_000", "0", "012", "1__0", "_1", "1_", "", "-", "0x", "１"].map(integer);
        let no = None;
        let yes = Some;
        assert_eq!(read, [yes(12), yes(-3), yes(4), yes(31), yes(1000), yes(0), no, no, no, no, no, no, no, no]);
        assert_eq!(["Yes", "off", "y", "ja", "trues"].map(truth), [Some(true), Some(false), Some(true), None, None]);
        assert_eq!(
            ["0.5", "1e3", "-.inf", "inf1", "1e999"].map(float),
            [Some(0.5), Some(1000.0), Some(f64::NEG_INFINITY), None, None]
        );
        assert_eq!(Plain::of("2019"), Plain::Unsigned(2019));
        assert_eq!(Plain::of("2019-05-15"), Plain::Text);
    }
}
