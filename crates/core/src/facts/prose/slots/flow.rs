//! What a sentence has said so far and goes on to mean: noun, verb, whose, when, which part.

use crate::facts::model::slots::{Counted, Event, Period, Slot, Slots, Subset, Whose};

/// The state between two figures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    /// The noun said last.
    pub counted: Slot<Counted>,
    /// The verb of a clause without a figure, for the next one that has none.
    pub verb: Option<Slot<Event>>,
    /// The same, for all applicants that follow.
    pub led: Option<Slot<Event>>,
    /// What was done with the applications counted last: received or answered.
    pub total: Option<Slot<Event>>,
    /// A figure of all applications has been given in this sentence.
    pub has_total: bool,
    /// The body is known to have received before: 收到36件,受理34件.
    pub received: bool,
    pub answered: bool,
    /// What was carried in has been given.
    pub carried: bool,
    /// 截至: what is added up may be of several years.
    pub as_of: bool,
    /// The figure before is the one that this year's is compared with.
    pub compared: bool,
    pub whose: Slot<Whose>,
    pub period: Slot<Period>,
    pub subset: Slot<Subset>,
    /// Government information has been named.
    pub about: bool,
    /// Reviews and results belong to this group; both lawsuits have been given.
    pub group: Option<u8>,
    pub both_groups: bool,
    pub resulted: bool,
    /// Row and column of the figure before.
    pub row: Option<u16>,
    pub column: Option<u16>,
    /// 公示行政许可: what is shown need not be all, here and farther on.
    pub shown: bool,
    /// 其中 has been said, and the list of parts goes on.
    pub parted: bool,
    /// The figure that the parts are of.
    pub parent: Option<Slots>,
    /// The figure before, and the last of all applications.
    pub last: Option<Slots>,
    pub whole: Option<Slots>,
    /// What was done with the first part of the list.
    pub part: Option<Event>,
    /// How many applicants have been counted in a row.
    pub applicants: u8,
    /// How many parts the list has so far.
    pub parts: u8,
}

impl Flow {
    /// ； ends what limits the figures before it.
    pub(super) fn semicolon(&mut self) {
        self.whose = Slot::default();
        self.period = Slot::default();
        self.subset = Slot::default();
        self.parted = false;
        self.parent = None;
        self.verb = None;
    }
}
