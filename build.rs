//! Packs `rules/` into the binary: what linting needs as compact JSON, read at every start; texts as they are, fetched by
//! number when a finding is written; the YAML itself beside them, for authors of rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

#[derive(Default)]
struct Pack {
    head: Value,
    instruments: Value,
    eras: Value,
    scoring: Value,
    causes: Value,
    vocabulary: Map<String, Value>,
    forms: Vec<Value>,
    rules: Vec<Value>,
    amendments: Vec<Value>,
    texts: Vec<[String; 2]>,
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut files = Vec::new();
    collect(Path::new("rules"), &mut files);
    files.sort();

    let mut pack = Pack::default();
    let mut sources = String::from("&[\n");
    let mut digest = Sha256::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let name = path.to_string_lossy().replace('\\', "/");
        let inside = name.strip_prefix("rules/").unwrap_or(&name);
        // The same bytes in the same order as `rulebook::load` takes them.
        for part in [inside, "\0", &text, "\0"] {
            digest.update(part.as_bytes());
        }
        let value = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        pack.add(inside, value);
        let _ = writeln!(sources, "({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", {name:?}))),");
    }
    sources.push(']');

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let write = |name: &str, text: String| fs::write(out.join(name), text).expect("OUT_DIR is writable");
    pack.rules.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    write("head.json", pack.head.to_string());
    write("instruments.json", pack.instruments.to_string());
    write("eras.json", pack.eras.to_string());
    write("scoring.json", pack.scoring.to_string());
    write("causes.json", pack.causes.to_string());
    write("vocabulary.json", Value::Object(pack.vocabulary).to_string());
    write("forms.json", Value::Array(pack.forms).to_string());
    write("rules.json", Value::Array(pack.rules).to_string());
    write("amendments.json", Value::Array(pack.amendments).to_string());
    write("sources.rs", sources);
    let mut texts = String::from("&[\n");
    for [zh, en] in &pack.texts {
        let _ = writeln!(texts, "[{zh:?}, {en:?}],");
    }
    write("texts.rs", texts + "]");
    let hex = digest.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    write("digest.txt", format!("sha256:{hex}"));
}

impl Pack {
    fn add(&mut self, inside: &str, mut value: Value) {
        if let Some(name) = inside.strip_prefix("vocabulary/").and_then(|n| n.strip_suffix(".yaml")) {
            self.vocabulary.insert(name.to_owned(), value);
            return;
        }
        if inside.starts_with("forms/") {
            self.forms.push(value);
            return;
        }
        if let Some(rule) = value.as_object_mut() {
            rule.remove("tests");
        }
        self.number_texts(&mut value);
        match inside {
            "rulebook.yaml" => self.head = value,
            "instruments.yaml" => self.instruments = value,
            "eras.yaml" => self.eras = value,
            "scoring.yaml" => self.scoring = value,
            "causes.yaml" => self.causes = value,
            _ if inside.starts_with("amendments/") => self.amendments.push(value),
            _ => self.rules.push(value),
        }
    }

    /// Puts a number in the place of every `{zh, en}`.
    fn number_texts(&mut self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                if let (2, Some(Value::String(zh)), Some(Value::String(en))) = (map.len(), map.get("zh"), map.get("en"))
                {
                    self.texts.push([zh.clone(), en.clone()]);
                    *value = Value::from(self.texts.len() - 1);
                } else {
                    map.values_mut().for_each(|v| self.number_texts(v));
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|v| self.number_texts(v)),
            _ => {}
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
}
