//! The slots of a figure in prose: what is counted, what was done with it, whose it is, of which time, of which part,
//! and how it stands to other figures. Each knows whether its value was said, taken over from words farther off, or
//! taken for granted. Knows no word and no role.

use crate::source::Span;

/// Where the value of a slot comes from, the surest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Words of the figure's own item say it.
    Said,
    /// Words before it do: of its list, clause, sentence, paragraph or heading.
    Inherited,
    /// Nothing says otherwise.
    #[default]
    Default,
}

/// The value of a slot, with the words that gave it; the span is empty where none did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot<T> {
    pub value: T,
    pub origin: Origin,
    pub words: Span,
}

impl<T> Slot<T> {
    pub(crate) fn said(value: T, words: Span) -> Self {
        Self { value, origin: Origin::Said, words }
    }

    /// The same, for a figure farther on.
    pub(crate) fn inherited(self) -> Self {
        Self { origin: self.origin.max(Origin::Inherited), ..self }
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    #[default]
    Unknown,
    Request,
    /// 0 review, 1 direct, 2 after review, 3 both kinds of lawsuit.
    Review(u8),
    Information,
    /// A row of a small table: rules, licences, penalties.
    Row(u16),
    /// Something that no statutory table counts.
    Other,
}

/// What was done with it, or in which state it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Event {
    #[default]
    Unknown,
    Received,
    /// 新收: of this year alone.
    New,
    /// 收办: received or answered.
    Taken,
    Answered,
    /// 办理: due or answered.
    Handled,
    /// 应办理: what came and what was carried over.
    Due,
    Outcome(u16),
    /// 公开和部分公开合计: granted in full or in part.
    Released,
    CarriedIn,
    CarriedOut,
    /// 正在办理
    Pending,
    /// 补正, 延期, 征求第三方意见: on the way to an answer.
    Step,
    Column(u16),
    Published,
    /// 公开, without 主动.
    Disclosed,
    Result(u16),
    /// 推送, 回应: anything else.
    Else,
}

/// Whose figure it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    #[default]
    Own,
    /// A part of the body or its area, another body, or several together.
    Others,
}

/// Of which time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    #[default]
    Year,
    Part,
    Several,
    Other,
}

/// Of which part of what is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subset {
    #[default]
    All,
    /// A column of the requests table.
    Applicant(u16),
    /// Several columns of it.
    Applicants,
    Channel,
    /// One topic, reason, field or speed.
    Topic,
}

/// How it stands to other figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relation {
    #[default]
    Plain,
    /// By how much another figure changed.
    Change,
    /// 日均, 不少于: no count at all.
    Quota,
}

/// The slots of one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    pub counted: Slot<Counted>,
    pub event: Slot<Event>,
    pub whose: Slot<Whose>,
    pub period: Slot<Period>,
    pub subset: Slot<Subset>,
    pub relation: Slot<Relation>,
}

impl Slots {
    /// Words say that the figure is not the body's own of the whole year: no cell of its tables has it.
    pub(crate) fn is_apart(&self) -> bool {
        self.whose.value != Whose::Own
            || self.period.value != Period::Year
            || self.relation.value != Relation::Plain
            || !matches!(self.subset.value, Subset::All | Subset::Applicant(_))
            || self.counted.value == Counted::Other
            || matches!(self.event.value, Event::Step)
    }

    /// What is counted and what was done with it are said by the figure's own words, or the first by words close before
    /// it; `number` is where it begins.
    pub(crate) fn is_said(&self, number: u32) -> bool {
        let own = |origin: Origin| origin != Origin::Inherited;
        let words = self.counted.words;
        let close = words.start < words.end && number.saturating_sub(words.end) < CLOSE;
        (self.counted.origin == Origin::Said || close)
            && self.event.origin == Origin::Said
            && own(self.whose.origin)
            && own(self.period.origin)
            && own(self.subset.origin)
    }
}

/// Bytes over which what is counted need not be said again.
const CLOSE: u32 = 240;
