//! The score as people meet it: the known ways of gaming it, that it adds up, schemes, formats, rankings, reviews.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

use crate::common::{files, fixtures, name, text};

fn run(folder: &Path, args: &[&str]) -> (i32, Vec<u8>, String) {
    let output =
        Command::cargo_bin("gouji").expect("the binary").current_dir(folder).args(args).output().expect("it runs");
    let code = output.status.code().expect("it ends by itself");
    (code, output.stdout, String::from_utf8(output.stderr).expect("UTF-8"))
}

fn card(folder: &Path, args: &[&str]) -> Value {
    let all: Vec<&str> = ["score", "--format", "json", "--fail-on", "never"].iter().chain(args).copied().collect();
    let (_, stdout, stderr) = run(folder, &all);
    serde_json::from_slice(&stdout).unwrap_or_else(|e| panic!("{args:?}: {e}: {stderr}"))
}

/// The score of a text; none where it is withheld.
fn score_of(report: &str) -> Option<f64> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("report.md"), report).expect("written");
    card(folder.path(), &["report.md"])["documents"][0]["score"]["value"].as_f64()
}

fn fixture(path: &str) -> String {
    fs::read_to_string(fixtures().join(path)).expect("a report")
}

/// The lines of a table's rows, changed.
fn rows(report: &str, change: impl Fn(&str) -> String) -> String {
    let line = |line: &str| {
        if line.starts_with('|') && line.contains(|c: char| c.is_ascii_digit()) {
            change(line)
        } else {
            line.to_owned()
        }
    };
    report.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Cells of a row that hold nothing but digits, written otherwise.
fn figures(line: &str, with: &str) -> String {
    let cell = |cell: &str| {
        let digits = !cell.trim().is_empty() && cell.trim().chars().all(|c| c.is_ascii_digit() || c == '.');
        if digits { format!(" {with} ") } else { cell.to_owned() }
    };
    line.split('|').map(cell).collect::<Vec<_>>().join("|")
}

#[test]
fn to_leave_out_the_late_date_raises_nothing() {
    let report = fixture("flawed/yunhe-jiaoyu-2023.md");
    let before = score_of(&report);
    assert!(report.contains("2024年2月8日"), "the signature");
    let after = score_of(&report.replace("2024年2月8日", ""));
    assert!(after <= before, "{before:?} -> {after:?}");
}

#[test]
fn to_blank_or_slash_all_figures_raises_nothing_and_empties_the_tables() {
    for path in ["flawed/yunhe-jiaoyu-2023.md", "clean/yunhe-jiaoyu-2024.md"] {
        let report = fixture(path);
        let before = score_of(&report).expect("a score");
        for with in ["", "/"] {
            let after = score_of(&rows(&report, |line| figures(line, with))).expect("a score");
            assert!(after < before - 20.0, "{path} {with:?}: {before} -> {after}");
        }
    }
}

#[test]
fn to_leave_out_tables_raises_nothing() {
    let report = fixture("flawed/yunhe-jiaoyu-2023.md");
    let without: String = report.lines().filter(|l| !l.starts_with('|')).map(|l| format!("{l}\n")).collect();
    assert!(score_of(&without).is_none_or(|after| after < score_of(&report).expect("a score") - 20.0));
}

#[test]
fn headings_without_content_and_a_title_alone_are_worth_next_to_nothing() {
    let report = fixture("clean/yunhe-jiaoyu-2024.md");
    let headings: String = report.lines().filter(|l| l.starts_with('#')).map(|l| format!("{l}\n\n")).collect();
    assert!(score_of(&headings).is_none_or(|value| value < 40.0), "{:?}", score_of(&headings));
    let title = report.lines().next().expect("a title");
    assert!(score_of(title).is_none_or(|value| value < 30.0), "{:?}", score_of(title));
}

#[test]
fn two_wrong_cells_cost_more_than_one() {
    let report = fixture("clean/linbo-shi-2024.md");
    let (total, new) = ("| 2932 | 53 | 0 | 0 | 61 | 4 | 3050 |", "| 3001 | 53 | 0 | 0 | 61 | 4 | 3119 |");
    let one = report.replace(total, "| 2932 | 53 | 0 | 0 | 61 | 4 | 3051 |");
    let two = one.replace(new, "| 3001 | 53 | 0 | 0 | 61 | 4 | 3911 |");
    let [none, one, two] = [&report, &one, &two].map(|r| score_of(r).expect("a score"));
    assert!(none > one && one > two, "{none} {one} {two}");
}

#[test]
fn five_private_numbers_cost_more_than_one_and_no_more_never_cost_less() {
    let report = fixture("clean/linbo-shi-2024.md");
    let paragraph = report.lines().find(|l| l.chars().count() > 80 && !l.starts_with('|')).expect("a paragraph");
    let with = |n: u32| {
        let told: String = (0..n).map(|i| format!("经办人甲{i}手机1390000{:04}。", 1000 + i)).collect();
        score_of(&report.replacen(paragraph, &format!("{paragraph}{told}"), 1)).expect("a score")
    };
    let scores: Vec<f64> = (0..6).map(with).collect();
    assert!(scores.windows(2).all(|w| w[1] <= w[0]) && scores[5] < scores[1] && scores[1] < scores[0], "{scores:?}");
}

#[test]
fn what_was_read_in_part_has_a_range_and_no_score() {
    let report = fixture("clean/yunhe-jiaoyu-2024.md");
    let folder = tempfile::tempdir().expect("a folder");
    let pictures: String = report
        .lines()
        .map(|l| {
            if l.starts_with("| 一") {
                "![](table.png)\n".to_owned()
            } else if l.starts_with('|') {
                String::new()
            } else {
                format!("{l}\n")
            }
        })
        .collect();
    fs::write(folder.path().join("report.md"), pictures).expect("written");
    let score = card(folder.path(), &["report.md"])["documents"][0]["score"].clone();
    if score["value"].is_null() {
        assert!(score["low"].as_f64() < score["high"].as_f64(), "{score}");
        assert!(!score["not_assessed"].as_array().expect("a list").is_empty(), "{score}");
    } else {
        assert!(score["value"].as_f64() < Some(80.0), "{score}");
    }
}

#[test]
fn every_score_adds_up_and_names_its_findings() {
    for folder in ["clean", "flawed", "pdf", "siblings"] {
        for path in files(folder) {
            let all = card(&fixtures(), &[&path.to_string_lossy()]);
            let score = &all["documents"][0]["score"];
            let deductions = score["deductions"].as_array().expect("deductions");
            let sum: f64 = deductions.iter().filter_map(|d| d["points"].as_f64()).sum();
            if let Some(value) = score["value"].as_f64() {
                assert!((100.0 - sum - value).abs() < 0.051, "{}: {score}", name(&path));
                let earned: f64 =
                    score["parts"].as_array().expect("parts").iter().filter_map(|p| p["earned"].as_f64()).sum();
                assert!((earned - value).abs() < 0.051, "{}: {score}", name(&path));
                let dimensions = score["dimensions"].as_array().expect("dimensions");
                let possible: f64 = dimensions.iter().filter_map(|d| d["possible"].as_f64()).sum();
                assert!((possible - 100.0).abs() < 0.01, "{}: {score}", name(&path));
                assert!(score["low"].as_f64() <= Some(value) && Some(value) <= score["high"].as_f64());
            }
            for deduction in deductions {
                assert!(!deduction["finding"].is_null() && !text(&deduction["message"]).is_empty(), "{deduction}");
                assert!(
                    deduction["wins"].as_f64() <= deduction["points"].as_f64().map(|p| p + 0.01)
                        || deduction["points"] == 0.0
                );
            }
        }
    }
}

#[test]
fn the_same_report_has_the_same_score_in_every_format() {
    for folder in ["clean", "flawed"] {
        let mut of: std::collections::BTreeMap<String, Vec<(String, Value)>> = std::collections::BTreeMap::new();
        for path in files(folder) {
            let all = card(&fixtures(), &[&path.to_string_lossy()]);
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            of.entry(stem).or_default().push((name(&path), all["documents"][0]["score"]["value"].clone()));
        }
        for (stem, scores) in of {
            assert!(scores.windows(2).all(|w| w[0].1 == w[1].1), "{stem}: {scores:?}");
        }
    }
}

#[test]
fn a_scheme_of_ten_points_is_another_score_of_the_same_report() {
    let late = "flawed/yunhe-jiaoyu-2023.md";
    let score = card(&fixtures(), &["--scheme", "licheng-2020", late])["documents"][0]["score"].clone();
    assert_eq!(
        (&score["scheme"]["base"], &score["scheme"]["value"], &score["value"]),
        (&10.into(), &5.0.into(), &50.0.into())
    );
    assert_eq!(score["not_assessed"].as_array().expect("a list").len(), 3, "{score}");
    let clean = card(&fixtures(), &["--scheme", "licheng-2020", "clean/yunhe-jiaoyu-2024.md"]);
    assert_eq!(clean["documents"][0]["score"]["scheme"]["value"], 10.0);
    let (code, _, stderr) = run(&fixtures(), &["score", "--scheme", "licheng", late]);
    assert!(code == 2 && stderr.contains("licheng-2020"), "{stderr}");
}

#[test]
fn one_report_in_two_files_is_ranked_once_and_years_apart() {
    let all = card(
        &fixtures(),
        &[
            "clean/yunhe-jiaoyu-2024.md",
            "clean/yunhe-jiaoyu-2024.txt",
            "clean/yunhe-minzheng-2024.md",
            "clean/yunhe-minzheng-2023.md",
        ],
    );
    let places: Vec<(Value, bool)> = all["documents"]
        .as_array()
        .expect("documents")
        .iter()
        .map(|d| (d["rank"].clone(), d["duplicate_of"].is_string()))
        .collect();
    let ranks: Vec<&Value> = places.iter().map(|p| &p.0).collect();
    assert_eq!(places.iter().filter(|p| p.1).count(), 1, "{places:?}");
    assert_eq!(ranks.iter().filter(|r| r.is_null()).count(), 1, "{places:?}");
    assert!(
        ranks.iter().all(|r| r.is_null() || **r == 1),
        "all have a hundred, or are alone in their year: {places:?}"
    );
}

#[test]
fn every_format_says_the_same_score_and_is_sound() {
    let path = "flawed/yunhe-jiaoyu-2023.md";
    let value = card(&fixtures(), &[path])["documents"][0]["score"]["value"].as_f64().expect("a score").to_string();
    for format in ["terminal", "markdown", "html", "csv", "svg", "json"] {
        let (code, stdout, stderr) = run(&fixtures(), &["score", "--format", format, path]);
        let said = String::from_utf8(stdout).expect("UTF-8");
        assert!(code == 1 && said.contains(&value), "{format}: {stderr}{said}");
        if format == "svg" {
            roxmltree::Document::parse(&said).expect("sound SVG");
        }
        if matches!(format, "markdown" | "html" | "csv" | "json") {
            assert!(said.contains("signed-in-time") && said.contains("第四十九条"), "{format}: {said}");
        }
    }
    let (_, book, _) = run(&fixtures(), &["score", "--format", "xlsx", path]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a package");
    for part in 0..zip.len() {
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut zip.by_index(part).expect("a part"), &mut xml).expect("UTF-8");
        roxmltree::Document::parse(&xml).expect("sound XML");
    }
    let quiet = run(&fixtures(), &["score", "-q", path]).1;
    assert_eq!(String::from_utf8(quiet).expect("UTF-8").lines().count(), 1);
}

#[test]
fn a_review_stays_with_its_deduction() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(fixtures().join("flawed/yunhe-jiaoyu-2023.md"), folder.path().join("a.md")).expect("copied");
    let before = card(folder.path(), &["a.md"])["documents"][0]["score"].clone();
    let first = text(&before["deductions"][0]["finding"]).to_owned();
    let file = format!(
        "reviews:\n  {first}: {{state: disputed, note: 附件中有}}\n  0123456789abcdef0123: {{state: accepted}}\n"
    );
    fs::write(folder.path().join("r.yaml"), file).expect("written");
    let after = card(folder.path(), &["--review", "r.yaml", "a.md"])["documents"][0]["score"].clone();
    assert_eq!(after["value"], before["value"]);
    assert_eq!(after["deductions"][0]["review"], serde_json::json!({"state": "disputed", "note": "附件中有"}));
    let (_, stdout, stderr) = run(folder.path(), &["score", "--review", "r.yaml", "a.md"]);
    let said: String = String::from_utf8(stdout).expect("UTF-8").split_whitespace().collect();
    assert!(said.contains("有异议：附件中有"), "{said}");
    assert!(stderr.contains("0123456789abcdef0123"), "{stderr}");
    fs::write(folder.path().join("r.yaml"), "reviews:\n  x: {state: maybe}\n").expect("written");
    assert_eq!(run(folder.path(), &["score", "--review", "r.yaml", "a.md"]).0, 2);
}

#[test]
fn a_score_without_some_rules_says_so() {
    let path = "flawed/yunhe-jiaoyu-2023.md";
    let score = card(&fixtures(), &["--ignore", "signed-in-time", path])["documents"][0]["score"].clone();
    let told = score["not_assessed"].as_array().expect("a list").iter().any(|n| n["part"] == "selection");
    assert!(told, "{score}");
}
