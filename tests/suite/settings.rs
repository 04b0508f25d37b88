//! `gouji.toml`: what it says holds where the command line does not, and a mistake in it is shown at its place.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

use crate::common::fixtures;

fn gouji(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("gouji").expect("built").current_dir(folder).args(args).output().expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("ends"), text(output.stdout), text(output.stderr))
}

fn folder(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for inside in [".git", "年报", "年报/旧"] {
        fs::create_dir(folder.path().join(inside)).expect("writes");
    }
    let flawed = fixtures().join("flawed/baishi-zhen-2023.md");
    fs::copy(&flawed, folder.path().join("年报/a.md")).expect("copies");
    fs::copy(&flawed, folder.path().join("年报/旧/b.md")).expect("copies");
    fs::write(folder.path().join("gouji.toml"), settings).expect("writes");
    folder
}

fn rules(folder: &Path, args: &[&str]) -> (i32, Vec<String>) {
    let (code, said, error) = gouji(folder, &[&["check", "--format", "json"], args].concat());
    let report: Value = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {error}"));
    let documents = report["documents"].as_array().expect("a list");
    let found = documents.iter().flat_map(|d| d["findings"].as_array().expect("a list"));
    (code, found.map(|f| f["rule"].as_str().expect("a name").to_owned()).collect())
}

#[test]
fn settings_hold_where_the_command_line_does_not() {
    let folder = folder("select = [\"prose-breakdown\"]\nexclude = [\"旧/\"]\n[gate]\nfail-on = \"never\"\n");
    assert_eq!(rules(folder.path(), &["年报"]), (0, vec![String::from("prose-breakdown")]));
    // From a folder below, and of a file that is named although its folder is left out.
    assert_eq!(rules(&folder.path().join("年报"), &["."]), (0, vec![String::from("prose-breakdown")]));
    assert_eq!(rules(folder.path(), &["年报/旧/b.md"]).1.len(), 1);
    let (code, found) = rules(folder.path(), &["年报/a.md", "--fail-on", "error", "--select", "zero-words"]);
    assert_eq!((code, found), (1, vec![String::from("zero-words")]));
}

#[test]
fn outputs_language_and_gate_are_settings_too() {
    let folder = folder("lang = \"en\"\noutput = [\"out.sarif\"]\n[gate]\nfail-on = \"never\"\nmin-score = 99.5\n");
    let (code, said, _) = gouji(folder.path(), &["check", "年报/a.md"]);
    assert!(code == 1 && said.contains("errors") && folder.path().join("out.sarif").exists(), "{said}");
    assert_eq!(gouji(folder.path(), &["check", "年报/a.md", "--min-score", "1"]).0, 0);
    let (_, said, _) = gouji(folder.path(), &["check", "年报/a.md", "--lang", "zh"]);
    assert!(said.contains("错误"), "{said}");
}

#[test]
fn a_mistake_is_shown_at_its_place_with_what_may_be_meant() {
    for (settings, part) in [
        ("selct = []\n", "是否想写“select”"),
        ("[gate]\nfail_on = \"error\"\n", "是否想写“fail-on”"),
        ("[gate]\nfail-on = \"eror\"\n", "error、warning"),
        ("[gate]\nmin-score = 101\n", "0 至 100"),
        ("select = \"a\"\n", "一列文字"),
        ("profile = 3\n", "profile"),
        ("select = [\n", "写法有误"),
    ] {
        let folder = folder(settings);
        let (code, _, said) = gouji(folder.path(), &["check", "年报"]);
        assert!(code == 2 && said.contains(part) && said.contains("gouji.toml:"), "{settings}: {said}");
    }
    let folder = folder("selct = []\n");
    let (_, _, said) = gouji(folder.path(), &["check", "年报", "--lang", "en"]);
    assert!(said.contains("did you mean \"select\"?"), "{said}");
}

#[test]
fn what_holds_is_listed_with_where_it_comes_from() {
    let folder = folder("\n[gate]\nmin-score = 90\n");
    let (code, said, _) = gouji(folder.path(), &["config"]);
    assert!(code == 0 && said.contains("min-score = 90") && said.contains("gouji.toml:3"), "{said}");
    assert!(said.contains("fail-on = error") && said.contains("默认"), "{said}");
    let (_, schema, _) = gouji(folder.path(), &["config", "--schema"]);
    assert!(serde_json::from_str::<Value>(&schema).is_ok());
}

#[test]
fn a_beginning_is_written_once_and_changes_nothing() {
    let folder = folder("");
    fs::remove_file(folder.path().join("gouji.toml")).expect("is there");
    let before = rules(folder.path(), &["年报"]);
    assert_eq!(gouji(folder.path(), &["init"]).0, 0);
    let written = fs::read_to_string(folder.path().join("gouji.toml")).expect("is written");
    assert_eq!(rules(folder.path(), &["年报"]), before);
    assert_eq!(gouji(folder.path(), &["init"]).0, 2, "it is never written over");
    // Each setting is right as it stands there, once its mark is gone.
    let settings = written.lines().map(|l| l.strip_prefix("# ").filter(|l| l.contains(" = ")).unwrap_or(l));
    let settings: Vec<&str> = settings.filter(|l| !l.ends_with("= \"\"")).collect();
    fs::write(folder.path().join("gouji.toml"), settings.join("\n")).expect("writes");
    let (code, _, said) = gouji(folder.path(), &["config"]);
    assert_eq!(code, 0, "{said}");
}
