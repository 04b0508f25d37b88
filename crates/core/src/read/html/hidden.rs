//! Elements whose text is none of the page's: hidden, struck out, or a raised mark of a note. How their tags say so,
//! where in the source to look for such tags at all, and where such an element ends.

use std::ops::Range;

use memchr::memmem;

use super::Page;
use super::tag::{Name, Tag, attribute};
use crate::language::note_marks::{is_note_mark, may_carry_note};

/// An element that is not read, by name, and how many of that name are open inside it.
pub(super) struct Hidden<'a> {
    name: &'a str,
    kind: Name,
    depth: usize,
    tables: usize,
}

/// How an element is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    /// As if it were not there.
    Gone,
    /// Its place is there, without text.
    Blank,
    /// Its text is struck out.
    Struck,
    /// It is raised, as the mark of a note is.
    Raised,
}

/// The next place of a word.
#[derive(Clone, Copy)]
pub(super) struct Hint {
    pub word: &'static [u8],
    pub next: usize,
}

/// Without one of these no tag says that its element is not read.
pub(super) const HINTS: [Hint; 5] = [
    Hint { word: b"none", next: 0 },
    Hint { word: b"hidden", next: 0 },
    Hint { word: b"collapse", next: 0 },
    Hint { word: b"line-through", next: 0 },
    Hint { word: b"super", next: 0 },
];

/// How much of a raised text is looked at.
const NOTE: usize = 200;

impl Hint {
    /// True where the word stands in the range; the ranges asked for go on through the source.
    pub(super) fn within(&mut self, text: &str, range: Range<usize>) -> bool {
        if self.next < range.start {
            let found = memmem::find(&text.as_bytes()[range.start..], self.word);
            self.next = found.map_or(usize::MAX, |at| range.start + at);
        }
        self.next < range.end
    }
}

impl<'a> Page<'a, '_> {
    /// Starts to hide if the tag says that its element is not read; says how.
    pub(super) fn hide(&mut self, tag: &Tag<'a>) -> Option<Unseen> {
        let unseen = self.unseen(tag)?;
        let unseen = match (unseen, tag.name) {
            (Unseen::Struck, Name::Cell) => Unseen::Blank,
            (Unseen::Struck, Name::Row | Name::Inline | Name::Paragraph) => Unseen::Gone,
            // One that is never closed strikes out nothing that could be told.
            (Unseen::Struck, Name::Struck) if self.scanner.content(tag.raw_name, tag.end).is_some() => Unseen::Gone,
            (Unseen::Raised, Name::Inline | Name::Raised) if self.is_note(tag) => Unseen::Gone,
            (Unseen::Struck | Unseen::Raised, _) => return None,
            (Unseen::Blank, Name::Row | Name::Cell) => Unseen::Blank,
            (Unseen::Blank | Unseen::Gone, _) => Unseen::Gone,
        };
        let tables = usize::from(tag.name == Name::Table);
        self.hidden = Some(Hidden { name: tag.raw_name, kind: tag.name, depth: 1, tables });
        Some(unseen)
    }

    fn unseen(&mut self, tag: &Tag<'a>) -> Option<Unseen> {
        let hints = self.hints.as_mut()?;
        match tag.name {
            Name::Struck => return Some(Unseen::Struck),
            Name::Raised => return Some(Unseen::Raised),
            _ => {}
        }
        let void = matches!(tag.name, Name::Break | Name::Image | Name::Meta | Name::Input)
            || tag.name == Name::RowGroup && !tag.is_row_group()
            || ["hr", "body", "link"].iter().any(|name| tag.raw_name.eq_ignore_ascii_case(name));
        if tag.attributes.len() < 6 || void || tag.attributes.ends_with('/') {
            return None;
        }
        let range = tag.from..tag.end;
        let text = self.scanner.text;
        let hinted = hints.iter_mut().fold(false, |found, hint| hint.within(text, range.clone()) | found);
        let said = hinted.then(|| says(tag.attributes)).flatten();
        // What a script shows and hides, such as tabs, has classes too; rows and words are not shown again.
        let by_class = || {
            let of_words = matches!(tag.name, Name::Row | Name::Cell | Name::RowGroup | Name::Inline | Name::Paragraph);
            if self.classes.is_empty() || !of_words {
                return None;
            }
            let (_, classes) = attribute(tag.attributes, "class")?;
            classes.split_ascii_whitespace().find_map(|class| {
                self.classes.iter().rev().find(|(name, _)| *name == class).and_then(|(_, unseen)| *unseen)
            })
        };
        said.or_else(by_class)
    }

    /// Whether a raised element is the mark of a note to what stands before it.
    fn is_note(&mut self, tag: &Tag<'a>) -> bool {
        let Some(content) = self.scanner.content(tag.raw_name, tag.end) else { return false };
        if content.len() > NOTE {
            return false;
        }
        let mut words = String::new();
        for part in self.scanner.text[content].split('<') {
            words.push_str(part.split_once('>').map_or(part, |(_, after)| after));
        }
        let words = words.replace("&nbsp;", " ");
        is_note_mark(&words) && may_carry_note(self.builder.last().filter(|_| !self.builder.is_blank()), &words)
    }

    /// Inside a hidden element: true where the tag is no part of it any more and is to be read itself.
    pub(super) fn leaves_hidden(&mut self, tag: &Tag<'a>) -> bool {
        let Some(hidden) = &mut self.hidden else { return true };
        let inside = hidden.tables > 0 || tag.name == Name::Table && !tag.closing;
        if tag.name == Name::Table {
            hidden.tables = if tag.closing { hidden.tables.saturating_sub(1) } else { hidden.tables + 1 };
        }
        let of_rows = matches!(hidden.kind, Name::Row | Name::RowGroup);
        let same = tag.raw_name.eq_ignore_ascii_case(hidden.name);
        // A row inside a row is the next one, save in a table of its own.
        if same && (tag.closing || !of_rows || inside) {
            hidden.depth = if tag.closing { hidden.depth - 1 } else { hidden.depth + 1 };
            if hidden.depth == 0 {
                self.hidden = None;
                return false;
            }
        }
        // What is never closed ends with the cell or paragraph that it stands in.
        let ends_table = !inside
            && match hidden.kind {
                Name::Row => tag.name == Name::Table || tag.is_row_group() || tag.name == Name::Row && !tag.closing,
                Name::RowGroup => tag.name == Name::Table || tag.is_row_group(),
                _ => {
                    self.table.is_some()
                        && matches!(tag.name, Name::Cell | Name::Row | Name::Table)
                        && !(same && tag.closing)
                }
            };
        let ends_paragraph = hidden.kind == Name::Paragraph
            && matches!(tag.name, Name::Paragraph | Name::Block | Name::Heading(_) | Name::Table | Name::List);
        if ends_table || ends_paragraph {
            self.hidden = None;
            return true;
        }
        false
    }
}

