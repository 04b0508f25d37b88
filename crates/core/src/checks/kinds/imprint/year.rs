//! A year left over from an earlier report: sentences that state this report's own facts for another year.
//! Comparisons, histories, names of documents and plans speak of other years by right and are left alone.

use crate::checks::years::year_before;
use crate::language::dates::{ANNUAL, UNTIL, YEAR};
use crate::language::small_words::{FROM, TO};
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::checks::context::Context;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Why};
use crate::checks::parameter::Scope;
use crate::checks::prefilter::Sought;
use crate::checks::scope::{Reach, around, with_topic};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// What a sentence says that only this report's year can be meant by.
    states: Vec<String>,
    /// What makes a sentence, or the one beside it, speak of another year by right.
    innocent: Vec<String>,
    /// Words in which those of `innocent` mean nothing: figures brought forward are named so in every year.
    #[serde(default)]
    neutral: Vec<String>,
    /// The same as `states` for a year that is still to come.
    #[serde(default)]
    past: Vec<String>,
    /// What makes a sentence speak of the time to come.
    #[serde(default)]
    future: Vec<String>,
    /// The first sentence of the report's opening or of its first section, on what its body did in the year.
    #[serde(default)]
    opening: Option<Opening>,
    /// What the section on problems says of the time to come.
    #[serde(default)]
    plans: Option<Plans>,
    /// What a sentence says of how things stand on the last day of a year: 截至2016年底,…运行正常.
    #[serde(default)]
    standing: Vec<String>,
    /// How the year before is called: 上年(2023年) in the report for 2025.
    #[serde(default)]
    last: Vec<String>,
    #[serde(skip, default = "mark")]
    mark: Sought,
}

/// How a report begins to tell: the year, then the body or what it calls itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    /// What stands for the body besides its name.
    subjects: Vec<String>,
    /// What makes it a tale of another year.
    innocent: Vec<String>,
    /// Other words for a year: who uses one beside the year's number tells of two.
    #[serde(default)]
    years: Vec<String>,
}

/// What is still to be done, by a year that is over: 2016年,我们将采取以下措施 in the report for 2016.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plans {
    /// Topics of the sections in which plans stand.
    within: Vec<String>,
    /// What stands for the body besides its name.
    subjects: Vec<String>,
    /// What tells of the time to come and can tell of nothing else.
    future: Vec<String>,
    /// What may stand before the year in its sentence: 针对上述问题,2016年….
    #[serde(default)]
    leads: Vec<String>,
    /// What shows that the words of `future` only move an object to the front: 将完善制度作为重点.
    #[serde(default)]
    not_future: Vec<String>,
}

/// What stands behind a year.
fn mark() -> Sought {
    YEAR.to_string().into()
}

impl Kind for Year {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let Some(year) = context.facts.profile.report_year.as_ref().map(|y| y.value) else {
            return Outcome::NotDetermined(Why::YearUnknown);
        };
        let text = context.document.text.folded.as_str();
        let mut failures = Vec::new();
        for at in context.places(&self.mark, Scope::Text) {
            let Some((stated, span)) = year_before(text, at) else { continue };
            // Only a year of the recent past is one that a copied text brings along; the next is a slip of the pen.
            let near = (year.saturating_sub(3)..=year.saturating_add(1)).contains(&stated);
            // Where the statistics period is that year's too, the title is wrong, and is told of by the rule on that.
            let of_period = stated > year
                && context.facts.period.as_ref().and_then(|p| p.end.date).is_some_and(|d| d.year() == stated);
            // Of the days after it a report may speak.
            let dated = stated > year && text[at + self.mark.len()..].starts_with(|c: char| c.is_ascii_digit());
            if of_period || dated || !near || !Scope::Text.holds(context, span) {
                continue;
            }
            let plan = self.plans.as_ref().filter(|_| stated <= year).and_then(|p| p.is_late(context, span));
            let last = self.misnamed_last(context, span, stated, year);
            let place = plan.or(last).or_else(|| (stated != year).then(|| self.accuse(context, span, stated, year))?);
            if let Some(place) = place {
                failures.push(Failure {
                    primary: Label::at(place),
                    related: context
                        .facts
                        .profile
                        .report_year
                        .as_ref()
                        .and_then(|y| y.span)
                        .map(Label::at)
                        .into_iter()
                        .collect(),
                    values: BTreeMap::from([
                        ("found", stated.to_string()),
                        ("year", year.to_string()),
                        ("sentence", context.document.shown(place).chars().take(60).collect()),
                    ]),
                    identity: context.document.slice(place).chars().take(40).collect(),
                    case: plan.map(|_| "plan").or(last.map(|_| "last")),
                    ..Failure::default()
                });
            }
            if failures.len() >= 20 {
                break;
            }
        }
        if failures.is_empty() { Outcome::Pass } else { Outcome::Fail(failures) }
    }

    fn words(&self) -> Vec<(&str, Scope)> {
        vec![(&*self.mark, Scope::Text)]
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "year", "sentence"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["plan", "last"]
    }
}

