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
use crate::facts::model::Count;
use crate::facts::model::slots::{Counted, Event, Period, Relation, Slots, Subset, Whose};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Roles of what came in, what was carried in, what was answered and what was carried out.
    received: String,
    carried_in: String,
    answered: String,
    carried_out: String,
    /// Words of a rate of what was answered, and words that make it another rate.
    rates: Vec<String>,
    other_rates: Vec<String>,
}

/// The figures of one paragraph.
#[derive(Default)]
struct Sides<'a> {
    received: Option<&'a Count>,
    carried_in: Option<&'a Count>,
    answered: Option<&'a Count>,
    carried_out: Option<&'a Count>,
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
            _ => return,
        };
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
            if !plain || count.approximate || count.in_words {
                continue;
            }
            let block = context.document.block_at(count.number.start);
            if found.last().is_none_or(|(b, _)| *b != block) {
                found.push((block, Sides::default()));
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
            (None, Some(_)) => (received.value > done).then(|| {
                let all = [Some(received), Some(answered), sides.carried_out];
                (all.into_iter().flatten().collect(), received.value, done)
            }),
            _ => None,
        }
    }

    /// 办结率98%, beside what came and what was answered: with what it should be.
    fn rates(&self, context: &Context<'_>, failures: &mut Vec<Failure>) -> bool {
        let facts = context.facts;
        let mut any = false;
        for percentage in &facts.percentages {
            let words = context.document.slice(percentage.clause);
            let has = |list: &[String]| list.iter().any(|w| words.contains(w.as_str()));
            if !has(&self.rates) || has(&self.other_rates) {
                continue;
            }
            let sentence = around(&context.document.text.folded, percentage.span, Reach::Sentence);
            let near = || {
                facts
                    .counts
                    .iter()
                    .zip(&facts.slots)
                    .filter(|(c, _)| sentence.contains(c.number) && !c.approximate && !c.in_words)
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
                continue;
            };
            let left = near().any(|(_, s)| {
                matches!(
                    s.event.value,
                    Event::CarriedIn | Event::CarriedOut | Event::Pending | Event::Due | Event::Step
                )
            });
            let same = came.unit == done.unit && a.counted.value == b.counted.value && came.value > Decimal::ZERO;
            if left || !same {
                continue;
            }
            any = true;
            let Some(expected) = share(done.value, came.value, percentage.scale) else { continue };
            let whole = percentage.value == Decimal::ONE_HUNDRED;
            let wrong = if whole {
                done.value > came.value && evidence::slip(done.value, came.value)
            } else {
                !agrees(expected, percentage.value, percentage.scale)
            };
            if wrong {
                failures.push(Failure {
                    primary: Label::at(percentage.span),
                    related: vec![Label::at(came.number), Label::at(done.number)],
                    values: BTreeMap::from([
                        ("found", context.document.shown(percentage.span)),
                        ("came", came.value.normalize().to_string()),
                        ("done", done.value.normalize().to_string()),
                        ("expected", format!("{expected}%")),
                    ]),
                    identity: crate::checks::cells_of_roles::words_of(context, percentage.clause),
                    case: Some("rate"),
                    ..Failure::default()
                });
            }
        }
        any
    }
}

impl Kind for Flow {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        let mut any = self.rates(context, &mut failures);
        let tabled = !matches!(ask(context, &self.received, context.whole_scope()), Asked::Absent);
        for sides in self.paragraphs(context).iter().filter(|_| !tabled) {
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
        &["balance", "rate"]
    }
}
