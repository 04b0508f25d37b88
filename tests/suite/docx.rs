//! Word documents: the same findings however the report was written, automatic numbers, drafts and blank forms, and
//! files made to do harm.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::common::word::{RELS, W, annotate, comments, document, package, paragraph, rewrite};
use crate::common::{check, findings, fixtures, gouji, plain, text, told};
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    fixtures().join(name)
}

#[test]
fn the_same_findings_however_it_was_written() {
    let expected = told(&fixture("clean/yunhe-jiaoyu-2024.md"));
    for variant in ["", "-numbered", "-tracked"] {
        let path = fixture(&format!("clean/yunhe-jiaoyu-2024{variant}.docx"));
        assert_eq!(told(&path), expected, "{variant}");
    }
}

/// Heading, level and number of each section, those below it after it.
fn outlined(sections: &Value, all: &mut Vec<(String, Value, Value)>) {
    for section in sections.as_array().expect("sections") {
        all.push((plain(text(&section["heading"])), section["level"].clone(), section["number"].clone()));
        outlined(&section["sections"], all);
    }
}

#[test]
fn the_same_outline_with_automatic_numbers() {
    let outline = |name: &str| {
        let path = fixture(name);
        let (code, stdout, _) = gouji(&["facts", "--format", "json", &path.to_string_lossy()]);
        assert_eq!(code, 0);
        let facts: Value = serde_json::from_str(&stdout).expect("JSON");
        let mut all = Vec::new();
        outlined(&facts["sections"], &mut all);
        all
    };
    let typed = outline("clean/yunhe-jiaoyu-2024.docx");
    assert_eq!(typed.len(), 11);
    assert_eq!(outline("clean/yunhe-jiaoyu-2024-numbered.docx"), typed);
}

/// Counting that begins anew amid the sections, as happens where a heading is pasted from another document.
#[test]
fn automatic_numbers_that_restart_are_told() {
    let restart = "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>";
    let style = "<w:pStyle w:val=\"Heading1\"/>";
    let heading = |style: &str| format!("<w:p><w:pPr>{style}</w:pPr><w:r><w:t>政府信息公开行政复议、行政诉讼情况");
    let again = heading(&format!("{style}<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr>"));
    let folder = tempfile::tempdir().expect("a folder");
    let (path, reviewed) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
    rewrite(&fixture("clean/yunhe-jiaoyu-2024-numbered.docx"), &path, |name, xml| match name {
        "word/numbering.xml" => xml.replace("</w:numbering>", restart),
        "word/document.xml" => xml.replace(&heading(style), &again),
        _ => xml,
    });
    let wrong = ["warning numbering-headings 一、政府信息公开行政复议、行政诉讼情况"];
    assert_eq!(told(&path), wrong, "{:?}", check(&path).1["findings"]);
    annotate(&path, &reviewed);
    let all = comments(&reviewed);
    assert_eq!(all.len(), 1);
    // The number stands nowhere in the text: the comment is on what does.
    assert!(all[0].1.contains("应为第4项") && all[0].2 == "政府信息公开行政复议、行政诉讼情况", "{all:?}");
}

#[test]
fn places_are_paragraphs_and_cells() {
    let (_, document) = check(&fixture("flawed/yunhe-jiaoyu-2023.docx"));
    let all = findings(&document);
    let place = |rule: &str| {
        let finding = all.iter().find(|f| f["rule"] == rule).unwrap_or_else(|| panic!("{rule}"));
        assert!(finding["primary"]["line"].is_null() && finding["primary"]["byte_start"].is_null());
        text(&finding["primary"]["place"]).to_owned()
    };
    assert!(place("contact-stated").starts_with("第2段"), "{}", place("contact-stated"));
    assert!(place("requests-balance").starts_with("表2第27行第4列"), "{}", place("requests-balance"));
}

#[test]
fn drafts_are_reminded_and_forms_are_known() {
    let path = fixture("clean/yunhe-jiaoyu-2024.docx");
    let (_, stdout, _) = gouji(&["check", "--format", "json", "--today", "2025-01-20", &path.to_string_lossy()]);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    let reminder = findings(&report["documents"][0]).into_iter().find(|f| f["rule"] == "deadline-reminder");
    assert!(text(&reminder.expect("a reminder")["message"]).contains("11天"));
    let (_, form) = check(&fixture("form-2021.docx"));
    assert_eq!(form["not_judged"]["kind"], "blank_form");
    let Ok(corpus) = std::env::var("GOUJI_CORPUS") else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let real = Path::new(&corpus).join("dev").join("template-2021-blank.docx");
    if real.is_file() {
        assert_eq!(check(&real).1["not_judged"]["kind"], "blank_form");
    }
}

/// A form of something else is no blank form of a report.
#[test]
fn other_forms_are_no_reports() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    let body = paragraph("采购项目需求") + &paragraph("联系人：____ 电话：____ 地址：____ XX年XX月XX日").repeat(20);
    std::fs::write(&path, document(&body)).expect("written");
    let (code, told) = check(&path);
    assert_eq!((code, text(&told["error"]["kind"])), (3, "not_a_report"), "{told}");
}

