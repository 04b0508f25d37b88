//! `explain` and `rules`: what the rules are, and whether their tests pass.

use serde_json::json;

use super::args::{Explain, Print, RulesList, RulesTest, ScoreFormat};
use super::book::{Book, inputs};
use super::run::unwritable;
use super::screen;
use super::sink::Sink;
use super::usage::Stop;
use crate::authoring::{missing_tests, run_tests};
use crate::output::wrap::{pad, width, wrap};
use crate::output::{Screen, Tone};
use crate::report::{Exit, Severity};
use crate::rulebook::{self, Basis, Category, Expect, Language, RawRule, RawTest, RawVariant};

fn print(text: &str, to: &Print) -> Result<(), Stop> {
    let mut sink = Sink::open(to.output.as_deref()).map_err(|e| unwritable(to, &e))?;
    Ok(sink.write(text).and_then(|()| sink.finish()).map_err(|e| unwritable(to, &e))?)
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Info => Tone::Info,
    }
}

/// All rules, by category.
///
/// # Errors
/// A mistake in a rulebook, an output that cannot be written.
pub fn list(args: &RulesList) -> Result<Exit, Stop> {
    let language = Language::from(args.print.lang);
    let book = Book::open(&args.rules, language)?;
    let text = match args.format {
        ScoreFormat::Json => {
            let rules: Vec<_> = book
                .rules
                .iter()
                .map(|r| {
                    json!({
                        "id": r.id.value,
                        "title": r.title.get(language),
                        "category": r.category.name(),
                        "severity": r.severity.name(),
                        "weight": *r.weight,
                    })
                })
                .collect();
            format!("{}\n", json!({"schema": "gouji.rules/1", "rulebook": book.about(), "rules": rules}))
        }
        ScoreFormat::Terminal => table(&book, &screen::of(&args.print)),
    };
    print(&text, &args.print)?;
    Ok(Exit::Clean)
}

fn table(book: &Book, screen: &Screen) -> String {
    let names = book.rules.iter().map(|r| width(&r.id.value)).max().unwrap_or(0).min(screen.width / 2);
    let dimensions = book.dimensions(screen.language);
    let mut out = String::new();
    for category in Category::ALL {
        let rules: Vec<&RawRule> = book.rules.iter().filter(|r| r.category == category).collect();
        if rules.is_empty() {
            continue;
        }
        let title = dimensions.iter().find(|d| d.0 == category).map_or(category.name(), |d| d.1.as_str());
        out.push_str(&format!("{}  {}\n", screen.paint.tone(Tone::Strong, title), category.name()));
        for rule in rules {
            let severity = *rule.severity;
            let word = pad(severity.word(screen.language), if screen.language == Language::Zh { 4 } else { 7 });
            let room = screen.width.saturating_sub(names + width(&word) + 6).max(12);
            let lines = wrap(rule.title.get(screen.language), room);
            let indent = format!("\n{}", " ".repeat(names + width(&word) + 6));
            out.push_str(&format!(
                "  {}  {}  {}\n",
                screen.paint.tone(tone(severity), &word),
                pad(&rule.id.value, names),
                lines.join(&indent)
            ));
        }
        out.push('\n');
    }
    out
}

