//! Packs each regime, a folder with a `rulebook.yaml`: what linting needs as nodes and their words, which are read at
//! every start without searching or copying; texts as they are, fetched by number when a finding is written; the YAML
//! itself beside them, for authors of rules.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};

use gouji_tree::Builder;
use gouji_tree::node::{Kind, node, parts};

/// A value of a rule file.
#[derive(Clone)]
enum Value {
    Scalar(Kind, String),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

struct Pack {
    head: Value,
    instruments: Value,
    eras: Value,
    scoring: Value,
    causes: Value,
    schemes: Vec<Value>,
    vocabulary: Builder,
    forms: Vec<Value>,
    rules: Vec<Value>,
    amendments: Vec<Value>,
    /// Of each text the Chinese, then the English.
    texts: Vec<String>,
}

/// All the words of the nodes, each once.
#[derive(Default)]
struct Words {
    all: String,
    starts: HashMap<String, usize>,
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=.");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut names: Vec<String> = fs::read_dir(".")
        .expect("the crate's own folder")
        .flatten()
        .filter(|entry| entry.path().join("rulebook.yaml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut module = String::new();
    for name in &names {
        fs::create_dir_all(out.join(name)).expect("OUT_DIR is writable");
        let digest = pack(name, &out.join(name));
        let _ = write!(module, "{}", constant(name, &digest));
    }
    let all: Vec<String> = names.iter().map(|name| name.to_uppercase()).collect();
    let _ = writeln!(module, "/// All regimes, by name.\npub const ALL: &[Regime] = &[{}];", all.join(", "));
    fs::write(out.join("regimes.rs"), module).expect("OUT_DIR is writable");
}

/// The constant of a regime, which takes in what was packed of it.
fn constant(name: &str, digest: &str) -> String {
    let packed = |include: &str, file: &str| format!("{include}!(concat!(env!(\"OUT_DIR\"), \"/{name}/{file}\"))");
    format!(
        "/// `rules/{name}`.\npub const {}: Regime = Regime {{\n    name: {name:?},\n    \
         book: {},\n    lexicon: {},\n    words: {},\n    texts: {},\n    text_ends: {},\n    \
         digest: {digest:?},\n    sources: {},\n}};\n\n",
        name.to_uppercase(),
        packed("include_bytes", "book.nodes"),
        packed("include_bytes", "lexicon.nodes"),
        packed("include_str", "words.txt"),
        packed("include_str", "texts.txt"),
        packed("include", "text_ends.rs"),
        packed("include_bytes", "sources.deflate"),
    )
}

/// Packs a regime's folder, and gives the digest of its files.
fn pack(regime: &str, out: &Path) -> String {
    let mut files = Vec::new();
    collect(Path::new(regime), &mut files);
    files.sort();

    let nothing = || Value::Scalar(Kind::Null, String::new());
    let mut pack = Pack {
        head: nothing(),
        instruments: nothing(),
        eras: nothing(),
        scoring: nothing(),
        causes: nothing(),
        schemes: Vec::new(),
        vocabulary: Builder::files(),
        forms: Vec::new(),
        rules: Vec::new(),
        amendments: Vec::new(),
        texts: Vec::new(),
    };
    let mut sources = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut digest = Sha256::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let name = path.to_string_lossy().replace('\\', "/");
        let inside = name.strip_prefix(regime).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&name);
        // The same bytes in the same order as the core takes them when it loads YAML.
        for part in [inside, "\0", &text, "\0"] {
            digest.update(part.as_bytes());
            sources.write_all(part.as_bytes()).expect("memory takes all");
        }
        pack.add(inside, &text);
    }

    let write = |name: &str, content: &[u8]| fs::write(out.join(name), content).expect("OUT_DIR is writable");
    pack.rules.sort_by_key(|rule| rule.field("id").unwrap_or_default().to_owned());
    let mut words = Words::default();
    let lexicon = map([("vocabulary", value(&pack.vocabulary, "vocabulary")), ("forms", Value::List(pack.forms))]);
    write("lexicon.nodes", &words.pack(&lexicon));
    let book = map([
        ("head", pack.head),
        ("instruments", pack.instruments),
        ("eras", pack.eras),
        ("scoring", pack.scoring),
        ("causes", pack.causes),
        ("schemes", Value::List(pack.schemes)),
        ("rules", Value::List(pack.rules)),
        ("amendments", Value::List(pack.amendments)),
    ]);
    write("book.nodes", &words.pack(&book));
    write("words.txt", words.all.as_bytes());
    write("sources.deflate", &sources.finish().expect("memory takes all"));
    // One text and where each part of it ends: addresses would have to be worked out at every start.
    write("texts.txt", pack.texts.concat().as_bytes());
    let ends = pack.texts.iter().scan(0, |end, text| {
        *end += text.len();
        Some(*end)
    });
    write("text_ends.rs", format!("&{:?}", ends.collect::<Vec<_>>()).as_bytes());
    let hex = digest.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    format!("sha256:{hex}")
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.map(|(name, value)| (Value::Scalar(Kind::Plain, name.to_owned()), value)).into())
}

