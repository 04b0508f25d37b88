//! Runs the tests that stand inside rule files: each reads a small report and asks one rule, and only that one.
//! `⟦` and `⟧` mark where the primary label must stand; they are taken out before the report is read.

use std::ops::Range;
use std::sync::Arc;

use super::samples::{Samples, is_across};
use crate::checks;
use crate::checks::context::{Context, Settings};
use crate::checks::outcome::{Failure, Outcome, Place};
use crate::checks::parameter::{Mark, Scalar};
use crate::document::Document;
use crate::facts;
use crate::facts::model::{Completeness, Facts, Overrides};
use crate::rulebook::{Axis, Bound, Expect, Loaded, RawRule, RawTest, Rulebook};
use crate::source::{Format, Source};
use crate::terms::Date;
use crate::terms::Language;

/// What came of one test.
#[derive(Clone, Debug)]
pub struct TestResult {
    pub rule: String,
    pub test: String,
    pub expect: Expect,
    /// Why it failed; none where it passed.
    pub failure: Option<String>,
    /// Where on the axis of the rule's periods the report stands.
    pub at: Option<Bound>,
    /// The test's name in the rule's file.
    pub mark: Mark,
}

/// Runs the tests of all rules that were read from files, in the order of their ids.
pub fn run_tests(loaded: &Loaded) -> Vec<TestResult> {
    let of_files = loaded.rulebook.rules.iter().zip(&loaded.files).filter(|(_, file)| file.is_some());
    of_files.flat_map(|(rule, _)| run_rule(&loaded.rulebook, rule)).collect()
}

/// Runs the tests of one rule.
pub fn run_rule(rulebook: &Rulebook, rule: &RawRule) -> Vec<TestResult> {
    let result = |trial: Trial| TestResult {
        rule: rule.id.value.clone(),
        test: trial.test.name.value.clone(),
        expect: *trial.test.expect,
        at: trial.read.as_ref().ok().and_then(|read| read.sample.bound(rule)),
        failure: trial.run(rulebook, rule, true).err(),
        mark: trial.test.name.mark,
    };
    trials(rulebook, rule).map(result).collect()
}

/// A test of a rule with its reports read, to be judged by the rule or by one that differs from it in parameters only.
pub(super) struct Trial {
    pub test: RawTest,
    read: Result<Read, String>,
}

struct Read {
    sample: Sample,
    /// All reports, of a rule that compares them.
    across: Option<Samples>,
}

/// The tests and the sentences of a rule, read one by one.
pub(super) fn trials<'a>(rulebook: &'a Rulebook, rule: &'a RawRule) -> impl Iterator<Item = Trial> + 'a {
    rule.tests.iter().cloned().chain(sentences(rule)).map(move |test| {
        let read = Sample::new(rulebook, rule, &test).and_then(|sample| {
            let across = is_across(rule).then(|| Samples::new(rulebook, rule, &test, &sample)).transpose()?;
            Ok(Read { sample, across })
        });
        Trial { test, read }
    })
}

impl Trial {
    /// Why the test fails with this rule. `shared`: the words of all rules are looked for in one pass, as in a run.
    pub fn run(&self, rulebook: &Rulebook, rule: &RawRule, shared: bool) -> Result<(), String> {
        let Read { sample, across } = self.read.as_ref().map_err(Clone::clone)?;
        match across {
            Some(samples) => run_across(rulebook, rule, &self.test, sample, samples),
            None => run(rulebook, rule, &self.test, sample, shared),
        }
    }
}

/// A test for each of the rule's sentences: the title of its first test, and nothing but the sentence under it.
fn sentences(rule: &RawRule) -> Vec<RawTest> {
    let Some(first) = rule.tests.first() else { return Vec::new() };
    let title = first.report.lines().next().unwrap_or_default();
    let test = |sentence: &Scalar<String>, expect| RawTest {
        name: sentence.clone(),
        report: format!("{title}\n\n{}\n", sentence.value).into(),
        expect: Scalar::from(expect),
        case: None,
        count: None,
        ..first.clone()
    };
    let yes = rule.yes.iter().map(|s| test(s, Expect::Fail));
    yes.chain(rule.no.iter().map(|s| test(s, Expect::Pass))).collect()
}

