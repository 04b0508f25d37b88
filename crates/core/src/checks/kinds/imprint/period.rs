//! The statistics period (统计期限): stated, readable, possible, of the report's year, the whole year, of the body itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::{Problems, Scalar, Scope};
use crate::checks::phrase::{self, Phrase};
use crate::checks::scope::{Reach, around};
use crate::facts::model::Completeness;
use crate::language::dates::{DAY, MONTH, NUMBER};
use crate::source::Span;
use crate::terms::Date;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    requires: Requires,
    /// Days of the year on which the period may begin besides its first, with `whole_year`.
    #[serde(default)]
    may_begin: Vec<MayBegin>,
    /// Ways of saying that a body was set up, moved or merged: its first period begins on that day, with `whole_year`.
    #[serde(default)]
    founded: Vec<Phrase>,
    /// Words for bodies that are no administrative organ, with `own_subject`.
    #[serde(default)]
    others: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Requires {
    Stated,
    WellFormed,
    Possible,
    OfReportYear,
    WholeYear,
    OwnSubject,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MayBegin {
    report_year: i16,
    month: Scalar<i8>,
    day: i8,
}

impl Kind for Period {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let facts = context.facts;
        let Some(period) = &facts.period else {
            if self.requires != Requires::Stated {
                return Outcome::NotApplicable;
            }
            if facts.completeness != Completeness::Whole {
                return Outcome::NotDetermined(Why::PartOfReport);
            }
            return fail(context, Label::absent(facts.outline.title), "period", Some("absent"), None);
        };
        let lost = period.start.glyphs_lost || period.end.glyphs_lost;
        let digits = |end: Span| context.document.slice(end).bytes().any(|b| b.is_ascii_digit());
        let bare = !digits(period.span) && period.start.date.is_none() && period.end.date.is_none();
        let dates = match (period.start.date, period.end.date) {
            (Some(start), Some(end)) => Some((start, end)),
            _ => None,
        };
        match self.requires {
            // The words are there and the dates are gone: nothing is stated.
            Requires::Stated if bare => {
                fail(context, Label::at(period.clause), "period", Some("stump"), Some(period.clause))
            }
            Requires::Stated => Outcome::Pass,
            _ if bare && self.requires != Requires::OwnSubject => Outcome::NotApplicable,
            Requires::WellFormed => match dates {
                Some(_) => match [period.start.span, period.end.span].into_iter().find(|&s| is_unclosed(context, s)) {
                    Some(bad) => fail(context, Label::at(bad), "form", None, Some(bad)),
                    None => Outcome::Pass,
                },
                None if lost => Outcome::NotDetermined(Why::GlyphsLost),
                None => {
                    let bad = if period.start.date.is_none() { period.start.span } else { period.end.span };
                    fail(context, Label::at(bad), "form", None, Some(bad))
                }
            },
            Requires::OwnSubject => self.own_subject(context, period.clause),
            Requires::Possible | Requires::OfReportYear | Requires::WholeYear => match dates {
                None if lost => Outcome::NotDetermined(Why::GlyphsLost),
                None => Outcome::NotApplicable,
                Some((start, end)) => self.judge(context, start, end, period.span),
            },
        }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        phrase::words(&self.founded, Scope::Text).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "year", "start", "end"]
    }

    fn validate(&self, _: &crate::lexicon::Lexicon, problems: &mut Problems) {
        phrase::validate(&self.founded, problems);
    }

    fn cases(&self) -> &'static [&'static str] {
        &["absent", "stump"]
    }
}

/// Twelve months most of which lie in the year, but not all.
fn is_shifted(start: Date, end: Date, year: i16) -> bool {
    let days = |from: Date, to: Date| to.since(from).map_or(0, |s| s.get_days()) + 1;
    let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return false };
    let outside = start < first || end > last;
    outside && (365..=366).contains(&days(start, end)) && days(start.max(first), end.min(last)) > 183
}

/// A day of a month without 日 (12月31止, 12月31月).
fn is_unclosed(context: &Context<'_>, date: Span) -> bool {
    let written = context.document.slice(date);
    let behind = context.document.text.folded[date.end as usize..].trim_start_matches(' ');
    // Where digits follow, spaces came between them (3 1日).
    written.contains(MONTH)
        && !written.ends_with([MONTH, DAY, NUMBER])
        && !behind.starts_with(|c: char| c.is_ascii_digit())
}

