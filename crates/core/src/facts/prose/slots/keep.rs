//! What a figure takes over from the list it stands in, and what it leaves for those behind it.
//! Input: slots. Looks at few words.

use rust_decimal::Decimal;

use super::fill::Filler;
use super::segment::Item;
use super::words::Said;
use crate::facts::model::slots::{Counted, Event, Origin, Period, Relation, Slot, Slots, Subset, Whose};
use crate::source::Span;

impl Filler<'_> {
    /// Takes over from the figure whose part this is, and from what has been said before.
    pub(super) fn inherit(&self, item: &Item, said: &Said, slots: &mut Slots) {
        let whole = said.whole_year || said.sum;
        if let Some(parent) = self.flow.parent.filter(|_| self.flow.parted) {
            if slots.whose.value == Whose::Own && parent.whose.value != Whose::Own {
                slots.whose = parent.whose.inherited();
            }
            if slots.period.value == Period::Year && said.year.is_none() && parent.period.value != Period::Year {
                slots.period = parent.period.inherited();
            }
            if slots.subset.value == Subset::All && parent.subset.value != Subset::All {
                slots.subset = parent.subset.inherited();
            }
            if parent.event.value == Event::Step || parent.relation.value == Relation::Quota {
                slots.event = Slot { value: Event::Step, ..parent.event.inherited() };
            }
            if slots.counted.origin != Origin::Said && parent.counted.value == Counted::Other {
                slots.counted = parent.counted.inherited();
            }
        }
        // 自然人4件、企业3件,均已答复:予以公开5件: of all of them.
        let of_all = self.flow.applicants > 1
            && matches!(slots.event.value, Event::Outcome(_) | Event::Released | Event::Answered | Event::Handled);
        if slots.subset.value == Subset::All
            && self.flow.subset.value != Subset::All
            && !whole
            && !of_all
            // 修改4件,废止3件: words that nobody knows limit no other cell.
            && !(matches!(slots.counted.value, Counted::Row(_)) && said.column.is_some())
            && said.noun.is_none()
        {
            slots.subset = self.flow.subset.inherited();
        }
        // 自然人27件: of what was received or answered.
        let applicant = matches!(slots.subset.value, Subset::Applicant(_) | Subset::Applicants);
        if applicant && matches!(slots.event.value, Event::Unknown | Event::Else) {
            // Who applied is told of what came, where both have been given.
            let came = self.flow.received && !self.flow.parted;
            let came = came.then_some(Slot { value: Event::Received, ..Slot::default() });
            // 上年结转的22件全部办结,其中自然人21件: of what was carried over.
            let carried = self.flow.parent.filter(|_| self.flow.parted).map(|p| p.event);
            let carried = carried.filter(|e| matches!(e.value, Event::CarriedIn | Event::CarriedOut));
            let event = carried.or(self.flow.led).or(came).or(self.flow.total);
            slots.event = event.unwrap_or(Slot { value: Event::Received, ..Slot::default() }).inherited();
            if slots.event.value == Event::New {
                slots.event.value = Event::Received;
            }
        }
        if slots.event.value == Event::Unknown
            && slots.counted.value == Counted::Request
            && said.noun.is_some_and(|n| n.0 == Counted::Request)
            && !self.flow.has_total
            && !self.flow.parted
            && !self.is_piece(item)
        {
            // 依申请公开36件, without a verb.
            slots.event = Slot { value: Event::Taken, origin: Origin::Inherited, words: Span::default() };
        }
    }

    /// Keeps what goes on to be meant.
    pub(super) fn keep(&mut self, items: &[Item], k: usize, said: &Said, slots: &Slots) {
        let item = &items[k];
        let flow = &mut self.flow;
        let plain = slots.relation.value == Relation::Plain;
        flow.about |= said.about;
        flow.compared = slots.period.value == Period::Other;
        if plain
            && slots.counted.origin == Origin::Said
            && !self
                .setting
                .words
                .cues
                .is_kind(self.setting.slice(item.begins, self.sentence.tokens[item.figure].start))
        {
            flow.counted = slots.counted;
        }
        if let Counted::Review(group) = slots.counted.value {
            if slots.counted.origin == Origin::Said {
                let other = matches!((flow.group, group), (Some(1), 2) | (Some(2), 1));
                flow.both_groups = other && !flow.resulted;
            }
            flow.resulted = matches!(slots.event.value, Event::Result(_));
            flow.group = Some(group);
        }
        if let Counted::Row(row) = slots.counted.value {
            flow.row = Some(row);
        }
        if slots.whose.origin == Origin::Said && item.depth == 0 {
            flow.whose = slots.whose;
        }
        if slots.period.origin == Origin::Said && plain && item.depth == 0 && said.prior.is_none() {
            flow.period = slots.period;
        }
        let whole = slots.subset.value == Subset::All && !slots.is_apart() && slots.counted.value == Counted::Request;
        if whole
            && !flow.parted
            && matches!(
                slots.event.value,
                Event::Received | Event::New | Event::Taken | Event::Answered | Event::Handled | Event::Due
            )
        {
            let total = if matches!(slots.event.value, Event::Answered | Event::Handled) {
                Event::Answered
            } else {
                Event::Received
            };
            flow.total = Some(Slot { value: total, ..slots.event }.inherited());
            flow.has_total = true;
            flow.whole = Some(*slots);
        }
        flow.received |= matches!(slots.event.value, Event::Received | Event::New | Event::Taken);
        flow.carried |= matches!(slots.event.value, Event::CarriedIn);
        flow.answered |= matches!(slots.event.value, Event::Answered | Event::Handled | Event::Outcome(_));
        let who = matches!(slots.subset.value, Subset::Applicant(_) | Subset::Applicants)
            && slots.subset.origin == Origin::Said;
        flow.applicants = if who { flow.applicants.saturating_add(1) } else { flow.applicants };
        if slots.subset.value == Subset::All && slots.event.origin == Origin::Said {
            if flow.applicants > 1 {
                flow.subset = Slot::default();
            }
            flow.applicants = 0;
        }
        let value = self.values[k];
        // Parts that make their whole close their list.
        if flow.parted {
            if self.list.is_none() {
                let parent = k.checked_sub(1).map(|p| self.values[p]);
                self.list = parent.map(|p| (p, Decimal::ZERO));
            }
            if let Some((whole, sum)) = &mut self.list
                && plain
            {
                *sum += value;
                if *sum >= *whole {
                    flow.parted = false;
                    flow.subset = Slot::default();
                    flow.whose = Slot::default();
                    flow.period = Slot::default();
                    self.list = None;
                    return;
                }
            }
        }
        if plain && slots.period.value != Period::Other {
            flow.last = Some(*slots);
            if flow.parted {
                flow.part = flow.part.or(Some(slots.event.value));
                flow.parts = flow.parts.saturating_add(1);
            }
        }
        let applicant = matches!(slots.subset.value, Subset::Applicant(_) | Subset::Applicants);
        // 因个人隐私不予公开2件: the reason is that outcome's alone.
        let reason = matches!(slots.event.value, Event::Outcome(_)) && slots.subset.value == Subset::Topic;
        if slots.subset.origin == Origin::Said && !(applicant && flow.has_total) && plain && !reason {
            flow.subset = slots.subset;
        } else if applicant && slots.subset.origin == Origin::Said {
            // Only for 其他, which follows.
            flow.subset = slots.subset;
        }
    }
}
