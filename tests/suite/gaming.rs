//! No score is raised by taking away: cells, rows, tables, dates, contacts, sections, sentences, one at a time out of
//! every report there is. Only what is false and was not asked for may be withdrawn, and wins no more than to mend it.

use std::ops::Range;
use std::path::PathBuf;

use gouji_core::facts::model::Section;
use gouji_core::lint::{Reading, Request, judge, read};
use gouji_core::report::{Document, Score};
use gouji_core::source::{Format, Source, Span};

use crate::common::{embedded, files, name};

/// Something taken away.
struct Cut {
    what: String,
    ranges: Vec<(Range<usize>, &'static str)>,
    /// Where in the text it stood.
    span: Span,
    /// A statement that may be withdrawn.
    statement: bool,
}

struct Report {
    name: String,
    reading: Reading,
    judged: Document,
}

fn report(name: String, source: Source) -> Report {
    let reading = read(source, embedded(), &Request::default());
    let judged = judge(&reading.document, &reading.facts, embedded(), &Request::default());
    Report { name, reading, judged }
}

impl Report {
    fn score(&self) -> &Score {
        &self.judged.score
    }

    fn cut(&self, cut: &Cut) -> Option<Score> {
        let mut source: Option<Source> = None;
        let mut ranges = cut.ranges.clone();
        ranges.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, with) in ranges {
            source = Some(source.as_ref().unwrap_or(&self.reading.document.source).altered(range, with)?);
        }
        let after = report(String::new(), source?);
        Some(after.judged.score)
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.reading.document.source_range(span)
    }

    fn source(&self) -> &str {
        &self.reading.document.source.text
    }

    /// The element or the line around a place.
    fn around(&self, at: Range<usize>, tag: &str) -> Option<Range<usize>> {
        let text = self.source();
        match self.reading.document.source.format {
            Format::Html => {
                let start = text[..at.start].rfind(&format!("<{tag}"))?;
                let close = format!("</{tag}>");
                let end = text[at.end..].find(&close)? + at.end + close.len();
                Some(start..end)
            }
            _ => {
                let start = text[..at.start].rfind('\n').map_or(0, |n| n + 1);
                let end = text[at.end..].find('\n').map_or(text.len(), |n| at.end + n + 1);
                Some(start..end)
            }
        }
    }

    fn cells(&self, cuts: &mut Vec<Cut>) {
        let facts = &self.reading.facts;
        for (number, table) in facts.tables.iter().enumerate() {
            for (at, cell) in table.cells.iter().enumerate() {
                let Some(value) = cell.value else { continue };
                // Most cells are zeros like those beside them.
                if value.is_zero() && at % 5 != 0 {
                    continue;
                }
                for with in ["", "/"] {
                    cuts.push(Cut {
                        what: format!("cell {number}/{}/{} as {with:?}", cell.row, cell.column),
                        ranges: vec![(self.range(cell.span), with)],
                        span: cell.span,
                        statement: false,
                    });
                }
            }
        }
    }

    fn tables(&self, cuts: &mut Vec<Cut>) {
        let document = &self.reading.document;
        for (number, table) in self.reading.facts.tables.iter().enumerate() {
            // Before the format of 2019 nobody asked for a table: a wrong one may be left away.
            let statement = embedded().lexicon().forms[table.form].topic.is_none();
            let mut cut = |what: String, ranges| cuts.push(Cut { what, ranges, span: table.span, statement });
            let filled = || table.cells.iter().filter(|c| c.value.is_some());
            for with in ["", "/"] {
                let all = filled().map(|c| (self.range(c.span), with)).collect();
                cut(format!("table {number} all {with:?}"), all);
                let zeros = filled().filter(|c| c.value.is_some_and(|v| v.is_zero()));
                cut(format!("table {number} zeros {with:?}"), zeros.map(|c| (self.range(c.span), with)).collect());
            }
            cut(format!("table {number} gone"), vec![(self.range(table.span), "")]);
            let rows = table.cells.chunk_by(|a, b| a.row == b.row);
            for row in rows.filter(|_| document.source.format != Format::Txt) {
                let first = self.range(row[0].span);
                cut(
                    format!("row {number}/{} blank", row[0].row),
                    row.iter().map(|c| (self.range(c.span), "")).collect(),
                );
                if let Some(line) = self.around(first, "tr") {
                    cut(format!("row {number}/{} gone", row[0].row), vec![(line, "")]);
                }
            }
            let width = table.cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
            for column in 0..width {
                let cells = filled().filter(|c| c.column == column);
                cut(format!("column {number}/{column} blank"), cells.map(|c| (self.range(c.span), "")).collect());
            }
        }
    }

