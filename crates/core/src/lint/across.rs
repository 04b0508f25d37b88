//! From a discrepancy between reports to a finding: the rules that apply, the places of what is pointed at, found again
//! in the few reports concerned. Files are opened by the caller.

use std::collections::HashMap;
use std::sync::Arc;

use super::Request;
use super::finding::{self, Told};
use crate::checks::across::{Across, Discrepancy, Folder, Pointer, Said, Side, What};
use crate::document::{BlockKind, Document};
use crate::facts::digest::{Digest, growths, pieces, sentences_of};
use crate::facts::model::{Facts, Profile, Stated};
use crate::lexicon::Lexicon;
use crate::report::{Finding, Label, Placer};
use crate::rulebook::{RawRule, Resolved, Rulebook};
use crate::source::{Format, Span};

/// A report read again, for the places of what was found.
#[derive(Clone, Debug)]
pub struct Reading {
    pub document: Arc<Document>,
    pub facts: Arc<Facts>,
}

/// Reads the report of a digest again, by the digest's index; none where that is no longer possible.
pub type Reopen<'a> = dyn FnMut(usize) -> Option<Reading> + 'a;

/// Readings kept for the next finding, which often is of the same reports.
const KEPT: usize = 4;

/// Makes findings of discrepancies.
pub(super) struct Teller<'a> {
    pub digests: &'a [Digest],
    pub rulebook: &'a Rulebook,
    pub request: &'a Request,
    pub reopen: &'a mut Reopen<'a>,
    kept: Vec<(usize, Option<Reading>)>,
    /// Findings about one fact of one report, within a rule or a pair of years.
    ordinals: HashMap<(String, usize, String), u32>,
}

/// The rules about several reports that were asked for, in the order of their ids.
pub(super) fn rules<'r>(rulebook: &'r Rulebook, request: &Request) -> Vec<&'r RawRule> {
    let across = |rule: &&RawRule| rule.checks().any(|c| c.across().is_some());
    let admitted = |rule: &&RawRule| request.selection.admits(&rule.id, rule.category);
    rulebook.rules.iter().filter(across).filter(admitted).collect()
}

impl<'a> Teller<'a> {
    pub fn new(
        digests: &'a [Digest],
        rulebook: &'a Rulebook,
        request: &'a Request,
        reopen: &'a mut Reopen<'a>,
    ) -> Self {
        Self { digests, rulebook, request, reopen, kept: Vec::new(), ordinals: HashMap::new() }
    }

