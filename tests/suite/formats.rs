//! One report in several formats and encodings: the same facts, the same findings.

use std::path::{Path, PathBuf};

use crate::common::{facts, files, fixtures, name, plain, text, told};
use serde_json::Value;

/// Cells and counts without their places.
fn understood(path: &Path) -> Vec<String> {
    let facts = facts(path);
    let list = |key: &str| facts[key].as_array().cloned().unwrap_or_default();
    let mut all: Vec<String> = vec![
        format!("agency {}", facts["profile"]["agency"]["value"]),
        format!("year {}", facts["profile"]["report_year"]["value"]),
        format!("signed {}", facts["profile"]["signed"]["value"]),
        format!("period {} {}", facts["period"]["start"], facts["period"]["end"]),
        format!("phone {}", facts["contact"]["phone"]["value"]),
        format!("email {}", facts["contact"]["email"]["value"]),
    ];
    all.extend(
        list("sections").iter().filter(|s| text(&s["heading"]).contains('、')).map(|s| plain(text(&s["heading"]))),
    );
    for table in list("tables") {
        for cell in table["cells"].as_array().into_iter().flatten() {
            all.push(format!("{}/{} {} {} {}", table["id"], table["form"], cell["row"], cell["column"], cell["value"]));
        }
    }
    all.extend(
        list("counts")
            .iter()
            .filter(|c| c["role"].is_string())
            .map(|c: &Value| format!("{} {} {}", c["role"], c["scope"], c["value"])),
    );
    all.sort();
    all
}

/// Groups of fixtures whose names are the same up to the first dot (or the given part).
fn siblings(folder: &str) -> Vec<Vec<PathBuf>> {
    let mut groups: Vec<Vec<PathBuf>> = Vec::new();
    for path in files(folder) {
        let stem = path.file_stem().expect("a stem").to_owned();
        match groups.last_mut() {
            Some(group) if group[0].file_stem() == Some(&stem) => group.push(path),
            _ => groups.push(vec![path]),
        }
    }
    groups.retain(|g| g.len() > 1);
    // Markdown is what the others are held against.
    groups.iter_mut().for_each(|g| g.sort_by_key(|p| p.extension().is_none_or(|e| e != "md")));
    assert!(groups.len() >= 3, "fixtures/{folder} holds reports in several formats");
    groups
}

fn differences(paths: &[PathBuf], look: &dyn Fn(&Path) -> Vec<String>) -> Vec<String> {
    let first = look(&paths[0]);
    let mut all = Vec::new();
    for path in &paths[1..] {
        let other = look(path);
        let mut found = Vec::new();
        let only = |a: &[String], b: &[String]| a.iter().filter(|x| !b.contains(x)).cloned().collect::<Vec<_>>();
        found.extend(only(&first, &other).into_iter().map(|x| format!("{} only: {x}", name(&paths[0]))));
        found.extend(only(&other, &first).into_iter().map(|x| format!("{} only: {x}", name(path))));
        if found.is_empty() && first.len() != other.len() {
            found.push(format!("{} has {}, {} has {}", name(&paths[0]), first.len(), name(path), other.len()));
        }
        // A table that was not read differs in every cell: the first few tell enough.
        let more = found.len().saturating_sub(20);
        found.truncate(20);
        all.extend(found);
        if more > 0 {
            all.push(format!("… and {more} more in {}", name(path)));
        }
    }
    all
}

#[test]
fn the_same_findings_in_every_format() {
    let found: Vec<String> =
        ["clean", "flawed"].into_iter().flat_map(siblings).flat_map(|g| differences(&g, &|p| told(p))).collect();
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_same_facts_in_every_format() {
    let found: Vec<String> =
        ["clean", "flawed"].into_iter().flat_map(siblings).flat_map(|g| differences(&g, &|p| understood(p))).collect();
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

/// As WPS and Word save it, as a portal shows it, in GBK and GB18030, and with a meta that lies about the encoding.
#[test]
fn the_same_facts_however_the_page_was_made() {
    let paths: Vec<PathBuf> = ["", "-wps", "-word", "-portal", "-portal-gbk", "-portal-gb18030", "-portal-lying"]
        .iter()
        .map(|v| fixtures().join("clean").join(format!("yunhe-jiaoyu-2024{v}.html")))
        .collect();
    let found = differences(&paths, &|p| understood(p));
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_portal_page_gives_its_date() {
    for variant in ["portal", "portal-gbk", "portal-gb18030", "portal-lying"] {
        let facts = facts(&fixtures().join("clean").join(format!("yunhe-jiaoyu-2024-{variant}.html")));
        assert_eq!(facts["profile"]["published"]["value"], "2025-01-20", "{variant}");
        assert_eq!(facts["profile"]["signed"]["value"], "2025-01-16", "{variant}");
    }
}
