//! The vocabulary of figures in prose (`rules/vocabulary/counts.yaml`), prepared for one pass over the text.
//! Knows which word says what kind of thing, not what words mean together.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::clauses::{self, Begin};
use super::grids::{Grids, Named, RawGrid};
use super::list_words::ListWords;
use super::pieces::Telling;
use crate::document::Words;

/// `rules/vocabulary/counts.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawCounts {
    units: Vec<String>,
    case_units: Vec<String>,
    piece_units: Vec<String>,
    worded_units: Vec<String>,
    not_units: Vec<String>,
    inexact_before: Vec<String>,
    inexact_after: Vec<String>,
    words: RawWords,
    outcomes: Vec<RawOutcome>,
    carried: RawCarried,
    scopes: BTreeMap<String, Vec<String>>,
    scope_groups: Vec<String>,
    results: BTreeMap<String, Vec<String>>,
    grids: Vec<RawGrid>,
    lists: ListWords,
    rest_scope: String,
    bodies: Vec<String>,
    own: Vec<String>,
    leads: Vec<String>,
    elided: Vec<String>,
    old_forms: BTreeMap<String, BTreeMap<String, String>>,
    old_only: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawWords {
    receive: Vec<String>,
    new: Vec<String>,
    answer: Vec<String>,
    handle: Vec<String>,
    take: Vec<String>,
    publish: Vec<String>,
    disclose: Vec<String>,
    verb: Vec<String>,
    requests: Vec<String>,
    request: Vec<String>,
    review: Vec<String>,
    litigation: Vec<String>,
    both: Vec<String>,
    information: Vec<String>,
    direct: Vec<String>,
    after_review: Vec<String>,
    foreign: Vec<String>,
    apart: Vec<String>,
    other_scope: Vec<String>,
    part_of_body: Vec<String>,
    part_of_year: Vec<String>,
    since: Vec<String>,
    carry: Vec<String>,
    narrow: Vec<String>,
    every: Vec<String>,
    other: Vec<String>,
    channel: Vec<String>,
    sum: Vec<String>,
    filler: Vec<String>,
    part: Vec<String>,
    each: Vec<String>,
    classed: Vec<String>,
    not: Vec<String>,
    not_zero: Vec<String>,
    hedge: Vec<String>,
    delta: Vec<String>,
    prior: Vec<String>,
    quota: Vec<String>,
    of_these: Vec<String>,
    info: Vec<String>,
    share: Vec<String>,
    rate: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcome {
    role: String,
    words: Vec<String>,
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

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    Receive,
    /// 新收: of this year alone.
    New,
    Answer,
    Handle,
    Take,
    Publish,
    /// 公开, without 主动.
    Disclose,
    Verb,
    Requests,
    Request,
    Review,
    Litigation,
    Both,
    Information,
    Direct,
    AfterReview,
    Foreign,
    /// 补正, 延期: not a case of its own, in the midst of applications and reviews.
    Apart,
    OtherScope,
    /// 市本级, 各县区: figures from here to the end of the sentence are of a part of the report's area.
    PartOfBody,
    /// 上半年: the same, of a part of the year.
    PartOfYear,
    /// 以来
    Since,
    /// 结转, 顺延: carries over, from or to the year that is named beside it.
    Carry,
    /// 涉及: only the applications about what follows.
    Narrow,
    /// 均为, 全部为
    Every,
    /// 其他
    Other,
    Channel,
    Sum,
    Filler,
    Part,
    Each,
    Classed,
    Not,
    NotZero,
    Hedge,
    Delta,
    Prior,
    Quota,
    OfThese,
    Info,
    Share,
    Rate,
    /// Index into [`CountWords::roles`].
    Outcome(u16),
    Carried(u16),
    /// Row and column of one of [`CountWords::grids`].
    Row(u16),
    Column(u16),
    /// Index into [`CountWords::scopes`].
    Scope(u16),
    ScopeGroup,
    /// Index into [`CountWords::results`].
    Result(u16),
}

/// The vocabulary of figures, ready for matching.
#[derive(Debug, Default)]
pub struct CountWords {
    /// Tells sentences without figures.
    pub(super) telling: Telling,
    pub(super) matcher: Words,
    /// What each word of the matcher begins.
    pub(super) begins: Vec<Begin>,
    pub(super) units: Vec<String>,
    /// Finds units, by their index.
    pub(super) unit_matcher: Words,
    /// Words that begin as units do.
    pub(super) not_units: Words,
    pub(super) inexact_before: Vec<String>,
    pub(super) inexact_after: Words,
    pub(super) case_units: Vec<bool>,
    pub(super) piece_units: Vec<bool>,
    /// Roles by index, each with the group it is a leaf of.
    pub(super) roles: Vec<(String, Option<u16>)>,
    pub(super) scopes: Vec<String>,
    pub(super) results: Vec<String>,
    pub(super) bodies: Vec<String>,
    pub(super) own: Vec<String>,
    pub(super) old_forms: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) old_only: Vec<String>,
    pub(super) leads: Vec<String>,
    pub(super) elided: Vec<String>,
    pub(super) grids: Grids,
    pub(super) lists: ListWords,
    /// The column that 其他 means after other applicants.
    pub(super) rest_scope: Option<u16>,
    pub(super) carried_in: Option<u16>,
    pub(super) carried_out: Option<u16>,
}

