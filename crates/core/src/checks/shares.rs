//! Percentages as they are worked out and rounded.

use rust_decimal::{Decimal, RoundingStrategy};

/// The percentage to the digits stated.
pub(crate) fn share(part: Decimal, whole: Decimal, scale: u32) -> Option<Decimal> {
    let exact = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(exact.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero))
}

/// Rounded or cut off: one unit of the last digit either way.
pub(crate) fn agrees(expected: Decimal, stated: Decimal, scale: u32) -> bool {
    (expected - stated).abs() <= Decimal::new(1, scale)
}
