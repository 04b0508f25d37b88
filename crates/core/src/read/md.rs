//! Markdown, line by line: headings, paragraphs, lists, tables, code, HTML in between. Marks of emphasis and links are
//! left out of the text, typed numbers stay. Kinder than CommonMark where reports need it: a line that begins with a
//! Chinese number, or follows a finished sentence, is a paragraph of its own, and a table needs no `---` row.

mod inline;

use std::ops::Range;

use super::lines::{after, line_at};
use super::rows::{self, Mark, Rows};
use super::{dashed, drawn};
use crate::document::{BlockKind, Builder, Document};
use crate::language::lead::lead;
use crate::source::{Source, Span};

pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source.text.len() + source.text.len() / 16);
    let mut reader = Reader {
        text: &source.text,
        builder: &mut builder,
        open: false,
        inline: inline::Inline::default(),
        rows: Rows::default(),
        no_table_before: 0,
        not_drawn: 0,
        quotation: None,
        comments: memchr::memmem::find(source.text.as_bytes(), COMMENT.as_bytes()).is_some(),
    };
    reader.document();
    keep_quoted(&mut builder);
    builder.finish(source)
}

struct Reader<'a> {
    text: &'a str,
    builder: &'a mut Builder,
    /// A paragraph or list item is begun and may go on in the next line.
    open: bool,
    inline: inline::Inline,
    rows: Rows,
    /// Rows before this offset were looked at and are no table.
    no_table_before: usize,
    /// The same of lines that might draw one.
    not_drawn: usize,
    /// Where the quotation that is being read begins in the readable text.
    quotation: Option<usize>,
    /// There are comments.
    comments: bool,
}

/// What begins a comment, and what ends it.
const COMMENT: &str = "<!--";
const COMMENT_END: &str = "-->";

/// How far the closing line of front matter may be.
const FRONT_MATTER_LINES: usize = 200;

