//! The grammar of the packed rulebook, for `build.rs`, which writes it, and for the engine, which reads it. A value is a
//! head of one character, what its number is of, and the values inside it. Heads and numbers are ASCII, so that all of it
//! is text and its strings are parts of that text.

/// What a value is. In its head the kind stands above the number; a number too large for that stands after the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 0: null; 1: false; 2: true.
    Simple,
    /// The number is the value.
    Natural,
    /// Any other number, as JSON writes it: its bytes follow.
    Number,
    /// Its bytes follow.
    Text,
    /// So many values follow.
    List,
    /// So many names (texts) follow, each with its value.
    Map,
}

/// Bits of the number in a head.
pub const HEAD_BITS: u32 = 4;
/// What stands in a head whose number stands after it.
pub const LONG: usize = (1 << HEAD_BITS) - 1;
/// Bits of each of the characters of such a number, the highest first, and how many of them there are.
pub const DIGIT_BITS: u32 = 7;
pub const DIGITS: u32 = 3;
