//! The rulebook of a run: the one in the binary, with what `--rules` adds; and the choice of rules by name.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::regime;
use super::usage::{Stop, Usage};
use gouji_core::lint::{Selection, Selector};
use gouji_core::report::RuleAbout;
use gouji_core::rulebook;
use gouji_core::rulebook::{Input, Loaded, Rulebook};
use gouji_core::search::nearest;
use gouji_core::terms::{Category, Language};

/// The rulebook in use.
#[derive(Debug)]
pub enum Book {
    Embedded(&'static Rulebook),
    Loaded(Box<Loaded>),
}

impl Deref for Book {
    type Target = Rulebook;

    fn deref(&self) -> &Rulebook {
        match self {
            Book::Embedded(rulebook) => rulebook,
            Book::Loaded(loaded) => &loaded.rulebook,
        }
    }
}

impl Book {
    /// The embedded rulebook with the files of `paths` added.
    ///
    /// # Errors
    /// A path that cannot be read, or mistakes in the rules.
    pub fn open(paths: &[PathBuf], language: Language) -> Result<Self, Stop> {
        if paths.is_empty() {
            return Ok(Book::Embedded(regime::embedded()));
        }
        let loaded = rulebook::load(inputs(paths, language)?, Some(regime::embedded()))?;
        Ok(Book::Loaded(Box::new(loaded)))
    }

    /// The rules that a run may ask, in the order of their names.
    pub fn rules_asked(&self, selection: &Selection, language: Language) -> Vec<RuleAbout> {
        let asked = self.rules.iter().filter(|rule| selection.admits(&rule.id.value, rule.category));
        let about = |rule: &rulebook::RawRule| RuleAbout {
            id: rule.id.value.clone(),
            title: rule.title.get(language).to_owned(),
            category: rule.category,
            severity: rule.severity.value,
            help: rule.remedy.get(language).to_owned(),
        };
        let mut all: Vec<RuleAbout> = asked.map(about).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The rules and categories named by `--select` and `--ignore`.
    ///
    /// # Errors
    /// A name that is neither, with the nearest one.
    pub fn selection(&self, select: &[String], ignore: &[String], language: Language) -> Result<Selection, Usage> {
        let all = |names: &[String]| -> Result<Vec<Selector>, Usage> {
            names.iter().map(|n| self.selector(n.trim(), language)).collect()
        };
        Ok(Selection { select: all(select)?, ignore: all(ignore)? })
    }

    fn selector(&self, name: &str, language: Language) -> Result<Selector, Usage> {
        if let Some(category) = Category::ALL.into_iter().find(|c| c.name() == name) {
            return Ok(Selector::Category(category));
        }
        let redirected = || self.rules.iter().find(|r| r.redirects.iter().any(|old| old.value == name));
        match self.rule(name).or_else(redirected) {
            Some(rule) => Ok(Selector::Rule(rule.id.value.clone())),
            None => Err(self.unknown(name, language)),
        }
    }

    /// The error for a name that no rule has.
    pub fn unknown(&self, name: &str, language: Language) -> Usage {
        let rules = self.rules.iter().map(|r| r.id.value.as_str());
        let known = rules.chain(Category::ALL.into_iter().map(|c| c.name()));
        let (message, help) = match language {
            Language::Zh => (
                format!("没有叫“{name}”的规则或类别"),
                nearest(name, known).map_or_else(
                    || String::from("用 gouji rules list 查看全部规则"),
                    |n| format!("是否想写“{n}”？用 gouji rules list 查看全部规则"),
                ),
            ),
            Language::En => (
                format!("no rule or category is called \"{name}\""),
                nearest(name, known).map_or_else(
                    || String::from("gouji rules list shows all rules"),
                    |n| format!("did you mean \"{n}\"? gouji rules list shows all rules"),
                ),
            ),
        };
        Usage::new(message, Some(help))
    }
}

/// The YAML files named, and those below the folders named.
///
/// # Errors
/// A path that cannot be read, or a folder without YAML.
pub fn inputs(paths: &[PathBuf], language: Language) -> Result<Vec<Input>, Usage> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        if path.is_dir() {
            below(path, path, language, &mut found)?;
        } else {
            let inside = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            found.push(read(path, inside, language)?);
        }
        if found.len() == before {
            let message = language.pick("这个文件夹里没有规则文件（.yaml）", "no rule files (.yaml) in this folder");
            return Err(Usage::new(format!("{}: {message}", path.display()), None));
        }
    }
    Ok(found)
}

fn below(root: &Path, folder: &Path, language: Language, found: &mut Vec<Input>) -> Result<(), Usage> {
    let failed = |e: std::io::Error| Usage::new(format!("{}: {e}", folder.display()), None);
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).map_err(failed)?.filter_map(Result::ok).map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        // A link to a folder above would lead round in circles.
        if path.is_dir() && !path.is_symlink() {
            below(root, &path, language, found)?;
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(read(&path, inside, language)?);
        }
    }
    Ok(())
}

fn read(path: &Path, inside: String, language: Language) -> Result<Input, Usage> {
    let text = fs::read_to_string(path).map_err(|e| {
        let message = language.pick("规则文件无法读取", "cannot read the rule file");
        Usage::new(format!("{message} {}: {e}", path.display()), None)
    })?;
    Ok(Input { inside, shown: path.to_string_lossy().replace('\\', "/"), text })
}
