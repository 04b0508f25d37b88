//! `check --format jsonl`: each file on a line of its own, and a last line with what is said of all of them.

use serde::Serialize;

use super::Printer;
use super::json::line;
use crate::report::{Closing, Document, Finding, Rulebook, SCHEMA, Summary, Tool};

/// The printer of `gouji.report/1` by lines.
#[derive(Clone, Debug)]
pub struct JsonLines {
    pub rulebook: Rulebook,
}

#[derive(Serialize)]
struct Last<'a> {
    schema: &'static str,
    tool: Tool,
    rulebook: &'a Rulebook,
    collection_findings: &'a [Finding],
    summary: Summary,
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

    fn end(&self, closing: &Closing) -> String {
        let mut text = line(&Last {
            schema: SCHEMA,
            tool: Tool::THIS,
            rulebook: &self.rulebook,
            collection_findings: &closing.collection_findings,
            summary: closing.summary,
        });
        text.push('\n');
        text
    }
}
