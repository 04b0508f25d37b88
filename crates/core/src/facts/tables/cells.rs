//! Pieces of a table: each cell or line is a figure, a label with what it may mean, or other text.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::figures::{Figure, figure, short_integer};
use crate::document::Document;
use crate::facts::model::CellState;
use crate::language::dates::is_letter_of_dates;
use crate::language::numbers::{is_numeral, is_of_number_word};
use crate::language::small_words::ORDINAL;
use crate::lexicon::Lexicon;
use crate::lexicon::forms::{Form, TableSet, table_bit};
use crate::lexicon::labels::{Hit, Meaning, Tables, cuts};
use crate::source::Span;

/// A cell of a grid row or a line of text.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub span: Span,
    /// Columns of the grid it covers; for lines its number.
    pub columns: Range<u32>,
    /// It begins in this row (a merged cell stands in all the rows it covers).
    pub fresh: bool,
    pub sort: Sort,
}

#[derive(Clone, Debug)]
pub(crate) enum Sort {
    Figure(Figure),
    /// What the labels in it may mean, outermost first: a range of [`Room::segments`].
    Label(Range<u32>),
    Other,
}

impl Piece {
    pub fn is_blank(&self) -> bool {
        matches!(self.sort, Sort::Figure(f) if f.state == CellState::Blank)
    }

    /// A number or a mark in place of one.
    pub fn is_figure(&self) -> bool {
        matches!(self.sort, Sort::Figure(f) if f.state != CellState::Blank)
    }

    pub fn is_label(&self) -> bool {
        matches!(self.sort, Sort::Label(_))
    }

    pub fn is_other(&self) -> bool {
        matches!(self.sort, Sort::Other)
    }
}

/// What is being read, and room to work in.
pub(crate) struct Room<'a> {
    pub document: &'a Document,
    pub lexicon: &'a Lexicon,
    segments: Vec<&'a Meaning>,
    key: String,
    cuts: Vec<usize>,
    /// What texts that are not printed so on any form were found to be made of: a group's label stands in each of its
    /// rows.
    known: FxHashMap<&'a str, Option<Range<u32>>>,
}

/// A label that holds more labels than this is a paragraph.
const MOST_CUTS: usize = 8;

impl<'a> Room<'a> {
    pub fn new(document: &'a Document, lexicon: &'a Lexicon) -> Self {
        Self {
            document,
            lexicon,
            segments: Vec::with_capacity(96),
            key: String::with_capacity(128),
            cuts: Vec::with_capacity(16),
            known: FxHashMap::with_capacity_and_hasher(48, FxBuildHasher),
        }
    }

    /// What stands at a span.
    pub fn sort(&mut self, span: Span) -> Sort {
        let document = self.document;
        let text = document.slice(span);
        if let Some(figure) = short_integer(text) {
            return Sort::Figure(figure);
        }
        let Some(&first) = text.as_bytes().first() else {
            return Sort::Figure(figure("", &self.lexicon.figures));
        };
        // No form prints a label that reads as a figure.
        if let Some(meaning) = self.lexicon.labels.printed(text) {
            return Sort::Label(self.segment(meaning));
        }
        if first.is_ascii() && first != b'(' {
            let figure = figure(text, &self.lexicon.figures);
            if figure.state != CellState::Text {
                return Sort::Figure(figure);
            }
        }
        let label = match self.known.get(text) {
            Some(known) => known.clone(),
            None => {
                let label = self.label(text);
                self.known.insert(text, label.clone());
                label
            }
        };
        if let Some(label) = label {
            return Sort::Label(label);
        }
        let figure = figure(text, &self.lexicon.figures);
        if figure.state == CellState::Text { Sort::Other } else { Sort::Figure(figure) }
    }

    /// The label that a text is, as a whole.
    pub fn whole(&mut self, text: &str) -> Option<Range<u32>> {
        let meaning = self.lexicon.labels.whole(text, &mut self.key)?;
        Some(self.segment(meaning))
    }

    fn segment(&mut self, meaning: &'a Meaning) -> Range<u32> {
        let start = self.segments.len() as u32;
        self.segments.push(meaning);
        start..start + 1
    }

