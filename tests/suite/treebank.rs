//! The treebank of figures in prose (`tests/prose/*.txt`): sentences of invented reports with what each figure
//! counts, and sentences that hold a mistake (`!` at their end) or none. Prints precision and recall by role; fails
//! below the floors.
//!
//! A line that begins with `@` says whose report the next lines are from, and under which headings they stand. In
//! `〔36件|new_received/natural_person〕` the role follows the figure (`requests.` left out, the scope only where it is
//! not the total); `-slot` means that the figure has no role because of that slot; `?` after a role that none is as
//! good, alone that it does not matter.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gouji_core::facts::extract;
use gouji_core::facts::model::Overrides;
use gouji_core::lint::{Request, lint};
use gouji_core::source::{Format, Source};
use gouji_core::terms::{Category, Severity};

use crate::common::{embedded, embedded_lexicon};

/// Floors of the roles that the treebank marks.
const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.8;
/// Mistakes that must be found, and right sentences that may be accused.
const FOUND: f64 = 0.73;
const ACCUSED: usize = 3;

#[derive(Debug, Default)]
struct Heading {
    year: String,
    agency: String,
    under: Vec<String>,
}

/// A labelled figure: as written, and the role it has.
#[derive(Debug)]
struct Figure {
    text: String,
    role: String,
}

struct Line<'a> {
    heading: &'a Heading,
    text: String,
    figures: Vec<Figure>,
    wrong: bool,
    place: String,
}

impl Line<'_> {
    fn report(&self) -> String {
        let Heading { year, agency, under } = self.heading;
        let title = format!("{agency}{year}年政府信息公开工作年度报告\n\n本报告由{agency}编制。\n\n");
        let under = under.iter().fold(title, |text, heading| text + heading + "\n\n");
        format!("{under}{}\n", self.text)
    }
}

fn heading(line: &str) -> Heading {
    let mut made = Heading::default();
    for (name, value) in line.split(' ').filter_map(|part| part.split_once('=')) {
        match name {
            "year" => made.year = value.into(),
            "agency" => made.agency = value.into(),
            "under" => made.under = value.split('>').map(str::to_owned).collect(),
            _ => panic!("no such word: {name}"),
        }
    }
    made
}

fn sentence<'a>(heading: &'a Heading, line: &str, place: String) -> Line<'a> {
    let (line, wrong) = line.strip_suffix(" !").map_or((line, false), |line| (line, true));
    let mut made = Line { heading, text: String::new(), figures: Vec::new(), wrong, place };
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('〔') {
        let (figure, after) = after.split_once('〕').expect("a label ends");
        made.text += before;
        rest = after;
        match figure.split_once('|') {
            Some((text, role)) => {
                made.text += text;
                made.figures.push(Figure { text: text.into(), role: role.into() });
            }
            None => made.text += &format!("〔{figure}〕"),
        }
    }
    made.text += rest;
    made
}

fn lines<'a>(headings: &'a [Heading], text: &str, name: &str) -> Vec<Line<'a>> {
    let mut current = 0;
    let mut made = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('@') {
            current += 1;
        } else if !line.starts_with('#') && !line.is_empty() {
            made.push(sentence(&headings[current - 1], line, format!("{name}:{}", number + 1)));
        }
    }
    made
}

