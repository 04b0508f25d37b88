//! Words that open, close and complete a list of parts in prose (`lists` in `vocabulary/counts.yaml`).
//! Knows no figure.

use serde::Deserialize;

use super::str::Str;
use crate::language::small_words::joined;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ListWords {
    /// A clause that begins and ends so opens a list: 在…中.
    within: Vec<(Str, Str)>,
    /// The same, and the list claims to be whole: 按…分.
    classed: Vec<(Str, Str)>,
    /// The last part is all the rest.
    rest: Vec<Str>,
    /// After its last part the list goes on.
    pub(crate) open_ended: Vec<Str>,
    /// Kinds of applicants taken together.
    pub(crate) groups: Vec<Str>,
    /// 类: what stands before it is a name, though it may be a verb elsewhere.
    kind: Vec<Str>,
    any_kind: Vec<Str>,
    pub(crate) overlapping_units: Vec<Str>,
    /// 另有: what follows is beside the list.
    beside: Vec<Str>,
    /// Steps of handling, several of which one case may go through.
    steps: Vec<Str>,
    /// Before a year that a figure is compared with: 比2023年.
    than: Vec<Str>,
    /// After a word of change: what it came to (增加到).
    reaching: Vec<Str>,
    /// 同期: a figure of last year's.
    past: Vec<Str>,
    /// 较为集中: what follows is only the most striking.
    singled: Vec<Str>,
    /// Words of cases that were closed, and of those that were not.
    finished: Vec<Str>,
    unfinished: Vec<Str>,
}

impl ListWords {
    pub(crate) fn within(&self, clause: &str) -> bool {
        enclosed(&self.within, clause)
    }

    pub(crate) fn classed(&self, clause: &str) -> bool {
        enclosed(&self.classed, clause)
    }

    pub(crate) fn goes_on(&self, text: &str) -> bool {
        begins(&self.open_ended, text)
    }

    /// True where these words before a part say that it is what the others leave.
    pub(crate) fn is_rest(&self, words: &str) -> bool {
        let mut words = words;
        while let Some(rest) = joined(words) {
            words = rest;
        }
        begins(&self.rest, words)
    }

    /// True where these words before a figure say that it is none of the parts before.
    pub(crate) fn is_beside(&self, words: &str) -> bool {
        begins(&self.beside, words)
    }

    /// True where these words before a list say that it names only some.
    pub(crate) fn singles_out(&self, words: &str) -> bool {
        holds(&self.singled, words)
    }

    pub(crate) fn finished(&self, words: &str) -> bool {
        holds(&self.finished, words)
    }

    pub(crate) fn unfinished(&self, words: &str) -> bool {
        holds(&self.unfinished, words)
    }

    pub(crate) fn is_step(&self, words: &str) -> bool {
        holds(&self.steps, words)
    }

    /// True where what follows these words is what a figure is compared with.
    pub(crate) fn compares(&self, words: &str) -> bool {
        ends(&self.than, words)
    }

    pub(crate) fn reaches(&self, words: &str) -> bool {
        ends(&self.reaching, words)
    }

    pub(crate) fn is_past(&self, word: &str) -> bool {
        ends(&self.past, word)
    }

    /// True where the words before two figures name kinds of one sort: 当面申请, 网上申请; 财政类, 规划类.
    pub(crate) fn alike(&self, one: &str, other: &str) -> bool {
        let tail = |words: &str| {
            let mut last = words.chars().rev().filter(|c| *c != ' ');
            (last.next(), last.next())
        };
        tail(one) == tail(other) || self.kind.iter().any(|w| one.ends_with(w.as_str()) && other.ends_with(w.as_str()))
    }

    /// True where a word that ends at `from` is in the name of a kind: 公告公示类37条.
    pub(crate) fn is_kind(&self, text: &str, from: u32, to: u32) -> bool {
        let Some(mut between) = text.get(from as usize..to as usize) else { return false };
        while let Some(rest) = self.any_kind.iter().find_map(|w| between.split_once(w.as_str()).map(|(_, r)| r)) {
            between = rest;
        }
        holds(&self.kind, between)
    }
}

fn enclosed(pairs: &[(Str, Str)], clause: &str) -> bool {
    pairs.iter().any(|(a, b)| clause.starts_with(a.as_str()) && clause.ends_with(b.as_str()))
}

fn begins(words: &[Str], text: &str) -> bool {
    words.iter().any(|w| text.starts_with(w.as_str()))
}

fn holds(words: &[Str], text: &str) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}

fn ends(words: &[Str], text: &str) -> bool {
    words.iter().any(|w| text.ends_with(w.as_str()))
}