impl Year {
    /// The clause to point at, where the sentence can only be about the report's own year.
    fn accuse(&self, context: &Context<'_>, span: Span, stated: i16, year: i16) -> Option<Span> {
        let text = context.document.text.folded.as_str();
        let sentence = around(text, span, Reach::Sentence);
        let inside = &text[sentence.range()];
        let own = year.to_string();
        if inside.contains(&own) {
            return None;
        }
        if stated < year && self.tells_how_things_stand(text, sentence, span) {
            return Some(told_from(text, sentence, span));
        }
        let lead = Lead::of(context, &text[sentence.start as usize..span.start as usize])?;
        let line = context.document.block_at(span.start).map_or(sentence, |b| context.document.blocks[b].span);
        let told_elsewhere = || text[line.range()].contains(&own);
        let stands = |o: &Opening| {
            o.is_this(context, sentence, span) || stated + 1 == year && o.is_alone(context, sentence, span, line)
        };
        let opens = lead == Lead::Nothing
            && self.opening.as_ref().is_some_and(stands)
            // The paragraph before the first section states the period too: only the next sentence tells.
            && (!told_elsewhere()
                || in_preface(context, span) && !next_sentence(text, sentence, line).starts_with(&own))
            && (stated < year || !holds_any(inside, &self.future));
        if !opens {
            let stated_as = if stated < year { &self.states } else { &self.past };
            if !holds_any(inside, stated_as) || stated > year && holds_any(inside, &self.future) {
                return None;
            }
            // In the midst of a sentence a year is sure only where its paragraph knows no other.
            let clause = around(text, span, Reach::Clause);
            if lead == Lead::Clause && (told_elsewhere() || !holds_any(&text[clause.range()], stated_as)) {
                return None;
            }
            let before = previous_sentence(text, sentence, line);
            let after = next_sentence(text, sentence, line);
            if self.is_innocent(inside) || self.is_innocent(after) {
                return None;
            }
            // Beside it stands the same for the right year: a table of years in prose, or a comparison.
            let compared = |s: &str| s.contains(&own) && (holds_any(s, &self.states) || has_figure(s));
            if compared(before) || compared(after) {
                return None;
            }
        }
        Some(told_from(text, sentence, span))
    }

    /// 截至2016年底, before words for how the work stands: of no year but the report's own.
    fn tells_how_things_stand(&self, text: &str, sentence: Span, year: Span) -> bool {
        let lead = text[sentence.start as usize..year.start as usize].trim_start();
        let until = lead.starts_with(UNTIL) && lead.chars().count() <= 2;
        until && holds_any(&text[sentence.range()], &self.standing)
    }

