//! Figures in prose against the cells of the statutory tables. A figure agrees where any of its readings does:
//! 收到 may be what came in the year, or that and what was carried over.

use crate::checks::mistake_words::Wrong;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::cells_of_roles::{Asked, Sum, ask, ask_sum, of_this_year};
use crate::checks::context::Context;
use crate::checks::evidence;
use crate::checks::kind::Kind;
use crate::checks::outcome::{Failure, Label, Outcome, Place, Why};
use crate::checks::parameter::{Problems, Scalar};
use crate::checks::relation::Relation;
use crate::facts::model::slots::{Event, Origin};
use crate::facts::model::{Count, Table};
use crate::language::numbers::rounded;
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::source::Span;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProseTable {
    /// For a role other readings than its own cell, as sums of roles; each may be what the words mean.
    #[serde(default)]
    readings: BTreeMap<Scalar<String>, Vec<Scalar<String>>>,
    /// Roles that are no cell but a sum of some.
    #[serde(default)]
    composed: BTreeMap<Scalar<String>, Scalar<String>>,
    /// Further readings where the verb leaves open which figure is meant (办理, 收办).
    #[serde(default)]
    loose: Vec<Scalar<String>>,
    /// Columns that a figure may be of though its words name another: what equals one of these is not held against the
    /// table.
    #[serde(default)]
    columns: Vec<Scalar<String>>,
    /// Roles not compared.
    #[serde(default)]
    except: Vec<Scalar<String>>,
    /// Measure words of many things: a figure counted in one of these may be of something else, unless it differs
    /// from the table as a slip of the pen in a number of several digits does.
    #[serde(default)]
    vague_units: Vec<String>,
}

impl ProseTable {
    /// The sums a figure may be, its own cell first; none where a cell is missing.
    fn sums(&self, context: &Context<'_>, role: &str, count: &Count) -> Result<Vec<Sum>, Asked> {
        let asked = match self.composed.get(role) {
            Some(sum) => ask_sum(context, sum, &count.scope),
            None => ask(context, role, &count.scope),
        };
        let own = match asked {
            Asked::Found(sum) => sum,
            other => return Err(other),
        };
        let mut sums = vec![own];
        // 新收 is never what came in the year and what was carried over.
        let own_readings = self.readings.get(role).filter(|_| !count.new);
        let more = own_readings.into_iter().flatten().chain(self.loose.iter().filter(|_| count.loose));
        for reading in more {
            match ask_sum(context, reading, &count.scope) {
                Asked::Found(sum) => sums.push(sum),
                Asked::Absent => {}
                // What cannot be read might be the reading meant.
                Asked::Unread => return Err(Asked::Unread),
            }
        }
        Ok(sums)
    }

    /// Figures with the sums that each may be; what is said in round figures, or of another year, is not compared, and
    /// zero in words is for another check.
    fn comparisons<'a>(
        &'a self,
        context: &'a Context<'_>,
    ) -> impl Iterator<Item = (&'a str, &'a Count, Result<Vec<Sum>, Asked>)> {
        context.facts.counts.iter().filter_map(move |count| {
            let role = count.role.as_deref()?;
            let zero_in_words = count.in_words && count.value.is_zero();
            let compared = !count.approximate
                && !zero_in_words
                && of_this_year(context, count)
                && !self.except.iter().any(|e| e.value == role);
            compared.then(|| (role, count, self.sums(context, role, count)))
        })
    }
}

/// The figure against each of the sums that it may be.
fn equation(count: &Count, sums: &[Sum]) -> Relation {
    let against = |sum: &Sum| {
        let cells = sum.cells.iter().map(|(span, sign, value)| (*span, -sign, *value));
        std::iter::once((count.number, 1, count.value)).chain(cells).collect()
    };
    let mut sums = sums.iter().map(against);
    Relation { terms: sums.next().unwrap_or_default(), readings: sums.collect(), open: false }
}

/// Whether a text that says `said` may mean a value: itself, or rounded as far as it is written out. Sums of money in
/// 万元 have figures behind the point in a table, and none in a sentence.
fn is_said_by(value: Decimal, said: Decimal, near: Decimal) -> bool {
    let (written, exact) = (said.normalize().scale(), value.normalize().scale());
    let near = if exact > written { near.max(Decimal::new(1, written)) } else { near };
    value == said || (value - said).abs() < near
}

