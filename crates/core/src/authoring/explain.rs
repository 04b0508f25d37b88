//! A rule explained to a person: what it asks, on what basis, since when, what fails, how to mend it.

use super::listing::{UnknownRule, find_rule, period};
use super::samples::{Samples, is_across};
use super::testing::Sample;
use crate::facts::model::{Profile, Stated};
use crate::lint::{Request, Selection, Selector, judge};
use crate::output::wrap::wrap;
use crate::output::{Paint, Screen, Terminal, Tone, Verbosity, severity_tone};
use crate::rulebook::{Basis, Expect, Ground, RawRule, RawTest, Resolved, Rulebook};
use crate::source::Format;
use crate::terms::Language;

/// How to explain a rule.
#[derive(Clone, Debug)]
pub struct ExplainRequest {
    pub language: Language,
    /// Columns of the screen.
    pub width: usize,
    pub paint: Paint,
    /// With a place or a year: where each field of the rule comes from, there and then.
    pub place: Option<String>,
    pub year: Option<i16>,
}

/// The text of `explain`. Examples are there where the rulebook was read with its tests.
///
/// # Errors
/// There is no such rule.
pub fn explain(rulebook: &Rulebook, id: &str, request: &ExplainRequest) -> Result<String, UnknownRule> {
    let rule = find_rule(rulebook, id)?;
    let (language, paint) = (request.language, request.paint);
    let mut out = format!("{}  {}\n", paint.tone(Tone::Strong, rule.title.get(language)), rule.id.value);
    if rule.id.as_str() != id {
        out.push_str(&match language {
            Language::Zh => format!("（原名 {id}，已改为 {}）\n", rule.id.value),
            Language::En => format!("(once {id}, now {})\n", rule.id.value),
        });
    }
    let dimension = rulebook.law.dimensions.iter().find(|d| d.id == rule.category);
    let severity = *rule.severity;
    out.push_str(&format!(
        "{} · {} · {} {}\n",
        dimension.map_or(rule.category.name(), |d| d.title.get(language)),
        paint.tone(severity_tone(severity), severity.word(language)),
        language.pick("分值", "weight"),
        *rule.weight
    ));
    let mut part = |zh: &'static str, en: &'static str, body: &str| {
        let head = paint.tone(Tone::Info, language.pick(zh, en));
        out.push_str(&format!("\n{head}\n{body}"));
    };
    if let Some(text) = &rule.explain {
        part("要求", "What it asks", &set_in(text.get(language).trim(), request.width));
    }
    let mut basis = String::new();
    for variant in &rule.variants {
        let articles: Vec<String> = variant.basis.iter().map(|b| cite(b, rulebook, language)).collect();
        let articles = match articles.as_slice() {
            [] => unwritten(rule.ground, language).to_owned(),
            all => all.join(language.pick("；", "; ")),
        };
        let line = format!("{}{}{articles}", period(variant, language), language.pick("：", ": "));
        basis.push_str(&set_in(&line, request.width));
    }
    part("适用期间与依据", "Periods and legal basis", &basis);
    part("修改建议", "How to mend it", &set_in(rule.remedy.get(language).trim(), request.width));
    if request.place.is_some() || request.year.is_some() {
        let (heading, fields) = origins(rulebook, rule, request);
        part("取值来处", "Where the fields come from", &format!("  {heading}\n{fields}"));
    }
    let of = |expect| rule.tests.iter().find(move |t| *t.expect == expect);
    if let Some(test) = of(Expect::Fail) {
        part("不合格的例子", "An example that fails", &indent(&example(test, language)));
        if let Some(shown) = engine_output(rulebook, rule, test, request) {
            part("检查结果", "What is said of it", &format!("{}\n", shown.trim_end()));
        }
    }
    if let Some(test) = of(Expect::Pass) {
        part("合格的例子", "An example that passes", &indent(&example(test, language)));
    }
    Ok(out)
}

/// A text set in by two columns.
fn set_in(text: &str, columns: usize) -> String {
    wrap(text, columns.saturating_sub(4))
        .iter()
        .enumerate()
        .map(|(i, line)| format!("{}{line}\n", if i == 0 { "  " } else { "    " }))
        .collect()
}

/// What a rule rests on that cites no article.
pub(super) fn unwritten(ground: Option<Ground>, language: Language) -> &'static str {
    let (zh, en) = match ground {
        Some(Ground::Contradiction) => {
            ("报告自相矛盾，不需条文", "the report contradicts itself: no article is needed")
        }
        Some(Ground::Impossible) => ("不可能出现的数值，不需条文", "the value cannot be: no article is needed"),
        Some(Ground::Unfilled) => ("该填的没有填，不需条文", "a slot was left unfilled: no article is needed"),
        Some(Ground::Asked) => ("没有条文，是使用者要求提醒的", "no article: users asked to be reminded"),
        None => ("没有条文，是通行的做法", "no article: common practice"),
    };
    language.pick(zh, en)
}

/// An article with the instrument it is of.
pub(super) fn cite(basis: &Basis, rulebook: &Rulebook, language: Language) -> String {
    let clause = basis.clause.as_deref().unwrap_or("");
    let Some(instrument) = rulebook.law.instruments.get(basis.instrument.as_str()) else {
        return format!("{} {clause}", basis.instrument.value);
    };
    let title = instrument.title.get(language);
    match language {
        Language::Zh => format!("《{title}》（{}）{clause}", instrument.number),
        Language::En => format!("{title} ({}) {clause}", instrument.number).trim_end().to_owned(),
    }
}

