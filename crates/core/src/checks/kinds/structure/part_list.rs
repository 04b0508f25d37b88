//! The parts that a report's opening lists by name, against the number it gives for them and against the headings
//! that follow.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::{Problems, Scope};
use crate::checks::phrase::{self, Phrase};
use crate::facts::model::Completeness;
use crate::language::numbering::{Numbering, arabic, chinese_ordinal};
use crate::language::small_words::BEFORE_SUMS;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartList {
    /// Lists of parts: what each matches is the names, with the number behind them where one is given.
    lists: Vec<Phrase>,
    /// What stands between the last name and the number.
    numbered: Vec<String>,
    /// How a name ends: what does not end so goes on behind the next comma.
    ends: Vec<String>,
    /// What joins two names, or two halves of one.
    between: Vec<String>,
    /// Words of a list that does not name all.
    open: Vec<String>,
    /// Names of an annex, which may be a part or not.
    annex: Vec<String>,
}

/// A list of fewer names says little of what parts there are.
const FEW: usize = 3;

impl Kind for PartList {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let lists = Phrase::all(&self.lists, context, Scope::Opening);
        let Some(&list) = lists.first() else { return Outcome::NotApplicable };
        let text = context.document.slice(list);
        let (names, claimed) = self.claimed(text);
        let Some((fewest, most)) = self.count(names) else { return Outcome::NotApplicable };
        let open = self.open.iter().any(|w| names.contains(w.as_str()));
        let annexed = usize::from(self.annex.iter().any(|w| names.contains(w.as_str())));
        let fits = |parts: usize| parts + annexed >= fewest && (open || parts <= most + annexed);
        let parts = context
            .facts
            .outline
            .sections
            .iter()
            .filter(|s| s.level == 1 && matches!(s.numbering, Numbering::Chinese | Numbering::Part) && !s.number_lost)
            .count();
        let (case, number) = match claimed {
            Some(claimed) if !fits(claimed) => ("number", claimed),
            Some(_) => return Outcome::Pass,
            None if parts < FEW || context.facts.completeness != Completeness::Whole => return Outcome::NotApplicable,
            None if fits(parts) => return Outcome::Pass,
            None => ("headings", parts),
        };
        let shown = if fewest == most { most.to_string() } else { format!("{fewest}–{most}") };
        let end = list.start as usize + text.floor_char_boundary(text.len());
        Outcome::Fail(vec![Failure {
            primary: Label::at(Span::new(list.start as usize, end)),
            values: BTreeMap::from([("listed", shown), ("number", number.to_string())]),
            identity: "list".to_owned(),
            case: Some(case),
            ..Failure::default()
        }])
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.lists, Scope::Opening).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["listed", "number"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["number", "headings"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.lists, problems);
    }
}

impl PartList {
    /// The names of a list, and the number that closes it.
    fn claimed<'t>(&self, text: &'t str) -> (&'t str, Option<usize>) {
        let number = |at: usize| chinese_ordinal(&text[at..]).or_else(|| arabic(&text[at..], 2));
        // The number is the last thing in the list, right before its unit.
        let found = text.char_indices().rev().take(12).filter_map(|(at, _)| Some((at, number(at)?))).last();
        let Some((at, (number, len))) = found else { return (text, None) };
        if !self.numbered.iter().any(|w| text[at + len..] == **w) {
            return (text, None);
        }
        let names = text[..at].trim_end_matches(|c| matches!(c, ',' | '、' | ' ') || BEFORE_SUMS.contains(&c));
        (names, Some(number as usize))
    }

    /// The fewest and the most parts that a list names; none where a name is cut off.
    fn count(&self, list: &str) -> Option<(usize, usize)> {
        let ends = |words: &[String], name: &str| words.iter().any(|w| name.ends_with(w.as_str()));
        let list = self.open.iter().find_map(|w| list.strip_suffix(w.as_str())).unwrap_or(list);
        let names: Vec<&str> = list.split(['、', ',', ';']).map(str::trim).filter(|n| !n.is_empty()).collect();
        let (mut fewest, mut most) = (0, 0);
        for (index, name) in names.iter().enumerate() {
            let inside: usize = self.between.iter().map(|w| name.matches(w.as_str()).count()).sum();
            let whole = ends(&self.ends, name);
            fewest += usize::from(whole);
            // A name that ends like none may be one, or the first half of the next.
            most += 1 + inside;
            if index + 1 == names.len() && !whole {
                return None;
            }
        }
        (fewest >= FEW).then_some((fewest, most))
    }
}
