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
    /// The least score that passes; a report without a score is not below it.
    pub minimum_score: Option<f64>,
    pub summary: Summary,
    /// The lowest score given.
    pub lowest_score: Option<f64>,
}

/// The exit codes of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Clean = 0,
    Findings = 1,
    /// Wrong usage, configuration or rulebook.
    Usage = 2,
    /// An input could not be read, or an internal error.
    Unreadable = 3,
}

impl FailOn {
    fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

impl Verdict {
    /// Unreadable before findings: a run that saw only a part must not look like a whole one.
    pub fn exit(&self) -> Exit {
        let counts = [
            (Severity::Error, self.summary.error),
            (Severity::Warning, self.summary.warning),
            (Severity::Info, self.summary.info),
        ];
        if self.summary.unreadable > 0 {
            Exit::Unreadable
        } else if counts.iter().any(|&(severity, n)| n > 0 && self.fail_on.fails(severity)) || self.too_low() {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    fn too_low(&self) -> bool {
        matches!((self.lowest_score, self.minimum_score), (Some(score), Some(least)) if score < least)
    }
}
