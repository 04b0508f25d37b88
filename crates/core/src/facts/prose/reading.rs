//! What a figure was read as, before it is written out.

use crate::lexicon::cells::Challenge;
use crate::lexicon::counts::CountWords;

/// What a figure was read as, before it is written out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    Received,
    Answered,
    Published,
    /// Index into [`CountWords::roles`].
    Listed(u16),
    /// Kind of review, and the result or all of them.
    Reviewed(Challenge, Option<u16>),
}

impl Role {
    /// The cell that it is of; none where the vocabulary names none.
    pub(crate) fn name(self, words: &CountWords) -> Option<&str> {
        let name: &str = match self {
            Role::Received => &words.wholes.received,
            Role::Answered => &words.wholes.answered,
            Role::Published => &words.wholes.published,
            Role::Listed(index) => &words.roles[index as usize].0,
            Role::Reviewed(kind, result) => words.reviews.role(kind, result),
        };
        Some(name).filter(|name| !name.is_empty())
    }
}

/// What was made of one figure.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    pub role: Option<Role>,
    pub scope: Option<u16>,
    pub loose: bool,
    /// 新收: of this year alone.
    pub new: bool,
    /// Row and column, where the figure is of a cell of a small table.
    pub cell: Option<(u16, u16)>,
}

impl Reading {
    pub(crate) fn of(role: Option<Role>) -> Self {
        Self { role, ..Self::default() }
    }
}
