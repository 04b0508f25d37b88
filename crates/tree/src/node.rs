//! How a value lies between text and types: its nodes one after another, each of eight bytes, a list or map before what
//! it holds; the texts beside them in one string. So it can be packed into the program and read without being built.
//! Knows neither YAML nor any type.

/// What stands at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word or number without quotes.
    Plain,
    /// Nothing, or `~` or `null`.
    Null,
    Quoted,
    /// Marked `!!str`: never a number.
    Text,
    /// With the number of its elements.
    List,
    /// With the number of its entries; keys and values in turn.
    Map,
    /// Not readable from here on; with the number of its fault.
    Wrong,
}

/// Three bits of kind and 29 of length, then where its text begins.
pub type Node = [u8; 8];

/// The longest text, and the most that a list can hold.
pub const LONGEST: usize = (1 << 29) - 1;

/// A node; what is longer than [`LONGEST`] must not come here.
pub fn node(kind: Kind, len: usize, start: usize) -> Node {
    let [a, b, c, d] = ((kind as u32) << 29 | len as u32).to_le_bytes();
    let [e, f, g, h] = (start as u32).to_le_bytes();
    [a, b, c, d, e, f, g, h]
}

/// Kind, length and beginning of a node.
#[inline]
pub fn parts([a, b, c, d, e, f, g, h]: Node) -> (Kind, usize, usize) {
    let head = u32::from_le_bytes([a, b, c, d]);
    let kind = match head >> 29 {
        0 => Kind::Plain,
        1 => Kind::Null,
        2 => Kind::Quoted,
        3 => Kind::Text,
        4 => Kind::List,
        5 => Kind::Map,
        _ => Kind::Wrong,
    };
    (kind, head as usize & LONGEST, u32::from_le_bytes([e, f, g, h]) as usize)
}

/// The number of nodes that belong to a node: those directly below it.
#[inline]
pub fn below(node: Node) -> usize {
    match parts(node) {
        (Kind::List, len, _) => len,
        (Kind::Map, len, _) => 2 * len,
        _ => 0,
    }
}

/// The place after a node and all that it holds.
pub fn after(nodes: &[Node], mut at: usize) -> usize {
    let mut left = 1;
    while left > 0 {
        let Some(node) = nodes.get(at) else { return nodes.len() };
        left = left + below(*node) - 1;
        at += 1;
    }
    at
}
