//! Slips in the terms of the field: two characters changed places, one left out, one written twice, one that sounds
//! alike. They are told from the terms themselves; which terms, and which characters sound alike, is the rule's
//! business.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::{Lazy, Scope};
use crate::language::fold::is_han;
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

/// Every slip by the two characters that only it brings together, so that none is written out before it is met.
#[derive(Debug)]
struct Slips {
    /// The hashed pairs there are, a bit for each: most pairs of a text meet none.
    met: Vec<u64>,
    /// The last slip of each bucket of them, counted from one.
    last: Vec<usize>,
    slips: Vec<Slip>,
}

#[derive(Debug)]
struct Slip {
    pair: (char, char),
    /// How many of its characters stand before the pair.
    before: usize,
    term: usize,
    way: Way,
    /// The next slip of the same hash, counted from one.
    next: usize,
}

/// How a term is miswritten, by the place of the character.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// With the one behind it.
    Swapped(usize),
    Missing(usize),
    Doubled(usize),
    /// By one that is alike.
    Other(usize, char),
    /// As the rule writes it out: the number of the slip, `term` means nothing.
    Written,
}

/// A slip in a text.
struct Found {
    span: Span,
    /// As it should be written.
    instead: String,
    /// A single character of the term stands before, or behind, what is missing: beside another word it may be part
    /// of that.
    alone: (bool, bool),
}

/// How many bits a hashed pair has: many beside the slips.
const BITS: u32 = 17;
/// And so many of them tell buckets apart.
const IN_BUCKET: u32 = 4;

