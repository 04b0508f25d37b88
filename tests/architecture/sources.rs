//! The sources as the tests read them: comments and tests left out, lines kept.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file of one of the crates.
pub struct File {
    /// The path below the repository, as people name it.
    pub path: String,
    /// The path below its crate's `src`.
    pub inside: PathBuf,
    pub lines: usize,
    /// Code outside tests, comments blanked out, lines kept.
    pub code: String,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sources of the crates: `crates/core/src` for the core, `src` for the program.
pub fn sources(src: &str) -> Vec<File> {
    let folder = root().join(src);
    let mut paths = Vec::new();
    walk(&folder, &|p| p.extension().is_some_and(|e| e == "rs"), &mut paths);
    assert!(!paths.is_empty(), "{src} is gone");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable source file");
            let inside = path.strip_prefix(&folder).expect("below it").to_path_buf();
            let code = if is_test_file(&inside) { String::new() } else { without_tests(&blank_comments(&text)) };
            File { path: format!("{src}/{}", inside.display()), inside, lines: text.lines().count(), code }
        })
        .collect()
}

/// The sources of all crates.
pub fn all_sources() -> Vec<File> {
    let mut all = sources("src");
    let crates = fs::read_dir(root().join("crates")).expect("crates").flatten();
    for entry in crates.filter(|entry| entry.path().is_dir()) {
        all.extend(sources(&format!("crates/{}/src", entry.file_name().to_string_lossy())));
    }
    all.extend(sources("rules/src"));
    assert!(all.len() > 200, "only {} source files", all.len());
    all
}

pub fn walk(folder: &Path, wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
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

/// Replaces comments by spaces; strings and characters stay as they are.
pub fn blank_comments(text: &str) -> String {
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
pub fn without_tests(code: &str) -> String {
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

pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

pub fn complain(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
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
