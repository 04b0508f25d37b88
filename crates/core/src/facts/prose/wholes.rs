//! Of which figure a list of parts is: the last of the same unit that is no mere aside (同比增加23件, 日均8.5条, 去年40件), with
//! those that stand beside it (建议186件、提案323件,其中). Input: a sentence as [`crate::facts::prose::counts`] left it. Judges
//! nothing.

use super::counts::Sentence;
use crate::facts::model::Count;
use crate::language::small_words::joined;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Kind, Token};
use crate::lexicon::counts::CountWords;

/// What a list of parts is of.
#[derive(Debug)]
pub(crate) struct Whole {
    pub figure: usize,
    /// Figures that may be meant together with it.
    pub more: Vec<usize>,
}

#[derive(Clone, Copy)]
pub(crate) struct Wholes<'a> {
    pub text: &'a str,
    pub counts: &'a [Count],
    pub words: &'a CountWords,
}

/// The tokens between a count of the sentence and the one before it.
pub(crate) fn gap(sentence: Sentence<'_>, k: usize) -> &[Token] {
    let from = k.checked_sub(1).map_or(0, |p| sentence.counts[p].0 + 1);
    &sentence.tokens[from..sentence.counts[k].0]
}

fn is_mark(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Comma | Kind::Pause | Kind::Semicolon | Kind::Colon | Kind::Stop | Kind::Open | Kind::Close
    )
}

impl Wholes<'_> {
    /// The whole of a list whose first part is the count at `k`; `taken` are parts of a list that is still open.
    pub(crate) fn of(&self, sentence: Sentence<'_>, k: usize, taken: &[usize]) -> Option<Whole> {
        let unit = &self.counts[sentence.counts[k].1].unit;
        let (mut carried, mut closed, mut others) = (Vec::new(), 0_i32, 0);
        // A verb leads to what follows: to 其中 itself, over asides, or to a figure in another unit that is no concern
        // here.
        let mut leads_here = true;
        for p in (0..k).rev() {
            let between = gap(sentence, p + 1);
            for token in between {
                closed += i32::from(token.kind == Kind::Close) - i32::from(token.kind == Kind::Open);
            }
            let figure = sentence.counts[p].1;
            // What stands in a bracket is said of the figure before it: 申请46件(上年40件),其中.
            if leads_here && (p + 1 == k || closed <= 0) && names_another(between) {
                return None;
            }
            if closed > 0 || self.is_aside(sentence, p) {
                leads_here = true;
                continue;
            }
            if self.counts[figure].unit != *unit {
                leads_here = false;
                others += 1;
                if others > 1 {
                    return None;
                }
                continue;
            }
            // 收到34件,上年结转2件,其中: of either, or of both.
            if self.is_carried(sentence, p) {
                carried.push(figure);
                continue;
            }
            let mut whole = Whole { figure, more: carried };
            if !taken.contains(&figure) {
                self.add_those_beside(sentence, p, &mut whole);
            }
            // The first in the text is the one that is shown.
            whole.more.sort_unstable();
            if let Some(first) = whole.more.first_mut().filter(|first| **first < whole.figure) {
                std::mem::swap(first, &mut whole.figure);
                whole.more.sort_unstable();
            }
            return Some(whole);
        }
        let figure = carried.pop()?;
        Some(Whole { figure, more: carried })
    }

    /// True where a figure only says how another changed, what it was before, or what it is on average.
    pub(crate) fn is_aside(&self, sentence: Sentence<'_>, k: usize) -> bool {
        let before = gap(sentence, k);
        let clause = &before[before.iter().rposition(is_mark).map_or(0, |m| m + 1)..];
        let lists = &self.words.lists;
        let number = self.counts[sentence.counts[k].1].number.start;
        // 增加到46件, 由58件减至46件: this is the figure itself.
        if let Some(last) = clause.last()
            && last.is(Word::Delta)
            && self.text.get(last.start as usize..number as usize).is_some_and(|words| lists.reaches(words.trim_end()))
        {
            return false;
        }
        // 比2022年的81场多13场: in one clause, what follows the figure that is compared with is the difference.
        let goes_on = clause.len() == before.len() && k > 0 && self.is_aside(sentence, k - 1);
        goes_on
            || clause.iter().any(|token| match token.kind {
                Kind::Word(Word::Delta | Word::Prior | Word::Quota) => true,
                Kind::Word(Word::OtherScope) => lists.is_past(&self.text[token.start as usize..token.end as usize]),
                Kind::Year(_) => lists.compares(&self.text[..token.start as usize]),
                _ => false,
            })
    }

    fn is_carried(&self, sentence: Sentence<'_>, k: usize) -> bool {
        let before = gap(sentence, k);
        let clause = &before[before.iter().rposition(is_mark).map_or(0, |m| m + 1)..];
        clause.iter().any(|t| matches!(t.kind, Kind::Word(Word::Carried(_) | Word::Carry)))
    }

    /// Adds the figures that stand on one line with the whole: under one verb, or joined by 、 or 和.
    fn add_those_beside(&self, sentence: Sentence<'_>, mut k: usize, whole: &mut Whole) {
        while k > 0 {
            let (between, next, own) = (gap(sentence, k), sentence.counts[k - 1].1, &self.counts[sentence.counts[k].1]);
            let beside = &self.counts[next];
            let ends = |t: &Token| {
                is_mark(t) && t.kind != Kind::Pause || t.is(Word::Part) || t.is(Word::Sum) || t.is(Word::Each)
            };
            let joined = match between.first() {
                Some(comma) if comma.kind == Kind::Comma => {
                    let act = |t: &Token| matches!(t.kind, Kind::Word(w) if w.is_act());
                    own.role.is_none() && beside.role.is_none() && !between[1..].iter().any(|t| ends(t) || act(t))
                }
                _ => {
                    let words = self.text.get(beside.span.end as usize..own.number.start as usize);
                    let requests = |c: &Count| c.role.as_ref().is_some_and(|r| r.starts_with("requests."));
                    words.is_some_and(|w| joined(w.trim_start()).is_some())
                        && !between.iter().any(ends)
                        && !(requests(own) && requests(beside))
                }
            };
            if !joined || beside.unit != own.unit || self.is_aside(sentence, k - 1) {
                return;
            }
            whole.more.push(next);
            k -= 1;
        }
    }
}

/// 16件文件均发布解读材料,其中图解7件: the parts are of what the verb names, not of the figure before it.
fn names_another(between: &[Token]) -> bool {
    between
        .iter()
        .take_while(|t| {
            !matches!(t.kind, Kind::Open | Kind::Word(Word::Part | Word::Delta | Word::Prior | Word::Quota))
        })
        .any(|t| matches!(t.kind, Kind::Word(Word::Verb | Word::Disclose | Word::Column(_))))
}
