//! What is kept of a run once its files are printed: sums, and for outputs that list files a few hundred bytes of each.

use super::model::{Coverage, Document, Finding, Problem, Score, Summary};
use super::ranking::{self, Group};
use super::{FailOn, Verdict};
use crate::terms::{Body, Date, Language, Tier};

/// Files named that have no score.
const NAMED: usize = 3;

/// One file in a few figures.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub path: String,
    pub format: Option<&'static str>,
    pub agency: Option<String>,
    pub tier: Option<Tier>,
    pub place: Option<String>,
    pub published: Option<Date>,
    pub report_year: Option<i16>,
    pub body: Option<Body>,
    pub form: Option<String>,
    pub problem: Option<Problem>,
    /// The problem is that it could not be read; else that it could not be judged.
    pub unreadable: bool,
    /// Seen in a folder and no report.
    pub skipped: bool,
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    pub allowed: usize,
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
            format: document.format,
            agency: document.profile.agency.clone(),
            tier: document.profile.tier,
            place: document.profile.place.clone(),
            published: document.profile.published,
            report_year: document.profile.report_year,
            body: document.profile.body,
            form: document.profile.form.clone(),
            problem: document.error.clone().or_else(|| document.not_judged.clone()),
            unreadable: document.error.is_some(),
            skipped: document.skipped,
            error: counts.error,
            warning: counts.warning,
            info: counts.info,
            allowed: counts.allowed,
            coverage: document.coverage,
            score: document.score.clone(),
            not_determined,
        }
    }

    pub fn findings(&self) -> usize {
        self.error + self.warning + self.info
    }

    /// Why it has no score, as far as that was said.
    fn why_no_score(&self) -> &str {
        let problem = self.problem.as_ref().map(|p| p.message.as_str());
        let chosen = self.score.not_assessed.iter().find(|n| n.part == super::model::SELECTION).map(|n| n.why.as_str());
        problem.or(self.score.not_assessable.as_deref()).or(chosen).unwrap_or_default()
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
    /// Each file, where the output lists files: else none, so that memory does not grow with their number.
    pub tallies: Vec<Tally>,
    pub summary: Summary,
    /// Cells and rules over all files.
    pub coverage: Coverage,
    lists_files: bool,
    lowest_score: Option<f64>,
    unscored: usize,
    /// The lowest end of the ranges of those without a score, as far as all have one.
    surely: Option<f64>,
    /// The first files without a score, and why.
    without_score: Vec<(String, String)>,
    not_determined: Vec<(String, usize)>,
}

impl Closing {
    pub fn new(lists_files: bool) -> Self {
        Self { lists_files, ..Self::default() }
    }

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
        sum.allowed += tally.allowed;
        let coverage = &mut self.coverage;
        coverage.cells_expected += tally.coverage.cells_expected;
        coverage.cells_read += tally.coverage.cells_read;
        coverage.cells_filled += tally.coverage.cells_filled;
        coverage.rules_applicable += tally.coverage.rules_applicable;
        coverage.rules_determined += tally.coverage.rules_determined;
        match tally.score.value.filter(|_| !tally.score.is_of_chosen()) {
            Some(score) => self.lowest_score = Some(self.lowest_score.map_or(score, |lowest| lowest.min(score))),
            None => {
                let sure = tally.problem.is_none() && !tally.score.is_of_chosen();
                let low = tally.score.low.filter(|_| sure).unwrap_or(0.0);
                self.surely = Some(self.surely.map_or(low, |surely| surely.min(low)));
                self.unscored += 1;
                if self.without_score.len() < NAMED {
                    self.without_score.push((tally.path.clone(), tally.why_no_score().to_owned()));
                }
            }
        }
        for (why, n) in &tally.not_determined {
            count(&mut self.not_determined, why, *n);
        }
        if self.lists_files {
            self.tallies.push(tally);
        }
    }

    /// Counts a finding between files.
    pub fn add_across(&mut self, finding: &Finding) {
        self.summary.add_findings(std::slice::from_ref(finding));
    }

    /// Reasons over all files, commonest first.
    pub fn not_determined(&self) -> Vec<(String, usize)> {
        let mut reasons = self.not_determined.clone();
        sort(&mut reasons);
        reasons
    }

    /// The files in groups that may be compared, each with its rank.
    pub fn groups(&self) -> Vec<Group> {
        ranking::groups(&self.tallies)
    }

    pub fn verdict(&self, fail_on: FailOn, minimum_score: Option<f64>) -> Verdict {
        let &Self { summary, lowest_score, .. } = self;
        // Who passes at the lowest that it may be passes whatever the rest is.
        let sure = minimum_score.zip(self.surely).is_some_and(|(least, low)| least > 0.0 && low >= least);
        let unscored = if sure { 0 } else { self.unscored };
        Verdict { fail_on, minimum_score, summary, lowest_score, unscored, cut_short: false }
    }

    /// Why a least score could not be judged, where it could not; it is not passed then.
    pub fn unjudged(&self, verdict: &Verdict, language: Language) -> Option<String> {
        let least = verdict.minimum_score.filter(|_| verdict.unjudged())?;
        let (files, skipped) = (self.unscored, self.summary.skipped);
        let why = match (language, self.lowest_score.is_some(), files, skipped) {
            (Language::Zh, _, 0, 0) => String::from("没有读到任何报告"),
            (Language::Zh, _, 0, n) => format!("{n} 份文件都不是年度报告，已跳过"),
            (Language::Zh, false, _, _) => String::from("没有一份报告有得分"),
            (Language::Zh, true, n, _) => format!("有 {n} 份没有得分"),
            (Language::En, _, 0, 0) => String::from("no report was read"),
            (Language::En, _, 0, n) => format!("none of the {n} files is an annual report, all were skipped"),
            (Language::En, false, _, _) => String::from("no report has a score"),
            (Language::En, true, 1, _) => String::from("1 file has no score"),
            (Language::En, true, n, _) => format!("{n} files have no score"),
        };
        let mut text = match language {
            Language::Zh => format!("--min-score {least} 无法判断，不算通过：{why}\n"),
            Language::En => format!("--min-score {least} cannot be judged and so is not passed: {why}\n"),
        };
        for (path, why) in &self.without_score {
            let colon = if why.is_empty() { "" } else { language.pick("：", ": ") };
            text.push_str(&format!("  {path}{colon}{why}\n"));
        }
        let more = files.saturating_sub(self.without_score.len());
        if more > 0 {
            text.push_str(&match language {
                Language::Zh => format!("  另有 {more} 份\n"),
                Language::En => format!("  {more} more\n"),
            });
        }
        Some(text)
    }
}
