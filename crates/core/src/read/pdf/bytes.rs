//! Streams of a PDF, unpacked within bounds, and how much of a file is read at all.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;

use crate::read::paged::Budget;

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
        inflate(&stream.raw_data(), budget.left())
    } else {
        // Other ways of packing are old and seldom, and none but this one makes much of little.
        let raw = stream.raw_data();
        if raw.len() > 1 << 20 || !fits(&raw, &mut (budget.left() as u64), &mut [0; SINK], LAYERS) {
            return None;
        }
        stream.decoded_data().ok()?.into_owned()
    };
    budget.bytes(data.len() + 1).then_some(data)
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

/// How much the streams of a file, pictures aside, may come to before it is opened.
const MOST: u64 = 64 << 20;
/// How far before its data the dictionary of a stream is looked for.
const HEAD: usize = 1 << 10;
/// How much is unpacked at a time only to be counted.
const SINK: usize = 1 << 14;
/// Packed within packed, deeper than which nothing is looked at.
const LAYERS: usize = 3;

/// Whether a file's streams unpack to more than any report would, found out without keeping any of it. Pictures and the
/// shapes of fonts do not count, since they are never unpacked.
pub(super) fn is_bomb(file: &[u8]) -> bool {
    let mut left = MOST;
    let mut sink = [0; SINK];
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
        if !is_shape(&file[at.saturating_sub(HEAD)..at]) && !fits(&data[..length], &mut left, &mut sink, LAYERS) {
            return true;
        }
    }
    false
}

/// Whether what stands before the data of a stream is the dictionary of a picture or of a font's shapes, and of nothing
/// else.
fn is_shape(before: &[u8]) -> bool {
    let start = memchr::memmem::rfind(before, b"obj").unwrap_or(0);
    let dictionary = &before[start..];
    let has = |name: &[u8]| memchr::memmem::find(dictionary, name).is_some();
    (has(b"/Image") || has(b"/Length1")) && !has(b"/ObjStm") && !has(b"/XRef") && !has(b"/Form") && !has(b"#")
}

/// Whether data, if it is packed, unpacks to no more than what is left.
fn fits(data: &[u8], left: &mut u64, sink: &mut [u8; SINK], layers: usize) -> bool {
    // The method and the check of a zlib header.
    let headed = matches!(data, [a, b, ..] if a & 0x0f == 8 && (u32::from(*a) * 256 + u32::from(*b)) % 31 == 0);
    if headed {
        drain(ZlibDecoder::new(data), left, sink, layers)
    } else {
        drain(DeflateDecoder::new(data), left, sink, 1)
    }
}

fn drain(mut decoder: impl Read, left: &mut u64, sink: &mut [u8; SINK], layers: usize) -> bool {
    let mut inner: Option<Vec<u8>> = None;
    while let Ok(n @ 1..) = decoder.read(sink) {
        match left.checked_sub(n as u64) {
            Some(rest) => *left = rest,
            None => return false,
        }
        let packed = sink[0] == 0x78 && n > 1 && (0x7800 + u32::from(sink[1])) % 31 == 0;
        if layers > 1 && (inner.is_some() || packed) {
            inner.get_or_insert_default().extend_from_slice(&sink[..n]);
        }
    }
    inner.is_none_or(|inner| fits(&inner, left, sink, layers - 1))
}
