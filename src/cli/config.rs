//! `gouji.toml`: what a run is asked where the command line does not say. Found in the folder of what is checked or
//! above it, as far as the repository goes. Every key there is stands in one table, which the reader, the listing and
//! the test of the schema go by.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::allowed::{above, real, shown};
use super::args::{Command, Known, Print};
use super::usage::{Stop, Usage};
use gouji_core::report::FailOn;
use gouji_core::search::nearest;
use gouji_core::terms::Language;

/// The file's name.
pub const NAME: &str = "gouji.toml";

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Choice(&'static [&'static str]),
    Texts,
    /// 0 to 100.
    Score,
}

/// A key, with its table, and what it is when nobody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub table: &'static str,
    pub name: &'static str,
    pub kind: Kind,
    pub default: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

const fn key(table: &'static str, name: &'static str, kind: Kind, default: &'static str) -> Key {
    Key { table, name, kind, default, zh: "", en: "" }
}

const fn told(key: Key, zh: &'static str, en: &'static str) -> Key {
    Key { zh, en, ..key }
}

/// All keys.
pub const KEYS: [Key; 12] = [
    told(key("", "lang", Kind::Choice(&["zh", "en"]), "zh"), "语言", "language"),
    told(key("", "select", Kind::Texts, "[]"), "只用这些规则或类别", "rules or categories, and no others"),
    told(key("", "ignore", Kind::Texts, "[]"), "不用这些规则或类别", "rules or categories to leave out"),
    told(key("", "exclude", Kind::Texts, "[]"), "文件夹中不查的文件", "files in folders that are not checked"),
    told(key("", "rules", Kind::Texts, "[]"), "另加的规则文件或文件夹", "more rule files or folders"),
    told(key("", "output", Kind::Texts, "[]"), "check 另写的输出文件", "files that check writes as well"),
    told(
        key("gate", "fail-on", Kind::Choice(&["error", "warning", "info", "never"]), "error"),
        "达到哪一级算不通过",
        "the severity that fails",
    ),
    told(key("gate", "min-score", Kind::Score, ""), "得分低于此数算不通过", "the least score that passes"),
    told(key("profile", "agency", Kind::Text, ""), "单位名称", "name of the body"),
    told(key("profile", "body", Kind::Text, ""), "单位类型", "kind of body"),
    told(key("profile", "tier", Kind::Text, ""), "层级", "tier"),
    told(key("profile", "place", Kind::Text, ""), "地区代码", "code of the place"),
];

/// A value as it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Texts(Vec<String>),
    Number(f64),
}

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub path: Option<PathBuf>,
    text: String,
    values: Vec<(Key, Value, Range<usize>)>,
}

/// Something in the file is wrong, and where.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
pub struct Misconfigured {
    message: String,
    #[help]
    help: Option<String>,
    #[source_code]
    file: NamedSource<String>,
    #[label]
    at: SourceSpan,
}

impl Key {
    /// With its table.
    pub fn full(&self) -> String {
        if self.table.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.table, self.name) }
    }
}

