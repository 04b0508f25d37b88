//! Findings that are allowed: entries live through edits elsewhere and end with other figures; what allows in vain
//! fails the run; the score stays what it is.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use gouji_core::allow::{Allowances, Met, Why, appended, entry};
use gouji_core::lint::{Request, lint};
use gouji_core::report::Document;
use gouji_core::source::{Format, Source};
use gouji_core::terms::{Date, Language};
use proptest::prelude::*;
use serde_json::Value;

use crate::common::{embedded, files, fixtures, text};

fn judged(text: &str, name: &str) -> Document {
    let source = Source::new(name, Format::of_name(name).expect("a format"), text.as_bytes().to_vec()).expect("text");
    lint(source, embedded(), &Request::default())
}

fn day() -> Date {
    "2026-12-01".parse().expect("a day")
}

/// A file that allows all that is found.
fn allowing(report: &Document) -> Allowances {
    let why = Why { reason: String::from("原件如此"), ..Why::default() };
    let entries: Vec<_> = report.findings.iter().map(|f| entry(f, &report.path, &[], &why)).collect();
    Allowances::read("gouji-allow.yaml", appended("", &entries, Language::Zh)).expect("of its shape")
}

fn flawed() -> Vec<(String, String)> {
    let markdown = files("flawed").into_iter().filter(|p| p.extension().is_some_and(|e| e == "md"));
    markdown.map(|p| (crate::common::name(&p), fs::read_to_string(&p).expect("text"))).collect()
}

const FILLERS: [&str; 4] = [
    "接受咨询的窗口每个工作日开放，工作人员轮流值守。",
    "机关食堂旁的公告栏同步张贴了便民服务指南。",
    "档案室完成了纸质材料的编目。",
    "会议室墙上的流程图换成了新版。",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn entries_live_through_edits_elsewhere(which in 0..100usize, at in 0..1000usize, lines in 1..20usize) {
        let reports = flawed();
        let (name, before) = &reports[which % reports.len()];
        let report = judged(before, name);
        let file = allowing(&report);
        // At a paragraph's end, where no finding of the report is.
        let ends: Vec<usize> = before.match_indices("\n\n").map(|(at, _)| at).collect();
        let free = |at: &&usize| {
            let label = |l: &gouji_core::report::Label| l.byte_start.zip(l.byte_end);
            let near = |(start, end): (usize, usize)| start <= **at + 80 && **at <= end + 80;
            !report.findings.iter().any(|f| label(&f.primary).is_some_and(near))
        };
        let ends: Vec<&usize> = ends.iter().filter(free).collect();
        prop_assume!(!ends.is_empty());
        let at = *ends[at % ends.len()];
        let filler: String = (0..lines).map(|n| format!("\n\n{}", if n < 4 { FILLERS[n] } else { "" })).collect();
        let after = [&before[..at], &filler, &before[at..]].concat();
        let mut again = judged(&after, name);
        let met = file.allow(&mut again.findings, day(), Language::Zh);
        for (index, was) in report.findings.iter().enumerate() {
            let used = met.iter().any(|(entry, met)| *entry == index && *met == Met::Used);
            prop_assert!(used, "{name}: {} ({}) after lines at {at}", was.rule, was.figures);
        }
    }

    #[test]
    fn another_figure_is_another_finding(which in 0..100usize, at in 0..1000usize, more in 1..9u64) {
        let reports = flawed();
        let (name, before) = &reports[which % reports.len()];
        let report = judged(before, name);
        let file = allowing(&report);
        let figures: Vec<_> = report.findings.iter().filter(|f| f.primary.text.parse::<u64>().is_ok()).collect();
        prop_assume!(!figures.is_empty());
        let finding = figures[at % figures.len()];
        let range = finding.primary.byte_start.expect("a place")..finding.primary.byte_end.expect("a place");
        let other = (finding.primary.text.parse::<u64>().expect("a figure") + more).to_string();
        let after = [&before[..range.start], &other, &before[range.end..]].concat();
        let mut again = judged(&after, name);
        file.allow(&mut again.findings, day(), Language::Zh);
        let same = again.findings.iter().find(|f| f.fingerprint == finding.fingerprint);
        prop_assert!(same.is_none_or(|f| f.suppressed.is_none()), "{name}: {} {other}", finding.rule);
    }
}

