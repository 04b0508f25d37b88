//! `check --fix` and `check --diff`: what is safe to mend, mended in the files or shown. Each file is replaced whole or
//! not at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::allowed::{self, Allowed};
use super::args::Check;
use super::book::Book;
use super::inputs::{From, Input, collect, without};
use super::known::overrides;
use super::panics::caught;
use super::run::{unwritable, unwritable_at};
use super::screen;
use super::sink::Sink;
use super::usage::{Stop, Usage};
use gouji_core::annotate::{Edit, edits, fix_docx, fix_text};
use gouji_core::checks::context::Settings;
use gouji_core::lint::{Request, decode, lint};
use gouji_core::output::wrap::clean;
use gouji_core::report::Exit;
use gouji_core::source::{Format, Source};
use gouji_core::terms::Language;

/// Mending may bring to light what was hidden; it comes to an end long before this.
const ROUNDS: usize = 100;
/// Lines shown around a change.
const AROUND: usize = 3;

/// A file that can be mended.
struct Mended {
    count: usize,
    /// Of a Word document, what was and what comes, place by place; of others the whole texts.
    changes: Vec<(String, String)>,
    before: Vec<u8>,
    after: Vec<u8>,
}

/// Mends all files, or shows what would be mended. None where the run is to go on and judge what is left.
///
/// # Errors
/// Wrong usage, or a file that cannot be written.
pub fn run(args: &Check) -> Result<Option<Exit>, Stop> {
    let (run, language) = (&args.run, args.run.print.lang);
    let book = Book::open(&run.known.rules, language)?;
    let request = Request {
        overrides: overrides(&run.known, &book, language)?,
        settings: Settings { today: run.today, draft: run.draft },
        language,
        selection: book.selection(&run.choice.select, &run.choice.ignore, language)?,
        ..Request::default()
    };
    let inputs = without(collect(&run.paths, run.known.stdin_filename.as_deref()), run.exclude.as_ref());
    if args.fix && inputs.iter().any(|i| i.from == From::Stdin) {
        let message = language.pick("标准输入不能就地修改", "standard input cannot be mended in place");
        return Err(Usage::new(
            message,
            Some(language.pick("用 --diff 查看改动", "show the changes with --diff").to_owned()),
        )
        .into());
    }
    let allowed = Allowed::open(&inputs, run.today, language)?;
    let date = run.today.unwrap_or_else(allowed::today).to_string();
    let mut sink = match args.diff {
        true => Some(Sink::open(run.print.output()).map_err(|e| unwritable(&run.print, &e))?),
        false => None,
    };
    let (mut files, mut places) = (0, 0);
    for (index, input) in inputs.iter().enumerate() {
        let mended = caught(language, || mend(input, index, &book, &request, &allowed, &date));
        let Ok(Some(mended)) = mended else { continue };
        (files, places) = (files + 1, places + mended.count);
        match (&mut sink, &input.from) {
            (Some(sink), _) => {
                let shown = shown(&input.name, &mended);
                sink.write(&shown).map_err(|e| unwritable(&run.print, &e))?;
            }
            (None, From::File(path)) => {
                replace(path, &mended, args.backup).map_err(|e| unwritable_at(Some(path), language, &e))?;
            }
            _ => {}
        }
    }
    if let Some(sink) = sink {
        sink.finish().map_err(|e| unwritable(&run.print, &e))?;
        return Ok(Some(if files > 0 { Exit::Findings } else { Exit::Clean }));
    }
    if files > 0 && !run.quiet {
        screen::tell(&match language {
            Language::Zh => format!("已改正 {places} 处（{files} 个文件）\n"),
            Language::En => format!("{places} mended ({files} files)\n"),
        });
    }
    Ok(None)
}

