//! How well the tests of a rule hold it: each of its parameters is changed, one at a time, and the rule's own tests
//! ought to notice. Files and threads are for the command line.

use serde::Serialize;

use super::mutants::{Class, Mutant, changed, mutants};
use super::samples::is_across;
use super::testing::{Trial, trials};
use crate::checks::parameter::Problems;
use crate::output::wrap::wrap;
use crate::output::{Screen, Tone};
use crate::rulebook::{RawRule, RuleFile, Rulebook};
use crate::terms::Language;
use gouji_tree::{Builder, written};

/// How many changes of one class were made, and how many of them a test noticed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Count {
    pub class: Class,
    pub killed: usize,
    pub made: usize,
}

/// A change that no test noticed.
#[derive(Clone, Debug, Serialize)]
pub struct Survivor {
    pub rule: String,
    pub file: String,
    pub line: usize,
    pub class: Class,
    /// `check.equation.holds`.
    pub parameter: String,
    pub before: String,
    /// None where it was left out.
    pub after: Option<String>,
}

/// What came of the changes of one rule.
#[derive(Clone, Debug)]
pub struct Mutated {
    pub counts: Vec<Count>,
    pub survivors: Vec<Survivor>,
}

/// What came of the changes of several rules.
#[derive(Clone, Debug, Serialize)]
pub struct MutationReport {
    pub rules: usize,
    pub killed: usize,
    pub made: usize,
    /// Of a hundred, rounded down to one decimal.
    pub percent: f64,
    pub counts: Vec<Count>,
    /// How many words of each list were tried; none: all.
    pub sample: Option<usize>,
    pub survivors: Vec<Survivor>,
}

/// Changes every parameter of one rule and runs its tests. A change that leaves the rule as it was, or no rule at all,
/// is not counted. None where the file cannot be read or its tests fail as they stand.
pub fn mutate(rulebook: &Rulebook, rule: &RawRule, file: &RuleFile, sample: Option<usize>) -> Option<Mutated> {
    let mut built = Builder::default();
    built.file(&without_tests(&file.text));
    let original: RawRule = written(&built).ok()?;
    let across = is_across(rule);
    let trials: Vec<Trial> = trials(rulebook, rule).collect();
    let run = |mutant: RawRule, first: &str| {
        let mutant = RawRule { amendments: rule.amendments.clone(), ..mutant };
        let alone = across.then(|| rulebook.with_only(mutant.clone()));
        let book = alone.as_ref().unwrap_or(rulebook);
        // The tests that name what was changed are the likeliest to notice.
        let names = |trial: &&Trial| !first.is_empty() && trial.test.report.contains(first);
        let fails = |trial: &Trial| trial.run(book, &mutant, false).is_err();
        trials.iter().filter(names).any(fails) || trials.iter().filter(|t| !names(t)).any(fails)
    };
    if run(original.clone(), "") {
        return None;
    }
    let as_was = essence(&original);
    let mut mutated = Mutated { counts: Vec::new(), survivors: Vec::new() };
    for mutant in mutants(&built, rulebook.law.first_year(), sample) {
        let Some(new) = changed(&built, &mutant) else { continue };
        if essence(&new) == as_was || !is_sound(rulebook, &new) {
            continue;
        }
        let killed = run(new, &mutant.before);
        mutated.count(mutant.class, killed);
        if !killed {
            mutated.survivors.push(survivor(rule, file, mutant));
        }
    }
    Some(mutated)
}

impl Mutated {
    fn count(&mut self, class: Class, killed: bool) {
        let known = self.counts.iter().position(|c| c.class == class);
        let at = known.unwrap_or_else(|| {
            self.counts.push(Count { class, killed: 0, made: 0 });
            self.counts.len() - 1
        });
        if let Some(count) = self.counts.get_mut(at) {
            count.made += 1;
            count.killed += usize::from(killed);
        }
    }
}

