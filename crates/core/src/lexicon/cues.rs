//! Words that fill a slot beyond those of the vocabulary of figures (`prose.yaml` of the vocabulary). A word of the
//! vocabulary may be a cue as well: it then says more than its class does. Knows no figure.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::alphabet::Word;
use super::str::Str;
use crate::language::small_words::{DONE, OF};

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// 应办理: what came and what was carried over.
    Due,
    /// 正在办理: not answered yet.
    Pending,
    /// 受理, 补正: a step on the way, where something else was counted before.
    Step,
    /// 共同: together with another body.
    Joint,
    /// 各级行政机关: of the whole area, which is no department's own.
    Wider,
    /// 印发: issues, of documents.
    Issue,
    /// 失效: repeals, of documents.
    Repeal,
    /// 现存有效: is valid, of documents.
    Valid,
    /// 发布之日: on a day that is not the last of the year.
    Now,
    /// 十四五以来: several years.
    Several,
    /// 其余: what the others leave.
    Rest,
    /// 至: a day beside it bounds a span of time.
    Bounds,
    /// 机关: behind a word for cases it names a body.
    Office,
    /// 中: behind a verb it leads to what was done otherwise.
    Within,
    /// 不作, 未: right before a verb, it was not done.
    Undone,
    /// 各1件: right before a number, it is of each of several.
    Spread,
    /// 引起的: right before a word for cases, and behind what they are about.
    Caused,
    /// 多: right before a number, or before a verb and a number, it is by how much something changed.
    Differs,
    /// 由: before the figure that something was.
    From,
    /// 到: behind the verb of a change, before what it came to.
    Reaches,
    /// 今年的: before the figure that something came to.
    This,
    /// 有关的: behind a topic.
    Related,
    /// 不计入: behind a figure, it is of other matters than the report's.
    Aside,
    /// 情况: ends a heading that stands on the line.
    Heading,
    /// 仅: of no weight beside a figure.
    Light,
    /// 不存在: an outcome, among others.
    Outcome,
    /// 通过: what follows is one way of several.
    Through,
    /// 比上年: what follows is the figure of that year.
    Past,
    /// 只计1条: no count at all.
    Quota,
    /// 类: what stands before it is a topic.
    Kind,
    /// 警务信息: the body's own name for what it publishes.
    Field,
    /// 并, 均: goes on behind a figure, so that no noun of its own follows it there.
    GoesOn,
    /// 监督保障: a heading under which reviews are those about information.
    Oversight,
    /// 涵盖: leads to parts.
    Opens,
    /// 不掌握情况: a word of the vocabulary that says nothing here.
    Plain,
}

impl Cue {
    /// It is looked for in the text; others are asked of a place.
    pub(crate) fn is_sought(self) -> bool {
        !matches!(
            self,
            Cue::GoesOn
                | Cue::Kind
                | Cue::Light
                | Cue::Heading
                | Cue::Bounds
                | Cue::Office
                | Cue::Within
                | Cue::Undone
                | Cue::Spread
                | Cue::Caused
                | Cue::Aside
                | Cue::Differs
                | Cue::From
                | Cue::Reaches
                | Cue::This
        )
    }
}

/// An entry of a file below `rules/prose/cues`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCue {
    pub says: Cue,
    pub words: Vec<Str>,
    /// A word of the vocabulary that they mean the same as.
    #[serde(default)]
    pub like: Option<Str>,
}

/// `prose.yaml` of the vocabulary.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawProse {
    pub(crate) cues: Vec<RawCue>,
}

impl RawProse {
    /// The words of cues that are looked for in the text.
    pub(crate) fn words(&self) -> Vec<Str> {
        let sought = self.cues.iter().filter(|c| c.says.is_sought());
        sought.flat_map(|c| &c.words).cloned().collect()
    }
}

/// Characters before a number in which a word of difference stands.
const DIFFERS: usize = 5;

/// The cues of a rulebook, by their words.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    by_word: FxHashMap<Str, Cue>,
    goes_on: Vec<Str>,
    kinds: Vec<Str>,
    headings: Vec<Str>,
    /// What is asked of the text right beside a word.
    beside: Vec<(Cue, Str)>,
    /// What is stripped from unknown words around a figure.
    light: Vec<Str>,
    /// Words of the vocabulary that cues mean the same as.
    like: Vec<(Cue, Word)>,
}

