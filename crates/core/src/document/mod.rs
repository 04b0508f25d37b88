//! A report as a person sees it: readable text in reading order, blocks, and tables as grids, each with its place.
//! Knows nothing of formats (the readers build it) and nothing of what the text means (facts).

mod builder;
mod grid;
mod render;
mod text;

pub use builder::{Builder, Checkpoint};
pub use grid::{Grid, GridCell};
pub use text::{Run, Text};

use crate::language::fold::is_of_words;
use crate::source::{Origin, PackageFault, Position, Source, Span};

/// What a stretch of the text is, as far as its format tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    /// A heading marked up as one (`#`, `<h2>`), with its level from 1. Most headings of real reports are plain
    /// paragraphs.
    Heading(u8),
    ListItem,
    /// Index into [`Document::grids`]; the block's span holds all its cells.
    Table(usize),
}

/// A paragraph, heading, list item or table, in reading order. Spans of blocks do not overlap and are trimmed of
/// white space (save a table's, which begins or ends with a blank cell).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub span: Span,
    pub kind: BlockKind,
}

/// What the reader noticed on the way that later stages need to judge fairly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Pictures in the body of the page, where in the text they stand: a table may be one of them.
    pub images: Vec<u32>,
    /// Text stands in a file inside the file that was not read.
    pub imported: bool,
    /// The page has scripts and next to no text: a script renders the report.
    pub empty_shell: bool,
    /// Of a page with next to no text: what it leads to.
    pub lead: Option<Lead>,
    /// Pages that are pictures, among others that are not.
    pub pictured: Vec<u32>,
    /// Most of the text is in traditional characters (folded for matching).
    pub traditional: bool,
    /// The reader gave up structure beyond a limit (depth of nesting, number of cells), and says which.
    pub limited: Option<&'static str>,
    /// The file holds no text that could be read, and why.
    pub unfit: Option<Unfit>,
    /// Cells of tables whose text may not be theirs, or not all of theirs.
    pub unsure: Vec<Span>,
    /// Code and quotations, unless the document is next to nothing else: what they show need not be what the document
    /// is.
    pub quoted: Vec<Span>,
    /// Paragraphs and list items that are nothing but links, which lead to what they name.
    pub links: Vec<Span>,
    /// The page's `<title>`; a range of the decoded source, not of the document's text.
    pub title: Option<Span>,
    /// The page's `<meta>` elements that have a name and a content, in order.
    pub meta: Vec<Meta>,
    /// Of a Word document: where in the text its paragraphs outside tables begin, those without text left out.
    pub paragraphs: Vec<u32>,
    /// Tracked changes of a Word document, which is read as if they were accepted.
    pub insertions: usize,
    pub deletions: usize,
    /// What a file of pages has beside the text of the report, and was not read.
    pub left_out: LeftOut,
    /// Why a package could not be read, where that showed only in its parts.
    pub fault: Option<PackageFault>,
}

impl Signs {
    /// Whether a span speaks for the document itself: where it begins is neither quoted nor a link to something else.
    pub fn is_own(&self, span: Span) -> bool {
        !self.quoted.iter().chain(&self.links).any(|aside| (aside.start..aside.end).contains(&span.start))
    }
}

/// Things laid over the pages of a file: how many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub annotations: usize,
    /// Seals and signatures.
    pub seals: usize,
    pub watermarks: usize,
}

/// Where the text of a page is that has none of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Its address, as the page has it.
    pub to: String,
    /// The page shows it, or goes on to it by itself; else it offers it.
    pub shown: bool,
}

/// Why a file holds no text that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Broken off, or not what its name says.
    Damaged,
    /// A password is asked for.
    Locked,
    /// Pictures of pages.
    Scan,
    /// Text whose fonts do not say what characters stand there.
    Nameless,
    /// More pages or characters than any report has.
    TooLong,
}

/// What a page says of itself in its head (`PubDate`, `ArticleTitle`, `ContentSource`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    pub name: String,
    /// Entities resolved.
    pub content: String,
    /// Where the content stands: a range of the decoded source, not of the document's text.
    pub at: Span,
}

/// A report ready for reading: every [`Span`] in the program, unless it says otherwise, is a range of `text`.
#[derive(Debug)]
pub struct Document {
    pub source: Source,
    pub text: Text,
    pub blocks: Vec<Block>,
    pub grids: Vec<Grid>,
    pub signs: Signs,
}

impl Document {
    /// The folded text of a span: half-width digits and punctuation, simplified characters, single spaces.
    pub fn slice(&self, span: Span) -> &str {
        &self.text.folded[span.range()]
    }

    /// How many letters, digits and characters stand there: what texts are measured by.
    pub fn measure(&self, span: Span) -> usize {
        self.slice(span).chars().filter(|&c| is_of_words(c)).count()
    }

    /// The range of the decoded source that a span came from. An empty span gives an empty range.
    pub fn source_range(&self, span: Span) -> std::ops::Range<usize> {
        self.text.source_range(span)
    }

    /// The same in pieces, each of one part of a package and in one direction, in the order of the text: notes and text
    /// boxes stand elsewhere in the source than where they are read.
    pub fn source_ranges(&self, span: Span) -> Vec<std::ops::Range<usize>> {
        let part = |at: usize| match &self.source.origin {
            Origin::Package(package) => package.part_at(at).map(|p| p.range.start),
            _ => None,
        };
        self.text.source_ranges(span, |a, b| part(a) != part(b))
    }

    /// The text of a span as its author wrote it: of txt and md the slice of the source itself; of html readable text,
    /// with tags dropped, entities resolved and white space folded.
    pub fn shown(&self, span: Span) -> String {
        self.text.shown(span, &self.source)
    }

    /// The characters of a span: where each stands, and what of the source it came from; nothing where it stands
    /// nowhere there.
    pub fn characters(&self, span: Span) -> impl Iterator<Item = (u32, char, &str)> {
        self.text.characters(span, &self.source.text)
    }

    /// The same for reading on: without markup inside (`**`, `\\|`), and the pieces of a span together are the whole.
    pub fn plain(&self, span: Span) -> String {
        self.text.plain(span, &self.source)
    }

    /// Line and column of a span's start and end, in the source.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let range = self.source_range(span);
        (self.source.position(range.start), self.source.position(range.end))
    }

    /// The paragraph that a span begins in, from 1, where the format counts paragraphs: those outside tables that have
    /// text.
    pub fn paragraph(&self, span: Span) -> Option<usize> {
        Some(self.signs.paragraphs.partition_point(|&p| p <= span.start)).filter(|&n| n > 0)
    }

    /// Table, row and column of the cell that holds a span, from 1; of a table in a table the inner one's.
    pub fn cell(&self, span: Span) -> Option<(usize, usize, usize)> {
        let holding = self.grids.iter().enumerate().filter(|(_, g)| g.span.contains(span));
        let (table, grid) = holding.min_by_key(|(_, g)| g.span.len())?;
        let exact = grid.cells.iter().find(|c| c.span == span);
        let cell = exact.or_else(|| grid.cells.iter().find(|c| !span.is_empty() && c.span.contains(span)))?;
        Some((table + 1, cell.row + 1, cell.column + 1))
    }

    /// The block that holds an offset, if one does.
    pub fn block_at(&self, offset: u32) -> Option<usize> {
        let after = self.blocks.partition_point(|b| b.span.start <= offset);
        after.checked_sub(1).filter(|&i| offset <= self.blocks[i].span.end)
    }
}
