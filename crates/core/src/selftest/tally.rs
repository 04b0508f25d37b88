//! What the trials amount to: rates by kind of error, what was missed, and which figures stand alone.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Kind, Mistake, Seed, Selftest, Trial};
use crate::report::{Rulebook, Tool};

/// Counts over the seeds of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rate {
    pub seeded: usize,
    pub found: usize,
    /// Of those seeded, how many a finding's primary label, or any of its labels, stands at.
    pub primary: usize,
    pub labelled: usize,
    /// Findings beyond those of the untouched report, over all.
    pub findings: usize,
}

impl Rate {
    fn add(&mut self, trial: &Trial) {
        self.seeded += 1;
        self.found += usize::from(trial.found());
        self.primary += usize::from(trial.primary.first() == Some(&true));
        self.labelled += usize::from(trial.labelled.first() == Some(&true));
        self.findings += trial.findings;
    }

    /// Both together.
    pub fn plus(self, other: &Self) -> Self {
        Self {
            seeded: self.seeded + other.seeded,
            found: self.found + other.found,
            primary: self.primary + other.primary,
            labelled: self.labelled + other.labelled,
            findings: self.findings + other.findings,
        }
    }

    /// Share in hundredths of a percent, rounded down: 100 % is said only where nothing was missed.
    pub fn share(part: usize, whole: usize) -> usize {
        (part * 10_000).checked_div(whole).unwrap_or(10_000)
    }
}

/// One kind of error.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub kind: Kind,
    /// Table, or element; none for the text.
    pub of: Option<String>,
    /// What people call the table.
    pub name: Option<String>,
    pub mistake: Option<Mistake>,
    #[serde(flatten)]
    pub rate: Rate,
}

/// An error that was seeded and not found, or found elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Missed {
    pub kind: Kind,
    pub of: String,
    pub mistake: Mistake,
    /// What stands there, and what was seeded in its place.
    pub text: String,
    pub seeded: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub place: String,
    /// The rules of the new findings.
    pub rules: Vec<String>,
}

/// A figure in no relation.
#[derive(Clone, Debug, Serialize)]
pub struct Lone {
    pub kind: Kind,
    pub of: String,
    pub text: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub place: String,
}

/// All that `selftest` has to say of a report.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate {
    pub schema: &'static str,
    pub tool: Tool,
    pub rulebook: Rulebook,
    pub path: String,
    /// By kind: cells, prose, structure.
    pub totals: Vec<Row>,
    /// By kind, table or element, and mistake.
    pub rates: Vec<Row>,
    pub missed: Vec<Missed>,
    /// Wrong figures that were found, by findings whose primary label stands elsewhere.
    pub elsewhere: Vec<Missed>,
    /// Figures in no relation, whose errors are not seeded.
    pub alone: Vec<Lone>,
}

impl Certificate {
    /// From the trials of all seeds, in their order.
    pub fn new(test: &Selftest<'_>, trials: &[Trial], rulebook: Rulebook) -> Self {
        let mut totals: BTreeMap<Kind, Rate> = BTreeMap::new();
        let mut rates: BTreeMap<(Kind, Option<String>, Mistake), Rate> = BTreeMap::new();
        let (mut missed, mut elsewhere) = (Vec::new(), Vec::new());
        for (seed, trial) in test.seeds.iter().zip(trials) {
            totals.entry(seed.kind).or_default().add(trial);
            let of = (seed.kind == Kind::Cells).then(|| seed.of.clone());
            rates.entry((seed.kind, of, seed.mistake)).or_default().add(trial);
            if !trial.found() {
                missed.push(test.missed(seed, trial));
            } else if seed.kind != Kind::Structure && trial.primary.first() != Some(&true) {
                elsewhere.push(test.missed(seed, trial));
            }
        }
        let total = |(kind, rate)| Row { kind, of: None, name: None, mistake: None, rate };
        Self {
            schema: "gouji.selftest/1",
            tool: Tool::THIS,
            rulebook,
            path: test.document.source.name.clone(),
            totals: totals.into_iter().map(total).collect(),
            rates: rates
                .into_iter()
                .map(|((kind, of, mistake), rate)| {
                    let name = of.as_deref().and_then(|of| test.table_name(of));
                    Row { kind, of, name, mistake: Some(mistake), rate }
                })
                .collect(),
            missed,
            elsewhere,
            alone: test.alone.iter().map(|alone| test.lone(alone)).collect(),
        }
    }

    pub fn total(&self, kind: Kind) -> Rate {
        self.totals.iter().find(|r| r.kind == kind).map(|r| r.rate).unwrap_or_default()
    }
}

impl Selftest<'_> {
    fn table_name(&self, id: &str) -> Option<String> {
        let mut forms = self.facts.tables.iter().filter_map(|t| self.rulebook.lexicon().forms.get(t.form));
        forms.find(|f| f.table == id).map(|f| f.name.to_string())
    }

    fn missed(&self, seed: &Seed, trial: &Trial) -> Missed {
        let (line, column, place) = seed.spans.first().map(|s| self.place(*s)).unwrap_or_default();
        let texts: Vec<String> = seed.spans.iter().map(|s| short(&self.document.shown(*s))).collect();
        let (kind, of, mistake) = (seed.kind, seed.of.clone(), seed.mistake);
        let (text, seeded, rules) = (texts.join(" / "), seed.written.join(" / "), trial.rules.clone());
        Missed { kind, of, mistake, text, seeded, line, column, place, rules }
    }

    fn lone(&self, alone: &crate::selftest::Alone) -> Lone {
        let (line, column, place) = self.place(alone.span);
        Lone { kind: alone.kind, of: alone.of.clone(), text: self.document.shown(alone.span), line, column, place }
    }
}

/// Enough of a text to know it by.
fn short(text: &str) -> String {
    let mut words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(24) {
        words.truncate(at);
        words.push('…');
    }
    words
}
