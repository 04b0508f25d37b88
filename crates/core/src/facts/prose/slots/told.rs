//! Figures of the older forms that no role of the vocabulary is for: channels, ways of applying, reasons, meetings.
//! Input: items and slots, and the words of each row. A row is only looked for where the report has its table.

use super::lists::Read;
use super::segment::Mark;
use crate::document::Document;
use crate::facts::model::slots::{Counted, Origin, Period, Relation, Slots, Subset, Whose};
use crate::facts::model::{Count, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::alphabet::Kind;
use crate::lexicon::told::{Of, ToldRow};

/// Gives figures that have no role the name of the row whose words touch them.
pub(crate) fn told(
    document: &Document,
    lexicon: &Lexicon,
    tables: &[Table],
    sentences: &[Read<'_>],
    counts: &mut [Count],
) {
    let forms = || tables.iter().filter_map(|t| lexicon.forms.get(t.form));
    for form in forms() {
        let rows = lexicon.told.rows(&form.table);
        if rows.is_empty() {
            continue;
        }
        let reader = Reader { text: document.text.folded.as_str(), lexicon, rows };
        for read in sentences {
            for (k, (item, slots)) in read.items.iter().zip(&read.slots).enumerate() {
                let count = &mut counts[item.count];
                if count.role.is_some() || count.approximate || !is_plain(slots, item.begins) {
                    continue;
                }
                let number = read.sentence.tokens[item.figure];
                let figure = |kind: Kind| matches!(kind, Kind::Count(_) | Kind::Percent { .. });
                let next = read.sentence.tokens.get(item.behind.end).is_some_and(|t| figure(t.kind));
                let ends = read.sentence.tokens.get(item.behind.end).map_or(read.sentence.span.end, |t| t.start);
                let behind = if next { number.end..number.end } else { number.end..ends.max(number.end) };
                let first = k == 0 || item.mark > Mark::None;
                let Some((row, sure)) = reader.row(item.begins..number.start, behind, slots, count) else { continue };
                count.role = Some(format!("{}.{}", form.table, row.row));
                count.said = sure && first && !row.loose && slots.period.origin != Origin::Inherited;
            }
        }
        return;
    }
}

/// The body's own, of the whole year, and of no topic that words before the figure's own named.
fn is_plain(slots: &Slots, begins: u32) -> bool {
    let narrow = matches!(slots.subset.value, Subset::Topic | Subset::Applicant(_) | Subset::Applicants)
        && slots.subset.words.start < begins;
    slots.whose.value == Whose::Own
        && slots.period.value == Period::Year
        && slots.relation.value == Relation::Plain
        && !narrow
}

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    rows: &'a [ToldRow],
}

impl<'a> Reader<'a> {
    /// The row, and whether its words say all.
    fn row(
        &self,
        own: std::ops::Range<u32>,
        behind: std::ops::Range<u32>,
        slots: &Slots,
        count: &Count,
    ) -> Option<(&'a ToldRow, bool)> {
        let slice =
            |range: std::ops::Range<u32>| self.text.get(range.start as usize..range.end as usize).unwrap_or_default();
        let fits = |row: &&ToldRow| {
            let of = match row.of {
                Some(Of::Request) => slots.counted.value == Counted::Request,
                Some(Of::Information) => slots.counted.value == Counted::Information,
                None => true,
            };
            of && count.unit.as_ref().is_some_and(|unit| row.units.iter().any(|u| u == unit.as_str()))
        };
        let (own, behind) = (slice(own).trim_end(), slice(behind).trim());
        let fitting = || self.rows.iter().filter(fits);
        // Words of a row may end in one that is light elsewhere.
        let bare = self.lexicon.told.trim_end(own);
        let before = fitting().filter_map(|row| {
            let (text, word) = [own, bare].into_iter().find_map(|text| Some((text, row.ends(text)?)))?;
            Some((row, word.len(), &text[..text.len() - word.len()]))
        });
        if let Some((row, _, rest)) = before.max_by_key(|found| found.1) {
            return Some((row, self.lexicon.told.trim_end(rest).is_empty()));
        }
        let after = fitting().filter(|row| row.behind).filter_map(|row| Some((row, row.begins(behind)?.len())));
        let (row, _) = after.max_by_key(|found| found.1)?;
        Some((row, self.lexicon.told.trim_end(own).is_empty()))
    }
}
