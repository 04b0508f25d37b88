//! `selftest`: errors seeded into a copy of a report in memory, and how many of them are found.

use std::ops::ControlFlow;

use super::args::Selftest as Args;
use super::book::Book;
use super::inputs::collect;
use super::known::overrides;
use super::overwrite::Reads;
use super::run::{threads, unwritable};
use super::sink::Sink;
use super::usage::{Stop, Usage};
use super::values::PlainFormat;
use super::{ordered, screen};
use gouji_core::lint::{Request, about};
use gouji_core::report::Exit;
use gouji_core::selftest::{Certificate, Selftest, listing};

/// Seeds, checks, prints; exit 0 where every seeded error was found, else 1.
///
/// # Errors
/// Wrong usage or a mistake in a rulebook.
pub fn run(args: &Args) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let book = Book::open(&args.known.rules, language)?;
    if args.path.is_dir() {
        let message = language.pick("selftest 只用一份报告，请指明文件", "selftest takes one report: name a file");
        return Err(Usage::new(message, None).into());
    }
    let inputs = collect(std::slice::from_ref(&args.path), args.known.stdin_filename.as_deref());
    Reads::of(&inputs, &args.known).spare(&args.print)?;
    let Some(input) = inputs.first() else { return Ok(Exit::Unreadable) };
    let request = Request { overrides: overrides(&args.known, &book, language)?, language, ..Request::default() };
    let planned = input.read(language).and_then(|source| Selftest::plan(source, &book, &request));
    let test = match planned {
        Ok(test) => test,
        Err(problem) => return Ok(screen::refuse(&args.print, ("无法自测", "not tested"), &input.name, &problem)),
    };
    let mut trials = Vec::with_capacity(test.seeds.len());
    let jobs = args.jobs.map_or_else(|| threads(test.seeds.len()), usize::from);
    ordered::run(
        test.seeds.len(),
        jobs,
        |index| test.attempt(index),
        |trial| {
            trials.push(trial);
            ControlFlow::Continue(())
        },
    );
    let certificate = Certificate::new(&test, &trials, about(&book));
    let text = match args.plain.format {
        PlainFormat::Json => serde_json::to_string(&certificate).unwrap_or_default() + "\n",
        PlainFormat::Terminal => listing(&certificate, &screen::of(&args.print)),
    };
    let mut sink = Sink::open(args.print.output()).map_err(|e| unwritable(&args.print, &e))?;
    sink.write(&text).and_then(|()| sink.finish()).map_err(|e| unwritable(&args.print, &e))?;
    Ok(if certificate.missed.is_empty() { Exit::Clean } else { Exit::Findings })
}