impl ProseTable {
    /// Evidence that the figure is wrong, and not another one than its words seem to say: it differs from the table as
    /// slips of the pen do, or its own words leave nothing open, and no reading close by has just this value.
    fn is_likely(&self, context: &Context<'_>, role: &str, count: &Count, sums: &[Sum]) -> bool {
        let slip = sums.iter().any(|s| evidence::slip(s.value, count.value));
        let vague = count.unit.as_ref().is_some_and(|unit| self.vague_units.contains(unit));
        if vague && !(slip && count.value >= Decimal::TEN) {
            return false;
        }
        // A small figure that only its unit names may be of anything, and so may one that the paragraph's own figure
        // of the cell is larger than.
        if count.value < Decimal::ONE_HUNDRED && is_bare(context, count, slip) || is_part(context, role, count, sums) {
            return false;
        }
        if slip && count.said {
            return true;
        }
        (slip || count.said) && !self.is_near(context, role, count)
    }

    /// A reading that the words do not name has the figure's value: that of one column, of two outcomes together.
    fn is_near(&self, context: &Context<'_>, role: &str, count: &Count) -> bool {
        let scope = count.scope.as_str();
        let has = |asked: Asked| matches!(asked, Asked::Found(sum) if sum.value == count.value);
        let columns = self.columns.iter().filter(|c| c.value != scope);
        columns.into_iter().any(|c| has(ask(context, role, &c.value)))
    }
}

