//! What codespan-reporting calls a file: the sentences and table rows that one finding's labels stand in, as soft lines
//! no wider than the terminal. Lines and columns shown are those of the report's file.

use std::ops::Range;

use codespan_reporting::files::{Error, Files};

use super::wrap::{char_width, ends_sentence, pauses, printable};
use crate::document::{BlockKind, Document};
use crate::report::Label;
use crate::source::{Format, Origin, Span};

/// One file of a finding, with the ranges of its labels.
#[derive(Debug, Default)]
pub struct Excerpt {
    name: String,
    /// Of a format without lines: where a person finds its first label.
    place: Option<String>,
    text: String,
    lines: Vec<SoftLine>,
    /// Offset in `text` with line and column in the file, for the labels' starts.
    places: Vec<(usize, usize, usize)>,
}

#[derive(Debug)]
struct SoftLine {
    start: usize,
    number: usize,
}

/// A label laid on an excerpt.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Index of the label among those given.
    pub label: usize,
    pub range: Range<usize>,
    /// Its note does not fit beside it.
    pub overflows: bool,
}

/// A character on its way to the screen: as shown, its offset in the text it is of, and the piece it is of (none
/// between pieces).
struct Glyph {
    shown: char,
    at: u32,
    piece: Option<usize>,
}

/// A paragraph, a line or a table row, on its way to soft lines.
struct Chunk {
    glyphs: Vec<Glyph>,
    /// Labels by index, with their ranges of glyphs.
    labels: Vec<(usize, Range<usize>)>,
}

impl Excerpt {
    /// Lays labels of one file on soft lines of at most `max` columns.
    pub fn new(labels: &[(usize, &Label)], max: usize) -> (Self, Vec<Laid>) {
        let mut excerpt =
            Self { name: labels.first().map_or_else(String::new, |l| l.1.path.clone()), ..Self::default() };
        let mut laid = Vec::new();
        let Some(document) = labels.iter().find_map(|l| l.1.anchor.as_ref()).map(|a| &*a.document) else {
            return (excerpt, laid);
        };
        let flat = matches!(document.source.format, Format::Txt | Format::Md);
        if !document.source.format.has_lines() {
            let place = labels.first().and_then(|l| l.1.place.as_deref());
            excerpt.place = place.and_then(|p| p.split(" · ").next()).map(str::to_owned);
        }
        let mut chunks: Vec<(Vec<Range<u32>>, Vec<usize>)> = Vec::new();
        for (position, (_, label)) in labels.iter().enumerate() {
            let Some(anchor) = &label.anchor else { continue };
            let mut pieces = if flat { line_of(document, anchor.span) } else { block_of(document, anchor.span) };
            if let [piece] = &mut pieces[..] {
                let span = if flat { range_of(document, anchor.span) } else { anchor.span.start..anchor.span.end };
                let text = if flat { &document.source.text } else { &document.text.folded };
                *piece = near(text, piece, &span);
            }
            match chunks.iter_mut().find(|c| c.0 == pieces) {
                Some(chunk) => chunk.1.push(position),
                None => chunks.push((pieces, vec![position])),
            }
        }
        chunks.sort_by_key(|c| c.0.first().map(|r| r.start));
        for (index, (pieces, members)) in chunks.iter().enumerate() {
            if index > 0 {
                // Two lines that are never shown make codespan mark the gap.
                excerpt.line(0);
                excerpt.line(0);
            }
            let mut chunk = Chunk { glyphs: glyphs(document, pieces, flat), labels: Vec::new() };
            for &position in members {
                let Some(anchor) = &labels[position].1.anchor else { continue };
                let span = if flat { range_of(document, anchor.span) } else { anchor.span.start..anchor.span.end };
                // A blank cell begins where the next one does: the piece that is the label's own comes first.
                let own = pieces.iter().position(|p| *p == span);
                let own = own.or_else(|| pieces.iter().position(|p| p.start <= span.start && span.start <= p.end));
                let of = |g: &Glyph| g.piece.is_some() && g.piece == own;
                let first = chunk.glyphs.iter().position(of).unwrap_or_default();
                let mine = chunk.glyphs[first..].iter().take_while(|g| of(g));
                let start = first + mine.clone().filter(|g| g.at < span.start).count();
                let blank = usize::from(span.is_empty() && own.is_some_and(|p| pieces[p].is_empty()) && !flat);
                let end = (first + mine.filter(|g| g.at < span.end).count()).max(start + blank);
                chunk.labels.push((position, start..end));
            }
            excerpt.lay(document, flat, &chunk, labels, max, &mut laid);
        }
        laid.sort_by_key(|l| l.label);
        (excerpt, laid)
    }

