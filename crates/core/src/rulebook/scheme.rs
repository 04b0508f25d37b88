//! A scheme of scoring, as data: what a report is worth part by part, what must be there, what is taken off for what.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::text::Text;
use crate::checks::mistake_words::Thing;
use crate::checks::parameter::{Problems, Scalar};
use crate::lexicon::Lexicon;
use crate::terms::Category;

/// A file of `schemes`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    pub id: Scalar<String>,
    pub title: Text,
    /// The points that a report begins with.
    pub base: u32,
    pub layouts: Vec<Layout>,
}

/// The parts that a report of these years has, half open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub from: i16,
    pub until: Option<i16>,
    pub parts: Vec<Part>,
}

/// A part of a report, and what it is worth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub id: Scalar<String>,
    pub dimension: Category,
    pub title: Text,
    pub points: f64,
    /// What must be there; without it the part is lost.
    #[serde(default)]
    pub wants: Vec<Want>,
    /// Parts with which this one is lost.
    #[serde(default)]
    pub unless: Vec<Scalar<String>>,
    #[serde(default)]
    pub rules: BTreeMap<Scalar<String>, Charge>,
    /// Categories whose findings belong here where nothing else says where they do.
    #[serde(default)]
    pub rest: Vec<Category>,
    /// Of a table: for a figure that is wrong or missing, at most for those of a row, and once for blank cells.
    #[serde(default)]
    pub figure: f64,
    #[serde(default)]
    pub row: f64,
    #[serde(default)]
    pub blank: f64,
    /// Why no reader of reports can tell.
    #[serde(default)]
    pub unknown: Option<Text>,
    /// It can be told only beside last year's report; why.
    #[serde(default)]
    pub compared: Option<Text>,
}

/// Something that must be there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Want {
    /// A table with a figure in it.
    #[serde(default)]
    pub table: Option<Scalar<String>>,
    /// A section with text in it.
    #[serde(default)]
    pub section: Option<Scalar<String>>,
    /// Characters that the section has at least.
    #[serde(default)]
    pub at_least: usize,
    #[serde(default)]
    pub fact: Option<FactName>,
    /// Nobody asks for the table; one that the report has must hold figures.
    #[serde(default)]
    pub given: bool,
    /// The rules whose findings tell that it is not there.
    pub named_by: Vec<Scalar<String>>,
}

/// A fact that a report states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactName {
    Title,
    Agency,
    Period,
    Contact,
    Date,
    /// A figure in prose or in a table.
    Figures,
}

/// What a finding costs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Charge {
    /// The weight of its rule where it is left out.
    pub points: Option<f64>,
    /// All that the part is worth.
    pub all: bool,
    /// By case of the finding.
    pub cases: BTreeMap<String, f64>,
    /// By what is missing, where the finding names it; what is not listed costs nothing.
    pub items: BTreeMap<String, f64>,
    /// The same text twice is one.
    pub once: bool,
}

impl Part {
    /// The table that it wants.
    pub fn table(&self) -> Option<&str> {
        self.wants.iter().find_map(|w| w.table.as_ref()).map(|t| t.as_str())
    }
}

impl Scheme {
    /// The layout of a report year; the last one where the year is not known.
    pub fn layout(&self, year: Option<i16>) -> Option<&Layout> {
        let Some(year) = year else { return self.layouts.last() };
        self.layouts.iter().find(|l| l.from <= year && l.until.is_none_or(|until| year < until))
    }

    /// Names that nothing has.
    pub(super) fn validate(&self, rules: &[&str], lexicon: &Lexicon, problems: &mut Problems) {
        for part in self.layouts.iter().flat_map(|l| &l.parts) {
            let named = part.wants.iter().flat_map(|w| &w.named_by);
            for id in part.rules.keys().chain(named).filter(|id| !rules.contains(&id.as_str())) {
                problems.unknown(Thing::RULE, id, rules.iter().copied());
            }
            let topics = || lexicon.sections().iter().map(|s| s.topic.as_str());
            for want in &part.wants {
                if let Some(table) = want.table.as_ref().filter(|t| lexicon.forms.iter().all(|f| f.table != t.as_str()))
                {
                    problems.unknown(Thing::TABLE, table, lexicon.forms.iter().map(|f| f.table.as_str()));
                }
                if let Some(topic) = want.section.as_ref().filter(|s| topics().all(|t| t != s.as_str())) {
                    problems.unknown(Thing::TOPIC, topic, topics());
                }
            }
        }
    }
}
