//! Asks that a report speaks of something, by content and not by heading: a section on it, a figure, or words that
//! state it. Saying that there was none is speaking of it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::mistake_words::Thing;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::Scope;
use crate::checks::parameter::{Problems, Scalar};
use crate::checks::phrase;
use crate::checks::phrase::Phrase;
use crate::checks::scope;
use crate::facts::model::{CellState, Completeness, Count, Section};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mentions {
    items: Vec<Item>,
    /// Only what stands in sections with these topics counts; without such a section the check does not apply.
    #[serde(default)]
    within: Vec<String>,
    /// Where the finding is shown: the first section with one of these topics, else the title.
    #[serde(default)]
    under: Vec<String>,
    /// Only where a figure above zero of one of these roles is stated.
    #[serde(default)]
    given: Vec<String>,
    /// Only where the report has a table of this id with a figure in it.
    #[serde(default)]
    table: Option<Scalar<String>>,
    /// Only where one of these stands in those sections, and the finding is shown there: what is told in place of what
    /// is missing.
    #[serde(default)]
    instead: Vec<Phrase>,
    /// How many of the items must be missing before it is said.
    #[serde(default = "one")]
    at_least: usize,
}

fn one() -> usize {
    1
}

/// One thing to be spoken of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    /// As the message calls it.
    name: Scalar<String>,
    /// The same in English, for `{missing_en}`.
    #[serde(default)]
    en: Option<String>,
    /// A section with one of these topics that holds something speaks of it.
    #[serde(default)]
    topics: Vec<String>,
    /// Words that make such a section speak of something else only.
    #[serde(default)]
    unless: Vec<String>,
    /// A figure whose role begins with one of these speaks of it, in prose or in a table.
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    phrases: Vec<Phrase>,
    /// Where the phrases count.
    #[serde(default)]
    scope: Scope,
}

impl Kind for Mentions {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let within: Vec<Span> = scope::with_topic(context, &self.within).map(|s| s.heading.join(s.body)).collect();
        if !self.within.is_empty() && within.is_empty() {
            return Outcome::NotApplicable;
        }
        let of_table = |id: &Scalar<String>| {
            context.facts.tables.iter().any(|table| {
                let form = context.lexicon.forms.get(table.form);
                form.is_some_and(|f| f.table == id.as_str()) && table.cells.iter().any(|c| c.value.is_some())
            })
        };
        if self.table.as_ref().is_some_and(|id| !of_table(id)) {
            return Outcome::NotApplicable;
        }
        let stated = |role: &String| {
            let of_role =
                |c: &&Count| c.role.as_ref() == Some(role) && c.scope == context.whole_scope() && !c.value.is_zero();
            context.facts.counts.iter().find(of_role).map(|c| c.span)
        };
        let given = self.given.iter().find_map(stated);
        if !self.given.is_empty() && given.is_none() {
            return Outcome::NotApplicable;
        }
        let inside = |s: &Span| within.is_empty() || within.iter().any(|w| w.contains(*s));
        let instead = Phrase::all(&self.instead, context, Scope::Body).into_iter().find(inside);
        if !self.instead.is_empty() && instead.is_none() {
            return Outcome::NotApplicable;
        }
        let given = given.or(instead);
        let absent: Vec<&Item> = self.items.iter().filter(|i| !i.is_there(context, &within)).collect();
        let missing: Vec<&str> = absent.iter().map(|i| i.name.as_str()).collect();
        if missing.is_empty() || missing.len() < self.at_least.max(1) {
            return Outcome::Pass;
        }
        // One numbered section alone is the beginning of a report.
        let tops = context.facts.outline.sections.iter().filter(|s| s.level == 1).count();
        let begun = self.within.is_empty() && tops == 1 && context.facts.outline.preface.is_some();
        if begun || context.facts.completeness != Completeness::Whole {
            return Outcome::NotDetermined(Why::PartOfReport);
        }
        let under = scope::with_topic(context, &self.under).map(|s| s.heading).next();
        Outcome::Fail(vec![Failure {
            primary: given.map_or_else(|| Label::absent(under.or(context.facts.outline.title)), Label::at),
            values: BTreeMap::from([
                ("missing", missing.join("、")),
                ("missing_en", absent.iter().map(|i| i.in_english()).collect::<Vec<_>>().join(", ")),
                ("number", missing.len().to_string()),
            ]),
            identity: missing.join("/"),
            ..Failure::default()
        }])
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        let items = self.items.iter().flat_map(|i| phrase::words(&i.phrases, i.scope));
        items.chain(phrase::words(&self.instead, Scope::Body)).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["missing", "missing_en", "number"]
    }

    fn validate(&self, lexicon: &crate::lexicon::Lexicon, problems: &mut Problems) {
        let known = || lexicon.forms.iter().map(|f| f.table.as_str());
        if let Some(table) = self.table.as_ref().filter(|t| known().all(|k| k != t.as_str())) {
            problems.unknown(Thing::TABLE, table, known());
        }
        self.items.iter().for_each(|i| phrase::validate(&i.phrases, problems));
        phrase::validate(&self.instead, problems);
    }
}

impl Item {
    fn in_english(&self) -> &str {
        self.en.as_deref().unwrap_or(&self.name.value)
    }

    fn is_there(&self, context: &Context<'_>, within: &[Span]) -> bool {
        let facts = context.facts;
        let inside = |span: Span| within.is_empty() || within.iter().any(|w| w.contains(span));
        let report = scope::report(context);
        // A section that says something under its heading speaks of it, if only 无.
        let speaks = |s: &Section| {
            let body = context.document.slice(s.body);
            !body.trim().is_empty() && !self.unless.iter().any(|w| body.contains(w.as_str()))
        };
        if scope::with_topic(context, &self.topics).any(|s| inside(s.heading) && speaks(s)) {
            return true;
        }
        let starts = |role: &str| self.roles.iter().any(|r| role.starts_with(r.as_str()));
        if !self.roles.is_empty()
            && facts.counts.iter().any(|c| inside(c.span) && c.role.as_deref().is_some_and(starts))
        {
            return true;
        }
        let in_row = |role: &String| {
            let Some((table, row)) = role.split_once('.') else { return false };
            facts.tables.iter().filter(|t| inside(t.span)).any(|t| {
                let form = context.lexicon.forms.get(t.form).filter(|f| f.table == table);
                form.is_some_and(|f| {
                    let starts = |row_at: u16| f.rows.get(usize::from(row_at)).is_some_and(|r| r.id.starts_with(row));
                    t.cells.iter().any(|c| c.state != CellState::Blank && starts(c.row))
                })
            })
        };
        if self.roles.iter().any(in_row) {
            return true;
        }
        let mut found = false;
        for phrase in &self.phrases {
            phrase.each(context, self.scope, &mut |span| {
                found = report.contains(span) && inside(span);
                found
            });
            if found {
                return true;
            }
        }
        false
    }
}
