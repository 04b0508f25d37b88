//! What became of deductions in review, from a file beside the reports: a state and a note for the fingerprint of each.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::yaml;

/// The file, as it stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviews {
    /// By fingerprint.
    pub reviews: BTreeMap<String, Reviewed>,
}

/// One deduction.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    pub state: State,
    #[serde(default)]
    pub note: Option<String>,
}

/// The states of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Accepted,
    Disputed,
}

impl Reviews {
    /// Reads the file; none where it is not of this shape, with the byte at which that shows.
    ///
    /// # Errors
    /// The first mistake of shape or syntax.
    pub fn read(text: &str) -> Result<Self, usize> {
        yaml::read(text).map_err(|problem| problem.mark.start as usize)
    }
}