impl Period {
    fn judge(&self, context: &Context<'_>, start: Date, end: Date, span: Span) -> Outcome {
        let year = context.facts.profile.report_year.as_ref().map(|y| y.value);
        let possible = start <= end;
        let kept = match (self.requires, year) {
            (Requires::Possible, _) => possible,
            // What is impossible is told once, by the rule on that.
            _ if !possible => return Outcome::NotApplicable,
            (_, None) => return Outcome::NotDetermined(Why::YearUnknown),
            // Twelve months that begin a little early or late are of the year, and not the whole of it.
            (Requires::OfReportYear, Some(year)) => {
                start.year() == year && end.year() == year || is_shifted(start, end, year)
            }
            (_, Some(year)) if is_shifted(start, end, year) => false,
            (_, Some(year)) if start.year() != year || end.year() != year => return Outcome::NotApplicable,
            (_, Some(year)) => {
                let begins = (start.month(), start.day()) == (1, 1)
                    || self
                        .may_begin
                        .iter()
                        .any(|m| m.report_year == year && (*m.month, m.day) == (start.month(), start.day()));
                (begins || self.is_founded(context, start)) && (end.month(), end.day()) == (12, 31)
            }
        };
        if kept {
            return Outcome::Pass;
        }
        let Outcome::Fail(mut failures) = fail(context, Label::at(span), "dates", None, Some(span)) else {
            return Outcome::Pass;
        };
        for failure in &mut failures {
            failure.values.insert("start", start.to_string());
            failure.values.insert("end", end.to_string());
            if self.requires == Requires::OfReportYear
                && let Some(title) = context.facts.profile.report_year.as_ref().and_then(|y| y.span)
            {
                failure.related.push(Label::at(title));
            }
        }
        Outcome::Fail(failures)
    }

    /// The report says that its body began on that day, or in that month where the period begins with it.
    fn is_founded(&self, context: &Context<'_>, start: Date) -> bool {
        let text = context.document.text.folded.as_str();
        Phrase::all(&self.founded, context, Scope::Text).into_iter().any(|place| {
            let sentence = &text[around(text, place, Reach::Sentence).range()];
            sentence.match_indices(MONTH).any(|(mark, month)| {
                let digits = |s: &str| s.trim_end().bytes().rev().take_while(u8::is_ascii_digit).count();
                let before = sentence[..mark].trim_end();
                let day = sentence[mark + month.len()..].trim_start();
                let day = &day[..day.bytes().take_while(u8::is_ascii_digit).count()];
                let same_month = before[before.len() - digits(before)..].parse() == Ok(start.month());
                same_month && if day.is_empty() { start.day() == 1 } else { day.parse() == Ok(start.day()) }
            })
        })
    }

    /// Accuses where the statement names bodies whose data no administrative organ reports.
    fn own_subject(&self, context: &Context<'_>, clause: Span) -> Outcome {
        let Some(agency) = context.facts.profile.agency_folded.as_ref() else {
            return Outcome::NotApplicable;
        };
        let text = context.document.slice(clause);
        let first =
            self.others.iter().filter(|o| !agency.contains(o.as_str())).filter_map(|o| text.find(o.as_str())).min();
        match first {
            None => Outcome::Pass,
            Some(_) => fail(context, Label::at(clause), "subject", None, Some(clause)),
        }
    }
}

fn fail(
    context: &Context<'_>,
    primary: Label,
    identity: &str,
    case: Option<&'static str>,
    found: Option<Span>,
) -> Outcome {
    let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
    values.insert("found", found.map(|s| context.document.shown(s)).unwrap_or_default());
    let year = context.facts.profile.report_year.as_ref();
    values.insert("year", year.map(|y| y.value.to_string()).unwrap_or_default());
    values.insert("start", String::new());
    values.insert("end", String::new());
    Outcome::Fail(vec![Failure { primary, values, identity: identity.to_owned(), case, ..Failure::default() }])
}
