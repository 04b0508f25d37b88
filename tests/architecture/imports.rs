//! Which file imports which, from the paths that stand in its code.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::sources::File;

/// A module by its path below the crate, `["facts", "model"]`.
pub type Module = Vec<String>;

/// For each module the modules that its code names.
pub fn graph(files: &[File]) -> BTreeMap<Module, BTreeSet<Module>> {
    let modules: BTreeSet<Module> = files.iter().filter(|f| !f.code.is_empty()).map(module).collect();
    let statement = Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))? )?use ([^;]+);").expect("a pattern");
    let path = Regex::new(r"(?:^|[^$\w])crate((?:::\w+)+)").expect("a pattern");
    let mut graph = BTreeMap::new();
    for file in files.iter().filter(|f| !f.code.is_empty()) {
        let own = module(file);
        let mut named: Vec<Module> = Vec::new();
        for tree in statement.captures_iter(&file.code) {
            let mut paths = Vec::new();
            expand(&tree[1].split_whitespace().collect::<Vec<_>>().join(" "), "", &mut paths);
            named.extend(paths.iter().filter_map(|p| absolute(p, &own, &modules)));
        }
        for m in path.captures_iter(&file.code) {
            named.push(m[1].split("::").filter(|s| !s.is_empty()).map(str::to_owned).collect());
        }
        let uses = named
            .iter()
            .filter_map(|path| (1..=path.len()).rev().map(|n| path[..n].to_vec()).find(|p| modules.contains(p)));
        let uses: BTreeSet<Module> = uses.filter(|used| *used != own).collect();
        graph.insert(own, uses);
    }
    graph
}

fn module(file: &File) -> Module {
    let mut parts: Module =
        file.inside.with_extension("").components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// The paths of a `use` tree.
fn expand(tree: &str, before: &str, out: &mut Vec<String>) {
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree).trim();
        out.push(format!("{before}{}", path.strip_suffix("self").unwrap_or(path)));
        return;
    };
    let (head, inner) = (&tree[..open], tree[open + 1..].trim_end().strip_suffix('}').unwrap_or(&tree[open + 1..]));
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..at].trim();
                if !part.is_empty() {
                    expand(part, &format!("{before}{}", head.trim()), out);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// A path as seen from the root of the crate; none where it leads out of it.
fn absolute(path: &str, own: &Module, modules: &BTreeSet<Module>) -> Option<Module> {
    let segments: Vec<String> = path.split("::").filter(|s| !s.is_empty()).map(str::to_owned).collect();
    let up = segments.iter().take_while(|s| *s == "super").count();
    match segments.first()?.as_str() {
        "crate" => Some(segments[1..].to_vec()),
        "self" => Some([own.clone(), segments[1..].to_vec()].concat()),
        "super" => Some([own[..own.len().checked_sub(up)?].to_vec(), segments[up..].to_vec()].concat()),
        first => {
            let child = [own.clone(), vec![first.to_owned()]].concat();
            modules.contains(&child).then(|| [own.clone(), segments].concat())
        }
    }
}

#[test]
fn a_tree_of_imports_is_read_to_its_leaves() {
    let mut paths = Vec::new();
    expand("super::{a, b::{self, C as D}}", "", &mut paths);
    assert_eq!(paths, ["super::a", "super::b::", "super::b::C"]);
    let own: Module = vec!["x".into(), "y".into()];
    assert_eq!(absolute("super::a", &own, &BTreeSet::new()), Some(vec!["x".into(), "a".into()]));
    assert_eq!(absolute("std::fs", &own, &BTreeSet::new()), None);
}
