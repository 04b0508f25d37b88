//! What came, what was carried over and what was answered, where a paragraph gives all of it: the two sides must be
//! equal. Where the report has its table of applications, that is judged instead.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::cells_of_roles::{Asked, ask, of_this_year};
use crate::checks::context::Context;
use crate::checks::evidence;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome};
use crate::checks::scope::{Reach, around};
use crate::checks::shares::{agrees, share};
use crate::facts::model::slots::{Counted, Event, Period, Relation, Slots, Subset, Whose};
use crate::facts::model::{Count, Percentage};
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Roles of what came in, what was carried in, what was answered and what was carried out.
    received: String,
    carried_in: String,
    answered: String,
    carried_out: String,
    /// What is to be answered in all.
    due: String,
    /// Words of a rate of what was answered, those of all that was to be answered, and words that make it another rate.
    rates: Vec<String>,
    strict_rates: Vec<String>,
    other_rates: Vec<String>,
    /// Words that tell of what was carried in.
    carried: Vec<String>,
}

/// The figures of one paragraph.
#[derive(Default)]
struct Sides<'a> {
    received: Option<&'a Count>,
    carried_in: Option<&'a Count>,
    answered: Option<&'a Count>,
    carried_out: Option<&'a Count>,
    due: Option<&'a Count>,
    /// The paragraph, and whether its words tell of what was carried in.
    block: Option<usize>,
    told: bool,
    /// 撤回2件: something else became of some.
    steps: bool,
    /// A role that has two figures.
    unsure: bool,
}

impl Flow {
    fn put<'a>(&self, sides: &mut Sides<'a>, count: &'a Count, slots: &Slots) {
        sides.steps |= slots.event.value == Event::Step;
        let role = count.role.as_deref().unwrap_or_default();
        let pending = slots.event.value == Event::Pending && slots.counted.value == Counted::Request;
        let side = match role {
            _ if role == self.received => &mut sides.received,
            _ if role == self.carried_in => &mut sides.carried_in,
            _ if role == self.answered => &mut sides.answered,
            _ if role == self.carried_out || pending && role.is_empty() => &mut sides.carried_out,
            _ if role == self.due => &mut sides.due,
            _ => return,
        };
        // 共办理56件,答复55件: what was handled is not all answered.
        if side.is_some_and(|before| before.loose && !count.loose) {
            *side = None;
        } else if count.loose && side.is_some_and(|before| !before.loose) {
            return;
        }
        sides.unsure |= side.is_some_and(|before| before.value != count.value);
        *side = side.or(Some(count));
    }

    /// The paragraphs with what they say of applications.
    fn paragraphs<'a>(&self, context: &'a Context<'_>) -> Vec<Sides<'a>> {
        let mut found: Vec<(Option<usize>, Sides<'a>)> = Vec::new();
        for (count, slots) in context.facts.counts.iter().zip(&context.facts.slots) {
            let own = slots.whose.value == Whose::Own
                && slots.period.value == Period::Year
                && slots.subset.value == Subset::All;
            let plain = own
                && slots.relation.value == Relation::Plain
                && count.scope == context.whole_scope()
                && of_this_year(context, count);
            let carried = count.role.as_ref().is_some_and(|r| *r == self.carried_in || *r == self.carried_out);
            if !plain || count.approximate || count.in_words && !carried {
                continue;
            }
            let block = context.document.block_at(count.number.start);
            if found.last().is_none_or(|(b, _)| *b != block) {
                let words = block.map(|b| context.document.slice(context.document.blocks[b].span)).unwrap_or_default();
                let told = self.carried.iter().any(|w| words.contains(w.as_str()));
                found.push((block, Sides { block, told, ..Sides::default() }));
            }
            if let Some((_, sides)) = found.last_mut() {
                self.put(sides, count, slots);
            }
        }
        found.into_iter().map(|(_, sides)| sides).collect()
    }

    /// The two sides of a paragraph, where they are unequal whichever way the words are meant.
    fn unequal<'a>(&self, sides: &Sides<'a>) -> Option<(Vec<&'a Count>, Decimal, Decimal)> {
        let (received, answered) = (sides.received?, sides.answered?);
        if sides.unsure || received.loose {
            return None;
        }
        let out = sides.carried_out.map_or(Decimal::ZERO, |c| c.value);
        let done = answered.value + out;
        match (sides.carried_in, sides.carried_out) {
            (Some(carried), Some(_)) => {
                let came = received.value + carried.value;
                // 收到 may include what was carried over.
                (came != done && received.value != done).then(|| {
                    let all = [Some(received), Some(carried), Some(answered), sides.carried_out];
                    (all.into_iter().flatten().collect(), came, done)
                })
            }
            // What was carried in need not be said, and then more is answered than came; less never is.
            // A step that is told beside them may be the rest.
            (None, Some(_)) if sides.steps => None,
            (None, Some(_)) => {
                (received.value > done || !sides.told && evidence::slip(received.value, done)).then(|| {
                    let all = [Some(received), Some(answered), sides.carried_out];
                    (all.into_iter().flatten().collect(), received.value, done)
                })
            }
            _ => None,
        }
    }

    /// 办结率98%, beside what came and what was answered: with what it should be.
    fn rates(&self, context: &Context<'_>, paragraphs: &[Sides<'_>], failures: &mut Vec<Failure>) -> bool {
        let mut any = false;
        for percentage in &context.facts.percentages {
            let words = context.document.slice(percentage.clause);
            let has = |list: &[String]| list.iter().any(|w| words.contains(w.as_str()));
            if !has(&self.rates) || has(&self.other_rates) {
                continue;
            }
            let rate = Rate { percentage, strict: has(&self.strict_rates) };
            let block = context.document.block_at(percentage.span.start);
            let told = match rate.of_sentence(context) {
                Told::Nothing if is_of_requests(context, percentage) => {
                    let sides = paragraphs.iter().find(|s| s.block == block && block.is_some());
                    sides.map_or(Told::Nothing, |sides| rate.of_paragraph(context, sides))
                }
                told => told,
            };
            any |= told != Told::Nothing;
            let Told::Wrong { came, done, labels, expected } = told else { continue };
            failures.push(Failure {
                primary: Label::at(percentage.span),
                related: labels.into_iter().map(Label::at).collect(),
                values: BTreeMap::from([
                    ("found", context.document.shown(percentage.span)),
                    ("came", came.normalize().to_string()),
                    ("done", done.normalize().to_string()),
                    ("expected", format!("{expected}%")),
                ]),
                identity: crate::checks::cells_of_roles::words_of(context, percentage.clause),
                case: Some("rate"),
                ..Failure::default()
            });
        }
        any
    }
}

