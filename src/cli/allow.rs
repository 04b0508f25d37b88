//! `allow`, `allow prune` and `baseline`: the files of allowed findings, written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::allowed::{self, Allowed, Record, real};
use super::args::{Allow, AllowCommand, Baseline, Prune, Survey};
use super::book::Book;
use super::compare::{self, Together};
use super::inputs::{self, collect};
use super::known::overrides;
use super::run::{check, unwritable_at};
use super::screen;
use super::sink::Sink;
use super::usage::{Stop, Usage};
use gouji_core::allow::{Allowances, NAME, Standing, Why, appended, entry, without};
use gouji_core::checks::context::Settings;
use gouji_core::lint::{Request, Selection};
use gouji_core::report::{Closing, Exit, Finding};
use gouji_core::terms::Language;

/// Everything that is found, what is allowed marked as such.
struct Seen {
    book: Book,
    allowed: Allowed,
    record: Record,
    /// Each with the file it stands in.
    findings: Vec<Finding>,
    unread: usize,
}

fn see(paths: &[PathBuf], survey: &Survey) -> Result<Seen, Stop> {
    let language = survey.print.lang;
    let book = Book::open(&survey.known.rules, language)?;
    let mut request = Request {
        overrides: overrides(&survey.known, &book, language)?,
        // A reminder is for a day and no fact: it is nothing to allow for good.
        settings: Settings { today: None, draft: survey.draft },
        language,
        ..Request::default()
    };
    if let Some(path) = &survey.previous {
        let previous = compare::previous(path, &book, &request)
            .map_err(|problem| Usage::new(format!("{}: {}", path.display(), problem.message), None))?;
        request.previous = Some(Arc::new(previous));
    }
    let inputs = inputs::without(collect(paths, None), survey.exclude.as_ref());
    let allowed = Allowed::open(&inputs, survey.today, language)?;
    let mut record = allowed.record();
    let (mut findings, mut unread) = (Vec::new(), 0);
    let mut folder = Together::new(&inputs, &book, &request);
    for (index, input) in inputs.iter().enumerate() {
        let mut linted = check(input, &book, &request, true);
        let report = &mut linted.report;
        let met = allowed.apply(index, report);
        allowed.note(index, met, report.error.is_none() && report.not_judged.is_none(), &mut record);
        if report.error.is_some() && !report.skipped {
            unread += 1;
            let why = report.error.as_ref().map_or("", |e| e.message.as_str());
            screen::tell(&format!("{}: {why}\n", report.path));
        }
        let found = std::mem::take(&mut report.findings);
        // What is said of marks and entries is mended there, and never allowed.
        findings.extend(found.into_iter().filter(|f| book.rule(&f.rule).is_some()).map(|mut f| {
            f.forget_text();
            f
        }));
        folder.add(index, linted.digest, linted.misfit);
    }
    let mut closing = Closing::new(false);
    folder.tell(&mut closing, &mut |finding| {
        allowed.across(finding, &mut record);
        findings.push(finding.clone());
    });
    Ok(Seen { book, allowed, record, findings, unread })
}

/// Writes entries for the findings that were named.
///
/// # Errors
/// Wrong usage, or a file that cannot be written.
pub fn run(args: &Allow) -> Result<Exit, Stop> {
    if let Some(AllowCommand::Prune(prune)) = &args.command {
        return tidy(prune);
    }
    let language = args.survey.print.lang;
    let usage = |zh: &str, en: &str| Stop::from(Usage::new(language.pick(zh, en), None));
    if args.finding.is_empty() && args.rule.is_empty() && args.line.is_none() && !args.all {
        return Err(usage(
            "请用 --finding 指纹、--rule 规则、--line 行号或 --all 指明允许哪些问题",
            "say which findings: --finding FINGERPRINT, --rule RULE, --line N or --all",
        ));
    }
    let reason = args.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
    let Some(reason) = reason else {
        return Err(usage("请用 --reason 写明允许的理由", "give the reason with --reason"));
    };
    let seen = see(&args.paths, &args.survey)?;
    if let Some(rule) = args.rule.iter().find(|rule| seen.book.rule(rule).is_none()) {
        return Err(seen.book.unknown(rule, language).into());
    }
    let chosen = |finding: &&Finding| {
        finding.suppressed.is_none()
            && (args.finding.is_empty() || args.finding.iter().any(|f| finding.fingerprint.starts_with(f.as_str())))
            && (args.rule.is_empty() || args.rule.contains(&finding.rule))
            && args.line.is_none_or(|line| finding.primary.line == Some(line))
    };
    let findings: Vec<&Finding> = seen.findings.iter().filter(chosen).collect();
    if findings.is_empty() {
        return Err(usage("没有这样的问题，或者都已允许", "there is no such finding, or all are allowed"));
    }
    let why = Why {
        reason: reason.to_owned(),
        by: args.by.clone(),
        on: Some(seen.allowed.today.to_string()),
        until: args.until.map(|day| day.to_string()),
        origin: None,
    };
    write(&seen, &findings, &args.paths, &why, language)
}

/// Writes an entry for everything that is found.
///
/// # Errors
/// As [`run`].
pub fn baseline(args: &Baseline) -> Result<Exit, Stop> {
    let language = args.survey.print.lang;
    let seen = see(&args.paths, &args.survey)?;
    let findings: Vec<&Finding> = seen.findings.iter().filter(|f| f.suppressed.is_none()).collect();
    let reason = language.pick("启用检查时已有", "was there when checking began");
    let why = Why {
        reason: args.reason.clone().unwrap_or_else(|| reason.to_owned()),
        by: args.by.clone(),
        on: Some(seen.allowed.today.to_string()),
        until: args.until.map(|day| day.to_string()),
        origin: Some(String::from("baseline")),
    };
    write(&seen, &findings, &args.paths, &why, language)
}

