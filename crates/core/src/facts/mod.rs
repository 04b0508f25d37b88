//! What a report states: typed values, each with the span it was read from. Facts judge nothing; what is not sure is
//! left out.
//!
//! Words of law and practice (kinds of body, headings, roles of figures, forms of tables) come in a [`Lexicon`], which
//! the rulebook fills. Each room reads one kind of thing: what it needs of another is handed to it here.

pub mod digest;
mod imprint;
pub mod model;
mod outline;
mod prose;
pub mod tables;

pub use digest::Digest;

use crate::document::Document;
use crate::lexicon::Lexicon;
use imprint::{contact, period, profile};
use model::{Facts, Overrides};
use outline::{completeness, kind};

/// Reads the facts of a report. The order matters: later steps look at what earlier ones found.
pub fn extract(document: &Document, lexicon: &Lexicon, overrides: &Overrides) -> Facts {
    let mut facts = Facts { outline: outline::read(document, lexicon), ..Facts::default() };
    facts.profile = profile::read(document, lexicon, &facts.outline, overrides);
    facts.contact = contact::read(document, lexicon, &facts.outline);
    let year = facts.profile.report_year.as_ref().map(|y| y.value);
    facts.tables = tables::read(document, lexicon, year);
    facts.period = period::read(document, lexicon, &facts.outline, &facts.tables);
    prose::read(document, lexicon, &mut facts);
    facts.kind = kind::read(document, lexicon, &facts);
    facts.completeness = completeness::read(document, lexicon, &facts);
    facts
}