/// `hidden`, `display: none` and the like.
fn says(attributes: &str) -> Option<Unseen> {
    if attribute(attributes, "hidden").is_some() {
        return Some(Unseen::Gone);
    }
    declared(attribute(attributes, "style")?.1)
}

/// What declarations of a style make of an element.
pub(super) fn declared(style: &str) -> Option<Unseen> {
    let of = |part: &str| {
        let (name, value) = part.split_once(':')?;
        let (name, value) = (name.trim(), value.trim());
        let begins = |word: &str| value.get(..word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word));
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        if is("display") {
            begins("none").then_some(Unseen::Gone)
        } else if is("visibility") {
            (begins("hidden") || begins("collapse")).then_some(Unseen::Blank)
        } else if is("vertical-align") {
            begins("super").then_some(Unseen::Raised)
        } else {
            let line = is("text-decoration") || is("text-decoration-line");
            (line && value.to_ascii_lowercase().contains("line-through")).then_some(Unseen::Struck)
        }
    };
    style.split(';').filter_map(of).next()
}

/// The classes that a page's own style sheet hides or strikes out, the last word on each last. Only rules of one class
/// are heeded, and none that hold on some media alone.
pub(super) fn classes<'a>(sheet: &'a str, found: &mut Vec<(&'a str, Option<Unseen>)>) {
    const MOST: usize = 200;
    let mut rest = sheet;
    while let Some(open) = rest.find('{') {
        let selectors = rest[..open].rsplit(['}', ';']).next().unwrap_or_default();
        let selectors = selectors.rsplit_once("*/").map_or(selectors, |s| s.1);
        let body = &rest[open + 1..];
        let Some(close) = body.find('}') else { return };
        if selectors.trim_start().starts_with('@') {
            // To the end of the rules inside it.
            let mut depth = 1;
            let end = body.bytes().position(|b| {
                depth += usize::from(b == b'{');
                depth -= usize::from(b == b'}');
                depth == 0
            });
            let Some(end) = end else { return };
            rest = &body[end + 1..];
            continue;
        }
        let unseen = declared(&body[..close]);
        for selector in selectors.split(',').map(str::trim) {
            let Some((element, class)) = selector.split_once('.') else { continue };
            let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let simple =
                element.chars().all(|c| c.is_ascii_alphanumeric()) && !class.is_empty() && class.chars().all(word);
            let said_before = || found.iter().any(|(name, _)| *name == class);
            if simple && found.len() < MOST && (unseen.is_some() || body[..close].contains("display") && said_before())
            {
                found.push((class, unseen));
            }
        }
        rest = &body[close + 1..];
    }
}
