//! The reports that a page holds, checked one by one and against each other, as the program does with the files of one
//! run. Of each its bytes are kept, and what it takes to compare it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};

use gouji_core::annotate::{annotate, strip_html};
use gouji_core::checks::context::Settings;
use gouji_core::facts::Digest;
use gouji_core::lint::{self, Intake, dimensions, intake};
use gouji_core::output::{
    Event, Json, Page, Paint, Printer, ScoreMarkup, ScoreText, ScoreXlsx, Screen, Verbosity, WorklistXlsx,
};
use gouji_core::report::facts::listing;
use gouji_core::report::{self, Closing, Document, Problem, ProblemKind, Tally};
use gouji_core::rulebook::{Packed, Rulebook};
use gouji_core::source::{Format, MAX_BYTES, Source};
use gouji_core::terms::{Date, Language};
use gouji_core::{Linted, Request, facts, lint_collection, lint_one, output};

use crate::form;
use crate::message::{self, Product, Question};

static CN: Packed = gouji_core::packed!(gouji_rules::CN);

/// The rulebook that reports are judged by.
fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::unpack(&CN))
}

/// All reports that were checked and not given up, by name.
#[derive(Debug, Default)]
pub struct Session {
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
struct File {
    bytes: Vec<u8>,
    digest: Option<Digest>,
}

/// What is asked of every report alike.
#[derive(Clone, Copy, Debug)]
struct Asked {
    language: Language,
    today: Option<Date>,
    draft: bool,
}

impl Asked {
    fn in_language(language: Language) -> Self {
        Self { language, today: None, draft: false }
    }

    fn request(self, keep_text: bool) -> Request {
        let settings = Settings { today: self.today, draft: self.draft };
        Request { settings, language: self.language, keep_text, ..Request::default() }
    }
}

impl Session {
    /// The answer to a message of the page: its JSON says `error` where it was none.
    pub fn answer(&mut self, message: &[u8]) -> Vec<u8> {
        let asked = message::part(message).ok_or_else(|| "no message".to_owned());
        let asked = asked.and_then(|(json, bytes)| {
            let question = serde_json::from_slice::<Question>(json).map_err(|e| e.to_string())?;
            Ok((question, bytes))
        });
        let answered = asked.and_then(|(question, bytes)| self.answered(question, bytes));
        match answered {
            Ok((json, bytes)) => message::join(&json, &bytes),
            Err(error) => message::join(&json!({ "error": error }).to_string(), &[]),
        }
    }

    fn answered(&mut self, question: Question, bytes: &[u8]) -> Result<(String, Vec<u8>), String> {
        match question {
            Question::About { lang } => Ok((about(lang).to_string(), Vec::new())),
            Question::Form { year } => Ok((form::form(rulebook(), year).to_string(), Vec::new())),
            Question::Check { name, lang, today, draft } => {
                Ok((self.check(name, bytes, Asked { language: lang, today, draft }), Vec::new()))
            }
            Question::Together { lang } => Ok((self.together(lang), Vec::new())),
            Question::Make { what, lang, today, draft, name } => {
                let asked = Asked { language: lang, today, draft };
                let made = self.make(what, name.as_deref(), asked).map_err(|problem| problem.message)?;
                Ok((String::from("{}"), made))
            }
            Question::Forget { name } => {
                match name {
                    Some(name) => drop(self.files.remove(&name)),
                    None => self.files.clear(),
                }
                Ok((String::from("{}"), Vec::new()))
            }
        }
    }

    fn check(&mut self, name: String, bytes: &[u8], asked: Asked) -> String {
        let linted = checked(&name, bytes, asked, false);
        let json = Json { rulebook: about_rules() };
        let document = String::from_utf8(json.render(&linted.report)).unwrap_or_default();
        let takes_comments = |format| [Format::Docx, Format::Html].map(Format::name).contains(&format);
        let annotates = linted.report.error.is_none() && linted.report.format.is_some_and(takes_comments);
        self.files.insert(name, File { bytes: bytes.to_vec(), digest: linted.digest });
        format!("{{\"annotates\":{annotates},\"document\":{document}}}")
    }

    /// Findings between reports.
    fn across(&self, asked: Asked, emit: &mut dyn FnMut(report::Finding)) {
        let compared: Vec<(&String, &File)> = self.files.iter().filter(|(_, f)| f.digest.is_some()).collect();
        let digests: Vec<Digest> = compared.iter().filter_map(|(_, f)| f.digest.clone()).collect();
        let request = asked.request(false);
        let mut reopen = |index: usize| {
            let (name, file) = compared.get(index)?;
            let source = decode(name, &file.bytes, asked.language).ok()?;
            Some(lint::read(source, rulebook(), &request))
        };
        lint_collection(&digests, rulebook(), &request, &mut reopen, emit);
    }

    fn together(&self, language: Language) -> String {
        let mut findings = Vec::new();
        self.across(Asked::in_language(language), &mut |finding| findings.push(finding));
        json!({ "findings": findings }).to_string()
    }

