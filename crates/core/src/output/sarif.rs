//! `check --format sarif`: SARIF 2.1.0, by structs of our own. What has no lines has no invented ones: a Word document
//! or a PDF is told by its logical location.

use serde::Serialize;
use serde_json::{Value, json};

use super::json::line;
use super::rows::{Items, Subject};
use crate::report::{Closing, Finding, Label, Problem, RuleAbout, Rulebook, Tool};
use crate::terms::{Language, Severity};

/// The format.
#[derive(Clone, Debug)]
pub struct Sarif {
    pub language: Language,
    pub rulebook: Rulebook,
    /// All rules that may be asked, in the order of their names.
    pub rules: Vec<RuleAbout>,
    /// Whether allowed findings are told as well; not every reader knows that they are.
    pub allowed: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finished<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Value>,
    properties: Value,
}

#[derive(Debug, Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "gouji/v1")]
    own: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: &'a str,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

fn region(label: &Label) -> Option<Region> {
    let (Some(start_line), Some(start_column)) = (label.line, label.column) else { return None };
    Some(Region { start_line, start_column, end_line: label.end_line, end_column: label.end_column })
}

/// A path as a reference: relative to the root of the sources, escaped byte by byte.
fn artifact(path: &str) -> Value {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    if path.starts_with('/') {
        json!({"uri": format!("file://{uri}")})
    } else if path.as_bytes().get(1) == Some(&b':') {
        json!({"uri": format!("file:///{uri}")})
    } else {
        json!({"uri": uri, "uriBaseId": "%SRCROOT%"})
    }
}

fn location(label: &Label, id: Option<usize>) -> Location<'_> {
    let place = label.place.as_deref().map(|place| Logical { fully_qualified_name: place });
    Location {
        id,
        physical_location: Physical { artifact_location: artifact(&label.path), region: region(label) },
        logical_locations: place.into_iter().collect(),
        message: Some(label.note.as_str()).filter(|note| !note.is_empty()).map(|text| Message { text }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

impl Sarif {
    fn rule(&self, rule: &RuleAbout) -> Value {
        json!({
            "id": rule.id,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.title},
            "help": {"text": rule.help},
            "defaultConfiguration": {"level": level(rule.severity)},
            "properties": {"category": rule.category.name(), "tags": [rule.category.name()]},
        })
    }

    /// The replacement, where the words it stands for are plain text of the file.
    fn fix(&self, subject: &Subject<'_>, finding: &Finding) -> Option<Value> {
        let suggestion = finding.suggestion.as_ref()?;
        let plain = matches!(subject.format, Some("txt" | "md")) && !finding.primary.text.is_empty();
        let region = region(&finding.primary).filter(|_| plain)?;
        Some(json!({
            "description": {"text": finding.remedy.as_deref().unwrap_or(&finding.message)},
            "artifactChanges": [{
                "artifactLocation": artifact(&finding.primary.path),
                "replacements": [{"deletedRegion": region, "insertedContent": {"text": suggestion.replacement}}],
            }],
        }))
    }
}

impl Items for Sarif {
    fn begin(&self) -> String {
        let rules: Vec<Value> = self.rules.iter().map(|rule| self.rule(rule)).collect();
        let driver = json!({
            "name": Tool::THIS.name,
            "semanticVersion": Tool::THIS.version,
            "language": self.language.pick("zh-CN", "en"),
            "rules": rules,
            "properties": {"rulebook": self.rulebook},
        });
        format!(
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
             \"runs\":[{{\"tool\":{{\"driver\":{}}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n",
            line(&driver)
        )
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        if finding.suppressed.is_some() && !self.allowed {
            return None;
        }
        let related = finding.related.iter().enumerate().map(|(index, label)| location(label, Some(index + 1)));
        let suppression = |reason: &String| json!({"kind": "external", "status": "accepted", "justification": reason});
        Some(line(&Finished {
            rule_id: &finding.rule,
            rule_index: self.rules.binary_search_by(|rule| rule.id.as_str().cmp(&finding.rule)).ok(),
            level: level(finding.severity),
            message: Message { text: &finding.message },
            locations: [location(&finding.primary, None)],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints { own: &finding.fingerprint },
            fixes: self.fix(subject, finding).into_iter().collect(),
            suppressions: finding.suppressed.as_ref().map(suppression).into_iter().collect(),
            properties: json!({
                "category": finding.category.name(),
                "agency": subject.agency,
                "reportYear": subject.report_year,
                "text": finding.primary.text,
                "remedy": finding.remedy,
            }),
        }))
    }

    /// Told at the end, with the run.
    fn problem(&self, _: &Subject<'_>, _: &Problem, _: bool) -> Option<String> {
        None
    }

    fn end(&self, closing: &Closing) -> String {
        let told = closing.tallies.iter().filter_map(|tally| {
            let problem = tally.problem.as_ref()?;
            Some(json!({
                "level": if tally.unreadable { "error" } else { "note" },
                "message": {"text": problem.message},
                "locations": [{"physicalLocation": {"artifactLocation": artifact(&tally.path)}}],
            }))
        });
        let notifications: Vec<Value> = told.collect();
        let invocation = json!({
            "executionSuccessful": closing.summary.unreadable == 0,
            "toolExecutionNotifications": notifications,
        });
        format!("\n],\"invocations\":[{}]}}]}}\n", line(&invocation))
    }
}

#[cfg(test)]
mod tests {
    use super::artifact;

    #[test]
    fn names_of_files_are_escaped() {
        assert_eq!(artifact("年报/a b.md")["uri"], "%E5%B9%B4%E6%8A%A5/a%20b.md");
        assert_eq!(artifact("a:b.md")["uriBaseId"], serde_json::Value::Null);
        assert_eq!(artifact("/x/a.md")["uri"], "file:///x/a.md");
    }
}
