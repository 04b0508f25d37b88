//! What a rulebook must be beyond its shape: names that exist, periods without gap or overlap, errors with a basis that
//! was seen. Finds every mistake; repairs none.

use crate::checks::mistake_words::Thing;
use crate::checks::mistake_words::Wrong;
use crate::checks::mistake_words::related;
use std::collections::BTreeMap;

use super::law::Law;
use super::mistakes::{RuleFile, Session, position};
use super::places::Places;
use super::schema::{Axis, Basis, Bound, Evidence, Ground, RawAmendment, RawRule, RawVariant};
use super::{Rulebook, placeholders};
use crate::checks::bodies::{known_bodies, known_tiers};
use crate::checks::kinds::Check;
use crate::checks::parameter::{Mark, Problems, Scalar};
use crate::source::Format;
use crate::terms::Severity;

type Filed = (RawRule, Option<RuleFile>);

pub(super) fn validate(
    rulebook: &Rulebook,
    rules: &[Filed],
    amendments: &[(RawAmendment, RuleFile)],
    session: &mut Session,
) {
    duplicates(rules, session);
    let known = |id: &str| rules.iter().any(|(rule, _)| rule.id.as_str() == id);
    for (rule, file) in rules {
        // Rules of the base were checked when they were packed.
        let Some(file) = file else { continue };
        let mut problems = Problems::default();
        let mut warnings = Problems::default();
        check_rule(rule, file, rulebook, &mut problems, &mut warnings);
        for other in rule.yields_to.iter().filter(|id| !known(id)) {
            problems.unknown(Thing::RULE, other, rules.iter().map(|(r, _)| r.id.as_str()));
        }
        session.take(file, problems);
        session.warn(file, warnings);
    }
    for (amendment, file) in amendments {
        let mut problems = Problems::default();
        check_amendment(amendment, rules, rulebook, &mut problems);
        session.take(file, problems);
    }
}

/// Ids, and the old ids that lead to rules, must be one rule's each.
fn duplicates(rules: &[Filed], session: &mut Session) {
    let mut seen: BTreeMap<&str, (Mark, Option<&RuleFile>)> = BTreeMap::new();
    for (rule, file) in rules {
        for id in std::iter::once(&rule.id).chain(&rule.redirects) {
            let Some((first, first_file)) = seen.insert(&id.value, (id.mark, file.as_ref())) else { continue };
            let (at, mark, other, other_mark) = match (file, first_file) {
                (Some(file), other) => (file, id.mark, other, first),
                (None, Some(file)) => (file, first, None, Mark::default()),
                (None, None) => continue,
            };
            let mut problems = Problems::default();
            let place = other.map(|other| {
                let (line, column) = position(&other.text, other_mark.start as usize);
                format!("{}:{line}:{column}", other.path)
            });
            problems.add(mark, &Wrong::DuplicateId { id, other: place.as_deref() });
            session.take(at, problems);
        }
    }
}

fn check_rule(rule: &RawRule, file: &RuleFile, rulebook: &Rulebook, problems: &mut Problems, warnings: &mut Problems) {
    let (law, lexicon) = (&rulebook.law, rulebook.lexicon());
    if !is_kebab(&rule.id) {
        problems.add(rule.id.mark, &Wrong::BadId(&rule.id));
    }
    check_applies(rule, rulebook, problems);
    check_periods(rule, problems);
    let checks = rule.checks();
    for check in checks.clone() {
        check.validate(lexicon, problems);
    }
    if rule.check.is_none() && rule.variants.iter().any(|v| v.check.is_none()) {
        problems.add(rule.id.mark, &Wrong::NoCheck(&rule.id));
    }
    let checks: Vec<&Check> = checks.collect();
    placeholders::check(rule, &checks, file, problems);
    for variant in &rule.variants {
        check_basis(variant, law, problems, warnings);
        check_severity(rule, variant, law, problems);
    }
    for test in &rule.tests {
        if let Some(format) = &test.format {
            known_format(format, problems);
        }
        known_bodies(&test.body, lexicon, problems);
        known_tiers(&test.tier, lexicon, problems);
        if let Some(place) = &test.place {
            check_place(place, &rulebook.places, problems);
        }
        for date in [&test.published, &test.today].into_iter().flatten() {
            if date.parse::<crate::terms::Date>().is_err() {
                problems.add(date.mark, &Wrong::BadDate(date));
            }
        }
    }
}

fn is_kebab(id: &str) -> bool {
    let part = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(part)
}

fn known_format(format: &Scalar<String>, problems: &mut Problems) {
    let known = [Format::Txt, Format::Md, Format::Html, Format::Pdf, Format::Ofd, Format::Docx].map(Format::name);
    if !known.contains(&format.as_str()) {
        problems.unknown(Thing::FORMAT, format, known);
    }
}

fn check_applies(rule: &RawRule, rulebook: &Rulebook, problems: &mut Problems) {
    let (applies, lexicon) = (&rule.applies, rulebook.lexicon());
    if let Some(place) = &applies.place {
        check_place(place, &rulebook.places, problems);
    }
    known_bodies(applies.body.iter().chain(&applies.not_body), lexicon, problems);
    known_tiers(&applies.tier, lexicon, problems);
    for format in &applies.format {
        known_format(format, problems);
    }
}

fn check_place(place: &Scalar<String>, places: &Places, problems: &mut Problems) {
    if !places.has(place) {
        problems.add(place.mark, &Wrong::BadPlace { code: place, advice: &places.advice(place) });
    }
}

