//! What a place changes in the rules of the country: severity, weight, texts, or an exemption, each with its basis. The
//! kind of check and its parameters stay.

use serde::Deserialize;

use super::schema::{Basis, RawRule, Severity};
use super::text::Text;
use crate::checks::Scalar;

/// A file of `amendments/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAmendment {
    pub rule: Scalar<String>,
    /// Code prefix: `cn-43`.
    pub place: Scalar<String>,
    pub basis: Vec<Basis>,
    /// The rule does not hold there.
    #[serde(default)]
    pub exempt: bool,
    pub severity: Option<Scalar<Severity>>,
    pub weight: Option<Scalar<u8>>,
    pub message: Option<Text>,
    pub remedy: Option<Text>,
}

/// Gives an amendment to its rule; false where there is none.
pub(super) fn amend(rules: &mut [RawRule], amendment: RawAmendment) -> bool {
    let Some(rule) = rules.iter_mut().find(|r| r.id == amendment.rule) else { return false };
    // The narrowest place comes last, and is asked first.
    let at = rule.amendments.partition_point(|a| a.place.len() <= amendment.place.len());
    rule.amendments.insert(at, amendment);
    true
}
