//! One run, all formats of `check`: as many findings at the same places in each, whatever reads it, and one exit code.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

use crate::common::text;

/// A finding as each format tells it: file, line (0 where there is none), rule.
type Told = (String, u64, String);

type Reader = fn(&[u8]) -> Vec<Told>;

/// Files of an output, and the reader of each.
const FORMATS: [(&str, Reader); 9] = [
    ("a.json", json),
    ("a.jsonl", jsonl),
    ("a.findings.jsonl", flat),
    ("a.sarif", sarif),
    ("a.xml", junit),
    ("a.gitlab.json", gitlab),
    ("a.csv", csv),
    ("a.xlsx", xlsx),
    ("a.md", markdown),
];

/// A folder with reports in several formats, one that compares with another, one that is none, and one that is broken.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = folder.path().join("年报");
    fs::create_dir(&reports).expect("writes");
    let fixtures = crate::common::fixtures();
    for name in ["baishi-zhen-2023.md", "yunhe-jiaoyu-2023.docx", "yunhe-jiaoyu-2023.html", "yunhe-nongye-2016.txt"] {
        fs::copy(fixtures.join("flawed").join(name), reports.join(name)).expect("copies");
    }
    fs::copy(fixtures.join("clean/yunhe-jiaoyu-2024.md"), reports.join("yunhe jiaoyu,2024.md")).expect("copies");
    fs::write(reports.join("坏.docx"), b"PK\x03\x04 no more").expect("writes");
    fs::write(reports.join("readme.md"), "# 说明\n\n这里没有报告。\n").expect("writes");
    folder
}

fn check(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("gouji").expect("built").current_dir(folder).arg("check").args(args).output();
    let output = output.expect("runs");
    (output.status.code().expect("ends"), String::from_utf8(output.stdout).expect("UTF-8"))
}

fn told(value: &Value) -> Told {
    let at = &value["primary"];
    (text(&at["path"]).to_owned(), at["line"].as_u64().unwrap_or(0), text(&value["rule"]).to_owned())
}

