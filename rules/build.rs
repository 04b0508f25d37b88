//! Packs `rules/` into the binary: what linting needs as MessagePack, which is read at every start without searching or
//! copying; texts as they are, fetched by number when a finding is written; the YAML itself beside them, for authors of rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
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
    /// Of each text the Chinese, then the English.
    texts: Vec<String>,
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
    let write = |name: &str, content: &[u8]| fs::write(out.join(name), content).expect("OUT_DIR is writable");
    pack.rules.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    write("lexicon.msgpack", &packed(&json!({"vocabulary": pack.vocabulary, "forms": pack.forms})));
    write(
        "book.msgpack",
        &packed(&json!({
            "head": pack.head,
            "instruments": pack.instruments,
            "eras": pack.eras,
            "scoring": pack.scoring,
            "causes": pack.causes,
            "rules": pack.rules,
            "amendments": pack.amendments,
        })),
    );
    write("sources.rs", sources.as_bytes());
    // One text and where each part of it ends: addresses would have to be worked out at every start.
    write("texts.txt", pack.texts.concat().as_bytes());
    let ends = pack.texts.iter().scan(0, |end, text| {
        *end += text.len();
        Some(*end)
    });
    write("text_ends.rs", format!("&{:?}", ends.collect::<Vec<_>>()).as_bytes());
    let hex = digest.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    write("digest.txt", format!("sha256:{hex}").as_bytes());
}

fn packed(value: &Value) -> Vec<u8> {
    rmp_serde::to_vec(&Packed(value)).expect("JSON has nothing that MessagePack has not")
}

/// A value whose names are packed as bytes: they are compared with names that are known, and need no look at their encoding.
struct Packed<'v>(&'v Value);

impl Serialize for Packed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(map) => serializer.collect_map(map.iter().map(|(name, value)| (Name(name), Packed(value)))),
            Value::Array(list) => serializer.collect_seq(list.iter().map(Packed)),
            value => value.serialize(serializer),
        }
    }
}

struct Name<'v>(&'v str);

impl Serialize for Name<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_bytes())
    }
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
                    let number = self.texts.len() / 2;
                    self.texts.extend([zh.clone(), en.clone()]);
                    *value = Value::from(number);
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