/// The report of a test without its marks, and those it is compared with.
pub(super) fn example(test: &RawTest, language: Language) -> String {
    let bare = |text: &str| text.replace(['⟦', '⟧'], "");
    let heads = [("上一年的报告", "last year's report"), ("另一份报告", "another report"), ("报告", "the report")];
    let [previous, other, own] = heads.map(|(zh, en)| {
        format!("{}\n\n", language.pick("【", "[").to_owned() + language.pick(zh, en) + language.pick("】", "]"))
    });
    let mut out = bare(&test.report);
    if test.previous.is_some() || !test.others.is_empty() {
        out.insert_str(0, &own);
    }
    for (head, text) in test.previous.iter().map(|t| (&previous, t)).chain(test.others.iter().map(|t| (&other, t))) {
        out.push_str(&format!("\n{head}{}", bare(text)));
    }
    out
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// What the engine prints of a test's report, as to this rule alone.
pub(super) fn engine_output(
    rulebook: &Rulebook,
    rule: &RawRule,
    test: &RawTest,
    request: &ExplainRequest,
) -> Option<String> {
    let sample = Sample::new(rulebook, rule, test).ok()?;
    let screen = Screen {
        language: request.language,
        paint: request.paint,
        width: request.width,
        verbosity: Verbosity::Normal,
        files: 1,
        rulebook: crate::report::Rulebook {
            name: rulebook.name.clone(),
            version: rulebook.version.clone(),
            digest: rulebook.digest.clone(),
        },
        dimensions: Vec::new(),
    };
    if is_across(rule) {
        let samples = Samples::new(rulebook, rule, test, &sample).ok()?;
        let findings = samples.findings(rulebook, rule, request.language);
        let printer = Terminal(screen);
        return Some(findings.iter().map(|f| printer.finding(f)).collect::<String>()).filter(|text| !text.is_empty());
    }
    let selection = Selection { select: vec![Selector::Rule(rule.id.value.clone())], ignore: Vec::new() };
    let Sample { document, facts, overrides, settings, .. } = sample;
    let wanted = Request { overrides, settings, language: request.language, selection, ..Request::default() };
    let report = judge(&document, &facts, rulebook, &wanted);
    if report.findings.is_empty() {
        return None;
    }
    Some(Terminal(screen).document(&report))
}

/// At what place in what year, and each field of the rule as it holds there, with what gave it.
fn origins(rulebook: &Rulebook, rule: &RawRule, request: &ExplainRequest) -> (String, String) {
    let language = request.language;
    let mut profile = Profile { place: request.place.clone(), ..Profile::default() };
    profile.report_year = request.year.map(|value| Stated { value, span: None });
    // Body and tier are left open: who reports is not asked here.
    let resolved = rulebook.resolve(&profile, Format::Md);
    let place = request.place.as_deref().unwrap_or(rulebook.places.country());
    let heading = match (request.year, language) {
        (Some(year), Language::Zh) => format!("{place}，{year} 年度的报告"),
        (Some(year), Language::En) => format!("{place}, report year {year}"),
        (None, _) => place.to_owned(),
    };
    let Some(resolved) = resolved.rules.iter().find(|r| r.id() == rule.id.as_str()) else {
        let text = language.pick("  这条规则不适用\n", "  the rule does not apply\n");
        return (heading, text.to_owned());
    };
    let lines = fields(resolved, language).into_iter();
    (heading, lines.map(|(name, value, origin)| format!("  {name} = {value}  ← {origin}\n")).collect())
}

fn fields(resolved: &Resolved<'_>, language: Language) -> Vec<(&'static str, String, String)> {
    let of_rule = || language.pick("规则", "rule").to_owned();
    let of_period = || format!("{} {}", language.pick("期间", "period"), period(resolved.variant, language));
    let of_place = || {
        let place = resolved.amendment.map_or("", |a| a.place.as_str());
        format!("{} {place}", language.pick("地方变动", "amendment"))
    };
    let origin = |by_place: bool, by_period: bool| match (by_place, by_period) {
        (true, _) => of_place(),
        (_, true) => of_period(),
        _ => of_rule(),
    };
    let (variant, amendment) = (resolved.variant, resolved.amendment);
    vec![
        (
            "severity",
            resolved.severity(None).name().to_owned(),
            origin(amendment.is_some_and(|a| a.severity.is_some()), variant.severity.is_some()),
        ),
        (
            "weight",
            resolved.weight().to_string(),
            origin(amendment.is_some_and(|a| a.weight.is_some()), variant.weight.is_some()),
        ),
        (
            "message",
            resolved.message(None).get(language).to_owned(),
            origin(amendment.is_some_and(|a| a.message.is_some()), variant.message.is_some()),
        ),
        ("check", language.pick("（种类不变）", "(kind fixed)").to_owned(), origin(false, variant.check.is_some())),
        (
            "basis",
            match resolved.basis().map(|b| b.instrument.value.as_str()).collect::<Vec<_>>().join(", ") {
                none if none.is_empty() => "—".to_owned(),
                all => all,
            },
            origin(amendment.is_some(), true),
        ),
    ]
}
