//! `explain` and `rules`: what the rules are, what they cover, what changes in them, and their pages.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{Explain, Print, RulesCoverage, RulesDiff, RulesDoc, RulesList};
use super::book::{Book, inputs};
use super::known::place;
use super::overwrite::Reads;
use super::regime;
use super::run::unwritable;
use super::screen;
use super::sink::Sink;
use super::usage::{Stop, Usage};
use super::values::PlainFormat;
use gouji_core::authoring::{
    Edition, ExplainRequest, Filter, coverage as account, coverage_text, diff as difference, diff_text,
    explain as explanation, is_page, list as rows, list_text, load_with_tests, pages, stale_pages,
};
use gouji_core::facts::extract;
use gouji_core::facts::model::Overrides;
use gouji_core::lint::{about, dimensions};
use gouji_core::output::prose_terminal;
use gouji_core::read;
use gouji_core::report::Exit;
use gouji_core::rulebook::Loaded;
use gouji_core::source::{Format, Source};
use gouji_core::terms::Language;

pub(super) fn print(text: &str, to: &Print) -> Result<(), Stop> {
    let mut sink = Sink::open(to.output()).map_err(|e| unwritable(to, &e))?;
    Ok(sink.write(text).and_then(|()| sink.finish()).map_err(|e| unwritable(to, &e))?)
}

/// The embedded rulebook with its tests, and the files of `paths`.
fn with_tests(paths: &[PathBuf], language: Language) -> Result<Loaded, Stop> {
    let added = if paths.is_empty() { Vec::new() } else { vec![inputs(paths, language)?] };
    Ok(load_with_tests(regime::embedded_inputs(), added)?)
}

/// All rules, by category.
///
/// # Errors
/// A mistake in a rulebook, an output that cannot be written.
pub fn list(args: &RulesList) -> Result<Exit, Stop> {
    let language = args.print.lang;
    Reads::rules(&args.rules).spare(&args.print)?;
    let book = Book::open(&args.rules, language)?;
    let filter = Filter { categories: args.category.clone(), severities: args.severity.clone() };
    let rows = rows(&book, &filter, language);
    let text = match args.plain.format {
        PlainFormat::Json => {
            format!("{}\n", json!({"schema": "gouji.rules/1", "rulebook": about(&book), "rules": rows}))
        }
        PlainFormat::Terminal => {
            let dimensions = dimensions(&book, language);
            list_text(&rows, &gouji_core::output::Screen { dimensions, ..screen::of(&args.print) })
        }
    };
    print(&text, &args.print)?;
    Ok(Exit::Clean)
}

/// What is asked of reports, and which rules ask for it.
///
/// # Errors
/// A mistake in a rulebook, an output that cannot be written.
pub fn coverage(args: &RulesCoverage) -> Result<Exit, Stop> {
    let language = args.print.lang;
    Reads::rules(&args.rules).spare(&args.print)?;
    let loaded = with_tests(&args.rules, language)?;
    let account = account(&loaded.rulebook, language);
    let whole = account.uncovered == 0;
    let text = match args.plain.format {
        PlainFormat::Json => {
            let book = &loaded.rulebook;
            let about = json!({"name": book.name, "version": book.version, "digest": book.digest});
            format!("{}\n", json!({"schema": "gouji.coverage/1", "rulebook": about, "coverage": account}))
        }
        PlainFormat::Terminal => coverage_text(&account, args.uncovered, &screen::of(&args.print)),
    };
    print(&text, &args.print)?;
    Ok(if whole { Exit::Clean } else { Exit::Findings })
}

/// What changes from one year to another, or from one rulebook to another.
///
/// # Errors
/// Neither two years nor a rulebook, a mistake in a rulebook, an output that cannot be written.
pub fn diff(args: &RulesDiff) -> Result<Exit, Stop> {
    let language = args.print.lang;
    Reads::rules(&args.books).spare(&args.print)?;
    let (before, after) = match args.year.as_slice() {
        [] if !args.books.is_empty() => (None, None),
        [year] if !args.books.is_empty() => (Some(*year), Some(*year)),
        [before, after] => (Some(*before), Some(*after)),
        _ => {
            let message = language.pick("写两次 --year，或者写出规则集", "give --year twice, or a rulebook");
            let (old, new) = language.pick(("旧", "新"), ("OLD", "NEW"));
            let help = format!("gouji rules diff --year {old} --year {new}");
            return Err(Usage::new(message.to_owned(), Some(help)).into());
        }
    };
    let old = Book::open(args.books.get(..args.books.len().saturating_sub(1)).unwrap_or_default(), language)?;
    let new = Book::open(args.books.last().map(std::slice::from_ref).unwrap_or_default(), language)?;
    let place = place(args.place.as_deref(), &new.places, language)?;
    let edition = |rulebook, year| Edition { rulebook, year, place: place.as_deref() };
    let rules = difference(edition(&old, before), edition(&new, after), language);
    let text = match args.plain.format {
        PlainFormat::Json => {
            let of = |book: &Book, year: Option<i16>| json!({"rulebook": about(book), "year": year});
            let (before, after) = (of(&old, before), of(&new, after));
            format!("{}\n", json!({"schema": "gouji.diff/1", "before": before, "after": after, "rules": rules}))
        }
        PlainFormat::Terminal => diff_text(&rules, &screen::of(&args.print)),
    };
    print(&text, &args.print)?;
    Ok(Exit::Clean)
}

