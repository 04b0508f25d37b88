//! Wholes and their parts in prose: 其中, brackets after a total, 分别为, lists of outcomes, the sentence that follows a
//! total. Input: sentences as [`crate::facts::prose::counts`] left them. A list that may not be what it seems is left
//! out; nothing is judged.

use rust_decimal::Decimal;

use super::counts::{Prose, Sentence};
use super::wholes::{Wholes, gap};
use crate::facts::model::{Breakdown, Count};
use crate::language::small_words::joined;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Kind, Token};
use crate::lexicon::counts::CountWords;

/// What the parts of a list have in common; a list ends where this changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// By applicant.
    Scope,
    /// By outcome of applications, with what is carried over.
    Outcome,
    /// By result of reviews.
    Result,
    /// By anything else.
    Free,
    /// No part at all: a figure that is a whole of its own.
    Whole,
}

/// What stands between two parts, the weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    #[default]
    None,
    Pause,
    Comma,
    Semicolon,
}

/// Whether a count is one more part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It is, or says nothing of the list.
    Within,
    /// The list has come to its end before it.
    Beyond,
    /// The list ends here, though it may go on: what it claims to be is not held against it.
    Unsure,
}

#[derive(Debug, Default)]
struct Open {
    whole: usize,
    more: Vec<usize>,
    parts: Vec<usize>,
    sum: Decimal,
    family: Option<Family>,
    /// The strongest mark between its parts.
    mark: Mark,
    /// The same since the last part.
    passed: Mark,
    /// Its parts stand in clauses of their own (其中:, or a sentence of its own).
    spread: bool,
    /// A part is of several kinds of applicants together.
    grouped: bool,
    /// The first part has a verb of its own.
    verb: bool,
    complete: bool,
    bracket: bool,
    /// Brackets around its parts.
    depth: u32,
    /// Opened inside another list: only what surely belongs to it is taken.
    nested: bool,
}

/// Finds the breakdowns of a report.
pub(crate) fn read(text: &str, counts: &[Count], prose: &Prose, words: &CountWords) -> Vec<Breakdown> {
    let mut reader = Reader { text, counts, words, found: Vec::new() };
    let mut before: Option<Sentence<'_>> = None;
    for sentence in prose.sentences() {
        if !sentence.counts.is_empty() {
            let near = before.filter(|b| sentence.span.start.saturating_sub(b.span.end) < 600);
            reader.sentence(sentence, near);
            before = Some(sentence);
        }
    }
    reader.found
}

