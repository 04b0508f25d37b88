//! The vocabulary of figures in prose (`vocabulary/counts.yaml`), prepared for one pass over the text.
//! Knows which word says what kind of thing, not what words mean together.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::alphabet::{Begin, RawWords, Word, marks};
use super::cells::{RawReleased, RawReviews, Reviews, Wholes};
use super::cues::{Cues, RawProse};
use super::lists::ListWords;
use super::small_tables::{Grids, Named, RawGrid};
use super::str::Str;
use super::telling::Telling;
use crate::language::numbers::INEXACT;
use crate::search::Words;
use crate::terms::Body;

/// `vocabulary/counts.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawCounts {
    units: Vec<Str>,
    case_units: Vec<Str>,
    piece_units: Vec<Str>,
    worded_units: Vec<Str>,
    not_units: Vec<Str>,
    inexact_before: Vec<Str>,
    inexact_after: Vec<Str>,
    words: RawWords,
    wholes: Wholes,
    reviews: RawReviews,
    released: RawReleased,
    outcomes: Vec<RawOutcome>,
    carried: RawCarried,
    scopes: BTreeMap<Str, Vec<Str>>,
    scope_groups: Vec<Str>,
    results: BTreeMap<Str, Vec<Str>>,
    grids: Vec<RawGrid>,
    lists: ListWords,
    whole_scope: Str,
    rest_scope: Str,
    bodies: Vec<Str>,
    wider: Vec<Str>,
    tools: Vec<Str>,
    own: Vec<Str>,
    cumulative: Vec<Str>,
    whole_year: Vec<Str>,
    causes: Vec<Str>,
    cause_joins: Vec<Str>,
    denials: Vec<Str>,
    leads: Vec<Str>,
    elided: Vec<Str>,
    branches: Vec<Str>,
    old_forms: BTreeMap<Str, BTreeMap<Str, Str>>,
    old_only: Vec<Str>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcome {
    role: Str,
    words: Vec<Str>,
    #[serde(default)]
    leaves: Vec<RawOutcome>,
}

/// What is carried over the turn of the year.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCarried {
    from_last: Option<RawOutcome>,
    to_next: Option<RawOutcome>,
}

/// The vocabulary of figures, ready for matching.
#[derive(Debug, Default)]
pub struct CountWords {
    /// Tells sentences without figures.
    pub(crate) telling: Telling,
    pub(crate) matcher: Words,
    /// What each word of the matcher begins.
    pub(crate) begins: Vec<Begin>,
    pub(crate) units: Vec<Str>,
    /// Finds units, by their index.
    pub(crate) unit_matcher: Words,
    /// Words that begin as units do.
    pub(crate) not_units: Words,
    pub(crate) inexact_before: Vec<Str>,
    pub(crate) inexact_after: Words,
    pub(crate) case_units: Vec<bool>,
    pub(crate) piece_units: Vec<bool>,
    pub(crate) wholes: Wholes,
    pub(crate) reviews: Reviews,
    /// Roles by index, each with the group it is a leaf of.
    pub(crate) roles: Vec<(Str, Option<u16>)>,
    /// How many of the roles are of what became of applications; the others are of the small tables.
    outcomes: usize,
    pub(crate) scopes: Vec<Str>,
    pub(crate) results: Vec<Str>,
    pub(crate) bodies: Vec<Str>,
    /// Kinds of body to which all of an area is their own, and those that head a system.
    pub(crate) wide: [Vec<Body>; 2],
    pub(crate) wider: Vec<Str>,
    pub(crate) tools: Vec<Str>,
    pub(crate) own: Vec<Str>,
    pub(crate) cumulative: Vec<Str>,
    pub(crate) whole_year: Vec<Str>,
    pub(crate) causes: Vec<Str>,
    pub(crate) cause_joins: Vec<Str>,
    pub(crate) old_forms: BTreeMap<Str, BTreeMap<Str, Str>>,
    pub(crate) old_only: Vec<Str>,
    pub(crate) leads: Vec<Str>,
    pub(crate) elided: Vec<Str>,
    pub(crate) branches: Vec<Str>,
    pub(crate) grids: Grids,
    pub(crate) lists: ListWords,
    /// The scope of figures that no applicant is named of.
    pub(crate) whole_scope: Str,
    /// The column that 其他 means after other applicants.
    pub(crate) rest_scope: Option<u16>,
    pub(crate) carried_in: Option<u16>,
    pub(crate) carried_out: Option<u16>,
    pub(crate) granted: Option<u16>,
    pub(crate) partial: Option<u16>,
    pub(crate) cues: Cues,
}

/// As many words as there may well be: room for them is made once.
const MANY: usize = 2048;