/// What a file holds.
fn value(built: &Builder, name: &str) -> Value {
    if let Some((fault, (start, _))) = built.faults.first().or(built.behind.as_ref()) {
        panic!("{name}: byte {start}: {fault:?}");
    }
    value_at(built, &mut 0)
}

fn value_at(built: &Builder, at: &mut usize) -> Value {
    let (kind, len, start) = parts(built.nodes[*at]);
    *at += 1;
    match kind {
        Kind::List => Value::List((0..len).map(|_| value_at(built, at)).collect()),
        Kind::Map => Value::Map((0..len).map(|_| (value_at(built, at), value_at(built, at))).collect()),
        kind => Value::Scalar(kind, built.text[start..start + len].to_owned()),
    }
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Value::Scalar(_, text) => Some(text),
            _ => None,
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        let Value::Map(entries) = self else { return None };
        entries.iter().find(|(key, _)| key.text() == Some(name))?.1.text()
    }
}

impl Words {
    fn pack(&mut self, value: &Value) -> Vec<u8> {
        let mut nodes = Vec::new();
        self.add(value, &mut nodes);
        nodes
    }

    fn add(&mut self, value: &Value, nodes: &mut Vec<u8>) {
        match value {
            Value::Scalar(kind, text) => {
                let start = *self.starts.entry(text.clone()).or_insert_with(|| {
                    self.all.push_str(text);
                    self.all.len() - text.len()
                });
                nodes.extend(node(*kind, text.len(), start));
            }
            Value::List(list) => {
                nodes.extend(node(Kind::List, list.len(), 0));
                list.iter().for_each(|value| self.add(value, nodes));
            }
            Value::Map(entries) => {
                nodes.extend(node(Kind::Map, entries.len(), 0));
                for (key, value) in entries {
                    self.add(key, nodes);
                    self.add(value, nodes);
                }
            }
        }
    }
}

impl Pack {
    fn add(&mut self, inside: &str, text: &str) {
        if let Some(name) = inside.strip_prefix("vocabulary/").and_then(|n| n.strip_suffix(".yaml")) {
            self.vocabulary.entry(name, text);
            return;
        }
        // Linting has no need of it; authors read it from the YAML.
        if inside == "coverage.yaml" {
            return;
        }
        let mut built = Builder::default();
        built.file(text);
        let mut value = value(&built, inside);
        if inside.starts_with("forms/") {
            self.forms.push(value);
            return;
        }
        if let Value::Map(rule) = &mut value {
            rule.retain(|(key, _)| !matches!(key.text(), Some("tests" | "yes" | "no")));
        }
        self.number_texts(&mut value);
        match inside {
            "rulebook.yaml" => self.head = value,
            "instruments.yaml" => self.instruments = value,
            "eras.yaml" => self.eras = value,
            "scoring.yaml" => self.scoring = value,
            "causes.yaml" => self.causes = value,
            _ if inside.starts_with("schemes/") => self.schemes.push(value),
            _ if inside.starts_with("amendments/") => self.amendments.push(value),
            _ => self.rules.push(value),
        }
    }

    /// Puts a number in the place of every `{zh, en}`.
    fn number_texts(&mut self, value: &mut Value) {
        if let (Some(zh), Some(en)) = (value.field("zh"), value.field("en")) {
            let number = self.texts.len() / 2;
            self.texts.extend([zh.to_owned(), en.to_owned()]);
            *value = Value::Scalar(Kind::Plain, number.to_string());
            return;
        }
        match value {
            Value::Map(entries) => entries.iter_mut().for_each(|(_, value)| self.number_texts(value)),
            Value::List(list) => list.iter_mut().for_each(|value| self.number_texts(value)),
            Value::Scalar(..) => {}
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
