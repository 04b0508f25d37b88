//! Holds the sources to the design: the order of folders, a pure core, files of readable size, and no law in the code.
//! It reads `src/` as text, comments and tests left out; it knows nothing of what the code does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Folders of `src/` in the order of the flow: each uses only those before it.
const ORDER: [&str; 12] = [
    "tree",
    "source",
    "document",
    "read",
    "facts",
    "checks",
    "rulebook",
    "report",
    "lint",
    "output",
    "authoring",
    "cli",
];

const TARGET_LINES: usize = 400;
const LIMIT_LINES: usize = 700;

struct File {
    path: PathBuf,
    folder: Option<usize>,
    lines: usize,
    /// Code outside tests, comments blanked out, lines kept.
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, wanted, found);
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found.sort();
}

fn is_test_file(path: &Path) -> bool {
    path.file_stem().is_some_and(|s| s == "tests" || s.to_string_lossy().ends_with("_tests"))
        || path.components().any(|c| c.as_os_str() == "tests")
}

fn sources() -> Vec<File> {
    let src = root().join("src");
    let mut paths = Vec::new();
    walk(&src, &|p| p.extension().is_some_and(|e| e == "rs"), &mut paths);
    assert!(paths.len() > 20, "only {} files below src", paths.len());
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable source file");
            let relative = path.strip_prefix(&src).expect("below src").to_path_buf();
            let folder = relative.components().next().and_then(|c| ORDER.iter().position(|f| c.as_os_str() == *f));
            let code = if is_test_file(&relative) { String::new() } else { without_tests(&blank_comments(&text)) };
            File { path: relative, folder, lines: text.lines().count(), code }
        })
        .collect()
}

