//! What is known of the cause of broken relations: how sure its place is, and how the mistake was made.

/// What is known of the cause of broken relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub certainty: Certainty,
    /// How the mistake was made, where it shows.
    pub slip: Option<Slip>,
    /// How many relations it accounts for.
    pub relations: usize,
    /// How many figures it would change.
    pub figures: usize,
}

/// How sure the place of a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing else explains all that is broken with as few changes.
    Only,
    /// The likeliest of a few.
    Likely,
    /// One of a few, none likelier than the others.
    OneOf,
    /// One of many.
    AnyOf,
    /// A row is wrong, and its right figures are not sure.
    InRow,
    /// Too much is broken to tell.
    Tangled,
}

/// How people err in writing figures down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// 3191 for 3119.
    DigitsSwapped,
    /// 35 for 351.
    DigitLost,
    /// 3511 for 351.
    DigitDoubled,
    /// 10 as 1 and 0, in two cells.
    DigitsSplit,
    /// It stands one column too far.
    NeighbourColumn,
    /// It stands one row too far.
    NeighbourRow,
    /// Two figures of the text stand in each other's place.
    Exchanged,
    /// Two lines of a table stand in each other's place.
    LinesExchanged,
    /// All the row's figures stand one cell too far.
    RowSlipped,
    /// The row is the one beside it once more.
    RowRepeated,
    /// The row was left as nothing.
    RowLeftOut,
    /// A total counts a row that is no part of it.
    RowCounted,
    /// A total does not count a row that is part of it.
    RowMissed,
    /// Nothing stands there, which would mean 0.
    LeftBlank,
    /// A part was changed and the total was not.
    StaleTotal,
    /// 元 where 万元 belong.
    Yuan,
}

impl Slip {
    /// Whether a row is wrong as a whole.
    pub fn is_of_row(self) -> bool {
        matches!(self, Slip::RowSlipped | Slip::RowRepeated | Slip::RowLeftOut | Slip::RowCounted | Slip::RowMissed)
    }
}
