//! What a report states: typed values, each with the span it was read from. Facts judge nothing; what is not sure is left out.
//!
//! Words of law and practice (kinds of body, headings, roles of figures, forms of tables) come in a [`Lexicon`], which the
//! rulebook fills from `rules/vocabulary` and `rules/forms`.

mod completeness;
mod lines;
mod enumerations;
pub mod digest;
mod contact;
pub mod figures;
mod kind;
mod breakdowns;
mod clauses;
mod counts;
pub mod model;
mod limits;
mod other_bodies;
mod outline;
mod percentages;
mod period;
mod phrases;
mod pieces;
mod plain_contact;
mod profile;
mod roles;
mod tables;
mod wholes;
mod worded;

pub use digest::Digest;

use crate::document::Document;
use crate::facts::model::{Facts, Overrides};
use crate::lexicon::Lexicon;

/// Reads the facts of a report. The order matters: later steps look at what earlier ones found.
pub fn extract(document: &Document, lexicon: &Lexicon, overrides: &Overrides) -> Facts {
    let mut facts = Facts { outline: outline::read(document, lexicon), ..Facts::default() };
    facts.profile = profile::read(document, lexicon, &facts.outline, overrides);
    facts.contact = contact::read(document, lexicon, &facts.outline);
    let year = facts.profile.report_year.as_ref().map(|y| y.value);
    facts.tables = tables::read(document, lexicon, &facts.outline, year);
    facts.period = period::read(document, lexicon, &facts.outline, &facts.tables);
    let (counts, prose) = counts::read(document, &lexicon.counts, &facts.outline, &facts.profile);
    facts.breakdowns = breakdowns::read(&document.text.folded, &counts, &prose, &lexicon.counts);
    facts.percentages = percentages::read(&counts, &prose, &facts.breakdowns);
    facts.counts = counts;
    counts::rename(&mut facts.counts, &facts.tables, lexicon);
    facts.kind = kind::read(document, lexicon, &facts);
    facts.completeness = completeness::read(document, lexicon, &facts);
    facts
}
