//! What is kept of each file once it is printed: enough for closings and rankings, a few hundred bytes a file.

use super::model::{Coverage, Document, Finding, Problem, Score, Summary};
use super::{FailOn, Verdict};

/// One file in a few figures.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub path: String,
    pub agency: Option<String>,
    pub report_year: Option<i16>,
    pub problem: Option<Problem>,
    /// The problem is that it could not be read; else that it could not be judged.
    pub unreadable: bool,
    /// Seen in a folder and no report.
    pub skipped: bool,
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    pub coverage: Coverage,
    pub score: Score,
    /// Reasons why rules could not be determined, with how many: commonest first.
    pub not_determined: Vec<(String, usize)>,
}

impl Tally {
    pub fn of(document: &Document) -> Self {
        let mut counts = Summary::default();
        counts.add_findings(&document.findings);
        let mut not_determined: Vec<(String, usize)> = Vec::new();
        for item in &document.not_determined {
            count(&mut not_determined, &item.why, 1);
        }
        sort(&mut not_determined);
        Self {
            path: document.path.clone(),
            agency: document.profile.agency.clone(),
            report_year: document.profile.report_year,
            problem: document.error.clone().or_else(|| document.not_judged.clone()),
            unreadable: document.error.is_some(),
            skipped: document.skipped,
            error: counts.error,
            warning: counts.warning,
            info: counts.info,
            coverage: document.coverage,
            score: document.score.clone(),
            not_determined,
        }
    }

    pub fn findings(&self) -> usize {
        self.error + self.warning + self.info
    }
}

fn count(reasons: &mut Vec<(String, usize)>, why: &str, n: usize) {
    match reasons.iter_mut().find(|r| r.0 == why) {
        Some(reason) => reason.1 += n,
        None => reasons.push((why.to_owned(), n)),
    }
}

fn sort(reasons: &mut [(String, usize)]) {
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

/// All files of a run, added in the order of output.
#[derive(Clone, Debug, Default)]
pub struct Closing {
    pub tallies: Vec<Tally>,
    pub collection_findings: Vec<Finding>,
    pub summary: Summary,
}

impl Closing {
    /// Counts one more file; of a skipped one only that it was.
    pub fn add(&mut self, tally: Tally) {
        let sum = &mut self.summary;
        if tally.skipped {
            sum.skipped += 1;
            return;
        }
        sum.documents += 1;
        sum.unreadable += usize::from(tally.unreadable);
        sum.error += tally.error;
        sum.warning += tally.warning;
        sum.info += tally.info;
        self.tallies.push(tally);
    }

    /// Cells and rules over all files.
    pub fn coverage(&self) -> Coverage {
        let mut sum = Coverage::default();
        for c in self.tallies.iter().map(|t| t.coverage) {
            sum.cells_expected += c.cells_expected;
            sum.cells_read += c.cells_read;
            sum.rules_applicable += c.rules_applicable;
            sum.rules_determined += c.rules_determined;
        }
        sum
    }

    /// Reasons over all files, commonest first.
    pub fn not_determined(&self) -> Vec<(String, usize)> {
        let mut reasons = Vec::new();
        for (why, n) in self.tallies.iter().flat_map(|t| &t.not_determined) {
            count(&mut reasons, why, *n);
        }
        sort(&mut reasons);
        reasons
    }

    /// Indices of the files with a score, best first; equal scores in the order of paths.
    pub fn ranking(&self) -> Vec<usize> {
        let mut ranked: Vec<usize> =
            (0..self.tallies.len()).filter(|&i| self.tallies[i].score.value.is_some()).collect();
        ranked.sort_by(|&a, &b| {
            let (a, b) = (&self.tallies[a].score.value, &self.tallies[b].score.value);
            b.unwrap_or_default().total_cmp(&a.unwrap_or_default())
        });
        ranked
    }

    /// The rank of each file from 1, equal scores sharing one; none without a score.
    pub fn ranks(&self) -> Vec<Option<usize>> {
        let mut ranks = vec![None; self.tallies.len()];
        let ranking = self.ranking();
        let mut rank = 0;
        for (position, &index) in ranking.iter().enumerate() {
            let tie =
                position > 0 && self.tallies[ranking[position - 1]].score.value == self.tallies[index].score.value;
            rank = if tie { rank } else { position + 1 };
            ranks[index] = Some(rank);
        }
        ranks
    }

    pub fn verdict(&self, fail_on: FailOn, minimum_score: Option<f64>) -> Verdict {
        let lowest_score = self.tallies.iter().filter_map(|t| t.score.value).min_by(f64::total_cmp);
        Verdict { fail_on, minimum_score, summary: self.summary, lowest_score }
    }
}