    /// The year, where it is told to be the one before this report's and is not. A report may be written in the year
    /// after.
    fn misnamed_last(&self, context: &Context<'_>, span: Span, stated: i16, year: i16) -> Option<Span> {
        let text = &context.document.text.folded[..span.start as usize];
        let named = text.trim_end_matches([' ', '(', ':', '—', '-']);
        let bracketed = named.len() < text.trim_end().len();
        let called = bracketed && self.last.iter().any(|w| named.ends_with(w.as_str()));
        (called && stated != year - 1 && stated != year).then_some(span)
    }

    fn is_innocent(&self, sentence: &str) -> bool {
        if !holds_any(sentence, &self.innocent) {
            return false;
        }
        let plain = self.neutral.iter().fold(sentence.to_owned(), |s, word| s.replace(word.as_str(), ""));
        holds_any(&plain, &self.innocent)
    }
}

impl Opening {
    /// True for the first sentence of the opening or under the first heading, where behind the year stands the body's
    /// name, as it is or cut short, or what it calls itself.
    fn is_this(&self, context: &Context<'_>, sentence: Span, year: Span) -> bool {
        let text = context.document.text.folded.as_str();
        let outline = &context.facts.outline;
        let parts = [outline.preface, outline.sections.first().map(|s| s.body)];
        let Some(part) = parts.into_iter().flatten().find(|p| p.contains(year)) else { return false };
        let told = text.get(part.start as usize..sentence.start as usize).unwrap_or_default();
        if told.contains(['。', ';']) {
            return false;
        }
        let inside = &text[sentence.range()];
        if holds_any(inside, &self.innocent) {
            return false;
        }
        let behind = &text[year.end as usize..sentence.end as usize];
        own_words(context, &self.subjects, behind).is_some()
    }
}

impl Opening {
    /// True for the first sentence of a paragraph that tells of the body itself and of no other year: 2019年,我局将…列入考核.
    fn is_alone(&self, context: &Context<'_>, sentence: Span, year: Span, paragraph: Span) -> bool {
        let text = context.document.text.folded.as_str();
        let told = &text[paragraph.range()];
        let others =
            told.matches(YEAR).count() + self.years.iter().map(|w| told.matches(w.as_str()).count()).sum::<usize>();
        let before = &text[paragraph.start as usize..year.start as usize];
        let behind = &text[year.end as usize..sentence.end as usize];
        others == 1
            && !before.contains(['。', ';'])
            && !holds_any(told, &self.innocent)
            && own_words(context, &self.subjects, behind).is_some()
    }
}

impl Plans {
    /// The clause, where a sentence of the right section begins with the year and what the body will do in it.
    fn is_late(&self, context: &Context<'_>, year: Span) -> Option<Span> {
        let text = context.document.text.folded.as_str();
        let sentence = around(text, year, Reach::Sentence);
        let inside = with_topic(context, &self.within).any(|s| s.body.contains(year));
        let lead = Lead::of(context, &text[sentence.start as usize..year.start as usize])?;
        let led = || {
            let before = &text[sentence.start as usize..year.start as usize];
            self.leads.iter().any(|w| before.contains(w.as_str())) && before.ends_with(',')
        };
        if !inside || lead != Lead::Nothing && !(lead == Lead::Clause && led()) {
            return None;
        }
        let behind = &text[year.end as usize..sentence.end as usize];
        let said = own_words(context, &self.subjects, behind)?;
        let (word, at) = self.future.iter().filter_map(|w| Some((w, said.find(w.as_str())?))).min_by_key(|f| f.1)?;
        // Hardly more than the name stands between.
        if said[..at].contains(['。', ';', ',']) || said[..at].chars().count() > LABEL {
            return None;
        }
        let from = sentence.end as usize - said.len() + at + word.len();
        let end = around(text, Span::at(from), Reach::Clause).end;
        if holds_any(&text[from..end as usize], &self.not_future) {
            return None;
        }
        Some(Span { start: year.start, end })
    }
}

