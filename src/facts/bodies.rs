//! Names of public bodies: whether a text is one, what kind of body it names, and the tier it stands at.

use serde::Deserialize;

use super::phrases::ends_with;
use super::{Body, Str, Tier};
use crate::document::{Words, is_han};

/// `rules/vocabulary/bodies.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBodies {
    kinds: Vec<RawKind>,
    unsure: Vec<Str>,
    places: Vec<RawPlace>,
    named: Vec<RawNamed>,
    no_place: Vec<Str>,
    unsure_place: Vec<Str>,
    central: Vec<Str>,
    ranks: Vec<RawRank>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    body: Body,
    #[serde(default)]
    has: Vec<Str>,
    #[serde(default)]
    ends: Vec<Str>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    mark: Str,
    tier: Tier,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNamed {
    name: Str,
    tier: Tier,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRank {
    ends: Str,
    tier: Option<Tier>,
}

/// The vocabulary of names of bodies.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    raw: RawBodies,
    unsure_places: Words,
    /// Words of places, and what each says.
    places: Words,
    meanings: Vec<Place>,
}

/// What words of places say.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// It looks like a mark and is none: 社区.
    No,
    Named(Tier),
    Marked(Tier),
}

/// Names are shorter than this, in characters.
const LONGEST_NAME: usize = 36;

impl Bodies {
    pub fn new(raw: RawBodies) -> Self {
        let none = raw.no_place.iter().map(|word| (word, Place::No));
        let named = raw.named.iter().map(|n| (&n.name, Place::Named(n.tier)));
        let marked = raw.places.iter().map(|p| (&p.mark, Place::Marked(p.tier)));
        let (words, meanings): (Vec<&Str>, Vec<Place>) = none.chain(named).chain(marked).unzip();
        Self { unsure_places: Words::new(&raw.unsure_place), places: Words::new(words), meanings, raw }
    }

    /// The kind of body that a name ends as.
    pub fn body(&self, name: &str) -> Option<Body> {
        if self.raw.unsure.iter().any(|u| ends_with(name, u)) {
            return None;
        }
        let fits =
            |k: &&RawKind| k.ends.iter().any(|e| ends_with(name, e)) || k.has.iter().any(|h| name.contains(h.as_str()));
        self.raw.kinds.iter().find(fits).map(|k| k.body)
    }

    /// True for a text that is the name of a body and nothing else: it ends as one, stands for itself (not 区司法局), and has no
    /// punctuation inside.
    pub fn is_name(&self, text: &str) -> bool {
        let count = text.chars().count();
        if !(2..=LONGEST_NAME).contains(&count)
            || !text.chars().all(|c| is_han(c) || matches!(c, '(' | ')' | '、' | '·' | ' '))
        {
            return false;
        }
        let ends = self.body(text).is_some() || self.raw.unsure.iter().any(|u| ends_with(text, u));
        ends && !self.relative(text)
    }

    /// A name that only counts from inside its own place: 区司法局, 县政府.
    pub fn relative(&self, name: &str) -> bool {
        self.raw.places.iter().any(|p| name.starts_with(p.mark.as_str()))
            || self.raw.kinds.iter().any(|k| k.ends.iter().any(|e| e == name && e.chars().count() < 3))
    }

    /// Names a place above a township, so that the name is hardly another body's too.
    pub fn names_place(&self, name: &str) -> bool {
        let above = |p: &&RawPlace| p.tier != Tier::Township;
        self.raw.places.iter().filter(above).any(|p| name.match_indices(p.mark.as_str()).any(|(at, _)| at > 0))
            || self.raw.named.iter().any(|n| name.starts_with(n.name.as_str()))
            || self.tier(name) == Some(Tier::Central)
    }

    /// The tier, where the words of the name leave no doubt.
    pub fn tier(&self, name: &str) -> Option<Tier> {
        if self.township(name) {
            return Some(Tier::Township);
        }
        if let Some(rank) = self.raw.ranks.iter().find(|r| r.tier.is_some() && ends_with(name, &r.ends)) {
            return rank.tier;
        }
        if self
            .raw
            .central
            .iter()
            .any(|c| c == name || name.strip_prefix(c.as_str()).is_some_and(|rest| rest.ends_with('厅')))
        {
            return Some(Tier::Central);
        }
        if self.unsure_places.stand_in(name) {
            return None;
        }
        // Where each mark ends, and the tier it stands for.
        let mut marks: Vec<(usize, Tier)> = Vec::new();
        let mut at = 0;
        while at < name.len() {
            let Some(c) = name[at..].chars().next() else { break };
            let found = self.places.at(name.as_bytes(), at);
            let end = at + found.map_or(c.len_utf8(), |(_, len)| len);
            match found.and_then(|(word, _)| self.meanings.get(word)) {
                Some(&Place::Named(tier)) => marks.push((end, tier)),
                // A place has a name of its own before its mark.
                Some(&Place::Marked(tier)) if at > 0 => match marks.last_mut() {
                    // 金乡县: the first of two marks is part of the name; 江苏省镇江市: the second begins one.
                    Some(last) if last.0 == at && tier <= last.1 => *last = (end, tier),
                    Some(last) if last.0 == at => {}
                    _ => marks.push((end, tier)),
                },
                Some(Place::Marked(_)) => {
                    at += c.len_utf8();
                    continue;
                }
                Some(Place::No) | None => {}
            }
            at = end;
        }
        let &(_, tier) = marks.last()?;
        // A city below another city is of county rank.
        let cities = marks.iter().filter(|m| m.1 == Tier::City).count();
        if tier == Tier::City && cities > 1 {
            return Some(Tier::County);
        }
        // 重庆市渝中区 is a district under a province: of city rank in law, of county level in every list of reports.
        Some(tier)
    }

    fn township(&self, name: &str) -> bool {
        matches!(self.body(name), Some(Body::Township | Body::Subdistrict))
    }

    /// The longest beginning of a text that is a name.
    pub fn longest_name<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut ends: Vec<usize> = text.char_indices().take(LONGEST_NAME).map(|(i, c)| i + c.len_utf8()).collect();
        ends.reverse();
        ends.into_iter().map(|e| &text[..e]).find(|t| self.is_name(t))
    }
}
