//! Parts of one table on following pages put together: the head that is printed once more left out, a row or a merged
//! cell that the end of the page cut made one again. Judges by columns, by what stands in the halves, and by whether a
//! line was full where the text went on; knows no words.

use super::lines::is_numbered;
use super::table::{Cell, Table, is_figure};

/// Edges of columns that are this near are one.
const NEAR: f32 = 4.0;
/// No cell keeps its text further from its sides than this.
const MAX_PADDING: f32 = 8.0;
/// A head has no more rows than this.
const MAX_HEAD: usize = 6;

impl Table {
    /// Whether a part that begins the next page goes on with this table.
    pub fn goes_on(&self, next: &Table) -> bool {
        let near = |a: Option<&f32>, b: Option<&f32>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= NEAR);
        near(self.xs.first(), next.xs.first()) && near(self.xs.last(), next.xs.last())
    }

    /// Takes in the part on the next page.
    pub fn join(&mut self, mut next: Table) {
        self.align(&mut next);
        let head = self.repeated(&next);
        // Some programs print what found no room in a head repeated in part over the row below.
        let spilled = next.cells.iter().any(|b| {
            b.bottom() <= head && self.cells.iter().any(|a| (a.row, a.column) == (b.row, b.column) && a.bottom() > head)
        });
        next.drop_rows(head);
        if next.rows == 0 {
            return;
        }
        if spilled {
            let words = next.cells.iter_mut().filter(|c| c.row == 0 && !is_value(&c.text()));
            words.for_each(|c| c.unsure = true);
        }
        let last = self.rows;
        let seam = Seam::of(self, &next);
        let one_row = seam.is_cut_row();
        let goes_on: Vec<bool> = seam.pairs.iter().map(|p| one_row || seam.is_merged(p)).collect();
        let on: Vec<(usize, usize)> =
            seam.pairs.iter().zip(&goes_on).filter(|(_, on)| **on).map(|(p, _)| p.at).collect();
        if spilled {
            let words = self.cells.iter_mut().filter(|c| c.bottom() == last && !is_value(&c.text()));
            words.for_each(|c| c.unsure = true);
        }
        let shift = if one_row { last - 1 } else { last };
        for (index, mut cell) in next.cells.into_iter().enumerate() {
            if let Ok(found) = on.binary_search_by_key(&index, |(_, below)| *below)
                && let Some(above) = self.cells.get_mut(on[found].0)
            {
                above.row_span = (shift + cell.row_span) - above.row;
                above.unsure |= cell.unsure;
                above.lines.append(&mut cell.lines);
                continue;
            }
            cell.row += shift;
            self.cells.push(cell);
        }
        self.rows = shift + next.rows;
        self.cells.sort_by_key(|c| (c.row, c.column));
    }

    /// Lays both on the same columns.
    fn align(&mut self, next: &mut Table) {
        let mut xs = self.xs.clone();
        xs.extend(&next.xs);
        xs.sort_by(f32::total_cmp);
        xs.dedup_by(|b, a| *b - *a <= NEAR);
        let nearest = |x: f32| {
            let after = xs.partition_point(|&a| a < x);
            let before = after.saturating_sub(1);
            if after < xs.len() && (xs[after] - x) < (x - xs[before]).abs() { after } else { before }
        };
        for table in [&mut *self, next] {
            let places: Vec<usize> = table.xs.iter().map(|&x| nearest(x)).collect();
            for cell in &mut table.cells {
                let end = places[cell.column + cell.column_span];
                cell.column = places[cell.column];
                cell.column_span = end.saturating_sub(cell.column).max(1);
            }
            table.xs.clone_from(&xs);
        }
    }

    fn row_texts(&self, row: usize) -> Vec<(&Cell, String)> {
        self.cells.iter().filter(|c| c.row == row).map(|c| (c, c.text())).collect()
    }

    /// How many rows at the top of the next part are the head of this table once more.
    fn repeated(&self, next: &Table) -> usize {
        let mut count = 0;
        while count < next.rows.min(self.rows).min(MAX_HEAD) {
            let (ours, theirs) = (self.row_texts(count), next.row_texts(count));
            let worded = theirs.iter().filter(|(_, t)| !t.is_empty() && !is_figure(t)).count();
            let figures = theirs.iter().any(|(_, t)| is_figure(t));
            // A merged cell of which fewer rows are repeated shows the part of its text that it has room for.
            let same = |(a, text): &(&Cell, String), (b, again): &(&Cell, String)| {
                let shorter = a.row_span > b.row_span && !again.is_empty() && text.contains(again.as_str());
                a.column == b.column && (text == again || shorter)
            };
            let same = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(a, b)| same(a, b));
            if !same || worded == 0 || figures {
                break;
            }
            count += 1;
        }
        // A head of merged cells ends where the first of them do.
        let cut = next.cells.iter().any(|c| c.row < count && c.bottom() > count);
        if cut { 0 } else { count }
    }

    fn drop_rows(&mut self, count: usize) {
        if count > 0 {
            self.cells.retain(|c| c.row >= count);
            self.cells.iter_mut().for_each(|c| c.row -= count);
            self.rows -= count;
        }
    }

    /// How far text keeps from the sides of its cell.
    fn padding(&self) -> f32 {
        let gaps = self.cells.iter().filter(|c| !c.unsure).flat_map(|c| c.lines.iter().map(|l| l.left - c.place.1[0]));
        gaps.fold(MAX_PADDING, f32::min).max(0.0)
    }
}

