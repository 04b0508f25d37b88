//! Growth against last year as the text states it: 118件,同比增长12.5%. Whether it is so, only last year's report tells.

use rust_decimal::Decimal;

use crate::document::Document;
use crate::facts::{Facts, Lexicon};
use crate::source::Span;

/// A figure of the tables, and by how much it is said to have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// Role and scope of the figure, as of a count in prose.
    pub role: Box<str>,
    pub scope: Box<str>,
    /// The figure as the text states it.
    pub now: Decimal,
    /// In percent, without a sign; rounded to so many digits.
    pub percent: Decimal,
    pub scale: u32,
}

/// Of one report no more are kept.
const MOST: usize = 16;

/// The growth of figures whose role is sure, and where each percentage stands.
pub fn growths<'a>(
    document: &'a Document,
    facts: &'a Facts,
    lexicon: &'a Lexicon,
) -> impl Iterator<Item = (Growth, Span)> + 'a {
    let year = facts.profile.report_year.map(|y| y.value);
    let stated = facts.percentages.iter().filter_map(move |percentage| {
        let count = facts.counts.get(percentage.grown?)?;
        let sure =
            !count.approximate && !count.loose && !count.in_words && (count.year.is_none() || count.year == year);
        let said = document.slice(count.span.join(percentage.span));
        let sure = sure && !lexicon.digest.other_growth.iter().any(|w| said.contains(w.as_str()));
        let role = count.role.as_deref().filter(|_| sure)?;
        let growth = Growth {
            role: role.into(),
            scope: count.scope.as_str().into(),
            now: count.value,
            percent: percentage.value,
            scale: percentage.scale,
        };
        Some((growth, percentage.span))
    });
    stated.take(MOST)
}
