//! The score of one report by a scheme: which finding takes what off which part, what is not there, and what could not
//! be assessed. Absence is asked of the facts, and findings only name it: what no rule speaks of costs all the same.

mod accounts;
mod damage;
mod ledger;
mod sum;
mod tables;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::document::Document;
use crate::facts::model::Facts;
use crate::lexicon::Lexicon;
use crate::report::{Finding, Score};
use crate::rulebook::Rulebook;
use crate::rulebook::scheme::{Layout, Part, Scheme};
use crate::terms::Language;

pub(super) use self::ledger::Ledger;

/// What a run knows that is not the report's.
pub(super) struct Asked<'a> {
    pub scheme: Option<&'a str>,
    /// Last year's report is there to compare.
    pub compared: bool,
    /// Not all rules were asked.
    pub chosen: bool,
    pub language: Language,
}

/// A report with what is known of it.
pub(super) struct Subject<'a> {
    pub document: &'a Document,
    pub facts: &'a Facts,
    pub rulebook: &'a Rulebook,
    pub findings: &'a [Finding],
}

impl Subject<'_> {
    fn lexicon(&self) -> &Lexicon {
        self.rulebook.lexicon()
    }
}

/// The score by the scheme that is asked for.
pub(super) fn score(subject: &Subject<'_>, ledger: &Ledger, asked: &Asked<'_>) -> Score {
    let year = subject.facts.profile.report_year.as_ref().map(|y| y.value);
    let schemes = &subject.rulebook.law.schemes;
    let own = match asked.scheme {
        Some(id) => schemes.iter().find(|s| s.id.as_str() == id),
        None => schemes.first(),
    };
    let made;
    let scheme = match own {
        Some(scheme) => scheme,
        None => {
            made = without_scheme(subject.rulebook);
            &made
        }
    };
    let Some(layout) = scheme.layout(year) else { return Score::default() };
    let accounts = accounts::accounts(layout, subject, ledger, asked);
    sum::summed(scheme, &accounts, subject, ledger, asked, year.is_none())
}

/// Where a rulebook has no scheme: each dimension is worth as much.
fn without_scheme(rulebook: &Rulebook) -> Scheme {
    let dimensions = &rulebook.law.dimensions;
    let points = 100.0 / dimensions.len().max(1) as f64;
    let part = |d: &crate::rulebook::Dimension| Part {
        id: d.id.name().to_owned().into(),
        dimension: d.id,
        title: d.title.clone(),
        points,
        wants: Vec::new(),
        unless: Vec::new(),
        rules: std::collections::BTreeMap::new(),
        rest: vec![d.id],
        figure: 0.0,
        row: 0.0,
        blank: 0.0,
        unknown: None,
        compared: None,
    };
    let parts = dimensions.iter().map(part).collect();
    let layout = Layout { from: i16::MIN, until: None, parts };
    let title = rulebook.title.clone();
    Scheme { id: String::from("weights").into(), title, base: 100, layouts: vec![layout] }
}

fn decimal(value: f64) -> Decimal {
    Decimal::from_f64(value).unwrap_or_default()
}