/// Periods stand in order on one axis, without overlap or gap.
fn check_periods(rule: &RawRule, problems: &mut Problems) {
    let Some(first) = rule.variants.first() else {
        problems.add(rule.id.mark, &Wrong::NoPeriod(&rule.id));
        return;
    };
    for variant in &rule.variants {
        if let Some(until) = &variant.until
            && until.value <= variant.from.value
        {
            let problem = problems.add(until.mark, &Wrong::EmptyPeriod);
            problem.related.push((variant.from.mark, related::start()));
        }
        if variant.axis != first.axis {
            problems.add(variant.from.mark, &Wrong::MixedAxes);
        }
    }
    for pair in rule.variants.windows(2) {
        let [earlier, later] = pair else { continue };
        let end = earlier.until.as_ref();
        match end {
            Some(end) if end.value == later.from.value => {}
            Some(end) if end.value < later.from.value => {
                problems.add(later.from.mark, &Wrong::Gap).related.push((end.mark, related::earlier_ends()));
            }
            end => {
                let (mark, label) = match end {
                    Some(end) => (end.mark, related::earlier_ends_later()),
                    None => (earlier.from.mark, related::earlier_is_open()),
                };
                problems.add(later.from.mark, &Wrong::Overlap).related.push((mark, label));
            }
        }
    }
}

fn check_basis(variant: &RawVariant, law: &Law, problems: &mut Problems, warnings: &mut Problems) {
    for basis in &variant.basis {
        let id = &basis.instrument;
        let Some(instrument) = law.instruments.get(id.as_str()) else {
            problems.unknown(Thing::INSTRUMENT, id, law.instruments.keys().map(String::as_str));
            continue;
        };
        let end = variant.until.as_ref().map_or(Bound(i32::MAX), |u| u.value);
        if instrument.repealed.is_some_and(|repealed| repealed < end) {
            let replaced_by = instrument.replaced_by.as_ref().map(|by| by.as_str());
            warnings.add(id.mark, &Wrong::RepealedBasis { number: &instrument.number, replaced_by });
        }
        // A report is made in the year after its own: what came into force by then can be its basis.
        let last = match variant.axis {
            Axis::ReportYear => Bound(variant.from.value.0 + 10_000),
            Axis::Published => variant.from.value,
        };
        if instrument.in_force.is_some_and(|start| start > last) {
            warnings.add(id.mark, &Wrong::BasisNotInForce(&instrument.number));
        }
    }
}

fn seen(basis: &Basis, law: &Law) -> bool {
    let instrument = law.instruments.get(basis.instrument.as_str()).map(|i| i.source);
    basis.source.or(instrument) == Some(Evidence::Seen)
}

/// How severe a rule may be follows from what it stands on.
fn check_severity(rule: &RawRule, variant: &RawVariant, law: &Law, problems: &mut Problems) {
    let certain = matches!(rule.ground, Some(Ground::Contradiction | Ground::Impossible | Ground::Unfilled));
    let verified = certain || variant.basis.iter().any(|b| seen(b, law));
    let founded = rule.ground.is_some() || !variant.basis.is_empty();
    let own = variant.severity.as_ref().unwrap_or(&rule.severity);
    for severity in std::iter::once(own).chain(rule.cases.values().filter_map(|c| c.severity.as_ref())) {
        if **severity == Severity::Error && !verified {
            problems.add(severity.mark, &Wrong::UnverifiedError);
        } else if **severity == Severity::Warning && !founded {
            problems.add(severity.mark, &Wrong::UnfoundedWarning);
        }
    }
    let weight = variant.weight.as_ref().unwrap_or(&rule.weight);
    if **weight > 0 && !founded {
        problems.add(weight.mark, &Wrong::UnfoundedWeight);
    }
}

fn check_amendment(amendment: &RawAmendment, rules: &[Filed], rulebook: &Rulebook, problems: &mut Problems) {
    let law = &rulebook.law;
    let rule = rules.iter().map(|(rule, _)| rule).find(|r| r.id == amendment.rule);
    if rule.is_none() {
        problems.unknown(Thing::RULE, &amendment.rule, rules.iter().map(|(r, _)| r.id.as_str()));
    }
    check_place(&amendment.place, &rulebook.places, problems);
    if amendment.basis.is_empty() {
        problems.add(amendment.rule.mark, &Wrong::NoBasis);
    }
    for basis in &amendment.basis {
        if !law.instruments.contains_key(basis.instrument.as_str()) {
            problems.unknown(Thing::INSTRUMENT, &basis.instrument, law.instruments.keys().map(String::as_str));
        }
    }
    if let (Some(from), Some(until)) = (&amendment.from, &amendment.until)
        && **from >= **until
    {
        problems.add(until.mark, &Wrong::EmptyPeriod);
    }
    if let Some(severity) = &amendment.severity
        && **severity == Severity::Error
        && !amendment.basis.iter().any(|b| seen(b, law))
    {
        problems.add(severity.mark, &Wrong::UnverifiedAmendment);
    }
    let texts = [&amendment.message, &amendment.remedy].map(Option::is_some);
    if !amendment.exempt && amendment.severity.is_none() && amendment.weight.is_none() && texts == [false, false] {
        problems.add(amendment.rule.mark, &Wrong::EmptyAmendment);
    }
    if let (Some(rule), Some(message)) = (rule, &amendment.message) {
        let known = rule.check.as_ref().map(|check| check.placeholders()).unwrap_or_default();
        placeholders::unknown_placeholders(message, known, None, problems);
    }
}