    /// The labels that a text is made of: as a whole, or cut where labels may part, all of it known.
    fn label(&mut self, text: &str) -> Option<Range<u32>> {
        if text.len() > 400 {
            return None;
        }
        if let Some(meaning) = self.lexicon.labels.by_key(text, &mut self.key) {
            return Some(self.segment(meaning));
        }
        cuts(text, &mut self.cuts);
        let count = self.cuts.len();
        if !(2..=MOST_CUTS).contains(&count) {
            return None;
        }
        let start = self.segments.len();
        let (mut end, mut unmatched) = (text.len(), 0);
        let mut first = count;
        while first > 0 {
            // The shortest label that ends here, else longer ones.
            let known = (0..first).rev().find_map(|from| {
                let meaning = self.lexicon.labels.whole(&text[self.cuts[from]..end], &mut self.key)?;
                Some((from, meaning))
            });
            match known {
                Some((from, meaning)) => {
                    self.segments.push(meaning);
                    first = from;
                }
                None => {
                    unmatched += text[self.cuts[first - 1]..end]
                        .chars()
                        .filter(|c| c.is_alphabetic() && !is_numeral(*c))
                        .count();
                    first -= 1;
                }
            }
            end = self.cuts[first.min(count - 1)];
        }
        // 其中 and the like may stand before a label; more than that is another label that ends in the same words.
        if self.segments.len() == start || unmatched > 2 {
            self.segments.truncate(start);
            return None;
        }
        self.segments[start..].reverse();
        Some(start as u32..self.segments.len() as u32)
    }

    /// What each label in a piece may mean, outermost first.
    pub fn segments(&self, piece: &Piece) -> &[&'a Meaning] {
        match &piece.sort {
            Sort::Label(range) => &self.segments[range.start as usize..range.end as usize],
            _ => &[],
        }
    }

    /// Everything a piece may mean.
    pub fn hits<'s>(&'s self, piece: &Piece) -> impl Iterator<Item = Hit> + use<'s, 'a> {
        self.segments(piece).iter().flat_map(|s| s.hits.iter().copied())
    }

    /// The tables in which a piece may mean something.
    pub fn tables(&self, piece: &Piece) -> Tables {
        let mut tables = Tables::default();
        self.segments(piece).iter().for_each(|s| tables.join(&s.tables));
        tables
    }

    /// The tables whose form has a row without a label.
    pub fn unlabelled(&self) -> TableSet {
        self.tables_whose(|form| form.rows.len() == 1 && form.rows[0].label.is_empty())
    }

    /// The tables that have one column of figures which must be there.
    pub fn single_column(&self) -> TableSet {
        self.tables_whose(|form| form.sole_column().is_some())
    }

    fn tables_whose(&self, is: impl Fn(&Form) -> bool) -> TableSet {
        let forms = self.lexicon.forms.iter().zip(&self.lexicon.table_of);
        forms.filter(|(form, _)| is(form)).fold(0, |set, (_, &table)| set | table_bit(table))
    }

    /// Text in which a figure was meant: 3O, 三十, 30(含1).
    pub fn is_slip(&self, piece: &Piece) -> bool {
        piece.is_other() && is_like_a_figure(self.document.slice(piece.span))
    }

    /// Letters typed for figures: O for 0.
    pub fn is_typed(&self, piece: &Piece) -> bool {
        let text = self.document.slice(piece.span);
        piece.is_other() && !text.is_empty() && text.len() <= SHORT && text.chars().all(is_typed)
    }

    pub fn is_unit(&self, piece: &Piece) -> bool {
        let text = self.document.slice(piece.span);
        self.lexicon.figures.units.iter().any(|u| text.chars().filter(|c| *c != ' ').eq(u.chars()))
    }
}

/// Characters of a text in which a figure was meant.
const SHORT: usize = 10;

/// What is typed for a digit.
fn is_typed(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'l' | 'I')
}

/// A short text that begins as a figure does, and numbers nothing.
fn is_like_a_figure(text: &str) -> bool {
    let of_date =
        |c: char| is_letter_of_dates(c) || c == ORDINAL || matches!(c, '.' | '、' | ':' | '-' | '/' | ',' | '。' | ' ');
    let Some(first) = text.chars().next() else { return false };
    text.chars().nth(SHORT).is_none()
        && !text.contains(of_date)
        && (text.chars().all(is_typed) || first.is_ascii_digit() || text.chars().all(is_of_number_word))
}
