//! Findings one by one, for the formats that are a list of them: what a finding is told with of its document, and the
//! order in which all formats list findings and files that could not be judged. One place, so that no two can differ.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::printer::{Event, Printer, Writing};
use crate::report::{Closing, Document, Finding, Problem, Tally};
use crate::terms::{Body, Date, Language, Tier};

/// A document, as far as each of its findings names it.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject<'a> {
    pub path: &'a str,
    pub format: Option<&'static str>,
    pub agency: Option<&'a str>,
    pub body: Option<Body>,
    pub tier: Option<Tier>,
    pub place: Option<&'a str>,
    pub report_year: Option<i16>,
    pub published: Option<Date>,
    pub score: Option<f64>,
}

impl<'a> Subject<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let profile = &document.profile;
        Self {
            path: &document.path,
            format: document.format,
            agency: profile.agency.as_deref(),
            body: profile.body,
            tier: profile.tier,
            place: profile.place.as_deref(),
            report_year: profile.report_year,
            published: profile.published,
            score: document.score.value,
        }
    }

    fn of_tally(tally: &'a Tally) -> Self {
        Self {
            path: &tally.path,
            format: tally.format,
            agency: tally.agency.as_deref(),
            body: tally.body,
            tier: tally.tier,
            place: tally.place.as_deref(),
            report_year: tally.report_year,
            published: tally.published,
            score: tally.score.value,
        }
    }
}

/// Findings between files, each with the document it stands in.
pub(super) fn across<'a>(found: &'a [Finding], closing: &'a Closing) -> Vec<(Subject<'a>, &'a Finding)> {
    if found.is_empty() {
        return Vec::new();
    }
    let known: BTreeMap<&str, &Tally> = closing.tallies.iter().map(|tally| (tally.path.as_str(), tally)).collect();
    let subject = |path: &'a str| {
        let other = || Subject { path, ..Subject::default() };
        known.get(path).map_or_else(other, |tally| Subject::of_tally(tally))
    };
    found.iter().map(|finding| (subject(&finding.primary.path), finding)).collect()
}

/// A format that is a list with an item for each finding and each file that could not be judged.
pub(super) trait Items: Sync {
    fn begin(&self) -> String {
        String::new()
    }

    /// What stands between two items.
    fn between(&self) -> &'static str {
        ""
    }

    /// None where the format has nothing to say of it.
    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String>;

    /// The same for a file that could not be read, or (`unreadable` is false) could not be judged.
    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String>;

    fn end(&self, _: &Closing) -> String {
        String::new()
    }
}

/// The items of one file.
pub(super) fn items<T: Items>(format: &T, document: &Document) -> Vec<String> {
    if document.skipped {
        return Vec::new();
    }
    let subject = Subject::of(document);
    let problem = document.error.iter().map(|p| (p, true)).chain(document.not_judged.iter().map(|p| (p, false)));
    let problems = problem.filter_map(|(problem, unreadable)| format.problem(&subject, problem, unreadable));
    problems.chain(document.findings.iter().filter_map(|f| format.finding(&subject, f))).collect()
}

/// The printer of such a format.
#[derive(Clone, Debug)]
pub struct Listed<T>(pub T);

impl<T: Items> Printer for Listed<T> {
    fn render(&self, document: &Document) -> Vec<u8> {
        items(&self.0, document).join(self.0.between()).into_bytes()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Going { format: &self.0, begun: false, across: Vec::new() })
    }
}

/// The list in the making.
struct Going<'p, T> {
    format: &'p T,
    begun: bool,
    across: Vec<Finding>,
}

impl<T: Items> Going<'_, T> {
    fn item(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            out.write_all(self.format.between().as_bytes())?;
        }
        out.write_all(bytes)
    }
}

impl<T: Items> Writing for Going<'_, T> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Begin => out.write_all(self.format.begin().as_bytes()),
            Event::File(file) => self.item(&file, out),
            Event::Across(mut finding) => {
                finding.forget_text();
                self.across.push(*finding);
                Ok(())
            }
            Event::End(closing) => {
                let found = std::mem::take(&mut self.across);
                for (subject, finding) in across(&found, closing) {
                    if let Some(item) = self.format.finding(&subject, finding) {
                        self.item(item.as_bytes(), out)?;
                    }
                }
                out.write_all(self.format.end(closing).as_bytes())
            }
        }
    }
}

/// Where a finding stands, for people: line and place.
pub(super) fn position(finding: &Finding, language: Language) -> String {
    let line = finding.primary.line.map(|line| match language {
        Language::Zh => format!("第{line}行"),
        Language::En => format!("line {line}"),
    });
    line.into_iter().chain(finding.primary.place.clone()).collect::<Vec<_>>().join(" ")
}

/// The provisions it rests on.
pub(super) fn basis(finding: &Finding, language: Language) -> String {
    let all: Vec<String> = finding.basis.iter().map(|b| b.cited(language)).collect();
    all.join(language.pick("；", "; "))
}
