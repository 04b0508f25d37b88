//! What a place changes in the rules of the country: severity, weight, texts, or an exemption, each with its basis. The
//! kind of check and its parameters stay.

use super::schema::{RawAmendment, RawRule};

/// Gives an amendment to its rule; false where there is none.
pub(super) fn amend(rules: &mut [RawRule], amendment: RawAmendment) -> bool {
    let Some(rule) = rules.iter_mut().find(|r| r.id == amendment.rule) else { return false };
    // The narrowest place comes last, and is asked first.
    let at = rule.amendments.partition_point(|a| a.place.len() <= amendment.place.len());
    rule.amendments.insert(at, amendment);
    true
}
