//! An output never replaces what is read, however either of them is named, and an annotated report is written under an
//! ending of its own kind. What was there before is there afterwards, byte for byte, and nothing else beside it.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

use crate::common::fixtures;

fn gouji(folder: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("gouji").expect("built").current_dir(folder).args(args).output().expect("runs")
}

/// Every file below a folder, with its bytes.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() && !path.is_symlink() {
                return everything(&path);
            }
            vec![(path.to_string_lossy().into_owned(), fs::read(&path).unwrap_or_default())]
        })
        .collect();
    all.sort();
    all
}

/// Reports under odd names, in a folder and beside it.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    fs::create_dir_all(here.join("年报 草稿/sub")).expect("writes");
    for (from, to) in [
        ("clean/baishi-zhen-2022.md", "a.md"),
        ("clean/baishi-zhen-2022.md", "-b.md"),
        ("flawed/yunhe-jiaoyu-2023.docx", "年报 草稿/2023 年报.docx"),
        ("odd/readme.md", "年报 草稿/sub/readme.md"),
    ] {
        fs::copy(fixtures().join(from), here.join(to)).expect("copied");
    }
    let page = "<html><head><title>x</title></head><body><h1>云河县民政局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p></body></html>";
    fs::write(here.join("page.html"), page).expect("writes");
    folder
}

/// Runs it, expects wrong usage said in Chinese or English, and that nothing has changed.
fn refused(here: &Path, args: &[&str]) -> String {
    let before = everything(here);
    let output = gouji(here, args);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    assert!(output.stdout.is_empty(), "{args:?}");
    assert!(everything(here) == before, "{args:?}: a file has changed");
    said
}

#[test]
fn an_output_that_is_an_input_is_refused() {
    let office = office();
    let here = office.path();
    let absolute = here.join("a.md").to_string_lossy().into_owned();
    let word = "年报 草稿/2023 年报.docx";
    for args in [
        &["check", "a.md", "-o", "a.md"][..],
        &["check", "a.md", "-o", "./a.md"],
        &["check", "--format", "json", "./a.md", "-o", "年报 草稿/../a.md"],
        &["check", "--format", "jsonl", "a.md", "-o", &absolute],
        &["check", "--format", "html", &absolute, "-o", "a.md"],
        &["check", "--format", "html", "page.html", "-o", "page.html"],
        &["check", "-o=-b.md", "--", "a.md", "-b.md"],
        &["score", "a.md", word, "-o", word],
        &["score", "--format", "json", "年报 草稿", "-o", "年报 草稿/sub/readme.md"],
        &["check", "--skip-others", ".", "-o", "page.html"],
        &["check", ".", "-o", word],
        &["annotate", word, "-o", word],
        &["annotate", "page.html", "-o", "年报 草稿/../page.html"],
        &["facts", "a.md", "-o", "a.md"],
        &["selftest", "a.md", "-o", "a.md"],
        &["check", "page.html", "--previous", "a.md", "-o", "a.md"],
        &["check", "gone.md", "-o", "./gone.md"],
    ] {
        let said = refused(here, args);
        assert!(said.contains("覆盖"), "{args:?}: {said}");
    }
    let said = refused(here, &["check", "--lang", "en", "a.md", "-o", "a.md"]);
    assert!(said.contains("would be written over"), "{said}");
    let said = refused(here, &["check", "年报 草稿", "-o", word]);
    assert!(said.contains("文件夹之外"), "{said}");
}

