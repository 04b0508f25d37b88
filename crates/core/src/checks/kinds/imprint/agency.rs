//! The body's own name: not under its own guidance, not with a syllable doubled, and no other body in its place.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::bodies::known_bodies;
use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::{Problems, Scalar, Scope};
use crate::checks::phrase;
use crate::checks::phrase::Phrase;
use crate::checks::prefilter::Sought;
use crate::checks::scope::{Reach, around};
use crate::source::Span;
use crate::terms::Body;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    requires: Requires,
    /// Ways of saying under whose guidance one works, with `not_own_superior`: what each matches is the superior's
    /// name.
    #[serde(default)]
    superior: Vec<Phrase>,
    /// Sentences that tell of the reporting body's own work, with `not_other`: what each matches is the name of the
    /// body in it.
    #[serde(default)]
    acts: Vec<Phrase>,
    /// The same where a partner's work may be told of too: what each matches is no body whose name holds one of
    /// `partners`, is of the same kind as the reporting body, and is hardly spoken of elsewhere.
    #[serde(default)]
    asides: Vec<Phrase>,
    /// Kinds of body that are one kind here.
    #[serde(default)]
    peers: Vec<Vec<Scalar<Body>>>,
    /// What stands in the names of bodies that have to do with everybody's openness.
    #[serde(default)]
    partners: Vec<String>,
    /// Syllables that end names of places, with `not_doubled`.
    #[serde(default)]
    places: Vec<Syllable>,
    /// What bodies call themselves (我局), with `own_noun`: behind the first character stands what ends the body's name.
    #[serde(default)]
    nouns: Vec<Phrase>,
}

/// A syllable, and the same written twice.
#[derive(Clone, Debug)]
struct Syllable {
    once: String,
    twice: Sought,
}

impl<'de> Deserialize<'de> for Syllable {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let once = String::deserialize(deserializer)?;
        Ok(Self { twice: once.repeat(2).into(), once })
    }
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
enum Requires {
    /// Not named as its own superior.
    #[serde(rename = "not_own_superior")]
    Subordinate,
    /// No syllable of its name twice.
    #[serde(rename = "not_doubled")]
    Single,
    /// No other body in its place.
    #[serde(rename = "not_other")]
    Same,
    /// It calls itself by what it is, not by what another kind of body is.
    #[serde(rename = "own_noun")]
    Noun,
}

impl Kind for Agency {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let profile = &context.facts.profile;
        let Some((agency, name)) = profile.agency.as_ref().zip(profile.agency_folded.as_deref()) else {
            return Outcome::NotApplicable;
        };
        let found = match self.requires {
            Requires::Subordinate => Phrase::all(&self.superior, context, Scope::Text)
                .into_iter()
                .filter(|&s| {
                    let other = context.document.slice(s);
                    other.chars().count() >= 4 && (name == other || name.ends_with(other))
                })
                .collect(),
            Requires::Single => self.doubled(context, name),
            Requires::Same => {
                let mut others = Phrase::all(&self.acts, context, Scope::Body);
                others.extend(
                    Phrase::all(&self.asides, context, Scope::Body).into_iter().filter(|&s| self.is_peer(context, s)),
                );
                others.retain(|&s| is_other(context, name, s));
                others
            }
            Requires::Noun => self.foreign_nouns(context, name),
        };
        if found.is_empty() {
            return Outcome::Pass;
        }
        Outcome::Fail(
            found
                .into_iter()
                .map(|s| Failure {
                    primary: Label::at(s),
                    values: BTreeMap::from([("found", context.document.shown(s)), ("agency", agency.value.clone())]),
                    identity: context.document.slice(s).to_owned(),
                    ..Failure::default()
                })
                .collect(),
        )
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        let doubled = self.places.iter().map(|p| (&*p.twice, Scope::Text));
        let phrases = phrase::words(&self.superior, Scope::Text).chain(phrase::words(&self.acts, Scope::Body));
        let phrases = phrases.chain(phrase::words(&self.asides, Scope::Body));
        phrases.chain(phrase::words(&self.nouns, Scope::Text)).chain(doubled).collect()
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "agency"]
    }

    fn validate(&self, lexicon: &crate::lexicon::Lexicon, problems: &mut Problems) {
        known_bodies(self.peers.iter().flatten(), lexicon, problems);
        phrase::validate(&self.superior, problems);
        phrase::validate(&self.acts, problems);
        phrase::validate(&self.asides, problems);
        phrase::validate(&self.nouns, problems);
    }
}

