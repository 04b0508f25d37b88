//! Numbers of headings and of lists: none left out, none twice, none lost, the first one there.
//! One finding a list: what follows from one slip is told with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::parameter::Scope;
use crate::checks::scope;
use crate::facts::model::{Completeness, Section};
use crate::language::numbering::{Numbering as Style, renumbered};
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
    /// Headings, and the styles their numbers are written in.
    Styles,
}

/// A number in a row of siblings; none where it is lost.
#[derive(Clone, Copy)]
struct Member {
    /// Of the section; none for an item of a list.
    section: Option<usize>,
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
            Of::Styles => styles(context, &mut failures),
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

/// Siblings of one style, by the section above them.
type Groups = BTreeMap<(Option<usize>, Style), Vec<Member>>;

fn groups(context: &Context<'_>) -> Groups {
    let sections = &context.facts.outline.sections;
    let top = top_style(sections);
    let mut groups = Groups::new();
    for (index, section) in sections.iter().enumerate() {
        let in_table = || !section.canonical && scope::in_table(context, section.heading);
        if in_table() || !Scope::Report.holds(context, section.heading) {
            continue;
        }
        let style = match section.numbering {
            // A top heading in another style is one of the row all the same.
            _ if section.level == 1 && section.number.is_some() && section.topic.is_some() && top.is_some() => {
                top.unwrap_or(section.numbering)
            }
            // Known by its words only: it takes the place of a numbered sibling.
            Style::None if section.number_lost || section.topic.is_some() => sibling_style(sections, index),
            Style::None => continue,
            other => other,
        };
        let members = groups.entry((section.parent, style)).or_default();
        let named = section.number.is_none() && !section.number_lost;
        let place = section.topic.as_ref().filter(|_| section.parent.is_none());
        let place = place.and_then(|t| context.lexicon.sections().iter().position(|s| s.topic == *t));
        members.push(Member { section: Some(index), number: section.number, span: section.heading, named, place });
    }
    groups
}

/// The style of top headings, if it is one of their own.
fn top_style(sections: &[Section]) -> Option<Style> {
    let mut tops = sections.iter().filter(|s| s.level == 1 && s.number.is_some()).map(|s| s.numbering);
    tops.find(|n| matches!(n, Style::Chinese | Style::Part))
}

/// Styles that headings below the top are numbered in.
const STYLES: [Style; 5] =
    [Style::ChineseBracketed, Style::Arabic, Style::ArabicBracketed, Style::Circled, Style::Chinese];

/// What fills a gap before the member `at` of a row, numbered in another style: (一) (二) 3、 (四). It reads as a lone part
/// of the heading before it.
fn filler(groups: &Groups, (parent, style): (Option<usize>, Style), members: &[Member], at: usize) -> Option<Member> {
    let before = at.checked_sub(1).map(|i| &members[i]);
    let wanted = before.map_or(Some(1), |m| m.number.map(|n| n + 1))?;
    if members[at].number != Some(wanted + 1) {
        return None;
    }
    // The first of a row has none before it to stand under.
    let under = before.map_or(parent, |m| m.section);
    STYLES.into_iter().filter(|&s| s != style).find_map(|other| match groups.get(&(under, other)).map(Vec::as_slice) {
        Some(&[lone]) if lone.number == Some(wanted) && lone.span.start < members[at].span.start => Some(lone),
        _ => None,
    })
}

fn headings(context: &Context<'_>, failures: &mut Vec<Failure>) {
    let groups = groups(context);
    for (&(parent, style), members) in &groups {
        // A lone "1." under a heading is more often a slip of reading than of writing.
        let lone = members.len() < 2 && parent.is_some();
        if lone || matches!(style, Style::Ordinal | Style::OrdinalWord) && members.len() < 2 {
            continue;
        }
        let mut all: Vec<Member> = Vec::with_capacity(members.len());
        for at in 0..members.len() {
            all.extend(filler(&groups, (parent, style), members, at));
            all.push(members[at]);
        }
        row(context, &all, failures);
    }
}

/// Headings of one row whose numbers are written in another style than the rest.
fn styles(context: &Context<'_>, failures: &mut Vec<Failure>) {
    let sections = &context.facts.outline.sections;
    let groups = groups(context);
    let mut tell = |span: Span, beside: Span| {
        failures.push(Failure {
            primary: Label::at(span),
            related: vec![Label::at(beside)],
            values: BTreeMap::from([
                ("found", shown(context, span)),
                ("before", shown(context, beside)),
                ("expected", String::new()),
            ]),
            identity: context.document.slice(span).chars().take(30).collect(),
            ..Failure::default()
        });
    };
    for (&(parent, style), members) in &groups {
        for at in 0..members.len() {
            let member = members[at];
            let beside = members[at.checked_sub(1).unwrap_or(at + 1).min(members.len() - 1)].span;
            let own = member.section.and_then(|s| sections.get(s)).map(|s| s.numbering);
            if member.number.is_some() && members.len() > 1 && own.is_some_and(|own| own != style) {
                tell(member.span, beside);
            }
            if members.len() > 1
                && let Some(filler) = filler(&groups, (parent, style), members, at)
            {
                tell(filler.span, member.span);
            }
        }
    }
    failures.truncate(MANY);
}

/// More findings of one kind help nobody.
const MANY: usize = 20;

/// The beginning of a heading or an item.
fn shown(context: &Context<'_>, span: Span) -> String {
    let text = context.document.shown(span);
    match text.char_indices().nth(18) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
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
        let members: Vec<Member> = list
            .items
            .iter()
            .map(|&(number, span)| Member { section: None, number: Some(number), span, named: false, place: None })
            .collect();
        let sure = matches!(list.numbering, Style::Ordinal | Style::OrdinalWord) || members.len() > 1;
        if sure {
            row(context, &members, failures);
        }
    }
}

/// The number of a heading and the one it ought to have, where all others of its row, before and behind it, leave only
/// that one.
fn slipped(members: &[Member], span: Span) -> Option<(u32, u32)> {
    let ought = |at: usize| at as u32 + 1;
    let mut wrong = members.iter().enumerate().filter(|(at, m)| m.number != Some(ought(*at)));
    let (at, member) = wrong.next()?;
    let sole = wrong.next().is_none() && at > 0 && at + 1 < members.len();
    (sole && member.span == span && member.section.is_some()).then_some((member.number?, ought(at)))
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
    let shown = |s: Span| shown(context, s);
    let before = members.iter().rev().find(|m| m.span.end <= span.start).map(|m| m.span);
    // What is not there before the first section is missed at the title.
    let is_top = slip == Slip::Start && members.first().is_some_and(|m| m.place.is_some());
    let above = is_top.then(|| Label::absent(context.facts.outline.title));
    failures.push(Failure {
        primary: Label::at(span),
        related: slips[1..]
            .iter()
            .take(10)
            .map(|&(_, s, _)| Label::at(s))
            .chain(before.map(Label::at))
            .chain(above)
            .collect(),
        values: BTreeMap::from([
            ("found", shown(span)),
            ("before", before.map(shown).unwrap_or_default()),
            ("expected", expected.to_string()),
        ]),
        identity: context.document.slice(span).chars().take(30).collect(),
        case: Some(slip.case()),
        suggestion: slipped(members, span).and_then(|(from, to)| renumbered(context.document.slice(span), from, to)),
        ..Failure::default()
    });
}
