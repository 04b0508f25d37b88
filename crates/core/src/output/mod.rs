//! Printing reports: one file a format. Printers compute nothing: counts, places, scores and order come from `report`.
//! A new format implements [`Printer`] in a file here, with two lines below; the program gives it a name.

mod check_markdown;
mod concise;
mod excerpt;
mod facts_json;
mod facts_terminal;
mod finding;
mod flat;
mod github;
mod gitlab;
mod json;
mod jsonl;
mod junit;
mod page;
mod printer;
mod prose_slots;
mod prose_terminal;
mod rows;
mod sarif;
mod score_badge;
mod score_json;
mod score_sheet;
mod score_terminal;
mod score_text;
mod score_xlsx;
mod style;
mod terminal;
mod workbook;
mod worklist;
pub mod wrap;

pub use check_markdown::CheckMarkdown;
pub use concise::Concise;
pub use facts_json::facts_json;
pub use facts_terminal::facts_terminal;
pub use finding::severity_tone;
pub use flat::Flat;
pub use github::GitHub;
pub use gitlab::GitLab;
pub use json::Json;
pub use jsonl::JsonLines;
pub use junit::JUnit;
pub use page::Page;
pub use printer::{Event, Printer, Writing};
pub use prose_terminal::prose_terminal;
pub use rows::Listed;
pub use sarif::Sarif;
pub use score_badge::ScoreBadge;
pub use score_json::ScoreJson;
pub use score_terminal::ScoreTerminal;
pub use score_text::{ScoreMarkup, ScoreText};
pub use score_xlsx::ScoreXlsx;
pub use style::{Paint, Tone};
pub use terminal::Terminal;
pub use worklist::{WorklistCsv, WorklistXlsx};

use crate::report::Rulebook;
use crate::terms::{Category, Language};

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
