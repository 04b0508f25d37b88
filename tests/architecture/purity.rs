//! What each crate may touch, and how long a file and how wide a line may be.

use std::fs;
use std::process::Command;

use regex::Regex;

use crate::sources::{all_sources, complain, line_of, root, sources, walk};

const TARGET_LINES: usize = 400;
const LIMIT_LINES: usize = 700;
/// Characters in a line.
const WIDEST: usize = 120;

/// Crates that belong to the program alone.
const OF_THE_WORLD: [&str; 6] = ["clap", "ignore", "indicatif", "mimalloc", "tempfile", "terminal_size"];

#[test]
fn only_the_program_touches_the_world() {
    let modules = "(fs|env|time|net|process|thread)";
    let said = r"\b(e?println|e?print|dbg)!|\bstd::io::(stdin|stdout|stderr)\b";
    let world =
        Regex::new(&format!(r"\bstd::{modules}\b|\bstd::\{{[^;]*\b{modules}\b[^;]*\}}|{said}")).expect("a pattern");
    let mut found = Vec::new();
    for file in sources("crates/core/src").into_iter().chain(sources("crates/tree/src")).chain(sources("rules/src")) {
        for m in world.find_iter(&file.code) {
            found.push(format!("{}:{} {}", file.path, line_of(&file.code, m.start()), m.as_str()));
        }
    }
    complain("files, environment, clock, threads or terminal outside the program", &found);
}

#[test]
fn the_core_depends_on_nothing_of_the_world() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--package", "gouji-core", "--edges", "normal", "--prefix", "none", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(tree.contains("roxmltree"), "{tree}");
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let found: Vec<String> = names.filter(|name| OF_THE_WORLD.contains(name)).map(str::to_owned).collect();
    complain("dependencies of the core that are the program's", &found);
}

#[test]
fn files_are_of_readable_size() {
    let mut found = Vec::new();
    for file in all_sources() {
        if file.lines > LIMIT_LINES {
            found.push(format!("{}: {} lines", file.path, file.lines));
        } else if file.lines > TARGET_LINES {
            println!("{}: {} lines, above the target of {TARGET_LINES}", file.path, file.lines);
        }
    }
    complain("files above the limit of 700 lines", &found);
}

#[test]
fn lines_are_of_readable_width() {
    let mut found = Vec::new();
    let mut see = |path: &str, text: &str, code: &str| {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.chars().count() > WIDEST) {
            // A test may hold a report, or a part of a file as it lies, in one string.
            let of_code = code.lines().nth(number).is_some_and(|line| !line.trim().is_empty());
            if of_code || line.trim_start().starts_with("//") || !line.contains('"') {
                found.push(format!("{path}:{}: {} characters", number + 1, line.chars().count()));
            }
        }
    };
    for file in all_sources() {
        see(&file.path, &fs::read_to_string(root().join(&file.path)).expect("a source"), &file.code);
    }
    let mut paths = vec![root().join("rules/build.rs")];
    for folder in ["tests", "benches"] {
        walk(&root().join(folder), &|p| p.extension().is_some_and(|e| e == "rs"), &mut paths);
    }
    for path in paths {
        see(&path.display().to_string(), &fs::read_to_string(&path).expect("a source"), "");
    }
    complain("lines wider than 120 characters, which rustfmt leaves as they are", &found);
}