#[test]
fn another_format_of_the_report_has_what_was_allowed_in_the_first() {
    let read = |ending: &str| {
        let name = format!("yunhe-jiaoyu-2023.{ending}");
        let bytes = fs::read(fixtures().join("flawed").join(&name)).expect("a fixture");
        let format = Format::of_name(&name).expect("a format");
        lint(Source::new(name, format, bytes).expect("text"), embedded(), &Request::default())
    };
    let file = allowing(&read("md"));
    for ending in ["docx", "html", "txt"] {
        let mut other = read(ending);
        file.allow(&mut other.findings, day(), Language::Zh);
        let open: Vec<_> =
            other.findings.iter().filter(|f| f.suppressed.is_none()).map(|f| (&f.rule, &f.figures)).collect();
        assert!(open.is_empty(), "{ending}: {open:?}");
    }
}

fn gouji(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("gouji").expect("built").current_dir(folder).args(args).output().expect("runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8") + &String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code().expect("ends"), said)
}

fn json(folder: &Path, more: &[&str]) -> (i32, Value) {
    let (code, said) = gouji(folder, &[&["check", ".", "--format", "json"], more].concat());
    (code, serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}")))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("writes");
    fs::create_dir(folder.path().join("年报")).expect("writes");
    for name in ["baishi-zhen-2023.md", "yunhe-jiaoyu-2023.docx"] {
        fs::copy(fixtures().join("flawed").join(name), folder.path().join("年报").join(name)).expect("copies");
    }
    folder
}

#[test]
fn a_baseline_lets_all_pass_that_was_there_and_no_score_rise() {
    let folder = folder();
    let (code, before) = json(folder.path(), &[]);
    assert_eq!(code, 1);
    assert_eq!(gouji(folder.path(), &["baseline", "."]).0, 0);
    let file = folder.path().join("gouji-allow.yaml");
    let written = fs::read_to_string(&file).expect("is written");
    assert!(written.contains("origin: \"baseline\"") && written.contains("file: \"年报/"), "{written}");
    let (code, after) = json(folder.path(), &[]);
    assert_eq!(code, 0);
    let sum =
        |v: &Value| ["error", "warning", "info"].iter().map(|k| v["summary"][k].as_u64().unwrap_or(0)).sum::<u64>();
    assert_eq!((sum(&after), after["summary"]["allowed"].as_u64()), (0, Some(sum(&before))));
    for (before, after) in
        before["documents"].as_array().into_iter().flatten().zip(after["documents"].as_array().expect("a list"))
    {
        assert_eq!(before["score"], after["score"], "allowed is not mended");
        assert!(after["findings"].as_array().expect("a list").iter().all(|f| text(&f["suppressed"]).contains("启用")));
    }
    // A second one changes nothing, and prune has nothing to take out.
    assert_eq!(gouji(folder.path(), &["baseline", "."]).0, 0);
    assert_eq!(gouji(folder.path(), &["allow", "prune"]).0, 0);
    assert_eq!(fs::read_to_string(&file).expect("is there"), written);
    let (_, sarif) = gouji(folder.path(), &["check", ".", "--format", "sarif"]);
    assert!(!sarif.contains("suppressions"));
    let (_, sarif) = gouji(folder.path(), &["check", ".", "--format", "sarif", "--sarif-allowed"]);
    assert!(sarif.contains("suppressions"));
    let (_, said) = gouji(folder.path(), &["check", "."]);
    assert!(said.contains("已允许"), "{said}");

    // One figure is changed: that is new, and the entry says so; the rest stays allowed.
    let report = folder.path().join("年报/baishi-zhen-2023.md");
    let other = fs::read_to_string(&report).expect("text").replace("惠农补贴类45条", "惠农补贴类46条");
    fs::write(&report, other).expect("writes");
    let (code, changed) = json(folder.path(), &[]);
    assert_eq!((code, sum(&changed)), (1, 2), "{}", changed["collection_findings"]);
    assert_eq!(changed["collection_findings"][0]["rule"], "allow-lapsed");

    // A report that is gone leaves entries that allow nothing; prune takes them out and keeps what people wrote.
    fs::write(&file, format!("# 局里的说明\n{}", fs::read_to_string(&file).expect("is there"))).expect("writes");
    fs::remove_file(folder.path().join("年报/yunhe-jiaoyu-2023.docx")).expect("is there");
    let (code, gone) = json(folder.path(), &[]);
    let rules: Vec<&str> =
        gone["collection_findings"].as_array().expect("a list").iter().map(|f| text(&f["rule"])).collect();
    assert!(code == 1 && rules.contains(&"allow-unused"), "{rules:?}");
    assert_eq!(gouji(folder.path(), &["allow", "prune", "."]).0, 0);
    assert!(fs::read_to_string(&file).expect("is there").starts_with("# 局里的说明\n"));
    let (code, tidy) = json(folder.path(), &[]);
    assert_eq!((code, sum(&tidy)), (1, 1), "the changed one alone");
}

