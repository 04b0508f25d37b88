//! `check --format json`: one object, a file on a line of it, so that a folder of any size is never held in memory.

use serde::Serialize;

use super::Printer;
use crate::report::{Closing, Document, Rulebook, SCHEMA, Tool};

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

    fn end(&self, closing: &Closing) -> String {
        let (findings, summary) = (line(&closing.collection_findings), line(&closing.summary));
        format!("\n],\"collection_findings\":{findings},\"summary\":{summary}}}\n")
    }
}
