//! The number of parts that a report says it has (由六个部分组成), against the sections that stand in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::Problems;
use crate::checks::parameter::Scope;
use crate::checks::phrase;
use crate::checks::phrase::Phrase;
use crate::checks::scope::{Reach, around, in_table};
use crate::facts::model::{Completeness, Section};
use crate::language::numbering::{Numbering, arabic};
use crate::language::numbers::chinese;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartCount {
    /// How the number is said: what each matches begins with the number.
    said: Vec<Phrase>,
    /// Words for an annex, which may be counted as a part or not.
    #[serde(default)]
    annex: Vec<String>,
}

impl Kind for PartCount {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let Some(&said) = Phrase::all(&self.said, context, Scope::Opening).first() else {
            return Outcome::NotApplicable;
        };
        let Some(claimed) = leading_number(context.document.slice(said)) else { return Outcome::NotApplicable };
        let place =
            |s: &Section| context.lexicon.sections().iter().position(|w| s.topic.as_deref() == Some(w.topic.as_str()));
        let parts: Vec<&Section> = context
            .facts
            .outline
            .sections
            .iter()
            .filter(|s| s.level == 1 && (s.canonical || !in_table(context, s.heading)))
            .filter(|s| {
                matches!(s.numbering, Numbering::Chinese | Numbering::Part | Numbering::None) || place(s).is_some()
            })
            .collect();
        let found = parts.len();
        let sentence = around(&context.document.text.folded, said, Reach::Sentence);
        let listed = context.document.slice(sentence);
        let annexed = self.annex.iter().any(|a| listed.contains(a.as_str()));
        // What is annexed without a number may be counted or not.
        let loose = parts.iter().rev().take_while(|s| s.numbering == Numbering::None && place(s).is_none()).count();
        let agrees = |parts: usize| parts == claimed || (annexed && parts + 1 == claimed);
        // Sections of the format that are missing, or stand twice, are told by other rules.
        let year = context.facts.profile.report_year.as_ref().map(|y| y.value);
        let in_format = year.is_some_and(|y| context.lexicon.has_format(y));
        if agrees(found)
            || loose < found && agrees(found - loose)
            || in_format && agrees(as_it_should_be(context, &parts))
        {
            return Outcome::Pass;
        }
        if context.facts.completeness != Completeness::Whole && found < claimed {
            return Outcome::NotDetermined(Why::PartOfReport);
        }
        // Headings without numbers, or none at all, cannot be counted.
        if found < 2 {
            return Outcome::NotApplicable;
        }
        Outcome::Fail(vec![Failure {
            primary: Label::at(said),
            related: parts.last().map(|s| Label::at(s.heading)).into_iter().collect(),
            values: BTreeMap::from([("claimed", claimed.to_string()), ("found", found.to_string())]),
            identity: "parts".to_owned(),
            ..Failure::default()
        }])
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.said, Scope::Opening).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["claimed", "found"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.said, problems);
    }
}

/// How many parts there would be if every section of the format stood there once; those of another layout are counted
/// as they are.
fn as_it_should_be(context: &Context<'_>, parts: &[&Section]) -> usize {
    let format = context.lexicon.sections();
    let of = |topic: &str| parts.iter().filter(|s| s.topic.as_deref() == Some(topic)).count();
    let present = |topic: &str| parts.iter().any(|s| s.is_about(topic));
    let missing = format.iter().filter(|w| !present(&w.topic)).count();
    let twice: usize = format.iter().map(|w| of(&w.topic).saturating_sub(1)).sum();
    if missing * 2 > format.len() { parts.len() } else { parts.len() + missing - twice }
}

/// The number from 1 to 99 that a text begins with, in digits or in Chinese.
fn leading_number(text: &str) -> Option<usize> {
    let digits = arabic(text, 2).map(|(number, _)| number as usize);
    digits.or_else(|| usize::try_from(chinese(text, 0)?.value).ok()).filter(|n| (1..100).contains(n))
}

#[cfg(test)]
mod tests {
    use super::leading_number;

    #[test]
    fn numbers_are_read_in_both_scripts() {
        for (text, number) in [
            ("六个部分", Some(6)),
            ("十部分", Some(10)),
            ("十二个", Some(12)),
            ("8部分", Some(8)),
            ("二十一", Some(21)),
            ("两个部分", Some(2)),
            ("100个", None),
            ("各部分", None),
        ] {
            assert_eq!(leading_number(text), number, "{text}");
        }
    }
}
