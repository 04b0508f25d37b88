//! Printing reports: one file a format. Printers compute nothing: counts, places, scores and order come from `report`.

mod excerpt;
mod facts_json;
mod facts_terminal;
mod finding;
mod json;
mod jsonl;
mod page;
mod score_json;
mod score_terminal;
mod style;
mod terminal;
pub mod wrap;

pub use facts_json::facts_json;
pub use facts_terminal::facts_terminal;
pub use finding::severity_tone;
pub use json::Json;
pub use jsonl::JsonLines;
pub use page::Page;
pub use score_json::ScoreJson;
pub use score_terminal::ScoreTerminal;
pub use style::{Paint, Tone};
pub use terminal::Terminal;

use crate::report::{Closing, Document, Finding, Rulebook};
use crate::terms::{Category, Language};

/// A format of output. Files are printed each by itself, on whatever thread read them; the caller joins what comes out.
pub trait Printer: Sync {
    /// What stands before the first file.
    fn begin(&self) -> String {
        String::new()
    }

    /// One file; nothing where the format has nothing to say of it.
    fn document(&self, document: &Document) -> String;

    /// What stands between two files.
    fn between(&self) -> &'static str {
        ""
    }

    /// Whether the end speaks of single files: then something of each is kept.
    fn lists_files(&self) -> bool {
        true
    }

    /// Whether files wait until all are known, since what is said of all of them stands first.
    fn waits(&self) -> bool {
        false
    }

    /// The files that waited, with what stands before and after them.
    fn whole(&self, files: String, _closing: &Closing) -> String {
        files
    }

    /// What stands between the files and the findings between them.
    fn across_begin(&self) -> String {
        String::new()
    }

    /// A finding between files; nothing where the format keeps them for [`Printer::whole`], or shows none.
    fn across(&self, _finding: &Finding) -> String {
        String::new()
    }

    /// What stands between two of those.
    fn across_between(&self) -> &'static str {
        ""
    }

    /// What stands after the last file, and the last finding between files.
    fn end(&self, closing: &Closing) -> String;
}

/// How much a person wants to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    Quiet,
    #[default]
    Normal,
    Verbose,
}

/// What a printer for people needs to know of the run and the screen.
#[derive(Clone, Debug)]
pub struct Screen {
    pub language: Language,
    pub paint: Paint,
    /// Columns.
    pub width: usize,
    pub verbosity: Verbosity,
    /// Files to come, those that will be skipped among them.
    pub files: usize,
    pub rulebook: Rulebook,
    /// Titles of the dimensions of the score.
    pub dimensions: Vec<(Category, String)>,
}

impl Screen {
    /// A text in the language of the run.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.language.pick(zh, en)
    }

    pub fn dimension(&self, id: Category) -> &str {
        self.dimensions.iter().find(|d| d.0 == id).map_or(id.name(), |d| d.1.as_str())
    }
}