struct Reader<'a> {
    text: &'a str,
    counts: &'a [Count],
    words: &'a CountWords,
    found: Vec<Breakdown>,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: Sentence<'_>, before: Option<Sentence<'_>>) {
        let mut open: Option<Open> = None;
        // Lists that go on behind the bracket.
        let mut waiting: Vec<Open> = Vec::new();
        let mut depth = 0_u32;
        for (k, &(_, index)) in sentence.counts.iter().enumerate() {
            let segment = gap(sentence, k);
            let mut lowest = depth;
            for token in segment {
                match token.kind {
                    Kind::Open => depth += 1,
                    Kind::Close => depth = depth.saturating_sub(1),
                    _ => {}
                }
                lowest = lowest.min(depth);
            }
            while let Some(list) = open.take_if(|list| list.depth > lowest) {
                self.close(list, sentence, true);
                open = waiting.pop();
            }
            let taken = open.as_ref().map_or(&[][..], |list| &list.parts);
            if let Some(mut next) = self.opener(sentence, k, taken, before) {
                next.depth = depth;
                if let Some(outer) = open.take() {
                    if outer.depth < depth {
                        waiting.push(outer);
                    } else {
                        next.nested = true;
                        self.close_at_group(outer, next.whole, sentence);
                    }
                }
                open = Some(next);
            }
            let Some(list) = &mut open else { continue };
            // What a bracket says is said of the part before it.
            if list.whole == index || list.depth < depth {
                continue;
            }
            let ends = match self.belongs(list, sentence, k) {
                Part::Within => continue,
                Part::Beyond => true,
                Part::Unsure => false,
            };
            if let Some(list) = open.take() {
                self.close(list, sentence, ends);
            }
        }
        for list in open.into_iter().chain(waiting) {
            self.close(list, sentence, true);
        }
        self.outcomes(sentence, before);
    }

    /// What opens a list at this count, and of which whole; `taken` are the parts of the list that is open.
    fn opener(&self, sentence: Sentence<'_>, k: usize, taken: &[usize], before: Option<Sentence<'_>>) -> Option<Open> {
        let segment = gap(sentence, k);
        let has = |w: Word| segment.iter().any(|t| t.is(w));
        let unit = &self.counts[sentence.counts[k].1].unit;
        let same = |i: usize| self.counts[i].unit == *unit;
        let part = segment.iter().position(|t| t.is(Word::Part));
        let colon = part.and_then(|p| segment.get(p + 1)).is_some_and(|t| t.kind == Kind::Colon);
        if let Some(last) = k.checked_sub(1).map(|p| sentence.counts[p].1) {
            // Most figures begin no list.
            let opens = |t: &Token| matches!(t.kind, Kind::Open | Kind::Word(Word::Part | Word::Each));
            if !segment.iter().any(opens) {
                return None;
            }
            if in_bracket(segment) && same(last) {
                // 比上年多5条(2009年为13条), 1074条(2023年为1146条): a figure compared with, and no part.
                let dated = segment.iter().any(|t| matches!(t.kind, Kind::Year(_)));
                return (!dated && !self.wholes().is_aside(sentence, k - 1)).then(|| Open {
                    whole: last,
                    complete: part.is_none(),
                    bracket: true,
                    spread: colon,
                    ..Open::default()
                });
            }
            let direct = segment.iter().filter(|t| matches!(t.kind, Kind::Comma | Kind::Semicolon)).count() <= 3;
            // 含结转件,应办2958件: a clause of its own.
            // 局长出席其中一次;访谈3次: nor do the parts stand behind a semicolon.
            let aside = part
                .is_some_and(|p| segment.iter().skip(p + 2).any(|t| matches!(t.kind, Kind::Comma | Kind::Semicolon)));
            if part.is_some() && direct && !aside {
                let whole = self.wholes().of(sentence, k, taken)?;
                return Some(Open { whole: whole.figure, more: whole.more, spread: colon, ..Open::default() });
            }
            // 公开率为94%和95%(各公开51件、45件): what a bracket says is not said of the figure before the one it follows.
            // 216件,为最多;甲局、乙局分别收到143件、88件: behind a semicolon others are spoken of.
            let parted = |t: &Token| matches!(t.kind, Kind::Open | Kind::Semicolon);
            let each = has(Word::Each) && direct && same(last) && !segment.iter().any(parted);
            // 复议41件、诉讼26件,分别审结36件、19件: of each its own, and no list of the last.
            let beside = k.checked_sub(2).map(|p| sentence.counts[p].1).filter(|&b| same(b)).is_some_and(|b| {
                let words = self.text.get(self.counts[b].span.end as usize..self.counts[last].number.start as usize);
                words.is_some_and(|w| joined(w.trim_start()).is_some())
            });
            let each = each && !beside;
            return each.then(|| {
                let (from, to) = (self.counts[last].span.end, self.counts[sentence.counts[k].1].number.start);
                // 5月和7月较为集中,分别为8件、9件: not all there are.
                let said = self.text.get(from as usize..to as usize);
                let complete = !said.is_some_and(|t| self.words.lists.singles_out(t));
                Open { whole: last, complete, ..Open::default() }
            });
        }
        let before = before?;
        let starts_with_part = segment.first().is_some_and(|t| t.is(Word::Part) && t.start <= sentence.span.start + 4);
        let clause = self
            .text
            .get(sentence.span.start as usize..segment.iter().find(|t| t.kind == Kind::Comma)?.start as usize)?
            .trim();
        let lists = &self.words.lists;
        let classed = lists.classed(clause);
        if !starts_with_part && !classed && !lists.within(clause) {
            return None;
        }
        let mut wholes = before
            .counts
            .iter()
            .enumerate()
            .filter(|&(_, &(_, i))| same(i) && !self.found.iter().rev().take(8).any(|b| b.parts.contains(&i)))
            .filter(|&(p, _)| !self.wholes().is_aside(before, p))
            .map(|(_, c)| c.1);
        let whole = wholes.next().filter(|_| wholes.next().is_none())?;
        Some(Open { whole, complete: classed, spread: true, ..Open::default() })
    }

    /// Of no kind of applicants alone.
    fn is_of_all(&self, count: &Count) -> bool {
        self.words.whole_scope == count.scope
    }

    fn wholes(&self) -> Wholes<'_> {
        Wholes { text: self.text, counts: self.counts, words: self.words }
    }

    fn family(&self, segment: &[Token], index: usize) -> Family {
        let count = &self.counts[index];
        let scoped = segment.iter().any(|t| matches!(t.kind, Kind::Word(Word::ScopeGroup | Word::Scope(_))));
        match count.role.as_deref() {
            _ if !self.is_of_all(count) => Family::Scope,
            Some(role) if self.words.is_outcome(role) => Family::Outcome,
            Some(role) if self.words.reviews.is_part(role) => Family::Result,
            Some(_) => Family::Whole,
            None if scoped => Family::Scope,
            None => Family::Free,
        }
    }

    /// Takes in the count where it is one more part.
    fn belongs(&self, list: &mut Open, sentence: Sentence<'_>, k: usize) -> Part {
        let (at, index) = sentence.counts[k];
        let (count, number) = (&self.counts[index], sentence.tokens[at].start);
        // What stands in a bracket parts nothing outside it.
        let segment = gap(sentence, k);
        let segment = &segment[segment.iter().rposition(|t| t.kind == Kind::Close).map_or(0, |c| c + 1)..];
        let mark = segment.iter().map(|t| Mark::of(t.kind)).max().unwrap_or_default().max(list.passed);
        if count.unit != self.counts[list.whole].unit {
            list.passed = mark;
            return Part::Within;
        }
        // 、 says that the list goes on, and with what is not understood here.
        let end = if mark == Mark::Pause { Part::Unsure } else { Part::Beyond };
        let has = |w: Word| segment.iter().any(|t| t.is(w));
        let other = |t: &Token| matches!(t.kind, Kind::Word(Word::Delta | Word::Prior | Word::Quota | Word::OfThese));
        // 较施行前的22件: what another figure is compared with.
        let compared = |t: &Token| t.is(Word::PartOfYear) && self.words.lists.compares(&self.text[..t.start as usize]);
        if segment.iter().any(|t| other(t) || compared(t)) {
            return end;
        }
        let family = self.family(segment, index);
        // What is carried over is no part of what was answered, nor what is still pending of what was closed.
        if self.is_left_over(list.whole, index) || self.is_unfinished(list.whole, index) {
            return Part::Beyond;
        }
        let Some(&last) = list.parts.last() else {
            if family == Family::Whole {
                return end;
            }
            list.family = Some(family);
            list.verb = self.has_verb(segment, number);
            self.take(list, segment, index);
            return Part::Within;
        };
        if family == Family::Whole
            || has(Word::Sum)
            || list.family != Some(family)
            || list.nested
            || self.has_verb(segment, number) && !list.verb
            || self.is_of_another_group(list.whole, index)
            || self.is_of_another_kind(last, index)
        {
            return end;
        }
        let words = self.words_before(sentence, index).unwrap_or_default();
        if self.words.lists.is_beside(words) {
            return Part::Beyond;
        }
        let marks = segment.iter().filter(|t| Mark::of(t.kind) > Mark::Pause).count();
        let shares = segment.iter().filter(|t| matches!(t.kind, Kind::Percent { .. })).count();
        let far = self.text.get(self.counts[last].span.end as usize..number as usize).is_some_and(|t| t.len() > 160);
        if marks > 1 + shares || far {
            return end;
        }
        // Words of one form say that a list goes on, whatever the marks: applicants, outcomes, 网上申请 after 当面申请.
        let same = family != Family::Free;
        let like = || self.words_before(sentence, last).is_some_and(|w| self.words.lists.alike(w, words));
        let rest = || self.words.lists.is_rest(words);
        let total = self.total(list);
        let all = list.sum == total && !count.value.is_zero() && mark > Mark::Pause;
        let steady = mark <= list.mark || list.mark == Mark::None;
        if all && (list.grouped || !same && !(steady && (list.spread || like()))) {
            return Part::Beyond;
        }
        let goes_on = match (list.mark, mark) {
            (Mark::None, Mark::Semicolon) => {
                // 54项,占62.8%;82项,占95.3%: shares alone are no sign of parts that exclude each other.
                let fits = list.sum + count.value <= total;
                list.spread || has(Word::Share) && fits || same || like()
            }
            (Mark::None, Mark::Comma) => count.value <= total || same || like() || rest(),
            (Mark::Pause | Mark::Comma, Mark::Semicolon) => same,
            (Mark::Pause | Mark::Semicolon, Mark::Comma) => same || like() || rest(),
            _ => true,
        };
        if !goes_on {
            // A semicolon ends what commas part; a comma may or may not.
            return if mark == Mark::Semicolon { Part::Beyond } else { Part::Unsure };
        }
        list.mark = list.mark.max(mark);
        self.take(list, segment, index);
        Part::Within
    }

    fn take(&self, list: &mut Open, segment: &[Token], index: usize) {
        list.passed = Mark::None;
        // The leaves of a group are no parts beside the group itself.
        if list.family == Some(Family::Outcome) && self.group_and_leaf(list, index) {
            return;
        }
        list.grouped |= segment.iter().any(|t| t.is(Word::ScopeGroup));
        list.sum += self.counts[index].value;
        list.parts.push(index);
    }

    fn has_verb(&self, segment: &[Token], number: u32) -> bool {
        segment.iter().any(|t| {
            matches!(t.kind, Kind::Word(w) if w.is_act()) && !self.words.lists.is_kind(self.text, t.end, number)
        })
    }

    fn total(&self, list: &Open) -> Decimal {
        self.counts[list.whole].value + list.more.iter().map(|&i| self.counts[i].value).sum::<Decimal>()
    }

    /// True where the whole is one group of outcomes, and the part none of its leaves: 无法提供 after 不予公开,其中.
    fn is_of_another_group(&self, whole: usize, part: usize) -> bool {
        let find = |i: usize| self.words.listed(self.counts[i].role.as_deref()?);
        let (Some(whole), Some(part)) = (find(whole), find(part)) else { return false };
        let has_leaves = self.words.roles.iter().any(|r| r.1 == Some(whole));
        has_leaves && self.words.roles[usize::from(part)].1 != Some(whole)
    }

    /// 直接起诉30件,维持21件: how a case was brought, and how it ended, are two ways of parting the same cases.
    fn is_of_another_kind(&self, before: usize, part: usize) -> bool {
        let all = |i: usize| {
            let role = self.counts[i].role.as_deref().unwrap_or_default();
            self.words.reviews.is_part(role).then(|| self.words.reviews.is_total(role))
        };
        matches!((all(before), all(part)), (Some(a), Some(b)) if a != b)
    }

    /// True where a figure is of what was not answered in the year, and the whole of what was.
    fn is_left_over(&self, whole: usize, part: usize) -> bool {
        let role = |i: usize| self.counts[i].role.as_deref();
        let carried = [self.words.carried_in, self.words.carried_out];
        role(whole) == Some(self.words.wholes.answered.as_str())
            && carried.into_iter().any(|carried| self.words.is_listed_as(role(part), carried))
    }

    /// 审结91件,其中…;尚有7件未审结: the whole is of what was closed, the figure of what was not.
    fn is_unfinished(&self, whole: usize, part: usize) -> bool {
        let lists = &self.words.lists;
        let around = |i: usize| {
            let count = &self.counts[i];
            let (from, to) = (count.clause.start.min(count.span.start), count.clause.end.max(count.span.end));
            self.text.get(from as usize..to as usize).unwrap_or_default()
        };
        lists.unfinished(around(part)) && !lists.unfinished(around(whole)) && lists.finished(around(whole))
    }

    /// True where a leaf of a group follows the group in the same list: it is counted there already.
    fn group_and_leaf(&self, list: &Open, index: usize) -> bool {
        let group = |i: usize| {
            let at = self.words.listed(self.counts[i].role.as_deref()?)?;
            Some((at, self.words.roles[usize::from(at)].1))
        };
        let Some((_, Some(of))) = group(index) else { return false };
        list.parts.iter().any(|&p| group(p).is_some_and(|(role, _)| role == of))
    }

    /// Closes a list whose last part is the whole of the next.
    fn close_at_group(&mut self, mut list: Open, group: usize, sentence: Sentence<'_>) {
        // 发布会2次,其中领导出席1次,访谈3次,其中: the next figure of the same kind, and no part.
        if list.sum > self.total(&list) {
            list.parts.pop_if(|last| *last == group);
        }
        self.close(list, sentence, false);
    }

    fn close(&mut self, mut list: Open, sentence: Sentence<'_>, whole_list: bool) {
        let total = self.total(&list);
        self.leave_out_second_classification(&mut list.parts, total);
        let (Some(&last), Some(family)) = (list.parts.last(), list.family) else { return };
        let whole = &self.counts[list.whole];
        let lists = &self.words.lists;
        // People are counted in several capacities, cases in several steps.
        let step = |p: usize| self.words_before(sentence, p).is_some_and(|w| lists.is_step(w));
        if whole.unit.as_ref().is_some_and(|u| lists.overlapping_units.iter().any(|o| o == u))
            || list.parts.iter().filter(|&&p| step(p)).nth(1).is_some()
        {
            return;
        }
        let open_ended = lists.goes_on(&self.text[self.counts[last].span.end as usize..]);
        let rest = self.words_before(sentence, last).is_some_and(|t| lists.is_rest(t));
        let grouped = |p: usize| {
            self.words_before(sentence, p).is_some_and(|t| lists.groups.iter().any(|g| t.contains(g.as_str())))
        };
        let scopes = family == Family::Scope
            && list.parts.iter().any(|&p| !self.is_of_all(&self.counts[p]))
            && list.parts.iter().any(|&p| grouped(p));
        let several = list.parts.len() >= if list.bracket { 3 } else { 2 };
        let complete = !open_ended
            && whole_list
            && several
            && list.more.is_empty()
            && (list.complete || rest || scopes)
            && !self.has_overlooked(&list, sentence, last);
        let span = whole.span.join(self.counts[last].span);
        self.found.push(Breakdown {
            whole: list.whole,
            more: list.more,
            parts: list.parts,
            complete,
            span,
            loose: false,
        });
    }

    /// True where a figure of the same unit stands among the parts and was not taken for one: the list may be more than
    /// was understood of it.
    fn has_overlooked(&self, list: &Open, sentence: Sentence<'_>, last: usize) -> bool {
        let whole = &self.counts[list.whole];
        let from = sentence.counts.first().map_or(list.whole, |c| c.1).max(list.whole + 1);
        let rest = &self.text[self.counts[last].span.end as usize..sentence.span.end as usize];
        let closes = if list.bracket { rest.find([')', '〕', ']', '】']).unwrap_or(0) } else { 0 };
        let end = self.counts[last].span.end + closes as u32;
        let outer = |at: u32| {
            let between = self.text.get(whole.span.end as usize..at as usize).unwrap_or_default();
            let depth = between.bytes().fold(0_i32, |d, b| d + i32::from(b == b'(') - i32::from(b == b')'));
            depth <= i32::from(list.bracket)
        };
        self.counts[from..].iter().enumerate().map(|(i, c)| (from + i, c)).take_while(|(_, c)| c.span.end <= end).any(
            |(i, count)| {
                count.unit == whole.unit
                    && count.value != whole.value
                    && !list.parts.contains(&i)
                    && !self.group_and_leaf(list, i)
                    && !self.is_left_over(list.whole, i)
                    && outer(count.number.start)
            },
        )
    }

    /// 一审6件、二审3件,已结6件、未结3件: the same cases parted twice.
    fn leave_out_second_classification(&self, parts: &mut Vec<usize>, total: Decimal) {
        let sum = |parts: &[usize]| parts.iter().map(|&p| self.counts[p].value).sum::<Decimal>();
        if total.is_zero() || sum(parts) != total + total {
            return;
        }
        let mut sum = Decimal::ZERO;
        let first = parts.iter().position(|&p| {
            sum += self.counts[p].value;
            sum >= total
        });
        if let Some(first) = first.filter(|&f| f > 0 && f + 2 < parts.len() && sum == total) {
            parts.truncate(first + 1);
        }
    }

    /// The words between the mark before a count and the count.
    fn words_before(&self, sentence: Sentence<'_>, index: usize) -> Option<&str> {
        let count = &self.counts[index];
        let from = sentence
            .tokens
            .iter()
            .rev()
            .find(|t| {
                t.end <= count.number.start
                    && matches!(
                        t.kind,
                        Kind::Comma
                            | Kind::Pause
                            | Kind::Semicolon
                            | Kind::Open
                            | Kind::Colon
                            | Kind::Count(_)
                            | Kind::Stop
                    )
            })
            .map_or(sentence.span.start, |t| t.end);
        self.text.get(from as usize..count.number.start as usize).map(str::trim)
    }

    /// A list of outcomes without 其中, after the applications they are the outcomes of.
    fn outcomes(&mut self, sentence: Sentence<'_>, before: Option<Sentence<'_>>) {
        let is_outcome = |i: usize| {
            self.is_of_all(&self.counts[i]) && self.family(&[], i) == Family::Outcome && !self.counts[i].in_words
        };
        let mut run: Vec<usize> = Vec::new();
        let mut whole = None;
        let mut runs = Vec::new();
        let total = |i: usize| {
            let count = &self.counts[i];
            count.role.as_ref().is_some_and(|role| self.words.wholes.is_of_applications(role)) && self.is_of_all(count)
        };
        if let Some(before) = before {
            whole = before.counts.iter().map(|c| c.1).rfind(|&i| total(i));
        }
        for &(_, i) in sentence.counts {
            if is_outcome(i) {
                run.push(i);
                continue;
            }
            if run.len() > 2 {
                runs.push((whole, std::mem::take(&mut run)));
            }
            run.clear();
            if total(i) {
                whole = Some(i);
            }
        }
        if run.len() > 2 {
            runs.push((whole, run));
        }
        for (whole, mut parts) in runs {
            let Some(whole) = whole else { continue };
            if self.found.iter().rev().take(8).any(|b| b.parts.iter().filter(|p| parts.contains(p)).count() > 1) {
                continue;
            }
            let mut list = Open { whole, family: Some(Family::Outcome), ..Open::default() };
            parts.retain(|&p| {
                self.counts[p].unit == self.counts[whole].unit
                    && !self.words.is_listed_as(self.counts[p].role.as_deref(), self.words.carried_in)
                    && !self.is_left_over(whole, p)
            });
            for part in parts {
                if !self.group_and_leaf(&list, part) {
                    list.parts.push(part);
                }
            }
            if list.parts.len() > 2 {
                self.close(list, sentence, true);
            }
        }
    }
}

impl Mark {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Pause => Self::Pause,
            Kind::Comma => Self::Comma,
            Kind::Semicolon => Self::Semicolon,
            _ => Self::None,
        }
    }
}

/// True where a count stands in the bracket that the one before it has, a share of it between them at most:
/// 17件,占12%(企业6件.
fn in_bracket(segment: &[Token]) -> bool {
    let Some(open) = segment.iter().position(|t| t.kind == Kind::Open) else { return false };
    let (before, inside) = segment.split_at(open);
    let share =
        |t: &Token| matches!(t.kind, Kind::Comma | Kind::Percent { .. } | Kind::Word(Word::Share | Word::Filler));
    // 占收入(18.7亿元)的14.3%: what a share is of, and no part.
    before.iter().all(share)
        && (before.is_empty() || before.iter().any(|t| matches!(t.kind, Kind::Percent { .. })))
        && !inside.iter().any(|t| t.kind == Kind::Close)
}
