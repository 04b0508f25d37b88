//! The first regime, for the tests of this crate.

use std::sync::OnceLock;

use super::load::load;
use super::{Packed, Rulebook};
use crate::lexicon::Lexicon;
use crate::terms::Language;

static PACKED: Packed = crate::packed!(gouji_rules::CN);

fn embedded() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::unpack(&PACKED))
}

/// Vocabulary and forms of the embedded rulebook.
pub(crate) fn embedded_lexicon() -> &'static Lexicon {
    embedded().lexicon()
}

#[test]
fn the_embedded_rulebook_reads() {
    let rulebook = embedded();
    assert!(rulebook.rule("period-stated").is_some());
    assert_eq!(rulebook.law.era(2018).map(|e| e.id.as_str()), Some("2008"));
    assert_eq!(rulebook.law.form(2020), Some("2019"));
    assert!(rulebook.law.era(2005).is_none());
}

#[test]
fn several_rulebooks_lie_side_by_side() {
    let (one, other) = (Rulebook::unpack(&PACKED), Rulebook::unpack(&PACKED));
    assert!(!std::ptr::eq(one.lexicon(), other.lexicon()));
    assert!(std::ptr::eq(one.title.get(Language::Zh), other.title.get(Language::Zh)));
    assert!(std::ptr::eq(one.lexicon.clone().get(), one.lexicon()), "a rulebook based on another shares its words");
}

#[test]
fn packed_and_written_rulebook_are_the_same() {
    let loaded = load(PACKED.inputs(), None).expect("no mistakes").rulebook;
    let packed = embedded();
    assert_eq!(packed.digest, loaded.digest);
    assert_eq!(packed.rules.len(), loaded.rules.len());
    for (a, b) in packed.rules.iter().zip(&loaded.rules) {
        assert_eq!(a.id, b.id);
        assert_eq!(a.title.get(Language::Zh), b.title.get(Language::Zh));
        assert_eq!(a.remedy.get(Language::En), b.remedy.get(Language::En));
        assert_eq!(a.message.as_ref().map(|m| m.get(Language::Zh)), b.message.as_ref().map(|m| m.get(Language::Zh)));
        assert_eq!(format!("{:?}", a.check), format!("{:?}", b.check));
    }
    assert_eq!(format!("{:?}", packed.lexicon()), format!("{:?}", loaded.lexicon()));
}
