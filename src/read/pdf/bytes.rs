//! Streams of a PDF, unpacked within bounds, and how much of a file is read at all.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;

/// What may still be spent on a file.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: usize,
    operations: usize,
    glyphs: usize,
    forms: usize,
    spent: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: 96 << 20, operations: 6_000_000, glyphs: 1_500_000, forms: 20_000, spent: false }
    }
}

impl Budget {
    fn take(slot: &mut usize, spent: &mut bool, n: usize) -> bool {
        match slot.checked_sub(n) {
            Some(rest) => *slot = rest,
            None => *spent = true,
        }
        !*spent
    }

    pub fn operation(&mut self) -> bool {
        Self::take(&mut self.operations, &mut self.spent, 1)
    }

    pub fn glyph(&mut self) -> bool {
        Self::take(&mut self.glyphs, &mut self.spent, 1)
    }

    pub fn form(&mut self) -> bool {
        Self::take(&mut self.forms, &mut self.spent, 1)
    }

    /// Something was more than is read of any report.
    pub fn spent(&self) -> bool {
        self.spent
    }
}

/// The content of a page, its streams put together.
pub(super) fn content(page: &Page<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let raw = page.raw();
    if let Some(stream) = raw.get::<Stream<'_>>("Contents") {
        return decoded(&stream, budget);
    }
    let mut whole = Vec::new();
    for stream in raw.get::<Array<'_>>("Contents")?.iter::<Object<'_>>().filter_map(Object::into_stream).take(10_000) {
        whole.extend(decoded(&stream, budget)?);
        whole.push(b' ');
    }
    Some(whole)
}

/// Unpacks a stream; none where that is not possible within the budget.
pub(super) fn decoded(stream: &Stream<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let filters = stream.filters();
    let plain = stream.dict().get::<Dict<'_>>("DecodeParms").is_none();
    let data = if filters.is_empty() {
        stream.raw_data().into_owned()
    } else if plain && filters.len() == 1 && matches!(filters[0], Filter::FlateDecode) {
        inflate(&stream.raw_data(), budget.bytes)
    } else {
        // Other ways of packing are old and seldom; what is small cannot grow beyond bounds more than once.
        let raw = stream.raw_data();
        if raw.len() > 64 << 10 {
            return None;
        }
        stream.decoded_data().ok()?.into_owned()
    };
    Budget::take(&mut budget.bytes, &mut budget.spent, data.len() + 1).then_some(data)
}

/// As much as there is, also of a stream that is cut off; no more than `most` and a byte.
fn inflate(data: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = ZlibDecoder::new(data).take(most as u64 + 1).read_to_end(&mut out);
    if out.is_empty() {
        let _ = DeflateDecoder::new(data).take(most as u64 + 1).read_to_end(&mut out);
    }
    if out.is_empty() && data.len() > 2 {
        let _ = DeflateDecoder::new(&data[2..]).take(most as u64 + 1).read_to_end(&mut out);
    }
    out
}

/// How much the streams of a file may come to before it is opened.
const MOST: u64 = 192 << 20;
/// Streams smaller than this are not tried: what they can grow to is bounded by their number.
const SMALL: usize = 32 << 10;

/// Whether a file's streams unpack to more than any report would, found out without keeping any of it.
pub(super) fn is_bomb(file: &[u8]) -> bool {
    let mut total = 0_u64;
    let mut sink = vec![0; 1 << 16];
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&file[from..], b"stream").map(|i| from + i) {
        from = at + 6;
        if file[..at].ends_with(b"end") {
            continue;
        }
        let data = &file[from..];
        let data = data.strip_prefix(b"\r\n").or(data.strip_prefix(b"\n")).or(data.strip_prefix(b"\r")).unwrap_or(data);
        let length = memchr::memmem::find(data, b"endstream").unwrap_or(data.len());
        from += length;
        // The method and the check of a zlib header.
        let packed = matches!(data, [a, b, ..] if a & 0x0f == 8 && (u32::from(*a) * 256 + u32::from(*b)) % 31 == 0);
        if !packed {
            continue;
        }
        if length < SMALL {
            total += length as u64 * 8;
            continue;
        }
        let mut decoder = ZlibDecoder::new(&data[..length]).take(MOST + 1);
        while let Ok(n @ 1..) = decoder.read(&mut sink) {
            total += n as u64;
            if total > MOST {
                return true;
            }
        }
    }
    total > MOST
}
