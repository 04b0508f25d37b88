//! HTML: blocks and tables of a page, with every character's place in the source. A tokenizer of our own, since none at
//! hand gives byte spans at this speed. A table whose cells hold other tables or running text is layout: it is read
//! again as blocks. Nothing here recurses, and no byte is read more than a few times.

mod fields;
mod hidden;
mod layer;
mod leads;
mod lists;
mod table;
mod tag;
mod text;

use std::ops::Range;

use memchr::memchr;

use self::hidden::{HINTS, Hidden, Hint, Unseen};
use self::lists::{Label, List};
use self::table::{Open, Reading};
use self::tag::{Markup, Name, Scanner, Tag, attribute};
use self::text::Space;
use crate::document::{BlockKind, Builder, Document, Meta};
use crate::source::{Source, Span, reference};

/// A page with scripts and less text than this is a shell that a script fills.
const SHELL_TEXT: usize = 200;
/// One with less need not hold the report itself.
const LITTLE_TEXT: usize = 2_000;
const MAX_META: usize = 64;
const MAX_IMAGES: usize = 10_000;

pub(super) fn read(source: Source) -> Document {
    let text = source.text.as_str();
    if memchr(b'<', text.as_bytes()).is_none() {
        return super::txt::read(source);
    }
    let mut builder = Builder::new(text.len() / 2);
    let start = builder.checkpoint();
    let mut page = Page::new(text, 0..text.len(), &mut builder, true);
    page.run(0);
    let (scripts, hidden) = (page.scripts, page.hidden_text);
    if hidden > 2 * builder.offset() {
        // What a script would show later is the report itself.
        builder.rewind(start);
        builder.signs.meta.clear();
        Page::new(text, 0..text.len(), &mut builder, false).run(0);
    }
    if builder.offset() < SHELL_TEXT
        && let Some(kept) = leads::kept(text).filter(|kept| kept.len() > 2 * SHELL_TEXT)
    {
        fragment(&mut builder, text, kept);
    }
    if builder.offset() < LITTLE_TEXT {
        builder.signs.lead = leads::lead(text);
    }
    builder.signs.empty_shell = scripts && builder.offset() < SHELL_TEXT;
    builder.finish(source)
}

/// Reads a stretch of HTML inside another document; to be called between blocks.
pub(super) fn fragment(builder: &mut Builder, text: &str, range: Range<usize>) {
    let from = range.start;
    Page::new(text, range, builder, true).run(from);
}

struct Page<'a, 'b> {
    scanner: Scanner<'a>,
    builder: &'b mut Builder,
    kind: BlockKind,
    heading: Option<u8>,
    preformatted: bool,
    space: Option<Space>,
    /// A `<br>` or the end of a paragraph inside a cell: no space, save between figures.
    seam: bool,
    open: Vec<Open>,
    table: Option<Reading>,
    hidden: Option<Hidden<'a>>,
    hidden_text: usize,
    /// The next places in the source where an element may say that it is hidden; none where that is not heeded.
    hints: Option<[Hint; HINTS.len()]>,
    /// Classes that the page's own style hides or strikes out, and those that it shows again.
    classes: Vec<(&'a str, Option<Unseen>)>,
    /// The lists that are open, and the number of an item whose text is still to come.
    lists: Vec<List>,
    label: Option<Label>,
    scripts: bool,
}

impl<'a, 'b> Page<'a, 'b> {
    fn new(text: &'a str, range: Range<usize>, builder: &'b mut Builder, hide: bool) -> Self {
        builder.begin();
        Self {
            scanner: Scanner::new(text, range.end),
            builder,
            kind: BlockKind::Paragraph,
            heading: None,
            preformatted: false,
            space: None,
            seam: false,
            open: Vec::new(),
            table: None,
            hidden: None,
            hidden_text: 0,
            hints: hide.then_some(HINTS),
            classes: Vec::new(),
            lists: Vec::new(),
            label: None,
            scripts: false,
        }
    }

    fn run(&mut self, from: usize) {
        let end = self.scanner.end;
        let mut at = from;
        loop {
            while at < end {
                let text_end = memchr(b'<', &self.scanner.text.as_bytes()[at..end]).map_or(end, |n| at + n);
                if text_end > at
                    && let Some(back) = self.text(at..text_end)
                {
                    at = back;
                    continue;
                }
                at = if text_end < end { self.markup(text_end) } else { end };
            }
            self.hidden = None;
            match self.finish_table(end) {
                Some(back) => at = back,
                None => break,
            }
        }
        self.flush(end);
    }

    fn markup(&mut self, at: usize) -> usize {
        match self.scanner.markup(at) {
            Markup::Tag(tag) => self.tag(at, tag),
            Markup::Comment(end) => end,
            Markup::Text => self.text(at..at + 1).unwrap_or(at + 1),
        }
    }

