//! One finding for a person: header, the words it is about with carets under them, basis and remedy.

use codespan_reporting::diagnostic::{Diagnostic, Label as Caret};
use codespan_reporting::term::{Config, emit_to_write_style};

use super::excerpt::{Excerpt, Excerpts, Laid};
use super::style::{Canvas, Tone};
use super::wrap::{clean, clip, width, wrap};
use super::{Screen, Verbosity};
use crate::report::{Finding, Label};
use crate::terms::Severity;

/// Related labels drawn; the others are counted.
const DRAWN: usize = 8;
/// The least room for text, whatever the terminal.
const LEAST: usize = 24;

/// The colour of a severity.
pub fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Info => Tone::Info,
    }
}

/// Draws a finding, with an empty line after it.
pub(super) fn finding(finding: &Finding, screen: &Screen) -> String {
    let labels: Vec<&Label> = std::iter::once(&finding.primary).chain(drawn(finding)).collect();
    let digits = labels.iter().filter_map(|l| l.line).max().unwrap_or(1).to_string().len();
    let room = screen.width.saturating_sub(digits + 3).max(LEAST);
    let (excerpts, laid) = excerpts(&labels, room);

    let code = format!("[{}]", finding.rule);
    let word = finding.severity.word(screen.language);
    let mut diagnostic = Diagnostic::error().with_code(&finding.rule).with_message(header(
        &finding.message,
        width(word) + width(&code) + 2,
        screen.width,
    ));
    let mut notes = Vec::new();
    for (file, label) in &laid {
        let range = label.range.clone();
        let caret = if label.label == 0 { Caret::primary(*file, range) } else { Caret::secondary(*file, range) };
        let own = labels[label.label];
        // What the message says already is not said again.
        let said = label.label == 0 && finding.related.is_empty() && finding.message.contains(&own.note);
        let note = if said { String::new() } else { clean(&own.note) };
        if label.overflows && !note.is_empty() {
            notes.push(format!("{}{}", quoted(own, screen), note));
            diagnostic.labels.push(caret);
        } else {
            diagnostic.labels.push(caret.with_message(note));
        }
    }
    notes.extend(remarks(finding, screen));
    diagnostic.notes = notes.iter().map(|n| wrap(n, room.saturating_sub(2)).join("\n")).collect();

    let mut canvas = Canvas::new(screen.paint, severity_tone(finding.severity), word);
    let config = Config::default();
    if emit_to_write_style(&mut canvas, &config, &excerpts, &diagnostic).is_err() {
        return format!("{word}{code}: {}\n\n", finding.message);
    }
    tidy(&canvas.finish(), &excerpts)
}

/// The related labels that are drawn. Zeros that add nothing to a sum would crowd out what does.
fn drawn(finding: &Finding) -> Vec<&Label> {
    let tells = |l: &&Label| l.text.trim() != "0" || l.note.contains('→');
    let telling: Vec<&Label> = finding.related.iter().filter(tells).take(DRAWN).collect();
    if telling.is_empty() { finding.related.iter().take(DRAWN).collect() } else { telling }
}

/// Lays the labels of each file on its excerpt, files in the order in which labels name them.
fn excerpts(labels: &[&Label], room: usize) -> (Excerpts, Vec<(usize, Laid)>) {
    let mut files: Vec<(&str, Vec<(usize, &Label)>)> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        match files.iter_mut().find(|f| f.0 == label.path) {
            Some(file) => file.1.push((index, label)),
            None => files.push((&label.path, vec![(index, label)])),
        }
    }
    let mut excerpts = Excerpts::default();
    let mut all = Vec::new();
    for (id, (_, labels)) in files.iter().enumerate() {
        let (excerpt, laid) = Excerpt::new(labels, room);
        excerpts.0.push(excerpt);
        all.extend(laid.into_iter().map(|l| (id, l)));
    }
    (excerpts, all)
}

/// The message, wrapped, its further lines set in.
fn header(message: &str, before: usize, columns: usize) -> String {
    let filler = "x".repeat(before.min(columns.saturating_sub(12)));
    let lines = wrap(&format!("{filler}{}", clean(message)), columns.saturating_sub(2).max(LEAST));
    let text = lines.join("\n  ");
    text.strip_prefix(&filler)
        .map(str::to_owned)
        .unwrap_or_else(|| wrap(message, columns.saturating_sub(2)).join("\n  "))
}

fn quoted(label: &Label, screen: &Screen) -> String {
    let text = clip(&clean(&label.text), 24);
    match text.is_empty() {
        true => label.place.as_deref().map_or_else(String::new, |p| format!("{}{}", clean(p), screen.say("：", ": "))),
        false => format!("{}{text}{}", screen.say("“", "\""), screen.say("”：", "\": ")),
    }
}

/// Where it stands, what is left out, the law, and how to mend it.
fn remarks(finding: &Finding, screen: &Screen) -> Vec<String> {
    let mut notes = Vec::new();
    let hidden = finding.related.len().saturating_sub(drawn(finding).len());
    if hidden > 0 {
        let (before, after) = (screen.say("另有 ", ""), screen.say(" 处相关位置未列出", " more related places"));
        notes.push(format!("{before}{hidden}{after}"));
    }
    if let Some(place) = finding.primary.place.as_deref().filter(|p| *p != finding.primary.text) {
        notes.push(format!("{}{place}", screen.say("位置：", "where: ")));
    }
    let brief = finding.severity == Severity::Info && screen.verbosity < Verbosity::Verbose;
    if !brief && !finding.basis.is_empty() {
        let all: Vec<String> = finding.basis.iter().map(|b| b.cited(screen.language)).collect();
        notes.push(format!("{}{}", screen.say("依据：", "basis: "), all.join(screen.say("；", "; "))));
    }
    if let Some(remedy) = finding.remedy.as_deref().filter(|r| !r.is_empty()) {
        notes.push(format!("{}{remedy}", screen.say("修改建议：", "remedy: ")));
    }
    if let Some(suggestion) = &finding.suggestion {
        let replacement = &suggestion.replacement;
        notes.push(match screen.language {
            crate::terms::Language::Zh => format!("建议改为“{replacement}”{}", after(&suggestion.note, "，")),
            crate::terms::Language::En => format!("suggested: \"{replacement}\"{}", after(&suggestion.note, ", ")),
        });
    }
    if let Some(reason) = &finding.suppressed {
        notes.push(format!("{}{reason}", screen.say("已注明例外：", "allowed: ")));
    }
    notes
}

fn after(note: &str, mark: &str) -> String {
    if note.is_empty() { String::new() } else { format!("{mark}{note}") }
}

/// Drops spaces at the ends of lines, which codespan leaves behind labels; says places as a person finds them.
fn tidy(text: &str, excerpts: &Excerpts) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match excerpts.head(line) {
            Some(head) => out.push_str(&head),
            None => out.push_str(line.trim_end()),
        }
        out.push('\n');
    }
    out
}