fn hashed(a: char, b: char) -> usize {
    let both = u64::from(u32::from(a)) << 21 | u64::from(u32::from(b));
    (both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)) as usize
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
        let mut failures = Vec::new();
        for found in self.find(text) {
            let before = || text[..found.span.start as usize].chars().next_back().is_some_and(is_han);
            let after = || text[found.span.end as usize..].chars().next().is_some_and(is_han);
            if found.alone.0 && before()
                || found.alone.1 && after()
                || self.is_innocent(text, found.span)
                || !Scope::Text.holds(context, found.span)
            {
                continue;
            }
            failures.push(Failure {
                primary: Label::at(found.span),
                values: BTreeMap::from([
                    ("found", context.document.shown(found.span)),
                    ("instead", found.instead.clone()),
                ]),
                identity: context.document.slice(found.span).to_owned(),
                suggestion: Some(found.instead),
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

    /// The slips of a text, the leftmost first, of those that begin at one place the longest.
    fn find(&self, text: &str) -> Vec<Found> {
        let slips = self.made.get_or_init(|| Box::new(self.make()));
        let mut found: Vec<(usize, Found)> = Vec::new();
        let mut previous = '\n';
        let mut at = 0;
        for (here, c) in text.char_indices() {
            // Terms are written in Han characters, tables hold little of them.
            let mut number = if c < '\u{2e80}' { 0 } else { slips.last_of(previous, c) };
            while let Some(slip) = number.checked_sub(1).map(|i| &slips.slips[i]) {
                if slip.pair == (previous, c)
                    && let Some(one) = self.whole(slip, text, at)
                {
                    found.push((number, one));
                }
                number = slip.next;
            }
            (previous, at) = (c, here);
        }
        found.sort_by_key(|(number, f)| (f.span.start, std::cmp::Reverse(f.span.end), *number));
        let mut end = 0;
        found.retain(|(_, f)| {
            let fresh = f.span.start >= end;
            end = if fresh { f.span.end } else { end };
            fresh
        });
        found.into_iter().map(|(_, f)| f).collect()
    }

    /// The slip whose pair stands at a byte of the text, if all of it does and it is no right word.
    fn whole(&self, slip: &Slip, text: &str, at: usize) -> Option<Found> {
        let written = self.written(slip);
        let before: usize = written.chars().take(slip.before).map(char::len_utf8).sum();
        let start = at.checked_sub(before)?;
        if !text.as_bytes()[start..].starts_with(written.as_bytes()) {
            return None;
        }
        let span = Span::new(start, start + written.len());
        if let Way::Written = slip.way {
            let instead = self.slips.values().nth(slip.term)?.clone();
            return Some(Found { span, instead, alone: (false, false) });
        }
        let right = |word: &String| word.contains(written.as_str());
        if self.slips.contains_key(&written) || self.terms.iter().any(right) || self.innocent.iter().any(right) {
            return None;
        }
        let instead = self.terms[slip.term].clone();
        let alone = match slip.way {
            Way::Missing(at) => (at == 1, at + 2 == instead.chars().count()),
            _ => (false, false),
        };
        Some(Found { span, instead, alone })
    }

    /// A slip as it is written.
    fn written(&self, slip: &Slip) -> String {
        let chars = || self.terms[slip.term].chars();
        match slip.way {
            Way::Swapped(at) => {
                let mut swapped: Vec<char> = chars().collect();
                swapped.swap(at, at + 1);
                swapped.into_iter().collect()
            }
            Way::Missing(at) => chars().enumerate().filter(|&(i, _)| i != at).map(|(_, c)| c).collect(),
            Way::Doubled(at) => {
                chars().enumerate().flat_map(|(i, c)| std::iter::repeat_n(c, 1 + usize::from(i == at))).collect()
            }
            Way::Other(at, other) => chars().enumerate().map(|(i, c)| if i == at { other } else { c }).collect(),
            Way::Written => self.slips.keys().nth(slip.term).cloned().unwrap_or_default(),
        }
    }

    fn make(&self) -> Slips {
        let mut made = Slips {
            met: vec![0; 1 << (BITS - u64::BITS.ilog2())],
            last: vec![0; 1 << (BITS - IN_BUCKET)],
            slips: Vec::new(),
        };
        for (number, slip) in self.slips.keys().enumerate() {
            let mut chars = slip.chars();
            if let (Some(a), Some(b)) = (chars.next(), chars.next()) {
                made.add((a, b), 0, number, Way::Written);
            }
        }
        let mut alike: FxHashMap<char, Vec<char>> = FxHashMap::default();
        for group in &self.alike {
            for c in group.chars() {
                alike.entry(c).or_default().extend(group.chars().filter(|&other| other != c));
            }
        }
        let mut chars = Vec::new();
        for (number, term) in self.terms.iter().enumerate() {
            chars.clear();
            chars.extend(term.chars());
            if chars.len() >= SHORTEST {
                each(&chars, &alike, &mut |pair, before, way| made.add(pair, before, number, way));
            }
        }
        made
    }
}

/// The slips of one term.
/// `alike` has the characters that are typed for another.
fn each(term: &[char], alike: &FxHashMap<char, Vec<char>>, add: &mut dyn FnMut((char, char), usize, Way)) {
    let last = term.len() - 1;
    for (at, &c) in term.iter().enumerate() {
        if at < last && term[at + 1] != c {
            add((term[at + 1], c), at, Way::Swapped(at));
        }
        if 0 < at && at < last {
            if term.len() >= LONG {
                add((term[at - 1], term[at + 1]), at - 1, Way::Missing(at));
            }
            add((c, c), at, Way::Doubled(at));
        }
        for &other in alike.get(&c).into_iter().flatten() {
            if at < last {
                add((other, term[at + 1]), at, Way::Other(at, other));
            } else {
                add((term[at - 1], other), at - 1, Way::Other(at, other));
            }
        }
    }
}

impl Slips {
    /// The last slip of the bucket of a pair, counted from one.
    fn last_of(&self, a: char, b: char) -> usize {
        let hash = hashed(a, b);
        let met = self.met[hash / u64::BITS as usize] >> (hash % u64::BITS as usize) & 1 == 1;
        if met { self.last[hash >> IN_BUCKET] } else { 0 }
    }

    fn add(&mut self, pair: (char, char), before: usize, term: usize, way: Way) {
        let hash = hashed(pair.0, pair.1);
        self.met[hash / u64::BITS as usize] |= 1 << (hash % u64::BITS as usize);
        let last = &mut self.last[hash >> IN_BUCKET];
        self.slips.push(Slip { pair, before, term, way, next: *last });
        *last = self.slips.len();
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
        let all = made.slips.iter().map(|slip| kind.written(slip));
        all.filter(|slip| kind.find(slip).iter().any(|found| found.span.len() == slip.len())).collect()
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