    fn parts(&self, cuts: &mut Vec<Cut>) {
        let facts = &self.reading.facts;
        let mut put = |what: String, span: Span, statement: bool| {
            cuts.push(Cut { what, ranges: vec![(self.range(span), "")], span, statement });
        };
        let mut cut = |what: String, span: Span| put(what, span, false);
        let profile = &facts.profile;
        let dates = [("signature", profile.signed), ("page date", profile.published)];
        for (what, date) in dates {
            date.and_then(|d| d.span).into_iter().for_each(|span| cut(what.to_owned(), span));
        }
        facts.outline.title.into_iter().for_each(|span| cut("title".to_owned(), span));
        facts.period.iter().for_each(|p| cut("period".to_owned(), p.span));
        facts.period.iter().for_each(|p| cut("clause of the period".to_owned(), p.clause));
        let contact = &facts.contact;
        for fact in [&contact.address, &contact.phone, &contact.email, &contact.postcode, &contact.fax] {
            fact.iter().for_each(|f| cut(format!("contact {}", f.value), f.span));
        }
        contact.span.into_iter().for_each(|span| cut("contact".to_owned(), span));
        // What the format does not ask for is a statement, and so are the parts of sections.
        let asked = |section: &Section| {
            section.level == 1 && embedded().lexicon().sections().iter().any(|s| section.is_about(&s.topic))
        };
        let mut headings = Vec::new();
        let modern = profile.report_year.as_ref().is_some_and(|y| y.value >= 2019);
        for (number, section) in facts.outline.sections.iter().enumerate() {
            let statement = !modern || !asked(section);
            put(format!("section {number}"), section.heading.join(section.body), statement);
            // Under another heading what stands below it is no longer the answer that it was.
            headings.push((number, section.heading.join(section.body), section.heading));
            put(format!("body {number}"), section.body, statement);
        }
        for (number, span, heading) in headings {
            let ranges = vec![(self.range(heading), "")];
            cuts.push(Cut { what: format!("heading {number}"), ranges, span, statement: true });
        }
    }

    fn sentences(&self, cuts: &mut Vec<Cut>) {
        let document = &self.reading.document;
        for (number, block) in document.blocks.iter().enumerate() {
            if self.reading.facts.tables.iter().any(|t| t.span.overlaps(block.span)) {
                continue;
            }
            let text = document.slice(block.span);
            let mut start = 0;
            for end in text.match_indices(['。', ';']).map(|(at, mark)| at + mark.len()).chain([text.len()]) {
                let span = block.span.part(start..end);
                if start < end && !document.slice(span).trim().is_empty() {
                    let ranges = document.source_ranges(span).into_iter().map(|range| (range, "")).collect();
                    let section = self.reading.facts.outline.sections.iter().find(|s| s.heading.overlaps(span));
                    let span = section.map_or(span, |s| s.heading.join(s.body));
                    cuts.push(Cut { what: format!("sentence {number}+{start}"), ranges, span, statement: true });
                }
                start = end;
            }
        }
    }

    /// What mending all that is said to be wrong in a stretch, or of the section that it stands in, would win at most.
    fn withdrawn(&self, span: Span) -> f64 {
        let sections = &self.reading.facts.outline.sections;
        let of = |place: Span| sections.iter().any(|s| s.heading.overlaps(place) && s.body.contains(span));
        let inside = |fingerprint: &str| {
            self.judged.findings.iter().any(|f| {
                let labels = std::iter::once(&f.primary).chain(&f.related);
                f.fingerprint == fingerprint
                    && labels
                        .filter_map(|l| l.anchor.as_ref())
                        .any(|anchor| span.overlaps(anchor.span) || of(anchor.span))
            })
        };
        let own = self.score().deductions.iter().filter(|d| d.finding.as_deref().is_some_and(inside));
        own.map(|d| d.points.max(d.wins)).sum()
    }
}

