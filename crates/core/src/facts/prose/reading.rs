//! What a figure was read as, before it is written out.

use crate::lexicon::Str;
use crate::lexicon::counts::CountWords;

/// What a figure was read as, before it is written out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    NewReceived,
    ResultsTotal,
    Proactive,
    Listed(u16),
    /// Group (0 review, 1 direct, 2 after review, 3 both kinds of lawsuit) and result, or the total.
    Review(u8, Option<u16>),
}

const REVIEW_GROUPS: [&str; 4] = ["review", "direct", "after_review", "litigation"];

impl Role {
    pub(crate) fn name(self, words: &CountWords) -> String {
        match self {
            Role::NewReceived => "requests.new_received".into(),
            Role::ResultsTotal => "requests.results_total".into(),
            Role::Proactive => "proactive.total".into(),
            Role::Listed(index) => words.roles[index as usize].0.as_str().to_owned(),
            Role::Review(group, result) => {
                let result = result.and_then(|r| words.results.get(r as usize)).map_or("total", Str::as_str);
                format!("review.{}.{result}", REVIEW_GROUPS[group as usize])
            }
        }
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
