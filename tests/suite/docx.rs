//! Word documents: the same findings however the report was written, comments where the findings are and nothing else
//! touched, drafts and blank forms, and files made to do harm.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::{check, findings, fixtures, gouji, plain, text, told};
use serde_json::Value;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn fixture(name: &str) -> PathBuf {
    fixtures().join(name)
}

/// The parts of a package, in order.
fn parts(path: &Path) -> Vec<(String, Vec<u8>)> {
    let bytes = std::fs::read(path).expect("a file");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).expect("an entry");
            let mut data = Vec::new();
            entry.read_to_end(&mut data).expect("its data");
            (entry.name().expect("a name").into_owned(), data)
        })
        .collect()
}

fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(data).expect("its data");
    }
    zip.finish().expect("a package").into_inner()
}

/// A package again, the XML of its parts changed.
fn rewrite(from: &Path, to: &Path, change: impl Fn(&str, String) -> String) {
    let entries: Vec<(String, Vec<u8>)> = parts(from)
        .into_iter()
        .map(|(name, data)| match String::from_utf8(data) {
            Ok(xml) => (name.clone(), change(&name, xml).into_bytes()),
            Err(other) => (name, other.into_bytes()),
        })
        .collect();
    let list: Vec<(&str, &[u8])> = entries.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    std::fs::write(to, package(&list)).expect("written");
}

const RELS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;

fn document(body: &str) -> Vec<u8> {
    let xml = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>");
    package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", xml.as_bytes())])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Author and first line of each comment, with the text that it is anchored on.
fn comments(path: &Path) -> Vec<(String, String, String)> {
    let parts: BTreeMap<String, Vec<u8>> = parts(path).into_iter().collect();
    let xml = |name: &str| String::from_utf8(parts[name].clone()).expect("UTF-8");
    let (comments, body) = (xml("word/comments.xml"), xml("word/document.xml"));
    let (comments, body) = (roxmltree::Document::parse(&comments), roxmltree::Document::parse(&body));
    let (comments, body) = (comments.expect("sound comments"), body.expect("a sound document"));
    comments
        .root_element()
        .children()
        .filter(|n| n.has_tag_name((W, "comment")))
        .map(|comment| {
            let id = comment.attribute((W, "id")).expect("an identity");
            let first = comment.children().find(|n| n.has_tag_name((W, "p"))).expect("a paragraph");
            let line: String = first.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect();
            let (mut inside, mut anchored, mut referred) = (false, String::new(), false);
            for node in body.descendants() {
                let mine = node.attribute((W, "id")) == Some(id);
                inside |= mine && node.has_tag_name((W, "commentRangeStart"));
                inside &= !(mine && node.has_tag_name((W, "commentRangeEnd")));
                referred |= mine && node.has_tag_name((W, "commentReference"));
                if inside && node.has_tag_name((W, "t")) {
                    anchored.push_str(node.text().unwrap_or_default());
                }
            }
            assert!(referred, "comment {id} is referred to");
            (comment.attribute((W, "author")).unwrap_or_default().to_owned(), line, anchored)
        })
        .collect()
}

fn annotate(from: &Path, to: &Path) {
    let (code, _, stderr) = gouji(&["annotate", &from.to_string_lossy(), "-o", &to.to_string_lossy()]);
    assert_eq!(code, 0, "{stderr}");
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
fn comments_stand_on_exactly_the_text_and_nothing_else_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (fixture("flawed/yunhe-jiaoyu-2023.docx"), folder.path().join("reviewed.docx"));
    annotate(&from, &to);
    let (_, document) = check(&from);
    let mut expected: Vec<_> = findings(&document)
        .iter()
        .map(|f| (text(&f["rule"]).to_owned(), text(&f["primary"]["text"]).to_owned()))
        .collect();
    let mut written: Vec<_> = comments(&to)
        .into_iter()
        .map(|(author, line, anchored)| {
            assert_eq!(author, "gouji");
            let rule = line.strip_prefix('[').and_then(|l| l.split_once(']')).expect("a rule first").0;
            (rule.to_owned(), anchored)
        })
        .collect();
    expected.sort();
    written.sort();
    assert!(expected.len() > 5);
    assert_eq!(written, expected);

    let (before, after) = (parts(&from), parts(&to));
    let names = |p: &[(String, Vec<u8>)]| p.iter().map(|p| p.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after)[..before.len()], names(&before)[..], "the order is kept");
    let changed: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a.1 != b.1).map(|(a, _)| a.0.as_str()).collect();
    assert_eq!(changed, ["[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"]);

    // The annotated document is the same report.
    assert_eq!(told(&to), told(&from));
    let again = folder.path().join("again.docx");
    annotate(&to, &again);
    assert!(std::fs::read(&to).expect("a file") == std::fs::read(&again).expect("a file"), "a second run replaces");
}

