//! `annotate`: the report itself with its findings in it.

use std::path::Path;

use super::allowed::{Allowed, today};
use super::args::Annotate;
use super::book::Book;
use super::inputs::collect;
use super::known::overrides;
use super::overwrite::Reads;
use super::panics::caught;
use super::run::unwritable;
use super::screen;
use super::sink::{Sink, is_no_file};
use super::usage::{Stop, Usage};
use gouji_core::annotate::{annotate, strip_html};
use gouji_core::checks::context::Settings;
use gouji_core::lint::{Request, decode, lint};
use gouji_core::report::{Document, Exit, Problem};
use gouji_core::source::Format;
use gouji_core::terms::Language;

/// Writes the annotated report.
///
/// # Errors
/// Wrong usage or a mistake in a rulebook.
pub fn run(args: &Annotate) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let usage = |zh: &str, en: &str| Stop::from(Usage::new(language.pick(zh, en), None));
    let book = Book::open(&args.known.rules, language)?;
    let Some(output) = args.print.output() else {
        return Err(usage("请用 -o 指明写入哪个文件", "name the file to write with -o"));
    };
    if args.path.is_dir() {
        return Err(usage("annotate 只处理一份报告，请指明文件", "annotate takes one report: name a file"));
    }
    let request = Request {
        overrides: overrides(&args.known, &book, language)?,
        settings: Settings { today: args.today, draft: args.draft },
        language,
        selection: book.selection(&args.choice.select, &args.choice.ignore, language)?,
        // A page is marked by its text.
        keep_text: true,
        ..Request::default()
    };
    let inputs = collect(std::slice::from_ref(&args.path), args.known.stdin_filename.as_deref());
    Reads::of(&inputs, &args.known).spare(&args.print)?;
    let allowed = Allowed::open(&inputs, args.today, language)?;
    let Some(input) = inputs.first() else { return Ok(Exit::Unreadable) };
    let (format, bytes) = match input.load(language) {
        Ok(loaded) => loaded,
        Err(problem) => return Ok(screen::refuse(&args.print, ("无法处理", "not annotated"), &input.name, &problem)),
    };
    let bytes = match format {
        Format::Docx => bytes,
        Format::Html => strip_html(&bytes).into_owned(),
        Format::Ofd => return Err(sealed(&input.name, language).into()),
        _ => {
            return Err(usage("annotate 只能处理 .docx 和 .html", "annotate takes .docx and .html only"));
        }
    };
    if Format::of_name(&output.to_string_lossy()) != Some(format) && !is_no_file(output) {
        return Err(other_kind(output, format, language).into());
    }
    let made = caught(language, || -> Result<(Vec<u8>, Document), Problem> {
        let source = decode(&input.name, format, &bytes, language)?;
        let mut report = lint(source, &book, &request);
        allowed.apply(0, &mut report);
        if let Some(error) = report.error.take() {
            return Err(error);
        }
        // Without a date some programs make it the year 0 when they save.
        let date = Some(args.today.unwrap_or_else(today).to_string());
        Ok((annotate(&bytes, &report, language, date.as_deref())?, report))
    });
    let (annotated, report) = match made.flatten() {
        Ok(made) => made,
        Err(problem) => {
            return Ok(screen::refuse(&args.print, ("无法处理", "not annotated"), &input.name, &problem));
        }
    };
    let mut sink = Sink::open(Some(output)).map_err(|e| unwritable(&args.print, &e))?;
    sink.write_bytes(&annotated).and_then(|()| sink.finish()).map_err(|e| unwritable(&args.print, &e))?;
    let written = output.display();
    let count = report.findings.iter().filter(|f| f.suppressed.is_none()).count();
    screen::tell(&match (&report.not_judged, language) {
        (Some(why), _) => format!("{written}{}{}\n", language.pick("：", ": "), why.message),
        (None, Language::Zh) => format!("{written}：写入 {count} 处问题\n"),
        (None, Language::En) => format!("{written}: {count} findings written\n"),
    });
    Ok(Exit::Clean)
}

/// What is signed must not be changed: another file shows the findings beside the text.
fn sealed(name: &str, language: Language) -> Usage {
    let (message, help) = match language {
        Language::Zh => (
            "OFD 是签章文件，不能写入批注".to_owned(),
            format!("生成标出问题的网页：gouji check {name} --format html -o 结果.html"),
        ),
        Language::En => (
            "an OFD is a file for signing: nothing is written into it".to_owned(),
            format!("make a page that shows the findings: gouji check {name} --format html -o findings.html"),
        ),
    };
    Usage::new(message, Some(help))
}

/// What is written is of the input's kind, whatever the output is called: no program would open it under another
/// ending.
fn other_kind(output: &Path, format: Format, language: Language) -> Usage {
    let (kind, endings) = match format {
        Format::Docx => (language.pick("Word 文档", "a Word document"), ".docx"),
        _ => (language.pick("网页", "a page"), ".html"),
    };
    let output = output.display();
    let (message, help) = match language {
        Language::Zh => (format!("批注稿是{kind}，不能写成 {output}"), format!("用 -o 指明以 {endings} 结尾的文件")),
        Language::En => (
            format!("the annotated report is {kind} and cannot be written as {output}"),
            format!("name a file that ends in {endings} with -o"),
        ),
    };
    Usage::new(message, Some(help))
}
