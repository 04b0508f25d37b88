//! `facts`: what was read from one report.

use std::sync::Arc;

use super::args::Facts;
use super::book::Book;
use super::inputs::collect;
use super::known::overrides;
use super::overwrite::Reads;
use super::run::unwritable;
use super::screen;
use super::sink::Sink;
use super::usage::{Stop, Usage};
use super::values::PlainFormat;
use gouji_core::output::{facts_json, facts_terminal, prose_terminal};
use gouji_core::report::facts::listing;
use gouji_core::report::{self, Exit, Problem, ProblemKind};
use gouji_core::{facts, read};

/// Prints the facts of one report.
///
/// # Errors
/// Wrong usage or a mistake in a rulebook.
pub fn run(args: &Facts) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let book = Book::open(&args.known.rules, language)?;
    let known = overrides(&args.known, &book, language)?;
    let paths = std::slice::from_ref(&args.path);
    if args.path.is_dir() {
        let message = language.pick("facts 只读一份报告，请指明文件", "facts reads one report: name a file");
        return Err(Usage::new(message, None).into());
    }
    let inputs = collect(paths, args.known.stdin_filename.as_deref());
    Reads::of(&inputs, &args.known).spare(&args.print)?;
    let Some(input) = inputs.first() else { return Ok(Exit::Unreadable) };
    let source = match input.read(language) {
        Ok(source) => source,
        Err(problem) => return Ok(screen::refuse(&args.print, ("无法读取", "not read"), &input.name, &problem)),
    };
    let document = Arc::new(read::read(source));
    if let Some(fault) = &document.signs.fault {
        return Ok(screen::refuse(&args.print, ("无法读取", "not read"), &input.name, &report::fault(fault, language)));
    }
    if document.signs.empty_shell {
        return Ok(screen::refuse(
            &args.print,
            ("无法读取", "not read"),
            &input.name,
            &Problem::new(ProblemKind::EmptyShell, language),
        ));
    }
    let lexicon = book.lexicon();
    let facts = facts::extract(&document, lexicon, &known);
    let year = facts.profile.report_year.as_ref().map(|y| y.value);
    let era = year.and_then(|y| book.law.era(y));
    let text = match args.plain.format {
        PlainFormat::Json => facts_json(&listing(&document, &facts, lexicon, era.map(|e| e.id.as_str()))),
        PlainFormat::Terminal => {
            let screen = screen::of(&args.print);
            let listed = facts_terminal(&document, &facts, lexicon, era.map(|e| e.title.get(language)), &screen);
            if args.explain { listed + "\n" + &prose_terminal(&document, &facts, lexicon, &screen) } else { listed }
        }
    };
    let mut sink = Sink::open(args.print.output()).map_err(|e| unwritable(&args.print, &e))?;
    sink.write(&text).and_then(|()| sink.finish()).map_err(|e| unwritable(&args.print, &e))?;
    Ok(Exit::Clean)
}
