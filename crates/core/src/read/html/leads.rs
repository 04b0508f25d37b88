//! Where a page with next to no text leads: the page of its frame, the file it shows or offers, the address it goes on
//! to; and text that a page holds where no browser shows it as it is.

use std::ops::Range;

use super::tag::{Markup, Scanner, attribute};
use crate::document::Lead;

/// Files that hold reports, by the ends of their addresses.
const FILES: [&str; 9] = [".pdf", ".docx", ".doc", ".wps", ".ofd", ".rtf", ".zip", ".rar", ".wpt"];
/// Tags that are looked at.
const MOST: usize = 20_000;
const LONGEST: usize = 300;

/// What a page leads to.
pub(super) fn lead(text: &str) -> Option<Lead> {
    let mut scanner = Scanner::new(text, text.len());
    let mut weak = None;
    let mut from = 0;
    for at in (0..MOST).map_while(|_| {
        let at = memchr::memchr(b'<', &text.as_bytes()[from..]).map(|n| from + n)?;
        from = at + 1;
        Some(at)
    }) {
        let Markup::Tag(tag) = scanner.markup(at) else { continue };
        if tag.closing {
            continue;
        }
        let is = |name: &str| tag.raw_name.eq_ignore_ascii_case(name);
        let value = |name: &str| attribute(tag.attributes, name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty());
        let to = if is("meta") && value("http-equiv").is_some_and(|v| v.eq_ignore_ascii_case("refresh")) {
            value("content").and_then(|content| {
                let at = content.to_ascii_lowercase().find("url=")?;
                content.get(at + 4..).map(|to| to.trim().trim_matches(['"', '\'']))
            })
        } else if is("frame") || is("iframe") || is("embed") {
            value("src")
        } else if is("object") {
            value("data")
        } else {
            None
        };
        let short = |to: &str| to.chars().take(LONGEST).collect::<String>();
        if let Some(to) = to.filter(|to| !to.starts_with("about:") && !to.is_empty()) {
            return Some(Lead { to: short(to), shown: true });
        }
        let file = |to: &&str| {
            let path = to.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            FILES.iter().any(|end| path.ends_with(end))
        };
        if is("a") && weak.is_none() {
            weak = value("href").filter(file).map(|to| Lead { to: short(to), shown: false });
        }
    }
    weak
}

/// Markup that a page keeps back: in a script that is none, in a template.
pub(super) fn kept(text: &str) -> Option<Range<usize>> {
    let mut scanner = Scanner::new(text, text.len());
    let mut found: Option<Range<usize>> = None;
    let mut from = 0;
    for _ in 0..MOST {
        let Some(at) = memchr::memchr(b'<', &text.as_bytes()[from..]).map(|n| from + n) else { break };
        from = at + 1;
        let Markup::Tag(tag) = scanner.markup(at) else { continue };
        let holds = ["script", "template", "noscript", "textarea", "noframes", "xml"];
        if tag.closing || !holds.iter().any(|name| tag.raw_name.eq_ignore_ascii_case(name)) {
            continue;
        }
        let kind = attribute(tag.attributes, "type").map_or("", |(_, kind)| kind);
        if tag.raw_name.eq_ignore_ascii_case("script")
            && !["xml", "html", "template", "plain"].iter().any(|k| kind.contains(k))
        {
            continue;
        }
        let Some(content) = scanner.content(tag.raw_name, tag.end) else { continue };
        from = content.end;
        if found.as_ref().is_none_or(|f| f.len() < content.len()) {
            found = Some(content);
        }
    }
    found
}
