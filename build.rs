//! Packs `rules/` into the binary: what linting needs as compact JSON (parsed at start), the YAML itself beside it
//! (read when messages of rule authors, tests and pages are asked for).

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value};

fn main() {
    println!("cargo:rerun-if-changed=rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut files = Vec::new();
    collect(Path::new("rules"), &mut files);
    files.sort();

    let mut packed = Map::new();
    let mut sources = String::from("&[\n");
    for path in &files {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut value: Value = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        if let Some(rule) = value.as_object_mut() {
            rule.remove("tests");
        }
        let name = path.to_string_lossy().replace('\\', "/");
        sources
            .push_str(&format!("({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", {name:?}))),\n"));
        packed.insert(name, value);
    }
    sources.push(']');
    fs::write(out.join("rules.json"), Value::Object(packed).to_string()).expect("OUT_DIR is writable");
    fs::write(out.join("rules_sources.rs"), sources).expect("OUT_DIR is writable");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push(path);
        }
    }
}
