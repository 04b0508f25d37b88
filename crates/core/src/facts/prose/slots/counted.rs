//! What a figure counts, and which part of it: by its own noun, by one behind it, or by what was said before.
//! Input: the words of its item. Knows no role.

use super::fill::Filler;
use super::segment::{Item, Mark};
use super::words::Said;
use crate::facts::model::slots::{Counted, Event, Origin, Slot, Slots, Subset, Whose};
use crate::facts::prose::limits;
use crate::language::small_words::OF;
use crate::lexicon::alphabet::Kind;
use crate::source::Span;

impl Filler<'_> {
    pub(super) fn counted(&self, item: &Item, said: &Said, behind: &Said, residue: &str, slots: &mut Slots) {
        let tokens = self.sentence.tokens;
        let place = Span { start: item.begins, end: tokens[item.figure].start };
        let topic = self.context.topic;
        let number = &tokens[item.figure];
        slots.counted = if let Some((counted, words)) = said.noun.filter(|(c, _)| {
            *c != Counted::Information
                || said.event.is_some_and(|e| matches!(e.0, Event::Published | Event::Disclosed | Event::Else))
        }) {
            let weak = counted == Counted::Request && said.weak;
            let unknown = weak && (!self.is_about_requests() || limits::unknown_request(&tokens[item.own.clone()]));
            if unknown { Slot::said(Counted::Other, words) } else { Slot::said(counted, words) }
        } else if let Some((counted, words)) = behind.noun {
            if counted == Counted::Other
                && said.event.is_some_and(|e| matches!(e.0, Event::Outcome(_) | Event::CarriedIn | Event::CarriedOut))
            {
                self.flow.counted.inherited()
            } else if counted == Counted::Information
                && !matches!(said.event, Some((Event::Published | Event::Disclosed | Event::Else, _)))
            {
                self.taken_over(said)
            } else {
                Slot::said(counted, words)
            }
        } else {
            self.taken_over(said)
        };
        let things = matches!(self.flow.counted.value, Counted::Row(_) | Counted::Other);
        if slots.event.value == Event::Published
            && !things
            && said.noun.is_none()
            && behind.noun.is_none()
            && residue.is_empty()
        {
            slots.counted = Slot { value: Counted::Information, origin: Origin::Inherited, words: slots.event.words };
        }
        if slots.counted.value == Counted::Unknown && topic.value != Counted::Unknown {
            slots.counted = topic.inherited();
        }
        // 收到1份感谢信: a noun that nobody knows follows.
        if behind.noun.is_none() && said.noun.is_none() {
            let rest = &tokens[item.behind.clone()];
            let end = rest
                .first()
                .map_or_else(|| tokens.get(item.behind.end).map_or(self.sentence.span.end, |t| t.start), |t| t.start);
            let text = self.setting.slice(number.end, end).trim_matches([' ', '\n', OF]);
            if !text.is_empty() && text.chars().count() > 1 && !self.setting.words.cues.goes_on(text) {
                slots.counted = Slot::said(Counted::Other, Span { start: number.end, end });
            }
        }
        if !residue.is_empty() && slots.whose.value == Whose::Own {
            // What stands before the measure word is what is counted, or which of it.
            let listed = self.flow.parted || self.setting.words.cues.is_kind(residue) || item.mark == Mark::Pause;
            if !listed || said.noun.is_some() {
                slots.counted = Slot::said(Counted::Other, place);
            }
        }
    }

    pub(super) fn is_about_requests(&self) -> bool {
        !matches!(self.context.topic.value, Counted::Information | Counted::Review(_))
            || self.flow.counted.value == Counted::Request
            || self.flow.about
    }

    /// What the figure counts where its own words do not say it.
    pub(super) fn taken_over(&self, said: &Said) -> Slot<Counted> {
        let flow = self.flow.counted;
        let request = said.event.is_some_and(|e| matches!(e.0, Event::Outcome(_) | Event::Released));
        match flow.value {
            Counted::Unknown => self.context.topic.inherited(),
            // 予以公开 is said of applications; the noun before may have been an aside.
            Counted::Information | Counted::Row(_) if request && self.context.topic.value == Counted::Request => {
                self.context.topic.inherited()
            }
            _ => flow.inherited(),
        }
    }

    pub(super) fn subset(&self, item: &Item, said: &Said, residue: &str, slots: &mut Slots) {
        let place = Span { start: item.begins, end: self.sentence.tokens[item.figure].start };
        slots.subset = if let Some(words) = said.topic {
            Slot::said(Subset::Topic, words)
        } else if let Some(words) = said.channel.filter(|_| !self.is_all_channels(item, said)) {
            Slot::said(Subset::Channel, words)
        } else if said.timely && limits::late_beside(self.sentence.tokens) {
            Slot::said(Subset::Topic, place)
        } else if said.scopes || said.group && said.scope.is_none() {
            Slot::said(Subset::Applicants, place)
        } else if said.group {
            // 公民、法人或其他组织 are all of them together.
            Slot::default()
        } else if let Some((scope, words)) = said.scope {
            Slot::said(Subset::Applicant(scope), words)
        } else if said.other
            && said.event.is_none()
            && said.noun.is_none_or(|n| n.0 == Counted::Request)
            && residue.is_empty()
        {
            match (self.flow.subset.value, self.setting.words.rest_scope) {
                (Subset::Applicant(_), Some(rest)) => Slot::said(Subset::Applicant(rest), place),
                _ => Slot::said(Subset::Topic, place),
            }
        } else if !residue.is_empty() {
            Slot::said(Subset::Topic, place)
        } else {
            Slot::default()
        };
    }

    /// 通过网站、公众号等渠道公开: all ways together.
    pub(super) fn is_all_channels(&self, item: &Item, said: &Said) -> bool {
        let own = &self.sentence.tokens[item.own.clone()];
        let publishes = said.event.is_some_and(|e| matches!(e.0, Event::Published | Event::Disclosed));
        publishes && said.channels > 1 && own.iter().any(|t| t.kind == Kind::Pause) && !self.flow.parted
    }
}
