//! Errors of the program itself: each is told as a problem of the file at hand, with what went wrong and where in the
//! sources, which is what a report of it needs. Knows nothing of the work that is done.

use std::any::Any;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

use gouji_core::output::wrap::clean;
use gouji_core::report::{Problem, ProblemKind};
use gouji_core::terms::Language;

/// A message may quote the text at hand; this much of it tells what happened.
const LONGEST: usize = 200;

/// Panics that nobody has asked for yet.
static TOLD: Mutex<Vec<(ThreadId, String)>> = Mutex::new(Vec::new());

/// From now on panics are kept for [`caught`], not printed as the trace of a programmer's tool.
pub fn keep() {
    std::panic::set_hook(Box::new(record));
}

fn record(info: &PanicHookInfo<'_>) {
    let place = info
        .location()
        .map_or_else(String::new, |at| format!("{}:{}:{}", shortened(at.file()), at.line(), at.column()));
    let told = format!("{} @ {place}", message(info.payload()));
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).push((thread::current().id(), told));
}

fn message(payload: &(dyn Any + Send)) -> String {
    let said = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let line = clean(&said.unwrap_or("panic").split_whitespace().collect::<Vec<_>>().join(" "));
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A path of the sources without the folders of the machine that built them: `src/lint/mod.rs`,
/// `zip-9.4.1/src/read.rs`.
fn shortened(file: &str) -> String {
    if Path::new(file).is_relative() {
        return file.replace('\\', "/");
    }
    let file = file.replace('\\', "/");
    let start = file.rfind("/src/").and_then(|src| file[..src].rfind('/')).map_or(0, |slash| slash + 1);
    file[start..].to_owned()
}

/// Does some work; where it panics, says so as a problem of whatever it was done on. For work of one thread.
///
/// # Errors
/// The work panicked.
pub fn caught<T>(language: Language, work: impl FnOnce() -> T) -> Result<T, Problem> {
    let here = thread::current().id();
    attempt(language, work, |told| told.iter().rposition(|t| t.0 == here))
}

/// The same for the whole of the work, when no other thread is left: the first panic led to those after it.
///
/// # Errors
/// As [`caught`].
pub fn caught_at_last<T>(language: Language, work: impl FnOnce() -> T) -> Result<T, Problem> {
    attempt(language, work, |told| (!told.is_empty()).then_some(0))
}

fn attempt<T>(
    language: Language,
    work: impl FnOnce() -> T,
    which: impl FnOnce(&[(ThreadId, String)]) -> Option<usize>,
) -> Result<T, Problem> {
    // Whatever the work had in hand is given up with it.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        let detail = which(&told).map_or_else(|| message(&*payload), |at| told.remove(at).1);
        Problem::with(ProblemKind::Internal, language, detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps the panics of this file as the program does, and tells all as the other tests are used to.
    fn listen() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if info.location().is_some_and(|at| at.file().ends_with("panics.rs")) {
                record(info);
            }
            before(info);
        }));
    }

    #[test]
    fn what_went_wrong_and_where_is_said() {
        listen();
        let text = "第\n一";
        let said = |problem: Problem| problem.message;
        let line = line!() + 1;
        let problem = caught(Language::Zh, || text[..1].len()).expect_err("inside a character");
        assert_eq!(problem.kind, ProblemKind::Internal);
        let told = said(problem);
        assert!(told.contains("反馈给开发者（") && told.contains("第 一"), "{told}");
        assert!(told.contains(&format!("src/cli/panics.rs:{line}:")), "{told}");
        let told = said(caught(Language::En, || -> u8 { panic!("{}", "x".repeat(999)) }).expect_err("a panic"));
        assert!(told.contains("please report it") && told.contains("x… @ src/cli/panics.rs:"), "{told}");
        assert!(caught(Language::En, || 1).is_ok_and(|one| one == 1));
        // Work on several threads: what the first of them said, not that one of them ended.
        let spread = || thread::scope(|scope| scope.spawn(|| assert_eq!(1, 2, "spread")).join());
        let told = said(caught_at_last(Language::En, || spread().expect("joined")).expect_err("a panic"));
        assert!(told.contains("spread"), "{told}");
    }

    #[test]
    fn no_folder_of_another_machine_is_named() {
        let there = "/builder/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/zip-9.4.1/src/read.rs";
        assert_eq!(shortened(there), "zip-9.4.1/src/read.rs");
        assert_eq!(shortened("src/cli/run.rs"), "src/cli/run.rs");
    }
}
