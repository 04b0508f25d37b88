//! All relations that bear on a report as one system over its figures, in whole numbers of a common unit: what holds,
//! what does not, and what would if figures had other values. Knows neither rules nor tables.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::checks::relation::{Relation, Term};
use crate::source::Span;

/// Index of a figure, of a relation.
pub(super) type Figure = usize;
pub(super) type RelationId = usize;

/// A figure's part in a sum.
#[derive(Clone, Copy, Debug)]
struct Part {
    relation: u32,
    sum: u32,
    sign: i8,
}

/// A relation, its lists in those of the system.
#[derive(Clone, Copy, Debug)]
struct Sums {
    /// Where its readings begin and end.
    readings: (u32, u32),
    /// The same of the figures of its readings.
    members: (u32, u32),
    /// A sum above zero will do as well.
    open: bool,
}

/// Figures with their values, and relations between them.
#[derive(Debug, Default)]
pub(super) struct System {
    pub spans: Vec<Span>,
    pub values: Vec<i128>,
    /// Digits after the point of the common unit.
    scale: u32,
    /// The parts of all figures, one figure after another, and where each one's begin.
    parts: Vec<Part>,
    part_starts: Vec<u32>,
    relations: Vec<Sums>,
    /// What each reading of each relation sums to; zero where it holds.
    excess: Vec<i128>,
    /// The figures of each relation's readings, in order.
    members: Vec<Figure>,
    /// For each relation the figure that is alone on its side of the first reading, against several.
    heads: Vec<Option<Figure>>,
    known: FxHashMap<Span, Figure>,
    broken: usize,
}

/// Finer figures than this, and larger ones, are not worked with.
const MAX_SCALE: u32 = 8;
const MAX_VALUE: i128 = 1 << 90;

