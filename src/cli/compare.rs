//! Reports against each other: last year's, as named by the user, and the files of a run among themselves. Reads the
//! few files again that something is said of.

use std::path::Path;

use super::args::Print;
use super::inputs::{Input, collect};
use super::panics::caught;
use super::screen;
use super::usage::Usage;
use gouji_core::facts::Digest;
use gouji_core::facts::model::Overrides;
use gouji_core::lint::{self, Misfit, Previous, Request, lint_collection};
use gouji_core::report::{Closing, Exit, Finding, Problem, ProblemKind};
use gouji_core::rulebook::Rulebook;
use gouji_core::terms::Language;

/// Reads last year's report.
///
/// # Errors
/// It cannot be read, or is no report.
pub fn previous(path: &Path, book: &Rulebook, request: &Request) -> Result<Previous, Problem> {
    let language = request.language;
    if path.is_dir() {
        return Err(Problem::not_a_report(book.documents.get(language), language));
    }
    let inputs = collect(&[path.to_owned()], None);
    let input = inputs.first().ok_or_else(|| Problem::new(ProblemKind::NotFound, language))?;
    let source = input.read(language)?;
    // Of what is known beforehand only who reports holds for last year's too.
    let Overrides { agency, body, tier, place, .. } = request.overrides.clone();
    let known = Request {
        overrides: Overrides { agency, body, tier, place, ..Overrides::default() },
        language,
        ..Request::default()
    };
    caught(language, || lint::read_previous(source, book, &known))?
}

/// Says why last year's report cannot be used.
pub fn refuse(path: &Path, problem: &Problem, print: &Print) -> Exit {
    let words = ("上一年报告无法使用", "last year's report cannot be used");
    screen::refuse(print, words, &path.display().to_string(), problem)
}

/// The files of a run, as far as they are compared with each other.
pub struct Together<'a> {
    inputs: &'a [Input],
    book: &'a Rulebook,
    request: &'a Request,
    digests: Vec<Digest>,
    /// For each digest the input it is of.
    origins: Vec<u32>,
    /// Whether last year's report was that of any file, and else what was the matter with the first.
    used: bool,
    misfit: Option<Misfit>,
}

impl<'a> Together<'a> {
    pub fn new(inputs: &'a [Input], book: &'a Rulebook, request: &'a Request) -> Self {
        // As many as there will be, so that no copy is ever made of what grew.
        let kept = if inputs.len() > 1 { inputs.len() } else { 0 };
        let (digests, origins) = (Vec::with_capacity(kept), Vec::with_capacity(kept));
        Self { inputs, book, request, digests, origins, used: false, misfit: None }
    }

    /// Takes note of a file that was linted.
    pub fn add(&mut self, index: usize, digest: Option<Digest>, misfit: Option<Misfit>) {
        let Some(digest) = digest else { return };
        self.used |= misfit.is_none();
        self.misfit = self.misfit.take().or(misfit);
        if self.digests.capacity() > 0 {
            self.digests.push(digest);
            self.origins.push(index as u32);
        }
    }

    /// Compares the files; what comes of it is taken before it counts.
    pub fn tell(&mut self, closing: &mut Closing, take: &mut dyn FnMut(&mut Finding)) {
        let Self { inputs, book, request, origins, .. } = self;
        let mut reopen = |index: usize| {
            let input = &inputs[origins[index] as usize];
            let read = || Some(lint::read(input.read(request.language).ok()?, book, request));
            caught(request.language, read).ok().flatten()
        };
        let mut emit = |mut finding: Finding| {
            take(&mut finding);
            closing.add_across(&finding);
        };
        lint_collection(&self.digests, book, request, &mut reopen, &mut emit);
    }

    /// Whether last year's report, if one was named, was that of any of the files.
    ///
    /// # Errors
    /// It was not, and why.
    pub fn fits(&self) -> Result<(), Usage> {
        match &self.misfit {
            Some(misfit) if !self.used => Err(sentence(misfit, self.request.language)),
            _ => Ok(()),
        }
    }
}

fn sentence(misfit: &Misfit, language: Language) -> Usage {
    let (zh, en, help) = match misfit {
        Misfit::Agency(now, before) => (
            format!("--previous 指明的不是同一单位的报告：本报告是{now}，那一份是{before}"),
            format!("--previous is another body's report: this one is of {now}, that one of {before}"),
            Some(language.pick(
                "单位已更名的，用 --agency 指明现名，即可与原单位的报告核对",
                "where the body was renamed, say its name with --agency, and both are taken as one",
            )),
        ),
        Misfit::Year(now, before) => (
            format!("--previous 指明的不是上一年度的报告：本报告是{now}年度，那一份是{before}年度"),
            format!("--previous is not the report of the year before: this one is for {now}, that one for {before}"),
            None,
        ),
        Misfit::NoYear => (
            "看不出是哪一年度的报告，不能与 --previous 核对".to_owned(),
            "the report year of one of them cannot be told, so --previous was not used".to_owned(),
            Some(language.pick("用 --year 指明本报告的年度", "say this report's year with --year")),
        ),
    };
    Usage::new(language.pick(&zh, &en), help.map(str::to_owned))
}