    /// A rule as it holds for one of the reports; none where it does not, or where that is not sure.
    pub fn resolve<'r>(&self, rule: &'r RawRule, report: usize) -> Option<Resolved<'r>> {
        let digest = &self.digests[report];
        let profile = Profile {
            body: digest.body,
            tier: digest.tier,
            place: self.request.overrides.place.clone(),
            report_year: digest.year.map(|value| Stated { value, span: None }),
            ..Profile::default()
        };
        let format = Format::of_name(&digest.path).unwrap_or(Format::Md);
        self.rulebook.resolve_one(rule, &profile, format).filter(|r| r.unsure.is_none())
    }

    /// All that the rules say of a report and the one of the year before.
    pub fn years(&mut self, rules: &[&'a RawRule], now: usize, before: usize, emit: &mut dyn FnMut(Finding)) {
        self.ordinals.clear();
        let lexicon = self.rulebook.lexicon();
        let sides = [now, before].map(|i| Side::new(i, &self.digests[i], lexicon));
        let compare = |rule: &&'a RawRule| {
            let resolved = self.resolve(rule, now)?;
            let Across::Years(check) = resolved.check()?.across()? else { return None };
            Some((resolved, check.compare(&sides[0], &sides[1]))).filter(|found| !found.1.is_empty())
        };
        let mut found: Vec<(Resolved<'_>, Vec<Discrepancy>)> = rules.iter().filter_map(compare).collect();
        // Where a rule names another as saying it better, that one is heard.
        let heard: Vec<&str> = found.iter().map(|f| f.0.id()).collect();
        let yields = |rule: &Resolved<'_>| rule.rule.yields_to.iter().any(|better| heard.contains(&better.as_str()));
        let spoken: Vec<bool> = found.iter().map(|f| !yields(&f.0)).collect();
        for ((rule, discrepancies), _) in found.drain(..).zip(spoken).filter(|f| f.1) {
            for discrepancy in discrepancies {
                emit(self.tell(&rule, discrepancy));
            }
        }
    }

    /// All that the rules say of the reports of a run together.
    pub fn folder(&mut self, rules: &[&'a RawRule], folder: &Folder<'_>, emit: &mut dyn FnMut(Finding)) {
        for rule in rules {
            self.ordinals.clear();
            // Which period of the rule holds follows from the report that a finding stands at.
            for check in rule.checks() {
                let Some(Across::Folder(collective)) = check.across() else { continue };
                for discrepancy in collective.compare(folder) {
                    let Some(resolved) = self.resolve(rule, discrepancy.primary.report) else { continue };
                    if resolved.check().is_some_and(|c| std::ptr::eq(c, check)) {
                        emit(self.tell(&resolved, discrepancy));
                    }
                }
            }
        }
    }

    /// The finding for a discrepancy.
    pub fn tell(&mut self, rule: &Resolved<'_>, discrepancy: Discrepancy) -> Finding {
        let Discrepancy { primary, related, values, identity, mut case, said } = discrepancy;
        if let Some(said) = said
            && self.says(&said)
        {
            case = Some(said.case);
        }
        let digest = &self.digests[primary.report];
        let ordinal = self.ordinals.entry((rule.id().to_owned(), primary.report, identity.clone())).or_insert(0);
        *ordinal += 1;
        let fingerprint = finding::fingerprint(rule.id(), digest.agency.as_deref(), digest.year, &identity, *ordinal);
        let in_pairs = matches!(primary.what, What::Sentence(_) | What::Dated { .. });
        let mut labels: Vec<Label> = std::iter::once(&primary).chain(&related).map(|p| self.label(p)).collect();
        if in_pairs {
            side_by_side(&mut labels);
        }
        let primary = labels.remove(0);
        let told = Told { values, case, fingerprint, primary, related: labels };
        finding::compose(rule, told, self.rulebook, self.request.language)
    }

    fn open(&mut self, report: usize) -> Option<Reading> {
        if let Some(at) = self.kept.iter().position(|k| k.0 == report) {
            return self.kept[at].1.clone();
        }
        let reading = (self.reopen)(report);
        if self.kept.len() >= KEPT {
            self.kept.remove(0);
        }
        self.kept.push((report, reading.clone()));
        reading
    }

    fn label(&mut self, pointer: &Pointer) -> Label {
        let lexicon = self.rulebook.lexicon();
        let Some(Reading { document, facts }) = self.open(pointer.report) else {
            return Label::of_file(&self.digests[pointer.report].path, &pointer.note);
        };
        let placer = Placer { document: &document, facts: &facts, lexicon };
        match find(&pointer.what, &document, &facts, lexicon) {
            Some(span) => placer.label(span, pointer.note.as_str()),
            None => placer.absent(None, pointer.note.as_str()),
        }
    }

    /// Whether a sentence of a report says so.
    fn says(&mut self, said: &Said) -> bool {
        let Some(Reading { document, .. }) = self.open(said.report) else { return false };
        let has = |sentence: &str, words: &[String]| words.iter().any(|w| sentence.contains(w.as_str()));
        let prose = document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Table(_)));
        prose
            .flat_map(|b| document.slice(b.span).split(['。', ';', '\n']))
            .any(|sentence| has(sentence, &said.words) && (said.about.is_empty() || has(sentence, &said.about)))
    }
}

/// Puts sentences that stand in both of two reports in their order in the first, and numbers them: `2024 ①`, `2023 ①`.
fn side_by_side(labels: &mut Vec<Label>) {
    let mut pairs: Vec<[Label; 2]> = Vec::new();
    let mut rest = Vec::new();
    let mut all = std::mem::take(labels).into_iter();
    while let Some(a) = all.next() {
        match all.next() {
            Some(b) => pairs.push([a, b]),
            None => rest.push(a),
        }
    }
    pairs.sort_by_key(|[a, _]| a.anchor.as_ref().map(|a| a.span));
    if pairs.len() > 1 {
        for (number, label) in ('①'..='⑳').zip(&mut pairs).flat_map(|(n, pair)| pair.iter_mut().map(move |l| (n, l)))
        {
            label.note = format!("{} {number}", label.note).trim_start().to_owned();
        }
    }
    labels.extend(pairs.into_iter().flatten().chain(rest));
}

fn find(what: &What, document: &Document, facts: &Facts, lexicon: &Lexicon) -> Option<Span> {
    match *what {
        What::Title => None,
        What::Cell { form, row, column } => {
            facts.tables.iter().filter(|t| t.form == form).find_map(|t| t.cell(row, column)).map(|c| c.span)
        }
        What::Sentence(hash) => pieces(document, facts, lexicon).iter().find(|p| p.hash == hash).map(|p| p.span),
        What::Growth(number) => growths(document, facts, lexicon).nth(number).map(|(_, span)| span),
        What::Dated { hash, year } => {
            sentences_of(document, facts, year).iter().find(|p| p.hash == hash).map(|p| p.span)
        }
    }
}
