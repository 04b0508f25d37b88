//! The list to mend by (整改清单), a line a finding, as CSV and as a workbook: who, which year, where, what stands there,
//! what it should be, on what basis, how to mend it, and room for who does.

use std::io::{self, Write};

use super::printer::{Event, Printer, Writing};
use super::rows::{Items, Subject, across, basis, items, position};
use super::score_sheet::Entry;
use super::score_text::csv_row;
use super::workbook::{self, Tab};
use crate::report::{Document, Finding, Problem};
use crate::terms::Language;

/// Columns, with their width in the workbook.
const COLUMNS: [(&str, &str, u8); 15] = [
    ("单位", "agency", 22),
    ("年度", "year", 7),
    ("文件", "file", 24),
    ("位置", "place", 24),
    ("级别", "severity", 7),
    ("问题", "finding", 48),
    ("现值", "found", 18),
    ("应为", "expected", 14),
    ("依据", "basis", 28),
    ("整改", "remedy", 32),
    ("责任人", "who", 10),
    ("状态", "status", 10),
    ("说明", "reason", 16),
    ("规则", "rule", 22),
    ("指纹", "fingerprint", 22),
];

/// A line of the list.
#[derive(Clone, Debug)]
struct Work {
    language: Language,
}

impl Work {
    fn head(&self) -> Vec<Entry> {
        COLUMNS.iter().map(|(zh, en, _)| Entry::Text(self.language.pick(*zh, *en).to_owned())).collect()
    }

    fn row(&self, subject: &Subject<'_>, finding: &Finding) -> Vec<Entry> {
        let language = self.language;
        let status = match finding.suppressed {
            Some(_) => language.pick("已允许", "allowed"),
            None => language.pick("待整改", "open"),
        };
        let expected = finding.suggestion.as_ref().map_or("", |s| s.replacement.as_str());
        let basis = basis(finding, language);
        let place = position(finding, language);
        let texts = [
            place.as_str(),
            finding.severity.word(language),
            &finding.message,
            &finding.primary.text,
            expected,
            &basis,
            finding.remedy.as_deref().unwrap_or_default(),
            "",
            status,
            finding.suppressed.as_deref().unwrap_or_default(),
            &finding.rule,
            &finding.fingerprint,
        ];
        who(subject).into_iter().chain(texts.into_iter().map(|text| Entry::Text(text.to_owned()))).collect()
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Vec<Entry> {
        let status = match unreadable {
            true => self.language.pick("无法检查", "not checked"),
            false => self.language.pick("未作判断", "not judged"),
        };
        let texts = ["", "", &problem.message, "", "", "", "", "", status, "", "", ""];
        who(subject).into_iter().chain(texts.into_iter().map(|text| Entry::Text(text.to_owned()))).collect()
    }
}

fn who(subject: &Subject<'_>) -> [Entry; 3] {
    let year = subject.report_year.map_or(Entry::Text(String::new()), |year| Entry::Number(f64::from(year)));
    [Entry::Text(subject.agency.unwrap_or_default().to_owned()), year, Entry::Text(subject.path.to_owned())]
}

/// The list as CSV, with a mark at its beginning by which spreadsheets know its encoding.
#[derive(Clone, Debug)]
pub struct WorklistCsv {
    pub language: Language,
}

fn csv(row: &[Entry]) -> String {
    let mut out = String::new();
    csv_row(row.iter().map(Entry::text), &mut out);
    out
}

impl Items for WorklistCsv {
    fn begin(&self) -> String {
        format!("\u{feff}{}", csv(&Work { language: self.language }.head()))
    }

    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        Some(csv(&Work { language: self.language }.row(subject, finding)))
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String> {
        Some(csv(&Work { language: self.language }.problem(subject, problem, unreadable)))
    }
}

/// The list as a workbook.
#[derive(Clone, Debug)]
pub struct WorklistXlsx {
    pub language: Language,
}

impl Items for WorklistXlsx {
    fn finding(&self, subject: &Subject<'_>, finding: &Finding) -> Option<String> {
        Some(workbook::row(&Work { language: self.language }.row(subject, finding), workbook::WRAPPED))
    }

    fn problem(&self, subject: &Subject<'_>, problem: &Problem, unreadable: bool) -> Option<String> {
        let row = Work { language: self.language }.problem(subject, problem, unreadable);
        Some(workbook::row(&row, workbook::WRAPPED))
    }
}

impl Printer for WorklistXlsx {
    fn render(&self, document: &Document) -> Vec<u8> {
        items(self, document).concat().into_bytes()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Book { printer: self, rows: String::new(), across: Vec::new() })
    }
}

/// The workbook in the making: its parts are packed once all rows are there.
struct Book<'p> {
    printer: &'p WorklistXlsx,
    rows: String,
    across: Vec<Finding>,
}

impl Writing for Book<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Begin => Ok(()),
            Event::File(file) => {
                self.rows.push_str(&String::from_utf8_lossy(&file));
                Ok(())
            }
            Event::Across(mut finding) => {
                finding.forget_text();
                self.across.push(*finding);
                Ok(())
            }
            Event::End(closing) => {
                let language = self.printer.language;
                for (subject, finding) in across(&self.across, closing) {
                    self.rows.push_str(&self.printer.finding(&subject, finding).unwrap_or_default());
                }
                let head = workbook::row(&Work { language }.head(), workbook::HEAD);
                let tab = Tab {
                    name: language.pick("整改清单", "To mend"),
                    rows: format!("{head}{}", self.rows),
                    widths: COLUMNS.iter().map(|column| column.2).collect(),
                };
                out.write_all(&workbook::workbook(&[tab])?)
            }
        }
    }
}