/// The report of a test, read.
pub(super) struct Sample {
    pub document: Arc<Document>,
    pub facts: Facts,
    pub overrides: Overrides,
    pub settings: Settings,
    pub marks: Vec<Range<usize>>,
}

/// Reads one text as a report, which counts as whole where the test does not say otherwise.
pub(super) fn read(
    rulebook: &Rulebook,
    name: &str,
    text: &str,
    overrides: &Overrides,
) -> Result<(Arc<Document>, Facts), String> {
    let format = Format::of_name(name).ok_or(format!("no such format: {name}"))?;
    let source = Source::new(name, format, text.as_bytes()).map_err(|error| error.to_string())?;
    let document = Arc::new(crate::read::read(source));
    let facts = facts::extract(&document, rulebook.lexicon(), overrides);
    Ok((document, facts))
}

impl Sample {
    pub(super) fn new(rulebook: &Rulebook, rule: &RawRule, test: &RawTest) -> Result<Self, String> {
        let (text, marks) = unmark(&test.report)?;
        let format = test.format.as_ref().map_or(Format::Md.name(), |f| f.as_str());
        let name = format!("{}.{format}", rule.id.value);
        let overrides = Overrides {
            year: test.year,
            agency: test.agency.clone(),
            body: test.body.as_deref().copied(),
            tier: test.tier.as_deref().copied(),
            place: test.place.as_deref().cloned(),
            published: test.published.as_ref().map(|d| date(d)).transpose()?,
        };
        let (document, mut facts) = read(rulebook, &name, &text, &overrides)?;
        if test.complete {
            facts.completeness = Completeness::Whole;
        }
        let settings = Settings { today: test.today.as_ref().map(|d| date(d)).transpose()?, draft: test.draft };
        Ok(Self { document, facts, overrides, settings, marks })
    }

    fn bound(&self, rule: &RawRule) -> Option<Bound> {
        let profile = &self.facts.profile;
        match rule.variants.first()?.axis {
            Axis::ReportYear => profile.report_year.as_ref().map(|y| Bound::year(y.value)),
            Axis::Published => profile.published.or(profile.signed).map(|d| Bound::date(d.value)),
        }
    }

    fn judge(&self, rulebook: &Rulebook, rule: &RawRule, shared: bool) -> Result<Outcome, String> {
        let Self { document, facts, settings, .. } = self;
        let Some(resolved) = rulebook.resolve_one(rule, &facts.profile, document.source.format) else {
            return Ok(Outcome::NotApplicable);
        };
        if let Some(why) = resolved.unmet(facts) {
            return Ok(Outcome::NotDetermined(why));
        }
        let tables = checks::scope::tables(document, facts);
        let hits = shared.then(|| rulebook.prefilter().scan(&document.text.folded, &tables));
        let context = Context { hits: hits.as_ref(), ..Context::new(document, facts, rulebook.lexicon(), settings) };
        Ok(resolved.check().ok_or("the rule has no check")?.evaluate(&context))
    }

    /// Where the primary label of a failure stands in the source.
    fn place(&self, failure: &Failure) -> Range<usize> {
        let first = || self.document.blocks.first().map(|b| b.span);
        let span = match failure.primary.place {
            Place::At(span) => span,
            Place::Absent { under } => under.or(self.facts.outline.title).or_else(first).unwrap_or_default(),
        };
        self.document.source_range(span)
    }
}

