//! The rooms of the core and the arrows between them, as `docs/architecture.md` draws them; and no ring of files.

use std::collections::{BTreeMap, BTreeSet};

use crate::imports::{Module, graph};
use crate::sources::{complain, sources};

/// Each room with those that it may use. A room inside another is named with its path; the longest name decides.
const ROOMS: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("markup", &[]),
    ("search", &[]),
    ("source", &[]),
    ("language", &["terms", "source", "search"]),
    ("document", &["source", "language"]),
    ("read", &["document", "source", "language"]),
    ("lexicon", &["terms", "search", "language", "document"]),
    ("facts/model", &["terms", "source", "language"]),
    ("facts/imprint", READER),
    ("facts/outline", READER),
    ("facts/tables", READER),
    ("facts/prose", READER),
    ("facts/digest", READER),
    // The one place that knows the readers, and hands to each what it needs of another.
    (
        "facts",
        &[
            "facts/model",
            "facts/imprint",
            "facts/outline",
            "facts/tables",
            "facts/prose",
            "facts/digest",
            "lexicon",
            "document",
        ],
    ),
    ("checks", FRAME),
    ("checks/kinds/folder", KIND),
    ("checks/kinds/imprint", KIND),
    ("checks/kinds/prose", KIND),
    ("checks/kinds/structure", KIND),
    ("checks/kinds/tables", &["checks", "facts/tables", "facts/model", "lexicon", "language", "source", "terms"]),
    ("checks/kinds/text", KIND),
    ("checks/kinds/years", KIND),
    // The list of kinds, which only makes them one type.
    ("checks/kinds", &["checks"]),
    ("rulebook", &["checks", "checks/kinds", "facts/model", "lexicon", "terms", "source"]),
    ("report", &["terms", "source", "language", "document", "facts/model", "lexicon", "checks"]),
    // What is read of the file stands with the other YAML.
    ("allow", &["report", "rulebook", "checks", "document", "source", "terms"]),
    (
        "lint",
        &[
            "allow",
            "report",
            "rulebook",
            "checks",
            "checks/kinds",
            "facts",
            "facts/model",
            "facts/digest",
            "lexicon",
            "read",
            "document",
            "source",
            "terms",
        ],
    ),
    ("output", &["markup", "report", "document", "language", "source", "terms", "facts/model", "lexicon"]),
    ("annotate", &["markup", "report", "document", "source", "terms"]),
    ("selftest", MACHINE),
    ("authoring", MACHINE),
];

/// What a reader of one kind of fact may use: no other reader.
const READER: &[&str] = &["facts/model", "lexicon", "language", "document", "search", "source", "terms"];

/// What kinds of check stand in: it knows no kind.
const FRAME: &[&str] = &["facts/model", "facts/digest", "lexicon", "search", "language", "document", "source", "terms"];

/// A kind of check: the frame and the facts, and no kind beside it.
const KIND: &[&str] =
    &["checks", "facts/model", "facts/digest", "lexicon", "search", "language", "document", "source", "terms"];

/// All of the machine.
const MACHINE: &[&str] = &[
    "lint",
    "report",
    "rulebook",
    "output",
    "checks",
    "facts",
    "facts/model",
    "lexicon",
    "read",
    "document",
    "search",
    "language",
    "source",
    "terms",
];

fn room(module: &Module) -> Option<&'static str> {
    let path = module.join("/");
    let holds = |name: &str| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ROOMS.iter().map(|room| room.0).filter(|name| holds(name)).max_by_key(|name| name.len())
}

#[test]
fn each_room_uses_only_what_it_may() {
    let graph = graph(&sources("crates/core/src"));
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut found = Vec::new();
    for (from, uses) in graph.iter().filter(|(from, _)| !from.is_empty()) {
        let Some(own) = room(from) else {
            found.push(format!("{} stands in no room", from.join("::")));
            continue;
        };
        for to in uses.iter().filter(|to| !to.is_empty()) {
            let other = room(to).expect("told above");
            if other != own && !allowed[own].contains(&other) {
                found.push(format!("{} uses {}: {own} must not know {other}", from.join("::"), to.join("::")));
            }
        }
    }
    complain("arrows that are none of the design's", &found);
}

#[test]
fn every_room_of_the_design_is_there() {
    let graph = graph(&sources("crates/core/src"));
    let lived_in: BTreeSet<&str> = graph.keys().filter_map(room).collect();
    let found: Vec<String> = ROOMS.iter().map(|r| r.0).filter(|r| !lived_in.contains(r)).map(str::to_owned).collect();
    complain("rooms without a file", &found);
}

/// Rooms in which no file imports one that imports it. Elsewhere a folder's own file and those in it may.
const WITHOUT_RINGS: [&str; 6] = ["search", "language", "lexicon", "facts", "checks", "rulebook"];

#[test]
fn no_ring_of_files() {
    let graph = graph(&sources("crates/core/src"));
    let mut found = Vec::new();
    for from in graph.keys().filter(|m| m.first().is_some_and(|room| WITHOUT_RINGS.contains(&room.as_str()))) {
        let Some(way) = way_back(from, &graph) else { continue };
        found.push(way.iter().map(|m| m.join("::")).collect::<Vec<_>>().join(" -> "));
    }
    complain("files that import each other", &found);
}

/// The shortest way from a module back to itself.
fn way_back(from: &Module, graph: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut open = vec![from];
    while !open.is_empty() {
        let mut next = Vec::new();
        for at in open {
            for to in graph.get(at).into_iter().flatten() {
                if to == from {
                    let mut way = vec![from.clone(), at.clone()];
                    let mut step = at;
                    while let Some(&earlier) = before.get(step) {
                        way.push(earlier.clone());
                        step = earlier;
                    }
                    way.reverse();
                    way.push(from.clone());
                    way.dedup();
                    return Some(way);
                }
                if !before.contains_key(to) {
                    before.insert(to, at);
                    next.push(to);
                }
            }
        }
        open = next;
    }
    None
}
