//! Slips in the terms of the field: two characters changed places, one left out, one written twice, one that sounds
//! alike. They are told from the terms themselves; which terms, and which characters sound alike, is the rule's
//! business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::{Lazy, Scope};
use crate::language::fold::is_han;
use crate::search::Words;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Terms as they are written right.
    terms: Vec<String>,
    /// Groups of characters that are typed one for another.
    #[serde(default)]
    alike: Vec<String>,
    /// Slips that cannot be told from a term: what is written, and what was meant.
    #[serde(default)]
    slips: BTreeMap<String, String>,
    /// Right texts in which a slip seems to stand.
    #[serde(default)]
    innocent: Vec<String>,
    #[serde(skip)]
    made: Lazy<Box<Slips>>,
}

/// Every slip, ready to be looked for.
#[derive(Debug)]
struct Slips {
    /// Boxed, since they are large beside what other checks hold.
    words: Box<Words>,
    slips: Vec<Slip>,
}

#[derive(Debug)]
struct Slip {
    term: String,
    /// A single character of the term stands before, or behind, what is missing: beside another word it may be part
    /// of that.
    alone: (bool, bool),
}

/// Terms shorter than this, in characters, are too like other words.
const SHORTEST: usize = 4;
/// Terms of which one character may be missing.
const LONG: usize = 5;
/// How far around a slip innocent text is looked for, in bytes.
const NEAR: usize = 48;

impl Kind for Terms {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let text = context.document.text.folded.as_str();
        let slips = self.made.get_or_init(|| Box::new(self.make()));
        let mut failures = Vec::new();
        for found in slips.words.find_iter(text) {
            let Some(slip) = slips.slips.get(found.word) else { continue };
            let span = Span::new(found.start, found.end);
            let before = || text[..found.start].chars().next_back().is_some_and(is_han);
            let after = || text[found.end..].chars().next().is_some_and(is_han);
            if slip.alone.0 && before()
                || slip.alone.1 && after()
                || self.is_innocent(text, span)
                || !Scope::Text.holds(context, span)
            {
                continue;
            }
            failures.push(Failure {
                primary: Label::at(span),
                values: BTreeMap::from([("found", context.document.shown(span)), ("instead", slip.term.clone())]),
                identity: context.document.slice(span).to_owned(),
                suggestion: Some(slip.term.clone()),
                ..Failure::default()
            });
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "instead"]
    }
}

impl Terms {
    fn is_innocent(&self, text: &str, slip: Span) -> bool {
        let from = text.floor_char_boundary((slip.start as usize).saturating_sub(NEAR));
        let to = text.ceil_char_boundary((slip.end as usize + NEAR).min(text.len()));
        let near = &text[from..to];
        self.innocent.iter().filter(|i| !i.is_empty()).any(|innocent| {
            near.match_indices(innocent.as_str())
                .any(|(at, word)| Span::new(from + at, from + at + word.len()).overlaps(slip))
        })
    }

    fn make(&self) -> Slips {
        let mut all: BTreeMap<String, Slip> = BTreeMap::new();
        for term in &self.terms {
            let chars: Vec<char> = term.chars().collect();
            let mut add = |slip: String, alone: (bool, bool)| {
                let right = |word: &String| word.contains(slip.as_str());
                if !self.terms.iter().any(right) && !self.innocent.iter().any(right) {
                    all.entry(slip).or_insert(Slip { term: term.clone(), alone });
                }
            };
            self.each(&chars, &mut add);
        }
        for (slip, term) in &self.slips {
            all.insert(slip.clone(), Slip { term: term.clone(), alone: (false, false) });
        }
        let (words, slips): (Vec<String>, Vec<Slip>) = all.into_iter().unzip();
        Slips { words: Box::new(Words::new(&words)), slips }
    }

    /// The slips of one term.
    fn each(&self, term: &[char], add: &mut dyn FnMut(String, (bool, bool))) {
        let length = term.len();
        if length < SHORTEST {
            return;
        }
        for at in 0..length {
            let (before, after) = (&term[..at], &term[at + 1..]);
            let with = |middle: &[char]| [before, middle, after].concat().into_iter().collect::<String>();
            if let Some(&next) = after.first()
                && next != term[at]
            {
                let mut swapped = term.to_vec();
                swapped.swap(at, at + 1);
                add(swapped.into_iter().collect(), (false, false));
            }
            if at > 0 && at + 1 < length {
                if length >= LONG {
                    add(with(&[]), (at == 1, at + 2 == length));
                }
                add(with(&[term[at], term[at]]), (false, false));
            }
            for other in self.alike.iter().filter(|group| group.contains(term[at])).flat_map(|group| group.chars()) {
                if other != term[at] {
                    add(with(&[other]), (false, false));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(terms: &[&str], alike: &[&str]) -> Vec<String> {
        let own = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let kind = Terms {
            terms: own(terms),
            alike: own(alike),
            slips: BTreeMap::new(),
            innocent: Vec::new(),
            made: Lazy::default(),
        };
        let made = kind.make();
        (0..made.slips.len()).filter_map(|i| made.words.get(i).map(str::to_owned)).collect()
    }

    #[test]
    fn each_way_of_slipping_is_told() {
        let made = slips(&["信息处理费"], &["费废"]);
        for slip in ["信处息理费", "信息理费", "信息处处理费", "信息处理废"] {
            assert!(made.iter().any(|m| m == slip), "{slip} in {made:?}");
        }
        assert!(!made.iter().any(|m| m == "信息处理费" || m == "息处理费" || m == "信息处理"));
    }

    #[test]
    fn what_is_part_of_another_term_is_no_slip() {
        assert!(!slips(&["规范性文件", "规范文件"], &[]).contains(&"规范文件".to_owned()));
        assert!(slips(&["公开"], &[]).is_empty());
    }
}
