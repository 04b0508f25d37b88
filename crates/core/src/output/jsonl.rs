//! `check --format jsonl`: each file on a line of its own, and a last line with what is said of all of them.

use super::Printer;
use super::json::line;
use crate::report::{Closing, Document, Finding, Rulebook, SCHEMA, Tool};

/// The printer of `gouji.report/1` by lines.
#[derive(Clone, Debug)]
pub struct JsonLines {
    pub rulebook: Rulebook,
}

impl Printer for JsonLines {
    fn document(&self, document: &Document) -> String {
        if document.skipped {
            return String::new();
        }
        let mut text = line(document);
        text.push('\n');
        text
    }

    fn lists_files(&self) -> bool {
        false
    }

    fn across_begin(&self) -> String {
        let (schema, tool, rulebook) = (line(&SCHEMA), line(&Tool::THIS), line(&self.rulebook));
        format!("{{\"schema\":{schema},\"tool\":{tool},\"rulebook\":{rulebook},\"collection_findings\":[")
    }

    fn across(&self, finding: &Finding) -> String {
        line(finding)
    }

    fn across_between(&self) -> &'static str {
        ","
    }

    fn end(&self, closing: &Closing) -> String {
        format!("],\"summary\":{}}}\n", line(&closing.summary))
    }
}