#[test]
#[cfg(unix)]
fn links_lead_to_what_they_lead_to() {
    let office = office();
    let here = office.path();
    std::os::unix::fs::symlink("a.md", here.join("link.md")).expect("a link");
    std::os::unix::fs::symlink("年报 草稿", here.join("folder")).expect("a link");
    fs::hard_link(here.join("a.md"), here.join("hard.md")).expect("a link");
    for args in [
        ["check", "a.md", "-o", "link.md"],
        ["check", "link.md", "-o", "a.md"],
        ["score", "a.md", "-o", "hard.md"],
        ["check", "hard.md", "-o", "link.md"],
        ["annotate", "年报 草稿/2023 年报.docx", "-o", "folder/2023 年报.docx"],
        ["check", "folder", "-o", "年报 草稿/sub/readme.md"],
    ] {
        refused(here, &args);
    }
    // An input that may not be read is one that may not be replaced.
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(here.join("a.md"), fs::Permissions::from_mode(0o000)).expect("changed");
    assert_eq!(gouji(here, &["check", "a.md", "-o", "./a.md"]).status.code(), Some(2));
    fs::set_permissions(here.join("a.md"), fs::Permissions::from_mode(0o644)).expect("changed");
}

#[test]
#[cfg(unix)]
fn what_the_shell_redirects_is_an_input_or_an_output_too() {
    let office = office();
    let here = office.path();
    let shell = |line: &str| {
        let gouji = assert_cmd::cargo::cargo_bin("gouji");
        let mut sh = std::process::Command::new("sh");
        sh.current_dir(here).args(["-c", line, "sh"]).arg(gouji).output().expect("runs")
    };
    let before = everything(here);
    for line in [
        "\"$1\" check a.md >> a.md",
        "\"$1\" check --stdin-filename a.md - -o a.md < a.md",
        "\"$1\" annotate --stdin-filename x.html - -o page.html < page.html",
    ] {
        let output = shell(line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(everything(here) == before, "{line}: a file has changed");
    }
    // A page that the shell has just made in the folder is no report to check.
    let output = shell("\"$1\" check --format html --fail-on never . > review.html");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(here.join("review.html")).expect("a page");
    assert!(page.contains("a.md") && !page.contains("review.html"));
}

#[test]
fn rules_are_spared_as_reports_are() {
    let office = office();
    let here = office.path();
    fs::create_dir(here.join("mine")).expect("a folder");
    let rule = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/cn/statutory/period-stated.yaml");
    let text = fs::read_to_string(rule).expect("a rule").replace("id: period-stated", "id: our-period-stated");
    fs::write(here.join("mine/our-period-stated.yaml"), text).expect("writes");
    let file = "mine/our-period-stated.yaml";
    for args in [
        &["check", "a.md", "--rules", file, "-o", file][..],
        &["score", "a.md", "--rules", "mine", "-o", file],
        &["rules", "test", "mine", "-o", file],
        &["rules", "list", "--rules", "mine", "-o", file],
        &["explain", "our-period-stated", "--rules", file, "-o", file],
    ] {
        refused(here, args);
    }
}

#[test]
fn an_annotated_report_is_written_under_its_own_ending() {
    let office = office();
    let here = office.path();
    let word = "年报 草稿/2023 年报.docx";
    for (from, to) in
        [(word, "out.html"), (word, "out.doc"), (word, "out"), ("page.html", "out.docx"), ("page.html", "a.md")]
    {
        let said = refused(here, &["annotate", from, "-o", to]);
        assert!(said.contains(if from == word { ".docx" } else { ".html" }), "{said}");
    }
    for (from, to) in
        [(word, "批注 稿.DOCX"), ("page.html", "out.htm"), ("page.html", "out.shtml"), ("page.html", "out.XHTML")]
    {
        let output = gouji(here, &["annotate", from, "-o", to]);
        assert_eq!(output.status.code(), Some(0), "{to}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(here.join(to).is_file(), "{to}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told_by_its_own_name() {
    let office = office();
    let here = office.path();
    for (to, zh, en) in [
        ("no/such/out.json", "没有文件夹 no/such", "there is no folder no/such"),
        ("年报 草稿", "它是文件夹", "it is a folder"),
    ] {
        let said = refused(here, &["check", "a.md", "--format", "json", "-o", to]);
        assert!(said.contains(zh) && said.contains(to) && !said.contains(".gouji-"), "{said}");
        let said = refused(here, &["score", "--lang", "en", "a.md", "-o", to]);
        assert!(said.contains(en) && !said.contains(".gouji-"), "{said}");
    }
}
