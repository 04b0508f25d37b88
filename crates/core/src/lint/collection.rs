//! What is said of several reports together: pairs of years of one body, found by name, and bodies
//! among each other. Works on digests alone, however
//! many; knows files only through the caller, who reads those again that something is said of.

use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

use super::Request;
use super::across::{Reopen, Teller, rules};
use crate::checks::across::{Folder, Known};
use crate::facts::digest::{Digest, known_as};
use crate::lexicon::Lexicon;
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
    teller.folder(&rules, &Folder { digests, lexicon, bodies: &bodies.list, doubles: &bodies.doubles }, emit);
}

/// The reports of a run by body and year.
struct Bodies {
    /// One report for each, where it is sure which; sorted.
    list: Vec<Known>,
    /// Files of one body and year that are not one report in several formats, in the order of paths.
    doubles: Vec<Vec<usize>>,
}

impl Bodies {
    fn new(digests: &[Digest], lexicon: &Lexicon) -> Self {
        let known = |report: usize| {
            let digest = &digests[report];
            let mut hasher = FxHasher::default();
            known_as(digest.agency.as_deref()?, lexicon).hash(&mut hasher);
            Some(Known { name: hasher.finish(), year: digest.year?, report })
        };
        let path = |k: &Known| &digests[k.report].path;
        let mut all: Vec<Known> = (0..digests.len()).filter_map(known).collect();
        all.sort_unstable_by(|a, b| (a.name, a.year, path(a)).cmp(&(b.name, b.year, path(b))));
        let mut bodies = Self { list: Vec::new(), doubles: Vec::new() };
        for group in all.chunk_by(|a, b| (a.name, a.year) == (b.name, b.year)) {
            let files = one_a_stem(group, digests);
            let (first, others) = (files[0], &files[1..]);
            if others.iter().all(|&o| digests[o].says_the_same_as(&digests[first], lexicon)) {
                let better = |a: usize, b: usize| if digests[b].reads_better_than(&digests[a]) { b } else { a };
                let report = files.iter().copied().reduce(better).unwrap_or(first);
                bodies.list.push(Known { report, ..group[0] });
            }
            let place = |i: usize| digests[i].post;
            if !others.is_empty() && others.iter().all(|&o| place(o) == place(first)) {
                bodies.doubles.push(files);
            }
        }
        bodies.doubles.sort_by(|a, b| digests[a[0]].path.cmp(&digests[b[0]].path));
        bodies
    }

    /// Each report with that of the year before, in the order of paths.
    fn years(&self, digests: &[Digest], lexicon: &Lexicon) -> Vec<(usize, usize)> {
        let next = |pair: &&[Known]| pair[0].name == pair[1].name && pair[0].year + 1 == pair[1].year;
        let mut pairs: Vec<(usize, usize)> =
            self.list.windows(2).filter(next).map(|p| (p[1].report, p[0].report)).collect();
        pairs.retain(|&(now, before)| same_place(&digests[now], &digests[before], lexicon));
        pairs.sort_by(|a, b| digests[a.0].path.cmp(&digests[b.0].path));
        pairs
    }
}

/// The files of one body and year, in the order of paths. One report saved in several formats lies under one name: that
/// which was read best stands for all.
fn one_a_stem(group: &[Known], digests: &[Digest]) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    for known in group {
        let index = known.report;
        // Such files are neighbours in the order of paths, save where a name goes on after another's end.
        match chosen.iter_mut().rev().take(4).find(|c| stem(&digests[**c].path) == stem(&digests[index].path)) {
            Some(other) if digests[index].reads_better_than(&digests[*other]) => *other = index,
            Some(_) => {}
            None => chosen.push(index),
        }
    }
    chosen
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