impl System {
    /// Builds the system; the relations keep their order. None where figures are beyond what is worked with.
    pub fn new<'e>(equations: impl Iterator<Item = &'e Relation> + Clone) -> Option<Self> {
        let terms = || equations.clone().flat_map(Relation::sums).flatten();
        let scale = terms().map(|t| t.2.scale()).max().unwrap_or(0);
        if scale > MAX_SCALE {
            return None;
        }
        let mut system = Self { scale, ..Self::default() };
        let mut known: FxHashMap<Span, Figure> = FxHashMap::default();
        let mut parts: Vec<(Figure, Part)> = Vec::new();
        for equation in equations {
            let number = system.relations.len() as u32;
            let (readings, members) = (system.excess.len(), system.members.len());
            for (reading, terms) in equation.sums().enumerate() {
                let mut excess = 0;
                for &(span, sign, value) in terms {
                    let value = whole(value, scale)?;
                    let figure = *known.entry(span).or_insert_with(|| {
                        system.spans.push(span);
                        system.values.push(value);
                        system.spans.len() - 1
                    });
                    excess += value * i128::from(sign);
                    parts.push((figure, Part { relation: number, sum: reading as u32, sign }));
                    if !system.members[members..].contains(&figure) {
                        system.members.push(figure);
                    }
                }
                system.excess.push(excess);
                if reading == 0 {
                    let head = head(terms).filter(|_| !equation.open);
                    system.heads.push(head.and_then(|span| known.get(&span).copied()));
                }
            }
            system.relations.push(Sums {
                readings: (readings as u32, system.excess.len() as u32),
                members: (members as u32, system.members.len() as u32),
                open: equation.open,
            });
            system.broken += usize::from(!system.holds(number as RelationId));
        }
        system.sort(&parts);
        system.known = known;
        Some(system)
    }

    /// Puts the parts in the order of their figures, those of one in the order of its relations.
    fn sort(&mut self, parts: &[(Figure, Part)]) {
        let mut starts = vec![0_u32; self.spans.len() + 1];
        for &(figure, _) in parts {
            starts[figure + 1] += 1;
        }
        for figure in 1..starts.len() {
            starts[figure] += starts[figure - 1];
        }
        let mut next = starts.clone();
        self.parts = vec![Part { relation: 0, sum: 0, sign: 0 }; parts.len()];
        for &(figure, part) in parts {
            self.parts[next[figure] as usize] = part;
            next[figure] += 1;
        }
        self.part_starts = starts;
    }

    fn parts_of(&self, figure: Figure) -> &[Part] {
        &self.parts[self.part_starts[figure] as usize..self.part_starts[figure + 1] as usize]
    }

    /// The figure at a place.
    pub fn figure(&self, span: Span) -> Option<Figure> {
        self.known.get(&span).copied()
    }

    /// Whether more than the sum will do: no value follows from such a relation alone.
    pub fn is_open(&self, relation: RelationId) -> bool {
        self.relations[relation].open
    }

    /// The figure that a relation makes the sum of its others.
    pub fn head(&self, relation: RelationId) -> Option<Figure> {
        self.heads[relation]
    }

    pub fn relations(&self) -> std::ops::Range<RelationId> {
        0..self.relations.len()
    }

    pub fn holds(&self, relation: RelationId) -> bool {
        let Sums { readings: (from, to), open, .. } = self.relations[relation];
        self.excess[from as usize..to as usize].iter().any(|&e| e == 0 || open && e > 0)
    }

    /// How many relations do not hold.
    pub fn broken(&self) -> usize {
        self.broken
    }

    /// The figures of a relation.
    pub fn members(&self, relation: RelationId) -> &[Figure] {
        let (from, to) = self.relations[relation].members;
        &self.members[from as usize..to as usize]
    }

    /// The relations that a figure is in, each once.
    pub fn relations_of(&self, figure: Figure) -> impl Iterator<Item = RelationId> + '_ {
        let parts = self.parts_of(figure);
        parts
            .iter()
            .enumerate()
            .filter(|(i, p)| *i == 0 || parts[i - 1].relation != p.relation)
            .map(|(_, p)| p.relation as usize)
    }

    /// Gives figures other values. The same with the old values undoes it.
    pub fn set(&mut self, changes: &[(Figure, i128)]) {
        for &(figure, value) in changes {
            let grown = value - self.values[figure];
            self.values[figure] = value;
            for at in self.part_starts[figure]..self.part_starts[figure + 1] {
                let part = self.parts[at as usize];
                let relation = part.relation as RelationId;
                let held = self.holds(relation);
                let reading = self.relations[relation].readings.0 + part.sum;
                self.excess[reading as usize] += grown * i128::from(part.sign);
                match (held, self.holds(relation)) {
                    (true, false) => self.broken += 1,
                    (false, true) => self.broken -= 1,
                    _ => {}
                }
            }
        }
    }

    /// The values that would make a broken relation hold, one for each of its readings that the figure is in.
    pub fn mending(&self, figure: Figure) -> Vec<i128> {
        let mut values = Vec::new();
        for part in self.parts_of(figure) {
            let relation = part.relation as RelationId;
            if self.holds(relation) {
                continue;
            }
            let reading = self.relations[relation].readings.0 + part.sum;
            let value = self.values[figure] - self.excess[reading as usize] * i128::from(part.sign);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// Digits after the point of the system's unit.
    pub fn scale(&self) -> u32 {
        self.scale
    }

    /// A value of the system as a number of the report.
    pub fn number(&self, value: i128) -> Decimal {
        Decimal::try_from_i128_with_scale(value, self.scale).unwrap_or_default().normalize()
    }

    /// Whether a value is a whole number of the report's own unit.
    pub fn is_whole(&self, value: i128) -> bool {
        value % 10_i128.pow(self.scale) == 0
    }
}

/// The place of the figure that stands alone against several.
fn head(terms: &[Term]) -> Option<Span> {
    let alone = |sign| {
        let mut own = terms.iter().filter(move |t| t.1 == sign);
        own.next().filter(|_| own.next().is_none())
    };
    alone(1).or_else(|| alone(-1)).filter(|_| terms.len() > 2).map(|t| t.0)
}

/// A value in units of 10⁻ˢᶜᵃˡᵉ.
fn whole(value: Decimal, scale: u32) -> Option<i128> {
    let value = value.mantissa().checked_mul(10_i128.pow(scale - value.scale()))?;
    (value.abs() < MAX_VALUE).then_some(value)
}
