//! The text of what is being unpacked, so that parts of it can be lent instead of copied. Decoders hand out texts that
//! live as long as their input, and serde has no way of saying that this is for ever: the address shows it.

use std::cell::Cell;

thread_local! {
    static LENT: Cell<&'static str> = const { Cell::new("") };
}

/// Reads something whose texts are parts of `text`.
pub fn lend<T>(text: &'static str, read: impl FnOnce() -> T) -> T {
    let before = LENT.replace(text);
    let read = read();
    LENT.set(before);
    read
}

/// The same text as a part of what is lent, where its bytes are that part and no others like them.
#[inline]
pub fn lent(part: &str) -> Option<&'static str> {
    part_of(LENT.get(), part)
}

/// The same text as a part of `whole`, where its bytes are that part and no others like them.
#[inline]
pub fn part_of(whole: &'static str, part: &str) -> Option<&'static str> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    whole.get(start..start.checked_add(part.len())?)
}
