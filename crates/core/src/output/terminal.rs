//! `check` for a person: findings file by file, then a summary.

use std::io::{self, Write};

use super::finding::{finding, severity_tone as tone};
use super::printer::{Event, Printer, Writing};
use super::style::Tone;
use super::wrap::{clean, clip, pad, pad_left, width, wrap};
use super::{Screen, Verbosity};
use crate::report::{Closing, Coverage, Document, Finding, Tally};
use crate::terms::{Language, Severity};

/// Lines of the table of files, unless all are asked for.
const LISTED: usize = 20;
/// Rows listed that were not read.
const ROWS: usize = 5;

/// The printer for a terminal.
#[derive(Clone, Debug)]
pub struct Terminal(pub Screen);

impl Printer for Terminal {
    fn render(&self, document: &Document) -> Vec<u8> {
        self.document(document).into_bytes()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(self)
    }
}

impl Writing for &Terminal {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Begin => Ok(()),
            Event::File(file) => out.write_all(&file),
            Event::Across(_) if self.0.verbosity == Verbosity::Quiet => Ok(()),
            Event::Across(found) if found.suppressed.is_some() && self.0.verbosity < Verbosity::Verbose => Ok(()),
            Event::Across(found) => out.write_all(self.finding(&found).as_bytes()),
            Event::End(closing) => out.write_all(self.end(closing).as_bytes()),
        }
    }
}

impl Terminal {
    /// A finding with its excerpt.
    pub fn finding(&self, found: &Finding) -> String {
        finding(found, &self.0)
    }

    /// All that is said of one file.
    pub fn document(&self, document: &Document) -> String {
        let screen = &self.0;
        if document.skipped || screen.verbosity == Verbosity::Quiet {
            return String::new();
        }
        let path = clean(&document.path);
        if let Some(problem) = &document.error {
            return said(screen, Tone::Error, screen.say("无法检查", "not checked"), &path, &problem.message);
        }
        if let Some(problem) = &document.not_judged {
            return said(screen, Tone::Info, screen.say("未作判断", "not judged"), &path, &problem.message);
        }
        let mut out = String::new();
        for item in document.findings.iter().filter(|f| f.suppressed.is_none()) {
            out.push_str(&finding(item, screen));
        }
        if out.is_empty() && screen.files <= LISTED {
            out = self.clean(document, &path);
        }
        if screen.verbosity == Verbosity::Verbose {
            for item in document.findings.iter().filter(|f| f.suppressed.is_some()) {
                out.push_str(&finding(item, screen));
            }
        }
        out.push_str(&self.unread(document));
        out.push_str(&self.notes(document));
        if screen.verbosity == Verbosity::Verbose {
            out.push_str(&self.not_determined(document));
        }
        out
    }

    fn end(&self, closing: &Closing) -> String {
        let screen = &self.0;
        if screen.verbosity == Verbosity::Quiet {
            return self.counts(closing);
        }
        let mut out = String::new();
        if closing.tallies.len() > 1 {
            out.push_str(&self.files(closing));
        }
        out.push_str(&self.counts(closing));
        out.push_str(&self.coverage(closing));
        out
    }
}

/// `kind: path`, and the sentence below it.
pub(super) fn said(screen: &Screen, tone: Tone, kind: &str, path: &str, message: &str) -> String {
    let colon = screen.say("：", ": ");
    let lines = wrap(&clean(message), screen.width.saturating_sub(2));
    format!("{}{colon}{path}\n  {}\n\n", screen.paint.tone(tone, kind), lines.join("\n  "))
}

impl Terminal {
    fn clean(&self, document: &Document, path: &str) -> String {
        let screen = &self.0;
        let coverage = document.coverage;
        let how = read(coverage, screen.language);
        // What was not read may hold anything.
        let whole = coverage.cells_read >= coverage.cells_expected;
        let allowed = document.findings.iter().filter(|f| f.suppressed.is_some()).count();
        let text = match (screen.language, whole) {
            (Language::Zh, _) if allowed > 0 => format!("{path}：没有其他问题，{allowed} 处已允许（{how}）"),
            (Language::En, _) if allowed > 0 => format!("{path}: nothing else found, {allowed} allowed ({how})"),
            (Language::Zh, true) => format!("{path}：没有发现问题（{how}）"),
            (Language::Zh, false) => format!("{path}：读到的部分没有发现问题，有表格没有读全（{how}）"),
            (Language::En, true) => format!("{path}: nothing found ({how})"),
            (Language::En, false) => format!("{path}: nothing found in what was read, and not all tables were ({how})"),
        };
        let lines = wrap(&text, screen.width.saturating_sub(2));
        let mark = if whole && allowed == 0 {
            screen.paint.tone(Tone::Good, "✓")
        } else {
            screen.paint.tone(Tone::Warning, "○")
        };
        format!("{mark} {}\n\n", lines.join("\n  "))
    }

