//! Rules as linting uses them: a rule, its period, and the choice of those that apply to a report.

use super::schema::{Axis, Basis, Bound, Need, RawAmendment, RawCase, RawRule, RawVariant};
use super::text::Text;
use crate::checks::kinds::Check;
use crate::checks::outcome::Why;
use crate::checks::parameter::Scalar;
use crate::facts::model::{Completeness, Facts, Profile};
use crate::source::Format;
use crate::terms::{Category, Severity};

/// A rule as it applies to one report.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    pub rule: &'a RawRule,
    pub variant: &'a RawVariant,
    /// What the report's place changes.
    pub amendment: Option<&'a RawAmendment>,
    /// Set where it is not known whether the rule applies.
    pub unsure: Option<Why>,
}

impl<'a> Resolved<'a> {
    pub fn id(&self) -> &'a str {
        &self.rule.id
    }

    pub fn category(&self) -> Category {
        self.rule.category
    }

    fn case(&self, case: Option<&str>) -> Option<&'a RawCase> {
        case.and_then(|c| self.rule.cases.get(c))
    }

    pub fn severity(&self, case: Option<&str>) -> Severity {
        let of_case = self.case(case).and_then(|c| c.severity.as_deref());
        let of_place = self.amendment.and_then(|a| a.severity.as_deref());
        *of_place.or(of_case).or(self.variant.severity.as_deref()).unwrap_or(&self.rule.severity)
    }

    pub fn weight(&self) -> u8 {
        let of_place = self.amendment.and_then(|a| a.weight.as_ref());
        **of_place.or(self.variant.weight.as_ref()).unwrap_or(&self.rule.weight)
    }

    pub fn check(&self) -> Option<&'a Check> {
        self.variant.check.as_deref().or(self.rule.check.as_ref())
    }

    pub fn basis(&self) -> impl Iterator<Item = &'a Basis> {
        self.variant.basis.iter().chain(self.amendment.iter().flat_map(|a| &a.basis))
    }

    /// The message with its placeholders.
    pub fn message(&self, case: Option<&str>) -> &'a Text {
        let of_case = self.case(case).and_then(|c| c.message.as_ref());
        let of_place = self.amendment.and_then(|a| a.message.as_ref());
        of_place
            .or(of_case)
            .or(self.variant.message.as_ref())
            .or(self.rule.message.as_ref())
            .unwrap_or(&self.rule.title)
    }

    pub fn remedy(&self, case: Option<&str>) -> &'a Text {
        let of_case = self.case(case).and_then(|c| c.remedy.as_ref());
        let of_place = self.amendment.and_then(|a| a.remedy.as_ref());
        of_place.or(of_case).or(self.variant.remedy.as_ref()).unwrap_or(&self.rule.remedy)
    }

    /// What keeps the rule from judging this report, if anything does. Ask before evaluating.
    pub fn unmet(&self, facts: &Facts) -> Option<Why> {
        self.unsure.or_else(|| self.rule.needs.iter().find_map(|need| lacking(*need, facts)))
    }
}

fn lacking(need: Need, facts: &Facts) -> Option<Why> {
    let profile = &facts.profile;
    match need {
        Need::Whole => (facts.completeness != Completeness::Whole).then_some(Why::PartOfReport),
        Need::Year => profile.report_year.is_none().then_some(Why::YearUnknown),
        Need::Body => profile.body.is_none().then_some(Why::BodyUnknown),
        Need::Tier => profile.tier.is_none().then_some(Why::BodyUnknown),
        Need::Date => (profile.published.is_none() && profile.signed.is_none()).then_some(Why::NoDate),
    }
}

/// The rules that apply to one report, in the order of their ids.
#[derive(Clone, Debug, Default)]
pub struct RuleSet<'a> {
    pub rules: Vec<Resolved<'a>>,
}

/// What holds for all rules of a rulebook.
#[derive(Clone, Copy)]
pub(super) struct General<'r> {
    /// The first year that is judged at all.
    pub first_year: i16,
    /// The code that all places begin with.
    pub country: &'r str,
}

