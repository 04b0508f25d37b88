//! Finds tags, comments and the content of elements that are no text, as ranges of the source. Linear on any input:
//! what was searched for in vain once is not searched for again. Knows nothing of how elements nest.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

/// What an element means to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Block,
    Paragraph,
    Heading(u8),
    ListItem,
    List,
    Break,
    Preformatted,
    Table,
    Row,
    Cell,
    RowGroup,
    Caption,
    Image,
    Meta,
    Title,
    Input,
    /// Text that is struck out.
    Struck,
    Raised,
    Script,
    /// Its content is never shown as text.
    Skipped,
    Inline,
}

/// A tag; `attributes` is what stands between its name and its end.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a> {
    pub name: Name,
    pub raw_name: &'a str,
    pub closing: bool,
    pub attributes: &'a str,
    /// Where `attributes` begins in the source.
    pub from: usize,
    /// Where the tag ends.
    pub end: usize,
}

impl Tag<'_> {
    /// `thead`, `tbody`, `tfoot`: what a rowspan does not go beyond.
    pub(super) fn is_row_group(&self) -> bool {
        self.name == Name::RowGroup && self.raw_name.starts_with(['t', 'T'])
    }
}

/// What a `<` begins.
pub(super) enum Markup<'a> {
    Tag(Tag<'a>),
    /// A comment, doctype or the like, and where it ends.
    Comment(usize),
    Text,
}

/// The source with what is known to be absent from the rest of it.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    pub text: &'a str,
    pub end: usize,
    /// From here on there is no `>`, no `-->`, no `"` and no `'`; none of these elements is closed.
    no_tag_end: usize,
    no_comment_end: usize,
    no_quote: [usize; 2],
    unclosed: Vec<(&'a str, usize)>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, end: usize) -> Self {
        Self { text, end, no_tag_end: end, no_comment_end: end, no_quote: [end; 2], unclosed: Vec::new() }
    }

    fn bytes(&self) -> &'a [u8] {
        &self.text.as_bytes()[..self.end]
    }

    /// What the `<` at `at` begins.
    pub(super) fn markup(&mut self, at: usize) -> Markup<'a> {
        let bytes = self.bytes();
        let closing = bytes.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closing);
        match bytes.get(start) {
            Some(b) if b.is_ascii_alphabetic() => {}
            Some(b'!') if !closing => return self.comment(at),
            Some(b'?') if !closing => return self.bogus(at),
            Some(_) if closing => return self.bogus(at),
            _ => return Markup::Text,
        }
        let mut from = start + 1;
        while from < bytes.len() && !matches!(bytes[from], b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>' | b'<') {
            from += 1;
        }
        let Some(end) = self.tag_end(from) else { return Markup::Text };
        let raw_name = &self.text[start..from];
        let attributes = &self.text[from..end - 1];
        Markup::Tag(Tag { name: classify(raw_name.as_bytes()), raw_name, closing, attributes, from, end })
    }

    /// Where the tag ends: behind the first `>` that is not in a quoted value.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        if from >= self.no_tag_end {
            return None;
        }
        let bytes = self.bytes();
        let mut i = from;
        while let Some(found) = memchr3(b'>', b'"', b'\'', &bytes[i..]) {
            let at = i + found;
            if bytes[at] == b'>' {
                return Some(at + 1);
            }
            i = at + 1;
            // A quotation mark opens a value only after `=`.
            let quote = usize::from(bytes[at] == b'\'');
            if at < self.no_quote[quote] && bytes[from..at].trim_ascii_end().ends_with(b"=") {
                match memchr(bytes[at], &bytes[i..]) {
                    Some(close) => i += close + 1,
                    None => self.no_quote[quote] = at,
                }
            }
        }
        let end = memchr(b'>', &bytes[from..]).map(|at| from + at + 1);
        match end {
            // Every `>` stood between quotation marks: they do not pair, and are not trusted again.
            Some(_) => self.no_quote = [0; 2],
            None => self.no_tag_end = from,
        }
        end
    }

    fn comment(&mut self, at: usize) -> Markup<'a> {
        let bytes = self.bytes();
        if bytes[at..].starts_with(b"<!--") && at < self.no_comment_end {
            let inner = at + 4;
            if bytes[inner..].starts_with(b">") {
                return Markup::Comment(inner + 1);
            }
            if let Some(end) = memmem::find(&bytes[inner..], b"-->") {
                return Markup::Comment(inner + end + 3);
            }
            self.no_comment_end = at;
        }
        self.bogus(at)
    }

    /// `<!…>`, `<?…>`, `</ …>`, and a comment that is never closed: up to the next `>`.
    fn bogus(&mut self, at: usize) -> Markup<'a> {
        if at >= self.no_tag_end {
            return Markup::Text;
        }
        match memchr(b'>', &self.bytes()[at..]) {
            Some(end) => Markup::Comment(at + end + 1),
            None => {
                self.no_tag_end = at;
                Markup::Text
            }
        }
    }

    /// The content of the element whose tag ends at `from`, up to `</name`; `None` where it is never closed.
    pub(super) fn content(&mut self, name: &'a str, from: usize) -> Option<Range<usize>> {
        if self.unclosed.iter().any(|(n, at)| from >= *at && n.eq_ignore_ascii_case(name)) {
            return None;
        }
        let bytes = self.bytes();
        let close = memmem::find_iter(&bytes[from..], b"</").map(|i| from + i).find(|i| {
            let after = i + 2 + name.len();
            bytes.get(i + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                && !bytes.get(after).is_some_and(u8::is_ascii_alphanumeric)
        });
        if close.is_none() {
            self.unclosed.push((name, from));
        }
        close.map(|close| from..close)
    }
}

