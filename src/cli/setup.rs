//! `config`: the settings that hold here and where each comes from; `init`: a `gouji.toml` to begin with.

use std::path::{Path, PathBuf};

use super::args::{Init, Show};
use super::config::{Config, KEYS, NAME, Value};
use super::run::{unwritable, unwritable_at};
use super::sink::Sink;
use super::usage::{Stop, Usage};
use super::{allowed::shown, screen};
use gouji_core::report::Exit;
use gouji_core::terms::Language;

const SCHEMA: &str = include_str!("gouji.schema.json");

/// Prints the settings.
///
/// # Errors
/// A mistake in the file.
pub fn config(args: &Show) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let text = if args.schema { SCHEMA.to_owned() } else { listing(&args.paths, language)? };
    let mut sink = Sink::open(args.print.output()).map_err(|e| unwritable(&args.print, &e))?;
    sink.write(&text).and_then(|()| sink.finish()).map_err(|e| unwritable(&args.print, &e))?;
    Ok(Exit::Clean)
}

fn listing(paths: &[PathBuf], language: Language) -> Result<String, Stop> {
    let config = Config::open(paths, language)?;
    let mut out = match &config.path {
        Some(path) => format!("# {}\n", shown(path)),
        None => language.pick("# 没有 gouji.toml，全部为默认值\n", "# no gouji.toml: defaults\n").to_owned(),
    };
    let mut table = "";
    for key in KEYS {
        if key.table != table {
            table = key.table;
            out.push_str(&format!("\n[{table}]\n"));
        }
        let (value, from) = match config.stands(&key) {
            Some((value, line)) => {
                let path = config.path.as_deref().map_or_else(String::new, shown);
                (written(value), format!("{path}:{line}"))
            }
            None => (key.default.to_owned(), language.pick("默认", "default").to_owned()),
        };
        let value = match value.as_str() {
            "" => language.pick("（按报告）", "(as in the report)").to_owned(),
            _ => value,
        };
        out.push_str(&format!("{} = {value}  # {} · {from}\n", key.name, language.pick(key.zh, key.en)));
    }
    Ok(out)
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => serde_json::to_string(text).unwrap_or_default(),
        Value::Texts(all) => serde_json::to_string(all).unwrap_or_default(),
        Value::Number(number) => number.to_string(),
    }
}

/// Writes a file to begin with.
///
/// # Errors
/// There is one, or it cannot be written.
pub fn init(args: &Init) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let folder = args.folder.as_deref().unwrap_or(Path::new(""));
    let path = folder.join(NAME);
    if path.exists() {
        let message = language.pick("已经有", "there is already");
        return Err(Usage::new(format!("{message} {}", path.display()), None).into());
    }
    let failed = |e: std::io::Error| unwritable_at(Some(&path), language, &e);
    let mut sink = Sink::open(Some(&path)).map_err(failed)?;
    sink.write(&beginning(language)).and_then(|()| sink.finish()).map_err(failed)?;
    let next = language.pick(
        "下一步：gouji baseline . 放过已有的问题，gouji check . 检查\n",
        "next: gouji baseline . lets pass what is there, gouji check . checks\n",
    );
    screen::tell(&format!("{} {}\n{next}", language.pick("已写入", "written:"), path.display()));
    Ok(Exit::Clean)
}

/// Every key, as a comment that only needs its mark taken away.
fn beginning(language: Language) -> String {
    let mut out = language
        .pick(
            "# 勾稽的设置；命令行上写明的优先。gouji config 显示生效的设置。\n",
            "# Settings of gouji; the command line comes first. gouji config shows what holds.\n",
        )
        .to_owned();
    let mut table = "";
    for key in KEYS {
        if key.table != table {
            table = key.table;
            out.push_str(&format!("\n[{table}]\n"));
        }
        let value = match (key.name, key.default) {
            ("min-score", _) => String::from("90"),
            ("lang" | "fail-on", default) => format!("\"{default}\""),
            (_, "") => String::from("\"\""),
            (_, default) => default.to_owned(),
        };
        out.push_str(&format!("# {}\n# {} = {value}\n", language.pick(key.zh, key.en), key.name));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_has_every_key_and_no_other() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
        let keys =
            |v: &serde_json::Value| v["properties"].as_object().expect("keys").keys().cloned().collect::<Vec<_>>();
        let mut found: Vec<String> = Vec::new();
        for name in keys(&schema) {
            let inner = &schema["properties"][&name];
            match inner["properties"].is_object() {
                true => found.extend(keys(inner).into_iter().map(|key| format!("{name}.{key}"))),
                false => found.push(name),
            }
        }
        let mut known: Vec<String> = KEYS.iter().map(|key| key.full()).collect();
        found.sort();
        known.sort();
        assert_eq!(found, known);
    }
}