/// A file with all that is safe, until nothing safe is left.
fn mend(input: &Input, index: usize, book: &Book, request: &Request, allowed: &Allowed, date: &str) -> Option<Mended> {
    let (format, before) = input.load(request.language).ok()?;
    // What is not the file itself (an archive of a page, an old document made new) cannot be put back.
    if let From::File(path) = &input.from
        && fs::read(path).ok()? != before
    {
        return None;
    }
    let mut mended = Mended { count: 0, changes: Vec::new(), after: before.clone(), before };
    for _ in 0..ROUNDS {
        let source = |bytes: &[u8]| decode(&input.name, format, bytes, request.language).ok();
        let mut report = lint(source(&mended.after)?, book, request);
        if report.error.is_some() {
            break;
        }
        allowed.apply(index, &mut report);
        let edits = edits(&report);
        let source = source(&mended.after)?;
        let after = match format {
            Format::Docx => fix_docx(&mended.after, &source, &edits, date).ok()?,
            Format::Txt | Format::Md | Format::Html => fix_text(&mended.after, &source, &edits),
            _ => None,
        };
        let Some(after) = after else { break };
        if format == Format::Docx {
            mended.changes.extend(edits.iter().map(|edit| beside(&source, edit)));
        }
        mended.count += edits.len();
        mended.after = after;
    }
    if mended.count == 0 {
        return None;
    }
    if format != Format::Docx {
        let text = |bytes: &[u8]| decode(&input.name, format, bytes, request.language).map(|s| s.text.to_string()).ok();
        mended.changes = vec![(text(&mended.before)?, text(&mended.after)?)];
    }
    Some(mended)
}

/// The text around a change in a Word document, before and after.
fn beside(source: &Source, edit: &Edit) -> (String, String) {
    let text = &source.text;
    let start = text[..edit.range.start].rfind('>').map_or(0, |at| at + 1);
    let end = text[edit.range.end..].find('<').map_or(text.len(), |at| edit.range.end + at);
    let (before, after) = (&text[start..edit.range.start], &text[edit.range.end..end]);
    (format!("{before}{}{after}", &text[edit.range.clone()]), format!("{before}{}{after}", edit.text))
}

/// The changes as `diff -u` writes them.
fn shown(name: &str, mended: &Mended) -> String {
    let mut out = format!("--- {}\n+++ {}\n", clean(name), clean(name));
    for (before, after) in &mended.changes {
        let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
        // No change adds a line or takes one away.
        let changed: Vec<usize> = (0..old.len().min(new.len())).filter(|&i| old[i] != new[i]).collect();
        let mut rest = changed.as_slice();
        while let Some(&first) = rest.first() {
            let near = rest.windows(2).take_while(|w| w[1] - w[0] <= 2 * AROUND).count() + 1;
            let last = rest[near - 1];
            rest = &rest[near..];
            let from = first.saturating_sub(AROUND);
            let to = (last + AROUND + 1).min(old.len());
            out.push_str(&format!("@@ -{0},{1} +{0},{1} @@\n", from + 1, to - from));
            let mut at = from;
            while at < to {
                let run = (at..to).take_while(|&i| old[i] != new[i]).count();
                if run == 0 {
                    out.push_str(&format!(" {}\n", old[at]));
                    at += 1;
                    continue;
                }
                old[at..at + run].iter().for_each(|line| out.push_str(&format!("-{line}\n")));
                new[at..at + run].iter().for_each(|line| out.push_str(&format!("+{line}\n")));
                at += run;
            }
        }
    }
    out
}

/// Puts the mended file in the place of the other.
fn replace(path: &Path, mended: &Mended, backup: bool) -> std::io::Result<()> {
    if backup && !in_git(path) {
        let mut kept = Sink::open(Some(&free(path)))?;
        kept.write_bytes(&mended.before)?;
        kept.finish()?;
    }
    let mut sink = Sink::open(Some(path))?;
    sink.write_bytes(&mended.after)?;
    sink.finish()
}

/// A name beside a file that is not taken.
fn free(path: &Path) -> PathBuf {
    let named = |end: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let first = named(".orig".to_owned());
    if !first.exists() {
        return first;
    }
    (1..).map(|n| named(format!(".orig{n}"))).find(|p| !p.exists()).unwrap_or(first)
}

/// Whether git has a file as it is.
fn in_git(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return false };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(arguments).arg("--").arg(name);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|s| s.success())
    };
    git(&["ls-files", "--error-unmatch"]) && git(&["diff", "--quiet", "HEAD"])
}
