//! Asks that the report states something: its title, its period, how to reach the body, its date.

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    fact: Fact,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fact {
    Title,
    Agency,
    Period,
    /// An address, and a phone number or an e-mail address.
    Contact,
    /// Of the report or its page.
    Date,
}

impl Kind for Required {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let facts = context.facts;
        let title = facts.outline.title;
        // What is being written has no date yet.
        if matches!(self.fact, Fact::Date) && context.settings.draft {
            return Outcome::NotApplicable;
        }
        let contact = &facts.contact;
        // Where something is absent the title tells the place; where a part is, what is there.
        let (there, under): (bool, Option<Span>) = match self.fact {
            Fact::Title => (title.is_some(), None),
            Fact::Agency => (facts.profile.agency.is_some(), title),
            Fact::Period => (facts.period.is_some(), title),
            Fact::Contact => (
                contact.address.is_some() && (contact.phone.is_some() || contact.email.is_some()),
                contact.span.or(title),
            ),
            Fact::Date => (facts.profile.signed.is_some() || facts.profile.published.is_some(), title),
        };
        if there {
            return Outcome::Pass;
        }
        let identity = match self.fact {
            Fact::Title => "title",
            Fact::Agency => "agency",
            Fact::Period => "period",
            Fact::Contact => "contact",
            Fact::Date => "date",
        };
        Outcome::Fail(vec![Failure {
            primary: Label { place: Place::Absent { under }, note: String::new() },
            identity: identity.to_owned(),
            ..Failure::default()
        }])
    }
}
