//! The page of `check --format html`: every finding marked and listed, links that lead somewhere, nothing let through.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde_json::Value;

use crate::common::{check, files, findings, fixtures, gouji, plain, text};

/// The page for some paths.
fn page(paths: &[&Path], more: &[&str]) -> String {
    let paths: Vec<String> = paths.iter().map(|p| p.to_string_lossy().into_owned()).collect();
    let mut args = vec!["check", "--format", "html", "--no-progress"];
    args.extend(more);
    args.extend(paths.iter().map(String::as_str));
    gouji(&args).1
}

/// A start tag's attributes.
fn attributes(tag: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let Some((value, tail)) = after.split_once('"') else { break };
        let name = before.rsplit([' ', '\n']).next().unwrap_or_default();
        found.insert(name.to_owned(), unescape(value));
        rest = tail;
    }
    found
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

/// The start tags of a page's body: name and the rest.
fn tags(page: &str) -> Vec<(&str, &str)> {
    let body = page.split_once("</head>").expect("a head").1;
    let starts = body.split('<').skip(1).filter(|t| t.starts_with(|c: char| c.is_ascii_alphabetic()));
    starts
        .map(|t| {
            let tag = t.split_once('>').expect("a tag that ends").0;
            tag.split_once([' ', '\n']).unwrap_or((tag, ""))
        })
        .collect()
}

/// The text of an element's marks that belong to a finding, joined.
fn marked(page: &str, number: usize) -> String {
    let sheet = page.split_once("<div class=\"sheet\"").map_or("", |s| s.1);
    let mut out = String::new();
    for element in ["<mark ", "<span class=\"also"] {
        for piece in sheet.split(element).skip(1) {
            let (tag, rest) = piece.split_once('>').expect("a tag that ends");
            let own = attributes(tag).get("data-n").is_some_and(|n| n.split(' ').any(|n| n == number.to_string()));
            if own && element == "<mark " {
                out.push_str(&unescape(rest.split('<').next().unwrap_or_default()));
            }
        }
    }
    out
}

fn sound(page: &str, what: &str) {
    let tags = tags(page);
    let all: Vec<HashMap<String, String>> = tags.iter().map(|t| attributes(t.1)).collect();
    let mut ids = HashSet::new();
    for id in all.iter().filter_map(|a| a.get("id")) {
        assert!(ids.insert(id.clone()), "{what}: the id {id} stands twice");
    }
    for attributes in &all {
        if let Some(href) = attributes.get("href") {
            let target = href.strip_prefix('#').unwrap_or_else(|| panic!("{what}: {href} leads out of the page"));
            assert!(ids.contains(target), "{what}: {href} leads nowhere");
        }
        for by in attributes.get("aria-labelledby").iter().flat_map(|b| b.split(' ')) {
            assert!(ids.contains(by), "{what}: no {by}");
        }
        assert!(!attributes.keys().any(|k| k.starts_with("on")), "{what}: {attributes:?}");
    }
    for (name, _) in &tags {
        assert!(!matches!(*name, "script" | "img" | "link" | "iframe" | "object"), "{what}: <{name}>");
    }
    assert!(!page.contains("url(") && !page.contains("@import"), "{what}: fetches");
}

fn reports() -> Vec<std::path::PathBuf> {
    ["clean", "flawed", "odd", "pdf"].into_iter().flat_map(files).collect()
}

#[test]
fn every_finding_is_marked_and_listed() {
    let mut seen = 0;
    for path in reports() {
        let page = page(&[&path], &[]);
        let what = path.display().to_string();
        sound(&page, &what);
        let (_, document) = check(&path);
        for (index, finding) in findings(&document).iter().enumerate() {
            let number = index + 1;
            seen += 1;
            assert!(page.contains(&format!("id=\"r-f{number}\"")), "{what}: {number} is not listed");
            assert!(page.contains(&format!("id=\"r-m{number}\"")), "{what}: {number} is not marked");
            assert!(page.contains(&format!("href=\"#r-m{number}\"")), "{what}: no way to {number}");
            let label = plain(text(&finding["primary"]["text"]));
            let own = plain(&marked(&page, number));
            let related = finding["related"].as_array().cloned().unwrap_or_default();
            // A related place may lie under the mark of another finding, and counts among its text.
            let fits =
                own == label || related.iter().map(|r: &Value| plain(text(&r["text"]))).any(|r| own.contains(&r));
            assert!(fits && own.contains(&label), "{what}: {number} is about {label} and marks {own}");
        }
    }
    assert!(seen > 50, "the fixtures have findings: {seen}");
}

