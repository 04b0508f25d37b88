//! `rules test` and `rules mutate`: whether the tests inside rule files pass, and whether they would notice a change.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{RulesMutate, RulesTest};
use super::book::{Book, inputs};
use super::ordered;
use super::overwrite::Reads;
use super::regime;
use super::rules::print;
use super::run::threads;
use super::screen;
use super::usage::{Stop, Usage};
use super::values::PlainFormat;
use gouji_core::authoring::{MutationReport, missing_tests, mutate as change, mutation_text, run_rule};
use gouji_core::output::Tone;
use gouji_core::output::wrap::wrap;
use gouji_core::report::Exit;
use gouji_core::rulebook;
use gouji_core::rulebook::{Input, Loaded, RawRule, RuleFile};
use gouji_core::terms::{Category, Language};

/// Rules with their files, out of a rulebook that holds them and what they need.
struct Asked {
    loaded: Loaded,
    /// Files named; none: all.
    files: BTreeSet<String>,
    /// Names of rules, parts of them or categories; none: all.
    names: Vec<String>,
}

impl Asked {
    fn rules(&self) -> Vec<(&RawRule, &RuleFile)> {
        let all = self.loaded.rulebook.rules.iter().zip(&self.loaded.files);
        let filed = all.filter_map(|(rule, file)| Some((rule, file.as_ref()?)));
        let of_files = filed.filter(|(_, file)| self.files.is_empty() || self.files.contains(&*file.path));
        of_files.filter(|(rule, _)| self.names.is_empty() || self.names.iter().any(|n| is_called(rule, n))).collect()
    }
}

fn is_called(rule: &RawRule, name: &str) -> bool {
    rule.category.name() == name || rule.id.value.contains(name)
}

/// Runs the tests inside rule files.
///
/// # Errors
/// A mistake in a rulebook, a name that no rule has, an output that cannot be written.
pub fn test(args: &RulesTest) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let asked = asked(&args.paths, language)?;
    Reads::rules(&args.paths).spare(&args.print)?;
    let screen = screen::of(&args.print);
    let rules = asked.rules();
    let (mut out, mut failed) = (String::new(), 0);
    let mut results = Vec::new();
    for (rule, file) in &rules {
        let of_rule = run_rule(&asked.loaded.rulebook, rule);
        for (result, failure) in of_rule.iter().filter_map(|r| Some((r, r.failure.as_ref()?))) {
            failed += 1;
            let before = file.text.as_bytes().iter().take(result.mark.start as usize);
            let place = format!("{}:{}", file.path, before.filter(|&&b| b == b'\n').count() + 1);
            let word = screen.paint.tone(Tone::Error, screen.say("未通过", "failed"));
            out.push_str(&format!("{word} {} · {}  {place}\n", result.rule, result.test));
            out.push_str(&format!("  {}\n", wrap(failure, screen.width.saturating_sub(2)).join("\n  ")));
        }
        results.extend(of_rule);
    }
    let passed = results.len() - failed;
    // The embedded rules are held to it by the project's own tests.
    let own = args.paths.len() > asked.names.len();
    let mut missing = if own { missing_tests(&asked.loaded, &results) } else { Vec::new() };
    missing.retain(|m| rules.iter().any(|(_, file)| file.path == m.file.path));
    for mistake in &missing {
        let word = screen.paint.tone(Tone::Error, screen.say("缺少测试", "missing test"));
        out.push_str(&format!("{word} {}\n", mistake.told(language)));
    }
    let (rules, tests) = (rules.len(), results.len());
    out.push_str(&match language {
        Language::Zh => format!("{rules} 条规则，{tests} 项测试：通过 {passed}，未通过 {failed}\n"),
        Language::En => format!("{rules} rules, {tests} tests: {passed} passed, {failed} failed\n"),
    });
    print(&out, &args.print)?;
    Ok(if failed == 0 && missing.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// Changes the parameters of rules one by one and tells what their tests do not notice.
///
/// # Errors
/// A mistake in a rulebook, a name that no rule has, a rule whose tests fail, an output that cannot be written.
pub fn mutate(args: &RulesMutate) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let asked = asked(&args.paths, language)?;
    Reads::rules(&args.paths).spare(&args.print)?;
    let rules = asked.rules();
    let sample = args.sample.map(usize::from);
    let jobs = args.jobs.map_or_else(|| threads(rules.len()), usize::from);
    let (mut all, mut failing) = (Vec::with_capacity(rules.len()), Vec::new());
    let work = |index: usize| {
        let (rule, file) = rules.get(index)?;
        Some(change(&asked.loaded.rulebook, rule, file, sample).ok_or(rule.id.value.as_str()))
    };
    ordered::run(rules.len(), jobs, work, |done| {
        match done {
            Some(Ok(mutated)) => all.push(mutated),
            Some(Err(rule)) => failing.push(rule),
            None => {}
        }
        ControlFlow::Continue(())
    });
    if !failing.is_empty() {
        let message = language.pick("这些规则现在的测试就未通过", "tests of these rules fail as they are");
        let colon = language.pick("：", ": ");
        let help = format!("gouji rules test {}", failing.join(" "));
        return Err(Usage::new(format!("{message}{colon}{}", failing.join(" ")), Some(help)).into());
    }
    let report = MutationReport::new(all, sample);
    let text = match args.plain.format {
        PlainFormat::Json => {
            let book = &asked.loaded.rulebook;
            let about = json!({"name": book.name, "version": book.version, "digest": book.digest});
            format!("{}\n", json!({"schema": "gouji.mutations/1", "rulebook": about, "mutations": report}))
        }
        PlainFormat::Terminal => mutation_text(&report, args.quiet, &screen::of(&args.print)),
    };
    print(&text, &args.print)?;
    let enough = args.at_least.is_none_or(|least| report.percent >= least);
    Ok(if enough { Exit::Clean } else { Exit::Findings })
}

