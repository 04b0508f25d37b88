//! What the files of vocabulary must be beyond their shape: names that one part of a file gives and another uses. A
//! second look at the text, since the values that reading needs have no places.

use serde::Deserialize;

use super::mistakes::{RuleFile, Session};
use super::yaml;
use crate::checks::mistake_words::{Thing, Wrong};
use crate::checks::parameter::{Problems, Scalar};

/// The names in `vocabulary/bodies.yaml`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Bodies {
    bodies: Vec<Listed>,
    tiers: Vec<Listed>,
    kinds: Vec<Used>,
    places: Vec<Used>,
    named: Vec<Used>,
    ranks: Vec<Used>,
}

/// A name that is given.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Listed {
    name: Scalar<String>,
    tier: Option<Scalar<String>>,
    within_own: Option<Scalar<String>>,
}

/// What uses one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Used {
    body: Option<Scalar<String>>,
    tier: Option<Scalar<String>>,
}

/// Tells of names that a file of vocabulary uses and does not give, or gives twice.
pub(super) fn check(name: &str, file: &RuleFile, session: &mut Session) {
    // The shape of the file was looked at before.
    let Some(bodies) = (name == "bodies").then(|| yaml::read::<Bodies>(&file.text).ok()).flatten() else { return };
    let mut problems = Problems::default();
    for list in [&bodies.bodies, &bodies.tiers] {
        for (at, listed) in list.iter().enumerate() {
            if list[..at].iter().any(|before| before.name == listed.name) {
                problems.add(listed.name.mark, &Wrong::DuplicateName(&listed.name));
            }
        }
    }
    let used = || bodies.kinds.iter().chain(&bodies.places).chain(&bodies.named).chain(&bodies.ranks);
    let listed = || bodies.bodies.iter().chain(&bodies.tiers);
    let tiers = used().filter_map(|u| u.tier.as_ref());
    let tiers = tiers.chain(listed().flat_map(|l| l.tier.iter().chain(&l.within_own)));
    known(Thing::BODY, used().filter_map(|u| u.body.as_ref()), &bodies.bodies, &mut problems);
    known(Thing::TIER, tiers, &bodies.tiers, &mut problems);
    session.take(file, problems);
}

fn known<'a>(thing: Thing, used: impl Iterator<Item = &'a Scalar<String>>, listed: &[Listed], problems: &mut Problems) {
    for name in used.filter(|name| listed.iter().all(|l| l.name != **name)) {
        problems.unknown(thing, name, listed.iter().map(|l| l.name.as_str()));
    }
}
