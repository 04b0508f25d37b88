//! `check --format json`: one object, a file on a line of it, so that a folder of any size is never held in memory.

use std::io::{self, Write};

use serde::Serialize;

use super::printer::{Event, Printer, Writing};
use crate::report::{Document, Rulebook, SCHEMA, Tool};

/// The printer of `gouji.report/1`.
#[derive(Clone, Debug)]
pub struct Json {
    pub rulebook: Rulebook,
}

/// A value as JSON on one line. What is printed here are plain structs of strings and numbers, which always serialise.
pub(super) fn line<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| String::from("null"))
}

/// What comes before the next part: nothing before the first, a comma before the others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Comma(bool);

impl Comma {
    pub(super) fn before(&mut self, text: &'static str) -> &'static str {
        if std::mem::replace(&mut self.0, true) { text } else { "" }
    }
}

impl Printer for Json {
    fn lists_files(&self) -> bool {
        false
    }

    fn render(&self, document: &Document) -> Vec<u8> {
        if document.skipped { Vec::new() } else { line(document).into_bytes() }
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Object { printer: self, files: Comma::default(), across: None })
    }
}

/// The object in the making.
struct Object<'p> {
    printer: &'p Json,
    files: Comma,
    /// Set once the list of findings between files is open.
    across: Option<Comma>,
}

impl Object<'_> {
    fn open_across(&mut self, out: &mut dyn Write) -> io::Result<&mut Comma> {
        if self.across.is_none() {
            out.write_all(b"\n],\"collection_findings\":[")?;
        }
        Ok(self.across.get_or_insert_default())
    }
}

impl Writing for Object<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Begin => {
                let (schema, tool, rulebook) = (line(&SCHEMA), line(&Tool::THIS), line(&self.printer.rulebook));
                writeln!(out, "{{\"schema\":{schema},\"tool\":{tool},\"rulebook\":{rulebook},\"documents\":[")
            }
            Event::File(file) => {
                out.write_all(self.files.before(",\n").as_bytes())?;
                out.write_all(&file)
            }
            Event::Across(finding) => {
                let comma = self.open_across(out)?.before(",\n");
                write!(out, "{comma}{}", line(&finding))
            }
            Event::End(closing) => {
                self.open_across(out)?;
                writeln!(out, "],\"summary\":{}}}", line(&closing.summary))
            }
        }
    }
}