    fn line(&mut self, number: usize) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.lines.push(SoftLine { start: self.text.len(), number });
    }

    fn lay(
        &mut self,
        document: &Document,
        flat: bool,
        chunk: &Chunk,
        labels: &[(usize, &Label)],
        max: usize,
        laid: &mut Vec<Laid>,
    ) {
        for range in soft_lines(chunk, labels, max) {
            let glyphs = &chunk.glyphs[range.clone()];
            // A table row of a page may stand on several lines of the file: the one that is pointed at counts.
            let pointed = chunk.labels.iter().filter(|l| range.contains(&l.1.start)).min_by_key(|l| labels[l.0].0);
            let number = pointed.and_then(|l| labels[l.0].1.line).unwrap_or_else(|| {
                let offset = glyphs.first().map_or(0, |g| g.at as usize);
                if !document.source.format.has_lines() {
                    return unit_of(document, Span::at(offset));
                }
                let offset = if flat { offset } else { document.source_range(Span::at(offset)).start };
                document.source.position(offset).line
            });
            self.line(number);
            let mut offsets = Vec::with_capacity(glyphs.len() + 1);
            for glyph in glyphs {
                offsets.push(self.text.len());
                self.text.push(glyph.shown);
            }
            offsets.push(self.text.len());
            for (position, place) in &chunk.labels {
                let last = range.end == chunk.glyphs.len();
                if place.start < range.start || place.start >= range.end && !(last && place.start == range.end) {
                    continue;
                }
                let start = offsets[place.start - range.start];
                let end = offsets[place.end.min(range.end) - range.start];
                let (index, label) = labels[*position];
                self.places.push((start, label.line.unwrap_or(number), label.column.unwrap_or(1)));
                let note = super::wrap::width(&label.note);
                let before = columns(&glyphs[..place.end.min(range.end) - range.start]);
                let overflows = note > 0 && before + 1 + note > max;
                laid.push(Laid { label: index, range: start..end, overflows });
            }
        }
    }
}

/// What stands for the number of a line where there are none: the page's, or the paragraph's, or in a table the row's.
fn unit_of(document: &Document, span: Span) -> usize {
    if let Origin::Paged(paged) = &document.source.origin {
        return paged.mark(document.source_range(span).start).map_or(1, |m| m.page as usize);
    }
    document.cell(span).map(|c| c.1).or_else(|| document.paragraph(span)).unwrap_or(1)
}

fn columns(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|g| char_width(g.shown)).sum()
}

/// The source range of a span, as `u32`.
fn range_of(document: &Document, span: Span) -> Range<u32> {
    let range = document.source_range(span);
    range.start as u32..range.end as u32
}

/// The line of the file that a span begins in.
fn line_of(document: &Document, span: Span) -> Vec<Range<u32>> {
    let text = document.source.text.as_bytes();
    let at = document.source_range(span).start.min(text.len());
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |i| i + 1);
    let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |i| at + i);
    std::iter::once(start as u32..end as u32).collect()
}

/// Bytes of a paragraph or line that are shown before and after a label; longer ones are no report's, and laying all of
/// one for each of a thousand findings takes minutes.
const NEAR: u32 = 4 << 10;

/// The part of a piece that is near a label.
fn near(text: &str, piece: &Range<u32>, span: &Range<u32>) -> Range<u32> {
    if piece.end - piece.start <= 2 * NEAR {
        return piece.clone();
    }
    let start = piece.start.max(span.start.saturating_sub(NEAR));
    let end = piece.end.min(span.end.min(span.start.saturating_add(NEAR)).saturating_add(NEAR)).max(start);
    let start = if start > piece.start { text.floor_char_boundary(start as usize) as u32 } else { start };
    start..text.floor_char_boundary(end as usize) as u32
}

/// The block that a span begins in; of a table the cells of its row.
fn block_of(document: &Document, span: Span) -> Vec<Range<u32>> {
    let Some(block) = document.block_at(span.start).map(|i| &document.blocks[i]) else {
        return std::iter::once(span.start..span.end).collect();
    };
    if let BlockKind::Table(index) = block.kind
        && let Some(grid) = document.grids.get(index)
        && let Some(cell) =
            grid.cells.iter().find(|c| c.span.start <= span.start && span.start <= c.span.end && c.span.end >= span.end)
    {
        let row = cell.row;
        return grid.cells.iter().filter(|c| c.row == row).map(|c| c.span.start..c.span.end).collect();
    }
    std::iter::once(block.span.start..block.span.end).collect()
}

/// The characters of the pieces, as the author wrote them; between cells stands a rule, for a blank cell a space.
fn glyphs(document: &Document, pieces: &[Range<u32>], flat: bool) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            glyphs.extend([' ', '│', ' '].map(|shown| Glyph { shown, at: piece.start, piece: None }));
        }
        let range = piece.start as usize..piece.end as usize;
        if flat {
            let text = document.source.text.get(range).unwrap_or_default();
            glyphs.extend(text.char_indices().filter_map(|(i, c)| {
                let at = piece.start + i as u32;
                Some(Glyph { shown: printable(c)?, at, piece: Some(index) })
            }));
            continue;
        }
        if piece.is_empty() {
            glyphs.push(Glyph { shown: ' ', at: piece.start, piece: Some(index) });
        }
        for (at, c, written) in document.characters(Span::new(range.start, range.end)) {
            let own = written.chars().next().filter(|&w| w != '&' && w != '<' || w == c).unwrap_or(c);
            let own = if c == ' ' || own.is_whitespace() { ' ' } else { own };
            glyphs.extend(printable(own).map(|shown| Glyph { shown, at, piece: Some(index) }));
        }
    }
    glyphs
}

