//! Asks that the tables which the format puts in a section stand there. A picture in the section may be the table.

use crate::checks::mistake_words::Thing;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place, Why};
use crate::checks::parameter::{Problems, Scalar};
use crate::language::numbers::ordinal_value;
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::source::{Format, Span};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePresent {
    /// Topic of the section.
    topic: Scalar<String>,
}

impl Kind for TablePresent {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let facts = context.facts;
        let Some(year) = facts.profile.report_year.as_ref().map(|y| y.value) else {
            return Outcome::NotDetermined(Why::YearUnknown);
        };
        let forms = &context.lexicon.forms;
        let due: Vec<&Form> =
            forms.iter().filter(|f| f.is_for(year) && f.topic.as_deref() == Some(self.topic.as_str())).collect();
        let section =
            facts.outline.sections.iter().find(|s| s.level == 1 && s.topic.as_deref() == Some(self.topic.as_str()));
        let found =
            |form: &&Form| facts.tables.iter().any(|t| forms.get(t.form).is_some_and(|f| f.table == form.table));
        let mut missing: Vec<&str> = due.iter().filter(|f| !found(f)).map(|f| f.name.as_str()).collect();
        missing.sort_by_key(|name| numbers(name));
        // Without its section the table is missed by the rule about sections.
        let Some(section) = section.filter(|_| !due.is_empty()) else { return Outcome::NotApplicable };
        if missing.is_empty() {
            return Outcome::Pass;
        }
        // Under a heading with nothing at all the rule about empty sections says so, tables included.
        if context.document.slice(section.body).trim().is_empty() {
            return Outcome::NotApplicable;
        }
        let place = Span { start: section.heading.start, end: section.body.end.max(section.heading.end) };
        if context.document.signs.images.iter().any(|at| place.start <= *at && *at <= place.end) {
            return Outcome::NotDetermined(Why::Picture);
        }
        let whole = missing.len() == due.len();
        // A grid that was not understood may be the table.
        let grid = context.document.grids.iter().any(|g| place.contains(g.span) && g.rows * g.columns > 3);
        let known = facts.tables.iter().any(|t| place.overlaps(t.span));
        let unsure = context.document.signs.unsure.iter().any(|s| place.contains(*s));
        if grid && !known || unsure {
            return Outcome::NotDetermined(Why::TableUnread);
        }
        let values =
            BTreeMap::from([("tables", missing.join("、")), ("section", context.document.shown(section.title))]);
        Outcome::Fail(vec![Failure {
            primary: Label { place: Place::At(section.heading), note: String::new() },
            values,
            identity: self.topic.value.clone(),
            case: match context.document.source.format {
                Format::Txt => Some("text"),
                _ => (!whole).then_some("some"),
            },
            ..Failure::default()
        }])
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["tables", "section"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["some", "text"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let topics: std::collections::BTreeSet<&str> =
            lexicon.forms.iter().filter_map(|f| f.topic.as_deref()).collect();
        if !topics.contains(self.topic.as_str()) {
            problems.unknown(Thing::TOPIC, &self.topic, topics);
        }
    }
}

/// The Chinese digits of a name, by which tables are put in the order of the form.
fn numbers(name: &str) -> Vec<u32> {
    name.chars().filter_map(ordinal_value).collect()
}