impl MutationReport {
    pub fn new(all: Vec<Mutated>, sample: Option<usize>) -> Self {
        let rules = all.len();
        let sum = |class: Class, of: fn(&Count) -> usize| {
            all.iter().flat_map(|m| &m.counts).filter(|c| c.class == class).map(of).sum::<usize>()
        };
        let counts: Vec<Count> = Class::ALL
            .into_iter()
            .map(|class| Count { class, killed: sum(class, |c| c.killed), made: sum(class, |c| c.made) })
            .filter(|count| count.made > 0)
            .collect();
        let (killed, made) = (counts.iter().map(|c| c.killed).sum(), counts.iter().map(|c| c.made).sum());
        let survivors = all.into_iter().flat_map(|m| m.survivors).collect();
        Self { rules, killed, made, percent: percent(killed, made), counts, sample, survivors }
    }
}

/// Of a hundred, rounded down to one decimal; all of nothing is all.
fn percent(killed: usize, made: usize) -> f64 {
    let permille = (killed * 1000).checked_div(made).unwrap_or(1000);
    f64::from(u32::try_from(permille).unwrap_or(1000)) / 10.0
}

/// The rule's text without its tests, which are most of it; every line stays where it is.
fn without_tests(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            inside = ["tests:", "yes:", "no:"].iter().any(|key| line.starts_with(key));
        }
        out.push_str(if inside { "\n" } else { line });
    }
    out
}

/// What the tests of a rule can see of it.
fn essence(rule: &RawRule) -> String {
    let periods: Vec<_> = rule.variants.iter().map(|v| (&v.axis, &v.from, &v.until, &v.check)).collect();
    format!("{:?} {:?} {:?} {periods:?}", rule.check, rule.applies, rule.needs)
}

fn is_sound(rulebook: &Rulebook, rule: &RawRule) -> bool {
    let mut problems = Problems::default();
    for check in rule.checks() {
        check.validate(rulebook.lexicon(), &mut problems);
    }
    problems.list.is_empty() && !rule.variants.is_empty()
}

fn survivor(rule: &RawRule, file: &RuleFile, mutant: Mutant) -> Survivor {
    // Bytes of the text without tests: the lines before the first test are the same, and those after it are as many.
    let kept = without_tests(&file.text);
    let line = kept.as_bytes().iter().take(mutant.place.0 as usize).filter(|&&b| b == b'\n').count() + 1;
    Survivor {
        rule: rule.id.value.clone(),
        file: file.path.to_string(),
        line,
        class: mutant.class,
        parameter: mutant.path,
        before: mutant.before,
        after: mutant.after,
    }
}

/// The report for a terminal. `brief`: without the survivors.
pub fn mutation_text(report: &MutationReport, brief: bool, screen: &Screen) -> String {
    let mut out = String::new();
    let mut rule = "";
    for survivor in report.survivors.iter().filter(|_| !brief) {
        if survivor.rule != rule {
            rule = &survivor.rule;
            out.push_str(&format!("{}\n", screen.paint.tone(Tone::Strong, rule)));
        }
        let dropped = screen.say("去掉", "left out");
        let change = match &survivor.after {
            None => format!("“{}” → {dropped}", survivor.before),
            Some(_) if survivor.class == Class::Pattern => {
                format!("“{}” → {}", survivor.before, screen.say("永不匹配", "matches nothing"))
            }
            Some(after) => format!("{} → {after}", survivor.before),
        };
        let line = format!("{}:{} {} {change}", survivor.file, survivor.line, survivor.parameter);
        out.push_str(&format!("  {}\n", wrap(&line, screen.width.saturating_sub(4)).join("\n    ")));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    for Count { class, killed, made } in &report.counts {
        let title = class.title(screen.language);
        out.push_str(&format!("{title}{}{killed}/{made}\n", screen.say("：", ": ")));
    }
    let sampled = match (report.sample, screen.language) {
        (None, _) => String::new(),
        (Some(n), Language::Zh) => format!("（每个词表最多抽 {n} 个词）"),
        (Some(n), Language::En) => format!(" (at most {n} words of each list)"),
    };
    let MutationReport { rules, killed, made, percent, .. } = report;
    out.push_str(&match screen.language {
        Language::Zh => format!("{rules} 条规则改动 {made} 处{sampled}，测试发现 {killed} 处，占 {percent:.1}%\n"),
        Language::En => format!("{made} changes to {rules} rules{sampled}: tests notice {killed}, {percent:.1} %\n"),
    });
    out
}
