//! What is said of several reports together: pairs of years of one body, found by name. Works on digests alone, however
//! many; knows files only through the caller, who reads those again that something is said of.

use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

use super::Request;
use super::across::{Reopen, Teller, rules};
use crate::facts::Lexicon;
use crate::facts::digest::{Digest, known_as};
use crate::report::Finding;
use crate::rulebook::Rulebook;

/// Compares the reports of a run with each other. Findings come in the order of output.
pub fn lint_collection<'a>(
    digests: &'a [Digest],
    rulebook: &'a Rulebook,
    request: &'a Request,
    reopen: &'a mut Reopen<'a>,
    emit: &mut dyn FnMut(Finding),
) {
    let rules = rules(rulebook, request);
    if rules.is_empty() || digests.len() < 2 {
        return;
    }
    let lexicon = rulebook.lexicon();
    let bodies = Bodies::new(digests, lexicon);
    let mut teller = Teller::new(digests, rulebook, request, reopen);
    let given = request.previous.as_ref();
    for (now, before) in bodies.years(digests, lexicon) {
        // What was compared with a report named by the caller is not compared again.
        if given.is_none_or(|p| p.misfit(&digests[now], request, lexicon).is_some()) {
            teller.years(&rules, now, before, emit);
        }
    }
}

/// One report for each body and year, where it is sure which.
struct Bodies {
    /// Hash of the name, year, index; sorted.
    list: Vec<(u64, i16, usize)>,
}

impl Bodies {
    fn new(digests: &[Digest], lexicon: &Lexicon) -> Self {
        let key = |digest: &Digest| {
            let mut hasher = FxHasher::default();
            known_as(digest.agency.as_deref()?, lexicon).hash(&mut hasher);
            Some((hasher.finish(), digest.year?))
        };
        let mut all: Vec<(u64, i16, usize)> = (0..digests.len())
            .filter_map(|index| key(&digests[index]).map(|(name, year)| (name, year, index)))
            .collect();
        all.sort_unstable_by(|a, b| (a.0, a.1, &digests[a.2].path).cmp(&(b.0, b.1, &digests[b.2].path)));
        let groups = all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let list = groups.filter_map(|group| {
            let indices: Vec<usize> = group.iter().map(|g| g.2).collect();
            Some((group[0].0, group[0].1, only_one(&indices, digests)?))
        });
        Self { list: list.collect() }
    }

    /// Each report with that of the year before, in the order of paths.
    fn years(&self, digests: &[Digest], lexicon: &Lexicon) -> Vec<(usize, usize)> {
        let next = |pair: &&[(u64, i16, usize)]| pair[0].0 == pair[1].0 && pair[0].1 + 1 == pair[1].1;
        let mut pairs: Vec<(usize, usize)> = self.list.windows(2).filter(next).map(|p| (p[1].2, p[0].2)).collect();
        pairs.retain(|&(now, before)| same_place(&digests[now], &digests[before], lexicon));
        pairs.sort_by(|a, b| digests[a.0].path.cmp(&digests[b.0].path));
        pairs
    }
}

/// The report that stands for all of one body and year: none where they differ, and it cannot be told which one holds.
fn only_one(indices: &[usize], digests: &[Digest]) -> Option<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    for &index in indices {
        // One report saved in several formats lies under one name: that which was read best stands for all.
        match chosen.iter_mut().find(|c| stem(&digests[**c].path) == stem(&digests[index].path)) {
            Some(other) if digests[index].reads_better_than(&digests[*other]) => *other = index,
            Some(_) => {}
            None => chosen.push(index),
        }
    }
    let (&first, others) = chosen.split_first()?;
    others.iter().all(|&o| digests[o].says_the_same_as(&digests[first])).then_some(first)
}

/// A path without its ending.
fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |i| i + 1);
    path[name..].rfind('.').map_or(path, |dot| &path[..name + dot])
}

fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |i| &path[..i])
}

/// Whether two bodies of one name are one: names without a place are common, and so are some with one.
fn same_place(a: &Digest, b: &Digest, lexicon: &Lexicon) -> bool {
    match (a.post, b.post) {
        (Some(a), Some(b)) => a == b,
        _ => a.names_its_place(lexicon) || folder(&a.path) == folder(&b.path),
    }
}

/// Last year's report, as the caller named it.
#[derive(Clone, Debug)]
pub struct Previous {
    pub reading: super::Reading,
    pub digest: Digest,
}

/// Why the report named as last year's is not that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Another body's, by the names in the reports: this one's, and that one's.
    Agency(String, String),
    /// Not of the year before: this report's year, and that one's.
    Year(i16, i16),
    /// The year of one of them is not known.
    NoYear,
}

impl Previous {
    /// Why it is not the report of the year before of that body.
    pub fn misfit(&self, now: &Digest, request: &Request, lexicon: &Lexicon) -> Option<Misfit> {
        let (Some(year), Some(before)) = (now.year, self.digest.year) else { return Some(Misfit::NoYear) };
        // A caller who names the body knows that it is the same one under another name.
        if let (Some(a), Some(b), None) = (&now.agency, &self.digest.agency, &request.overrides.agency)
            && known_as(a, lexicon) != known_as(b, lexicon)
        {
            return Some(Misfit::Agency(a.to_string(), b.to_string()));
        }
        (before + 1 != year).then_some(Misfit::Year(year, before))
    }

    /// All that is to be said of a report and this one, the year before's.
    pub(super) fn compare(
        &self,
        now: &super::Reading,
        digest: &Digest,
        rulebook: &Rulebook,
        request: &Request,
    ) -> Vec<Finding> {
        let digests = [digest.clone(), self.digest.clone()];
        let mut reopen = |index: usize| Some(if index == 0 { now.clone() } else { self.reading.clone() });
        let mut found = Vec::new();
        Teller::new(&digests, rulebook, request, &mut reopen).years(&rules(rulebook, request), 0, 1, &mut |f| {
            found.push(f);
        });
        found
    }
}
