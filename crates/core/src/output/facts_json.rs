//! `facts --format json`: everything that was understood of a report, as `gouji.facts/1`.

use crate::report::facts::Listing;

/// One line of JSON, its names in alphabetical order, with a line break after it.
pub fn facts_json(listing: &Listing) -> String {
    // What is printed are plain structs of strings and numbers, which always serialise.
    let mut text = serde_json::to_value(listing).map_or_else(|_| String::from("null"), |whole| whole.to_string());
    text.push('\n');
    text
}
