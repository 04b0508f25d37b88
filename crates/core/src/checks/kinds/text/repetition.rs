//! A stretch of words that stands twice, one right behind the other (发布信息发布信息), or with a word between (可通过可以通过).
//! Words of two characters may follow upon themselves; which do not, and what may stand between, is the rule's
//! business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope;
use crate::language::fold::is_han;
use crate::language::numbers::chinese_digit;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repetition {
    /// Right texts that repeat themselves.
    #[serde(default)]
    innocent: Vec<String>,
    /// Words of two characters that are not said again after one of `between`.
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    between: Vec<String>,
}

/// The longest stretch that is looked for twice, in characters; longer ones are sentences, which have marks in them.
const LONGEST: usize = 16;
/// Stretches of this length may be words that follow upon themselves, and are a slip only where the clause ends
/// behind them.
const WORD: usize = 2;

impl Kind for Repetition {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        for &(_, span) in scope::paragraphs(context) {
            let text = context.document.slice(span);
            // Lines without any mark are names of columns and links.
            if !text.contains(['。', ',', ';']) {
                continue;
            }
            let mut places = twice(text);
            self.nearly(text, &mut places);
            places.sort_unstable();
            let mut end = 0;
            for (from, to) in places {
                if from < end || self.is_innocent(text, from, to) {
                    continue;
                }
                end = to;
                let place = span.part(from..to);
                failures.push(Failure {
                    primary: Label::at(place),
                    values: BTreeMap::from([("found", context.document.shown(place))]),
                    identity: context.document.slice(place).to_owned(),
                    ..Failure::default()
                });
            }
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }
}

impl Repetition {
    fn is_innocent(&self, text: &str, from: usize, to: usize) -> bool {
        let place = Span::new(from, to);
        self.innocent.iter().filter(|i| !i.is_empty()).any(|innocent| {
            text.match_indices(innocent.as_str()).any(|(at, _)| {
                let right = Span::new(at, at + innocent.len());
                right.contains(place) || place.contains(right)
            })
        })
    }

    /// Adds where a word comes again after another.
    fn nearly(&self, text: &str, places: &mut Vec<(usize, usize)>) {
        for word in self.words.iter().filter(|w| !w.is_empty()) {
            for (at, _) in text.match_indices(word.as_str()) {
                let rest = &text[at + word.len()..];
                let again = self
                    .between
                    .iter()
                    .find(|b| rest.strip_prefix(b.as_str()).is_some_and(|rest| rest.starts_with(word.as_str())));
                places.extend(again.map(|b| (at, at + 2 * word.len() + b.len())));
            }
        }
    }
}

/// The lengths of stretches that come twice, one right behind the other, a bit for each: most paragraphs have none.
fn lengths(chars: &[(usize, char)]) -> u32 {
    // Where each hashed pair stood last, counted from one.
    let mut last = [0_u32; PAIRS];
    let mixed = |pair: &[(usize, char)]| (pair[0].1 as u32).wrapping_mul(0x9e37_79b1) ^ pair[1].1 as u32;
    let mut near = 0;
    for (at, pair) in chars.windows(2).enumerate() {
        let place = &mut last[(mixed(pair).wrapping_mul(0x85eb_ca6b) >> 24) as usize];
        let before = std::mem::replace(place, at as u32 + 1) as usize;
        if before == 0 || at + 1 - before > LONGEST {
            continue;
        }
        // Another pair of the same hash may hide one farther off.
        for from in at.saturating_sub(LONGEST)..at {
            let again = chars[at..].iter().zip(&chars[from..at]).take_while(|(a, b)| a.1 == b.1).count();
            near |= u32::from(again == at - from) << (at - from);
        }
    }
    near
}

/// As many as eight bits number.
const PAIRS: usize = 1 << 8;

/// Where a stretch of Chinese characters comes twice, one right behind the other.
fn twice(text: &str) -> Vec<(usize, usize)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut places = Vec::new();
    let near = lengths(&chars);
    for length in (WORD..=LONGEST.min(chars.len() / 2)).filter(|length| near >> length & 1 == 1) {
        let mut same = 0;
        for at in 0..chars.len() - length {
            let c = chars[at].1;
            if c != chars[at + length].1 || !is_han(c) {
                same = 0;
                continue;
            }
            same += 1;
            if same < length {
                continue;
            }
            let stretch = &chars[at + 1 - length..=at];
            let end = chars.get(at + 1 + length).map_or(text.len(), |next| next.0);
            let plain = stretch.iter().all(|s| s.1 == c) || stretch.iter().all(|s| chinese_digit(s.1).is_some());
            let closed = text[end..].chars().next().is_none_or(|next| !is_han(next) && !next.is_alphanumeric());
            let first_of_word = length == WORD && !(closed && chinese_digit(stretch[0].1).is_none());
            if !plain && !first_of_word {
                places.push((stretch[0].0, end));
                same = 0;
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        twice(text).into_iter().map(|(from, to)| &text[from..to]).collect()
    }

    #[test]
    fn stretches_that_come_twice() {
        assert_eq!(found("在网站发布信息发布信息200余篇"), ["发布信息发布信息"]);
        assert_eq!(found("由专人值守值守,确保"), ["值守值守"]);
        assert_eq!(found("办公室办公室负责"), ["办公室办公室"]);
    }

    #[test]
    fn words_that_follow_upon_themselves() {
        for text in ["规范规范性文件", "一件一件,逐条", "二〇二〇年", "组织组织部门", "公公公公", "公开公开目录"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
