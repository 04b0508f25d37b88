//! The sections that a format prescribes: there, in order, numbered, called by their names, once, and not empty.
//! Which sections, in which order and by what names is the vocabulary's business.

use crate::checks::mistake_words::Thing;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::bodies::known_bodies;
use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place, Why};
use crate::checks::parameter::{Problems, Scalar};
use crate::facts::model::{Completeness, Section};
use crate::language::fold::is_of_words;
use crate::language::numbering::Numbering;
use crate::lexicon::Lexicon;
use crate::source::Span;
use crate::terms::Body;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sections {
    requires: Requires,
    /// Only these sections of the format; none named: all of them.
    #[serde(default)]
    topics: Vec<Scalar<String>>,
    /// Kinds of body that may follow a layout of their own.
    #[serde(default)]
    own_layout: Vec<Scalar<Body>>,
    /// What stands under a heading and is as good as nothing, without closing mark, with `answered`.
    #[serde(default)]
    answers: Vec<String>,
    /// Fewer characters than this are no answer, with `answered`.
    #[serde(default)]
    at_least: usize,
    /// Words that say nothing but that there is nothing: an answer made of them alone is none, with `answered`.
    #[serde(default)]
    empty_words: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Requires {
    Present,
    InOrder,
    Numbered,
    /// The wording of the format.
    Wording,
    /// None twice.
    Once,
    /// Something stands under each heading.
    Filled,
    /// What stands there is an answer.
    Answered,
    /// None under one heading with another.
    Apart,
    /// No section beyond those of the format.
    NoOther,
}

impl Kind for Sections {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let outline = &context.facts.outline;
        let prescribed = context.lexicon.sections();
        let asked = prescribed_sections(context).iter().filter(|(_, place)| self.asks(&prescribed[*place].topic));
        let found: Vec<(usize, &Section)> = asked.map(|&(at, place)| (place, &outline.sections[at])).collect();
        let there = |topic: &str| outline.sections.iter().any(|s| s.level == 1 && s.is_about(topic));
        // With next to none of its sections the report follows another layout; its own headings are not judged by this
        // one.
        let foreign = || prescribed.iter().filter(|s| there(&s.topic)).count() * 2 < prescribed.len();
        let of_format = matches!(self.requires, Requires::Wording | Requires::Once | Requires::Numbered);
        let free = context.facts.profile.body.is_some_and(|b| self.own_layout.iter().any(|own| own.value == b));
        if (of_format && context.facts.completeness == Completeness::Whole || free) && foreign() {
            return Outcome::NotApplicable;
        }
        match self.requires {
            Requires::Present => self.present(context, &found),
            Requires::InOrder => in_order(context, &found, self),
            Requires::Numbered => self.numbered(context, &found),
            Requires::Wording => {
                let odd = found.iter().filter(|(_, s)| !s.canonical && !is_cut(context, s));
                let worded = odd.map(|&(i, s)| self.worded(context, i, s));
                told(self.other_style(context, &found).into_iter().chain(worded).collect())
            }
            Requires::Once => {
                let mut failures = Vec::new();
                for (at, &(i, section)) in found.iter().enumerate() {
                    if let Some((_, first)) = found[..at].iter().find(|(j, _)| *j == i) {
                        let mut failure = self.failure(context, Place::At(section.heading), i, section);
                        failure.related.push(Label::at(first.heading));
                        failures.push(failure);
                    }
                }
                told(failures)
            }
            Requires::Filled => self.filled(context, &found),
            Requires::Answered => {
                let short = found.iter().filter_map(|&(i, s)| {
                    let case = self.no_answer(context, s)?;
                    Some(Failure { case, ..self.failure(context, Place::At(s.body), i, s) })
                });
                told(short.collect())
            }
            Requires::Apart => self.apart(context, &found),
            Requires::NoOther => self.no_other(context, &found),
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "expected", "missing", "number", "written", "wanted"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["format", "picture", "letter", "dropped", "added", "number", "nothing"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let known = || lexicon.sections().iter().map(|s| s.topic.as_str());
        for topic in self.topics.iter().filter(|t| known().all(|k| k != t.as_str())) {
            problems.unknown(Thing::TOPIC, topic, known());
        }
        known_bodies(&self.own_layout, lexicon, problems);
    }

    /// Whether the section must be there.
    fn requires_section(&self, lexicon: &Lexicon, topic: &str) -> bool {
        let named = |t: &str| t == topic;
        self.requires == Requires::Present
            && if self.topics.is_empty() {
                lexicon.sections().iter().any(|s| named(&s.topic))
            } else {
                self.topics.iter().any(|t| named(t.as_str()))
            }
    }

    /// Whether something must stand under each heading.
    fn wants_content(&self) -> bool {
        self.requires == Requires::Filled
    }
}

/// A text of so many characters says more than that there is nothing.
const LONGEST_NOTHING: usize = 60;

/// More findings of one kind help nobody.
const MANY: usize = 20;

fn told(mut failures: Vec<Failure>) -> Outcome {
    failures.truncate(MANY);
    if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
}

/// The top sections outside tables that the format prescribes: which section, and its place in the format.
fn prescribed_sections<'c>(context: &'c Context<'_>) -> &'c [(usize, usize)] {
    context.survey.sections.get_or_init(|| {
        let prescribed = context.lexicon.sections();
        let top = context.facts.outline.sections.iter().enumerate().filter(|(_, s)| s.level == 1);
        top.filter(|(_, s)| s.canonical || !crate::checks::scope::in_table(context, s.heading))
            .filter_map(|(at, s)| {
                Some((at, prescribed.iter().position(|w| Some(w.topic.as_str()) == s.topic.as_deref())?))
            })
            .collect()
    })
}

impl Sections {
    /// The place in the format of a section that the rule asks for.
    fn index(&self, context: &Context<'_>, section: &Section) -> Option<usize> {
        let topic = section.topic.as_deref().filter(|t| self.asks(t))?;
        context.lexicon.sections().iter().position(|w| w.topic == topic)
    }

    fn asks(&self, topic: &str) -> bool {
        self.topics.is_empty() || self.topics.iter().any(|t| t.as_str() == topic)
    }

    fn failure(&self, context: &Context<'_>, place: Place, index: usize, section: &Section) -> Failure {
        let wanted = context.lexicon.sections().get(index);
        Failure {
            primary: Label { place, note: String::new() },
            values: BTreeMap::from([
                ("found", context.document.shown(section.heading)),
                ("expected", wanted.map(|w| w.heading.clone()).unwrap_or_default()),
                ("missing", String::new()),
                ("number", String::new()),
                ("written", String::new()),
                ("wanted", String::new()),
            ]),
            identity: wanted.map(|w| w.topic.to_string()).unwrap_or_default(),
            ..Failure::default()
        }
    }

    /// A heading that is not worded as in the format: which letters, where it is but a letter or two.
    fn worded(&self, context: &Context<'_>, index: usize, section: &Section) -> Failure {
        let mut failure = self.failure(context, Place::At(section.title), index, section);
        let title: String = context.document.slice(section.title).chars().filter(|c| !c.is_whitespace()).collect();
        let wanted = context.lexicon.sections().get(index);
        let Some((format, (slip, wording))) = wanted.and_then(|w| Some((w, w.slip(&title)?))) else { return failure };
        failure.case = Some(match (slip.written.is_empty(), slip.wanted.is_empty()) {
            (true, _) => "dropped",
            (_, true) => "added",
            _ => "letter",
        });
        let values = [
            ("expected", format.numbered(wording)),
            ("written", slip.written.to_owned()),
            ("wanted", slip.wanted.to_owned()),
        ];
        failure.values.extend(values);
        failure
    }

    /// The sections, all numbered in a style that is not the format's: one cause.
    fn other_style(&self, context: &Context<'_>, found: &[(usize, &Section)]) -> Option<Failure> {
        let mut numbered = found.iter().filter(|(_, s)| s.number.is_some());
        let &(index, first) = numbered.next()?;
        let others: Vec<&Section> = numbered.map(|&(_, s)| s).collect();
        let same = others.iter().all(|s| s.numbering == first.numbering);
        if !same || others.is_empty() || matches!(first.numbering, Numbering::Chinese | Numbering::Part) {
            return None;
        }
        let mut failure = self.failure(context, Place::At(first.heading), index, first);
        failure.case = Some("number");
        failure.related = others.into_iter().map(|s| Label::at(s.heading)).collect();
        Some(failure)
    }

    /// Sections that share the heading of another.
    fn apart(&self, context: &Context<'_>, found: &[(usize, &Section)]) -> Outcome {
        let wanted = context.lexicon.sections();
        let own = |topic: &str| {
            context
                .facts
                .outline
                .sections
                .iter()
                .any(|s| s.topic.as_deref() == Some(topic) && (s.level == 1 || s.canonical))
        };
        let shared = found.iter().flat_map(|&(_, section)| {
            let topics = section.also.iter().filter(|t| self.asks(t) && !own(t));
            topics.filter_map(move |t| Some((wanted.iter().position(|w| w.topic == t.as_str())?, section)))
        });
        told(shared.map(|(i, section)| self.failure(context, Place::At(section.heading), i, section)).collect())
    }

    fn present(&self, context: &Context<'_>, found: &[(usize, &Section)]) -> Outcome {
        let outline = &context.facts.outline;
        // A section that stands somewhere else in the report is there; where it stands is another question.
        let there = |topic: &str| outline.sections.iter().any(|s| s.is_about(topic) && (s.level == 1 || s.canonical));
        let wanted = context.lexicon.sections();
        let missing: Vec<usize> =
            (0..wanted.len()).filter(|&i| self.asks(&wanted[i].topic) && !there(&wanted[i].topic)).collect();
        if missing.is_empty() {
            return Outcome::Pass;
        }
        if context.facts.completeness != Completeness::Whole {
            return Outcome::NotDetermined(Why::PartOfReport);
        }
        let failure = |under: Option<Span>, which: &[usize]| {
            let names: Vec<&str> = which.iter().map(|&i| wanted[i].heading.as_str()).collect();
            Failure {
                primary: Label::absent(under.or(outline.title)),
                values: BTreeMap::from([
                    ("missing", names.join("、")),
                    ("number", which.len().to_string()),
                    ("found", String::new()),
                    ("expected", String::new()),
                    ("written", String::new()),
                    ("wanted", String::new()),
                ]),
                identity: which.iter().map(|&i| wanted[i].topic.as_str()).collect::<Vec<_>>().join("/"),
                ..Failure::default()
            }
        };
        // A report that has next to none of them follows another layout: one cause.
        if missing.len() * 2 > wanted.len() {
            return Outcome::Fail(vec![Failure { case: Some("format"), ..failure(None, &missing) }]);
        }
        let before = |i: usize| found.iter().filter(|(j, _)| *j < i).map(|(_, s)| s.heading).next_back();
        Outcome::Fail(missing.iter().map(|&i| failure(before(i), &[i])).collect())
    }

    fn numbered(&self, context: &Context<'_>, found: &[(usize, &Section)]) -> Outcome {
        let bare = |s: &Section| s.number.is_none() && (s.numbering == Numbering::None || s.number_lost);
        let lost: Vec<_> = found.iter().filter(|(_, s)| bare(s)).collect();
        if lost.len() > 1 && lost.len() == found.len() {
            // Numbers that a word processor sets are no part of a copied text.
            return Outcome::NotDetermined(Why::GlyphsLost);
        }
        if found.len() < 2 {
            return Outcome::Pass;
        }
        told(lost.into_iter().map(|&(i, s)| self.failure(context, Place::At(s.heading), i, s)).collect())
    }

    fn filled(&self, context: &Context<'_>, found: &[(usize, &Section)]) -> Outcome {
        let facts = context.facts;
        let mut failures = Vec::new();
        let mut picture = false;
        for &(i, section) in found {
            // What is empty because its heading stands twice is told as such.
            let again = |o: &(usize, &Section)| o.0 == i && o.1.heading != section.heading && !o.1.body.is_empty();
            if !context.document.slice(section.body).trim().is_empty() || found.iter().any(again) {
                continue;
            }
            let (from, to) = (section.heading.end, next_start(context, section));
            if context.document.signs.images.iter().any(|&at| from <= at && at <= to) {
                picture = true;
                continue;
            }
            // Where the text breaks off under a heading, what would follow is not known.
            if facts.completeness != Completeness::Whole && to as usize >= context.document.text.folded.trim_end().len()
            {
                continue;
            }
            failures.push(self.failure(context, Place::At(section.heading), i, section));
        }
        if failures.is_empty() && picture {
            return Outcome::NotDetermined(Why::Picture);
        }
        told(failures)
    }

    /// Why what stands under a heading is no answer: by default it is short, or says that there is nothing.
    fn no_answer(&self, context: &Context<'_>, section: &Section) -> Option<Option<&'static str>> {
        if context.facts.completeness != Completeness::Whole {
            return None;
        }
        let body = context.document.slice(section.body);
        let plain: String = body.chars().filter(|&c| is_of_words(c)).take(self.at_least.max(LONGEST_NOTHING)).collect();
        if plain.is_empty() {
            // A dash or a stroke; where a picture stands, it may hold the text.
            let (from, to) = (section.heading.end, next_start(context, section));
            let picture = context.document.signs.images.iter().any(|&at| from <= at && at <= to);
            return (!body.trim().is_empty() && !picture).then_some(None);
        }
        if plain.chars().count() < self.at_least || self.answers.contains(&plain) {
            return Some(None);
        }
        self.says_nothing(&plain).then_some(Some("nothing"))
    }

    /// Is nothing left of a text without digits and the words that say nothing?
    fn says_nothing(&self, plain: &str) -> bool {
        if self.empty_words.is_empty() || plain.chars().nth(LONGEST_NOTHING - 1).is_some() {
            return false;
        }
        let mut rest = plain;
        while let Some(first) = rest.chars().next() {
            let words = self.empty_words.iter().filter(|w| rest.starts_with(w.as_str()));
            rest = match words.map(String::len).max() {
                Some(len) => &rest[len..],
                None if first.is_ascii_digit() => &rest[1..],
                None => return false,
            };
        }
        true
    }

    fn no_other(&self, context: &Context<'_>, found: &[(usize, &Section)]) -> Outcome {
        if found.len() * 2 <= context.lexicon.sections().len() {
            return Outcome::NotApplicable;
        }
        let extra: Vec<&Section> = context
            .facts
            .outline
            .sections
            .iter()
            .filter(|s| s.level == 1 && self.index(context, s).is_none() && s.number.is_some())
            .filter(|s| matches!(s.numbering, Numbering::Chinese | Numbering::Part))
            .filter(|s| !crate::checks::scope::in_table(context, s.heading) && !is_cut(context, s))
            .collect();
        told(
            extra
                .into_iter()
                .map(|s| {
                    let mut failure = self.failure(context, Place::At(s.heading), usize::MAX, s);
                    failure.identity = context.document.slice(s.title).chars().take(40).collect();
                    failure
                })
                .collect(),
        )
    }
}

/// Where the next section begins, or the report ends.
fn next_start(context: &Context<'_>, section: &Section) -> u32 {
    let sections = &context.facts.outline.sections;
    let next = sections.partition_point(|s| s.heading.start < section.heading.end);
    sections.get(next).map_or(crate::checks::scope::report(context).end, |s| s.heading.start)
}

/// True where the text breaks off in a heading: its words are not all there.
fn is_cut(context: &Context<'_>, section: &Section) -> bool {
    context.facts.completeness != Completeness::Whole
        && section.heading.end as usize >= context.document.text.folded.trim_end().len()
}

fn in_order(context: &Context<'_>, found: &[(usize, &Section)], rule: &Sections) -> Outcome {
    let mut failures = Vec::new();
    let mut highest: Option<(usize, &Section)> = None;
    for &(i, section) in found {
        match highest {
            Some((above, before)) if i < above => {
                // A second one of its kind is told as such.
                if failures.len() >= MANY
                    || found.iter().any(|&(j, s)| j == i && s.heading.start < section.heading.start)
                {
                    continue;
                }
                let mut failure = rule.failure(context, Place::At(section.heading), i, section);
                failure.related.push(Label::at(before.heading));
                failures.push(failure);
            }
            _ => highest = Some((i, section)),
        }
    }
    told(failures)
}
