//! What stops a run before it begins: wrong usage, a rulebook with mistakes. Shown by miette on standard error; exit 2.

use super::config::Misconfigured;
use gouji_core::terms::Language;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use thiserror::Error;

use gouji_core::rulebook::Mistakes;

/// Why a run cannot begin.
#[derive(Debug, Error)]
pub enum Stop {
    #[error(transparent)]
    Usage(#[from] Usage),
    #[error(transparent)]
    Rulebook(#[from] Mistakes),
    #[error(transparent)]
    Config(#[from] Box<Misconfigured>),
}

/// Something on the command line is wrong.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
pub struct Usage {
    pub message: String,
    #[help]
    pub help: Option<String>,
}

impl Usage {
    pub fn new(message: impl Into<String>, help: Option<String>) -> Self {
        Self { message: message.into(), help }
    }
}

impl Stop {
    /// The whole of it as text for a terminal.
    pub fn render(&self, language: Language, colour: bool, width: usize) -> String {
        match self {
            Stop::Rulebook(mistakes) => mistakes.render(language, colour, width),
            Stop::Usage(_) | Stop::Config(_) => {
                let diagnostic: &dyn Diagnostic = match self {
                    Stop::Config(wrong) => &**wrong,
                    Stop::Usage(usage) => usage,
                    Stop::Rulebook(_) => return String::new(),
                };
                let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
                let handler = GraphicalReportHandler::new_themed(theme).with_width(width.max(40)).with_links(false);
                let mut out = String::new();
                match handler.render_report(&mut out, diagnostic) {
                    Ok(()) => out,
                    Err(_) => format!("{self}\n"),
                }
            }
        }
    }
}
