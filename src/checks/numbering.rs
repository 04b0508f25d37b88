//! Numbers of headings and of lists: none left out, none twice, none lost, the first one there.
//! One finding a list: what follows from one slip is told with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Context, Failure, Kind, Label, Outcome, Scope, scope};
use crate::facts::{Completeness, Numbering as Style, Section};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    of: Of,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Of {
    Headings,
    /// 一是 … 二是 …
    Lists,
}

/// A number in a row of siblings; none where it is lost.
struct Member {
    number: Option<u32>,
    span: Span,
    /// It never had a number: its words alone make it a heading.
    named: bool,
    /// Which of the sections that the format prescribes it is.
    place: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slip {
    Start,
    Gap,
    Twice,
    Back,
    Lost,
}

impl Slip {
    fn case(self) -> &'static str {
        match self {
            Slip::Start => "start",
            Slip::Gap => "gap",
            Slip::Twice => "twice",
            Slip::Back => "back",
            Slip::Lost => "lost",
        }
    }
}

impl Kind for Numbering {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        match self.of {
            Of::Headings => headings(context, &mut failures),
            Of::Lists => lists(context, &mut failures),
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "before", "expected"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["start", "gap", "twice", "back", "lost"]
    }
}

/// True where a text that breaks off may lack what stood before a place.
fn cut_before(context: &Context<'_>, place: Span) -> bool {
    match context.facts.completeness {
        Completeness::Whole => false,
        Completeness::Part(at) => at.start <= place.start,
    }
}

fn headings(context: &Context<'_>, failures: &mut Vec<Failure>) {
    let sections = &context.facts.outline.sections;
    let mut groups: BTreeMap<(Option<usize>, Style), Vec<Member>> = BTreeMap::new();
    for (index, section) in sections.iter().enumerate() {
        if scope::in_table(context, section.heading) || !Scope::Report.holds(context, section.heading) {
            continue;
        }
        let style = match section.numbering {
            // Known by its words only: it takes the place of a numbered sibling.
            Style::None if section.number_lost || section.topic.is_some() => sibling_style(sections, index),
            Style::None => continue,
            other => other,
        };
        let members = groups.entry((section.parent, style)).or_default();
        let named = section.number.is_none() && !section.number_lost;
        let place = section.topic.as_ref().filter(|_| section.parent.is_none());
        let place = place.and_then(|t| context.lexicon.sections().iter().position(|s| s.topic == *t));
        members.push(Member { number: section.number, span: section.heading, named, place });
    }
    for ((parent, style), members) in groups {
        // A lone "1." under a heading is more often a slip of reading than of writing.
        let lone = members.len() < 2 && parent.is_some();
        if lone || matches!(style, Style::Ordinal | Style::OrdinalWord) && members.len() < 2 {
            continue;
        }
        row(context, &members, failures);
    }
}

/// How many headings away a sibling is looked for.
const NEAR: usize = 64;

fn sibling_style(sections: &[Section], index: usize) -> Style {
    let parent = sections[index].parent;
    let near = |s: &&Section| s.parent == parent && s.numbering != Style::None;
    let before = sections[..index].iter().rev().take(NEAR).find(near);
    before.or_else(|| sections[index..].iter().take(NEAR).find(near)).map_or(Style::None, |s| s.numbering)
}

fn lists(context: &Context<'_>, failures: &mut Vec<Failure>) {
    for list in &context.facts.outline.enumerations {
        if scope::in_table(context, list.span) || !Scope::Report.holds(context, list.span) {
            continue;
        }
        let members: Vec<Member> =
            list.items.iter().map(|&(number, span)| Member { number: Some(number), span, named: false, place: None }).collect();
        let sure = matches!(list.numbering, Style::Ordinal | Style::OrdinalWord) || members.len() > 1;
        if sure {
            row(context, &members, failures);
        }
    }
}

/// Walks a row of numbers and tells its slips as one failure.
fn row(context: &Context<'_>, members: &[Member], failures: &mut Vec<Failure>) {
    let mut slips: Vec<(Slip, Span, u32)> = Vec::new();
    let mut last: u32 = 0;
    let mut furthest = None;
    for (at, member) in members.iter().enumerate() {
        let expected = last + 1;
        // What comes next in the format is no new list, whatever its number says.
        let goes_on = furthest.is_some() && member.place > furthest;
        furthest = furthest.max(member.place);
        let Some(number) = member.number else {
            if !member.named {
                slips.push((Slip::Lost, member.span, expected));
            }
            last = expected;
            continue;
        };
        let slip = match number {
            n if n == expected => None,
            _ if at == 0 && cut_before(context, member.span) => None,
            n if at == 0 && n > 1 => Some(Slip::Start),
            // A new list begins.
            1 if last > 1 && !goes_on => None,
            n if n == last => Some(Slip::Twice),
            n if n > expected => Some(Slip::Gap),
            _ => Some(Slip::Back),
        };
        if let Some(slip) = slip {
            slips.push((slip, member.span, expected));
        }
        last = number;
    }
    let Some(&(slip, span, expected)) = slips.first() else { return };
    let shown = |s: Span| {
        let text = context.document.shown(s);
        match text.char_indices().nth(18) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text,
        }
    };
    let before = members.iter().rev().find(|m| m.span.end <= span.start).map(|m| m.span);
    failures.push(Failure {
        primary: Label::at(span),
        related: slips[1..].iter().take(10).map(|&(_, s, _)| Label::at(s)).chain(before.map(Label::at)).collect(),
        values: BTreeMap::from([
            ("found", shown(span)),
            ("before", before.map(shown).unwrap_or_default()),
            ("expected", expected.to_string()),
        ]),
        identity: context.document.slice(span).chars().take(30).collect(),
        case: Some(slip.case()),
        ..Failure::default()
    });
}
