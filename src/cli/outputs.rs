//! The outputs of a run: one, or several at once, each a format by its ending.

use std::io;
use std::path::{Path, PathBuf};

use super::args::Print;
use super::overwrite::one_file;
use super::run::{Format, unwritable_at};
use super::sink::Sink;
use super::usage::Usage;
use super::values::{CheckFormat, ScoreFormat};
use gouji_core::output::{Event, Printer, Writing};
use gouji_core::report::{Closing, Finding};
use gouji_core::terms::Language;

/// Where to, and in which format.
#[derive(Clone, Debug)]
pub struct Output {
    /// None for standard output.
    pub path: Option<PathBuf>,
    pub format: Format,
}

/// The format that was asked for in words, for whichever command.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    Check(Option<CheckFormat>),
    Score(Option<ScoreFormat>),
}

impl Asked {
    fn named(self) -> Option<Format> {
        match self {
            Asked::Check(format) => format.map(Format::Check),
            Asked::Score(format) => format.map(Format::Score),
        }
    }

    fn for_people(self) -> Format {
        match self {
            Asked::Check(_) => Format::Check(CheckFormat::Terminal),
            Asked::Score(_) => Format::Score(ScoreFormat::Terminal),
        }
    }

    /// The format that a file's name stands for.
    fn of_name(self, path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        match self {
            Asked::Check(_) => CheckFormat::of_name(&name).map(Format::Check),
            Asked::Score(_) => ScoreFormat::of_name(&name).map(Format::Score),
        }
    }
}

/// What is to be written where. A format in words holds for the only output, or for standard output (`-`) beside files,
/// or for files whose endings say nothing.
///
/// # Errors
/// A format that would be of no output, or two outputs that are one.
pub fn outputs(print: &Print, asked: Asked) -> Result<Vec<Output>, Usage> {
    let language = print.lang;
    let named = asked.named();
    let otherwise = named.unwrap_or_else(|| asked.for_people());
    let mut used = false;
    let mut all: Vec<Output> = Vec::new();
    for path in &print.output {
        let by_name = asked.of_name(path).filter(|_| print.output.len() > 1 || named.is_none());
        let stdout = path.as_os_str() == "-";
        let by_name = by_name.filter(|_| !stdout);
        used |= by_name.is_none();
        let path = Some(path.clone()).filter(|_| !stdout);
        if all.iter().any(|other| same(other.path.as_deref(), path.as_deref())) {
            let shown = path.as_deref().unwrap_or(Path::new("-")).display();
            let message = match language {
                Language::Zh => format!("两个输出是同一个文件：{shown}"),
                Language::En => format!("two outputs are one file: {shown}"),
            };
            return Err(Usage::new(message, None));
        }
        all.push(Output { path, format: by_name.unwrap_or(otherwise) });
    }
    if all.is_empty() {
        return Ok(vec![Output { path: None, format: otherwise }]);
    }
    if named.is_some() && !used {
        let message = language.pick(
            "有多个输出时，格式由各文件的扩展名决定，--format 没有用处",
            "of several outputs each has the format of its ending, and --format is for none of them",
        );
        let help = language.pick("再加 -o - ，即把 --format 的格式写到标准输出", "add -o - to print --format as well");
        return Err(Usage::new(message, Some(help.to_owned())));
    }
    Ok(all)
}

fn same(a: Option<&Path>, b: Option<&Path>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => one_file(a, b),
        _ => false,
    }
}

/// An output in the making.
struct One<'p> {
    path: Option<&'p Path>,
    printer: &'p dyn Printer,
    writing: Box<dyn Writing + 'p>,
    sink: Sink,
}

/// All outputs of a run in the making.
pub struct Outputs<'p> {
    all: Vec<One<'p>>,
    language: Language,
    failed: Option<Usage>,
}

impl<'p> Outputs<'p> {
    /// Opens them, and begins each.
    ///
    /// # Errors
    /// One that cannot be written.
    pub fn open(printers: &'p [(Option<PathBuf>, Box<dyn Printer>)], language: Language) -> Result<Self, Usage> {
        let mut all = Vec::with_capacity(printers.len());
        for (path, printer) in printers {
            let path = path.as_deref();
            let mut sink = Sink::open(path).map_err(|e| unwritable_at(path, language, &e))?;
            let mut writing = printer.writing();
            writing.take(Event::Begin, &mut sink).map_err(|e| unwritable_at(path, language, &e))?;
            all.push(One { path, printer: &**printer, writing, sink });
        }
        Ok(Self { all, language, failed: None })
    }

    /// Whether any lists files at its end.
    pub fn list_files(&self) -> bool {
        self.all.iter().any(|one| one.printer.lists_files())
    }

    fn each(&mut self, mut tell: impl FnMut(usize, &mut One<'p>) -> io::Result<()>) {
        for (index, one) in self.all.iter_mut().enumerate() {
            if self.failed.is_none()
                && let Err(error) = tell(index, one)
            {
                self.failed = Some(unwritable_at(one.path, self.language, &error));
            }
        }
    }

    /// A file, as each of them rendered it.
    pub fn file(&mut self, mut rendered: Vec<Vec<u8>>) {
        self.each(|index, one| match std::mem::take(&mut rendered[index]) {
            text if text.is_empty() => Ok(()),
            text => one.writing.take(Event::File(text), &mut one.sink),
        });
    }

    /// A finding between files.
    pub fn across(&mut self, finding: &Finding) {
        self.each(|_, one| one.writing.take(Event::Across(Box::new(finding.clone())), &mut one.sink));
    }

    /// Whether there is nobody left to write for.
    pub fn over(&self) -> bool {
        self.failed.is_some() || self.all.iter().all(|one| one.sink.closed())
    }

    /// Ends each, and puts the files in their places.
    ///
    /// # Errors
    /// The first that could not be written.
    pub fn finish(mut self, closing: &Closing) -> Result<(), Usage> {
        self.each(|_, one| one.writing.take(Event::End(closing), &mut one.sink));
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        for One { path, sink, .. } in self.all {
            sink.finish().map_err(|e| unwritable_at(path, self.language, &e))?;
        }
        Ok(())
    }
}
