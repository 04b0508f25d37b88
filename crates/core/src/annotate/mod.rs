//! The report itself with its findings written into it: comments in a Word document, marks in a page, safe repairs.
//! Everything else of the file stays as it is, byte for byte; what an earlier run wrote is replaced. Takes a report,
//! judges nothing.

mod anchors;
mod comments;
mod docx;
mod fix;
mod html;
mod splice;
mod threads;

use crate::report::{self, Document, Finding, Label, Problem};
use crate::source::Format;
use crate::terms::Language;

pub use crate::annotate::docx::annotate as annotate_docx;
pub use crate::annotate::fix::{Edit, edits, fix_docx, fix_text};
pub use crate::annotate::html::{annotate as annotate_html, strip as strip_html};

/// The report with its findings in it, as its format takes them. `document` was linted from these bytes with its text
/// kept (`Request::keep_text`), which a page is marked by; `date` is that of comments.
///
/// # Errors
/// The package cannot be written to.
pub fn annotate(bytes: &[u8], document: &Document, language: Language, date: Option<&str>) -> Result<Vec<u8>, Problem> {
    match document.body.as_ref().map(|body| &body.document.source) {
        Some(source) if source.format == Format::Html => Ok(annotate_html(bytes, source, document, language)),
        _ => annotate_docx(bytes, document, language, date).map_err(|fault| report::fault(&fault, language)),
    }
}

/// Whose comments these are.
const AUTHOR: &str = crate::terms::NAME;
/// Under which a person finds changes made for them.
const AUTHOR_IN_FULL: &str = "勾稽";
/// Related places told of one finding.
const MOST_RELATED: usize = 4;

/// What a finding says, line by line: message, basis, remedy, suggestion, related places; the rule last.
fn lines(finding: &Finding, language: Language) -> Vec<String> {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let mut lines = vec![format!("{}{}{}", finding.severity.word(language), say("：", ": "), finding.message)];
    if !finding.basis.is_empty() {
        let all: Vec<String> = finding.basis.iter().map(|b| b.cited(language)).collect();
        lines.push(format!("{}{}", say("依据：", "Basis: "), all.join(say("；", "; "))));
    }
    if let Some(remedy) = finding.remedy.as_deref().filter(|r| !r.is_empty()) {
        lines.push(format!("{}{remedy}", say("修改建议：", "Remedy: ")));
    }
    if let Some(suggestion) = &finding.suggestion {
        let note =
            if suggestion.note.is_empty() { String::new() } else { format!("{}{}", say("，", ", "), suggestion.note) };
        lines.push(format!("{}“{}”{note}", say("建议改为", "Suggested: "), suggestion.replacement));
    }
    lines.extend(finding.related.iter().take(MOST_RELATED).map(|l| related(l, language)));
    let hidden = finding.related.len().saturating_sub(MOST_RELATED);
    if hidden > 0 {
        lines.push(match language {
            Language::Zh => format!("另有 {hidden} 处相关位置未列出"),
            Language::En => format!("{hidden} more related places"),
        });
    }
    lines.push(format!("[{}]", finding.rule));
    lines
}

fn related(label: &Label, language: Language) -> String {
    let place = label.place.clone().or_else(|| {
        label.line.map(|n| match language {
            Language::Zh => format!("第{n}行"),
            Language::En => format!("line {n}"),
        })
    });
    let quoted = if label.text.is_empty() { String::new() } else { format!("“{}”", clip(&label.text)) };
    let parts = [place.unwrap_or_default(), quoted, label.note.clone()];
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    format!("{}{}", language.pick("相关位置：", "See also: "), parts.join(" "))
}

fn clip(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
