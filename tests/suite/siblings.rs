//! One report as several programs write it: python-docx, LibreOffice and Chromium, as Word document, page, print and
//! old Word document. The same is found in each as in its Markdown.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{check, files, fixtures, name, text, told};

/// The report that a sibling is of: its name up to the program that wrote it.
fn original(sibling: &Path) -> PathBuf {
    let name = name(sibling);
    let stem = name.split_once('.').map_or(name.as_str(), |n| n.0);
    let programs = ["-python-docx", "-libreoffice", "-chromium"];
    let report = programs.iter().find_map(|p| stem.strip_suffix(p)).unwrap_or(stem);
    fixtures().join("flawed").join(format!("{report}.md"))
}

#[test]
fn the_same_findings_whatever_wrote_it() {
    let mut wrong = Vec::new();
    let mut seen = Vec::new();
    for path in files("siblings") {
        let (expected, found) = (told(&original(&path)), told(&path));
        assert!(expected.len() >= 5, "{}", original(&path).display());
        if found != expected {
            wrong.push(format!("{}:\n{found:#?}\nfor\n{expected:#?}", name(&path)));
        }
        let (_, document) = check(&path);
        let coverage = &document["coverage"];
        if coverage["cells_read"] != coverage["cells_expected"] || !document["not_determined"][0].is_null() {
            wrong.push(format!("{}: {coverage} {}", name(&path), document["not_determined"]));
        }
        seen.push(text(&document["format"]).to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for format in ["docx", "html", "pdf"] {
        assert!(seen.iter().filter(|s| *s == format).count() >= 2, "{format}: {seen:?}");
    }
}

/// What WPS Writer calls `.wps` is an old Word document by another name.
#[test]
fn old_documents_are_read_where_libreoffice_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = fixtures().join("siblings/baishi-zhen-2023-python-docx.docx");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir"]).arg(folder.path()).arg(&from);
    let doc = folder.path().join("baishi-zhen-2023-python-docx.doc");
    if !office.output().is_ok_and(|o| o.status.success()) || !doc.is_file() {
        eprintln!("skipped: no LibreOffice");
        return;
    }
    let reports = folder.path().join("reports");
    let wps = reports.join("报告.wps");
    std::fs::create_dir(&reports).expect("a folder");
    std::fs::copy(&doc, &wps).expect("copied");
    assert_eq!(told(&doc), told(&original(&from)));
    assert_eq!(told(&wps), told(&original(&from)));
    // And found in a folder; what lies there while a document is open is none.
    std::fs::write(reports.join("~$报告.docx"), "云河").expect("written");
    assert_eq!(told(&reports), told(&original(&from)));
}

#[test]
fn old_documents_in_folders_are_never_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("报告.wps"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no more").expect("written");
    let mut command = assert_cmd::Command::cargo_bin("gouji").expect("the binary");
    let output = command.arg("check").arg(folder.path()).env("PATH", "nowhere").output().expect("it runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8").replace(['\n', ' '], "");
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("报告.wps") && said.contains("另存为.docx"), "{said}");
}
