//! Marks in the report itself, in formats whose text has comments: `<!-- gouji-allow: RULE REASON -->`. A mark stands
//! in or behind the paragraph or table that it is about, or on the line before it.

use std::ops::Range;
use std::sync::Arc;

use super::{complaint, has_reason, page};
use crate::document::Document;
use crate::report::Finding;
use crate::source::Format;
use crate::terms::Language;

const OPENS: &str = "<!--";
const NAME: &str = "gouji-allow:";
const CLOSES: &str = "-->";

/// A mark as it is written.
struct Mark<'t> {
    at: Range<usize>,
    rule: &'t str,
    reason: &'t str,
    /// What of the source it is about.
    about: Range<usize>,
}

fn written<'t>(text: &'t str, document: &Document) -> Vec<Mark<'t>> {
    let mut found = Vec::new();
    for (name, _) in text.match_indices(NAME) {
        let Some(start) = text[..name].rfind(OPENS).filter(|s| text[s + OPENS.len()..name].trim().is_empty()) else {
            continue;
        };
        let Some(end) = text[name..].find(CLOSES).map(|end| name + end) else { continue };
        let inside = text[name + NAME.len()..end].trim();
        let (rule, reason) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let at = start..end + CLOSES.len();
        found.push(Mark { about: about(text, &at, document), at, rule, reason: reason.trim() });
    }
    found
}

/// The block that a mark stands in, or behind on its line, or else the one after it.
fn about(text: &str, mark: &Range<usize>, document: &Document) -> Range<usize> {
    let mut before = None;
    for block in &document.blocks {
        let range = document.source_range(block.span);
        if range.start > mark.start {
            let near = before.filter(|b: &Range<usize>| !text[b.end..mark.start].contains('\n'));
            return near.unwrap_or(range);
        }
        if range.end > mark.start {
            return range;
        }
        before = Some(range);
    }
    before.filter(|b| !text[b.end..mark.start].contains('\n')).unwrap_or(mark.end..mark.end)
}

/// Marks findings as allowed, and adds one for each mark that allows nothing. `known` says whether there is such a
/// rule, `asked` whether it is asked in this run.
pub fn marks(
    document: &Arc<Document>,
    findings: &mut Vec<Finding>,
    known: &dyn Fn(&str) -> bool,
    asked: &dyn Fn(&str) -> bool,
    language: Language,
) {
    let text = &document.source.text;
    if !matches!(document.source.format, Format::Md | Format::Html) || !text.contains(NAME) {
        return;
    }
    let mut complaints = Vec::new();
    for mark in written(text, document) {
        let mut used = false;
        for finding in findings.iter_mut().filter(|f| f.rule == mark.rule) {
            let Some(anchor) = finding.primary.anchor.as_ref().filter(|a| Arc::ptr_eq(&a.document, document)) else {
                continue;
            };
            let at = document.source_range(anchor.span);
            if at.start >= mark.about.start && at.end <= mark.about.end {
                used = true;
                if has_reason(mark.reason) {
                    finding.suppressed = Some(mark.reason.to_owned());
                }
            }
        }
        let rule = mark.rule;
        let (name, message, remedy) = if !known(rule) {
            let message = match language {
                Language::Zh => format!("没有叫“{rule}”的规则"),
                Language::En => format!("no rule is called \"{rule}\""),
            };
            ("allow-unknown-rule", message, language.pick("改正规则名。", "Correct the name."))
        } else if !has_reason(mark.reason) {
            let message = language.pick("没有写明允许的理由，不生效", "there is no reason, and so it allows nothing");
            let remedy = language.pick("在规则名后面写明理由。", "Give the reason after the rule.");
            ("allow-without-reason", message.to_owned(), remedy)
        } else if !used && asked(rule) {
            let message = match language {
                Language::Zh => format!("这里没有可以允许的问题（{rule}）"),
                Language::En => format!("there is nothing to allow here ({rule})"),
            };
            ("allow-unused", message, language.pick("删去这个标记。", "Take the mark out."))
        } else {
            continue;
        };
        let label = page::labels(&document.source.name, text, std::slice::from_ref(&mark.at)).remove(0);
        let number = complaints.len().to_string();
        complaints.push(complaint(name, message, remedy, &[&document.source.name, rule, &number], label));
    }
    findings.extend(complaints);
}
