//! `check --format jsonl`: each file on a line of its own, and a last line with what is said of all of them.

use std::io::{self, Write};

use super::json::{Comma, line};
use super::printer::{Event, Printer, Writing};
use crate::report::{Document, Rulebook, SCHEMA, Tool};

/// The printer of `gouji.report/1` by lines.
#[derive(Clone, Debug)]
pub struct JsonLines {
    pub rulebook: Rulebook,
}

impl Printer for JsonLines {
    fn lists_files(&self) -> bool {
        false
    }

    fn render(&self, document: &Document) -> Vec<u8> {
        if document.skipped {
            return Vec::new();
        }
        let mut text = line(document);
        text.push('\n');
        text.into_bytes()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Lines { printer: self, across: None })
    }
}

/// The lines in the making.
struct Lines<'p> {
    printer: &'p JsonLines,
    /// Set once the last line is begun.
    across: Option<Comma>,
}

impl Lines<'_> {
    fn open_last(&mut self, out: &mut dyn Write) -> io::Result<&mut Comma> {
        if self.across.is_none() {
            let (schema, tool, rulebook) = (line(&SCHEMA), line(&Tool::THIS), line(&self.printer.rulebook));
            write!(out, "{{\"schema\":{schema},\"tool\":{tool},\"rulebook\":{rulebook},\"collection_findings\":[")?;
        }
        Ok(self.across.get_or_insert_default())
    }
}

impl Writing for Lines<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Begin => Ok(()),
            Event::File(file) => out.write_all(&file),
            Event::Across(finding) => {
                let comma = self.open_last(out)?.before(",");
                write!(out, "{comma}{}", line(&finding))
            }
            Event::End(closing) => {
                self.open_last(out)?;
                writeln!(out, "],\"summary\":{}}}", line(&closing.summary))
            }
        }
    }
}