/// What was to be answered, with what came in the year and what was carried in, where a paragraph gives all three.
fn undue<'a>(sides: &Sides<'a>) -> Option<(&'a Count, [&'a Count; 2])> {
    let (due, came, carried) = (sides.due?, sides.received?, sides.carried_in?);
    // 收到 may be all of it.
    (came.new && !sides.unsure && due.value != came.value).then_some((due, [came, carried]))
}

/// What figures tell of a rate.
#[derive(PartialEq, Eq)]
enum Told {
    Nothing,
    Right,
    Wrong { came: Decimal, done: Decimal, labels: Vec<Span>, expected: Decimal },
}

/// The figure before a percentage counts applications of the body's own.
fn is_of_requests(context: &Context<'_>, percentage: &Percentage) -> bool {
    let counts = &context.facts.counts;
    let sentence = around(&context.document.text.folded, percentage.span, Reach::Sentence);
    let last =
        counts[..counts.partition_point(|c| c.number.end <= percentage.span.start)].iter().rposition(|c| !c.in_words);
    last.filter(|&at| sentence.contains(counts[at].number)).and_then(|at| context.facts.slots.get(at)).is_some_and(
        |s| {
            let carried = matches!(s.event.value, Event::CarriedIn | Event::CarriedOut | Event::Due);
            (s.counted.value == Counted::Request || carried) && s.whose.value == Whose::Own
        },
    )
}

/// A rate of what was answered; a strict one is of all that was to be answered.
struct Rate<'a> {
    percentage: &'a Percentage,
    strict: bool,
}

