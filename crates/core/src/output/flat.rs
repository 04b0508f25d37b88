//! `check --format findings-jsonl`: one finding a line, and every line of one shape, so that a data tool takes the file
//! whole and without options. No value is ever null: tools that guess a column's type from its first lines would take
//! one without values for another type than it turns out to be. Where there is no text it is empty, where there is no
//! number 0.

use serde::Serialize;

use super::json::line;
use super::rows::{Items, Subject, basis};
use crate::report::{Finding, Problem};
use crate::terms::Language;

/// The format.
#[derive(Clone, Debug)]
pub struct Flat {
    pub language: Language,
}

/// A line. The names are those of `gouji.report/1` where it has them.
#[derive(Debug, Default, Serialize)]
struct Row<'a> {
    path: &'a str,
    format: &'a str,
    agency: &'a str,
    body: &'a str,
    tier: &'a str,
    place_code: &'a str,
    report_year: i16,
    published: String,
    scored: bool,
    score: f64,
    /// `open`, `allowed`; of a file without findings of its own `unreadable` or `not_judged`.
    status: &'a str,
    rule: &'a str,
    category: &'a str,
    severity: &'a str,
    message: &'a str,
    remedy: &'a str,
    basis: String,
    text: &'a str,
    suggestion: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    byte_start: usize,
    byte_end: usize,
    place: &'a str,
    related: usize,
    fingerprint: &'a str,
    reason: &'a str,
}

impl<'a> Row<'a> {
    fn of(subject: &'a Subject<'a>) -> Self {
        Self {
            path: subject.path,
            format: subject.format.unwrap_or_default(),
            agency: subject.agency.unwrap_or_default(),
            body: subject.body.as_ref().map_or("", |body| body.0.as_str()),
            tier: subject.tier.as_ref().map_or("", |tier| tier.0.as_str()),
            place_code: subject.place.unwrap_or_default(),
            report_year: subject.report_year.unwrap_or_default(),
            published: subject.published.map_or_else(String::new, |date| date.to_string()),
            scored: subject.score.is_some(),
            score: subject.score.unwrap_or_default(),
            ..Self::default()
        }
    }
}

fn told(row: &Row<'_>) -> Option<String> {
    Some(format!("{}\n", line(row)))
}

impl Items for Flat {
    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        let at = &finding.primary;
        told(&Row {
            status: if finding.suppressed.is_some() { "allowed" } else { "open" },
            rule: &finding.rule,
            category: finding.category.name(),
            severity: finding.severity.name(),
            message: &finding.message,
            remedy: finding.remedy.as_deref().unwrap_or_default(),
            basis: basis(finding, self.language),
            text: &at.text,
            suggestion: finding.suggestion.as_ref().map_or("", |s| &s.replacement),
            line: at.line.unwrap_or_default(),
            column: at.column.unwrap_or_default(),
            end_line: at.end_line.unwrap_or_default(),
            end_column: at.end_column.unwrap_or_default(),
            byte_start: at.byte_start.unwrap_or_default(),
            byte_end: at.byte_end.unwrap_or_default(),
            place: at.place.as_deref().unwrap_or_default(),
            related: finding.related.len(),
            fingerprint: &finding.fingerprint,
            reason: finding.suppressed.as_deref().unwrap_or_default(),
            ..Row::of(subject)
        })
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String> {
        told(&Row {
            status: if unreadable { "unreadable" } else { "not_judged" },
            message: &problem.message,
            ..Row::of(subject)
        })
    }
}
