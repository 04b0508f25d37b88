//! Who reports, on which year and period, and how to reach them.

mod agency;
pub(super) mod contact;
mod in_prose;
mod names;
pub(super) mod period;
mod plain_contact;
pub(super) mod profile;
mod told_period;
