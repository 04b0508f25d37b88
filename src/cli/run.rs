//! `check` and `score`: the same run, printed differently.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::allowed::Allowed;
use super::args::{Print, Run};
use super::book::Book;
use super::compare::{self, Together};
use super::inputs::{Input, collect, without};
use super::known::overrides;
use super::ordered;
use super::outputs::{Asked, Output, Outputs, outputs};
use super::overwrite::Reads;
use super::panics::caught;
use super::reviews::{self, Reviewed};
use super::screen;
use super::sink::to_person;
use super::usage::{Stop, Usage};
use super::values::{CheckFormat, ScoreFormat};
use gouji_core::allow::Met;
use gouji_core::checks::context::Settings;
use gouji_core::facts::Digest;
use gouji_core::lint::{Linted, Misfit, Request, Selection, about, dimensions, lint_one};
use gouji_core::output::wrap::clean;
use gouji_core::output::{
    CheckMarkdown, Concise, Flat, GitHub, GitLab, JUnit, Json, JsonLines, Listed, Page, Printer, Sarif, ScoreBadge,
    ScoreJson, ScoreMarkup, ScoreTerminal, ScoreText, ScoreXlsx, Screen, Terminal, Verbosity, WorklistCsv,
    WorklistXlsx,
};
use gouji_core::report::{Closing, Document, Exit, Problem, ProblemKind, Tally, Verdict};
use gouji_core::terms::{Category, Language};

/// Which of the two commands, and how to print.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    Check(CheckFormat),
    Score(ScoreFormat),
}

/// By what to score, and what became of earlier scores.
#[derive(Clone, Copy, Debug, Default)]
pub struct By<'a> {
    pub scheme: Option<&'a str>,
    pub review: Option<&'a Path>,
    /// Whether SARIF tells of what is allowed.
    pub sarif_allowed: bool,
}

/// A run shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(600);

