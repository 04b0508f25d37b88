//! The one place that meets the YAML library: text to values, its errors to our problems.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_yaml::Error;

use crate::checks::parameter::{Mark, Problem, nearest};
use crate::lexicon::RawVocabulary;

/// Reads one file.
///
/// # Errors
/// The first mistake of shape or syntax.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Box<Problem>> {
    serde_yaml::from_str_with_options(text, serde_yaml::options! { with_snippet: false })
        .map_err(|error| Box::new(explain(&error, text)))
}

/// Reads a file of vocabulary as the field `name` of [`RawVocabulary`], so that mistakes get their place.
///
/// # Errors
/// The first mistake of shape or syntax.
pub(super) fn vocabulary(name: &str, text: &str) -> Result<Value, Box<Problem>> {
    let value = read(text)?;
    let mut wrapped = format!("{name}:\n");
    for line in text.lines() {
        wrapped.push_str("  ");
        wrapped.push_str(line);
        wrapped.push('\n');
    }
    match read::<RawVocabulary>(&wrapped) {
        Ok(_) => Ok(value),
        Err(mut problem) => {
            let unwrap = |offset: u32| {
                let before = wrapped.get(..offset as usize).unwrap_or("").matches('\n').count();
                (offset as usize).saturating_sub(name.len() + 2 + 2 * before).min(text.len()) as u32
            };
            problem.mark = Mark { start: unwrap(problem.mark.start), end: unwrap(problem.mark.end) };
            Err(problem)
        }
    }
}

fn explain(error: &Error, text: &str) -> Problem {
    let mark = error.location().map(|location| mark_of(location, text)).unwrap_or_default();
    let (code, message, label, help) = match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            ("unknown-field", format!("未知的字段“{field}”"), "没有这个字段".to_owned(), suggestion(field, expected))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            ("unknown-value", format!("不能写“{variant}”"), "没有这个取值".to_owned(), suggestion(variant, expected))
        }
        Error::SerdeMissingField { field, .. } => {
            ("missing-field", format!("缺少字段“{field}”"), format!("这里缺少 {field}"), None)
        }
        Error::DuplicateMappingKey { key, .. } => (
            "duplicate-key",
            format!("字段重复：{}", key.as_deref().unwrap_or("?")),
            "前面已经写过".to_owned(),
            Some("同一个字段只写一次".to_owned()),
        ),
        other => {
            let said = other.render();
            // The place is ours to tell.
            let said = said.split(" at line ").next().unwrap_or(&said);
            ("syntax", format!("YAML 无法读取：{said}"), "在这里".to_owned(), None)
        }
    };
    Problem { code, message, mark, label, related: Vec::new(), help }
}

fn suggestion(written: &str, expected: &[&'static str]) -> Option<String> {
    match nearest(written, expected.iter().copied()) {
        Some(near) => Some(format!("是否想写“{near}”？")),
        None if expected.is_empty() => None,
        None => Some(format!("可用的有：{}", expected.join("、"))),
    }
}

/// The bytes of a location; where it has no extent, the word that stands there.
fn mark_of(location: serde_yaml::Location, text: &str) -> Mark {
    let span = location.span();
    let start = span.byte_offset().map_or_else(|| offset_of(location, text), |offset| offset as usize);
    let start = text.floor_char_boundary(start.min(text.len()));
    let len = span.byte_len().unwrap_or(0) as usize;
    let rest = &text[start..];
    let word = || rest.find([':', ' ', '\n', ',', '}']).filter(|&n| n > 0).unwrap_or(rest.len().min(1));
    let end = text.ceil_char_boundary((start + if len > 0 { len } else { word() }).min(text.len()));
    Mark { start: start as u32, end: end as u32 }
}

/// Scanner errors come with line and column alone.
fn offset_of(location: serde_yaml::Location, text: &str) -> usize {
    let (line, column) = (location.line().saturating_sub(1) as usize, location.column().saturating_sub(1) as usize);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(i, _)| i)
}