impl CountWords {
    pub fn new(raw: RawCounts, prose: RawProse, wide: [Vec<Body>; 2]) -> Self {
        let denied = |words: &[Str]| -> Vec<Str> {
            let denials = raw.denials.iter();
            denials.flat_map(|d| words.iter().map(move |w| format!("{d}{w}").into())).collect()
        };
        // 未制发, 没有制发: for each column of the small tables.
        let denied_columns: Vec<Vec<Str>> =
            raw.grids.iter().flat_map(RawGrid::columns).map(|words| denied(words)).collect();
        let zeros = raw.words.not.iter().chain(denied_columns.iter().flatten());
        let telling = Telling::new(zeros, raw.worded_units.iter());
        let mut made = Self {
            telling,
            case_units: raw.units.iter().map(|u| raw.case_units.contains(u)).collect(),
            piece_units: raw.units.iter().map(|u| raw.piece_units.contains(u)).collect(),
            unit_matcher: Words::new(&raw.units),
            units: raw.units,
            not_units: Words::new(&raw.not_units),
            inexact_before: raw.inexact_before,
            inexact_after: Words::new(INEXACT.into_iter().chain(raw.inexact_after.iter().map(Str::as_str))),
            bodies: raw.bodies,
            wide,
            wider: raw.wider,
            tools: raw.tools,
            own: raw.own,
            cumulative: raw.cumulative,
            whole_year: raw.whole_year,
            causes: raw.causes,
            cause_joins: raw.cause_joins,
            old_forms: raw.old_forms,
            old_only: raw.old_only,
            leads: raw.leads,
            lists: raw.lists,
            elided: raw.elided,
            branches: raw.branches,
            wholes: raw.wholes,
            whole_scope: raw.whole_scope,
            ..Self::default()
        };
        // Of a word that stands in several lists the first is found.
        let (mut list, mut begins): (Vec<Str>, Vec<Begin>) = (Vec::with_capacity(MANY), Vec::with_capacity(MANY));
        let mut add = |words: Vec<Str>, word| {
            begins.resize(begins.len() + words.len(), Begin::Word(word));
            list.extend(words);
        };
        for outcome in raw.outcomes {
            let group = made.role(outcome.role, None);
            add(outcome.words, Word::Outcome(group));
            for leaf in outcome.leaves {
                let role = made.role(leaf.role, Some(group));
                add(leaf.words, Word::Outcome(role));
            }
        }
        let carried = [raw.carried.from_last, raw.carried.to_next].map(|carried| {
            carried.map(|carried| {
                let role = made.role(carried.role, None);
                add(carried.words, Word::Carried(role));
                role
            })
        });
        [made.carried_in, made.carried_out] = carried;
        made.outcomes = made.roles.len();
        let mut grids = Grids::default();
        for grid in raw.grids {
            let units = std::mem::take(&mut made.units);
            grids.add(
                grid,
                &units,
                |role| made.role(role, None),
                |words, named| {
                    let word = match named {
                        Named::Row(row) => Word::Row(row),
                        Named::Column(column) => Word::Column(column),
                    };
                    add(words, word);
                },
            );
            made.units = units;
        }
        made.grids = grids;
        for (column, words) in denied_columns.into_iter().enumerate() {
            add(words, Word::NotColumn(column as u16));
        }
        for (scope, words) in raw.scopes {
            add(words, Word::Scope(made.scopes.len() as u16));
            if scope == raw.rest_scope {
                made.rest_scope = Some(made.scopes.len() as u16);
            }
            made.scopes.push(scope);
        }
        for (result, words) in raw.results {
            add(words, Word::Result(made.results.len() as u16));
            made.results.push(result);
        }
        made.reviews = Reviews::new(raw.reviews, &made.results);
        add(raw.scope_groups, Word::ScopeGroup);
        for (words, word) in raw.words.classes() {
            add(words, word);
        }
        add(prose.words(), Word::Cue);
        for (mark, begin) in marks() {
            list.push(mark.to_string().into());
            begins.push(begin);
        }
        made.cues = Cues::new(&prose.cues, |word| {
            let at = list.iter().position(|w| w.as_str() == word)?;
            if let Begin::Word(word) = begins[at] { Some(word) } else { None }
        });
        let RawReleased { in_full, in_part } = raw.released;
        (made.granted, made.partial) = (made.listed(&in_full), made.listed(&in_part));
        made.matcher = Words::new(&list);
        made.begins = begins;
        made
    }

    fn role(&mut self, role: Str, group: Option<u16>) -> u16 {
        self.roles.push((role, group));
        (self.roles.len() - 1) as u16
    }

    /// The index of a role among those that have one.
    pub(crate) fn listed(&self, role: &str) -> Option<u16> {
        self.roles.iter().position(|(name, _)| name == role).map(|at| at as u16)
    }

    /// True for the roles of what became of applications, or of what was carried over.
    pub(crate) fn is_outcome(&self, role: &str) -> bool {
        self.roles[..self.outcomes].iter().any(|(name, _)| name == role)
    }

    /// True where a role is that of an index, as where what is carried over has one.
    pub(crate) fn is_listed_as(&self, role: Option<&str>, index: Option<u16>) -> bool {
        let name = index.and_then(|index| self.roles.get(usize::from(index)));
        name.is_some_and(|(name, _)| role == Some(name.as_str()))
    }

    /// True for the measure words of pieces of information, which applications are seldom counted in.
    pub(crate) fn is_piece_unit(&self, unit: u16) -> bool {
        self.piece_units.get(unit as usize).copied().unwrap_or(false)
    }

    /// The unit of this name.
    pub(crate) fn unit(&self, name: &str) -> Option<u16> {
        self.units.iter().position(|u| u == name).map(|at| at as u16)
    }

    pub(crate) fn is_case_unit(&self, unit: u16) -> bool {
        self.case_units.get(unit as usize).copied().unwrap_or(false)
    }
}
