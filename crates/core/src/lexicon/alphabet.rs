//! What prose is read as: the kinds of word, mark and figure, and which characters begin them. Knows no text.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::str::Str;
use crate::language::numbers;

/// The classes of words: the field of `words` in `vocabulary/counts.yaml`, and what its words say. Of a word that
/// stands in several lists the first is found.
macro_rules! classes {
    ($($(#[$doc:meta])* $field:ident: $class:ident,)*) => {
        /// What a word says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Word {
            $($(#[$doc])* $class,)*
            /// Index into [`CountWords::roles`](super::counts::CountWords::roles).
            Outcome(u16),
            Carried(u16),
            /// Row and column of one of [`CountWords::grids`](super::counts::CountWords::grids).
            Row(u16),
            Column(u16),
            /// 未制发: the verb of a column, denied.
            NotColumn(u16),
            /// Index into [`CountWords::scopes`](super::counts::CountWords::scopes).
            Scope(u16),
            ScopeGroup,
            /// Index into [`CountWords::results`](super::counts::CountWords::results).
            Result(u16),
            /// A word that is only a cue (`prose.yaml`).
            Cue,
        }

        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct RawWords {
            $(pub(super) $field: Vec<Str>,)*
        }

        impl RawWords {
            /// The words of each class.
            pub(super) fn classes(self) -> impl Iterator<Item = (Vec<Str>, Word)> {
                [$((self.$field, Word::$class),)*].into_iter()
            }
        }
    };
}

classes! {
    receive: Receive,
    /// 新收: of this year alone.
    new: New,
    answer: Answer,
    handle: Handle,
    take: Take,
    publish: Publish,
    /// 公开, without 主动.
    disclose: Disclose,
    verb: Verb,
    requests: Requests,
    request: Request,
    review: Review,
    litigation: Litigation,
    both: Both,
    information: Information,
    direct: Direct,
    after_review: AfterReview,
    foreign: Foreign,
    /// 补正, 延期: not a case of its own, in the midst of applications and reviews.
    apart: Apart,
    /// 当场, 同一申请人, 代拟: only some of what the clause speaks of.
    partial: Partial,
    /// 按时
    timely: Timely,
    /// 截至
    as_of: AsOf,
    /// 与政府信息公开无关
    unrelated: Unrelated,
    /// 市本级, 各县区: figures from here to the end of the sentence are of a part of the report's area.
    part_of_body: PartOfBody,
    /// 上半年: the same, of a part of the year.
    part_of_year: PartOfYear,
    /// 以来
    since: Since,
    /// 结转, 顺延: carries over, from or to the year that is named beside it.
    carry: Carry,
    /// 涉及: only the applications about what follows.
    narrow: Narrow,
    /// 均为, 全部为
    every: Every,
    /// 其他
    other: Other,
    other_scope: OtherScope,
    channel: Channel,
    sum: Sum,
    each: Each,
    part: Part,
    classed: Classed,
    not: Not,
    not_zero: NotZero,
    hedge: Hedge,
    delta: Delta,
    prior: Prior,
    quota: Quota,
    of_these: OfThese,
    info: Info,
    share: Share,
    rate: Rate,
    filler: Filler,
}

impl Word {
    /// A verb that says what was done with what the figure counts, or the column of a table that stands for one.
    pub(crate) fn is_act(self) -> bool {
        matches!(
            self,
            Word::Receive
                | Word::New
                | Word::Answer
                | Word::Handle
                | Word::Take
                | Word::Verb
                | Word::Publish
                | Word::Disclose
                | Word::Column(_)
        )
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Word(Word),
    /// A number with a unit.
    Count(Amount),
    Percent {
        value: Decimal,
        scale: u32,
    },
    Year(i16),
    /// 第十条, a date, a telephone number: a number that counts nothing.
    Other,
    Comma,
    /// 、
    Pause,
    Semicolon,
    Colon,
    /// 。 and the like.
    Stop,
    Open,
    Close,
    /// A quotation mark, opening or closing.
    Quote,
}

/// A number that counts something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    pub value: Decimal,
    /// Index into the units of the vocabulary; none where no unit follows.
    pub unit: Option<u16>,
    pub approximate: bool,
    pub chinese: bool,
    /// The digits.
    pub digits: (u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    /// It is this word of the vocabulary.
    pub(crate) fn is(&self, word: Word) -> bool {
        matches!(self.kind, Kind::Word(own) if own == word)
    }
}

/// What a place of interest begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Begin {
    /// A word of the vocabulary.
    Word(Word),
    Mark(Kind),
    /// 。 ends the sentence, and with it a title left open.
    Stop,
    TitleOpens,
    TitleCloses,
    /// A figure, or some other run of digits.
    Digit,
    Numeral,
}

/// What is of interest beside the words of a vocabulary, each of one character.
pub(crate) fn marks() -> impl Iterator<Item = (char, Begin)> {
    let marks = [
        (",", Kind::Comma),
        ("、", Kind::Pause),
        (";", Kind::Semicolon),
        (":", Kind::Colon),
        ("!?", Kind::Stop),
        ("([〔【", Kind::Open),
        (")]〕】", Kind::Close),
        ("\"“”‘’", Kind::Quote),
    ];
    let marks = marks.into_iter().flat_map(|(list, kind)| list.chars().map(move |c| (c, Begin::Mark(kind))));
    let titles = [('。', Begin::Stop), ('《', Begin::TitleOpens), ('》', Begin::TitleCloses)];
    let digits = ('0'..='9').map(|c| (c, Begin::Digit));
    let numerals = numbers::CHINESE.chars().map(|c| (c, Begin::Numeral));
    marks.chain(titles).chain(digits).chain(numerals)
}