fn for_each_line(names: &[&str], mut each: impl FnMut(&Line<'_>)) {
    for name in names {
        let path = format!("{}/tests/prose/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("the treebank");
        let headings: Vec<Heading> = text.lines().filter(|l| l.starts_with('@')).map(heading).collect();
        lines(&headings, &text, name).iter().for_each(&mut each);
    }
}

/// Each labelled figure of a line with the role that it is given.
fn read<'l>(line: &'l Line<'_>) -> Vec<(&'l Figure, Option<String>)> {
    let text = line.report();
    let source = Source::new("report.txt", Format::Txt, text.as_bytes()).expect("text");
    let document = gouji_core::read::read(source);
    let facts = extract(&document, embedded_lexicon(), &Overrides::default());
    let folded = document.text.folded.as_str();
    let begin = folded.trim_end().rfind('\n').unwrap_or_default() as u32;
    let mut counts = facts.counts.iter().filter(|c| c.number.start >= begin && !c.in_words);
    let figures = line.figures.iter().map(|figure| {
        let count = counts.find(|c| figure.text.starts_with(&folded[c.number.range()]));
        let role = count.and_then(|c| {
            let role = c.role.as_deref()?.trim_start_matches("requests.");
            Some(if c.scope == "total" { role.to_owned() } else { format!("{role}/{}", c.scope) })
        });
        (figure, role)
    });
    figures.collect()
}

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

#[test]
fn roles_of_the_treebank() {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut told = String::new();
    for_each_line(&["requests.txt", "others.txt", "wide.txt"], |line| {
        for (figure, got) in read(line) {
            let (want, optional) = figure.role.strip_suffix('?').map_or((figure.role.as_str(), false), |r| (r, true));
            let none = want.starts_with('-');
            if want.is_empty() || optional && got.is_none() || none && got.is_none() {
                continue;
            }
            let place = (&line.place, &figure.text);
            match got {
                Some(got) if got == want => tallies.entry(got).or_default().right += 1,
                Some(got) => {
                    let _ = writeln!(told, "{place:?}: {want} read as {got}");
                    tallies.entry(got).or_default().wrong += 1;
                    if !none && !optional {
                        tallies.entry(want.to_owned()).or_default().missed += 1;
                    }
                }
                None => {
                    let _ = writeln!(told, "{place:?}: {want} not read");
                    tallies.entry(want.to_owned()).or_default().missed += 1;
                }
            }
        }
    });
    let sum = |of: fn(&Tally) -> usize| tallies.values().map(of).sum::<usize>() as f64;
    let (right, wrong, missed) = (sum(|t| t.right), sum(|t| t.wrong), sum(|t| t.missed));
    let (precision, recall) = (right / (right + wrong), right / (right + missed));
    for (role, tally) in &tallies {
        println!("{role:40} right {:3} wrong {:3} missed {:3}", tally.right, tally.wrong, tally.missed);
    }
    println!("{told}roles: precision {precision:.3}, recall {recall:.3} of {}", right + missed);
    assert!(precision >= PRECISION && recall >= RECALL, "precision {precision:.3}, recall {recall:.3}");
}

#[test]
fn mistakes_of_the_treebank() {
    let (mut planted, mut found, mut right, mut accused) = (0_u32, 0_u32, 0_u32, 0_usize);
    let mut told = String::new();
    for_each_line(
        &["relations.txt", "requests.txt", "others.txt", "wide-relations.txt", "wide.txt", "changes.txt", "shares.txt"],
        |line| {
            let text = line.report();
            let source = Source::new("report.txt", Format::Txt, text.as_bytes()).expect("text");
            let report = lint(source, embedded(), &Request::default());
            let at = text.lines().count();
            let findings = report.findings.iter().filter(|f| {
                f.severity > Severity::Info
                    && matches!(f.category, Category::Arithmetic | Category::Consistency)
                    && std::iter::once(&f.primary).chain(&f.related).any(|l| l.line == Some(at))
            });
            let rules: Vec<String> = findings.map(|f| format!("{} {}", f.rule, f.message)).collect();
            if line.wrong {
                planted += 1;
                found += u32::from(!rules.is_empty());
            } else {
                right += 1;
                accused += usize::from(!rules.is_empty());
            }
            if line.wrong == rules.is_empty() {
                let _ = writeln!(told, "{} {} {rules:?}", line.place, line.text);
            }
        },
    );
    println!("{told}mistakes: {found} of {planted} found, {accused} of {right} right sentences accused");
    assert!(f64::from(found) >= FOUND * f64::from(planted) && accused <= ACCUSED, "{found} of {planted}, {accused}");
}
