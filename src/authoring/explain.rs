//! A rule explained to a person: what it asks, on what basis, since when, what fails, how to mend it.

use super::listing::{UnknownRule, find_rule, period};
use super::testing::Sample;
use crate::facts::{Profile, Stated};
use crate::lint::{Request, Selection, Selector, judge};
use crate::output::{Paint, Printer, Screen, Terminal, Verbosity};
use crate::rulebook::{Basis, Expect, Language, RawRule, RawTest, Resolved, Rulebook};
use crate::source::Format;

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
    let language = request.language;
    let mut out = format!("{}  {}\n\n", rule.id.value, rule.title.get(language));
    if rule.id.as_str() != id {
        out.push_str(&format!("{}\n\n", language.pick("这条规则已经改名", "this rule was renamed")));
    }
    let facts = [
        (language.pick("类别", "category"), rule.category.name().to_owned()),
        (language.pick("级别", "severity"), rule.severity.name().to_owned()),
        (language.pick("分值", "weight"), rule.weight.to_string()),
    ];
    for (name, value) in facts {
        out.push_str(&format!("{name}{}{value}\n", language.pick("：", ": ")));
    }
    for variant in &rule.variants {
        out.push_str(&format!("{}{}", language.pick("适用：", "applies: "), period(variant, language)));
        let basis: Vec<String> = variant.basis.iter().map(|b| cite(b, rulebook, language)).collect();
        if !basis.is_empty() {
            out.push_str(&format!(
                "\n  {}{}",
                language.pick("依据：", "basis: "),
                basis.join(language.pick("；", "; "))
            ));
        }
        out.push('\n');
    }
    if let Some(text) = &rule.explain {
        out.push_str(&format!("\n{}\n", text.get(language).trim()));
    }
    out.push_str(&format!("\n{}{}\n", language.pick("修改建议：", "remedy: "), rule.remedy.get(language)));
    if request.place.is_some() || request.year.is_some() {
        out.push_str(&origins(rulebook, rule, request));
    }
    for (expect, heading) in [
        (Expect::Fail, language.pick("不合格的例子", "An example that fails")),
        (Expect::Pass, language.pick("合格的例子", "An example that passes")),
    ] {
        if let Some(test) = rule.tests.iter().find(|t| *t.expect == expect) {
            out.push_str(&format!("\n{heading}\n{}", indent(&example(test))));
            if expect == Expect::Fail
                && let Some(shown) = engine_output(rulebook, rule, test, request)
            {
                out.push_str(&format!("\n{}", shown.trim_end()));
                out.push('\n');
            }
        }
    }
    Ok(out)
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

/// The report of a test without its marks.
pub(super) fn example(test: &RawTest) -> String {
    test.report.replace(['⟦', '⟧'], "")
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
    let selection = Selection { select: vec![Selector::Rule(rule.id.value.clone())], ignore: Vec::new() };
    let Sample { document, facts, overrides, settings, .. } = sample;
    let wanted = Request { overrides, settings, language: request.language, selection };
    let report = judge(&document, &facts, rulebook, &wanted);
    if report.findings.is_empty() {
        return None;
    }
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
    Some(Terminal(screen).document(&report))
}

/// Each field of the rule as it holds at a place in a year, and what gave it.
fn origins(rulebook: &Rulebook, rule: &RawRule, request: &ExplainRequest) -> String {
    let language = request.language;
    let mut profile = Profile { place: request.place.clone(), ..Profile::default() };
    profile.report_year = request.year.map(|value| Stated { value, span: None });
    // Body and tier are left open: who reports is not asked here.
    let resolved = rulebook.resolve(&profile, Format::Md);
    let place = request.place.as_deref().unwrap_or("cn");
    let year = request.year.map_or_else(String::new, |y| format!(" {y}"));
    let heading = format!("\n{place}{year}\n");
    let Some(resolved) = resolved.rules.iter().find(|r| r.id() == rule.id.as_str()) else {
        return heading + language.pick("  这条规则不适用\n", "  the rule does not apply\n");
    };
    let mut out = heading;
    for (name, value, origin) in fields(resolved, language) {
        out.push_str(&format!("  {name} = {value}  ← {origin}\n"));
    }
    out
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
            resolved.basis().map(|b| b.instrument.value.as_str()).collect::<Vec<_>>().join(", "),
            origin(amendment.is_some(), true),
        ),
    ]
}
