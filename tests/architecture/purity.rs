//! What each crate may touch, and how long a file may be.

use std::process::Command;

use regex::Regex;

use crate::sources::{all_sources, complain, line_of, root, sources};

const TARGET_LINES: usize = 400;
const LIMIT_LINES: usize = 700;

/// Crates that belong to the program alone.
const OF_THE_WORLD: [&str; 6] = ["clap", "ignore", "indicatif", "mimalloc", "tempfile", "terminal_size"];

#[test]
fn only_the_program_touches_the_world() {
    let world = Regex::new(
        r"\bstd::(fs|env|time|net|process|thread)\b|\bstd::\{[^;]*\b(fs|env|time|net|process|thread)\b[^;]*\}|\b(e?println|e?print|dbg)!|\bstd::io::(stdin|stdout|stderr)\b",
    )
    .expect("a pattern");
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