impl Reader<'_> {
    fn document(&mut self) {
        let mut from = self.front_matter();
        while from < self.text.len() {
            let line = line_at(self.text, from);
            if self.comments
                && let Some(end) = self.comment(&line)
            {
                from = end;
                continue;
            }
            self.quotation(&line);
            from = self.line(line);
        }
        self.end_quotation(self.text.len());
        self.close(self.text.len());
    }

    /// A comment that a line begins, or leaves open at its end, is no text: gives where it ends. One that is never
    /// closed goes on to the end where it begins its line.
    fn comment(&mut self, line: &Range<usize>) -> Option<usize> {
        let content = &self.text[line.clone()];
        let open = line.start + content.rfind(COMMENT)?;
        let leads = self.text[line.start..open].trim().is_empty();
        let end = self.text[open + COMMENT.len()..].find(COMMENT_END).map(|at| open + COMMENT.len() + at);
        let end = match end {
            Some(end) if end < line.end && !leads => return None,
            Some(end) => end + COMMENT_END.len(),
            None if leads => self.text.len(),
            None => return None,
        };
        if leads {
            // What follows in the line of its end is read as a line.
            self.close(line.start);
            Some(end)
        } else {
            // A table may have been read past the comment.
            Some(self.line(line.start..open).max(end))
        }
    }

    /// Takes note of where a quotation begins and ends: a line of plain words goes on with one, as with any paragraph.
    fn quotation(&mut self, line: &Range<usize>) {
        let content = self.text[line.clone()].trim_start();
        match (content.starts_with('>'), self.quotation) {
            (true, None) => {
                self.close(line.start);
                self.quotation = Some(self.builder.offset());
            }
            (false, Some(_)) => {
                let plain = content.starts_with(|c: char| c.is_alphabetic());
                if !(self.open && plain) || self.starts_paragraph(line, content) {
                    self.end_quotation(line.start);
                }
            }
            _ => {}
        }
    }

    fn end_quotation(&mut self, at: usize) {
        if let Some(start) = self.quotation.take() {
            self.close(at);
            quote(self.builder, start, true);
        }
    }

    fn front_matter(&self) -> usize {
        let first = line_at(self.text, 0);
        if self.text[first.clone()].trim_end() != "---" {
            return 0;
        }
        let mut from = after(self.text, &first);
        for _ in 0..FRONT_MATTER_LINES {
            if from >= self.text.len() {
                break;
            }
            let line = line_at(self.text, from);
            from = after(self.text, &line);
            match self.text[line].trim_end() {
                "---" | "..." => return from,
                _ => {}
            }
        }
        0
    }

    /// Ends the open paragraph; its kind was set when it began.
    fn close(&mut self, at: usize) {
        if self.open {
            self.open = false;
            let kind = self.inline.kind;
            let links = matches!(kind, BlockKind::Paragraph | BlockKind::ListItem) && self.inline.is_links(self.text);
            let start = self.builder.offset();
            self.inline.flush(self.text, self.builder);
            if links {
                let span = Span::new(start, self.builder.offset());
                self.builder.signs.links.push(span);
            }
            self.builder.end(kind, at);
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.builder.begin();
        self.inline.kind = kind;
        self.open = true;
    }

    /// Reads the line, and those that belong with it; gives where the next begins.
    fn line(&mut self, line: Range<usize>) -> usize {
        let next = after(self.text, &line);
        let mut inner = rows::trim(self.text, line.clone());
        // A quotation is read as what it quotes.
        while self.text[inner.clone()].starts_with('>') {
            inner = rows::trim(self.text, inner.start + 1..inner.end);
        }
        let content = &self.text[inner.clone()];
        let bytes = content.as_bytes();
        let Some(&lead) = bytes.first() else {
            self.close(line.start);
            return next;
        };
        if let Some(end) = self.by_lines(&line, &inner, lead) {
            return end;
        }
        if lead == b'[' && !self.open && is_definition(content) {
            return next;
        }
        match lead {
            b'#' => {
                if let Some(skip) = heading_marks(content) {
                    self.close(line.start);
                    self.begin(BlockKind::Heading(skip.0));
                    let body = content[skip.1..].trim_end_matches('#');
                    let body = if body.ends_with([' ', '\t']) || body.is_empty() { body } else { &content[skip.1..] };
                    self.inline.line(inner.start + skip.1..inner.start + skip.1 + body.trim_end().len());
                    self.close(line.end);
                    return next;
                }
            }
            b'<' if is_html_block(content) => {
                self.close(line.start);
                let end = self.html_end(line.start);
                super::html::fragment(self.builder, self.text, line.start..end);
                return end;
            }
            b'`' | b'~' if content.starts_with("```") || content.starts_with("~~~") => {
                self.close(line.start);
                let marks = content.len() - content.trim_start_matches(char::from(lead)).len();
                return self.fence(&content[..marks], next);
            }
            b'-' | b'=' | b'*' | b'_' if is_rule(bytes) => {
                // Under one short line it makes that line a heading.
                if self.open && self.inline.can_be_heading() && matches!(lead, b'-' | b'=') && !bytes.contains(&b' ') {
                    self.inline.kind = BlockKind::Heading(if lead == b'=' { 1 } else { 2 });
                }
                self.close(line.start);
                return next;
            }
            b'-' | b'*' | b'+' if matches!(bytes.get(1), Some(b' ' | b'\t')) => {
                self.close(line.start);
                self.begin(BlockKind::ListItem);
                self.inline.line(rows::trim(self.text, inner.start + 1..inner.end));
                return next;
            }
            _ => {}
        }
        if line.start >= self.no_table_before
            && let Some(at) = memchr::memchr2(b'|', b'\t', bytes)
        {
            let pipes = bytes[at] == b'|' || memchr::memchr(b'|', bytes).is_some();
            let mark = if pipes { Mark::Pipe } else { Mark::Tab };
            if let Some(end) = self.table(inner.clone(), &line, mark) {
                return end;
            }
        }
        let item = lead.is_ascii_digit() && is_ordered(bytes);
        let fresh = item || self.starts_paragraph(&line, content);
        if self.open && fresh {
            self.close(line.start);
        }
        if !self.open {
            self.begin(if item { BlockKind::ListItem } else { BlockKind::Paragraph });
        }
        self.inline.line(inner);
        next
    }

    /// Reads a table that is drawn with lines, if one begins here.
    fn by_lines(&mut self, line: &Range<usize>, inner: &Range<usize>, lead: u8) -> Option<usize> {
        // Corners are ASCII, or box characters, whose first bytes are these.
        let drawn = matches!(lead, b'+' | 0xe2) && line.start >= self.not_drawn;
        let (table, end) = if drawn && drawn::is_rule(&self.text[inner.clone()]) {
            let (table, end) = drawn::read(self.text, inner.clone());
            self.not_drawn = end;
            (table?, end)
        } else if dashed::may_begin(self.text, line) {
            dashed::read(self.text, line.clone())?
        } else {
            return None;
        };
        self.close(line.start);
        let (inline, whole) = (&mut self.inline, self.text);
        table.add(self.builder, whole, |builder, part| inline.alone(whole, part, builder)).then_some(end)
    }

    /// True where a line is no continuation of the paragraph before it.
    fn starts_paragraph(&self, line: &Range<usize>, content: &str) -> bool {
        if !self.open {
            return false;
        }
        let raw = &self.text[line.clone()];
        let before = &self.text[..line.start - 1];
        let before = before.strip_suffix('\r').unwrap_or(before);
        raw.starts_with('\u{3000}')
            || before.ends_with("  ")
            || before.ends_with('\\')
            || before.trim_end().ends_with(['。', '！', '？', '；', '：', ':', ';'])
            || starts_with_number(content)
    }

    /// Where HTML that begins at `from` ends: at a blank line, but not inside a table.
    fn html_end(&self, from: usize) -> usize {
        let mut at = from;
        let mut depth = 0usize;
        while at < self.text.len() {
            let line = line_at(self.text, at);
            let content = &self.text[line.clone()];
            if depth == 0 && content.trim().is_empty() {
                break;
            }
            for tag in memchr::memchr_iter(b'<', content.as_bytes()) {
                let rest = &content.as_bytes()[tag + 1..];
                let named = |name: &[u8]| rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
                if named(b"table") {
                    depth += 1;
                } else if named(b"/table") {
                    depth = depth.saturating_sub(1);
                }
            }
            at = after(self.text, &line);
            if depth == 0 && content.trim_end().ends_with("</table>") {
                break;
            }
        }
        at
    }

    /// Code is text like any other, one paragraph a line, up to a line of as many marks.
    fn fence(&mut self, marks: &str, from: usize) -> usize {
        let mut from = from;
        let start = self.builder.offset();
        while from < self.text.len() {
            let line = line_at(self.text, from);
            let mut inner = rows::trim(self.text, line.clone());
            if self.quotation.is_some() {
                if !self.text[inner.clone()].starts_with('>') {
                    break;
                }
                inner = rows::trim(self.text, inner.start + 1..inner.end);
            }
            from = after(self.text, &line);
            let content = &self.text[inner.clone()];
            if content.starts_with(marks) {
                break;
            }
            self.builder.begin();
            self.builder.push(content, inner.start);
            self.builder.end(BlockKind::Paragraph, line.end);
        }
        quote(self.builder, start, false);
        from
    }

    /// Reads the run of `|` rows, or of rows with tabs, that begins with `first`, if it is a table.
    fn table(&mut self, first: Range<usize>, line: &Range<usize>, mark: Mark) -> Option<usize> {
        self.rows.clear();
        self.rows.line(self.text, first, mark);
        let mut ruled = false;
        let mut from = after(self.text, line);
        while from < self.text.len() {
            let line = line_at(self.text, from);
            let mut inner = rows::trim(self.text, line.clone());
            while self.text[inner.clone()].starts_with('>') {
                inner = rows::trim(self.text, inner.start + 1..inner.end);
            }
            let parting = if mark == Mark::Tab { b'\t' } else { b'|' };
            if memchr::memchr(parting, &self.text.as_bytes()[inner.clone()]).is_none() {
                break;
            }
            from = after(self.text, &line);
            if is_delimiter(&self.text.as_bytes()[inner.clone()]) {
                ruled = true;
            } else {
                self.rows.line(self.text, inner, mark);
            }
        }
        if !ruled && !self.rows.is_table(self.text) {
            self.no_table_before = from;
            return None;
        }
        if !self.rows.fits() {
            self.no_table_before = from;
            self.builder.signs.limited = Some("table");
            return None;
        }
        self.close(line.start);
        let inline = &mut self.inline;
        let whole = self.text;
        self.rows.add(self.builder, whole, !ruled, |builder, cell, at| {
            inline.alone(whole, at..at + cell.len(), builder);
        });
        Some(from)
    }
}

