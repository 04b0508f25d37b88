//! Words that open, close and complete a list of parts in prose (`lists` in `rules/vocabulary/counts.yaml`).
//! Knows no figure.

use serde::Deserialize;

use super::Str;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListWords {
    /// A clause that begins and ends so opens a list: 在…中.
    within: Vec<(Str, Str)>,
    /// The same, and the list claims to be whole: 按…分.
    classed: Vec<(Str, Str)>,
    /// The last part is all the rest.
    rest: Vec<Str>,
    joins: Vec<Str>,
    /// After its last part the list goes on.
    open_ended: Vec<Str>,
    /// Kinds of applicants taken together.
    pub(super) groups: Vec<Str>,
    /// 类: what stands before it is a name, though it may be a verb elsewhere.
    kind: Vec<Str>,
    any_kind: Vec<Str>,
    pub(super) overlapping_units: Vec<Str>,
}

impl ListWords {
    pub(super) fn within(&self, clause: &str) -> bool {
        enclosed(&self.within, clause)
    }

    pub(super) fn classed(&self, clause: &str) -> bool {
        enclosed(&self.classed, clause)
    }

    pub(super) fn goes_on(&self, text: &str) -> bool {
        self.open_ended.iter().any(|w| text.starts_with(w.as_str()))
    }

    /// True where these words before a part say that it is what the others leave.
    pub(super) fn is_rest(&self, words: &str) -> bool {
        let mut words = words;
        while let Some(rest) = self.joins.iter().find_map(|j| words.strip_prefix(j.as_str())) {
            words = rest;
        }
        self.rest.iter().any(|w| words.starts_with(w.as_str()))
    }

    /// True where a word that ends at `from` is in the name of a kind: 公告公示类37条.
    pub(super) fn is_kind(&self, text: &str, from: u32, to: u32) -> bool {
        let Some(mut between) = text.get(from as usize..to as usize) else { return false };
        while let Some(rest) = self.any_kind.iter().find_map(|w| between.split_once(w.as_str()).map(|(_, r)| r)) {
            between = rest;
        }
        self.kind.iter().any(|w| between.contains(w.as_str()))
    }
}

fn enclosed(pairs: &[(Str, Str)], clause: &str) -> bool {
    pairs.iter().any(|(a, b)| clause.starts_with(a.as_str()) && clause.ends_with(b.as_str()))
}