    /// Reads a tag that begins at `at`; gives where reading goes on.
    fn tag(&mut self, at: usize, tag: Tag<'a>) -> usize {
        if self.hidden.is_some() && !self.leaves_hidden(&tag) {
            return match tag.name {
                Name::Script | Name::Skipped if !tag.closing => self.skip(&tag),
                _ => tag.end,
            };
        }
        match tag.name {
            Name::Inline | Name::Struck | Name::Raised => {
                if !tag.closing {
                    self.hide(&tag);
                }
                return tag.end;
            }
            Name::Input => {
                self.field(&tag);
                return tag.end;
            }
            Name::Script | Name::Skipped | Name::Title => return if tag.closing { tag.end } else { self.skip(&tag) },
            Name::Meta => {
                self.meta(&tag);
                return tag.end;
            }
            _ => {}
        }
        if !tag.closing
            && let Some(unseen) = self.hide(&tag)
        {
            if !matches!(tag.name, Name::Cell | Name::Row | Name::RowGroup) {
                self.flush(at);
            }
            if unseen == Unseen::Gone || self.table.is_none() {
                return tag.end;
            }
            let hidden = self.hidden.take();
            let back = if tag.name == Name::Row { self.row_tag(at, &tag) } else { self.cell_tag(at, &tag) };
            self.hidden = hidden.filter(|_| back.is_none());
            return back.unwrap_or(tag.end);
        }
        let back = match tag.name {
            Name::Table => self.table_tag(at, &tag),
            Name::Row => self.row_tag(at, &tag),
            Name::Cell => self.cell_tag(at, &tag),
            Name::RowGroup if tag.is_row_group() => self.group_tag(at),
            Name::RowGroup => None,
            Name::Caption => {
                self.caption_tag(at, &tag);
                None
            }
            _ => {
                self.block_tag(at, &tag);
                None
            }
        };
        back.unwrap_or(tag.end)
    }

    fn block_tag(&mut self, at: usize, tag: &Tag<'a>) {
        if tag.name == Name::Image {
            if self.builder.signs.images.len() < MAX_IMAGES {
                let offset = self.builder.offset() as u32;
                self.builder.signs.images.push(offset);
            }
            return;
        }
        self.flush(at);
        let open = !tag.closing;
        self.count(at, tag);
        match tag.name {
            Name::Heading(level) => {
                self.heading = open.then_some(level);
                self.kind = self.heading.map_or(BlockKind::Paragraph, BlockKind::Heading);
            }
            Name::ListItem => self.kind = if open { BlockKind::ListItem } else { BlockKind::Paragraph },
            Name::List | Name::Block => {
                self.heading = None;
                // `<li><div>` is still the item.
                if tag.name == Name::List || !open || self.kind != BlockKind::ListItem {
                    self.kind = BlockKind::Paragraph;
                }
            }
            Name::Preformatted => self.preformatted = open,
            _ => {}
        }
    }

    /// Passes over an element whose content is no text.
    fn skip(&mut self, tag: &Tag<'a>) -> usize {
        self.scripts |= tag.name == Name::Script;
        match self.scanner.content(tag.raw_name, tag.end) {
            Some(content) => {
                if tag.raw_name.eq_ignore_ascii_case("style") {
                    hidden::classes(&self.scanner.text[content.clone()], &mut self.classes);
                } else if self.in_cell() {
                    self.choice(tag, content.clone());
                }
                if tag.name == Name::Title && self.builder.signs.title.is_none() {
                    let inner = super::rows::trim(self.scanner.text, content.clone());
                    self.builder.signs.title = Some(Span::new(inner.start, inner.end));
                }
                // Its closing tag means nothing more.
                content.end
            }
            // A script that is cut off goes on to the end, as a browser has it; of others only the tag is odd.
            None if tag.name == Name::Script || tag.raw_name.eq_ignore_ascii_case("style") => self.scanner.end,
            None => tag.end,
        }
    }

    fn meta(&mut self, tag: &Tag<'a>) {
        if tag.closing || self.builder.signs.meta.len() >= MAX_META {
            return;
        }
        let name = attribute(tag.attributes, "name").or_else(|| attribute(tag.attributes, "property"));
        let (Some((_, name)), Some((at, content))) = (name, attribute(tag.attributes, "content")) else { return };
        if !content.trim().is_empty() {
            let at = Span::new(tag.from + at, tag.from + at + content.len());
            self.builder.signs.meta.push(Meta { name: name.to_owned(), content: unescape(content), at });
        }
    }
}

/// Text with its character references resolved.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let (c, len) = reference(&rest[at..]).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[at + len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
#[path = "../html_tests.rs"]
mod tests;