impl Cues {
    /// Takes in the cues; `known` tells what a word of the vocabulary says.
    pub(crate) fn new(raw: &[RawCue], known: impl Fn(&str) -> Option<Word>) -> Self {
        let mut made = Self::default();
        for entry in raw {
            made.like.extend(entry.like.as_deref().and_then(&known).map(|w| (entry.says, w)));
            match entry.says {
                Cue::GoesOn => made.goes_on.extend(entry.words.iter().cloned()),
                Cue::Kind => made.kinds.extend(entry.words.iter().cloned()),
                Cue::Heading => made.headings.extend(entry.words.iter().cloned()),
                says @ (Cue::Bounds
                | Cue::Office
                | Cue::Within
                | Cue::Undone
                | Cue::Spread
                | Cue::Caused
                | Cue::Aside
                | Cue::Differs
                | Cue::From
                | Cue::Reaches
                | Cue::This) => {
                    made.beside.extend(entry.words.iter().map(|w| (says, w.clone())));
                }
                Cue::Light => made.light.extend(entry.words.iter().cloned()),
                says => made.by_word.extend(entry.words.iter().map(|w| (w.clone(), says))),
            }
        }
        made
    }

    pub(crate) fn like(&self, cue: Cue) -> Option<Word> {
        self.like.iter().find(|(own, _)| *own == cue).map(|(_, word)| *word)
    }

    /// Unknown words without those of no weight at either end.
    pub(crate) fn trim<'t>(&self, mut text: &'t str) -> &'t str {
        loop {
            let before = text.len();
            text = text.trim_matches([' ', '\n', '”', '’', '"', '》', '“', '‘', OF, DONE]);
            for word in &self.light {
                text = text.strip_prefix(word.as_str()).unwrap_or(text);
                text = text.strip_suffix(word.as_str()).unwrap_or(text);
            }
            if text.len() == before {
                return text;
            }
        }
    }

    pub(crate) fn of(&self, word: &str) -> Option<Cue> {
        self.by_word.get(word).copied()
    }

    /// True where what follows a figure is no noun but goes on with the sentence.
    pub(crate) fn goes_on(&self, text: &str) -> bool {
        self.goes_on.iter().any(|w| text.starts_with(w.as_str()))
    }

    /// True where the text begins with such a word.
    pub(crate) fn begins(&self, cue: Cue, text: &str) -> bool {
        self.beside.iter().any(|(own, word)| *own == cue && text.starts_with(word.as_str()))
    }

    /// True where it ends with one.
    pub(crate) fn ends(&self, cue: Cue, text: &str) -> bool {
        self.beside.iter().any(|(own, word)| *own == cue && text.ends_with(word.as_str()))
    }

    /// Bytes from a word of difference to the end of the text, with hardly more than a verb between: 多发, 少公开了.
    pub(crate) fn differs(&self, text: &str) -> Option<usize> {
        let text = text.trim_end();
        let from = text.char_indices().rev().take(DIFFERS).last().map_or(0, |(at, _)| at);
        let words = self.beside.iter().filter(|(own, _)| *own == Cue::Differs);
        words.filter_map(|(_, word)| text[from..].rfind(word.as_str())).map(|at| text.len() - from - at).min()
    }

    /// The text without such a word at its end.
    pub(crate) fn strip_end<'t>(&self, cue: Cue, text: &'t str) -> Option<&'t str> {
        self.beside.iter().filter(|(own, _)| *own == cue).find_map(|(_, word)| text.strip_suffix(word.as_str()))
    }

    /// True where one stands anywhere in it.
    pub(crate) fn stands_in(&self, cue: Cue, text: &str) -> bool {
        self.beside.iter().any(|(own, word)| *own == cue && text.contains(word.as_str()))
    }

    /// True where words end as headings do.
    pub(crate) fn is_heading(&self, text: &str) -> bool {
        self.headings.iter().any(|w| text.ends_with(w.as_str()))
    }

    /// True where words end in that of a kind: 不动产登记类.
    pub(crate) fn is_kind(&self, text: &str) -> bool {
        self.kinds.iter().any(|w| text.ends_with(w.as_str()))
    }
}