/// What one rule asks, why, and how to satisfy it.
///
/// # Errors
/// No such rule, a mistake in a rulebook, an output that cannot be written.
pub fn explain(args: &Explain) -> Result<Exit, Stop> {
    let language = args.print.lang;
    Reads::rules(&args.rules).spare(&args.print)?;
    let loaded = with_tests(&args.rules, language)?;
    let screen = screen::of(&args.print);
    if let Some(sentence) = &args.prose {
        let source = Source::new("-", Format::Txt, sentence.as_bytes())
            .map_err(|problem| Usage::new(format!("{problem:?}"), None))?;
        let document = read::read(source);
        let lexicon = loaded.rulebook.lexicon();
        let facts = extract(&document, lexicon, &Overrides { year: args.year, ..Overrides::default() });
        print(&prose_terminal(&document, &facts, lexicon, &screen), &args.print)?;
        return Ok(Exit::Clean);
    }
    let request = ExplainRequest {
        language,
        width: screen.width,
        paint: screen.paint,
        place: place(args.place.as_deref(), &loaded.rulebook.places, language)?,
        year: args.year,
    };
    let text = explanation(&loaded.rulebook, &args.rule, &request).map_err(|unknown| {
        let (message, help) = unknown.sentences(language);
        Usage::new(message, Some(help))
    })?;
    print(&text, &args.print)?;
    Ok(Exit::Clean)
}

/// Writes the pages of the rules into a folder, or says which are out of date.
///
/// # Errors
/// A mistake in a rulebook, a folder that cannot be read or written.
pub fn doc(args: &RulesDoc) -> Result<Exit, Stop> {
    let language = args.print.lang;
    Reads::rules(&args.rules).spare(&args.print)?;
    let screen = screen::of(&args.print);
    let folder = args.folder.as_path();
    let loaded = with_tests(&args.rules, language)?;
    let have = present(folder).map_err(|e| unusable(folder, &e, language))?;
    let stale = stale_pages(&loaded.rulebook, &have);
    if args.check {
        let mut out: String = stale.iter().map(|name| format!("{}\n", folder.join(name).display())).collect();
        out.push_str(&match (language, stale.len()) {
            (Language::Zh, 0) => format!("{} 个页面都是最新的\n", have.len()),
            (Language::Zh, n) => format!("{n} 个页面已经过时，用 gouji rules doc {} 重新生成\n", folder.display()),
            (Language::En, 0) => format!("all {} pages are up to date\n", have.len()),
            (Language::En, n) => {
                format!("{n} pages are out of date: gouji rules doc {} writes them\n", folder.display())
            }
        });
        print(&out, &args.print)?;
        return Ok(if stale.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    write(folder, &stale, &pages(&loaded.rulebook)).map_err(|e| unusable(folder, &e, language))?;
    let line = screen.say("个页面有更新：", "pages written: ");
    print(&format!("{} {line}{}\n", stale.len(), folder.display()), &args.print)?;
    Ok(Exit::Clean)
}

/// The generated pages that lie in a folder; none where there is no folder. What people wrote there is left alone.
fn present(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut have = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        if let (true, Some(name)) = (is_page(&text), path.file_name()) {
            have.push((name.to_string_lossy().into_owned(), text));
        }
    }
    have.sort();
    Ok(have)
}

fn write(folder: &Path, stale: &[String], pages: &[(String, String)]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for name in stale {
        match pages.iter().find(|p| p.0 == *name) {
            Some((name, text)) => fs::write(folder.join(name), text)?,
            None => fs::remove_file(folder.join(name))?,
        }
    }
    Ok(())
}

fn unusable(folder: &Path, error: &std::io::Error, language: Language) -> Usage {
    let message = language.pick("文件夹无法读写", "cannot read or write the folder");
    Usage::new(format!("{message} {}: {error}", folder.display()), None)
}
