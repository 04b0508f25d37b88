//! `check --format markdown`: what a merge request is told in a comment: the sums, then the findings of each file,
//! gravest first; what was allowed, and what else there is much of, folded.

use std::io::{self, Write};

use super::printer::{Event, Gathered, Printer, Writing};
use super::rows::{across, basis, position};
use super::score_text::escaped;
use crate::report::{Closing, Document, Finding};
use crate::terms::Language;

/// The printer.
#[derive(Clone, Debug)]
pub struct CheckMarkdown {
    pub language: Language,
}

/// Findings of a file that are not folded.
const OPEN: usize = 20;

impl CheckMarkdown {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }

    fn row(&self, finding: &Finding) -> String {
        let expected = finding.suggestion.as_ref().map_or_else(String::new, |suggestion| {
            format!("{}{}", self.say("；建议改为 ", "; suggested: "), suggestion.replacement)
        });
        let remedy = match &finding.suppressed {
            Some(reason) => format!("{}{reason}", self.say("已允许：", "allowed: ")),
            None => finding.remedy.clone().unwrap_or_default(),
        };
        let cells = [
            finding.severity.word(self.language).to_owned(),
            position(finding, self.language),
            format!("{}{expected}", finding.message),
            remedy,
            basis(finding, self.language),
            finding.rule.clone(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    }

    fn table(&self, findings: &[&Finding]) -> String {
        let heads = [
            self.say("级别", "severity"),
            self.say("位置", "place"),
            self.say("问题", "finding"),
            self.say("整改", "remedy"),
            self.say("依据", "basis"),
            self.say("规则", "rule"),
        ];
        let rows: String = findings.iter().map(|f| self.row(f)).collect();
        format!("| {} |\n|{}\n{rows}", heads.join(" | "), " --- |".repeat(heads.len()))
    }

    fn folded(&self, title: &str, findings: &[&Finding]) -> String {
        if findings.is_empty() {
            return String::new();
        }
        format!("\n<details><summary>{title} ({})</summary>\n\n{}\n</details>\n", findings.len(), self.table(findings))
    }

    fn findings(&self, all: &[&Finding]) -> String {
        let (mut open, allowed): (Vec<&Finding>, Vec<&Finding>) = all.iter().partition(|f| f.suppressed.is_none());
        open.sort_by_key(|f| std::cmp::Reverse(f.severity));
        let more = open.split_off(open.len().min(OPEN));
        let mut out = if open.is_empty() { String::new() } else { self.table(&open) };
        out.push_str(&self.folded(self.say("其余问题", "More findings"), &more));
        out.push_str(&self.folded(self.say("已允许的问题", "Allowed findings"), &allowed));
        out
    }

    fn document(&self, document: &Document) -> String {
        let problem = document.error.as_ref().or(document.not_judged.as_ref());
        if problem.is_none() && document.findings.is_empty() {
            return String::new();
        }
        let mut out = format!("\n### {}\n\n", escaped(&document.path));
        if let Some(problem) = problem {
            let word = match document.error {
                Some(_) => self.say("无法检查：", "Not checked: "),
                None => self.say("未作判断：", "Not judged: "),
            };
            out.push_str(&format!("**{word}**{}\n", escaped(&problem.message)));
        }
        let all: Vec<&Finding> = document.findings.iter().collect();
        out.push_str(&self.findings(&all));
        out
    }

    fn head(&self, closing: &Closing) -> String {
        let sum = closing.summary;
        let mut out = match self.language {
            Language::Zh => format!(
                "## 勾稽检查结果\n\n**错误 {}，警告 {}，提示 {}**（{} 份文件）\n",
                sum.error, sum.warning, sum.info, sum.documents
            ),
            Language::En => format!(
                "## gouji\n\n**errors: {}, warnings: {}, notes: {}** (files: {})\n",
                sum.error, sum.warning, sum.info, sum.documents
            ),
        };
        for (n, word) in [
            (sum.unreadable, self.say("无法检查的文件", "Files that could not be checked")),
            (sum.skipped, self.say("不是年度报告、已跳过的文件", "Files skipped, which are no annual reports")),
        ] {
            if n > 0 {
                out.push_str(&format!("\n{word}{}{n}\n", self.say("：", ": ")));
            }
        }
        out
    }
}

impl Printer for CheckMarkdown {
    fn render(&self, document: &Document) -> Vec<u8> {
        if document.skipped { Vec::new() } else { self.document(document).into_bytes() }
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(Comment { printer: self, gathered: Gathered::default() })
    }
}

/// The comment in the making: the sums stand before the files.
struct Comment<'p> {
    printer: &'p CheckMarkdown,
    gathered: Gathered,
}

impl Writing for Comment<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Some(closing) = self.gathered.keep(event) else { return Ok(()) };
        out.write_all(self.printer.head(closing).as_bytes())?;
        out.write_all(&self.gathered.files)?;
        let found: Vec<&Finding> = across(&self.gathered.across, closing).into_iter().map(|(_, f)| f).collect();
        if !found.is_empty() {
            let title = self.printer.say("报告之间", "Between reports");
            write!(out, "\n### {title}\n\n{}", self.printer.findings(&found))?;
        }
        Ok(())
    }
}
