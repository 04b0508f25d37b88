//! Values of the command line: how each is read, and what the help says of those that the rulebook lists.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::regime;
use gouji_core::report::FailOn;
use gouji_core::terms::{Category, Date, Language, Severity};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Terminal,
    Json,
    Jsonl,
    FindingsJsonl,
    Concise,
    Html,
    Markdown,
    Csv,
    Xlsx,
    Sarif,
    Junit,
    Github,
    Gitlab,
}

/// Endings of names, each with its format; the first that fits decides.
const CHECK_ENDINGS: [(&str, CheckFormat); 14] = [
    ("gl-code-quality-report.json", CheckFormat::Gitlab),
    (".gitlab.json", CheckFormat::Gitlab),
    (".sarif.json", CheckFormat::Sarif),
    (".sarif", CheckFormat::Sarif),
    (".findings.jsonl", CheckFormat::FindingsJsonl),
    (".jsonl", CheckFormat::Jsonl),
    (".json", CheckFormat::Json),
    (".html", CheckFormat::Html),
    (".htm", CheckFormat::Html),
    (".md", CheckFormat::Markdown),
    (".csv", CheckFormat::Csv),
    (".xlsx", CheckFormat::Xlsx),
    (".xml", CheckFormat::Junit),
    (".txt", CheckFormat::Terminal),
];

/// The same for scores.
const SCORE_ENDINGS: [(&str, ScoreFormat); 8] = [
    (".json", ScoreFormat::Json),
    (".md", ScoreFormat::Markdown),
    (".html", ScoreFormat::Html),
    (".htm", ScoreFormat::Html),
    (".csv", ScoreFormat::Csv),
    (".xlsx", ScoreFormat::Xlsx),
    (".svg", ScoreFormat::Svg),
    (".txt", ScoreFormat::Terminal),
];

impl CheckFormat {
    /// The format that a name in small letters stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        CHECK_ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
    }
}

impl ScoreFormat {
    /// The format that a name in small letters stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        SCORE_ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
    }
}

/// Of what prints facts, rules and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlainFormat {
    Terminal,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScoreFormat {
    Terminal,
    Json,
    Markdown,
    Html,
    Csv,
    Xlsx,
    Svg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

pub fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| String::from("日期应写作 年-月-日（YYYY-MM-DD）的形式"))
}

pub fn agency(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() { Err(String::from("单位名称不能为空")) } else { Ok(name.to_owned()) }
}

pub fn score_value(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=100.0).contains(&value) => Ok(value),
        _ => Err(String::from("分数应在 0 至 100 之间")),
    }
}

pub fn category(text: &str) -> Result<Category, String> {
    let known = Category::ALL.into_iter().find(|c| c.name() == text);
    known.ok_or_else(|| format!("类别有 {}", Category::ALL.map(Category::name).join("、")))
}

pub fn severity(text: &str) -> Result<Severity, String> {
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    let known = all.into_iter().find(|s| s.name() == text);
    known.ok_or_else(|| format!("级别有 {}", all.map(Severity::name).join("、")))
}

pub fn language() -> impl TypedValueParser<Value = Language> {
    named(&Language::ALL, Language::name)
}

pub fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    named(&FailOn::ALL, FailOn::name)
}

/// One of a few values by its name.
fn named<T: Copy + Default + Send + Sync>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let names = PossibleValuesParser::new(all.iter().map(|value| name(*value)));
    names.map(move |given| all.iter().copied().find(|value| name(*value) == given).unwrap_or_default())
}

/// What the program is for.
pub fn about() -> String {
    format!("勾稽：检查{}", regime::embedded().documents.get(Language::Zh))
}

// Another rulebook may have other names than those that the help lists: which may be given is asked when it is known.

/// The kinds of body there are.
pub fn bodies(before: &str) -> String {
    let names: Vec<&str> = regime::embedded().lexicon().kinds_of_body().iter().map(|k| k.name.0.as_str()).collect();
    format!("{before}{}", names.join("、"))
}

/// The levels of administration there are.
pub fn tiers(before: &str) -> String {
    let names: Vec<&str> = regime::embedded().lexicon().tiers().iter().map(|t| t.name.0.as_str()).collect();
    format!("{before}{}", names.join("、"))
}

/// The schemes of a score there are.
pub fn schemes(before: &str) -> String {
    let names: Vec<&str> = regime::embedded().law.schemes.iter().map(|scheme| scheme.id.as_str()).collect();
    format!("{before}{}", names.join("、"))
}

/// How a place is written.
pub fn place(before: &str, after: &str) -> String {
    format!("{before}{}{after}", regime::embedded().places.example())
}
