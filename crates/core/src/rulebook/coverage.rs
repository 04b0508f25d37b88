//! What is asked of reports, from whatever source, and the rules that ask for it: what a rulebook covers. Data only;
//! who judges a report has no need of it, and the packed rulebook comes without.

use serde::Deserialize;

use super::law::Law;
use super::schema::RawRule;
use super::text::Text;
use crate::checks::mistake_words::{Thing, Wrong};
use crate::checks::parameter::{Problems, Scalar};

/// `coverage.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Known mistakes that reports are searched for, numbered from one.
    #[serde(default)]
    pub catalogue: Option<Catalogue>,
    #[serde(default)]
    pub articles: Vec<Article>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub title: Text,
    /// How many there are: each number up to this one must be accounted for.
    pub rows: u16,
    pub groups: Vec<Group>,
}

/// Rows that belong together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub title: Text,
    pub rows: Vec<Row>,
}

/// A row of the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub number: Scalar<u16>,
    pub title: Text,
    #[serde(default)]
    pub rules: Vec<Scalar<String>>,
    /// What no program can tell of it, and why; without rules, of all of it.
    #[serde(default)]
    pub unchecked: Option<Text>,
}

/// An article that asks something of reports.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub instrument: Scalar<String>,
    pub clause: String,
    pub title: Text,
    #[serde(default)]
    pub rules: Vec<Scalar<String>>,
    #[serde(default)]
    pub unchecked: Option<Text>,
}

impl Coverage {
    /// All rows of the catalogue.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.catalogue.iter().flat_map(|c| &c.groups).flat_map(|g| &g.rows)
    }

    /// The ids of all rules named, in no order.
    pub fn named(&self) -> impl Iterator<Item = &Scalar<String>> {
        self.rows().flat_map(|r| &r.rules).chain(self.articles.iter().flat_map(|a| &a.rules))
    }

    /// Adds what another rulebook accounts for; its catalogue takes the place of this one's.
    pub(super) fn add(&mut self, other: Self) {
        self.catalogue = other.catalogue.or(self.catalogue.take());
        self.articles.extend(other.articles);
    }

    /// Names that nothing has, and numbers written twice.
    pub(super) fn validate<'r>(
        &self,
        rules: impl Iterator<Item = &'r RawRule> + Clone,
        law: &Law,
        problems: &mut Problems,
    ) {
        let ids: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        for id in self.named().filter(|id| !ids.contains(&id.as_str())) {
            problems.unknown(Thing::RULE, id, ids.iter().copied());
        }
        for article in self.articles.iter().filter(|a| !law.instruments.contains_key(a.instrument.as_str())) {
            problems.unknown(Thing::INSTRUMENT, &article.instrument, law.instruments.keys().map(String::as_str));
        }
        let mut seen = Vec::new();
        for row in self.rows() {
            if seen.contains(&*row.number) {
                problems.add(row.number.mark, &Wrong::DuplicateName(&row.number.to_string()));
            }
            seen.push(*row.number);
        }
    }
}
