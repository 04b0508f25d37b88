//! A mistake in a rulebook, ready to be shown: the file, the place, what is wrong, what may have been meant.

use crate::checks::mistake_words::Both;
use crate::terms::Language;
use std::fmt;
use std::sync::Arc;

use miette::{LabeledSpan, SourceCode};

use crate::checks::parameter::{Mark, Problem, Problems};

/// A YAML file of a rulebook.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// As the user knows it.
    pub path: Arc<str>,
    pub text: Arc<str>,
}

/// One mistake with its file. Shown by miette; the message names line and column in characters, which miette's own
/// header counts in bytes.
#[derive(Clone, Debug)]
pub struct Mistake {
    pub file: RuleFile,
    pub problem: Problem,
    /// A warning does not stop the load.
    pub warning: bool,
}

impl Mistake {
    /// Line and column of the mistake, from 1, in characters.
    pub fn position(&self) -> (usize, usize) {
        position(&self.file.text, self.problem.mark.start as usize)
    }
}

/// Line and column, from 1, in characters, of a byte offset.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset.min(text.len()))];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

impl Mistake {
    /// Where and what, in one line.
    pub fn told(&self, language: Language) -> String {
        let (line, column) = self.position();
        format!("{}:{line}:{column} {}", self.file.path, of(&self.problem.message, language))
    }
}

/// In the language of the reports; [`Mistake::told`] knows others.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Language::default()))
    }
}

fn of(both: &Both, language: Language) -> &str {
    language.pick(&both.zh, &both.en)
}

/// A mistake on its way to the screen.
#[derive(Debug)]
struct Shown<'m> {
    mistake: &'m Mistake,
    language: Language,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mistake.told(self.language))
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("rulebook::{}", self.mistake.problem.code)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(if self.mistake.warning { miette::Severity::Warning } else { miette::Severity::Error })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.mistake.problem.help.as_ref().map(|help| Box::new(of(help, self.language)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.mistake.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let problem = &self.mistake.problem;
        let label = |mark: Mark, text: &Both| {
            let (start, end) = (mark.start as usize, mark.end as usize);
            LabeledSpan::new(Some(of(text, self.language).to_owned()), start, end.saturating_sub(start))
        };
        let first = std::iter::once(label(problem.mark, &problem.label));
        Some(Box::new(first.chain(problem.related.iter().map(move |(mark, text)| label(*mark, text)))))
    }
}

/// Without a name, so that miette prints no header of its own with a column in bytes.
impl SourceCode for RuleFile {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let text: &str = &self.text;
        text.read_span(span, before, after)
    }
}

/// All the mistakes of one load.
#[derive(Clone, Debug, Default)]
pub struct Mistakes {
    pub list: Vec<Mistake>,
}

impl Mistakes {
    /// All of them as text, underlined, for a terminal without colour or with it.
    pub fn render(&self, language: Language, colour: bool, width: usize) -> String {
        let theme = if colour { miette::GraphicalTheme::unicode() } else { miette::GraphicalTheme::unicode_nocolor() };
        let handler = miette::GraphicalReportHandler::new_themed(theme).with_width(width.max(40)).with_links(false);
        let mut out = String::new();
        for mistake in &self.list {
            // Writing to a string cannot fail; a label that does not fit the source leaves the sentence alone.
            if handler.render_report(&mut out, &Shown { mistake, language }).is_err() {
                out.push_str(&format!("{}\n", mistake.told(language)));
            }
            out.push('\n');
        }
        out
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.iter().try_for_each(|mistake| writeln!(f, "{mistake}"))
    }
}

impl std::error::Error for Mistakes {}

/// Collects mistakes over all files.
#[derive(Default)]
pub(super) struct Session {
    pub mistakes: Vec<Mistake>,
    pub warnings: Vec<Mistake>,
}

impl Session {
    pub(super) fn take(&mut self, file: &RuleFile, problems: Problems) {
        gather(&mut self.mistakes, file, problems, false);
    }

    pub(super) fn warn(&mut self, file: &RuleFile, problems: Problems) {
        gather(&mut self.warnings, file, problems, true);
    }
}

/// A scalar that is asked once a period is blamed once.
fn gather(list: &mut Vec<Mistake>, file: &RuleFile, problems: Problems, warning: bool) {
    for problem in problems.list {
        let same = |d: &Mistake| d.problem == problem && d.file.path == file.path;
        if !list.iter().any(same) {
            list.push(Mistake { file: file.clone(), problem, warning });
        }
    }
}
