//! From failures to findings: message, basis, labels, fingerprint.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::evaluate::{Answer, Verdict};
use crate::checks::diagnosis::Certainty;
use crate::checks::outcome::{Failure, Label, Place};
use crate::report;
use crate::report::{Finding, NotDetermined, Placer, Suggestion};
use crate::rulebook::{Resolved, Rulebook};
use crate::terms::Language;

pub(super) fn write(
    report: &mut report::Document,
    answers: Vec<Answer<'_>>,
    placer: &Placer<'_>,
    rulebook: &Rulebook,
    language: Language,
) {
    let mut ordinals = FxHashMap::default();
    for Answer { rule, verdict, left_out } in answers {
        match verdict {
            Verdict::Pass => {}
            Verdict::NotDetermined(why) => {
                let why = report::why(why, language).to_owned();
                report.not_determined.push(NotDetermined { rule: rule.id().to_owned(), why });
            }
            Verdict::Fail { failures, .. } => {
                for failure in failures {
                    let ordinal = ordinals.entry((rule.id(), failure.identity.clone())).or_insert(0_u32);
                    *ordinal += 1;
                    let profile = &report.profile;
                    let agency = profile.agency.as_deref();
                    let fingerprint = fingerprint(rule.id(), agency, profile.report_year, &failure.identity, *ordinal);
                    report.findings.push(finding(&rule, failure, fingerprint, placer, rulebook, language));
                }
                if left_out > 0
                    && let Some(last) = report.findings.last_mut()
                {
                    last.message.push_str(&match language {
                        Language::Zh => format!("（同类问题另有 {left_out} 处，不再逐一列出）"),
                        Language::En => format!(" ({left_out} more of this kind are not listed)"),
                    });
                }
            }
        }
    }
}

fn finding(
    rule: &Resolved<'_>,
    failure: Failure,
    fingerprint: String,
    placer: &Placer<'_>,
    rulebook: &Rulebook,
    language: Language,
) -> Finding {
    let cause = cause(&failure, rulebook, language);
    let tangled = failure.diagnosis.is_some_and(|d| d.certainty == Certainty::Tangled);
    // Of a figure the value follows from the others; of words it is the rule's.
    let note = match failure.equation {
        Some(_) => language.pick("改为此值即可平衡", "with this value everything adds up"),
        None => "",
    };
    let told = Told {
        primary: label(&failure.primary, placer),
        related: failure.related.iter().map(|l| label(l, placer)).collect(),
        values: failure.values,
        case: failure.case,
        fingerprint,
    };
    let suggestion =
        failure.suggestion.map(|replacement| Suggestion { replacement, note: note.to_owned(), safe: rule.rule.safe });
    let mut finding = Finding { suggestion, ..compose(rule, told, rulebook, language) };
    if tangled && !cause.is_empty() {
        finding.message.clear();
    }
    finding.message.push_str(&cause);
    finding
}

/// What of a finding is not its rule's.
pub(super) struct Told {
    pub values: BTreeMap<&'static str, String>,
    pub case: Option<&'static str>,
    pub fingerprint: String,
    pub primary: report::Label,
    pub related: Vec<report::Label>,
}

/// A finding in the words of its rule.
pub(super) fn compose(rule: &Resolved<'_>, told: Told, rulebook: &Rulebook, language: Language) -> Finding {
    let text = |template: &crate::rulebook::Text| fill(template.get(language), &told.values);
    let figures = report::observed(&told.values, &told.primary, &told.related);
    Finding {
        rule: rule.id().to_owned(),
        category: rule.category(),
        severity: rule.severity(told.case),
        message: text(rule.message(told.case)),
        remedy: Some(text(rule.remedy(told.case))).filter(|r| !r.is_empty()),
        basis: rule.basis().map(|b| basis(b, rulebook, language)).collect(),
        fingerprint: told.fingerprint,
        primary: told.primary,
        related: told.related,
        suggestion: None,
        suppressed: None,
        figures,
        case: told.case,
    }
}

/// What is known of the cause, in words; nothing where nothing is.
fn cause(failure: &Failure, rulebook: &Rulebook, language: Language) -> String {
    let (Some(diagnosis), Some(causes)) = (&failure.diagnosis, &rulebook.law.causes) else { return String::new() };
    let mut values = failure.values.clone();
    values.insert("relations", diagnosis.relations.to_string());
    let others = values.get("others").is_some_and(|o| !o.is_empty());
    let here = if diagnosis.figures > 1 { &causes.here_several } else { &causes.here };
    values.insert("here", here.get(language).to_owned());
    let slip = diagnosis.slip.map(|s| fill(causes.slip(s).get(language), &values));
    values.insert("slip", slip.unwrap_or_default());
    fill(causes.certainty(diagnosis, others).get(language), &values)
}

fn label(label: &Label, placer: &Placer<'_>) -> report::Label {
    match label.place {
        Place::At(span) => placer.label(span, label.note.as_str()),
        Place::Absent { under } => placer.absent(under, label.note.as_str()),
    }
}

fn basis(basis: &crate::rulebook::Basis, rulebook: &Rulebook, language: Language) -> report::Basis {
    let instrument = rulebook.law.instruments.get(basis.instrument.as_str());
    report::Basis {
        instrument: instrument.map_or_else(|| basis.instrument.value.clone(), |i| i.number.clone()),
        clause: basis.clause.clone().unwrap_or_default(),
        title: instrument.map(|i| i.title.get(language).to_owned()),
    }
}

/// Puts values in the place of `{name}`; a name without a value stays as it is.
fn fill(template: &str, values: &BTreeMap<&'static str, String>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) if values.contains_key(name) => {
                out.push_str(&values[name]);
                rest = tail;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Stable under edits elsewhere: of the rule, who reports on what year, and what the finding is about; not of values,
/// lines or bytes. `ordinal` tells apart findings about the same thing.
pub(super) fn fingerprint(rule: &str, agency: Option<&str>, year: Option<i16>, identity: &str, ordinal: u32) -> String {
    let mut hash = Sha256::new();
    for part in [rule, agency.unwrap_or_default(), identity] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(year.unwrap_or_default().to_le_bytes());
    hash.update(ordinal.to_le_bytes());
    hash.finalize()[..10].iter().fold(String::with_capacity(20), |mut digits, byte| {
        digits.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_strangers_kept() {
        let values = BTreeMap::from([("left", "118".to_owned())]);
        assert_eq!(fill("{left} ≠ {right}，{左", &values), "118 ≠ {right}，{左");
    }
}
