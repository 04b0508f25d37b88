//! 未收到, 未发生: zero said in words, against the tables and against other figures of the report. One direction only:
//! what is denied must not be there.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::cells_of_roles::{Asked, ask, of_this_year};
use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::facts::model::Count;
use crate::language::small_words::OF;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZeroWords {
    /// For a role that is denied the figures that must then be zero.
    denies: BTreeMap<String, Vec<String>>,
    /// For a role that is denied the figure that explains the others: only the first of them must be zero where it is
    /// not known to be none.
    #[serde(default)]
    unless: BTreeMap<String, String>,
    /// How the body calls itself (我局): one of the first words with one of the second.
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    bodies: Vec<String>,
    /// Words that may stand before the denial and limit nothing.
    #[serde(default)]
    plain: Vec<String>,
    /// What may follow what is denied, with 的 between (未发生行政复议的情形).
    #[serde(default)]
    ends: Vec<String>,
}

impl ZeroWords {
    /// True where the body speaks of itself and of all of the year: no part of it, no other body, no month stands
    /// before the denial, and none behind it (无申请的月份).
    fn is_of_all(&self, context: &Context<'_>, denial: &Count) -> bool {
        let text = context.document.text.folded.as_str();
        let agency = context.facts.profile.agency_folded.as_deref().unwrap_or_default();
        let starts =
            |rest: &str, words: &[String]| words.iter().filter(|w| rest.starts_with(w.as_str())).map(String::len).max();
        // The title may stand on the line of the sentence.
        let title = context.facts.outline.title.map_or(0, |t| t.end).min(denial.span.start);
        let mut rest =
            &text[denial.clause.start.min(denial.span.start).max(title) as usize..denial.span.start as usize];
        rest = rest.rsplit('\n').next().unwrap_or_default();
        loop {
            rest = rest.trim_start_matches(|c: char| {
                c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | ':' | '"' | '“' | '”')
            });
            let named = || {
                let ends = agency.char_indices().map(|(at, _)| &agency[at..]);
                ends.take_while(|end| end.chars().count() >= NAME).find(|end| rest.starts_with(end)).map(str::len)
            };
            let own = || {
                let own = starts(rest, &self.own)?;
                Some(own + starts(&rest[own..], &self.bodies)?)
            };
            match named().or_else(own).or_else(|| starts(rest, &self.plain)) {
                Some(len) => rest = &rest[len..],
                None => break,
            }
        }
        let after = text[denial.span.end as usize..].strip_prefix(OF);
        rest.is_empty() && after.is_none_or(|after| starts(after, &self.ends).is_some())
    }

    /// How many of the figures that a denial names must be zero.
    fn reach(&self, context: &Context<'_>, role: &str) -> usize {
        let Some(other) = self.unless.get(role) else { return usize::MAX };
        let said = context.facts.counts.iter().any(|c| c.role.as_deref() == Some(other) && !c.value.is_zero());
        let told = matches!(ask(context, other, context.whole_scope()), Asked::Absent);
        if said || !told { 1 } else { usize::MAX }
    }

    /// A figure above zero that the words deny: in a table, or elsewhere in prose.
    fn against(
        &self,
        context: &Context<'_>,
        denial: &Count,
        role: &str,
        unread: &mut bool,
    ) -> Option<(Span, Decimal, &'static str)> {
        for denied in self.denies.get(role)?.iter().take(self.reach(context, role)) {
            match ask(context, denied, context.whole_scope()) {
                Asked::Found(sum) => {
                    if let Some(cell) = sum.cells.iter().find(|c| c.2 > Decimal::ZERO) {
                        return Some((cell.0, cell.2, "table"));
                    }
                }
                Asked::Unread => *unread = true,
                Asked::Absent => {}
            }
            let said = context.facts.counts.iter().find(|c| {
                c.role.as_deref() == Some(denied)
                    && c.scope == context.whole_scope()
                    && !c.in_words
                    && c.value > Decimal::ZERO
                    && of_this_year(context, c)
                    && !c.number.overlaps(denial.span)
            });
            if let Some(said) = said {
                return Some((said.number, said.value, "prose"));
            }
        }
        None
    }
}

/// So many characters at the end of its name tell a body.
const NAME: usize = 3;

impl Kind for ZeroWords {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures: Vec<Failure> = Vec::new();
        let (mut any, mut unread) = (false, false);
        for count in context.facts.counts.iter().filter(|c| c.in_words && c.scope == context.whole_scope()) {
            let Some(role) = count.role.as_deref().filter(|r| self.denies.contains_key(*r)) else { continue };
            if !of_this_year(context, count) || !self.is_of_all(context, count) {
                continue;
            }
            any = true;
            let Some((place, value, case)) = self.against(context, count, role, &mut unread) else { continue };
            if failures.iter().any(|f| f.related.first() == Some(&Label::at(place))) {
                continue;
            }
            failures.push(Failure {
                primary: Label::at(count.span),
                related: vec![Label::at(place)],
                values: BTreeMap::from([("found", context.document.shown(count.span)), ("value", value.to_string())]),
                identity: role.to_owned(),
                case: Some(case),
                ..Failure::default()
            });
        }
        match (failures.is_empty(), any, unread) {
            (false, ..) => Outcome::Fail(failures),
            (true, false, _) => Outcome::NotApplicable,
            (true, true, true) => Outcome::NotDetermined(Why::CellsUnread),
            (true, true, false) => Outcome::Pass,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "value"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["table", "prose"]
    }
}
