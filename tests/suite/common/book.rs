//! The rulebook that the program holds, for tests and benchmarks that call the core.

use std::sync::OnceLock;

use gouji_core::lexicon::Lexicon;
use gouji_core::rulebook::{Packed, Rulebook};

pub static CN: Packed = gouji_core::packed!(gouji_rules::CN);

pub fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::unpack(&CN))
}

/// Its vocabulary and forms of tables.
pub fn embedded_lexicon() -> &'static Lexicon {
    embedded().lexicon()
}