/// Replaces comments by spaces; strings and characters stay as they are.
fn blank_comments(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let end = match rest {
            ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            _ => 0,
        };
        if end > 0 {
            out.extend(rest[..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at += end;
            continue;
        }
        let end = match rest {
            ['r', '"', ..] | ['r', '#', ..] => raw_string(rest).unwrap_or(1),
            ['"', ..] => quoted(rest),
            ['\'', '\\', ..] => rest.iter().skip(2).position(|&c| c == '\'').map_or(1, |p| p + 3).min(12),
            ['\'', _, '\'', ..] => 3,
            _ => 1,
        };
        out.extend(&rest[..end]);
        at += end;
    }
    out
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let mut at = 2 + hashes;
    while at < rest.len() {
        if rest[at] == '"' && rest[at + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(rest.len())
}

/// Cuts the items marked `#[cfg(test)]`: to the brace that closes them, or to the semicolon.
fn without_tests(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let open = tail.find('{').unwrap_or(tail.len());
        let semicolon = tail.find(';').unwrap_or(tail.len());
        if semicolon < open {
            rest = &tail[semicolon + 1..];
            continue;
        }
        // By the layout rustfmt gives: the brace that closes an item of the first column stands in the first column.
        let end = tail.find("\n}").map_or(tail.len(), |p| p + 2);
        out.extend(std::iter::repeat_n('\n', tail[..end].matches('\n').count()));
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn complain(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn each_folder_uses_only_those_before_it() {
    let single = Regex::new(r"\bcrate::([a-z_]+)").expect("a pattern");
    let group = Regex::new(r"\bcrate::\{([^;]*)\}").expect("a pattern");
    let member = Regex::new(r"(?:^|,)\s*([a-z_]+)").expect("a pattern");
    let mut found = Vec::new();
    for file in sources() {
        let Some(own) = file.folder else { continue };
        let mut uses: Vec<(usize, String)> = Vec::new();
        for m in single.captures_iter(&file.code) {
            uses.push((m.get(1).expect("a group").start(), m[1].to_owned()));
        }
        for m in group.captures_iter(&file.code) {
            let inner = m.get(1).expect("a group");
            // Members of nested groups stand behind a brace: only the first level names folders.
            let mut depth = 0;
            let flat: String = inner
                .as_str()
                .chars()
                .map(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    if depth > 0 { ' ' } else { c }
                })
                .collect();
            uses.extend(member.captures_iter(&flat).map(|n| (inner.start(), n[1].to_owned())));
        }
        for (at, name) in uses {
            if ORDER.iter().position(|f| *f == name).is_some_and(|other| other > own) {
                found.push(format!(
                    "src/{}:{} uses {name}, which stands after {}",
                    file.path.display(),
                    line_of(&file.code, at),
                    ORDER[own]
                ));
            }
        }
    }
    complain("the order of folders is broken", &found);
}

#[test]
fn every_folder_has_its_place_in_the_order() {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("src")).expect("src").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !ORDER.contains(&name.as_str()) {
            found.push(name);
        }
    }
    complain("folders of src that have no place in the order", &found);
    for name in ORDER {
        assert!(root().join("src").join(name).is_dir(), "src/{name} is gone");
    }
}

#[test]
fn only_the_command_line_touches_the_world() {
    let world = Regex::new(
        r"\bstd::(fs|env|time|net|process)\b|\bstd::\{[^;]*\b(fs|env|time|net|process)\b[^;]*\}|\b(e?println|e?print|dbg)!|\bstd::io::(stdin|stdout|stderr)\b",
    )
    .expect("a pattern");
    let mut found = Vec::new();
    for file in sources() {
        if file.path.starts_with("cli") || file.path == Path::new("main.rs") {
            continue;
        }
        for m in world.find_iter(&file.code) {
            found.push(format!("src/{}:{} {}", file.path.display(), line_of(&file.code, m.start()), m.as_str()));
        }
    }
    complain("files, environment, clock or terminal outside src/cli", &found);
}

#[test]
fn files_are_of_readable_size() {
    let mut found = Vec::new();
    for file in sources() {
        if file.lines > LIMIT_LINES {
            found.push(format!("src/{}: {} lines", file.path.display(), file.lines));
        } else if file.lines > TARGET_LINES {
            println!("src/{}: {} lines, above the target of {TARGET_LINES}", file.path.display(), file.lines);
        }
    }
    complain("files above the limit of 700 lines", &found);
}

#[test]
fn the_law_is_data() {
    let law = Regex::new(r"第[一二三四五六七八九十百〇零]+条|国办|令第|〔20").expect("a pattern");
    let year = Regex::new(r"20(?:08|1\d|2\d)").expect("a pattern");
    let mut found = Vec::new();
    for file in sources() {
        let mut report = |at: usize, what: &str| {
            found.push(format!("src/{}:{} {what}", file.path.display(), line_of(&file.code, at)));
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

#[test]
fn no_rule_is_known_to_the_code() {
    let id = Regex::new(r"(?m)^id:\s*([a-z0-9-]+)\s*$").expect("a pattern");
    let mut paths = Vec::new();
    walk(&root().join("rules"), &|p| p.extension().is_some_and(|e| e == "yaml"), &mut paths);
    let mut ids = BTreeMap::new();
    for path in paths.iter().filter(|p| !p.components().any(|c| c.as_os_str() == "forms")) {
        let text = fs::read_to_string(path).expect("a readable rule");
        // A word without a hyphen may be a field's name as well.
        for m in id.captures_iter(&text).filter(|m| m[1].contains('-')) {
            ids.insert(m[1].to_owned(), path.clone());
        }
    }
    let mut found = Vec::new();
    for file in sources() {
        for id in ids.keys() {
            for (at, _) in file.code.match_indices(&format!("\"{id}\"")) {
                found.push(format!("src/{}:{} {id}", file.path.display(), line_of(&file.code, at)));
            }
        }
    }
    complain("ids of rules in src", &found);
}

#[test]
fn no_paths_of_one_machine() {
    // Written apart, so that this file does not find itself.
    let machine: Vec<String> = ["work", "tmp", "root", "home"].iter().map(|d| format!("/{d}/")).collect();
    let mut paths = Vec::new();
    for folder in ["src", "tests", "rules", "docs", "fixtures", "benches", ".ci"] {
        walk(&root().join(folder), &|_| true, &mut paths);
    }
    for name in ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml", "build.rs"] {
        paths.push(root().join(name));
    }
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

#[test]
fn comments_strings_and_tests_are_told_apart() {
    let code = blank_comments(
        "let a = \"// no comment\"; // 2019\n/* 2020 /* 2021 */ */ let b = '\"'; let c = r#\"/* \"in\" */\"#; // x\n",
    );
    assert!(code.contains("// no comment") && code.contains("/* \"in\" */"));
    assert!(!code.contains("2019") && !code.contains("2020") && !code.contains("2021") && !code.contains('x'));
    let code = without_tests("fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { 2019; }\n}\nfn c() {}\n");
    assert!(code.contains("fn a") && code.contains("fn c") && !code.contains("2019"));
    let code = without_tests("#[cfg(test)]\nmod tests;\nfn c() {}\n");
    assert!(code.contains("fn c") && !code.contains("mod tests"));
}