impl Word {
    /// A verb that says what was done with what the figure counts, or the column of a table that stands for one.
    pub(super) fn is_act(self) -> bool {
        matches!(
            self,
            Word::Receive
                | Word::New
                | Word::Answer
                | Word::Handle
                | Word::Take
                | Word::Verb
                | Word::Publish
                | Word::Disclose
                | Word::Column(_)
        )
    }
}

impl CountWords {
    pub fn new(raw: RawCounts) -> Self {
        let telling = Telling::new(raw.words.not.iter(), raw.worded_units.iter());
        let mut made = Self {
            telling,
            case_units: raw.units.iter().map(|u| raw.case_units.contains(u)).collect(),
            piece_units: raw.units.iter().map(|u| raw.piece_units.contains(u)).collect(),
            unit_matcher: Words::new(&raw.units),
            units: raw.units,
            not_units: Words::new(&raw.not_units),
            inexact_before: raw.inexact_before,
            inexact_after: Words::new(&raw.inexact_after),
            bodies: raw.bodies,
            own: raw.own,
            old_forms: raw.old_forms,
            old_only: raw.old_only,
            leads: raw.leads,
            lists: raw.lists,
            elided: raw.elided,
            ..Self::default()
        };
        let mut list: Vec<(String, Word)> = Vec::new();
        let mut add = |words: Vec<String>, word: Word| list.extend(words.into_iter().map(|w| (w, word)));
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
        add(raw.scope_groups, Word::ScopeGroup);
        let w = raw.words;
        for (words, word) in [
            (w.receive, Word::Receive),
            (w.new, Word::New),
            (w.answer, Word::Answer),
            (w.handle, Word::Handle),
            (w.take, Word::Take),
            (w.publish, Word::Publish),
            (w.disclose, Word::Disclose),
            (w.verb, Word::Verb),
            (w.requests, Word::Requests),
            (w.request, Word::Request),
            (w.review, Word::Review),
            (w.litigation, Word::Litigation),
            (w.both, Word::Both),
            (w.information, Word::Information),
            (w.direct, Word::Direct),
            (w.after_review, Word::AfterReview),
            (w.foreign, Word::Foreign),
            (w.apart, Word::Apart),
            (w.part_of_body, Word::PartOfBody),
            (w.part_of_year, Word::PartOfYear),
            (w.since, Word::Since),
            (w.carry, Word::Carry),
            (w.narrow, Word::Narrow),
            (w.every, Word::Every),
            (w.other, Word::Other),
            (w.other_scope, Word::OtherScope),
            (w.channel, Word::Channel),
            (w.sum, Word::Sum),
            (w.each, Word::Each),
            (w.part, Word::Part),
            (w.classed, Word::Classed),
            (w.not, Word::Not),
            (w.not_zero, Word::NotZero),
            (w.hedge, Word::Hedge),
            (w.delta, Word::Delta),
            (w.prior, Word::Prior),
            (w.quota, Word::Quota),
            (w.of_these, Word::OfThese),
            (w.info, Word::Info),
            (w.share, Word::Share),
            (w.rate, Word::Rate),
            (w.filler, Word::Filler),
        ] {
            add(words, word);
        }
        // A word that stands in several lists has the meaning of the first.
        let mut seen = HashMap::new();
        list.retain(|(word, _)| seen.insert(word.clone(), ()).is_none());
        let marks = clauses::marks().map(|(c, begin)| (c.to_string(), begin));
        let marks: Vec<(String, Begin)> = marks.filter(|(c, _)| !seen.contains_key(c)).collect();
        made.matcher = Words::new(list.iter().map(|(w, _)| w).chain(marks.iter().map(|(c, _)| c)));
        let words = list.into_iter().map(|(_, word)| Begin::Word(word));
        made.begins = words.chain(marks.into_iter().map(|(_, begin)| begin)).collect();
        made
    }

    fn role(&mut self, role: String, group: Option<u16>) -> u16 {
        self.roles.push((role, group));
        (self.roles.len() - 1) as u16
    }

    /// True for the measure words of pieces of information, which applications are seldom counted in.
    pub(super) fn is_piece_unit(&self, unit: u16) -> bool {
        self.piece_units.get(unit as usize).copied().unwrap_or(false)
    }

    pub(super) fn is_case_unit(&self, unit: u16) -> bool {
        self.case_units.get(unit as usize).copied().unwrap_or(false)
    }
}
