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
    /// It is white, on white as far as the tag says.
    White,
    /// It is too small for any eye, save where what stands in it has a size of its own.
    Tiny,
    /// It lies beside the page, is cut off, or lets all shine through.
    Away,
}

/// The next place of a word.
#[derive(Clone, Copy)]
pub(super) struct Hint {
    pub word: &'static [u8],
    pub next: usize,
}

/// Without one of these no tag says that its element is not read.
pub(super) const HINTS: [Hint; 16] = [
    Hint { word: b"none", next: 0 },
    Hint { word: b"hidden", next: 0 },
    Hint { word: b"collapse", next: 0 },
    Hint { word: b"line-through", next: 0 },
    Hint { word: b"super", next: 0 },
    Hint { word: b"transparent", next: 0 },
    Hint { word: b"rgba(", next: 0 },
    Hint { word: b"#f", next: 0 },
    Hint { word: b"#F", next: 0 },
    Hint { word: b"white", next: 0 },
    Hint { word: b"opacity", next: 0 },
    Hint { word: b"font-size", next: 0 },
    Hint { word: b"position", next: 0 },
    Hint { word: b"indent", next: 0 },
    Hint { word: b"clip", next: 0 },
    Hint { word: b"overflow", next: 0 },
];

/// How far before white words something is looked for that may lie behind them.
const BEHIND: usize = 3_000;

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
            (Unseen::White, Name::Inline | Name::Paragraph) if self.is_on_white(tag) => Unseen::Gone,
            (Unseen::Tiny, Name::Inline | Name::Paragraph) if !self.says_inside(tag, "font-size") => Unseen::Gone,
            (Unseen::Away, Name::Inline | Name::Paragraph | Name::Block) => Unseen::Gone,
            (Unseen::Tiny, Name::Cell) if !self.says_inside(tag, "font-size") => Unseen::Blank,
            (Unseen::Struck | Unseen::Raised | Unseen::White | Unseen::Tiny | Unseen::Away, _) => return None,
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

    /// Nothing tells that white words stand on anything but the page, and they are white to their end.
    fn is_on_white(&mut self, tag: &Tag<'a>) -> bool {
        let text = self.scanner.text;
        let before = &text[text.floor_char_boundary(tag.from.saturating_sub(BEHIND))..tag.end];
        let lies_behind = ["background", "bgcolor", "BGCOLOR"].iter().any(|word| {
            before.match_indices(word).any(|(at, _)| {
                let rest = before[at + word.len()..].trim_start_matches("-color");
                let rest = rest.trim_start_matches([':', '=', '"', '\'', ' ']);
                let end = rest.find([';', '"', '\'', '>', '}']).unwrap_or(rest.len());
                !(is_white(&rest[..end]) || ["none", "inherit", "transparent"].contains(&rest[..end].trim()))
            })
        });
        !lies_behind && !self.says_inside(tag, "color")
    }

    /// Whether what stands in an element says of itself what the element says of it; one that is never closed may.
    fn says_inside(&mut self, tag: &Tag<'a>, property: &str) -> bool {
        let content = self.scanner.content(tag.raw_name, tag.end);
        content.is_none_or(|content| self.scanner.text[content].contains(property))
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
    let (mut flat, mut cut, mut found) = (false, false, None);
    for part in style.split(';') {
        let Some((name, value)) = part.split_once(':') else { continue };
        let (name, value) = (name.trim(), value.trim());
        let begins = |word: &str| value.get(..word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word));
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        let length = || number(value);
        let said = if is("display") {
            begins("none").then_some(Unseen::Gone)
        } else if is("visibility") {
            (begins("hidden") || begins("collapse")).then_some(Unseen::Blank)
        } else if is("vertical-align") {
            begins("super").then_some(Unseen::Raised)
        } else if is("color") {
            let clear = begins("transparent") || begins("rgba(") && value.trim_end_matches([')', ' ']).ends_with(",0");
            let clear = clear || begins("rgba(") && value.trim_end_matches([')', ' ']).ends_with(", 0");
            if clear { Some(Unseen::Away) } else { is_white(value).then_some(Unseen::White) }
        } else if is("font-size") {
            length().filter(|&(n, unit)| n == 0.0 || n <= 2.0 && matches!(unit, "px" | "pt")).map(|_| Unseen::Tiny)
        } else if is("opacity") {
            length().filter(|&(n, _)| n == 0.0).map(|_| Unseen::Away)
        } else if is("left") || is("top") || is("right") || is("text-indent") || is("margin-left") {
            length().filter(|&(n, _)| n <= -900.0).map(|_| Unseen::Away)
        } else if is("clip-path") {
            begins("inset(100%").then_some(Unseen::Away)
        } else if is("clip") {
            (begins("rect(0") && !value.contains("auto")).then_some(Unseen::Away)
        } else if is("height") || is("max-height") {
            flat |= length().is_some_and(|(n, _)| n == 0.0);
            None
        } else if is("overflow") {
            cut |= begins("hidden");
            None
        } else {
            let line = is("text-decoration") || is("text-decoration-line");
            (line && value.to_ascii_lowercase().contains("line-through")).then_some(Unseen::Struck)
        };
        // What is not there at all is said more than what is hardly seen.
        if found.is_none() || matches!(said, Some(Unseen::Gone | Unseen::Blank)) {
            found = said.or(found);
        }
    }
    found.or_else(|| (flat && cut).then_some(Unseen::Away))
}

/// A number at the beginning, and the unit behind it.
fn number(value: &str) -> Option<(f64, &str)> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.'))).unwrap_or(value.len());
    let unit = value[end..].trim_end_matches("!important").trim();
    value[..end].parse().ok().map(|n| (n, unit))
}

/// White, or so near it that nobody sees it on white.
fn is_white(colour: &str) -> bool {
    let colour = colour.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
    let wide = |digits: &str| match digits.len() {
        3 => digits == "fff",
        6 => (0..3).all(|at| {
            digits.get(2 * at..2 * at + 2).and_then(|p| u8::from_str_radix(p, 16).ok()).is_some_and(|p| p >= 0xf8)
        }),
        _ => false,
    };
    let parts = || colour.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'));
    colour == "white"
        || colour.strip_prefix('#').is_some_and(wide)
        || parts().is_some_and(|p| p.split(',').all(|p| p.trim().parse::<u8>().is_ok_and(|p| p >= 0xf8)))
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
        // What lies behind white words of a class another rule may say.
        let unseen = declared(&body[..close]).filter(|unseen| *unseen != Unseen::White);
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