/// The file that a finding's entry goes to: the one beside its report, else a new one in the folder that was named.
fn target(seen: &Seen, finding: &Finding, paths: &[PathBuf]) -> Option<PathBuf> {
    if let Some((beside, _)) = seen.allowed.beside(&finding.primary.path) {
        return Some(beside.folder.join(NAME));
    }
    let report = seen.allowed.place(&finding.primary.path)?;
    let named = paths.iter().filter(|path| path.is_dir()).map(|path| real(path)).find(|path| report.starts_with(path));
    Some(named.or_else(|| report.parent().map(Path::to_owned))?.join(NAME))
}

fn relative(path: &Path, folder: &Path) -> String {
    let up = folder.ancestors().enumerate().find_map(|(n, above)| Some((n, path.strip_prefix(above).ok()?)));
    let (steps, rest) = up.unwrap_or((0, path));
    format!("{}{}", "../".repeat(steps), rest.to_string_lossy().replace('\\', "/"))
}

fn write(seen: &Seen, findings: &[&Finding], paths: &[PathBuf], why: &Why, language: Language) -> Result<Exit, Stop> {
    let mut targets: BTreeMap<PathBuf, Vec<Vec<String>>> = BTreeMap::new();
    let mut named: BTreeMap<PathBuf, Vec<&str>> = BTreeMap::new();
    for finding in findings {
        let (Some(target), Some(report)) = (target(seen, finding, paths), seen.allowed.place(&finding.primary.path))
        else {
            continue;
        };
        let fingerprints = named.entry(target.clone()).or_default();
        // One report in two formats has one fact.
        if fingerprints.contains(&finding.fingerprint.as_str()) {
            continue;
        }
        fingerprints.push(&finding.fingerprint);
        let folder = target.parent().map(Path::to_owned).unwrap_or_default();
        let mut with: Vec<String> = finding
            .related
            .iter()
            .filter(|label| label.path != finding.primary.path)
            .filter_map(|label| seen.allowed.place(&label.path).map(|path| relative(path, &folder)))
            .collect();
        with.sort();
        with.dedup();
        targets.entry(target).or_default().push(entry(finding, &relative(report, &folder), &with, why));
    }
    for (target, entries) in &targets {
        let there = seen.allowed.files.iter().find(|file| file.folder.join(NAME) == *target);
        let text = match there {
            Some(file) => {
                let new = &named[target];
                let anew = |n: &usize| new.contains(&file.allowances.entries[*n].fingerprint.as_str());
                let old: Vec<usize> = (0..file.allowances.entries.len()).filter(anew).collect();
                without(&file.allowances, &old).ok_or_else(|| uneditable(target, language))?
            }
            None => String::new(),
        };
        put(target, &appended(&text, entries, language), language)?;
        let shown = allowed::shown(target);
        screen::tell(&match language {
            Language::Zh => format!("{shown}：写入 {} 条\n", entries.len()),
            Language::En => format!("{shown}: entries written: {}\n", entries.len()),
        });
    }
    if targets.is_empty() {
        screen::tell(language.pick("没有要写入的问题\n", "nothing to write\n"));
    }
    Ok(if seen.unread > 0 { Exit::Unreadable } else { Exit::Clean })
}

/// Takes out the entries that allow nothing.
fn tidy(args: &Prune) -> Result<Exit, Stop> {
    let language = args.survey.print.lang;
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let seen = see(paths, &args.survey)?;
    let standings = seen.allowed.standings(&seen.record, &seen.book, &Selection::default());
    for (file, standings) in seen.allowed.files.iter().zip(&standings) {
        let path = file.folder.join(NAME);
        let gone: Vec<usize> =
            (0..standings.len()).filter(|n| !matches!(standings[*n], Standing::Fine | Standing::NoReason)).collect();
        if !gone.is_empty() {
            let text = without(&file.allowances, &gone).ok_or_else(|| uneditable(&path, language))?;
            put(&path, &text, language)?;
        }
        let shown = allowed::shown(&path);
        let (out, left) = (gone.len(), standings.len() - gone.len());
        screen::tell(&match language {
            Language::Zh => format!("{shown}：删去 {out} 条，留下 {left} 条\n"),
            Language::En => format!("{shown}: entries taken out: {out}, left: {left}\n"),
        });
    }
    Ok(if seen.unread > 0 { Exit::Unreadable } else { Exit::Clean })
}

fn uneditable(path: &Path, language: Language) -> Usage {
    let message = match language {
        Language::Zh => format!("{} 不是逐行写的列表，没有改动", allowed::shown(path)),
        Language::En => format!("{} is no list with a line a value: it was left as it is", allowed::shown(path)),
    };
    Usage::new(message, None)
}

/// Writes a file whole or not at all, once it reads as what it is meant to be.
fn put(path: &Path, text: &str, language: Language) -> Result<(), Usage> {
    if Allowances::read("", text.to_owned()).is_err() {
        return Err(uneditable(path, language));
    }
    let failed = |e: std::io::Error| unwritable_at(Some(path), language, &e);
    let mut sink = Sink::open(Some(path)).map_err(failed)?;
    sink.write(text).and_then(|()| sink.finish()).map_err(failed)
}
