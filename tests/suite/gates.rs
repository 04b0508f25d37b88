//! A gate that cannot be judged is never passed: `--min-score` without a score is exit 3 in every format, and it is
//! said why, in both languages.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::fixtures;

/// Both commands in each of their formats.
const WAYS: [&[&str]; 6] = [
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "jsonl"],
    &["check", "--format", "html"],
    &["score"],
    &["score", "--format", "json"],
];

fn gouji(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("gouji"));
    command.current_dir(folder).args(args).output().expect("runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The exit code, which must be the same in every format.
fn code(folder: &Path, args: &[&str]) -> i32 {
    let codes: Vec<i32> =
        WAYS.iter().map(|way| gouji(folder, &[way, args].concat()).status.code().expect("an exit code")).collect();
    assert!(codes.iter().all(|c| *c == codes[0]), "{args:?}: {codes:?}");
    codes[0]
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    for name in ["empty", "others", "mixed", "old", "good"] {
        fs::create_dir(here.join(name)).expect("a folder");
    }
    for name in ["good", "mixed"] {
        fs::copy(fixtures().join("clean/baishi-zhen-2022.md"), here.join(name).join("白石镇 2022.md")).expect("copied");
    }
    for name in ["others", "good"] {
        fs::copy(fixtures().join("odd/readme.md"), here.join(name).join("readme.md")).expect("copied");
    }
    let early = "# 云河县民政局2006年政府信息公开工作年度报告\n\n一、概述\n\n本年度主动公开政府信息12条。\n";
    for name in ["old", "mixed"] {
        fs::write(here.join(name).join("2006.md"), early).expect("writes");
    }
    // Pictures where the tables were: it was read, and has no score.
    let text = fs::read_to_string(fixtures().join("clean/baishi-zhen-2022.md")).expect("a report");
    let lines = text.lines().map(|line| if line.starts_with('|') { "![表](t.png)" } else { line });
    fs::write(here.join("part.md"), lines.collect::<Vec<_>>().join("\n")).expect("writes");
    folder
}

#[test]
fn without_a_score_no_least_score_is_passed() {
    let folder = folder();
    let here = folder.path();
    let ask = |path: &'static str| ["--fail-on", "never", "--min-score", "80", path];
    for (path, why) in [
        ("empty", "没有读到任何报告"),
        ("others", "1 份文件都不是年度报告"),
        ("old", "没有一份报告有得分"),
        ("mixed", "有 1 份没有得分"),
        ("part.md", "没有一份报告有得分"),
    ] {
        assert_eq!(code(here, &ask(path)), 3, "{path}");
        for way in WAYS {
            let stderr = said(&gouji(here, &[way, &ask(path)].concat()));
            assert!(
                stderr.contains("--min-score 80 无法判断，不算通过") && stderr.contains(why),
                "{way:?} {path}: {stderr}"
            );
        }
        assert_eq!(code(here, &["--fail-on", "never", path]), 0, "no gate asks for a score of {path}");
    }
    assert_eq!(code(here, &["--min-score", "0", "--skip-others", "others/readme.md"]), 3, "all were skipped");
    let stderr = said(&gouji(here, &["check", "--lang", "en", "--min-score", "80", "old"]));
    assert!(stderr.contains("cannot be judged and so is not passed: no report has a score"), "{stderr}");
    assert!(stderr.contains("old/2006.md: ") && stderr.is_ascii(), "{stderr}");
}

#[test]
fn a_score_passes_or_is_too_low() {
    let folder = folder();
    let here = folder.path();
    // What is skipped beside a report with a score counts for nothing.
    for path in ["good", "good/白石镇 2022.md"] {
        assert_eq!(code(here, &["--fail-on", "never", "--min-score", "80", path]), 0, "{path}");
        assert!(said(&gouji(here, &["score", "--min-score", "80", path])).is_empty());
    }
    fs::copy(fixtures().join("flawed/baishi-zhen-2023.md"), here.join("good/2023.md")).expect("copied");
    assert_eq!(code(here, &["--fail-on", "never", "--min-score", "99", "good"]), 1);
}

#[test]
fn a_run_that_nobody_reads_to_its_end_is_not_passed() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read(fixtures().join("clean/baishi-zhen-2022.md")).expect("a report");
    for n in 0..300 {
        fs::write(folder.path().join(format!("{n:03}.md")), &text).expect("writes");
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("gouji"));
    let args = ["check", "--fail-on", "never", "--format", "jsonl", "--jobs", "1", "."];
    let mut child = command
        .current_dir(folder.path())
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("ends").code(), Some(3));
}
