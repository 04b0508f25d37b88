//! What the templates of the page are filled with: a report's own words and figures, put into sentences' places.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::text::{self, Block, Mark, Placed};
use crate::output::Screen;
use crate::output::terminal::read;
use crate::output::wrap::clean;
use crate::report::{Document, Finding, Label, Tally, UnreadRow};

/// One file on the page.
#[derive(Debug, Serialize)]
pub(super) struct File {
    /// What the ids of this file begin with.
    key: String,
    path: String,
    agency: Option<String>,
    year: Option<i16>,
    published: Option<String>,
    signed: Option<String>,
    form: Option<String>,
    problem: Option<String>,
    unreadable: bool,
    score: Option<String>,
    not_assessable: Option<String>,
    dimensions: Vec<Dimension>,
    coverage: String,
    /// Per cent of the weight of the rules that was determined.
    determined: String,
    error: usize,
    warning: usize,
    info: usize,
    findings: Vec<Entry>,
    not_determined: Vec<(String, String)>,
    notes: Vec<String>,
    /// Rows of tables that were not read.
    unread: Vec<UnreadRow>,
    blocks: Vec<Block>,
}

#[derive(Debug, Serialize)]
struct Dimension {
    title: String,
    earned: String,
    possible: String,
    percent: String,
    full: bool,
}

/// A finding in the list.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    number: usize,
    severity: &'static str,
    word: &'static str,
    rule: String,
    message: String,
    remedy: Option<String>,
    basis: Vec<String>,
    replacement: Option<String>,
    suggestion: Option<String>,
    suppressed: Option<String>,
    at: Place,
    related: Vec<Place>,
}

/// A place, with a link where the text shows it.
#[derive(Debug, Serialize)]
struct Place {
    linked: bool,
    related: usize,
    place: Option<String>,
    line: Option<usize>,
    text: String,
    note: String,
    /// Named where it is another file than the report's own.
    path: Option<String>,
}

/// A file's line in the table of files.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    key: String,
    path: String,
    agency: Option<String>,
    year: Option<i16>,
    score: Option<String>,
    problem: bool,
    unreadable: bool,
    error: usize,
    warning: usize,
    info: usize,
}

/// What ids of a file begin with: short for the only one, of its path else, so that it stays whatever other files there
/// are.
fn key(path: &str, screen: &Screen) -> String {
    if screen.files <= 1 {
        return String::from("r");
    }
    let digest: String = Sha256::digest(path.as_bytes()).iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("r{digest}")
}

pub(super) fn line(tally: &Tally, screen: &Screen) -> Line {
    Line {
        key: key(&tally.path, screen),
        path: clean(&tally.path),
        agency: tally.agency.as_deref().map(clean),
        year: tally.report_year,
        score: tally.score.value.map(|v| format!("{v:.1}")),
        problem: tally.problem.is_some(),
        unreadable: tally.unreadable,
        error: tally.error,
        warning: tally.warning,
        info: tally.info,
    }
}

/// What is said of several files together.
pub(super) fn together(findings: &[Finding], screen: &Screen) -> Vec<Entry> {
    let placed = Placed::new();
    findings.iter().enumerate().map(|(i, f)| entry(f, i + 1, "", &placed, screen)).collect()
}

pub(super) fn file(document: &Document, screen: &Screen) -> File {
    let tally = Tally::of(document);
    let (blocks, placed) = match &document.body {
        Some(body) => text::blocks(body, &marks(document, screen)),
        None => (Vec::new(), Placed::new()),
    };
    let findings = &document.findings;
    let profile = &document.profile;
    File {
        key: key(&document.path, screen),
        path: clean(&document.path),
        agency: profile.agency.as_deref().map(clean),
        year: profile.report_year,
        published: profile.published.map(|d| d.to_string()),
        signed: profile.signed.map(|d| d.to_string()),
        form: profile.form.clone(),
        problem: tally.problem.as_ref().map(|p| p.message.clone()),
        unreadable: tally.unreadable,
        score: document.score.value.map(|v| format!("{v:.1}")),
        not_assessable: document.score.not_assessable.clone(),
        dimensions: document
            .score
            .dimensions
            .iter()
            .map(|d| Dimension {
                title: screen.dimension(d.id).to_owned(),
                earned: number(d.earned),
                possible: number(d.possible),
                percent: format!("{:.0}", if d.possible > 0.0 { 100.0 * d.earned / d.possible } else { 100.0 }),
                full: d.earned >= d.possible,
            })
            .collect(),
        coverage: read(document.coverage, screen.language),
        determined: format!("{:.0}", document.score.coverage * 100.0),
        error: tally.error,
        warning: tally.warning,
        info: tally.info,
        findings: findings.iter().enumerate().map(|(i, f)| entry(f, i + 1, &document.path, &placed, screen)).collect(),
        notes: document.notes.clone(),
        unread: document.unread.clone(),
        not_determined: document.not_determined.iter().map(|n| (n.rule.clone(), n.why.clone())).collect(),
        blocks,
    }
}

/// The places of all findings in the report's own text.
fn marks(document: &Document, screen: &Screen) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, finding) in document.findings.iter().enumerate() {
        for (related, label) in std::iter::once(&finding.primary).chain(&finding.related).enumerate() {
            let Some(anchor) = label.anchor.as_ref().filter(|_| label.path == document.path) else { continue };
            marks.push(Mark {
                span: anchor.span,
                number: index + 1,
                related,
                severity: finding.severity,
                word: finding.severity.word(screen.language),
                message: clean(&finding.message),
                expected: label.note.rsplit_once('→').map(|(_, value)| clean(value.trim())),
            });
        }
    }
    marks
}

fn entry(finding: &Finding, number: usize, path: &str, placed: &Placed, screen: &Screen) -> Entry {
    let at = |(related, label): (usize, &Label)| place(label, related, placed.contains(&(number, related)), path);
    let suggestion = finding.suggestion.as_ref();
    Entry {
        number,
        severity: text::name(finding.severity),
        word: finding.severity.word(screen.language),
        rule: finding.rule.clone(),
        message: clean(&finding.message),
        remedy: finding.remedy.as_deref().map(clean).filter(|r| !r.is_empty()),
        basis: finding.basis.iter().map(|b| b.cited(screen.language)).collect(),
        replacement: suggestion.map(|s| clean(&s.replacement)),
        suggestion: suggestion.map(|s| clean(&s.note)).filter(|n| !n.is_empty()),
        suppressed: finding.suppressed.as_deref().map(clean),
        at: at((0, &finding.primary)),
        related: finding.related.iter().enumerate().map(|(i, l)| at((i + 1, l))).collect(),
    }
}

fn place(label: &Label, related: usize, linked: bool, path: &str) -> Place {
    Place {
        linked,
        related,
        place: label.place.as_deref().map(clean).filter(|p| !p.is_empty()),
        line: label.line,
        text: clean(&label.text),
        note: clean(label.note.trim()),
        path: Some(clean(&label.path)).filter(|p| p != path && !p.is_empty()),
    }
}

fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}
