//! `check --format gitlab`: the report of code quality that GitLab shows in a merge request.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::json::line;
use super::rows::{Items, Subject};
use crate::report::{Finding, Problem};
use crate::terms::Severity;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct GitLab;

#[derive(Debug, Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
}

/// Of two issues with one fingerprint GitLab shows one; a report that lies there in two formats has its findings twice.
fn fingerprint(parts: [&str; 2]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Items for GitLab {
    fn begin(&self) -> String {
        String::from("[\n")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        if finding.suppressed.is_some() {
            return None;
        }
        let place = finding.primary.place.as_deref().map_or_else(String::new, |place| format!("{place}: "));
        Some(line(&Issue {
            description: format!("{place}{}", finding.message),
            check_name: &finding.rule,
            fingerprint: fingerprint([subject.path, &finding.fingerprint]),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            // GitLab asks for a line; in a format without lines the description says where.
            location: Location { path: subject.path, lines: Lines { begin: finding.primary.line.unwrap_or(1) } },
        }))
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String> {
        unreadable.then(|| {
            line(&Issue {
                description: problem.message.clone(),
                check_name: "unreadable",
                fingerprint: fingerprint([subject.path, "unreadable"]),
                severity: "blocker",
                location: Location { path: subject.path, lines: Lines { begin: 1 } },
            })
        })
    }

    fn end(&self, _: &crate::report::Closing) -> String {
        String::from("\n]\n")
    }
}