impl Kind for ProseTable {
    fn evaluate(&self, context: &Context<'_>) -> Outcome {
        let mut failures = Vec::new();
        let (mut compared, mut unread) = (false, false);
        let empty = empty_tables(context);
        let mut told: Vec<Vec<&Count>> = vec![Vec::new(); empty.len()];
        for (role, count, sums) in self.comparisons(context) {
            let sums = match sums {
                Ok(sums) => sums,
                Err(Asked::Unread) => {
                    unread = true;
                    continue;
                }
                Err(_) => continue,
            };
            compared = true;
            // 21.44万: as far as its last digit goes.
            let near = rounded(context.document.slice(count.number)).unwrap_or_default();
            if sums.iter().any(|s| is_said_by(s.value, count.value, near)) {
                continue;
            }
            if !self.is_likely(context, role, count, &sums)
                && !empty.iter().any(|t| t.cells.binary_search(&sums[0].cells[0].0).is_ok())
            {
                continue;
            }
            let own = &sums[0];
            let of = |cells: &[Span]| own.cells.iter().all(|c| cells.binary_search(&c.0).is_ok());
            if let Some(at) = empty.iter().position(|t| of(&t.cells)) {
                told[at].push(count);
            }
            let mut related: Vec<Label> = own.cells.iter().map(|c| Label::at(c.0)).collect();
            related.truncate(12);
            failures.push(Failure {
                primary: Label::at(count.number),
                related,
                values: BTreeMap::from([
                    ("found", context.document.shown(count.span)),
                    ("table", own.value.to_string()),
                    ("others", others(&sums)),
                ]),
                identity: format!("{role}/{}", count.scope),
                case: Some(if sums.len() > 1 { "several" } else { "one" }),
                equation: Some(equation(count, &sums)),
                ..Failure::default()
            });
        }
        for (table, counts) in empty.iter().zip(&told).filter(|t| t.1.len() >= MANY) {
            failures.retain(|f| !counts.iter().any(|c| f.primary.place == Place::At(c.number)));
            failures.push(all_zero(context, table, counts));
        }
        match (failures.is_empty(), compared, unread) {
            (false, ..) => Outcome::Fail(failures),
            (true, true, _) => Outcome::Pass,
            (true, false, true) => Outcome::NotDetermined(Why::CellsUnread),
            (true, false, false) => Outcome::NotApplicable,
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["found", "table", "others", "count"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["one", "several", "all_zero"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        let known = |role: &str| {
            let Some((table, name)) = role.split_once('.') else { return false };
            lexicon.forms.iter().any(|form| form.table == table && form.names(name))
        };
        for reading in self.readings.values().flatten().chain(&self.loose).chain(self.composed.values()) {
            for term in reading.split_whitespace().filter(|t| !matches!(*t, "+" | "-")) {
                if !known(term) {
                    problems.add(reading.mark, &Wrong::NoSuchReading(term));
                }
            }
        }
    }

    /// The figures that agree, as equations.
    fn intact(&self, context: &Context<'_>, out: &mut Vec<Relation>) {
        for (_, count, sums) in self.comparisons(context) {
            let Ok(sums) = sums else { continue };
            if sums.iter().any(|s| s.value == count.value) {
                out.push(equation(count, &sums));
            }
        }
    }
}

/// Another figure of the paragraph is what the table has: 收到申请10件。5月15日前收到3件,之后收到7件.
fn is_part(context: &Context<'_>, role: &str, count: &Count, sums: &[Sum]) -> bool {
    let whole = |c: &Count| {
        c.role.as_deref() == Some(role)
            && c.scope == count.scope
            && c.value > count.value
            && !c.in_words
            && sums.iter().any(|s| s.value == c.value)
    };
    let Some(block) = context.document.block_at(count.number.start) else { return false };
    let span = context.document.blocks[block].span;
    let counts = &context.facts.counts;
    let from = counts.partition_point(|c| c.number.start < span.start);
    let paragraph = || counts[from..].iter().take_while(|c| c.number.start < span.end);
    // 依照本行业的法不予公开1件,属于过程性信息2件: with a row of its group it makes the cell.
    let roles = &context.lexicon.counts.roles;
    let group = roles.iter().position(|r| r.0 == *role);
    let leaf = |c: &&Count| {
        let own = roles.iter().find(|r| c.role.as_deref() == Some(r.0.as_str()));
        own.is_some_and(|r| r.1.is_some_and(|g| Some(usize::from(g)) == group)) && c.scope == count.scope
    };
    let completes = |rest: &Count| sums.iter().any(|s| s.value == count.value + rest.value);
    paragraph().any(whole) || group.is_some() && paragraph().filter(leaf).any(completes)
}

/// No word before it says what a figure is (有6件, 的1件), nor is it of what words close before it name, where these
/// `may` count.
fn is_bare(context: &Context<'_>, count: &Count, may: bool) -> bool {
    let before = Span { start: count.span.start, end: count.number.start.max(count.span.start) };
    let at = context.facts.counts.partition_point(|c| c.number.start < count.number.start);
    let named = context.facts.slots.get(at).is_some_and(|slots| {
        slots.counted.origin == Origin::Said || matches!(slots.event.value, Event::Outcome(_) | Event::Column(_))
    });
    !(named && may) && context.document.slice(before).chars().filter(|c| !c.is_whitespace()).count() == 1
}

/// So many figures of the text that a table of zeros contradicts are one finding, at the table.
const MANY: usize = 3;
/// Labels beside the first of such a finding.
const MOST_RELATED: usize = 20;

/// A table in which nothing but zeros stands.
struct Empty<'a> {
    form: &'a Form,
    /// In their order.
    cells: Vec<Span>,
}

fn empty_tables<'a>(context: &Context<'a>) -> Vec<Empty<'a>> {
    let is_empty = |t: &&Table| t.cells.len() > MANY && t.cells.iter().all(|c| c.value.is_none_or(|v| v.is_zero()));
    let tables = context.facts.tables.iter().filter(is_empty);
    let empty = tables.filter_map(|table| {
        let mut cells: Vec<Span> = table.cells.iter().map(|c| c.span).collect();
        cells.sort_unstable();
        Some(Empty { form: context.lexicon.forms.get(table.form)?, cells })
    });
    empty.collect()
}

fn all_zero(context: &Context<'_>, table: &Empty<'_>, counts: &[&Count]) -> Failure {
    let first = context.document.shown(counts[0].span);
    Failure {
        primary: table.cells.first().map(|s| Label::at(*s)).unwrap_or_default(),
        related: counts.iter().take(MOST_RELATED).map(|c| Label::at(c.number)).collect(),
        values: BTreeMap::from([
            ("table", table.form.title.to_string()),
            ("found", first),
            ("count", counts.len().to_string()),
        ]),
        identity: format!("{}/zero", table.form.table),
        case: Some("all_zero"),
        ..Failure::default()
    }
}

/// The other values that would agree, for the message.
fn others(sums: &[Sum]) -> String {
    let mut values: Vec<Decimal> = sums[1..].iter().map(|s| s.value).filter(|v| *v != sums[0].value).collect();
    values.sort_unstable();
    values.dedup();
    values.iter().map(Decimal::to_string).collect::<Vec<_>>().join("、")
}
