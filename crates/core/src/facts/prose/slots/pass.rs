//! What stands between two figures of a sentence: clauses without a figure, brackets, words that lead to parts.
//! Input: the tokens between them. Fills no slot; it changes what goes on to be meant.

use super::fill::Filler;
use super::segment::{Item, Mark, is_boundary};
use super::words::Said;
use crate::facts::model::slots::{Counted, Event, Origin, Period, Slot, Slots, Subset, Whose};
use crate::lexicon::alphabet::{Kind, Token, Word};

impl Filler<'_> {
    /// What the clauses between the last figure and this one say.
    pub(super) fn pass(&mut self, item: &Item, before: Option<&Item>) {
        let tokens = self.sentence.tokens;
        let mut clause_from = item.ahead.start;
        // The words right behind the last figure are its own.
        let mut owned = before.is_some();
        let mut opened = false;
        for at in item.ahead.clone() {
            let kind = tokens[at].kind;
            if !is_boundary(kind) {
                continue;
            }
            if !owned {
                self.clause(&tokens[clause_from..at], clause_from, tokens[at].start);
            } else if kind == Kind::Colon
                && tokens[clause_from..at].iter().any(|t| t.is(Word::Each) || t.is(Word::Part))
            {
                self.open_list();
            }
            owned = false;
            clause_from = at + 1;
            match kind {
                Kind::Open => {
                    self.outside.push(self.flow);
                    opened = true;
                    self.open_list();
                }
                Kind::Close => {
                    if let Some(flow) = self.outside.pop() {
                        self.flow = flow;
                    }
                    self.list = None;
                    owned = true;
                }
                Kind::Semicolon => {
                    self.flow.semicolon();
                    self.list = None;
                }
                _ => {}
            }
        }
        let own = &tokens[item.own.clone()];
        if !opened && own.iter().any(|t| t.is(Word::Part) || t.is(Word::Each)) {
            self.open_list();
        }
    }

    /// 其中, a bracket: parts of the figure before follow.
    pub(super) fn open_list(&mut self) {
        // After a list of several, 其中 is of what the list was of.
        if !(self.flow.parted && self.flow.parts > 1)
            && let Some(last) = self.flow.last
        {
            self.flow.parent = Some(last);
        }
        self.flow.parted = true;
        self.flow.part = None;
        self.flow.parts = 0;
        self.list = None;
    }

    /// A clause without a figure: its nouns and verbs are for the next figure that has none.
    pub(super) fn clause(&mut self, tokens: &[Token], at: usize, end: u32) {
        let said = self.setting.said(self.sentence.tokens, at, tokens, u32::MAX);
        // 其中, leads to parts; 含去年结转, is an aside.
        let leads = tokens.last().is_some_and(|t| t.is(Word::Part) && end <= t.end + 1);
        if leads {
            self.open_list();
        } else if matches!(said.event, Some((Event::Answered | Event::Handled, _))) {
            self.flow.last = self.flow.whole.or(self.flow.last);
        }
        self.flow.about |= said.about;
        self.flow.as_of |= tokens.iter().any(|t| t.is(Word::AsOf));
        if let Some((counted, words)) = said.noun {
            let known = !matches!(counted, Counted::Other) || self.flow.counted.value == Counted::Unknown;
            let weak = said.weak && self.context.topic.value != Counted::Request && !self.flow.about;
            if known && !weak && counted != Counted::Information {
                self.flow.counted = Slot::said(counted, words).inherited();
            }
            if let Counted::Review(group) = counted {
                self.flow.group = Some(group);
            }
        }
        if let Some((event @ (Event::Received | Event::New | Event::Taken | Event::Answered), words)) = said.event {
            self.flow.verb = Some(Slot::said(event, words).inherited());
            self.flow.led = self.flow.verb;
        }
        if let Some(place) = said.part_of_year {
            self.flow.period = Slot::said(Period::Part, place).inherited();
        }
        if let Some(place) = said.several {
            self.flow.period = Slot::said(Period::Several, place).inherited();
        }
        if let Some((year, place)) = said.year.filter(|_| said.several.is_none()) {
            let own = self.setting.year.is_none_or(|own| own == year);
            self.flow.period = if own { Slot::default() } else { Slot::said(Period::Other, place).inherited() };
        } else if said.whole_year && said.part_of_year.is_none() {
            self.flow.period = Slot::default();
        }
        // Whose: only where it is the subject. 居市直部门首位 is none.
        if let Some(place) = said.others.filter(|p| self.begins_clause(tokens, at, p.start)) {
            self.flow.whose = Slot::said(Whose::Others, place).inherited();
        }
        if said.topic.is_some() && said.noun.is_some_and(|n| n.0 == Counted::Request) && said.verb.is_none() {
            let words = said.topic.unwrap_or_default();
            if tokens.first().is_some_and(|t| t.start == words.start) {
                self.flow.subset = Slot::said(Subset::Topic, words).inherited();
            }
        }
    }

    /// Nothing but words of no weight stands before a place in its clause.
    pub(super) fn begins_clause(&self, tokens: &[Token], at: usize, place: u32) -> bool {
        let begins = at.checked_sub(1).map_or(self.sentence.span.start, |mark| self.sentence.tokens[mark].end);
        let plain = |t: &Token| {
            matches!(
                t.kind,
                Kind::Word(Word::Filler | Word::Part | Word::Sum | Word::Every) | Kind::Year(_) | Kind::Colon
            )
        };
        let mut from = begins;
        for token in tokens.iter().take_while(|t| t.start < place) {
            if !plain(token) || self.setting.slice(from, token.start).trim().len() > 3 {
                return false;
            }
            from = token.end;
        }
        self.setting.slice(from, place).trim().is_empty()
    }

    /// 其中自然人30件,办结36件: a verb that no part before had ends the list.
    pub(super) fn leave_list(&mut self, item: &Item, said: &Said, slots: &Slots) {
        let acts = |e: Event| {
            matches!(e, Event::Answered | Event::Handled | Event::CarriedIn | Event::CarriedOut | Event::New)
        };
        let goes_on = said.parted || said.each || item.mark < Mark::Comma || self.flow.part.is_none_or(acts);
        if self.flow.parted && !goes_on && acts(slots.event.value) && slots.event.origin == Origin::Said {
            self.flow.parted = false;
            self.flow.subset = Slot::default();
            self.list = None;
        }
    }
}
