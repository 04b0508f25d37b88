//! `check --format html`: one page for people who would rather look than read, without scripts and complete in itself.
//! The report with marks, a list of findings beside it, score and coverage. Prints what it is given, all of it escaped.

mod text;
mod view;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};

use super::{Printer, Screen};
use crate::report::{Closing, Document};
use crate::terms::Language;

/// Findings of one file that light up together with all their figures, more than which no one looks at by turns.
const LIT: usize = 400;

/// The printer of the page.
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

    fn render(&self, name: &str, values: Value) -> String {
        match self.templates.get_template(name).and_then(|t| t.render(values)) {
            Ok(text) => text,
            Err(error) => format!("<p>{}</p>\n", error.kind()),
        }
    }
}

impl Printer for Page {
    fn document(&self, document: &Document) -> String {
        if document.skipped {
            return String::new();
        }
        let file = view::file(document, &self.screen);
        self.render("file.html", context! { file => Serde(file) })
    }

    fn waits(&self) -> bool {
        true
    }

    fn whole(&self, files: String, closing: &Closing) -> String {
        let all: Vec<view::Line> = closing.tallies.iter().map(|t| view::line(t, &self.screen)).collect();
        let most = closing.tallies.iter().map(|t| t.findings()).max().unwrap_or(0).min(LIT);
        let values = context! {
            lang => self.screen.say("zh-CN", "en"),
            style => Value::from_safe_string(include_str!("style.css").to_owned()),
            // Made by `document` from a template of its own, and escaped there.
            files => Value::from_safe_string(files),
            lines => Serde(all),
            lit => (1..=most).collect::<Vec<_>>(),
            summary => Serde(closing.summary),
            together => Serde(view::together(closing, &self.screen)),
            rulebook => Serde(&self.screen.rulebook),
            version => env!("CARGO_PKG_VERSION"),
        };
        self.render("report.html", values)
    }

    fn end(&self, _closing: &Closing) -> String {
        String::new()
    }
}
