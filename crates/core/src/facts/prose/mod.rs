//! Figures in running text: sentences to tokens, tokens to figures with their roles, wholes and parts. Knows no table
//! of the report but the form that its figures take their names from.

mod breakdowns;
mod counts;
mod limits;
mod neighbours;
mod other_bodies;
mod percentages;
mod reading;
mod roles;
mod said;
mod sentences;
mod shares;
mod slots;
mod tokens;
mod wholes;
mod worded;

use crate::document::Document;
use crate::facts::model::Facts;
use crate::lexicon::Lexicon;

/// Reads figures, wholes with their parts, and percentages. Outline, profile and tables are read before.
pub(super) fn read(document: &Document, lexicon: &Lexicon, facts: &mut Facts) {
    let (mut counts, prose) = counts::read(document, &lexicon.counts, &facts.outline, &facts.profile);
    let (filled, slotted) = slots::read(document, &lexicon.counts, facts, &prose, &mut counts);
    let mut lists = breakdowns::read(&document.text.folded, &counts, &prose, &lexicon.counts);
    slots::add_lists(document, &lexicon.counts, facts, (&filled, &slotted), &counts, &mut lists);
    facts.changes = slots::changes(document, &lexicon.counts, facts, &slotted, &counts);
    facts.slots = filled;
    facts.breakdowns = lists;
    facts.percentages = percentages::read(&document.text.folded, &lexicon.counts, &counts, &prose, &facts.breakdowns);
    slots::told(document, lexicon, &facts.tables, &slotted, &mut counts);
    facts.counts = counts;
    counts::rename(&mut facts.counts, &facts.tables, lexicon);
}