impl Rate<'_> {
    fn is(&self, done: Decimal, came: Decimal) -> bool {
        let scale = self.percentage.scale;
        share(done, came, scale).is_some_and(|expected| agrees(expected, self.percentage.value, scale))
    }

    /// Its sentence has what came and what was answered, and nothing else of applications.
    fn of_sentence(&self, context: &Context<'_>) -> Told {
        let (facts, percentage) = (context.facts, self.percentage);
        let sentence = around(&context.document.text.folded, percentage.span, Reach::Sentence);
        let near = || {
            let both = facts.counts.iter().zip(&facts.slots);
            both.filter(|(c, _)| sentence.contains(c.number) && !c.approximate && !c.in_words)
        };
        let find = |events: &[Event]| {
            let mut found = near().filter(|(c, s)| {
                events.contains(&s.event.value)
                    && s.relation.value == Relation::Plain
                    && s.subset.value == Subset::All
                    && c.scope == context.whole_scope()
            });
            found.next().filter(|_| found.next().is_none())
        };
        let (Some((came, a)), Some((done, b))) =
            (find(&[Event::Received, Event::New, Event::Taken]), find(&[Event::Answered, Event::Handled]))
        else {
            return Told::Nothing;
        };
        let rest = [Event::CarriedIn, Event::CarriedOut, Event::Pending, Event::Due, Event::Step];
        let left = near().any(|(_, s)| rest.contains(&s.event.value));
        let same = came.unit == done.unit && a.counted.value == b.counted.value && came.value > Decimal::ZERO;
        if left || !same {
            return Told::Nothing;
        }
        let Some(expected) = share(done.value, came.value, percentage.scale) else { return Told::Nothing };
        let wrong = if percentage.value == Decimal::ONE_HUNDRED {
            done.value > came.value && evidence::slip(done.value, came.value)
        } else {
            !self.is(done.value, came.value)
        };
        let labels = vec![came.number, done.number];
        if wrong { Told::Wrong { came: came.value, done: done.value, labels, expected } } else { Told::Right }
    }

    /// Its paragraph has what was to be answered, and what was or was not.
    fn of_paragraph(&self, context: &Context<'_>, sides: &Sides<'_>) -> Told {
        let (Some(received), false) = (sides.received, sides.unsure || sides.steps) else { return Told::Nothing };
        let all = received.value + sides.carried_in.map_or(Decimal::ZERO, |c| c.value);
        let due = sides.due.map_or(all, |c| c.value);
        let out = sides.carried_out.map(|c| c.value);
        let Some(done) = sides.answered.map(|c| c.value).or(out.map(|out| due - out)) else { return Told::Nothing };
        let of_all = self.percentage.value == Decimal::ONE_HUNDRED;
        // What is carried over is not always counted in: 应办的已全部办结.
        if of_all && !(self.strict && out.is_some_and(|out| out > Decimal::ZERO) && done < due) {
            return if done == due { Told::Right } else { Told::Nothing };
        }
        let Some(expected) = share(done, due, self.percentage.scale) else { return Told::Nothing };
        let block = sides.block.map(|b| context.document.blocks[b].span);
        let figures = || {
            let own = context.facts.counts.iter().filter(|c| c.unit == received.unit && !c.in_words);
            own.filter(|c| block.is_some_and(|b| b.contains(c.number)))
        };
        // Any two figures of the paragraph may be the ones divided.
        let fits = [all, due, received.value].into_iter().any(|came| self.is(done, came))
            || figures()
                .any(|part| figures().any(|whole| part.value <= whole.value && self.is(part.value, whole.value)));
        if fits && !of_all {
            return Told::Right;
        }
        let beside = [Some(received), sides.due, sides.answered, sides.carried_out];
        let labels = beside.into_iter().flatten().map(|c| c.number).collect();
        Told::Wrong { came: due, done, labels, expected }
    }
}

impl Kind for Flow {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        let paragraphs = self.paragraphs(context);
        let mut any = self.rates(context, &paragraphs, &mut failures);
        let tabled = !matches!(ask(context, &self.received, context.whole_scope()), Asked::Absent);
        for sides in paragraphs.iter().filter(|_| !tabled) {
            if let Some((due, parts)) = undue(sides) {
                any = true;
                let sum: Decimal = parts.iter().map(|p| p.value).sum();
                if due.value != sum {
                    failures.push(Failure {
                        primary: Label::at(due.number),
                        related: parts.iter().map(|p| Label::at(p.number)).collect(),
                        values: BTreeMap::from([
                            ("found", context.document.shown(due.span)),
                            ("came", sum.normalize().to_string()),
                            ("done", due.value.normalize().to_string()),
                            ("expected", String::new()),
                        ]),
                        identity: "due".to_owned(),
                        case: Some("due"),
                        ..Failure::default()
                    });
                    continue;
                }
            }
            any |= sides.received.is_some() && sides.answered.is_some() && sides.carried_out.is_some();
            let Some((counts, came, done)) = self.unequal(sides) else { continue };
            let mut labels = counts.iter().map(|c| Label::at(c.number));
            failures.push(Failure {
                primary: labels.next().unwrap_or_default(),
                related: labels.collect(),
                values: BTreeMap::from([
                    ("found", String::new()),
                    ("came", came.normalize().to_string()),
                    ("done", done.normalize().to_string()),
                    ("expected", String::new()),
                ]),
                identity: "flow".to_owned(),
                case: Some("balance"),
                ..Failure::default()
            });
        }
        match (failures.is_empty(), any) {
            (false, _) => Outcome::Fail(failures),
            (true, true) => Outcome::Pass,
            (true, false) => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "came", "done", "expected"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["balance", "rate", "due"]
    }
}