impl Config {
    /// The file for what is at these paths: the nearest to the first.
    ///
    /// # Errors
    /// It cannot be read, or something in it is wrong.
    pub fn open(paths: &[PathBuf], language: Language) -> Result<Self, Stop> {
        let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
        let first = if first.as_os_str() == "-" { Path::new(".") } else { first };
        let real = real(first);
        let folder = if real.is_dir() { Some(real.as_path()) } else { real.parent() };
        let Some(path) = folder.and_then(|folder| above(folder, NAME)) else { return Ok(Self::default()) };
        let text = fs::read_to_string(&path).map_err(|e| {
            let message = language.pick("无法读取", "cannot read");
            Usage::new(format!("{message} {}: {e}", shown(&path)), None)
        })?;
        let values = read(&text).map_err(|wrong| Box::new(wrong.told(&path, &text, language)))?;
        Ok(Self { path: Some(path), text, values })
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|(k, ..)| k.full() == key).map(|(_, value, _)| value)
    }

    /// A value and the line it stands on.
    pub fn stands(&self, key: &Key) -> Option<(&Value, usize)> {
        let (_, value, at) = self.values.iter().find(|(k, ..)| k == key)?;
        Some((value, self.text[..at.start].matches('\n').count() + 1))
    }

    fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::Texts(all)) => all.clone(),
            _ => Vec::new(),
        }
    }

    /// Paths in it are those from its folder.
    fn paths(&self, key: &str) -> Vec<PathBuf> {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        self.texts(key).iter().map(|path| folder.join(path)).collect()
    }

    /// The patterns of what is not checked, and the folder they are for.
    pub fn exclude(&self) -> Option<(PathBuf, Vec<String>)> {
        let patterns = self.texts("exclude");
        let folder = self.path.as_deref()?.parent()?.to_owned();
        (!patterns.is_empty()).then_some((folder, patterns))
    }

    fn known(&self, known: &mut Known) {
        let Known { agency, body, tier, place, rules, .. } = known;
        for (slot, key) in
            [(agency, "profile.agency"), (body, "profile.body"), (tier, "profile.tier"), (place, "profile.place")]
        {
            *slot = slot.take().or_else(|| self.text(key));
        }
        if rules.is_empty() {
            *rules = self.paths("rules");
        }
    }

    fn print(&self, print: &mut Print, lang_given: bool) {
        let named = self.text("lang").and_then(|name| Language::ALL.into_iter().find(|l| l.name() == name));
        if let Some(language) = named.filter(|_| !lang_given) {
            print.lang = language;
        }
    }
}

/// Puts in what the command line leaves open.
///
/// # Errors
/// As [`Config::open`].
pub fn complete(command: &mut Command) -> Result<(), Stop> {
    let lang_given = std::env::args().any(|arg| arg == "--lang" || arg.starts_with("--lang="));
    match command {
        Command::Check(args) => {
            let config = Config::open(&args.run.paths, args.run.print.lang)?;
            if args.run.print.output.is_empty() && args.format.is_none() {
                let outputs = config.paths("output");
                if !outputs.is_empty() {
                    args.run.print.output = std::iter::once(PathBuf::from("-")).chain(outputs).collect();
                }
            }
            run(&mut args.run, &config, lang_given);
        }
        Command::Score(args) => {
            let config = Config::open(&args.run.paths, args.run.print.lang)?;
            run(&mut args.run, &config, lang_given);
        }
        Command::Allow(args) => {
            let args = &mut **args;
            let (paths, survey) = match &mut args.command {
                Some(super::args::AllowCommand::Prune(prune)) => (&prune.paths, &mut prune.survey),
                None => (&args.paths, &mut args.survey),
            };
            let config = Config::open(paths, survey.print.lang)?;
            config.known(&mut survey.known);
            config.print(&mut survey.print, lang_given);
            survey.exclude = config.exclude();
        }
        Command::Baseline(args) => {
            let config = Config::open(&args.paths, args.survey.print.lang)?;
            config.known(&mut args.survey.known);
            config.print(&mut args.survey.print, lang_given);
            args.survey.exclude = config.exclude();
        }
        _ => {}
    }
    Ok(())
}

fn run(run: &mut super::args::Run, config: &Config, lang_given: bool) {
    config.known(&mut run.known);
    config.print(&mut run.print, lang_given);
    if run.choice.select.is_empty() {
        run.choice.select = config.texts("select");
    }
    if run.choice.ignore.is_empty() {
        run.choice.ignore = config.texts("ignore");
    }
    let named = config.text("gate.fail-on");
    run.fail_on = run.fail_on.or_else(|| FailOn::ALL.into_iter().find(|f| Some(f.name()) == named.as_deref()));
    if let (None, Some(Value::Number(least))) = (run.min_score, config.get("gate.min-score")) {
        run.min_score = Some(*least);
    }
    run.exclude = config.exclude();
}

