//! Fonts as far as text needs them: how bytes part into codes, how wide each is and what character it stands for.
//! A character is what the file says or a standard encoding means; shapes are never looked at.

use std::collections::HashMap;

use encoding_rs::{GB18030, WINDOWS_1252};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::bytes::decoded;
use crate::language::fold::fold_char;
use crate::read::paged::Budget;

/// The characters one code stands for; a few at most (a ligature).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chars {
    chars: [char; 4],
    len: u8,
}

impl Chars {
    fn of(text: impl Iterator<Item = char>) -> Self {
        let mut all = Self::default();
        for c in text.take(4) {
            // Printing programs name the shape that a radical and a character share by the radical.
            let radical = matches!(c, '\u{2e80}'..='\u{2fdf}');
            let c = if radical { fold_char(c).unwrap_or(c) } else { c };
            all.chars[usize::from(all.len)] = c;
            all.len += 1;
        }
        all
    }

    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    pub fn get(&self, i: usize) -> Option<char> {
        self.chars[..usize::from(self.len)].get(i).copied()
    }
}

/// How bytes part into codes, and what codes are where the file has no table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// A byte a code.
    Bytes,
    /// Two bytes a code that names a shape, not a character.
    Shapes,
    /// GBK or GB 18030, as of fonts that are not in the file.
    Gb,
    /// UTF-16.
    Wide,
}

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    coding: Coding,
    unicode: Option<CMap>,
    /// Of fonts of bytes: the characters.
    table: Vec<Option<char>>,
    widths: HashMap<u32, f32>,
    width: f32,
    /// What widths are multiplied with.
    scale: f32,
    pub vertical: bool,
}

/// The fonts of a file, each read once.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    all: Vec<Font>,
    by_object: HashMap<(u32, i32), usize>,
    by_text: HashMap<Vec<u8>, usize>,
}

/// Fonts a file may have.
const MAX_FONTS: usize = 2_000;
const MAX_WIDTHS: usize = 70_000;

impl Fonts {
    pub fn get(&self, index: usize) -> &Font {
        &self.all[index]
    }

    /// The font of a dictionary.
    pub fn index(&mut self, dict: &Dict<'_>, budget: &mut Budget) -> usize {
        let id = dict.obj_id().map(|id| (id.obj_number, id.gen_number));
        let known = match id {
            Some(id) => self.by_object.get(&id),
            None => self.by_text.get(dict.data()),
        };
        if let Some(&index) = known {
            return index;
        }
        if self.all.len() >= MAX_FONTS {
            return 0;
        }
        let index = self.all.len();
        self.all.push(Font::read(dict, budget));
        match id {
            Some(id) => self.by_object.insert(id, index),
            None => self.by_text.insert(dict.data().to_vec(), index),
        };
        index
    }
}

