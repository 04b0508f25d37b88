//! `check --format concise`: a line for each finding, `file:line:column: severity[rule] message`, as editors and `grep`
//! take it. Where a format has no lines its place in words stands there.

use super::rows::{Items, Subject};
use super::wrap::clean;
use crate::report::{Finding, Problem};
use crate::terms::Language;

/// The format.
#[derive(Clone, Debug)]
pub struct Concise {
    pub language: Language,
}

/// On one line.
fn flat(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Items for Concise {
    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        if finding.suppressed.is_some() {
            return None;
        }
        let at = &finding.primary;
        let place = match (at.line, at.column) {
            (Some(line), Some(column)) => format!("{line}:{column}"),
            _ => flat(at.place.as_deref().unwrap_or("-")),
        };
        let severity = finding.severity.word(self.language);
        Some(format!("{}:{place}: {severity}[{}] {}\n", clean(subject.path), finding.rule, flat(&finding.message)))
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String> {
        let word = match unreadable {
            true => self.language.pick("无法检查", "not checked"),
            false => self.language.pick("未作判断", "not judged"),
        };
        Some(format!("{}: {word}: {}\n", clean(subject.path), flat(&problem.message)))
    }
}
