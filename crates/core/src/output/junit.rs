//! `check --format junit`: a suite a file. A finding that fails the run is a failure, one that does not is a case with
//! its message; each category in which nothing was found is a case that passes, what could not be determined is
//! skipped.

use std::io::{self, Write};

use super::printer::{Event, Printer, Writing};
use super::rows::{across, position};
use crate::markup::escape as xml;
use crate::report::{Document, FailOn, Finding};
use crate::terms::{Category, Language};

/// The printer.
#[derive(Clone, Debug)]
pub struct JUnit {
    pub language: Language,
    pub fail_on: FailOn,
    /// The categories that were asked for.
    pub categories: Vec<Category>,
}

/// A suite in the making.
#[derive(Default)]
struct Suite {
    cases: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Suite {
    fn case(&mut self, class: &str, name: &str, place: &str, inside: &str) {
        self.tests += 1;
        let end = if inside.is_empty() { String::from("/>") } else { format!(">{inside}</testcase>") };
        let (class, name) = (xml(class), xml(name));
        self.cases.push_str(&format!("    <testcase classname=\"{class}\" name=\"{name}\"{place}{end}\n"));
    }

    fn whole(&self, name: &str) -> String {
        let Self { cases, tests, failures, errors, skipped } = self;
        format!(
            "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" \
             skipped=\"{skipped}\">\n{cases}  </testsuite>\n",
            xml(name)
        )
    }
}

impl JUnit {
    fn finding(&self, finding: &Finding, suite: &mut Suite) {
        let message = xml(&finding.message);
        let mut text = vec![position(finding, self.language), finding.primary.text.clone()];
        text.extend(finding.remedy.clone());
        let text = xml(&text.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join("\n"));
        let kind = finding.severity.name();
        let inside = if let Some(reason) = &finding.suppressed {
            suite.skipped += 1;
            format!("<skipped message=\"{}{}\"/>", self.language.pick("已允许：", "allowed: "), xml(reason))
        } else if self.fail_on.fails(finding.severity) {
            suite.failures += 1;
            format!("<failure type=\"{kind}\" message=\"{message}\">{text}</failure>")
        } else {
            format!("<system-out>{kind}: {message}\n{text}</system-out>")
        };
        let name = format!("{} {}", position(finding, self.language), finding.fingerprint);
        let line = finding.primary.line.map_or_else(String::new, |line| format!(" line=\"{line}\""));
        let place = format!(" file=\"{}\"{line}", xml(&finding.primary.path));
        suite.case(&finding.rule, name.trim_start(), &place, &inside);
    }

    fn suite(&self, document: &Document) -> String {
        let mut suite = Suite::default();
        if let Some(problem) = &document.error {
            suite.errors += 1;
            let inside = format!("<error type=\"unreadable\" message=\"{}\"/>", xml(&problem.message));
            suite.case("gouji", "unreadable", "", &inside);
        } else if let Some(problem) = &document.not_judged {
            suite.skipped += 1;
            let inside = format!("<skipped message=\"{}\"/>", xml(&problem.message));
            suite.case("gouji", "not_judged", "", &inside);
        } else {
            document.findings.iter().for_each(|found| self.finding(found, &mut suite));
            let open =
                |category: Category| document.findings.iter().any(|f| f.category == category && f.suppressed.is_none());
            for category in self.categories.iter().filter(|c| !open(**c)) {
                suite.case("gouji", category.name(), "", "");
            }
            for item in &document.not_determined {
                suite.skipped += 1;
                suite.case(&item.rule, "not_determined", "", &format!("<skipped message=\"{}\"/>", xml(&item.why)));
            }
        }
        suite.whole(&document.path)
    }
}

impl Printer for JUnit {
    fn render(&self, document: &Document) -> Vec<u8> {
        if document.skipped { Vec::new() } else { self.suite(document).into_bytes() }
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Suites { printer: self, across: Vec::new() })
    }
}

/// The suites in the making.
struct Suites<'p> {
    printer: &'p JUnit,
    across: Vec<Finding>,
}

impl Writing for Suites<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Begin => out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gouji\">\n"),
            Event::File(file) => out.write_all(&file),
            Event::Across(mut finding) => {
                finding.forget_text();
                self.across.push(*finding);
                Ok(())
            }
            Event::End(closing) => {
                let mut suite = Suite::default();
                for (_, finding) in across(&self.across, closing) {
                    self.printer.finding(finding, &mut suite);
                }
                // A run of no file must not look like one that was never made.
                if closing.tallies.is_empty() && suite.tests == 0 {
                    suite.case("gouji", "no_files", "", "");
                }
                if suite.tests > 0 {
                    out.write_all(suite.whole("collection").as_bytes())?;
                }
                out.write_all(b"</testsuites>\n")
            }
        }
    }
}
