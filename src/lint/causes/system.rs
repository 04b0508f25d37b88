//! All relations that bear on a report as one system over its figures, in whole numbers of a common unit: what holds, what
//! does not, and what would if figures had other values. Knows neither rules nor tables.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::checks::{Equation, Term};
use crate::source::Span;

/// Index of a figure, of a relation.
pub(super) type Figure = usize;
pub(super) type Relation = usize;

/// A figure's part in a sum.
#[derive(Clone, Copy, Debug)]
struct Part {
    relation: u32,
    sum: u32,
    sign: i8,
}

#[derive(Clone, Debug, Default)]
struct Sums {
    /// What each reading sums to; zero where it holds.
    excess: Vec<i128>,
    /// A sum above zero will do as well.
    open: bool,
}

impl Sums {
    fn holds(&self) -> bool {
        self.excess.iter().any(|&e| e == 0 || self.open && e > 0)
    }
}

/// Figures with their values, and relations between them.
#[derive(Debug, Default)]
pub(super) struct System {
    pub spans: Vec<Span>,
    pub values: Vec<i128>,
    /// Digits after the point of the common unit.
    scale: u32,
    parts: Vec<Vec<Part>>,
    relations: Vec<Sums>,
    /// The figures of each relation's readings, in order.
    members: Vec<Vec<Figure>>,
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
    pub fn new<'e>(equations: impl Iterator<Item = &'e Equation> + Clone) -> Option<Self> {
        let terms = || equations.clone().flat_map(Equation::sums).flatten();
        let scale = terms().map(|t| t.2.scale()).max().unwrap_or(0);
        if scale > MAX_SCALE {
            return None;
        }
        let mut system = Self { scale, ..Self::default() };
        let mut known: FxHashMap<Span, Figure> = FxHashMap::default();
        for equation in equations {
            let number = system.relations.len() as u32;
            let mut sums = Sums { excess: Vec::with_capacity(1 + equation.readings.len()), open: equation.open };
            let mut members: Vec<Figure> = Vec::with_capacity(equation.terms.len());
            for (reading, terms) in equation.sums().enumerate() {
                let mut excess = 0;
                for &(span, sign, value) in terms {
                    let value = whole(value, scale)?;
                    let figure = *known.entry(span).or_insert_with(|| {
                        system.spans.push(span);
                        system.values.push(value);
                        system.parts.push(Vec::new());
                        system.spans.len() - 1
                    });
                    excess += value * i128::from(sign);
                    system.parts[figure].push(Part { relation: number, sum: reading as u32, sign });
                    if !members.contains(&figure) {
                        members.push(figure);
                    }
                }
                sums.excess.push(excess);
                if reading == 0 {
                    let head = head(terms).filter(|_| !equation.open);
                    system.heads.push(head.and_then(|span| known.get(&span).copied()));
                }
            }
            system.broken += usize::from(!sums.holds());
            system.relations.push(sums);
            system.members.push(members);
        }
        system.known = known;
        Some(system)
    }

    /// The figure at a place.
    pub fn figure(&self, span: Span) -> Option<Figure> {
        self.known.get(&span).copied()
    }

    /// Whether more than the sum will do: no value follows from such a relation alone.
    pub fn is_open(&self, relation: Relation) -> bool {
        self.relations[relation].open
    }

    /// The figure that a relation makes the sum of its others.
    pub fn head(&self, relation: Relation) -> Option<Figure> {
        self.heads[relation]
    }

    pub fn relations(&self) -> std::ops::Range<Relation> {
        0..self.relations.len()
    }

    pub fn holds(&self, relation: Relation) -> bool {
        self.relations[relation].holds()
    }

    /// How many relations do not hold.
    pub fn broken(&self) -> usize {
        self.broken
    }

    /// The figures of a relation.
    pub fn members(&self, relation: Relation) -> &[Figure] {
        &self.members[relation]
    }

    /// The relations that a figure is in, each once.
    pub fn relations_of(&self, figure: Figure) -> impl Iterator<Item = Relation> + '_ {
        let parts = &self.parts[figure];
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
            for at in 0..self.parts[figure].len() {
                let part = self.parts[figure][at];
                let sums = &mut self.relations[part.relation as usize];
                let held = sums.holds();
                sums.excess[part.sum as usize] += grown * i128::from(part.sign);
                match (held, sums.holds()) {
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
        for part in &self.parts[figure] {
            let sums = &self.relations[part.relation as usize];
            if sums.holds() {
                continue;
            }
            let value = self.values[figure] - sums.excess[part.sum as usize] * i128::from(part.sign);
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