/// When a report is of, as the periods of rules ask for it.
#[derive(Clone, Copy)]
struct Time {
    year: Option<Bound>,
    date: Option<Bound>,
    /// The first year that is judged at all.
    first: Bound,
}

impl Time {
    fn of(profile: &Profile, general: General<'_>) -> Self {
        Self {
            year: profile.report_year.as_ref().map(|y| Bound::year(y.value)),
            date: profile.published.as_ref().or(profile.signed.as_ref()).map(|d| Bound::date(d.value)),
            first: Bound::year(general.first_year),
        }
    }
}

pub(super) fn resolve<'a>(
    rules: &'a [RawRule],
    general: General<'_>,
    profile: &Profile,
    format: Format,
) -> RuleSet<'a> {
    let time = Time::of(profile, general);
    let mut resolved = Vec::with_capacity(rules.len());
    resolved.extend(rules.iter().filter_map(|rule| applying(rule, general, time, profile, format)));
    RuleSet { rules: resolved }
}

pub(super) fn resolve_one<'a>(
    rule: &'a RawRule,
    general: General<'_>,
    profile: &Profile,
    format: Format,
) -> Option<Resolved<'a>> {
    applying(rule, general, Time::of(profile, general), profile, format)
}

#[inline]
fn applying<'a>(
    rule: &'a RawRule,
    general: General<'_>,
    time: Time,
    profile: &Profile,
    format: Format,
) -> Option<Resolved<'a>> {
    let applies = &rule.applies;
    // A report of unknown place is taken to lie in the country.
    let place = profile.place.as_deref().unwrap_or(general.country);
    if applies.place.as_ref().is_some_and(|outer| !within(place, outer)) {
        return None;
    }
    if !applies.format.is_empty() && !applies.format.iter().any(|f| f.as_str() == format.name()) {
        return None;
    }
    let mut unsure = None;
    match profile.body {
        Some(body) if is_among(body, &applies.not_body) => return None,
        Some(body) if !applies.body.is_empty() && !is_among(body, &applies.body) => return None,
        None if !applies.body.is_empty() => unsure = Some(Why::BodyUnknown),
        _ => {}
    }
    match profile.tier {
        Some(tier) if !applies.tier.is_empty() && !is_among(tier, &applies.tier) => return None,
        None if !applies.tier.is_empty() => unsure = Some(Why::BodyUnknown),
        _ => {}
    }
    let (variant, in_doubt) = variant_for(rule, time)?;
    let amendment = rule.amendments.iter().rev().find(|a| within(place, &a.place) && holds(a, time));
    if amendment.is_some_and(|a| a.exempt) {
        return None;
    }
    Some(Resolved { rule, variant, amendment, unsure: unsure.or(in_doubt) })
}

fn is_among<T: PartialEq>(one: T, several: &[Scalar<T>]) -> bool {
    several.iter().any(|other| other.value == one)
}

/// Whether a place lies in another: the code of the narrower begins with that of the wider.
fn within(place: &str, outer: &str) -> bool {
    place.starts_with(outer)
}

/// Whether an amendment is in force; one that has a time is not where the year is unknown.
fn holds(amendment: &RawAmendment, time: Time) -> bool {
    let (from, until) = (amendment.from.as_deref(), amendment.until.as_deref());
    match time.year {
        Some(year) => from.is_none_or(|from| *from <= year) && until.is_none_or(|until| year < *until),
        None => from.is_none() && until.is_none(),
    }
}

fn variant_for(rule: &RawRule, time: Time) -> Option<(&RawVariant, Option<Why>)> {
    let mut unknown = None;
    for variant in &rule.variants {
        let (at, why) = match variant.axis {
            Axis::ReportYear => (time.year, Why::YearUnknown),
            Axis::Published => (time.date, Why::NoDate),
        };
        match at {
            Some(at) if *variant.from <= at && variant.until.as_ref().is_none_or(|u| at < **u) => {
                return Some((variant, None));
            }
            Some(_) => {}
            // Without a year, a rule holds that is the same in every year that is judged at all.
            None if *variant.from <= time.first && variant.until.is_none() => {
                return Some((variant, None));
            }
            None => unknown = Some((variant, Some(why))),
        }
    }
    unknown
}
