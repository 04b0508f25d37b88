//! Rule files to values: what cannot be read, or does not fit, becomes a problem with its place.

use serde::de::DeserializeOwned;

use crate::checks::parameter::{Mark, Problem, nearest};
use crate::lexicon::RawVocabulary;
use gouji_tree as tree;
use gouji_tree::{Builder, Fault, Place, Simple, Unreadable, Wanted};

/// Reads one file.
///
/// # Errors
/// The first mistake of shape or syntax.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Box<Problem>> {
    let mut built = Builder::default();
    built.file(text);
    decode(&built, text)
}

/// Checks a file of vocabulary as the field `name` of [`RawVocabulary`].
///
/// # Errors
/// The first mistake of shape or syntax.
pub(super) fn vocabulary(name: &str, text: &str) -> Result<Builder, Box<Problem>> {
    let mut built = Builder::files();
    built.entry(name, text);
    decode::<RawVocabulary>(&built, text).map(|_| built)
}

fn decode<T: DeserializeOwned>(built: &Builder, text: &str) -> Result<T, Box<Problem>> {
    tree::written(built).map_err(|error| {
        let (fault, place) = error.into_parts();
        Box::new(explain(fault, place, text))
    })
}

fn explain(fault: Fault, place: Option<Place>, text: &str) -> Problem {
    let mark = place.map(|place| mark_of(place, text)).unwrap_or_default();
    let (code, message, label, help) = match fault {
        Fault::UnknownField { field, known } => {
            ("unknown-field", format!("未知的字段“{field}”"), "没有这个字段".to_owned(), suggestion(&field, known))
        }
        Fault::UnknownVariant { variant, known } => {
            ("unknown-value", format!("不能写“{variant}”"), "没有这个取值".to_owned(), suggestion(&variant, known))
        }
        Fault::MissingField(field) => {
            ("missing-field", format!("缺少字段“{field}”"), format!("这里缺少 {field}"), None)
        }
        Fault::Unreadable(Unreadable::Duplicate(key)) => (
            "duplicate-key",
            format!("字段重复：{key}"),
            "前面已经写过".to_owned(),
            Some("同一个字段只写一次".to_owned()),
        ),
        other => ("syntax", format!("YAML 无法读取：{}", said(&other)), "在这里".to_owned(), None),
    };
    Problem { code, message, mark, label, related: Vec::new(), help }
}

fn said(fault: &Fault) -> String {
    let found = |found: &tree::Found| match found {
        tree::Found::Bool(value) => format!("boolean `{value}`"),
        tree::Found::Number(number) => format!("integer `{number}`"),
        tree::Found::Text(text) => format!("string {text:?}"),
        tree::Found::Nothing => "unit value".to_owned(),
        tree::Found::List => "sequence".to_owned(),
        tree::Found::Map => "map".to_owned(),
        tree::Found::Other(other) => other.clone(),
    };
    match fault {
        Fault::Unreadable(unreadable) => match unreadable {
            Unreadable::Syntax(kind) => {
                let text = kind.to_string();
                if text == "while parsing node, found unknown anchor" {
                    "alias references unknown anchor".to_owned()
                } else {
                    text
                }
            }
            Unreadable::End => "unexpected end of input".to_owned(),
            Unreadable::SecondDocument => {
                "multiple YAML documents detected; use from_str_multiple or from_str_multiple_with_options".to_owned()
            }
            Unreadable::Duplicate(key) => key.clone(),
            Unreadable::TooMuch => "budget breached: Nodes { nodes: 250001 }".to_owned(),
            Unreadable::TooDeep => "budget breached: Depth".to_owned(),
            Unreadable::Circle => "recursive references require weak recursion types".to_owned(),
            Unreadable::Tag(tag) => format!("unsupported tag `{tag}`"),
            Unreadable::Merge => "YAML merge value must be mapping or sequence of mappings".to_owned(),
        },
        Fault::Wanted(wanted) => match wanted {
            Wanted::Scalar => "expected string scalar",
            Wanted::List => "expected sequence start",
            Wanted::Map => "expected mapping start",
            Wanted::EndOfList => "expected sequence end",
            Wanted::Variant => "externally tagged enum expected scalar or mapping",
            Wanted::Name => "expected string key for externally tagged enum",
            Wanted::OneName => "expected end of mapping after enum variant value",
            Wanted::NameAlone => "unexpected value for unit enum variant",
        }
        .to_owned(),
        Fault::Invalid(simple) => match simple {
            Simple::Integer(name) => format!("invalid {name}"),
            Simple::Float => "invalid floating point".to_owned(),
            Simple::Bool => "invalid boolean".to_owned(),
            Simple::Char => "invalid char: expected a single Unicode scalar value".to_owned(),
        },
        Fault::Nothing => "cannot deserialize null into string; use Option<String>".to_owned(),
        Fault::Type { found: f, wanted } => format!("invalid type: {}, expected {wanted}", found(f)),
        Fault::Value { found: f, wanted } => format!("invalid value: {}, expected {wanted}", found(f)),
        Fault::Said(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

fn suggestion(written: &str, expected: &[&'static str]) -> Option<String> {
    match nearest(written, expected.iter().copied()) {
        Some(near) => Some(format!("是否想写“{near}”？")),
        None if expected.is_empty() => None,
        None => Some(format!("可用的有：{}", expected.join("、"))),
    }
}

/// The bytes of a place; where it has no extent, the word that stands there.
fn mark_of((start, end): Place, text: &str) -> Mark {
    let start = text.floor_char_boundary((start as usize).min(text.len()));
    let len = (end as usize).saturating_sub(start);
    let rest = &text[start..];
    let word = || rest.find([':', ' ', '\n', ',', '}']).filter(|&n| n > 0).unwrap_or(rest.len().min(1));
    let end = text.ceil_char_boundary((start + if len > 0 { len } else { word() }).min(text.len()));
    Mark { start: start as u32, end: end as u32 }
}
