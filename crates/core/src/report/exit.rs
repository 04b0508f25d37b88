//! The exit code, in one place.

use super::Summary;
use crate::terms::Severity;

/// The least severity that fails a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    #[default]
    Error,
    Warning,
    Info,
    Never,
}

/// What the exit code follows from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verdict {
    pub fail_on: FailOn,
    /// The least score that passes. A report without a score does not pass it, and neither does a run without reports.
    pub minimum_score: Option<f64>,
    pub summary: Summary,
    /// The lowest score given.
    pub lowest_score: Option<f64>,
    /// Files without a score, those that were skipped left out.
    pub unscored: usize,
    /// The reader of the output went away before all files were judged.
    pub cut_short: bool,
}

/// The exit codes of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Clean = 0,
    Findings = 1,
    /// Wrong usage, configuration or rulebook.
    Usage = 2,
    /// An input could not be read, a gate asks for a judgement that could not be given, or an internal error.
    Unreadable = 3,
}

impl FailOn {
    pub const ALL: [FailOn; 4] = [FailOn::Error, FailOn::Warning, FailOn::Info, FailOn::Never];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Error => "error",
            FailOn::Warning => "warning",
            FailOn::Info => "info",
            FailOn::Never => "never",
        }
    }

    /// Whether a finding of this severity fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

impl Verdict {
    /// What could not be judged before findings: a run that saw only a part must not look like a whole one.
    pub fn exit(&self) -> Exit {
        let counts = [
            (Severity::Error, self.summary.error),
            (Severity::Warning, self.summary.warning),
            (Severity::Info, self.summary.info),
        ];
        if self.summary.unreadable > 0 || self.cut_short || self.unjudged() {
            Exit::Unreadable
        } else if counts.iter().any(|&(severity, n)| n > 0 && self.fail_on.fails(severity)) || self.too_low() {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    /// Whether a least score is asked for and there is a report, or a run, that has none.
    pub fn unjudged(&self) -> bool {
        self.minimum_score.is_some() && (self.unscored > 0 || self.lowest_score.is_none())
    }

    fn too_low(&self) -> bool {
        matches!((self.lowest_score, self.minimum_score), (Some(score), Some(least)) if score < least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(lowest_score: Option<f64>, unscored: usize) -> Exit {
        let summary = Summary { documents: unscored + usize::from(lowest_score.is_some()), ..Summary::default() };
        let verdict = Verdict { minimum_score: Some(80.0), summary, lowest_score, unscored, ..Verdict::default() };
        verdict.exit()
    }

    #[test]
    fn a_score_passes_or_not() {
        assert_eq!(gate(Some(80.0), 0), Exit::Clean);
        assert_eq!(gate(Some(79.9), 0), Exit::Findings);
    }

    #[test]
    fn a_gate_without_a_score_is_not_passed() {
        assert_eq!(gate(None, 0), Exit::Unreadable, "nothing was read");
        assert_eq!(gate(None, 1), Exit::Unreadable, "one report, no score");
        assert_eq!(gate(Some(100.0), 1), Exit::Unreadable, "one passes, of the other nothing is known");
        assert_eq!(gate(Some(10.0), 1), Exit::Unreadable, "one fails, of the other nothing is known");
    }

    #[test]
    fn without_a_gate_no_score_is_asked_for() {
        let summary = Summary { documents: 1, ..Summary::default() };
        assert_eq!(Verdict { summary, unscored: 1, ..Verdict::default() }.exit(), Exit::Clean);
        assert_eq!(Verdict::default().exit(), Exit::Clean);
    }

    #[test]
    fn a_run_that_was_cut_short_passes_nothing() {
        assert_eq!(Verdict { cut_short: true, ..Verdict::default() }.exit(), Exit::Unreadable);
    }
}
