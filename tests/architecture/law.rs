//! The law is data: no article, instrument, year, rule or cell of a form stands in the code, no word that is not the
//! language's, and no path of one machine anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;

use crate::sources::{all_sources, complain, line_of, root, sources, walk};

#[test]
fn the_law_is_data() {
    let law = Regex::new(r"第[一二三四五六七八九十百〇零]+条|国办|令第|〔20").expect("a pattern");
    let year = Regex::new(r"20(?:08|1\d|2\d)").expect("a pattern");
    let mut found = Vec::new();
    for file in all_sources() {
        let mut report = |at: usize, what: &str| {
            found.push(format!("{}:{} {what}", file.path, line_of(&file.code, at)));
        };
        for m in law.find_iter(&file.code) {
            report(m.start(), m.as_str());
        }
        for m in year.find_iter(&file.code) {
            let before = file.code[..m.start()].chars().next_back();
            let after = file.code[m.end()..].chars().next();
            let part_of_more =
                |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '{' | '}'));
            if !part_of_more(before) && !part_of_more(after) {
                report(m.start(), m.as_str());
            }
        }
    }
    complain("articles, instruments or years in src; they belong in rules", &found);
}

/// Rooms that speak to nobody: what Chinese they need is a word of the language or of a vocabulary.
const SILENT: [&str; 6] = ["search", "source", "document", "read", "lexicon", "facts"];

#[test]
fn words_stand_in_the_language_or_in_a_vocabulary() {
    let word = Regex::new(r"[\p{Han}〇]").expect("a pattern");
    // In checks whole texts are messages to authors of rules; a character alone is looked for in reports.
    let character = Regex::new(r"'[\p{Han}〇]'").expect("a pattern");
    let mut found = Vec::new();
    for file in sources("crates/core/src") {
        let room = file.inside.iter().next().map(|c| c.to_string_lossy().into_owned()).unwrap_or_default();
        let pattern = match room.as_str() {
            room if SILENT.contains(&room) => &word,
            "checks" => &character,
            _ => continue,
        };
        for m in pattern.find_iter(&file.code) {
            found.push(format!("{}:{} {}", file.path, line_of(&file.code, m.start()), m.as_str()));
        }
    }
    complain("words of Chinese in the code; they belong in crates/core/src/language or in rules/*/vocabulary", &found);
}

#[test]
fn no_rule_is_known_to_the_code() {
    let id = Regex::new(r"(?m)^id:\s*([a-z0-9-]+)\s*$").expect("a pattern");
    let mut paths = Vec::new();
    walk(&root().join("rules/cn"), &|p| p.extension().is_some_and(|e| e == "yaml"), &mut paths);
    let mut ids = BTreeMap::new();
    for path in paths.iter().filter(|p| !p.components().any(|c| c.as_os_str() == "forms")) {
        let text = fs::read_to_string(path).expect("a readable rule");
        // A word without a hyphen may be a field's name as well.
        for m in id.captures_iter(&text).filter(|m| m[1].contains('-')) {
            ids.insert(m[1].to_owned(), path.clone());
        }
    }
    let mut found = Vec::new();
    for file in all_sources() {
        for id in ids.keys() {
            for (at, _) in file.code.match_indices(&format!("\"{id}\"")) {
                found.push(format!("{}:{} {id}", file.path, line_of(&file.code, at)));
            }
        }
    }
    complain("ids of rules in src", &found);
}

/// Words of the code that a table, row or column is called too: fields of output, placeholders and cases of messages,
/// what people read.
const OTHERWISE: [&str; 9] =
    ["amount", "denied", "documents", "period", "repealed", "requests", "rules", "value", "year"];

#[test]
fn no_cell_no_body_and_no_tier_is_known_to_the_code() {
    let form = Regex::new(r"(?m)^table: *([\w.]+)|\bid: *([\w.]+)").expect("a pattern");
    let list = Regex::new(r"(?m)^  - \{name: *(\w+)").expect("a pattern");
    let mut files = Vec::new();
    walk(&root().join("rules"), &|p| p.extension().is_some_and(|e| e == "yaml"), &mut files);
    let (mut names, mut tables) = (BTreeSet::new(), BTreeSet::new());
    for path in files {
        let text = fs::read_to_string(&path).expect("a readable rulebook");
        if path.parent().is_some_and(|p| p.ends_with("forms")) {
            for m in form.captures_iter(&text) {
                tables.extend(m.get(1).map(|table| table.as_str().to_owned()));
                for name in m.iter().skip(1).flatten().map(|name| name.as_str()) {
                    // Of `review.total` the group as well.
                    let group = name.split_once('.').map_or(name, |(group, _)| group);
                    names.extend([name, group].map(str::to_owned));
                }
            }
        } else if path.ends_with("vocabulary/bodies.yaml") {
            names.extend(list.captures_iter(&text).map(|m| m[1].to_owned()));
        }
    }
    assert!(names.len() > 150 && tables.len() > 8, "{} names, {} tables", names.len(), tables.len());
    assert!(["county", "township", "review.total", "new_received"].iter().all(|n| names.contains(*n)), "{names:?}");
    for word in OTHERWISE {
        assert!(names.remove(word), "{word} is the name of no cell any more");
    }
    let literal = Regex::new(r#""((?:[^"\\]|\\.)*)""#).expect("a pattern");
    let mut found = Vec::new();
    for file in all_sources() {
        for m in literal.captures_iter(&file.code) {
            let text = &m[1];
            // `requests.`, `review.{}.total`: the beginning of a role, or all of it.
            let role = text.split_once('.').is_some_and(|(table, row)| {
                tables.contains(table) && !row.starts_with([' ', '/']) && !row.contains(".yaml")
            });
            if role || names.contains(text) {
                found.push(format!("{}:{} {text}", file.path, line_of(&file.code, m.get(1).map_or(0, |m| m.start()))));
            }
        }
    }
    complain("names of cells, bodies or tiers in src; they belong in rules", &found);
}

#[test]
fn no_paths_of_one_machine() {
    // Written apart, so that this file does not find itself.
    let machine: Vec<String> = ["work", "tmp", "root", "home"].iter().map(|d| format!("/{d}/")).collect();
    let mut paths = Vec::new();
    for folder in ["src", "crates", "tests", "rules", "docs", "fixtures", "findings", "benches", ".ci", ".github"] {
        walk(&root().join(folder), &|_| true, &mut paths);
    }
    // Of a second work tree `.git` is a file, which says where the first one is.
    let top = fs::read_dir(root()).expect("the repository").flatten().map(|e| e.path());
    paths.extend(top.filter(|p| p.is_file() && !p.ends_with(".git")));
    let mut found = Vec::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for m in machine.iter().flat_map(|m| text.match_indices(m.as_str())) {
            // A part of a longer path or address is none.
            let before = text[..m.0].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '}' | '~' | '*')) {
                found.push(format!("{}:{} {}", path.display(), line_of(&text, m.0), m.1));
            }
        }
    }
    complain("paths of one machine", &found);
}
