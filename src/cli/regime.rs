//! The regimes in the program: their bytes, and the rulebooks made of them on first use.

use std::sync::OnceLock;

use gouji_core::rulebook::{Input, Packed, Rulebook};

static CN: Packed = gouji_core::packed!(gouji_rules::CN);

/// The rulebook that reports are judged by unless another is given.
pub fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::unpack(&CN))
}

/// The YAML files that it was made from.
pub fn embedded_inputs() -> Vec<Input> {
    CN.inputs()
}
