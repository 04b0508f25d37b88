//! Wholes and their parts in prose: 其中, brackets after a total, 分别为, lists of outcomes, the sentence that follows a total.
//! Input: sentences as [`super::counts`] left them. A list that may not be what it seems is left out; nothing is judged.

use super::clauses::{Kind, Token};
use super::count_words::{CountWords, Word};
use super::counts::{Prose, Sentence};
use super::{Breakdown, Count};

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

#[derive(Debug)]
struct Open {
    whole: usize,
    parts: Vec<usize>,
    family: Option<Family>,
    /// The first part has a verb of its own.
    verb: bool,
    complete: bool,
    bracket: bool,
    /// Opened inside another list: only what surely belongs to it is taken.
    nested: bool,
}

/// Finds the breakdowns of a report.
pub(super) fn read(text: &str, counts: &[Count], prose: &Prose, words: &CountWords) -> Vec<Breakdown> {
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
        for (k, &(at, index)) in sentence.counts.iter().enumerate() {
            let last = k.checked_sub(1).map(|p| sentence.counts[p]);
            let segment = &sentence.tokens[last.map_or(0, |l| l.0 + 1)..at];
            let opener = self.opener(segment, last.map(|l| l.1), index, sentence, before);
            if let Some(mut next) = opener {
                next.nested = open.is_some() && !next.bracket;
                if let Some(outer) = open.take() {
                    self.close(outer, sentence, false);
                }
                open = Some(next);
            }
            let Some(list) = &mut open else { continue };
            if list.whole == index {
                continue;
            }
            let leaves_bracket = list.bracket && segment.iter().any(|t| t.kind == Kind::Close);
            if (leaves_bracket || !self.belongs(list, segment, index, sentence.tokens[at].start))
                && let Some(list) = open.take()
            {
                self.close(list, sentence, true);
            }
        }
        if let Some(list) = open {
            self.close(list, sentence, true);
        }
        self.outcomes(sentence, before);
    }

    /// What opens a list at this count, and of which whole.
    fn opener(
        &self,
        segment: &[Token],
        last: Option<usize>,
        index: usize,
        sentence: Sentence<'_>,
        before: Option<Sentence<'_>>,
    ) -> Option<Open> {
        let has = |w: Word| segment.iter().any(|t| t.is(w));
        let unit = &self.counts[index].unit;
        let made = |whole: usize, complete: bool, bracket: bool| Open {
            whole,
            parts: Vec::new(),
            family: None,
            verb: false,
            complete,
            bracket,
            nested: false,
        };
        let same = |i: usize| self.counts[i].unit == *unit;
        if let Some(last) = last {
            let bracket = segment
                .first()
                .is_some_and(|t| t.kind == Kind::Open && t.start as usize <= self.counts[last].span.end as usize + 1);
            let part = has(Word::Part);
            if bracket && same(last) {
                return Some(made(last, !part, true));
            }
            let direct = segment.iter().filter(|t| matches!(t.kind, Kind::Comma | Kind::Semicolon)).count() <= 3;
            if part && direct {
                // 同比增长,其中: the whole is the last figure of the same unit, else none.
                let whole = sentence.counts.iter().rev().map(|c| c.1).find(|&i| i <= last && same(i))?;
                // 16件文件均发布解读材料,其中图解7件: the parts are of what the verb names, not of the figure.
                let other = segment
                    .iter()
                    .take_while(|t| t.kind != Kind::Word(Word::Part))
                    .any(|t| matches!(t.kind, Kind::Word(Word::Verb | Word::Disclose | Word::Column(_))));
                if other {
                    return None;
                }
                let near = whole == last || sentence.counts.iter().filter(|c| c.1 > whole && c.1 < index).count() <= 1;
                return near.then(|| made(whole, false, false));
            }
            if has(Word::Each) && direct && same(last) {
                return Some(made(last, true, false));
            }
            return None;
        }
        let before = before?;
        let mut wholes = before
            .counts
            .iter()
            .map(|c| c.1)
            .filter(|&i| same(i) && !self.found.iter().rev().take(8).any(|b| b.parts.contains(&i)));
        let whole = wholes.next().filter(|_| wholes.next().is_none());
        let starts_with_part = segment.first().is_some_and(|t| t.is(Word::Part) && t.start <= sentence.span.start + 4);
        let clause = self
            .text
            .get(sentence.span.start as usize..segment.iter().find(|t| t.kind == Kind::Comma)?.start as usize)?
            .trim();
        let lists = &self.words.lists;
        let within = lists.within(clause);
        let classed = lists.classed(clause);
        if starts_with_part || within || classed {
            return whole.map(|w| made(w, classed, false));
        }
        None
    }

    fn family(&self, segment: &[Token], index: usize) -> Family {
        let count = &self.counts[index];
        let scoped = segment.iter().any(|t| matches!(t.kind, Kind::Word(Word::ScopeGroup | Word::Scope(_))));
        match count.role.as_deref() {
            _ if count.scope != "total" => Family::Scope,
            Some(role) => match role {
                _ if role.starts_with("requests.") && self.words.roles.iter().any(|(r, _)| r == role) => {
                    Family::Outcome
                }
                _ if role.starts_with("review.") && !role.ends_with(".total") => Family::Result,
                // Lawsuits come in two groups, each of them a total.
                _ if role.starts_with("review.direct") || role.starts_with("review.after") => Family::Result,
                _ => Family::Whole,
            },
            None if scoped => Family::Scope,
            None => Family::Free,
        }
    }

    /// True where the count is one more part; it is taken in then.
    fn belongs(&self, list: &mut Open, segment: &[Token], index: usize, number: u32) -> bool {
        let count = &self.counts[index];
        if count.unit != self.counts[list.whole].unit {
            return true;
        }
        let has = |w: Word| segment.iter().any(|t| t.is(w));
        let other = |t: &Token| matches!(t.kind, Kind::Word(Word::Delta | Word::Prior | Word::Quota | Word::OfThese));
        if segment.iter().any(other) {
            return false;
        }
        let family = self.family(segment, index);
        // What is carried over is no part of what was answered.
        if self.is_left_over(list.whole, index) {
            return false;
        }
        let first = list.parts.is_empty();
        let verb = segment.iter().any(|t| {
            matches!(t.kind, Kind::Word(w) if w.is_act()) && !self.words.lists.is_kind(self.text, t.end, number)
        });
        if family == Family::Whole || has(Word::Sum) && !first {
            return false;
        }
        if first {
            list.family = Some(family);
            list.verb = verb;
        } else {
            let marks = segment.iter().filter(|t| matches!(t.kind, Kind::Comma | Kind::Semicolon)).count();
            let shares = segment.iter().filter(|t| matches!(t.kind, Kind::Percent { .. })).count();
            if list.family != Some(family) || verb && !list.verb || marks > 1 + shares || list.nested {
                return false;
            }
        }
        if !first
            && self
                .text
                .get(self.counts[list.parts[list.parts.len() - 1]].span.end as usize..number as usize)
                .is_some_and(|t| t.len() > 160)
        {
            return false;
        }
        // The leaves of a group are no parts beside the group itself.
        if family == Family::Outcome && self.group_and_leaf(list, index) {
            return true;
        }
        list.parts.push(index);
        true
    }

    /// True where a figure is of what was not answered in the year, and the whole of what was.
    fn is_left_over(&self, whole: usize, part: usize) -> bool {
        let role = |i: usize| self.counts[i].role.as_deref();
        role(whole) == Some("requests.results_total")
            && matches!(role(part), Some("requests.carried_in" | "requests.carried_out"))
    }

    /// True where a leaf of a group follows the group in the same list: it is counted there already.
    fn group_and_leaf(&self, list: &Open, index: usize) -> bool {
        let group = |i: usize| {
            let role = self.counts[i].role.as_deref()?;
            let at = self.words.roles.iter().position(|(r, _)| r == role)?;
            Some((at as u16, self.words.roles[at].1))
        };
        let Some((_, Some(of))) = group(index) else { return false };
        list.parts.iter().any(|&p| group(p).is_some_and(|(role, _)| role == of))
    }

    fn close(&mut self, list: Open, sentence: Sentence<'_>, whole_list: bool) {
        let (Some(&last), Some(family)) = (list.parts.last(), list.family) else { return };
        let whole = &self.counts[list.whole];
        let lists = &self.words.lists;
        // People are counted in several capacities.
        if whole.unit.as_ref().is_some_and(|u| lists.overlapping_units.iter().any(|o| o == u)) {
            return;
        }
        let open_ended = lists.goes_on(&self.text[self.counts[last].span.end as usize..]);
        let rest = self.words_before(sentence, last).is_some_and(|t| lists.is_rest(t));
        let grouped = |p: usize| {
            self.words_before(sentence, p).is_some_and(|t| lists.groups.iter().any(|g| t.contains(g.as_str())))
        };
        let scopes = family == Family::Scope
            && list.parts.iter().any(|&p| self.counts[p].scope != "total")
            && list.parts.iter().any(|&p| grouped(p));
        let several = list.parts.len() >= if list.bracket { 3 } else { 2 };
        let complete = !open_ended && whole_list && several && (list.complete || rest || scopes);
        let span = whole.span.join(self.counts[last].span);
        self.found.push(Breakdown { whole: list.whole, parts: list.parts, complete, span });
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
            self.counts[i].scope == "total" && self.family(&[], i) == Family::Outcome && !self.counts[i].in_words
        };
        let mut run: Vec<usize> = Vec::new();
        let mut whole = None;
        let mut runs = Vec::new();
        let total = |i: usize| {
            matches!(self.counts[i].role.as_deref(), Some("requests.new_received" | "requests.results_total"))
                && self.counts[i].scope == "total"
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
            let mut list = Open {
                whole,
                parts: Vec::new(),
                family: Some(Family::Outcome),
                verb: false,
                complete: false,
                bracket: false,
                nested: false,
            };
            parts.retain(|&p| {
                self.counts[p].unit == self.counts[whole].unit
                    && self.counts[p].role.as_deref() != Some("requests.carried_in")
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
