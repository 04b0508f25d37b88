//! The shape of the YAML files: what may stand in a rule, the instruments, the eras, the scoring. Shape only; what it
//! means together is checked in `validate`. Strict: an unknown key is an error.

use crate::checks::mistake_words;
use crate::terms::Category;
use crate::terms::Severity;
use std::collections::BTreeMap;

use serde::de::Unexpected;
use serde::{Deserialize, Deserializer, Serialize};

use super::text::Text;
use crate::checks::kinds::Check;
use crate::checks::parameter::Scalar;

use crate::terms::{Body, Tier};

/// What must be known or given before a rule may judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The text is all of the report: absence is judged.
    Whole,
    Year,
    Body,
    Tier,
    /// A date of publication or signature.
    Date,
}

/// Why a rule without a seen article may be an error or weigh in the score all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The report contradicts itself.
    Contradiction,
    /// A value that cannot be.
    Impossible,
    /// A slot of the form was left unfilled.
    Unfilled,
    /// What users asked to have required; at most a warning.
    Asked,
}

/// The reports that a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Applies {
    /// Code prefix: `cn`, `cn-43`. None: everywhere.
    pub place: Option<Scalar<String>>,
    pub body: Vec<Scalar<Body>>,
    /// Bodies left out; one of unknown kind is judged.
    pub not_body: Vec<Scalar<Body>>,
    pub tier: Vec<Scalar<Tier>>,
    /// File formats: `txt`, `md`, `html`.
    pub format: Vec<Scalar<String>>,
}

/// What a period is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    ReportYear,
    Published,
}

/// One end of a period: a year, or a date, as `yyyymmdd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bound(pub i32);

impl Bound {
    pub fn year(year: i16) -> Self {
        Self(i32::from(year) * 10_000 + 101)
    }

    pub fn date(date: crate::terms::Date) -> Self {
        Self(i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()))
    }
}

impl Bound {
    fn to_date(self) -> Option<crate::terms::Date> {
        let (year, month, day) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
        crate::terms::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    /// Days from an earlier bound to this one.
    pub fn days_since(self, earlier: Self) -> Option<i32> {
        let since = self.to_date()?.since(earlier.to_date()?).ok()?;
        Some(since.get_days())
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bound;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(mistake_words::BOUND)
            }
            fn visit_u64<E: serde::de::Error>(self, year: u64) -> Result<Bound, E> {
                match i16::try_from(year) {
                    Ok(year @ 1900..2200) => Ok(Bound::year(year)),
                    _ => Err(E::invalid_value(Unexpected::Unsigned(year), &self)),
                }
            }
            fn visit_i64<E: serde::de::Error>(self, year: i64) -> Result<Bound, E> {
                self.visit_u64(u64::try_from(year).unwrap_or(0))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bound, E> {
                match text.parse::<crate::terms::Date>() {
                    Ok(date) => Ok(Bound::date(date)),
                    Err(_) => text
                        .parse::<u64>()
                        .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
                        .and_then(|y| self.visit_u64(y)),
                }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// The article that a rule stands on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Id in `instruments.yaml`.
    pub instrument: Scalar<String>,
    pub clause: Option<String>,
    /// How sure this clause is; by default as sure as its instrument.
    pub source: Option<Evidence>,
}

/// How sure a fact of law is (the marks of the collection of regulations).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The text was seen.
    Seen,
    /// Own knowledge, or known only by its name.
    Own,
    /// Inferred from seen text.
    Inferred,
}

/// A rule during one period.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawVariant {
    pub axis: Axis,
    pub from: Scalar<Bound>,
    /// The first year or day to which it no longer applies; none: it still does.
    pub until: Option<Scalar<Bound>>,
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// In the place of the rule's own, which few periods have.
    pub check: Option<Box<Check>>,
    pub severity: Option<Scalar<Severity>>,
    pub weight: Option<Scalar<u8>>,
    pub message: Option<Text>,
    pub remedy: Option<Text>,
}

/// What differs where the check tells one case from another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCase {
    pub severity: Option<Scalar<Severity>>,
    pub message: Option<Text>,
    pub remedy: Option<Text>,
}

/// A rule file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    pub id: Scalar<String>,
    pub title: Text,
    pub category: Category,
    pub severity: Scalar<Severity>,
    /// Weight in the score; 0 for practice without a basis.
    pub weight: Scalar<u8>,
    pub ground: Option<Ground>,
    #[serde(default)]
    pub applies: Applies,
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Rules that say the same of a place, and say it better: what stands where one of theirs does is left to them.
    #[serde(default)]
    pub yields_to: Vec<Scalar<String>>,
    pub variants: Vec<RawVariant>,
    pub check: Option<Check>,
    pub message: Option<Text>,
    #[serde(default)]
    pub cases: BTreeMap<Scalar<String>, RawCase>,
    pub remedy: Text,
    pub explain: Option<Text>,
    /// What it suggests may be written into the report unasked.
    #[serde(default)]
    pub safe: bool,
    #[serde(default)]
    pub redirects: Vec<Scalar<String>>,
    #[serde(default)]
    pub tests: Vec<RawTest>,
    /// Sentences that the rule must find fault with, each by itself under the title of the first test; marks as in
    /// tests.
    #[serde(default)]
    pub yes: Vec<Scalar<String>>,
    /// Sentences like them that it must pass.
    #[serde(default)]
    pub no: Vec<Scalar<String>>,
    /// What places change in it; from files of their own.
    #[serde(skip)]
    pub amendments: Vec<RawAmendment>,
}

impl RawRule {
    /// Its own check and those of its periods.
    pub fn checks(&self) -> impl Iterator<Item = &Check> + Clone {
        self.check.iter().chain(self.variants.iter().filter_map(|v| v.check.as_deref()))
    }
}

/// A file of `amendments/`: what a place changes in a rule of the country.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAmendment {
    pub rule: Scalar<String>,
    /// Code prefix: `cn-43`.
    pub place: Scalar<String>,
    /// Report years, half open; left out: always.
    pub from: Option<Scalar<Bound>>,
    pub until: Option<Scalar<Bound>>,
    pub basis: Vec<Basis>,
    /// The rule does not hold there.
    #[serde(default)]
    pub exempt: bool,
    pub severity: Option<Scalar<Severity>>,
    pub weight: Option<Scalar<u8>>,
    pub message: Option<Text>,
    pub remedy: Option<Text>,
}

/// A test inside a rule file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTest {
    pub name: Scalar<String>,
    pub report: Scalar<String>,
    /// Of a rule about several reports: last year's, and others that lie in the same folder.
    pub previous: Option<Scalar<String>>,
    #[serde(default)]
    pub others: Vec<Scalar<String>>,
    pub expect: Scalar<Expect>,
    pub case: Option<Scalar<String>>,
    /// Findings expected; by default as many as marked places, else any number.
    pub count: Option<usize>,
    pub year: Option<i16>,
    pub format: Option<Scalar<String>>,
    pub agency: Option<String>,
    pub body: Option<Scalar<Body>>,
    pub tier: Option<Scalar<Tier>>,
    pub place: Option<Scalar<String>>,
    pub published: Option<Scalar<String>>,
    pub today: Option<Scalar<String>>,
    #[serde(default)]
    pub draft: bool,
    /// The report counts as whole, whatever its looks.
    #[serde(default = "yes")]
    pub complete: bool,
}

fn yes() -> bool {
    true
}

/// What a test expects of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    Pass,
    Fail,
    NotApplicable,
    NotDetermined,
}
