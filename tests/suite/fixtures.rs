//! The reports of `fixtures/`: clean ones have nothing wrong, flawed ones exactly what `expected.yaml` says, odd ones
//! are met with the exit code and the message they deserve.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use crate::common::{check, files, findings, fixtures, gouji, name, plain, text};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    category: String,
    #[serde(default)]
    severity: Option<String>,
    #[serde(rename = "where")]
    place: String,
    what: String,
    #[serde(default)]
    optional: bool,
}

/// File to defects; files that hold the same report as another are left to `tests/formats.rs`.
fn expected() -> BTreeMap<String, Vec<Expected>> {
    let yaml = std::fs::read_to_string(fixtures().join("expected.yaml")).expect("expected.yaml");
    let all: BTreeMap<String, Value> = serde_yaml::from_str(&yaml).expect("YAML");
    let mut names: Vec<String> = all.keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        files("flawed").iter().map(|p| name(p)).collect::<Vec<_>>(),
        "expected.yaml names every flawed file"
    );
    all.into_iter()
        .filter(|(_, v)| v.is_array())
        .map(|(k, v)| (k, serde_json::from_value(v).expect("a list of defects")))
        .collect()
}

/// One line a finding, for messages.
fn told(finding: &Value) -> String {
    format!(
        "{} {} {} [{}] {}",
        text(&finding["severity"]),
        text(&finding["category"]),
        text(&finding["rule"]),
        text(&finding["primary"]["text"]),
        text(&finding["message"])
    )
}

fn serious(document: &Value) -> Vec<Value> {
    findings(document).into_iter().filter(|f| matches!(text(&f["severity"]), "error" | "warning")).collect()
}

/// Byte ranges of a snippet in a text, white space aside.
fn places(haystack: &str, snippet: &str) -> Vec<Range<usize>> {
    let kept: Vec<(usize, char)> = haystack.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let wanted: Vec<char> = snippet.chars().filter(|c| !c.is_whitespace()).collect();
    kept.windows(wanted.len())
        .filter(|w| w.iter().map(|(_, c)| c).eq(wanted.iter()))
        .map(|w| w[0].0..w[w.len() - 1].0 + w[w.len() - 1].1.len_utf8())
        .collect()
}

fn labels(finding: &Value) -> Vec<&Value> {
    std::iter::once(&finding["primary"]).chain(finding["related"].as_array().into_iter().flatten()).collect()
}