/// What was read since `start` is quoted. A quotation goes on with the one right before it; code does not.
fn quote(builder: &mut Builder, start: usize, goes_on: bool) {
    let end = builder.offset();
    if start >= end {
        return;
    }
    match builder.signs.quoted.last_mut() {
        Some(last) if goes_on && start <= last.end as usize + 1 => {
            *last = Span::new(start.min(last.start as usize), end);
        }
        _ => builder.signs.quoted.push(Span::new(start, end)),
    }
}

/// A whole report in one quotation or fence (copied out of a mail, or of a chat) is what the document is: it is nearly
/// all of it, as an example on a page never is.
fn keep_quoted(builder: &mut Builder) {
    let most = builder.offset() / 4 * 3;
    if builder.signs.quoted.iter().any(|q| q.len() > most) {
        builder.signs.quoted.clear();
    }
}

/// Level and length of the `#` marks with the space after them. Reports often lack the space before an ideograph.
fn heading_marks(content: &str) -> Option<(u8, usize)> {
    let level = content.bytes().take_while(|&b| b == b'#').count();
    let rest = &content[level..];
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t', '\u{3000}']) || !rest.is_char_boundary(1);
    (level <= 6 && spaced).then(|| (level as u8, content.len() - rest.trim_start().len()))
}