/// A cell that ends with a page, and the one of the same columns that begins the next.
struct Pair<'t> {
    above: &'t Cell,
    below: &'t Cell,
    /// Their places in the lists of cells.
    at: (usize, usize),
    /// The text of either, and what it is.
    texts: (String, String),
    /// The text below may be the rest of the text above.
    flows: bool,
}

/// Where two parts of a table meet.
struct Seam<'t> {
    /// In the order of the cells below.
    pairs: Vec<Pair<'t>>,
    /// All cells at the seam have a cell of the same columns on the other side.
    alike: bool,
    /// Columns in which a value stands in the part above.
    valued: Vec<bool>,
}

impl<'t> Seam<'t> {
    fn of(table: &'t Table, next: &'t Table) -> Self {
        let last = table.rows;
        let padding = table.padding().min(next.padding());
        let ends: Vec<(usize, &Cell)> = table.cells.iter().enumerate().filter(|(_, c)| c.bottom() == last).collect();
        let begins: Vec<(usize, &Cell)> = next.cells.iter().enumerate().filter(|(_, c)| c.row == 0).collect();
        let pairs: Vec<Pair<'_>> = begins
            .iter()
            .filter_map(|(at, below)| {
                let (place, above) = ends.iter().find(|(_, c)| c.columns() == below.columns())?;
                let texts = (above.text(), below.text());
                let flows = flows(above, below, &texts, padding);
                Some(Pair { above, below, at: (*place, *at), texts, flows })
            })
            .collect();
        let mut valued = vec![false; table.columns()];
        for cell in table.cells.iter().filter(|c| c.column_span == 1 && is_value(&c.text())) {
            if let Some(slot) = valued.get_mut(cell.column) {
                *slot = true;
            }
        }
        Self { alike: pairs.len() == ends.len() && pairs.len() == begins.len(), pairs, valued }
    }

    /// Which halves have values: that above, that below.
    fn values(&self) -> (bool, bool) {
        (self.pairs.iter().any(|p| is_value(&p.texts.0)), self.pairs.iter().any(|p| is_value(&p.texts.1)))
    }

    /// Whether the last row was cut by the end of the page, so that its text goes on in the first row of the next part.
    fn is_cut_row(&self) -> bool {
        if !self.alike || self.pairs.iter().any(|p| !p.above.is_blank() && !p.below.is_blank() && !p.flows) {
            return false;
        }
        // A strip without text at the end of the page or at the beginning of the next.
        if self.pairs.iter().all(|p| p.above.is_blank()) || self.pairs.iter().all(|p| p.below.is_blank()) {
            return true;
        }
        match self.values() {
            (true, true) => false,
            // One half has the values, the other only the rest of the label.
            (true, false) | (false, true) => true,
            // Words alone: those of one row are cut where its lines are full.
            (false, false) => self.pairs.iter().any(|p| p.flows),
        }
    }