fn meets(path: &Path, source: &str, finding: &Value, wanted: &Expected) -> bool {
    if text(&finding["category"]) != wanted.category
        || wanted.severity.as_deref().is_some_and(|s| s != text(&finding["severity"]))
    {
        return false;
    }
    if wanted.place == "absent" {
        return true;
    }
    labels(finding).iter().any(|label| {
        if path.extension().is_some_and(|e| e == "html") {
            let (a, b) = (plain(text(&label["text"])), plain(&wanted.place));
            return !a.is_empty() && (a.contains(&b) || b.contains(&a));
        }
        let bytes = |key: &str| label[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let (Some(start), Some(end)) = (bytes("byte_start"), bytes("byte_end")) else { return false };
        places(source, &wanted.place).iter().any(|r| r.start < end.max(start + 1) && start < r.end)
    })
}

#[test]
fn clean_reports_have_nothing_wrong() {
    let mut wrong = Vec::new();
    for path in files("clean") {
        let (code, document) = check(&path);
        if !document["error"].is_null() {
            wrong.push(format!("{}: {}", name(&path), document["error"]));
        }
        wrong.extend(serious(&document).iter().map(|f| format!("{}: {}", name(&path), told(f))));
        if code != 0 {
            wrong.push(format!("{}: exit {code}", name(&path)));
        }
    }
    assert!(wrong.is_empty(), "{} found in clean reports:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn clean_reports_are_read_whole() {
    let mut wrong = Vec::new();
    for path in files("clean") {
        let (_, document) = check(&path);
        let coverage = &document["coverage"];
        let form = text(&document["profile"]["form"]).to_owned();
        if coverage["cells_read"] != coverage["cells_expected"] || form == "2021" && coverage["cells_read"] != 200 {
            wrong.push(format!("{}: form {form}: {coverage}", name(&path)));
        }
        if document["score"]["value"].as_f64().is_none_or(|v| v < 99.9) {
            wrong.push(format!("{}: score {}", name(&path), document["score"]["value"]));
        }
        if document["profile"]["agency"].is_null() || document["profile"]["report_year"].is_null() {
            wrong.push(format!("{}: {}", name(&path), document["profile"]));
        }
    }
    assert!(wrong.is_empty(), "not read whole:\n{}", wrong.join("\n"));
}

#[test]
fn flawed_reports_have_exactly_what_is_expected() {
    let mut wrong = Vec::new();
    for (file, defects) in expected() {
        let path = fixtures().join("flawed").join(&file);
        let source = std::fs::read_to_string(&path).expect("UTF-8");
        let (code, document) = check(&path);
        let found = findings(&document);
        for defect in defects.iter().filter(|d| !d.optional) {
            assert!(
                defect.place == "absent" || file.ends_with(".html") || !places(&source, &defect.place).is_empty(),
                "{file} does not hold {}",
                defect.place
            );
            if !found.iter().any(|f| meets(&path, &source, f, defect)) {
                wrong.push(format!("{file}: missed: {} {} ({})", defect.category, defect.place, defect.what));
            }
        }
        for finding in serious(&document) {
            if !defects.iter().any(|d| meets(&path, &source, &finding, d)) {
                wrong.push(format!("{file}: beyond: {}", told(&finding)));
            }
        }
        let errors = found.iter().any(|f| f["severity"] == "error");
        if code != i32::from(errors) {
            wrong.push(format!("{file}: exit {code}"));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every label of every fixture: the bytes it names, decoded, read as its text; line and column lead to the same place.
#[test]
fn labels_read_as_the_text_they_point_at() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in ["clean", "flawed", "odd"].into_iter().flat_map(files) {
        let bytes = std::fs::read(&path).expect("a fixture");
        let encoding = if std::str::from_utf8(&bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::GB18030 };
        let decode = |b: &[u8]| encoding.decode_without_bom_handling(b).0.into_owned();
        let (_, document) = check(&path);
        for finding in findings(&document) {
            for label in labels(&finding) {
                let number = |key: &str| label[key].as_u64().and_then(|n| usize::try_from(n).ok());
                let (Some(start), Some(end)) = (number("byte_start"), number("byte_end")) else { continue };
                seen += 1;
                let slice = bytes.get(start..end).map(decode).unwrap_or_default();
                let html = path.extension().is_some_and(|e| e == "html");
                let readable = if html { untagged(&slice) } else { slice };
                let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
                if !(same(&readable, text(&label["text"])) || html && same_but_space(&readable, text(&label["text"]))) {
                    wrong.push(format!("{}: [{readable}] is told as [{}]", name(&path), text(&label["text"])));
                }
                let before = decode(&bytes[..start.min(bytes.len())]);
                let (line, column) = (
                    before.matches('\n').count() + 1,
                    before.rsplit('\n').next().unwrap_or("").trim_start_matches('\u{feff}').chars().count() + 1,
                );
                if (number("line"), number("column")) != (Some(line), Some(column)) {
                    wrong.push(format!(
                        "{}: {line}:{column} is told as {}:{}",
                        name(&path),
                        label["line"],
                        label["column"]
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {seen} labels:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 50, "only {seen} labels");
}

/// Drops tags and comments, resolves the few entities that the fixtures use.
fn untagged(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("<!--") {
            rest[at..].find("-->").map(|p| p + 3)
        } else {
            rest[at..].find('>').map(|p| p + 1)
        };
        rest = end.map_or("", |end| &rest[at + end..]);
    }
    out.push_str(rest);
    out.replace("&nbsp;", "\u{a0}").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
}

fn same_but_space(a: &str, b: &str) -> bool {
    a.chars().filter(|c| !c.is_whitespace()).eq(b.chars().filter(|c| !c.is_whitespace()))
}

#[test]
fn odd_documents_are_told_what_they_are() {
    let odd = |file: &str| check(&fixtures().join("odd").join(file));
    for file in ["empty.html", "binary.html", "shell.html", "readme.md", "news.html"] {
        let (code, document) = odd(file);
        assert_eq!(code, 3, "{file}");
        assert!(
            document["error"]["kind"].is_string() && !text(&document["error"]["message"]).is_empty(),
            "{file}: {document}"
        );
        assert!(findings(&document).is_empty() && document["score"]["value"].is_null(), "{file}: {document}");
    }
    for file in ["readme.md", "news.html"] {
        assert_eq!(odd(file).1["error"]["kind"], "not_a_report", "{file}");
    }
    for file in ["school-year.txt", "before-2008.txt"] {
        let (code, document) = odd(file);
        assert_eq!(code, 0, "{file}: {document}");
        assert!(document["profile"]["era"].is_null() && document["score"]["value"].is_null(), "{file}: {document}");
        assert!(findings(&document).is_empty(), "{file}: {document}");
    }
    for file in ["traditional.txt", "nul.txt"] {
        let (_, document) = odd(file);
        assert!(document["error"].is_null(), "{file}: {}", document["error"]);
        assert_eq!(document["profile"]["report_year"], 2009, "{file}");
    }
    let traditional = findings(&odd("traditional.txt").1);
    assert!(traditional.is_empty(), "{}", traditional.iter().map(told).collect::<Vec<_>>().join("\n"));
    // It breaks off in the middle: no cell is invented, and what is absent is not judged.
    let (_, cut) = odd("unclosed-table.html");
    assert!(cut["error"].is_null(), "{}", cut["error"]);
    assert!(
        serious(&cut).iter().all(|f| f["category"] != "statutory" && f["category"] != "arithmetic"),
        "{}",
        cut["findings"]
    );
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let path = |file: &str| fixtures().join(file).to_string_lossy().into_owned();
    let (code, stdout, _) = gouji(&[
        "check",
        "--format",
        "json",
        &path("odd/binary.html"),
        &path("clean/baishi-zhen-2022.md"),
        &path("no-such-file.md"),
    ]);
    assert_eq!(code, 3);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    let errors = report["documents"].as_array().expect("documents").iter().filter(|d| !d["error"].is_null()).count();
    assert_eq!((errors, &report["summary"]["unreadable"]), (2, &Value::from(2)), "{}", report["summary"]);
}

#[test]
fn tables_nested_without_end_are_survived() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep.html");
    let clean = std::fs::read_to_string(fixtures().join("clean/baishi-zhen-2022.html")).expect("UTF-8");
    std::fs::write(&path, clean.replace("<article>", &"<table><tr><td>".repeat(50_000))).expect("written");
    let (code, document) = check(&path);
    assert!(matches!(code, 0 | 1 | 3), "exit {code}");
    assert!(document["error"].is_null() || !text(&document["error"]["message"]).is_empty());
}
