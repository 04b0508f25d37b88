//! Wholes and parts by the shape of a sentence alone: figures of one unit after a word that leads to parts, after a
//! whole, or before a sum. Input: items and slots. What such a list adds up to is evidence only where it is near;
//! nothing is judged.

use rust_decimal::Decimal;

use super::segment::{Item, Mark};
use super::words::Setting;
use crate::facts::model::slots::{Event, Origin, Period, Relation, Slots, Subset};
use crate::facts::model::{Breakdown, Count};
use crate::facts::prose::counts::Sentence;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::cues::Cue;
use crate::source::Span;

/// A sentence with its items and their slots.
pub(super) struct Read<'a> {
    pub sentence: Sentence<'a>,
    pub items: Vec<Item>,
    pub slots: Vec<Slots>,
}

#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    pub setting: Setting<'a>,
    pub counts: &'a [Count],
}

/// Bytes between a sentence and the one whose parts it lists.
const NEAR: u32 = 300;

impl Lists<'_> {
    /// The lists of the sentence at `at`. Those that are `known` already are left out.
    pub(super) fn of(&self, all: &[Read<'_>], at: usize, known: &mut Vec<Breakdown>, found: &mut Vec<Breakdown>) {
        let (before, rest) = all.split_at(at);
        let Some((read, after)) = rest.split_first() else { return };
        let mut k = 0;
        while k < read.items.len() {
            let next = if k > 0 && self.is_sum(read, k) {
                self.summed(read, k)
            } else if self.opens(read, k) {
                self.opened(read, k, before, after)
            } else {
                self.plain(read, k)
            };
            k += 1;
            let Some((list, goes_to)) = next else { continue };
            // A list that is known in part is known anew.
            let more = |b: &Breakdown| {
                b.whole == list.whole
                    && b.parts.len() < list.parts.len()
                    && b.parts.iter().all(|p| list.parts.contains(p))
            };
            let shares = |b: &Breakdown| b.parts.iter().any(|p| list.parts.contains(p));
            known.retain(|b| !more(b));
            if !known.iter().rev().any(shares) && !found.iter().rev().take(8).any(shares) {
                found.push(list);
                k = k.max(goes_to);
            }
        }
    }

    fn value(&self, read: &Read<'_>, k: usize) -> Decimal {
        self.counts[read.items[k].count].value
    }

    fn same_unit(&self, a: (&Read<'_>, usize), b: (&Read<'_>, usize)) -> bool {
        self.counts[a.0.items[a.1].count].unit == self.counts[b.0.items[b.1].count].unit
    }

    /// A figure that others may be held against: no change, no other year's, no round number.
    fn is_plain(&self, read: &Read<'_>, k: usize) -> bool {
        let slots = &read.slots[k];
        slots.relation.value == Relation::Plain
            && slots.period.value != Period::Other
            && !self.counts[read.items[k].count].approximate
    }

    /// Not told to be a part.
    fn is_whole(&self, read: &Read<'_>, k: usize) -> bool {
        matches!(read.slots[k].subset.value, Subset::All | Subset::Channel)
    }

    fn between<'r>(&self, read: &'r Read<'_>, k: usize) -> &'r [Token] {
        let item = &read.items[k];
        read.sentence.tokens.get(item.ahead.start..item.own.end).unwrap_or_default()
    }

    /// 共14个, after figures that it sums up.
    fn is_sum(&self, read: &Read<'_>, k: usize) -> bool {
        let item = &read.items[k];
        let own = &read.sentence.tokens[item.own.clone()];
        let sum = own.iter().position(|t| t.is(Word::Sum)).unwrap_or(own.len());
        // 三块阵地合计公布719条: how many there are stands before the word of sum, what they did behind it.
        let plain = |(at, t): (usize, &Token)| match t.kind {
            Kind::Word(Word::Sum | Word::Filler) => true,
            Kind::Count(amount) => amount.chinese && at < sum,
            Kind::Word(Word::Verb | Word::Publish | Word::Disclose) => at == sum + 1,
            _ => false,
        };
        let named = own.first().is_some_and(|t| matches!(t.kind, Kind::Count(_)));
        let number = read.sentence.tokens[item.figure].start;
        let covered: u32 = own.iter().map(|t| t.end - t.start).sum();
        if self.is_of_parts_of_year(read, k) {
            return true;
        }
        own.iter().any(|t| t.is(Word::Sum))
            && own.iter().enumerate().all(plain)
            && number - item.begins <= covered + if named { 9 } else { 3 }
            && item.mark <= Mark::Comma
    }

    /// 上半年83.3万元,下半年112万元,全年205.3万元.
    fn is_of_parts_of_year(&self, read: &Read<'_>, k: usize) -> bool {
        let part = |j: usize| read.slots[j].period.value == Period::Part && read.slots[j].period.origin == Origin::Said;
        let own = &read.sentence.tokens[read.items[k].own.clone()];
        let year = |t: &Token| {
            let word = self.setting.slice(t.start, t.end);
            self.setting.words.whole_year.iter().any(|w| w == word)
        };
        matches!(k, 2 | 4) && (0..k).all(part) && own.iter().any(year)
    }

    fn summed(&self, read: &Read<'_>, k: usize) -> Option<(Breakdown, usize)> {
        let depth = read.items[k].depth;
        let mut parts = Vec::new();
        for j in (0..k).rev() {
            let item = &read.items[j];
            if item.depth > depth {
                continue;
            }
            if !self.same_unit((read, j), (read, k)) || !self.is_plain(read, j) {
                return None;
            }
            parts.push(item.count);
            if item.mark == Mark::Semicolon || j > 0 && self.opens(read, j) {
                break;
            }
        }
        parts.reverse();
        let whole = read.items[k].count;
        let sum: Decimal = parts.iter().map(|&p| self.counts[p].value).sum();
        // Some of them alone may be meant.
        let mut rest = sum;
        for &part in &parts {
            if rest == self.counts[whole].value {
                return None;
            }
            rest -= self.counts[part].value;
        }
        (parts.len() > 1).then(|| (self.list(whole, parts, true), k + 1))
    }

    fn list(&self, whole: usize, parts: Vec<usize>, complete: bool) -> Breakdown {
        let last = parts.last().copied().unwrap_or(whole);
        let (a, b) = (self.counts[whole].span, self.counts[last].span);
        let span = Span { start: a.start.min(b.start), end: a.end.max(b.end) };
        Breakdown { whole, more: Vec::new(), parts, complete, span, loose: true }
    }

    /// A word that leads to parts stands before the figure: 其中, 涵盖, ：, （.
    fn opens(&self, read: &Read<'_>, k: usize) -> bool {
        let tokens = self.between(read, k);
        let cue = |t: &Token| self.setting.words.cues.of(self.setting.slice(t.start, t.end)) == Some(Cue::Opens);
        let opener = |t: &Token| {
            matches!(t.kind, Kind::Colon | Kind::Open | Kind::Word(Word::Part | Word::Each))
                || matches!(t.kind, Kind::Word(_)) && cue(t)
        };
        // 局长出席其中一次;访谈3次: what follows a semicolon is of something else.
        let after = tokens.iter().rposition(|t| t.kind == Kind::Semicolon).map_or(0, |at| at + 1);
        tokens[after..].iter().any(opener)
    }

    fn opened(&self, read: &Read<'_>, k: usize, before: &[Read<'_>], after: &[Read<'_>]) -> Option<(Breakdown, usize)> {
        // 复议41件、诉讼26件,分别审结36件、19件: of each its own.
        let each = self.between(read, k).iter().any(|t| t.is(Word::Each));
        if each && k > 1 && read.items[k - 1].mark == Mark::Pause && self.same_unit((read, k - 1), (read, k - 2)) {
            return None;
        }
        // 水资源股22件;建管股、农水股分别承办14件、6件: behind a semicolon others are spoken of.
        if each && read.items[k].mark == Mark::Semicolon {
            return None;
        }
        let (mut parts, end) = self.parts(read, k)?;
        // One case may go through several steps.
        if (k..end).filter(|&j| read.slots[j].event.value == Event::Step).nth(1).is_some() {
            return None;
        }
        let spread = end == read.items.len() && k == 0 && self.is_shared(read, k);
        if spread {
            self.go_on(read, after, &mut parts);
        }
        let sum: Decimal = parts.iter().map(|&p| self.counts[p].value).sum();
        let wholes = self.wholes(read, k, before);
        let first = *wholes.first()?;
        // Of any that fits, the list is.
        if let Some(&whole) = wholes.iter().find(|&&w| self.counts[w].value == sum) {
            return Some((self.list(whole, parts, true), end));
        }
        // 其中自然人13件,其中网上10件,企业105件: more than the whole is none of its parts.
        let above = parts.iter().skip(1).position(|&p| self.counts[p].value > self.counts[first].value);
        if let Some(at) = above {
            parts.truncate(at + 1);
        }
        let single = k > 0 || wholes.len() == 1;
        if !single || parts.len() < 2 && !self.is_shared(read, k) {
            return None;
        }
        let rest = self.ends_in_rest(read, end);
        Some((self.list(first, parts, rest || spread), end))
    }

    /// The figures that the parts may be of, the likeliest first.
    fn wholes(&self, read: &Read<'_>, k: usize, before: &[Read<'_>]) -> Vec<usize> {
        let mut found = Vec::new();
        let depth = read.items[k].depth;
        for j in (0..k).rev() {
            if read.items[j].depth <= depth && self.same_unit((read, j), (read, k)) && self.is_plain(read, j) {
                found.push(read.items[j].count);
                if found.len() > 2 {
                    break;
                }
            }
        }
        if k > 0 {
            return found;
        }
        let Some(last) = before.last().filter(|b| read.sentence.span.start.saturating_sub(b.sentence.span.end) < NEAR)
        else {
            return found;
        };
        let depth = last.items.first().map_or(0, |i| i.depth);
        for (j, item) in last.items.iter().enumerate() {
            if self.same_unit((last, j), (read, k))
                && self.is_plain(last, j)
                && item.depth == depth
                && self.is_whole(last, j)
            {
                found.push(item.count);
            }
        }
        found
    }

    /// The parts from item `k` on, where they end, and whether they go on in sentences of their own.
    fn parts(&self, read: &Read<'_>, k: usize) -> Option<(Vec<usize>, usize)> {
        let depth = read.items[k].depth;
        let mut parts: Vec<usize> = Vec::new();
        let mut at = k;
        let mut weakest = Mark::None;
        while at < read.items.len() {
            let item = &read.items[at];
            if item.depth < depth {
                break;
            }
            if item.depth > depth || !self.same_unit((read, at), (read, k)) || !self.is_plain(read, at) {
                if !self.is_plain(read, at) && self.counts[item.count].approximate && item.depth == depth {
                    return None;
                }
                at += 1;
                continue;
            }
            if at > k {
                let spread = self.is_shared(read, at) || self.has_colon(read, k);
                let ends = item.mark == Mark::Semicolon && (matches!(weakest, Mark::Pause | Mark::Comma) || !spread)
                    || self.is_sum(read, at)
                    || self.opens_anew(read, at)
                    || self.acts_anew(read, k, at);
                if ends {
                    break;
                }
                weakest = weakest.max(item.mark);
            }
            parts.push(item.count);
            at += 1;
        }
        (!parts.is_empty()).then_some((parts, at))
    }

    /// 其中,区直部门1832条,占53%。各乡镇1638条,占47%: shares say that the next sentence goes on with the list.
    fn go_on(&self, read: &Read<'_>, after: &[Read<'_>], parts: &mut Vec<usize>) {
        let mut end = read.sentence.span.end;
        for next in after {
            let near = next.sentence.span.start.saturating_sub(end) < 6;
            let goes_on =
                |k: usize| self.same_unit((next, k), (read, 0)) && self.is_shared(next, k) && self.is_plain(next, k);
            if !near || self.opens(next, 0) || !(0..next.items.len()).all(goes_on) {
                return;
            }
            parts.extend(next.items.iter().map(|i| i.count));
            end = next.sentence.span.end;
        }
    }

    /// 其中：, after which parts may stand in clauses of their own.
    fn has_colon(&self, read: &Read<'_>, k: usize) -> bool {
        self.between(read, k).iter().any(|t| t.kind == Kind::Colon)
    }

    /// Another list begins here, or the parts are told to be of something else.
    fn opens_anew(&self, read: &Read<'_>, at: usize) -> bool {
        self.between(read, at).iter().any(|t| t.is(Word::Part) || t.is(Word::Each))
    }

    /// 办结36件, after applicants: a verb that the first part had not.
    fn acts_anew(&self, read: &Read<'_>, k: usize, at: usize) -> bool {
        let acts = |e: Event| {
            matches!(
                e,
                Event::Received
                    | Event::New
                    | Event::Answered
                    | Event::Handled
                    | Event::CarriedIn
                    | Event::CarriedOut
                    | Event::Due
            )
        };
        let (first, own) = (&read.slots[k].event, &read.slots[at].event);
        acts(own.value) && own.words.end > read.items[at].begins && own.value != first.value
    }

    /// The last part is all the rest.
    fn ends_in_rest(&self, read: &Read<'_>, end: usize) -> bool {
        let Some(item) = end.checked_sub(1).and_then(|e| read.items.get(e)) else { return false };
        let number = read.sentence.tokens[item.figure].start;
        self.setting.words.lists.is_rest(self.setting.slice(item.begins, number).trim())
    }

    /// 148条,占34.8%: a share follows.
    fn is_shared(&self, read: &Read<'_>, k: usize) -> bool {
        let from = read.items[k].figure + 1;
        let tokens = read.sentence.tokens.get(from..).unwrap_or_default();
        let to =
            tokens.iter().position(|t| matches!(t.kind, Kind::Count(a) if a.unit.is_some())).unwrap_or(tokens.len());
        let share = tokens[..to].iter().position(|t| t.is(Word::Share));
        share.is_some_and(|s| s < 3 && tokens[s..to].iter().any(|t| matches!(t.kind, Kind::Percent { .. })))
    }

    /// Figures behind a whole, without a word that leads to them.
    fn plain(&self, read: &Read<'_>, k: usize) -> Option<(Breakdown, usize)> {
        let is_part = |j: usize| {
            let event = read.slots[j].event;
            let own = event.words.end > read.items[j].begins;
            !(own
                && matches!(
                    event.value,
                    Event::Received | Event::New | Event::Published | Event::Disclosed | Event::Else
                ))
        };
        let whole = &read.slots[k];
        let narrow = !matches!(whole.subset.value, Subset::All | Subset::Channel | Subset::Applicants);
        if !self.is_plain(read, k) || narrow || matches!(whole.event.value, Event::Outcome(_)) {
            return None;
        }
        let depth = read.items[k].depth;
        let mut parts = Vec::new();
        let mut shared = 0;
        let mut at = k + 1;
        while at < read.items.len() {
            let item = &read.items[at];
            let goes_on =
                item.depth == depth && self.same_unit((read, at), (read, k)) && is_part(at) && self.is_plain(read, at);
            let ends = item.mark == Mark::Semicolon && shared == 0
                || self.opens(read, at)
                || self.acts_anew(read, k, at)
                || self.is_sum(read, at);
            if item.depth > depth {
                at += 1;
                continue;
            }
            if !goes_on || ends {
                break;
            }
            shared += usize::from(self.is_shared(read, at));
            parts.push(item.count);
            at += 1;
        }
        let every = parts.iter().all(|&p| self.counts[p].value <= self.value(read, k));
        let excluding = parts.iter().all(|&p| self.setting.words.whole_scope != self.counts[p].scope);
        let told = shared == parts.len() && shared > 0 || parts.len() > 2 || excluding && parts.len() == 2;
        (every && told).then(|| (self.list(read.items[k].count, parts, false), at))
    }
}