/// A line that begins with a tag of a block.
fn is_html_block(content: &str) -> bool {
    let bytes = content.as_bytes();
    let name = bytes.get(1..).unwrap_or_default();
    let end = name.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len());
    const BLOCKS: [&str; 17] = [
        "table", "div", "p", "center", "section", "article", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "html",
        "body", "style",
    ];
    BLOCKS.iter().any(|block| name[..end].eq_ignore_ascii_case(block.as_bytes()))
}

/// `[name]: address "title"`: what a link elsewhere leads to, and not shown.
fn is_definition(content: &str) -> bool {
    let Some((_, target)) = content.split_once("]:") else { return false };
    let target = target.trim();
    let (address, title) = target.split_once([' ', '\t']).unwrap_or((target, ""));
    let leads = ["http:", "https:", "mailto:", "/", "#", "./", "<"].iter().any(|lead| address.starts_with(lead));
    let title = title.trim();
    let closed =
        [('"', '"'), ('\'', '\''), ('(', ')')].iter().any(|&(a, b)| title.starts_with(a) && title.ends_with(b));
    leads && address.is_ascii() && (title.is_empty() || closed)
}

/// `---`, `***`, `===`, `- - -`.
fn is_rule(bytes: &[u8]) -> bool {
    let mark = bytes[0];
    bytes.iter().all(|&b| b == mark || b == b' ' && mark != b'=')
        && bytes.iter().filter(|&&b| b == mark).count() >= if mark == b'=' { 2 } else { 3 }
}

/// `1. ` or `1) `: the number stays in the text.
fn is_ordered(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    digits <= 9
        && matches!(bytes.get(digits), Some(b'.' | b')'))
        && matches!(bytes.get(digits + 1), Some(b' ' | b'\t') | None)
}

/// A row of dashes, with colons for alignment: it belongs to the table and is no row of it.
fn is_delimiter(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t')) && bytes.contains(&b'-')
}

/// A list number at the start of a line, in bold or not.
fn starts_with_number(content: &str) -> bool {
    lead(content.trim_start_matches('*').chars()).is_some()
}

#[cfg(test)]
#[path = "md_tests.rs"]
mod tests;