fn value(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn json(bytes: &[u8]) -> Vec<Told> {
    let report = value(bytes);
    let own = list(&report["documents"]).flat_map(|d| list(&d["findings"]));
    own.chain(list(&report["collection_findings"])).map(told).collect()
}

fn jsonl(bytes: &[u8]) -> Vec<Told> {
    let lines: Vec<Value> = bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(value).collect();
    let of = |line: &Value| list(&line["findings"]).chain(list(&line["collection_findings"])).map(told).collect();
    lines.iter().flat_map::<Vec<Told>, _>(of).collect()
}

fn flat(bytes: &[u8]) -> Vec<Told> {
    let lines: Vec<Value> = bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(value).collect();
    let shape = |line: &Value| -> Vec<(String, u8)> {
        let kind = |v: &Value| match v {
            Value::String(_) => 0,
            Value::Number(n) if n.is_f64() => 1,
            Value::Number(_) => 2,
            Value::Bool(_) => 3,
            _ => panic!("a value that no column is guessed from: {v}"),
        };
        line.as_object().expect("an object").iter().map(|(name, v)| (name.clone(), kind(v))).collect()
    };
    assert!(lines.iter().all(|line| shape(line) == shape(&lines[0])), "one shape");
    let open = lines.iter().filter(|line| line["status"] == "open");
    open.map(|l| (text(&l["path"]).to_owned(), l["line"].as_u64().expect("a number"), text(&l["rule"]).to_owned()))
        .collect()
}

/// A reference to a file, read back.
fn unescaped(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| u8::from_str_radix(std::str::from_utf8(&tail[..2]).expect("ASCII"), 16));
        bytes.push(code.map_or(*first, |code| code.expect("two digits")));
        rest = if code_begins(*first) { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn code_begins(byte: u8) -> bool {
    byte == b'%'
}

fn sarif(bytes: &[u8]) -> Vec<Told> {
    let log = value(bytes);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false, "one file could not be read");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let result = |r: &Value| {
        let index = r["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], r["ruleId"]);
        let at = &r["locations"][0]["physicalLocation"];
        let uri = text(&at["artifactLocation"]["uri"]);
        assert!(uri.is_ascii() && !uri.contains([' ', ',']), "{uri}");
        let line = at["region"]["startLine"].as_u64();
        assert!(line.is_some() || r["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].is_string(), "{r}");
        assert!(at["region"].is_null() || at["region"]["startColumn"].as_u64() > Some(0), "{r}");
        (unescaped(uri), line.unwrap_or(0), text(&r["ruleId"]).to_owned())
    };
    list(&run["results"]).map(result).collect()
}

fn junit(bytes: &[u8]) -> Vec<Told> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let tree = roxmltree::Document::parse(text).expect("XML");
    let suites = || tree.descendants().filter(|n| n.has_tag_name("testsuite"));
    for suite in suites() {
        let count = |tag: &str| suite.descendants().filter(|n| n.has_tag_name(tag)).count().to_string();
        for (attribute, tag) in
            [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
        {
            assert_eq!(suite.attribute(attribute), Some(count(tag).as_str()), "{attribute}");
        }
    }
    let found = tree.descendants().filter(|n| n.has_tag_name("testcase") && n.attribute("file").is_some());
    let told = |n: roxmltree::Node<'_, '_>| {
        let line = n.attribute("line").map_or(0, |line| line.parse().expect("a number"));
        (n.attribute("file").expect("a file").to_owned(), line, n.attribute("classname").expect("a rule").to_owned())
    };
    found.map(told).collect()
}

fn gitlab(bytes: &[u8]) -> Vec<Told> {
    let issues = value(bytes);
    let mut seen = BTreeMap::new();
    for issue in list(&issues) {
        *seen.entry(text(&issue["fingerprint"]).to_owned()).or_insert(0) += 1;
    }
    assert!(seen.values().all(|n| *n == 1), "GitLab shows one of those that share a fingerprint");
    let found = list(&issues).filter(|i| i["severity"] != "blocker");
    let told = |i: &Value| {
        let path = text(&i["location"]["path"]).to_owned();
        // GitLab asks for a line where there is none.
        let line = if path.ends_with(".docx") { 0 } else { i["location"]["lines"]["begin"].as_u64().expect("a line") };
        (path, line, text(&i["check_name"]).to_owned())
    };
    found.map(told).collect()
}

/// Rows of the list to mend, by the names of its columns.
fn worklist(rows: &[Vec<String>]) -> Vec<Told> {
    let at = |name: &str| rows[0].iter().position(|h| h == name).expect("a column");
    let line = |place: &str| {
        let digits: String = place.strip_prefix('第').unwrap_or("").chars().take_while(char::is_ascii_digit).collect();
        let line = place[digits.len() + if digits.is_empty() { 0 } else { '第'.len_utf8() }..].starts_with('行');
        if line { digits.parse().expect("a number") } else { 0 }
    };
    let open = rows[1..].iter().filter(|row| row[at("状态")] == "待整改");
    open.map(|row| (row[at("文件")].clone(), line(&row[at("位置")]), row[at("规则")].clone())).collect()
}

fn csv(bytes: &[u8]) -> Vec<Told> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let mut rest = text.strip_prefix('\u{feff}').expect("a mark of its encoding").chars().peekable();
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell).trim_end_matches('\r').to_owned());
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(rows.iter().flatten().all(|cell: &String| !cell.starts_with(['=', '@', '+'])), "no formulas");
    worklist(&rows)
}

fn xlsx(bytes: &[u8]) -> Vec<Told> {
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut sheet = String::new();
    book.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("UTF-8");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"));
    let tree = roxmltree::Document::parse(&sheet).expect("XML");
    let cells = |row: roxmltree::Node<'_, '_>| {
        let value = |c: roxmltree::Node<'_, '_>| {
            c.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect::<String>()
        };
        row.children().map(value).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = tree.descendants().filter(|n| n.has_tag_name("row")).map(cells).collect();
    worklist(&rows)
}

fn markdown(bytes: &[u8]) -> Vec<Told> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let rows = text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| 级别") && !l.starts_with("| ---"));
    // A file is its heading, which says less than the others of findings between files.
    rows.map(|row| (String::new(), 0, row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or("").to_owned()))
        .collect()
}

#[test]
fn every_format_tells_the_same() {
    let folder = folder();
    let mut args = vec!["年报", "--no-progress", "-o", "-", "--format", "concise"];
    FORMATS.iter().for_each(|(name, _)| args.extend(["-o", name]));
    let (code, concise) = check(folder.path(), &args);
    assert_eq!(code, 3, "one file could not be read");

    let read = |name: &str, reader: Reader| {
        let mut all = reader(&fs::read(folder.path().join(name)).expect("is written"));
        all.sort();
        all
    };
    let expected = read("a.json", json);
    assert!(expected.len() > 20, "{}", expected.len());
    for (name, reader) in FORMATS {
        let mut found = read(name, reader);
        let mut expected = expected.clone();
        if name == "a.md" {
            expected = expected.into_iter().map(|(_, _, rule)| (String::new(), 0, rule)).collect();
            found.sort();
            expected.sort();
        }
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(concise.lines().filter(|l| l.contains("[")).count(), expected.len(), "concise:\n{concise}");
    assert_eq!(concise.lines().count(), expected.len() + 1, "and the file that could not be read");

    // Each alone: the same bytes, the same code.
    for (name, format) in [("a.sarif", "sarif"), ("a.xml", "junit"), ("a.csv", "csv"), ("a.md", "markdown")] {
        let (code, alone) = check(folder.path(), &["年报", "--format", format]);
        assert_eq!((code, alone), (3, fs::read_to_string(folder.path().join(name)).expect("is written")), "{name}");
    }
    let (code, github) = check(folder.path(), &["年报", "--format", "github"]);
    assert_eq!((code, github.lines().count()), (3, expected.len() + 1));
    assert!(github.lines().all(|l| ["::error ", "::warning ", "::notice "].iter().any(|c| l.starts_with(c))));
}

#[test]
fn outputs_that_make_no_sense_together_are_refused() {
    let folder = folder();
    for args in [
        &["-o", "a.sarif", "-o", "./a.sarif"][..],
        &["-o", "a.sarif", "-o", "a.csv", "--format", "json"][..],
        &["-o", "-", "-o", "-"][..],
        &["-o", "a.sarif", "-o", "年报/baishi-zhen-2023.md"][..],
    ] {
        let (code, _) = check(folder.path(), &[&["年报"], args].concat());
        assert_eq!(code, 2, "{args:?}");
        assert!(!folder.path().join("a.sarif").exists(), "{args:?}");
    }
    let facts = Command::cargo_bin("gouji").expect("built").args(["facts", "a.md", "-o", "a", "-o", "b"]).output();
    assert_eq!(facts.expect("runs").status.code(), Some(2));
}

#[test]
fn a_clean_run_has_a_case_that_passes() {
    let folder = folder();
    let (code, text) = check(folder.path(), &["年报/yunhe jiaoyu,2024.md", "--format", "junit"]);
    let tree = roxmltree::Document::parse(&text).expect("XML");
    let passing = tree.descendants().filter(|n| n.has_tag_name("testcase") && !n.has_children()).count();
    assert!(code == 0 && passing > 0, "{text}");
    let (code, text) = check(folder.path(), &["年报/readme.md", "--skip-others", "--format", "junit"]);
    assert!(code == 0 && text.contains("<testcase"), "{text}");
}

#[test]
fn a_scores_output_goes_by_its_ending_too() {
    let folder = folder();
    let run = |args: &[&str]| {
        let mut command = Command::cargo_bin("gouji").expect("built");
        command.current_dir(folder.path()).arg("score").args(args).output().expect("runs").status.code()
    };
    assert_eq!(run(&["年报/baishi-zhen-2023.md", "-o", "s.json", "-o", "s.svg", "-o", "s.xlsx"]), Some(1));
    let svg = fs::read_to_string(folder.path().join("s.svg")).expect("is written");
    assert!(svg.starts_with("<svg"));
    assert!(value(&fs::read(folder.path().join("s.json")).expect("is written"))["schema"].is_string());
}
