//! Files that hold the title of a report and nothing of it: its text is in an attachment, in pictures, on another page.
//! Silent where nothing says so.

use crate::document::Document;
use crate::facts::model::{Facts, Kind};
use crate::lexicon::Lexicon;

/// Bytes of text that a page of nothing has.
pub(super) const LITTLE: usize = 200;
/// Characters beside title and page that such a file may have.
const FEW: usize = 60;

/// Whether a report has a title and no text, and something says or shows where the text is.
pub(super) fn is_bare(document: &Document, facts: &Facts, lexicon: &Lexicon) -> bool {
    let outline = &facts.outline;
    if facts.kind != Kind::Report || !outline.sections.is_empty() || !facts.tables.is_empty() {
        return false;
    }
    if !document.grids.is_empty() || outline.title.is_none() || document.text.folded.len() > LITTLE * 40 {
        return false;
    }
    let titles = |text: &str| lexicon.titles.shape(text).is_some_and(|s| s.len * 3 > text.len());
    let mut listed = 0;
    let mut beside = 0;
    let mut says = false;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.slice(block.span);
        says |= lexicon.furniture.raw.elsewhere.iter().any(|word| text.contains(word.as_str()));
        if outline.title.is_some_and(|t| t.overlaps(block.span)) {
            continue;
        }
        if titles(text) {
            listed += 1;
        } else if !outline.furniture.contains(&i) {
            beside += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
    }
    let signs = &document.signs;
    beside < FEW && (says || listed > 1 || signs.lead.is_some() || !signs.images.is_empty())
}