fn run(rulebook: &Rulebook, rule: &RawRule, test: &RawTest, sample: &Sample, shared: bool) -> Result<(), String> {
    let outcome = sample.judge(rulebook, rule, shared)?;
    let found = match &outcome {
        Outcome::Fail(failures) if failures.is_empty() => Expect::Pass,
        Outcome::Pass => Expect::Pass,
        Outcome::Fail(_) => Expect::Fail,
        Outcome::NotApplicable => Expect::NotApplicable,
        Outcome::NotDetermined(_) => Expect::NotDetermined,
    };
    let failures: &[Failure] = if let Outcome::Fail(failures) = &outcome { failures } else { &[] };
    let text = &sample.document.source.text;
    let labels: Vec<Range<usize>> = failures.iter().map(|f| sample.place(f)).collect();
    let shown = || labels.iter().map(|l| format!("“{}”", &text[l.clone()])).collect::<Vec<_>>().join("、");
    if found != *test.expect {
        let why = if let Outcome::NotDetermined(why) = &outcome { format!("({why:?})") } else { shown() };
        return Err(format!("expected {}, got {} {why}", word(*test.expect), word(found)));
    }
    let expected = test.count.unwrap_or(sample.marks.len());
    if expected > 0 && failures.len() != expected {
        return Err(format!("expected {expected} findings, got {}: {}", failures.len(), shown()));
    }
    if let Some(missed) = sample.marks.iter().find(|mark| !labels.contains(mark)) {
        return Err(format!("no finding stands at “{}”, found {}", &text[missed.clone()], shown()));
    }
    if let Some(case) = &test.case
        && !failures.iter().any(|f| f.case == Some(case.as_str()))
    {
        let cases: Vec<_> = failures.iter().map(|f| f.case.unwrap_or("none")).collect();
        return Err(format!("expected case {}, got {}", case.value, cases.join(", ")));
    }
    Ok(())
}

/// The same for a rule about several reports: marks in the test's own report are for primary labels, in others for any.
fn run_across(
    rulebook: &Rulebook,
    rule: &RawRule,
    test: &RawTest,
    sample: &Sample,
    samples: &Samples,
) -> Result<(), String> {
    let findings = samples.findings(rulebook, rule, Language::Zh);
    let format = sample.document.source.format;
    let found = match rulebook.resolve_one(rule, &sample.facts.profile, format) {
        None => Expect::NotApplicable,
        Some(resolved) if resolved.unmet(&sample.facts).is_some() => Expect::NotDetermined,
        Some(_) if findings.is_empty() => Expect::Pass,
        Some(_) => Expect::Fail,
    };
    let shown = || findings.iter().map(|f| f.message.as_str()).collect::<Vec<_>>().join("；");
    if found != *test.expect {
        return Err(format!("expected {}, got {} {}", word(*test.expect), word(found), shown()));
    }
    let expected = test.count.unwrap_or(samples.marks.iter().filter(|m| m.0 == 0).count());
    if expected > 0 && findings.len() != expected {
        return Err(format!("expected {expected} findings, got {}: {}", findings.len(), shown()));
    }
    for (report, mark) in &samples.marks {
        if !findings.iter().any(|f| samples.stands_at(f, *report, mark)) {
            let of = if *report == 0 { "the report" } else { "another report" };
            return Err(format!("no label stands at bytes {mark:?} of {of}: {}", shown()));
        }
    }
    if let Some(case) = &test.case
        && !findings.iter().any(|f| f.case == Some(case.as_str()))
    {
        return Err(format!("expected case {}, got {}", case.value, shown()));
    }
    Ok(())
}

fn word(expect: Expect) -> &'static str {
    match expect {
        Expect::Pass => "pass",
        Expect::Fail => "fail",
        Expect::NotApplicable => "not_applicable",
        Expect::NotDetermined => "not_determined",
    }
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("no date: {text}"))
}

/// The report without its marks, and the byte ranges they enclosed.
pub(super) fn unmark(report: &str) -> Result<(String, Vec<Range<usize>>), String> {
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