fn classify(name: &[u8]) -> Name {
    let mut lower = [0; 12];
    let Some(lower) = lower.get_mut(..name.len()) else { return Name::Inline };
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    match &*lower {
        b"p" => Name::Paragraph,
        b"span" | b"b" | b"strong" | b"font" | b"a" | b"i" | b"em" | b"u" | b"o:p" => Name::Inline,
        b"td" | b"th" => Name::Cell,
        b"tr" => Name::Row,
        b"br" => Name::Break,
        b"li" | b"dt" | b"dd" => Name::ListItem,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Name::Heading(lower[1] - b'0'),
        b"table" => Name::Table,
        b"tbody" | b"thead" | b"tfoot" | b"colgroup" | b"col" => Name::RowGroup,
        b"caption" => Name::Caption,
        b"ul" | b"ol" | b"dl" => Name::List,
        b"img" => Name::Image,
        b"s" | b"del" | b"strike" => Name::Struck,
        b"sup" => Name::Raised,
        b"input" => Name::Input,
        b"meta" => Name::Meta,
        b"title" => Name::Title,
        b"script" => Name::Script,
        b"style" | b"noscript" | b"template" | b"select" | b"textarea" | b"svg" | b"iframe" | b"noembed"
        | b"noframes" | b"math" | b"audio" | b"video" | b"canvas" => Name::Skipped,
        b"pre" => Name::Preformatted,
        b"div" | b"section" | b"article" | b"main" | b"header" | b"footer" | b"nav" | b"aside" | b"form"
        | b"fieldset" | b"center" | b"blockquote" | b"address" | b"hr" | b"figure" | b"figcaption" | b"body"
        | b"html" | b"head" | b"details" | b"summary" | b"legend" | b"dir" | b"menu" | b"option" | b"marquee" => {
            Name::Block
        }
        _ => Name::Inline,
    }
}

/// The value of an attribute, with its offset from the start of `attributes`.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let bytes = attributes.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_whitespace() || bytes[i] == b'/' {
            i += 1;
            continue;
        }
        let start = i;
        while i < bytes.len() && !bytes[i].is_ascii_whitespace() && (bytes[i] != b'=' || i == start) {
            i += 1;
        }
        let is_it = bytes[start..i].eq_ignore_ascii_case(name.as_bytes());
        let mut value = i;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        if bytes.get(value) != Some(&b'=') {
            if is_it {
                return Some((i, ""));
            }
            continue;
        }
        value += 1;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        let end = match bytes.get(value) {
            Some(&quote @ (b'"' | b'\'')) => {
                value += 1;
                let end = memchr(quote, &bytes[value..]).map_or(bytes.len(), |n| value + n);
                i = end + 1;
                end
            }
            _ => {
                let rest = &bytes[value.min(bytes.len())..];
                let end = value + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                i = end;
                end
            }
        };
        if is_it {
            return Some((value, &attributes[value..end]));
        }
    }
    None
}

/// True where attributes may name a rowspan or colspan.
pub(super) fn has_span(attributes: &str) -> bool {
    let bytes = attributes.as_bytes();
    memchr::memchr2_iter(b'p', b'P', bytes).any(|at| {
        at > 0
            && bytes[at - 1].eq_ignore_ascii_case(&b's')
            && bytes.get(at + 1..at + 3).is_some_and(|n| n.eq_ignore_ascii_case(b"an"))
    })
}
