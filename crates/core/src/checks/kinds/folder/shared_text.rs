//! The same sentences in the reports of different bodies. Sentences that many have are anyone's; a whole section that
//! many have is copied all the same. Work grows with the number of sentences, and bodies that copy are one finding.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::checks::across::{Across, Collective, Discrepancy, Folder, Known, Pointer, What, shared};
use crate::checks::kind::Kind;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedText {
    /// So many sentences must be the same, and this share, in per cent, of the shorter of the two sections.
    sentences: usize,
    share: usize,
    /// Sections with fewer characters say too little.
    characters: u16,
    /// A sentence of more bodies than this is anyone's.
    crowd: usize,
}

/// Sentences shown side by side, bodies named, and reports of one sentence that are compared.
const SHOWN: usize = 3;
const NAMED: usize = 5;
const COMPARED: usize = 64;

impl Kind for SharedText {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Folder(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["agencies", "count", "same", "sentences"]
    }
}

impl Collective for SharedText {
    fn compare(&self, folder: &Folder<'_>) -> Vec<Discrepancy> {
        let long = |k: &&Known| {
            let digest = &folder.digests[k.report];
            digest.sentences().len() >= self.sentences && digest.length >= self.characters
        };
        let reports: Vec<Known> = folder.bodies.iter().filter(long).copied().collect();
        let all: usize = reports.iter().map(|k| folder.digests[k.report].sentences().len()).sum();
        let mut places: Vec<(u32, u32)> = Vec::with_capacity(all);
        for (at, known) in reports.iter().enumerate() {
            places.extend(folder.digests[known.report].sentences().iter().map(|&hash| (hash, at as u32)));
        }
        places.sort_unstable();
        let mut clusters = Clusters::new(reports.len());
        let mut same: FxHashMap<(u32, u32), usize> = FxHashMap::default();
        let mut crowds: FxHashMap<u32, usize> = FxHashMap::default();
        for run in places.chunk_by(|a, b| a.0 == b.0) {
            // Reports are in the order of their bodies.
            let bodies = run.chunk_by(|a, b| reports[a.1 as usize].name == reports[b.1 as usize].name).count();
            if bodies > self.crowd || run.len() > COMPARED {
                crowds.insert(run[0].0, bodies);
                continue;
            }
            for (i, a) in run.iter().enumerate() {
                for b in &run[i + 1..] {
                    if comparable(folder, &reports[a.1 as usize], &reports[b.1 as usize]) {
                        *same.entry((a.1, b.1)).or_default() += 1;
                    }
                }
            }
        }
        for (&(a, b), &count) in &same {
            let of = |i: u32| folder.digests[reports[i as usize].report].sentences().len();
            if count >= self.sentences && count * 100 >= self.share * of(a).min(of(b)) {
                clusters.join(a as usize, b as usize);
            }
        }
        self.crowded(folder, &reports, &crowds, &mut clusters);
        let mut found: Vec<Discrepancy> =
            clusters.lists().iter().filter_map(|members| told(folder, &reports, members)).collect();
        found.sort_by(|a, b| folder.digests[a.primary.report].path.cmp(&folder.digests[b.primary.report].path));
        found
    }
}

impl SharedText {
    /// Joins bodies whose whole section is the same, where its sentences are not in many other sections besides.
    fn crowded(&self, folder: &Folder<'_>, reports: &[Known], crowds: &FxHashMap<u32, usize>, clusters: &mut Clusters) {
        let sentences = |i: usize| folder.digests[reports[i].report].sentences();
        let mut order: Vec<usize> = (0..reports.len()).collect();
        order.sort_by(|&a, &b| (reports[a].year, sentences(a), a).cmp(&(reports[b].year, sentences(b), b)));
        for group in order.chunk_by(|&a, &b| reports[a].year == reports[b].year && sentences(a) == sentences(b)) {
            let mut common: Vec<usize> = sentences(group[0]).iter().filter_map(|h| crowds.get(h)).copied().collect();
            common.sort_unstable();
            let usual = common.get(common.len() / 2).copied().unwrap_or(0);
            if group.len() > self.crowd && usual <= 2 * group.len() {
                for &other in &group[1..] {
                    if comparable(folder, &reports[group[0]], &reports[other]) {
                        clusters.join(group[0], other);
                    }
                }
            }
        }
    }
}

/// Different bodies, and not a body and its office, in one year, or in two where both are known to have been there in
/// one: else the later may be the earlier one under a new name.
fn comparable(folder: &Folder<'_>, a: &Known, b: &Known) -> bool {
    if a.name == b.name {
        return false;
    }
    let side_by_side = || [a.year, b.year].iter().any(|&y| folder.has(a.name, y) && folder.has(b.name, y));
    let near = a.year == b.year || (a.year.abs_diff(b.year) == 1 && side_by_side());
    let (one, other) = (folder.agency(a.report), folder.agency(b.report));
    near && !one.starts_with(other) && !other.starts_with(one)
}

fn told(folder: &Folder<'_>, reports: &[Known], members: &[usize]) -> Option<Discrepancy> {
    let mut files: Vec<usize> = members.iter().map(|&m| reports[m].report).collect();
    files.sort_by(|&a, &b| folder.digests[a].path.cmp(&folder.digests[b].path));
    let sentences = |i: usize| folder.digests[i].sentences();
    let (&first, others) = files.split_first()?;
    // The one that has most in common with the first shows it best.
    let &second =
        others.iter().max_by_key(|&&o| (shared(sentences(first), sentences(o)).len(), std::cmp::Reverse(o)))?;
    let same = shared(sentences(first), sentences(second));
    let point = |report: usize, what: What| {
        let note = folder.agency(report).to_owned();
        Pointer { report, what, note }
    };
    let points: Vec<Pointer> = same
        .iter()
        .take(SHOWN)
        .flat_map(|&hash| [first, second].map(|report| point(report, What::Sentence(hash))))
        .collect();
    let (primary, related) = points.split_first()?;
    let names: BTreeSet<&str> = files.iter().map(|&f| folder.agency(f)).collect();
    let named: Vec<&str> = names.iter().take(NAMED).copied().collect();
    Some(Discrepancy {
        primary: primary.clone(),
        related: related.to_vec(),
        values: BTreeMap::from([
            ("agencies", named.join("、")),
            ("count", names.len().to_string()),
            ("same", same.len().to_string()),
            ("sentences", sentences(first).len().to_string()),
        ]),
        identity: "copied".to_owned(),
        ..Discrepancy::default()
    })
}

/// Sets of reports, joined two by two.
struct Clusters {
    above: Vec<usize>,
}

impl Clusters {
    fn new(count: usize) -> Self {
        Self { above: (0..count).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The least stands for all, whatever the order of joining.
        self.above[a.max(b)] = a.min(b);
    }

    /// Sets of two or more.
    fn lists(&mut self) -> Vec<Vec<usize>> {
        let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.above.len() {
            lists.entry(self.root(at)).or_default().push(at);
        }
        lists.into_values().filter(|l| l.len() > 1).collect()
    }
}