    /// What of the file was left out.
    fn notes(&self, document: &Document) -> String {
        let screen = &self.0;
        if document.notes.is_empty() || screen.files > LISTED {
            return String::new();
        }
        let (said, colon) = (screen.say("说明", "note"), screen.say("：", ": "));
        let lines = document.notes.iter().map(|note| {
            let text = format!("{said}{colon}{}{colon}{note}", clean(&document.path));
            format!("{}\n", wrap(&text, screen.width.saturating_sub(2)).join("\n  "))
        });
        lines.collect::<String>() + "\n"
    }

    /// Rows of tables that were not read: whoever wrote them can see why.
    fn unread(&self, document: &Document) -> String {
        let screen = &self.0;
        if document.unread.is_empty() || screen.files > LISTED {
            return String::new();
        }
        let mut out = format!("{}\n", screen.say("没有读出、因而没有核对的内容：", "Not read, and so not checked:"));
        for row in document.unread.iter().take(ROWS) {
            let line = row.line.map_or_else(String::new, |line| match screen.language {
                Language::Zh => format!("第{line}行 · "),
                Language::En => format!("line {line} · "),
            });
            let colon = screen.say("：", ": ");
            let parts = [clean(&row.place), clip(&clean(&row.text), 40), row.why.clone()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let text = format!("{line}{}", parts.join(colon));
            out.push_str(&format!("  {}\n", wrap(&text, screen.width.saturating_sub(4)).join("\n    ")));
        }
        let more = document.unread.len().saturating_sub(ROWS);
        if more > 0 {
            out.push_str(&match screen.language {
                Language::Zh => format!("  另有 {more} 行（gouji facts 列出全部）\n"),
                Language::En => format!("  {more} more (gouji facts lists all)\n"),
            });
        }
        out.push('\n');
        out
    }

    fn not_determined(&self, document: &Document) -> String {
        let screen = &self.0;
        if document.not_determined.is_empty() {
            return String::new();
        }
        let mut out = format!("{}\n", screen.say("未能判定的规则：", "Rules that could not be determined:"));
        for item in &document.not_determined {
            let line = format!("{}{}{}", item.rule, screen.say("：", ": "), item.why);
            out.push_str(&format!("  {}\n", wrap(&line, screen.width.saturating_sub(4)).join("\n    ")));
        }
        out.push('\n');
        out
    }

    /// One line a file: counts and score. Files with findings first in interest, so clean ones give way.
    fn files(&self, closing: &Closing) -> String {
        let screen = &self.0;
        let all = screen.verbosity == Verbosity::Verbose || closing.tallies.len() <= LISTED;
        let chosen: Vec<&Tally> = closing
            .tallies
            .iter()
            .filter(|t| all || t.findings() > 0 || t.problem.is_some())
            .take(if all { usize::MAX } else { LISTED })
            .collect();
        let figures = 24;
        let names =
            chosen.iter().map(|t| width(&t.path)).max().unwrap_or(0).min(screen.width.saturating_sub(figures)).max(12);
        let heads = [
            screen.say("错误", "error"),
            screen.say("警告", "warn"),
            screen.say("提示", "info"),
            screen.say("得分", "score"),
        ];
        let mut head = pad(screen.say("文件", "file"), names);
        heads.iter().for_each(|h| head.push_str(&pad_left(h, 6)));
        let mut out = format!("{}\n", screen.paint.tone(Tone::Faint, &head));
        for tally in &chosen {
            out.push_str(&self.file(tally, names));
        }
        let left = closing.tallies.len() - chosen.len();
        if left > 0 {
            out.push_str(&match screen.language {
                Language::Zh => format!("另有 {left} 份未列出（-v 列出全部）\n"),
                Language::En => format!("{left} more files (-v lists all)\n"),
            });
        }
        out.push('\n');
        out
    }

    fn file(&self, tally: &Tally, names: usize) -> String {
        let screen = &self.0;
        let name = pad(&tail(&clean(&tally.path), names), names);
        if tally.problem.is_some() {
            let word = if tally.unreadable {
                screen.say("无法检查", "not checked")
            } else {
                screen.say("未作判断", "not judged")
            };
            return format!(
                "{name}  {}\n",
                screen.paint.tone(if tally.unreadable { Tone::Error } else { Tone::Info }, word)
            );
        }
        let cell = |n: usize, severity: Severity| {
            let text = pad_left(&n.to_string(), 6);
            if n > 0 { screen.paint.tone(tone(severity), &text) } else { screen.paint.tone(Tone::Faint, &text) }
        };
        let score = tally.score.value.map_or_else(|| String::from("—"), |v| format!("{v:.1}"));
        let (e, w, i) = (
            cell(tally.error, Severity::Error),
            cell(tally.warning, Severity::Warning),
            cell(tally.info, Severity::Info),
        );
        format!("{name}{e}{w}{i}{}\n", pad_left(&score, 6))
    }

    fn counts(&self, closing: &Closing) -> String {
        let screen = &self.0;
        let s = closing.summary;
        let mut parts = Vec::new();
        for (n, severity, plural) in [
            (s.error, Severity::Error, "errors"),
            (s.warning, Severity::Warning, "warnings"),
            (s.info, Severity::Info, "notes"),
        ] {
            let word = match screen.language {
                Language::Zh => format!("{} {n}", severity.word(Language::Zh)),
                Language::En => format!("{n} {}", if n == 1 { plural.trim_end_matches('s') } else { plural }),
            };
            parts.push(if n > 0 { screen.paint.tone(tone(severity), &word) } else { word });
        }
        let mut line = parts.join(screen.say("，", ", "));
        let files = s.documents;
        line.push_str(&match screen.language {
            Language::Zh => format!("（{files} 份文件）"),
            Language::En => format!(" in {files} {}", if files == 1 { "file" } else { "files" }),
        });
        line.push('\n');
        for (n, zh, en) in [
            (s.allowed, "处已允许，不计入以上", "allowed, and not counted above"),
            (s.skipped, "份不是年度报告，已跳过", "skipped: no annual report"),
            (s.unreadable, "份无法检查", "could not be checked"),
        ] {
            if n > 0 {
                line.push_str(&format!("{n} {}\n", screen.say(zh, en)));
            }
        }
        line
    }

    fn coverage(&self, closing: &Closing) -> String {
        let screen = &self.0;
        let c = closing.coverage;
        if c.rules_applicable == 0 {
            return String::new();
        }
        let mut text = String::new();
        let mut add = |line: String| {
            text.push_str(&wrap(&line, screen.width).join("\n  "));
            text.push('\n');
        };
        add(read(c, screen.language));
        let reasons = closing.not_determined();
        if !reasons.is_empty() {
            let all: Vec<String> = reasons.iter().map(|(why, n)| format!("{why} {n}")).collect();
            let n: usize = reasons.iter().map(|r| r.1).sum();
            add(match screen.language {
                Language::Zh => format!("未能判定 {n} 条：{}", all.join("；")),
                Language::En => format!("Not determined, {n}: {}", all.join("; ")),
            });
        }
        if let [tally] = closing.tallies.as_slice() {
            add(score(tally, screen));
        }
        text
    }
}

/// How much was read and told.
pub(super) fn read(c: Coverage, language: Language) -> String {
    let cells = match (c.cells_expected, language) {
        (0, Language::Zh) => String::from("没有法定表格"),
        (0, Language::En) => String::from("No statutory tables"),
        (n, Language::Zh) => format!("表格读取 {}/{n} 个单元格", c.cells_read),
        (n, Language::En) => format!("Read {} of {n} cells", c.cells_read),
    };
    match language {
        Language::Zh => format!("{cells}，判定 {}/{} 条适用规则", c.rules_determined, c.rules_applicable),
        Language::En => {
            format!("{cells}, determined {} of {} rules that apply", c.rules_determined, c.rules_applicable)
        }
    }
}

fn score(tally: &Tally, screen: &Screen) -> String {
    let head = screen.say("合规得分", "Score");
    match (tally.score.value, &tally.score.not_assessable) {
        (Some(value), _) => format!("{head} {}", screen.paint.tone(Tone::Strong, &format!("{value:.1}"))),
        (None, Some(why)) => format!("{head}{}{why}", screen.say("：不予评定，", ": not assessable, ")),
        (None, None) => format!("{head}{}", screen.say("：不予评定", ": not assessable")),
    }
}

/// The end of a path that is too long, which says more than its beginning.
pub(super) fn tail(path: &str, columns: usize) -> String {
    if width(path) <= columns {
        return path.to_owned();
    }
    let reversed: String = path.chars().rev().collect();
    clip(&reversed, columns).chars().rev().collect()
}
