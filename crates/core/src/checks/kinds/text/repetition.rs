//! A stretch of words that stands twice, one right behind the other (发布信息发布信息), or with a word between (可通过可以通过).
//! Words of two characters may follow upon themselves; which do not, and what may stand between, is the rule's
//! business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::Scope;
use crate::checks::prefilter::Sought;
use crate::checks::scope;
use crate::language::fold::{is_han, is_of_words};
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
    words: Vec<Sought>,
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
        let nearly = self.nearly(context);
        let mut chars = Vec::new();
        for &(_, span) in scope::paragraphs(context) {
            let text = context.document.slice(span);
            // Lines without any mark are names of columns and links.
            if !text.contains(['。', ',', ';']) {
                continue;
            }
            let mut places = nearly[nearly.partition_point(|n| n.start < span.start)..].to_vec();
            places.retain(|n| span.contains(*n));
            chars.clear();
            chars.extend(text.chars());
            let near = lengths(&chars);
            if near != 0 {
                places.extend(twice(text, near).into_iter().map(|(from, to)| span.part(from..to)));
                places.sort_unstable();
            }
            let mut end = 0;
            for place in places {
                if place.start < end || self.is_innocent(context.document.slice(span), span, place) {
                    continue;
                }
                end = place.end;
                let found = context.document.slice(place);
                let half = found.get(..found.len() / 2).filter(|half| found[half.len()..] == **half);
                failures.push(Failure {
                    primary: Label::at(place),
                    values: BTreeMap::from([("found", context.document.shown(place))]),
                    identity: found.to_owned(),
                    suggestion: half.map(str::to_owned),
                    ..Failure::default()
                });
            }
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        self.words.iter().map(|word| (&**word, Scope::Text)).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }
}

impl Repetition {
    fn is_innocent(&self, text: &str, paragraph: Span, place: Span) -> bool {
        self.innocent.iter().filter(|i| !i.is_empty()).any(|innocent| {
            text.match_indices(innocent.as_str()).any(|(at, _)| {
                let right = paragraph.part(at..at + innocent.len());
                right.contains(place) || place.contains(right)
            })
        })
    }

    /// Where a word comes again after another, in the order of the text.
    fn nearly(&self, context: &Context<'_>) -> Vec<Span> {
        let text = context.document.text.folded.as_str();
        let mut places = Vec::new();
        for word in self.words.iter().filter(|w| !w.is_empty()) {
            let mut look = |at: usize| {
                let rest = &text[at + word.len()..];
                let again = |b: &&String| rest.strip_prefix(b.as_str()).is_some_and(|rest| rest.starts_with(&**word));
                let again = self.between.iter().find(again);
                places.extend(again.map(|b| Span::new(at, at + 2 * word.len() + b.len())));
            };
            match context.hits.and_then(|hits| hits.of(word, Scope::Text)) {
                Some(found) => found.for_each(&mut look),
                None => memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).for_each(&mut look),
            }
        }
        places.sort_unstable();
        places
    }
}

/// The lengths of stretches that come twice, one right behind the other, a bit for each: most paragraphs have none.
fn lengths(chars: &[char]) -> u32 {
    // Where each hashed character stood last, counted from one: characters of one hash show more, never less.
    let mut last = [0_u32; HASHES];
    let mut near = 0;
    // So many characters in a row have stood before, within reach.
    let mut again = 0;
    for (at, &c) in chars.iter().enumerate() {
        let place = &mut last[c as usize % HASHES];
        let before = std::mem::replace(place, at as u32 + 1) as usize;
        if before != 0 && at + 1 - before <= LONGEST && is_han(c) {
            again += 1;
        } else {
            again = 0;
        }
        for length in WORD..=LONGEST.min(again) {
            let (first, second) =
                (at + 1).checked_sub(2 * length).map_or((&[][..], &[][..]), |from| chars[from..=at].split_at(length));
            near |= u32::from(!first.is_empty() && first == second) << length;
        }
    }
    near
}

const HASHES: usize = 1 << 8;

/// Where a stretch of Chinese characters of one of the lengths comes twice, one right behind the other.
fn twice(text: &str, near: u32) -> Vec<(usize, usize)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut places = Vec::new();
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
            let closed = text[end..].chars().next().is_none_or(|next| !is_of_words(next));
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
        let chars: Vec<char> = text.chars().collect();
        twice(text, lengths(&chars)).into_iter().map(|(from, to)| &text[from..to]).collect()
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
