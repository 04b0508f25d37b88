//! Reports against each other: pairs of years and bodies in a folder, and last year's report named by the user.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{files, fixtures, gouji, text};

/// Two years of one body that agree with each other.
fn pair() -> (String, String) {
    let read = |name: &str| fs::read_to_string(fixtures().join("clean").join(name)).expect("a fixture");
    (read("yunhe-minzheng-2023.md"), read("yunhe-minzheng-2024.md"))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("written");
    }
    folder
}

/// What is said of a folder as a whole.
fn across(folder: &Path, more: &[&str]) -> Vec<Value> {
    let path = folder.to_string_lossy();
    let (code, stdout, stderr) = gouji(&[&["check", "--format", "json", &path], more].concat());
    assert!(code < 2, "{stderr}");
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    report["collection_findings"].as_array().expect("a list").clone()
}

fn rules(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|f| text(&f["rule"])).collect()
}

/// This year's report with one case fewer carried in.
fn lost_one(report: &str) -> String {
    let wrong = report.replace(
        "| 二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
        "| 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
    );
    assert_ne!(report, wrong);
    wrong
}

#[test]
fn two_years_that_agree_say_nothing() {
    let (before, now) = pair();
    let folder = folder(&[("2023/年报.md", &before), ("2024/年报.md", &now)]);
    assert_eq!(across(folder.path(), &[]), Vec::<Value>::new());
}

#[test]
fn a_case_lost_between_years_is_one_finding_with_labels_in_both_files() {
    let (before, now) = pair();
    let folder = folder(&[("a.md", &lost_one(&now)), ("b.md", &before)]);
    let found = across(folder.path(), &[]);
    assert_eq!(rules(&found), ["carried-over"]);
    let labels: Vec<&Value> =
        std::iter::once(&found[0]["primary"]).chain(found[0]["related"].as_array().unwrap()).collect();
    for (name, content, figure) in [("a.md", lost_one(&now), "1"), ("b.md", before, "2")] {
        let of_file: Vec<_> = labels.iter().filter(|l| text(&l["path"]).ends_with(name)).collect();
        assert_eq!(of_file.len(), 2, "the applicant's column and the total");
        for label in of_file {
            let bytes = label["byte_start"].as_u64().unwrap() as usize..label["byte_end"].as_u64().unwrap() as usize;
            assert_eq!(&content[bytes], figure);
            assert_eq!(text(&label["text"]), figure);
        }
    }
}

