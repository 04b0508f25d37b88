//! A section that must tell of two things, what was wrong and what is done about it: it tells of the one only.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::mistake_words::Thing;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::{Problems, Scalar};
use crate::checks::scope;
use crate::facts::model::Completeness;
use crate::lexicon::Lexicon;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Met {
    /// The section of the format.
    topic: Scalar<String>,
    /// Words that tell of a wrong.
    wrongs: Vec<String>,
    /// Words that tell what is or will be done.
    measures: Vec<String>,
    /// Before such a word they make a want of it.
    wanting: Vec<String>,
    /// Behind such a word they make a lack of it.
    lacking: Vec<String>,
    /// Fewer characters say too little to tell.
    at_least: usize,
}

/// How many characters lie between a measure and what makes a want or a lack of it.
const NEAR: usize = 8;

impl Kind for Met {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let about = |s: &&crate::facts::model::Section| s.is_about(self.topic.as_str());
        let sections = &context.facts.outline.sections;
        let Some(section) = sections.iter().find(|s| s.level == 1 && about(s)) else { return Outcome::NotApplicable };
        let body = context.document.slice(section.body);
        if context.document.measure(section.body) < self.at_least
            || !self.wrongs.iter().any(|w| body.contains(w.as_str()))
        {
            return Outcome::NotApplicable;
        }
        // What is done may be told in what follows, or in a section of its own.
        let end = scope::report(context).end.max(section.body.end);
        let after = context.document.slice(Span { start: section.heading.end, end });
        let elsewhere = sections.iter().filter(|s| s.heading != section.heading && about(s));
        if self.tells(after)
            || elsewhere.into_iter().any(|s| self.tells(context.document.slice(s.heading.join(s.body))))
        {
            return Outcome::Pass;
        }
        let picture = context.document.signs.images.iter().any(|&at| section.heading.end <= at && at <= end);
        if context.facts.completeness != Completeness::Whole {
            return Outcome::NotDetermined(Why::PartOfReport);
        }
        if picture {
            return Outcome::NotDetermined(Why::Picture);
        }
        // What is done would follow what was wrong last.
        let last = self.wrongs.iter().filter_map(|w| Some((body.rfind(w.as_str())?, w.len()))).max();
        let wrong = last.map(|(at, len)| section.body.part(at..at + len));
        let told = wrong.map(|w| scope::around(&context.document.text.folded, w, scope::Reach::Sentence));
        Outcome::Fail(vec![Failure {
            primary: Label::at(section.heading),
            related: told.into_iter().map(Label::at).collect(),
            values: BTreeMap::from([("found", context.document.shown(section.heading))]),
            identity: self.topic.as_str().to_owned(),
            ..Failure::default()
        }])
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let known = || lexicon.sections().iter().map(|s| s.topic.as_str());
        if known().all(|k| k != self.topic.as_str()) {
            problems.unknown(Thing::TOPIC, &self.topic, known());
        }
    }
}

impl Met {
    /// A word of what is done stands there, and none that makes a want or a lack of it near it in its clause.
    fn tells(&self, text: &str) -> bool {
        const MARKS: [char; 5] = [',', '。', ';', '\n', ':'];
        let near = |words: &[String], text: &str| words.iter().any(|w| text.contains(w.as_str()));
        self.measures.iter().any(|word| {
            text.match_indices(word.as_str()).any(|(at, word)| {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let from = before.char_indices().rev().take(NEAR).last().map_or(at, |(i, _)| i);
                let before = before[from..].rsplit(MARKS).next().unwrap_or_default();
                let to = after.char_indices().nth(NEAR).map_or(after.len(), |(i, _)| i);
                let after = after[..to].split(MARKS).next().unwrap_or_default();
                !near(&self.wanting, before) && !near(&self.lacking, after)
            })
        })
    }
}
