//! What `score` alone is asked: `--scheme`, by what to score, and `--review`, what became of deductions in review, from
//! a file that outlives the run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::book::Book;
use super::screen;
use super::usage::Usage;
use gouji_core::report::{Review, ReviewState, Score};
use gouji_core::rulebook::review::{Reviews, State};
use gouji_core::terms::Language;

/// The reviews of a run, and those that were met.
#[derive(Debug, Default)]
pub struct Reviewed {
    reviews: Reviews,
    met: BTreeSet<String>,
}

impl Reviewed {
    /// Reads the file, where one is named.
    ///
    /// # Errors
    /// It cannot be read, or is of another shape.
    pub fn open(path: Option<&Path>, language: Language) -> Result<Self, Usage> {
        let Some(path) = path else { return Ok(Self::default()) };
        let wrong = |why: String| {
            let message = language.pick("复核记录无法读取", "cannot read the review file");
            let help = language.pick(
                "写法：reviews: {指纹: {state: accepted 或 disputed, note: 说明}}",
                "as in: reviews: {FINGERPRINT: {state: accepted or disputed, note: TEXT}}",
            );
            Usage::new(format!("{message} {}: {why}", path.display()), Some(help.to_owned()))
        };
        let text = fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
        let reviews = Reviews::read(&text).map_err(|at| {
            let line = text[..at.min(text.len())].matches('\n').count() + 1;
            wrong(match language {
                Language::Zh => format!("第{line}行不合写法"),
                Language::En => format!("line {line} is not of its shape"),
            })
        })?;
        Ok(Self { reviews, met: BTreeSet::new() })
    }

    /// Gives each deduction what became of it.
    pub fn mark(&mut self, score: &mut Score) {
        for deduction in &mut score.deductions {
            let Some(fingerprint) = &deduction.finding else { continue };
            let Some(reviewed) = self.reviews.reviews.get(fingerprint) else { continue };
            let state = match reviewed.state {
                State::Accepted => ReviewState::Accepted,
                State::Disputed => ReviewState::Disputed,
            };
            deduction.review = Some(Review { state, note: reviewed.note.clone() });
            self.met.insert(fingerprint.clone());
        }
    }

    /// Tells of those that no deduction answers to any more.
    pub fn tell(&self, language: Language) {
        let gone: Vec<&str> =
            self.reviews.reviews.keys().filter(|f| !self.met.contains(*f)).map(String::as_str).collect();
        if !gone.is_empty() {
            let word = language.pick("复核记录中有的扣分已不存在", "reviewed deductions that are no longer there");
            screen::tell(&format!("{word}{}{}\n", language.pick("：", ": "), gone.join(", ")));
        }
    }
}

/// The scheme of that name.
///
/// # Errors
/// There is none, with the nearest one.
pub fn scheme(book: &Book, name: &str, language: Language) -> Result<String, Usage> {
    let known = || book.law.schemes.iter().map(|scheme| scheme.id.as_str());
    if known().any(|id| id == name) {
        return Ok(name.to_owned());
    }
    let (message, all) = match language {
        Language::Zh => {
            (format!("没有叫“{name}”的评分办法"), format!("有：{}", known().collect::<Vec<_>>().join("、")))
        }
        Language::En => (
            format!("no scheme is called \"{name}\""),
            format!("there are: {}", known().collect::<Vec<_>>().join(", ")),
        ),
    };
    Err(Usage::new(message, Some(all)))
}