/// All of a report stands on its page, with the marks or without.
#[test]
fn no_text_is_lost() {
    let path = fixtures().join("flawed/baishi-zhen-2023.md");
    let page = page(&[&path], &[]);
    let source = std::fs::read_to_string(&path).expect("a fixture");
    let sheet =
        page.split_once("<div class=\"sheet\"").expect("the text").1.split_once("</section>").expect("its end").0;
    let mut shown = String::new();
    // Numbers before marks, values expected and captions are not the report's.
    let mut rest = sheet.split_once('>').expect("a tag").1;
    while let Some((before, tag)) = rest.split_once('<') {
        shown.push_str(before);
        let added = ["a class=\"badge", "span class=\"expected", "figcaption"].iter().find(|a| tag.starts_with(**a));
        let end = match added {
            Some(a) if a.starts_with("fig") => "</figcaption>",
            Some(a) if a.starts_with("span") => "</span>→",
            Some(_) => "</a>",
            None => ">",
        };
        rest = tag.split_once(end).map_or("", |t| t.1);
        if end == "</span>→" {
            rest = rest.split_once("</span>").map_or("", |t| t.1);
        }
    }
    let shown = plain(&unescape(&shown));
    for line in source.lines().flat_map(|l| l.split('|')).map(plain).filter(|l| !l.is_empty()) {
        if line.chars().all(|c| matches!(c, '-' | ':')) {
            continue;
        }
        assert!(line.contains('<') || shown.contains(&line), "lost: {line}");
    }
}

#[test]
fn hostile_text_is_only_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x\" onmouseover=\"a&<b>.txt");
    let report = "云河县<script>alert(1)</script>局2023年政府信息公开工作年度报告\n\n\
        根据《中华人民共和国政府信息公开条例》编制本报告。统计期限自2022年1月1日起至2022年12月31日止。\n\n\
        一、总体情况\n\n全年公开\"><img src=x onerror=alert(1)>信息XX条，<b>办理'申请'3件</b>。&lt;script&gt;\u{202e}\n\n\
        联系电话：13812345678\" onclick=\"x\n";
    std::fs::write(&path, report).expect("written");
    let page = page(&[&path], &["--year", "2023"]);
    sound(&page, "hostile");
    assert!(page.contains("onerror=alert(1)&gt;") && page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(page.contains("&amp;lt;script&amp;gt;"), "an entity of the text stays one");
    assert!(!page.contains('\u{202e}'));
}

#[test]
fn several_files_have_a_summary() {
    let flawed = files("flawed");
    let paths: Vec<&Path> = flawed.iter().map(|p| p.as_path()).collect();
    let one = page(&paths, &["--jobs", "1"]);
    assert_eq!(one, page(&paths, &["--jobs", "4"]), "the page depends on the threads");
    sound(&one, "flawed");
    assert_eq!(one.matches("<article ").count(), paths.len());
    let table =
        one.split_once("<table class=\"list\">").expect("a summary").1.split_once("</table>").expect("its end").0;
    assert_eq!(table.matches("<tr>").count(), paths.len() + 1);
    assert_eq!(one.matches("<h1").count(), 1);
}

#[test]
fn both_languages() {
    let path = fixtures().join("flawed/baishi-zhen-2023.md");
    let (zh, en) = (page(&[&path], &[]), page(&[&path], &["--lang", "en"]));
    assert!(zh.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">") && zh.contains("报告全文"));
    assert!(en.contains("<html lang=\"en\">") && en.contains("Findings (") && !en.contains("报告全文"));
    assert!(en.contains("<div class=\"sheet\" lang=\"zh-CN\">"));
}

#[test]
fn merged_cells_stay_merged_and_sums_are_drawn() {
    let path = fixtures().join("flawed/yunhe-jiaoyu-2023.html");
    let page = page(&[&path], &[]);
    assert!(page.contains("colspan=\"") && page.contains("rowspan=\""));
    assert!(page.contains("<figcaption") && page.contains("class=\"expected\""));
}