/// Checks all files and prints.
///
/// # Errors
/// Wrong usage or a mistake in a rulebook; nothing was checked then.
pub fn run(args: &Run, asked: Asked, by: &By<'_>) -> Result<Exit, Stop> {
    let language = args.print.lang;
    let wanted = outputs(&args.print, asked)?;
    let book = Book::open(&args.known.rules, language)?;
    let mut request = Request {
        overrides: overrides(&args.known, &book, language)?,
        settings: Settings { today: args.today, draft: args.draft },
        language,
        selection: book.selection(&args.choice.select, &args.choice.ignore, language)?,
        keep_text: wanted.iter().any(|output| matches!(output.format, Format::Check(CheckFormat::Html))),
        scheme: by.scheme.map(|name| reviews::scheme(&book, name, language)).transpose()?,
        previous: None,
    };
    let inputs = without(collect(&args.paths, args.known.stdin_filename.as_deref()), args.exclude.as_ref());
    let mut reviewed = Reviewed::open(by.review, language)?;
    let allowed = Allowed::open(&inputs, args.today, language)?;
    let mut record = allowed.record();
    let beside = allowed.paths();
    Reads { previous: args.previous.as_deref(), review: by.review, beside: &beside, ..Reads::of(&inputs, &args.known) }
        .spare(&args.print)?;
    if let Some(path) = &args.previous {
        match compare::previous(path, &book, &request) {
            Ok(previous) => request.previous = Some(Arc::new(previous)),
            Err(problem) => return Ok(compare::refuse(path, &problem, &args.print)),
        }
    }
    let making = Making { args, book: &book, by, selection: &request.selection, files: inputs.len() };
    let printers: Vec<(Option<PathBuf>, Box<dyn Printer>)> = wanted
        .into_iter()
        .map(|Output { path, format }| {
            let printer = making.printer(format, path.is_none());
            (path, printer)
        })
        .collect();
    let mut outputs = Outputs::open(&printers, language)?;
    let mut closing = Closing::new(outputs.list_files());
    let progress = Progress::new(inputs.len(), args);
    let jobs = args.jobs.map_or_else(|| threads(inputs.len()), usize::from);

    let mut folder = Together::new(&inputs, &book, &request);
    let mut counted = 0;

    let work = |index: usize| {
        let mut linted = check(&inputs[index], &book, &request, args.skip_others);
        let met = allowed.apply(index, &mut linted.report);
        let judged = linted.report.error.is_none() && linted.report.not_judged.is_none();
        let render = |report: &Document| printers.iter().map(|(_, p)| p.render(report)).collect::<Vec<_>>();
        let text = caught(language, || render(&linted.report)).unwrap_or_else(|problem| {
            linted = unread(&inputs[index], problem);
            render(&linted.report)
        });
        Done {
            index,
            tally: Tally::of(&linted.report),
            digest: linted.digest,
            misfit: linted.misfit,
            text,
            met,
            judged,
        }
    };
    ordered::run(inputs.len(), jobs, work, |Done { index, mut tally, digest, misfit, text, met, judged }| {
        counted += 1;
        allowed.note(index, met, judged, &mut record);
        reviewed.mark(&mut tally.score);
        closing.add(tally);
        folder.add(index, digest, misfit);
        progress.step();
        outputs.file(text);
        if outputs.over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.finish();
    let cut_short = counted < inputs.len();
    if inputs.is_empty() {
        screen::tell(language.pick(
            "没有找到可检查的文件（.docx、.doc、.wps、.pdf、.ofd、.html、.md、.txt）\n",
            "no files to check (.docx, .doc, .wps, .pdf, .ofd, .html, .md, .txt)\n",
        ));
    }
    folder.tell(&mut closing, &mut |finding| {
        allowed.across(finding, &mut record);
        outputs.across(finding);
    });
    if !cut_short {
        for finding in allowed.complaints(&record, &book, &request.selection) {
            closing.add_across(&finding);
            outputs.across(&finding);
        }
    }
    outputs.finish(&closing)?;
    folder.fits()?;
    reviewed.tell(language);
    let verdict = Verdict { cut_short, ..closing.verdict(args.fail_on.unwrap_or_default(), args.min_score) };
    if let Some(why) = closing.unjudged(&verdict, language).filter(|_| !cut_short) {
        why.lines().for_each(|line| screen::tell(&format!("{}\n", clean(line))));
    }
    Ok(verdict.exit())
}

/// What came of a file.
struct Done {
    index: usize,
    tally: Tally,
    digest: Option<Digest>,
    misfit: Option<Misfit>,
    text: Vec<Vec<u8>>,
    met: Vec<(usize, Met)>,
    judged: bool,
}

/// One file, read and linted; whatever happens to it is said of it alone.
pub fn check(input: &Input, book: &Book, request: &Request, skip_others: bool) -> Linted {
    let linted = caught(request.language, || match input.read(request.language) {
        Ok(source) => lint_one(source, book, request),
        Err(problem) => unread(input, problem),
    });
    let mut linted = linted.unwrap_or_else(|problem| unread(input, problem));
    let document = &mut linted.report;
    let other = document
        .error
        .as_ref()
        .is_some_and(|e| matches!(e.kind, ProblemKind::NotAReport | ProblemKind::UnsupportedFormat));
    document.skipped = other && (skip_others || !input.explicit);
    linted
}

fn unread(input: &Input, problem: Problem) -> Linted {
    let format = input.format().map(gouji_core::source::Format::name);
    Linted { report: Document::failed(input.name.clone(), format, problem), digest: None, misfit: None }
}

/// What printers are made of.
struct Making<'a> {
    args: &'a Run,
    book: &'a Book,
    by: &'a By<'a>,
    selection: &'a Selection,
    files: usize,
}

impl Making<'_> {
    fn screen(&self, stdout: bool) -> Screen {
        let args = self.args;
        let verbosity = match (args.quiet, args.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let (dimensions, rulebook) = (dimensions(self.book, args.print.lang), about(self.book));
        Screen { verbosity, files: self.files, dimensions, rulebook, ..screen::beside(&args.print, stdout) }
    }

    fn printer(&self, format: Format, stdout: bool) -> Box<dyn Printer> {
        match format {
            Format::Check(format) => self.check(format, stdout),
            Format::Score(format) => self.score(format, stdout),
        }
    }

    fn check(&self, format: CheckFormat, stdout: bool) -> Box<dyn Printer> {
        let (book, language) = (self.book, self.args.print.lang);
        let rulebook = || about(book);
        match format {
            CheckFormat::Terminal => Box::new(Terminal(self.screen(stdout))),
            CheckFormat::Json => Box::new(Json { rulebook: rulebook() }),
            CheckFormat::Html => Box::new(Page::new(self.screen(stdout))),
            CheckFormat::Jsonl => Box::new(JsonLines { rulebook: rulebook() }),
            CheckFormat::FindingsJsonl => Box::new(Listed(Flat { language })),
            CheckFormat::Concise => Box::new(Listed(Concise { language })),
            CheckFormat::Markdown => Box::new(CheckMarkdown { language }),
            CheckFormat::Csv => Box::new(Listed(WorklistCsv { language })),
            CheckFormat::Xlsx => Box::new(WorklistXlsx { language }),
            CheckFormat::Github => Box::new(Listed(GitHub)),
            CheckFormat::Gitlab => Box::new(Listed(GitLab)),
            CheckFormat::Sarif => {
                let (rules, allowed) = (book.rules_asked(self.selection, language), self.by.sarif_allowed);
                Box::new(Listed(Sarif { language, rulebook: rulebook(), rules, allowed }))
            }
            CheckFormat::Junit => {
                let rules = book.rules_asked(self.selection, language);
                let asked = |c: &Category| rules.iter().any(|rule| rule.category == *c);
                let categories = Category::ALL.into_iter().filter(asked).collect();
                Box::new(JUnit { language, fail_on: self.args.fail_on.unwrap_or_default(), categories })
            }
        }
    }

    fn score(&self, format: ScoreFormat, stdout: bool) -> Box<dyn Printer> {
        let language = self.args.print.lang;
        let rulebook = about(self.book);
        let markup = match format {
            ScoreFormat::Terminal => return Box::new(ScoreTerminal(self.screen(stdout))),
            ScoreFormat::Json => return Box::new(ScoreJson { rulebook }),
            ScoreFormat::Xlsx => return Box::new(ScoreXlsx { rulebook, language }),
            ScoreFormat::Svg => return Box::new(ScoreBadge(language)),
            ScoreFormat::Markdown => ScoreMarkup::Markdown,
            ScoreFormat::Html => ScoreMarkup::Html,
            ScoreFormat::Csv => ScoreMarkup::Csv,
        };
        Box::new(ScoreText { markup, rulebook, language })
    }
}

/// The error for an output that cannot be written.
pub fn unwritable(print: &Print, error: &io::Error) -> Usage {
    unwritable_at(print.output(), print.lang, error)
}

/// The same for one of several.
pub fn unwritable_at(output: Option<&Path>, language: Language, error: &io::Error) -> Usage {
    let cannot = language.pick("无法写入", "cannot write");
    let Some(output) = output else {
        return Usage::new(format!("{cannot} {}: {error}", language.pick("标准输出", "standard output")), None);
    };
    let (to, folder) = (output.display(), output.parent().filter(|p| !p.as_os_str().is_empty()));
    let why = match (error.kind(), folder) {
        (io::ErrorKind::NotFound, Some(folder)) if !folder.exists() => {
            format!("{} {}", language.pick("没有文件夹", "there is no folder"), folder.display())
        }
        (io::ErrorKind::PermissionDenied, _) => {
            language.pick("没有写入的权限", "no permission to write there").to_owned()
        }
        (io::ErrorKind::IsADirectory, _) => language.pick("它是文件夹", "it is a folder").to_owned(),
        _ => error.to_string(),
    };
    Usage::new(format!("{cannot} {to}{}{why}", language.pick("：", ": ")), None)
}

/// As many as the machine has processors; one for a single piece of work.
pub fn threads(items: usize) -> usize {
    // To ask how many processors there are reads several files of the system.
    if items < 2 { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

/// A bar on standard error, once a run turns out to be long.
struct Progress {
    bar: ProgressBar,
    since: Instant,
    wanted: bool,
}

impl Progress {
    fn new(files: usize, args: &Run) -> Self {
        // A bar amid the findings would tear them.
        let wanted = !args.no_progress && files > 1 && io::stderr().is_terminal() && !to_person(args.print.output());
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        if wanted && let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        Self { bar, since: Instant::now(), wanted }
    }

    fn step(&self) {
        if self.wanted && self.bar.is_hidden() && self.since.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