/// What follows a year where behind it stands the body's name, as it is or cut short, or what it calls itself.
fn own_words<'t>(context: &Context<'_>, subjects: &[String], behind: &'t str) -> Option<&'t str> {
    let behind = behind.trim_start_matches([YEAR, ANNUAL, ',', '、', ' ']);
    let name = context.facts.profile.agency_folded.as_deref().unwrap_or_default();
    let key = behind.char_indices().nth(NAME_PART).map_or("", |(i, _)| &behind[..i]);
    let own = !key.is_empty() && name.contains(key)
        || subjects.iter().any(|s| behind.starts_with(s.as_str()))
        || is_short_name(context, name, behind);
    own.then_some(behind)
}

/// 区住建局 for 云河区住房和城乡建设局.
fn is_short_name(context: &Context<'_>, name: &str, behind: &str) -> bool {
    let bodies = &context.lexicon.bodies;
    let ends = behind.char_indices().map(|(at, _)| at).skip(NAME_PART).take(SHORT_NAME);
    !name.is_empty()
        && ends.map(|end| &behind[..end]).any(|short| bodies.is_relative_name(short) && bodies.may_be_one(name, short))
}

/// The sentence from its year to a comma that comes late enough to show what is told.
fn told_from(text: &str, sentence: Span, year: Span) -> Span {
    let start = year.start as usize;
    let rest = &text[start..sentence.end as usize];
    let comma = rest.char_indices().filter(|&(i, c)| c == ',' && i > 40).map(|(i, _)| i).next();
    Span::new(start, start + comma.unwrap_or(rest.len()))
}

fn in_preface(context: &Context<'_>, place: Span) -> bool {
    context.facts.outline.preface.is_some_and(|p| p.contains(place))
}

/// So many characters of a name tell that it is the body's.
const NAME_PART: usize = 3;

/// No short name of a body is so much longer, in characters.
const SHORT_NAME: usize = 8;

/// What stands before a year in its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Nothing but a number.
    Nothing,
    /// A label and a colon, or the body's name.
    Label,
    /// Other clauses.
    Clause,
}

impl Lead {
    fn of(context: &Context<'_>, lead: &str) -> Option<Self> {
        let bare = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count() <= 2;
        let open = |mark: char, end: char| lead.rfind(mark).is_some_and(|at| !lead[at..].contains(end));
        if open('《', '》') || open('“', '”') {
            return None;
        }
        if bare(lead) {
            return (!lead.contains(FROM) && !lead.contains([TO[0], '《', '“'])).then_some(Self::Nothing);
        }
        let name = context.facts.profile.agency_folded.as_deref().unwrap_or_default();
        if let Some((label, rest)) = lead.rsplit_once(':')
            && label.chars().count() <= LABEL
            && !label.contains(',')
        {
            return rest.trim().is_empty().then_some(Self::Label);
        }
        let said = lead.trim();
        if said.chars().count() >= NAME_PART && name.ends_with(said) {
            return Some(Self::Label);
        }
        lead.ends_with(',').then_some(Self::Clause)
    }
}

/// The longest label before a colon, in characters.
const LABEL: usize = 20;

fn holds_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}

/// True where a sentence states a figure besides years.
fn has_figure(sentence: &str) -> bool {
    let mut rest = sentence;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let length = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let behind = &rest[at + length..];
        if length != 4 || !behind.starts_with(YEAR) {
            return true;
        }
        rest = behind;
    }
    false
}

fn previous_sentence(text: &str, sentence: Span, line: Span) -> &str {
    let end = (sentence.start as usize).max(line.start as usize);
    let Some(before) = text.get(line.start as usize..end) else { return "" };
    let Some(mark) = before.chars().next_back() else { return "" };
    let at = end - mark.len_utf8();
    &text[around(text, Span::at(at), Reach::Sentence).range()]
}

fn next_sentence(text: &str, sentence: Span, line: Span) -> &str {
    let Some(mark) = text[sentence.end as usize..].chars().next() else { return "" };
    let at = sentence.end as usize + mark.len_utf8();
    if at >= line.end as usize {
        return "";
    }
    &text[around(text, Span::at(at), Reach::Sentence).range()]
}