    fn make(&self, what: Product, name: Option<&str>, asked: Asked) -> Result<Vec<u8>, Problem> {
        let language = asked.language;
        let one = || {
            let name = name.ok_or_else(|| Problem::new(ProblemKind::NotFound, language))?;
            let file = self.files.get(name).ok_or_else(|| Problem::new(ProblemKind::NotFound, language))?;
            Ok((name, file.bytes.as_slice()))
        };
        match what {
            Product::Facts => one().and_then(|(name, bytes)| read_facts(name, bytes, language)),
            Product::Annotated => one().and_then(|(name, bytes)| annotated(name, bytes, asked)),
            Product::Page => Ok(self.print(&Page::new(screen(language, self.files.len())), name, asked)),
            Product::Json => Ok(self.print(&Json { rulebook: about_rules() }, name, asked)),
            Product::List => Ok(self.print(&WorklistXlsx { language }, name, asked)),
            Product::Scores => Ok(self.print(&ScoreXlsx { rulebook: about_rules(), language }, name, asked)),
            Product::ScorePage => {
                let page = ScoreText { markup: ScoreMarkup::Html, rulebook: about_rules(), language };
                Ok(self.print(&page, name, asked))
            }
        }
    }

    /// All reports, or one, as a format of output prints them.
    fn print(&self, printer: &dyn Printer, name: Option<&str>, asked: Asked) -> Vec<u8> {
        let mut out = Vec::new();
        let mut writing = printer.writing();
        let mut closing = Closing::new(printer.lists_files());
        // Nothing that is written to fails.
        let _ = writing.take(Event::Begin, &mut out);
        for (own, file) in self.files.iter().filter(|(own, _)| name.is_none_or(|name| name == *own)) {
            let linted = checked(own, &file.bytes, asked, true);
            closing.add(Tally::of(&linted.report));
            let text = printer.render(&linted.report);
            if !text.is_empty() {
                let _ = writing.take(Event::File(text), &mut out);
            }
        }
        if name.is_none() {
            self.across(asked, &mut |finding| {
                closing.add_across(&finding);
                let _ = writing.take(Event::Across(Box::new(finding)), &mut out);
            });
        }
        let _ = writing.take(Event::End(&closing), &mut out);
        out
    }
}

fn about_rules() -> report::Rulebook {
    lint::about(rulebook())
}

fn about(language: Language) -> Value {
    let lexicon = rulebook().lexicon();
    let bodies = lexicon.kinds_of_body().iter().map(|k| json!({ "id": k.name.0, "word": k.word(language) }));
    json!({
        "version": report::Tool::THIS,
        "rulebook": about_rules(),
        "largest": MAX_BYTES,
        "bodies": bodies.collect::<Vec<_>>(),
    })
}

fn screen(language: Language, files: usize) -> Screen {
    Screen {
        language,
        paint: Paint::default(),
        width: 80,
        verbosity: Verbosity::Normal,
        files,
        rulebook: about_rules(),
        dimensions: dimensions(rulebook(), language),
    }
}

fn checked(name: &str, bytes: &[u8], asked: Asked, keep_text: bool) -> Linted {
    match decode(name, bytes, asked.language) {
        Ok(source) => lint_one(source, rulebook(), &asked.request(keep_text)),
        Err(problem) => {
            let format = Format::of_name(name).map(Format::name);
            Linted { report: Document::failed(name, format, problem), digest: None, misfit: None }
        }
    }
}

/// A file as the reader takes it; an old document of Word needs a program that a page has not.
fn taken(name: &str, bytes: &[u8], language: Language) -> Result<(Format, Vec<u8>), Problem> {
    match intake(name, bytes.to_vec(), language)? {
        Intake::Ready(format, bytes) => Ok((format, bytes)),
        Intake::OldWord(_) => Err(Problem::new(ProblemKind::NeedsWord, language)),
    }
}

fn decode(name: &str, bytes: &[u8], language: Language) -> Result<Source, Problem> {
    let (format, bytes) = taken(name, bytes, language)?;
    lint::decode(name, format, &bytes, language)
}

fn read_facts(name: &str, bytes: &[u8], language: Language) -> Result<Vec<u8>, Problem> {
    let book = rulebook();
    let request = Asked::in_language(language).request(false);
    let reading = lint::read(decode(name, bytes, language)?, book, &request);
    if let Some(fault) = &reading.document.signs.fault {
        return Err(report::fault(fault, language));
    }
    let facts: &facts::model::Facts = &reading.facts;
    let era = facts.profile.report_year.as_ref().and_then(|year| book.law.era(year.value));
    let listed = listing(&reading.document, facts, book.lexicon(), era.map(|e| e.id.as_str()));
    Ok(output::facts_json(&listed).into_bytes())
}

fn annotated(name: &str, bytes: &[u8], asked: Asked) -> Result<Vec<u8>, Problem> {
    let language = asked.language;
    let (format, bytes) = taken(name, bytes, language)?;
    let bytes = match format {
        Format::Html => strip_html(&bytes).into_owned(),
        Format::Docx => bytes,
        _ => return Err(Problem::new(ProblemKind::UnsupportedFormat, language)),
    };
    let source = lint::decode(name, format, &bytes, language)?;
    let report = lint_one(source, rulebook(), &asked.request(true)).report;
    if let Some(error) = report.error {
        return Err(error);
    }
    let date = asked.today.map(|day| day.to_string());
    annotate(&bytes, &report, language, date.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n| --- | --- | --- | --- |\n| 规章 | 0 | 0 | 0 |\n| 行政规范性文件 | 1 | 0 | 3 |\n";

    fn report(year: u16) -> String {
        format!(
            "# 云河县水务局{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n全年主动公开{year}条。\n\n二、主动公开政府信息情况\n\n{TABLE}"
        )
    }

    fn ask(session: &mut Session, question: &str, bytes: &[u8]) -> (Value, Vec<u8>) {
        let answer = session.answer(&message::join(question, bytes));
        let (json, bytes) = message::part(&answer).expect("an answer");
        (serde_json::from_slice(json).expect("JSON"), bytes.to_vec())
    }

    #[test]
    fn reports_are_checked_compared_made_and_given_up() {
        let mut session = Session::default();
        for year in [2022, 2023] {
            let question = json!({ "op": "check", "name": format!("{year}.md"), "lang": "zh", "today": "2024-02-01" });
            let (said, _) = ask(&mut session, &question.to_string(), report(year).as_bytes());
            assert_eq!(said["document"]["profile"]["report_year"], json!(year));
            assert_eq!(said["annotates"], json!(false));
        }
        let (both, _) = ask(&mut session, r#"{"op": "together", "lang": "zh"}"#, b"");
        assert!(both["findings"].is_array());
        for (what, start) in [
            ("page", "<!DOCTYPE"),
            ("json", "{\"schema\""),
            ("list", "PK"),
            ("scores", "PK"),
            ("score_page", "<!DOCTYPE"),
        ] {
            let question = json!({ "op": "make", "what": what, "lang": "en" });
            let (_, made) = ask(&mut session, &question.to_string(), b"");
            assert!(made.starts_with(start.as_bytes()), "{what}");
        }
        let (_, facts) = ask(&mut session, r#"{"op": "make", "what": "facts", "lang": "zh", "name": "2023.md"}"#, b"");
        assert!(String::from_utf8_lossy(&facts).contains("云河县水务局"));
        ask(&mut session, r#"{"op": "forget", "name": "2023.md"}"#, b"");
        let gone = ask(&mut session, r#"{"op": "make", "what": "facts", "lang": "zh", "name": "2023.md"}"#, b"").0;
        assert!(gone["error"].is_string());
    }

    #[test]
    fn forms_are_told_with_what_is_proved_of_them() {
        let mut session = Session::default();
        for (year, tables) in [(2020, 7), (2023, 6), (2012, 0)] {
            let (said, _) = ask(&mut session, &json!({ "op": "form", "year": year }).to_string(), b"");
            let told = said["tables"].as_array().expect("tables");
            assert_eq!(told.len(), tables, "{year}");
            assert_eq!(said["sections"].as_array().map(Vec::len), Some(if tables == 0 { 0 } else { 6 }));
            for table in told {
                let count = |what: &str| table[what].as_array().map_or(0, Vec::len);
                // A total a row and two a column, where there are people who ask; three of appeals.
                let wanted = match table["table"].as_str() {
                    Some("requests") => count("rows") + 2 * count("columns"),
                    Some("review") => 3,
                    _ => 0,
                };
                assert_eq!(table["proofs"].as_array().map(Vec::len), Some(wanted), "{}", table["table"]);
            }
        }
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let mut session = Session::default();
        for question in
            [r#"{"op": "nothing"}"#, "{", r#"{"op": "make", "what": "annotated", "lang": "zh", "name": "x.txt"}"#]
        {
            assert!(ask(&mut session, question, b"").0["error"].is_string(), "{question}");
        }
        assert!(message::part(&session.answer(b"\x01")).is_some());
        let locked = ask(&mut session, r#"{"op": "check", "name": "年报.doc", "lang": "zh"}"#, b"\xd0\xcf\x11\xe0").0;
        assert_eq!(locked["document"]["error"]["kind"], json!("needs_word"));
    }

    #[test]
    fn comments_go_into_pages() {
        let mut session = Session::default();
        let page = format!(
            "<html><body><h1>云河县水务局2023年政府信息公开工作年度报告</h1><p>我局XX条。</p>{}</body></html>",
            ""
        );
        let (said, _) = ask(&mut session, r#"{"op": "check", "name": "a.html", "lang": "zh"}"#, page.as_bytes());
        assert_eq!(said["annotates"], json!(true));
        let (_, made) =
            ask(&mut session, r#"{"op": "make", "what": "annotated", "lang": "zh", "name": "a.html"}"#, b"");
        assert!(String::from_utf8_lossy(&made).contains("<mark"));
    }
}