/// Runs the tests inside rule files.
///
/// # Errors
/// A mistake in a rulebook, an output that cannot be written.
pub fn test(args: &RulesTest) -> Result<Exit, Stop> {
    let language = Language::from(args.print.lang);
    let screen = screen::of(&args.print);
    let loaded = match args.paths.as_slice() {
        [] => rulebook::load(rulebook::embedded_inputs(), None)?,
        paths => rulebook::load(inputs(paths, language)?, Some(rulebook::embedded()))?,
    };
    let results = run_tests(&loaded);
    let mut out = String::new();
    let mut failed = 0;
    for result in &results {
        let Some(failure) = &result.failure else { continue };
        failed += 1;
        let file = loaded.rulebook.rules.iter().zip(&loaded.files).find(|(r, _)| r.id.value == result.rule);
        let place = file.and_then(|(_, f)| f.as_ref()).map_or_else(String::new, |f| {
            let line = f.text.as_bytes().iter().take(result.mark.start as usize).filter(|&&b| b == b'\n').count() + 1;
            format!("{}:{line}", f.path)
        });
        let word = screen.paint.tone(Tone::Error, screen.say("未通过", "failed"));
        out.push_str(&format!("{word} {} · {}  {place}\n", result.rule, result.test));
        out.push_str(&format!("  {}\n", wrap(failure, screen.width.saturating_sub(2)).join("\n  ")));
    }
    let passed = results.len() - failed;
    // The embedded rules are held to it by the project's own tests.
    let missing = if args.paths.is_empty() { Vec::new() } else { missing_tests(&loaded, &results) };
    for diagnosis in &missing {
        let word = screen.paint.tone(Tone::Error, screen.say("缺少测试", "missing test"));
        out.push_str(&format!("{word} {diagnosis}\n"));
    }
    let rules = loaded.files.iter().flatten().count();
    out.push_str(&match language {
        Language::Zh => format!("{rules} 条规则，{} 项测试：通过 {passed}，未通过 {failed}\n", results.len()),
        Language::En => format!("{rules} rules, {} tests: {passed} passed, {failed} failed\n", results.len()),
    });
    print(&out, &args.print)?;
    Ok(if failed == 0 && missing.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// What one rule asks, why, and how to satisfy it.
///
/// # Errors
/// No such rule, a mistake in a rulebook, an output that cannot be written.
pub fn explain(args: &Explain) -> Result<Exit, Stop> {
    let language = Language::from(args.print.lang);
    let book = Book::open(&args.rules, language)?;
    let redirected = || book.rules.iter().find(|r| r.redirects.iter().any(|old| old.value == args.rule));
    let Some(rule) = book.rule(&args.rule).or_else(redirected) else {
        return Err(book.unknown(&args.rule, language).into());
    };
    print(&Page { book: &book, rule, screen: screen::of(&args.print) }.text(), &args.print)?;
    Ok(Exit::Clean)
}

/// The page of one rule.
struct Page<'a> {
    book: &'a Book,
    rule: &'a RawRule,
    screen: Screen,
}

impl Page<'_> {
    fn text(&self) -> String {
        let (rule, screen) = (self.rule, &self.screen);
        let language = screen.language;
        let mut out = format!("{}\n", screen.paint.tone(Tone::Strong, rule.title.get(language)));
        let severity = *rule.severity;
        let word = screen.paint.tone(tone(severity), severity.word(language));
        out.push_str(&format!("{} · {} · {word}\n", rule.id.value, rule.category.name()));
        if let Some(text) = &rule.explain {
            self.part(&mut out, "要求", "What it asks", text.get(language));
        }
        let basis: Vec<String> = rule.variants.iter().map(|v| self.period(v)).collect();
        self.part(&mut out, "依据", "Legal basis", &basis.join("\n"));
        self.part(&mut out, "改法", "How to mend it", rule.remedy.get(language));
        self.example(&mut out, Expect::Fail, "不合要求的例子", "An example that fails");
        self.example(&mut out, Expect::Pass, "合乎要求的例子", "An example that passes");
        out
    }

    fn part(&self, out: &mut String, zh: &str, en: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let head = self.screen.paint.tone(Tone::Info, self.screen.say(zh, en));
        let lines = wrap(text.trim_end(), self.screen.width.saturating_sub(2));
        out.push_str(&format!("\n{head}\n  {}\n", lines.join("\n  ")));
    }

    /// Since when and until when, and on what it stands.
    fn period(&self, variant: &RawVariant) -> String {
        let (from, until) = (shown(&variant.from.value), variant.until.as_ref().map(|u| shown(&u.value)));
        let period = match (self.screen.language, until) {
            (Language::Zh, None) => format!("自 {from}"),
            (Language::Zh, Some(until)) => format!("自 {from} 至 {until} 前"),
            (Language::En, None) => format!("from {from}"),
            (Language::En, Some(until)) => format!("from {from} until {until}"),
        };
        let all: Vec<String> = variant.basis.iter().map(|b| self.basis(b)).collect();
        format!("{period}{}{}", self.screen.say("：", ": "), all.join(self.screen.say("；", "; ")))
    }

    fn basis(&self, basis: &Basis) -> String {
        let clause = basis.clause.as_deref().unwrap_or_default();
        match self.book.law.instruments.get(&basis.instrument.value) {
            Some(i) => match self.screen.language {
                Language::Zh => format!("《{}》（{}）{clause}", i.title.get(Language::Zh), i.number),
                Language::En => format!("{} ({}) {clause}", i.title.get(Language::En), i.number),
            },
            None => format!("{} {clause}", basis.instrument.value),
        }
    }

    fn example(&self, out: &mut String, expect: Expect, zh: &str, en: &str) {
        // Tests are not packed into the binary's rules; they stand in the YAML beside them.
        let tests = self.tests();
        let Some(test) = tests.iter().find(|t| *t.expect == expect) else { return };
        let text: String = test.report.chars().filter(|c| !matches!(c, '⟦' | '⟧')).collect();
        let lines: Vec<&str> = text.trim_end().lines().collect();
        let mut shown = lines.iter().take(12).copied().collect::<Vec<_>>().join("\n");
        if lines.len() > 12 {
            shown.push_str("\n…");
        }
        self.part(out, zh, en, &shown);
    }

    fn tests(&self) -> Vec<RawTest> {
        if !self.rule.tests.is_empty() {
            return self.rule.tests.clone();
        }
        let Ok(loaded) = rulebook::load(rulebook::embedded_inputs(), None) else { return Vec::new() };
        loaded.rulebook.rule(&self.rule.id.value).map(|r| r.tests.clone()).unwrap_or_default()
    }
}

/// A year by itself where the period begins with it, else the date.
fn shown(bound: &rulebook::Bound) -> String {
    let (year, month, day) = (bound.0 / 10_000, bound.0 / 100 % 100, bound.0 % 100);
    if (month, day) == (1, 1) { year.to_string() } else { format!("{year}-{month:02}-{day:02}") }
}
