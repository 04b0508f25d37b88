//! The repository's own documents lead where they say: every link between them, and every path of the repository that
//! they name, is there. Knows Markdown as far as links and code go.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::sources::{complain, line_of, root, walk};

/// Folders with documents of the project; those of `fixtures` are reports.
const FOLDERS: [&str; 9] = [".ci", ".github", "benches", "crates", "docs", "findings", "rules", "src", "tests"];

/// Where the paths that documents name begin.
const NAMED: &str =
    r"^(?:\.ci|\.github|benches|crates|docs|findings|fixtures|rules|src|tests)/[\w.\-/]*$|^[\w.\-]+\.(?:toml|md)$";

fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root()).expect("the repository").flatten().map(|e| e.path()).collect();
    found.retain(|path| path.is_file());
    for folder in FOLDERS {
        walk(&root().join(folder), &|_| true, &mut found);
    }
    found.retain(|path| path.extension().is_some_and(|e| e == "md"));
    assert!(found.len() > 100, "only {} documents", found.len());
    found
}

/// The text with what stands in fences blanked out, lines kept.
fn without_fences(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fenced || fence { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What its headings are called in links, as the places that show Markdown make it of them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let letter = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    headings.map(|heading| heading.to_lowercase().chars().filter_map(letter).collect()).collect()
}

/// Links of a text that lead nowhere, each with its place in the text.
fn astray(text: &str, folder: &Path) -> Vec<(usize, String)> {
    let code = Regex::new(r"`[^`\n]*`").expect("a pattern");
    let link = Regex::new(r"\]\(<?([^)\s>]+)>?\)|(?m)^\[[^\]]+\]:\s+(\S+)$").expect("a pattern");
    let text = without_fences(text);
    // A link may stand around code, but not in it.
    let bare = code.replace_all(&text, |m: &regex::Captures<'_>| "x".repeat(m[0].len()));
    let mut found = Vec::new();
    for m in link.captures_iter(&bare) {
        let to = m.get(1).or_else(|| m.get(2)).expect("one of the two");
        let (path, part) = to.as_str().split_once('#').unwrap_or((to.as_str(), ""));
        if path.contains("://") || path.starts_with("mailto:") {
            continue;
        }
        let there = if path.is_empty() { None } else { Some(folder.join(path)) };
        let page = match &there {
            None => Some(text.clone()),
            Some(file) if file.is_file() => fs::read_to_string(file).ok(),
            Some(folder) if folder.is_dir() => Some(String::new()),
            Some(_) => None,
        };
        if page.is_none_or(|page| !part.is_empty() && !anchors(&without_fences(&page)).iter().any(|a| a == part)) {
            found.push((to.start(), to.as_str().to_owned()));
        }
    }
    found
}

#[test]
fn every_link_leads_somewhere() {
    let (mut found, mut followed) = (Vec::new(), 0);
    for path in documents() {
        let text = fs::read_to_string(&path).expect("a readable document");
        followed += text.matches("](").count();
        for (at, to) in astray(&text, path.parent().expect("a folder")) {
            found.push(format!("{}:{} {to}", path.display(), line_of(&text, at)));
        }
    }
    assert!(followed > 100, "only {followed} links");
    complain("links that lead nowhere", &found);
}

#[test]
fn paths_that_documents_name_are_there() {
    let code = Regex::new(r"`([^`\n]+)`").expect("a pattern");
    let named = Regex::new(NAMED).expect("a pattern");
    let mut found = Vec::new();
    for path in documents() {
        // What was is told in the one, what comes out in the other.
        if path.ends_with("CHANGELOG.md") || path.starts_with(root().join("docs/rules")) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a readable document");
        let bare = without_fences(&text);
        let beside = path.parent().expect("a folder");
        for m in code.captures_iter(&bare) {
            let name = m[1].trim_end_matches('/');
            let there = || root().join(name).exists() || beside.join(name).exists();
            // What users have beside their reports is not here.
            let own = name == "gouji.toml";
            if named.is_match(name) && !own && !there() {
                found.push(format!("{}:{} {name}", path.display(), line_of(&bare, m.get(1).expect("it").start())));
            }
        }
    }
    complain("paths in documents that are not there", &found);
}

#[test]
fn links_are_told_from_code_and_addresses() {
    let here = root();
    let text = "# Über `a-b`: 一、总则\n[a](README.md) [b](docs/) [c](#über-a-b-一总则) [`d`](Cargo.toml) <https://example.gov.cn>\n\
                `[e](gone.md)` [f](https://example.gov.cn/x.md)\n```\n[g](gone.md)\n```\n[h]: README.md\n";
    assert_eq!(astray(text, &here), []);
    let broken = "[a](gone.md)\n[b](README.md#no-such-part)\n[c]: docs/gone.md\n[d](#gone)\n";
    let to: Vec<String> = astray(broken, &here).into_iter().map(|found| found.1).collect();
    assert_eq!(to, ["gone.md", "README.md#no-such-part", "docs/gone.md", "#gone"]);
}
