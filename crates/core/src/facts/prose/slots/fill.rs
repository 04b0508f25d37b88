//! Fills the slots of a figure from its own words, then from what its list, its sentence and its headings say.
//! Input: the items of a sentence in their order. Knows slots, no role.

use rust_decimal::Decimal;

use super::context::Context;
use super::flow::Flow;
use super::segment::{Item, Mark};
use super::words::{Said, Setting};
use crate::facts::model::Count;
use crate::facts::model::slots::{Counted, Event, Origin, Period, Relation, Slot, Slots, Subset, Whose};
use crate::facts::prose::counts::Sentence;
use crate::facts::prose::other_bodies::OtherBodies;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::source::Span;

pub(super) struct Filler<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) sentence: Sentence<'a>,
    pub(super) others: &'a OtherBodies<'a>,
    pub(super) context: Context,
    pub(super) values: Vec<Decimal>,
    pub(super) flow: Flow,
    /// What was said outside of the brackets that are open.
    pub(super) outside: Vec<Flow>,
    /// Value of the figure whose parts are listed, and the sum of these.
    pub(super) list: Option<(Decimal, Decimal)>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        setting: Setting<'a>,
        sentence: Sentence<'a>,
        others: &'a OtherBodies<'a>,
        context: Context,
        counts: &[Count],
    ) -> Self {
        let mut flow = Flow::default();
        if let Some(before) = context.before {
            flow.total = before.total;
            flow.about = before.about;
            flow.group = before.group;
            // 其中 at the beginning: of what the sentence before was about.
            if sentence.tokens.first().is_some_and(|t| t.is(Word::Part)) {
                flow.counted = before.counted.inherited();
                flow.whose = before.whose.inherited();
                flow.period = before.period.inherited();
                flow.parent = before.whole;
                flow.last = before.whole;
                flow.has_total = before.has_total;
            } else if matches!(before.counted.value, Counted::Request | Counted::Review(_)) {
                flow.counted = before.counted.inherited();
            }
        }
        let values = sentence.counts.iter().map(|&(_, c)| counts[c].value).collect();
        Self { setting, sentence, others, context, values, flow, outside: Vec::new(), list: None }
    }

    pub(super) fn flow(&self) -> Flow {
        self.flow
    }

    /// The slots of item `k`; items are to be asked in their order.
    pub(super) fn fill(&mut self, items: &[Item], k: usize) -> Slots {
        let item = &items[k];
        self.pass(item, k.checked_sub(1).map(|p| &items[p]));
        let tokens = self.sentence.tokens;
        let number = tokens[item.figure].start;
        let mut own = item.clone();
        self.leave_heading(&mut own);
        let item = &own;
        let mut said = self.setting.said(tokens, item.own.start, &tokens[item.own.clone()], number);
        let right = &tokens[item.behind.clone()];
        let mut behind = self.setting.said(tokens, item.behind.start, right, u32::MAX);
        if !item.ends_clause {
            // The words between two figures belong to the second, but for a noun that touches the first.
            let touching = right.first().is_some_and(|t| t.start <= tokens[item.figure].end + 3);
            behind =
                Said { noun: behind.noun.filter(|_| touching), about: behind.about && touching, ..Said::default() };
        }
        // 其中137件为自然人: who applied stands behind.
        let plain = |t: &Token| t.is(Word::Part) || t.is(Word::Filler);
        if said.scope.is_none()
            && behind.scope.is_some()
            && !behind.scopes
            && tokens[item.own.clone()].iter().all(plain)
        {
            said.scope = behind.scope;
        }
        if said.change.is_some() && self.reaches(item) {
            said.change = None;
        }
        let residue = self.residue(item);
        let mut slots = Slots::default();
        self.relation(item, &said, &mut slots);
        self.period(item, &said, &behind, &mut slots);
        self.whose(item, &said, residue, &mut slots);
        self.event(item, &said, &behind, &mut slots);
        self.granted(items, k, &said, &mut slots);
        self.leave_list(item, &said, &slots);
        self.counted(item, &said, &behind, residue, &mut slots);
        self.subset(item, &said, residue, &mut slots);
        self.reason_behind(item, &behind, &mut slots);
        self.cell(item, &said, residue, &mut slots);
        self.inherit(item, &said, &mut slots);
        self.limit(items, k, &said, residue, &mut slots);
        self.keep(items, k, &said, &slots);
        slots
    }

    /// 四、依申请公开情况 全年收到: a heading may stand on the line.
    pub(super) fn leave_heading(&self, item: &mut Item) {
        let tokens = self.sentence.tokens;
        let number = tokens[item.figure].start;
        let text = self.setting.slice(item.begins, number);
        let Some(at) = text.rfind(' ').filter(|at| self.setting.words.cues.is_heading(&text[..*at])) else { return };
        item.begins += at as u32 + 1;
        while item.own.start < item.own.end && tokens[item.own.start].start < item.begins {
            item.own.start += 1;
        }
    }

    /// The words of a figure that stand closest to it and that nobody knows: 感谢信 in 收到感谢信3件.
    pub(super) fn residue(&self, item: &Item) -> &'a str {
        let tokens = self.sentence.tokens;
        let number = tokens[item.figure].start;
        let from = tokens[item.own.clone()].last().map_or(item.begins, |t| t.end);
        let text = self.setting.slice(from, number);
        let cues = &self.setting.words.cues;
        let text = cues.trim(text);
        // What an empty bracket says is an aside.
        let text = text.strip_suffix(')').and_then(|t| t.rfind('(').map(|open| &t[..open])).unwrap_or(text);
        cues.trim(text)
    }

    /// 增加到46件: the figure itself, and no change.
    pub(super) fn reaches(&self, item: &Item) -> bool {
        let tokens = self.sentence.tokens;
        let number = tokens[item.figure].start;
        let last = tokens[item.own.clone()].last().filter(|t| t.is(Word::Delta));
        last.is_some_and(|t| self.setting.words.lists.reaches(self.setting.slice(t.start, number).trim_end()))
    }

    pub(super) fn relation(&self, item: &Item, said: &Said, slots: &mut Slots) {
        if let Some(place) = said.quota {
            slots.relation = Slot::said(Relation::Quota, place);
        } else if let Some(place) = said.change.or_else(|| self.differs(item, said)) {
            slots.relation = Slot::said(Relation::Change, place);
        }
    }

    /// 较2021年多发, 比上年少: by how much, behind what it is compared with, or behind that figure.
    fn differs(&self, item: &Item, said: &Said) -> Option<Span> {
        let tokens = self.sentence.tokens;
        let number = tokens[item.figure].start;
        let text = self.setting.slice(item.begins, number);
        let tail = self.setting.words.cues.differs(text)?;
        let before = &self.sentence.tokens[item.own.clone()];
        let compares = |t: &Token| match t.kind {
            Kind::Word(Word::Prior | Word::Delta) => true,
            Kind::Year(_) => self.setting.words.lists.compares(self.setting.slice(item.begins, t.start)),
            _ => false,
        };
        // 较上年的355条多出83条: the figure before has been compared with.
        let last = self.flow.compared && item.mark == Mark::None;
        (said.prior.is_some() || last || before.iter().any(compares))
            .then_some(Span { start: number - tail as u32, end: number })
    }

    /// 另有3件因第三方不同意而不予公开: some of that outcome, unless the reason is a row of its own.
    fn reason_behind(&self, item: &Item, behind: &Said, slots: &mut Slots) {
        let Some((Event::Outcome(role), place)) = behind.event.filter(|e| e.1 == slots.event.words) else { return };
        let words = self.setting.words;
        let between = self.setting.slice(self.sentence.tokens[item.figure].end, place.start);
        let leaf = words.roles.get(usize::from(role)).is_some_and(|r| r.1.is_some());
        if !leaf && words.causes.iter().any(|c| between.contains(c.as_str())) {
            slots.subset = Slot::said(Subset::Topic, place);
        }
    }

    pub(super) fn period(&mut self, item: &Item, said: &Said, behind: &Said, slots: &mut Slots) {
        self.flow.as_of |= self.sentence.tokens[item.own.clone()].iter().any(|t| t.is(Word::AsOf));
        let own_year = |year: i16| self.setting.year.is_none_or(|own| own == year);
        slots.period = if let Some(place) = said.several {
            Slot::said(Period::Several, place)
        } else if let Some(place) =
            said.day.filter(|_| matches!(said.event, Some((Event::Received | Event::Answered, _))))
        {
            Slot::said(Period::Part, place)
        } else if said.cumulative && self.flow.as_of {
            Slot { value: Period::Several, origin: Origin::Said, words: Span::default() }
        } else if let Some((_, place)) = said.year.filter(|(y, _)| !own_year(*y)) {
            Slot::said(Period::Other, place)
        } else if let Some(place) = said.part_of_year.or(behind.part_of_year.filter(|_| said.event.is_none())) {
            // 较施行前的22件多: what is compared with.
            let compared = self.setting.words.lists.compares(self.setting.slice(item.begins, place.start));
            Slot::said(if compared { Period::Other } else { Period::Part }, place)
        } else if let Some(place) = said.prior.filter(|_| !matches!(said.event, Some((Event::CarriedIn, _)))) {
            Slot::said(Period::Other, place)
        } else if said.year.is_some()
            || said.whole_year
            || matches!(said.event, Some((Event::CarriedIn | Event::CarriedOut, _)))
        {
            self.flow.period = Slot::default();
            Slot::default()
        } else {
            self.flow.period.inherited()
        };
        if slots.period.value == Period::Year {
            slots.period.origin = Origin::Default;
        }
    }

    pub(super) fn whose(&self, item: &Item, said: &Said, residue: &str, slots: &mut Slots) {
        let tokens = self.sentence.tokens;
        let own = &tokens[item.own.clone()];
        let number = tokens[item.figure].start;
        let act = own.iter().find(|t| matches!(t.kind, Kind::Word(w) if w.is_act() || matches!(w, Word::Row(_))));
        if let Some(place) = said.others {
            slots.whose = Slot::said(Whose::Others, place);
        } else if act.is_some_and(|t| self.is_of_all(item, t.start)) {
            slots.whose = Slot { value: Whose::Own, origin: Origin::Inherited, words: Span::default() };
        } else if act.map_or(!residue.is_empty() && self.others.before(self.setting.text, number), |t| {
            self.others.before(self.setting.text, t.start)
        }) {
            slots.whose = Slot::said(Whose::Others, Span { start: item.begins, end: number });
        } else if self.flow.whose.value != Whose::Own && !said.whole_year {
            slots.whose = self.flow.whose.inherited();
        }
    }

    /// 全市税务系统: the whole of a system is its head's own to report.
    pub(super) fn is_of_all(&self, item: &Item, verb: u32) -> bool {
        let cues = &self.setting.words.cues;
        let text = cues.trim(self.setting.slice(item.begins, verb));
        let words = self.setting.words;
        self.setting.vertical
            && words.wider.iter().any(|w| text.ends_with(w.as_str()))
            && !words.tools.iter().any(|w| text.ends_with(w.as_str()))
            && words.own.iter().any(|w| text.contains(w.as_str()))
    }
}
