//! The title of the report: that it is there, and that it names the year, the body and what it is.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::facts::model::Completeness;
use crate::language::numbers::chinese_digit;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    requires: Requires,
    /// Words any of which will do, with `words`, and in the head of a page, with `present`; words each of which is
    /// enough for a body, with `agency`.
    #[serde(default)]
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Requires {
    Present,
    Year,
    Agency,
    Words,
}

impl Kind for Title {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let Some(title) = context.facts.outline.title else {
            return match (self.requires, context.facts.completeness) {
                // Portals give the title in the page's head, and the body below it.
                (Requires::Present, _) if self.in_page_head(context) => Outcome::Pass,
                (Requires::Present, Completeness::Whole) => fail(Label::absent(None), "title", String::new()),
                (Requires::Present, _) => Outcome::NotDetermined(Why::PartOfReport),
                _ => Outcome::NotApplicable,
            };
        };
        let text = context.document.slice(title);
        let kept = match self.requires {
            Requires::Present => true,
            Requires::Year => names_year(text),
            Requires::Words => self.words.iter().any(|w| text.contains(w.as_str())),
            Requires::Agency => {
                let profile = &context.facts.profile;
                let agency = profile.agency.as_ref().zip(profile.agency_folded.as_ref());
                // The agency is shown above the title on many a page, and in the line before it.
                self.words.iter().any(|w| text.contains(w.as_str()))
                    || agency.is_some_and(|(a, name)| {
                        text.contains(name.as_str())
                            || a.span.is_some_and(|s| s.end <= title.end && title.start.saturating_sub(s.end) < 120)
                    })
            }
        };
        if kept {
            return Outcome::Pass;
        }
        let identity = match self.requires {
            Requires::Present => "title",
            Requires::Year => "year",
            Requires::Agency => "agency",
            Requires::Words => "words",
        };
        fail(Label::at(title), identity, context.document.shown(title))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["title"]
    }
}

impl Title {
    fn in_page_head(&self, context: &Context<'_>) -> bool {
        let head = context.document.signs.title.and_then(|t| context.document.source.text.get(t.range()));
        head.is_some_and(|h| self.words.iter().any(|w| h.contains(w.as_str())))
    }
}

fn fail(primary: Label, identity: &str, title: String) -> Outcome {
    let values = BTreeMap::from([("title", title)]);
    Outcome::Fail(vec![Failure { primary, values, identity: identity.to_owned(), ..Failure::default() }])
}

/// Four digits in a row, or four Chinese ones (二〇二三).
fn names_year(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        let digit = c.is_ascii_digit() || chinese_digit(c).is_some();
        run = if digit { run + 1 } else { 0 };
        run == 4
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_year_is_four_digits_of_either_script() {
        assert!(super::names_year("云河县2023年报告"));
        assert!(super::names_year("云河县二〇二三年报告"));
        assert!(!super::names_year("云河县第三季度报告"));
    }
}
