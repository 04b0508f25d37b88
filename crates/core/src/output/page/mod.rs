//! `check --format html`: one page for people who would rather look than read, without scripts and complete in itself.
//! The report with marks, a list of findings beside it, score and coverage. Prints what it is given, all of it escaped.

mod text;
mod view;

use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};

use super::Screen;
use super::printer::{Event, Gathered, Printer, Writing};
use crate::report::{Closing, Document};
use crate::terms::Language;

/// Findings of one file that light up together with all their figures, more than which no one looks at by turns.
const LIT: usize = 400;

/// The printer of the page.
#[derive(Debug)]
pub struct Page {
    screen: Screen,
    templates: Environment<'static>,
}

impl Page {
    pub fn new(screen: Screen) -> Self {
        let mut templates = Environment::new();
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        if let Ok(syntax) = syntax {
            templates.set_syntax(syntax);
        }
        // By their names both are HTML, so that everything is escaped.
        for (name, source) in
            [("report.html", include_str!("report.html.j2")), ("file.html", include_str!("file.html.j2"))]
        {
            // A template that does not parse fails every test of the page.
            let _ = templates.add_template(name, source);
        }
        let language = screen.language;
        let say = move |zh: String, en: String| match language {
            Language::Zh => zh,
            Language::En => en,
        };
        templates.add_function("say", say);
        Self { screen, templates }
    }

    fn fill(&self, name: &str, values: Value) -> String {
        match self.templates.get_template(name).and_then(|t| t.render(values)) {
            Ok(text) => text,
            Err(error) => format!("<p>{}</p>\n", error.kind()),
        }
    }
}

impl Printer for Page {
    fn render(&self, document: &Document) -> Vec<u8> {
        if document.skipped {
            return Vec::new();
        }
        let file = view::file(document, &self.screen);
        self.fill("file.html", context! { file => Serde(file) }).into_bytes()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Sheet { page: self, gathered: Gathered::default() })
    }
}

/// The page in the making: its list of files stands first, and is known last.
struct Sheet<'p> {
    page: &'p Page,
    gathered: Gathered,
}

impl Writing for Sheet<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.gathered.keep(event) {
            Some(closing) => out.write_all(self.whole(closing).as_bytes()),
            None => Ok(()),
        }
    }
}

impl Sheet<'_> {
    fn whole(&self, closing: &Closing) -> String {
        let screen = &self.page.screen;
        let all: Vec<view::Line> = closing.tallies.iter().map(|t| view::line(t, screen)).collect();
        let most = closing.tallies.iter().map(|t| t.findings()).max().unwrap_or(0).min(LIT);
        let values = context! {
            lang => screen.say("zh-CN", "en"),
            style => Value::from_safe_string(include_str!("style.css").to_owned()),
            // Made by `render` from a template of its own, and escaped there.
            files => Value::from_safe_string(String::from_utf8_lossy(&self.gathered.files).into_owned()),
            lines => Serde(all),
            lit => (1..=most).collect::<Vec<_>>(),
            summary => Serde(closing.summary),
            together => Serde(view::together(&self.gathered.across, screen)),
            rulebook => Serde(&screen.rulebook),
            version => env!("CARGO_PKG_VERSION"),
        };
        self.page.fill("report.html", values)
    }
}
