//! Runs the tests that stand inside rule files: each reads a small report and asks one rule, and only that one.
//! `⟦` and `⟧` mark where the primary label must stand; they are taken out before the report is read.

use std::ops::Range;

use crate::checks::{Context, Failure, Kind, Outcome, Place, Settings};
use crate::document::Document;
use crate::facts::{self, Completeness, Date, Facts, Overrides};
use crate::read;
use crate::rulebook::{Expect, Loaded, RawRule, RawTest, Rulebook};
use crate::source::{Format, Source};

/// What came of one test.
#[derive(Clone, Debug)]
pub struct TestResult {
    pub rule: String,
    pub test: String,
    /// Why it failed; none where it passed.
    pub failure: Option<String>,
    /// Byte offset of the test in the rule's file.
    pub at: usize,
}

/// Runs the tests of all rules that were read from files, in the order of their ids.
pub fn run_tests(loaded: &Loaded) -> Vec<TestResult> {
    let of_files = loaded.rulebook.rules.iter().zip(&loaded.files).filter(|(_, file)| file.is_some());
    of_files.flat_map(|(rule, _)| run_rule(&loaded.rulebook, rule)).collect()
}

/// Runs the tests of one rule.
pub fn run_rule(rulebook: &Rulebook, rule: &RawRule) -> Vec<TestResult> {
    rule.tests
        .iter()
        .map(|test| TestResult {
            rule: rule.id.value.clone(),
            test: test.name.value.clone(),
            failure: run(rulebook, rule, test).err(),
            at: test.name.mark.start as usize,
        })
        .collect()
}

/// What one rule says of the report of a test.
struct Verdict {
    outcome: Outcome,
    document: Document,
    facts: Facts,
}

fn run(rulebook: &Rulebook, rule: &RawRule, test: &RawTest) -> Result<(), String> {
    let (text, marks) = unmark(&test.report)?;
    let verdict = judge(rulebook, rule, test, &text)?;
    let found = match &verdict.outcome {
        Outcome::Pass => Expect::Pass,
        Outcome::Fail(_) => Expect::Fail,
        Outcome::NotApplicable => Expect::NotApplicable,
        Outcome::NotDetermined(_) => Expect::NotDetermined,
    };
    let failures: &[Failure] = if let Outcome::Fail(failures) = &verdict.outcome { failures } else { &[] };
    let labels: Vec<Range<usize>> = failures.iter().map(|f| place(f, &verdict)).collect();
    if found != *test.expect {
        let shown: Vec<&str> = labels.iter().map(|l| &text[l.clone()]).collect();
        return Err(format!("expected {:?}, got {:?} {shown:?}", *test.expect, verdict.outcome));
    }
    let expected = test.count.unwrap_or(marks.len());
    if expected > 0 && failures.len() != expected {
        let shown: Vec<&str> = labels.iter().map(|l| &text[l.clone()]).collect();
        return Err(format!("expected {expected} findings, got {}: {shown:?}", failures.len()));
    }
    for mark in &marks {
        if !labels.contains(mark) {
            let shown: Vec<&str> = labels.iter().map(|l| &text[l.clone()]).collect();
            return Err(format!("no finding stands at {:?}; found {shown:?}", &text[mark.clone()]));
        }
    }
    if let Some(case) = &test.case
        && !failures.iter().any(|f| f.case == Some(case.as_str()))
    {
        let cases: Vec<_> = failures.iter().filter_map(|f| f.case).collect();
        return Err(format!("expected case {:?}, got {cases:?}", case.as_str()));
    }
    Ok(())
}

fn judge(rulebook: &Rulebook, rule: &RawRule, test: &RawTest, text: &str) -> Result<Verdict, String> {
    let format_name = test.format.as_ref().map_or("md", |f| f.as_str());
    let format = Format::of_name(&format!("test.{format_name}")).ok_or(format!("no such format: {format_name}"))?;
    let source = Source::new(format!("{}.{format_name}", rule.id.value), format, text.as_bytes())
        .map_err(|error| error.to_string())?;
    let document = read::read(source);
    let overrides = Overrides {
        year: test.year,
        agency: test.agency.clone(),
        body: test.body,
        tier: test.tier,
        place: test.place.clone(),
        published: test.published.as_deref().map(|d| date(d)).transpose()?,
    };
    let mut facts = facts::extract(&document, rulebook.lexicon(), &overrides);
    if test.complete {
        facts.completeness = Completeness::Whole;
    }
    let settings = Settings { today: test.today.as_deref().map(|d| date(d)).transpose()?, draft: test.draft };
    let resolved = rulebook.resolve(&facts.profile, format);
    let outcome = match resolved.rules.iter().find(|r| r.id() == rule.id.as_str()) {
        None => Outcome::NotApplicable,
        Some(resolved) => match (resolved.unmet(&facts), resolved.check()) {
            (Some(why), _) => Outcome::NotDetermined(why),
            (None, None) => return Err("the rule has no check".to_owned()),
            (None, Some(check)) => check.evaluate(&Context {
                document: &document,
                facts: &facts,
                lexicon: rulebook.lexicon(),
                settings: &settings,
                hits: None,
            }),
        },
    };
    Ok(Verdict { outcome, document, facts })
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("no date: {text}"))
}

/// Where the primary label of a failure stands in the source.
fn place(failure: &Failure, verdict: &Verdict) -> Range<usize> {
    let span = match failure.primary.place {
        Place::At(span) => span,
        Place::Absent { under } => {
            let first = || verdict.document.blocks.first().map(|b| b.span);
            under.or(verdict.facts.outline.title).or_else(first).unwrap_or_default()
        }
    };
    verdict.document.source_range(span)
}

/// The report without its marks, and the byte ranges they enclosed.
fn unmark(report: &str) -> Result<(String, Vec<Range<usize>>), String> {
    let mut text = String::with_capacity(report.len());
    let (mut marks, mut open) = (Vec::new(), None);
    for c in report.chars() {
        match c {
            '⟦' if open.is_none() => open = Some(text.len()),
            '⟧' => marks.push(open.take().ok_or("⟧ without ⟦")?..text.len()),
            '⟦' => return Err("⟦ inside ⟦".to_owned()),
            c => text.push(c),
        }
    }
    if open.is_some() {
        return Err("⟦ without ⟧".to_owned());
    }
    Ok((text, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_kept_as_ranges() {
        let (text, marks) = unmark("新收⟦117⟧件").expect("balanced");
        assert_eq!(text, "新收117件");
        assert_eq!(&text[marks[0].clone()], "117");
        assert!(unmark("⟦").is_err() && unmark("⟧").is_err());
    }
}
