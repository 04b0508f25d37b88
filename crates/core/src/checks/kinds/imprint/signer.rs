//! The body that signs the report, against the body whose report it is.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::language::fold::is_han;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Ends of names of bodies: only a line that ends with one is a signature by name.
    ends: Vec<String>,
}

/// Shorter names say too little, in characters.
const SHORT: usize = 4;

impl Kind for Signer {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let facts = context.facts;
        let agency = facts.profile.agency.as_ref().zip(facts.profile.agency_folded.as_deref());
        let (Some((agency, folded)), Some(signature)) = (agency, facts.outline.signature) else {
            return Outcome::NotApplicable;
        };
        let text = &context.document.text.folded;
        // The first run of words in the signature, the date aside.
        let slice = &text[signature.range()];
        let Some(start) = slice.find(is_han) else { return Outcome::NotApplicable };
        let length = slice[start..].find(|c: char| !is_han(c)).unwrap_or(slice.len() - start);
        let name = &slice[start..start + length];
        let named = name.chars().count() >= SHORT && self.ends.iter().any(|e| name.ends_with(e.as_str()));
        let inside = agency.span.is_some_and(|s| signature.overlaps(s));
        if !named || inside {
            return Outcome::NotApplicable;
        }
        // 白石镇党政办公室 signs for the town; the office of a bureau does not.
        let offices = &context.lexicon.titles.offices;
        let of_town = context.lexicon.bodies.is_lowest(folded);
        let office = offices.iter().find_map(|o| name.strip_suffix(o.as_str())).filter(|_| of_town);
        let same = |name: &str| holds(folded, name) || holds(name, folded);
        if same(name) || office.is_some_and(same) {
            return Outcome::Pass;
        }
        let from = signature.start as usize + start;
        Outcome::Fail(vec![Failure {
            primary: Label::at(Span::new(from, from + length)),
            related: agency.span.map(Label::at).into_iter().collect(),
            values: BTreeMap::from([
                ("found", context.document.shown(Span::new(from, from + length))),
                ("agency", agency.value.clone()),
            ]),
            identity: "signer".to_owned(),
            ..Failure::default()
        }])
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "agency"]
    }
}

/// True where all characters of the shorter name stand in the longer one in their order: a name cut short.
fn holds(long: &str, short: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.by_ref().any(|r| r == c))
}