/// A mistake before it is told in a language.
enum Wrong {
    Syntax(String, Range<usize>),
    Unknown(String, Vec<&'static str>, Range<usize>),
    Value(Key, Range<usize>),
}

impl Wrong {
    fn told(self, path: &Path, text: &str, language: Language) -> Misconfigured {
        let (message, help, at) = match self {
            Wrong::Syntax(why, at) => (format!("{}{why}", language.pick("写法有误：", "")), None, at),
            Wrong::Unknown(name, known, at) => {
                let near = nearest(&name, known.iter().copied());
                let (message, help) = match language {
                    Language::Zh => (
                        format!("没有叫“{name}”的设置"),
                        near.map_or_else(
                            || format!("这里可写：{}", known.join("、")),
                            |near| format!("是否想写“{near}”？"),
                        ),
                    ),
                    Language::En => (
                        format!("there is no key \"{name}\""),
                        near.map_or_else(
                            || format!("keys here: {}", known.join(", ")),
                            |near| format!("did you mean \"{near}\"?"),
                        ),
                    ),
                };
                (message, Some(help), at)
            }
            Wrong::Value(key, at) => {
                let wanted = match (key.kind, language) {
                    (Kind::Text, Language::Zh) => "一段文字，加引号".to_owned(),
                    (Kind::Text, Language::En) => "a text in quotes".to_owned(),
                    (Kind::Texts, Language::Zh) => "一列文字，如 [\"a\", \"b\"]".to_owned(),
                    (Kind::Texts, Language::En) => "a list of texts, as in [\"a\", \"b\"]".to_owned(),
                    (Kind::Score, Language::Zh) => "0 至 100 的数".to_owned(),
                    (Kind::Score, Language::En) => "a number from 0 to 100".to_owned(),
                    (Kind::Choice(all), _) => all.join(language.pick("、", ", ")),
                };
                let message = match language {
                    Language::Zh => format!("{} 的取值无效", key.full()),
                    Language::En => format!("invalid value for {}", key.full()),
                };
                (message, Some(format!("{}{wanted}", language.pick("应为：", "it takes: "))), at)
            }
        };
        let file = NamedSource::new(shown(path), text.to_owned());
        Misconfigured { message, help, file, at: SourceSpan::from(at.start..at.end.max(at.start)) }
    }
}

fn read(text: &str) -> Result<Vec<(Key, Value, Range<usize>)>, Wrong> {
    let table = DeTable::parse(text).map_err(|e| Wrong::Syntax(e.message().to_owned(), e.span().unwrap_or(0..0)))?;
    let mut values = Vec::new();
    below("", table.get_ref(), &mut values)?;
    Ok(values)
}

fn below(table: &str, entries: &DeTable<'_>, values: &mut Vec<(Key, Value, Range<usize>)>) -> Result<(), Wrong> {
    for (name, value) in entries.iter() {
        let word: &str = name.get_ref();
        let inside = KEYS.iter().any(|key| key.table == word) && table.is_empty() && !word.is_empty();
        if let (true, Some(entries)) = (inside, value.get_ref().as_table()) {
            below(word, entries, values)?;
            continue;
        }
        let Some(key) = KEYS.into_iter().find(|key| key.table == table && key.name == word) else {
            let mut known: Vec<&'static str> = KEYS.iter().filter(|k| k.table == table).map(|k| k.name).collect();
            if table.is_empty() {
                known.extend(["gate", "profile"]);
            }
            return Err(Wrong::Unknown(word.to_owned(), known, name.span()));
        };
        let taken = taken(key, value).ok_or_else(|| Wrong::Value(key, value.span()))?;
        values.push((key, taken, name.span()));
    }
    Ok(())
}

fn taken(key: Key, value: &Spanned<DeValue<'_>>) -> Option<Value> {
    let value = value.get_ref();
    match key.kind {
        Kind::Text => value.as_str().map(|text| Value::Text(text.to_owned())),
        Kind::Choice(all) => value.as_str().filter(|text| all.contains(text)).map(|text| Value::Text(text.to_owned())),
        Kind::Texts => {
            let all = value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            all.collect::<Option<Vec<String>>>().map(Value::Texts)
        }
        Kind::Score => {
            let written = value.as_integer().map(toml::de::DeInteger::as_str);
            let number = written.or_else(|| value.as_float().map(toml::de::DeFloat::as_str))?;
            number.parse().ok().filter(|n| (0.0..=100.0).contains(n)).map(Value::Number)
        }
    }
}