/// What stands there in the place of text is named.
#[test]
fn documents_of_a_picture_or_an_imported_part_are_told_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    let picture = "<w:p><w:r><w:drawing><pic:pic xmlns:pic=\"p\"/></w:drawing></w:r></w:p>";
    let imported = "<w:altChunk/>";
    for (body, kind) in [(picture.to_owned(), "scan"), (imported.to_owned(), "imported"), (paragraph(""), "empty")] {
        std::fs::write(&path, document(&body)).expect("written");
        assert_eq!(check(&path).1["error"]["kind"], kind);
    }
}

/// Each within two seconds (more in a slow build), with an error that says what it is and no output written.
#[test]
fn harmful_documents_are_refused() {
    let good = std::fs::read(fixture("clean/yunhe-jiaoyu-2024.docx")).expect("a file");
    let zeros = vec![b' '; 100 << 20];
    let entities = format!(
        "<!DOCTYPE d [<!ENTITY a \"{}\">]><w:document xmlns:w=\"{W}\"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>",
        "x".repeat(1000)
    );
    let deep = format!("{}{}", "<w:sdt><w:sdtContent>".repeat(60_000), "</w:sdtContent></w:sdt>".repeat(60_000));
    let nested = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(20_000), "</w:tc></w:tr></w:tbl>".repeat(20_000));
    let tags = format!("<w:document xmlns:w=\"{W}\"><w:body>{}</w:body></w:document>", "<w:p/>".repeat(3_000_000));
    let cyclic = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="_rels/.rels"/></Relationships>"#;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("cut off", good[..good.len() / 2].to_vec(), "damaged"),
        ("bomb", package(&[("_rels/.rels", RELS), ("word/document.xml", &zeros)]), "too_large"),
        ("no document", package(&[("_rels/.rels", RELS)]), "damaged"),
        (
            "traversal",
            package(&[("../../evil", b"x"), ("_rels/.rels", RELS), ("word/document.xml", b"<a/>")]),
            "damaged",
        ),
        ("entities", package(&[("_rels/.rels", RELS), ("word/document.xml", entities.as_bytes())]), "damaged"),
        ("cycle", package(&[("_rels/.rels", cyclic), ("word/document.xml", b"<a/>")]), "damaged"),
        ("not XML", package(&[("_rels/.rels", RELS), ("word/document.xml", b"\xff\xfe\x00")]), "damaged"),
        ("millions of tags", package(&[("_rels/.rels", RELS), ("word/document.xml", tags.as_bytes())]), "too_large"),
        ("deep", document(&deep), "empty"),
        ("nested tables", document(&nested), "empty"),
        (
            "protected",
            [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0"].concat(),
            "locked",
        ),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (what, bytes, kind) in cases {
        let path = folder.path().join("a.docx");
        std::fs::write(&path, bytes).expect("written");
        let since = Instant::now();
        let (code, document) = check(&path);
        let limit = if cfg!(debug_assertions) { 20 } else { 2 };
        assert!(since.elapsed() < Duration::from_secs(limit), "{what}: {:?}", since.elapsed());
        assert_eq!((code, text(&document["error"]["kind"])), (3, kind), "{what}: {}", document["error"]);
        let output = folder.path().join("out.docx");
        std::fs::write(&output, "as it was").expect("written");
        let (code, _, _) = gouji(&["annotate", &path.to_string_lossy(), "-o", &output.to_string_lossy()]);
        assert_eq!(code, 3, "{what}");
        assert_eq!(std::fs::read(&output).expect("a file"), b"as it was", "{what}");
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 2, "nothing else is written");
}

#[test]
fn five_hundred_pages_are_read() {
    let page = paragraph(&"全年主动公开政府信息一批，内容真实完整。".repeat(30));
    let body = paragraph("云河县水务局2023年政府信息公开工作年度报告") + &page.repeat(1000);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.docx");
    std::fs::write(&path, document(&body)).expect("written");
    let (_, report) = check(&path);
    assert!(report["error"].is_null(), "{}", report["error"]);
}

#[test]
fn old_word_says_the_way_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.doc");
    std::fs::write(&path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no more").expect("written");
    let mut command = assert_cmd::Command::cargo_bin("gouji").expect("the binary");
    let output =
        command.args(["check", "--format", "json"]).arg(&path).env("PATH", "nowhere").output().expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let error = &report["documents"][0]["error"];
    assert_eq!((output.status.code(), text(&error["kind"])), (Some(3), "needs_word"));
    assert!(text(&error["message"]).contains("另存为 .docx"));
    // Under the old name the new format is often found.
    std::fs::copy(fixture("clean/yunhe-jiaoyu-2024.docx"), &path).expect("copied");
    assert!(check(&path).1["error"].is_null());
}
