//! `check --format github`: workflow commands, which GitHub shows beside the lines of a change.

use super::rows::{Items, Subject};
use crate::report::{Finding, Problem};
use crate::terms::Severity;

/// The format.
#[derive(Clone, Copy, Debug)]
pub struct GitHub;

/// What a command's message cannot hold as it is.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

impl Items for GitHub {
    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        if finding.suppressed.is_some() {
            return None;
        }
        let at = &finding.primary;
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let mut places = format!("file={}", property(subject.path));
        if let (Some(line), Some(column)) = (at.line, at.column) {
            places.push_str(&format!(",line={line}"));
            if let Some(end) = at.end_line {
                places.push_str(&format!(",endLine={end}"));
            }
            places.push_str(&format!(",col={column}"));
            // Columns of different lines are not a stretch there.
            if let Some(end) = at.end_column.filter(|_| at.end_line == at.line) {
                places.push_str(&format!(",endColumn={end}"));
            }
        }
        let place = at.place.as_deref().map_or_else(String::new, |place| format!("{place}: "));
        let remedy = finding.remedy.as_deref().map_or_else(String::new, |remedy| format!("\n{remedy}"));
        let message = data(&format!("{place}{}{remedy}", finding.message));
        Some(format!("::{command} {places},title={}::{message}\n", property(&finding.rule)))
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String> {
        let command = if unreadable { "error" } else { "notice" };
        Some(format!("::{command} file={}::{}\n", property(subject.path), data(&problem.message)))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_would_end_a_command_is_written_otherwise() {
        assert_eq!(super::data("100%\n完"), "100%25%0A完");
        assert_eq!(super::property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
