//! Kinds of body and tiers as parameters of rules: whether the vocabulary has them. Knows none by name.

use super::mistake_words::Thing;
use super::parameter::{Problems, Scalar};
use crate::lexicon::Lexicon;
use crate::terms::{Body, Name, Tier};

/// Tells of kinds of body that the vocabulary does not have.
pub(crate) fn known_bodies<'a>(
    bodies: impl IntoIterator<Item = &'a Scalar<Body>>,
    lexicon: &Lexicon,
    problems: &mut Problems,
) {
    let known: Vec<Name> = lexicon.kinds_of_body().iter().map(|kind| kind.name.0).collect();
    for body in bodies {
        known_name(&body.value.0, body, &known, Thing::BODY, problems);
    }
}

/// The same of tiers.
pub(crate) fn known_tiers<'a>(
    tiers: impl IntoIterator<Item = &'a Scalar<Tier>>,
    lexicon: &Lexicon,
    problems: &mut Problems,
) {
    let known: Vec<Name> = lexicon.tiers().iter().map(|level| level.name.0).collect();
    for tier in tiers {
        known_name(&tier.value.0, tier, &known, Thing::TIER, problems);
    }
}

fn known_name<T>(name: &Name, written: &Scalar<T>, known: &[Name], thing: Thing, problems: &mut Problems) {
    if !known.contains(name) {
        problems.unknown_at(thing, name, written.mark, known.iter().map(Name::as_str));
    }
}