/// What is raised by taking away, in words.
fn raised(report: &Report, cuts: &[Cut]) -> Vec<String> {
    let Some(before) = report.score().value else { return Vec::new() };
    let mut wrong = Vec::new();
    for cut in cuts {
        let Some(after) = report.cut(cut).and_then(|score| score.value.map(|value| (value, score))) else { continue };
        let (value, score) = after;
        let allowed = if cut.statement { report.withdrawn(cut.span) } else { 0.0 };
        if value > before + allowed + 0.01 {
            let left: Vec<String> = score.deductions.iter().map(|d| format!("{} {}", d.rule, d.points)).collect();
            wrong.push(format!("{}: {}: {before} -> {value} ({})", report.name, cut.what, left.join(", ")));
        }
    }
    wrong
}

/// Reports that can be changed as text; of several with one name one.
fn texts(folder: &str) -> Vec<PathBuf> {
    let mut paths = files(folder);
    let stem = |p: &PathBuf| p.file_stem().map(|s| s.to_string_lossy().chars().take(20).collect::<String>());
    paths.sort_by_key(|p| (stem(p), p.extension().map(|e| e != "md")));
    paths.dedup_by_key(|p| stem(p));
    paths
}

/// Reports written for tests, where they are.
fn authored() -> Vec<PathBuf> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let folders = ["modern/files", "older/reports"].map(|folder| corpus.join("../authored").join(folder));
    let mut found: Vec<PathBuf> =
        folders.iter().filter_map(|f| std::fs::read_dir(f).ok()).flatten().flatten().map(|e| e.path()).collect();
    found.sort();
    found
}

fn corpus() -> Option<PathBuf> {
    std::env::var_os("GOUJI_CORPUS").map(PathBuf::from)
}

/// All is taken away where there is time for it, else a part of it.
fn hold(of: impl Fn(&Report, &mut Vec<Cut>)) {
    let every = if corpus().is_some() { 1 } else { 19 };
    let mut wrong = Vec::new();
    for path in texts("clean").into_iter().chain(texts("flawed")).chain(authored()) {
        let Some(format) = Format::of_name(&name(&path)) else { continue };
        let bytes = std::fs::read(&path).expect("a report");
        let Ok(source) = Source::new(name(&path), format, bytes.as_slice()) else { continue };
        let report = report(name(&path), source);
        let mut cuts = Vec::new();
        of(&report, &mut cuts);
        let mut at = 0;
        cuts.retain(|_| {
            at += 1;
            at % every == 0
        });
        wrong.extend(raised(&report, &cuts));
    }
    assert!(wrong.is_empty(), "{} raise the score:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_blank_cell_raises_the_score() {
    hold(|report, cuts| report.cells(cuts));
}

#[test]
fn no_table_or_row_that_is_gone_raises_the_score() {
    hold(|report, cuts| report.tables(cuts));
}

#[test]
fn no_date_contact_or_section_that_is_gone_raises_the_score() {
    hold(|report, cuts| report.parts(cuts));
}

#[test]
fn no_sentence_that_is_gone_raises_the_score_but_what_is_false_in_it() {
    hold(|report, cuts| report.sentences(cuts));
}

/// What is mended as the finding says never lowers the score.
#[test]
fn no_mended_finding_lowers_the_score() {
    let mut wrong = Vec::new();
    let mut mended = 0;
    for path in texts("flawed").into_iter().chain(authored()) {
        let Some(format) = Format::of_name(&name(&path)) else { continue };
        let bytes = std::fs::read(&path).expect("a report");
        let Ok(source) = Source::new(name(&path), format, bytes.as_slice()) else { continue };
        let report = report(name(&path), source);
        let Some(before) = report.score().value else { continue };
        for finding in &report.judged.findings {
            let Some(anchor) = finding.primary.anchor.as_ref() else { continue };
            // The right figure, where it is known, is the suggestion, or told beside the place.
            let own = finding.suggestion.as_ref().map(|s| s.replacement.as_str());
            let told = finding.primary.note.rsplit_once("→ ").map(|(_, right)| right);
            let Some(right) = own.or(told).filter(|r| r.chars().all(|c| c.is_ascii_digit())) else { continue };
            let range = report.range(anchor.span);
            let Some(source) = report.reading.document.source.altered(range, right) else { continue };
            mended += 1;
            let after = self::report(String::new(), source).judged.score;
            if after.value.is_none_or(|after| after < before - 0.01) {
                wrong.push(format!("{}: {}: {before} -> {:?}", report.name, finding.message, after.value));
            }
        }
    }
    assert!(mended > 3 && wrong.is_empty(), "{mended} mended:\n{}", wrong.join("\n"));
}
