//! The slots of a figure in words, for a person who asks why it was read as it was. Input: filled slots. Judges
//! nothing.

use crate::facts::model::slots::{Counted, Event, Origin, Period, Relation, Slots, Subset, Whose};
use crate::lexicon::{Lexicon, Str};
use crate::source::Span;

/// One slot as it is told: its name and its value (Chinese, English), whence it comes, and the words that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) slot: [&'static str; 2],
    pub(super) value: [String; 2],
    pub(super) origin: Origin,
    pub(super) words: Span,
}

fn both(zh: &str, en: &str) -> [String; 2] {
    [zh.to_owned(), en.to_owned()]
}

fn named(list: &[Str], index: u16) -> String {
    list.get(usize::from(index)).map_or_else(String::new, |name| name.as_str().to_owned())
}

/// The slots that say anything: what is counted and what was done always, the others where they are not what goes
/// without saying.
pub(super) fn told(slots: &Slots, lexicon: &Lexicon) -> Vec<Told> {
    let words = &lexicon.counts;
    let role = |index: u16| words.roles.get(usize::from(index)).map_or_else(String::new, |r| r.0.as_str().to_owned());
    let same = |name: String| [name.clone(), name];
    let counted = match slots.counted.value {
        Counted::Unknown => both("不明", "unknown"),
        Counted::Request => both("申请", "applications"),
        Counted::Review(0) => both("行政复议", "reviews"),
        Counted::Review(1) => both("未经复议直接起诉", "lawsuits without review"),
        Counted::Review(2) => both("复议后起诉", "lawsuits after review"),
        Counted::Review(_) => both("行政诉讼", "lawsuits"),
        Counted::Information => both("信息", "information"),
        Counted::Row(row) => same(words.grids.row_name(row).map(role).unwrap_or_default()),
        Counted::Other => both("其他事物", "something else"),
    };
    let event = match slots.event.value {
        Event::Unknown => both("未说", "unsaid"),
        Event::Received => both("收到", "received"),
        Event::New => both("新收", "newly received"),
        Event::Taken => both("收到或办理", "received or handled"),
        Event::Answered => both("办结", "answered"),
        Event::Handled => both("办理", "handled"),
        Event::Due => both("应办理", "due"),
        Event::Outcome(index) => same(role(index)),
        Event::Released => both("公开和部分公开合计", "granted in full or in part"),
        Event::CarriedIn => both("上年结转", "carried in"),
        Event::CarriedOut => both("结转下年", "carried out"),
        Event::Pending => both("正在办理", "pending"),
        Event::Step => both("办理中的一步", "a step on the way"),
        Event::Column(_) => both("表中一栏", "a column"),
        Event::Published => both("主动公开", "published"),
        Event::Disclosed => both("公开", "disclosed"),
        Event::Result(index) => same(named(&words.results, index)),
        Event::Else => both("其他", "something else"),
    };
    let subset = match slots.subset.value {
        Subset::All => both("全部", "all"),
        Subset::Applicant(index) => same(named(&words.scopes, index)),
        Subset::Applicants => both("几类申请人", "several kinds of applicants"),
        Subset::Channel => both("一种渠道", "one channel"),
        Subset::Topic => both("一部分", "a part"),
    };
    let mut list = vec![
        Told { slot: ["对象", "counted"], value: counted, origin: slots.counted.origin, words: slots.counted.words },
        Told { slot: ["事件", "event"], value: event, origin: slots.event.origin, words: slots.event.words },
    ];
    if slots.subset.value != Subset::All {
        let origin = slots.subset.origin;
        list.push(Told { slot: ["范围", "subset"], value: subset, origin, words: slots.subset.words });
    }
    if slots.whose.value != Whose::Own {
        let value = both("不是本单位全部", "not all of the body's own");
        list.push(Told { slot: ["归属", "whose"], value, origin: slots.whose.origin, words: slots.whose.words });
    }
    let period = match slots.period.value {
        Period::Year => None,
        Period::Part => Some(both("一年的一部分", "a part of the year")),
        Period::Several => Some(both("几年", "several years")),
        Period::Other => Some(both("别的年份", "another year")),
    };
    list.extend(period.map(|value| {
        let slot = ["时间", "period"];
        Told { slot, value, origin: slots.period.origin, words: slots.period.words }
    }));
    let relation = match slots.relation.value {
        Relation::Plain => None,
        Relation::Change => Some(both("增减数", "a change")),
        Relation::Quota => Some(both("比率或定额", "a rate or a quota")),
    };
    list.extend(relation.map(|value| {
        let slot = ["关系", "relation"];
        Told { slot, value, origin: slots.relation.origin, words: slots.relation.words }
    }));
    list
}
