//! What makes a figure another than its words seem to say. Input: slots that are filled. Knows no role.

use super::fill::Filler;
use super::segment::Item;
use super::words::Said;
use crate::facts::model::slots::{Counted, Event, Origin, Slot, Slots, Subset};
use crate::facts::prose::limits;
use crate::language::small_words::joins_on;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::cues::Cue;
use crate::source::Span;

impl Filler<'_> {
    /// What makes a figure another than its words seem to say.
    pub(super) fn limit(&self, items: &[Item], k: usize, said: &Said, residue: &str, slots: &mut Slots) {
        let item = &items[k];
        let tokens = self.sentence.tokens;
        let place = Span { start: item.begins, end: tokens[item.figure].start };
        let nothing = Slot::said(Event::Else, place);
        if said.conflict || said.of_these && !matches!(slots.event.value, Event::Outcome(_)) {
            slots.event = nothing;
        }
        // 6件新收申请中5件为邮寄: some of these.
        let within = self.setting.slice(place.start, place.end).trim_end();
        if matches!(slots.event.value, Event::Received | Event::New | Event::Taken | Event::Answered | Event::Handled)
            && said.event.is_some_and(|e| e.1 == slots.event.words)
            && self.setting.words.cues.ends(Cue::Within, within)
        {
            slots.event = Slot::said(Event::Step, place);
        }
        let parent = self.flow.parent.filter(|_| self.flow.parted);
        let parent_event = parent.map(|p| p.event.value);
        let all = slots.subset.value == Subset::All;
        match slots.counted.value {
            Counted::Review(_) => {
                let about = said.about || self.flow.about || self.context.reviews;
                let handled =
                    matches!(slots.event.value, Event::Handled | Event::Answered | Event::Taken) && !said.about;
                let both =
                    said.review && said.litigation || self.flow.both_groups && said.noun.is_none() && item.depth == 0;
                if handled && said.noun.is_none() {
                    slots.event = nothing;
                } else if !about || handled || said.other || limits::unrelated_after(&tokens[item.figure + 1..]) {
                    slots.counted = Slot::said(Counted::Other, place);
                } else if slots.event.value == Event::Unknown
                    && (slots.counted.origin != Origin::Said || said.column.is_some())
                    || both
                    || matches!(slots.event.value, Event::Handled | Event::Answered | Event::Taken)
                {
                    slots.event = nothing;
                } else if (parent.is_some() || said.noun.is_none()) && matches!(slots.event.value, Event::Received) {
                    slots.event = Slot::said(Event::Step, place);
                } else if matches!(parent_event, Some(Event::Result(_)))
                    && !matches!(slots.event.value, Event::Result(_))
                {
                    slots.event = nothing;
                }
            }
            Counted::Request => {
                let came = matches!(parent_event, Some(Event::Received | Event::New));
                let answered = matches!(parent_event, Some(Event::Answered | Event::Outcome(_)));
                match slots.event.value {
                    // 其中3件办结: a part of what was answered.
                    Event::Answered | Event::Handled if all && parent.is_some() && (came || answered) => {
                        slots.event = nothing
                    }
                    Event::Received | Event::Taken if all && parent.is_some() => slots.event = nothing,
                    Event::New if answered => slots.event = nothing,
                    Event::Taken | Event::Answered | Event::Handled
                        if said.both && (parent.is_some() || matches!(said.event, Some((Event::New, _)))) =>
                    {
                        slots.event = nothing;
                    }
                    Event::Outcome(_) => self.limit_outcome(item, said, slots),
                    _ => {}
                }
            }
            Counted::Information => {
                // 主动公开警务信息: the body's own name for it may stand between.
                let sums = said.sum || said.whole_year || said.year.is_some();
                let disclosed =
                    slots.event.value == Event::Disclosed && (sums || self.context.topic.value == Counted::Information);
                if let Some(words) = said.through.filter(|_| !self.is_all_channels(item, said)) {
                    slots.subset = Slot::said(Subset::Channel, words);
                }
                let first = k == 0 && !self.flow.parted;
                let own = item.own.clone();
                let gap = self.gap_before_noun(&tokens[own.clone()]);
                let lead = tokens[own].first().map_or(place.end, |t| t.start);
                let unknown = !matches!(slots.event.value, Event::Published | Event::Disclosed)
                    && !self.setting.slice(item.begins, lead).trim().is_empty();
                if unknown || gap > 12 || gap > 0 && !first || !residue.is_empty() || parent.is_some() {
                    slots.subset = Slot::said(Subset::Topic, place);
                }
                if disclosed {
                    slots.event = Slot { value: Event::Published, ..slots.event.inherited() };
                }
            }
            _ => {}
        }
    }

    /// Bytes between the verb of publishing and the noun of information.
    pub(super) fn gap_before_noun(&self, own: &[Token]) -> u32 {
        let Some(at) = own.iter().rposition(|t| matches!(t.kind, Kind::Word(Word::Publish | Word::Disclose))) else {
            return 0;
        };
        own[at..].windows(2).map(|w| w[1].start.saturating_sub(w[0].end)).sum()
    }

    /// 条: what pieces of information are counted in.
    pub(super) fn is_piece(&self, item: &Item) -> bool {
        let Kind::Count(amount) = self.sentence.tokens[item.figure].kind else { return false };
        amount.unit.is_some_and(|u| self.setting.words.is_piece_unit(u))
    }

    pub(super) fn limit_outcome(&self, item: &Item, said: &Said, slots: &mut Slots) {
        let tokens = self.sentence.tokens;
        let own = &tokens[item.own.clone()];
        let number = tokens[item.figure].start;
        let place = Span { start: item.begins, end: number };
        let leaf = |r: u16| self.setting.words.roles[usize::from(r)].1.is_some();
        let has_leaf = own.iter().any(|t| matches!(t.kind, Kind::Word(Word::Outcome(r)) if leaf(r)));
        if !has_leaf && limits::for_a_reason(self.setting.text, self.setting.words, own, number, leaf) {
            slots.subset = Slot::said(Subset::Topic, place);
        }
        // 不予公开信息27条: pieces of information, no applications.
        if self.is_piece(item) && matches!(said.noun, Some((Counted::Information, _))) {
            slots.event = Slot::said(Event::Else, place);
        }
        // 公开或部分公开: another outcome stands before this one. 不予公开、无法提供分别为.
        let joined = own.iter().find(|t| matches!(t.kind, Kind::Word(Word::Outcome(_)))).is_some_and(|t| {
            let before = self.setting.slice(item.begins.min(t.start), t.start);
            joins_on(before)
        });
        // 没有的、不掌握的: another one stands in the list, with no figure of its own.
        let listed = own.iter().find(|t| matches!(t.kind, Kind::Word(Word::Outcome(_)))).is_some_and(|first| {
            let at = tokens.partition_point(|t| t.start < first.start);
            let before = at.checked_sub(1).map(|b| tokens[b]).filter(|b| b.kind == Kind::Pause && b.end == first.start);
            let counted = |t: &Token| matches!(t.kind, Kind::Count(_) | Kind::Percent { .. } | Kind::Close);
            before.is_some() && !at.checked_sub(2).is_some_and(|b| counted(&tokens[b]))
        });
        if listed {
            slots.subset = Slot::said(Subset::Topic, place);
        }
        let outcome = own.iter().position(|t| matches!(t.kind, Kind::Word(Word::Outcome(_)))).unwrap_or(own.len());
        if joined || own[outcome..].iter().any(|t| t.is(Word::Each)) {
            slots.event = Slot::said(Event::Else, place);
        }
    }
}