    /// Whether a cell goes on over the end of the page, where the row does not.
    fn is_merged(&self, pair: &Pair<'_>) -> bool {
        let Pair { above, below, texts, .. } = pair;
        let spans = above.row_span > 1 || below.row_span > 1;
        if below.is_blank() {
            // One row of a merged label on either page: both are rows of the head, or both are rows of figures.
            let valued = above.columns().any(|c| self.valued.get(c).is_some_and(|v| *v));
            let worded = !above.is_blank() && !is_value(&texts.0);
            let (figures, below_figures) = self.values();
            return spans || worded && !valued && figures == below_figures && !self.is_blank_below();
        }
        if above.is_blank() || is_numbered(&texts.1) || is_value(&texts.1) {
            return false;
        }
        // Rows of words that are not alike are those of a head; others have their own label beside what goes on.
        let head = !self.alike && self.values() == (false, false);
        let labelled = |p: &Pair<'_>| p.below.column > below.column && is_numbered(&p.texts.1);
        spans || pair.flows && (head || self.pairs.iter().any(labelled))
    }

    fn is_blank_below(&self) -> bool {
        self.pairs.iter().all(|p| p.below.is_blank())
    }
}

/// Whether the text of a cell may have been broken off where the page ended.
fn flows(above: &Cell, below: &Cell, (text, rest): &(String, String), padding: f32) -> bool {
    let (Some(line), Some(first)) = (above.lines.last(), below.lines.first()) else { return false };
    if text == rest || is_numbered(rest) || is_value(text) || is_value(rest) {
        return false;
    }
    let room = above.place.1[2] - above.place.1[0] - 2.0 * padding - (line.right - line.left);
    room < first.first + 0.35 * line.size
}

/// What stands in a cell for a figure: a figure, or a mark that there is none.
fn is_value(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::paged::lines::Line;

    /// A part of a table of one row, each cell with its lines of characters ten points wide, five points from its
    /// sides.
    fn part(page: u32, widths: &[f32], texts: &[&str]) -> Table {
        let mut xs = vec![0.0];
        xs.extend(widths.iter().scan(0.0, |x, w| {
            *x += w;
            Some(*x)
        }));
        let line = |text: &str, left: f32| Line {
            text: text.to_owned(),
            page,
            left: left + 5.0,
            right: left + 5.0 + 10.0 * text.chars().count() as f32,
            top: 0.0,
            bottom: 10.0,
            size: 10.0,
            first: 10.0,
            unsure: false,
        };
        let cell = |(column, text): (usize, &&str)| Cell {
            row: 0,
            column,
            row_span: 1,
            column_span: 1,
            lines: text.split('|').filter(|t| !t.is_empty()).map(|t| line(t, xs[column])).collect(),
            unsure: false,
            place: (page, [xs[column], 0.0, xs[column + 1], 10.0]),
        };
        let cells = texts.iter().enumerate().map(cell).collect();
        Table { xs: xs.clone(), rows: 1, cells, page, top: 0.0 }
    }

    fn joined(widths: &[f32], above: &[&str], below: &[&str]) -> Vec<String> {
        let mut table = part(1, widths, above);
        table.join(part(2, widths, below));
        table.cells.iter().map(Cell::text).collect()
    }

    #[test]
    fn a_cut_row_is_one() {
        let widths = [60.0, 30.0, 30.0];
        assert_eq!(joined(&widths, &["2.没有现", "0", "1"], &["成信息", "", ""]), ["2.没有现成信息", "0", "1"]);
        assert_eq!(joined(&widths, &["2.没有现", "", ""], &["成信息", "0", "1"]), ["2.没有现成信息", "0", "1"]);
        assert_eq!(joined(&widths, &["", "0", "1"], &["2.没有|成信息", "", ""]), ["2.没有成信息", "0", "1"]);
        assert_eq!(
            joined(&[20.0, 20.0, 60.0], &["结", "总", "其他"], &["果|维|持", "计", ""]),
            ["结果维持", "总计", "其他"]
        );
    }

    #[test]
    fn rows_of_their_own_stay_apart() {
        let apart = |widths: &[f32], above: &[&str], below: &[&str]| {
            assert_eq!(joined(widths, above, below), [above, below].concat(), "{above:?} {below:?}");
        };
        // The row below is not filled in; the line above has room; the next begins with a number; marks stand for
        // figures.
        apart(&[100.0, 30.0], &["行政处罚", "14"], &["行政强制", ""]);
        apart(&[60.0, 30.0], &["行政处罚事", "14"], &["2.其他", ""]);
        apart(&[60.0, 30.0], &["行政处罚事", "/"], &["项等", "/"]);
        apart(&[60.0, 20.0], &["行政处罚事", "无"], &["项等", "无"]);
    }
}