/// What stands on the disk is a path, and so is what looks like one; the others are names of rules.
fn asked(arguments: &[PathBuf], language: Language) -> Result<Asked, Stop> {
    let is_path = |path: &Path| path.exists() || path.components().count() > 1 || path.extension().is_some();
    let (paths, names): (Vec<PathBuf>, Vec<PathBuf>) = arguments.iter().cloned().partition(|path| is_path(path));
    let names: Vec<String> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let (loaded, files) = to_test(&paths, language)?;
    let known = |name: &str| {
        Category::ALL.into_iter().any(|c| c.name() == name) || loaded.rulebook.rules.iter().any(|r| is_called(r, name))
    };
    if let Some(name) = names.iter().find(|name| !known(name)) {
        return Err(Book::Loaded(Box::new(loaded)).unknown(name, language).into());
    }
    Ok(Asked { loaded, files, names })
}

/// The rules whose tests are asked for, with the files named (none: all of them). Files of the embedded rulebook stand
/// in the place of what the binary holds, so that whoever works on them can test one by itself.
fn to_test(paths: &[PathBuf], language: Language) -> Result<(Loaded, BTreeSet<String>), Stop> {
    if paths.is_empty() {
        return Ok((rulebook::load(regime::embedded_inputs(), None)?, BTreeSet::new()));
    }
    let given = inputs(paths, language)?;
    let named = given.iter().map(|i| i.shown.clone()).collect();
    let ids: BTreeSet<&str> = given.iter().filter_map(|i| id_of(&i.text)).collect();
    let replaced = |own: &Input| {
        id_of(&own.text).is_some_and(|id| ids.contains(id)) || given.iter().any(|g| g.inside == own.inside)
    };
    let (old, kept): (Vec<Input>, Vec<Input>) = regime::embedded_inputs().into_iter().partition(replaced);
    if old.is_empty() {
        return Ok((rulebook::load(given, Some(regime::embedded()))?, named));
    }
    Ok((rulebook::load(kept.into_iter().chain(given).collect(), None)?, named))
}

/// The id that a rule's file begins with; good enough to see which file it replaces.
fn id_of(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("id:")).map(str::trim)
}
