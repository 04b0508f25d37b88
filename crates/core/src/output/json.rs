//! `check --format json`: one object, a file on a line of it, so that a folder of any size is never held in memory.

use serde::Serialize;

use super::Printer;
use crate::report::{Closing, Document, Finding, Rulebook, SCHEMA, Tool};

/// The printer of `gouji.report/1`.
#[derive(Clone, Debug)]
pub struct Json {
    pub rulebook: Rulebook,
}

/// A value as JSON on one line. What is printed here are plain structs of strings and numbers, which always serialise.
pub(super) fn line<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| String::from("null"))
}

impl Printer for Json {
    fn begin(&self) -> String {
        let (schema, tool, rulebook) = (line(&SCHEMA), line(&Tool::THIS), line(&self.rulebook));
        format!("{{\"schema\":{schema},\"tool\":{tool},\"rulebook\":{rulebook},\"documents\":[\n")
    }

    fn document(&self, document: &Document) -> String {
        if document.skipped { String::new() } else { line(document) }
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn lists_files(&self) -> bool {
        false
    }

    fn across_begin(&self) -> String {
        String::from("\n],\"collection_findings\":[")
    }

    fn across(&self, finding: &Finding) -> String {
        line(finding)
    }

    fn across_between(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, closing: &Closing) -> String {
        format!("],\"summary\":{}}}\n", line(&closing.summary))
    }
}
