//! What was done with what a figure counts: its verb, an outcome, what was carried over, a cell of the small tables.
//! Input: the words of its item and those behind it. Knows no role.

use super::fill::Filler;
use super::segment::{Item, Mark};
use super::words::Said;
use crate::facts::model::slots::{Counted, Event, Origin, Slot, Slots};
use crate::lexicon::alphabet::{Kind, Word};
use crate::lexicon::cues::Cue;
use crate::source::Span;

impl Filler<'_> {
    pub(super) fn event(&mut self, item: &Item, said: &Said, behind: &Said, slots: &mut Slots) {
        let carried_behind = matches!(behind.event, Some((Event::CarriedIn | Event::CarriedOut, _)));
        if let Some(place) = said.step.or(behind.step.filter(|_| item.ends_clause && said.event.is_none()))
            && said.pending.is_none()
            && behind.pending.is_none()
            && !carried_behind
            && !matches!(said.event, Some((Event::CarriedIn | Event::CarriedOut, _)))
            // 因申请内容不明确要求补正33件: the word closest to the figure says what was done.
            && !matches!(said.event, Some((Event::Outcome(_), words)) if place.start < words.end
                || self.setting.words.cues.begins(Cue::Undone, self.setting.slice(place.start, place.end)))
        {
            // 受理 counts what came, unless that has been said.
            let taken = matches!(said.event, Some((Event::Received, words)) if words == place);
            if !taken || self.flow.received {
                slots.event = Slot::said(Event::Step, place);
                return;
            }
        }
        let verb = self.flow.verb.take();
        // 新收264件,上年结转9件,共计273件: all that was to be answered.
        let own = &self.sentence.tokens[item.own.clone()];
        let sums = own.iter().any(|t| t.is(Word::Sum)) && own.iter().all(|t| t.is(Word::Sum) || t.is(Word::Filler));
        if sums && self.flow.received && self.flow.carried && !self.flow.answered && behind.event.is_none() {
            slots.event = Slot { value: Event::Due, origin: Origin::Inherited, words: Span::default() };
            return;
        }
        slots.event = if let Some((event, words)) = said.event {
            if said.both && matches!(event, Event::Answered | Event::Handled) {
                Slot::said(Event::Taken, words)
            } else {
                Slot::said(event, words)
            }
        } else if let Some(place) =
            said.carry.or(behind.carry.filter(|_| item.ends_clause)).filter(|_| self.flow.answered)
        {
            Slot::said(Event::CarriedOut, place).inherited()
        } else if said.rest && self.carries_on(item) {
            Slot { value: Event::CarriedOut, origin: Origin::Inherited, words: Span::default() }
        } else if let Some((role, words)) = said.soft_outcome.filter(|_| self.is_among_outcomes()) {
            Slot::said(Event::Outcome(role), words).inherited()
        } else if let Some((event, words)) = behind.event.filter(|(event, _)| {
            // 未办结的14件在答复期限内: the words before the figure say what it is.
            let goes = matches!(event, Event::CarriedIn | Event::CarriedOut);
            // 剩下的1件于12月30日收到: no figure of all.
            let some = said.rest && !matches!(event, Event::Outcome(_) | Event::Result(_));
            item.ends_clause && !behind.each && (goes || said.pending.is_none() && !some)
        }) {
            Slot::said(event, words)
        } else if let Some(place) = said.pending.or(behind.pending) {
            let goes = self.carries_on(item);
            Slot::said(if goes { Event::CarriedOut } else { Event::Pending }, place).inherited()
        } else {
            verb.unwrap_or_default()
        };
        // 发生1件行政复议: what happens to reviews says nothing.
        if matches!(slots.event.value, Event::Else) && said.column.is_some() {
            slots.event = Slot::default();
        }
    }

    /// 公开39件、部分公开8件、不予公开5件: the first of several outcomes.
    pub(super) fn granted(&self, items: &[Item], k: usize, said: &Said, slots: &mut Slots) {
        let requests = self.flow.counted.value == Counted::Request || self.context.topic.value == Counted::Request;
        let bare = said.noun.is_none() && !said.sum && said.through.is_none() && said.channel.is_none();
        let Some(granted) = self.setting.words.granted else { return };
        if slots.event.value != Event::Disclosed
            || !requests
            || !bare
            || self.is_piece(&items[k]) && !self.flow.answered
        {
            return;
        }
        let outcome = |item: &Item| {
            let first = self.sentence.tokens[item.own.clone()].iter().find(|t| matches!(t.kind, Kind::Word(_)));
            first.is_some_and(|t| matches!(t.kind, Kind::Word(Word::Outcome(_)))) && item.depth == items[k].depth
        };
        if items.get(k + 1).is_some_and(outcome) {
            slots.event = Slot { value: Event::Outcome(granted), ..slots.event };
        }
    }

    pub(super) fn is_among_outcomes(&self) -> bool {
        self.flow.last.is_some_and(|l| matches!(l.event.value, Event::Outcome(_)))
    }

    /// 其余4件正在征求意见,结转2024年: the clause behind goes on with the same figure.
    pub(super) fn carries_on(&self, item: &Item) -> bool {
        let rest = &self.sentence.tokens[item.behind.end..];
        let end = rest
            .iter()
            .position(|t| {
                matches!(t.kind, Kind::Semicolon | Kind::Stop) || matches!(t.kind, Kind::Count(a) if a.unit.is_some())
            })
            .unwrap_or(rest.len());
        let said = self.setting.said(self.sentence.tokens, item.behind.end, &rest[..end], u32::MAX);
        matches!(said.event, Some((Event::CarriedOut, _))) || said.carry.is_some()
    }

    /// A cell of the small tables: either of row and column may be left out where the figure before had it.
    pub(super) fn cell(&mut self, item: &Item, said: &Said, residue: &str, slots: &mut Slots) {
        let grids = &self.setting.words.grids;
        let row = match said.row {
            Some((row, words)) => Some(Slot::said(row, words)),
            None if said.column.is_some() && said.noun.is_none() && residue.is_empty() => self
                .flow
                .row
                .filter(|_| self.flow.column.is_some())
                .map(|row| Slot { value: row, origin: Origin::Inherited, words: Span::default() }),
            None => None,
        };
        let Some(row) = row.filter(|_| !said.conflict && residue.is_empty()) else { return };
        slots.counted = Slot { value: Counted::Row(row.value), origin: row.origin, words: row.words };
        let shown =
            said.verb.is_some() && !said.handles || matches!(slots.event.value, Event::Published | Event::Disclosed);
        let sole = grids.sole_column(row.value);
        let place = Span { start: item.begins, end: self.sentence.tokens[item.figure].start };
        // 公开行政许可决定30件: what is shown need not be all.
        let told = said
            .column
            .filter(|(_, words)| !(sole.is_some() && (shown || self.flow.shown) && words.start > row.words.start));
        let column = told.or(said.soft_column.filter(|_| said.row.is_some() && sole.is_none()));
        let column = match column {
            Some((column, words)) => Some(Slot::said(column, words)),
            None if shown => None,
            None => match sole {
                Some(sole) if said.handles || grids.is_implied(row.value) => Some(Slot::said(sole, place)),
                Some(sole)
                    if slots.event.value == Event::Unknown
                        && !self.flow.shown
                        && said.row.is_some()
                        && !self.flow.parted =>
                {
                    Some(Slot { value: sole, origin: Origin::Inherited, words: place })
                }
                _ => self.flow.column.filter(|_| !self.flow.parted && item.mark <= Mark::Comma).map(|column| Slot {
                    value: column,
                    origin: Origin::Inherited,
                    words: Span::default(),
                }),
            },
        };
        let fits = |column: u16| grids.role(row.value, column).is_some();
        let column =
            column.and_then(|c| if fits(c.value) { Some(c) } else { sole.map(|sole| Slot { value: sole, ..c }) });
        slots.event = match column {
            Some(column) => Slot { value: Event::Column(column.value), origin: column.origin, words: column.words },
            None => Slot::said(Event::Else, place),
        };
        if let Some(column) = column {
            (self.flow.row, self.flow.column) = (Some(row.value), Some(column.value));
        }
        self.flow.shown |= shown;
    }
}
