//! Writes the packed rulebook: values as they came from YAML, in the grammar of `kind`. Part of `build.rs`, and of tests.

use serde_json::Value;

use super::kind::{DIGIT_BITS, DIGITS, HEAD_BITS, Kind, LONG};

/// The largest number of the grammar.
const MOST: usize = (1 << (DIGIT_BITS * DIGITS)) - 1;

/// Appends a value.
///
/// # Panics
/// Where a text or a list is longer than the grammar has numbers for.
pub fn value(value: &Value, out: &mut String) {
    match value {
        Value::Null => head(Kind::Simple, 0, out),
        Value::Bool(set) => head(Kind::Simple, 1 + usize::from(*set), out),
        Value::Number(number) => match number.as_u64().and_then(|n| usize::try_from(n).ok()) {
            Some(natural @ ..=MOST) => head(Kind::Natural, natural, out),
            _ => text(Kind::Number, &number.to_string(), out),
        },
        Value::String(string) => text(Kind::Text, string, out),
        Value::Array(list) => {
            head(Kind::List, list.len(), out);
            list.iter().for_each(|inner| self::value(inner, out));
        }
        Value::Object(map) => {
            head(Kind::Map, map.len(), out);
            for (name, inner) in map {
                text(Kind::Text, name, out);
                self::value(inner, out);
            }
        }
    }
}

fn text(kind: Kind, text: &str, out: &mut String) {
    head(kind, text.len(), out);
    out.push_str(text);
}

fn head(kind: Kind, number: usize, out: &mut String) {
    assert!(number <= MOST, "the packed form has no number {number}");
    let short = number.min(LONG);
    out.push(char::from((kind as u8) << HEAD_BITS | short as u8));
    if short == LONG {
        let digit = |place: u32| (number >> (DIGIT_BITS * place) & ((1 << DIGIT_BITS) - 1)) as u8;
        out.extend((0..DIGITS).rev().map(|place| char::from(digit(place))));
    }
}