#[test]
fn output_does_not_depend_on_threads_or_on_the_order_of_arguments() {
    let (before, now) = pair();
    let folder = folder(&[("a.md", &lost_one(&now)), ("b.md", &before), ("c.md", &before), ("d/e.md", &now)]);
    let name = |n: &str| folder.path().join(n).to_string_lossy().into_owned();
    let names = ["a.md", "b.md", "c.md", "d/e.md"].map(name);
    let forward: Vec<&str> =
        ["check", "--format", "jsonl", "--jobs", "1"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let backward: Vec<&str> = ["check", "--format", "jsonl", "--jobs", "4"]
        .into_iter()
        .chain(names.iter().rev().map(String::as_str))
        .collect();
    assert_eq!(gouji(&forward), gouji(&backward));
}

#[test]
fn last_years_report_as_named_is_a_finding_of_its_document_and_leaves_the_score() {
    let (before, now) = pair();
    let folder = folder(&[("now.md", &lost_one(&now)), ("before.md", &before)]);
    let path = |n: &str| folder.path().join(n).to_string_lossy().into_owned();
    let run = |more: &[&str]| {
        let (code, stdout, _) = gouji(&[&["check", "--format", "json", &path("now.md")], more].concat());
        let report: Value = serde_json::from_str(&stdout).expect("JSON");
        assert!(report["collection_findings"].as_array().unwrap().is_empty());
        (code, report["documents"][0].clone())
    };
    let (_, alone) = run(&[]);
    let (code, with) = run(&["--previous", &path("before.md"), "--fail-on", "warning"]);
    assert_eq!(code, 1);
    assert_eq!(alone["score"], with["score"]);
    let told = |d: &Value| rules(d["findings"].as_array().unwrap()).contains(&"carried-over");
    assert!(told(&with) && !told(&alone));
}

#[test]
fn what_is_not_last_years_report_is_said_and_ends_with_its_code() {
    let (before, now) = pair();
    let other = before.replace("云河县民政局", "云河县司法局");
    let folder = folder(&[
        ("now.md", &now),
        ("before.md", &before),
        ("other.md", &other),
        ("news.md", "# 会议通知\n\n请参会。\n"),
    ]);
    let path = |n: &str| folder.path().join(n).to_string_lossy().into_owned();
    let run = |file: &str, previous: &str, more: &[&str]| {
        let (code, _, stderr) = gouji(&[&["check", "-q", &path(file), "--previous", &path(previous)], more].concat());
        (code, stderr)
    };
    assert_eq!(run("now.md", "before.md", &[]).0, 0);
    for (file, previous, code, words) in [
        ("now.md", "now.md", 2, "2024"),
        ("now.md", "other.md", 2, "--agency"),
        ("now.md", "missing.md", 3, "missing.md"),
        ("now.md", "news.md", 3, "不是政府信息公开工作年度报告"),
    ] {
        let (found, stderr) = run(file, previous, &[]);
        assert_eq!(found, code, "{previous}: {stderr}");
        assert!(stderr.contains(words), "{stderr}");
    }
    // A renamed body is taken for the same when the user says its name.
    assert_eq!(run("now.md", "other.md", &["--agency", "云河县民政局"]).0, 0);
}

#[test]
fn formats_of_one_report_are_one_and_copies_are_noted() {
    let (before, now) = pair();
    let html = fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.html")).expect("a fixture");
    let md = fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.md")).expect("a fixture");
    let formats = folder(&[("jiaoyu.html", &html), ("jiaoyu.md", &md)]);
    assert_eq!(across(formats.path(), &[]), Vec::<Value>::new());
    let files = folder(&[("a.md", &now), ("b.md", &now), ("c.md", &before)]);
    let found = across(files.path(), &[]);
    assert_eq!(rules(&found), ["report-in-several-files"]);
    assert_eq!(text(&found[0]["severity"]), "info");
}

#[test]
fn many_copies_are_one_finding() {
    let (_, now) = pair();
    let names: Vec<String> = (0..300).map(|i| format!("{i:03}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), now.as_str())).collect();
    let copies = folder(&files);
    let found = across(copies.path(), &[]);
    assert_eq!(rules(&found), ["report-in-several-files"]);
    assert!(found[0]["related"].as_array().unwrap().len() < 10);
    let md = fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.md")).expect("a fixture");
    // Under as many names the section on problems is copied, once.
    let reports: Vec<String> = (0..100)
        .map(|i| {
            md.replace("云河县教育局", &format!("云河县第{}教育局", "甲".repeat(i / 10 + 1) + &"乙".repeat(i % 10)))
        })
        .collect();
    let files: Vec<(&str, &str)> = names.iter().zip(&reports).map(|(n, r)| (n.as_str(), r.as_str())).collect();
    let copied = folder(&files);
    let found = across(copied.path(), &["--select", "text-of-another-body"]);
    assert_eq!(rules(&found), ["text-of-another-body"]);
}

#[test]
fn rules_about_several_reports_can_be_chosen() {
    let (before, now) = pair();
    let folder = folder(&[("a.md", &lost_one(&now)), ("b.md", &before)]);
    assert!(across(folder.path(), &["--ignore", "carried-over"]).is_empty());
    assert!(across(folder.path(), &["--select", "arithmetic"]).is_empty());
    assert_eq!(rules(&across(folder.path(), &["--select", "carried-over"])), ["carried-over"]);
}

#[test]
fn every_format_shows_findings_between_files() {
    let (before, now) = pair();
    let folder = folder(&[("a.md", &lost_one(&now)), ("b.md", &before)]);
    let path = folder.path().to_string_lossy().into_owned();
    for format in ["terminal", "json", "jsonl", "html"] {
        let (code, stdout, _) =
            gouji(&["check", "--format", format, "--fail-on", "warning", "--select", "carried-over", &path]);
        assert_eq!(code, 1, "{format}");
        assert!(stdout.contains("上年结转与2023年报告不一致"), "{format}");
        assert!(stdout.contains("b.md"), "{format}");
    }
}

#[test]
fn a_digest_is_small() {
    use gouji_core::lint::{Request, lint_one};
    use gouji_core::source::{Format, Source};
    let mut most = 0;
    for path in files("clean") {
        let name = path.to_string_lossy().into_owned();
        let Some(format) = Format::of_name(&name) else { continue };
        let source = Source::new("a", format, fs::read(&path).expect("a file")).expect("text");
        let Some(digest) = lint_one(source, crate::common::embedded(), &Request::default()).digest else { continue };
        most = most.max(digest.size());
    }
    assert!((200..700).contains(&most), "{most} bytes");
}

/// Real reports of one body for two years; skips unless GOUJI_CORPUS names their folder.
#[test]
fn two_years_of_a_city_agree() {
    let Some(corpus) = std::env::var_os("GOUJI_CORPUS") else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let found = across(&Path::new(&corpus).join("dev"), &[]);
    assert_eq!(found, Vec::<Value>::new());
}
