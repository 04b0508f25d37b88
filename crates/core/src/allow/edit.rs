//! Writing in a file of allowed findings in place: what stands there keeps its order, its comments and its form.

use super::{Allowances, value};
use crate::report::Finding;
use crate::rulebook::allowed::AllowedFile;
use crate::terms::Language;

/// What an entry is written with, besides its finding.
#[derive(Clone, Debug, Default)]
pub struct Why {
    pub reason: String,
    pub by: Option<String>,
    pub on: Option<String>,
    pub until: Option<String>,
    pub origin: Option<String>,
}

/// The lines of an entry, the first without its dash.
pub fn entry(finding: &Finding, file: &str, with: &[String], why: &Why) -> Vec<String> {
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut lines = vec![
        format!("fingerprint: {}", quoted(&finding.fingerprint)),
        format!("rule: {}", finding.rule),
        format!("file: {}", quoted(file)),
    ];
    if !with.is_empty() {
        let all: Vec<String> = with.iter().map(|path| quoted(path)).collect();
        lines.push(format!("with: [{}]", all.join(", ")));
    }
    lines.push(format!("finding: {}", quoted(&finding.message)));
    if !finding.figures.is_empty() {
        lines.push(format!("figures: {}", quoted(&finding.figures)));
    }
    lines.push(format!("reason: {}", quoted(&why.reason)));
    for (name, text) in [("by", &why.by), ("on", &why.on), ("until", &why.until), ("origin", &why.origin)] {
        if let Some(text) = text {
            lines.push(format!("{name}: {}", quoted(text)));
        }
    }
    lines
}

/// The text with entries at its end.
pub fn appended(text: &str, entries: &[Vec<String>], language: Language) -> String {
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    let empty = out.lines().position(|line| line.trim_end() == "allowed: []");
    match empty {
        Some(_) => out = out.replacen("allowed: []", "allowed:", 1),
        None if !out.lines().any(|line| line.trim_end() == "allowed:") => {
            if out.is_empty() {
                out.push_str(language.pick(
                    "# 已允许的问题，每条都有理由；用 gouji allow 添加，用 gouji allow prune 清理。\n",
                    "# Findings that are allowed, each with its reason: gouji allow adds, gouji allow prune tidies.\n",
                ));
            }
            out.push_str("allowed:\n");
        }
        None => {}
    }
    // As deep as those that are there.
    let deep = out.lines().find(|line| line.trim_start().starts_with("- ")).map_or(2, indent);
    for lines in entries {
        for (number, line) in lines.iter().enumerate() {
            let dash = if number == 0 { "- " } else { "  " };
            out.push_str(&format!("{}{dash}{line}\n", " ".repeat(deep)));
        }
    }
    out
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The text without these entries; comments stay. None where the list is not written a line a value, so that it cannot
/// be taken apart.
pub fn without(allowances: &Allowances, gone: &[usize]) -> Option<String> {
    if gone.is_empty() {
        return Some(allowances.text.clone());
    }
    let lines: Vec<&str> = allowances.text.split_inclusive('\n').collect();
    let deep = lines.iter().find(|line| line.trim_start().starts_with("- ")).copied().map(indent)?;
    let begins = |line: &str| indent(line) == deep && line.trim_start().starts_with("- ");
    let starts: Vec<usize> = (0..lines.len()).filter(|&n| begins(lines[n])).collect();
    if starts.len() != allowances.entries.len() {
        return None;
    }
    let keeps = |line: &str| line.trim_start().starts_with('#') || line.trim().is_empty();
    let kept = (0..lines.len()).filter(|&n| {
        let of = starts.partition_point(|&start| start <= n).checked_sub(1);
        of.is_none_or(|entry| !gone.contains(&entry)) || keeps(lines[n])
    });
    let mut text: String = kept.map(|n| lines[n]).collect();
    if gone.len() == starts.len() {
        text = text.replacen("allowed:", "allowed: []", 1);
    }
    // What is written must be what was meant.
    let left: Vec<&str> = allowances
        .entries
        .iter()
        .enumerate()
        .filter(|(n, _)| !gone.contains(n))
        .map(|(_, entry)| value(Some(&entry.fingerprint)))
        .collect();
    let read = AllowedFile::read(&text).ok()?;
    (read.allowed.iter().map(|entry| entry.fingerprint.as_str()).eq(left)).then_some(text)
}
