//! A section that is to be no longer than so many characters.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::mistake_words::Thing;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::{Problems, Scalar};
use crate::language::fold::is_of_words;
use crate::lexicon::Lexicon;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// The section of the format.
    topic: Scalar<String>,
    /// Characters of words; marks are not counted.
    at_most: usize,
}

impl Kind for Length {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let sections = &context.facts.outline.sections;
        let about = |s: &&crate::facts::model::Section| s.level == 1 && s.is_about(self.topic.as_str());
        let Some(section) = sections.iter().find(about) else { return Outcome::NotApplicable };
        let written = context.document.slice(section.body).chars().filter(|&c| is_of_words(c)).count();
        if written <= self.at_most {
            return Outcome::Pass;
        }
        Outcome::Fail(vec![Failure {
            primary: Label::at(section.heading),
            values: BTreeMap::from([("count", written.to_string()), ("most", self.at_most.to_string())]),
            identity: self.topic.as_str().to_owned(),
            ..Failure::default()
        }])
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["count", "most"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let known = || lexicon.sections().iter().map(|s| s.topic.as_str());
        if known().all(|k| k != self.topic.as_str()) {
            problems.unknown(Thing::TOPIC, &self.topic, known());
        }
    }
}
