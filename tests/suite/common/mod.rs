//! Runs the built binary on fixtures and reads its JSON. Shared by the tests that compare findings; it knows no rule.

pub mod book;
pub mod ofd;
pub mod word;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

pub use book::{CN, embedded, embedded_lexicon};

/// The folder of fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Files below a folder of fixtures, sorted.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(fixtures().join(folder))
        .expect("a folder of fixtures")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_file())
        .collect();
    found.sort();
    assert!(!found.is_empty(), "fixtures/{folder} is empty");
    found
}

/// The file's name.
pub fn name(path: &Path) -> String {
    path.file_name().expect("a file").to_string_lossy().into_owned()
}

/// Runs the program; gives its exit code, standard output and standard error.
pub fn gouji(args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("gouji").expect("the binary").args(args).output().expect("it runs");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

/// The element of `documents` for one file, and the exit code of `check` with its defaults.
pub fn check(path: &Path) -> (i32, Value) {
    let (code, stdout, stderr) = gouji(&["check", "--format", "json", &path.to_string_lossy()]);
    let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|e| panic!("{}: {e}: {stderr}", path.display()));
    let documents = report["documents"].as_array().expect("documents");
    assert_eq!(documents.len(), 1, "{}", path.display());
    (code, documents[0].clone())
}

/// What `facts` shows of one file.
pub fn facts(path: &Path) -> Value {
    let (code, stdout, stderr) = gouji(&["facts", "--format", "json", &path.to_string_lossy()]);
    assert_eq!(code, 0, "{}: {stderr}", path.display());
    serde_json::from_str(&stdout).expect("JSON")
}

/// The findings of a document.
pub fn findings(document: &Value) -> Vec<Value> {
    document["findings"].as_array().expect("findings").clone()
}

/// What is found in a file, as it must agree between formats: severity, rule, and the words of the primary label,
/// whatever their writing.
pub fn told(path: &Path) -> Vec<String> {
    let (_, document) = check(path);
    assert!(document["error"].is_null(), "{}: {}", path.display(), document["error"]);
    let mut all: Vec<String> = findings(&document)
        .iter()
        .map(|f| format!("{} {} {}", text(&f["severity"]), text(&f["rule"]), plain(text(&f["primary"]["text"]))))
        .collect();
    all.sort();
    all
}

/// A string of JSON, empty where there is none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Writing aside: white space gone, full-width digits and punctuation made half-width, marks of emphasis and headings
/// gone.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '#' | '*' | '|'))
        .map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect()
}