impl Font {
    fn read(dict: &Dict<'_>, budget: &mut Budget) -> Self {
        let unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|s| {
            let data = decoded(&s, budget)?;
            CMap::parse(&data, |_| None)
        });
        let mut font = Self {
            coding: Coding::Bytes,
            unicode,
            table: Vec::new(),
            widths: HashMap::new(),
            width: 0.5,
            scale: 0.001,
            vertical: false,
        };
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Type0") => font.composite(dict),
            kind => {
                let own = kind == Some(b"Type3");
                font.simple(dict, own);
            }
        }
        font
    }

    fn composite(&mut self, dict: &Dict<'_>) {
        let encoding = dict.get::<Name<'_>>("Encoding");
        let name = encoding.as_ref().map_or(&b""[..], |n| n.as_ref());
        self.vertical = name.ends_with(b"-V") || name == b"V";
        self.coding = if name.starts_with(b"GB") {
            Coding::Gb
        } else if name.starts_with(b"Uni") {
            Coding::Wide
        } else {
            Coding::Shapes
        };
        self.width = 1.0;
        let mut descendants = dict.get::<Array<'_>>("DescendantFonts").map(|a| a.iter::<Dict<'_>>());
        let Some(inner) = descendants.as_mut().and_then(Iterator::next) else { return };
        if let Some(width) = inner.get::<Number>("DW") {
            self.width = width.as_f32() * 0.001;
        }
        if self.coding != Coding::Shapes {
            return;
        }
        let Some(widths) = inner.get::<Array<'_>>("W") else { return };
        let mut items = widths.iter::<Object<'_>>();
        while let Some(Object::Number(first)) = items.next() {
            let first = first.as_i64().clamp(0, 0xffff) as u32;
            match items.next() {
                Some(Object::Array(each)) => {
                    for (i, width) in each.iter::<Number>().enumerate().take(0x1_0000) {
                        self.widths.insert(first + i as u32, width.as_f32() * 0.001);
                    }
                }
                Some(Object::Number(last)) => {
                    let Some(Object::Number(width)) = items.next() else { return };
                    let last = last.as_i64().clamp(0, 0xffff) as u32;
                    for code in first..=last {
                        self.widths.insert(code, width.as_f32() * 0.001);
                    }
                }
                _ => return,
            }
            if self.widths.len() > MAX_WIDTHS {
                return;
            }
        }
    }

    fn simple(&mut self, dict: &Dict<'_>, own_scale: bool) {
        if own_scale && let Some(matrix) = dict.get::<Array<'_>>("FontMatrix") {
            self.scale = matrix.iter::<Number>().next().map_or(0.001, |n| n.as_f32().abs());
        }
        let first = dict.get::<Number>("FirstChar").map_or(0, |n| n.as_i64().clamp(0, 255)) as u32;
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            for (i, width) in widths.iter::<Number>().enumerate().take(256) {
                self.widths.insert(first + i as u32, width.as_f32() * self.scale);
            }
        }
        if let Some(descriptor) = dict.get::<Dict<'_>>("FontDescriptor")
            && let Some(missing) = descriptor.get::<Number>("MissingWidth")
        {
            self.width = missing.as_f32() * self.scale;
        }
        let symbolic = dict
            .get::<Dict<'_>>("FontDescriptor")
            .and_then(|d| d.get::<Number>("Flags"))
            .is_some_and(|n| n.as_i64() & 4 != 0);
        let encoding = dict.get::<Object<'_>>("Encoding");
        let named = matches!(encoding, Some(Object::Name(_) | Object::Dict(_)));
        // A symbolic font without an encoding has characters only where the file names them.
        let standard = !own_scale && (named || !symbolic);
        let latin = |b: u8| {
            let bytes = [b];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.chars().next().filter(|c| !c.is_control())
        };
        self.table = (0..=255).map(|b| if standard { latin(b) } else { None }).collect();
        let Some(Object::Dict(encoding)) = encoding else { return };
        let Some(differences) = encoding.get::<Array<'_>>("Differences") else { return };
        let mut code = 0;
        for item in differences.iter::<Object<'_>>().take(1_024) {
            match item {
                Object::Number(n) => code = n.as_i64().clamp(0, 255) as usize,
                Object::Name(name) => {
                    if let Some(slot) = self.table.get_mut(code) {
                        *slot = by_name(name.as_ref());
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }

    /// The code that bytes begin with, and its length.
    pub fn code(&self, bytes: &[u8]) -> (u32, usize) {
        let two = |bytes: &[u8]| match bytes {
            [a, b, ..] => (u32::from(*a) << 8 | u32::from(*b), 2),
            [a] => (u32::from(*a), 1),
            [] => (0, 1),
        };
        match self.coding {
            Coding::Bytes => (u32::from(bytes[0]), 1),
            Coding::Shapes => two(bytes),
            Coding::Wide => match (two(bytes), two(bytes.get(2..).unwrap_or(&[]))) {
                ((high @ 0xd800..0xdc00, 2), (low @ 0xdc00..0xe000, 2)) => {
                    (0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00), 4)
                }
                (one, _) => one,
            },
            Coding::Gb => match bytes {
                [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..] => {
                    (u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]), 4)
                }
                [0x81..=0xfe, _, ..] => two(bytes),
                _ => (u32::from(bytes[0]), 1),
            },
        }
    }

    /// The width of a code, in parts of the size.
    pub fn width(&self, code: u32, length: usize) -> f32 {
        if self.coding == Coding::Gb && length == 1 || self.coding == Coding::Wide && (0x20..0x7f).contains(&code) {
            return self.width / 2.0;
        }
        let width = self.widths.get(&code).copied().unwrap_or(self.width);
        if width.is_finite() { width.clamp(0.0, 10.0) } else { 0.0 }
    }

    /// The characters a code stands for; none where nothing says so.
    pub fn chars(&self, code: u32, length: usize) -> Chars {
        let sure = |c: &char| !is_private(*c) && *c != '\0' && *c != char::REPLACEMENT_CHARACTER;
        match self.unicode.as_ref().and_then(|u| u.lookup_bf_string(code)) {
            Some(BfString::Char(c)) if sure(&c) => return Chars::of(std::iter::once(c)),
            Some(BfString::String(s)) if s.chars().all(|c| sure(&c)) && !s.is_empty() => return Chars::of(s.chars()),
            _ => {}
        }
        match self.coding {
            Coding::Bytes => Chars::of(self.table.get(code as usize).copied().flatten().into_iter()),
            Coding::Shapes => Chars::default(),
            Coding::Wide => Chars::of(char::from_u32(code).filter(sure).into_iter()),
            Coding::Gb => {
                let bytes = code.to_be_bytes();
                let (text, broken) = GB18030.decode_without_bom_handling(&bytes[4 - length.min(4)..]);
                if broken { Chars::default() } else { Chars::of(text.chars().filter(sure)) }
            }
        }
    }
}

/// For private use: only the font knows what it shows.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The character of a glyph's name, for the names that numbers and Latin text take.
fn by_name(name: &[u8]) -> Option<char> {
    const NAMES: [(&str, char); 44] = [
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("space", ' '),
        ("period", '.'),
        ("comma", ','),
        ("hyphen", '-'),
        ("minus", '-'),
        ("endash", '–'),
        ("emdash", '—'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("bracketleft", '['),
        ("bracketright", ']'),
        ("slash", '/'),
        ("percent", '%'),
        ("at", '@'),
        ("underscore", '_'),
        ("plus", '+'),
        ("equal", '='),
        ("asterisk", '*'),
        ("quotesingle", '\''),
        ("quotedbl", '"'),
        ("quoteleft", '‘'),
        ("quoteright", '’'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("ampersand", '&'),
        ("numbersign", '#'),
        ("less", '<'),
        ("greater", '>'),
        ("question", '?'),
        ("exclam", '!'),
        ("periodcentered", '·'),
        ("ellipsis", '…'),
    ];
    let name = std::str::from_utf8(name).ok()?;
    if let [b @ (b'a'..=b'z' | b'A'..=b'Z')] = name.as_bytes() {
        return Some(char::from(*b));
    }
    if let Some((_, c)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Some(*c);
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).filter(|d| (4..=6).contains(&d.len()))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?).filter(|c| !is_private(*c))
}
