//! Values between text and types: YAML or packed bytes to nodes, nodes to whatever serde can decode. Stands before all
//! else and knows nothing of reports or rules.

mod access;
mod decode;
mod fault;
mod lent;
pub mod node;
mod numbers;
mod yaml;

pub use decode::{packed, written};
pub use fault::{Error, Fault, Found, Simple, Wanted};
/// What the parser finds wrong in a text.
pub use granit_parser::ErrorKind;
pub use lent::{lend, lent, part_of};
pub use yaml::{Builder, Place, Unreadable};

/// The name under which a value asks to be told its place: it is handed over as a list of two, the value and a number
/// that holds the two ends of its place in 32 bits each. Asked of readable forms alone.
pub const MARKED: &str = "$marked";