#[test]
fn a_file_alone_says_nothing_of_what_is_allowed_elsewhere() {
    let folder = folder();
    assert_eq!(gouji(folder.path(), &["baseline", "年报"]).0, 0);
    assert!(folder.path().join("年报/gouji-allow.yaml").exists());
    assert_eq!(gouji(&folder.path().join("年报"), &["check", "baishi-zhen-2023.md"]).0, 0);
}

#[test]
fn one_is_allowed_with_its_reason() {
    let folder = folder();
    let report = "年报/baishi-zhen-2023.md";
    let allow = |more: &[&str]| gouji(folder.path(), &[&["allow", report, "--rule", "prose-breakdown"], more].concat());
    assert_eq!(allow(&[]).0, 2, "without a reason");
    assert_eq!(allow(&["--reason", "  "]).0, 2);
    assert_eq!(gouji(folder.path(), &["allow", report, "--reason", "原件如此"]).0, 2, "of what?");
    let (code, said) = allow(&["--reason", "原件如此", "--by", "张三", "--until", "2026-12-31"]);
    assert_eq!(code, 0, "{said}");
    let (_, report) = json(folder.path(), &["--today", "2026-12-01"]);
    let all =
        report["documents"].as_array().expect("a list").iter().flat_map(|d| d["findings"].as_array().expect("a list"));
    let allowed: Vec<&Value> = all.filter(|f| !f["suppressed"].is_null()).collect();
    assert_eq!(allowed.len(), 1);
    assert!(text(&allowed[0]["suppressed"]).starts_with("原件如此（张三，"), "{}", allowed[0]["suppressed"]);
    let (code, said) = gouji(folder.path(), &["check", ".", "--today", "2027-01-01", "--lang", "en"]);
    assert!(code == 1 && said.contains("allow-expired"), "{said}");
    fs::write(folder.path().join("年报/gouji-allow.yaml"), "allowed:\n  - {fingerprint: a, rul: b}\n").expect("writes");
    let (code, said) = gouji(folder.path(), &["check", "."]);
    assert!(code == 2 && said.contains("第2行"), "{said}");
}

#[test]
fn a_mark_in_the_report_allows_what_it_stands_at() {
    let folder = folder();
    let path = folder.path().join("年报/baishi-zhen-2023.md");
    let before = fs::read_to_string(&path).expect("text");
    let line = before.lines().find(|l| l.contains("惠农补贴类45条")).expect("the sentence").to_owned();
    let rules = |with: &str| {
        fs::write(&path, before.replace(&line, with)).expect("writes");
        let (_, report) = json(folder.path(), &[]);
        let document = report["documents"][0].clone();
        let list = document["findings"].as_array().expect("a list").clone();
        let of = |f: &&Value| text(&f["rule"]) == "prose-breakdown" || text(&f["rule"]).starts_with("allow-");
        list.iter().filter(of).map(|f| (text(&f["rule"]).to_owned(), !f["suppressed"].is_null())).collect::<Vec<_>>()
    };
    let open = (String::from("prose-breakdown"), false);
    let allowed = (String::from("prose-breakdown"), true);
    let mark = "<!-- gouji-allow: prose-breakdown 原件如此，已说明 -->";
    assert!(rules(&line) == std::slice::from_ref(&open));
    assert!(rules(&format!("{line}{mark}")) == std::slice::from_ref(&allowed));
    assert_eq!(rules(&format!("{mark}\n\n{line}")), [allowed]);
    for (mark, complaint) in [
        ("<!-- gouji-allow: prose-breakdown -->", "allow-without-reason"),
        ("<!-- gouji-allow: prose-brakdown 原件如此 -->", "allow-unknown-rule"),
        ("<!-- gouji-allow: zero-words 原件如此 -->", "allow-unused"),
    ] {
        let mut found = rules(&format!("{line}{mark}"));
        found.sort();
        assert_eq!(found, [(complaint.to_owned(), false), open.clone()], "{mark}");
    }
}