/// Cuts a chunk into ranges of glyphs no wider than `max`, never inside a label that fits.
fn soft_lines(chunk: &Chunk, labels: &[(usize, &Label)], max: usize) -> Vec<Range<usize>> {
    let glyphs = &chunk.glyphs;
    let fits = |r: &Range<usize>| columns(&glyphs[r.clone()]) <= max;
    let whole: Vec<(&Range<usize>, usize)> =
        chunk.labels.iter().filter(|l| fits(&l.1)).map(|l| (&l.1, super::wrap::width(&labels[l.0].1.note))).collect();
    let inside = |cut: usize| whole.iter().find(|(l, _)| l.start < cut && cut < l.end).map(|(l, _)| l.start);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let mut end = next_cut(glyphs, start, max);
        if let Some(label) = inside(end) {
            end = if label > start { label } else { end };
        }
        // A note that would stick out begins a line with its clause, where that helps.
        let crowded = whole.iter().find(|(l, note)| {
            *note > 0 && start < l.start && l.end <= end && columns(&glyphs[start..l.end]) + 1 + note > max
        });
        if let Some((label, _)) = crowded {
            let clause =
                (start + 1..=label.start).rev().find(|&i| breaks_after(glyphs[i - 1].shown) && inside(i).is_none());
            end = clause.unwrap_or(end);
        }
        lines.push(start..end);
        start = end;
    }
    if lines.is_empty() {
        lines.push(0..0);
    }
    lines
}

fn breaks_after(c: char) -> bool {
    ends_sentence(c) || pauses(c)
}

/// Where the line from `start` ends, labels aside: after a sentence, else after a pause, else where the room ends.
fn next_cut(glyphs: &[Glyph], start: usize, max: usize) -> usize {
    let short = max / 3;
    let (mut used, mut pause) = (0, None);
    for (i, glyph) in glyphs.iter().enumerate().skip(start) {
        used += char_width(glyph.shown);
        if used > max {
            return pause.unwrap_or(i).max(start + 1);
        }
        if ends_sentence(glyph.shown) && used > short {
            return i + 1;
        }
        if pauses(glyph.shown) && used > short {
            pause = Some(i + 1);
        }
    }
    glyphs.len()
}

impl<'a> Files<'a> for Excerpt {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.name)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.text)
    }

    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, Error> {
        Ok(self.lines.partition_point(|l| l.start <= byte).saturating_sub(1))
    }

    fn line_range(&'a self, (): (), index: usize) -> Result<Range<usize>, Error> {
        let start = self.lines.get(index).ok_or(Error::LineTooLarge { given: index, max: self.lines.len() })?.start;
        Ok(start..self.lines.get(index + 1).map_or(self.text.len(), |l| l.start))
    }

    fn line_number(&'a self, (): (), index: usize) -> Result<usize, Error> {
        Ok(self.lines.get(index).map_or(1, |l| l.number).max(1))
    }

    fn column_number(&'a self, (): (), _index: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.places.iter().find(|p| p.0 == byte).map_or(1, |p| p.2))
    }
}

/// The excerpts of one finding, one a file.
#[derive(Debug, Default)]
pub struct Excerpts(pub Vec<Excerpt>);

impl Excerpts {
    /// The head of an excerpt as a person finds the place: of a format without lines codespan's `name:13:1` becomes
    /// `name 第13段`.
    pub fn head(&self, line: &str) -> Option<String> {
        if !line.contains('┌') {
            return None;
        }
        self.0.iter().find_map(|excerpt| {
            let place = excerpt.place.as_deref()?;
            let (before, numbers) = line.split_once(&format!(" {}:", excerpt.name))?;
            let codespan = before.contains('┌') && numbers.bytes().all(|b| b.is_ascii_digit() || b == b':');
            codespan.then(|| format!("{before} {} {place}", excerpt.name))
        })
    }

    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id)?.name(())
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id)?.source(())
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        self.get(id)?.line_index((), byte)
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        self.get(id)?.line_range((), index)
    }

    fn line_number(&'a self, id: usize, index: usize) -> Result<usize, Error> {
        self.get(id)?.line_number((), index)
    }

    fn column_number(&'a self, id: usize, index: usize, byte: usize) -> Result<usize, Error> {
        self.get(id)?.column_number((), index, byte)
    }
}