#[test]
fn comments_of_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let (once, other, twice) =
        (folder.path().join("1.docx"), folder.path().join("2.docx"), folder.path().join("3.docx"));
    annotate(&fixture("flawed/yunhe-jiaoyu-2023.docx"), &once);
    // One of the comments becomes that of a colleague.
    rewrite(&once, &other, |name, xml| match name {
        "word/comments.xml" => xml.replacen("w:author=\"gouji\"", "w:author=\"张三\"", 1),
        _ => xml,
    });
    annotate(&other, &twice);
    let count = |path: &Path, author: &str| comments(path).iter().filter(|c| c.0 == author).count();
    assert_eq!((count(&twice, "张三"), count(&twice, "gouji")), (1, count(&once, "gouji")));
}

/// What another reader makes of the comments: python-docx, where it can be imported.
#[test]
fn python_docx_reads_the_comments() {
    let script =
        "import sys, docx\nfor c in docx.Document(sys.argv[1]).comments: print(c.author, c.text.split(']')[0] + ']')";
    let python = |file: &Path| Command::new("python3").args(["-c", script]).arg(file).output();
    let has_it = Command::new("python3").args(["-c", "import docx; docx.Document().comments"]).output();
    if !has_it.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: python-docx with comments is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("reviewed.docx");
    annotate(&fixture("flawed/yunhe-jiaoyu-2023.docx"), &to);
    let output = python(&to).expect("python3");
    let read = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(read.lines().count(), comments(&to).len(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(read.lines().all(|l| l.starts_with("gouji [")), "{read}");
}

#[test]
fn blank_cells_and_automatic_numbers_have_comments_too() {
    let cell = |t: &str| format!("<w:tc>{}</w:tc>", if t.is_empty() { "<w:p/>".to_owned() } else { paragraph(t) });
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    let body = [
        paragraph("云河县水务局2023年政府信息公开工作年度报告"),
        paragraph("三、收到和处理政府信息公开申请情况"),
        "<w:tbl>".to_owned(),
        row(&["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]),
        row(&["一、本年新收政府信息公开申请数量", "3", "", "", "0", "0", "0", "3"]),
        "</w:tbl>".to_owned(),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
    std::fs::write(&from, document(&body.concat())).expect("written");
    annotate(&from, &to);
    let blank: Vec<_> = comments(&to).into_iter().filter(|c| c.1.contains("cells-blank")).collect();
    assert_eq!(blank.len(), 1, "one finding for all cells of a draft");
    assert!(blank[0].1.contains("还有 2 格没有填") && blank[0].2.is_empty(), "{blank:?}");
}

#[test]
fn pages_are_marked_and_otherwise_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["flawed/yunhe-jiaoyu-2023.html", "clean/yunhe-jiaoyu-2024-portal-gbk.html"] {
        let (from, to, again) = (fixture(name), folder.path().join("a.html"), folder.path().join("b.html"));
        annotate(&from, &to);
        annotate(&to, &again);
        let (source, marked) = (std::fs::read(&from).expect("a file"), std::fs::read(&to).expect("a file"));
        assert!(marked == std::fs::read(&again).expect("a file"), "{name}: a second run replaces");
        let mut without = Vec::new();
        let mut rest = &marked[..];
        while let Some(at) = rest.windows(6).position(|w| w == b"<mark ") {
            without.extend_from_slice(&rest[..at]);
            let end = at + rest[at..].iter().position(|&b| b == b'>').expect("an end") + 1;
            let close = end + rest[end..].windows(7).position(|w| w == b"</mark>").expect("a close");
            assert!(!rest[end..close].contains(&b'<'), "{name}: a mark holds text alone");
            without.extend_from_slice(&rest[end..close]);
            rest = &rest[close + 7..];
        }
        without.extend_from_slice(rest);
        assert!(without == source, "{name}: nothing else changes");
    }
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
