//! A way of saying something, as data: words, what stands right beside them, and what their sentence holds or must not
//! hold. Words are found by the shared pass; an expression runs only around them.

use super::mistake_words::Wrong;
use memchr::memmem::Finder;
use serde::Deserialize;

use super::context::Context;
use super::expression::Expression;
use super::parameter::Scope;
use super::parameter::{Mark, Problems};
use super::prefilter::Sought;
use super::scope::{Reach, around};
use crate::source::Span;

/// A word looked for in one sentence at a time, prepared once.
#[derive(Clone, Debug)]
pub struct Needle(Finder<'static>);

impl Needle {
    pub fn is_in(&self, text: &str) -> bool {
        self.0.find(text.as_bytes()).is_some()
    }
}

impl<'de> Deserialize<'de> for Needle {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Finder::new(&String::deserialize(deserializer)?).into_owned()))
    }
}

/// One way of saying something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Any of these words; literal, in folded text.
    pub words: Vec<Sought>,
    /// What must be found around a word and touch it; its first group, if any, is the place.
    #[serde(default)]
    pub pattern: Option<Expression>,
    /// One of these stands right before the word.
    #[serde(default)]
    pub before: Vec<String>,
    #[serde(default)]
    pub after: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
    #[serde(default)]
    pub not_after: Vec<String>,
    /// One of these stands somewhere within reach.
    #[serde(default)]
    pub with: Vec<Needle>,
    /// None of these stands within reach.
    #[serde(default)]
    pub without: Vec<Needle>,
    /// How far `pattern`, `with` and `without` look.
    #[serde(default)]
    pub reach: Reach,
}

impl Phrase {
    /// Visits each place where the phrase stands in the scope, in no set order, until told to stop.
    pub fn each(&self, context: &Context<'_>, scope: Scope, visit: &mut dyn FnMut(Span) -> bool) {
        let text = context.document.text.folded.as_str();
        for word in &self.words {
            // Most words stand nowhere in a report.
            if context.hits.is_some_and(|hits| hits.lack(word, scope)) {
                continue;
            }
            let mut stopped = false;
            let mut look = |at: usize| {
                let hit = Span::new(at, at + word.len());
                // What is cheap to ask comes first: most words stand where they mean nothing to this rule.
                if !stopped
                    && self.beside(text, hit)
                    && scope.holds(context, hit)
                    && let Some(place) = self.place(text, hit)
                {
                    stopped = (place == hit || scope.holds(context, place)) && visit(place);
                }
                stopped
            };
            match context.hits.and_then(|h| h.of(word, scope)) {
                Some(places) => {
                    for at in places {
                        if look(at) {
                            return;
                        }
                    }
                }
                None => {
                    for at in memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()) {
                        if look(at) {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// The places in text order, without those that overlap an earlier one.
    pub fn all(phrases: &[Phrase], context: &Context<'_>, scope: Scope) -> Vec<Span> {
        let mut places = Vec::new();
        for phrase in phrases {
            phrase.each(context, scope, &mut |span| {
                places.push(span);
                false
            });
        }
        places.sort_unstable_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
        let mut end = 0;
        places.retain(|s| {
            let fresh = s.start >= end || (s.is_empty() && s.start > end);
            end = end.max(s.end);
            fresh
        });
        places
    }

    fn beside(&self, text: &str, hit: Span) -> bool {
        let (left, right) = (&text[..hit.start as usize], &text[hit.end as usize..]);
        (self.before.is_empty() || self.before.iter().any(|w| left.ends_with(w.as_str())))
            && (self.after.is_empty() || self.after.iter().any(|w| right.starts_with(w.as_str())))
            && !self.not_before.iter().any(|w| left.ends_with(w.as_str()))
            && !self.not_after.iter().any(|w| right.starts_with(w.as_str()))
    }

    fn place(&self, text: &str, hit: Span) -> Option<Span> {
        if self.pattern.is_none() && self.with.is_empty() && self.without.is_empty() {
            return Some(hit);
        }
        let region = around(text, hit, self.reach);
        let inside = &text[region.range()];
        let holds = |needle: &Needle| needle.is_in(inside);
        if !self.with.is_empty() && !self.with.iter().any(holds) || self.without.iter().any(holds) {
            return None;
        }
        let Some(pattern) = &self.pattern else { return Some(hit) };
        // The closing mark belongs to what a pattern may look at.
        let closed = text[region.end as usize..].chars().next().map_or(0, char::len_utf8);
        let region = Span::new(region.start as usize, region.end as usize + closed);
        pattern.touching(text, region, hit, &self.words)
    }
}

/// The words of phrases looked for in a scope, for a prefilter.
pub fn words(phrases: &[Phrase], scope: Scope) -> impl Iterator<Item = (&str, Scope)> {
    phrases.iter().flat_map(move |p| p.words.iter().map(move |w| (&**w, scope)))
}

/// Finds patterns that cannot be compiled and phrases without a word to be found by.
pub fn validate(phrases: &[Phrase], problems: &mut Problems) {
    for phrase in phrases {
        if phrase.words.iter().all(|w| w.is_empty()) {
            problems.add(Mark::default(), &Wrong::NoWords);
        }
        if let Some(pattern) = &phrase.pattern
            && let Some(error) = pattern.fault()
        {
            problems.add(pattern.source.mark, &Wrong::BadPattern(&error));
        }
    }
}
