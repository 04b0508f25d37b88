//! Shares in prose: lists of them (依次占47.7%、38.6%), rates by the name of their part (满意307份,满意率95.9%), and the whole
//! where one figure alone can be it. Input: a sentence. What is not sure is left open; nothing is judged.

use rust_decimal::Decimal;

use super::counts::Sentence;
use crate::facts::model::Count;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::counts::CountWords;
use crate::lexicon::cues::Cue;

#[derive(Clone, Copy)]
pub(super) struct Shares<'a> {
    pub text: &'a str,
    pub counts: &'a [Count],
    pub sentence: Sentence<'a>,
    pub words: &'a CountWords,
}

/// Bytes between the name of a rate and its figure.
const NEAR: u32 = 9;

fn is_percent(token: &Token) -> bool {
    matches!(token.kind, Kind::Percent { .. })
}

/// Part and whole of the percentage at `i`, where it is one of a list that stands behind the list of its parts; nothing
/// inside where it is one of a list whose parts are not sure.
pub(super) fn listed(sentence: Sentence<'_>, counts: &[Count], i: usize) -> Option<Option<(usize, Option<usize>)>> {
    let tokens = sentence.tokens;
    let joint = |t: &Token| matches!(t.kind, Kind::Pause | Kind::Word(Word::Filler));
    let step = |mut at: usize, back: bool| loop {
        at = if back { at.checked_sub(1)? } else { at + 1 };
        let token = tokens.get(at)?;
        if is_percent(token) {
            return Some(at);
        }
        if !joint(token) {
            return None;
        }
    };
    let mut first = i;
    let mut at = 0;
    while let Some(before) = step(first, true) {
        (first, at) = (before, at + 1);
    }
    let (mut last, mut len) = (i, at + 1);
    while let Some(next) = step(last, false) {
        (last, len) = (next, len + 1);
    }
    if len < 2 {
        return None;
    }
    let before: Vec<(usize, usize)> = sentence.counts.iter().copied().filter(|c| c.0 < first).collect();
    let Some(from) = before.len().checked_sub(len) else { return Some(None) };
    let own = &before[from..];
    let unit = &counts[own[0].1].unit;
    let paused = |k: usize| tokens[before[k - 1].0..before[k].0].iter().any(|t| t.kind == Kind::Pause);
    let share = tokens[before[before.len() - 1].0..first].iter().any(|t| t.is(Word::Share));
    let alike = own.iter().all(|c| counts[c.1].unit == *unit) && (from + 1..before.len()).all(paused);
    let more = from > 0 && paused(from) && counts[before[from - 1].1].unit == *unit;
    if !share || !alike || more {
        return Some(None);
    }
    let mut wholes = before[..from].iter().filter(|c| counts[c.1].unit == *unit).map(|c| c.1);
    let whole = wholes.next().filter(|_| wholes.next().is_none());
    Some(Some((own[at].1, whole)))
}

impl Shares<'_> {
    /// Text from the mark or figure before a figure to its number.
    fn own(&self, k: usize) -> &str {
        let (at, count) = self.sentence.counts[k];
        let ends = |t: &Token| {
            matches!(t.kind, Kind::Comma | Kind::Semicolon | Kind::Pause | Kind::Colon | Kind::Open | Kind::Close)
                || matches!(t.kind, Kind::Count(_) | Kind::Percent { .. })
        };
        let from = self.sentence.tokens[..at].iter().rfind(|t| ends(t)).map_or(self.sentence.span.start, |t| t.end);
        self.text.get(from as usize..self.counts[count].number.start as usize).unwrap_or_default()
    }

    /// No other year and no change is spoken of up to a token: every figure is of this year.
    fn is_plain(&self, to: usize) -> bool {
        !self.sentence.tokens[..to]
            .iter()
            .any(|t| matches!(t.kind, Kind::Word(Word::Delta | Word::Prior | Word::OtherScope | Word::PartOfYear)))
    }

    /// The whole of a share where its words name what was done with it and one figure was, or where there is one figure
    /// alone before the part.
    pub(super) fn whole(&self, part: usize, share: usize, percent: usize) -> Option<usize> {
        let at = self.sentence.counts.iter().position(|c| c.1 == part)?;
        if !self.is_plain(percent) {
            return None;
        }
        let class = |t: &Token| match t.kind {
            Kind::Word(Word::Receive | Word::New) => Some(0),
            Kind::Word(Word::Answer) => Some(1),
            _ => None,
        };
        let named = self.sentence.tokens[share..percent].iter().find_map(class);
        let fits = |k: &usize| {
            let count = &self.counts[self.sentence.counts[*k].1];
            let from = k.checked_sub(1).map_or(0, |p| self.sentence.counts[p].0 + 1);
            let own = &self.sentence.tokens[from..self.sentence.counts[*k].0];
            count.unit == self.counts[part].unit
                && !count.approximate
                && count.value >= self.counts[part].value
                && named.is_none_or(|named| own.iter().any(|t| class(t) == Some(named)))
        };
        let mut found = (0..at).filter(fits);
        let whole = found.next().filter(|_| found.next().is_none())?;
        Some(self.sentence.counts[whole].1)
    }

    /// 满意307份,满意率为95.9%: the part has the name of the rate, and the whole is the figure before it.
    pub(super) fn rated(&self, i: usize) -> Option<(usize, usize)> {
        let tokens = self.sentence.tokens;
        let rate = tokens[..i].iter().rposition(|t| !t.is(Word::Filler)).filter(|&r| tokens[r].is(Word::Rate))?;
        let Kind::Percent { value, .. } = tokens[i].kind else { return None };
        let near = tokens[i].start - tokens[rate].end <= NEAR;
        if !near || value >= Decimal::ONE_HUNDRED || !self.is_plain(i) {
            return None;
        }
        let name = self.text.get(..tokens[rate].end as usize)?;
        let mut chars = name.char_indices().rev();
        let (end, _) = chars.next()?;
        let (start, _) = chars.nth(1)?;
        let stem = name.get(start..end)?;
        let at = self.sentence.counts.partition_point(|c| c.0 < rate).checked_sub(1)?;
        let (token, part) = self.sentence.counts[at];
        let own = self.own(at);
        let answers = |t: &Token| matches!(t.kind, Kind::Word(Word::Answer | Word::Handle | Word::Take));
        let from = at.checked_sub(1).map_or(0, |p| self.sentence.counts[p].0 + 1);
        let named = own.trim_end_matches(|c: char| !stem.contains(c)).strip_suffix(stem)?;
        // 不合格的4批次: what the rate is not of.
        if self.words.cues.ends(Cue::Undone, named.trim_end()) || tokens[from..token].iter().any(answers) {
            return None;
        }
        let whole = (0..at).rfind(|&k| self.counts[self.sentence.counts[k].1].unit == self.counts[part].unit)?;
        let whole = self.sentence.counts[whole].1;
        let sure = |c: &Count| !c.approximate && !c.in_words;
        let fits = sure(&self.counts[whole])
            && sure(&self.counts[part])
            && self.counts[whole].value >= self.counts[part].value;
        let gap = tokens[token].end.max(tokens[rate].start) - tokens[token].end;
        (fits && gap <= NEAR * 3).then_some((part, whole))
    }
}