/// True where a name is surely not the reporting body's, nor that of one it works with: it can be no other name of the
/// body, and does not stand in what opens the report.
fn is_other(context: &Context<'_>, agency: &str, place: Span) -> bool {
    let other = context.document.slice(place);
    let count = other.chars().count();
    let bodies = &context.lexicon.bodies;
    let own = |text: &str| {
        if !bodies.is_lowest(other) {
            return bodies.may_be_one(text, other);
        }
        let mut rest = text.chars();
        let mut key = other.chars().skip(count.saturating_sub(OWN_PART));
        key.all(|c| rest.by_ref().any(|r| r == c))
    };
    let outline = &context.facts.outline;
    let opening = [outline.title, outline.preface, outline.signature].into_iter().flatten();
    count >= OWN_PART && !own(agency) && !opening.into_iter().any(|s| context.document.slice(s).contains(other))
}

/// Syllables at the end of a name that tell a township from others, and the least that a name has.
const OWN_PART: usize = 3;

/// More than so many are no slip: then the body is another than the title was read to say.
const FEW: usize = 3;

/// A partner is spoken of oftener than this.
const SELDOM: usize = 2;

impl Agency {
    /// A body of the reporting one's kind, whose work one has no reason to tell of.
    fn is_peer(&self, context: &Context<'_>, place: Span) -> bool {
        let other = context.document.slice(place);
        let bodies = &context.lexicon.bodies;
        let profile = &context.facts.profile;
        let kind = bodies.body(other);
        let among =
            |group: &[Scalar<Body>], body: Option<Body>| body.is_some_and(|b| group.iter().any(|g| g.value == b));
        let same = self.peers.iter().any(|group| among(group, kind) && among(group, profile.body));
        let whole = context.document.slice(context.facts.outline.report);
        same && !self.partners.iter().any(|p| other.contains(p.as_str()))
            && memchr::memmem::find_iter(whole.as_bytes(), other.as_bytes()).count() <= SELDOM
    }

    /// The nouns of other kinds of body, where they are few and the report's own, if it has any, are more.
    fn foreign_nouns(&self, context: &Context<'_>, name: &str) -> Vec<Span> {
        let is_own = |noun: &str| noun.char_indices().nth(1).is_some_and(|(at, _)| name.contains(&noun[at..]));
        // A body that none of the nouns is for may call itself by any.
        if !self.nouns.iter().flat_map(|p| &p.words).any(|w| is_own(w)) {
            return Vec::new();
        }
        let mut found = Phrase::all(&self.nouns, context, Scope::Text);
        let all = found.len();
        found.retain(|&s| !is_own(context.document.slice(s)));
        let own = all - found.len();
        // What others say of themselves may be quoted.
        let text = context.document.text.folded.as_str();
        found.retain(|&s| {
            let lead = &text[around(text, s, Reach::Sentence).start as usize..s.start as usize];
            ![('“', '”'), ('《', '》')]
                .iter()
                .any(|&(open, end)| lead.rfind(open).is_some_and(|at| !lead[at..].contains(end)))
        });
        if found.len() > FEW || (own > 0 && own <= found.len()) { Vec::new() } else { found }
    }

    /// The name, or its end from a place on, with the syllable of the place written twice.
    fn doubled(&self, context: &Context<'_>, name: &str) -> Vec<Span> {
        let text = context.document.text.folded.as_str();
        let mut found = Vec::new();
        for Syllable { once, twice } in self.places.iter().filter(|p| !p.once.is_empty()) {
            if context.hits.and_then(|h| h.of(twice, Scope::Text)).is_some_and(|mut places| places.next().is_none()) {
                continue;
            }
            for (at, _) in name.match_indices(once.as_str()) {
                // 区区政府 is the government of the district; only a word that cannot begin with the syllable is sure.
                let (head, tail) = (&name[..at], &name[at + once.len()..]);
                let before: String = head.chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
                if before.chars().count() < 2 || tail.is_empty() {
                    continue;
                }
                let doubled = format!("{before}{}{tail}", &**twice);
                found.extend(
                    memchr::memmem::find_iter(text.as_bytes(), doubled.as_bytes())
                        .map(|i| Span::new(i, i + doubled.len()))
                        .filter(|&s| Scope::Text.holds(context, s)),
                );
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
