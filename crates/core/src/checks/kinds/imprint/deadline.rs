//! In time or late: the report's own date, and that of its page, against the last day that the rule gives.
//! The day itself is in time.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::bodies::known_bodies;
use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::{Problems, Scalar, Scope};
use crate::checks::phrase::{self, Phrase};
use crate::facts::model::Stated;
use crate::lexicon::Lexicon;
use crate::terms::{Body, Date};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    requires: Requires,
    /// The last day, in the year after the report year. The first one whose bodies fit holds; none named: every body.
    #[serde(default)]
    days: Vec<Day>,
    /// What stands before the date of a page that tells when it was last changed, with `page`: it says nothing of when
    /// it was published.
    #[serde(default)]
    updated: Vec<String>,
    /// Ways of saying that the page shows again what was published before, with `page`.
    #[serde(default)]
    reposted: Vec<Phrase>,
    /// How many days before the last one a reminder begins.
    #[serde(default)]
    notice: Option<i32>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Requires {
    /// The date under the report, or the one the caller gave, is in time.
    Signed,
    /// The date of the page is in time.
    Page,
    /// A draft: how many days are left.
    Reminder,
    /// It is not signed before its year is over.
    AfterYear,
    /// Its page is not older than what it shows: neither before the signature nor before the year is over.
    PageAfter,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    #[serde(default)]
    body: Vec<Scalar<Body>>,
    month: Scalar<i8>,
    day: i8,
}

impl Kind for Deadline {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let profile = &context.facts.profile;
        let Some(year) = profile.report_year.as_ref().map(|y| y.value) else {
            return Outcome::NotDetermined(Why::YearUnknown);
        };
        let signed = profile.signed.as_ref();
        if self.requires == Requires::AfterYear {
            let Some(signed) = signed else { return Outcome::NotApplicable };
            // A period that ends before its year does may be reported on as soon as it is over.
            let stated = context.facts.period.as_ref().and_then(|p| p.end.date).filter(|end| end.year() == year);
            return match stated.or_else(|| Date::new(year, 12, 31).ok()) {
                Some(last) if signed.value < last && signed.value.year() == year => {
                    fail(label(signed), last, signed.value, None, None)
                }
                _ => Outcome::Pass,
            };
        }
        if self.requires == Requires::PageAfter {
            let Some(page) = profile.published.as_ref().filter(|p| p.span.is_some()) else {
                return Outcome::NotApplicable;
            };
            let early = signed.filter(|s| s.span.is_some() && page.value < s.value);
            return match (early, year_nearly_over(year)) {
                // A signature far from any day on which it could be is itself the mistake.
                (Some(signed), _) if signed.value.year() <= year.saturating_add(1) => {
                    fail(label(page), signed.value, page.value, Some(label(signed)), None)
                }
                (_, Some(last)) if page.value < last && page.value.year() == year => {
                    fail(label(page), last, page.value, signed.map(label), Some("in_year"))
                }
                _ => Outcome::Pass,
            };
        }
        let Some(deadline) = self.deadline(profile.body, year) else {
            return if self.days.iter().any(|d| !d.body.is_empty()) && profile.body.is_none() {
                Outcome::NotDetermined(Why::BodyUnknown)
            } else {
                Outcome::NotApplicable
            };
        };
        // A date given by the caller is the report's own; one without a span comes from no page.
        let given = profile.published.as_ref().filter(|p| p.span.is_none());
        let page = profile.published.as_ref().filter(|p| p.span.is_some());
        let own = given.or(signed);
        match self.requires {
            // What a writer signs late is late, published or not; what has no date yet is only reminded.
            _ if context.settings.draft && self.requires != Requires::Reminder => Outcome::NotApplicable,
            Requires::Signed => match own {
                None if context.unpublished() => Outcome::NotApplicable,
                None => Outcome::NotDetermined(if page.is_some() { Why::NotSigned } else { Why::NoDate }),
                Some(own) if own.value > deadline => {
                    let page = page.map(label);
                    let case = page.as_ref().map(|_| "signed_in_time");
                    fail(label(own), deadline, own.value, page, case)
                }
                Some(_) => Outcome::Pass,
            },
            Requires::Page => match page {
                None => Outcome::NotApplicable,
                Some(_) if own.is_some_and(|o| o.value > deadline) => Outcome::NotApplicable,
                Some(page) if page.value > deadline && self.is_of_later(context, page) => Outcome::NotApplicable,
                Some(page) if page.value > deadline => {
                    let own = own.map(label);
                    let long = deadline.year() + 1 < page.value.year();
                    let case = if long { Some("years_after") } else { own.as_ref().map(|_| "signed_in_time") };
                    fail(label(page), deadline, page.value, own, case)
                }
                Some(_) => Outcome::Pass,
            },
            Requires::Reminder => {
                let Some(today) = context.settings.today.filter(|_| context.settings.draft || context.unpublished())
                else {
                    return Outcome::NotApplicable;
                };
                let left = deadline.since(today).map_or(0, |s| s.get_days());
                if self.notice.is_some_and(|notice| left > notice) {
                    return Outcome::Pass;
                }
                let case = (left < 0).then_some("past");
                fail(Label::absent(context.facts.outline.title), deadline, today, None, case)
            }
            Requires::AfterYear | Requires::PageAfter => Outcome::Pass,
        }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.reposted, Scope::Page).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["deadline", "found", "days"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["signed_in_time", "years_after", "past", "in_year"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        phrase::validate(&self.reposted, problems);
        known_bodies(self.days.iter().flat_map(|day| &day.body), lexicon, problems);
    }
}

impl Deadline {
    /// The date is of a change to the page, or of its being posted again.
    fn is_of_later(&self, context: &Context<'_>, page: &Stated<Date>) -> bool {
        let text = context.document.text.folded.as_str();
        let before = page.span.map_or("", |s| text[..s.start as usize].trim_end_matches([' ', ':', '\n', '|']));
        self.updated.iter().any(|word| before.ends_with(word.as_str()))
            || !Phrase::all(&self.reposted, context, Scope::Page).is_empty()
    }

    fn deadline(&self, body: Option<Body>, year: i16) -> Option<Date> {
        let day = self
            .days
            .iter()
            .find(|d| d.body.is_empty() || body.is_some_and(|b| d.body.iter().any(|own| own.value == b)))?;
        Date::new(year.checked_add(1)?, *day.month, day.day).ok()
    }
}

/// The day before which no page can show a report on a year.
fn year_nearly_over(year: i16) -> Option<Date> {
    Date::new(year, 12, 20).ok()
}

fn label(stated: &Stated<Date>) -> Label {
    stated.span.map_or_else(|| Label::absent(None), Label::at)
}

fn fail(primary: Label, deadline: Date, found: Date, related: Option<Label>, case: Option<&'static str>) -> Outcome {
    let days = found.since(deadline).map_or(0, |s| s.get_days());
    Outcome::Fail(vec![Failure {
        primary,
        related: related.into_iter().collect(),
        values: BTreeMap::from([
            ("deadline", deadline.to_string()),
            ("found", found.to_string()),
            ("days", days.abs().to_string()),
        ]),
        identity: "deadline".to_owned(),
        case,
        ..Failure::default()
    }])
}
