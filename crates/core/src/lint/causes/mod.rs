//! One cause, one finding: all relations that bear on a report are one system over its figures; where some are broken,
//! the smallest change that mends them becomes the findings, each at the figure that is most probably wrong. Works on
//! failures and relations alone; knows no rule and no table.

mod edits;
mod search;
mod slips;
mod system;
mod tell;
mod whole;
#[cfg(test)]
mod tests;

pub(super) use edits::Lines;

use rust_decimal::Decimal;

use crate::checks::diagnosis::Slip;
use crate::checks::outcome::Failure;
use crate::checks::relation::Relation;
use crate::source::Span;
use edits::Acts;
use search::{Aim, MOST_EDITS, Solution};
use system::{Figure, RelationId, System};

/// A broken relation.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub failure: Failure,
    /// What its rule counts for: the heaviest gives the finding its rule.
    pub weight: (u8, u8),
}

/// One finding for one or more broken relations.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    /// Which of the broken relations gives the finding its rule.
    pub by: usize,
    pub failure: Failure,
    /// All the relations it stands for, `by` among them.
    pub mended: Vec<usize>,
    /// The figures that are wrong with their right values, where both are fairly sure.
    pub changes: Vec<(Span, Decimal)>,
    /// All cells of the line that it is about.
    pub line: Vec<Span>,
}

/// Components that are looked at two by two.
const MOST_PAIRED: usize = 6;
/// So many relations of one component that nothing explains are told as one.
const TANGLED: usize = 9;

/// Folds broken relations into causes. `intact` are the relations that hold; `lines` tells which figures are
/// neighbours.
pub(super) fn explain(broken: &[Broken], intact: &[Relation], lines: &Lines) -> Vec<Cause> {
    let equations = broken.iter().filter_map(|b| b.failure.equation.as_ref()).chain(intact);
    let mut causes = Vec::new();
    let Some(mut system) = System::new(equations) else {
        return (0..broken.len()).map(|i| tell::alone(broken, i)).collect();
    };
    causes.extend((0..broken.len()).filter(|&r| system.holds(r)).map(|r| tell::alone(broken, r)));
    let mut acts = Acts::new(lines, &system);
    let unsolved = solve(broken, &mut system, &mut acts, &mut causes);
    for component in unsolved {
        unexplained(broken, &mut system, &acts, component, &mut causes);
    }
    causes.sort_by_key(|c| c.by);
    causes
}

/// Tells of all that few edits mend, and gives back the components that they do not. One act on two cells comes before
/// two mistakes, and few mistakes before many.
fn solve(broken: &[Broken], system: &mut System, acts: &mut Acts, causes: &mut Vec<Cause>) -> Vec<Vec<RelationId>> {
    let mut open = components(system, broken.len(), &[]);
    first(broken, system, acts, &mut open, causes);
    let acts = &*acts;
    // What one cell may not exceed does not say what it ought to be.
    let bounds = open.extract_if(.., |component| component.iter().all(|&r| tell::is_bound(system, acts, r)));
    causes.extend(bounds.flatten().map(|r| tell::alone(broken, r)));
    let mut attempt = |system: &mut System, component: &[RelationId], depth: usize, sure: bool| {
        let others = system.broken() - component.len();
        let solutions = search::solve(system, acts, &Aim { component, others, depth });
        let told = !solutions.is_empty() && (!sure || tell::is_sure(&solutions));
        if told {
            tell::solved(broken, system, acts, component, &solutions, causes);
        }
        told
    };
    open.retain(|component| !attempt(system, component, 1, true));
    // An act on two cells breaks relations that have no figure in common.
    let mut at = 0;
    while at < open.len().min(MOST_PAIRED) {
        let other = (at + 1..open.len().min(MOST_PAIRED)).find(|&other| {
            let both: Vec<RelationId> = open[at].iter().chain(&open[other]).copied().collect();
            attempt(system, &both, 1, false)
        });
        match other {
            Some(other) => {
                open.remove(other);
                open.remove(at);
            }
            None => at += 1,
        }
    }
    for depth in 1..=MOST_EDITS {
        open.retain(|component| !attempt(system, component, depth, false));
        let together: Vec<RelationId> = open.iter().flatten().copied().collect();
        if open.len() > 1 && depth > 1 && attempt(system, &together, depth, false) {
            open.clear();
        }
    }
    open
}

/// Tells of acts that explain at once what would else be several mistakes.
fn first(
    broken: &[Broken],
    system: &mut System,
    acts: &mut Acts,
    open: &mut Vec<Vec<RelationId>>,
    causes: &mut Vec<Cause>,
) {
    let found = whole::acts(system, acts);
    let mut told: Vec<RelationId> = Vec::new();
    let mut right: Vec<(Figure, i128)> = Vec::new();
    for act in &found {
        // An act of two cells is here for what it may be instead of, and explains as much or more.
        let begins = act.edit.changes.len() > 2 || !act.edit.line.is_empty() || act.edit.slip == Some(Slip::Exchanged);
        let more = |other: &&whole::Act| act.mended.iter().all(|r| other.mended.contains(r));
        let Some(act) = found.iter().find(more).filter(|_| begins) else { continue };
        let again = act.edit.changes.iter().any(|c| right.iter().any(|r| r.0 == c.0));
        if again || act.mended.iter().any(|r| told.contains(r)) {
            continue;
        }
        let touched: Vec<&Vec<RelationId>> = open.iter().filter(|c| c.iter().any(|r| act.mended.contains(r))).collect();
        if let [component] = touched[..] {
            let others = system.broken() - component.len();
            let single = search::solve(system, acts, &Aim { component, others, depth: 1 });
            if single.iter().any(|s| s.edits.iter().all(|e| e.changes.len() == 1)) {
                continue;
            }
        }
        let same = found.iter().filter(|other| other.mended == act.mended);
        let solution = |a: &whole::Act| Solution { cost: a.edit.cost.into(), edits: vec![a.edit.clone()] };
        let solutions: Vec<Solution> = same.map(solution).collect();
        tell::solved(broken, system, acts, &act.mended, &solutions, causes);
        told.extend(&act.mended);
        // What is sure no longer stands in the way of what else is wrong.
        if causes.last().is_some_and(|c| !c.changes.is_empty()) {
            right.extend(act.edit.changes.iter().copied());
        }
    }
    if told.is_empty() {
        return;
    }
    system.set(&right);
    acts.renew();
    *open = components(system, broken.len(), &told);
}

/// The broken relations that share figures, together; those that are told are left out.
fn components(system: &System, count: usize, without: &[RelationId]) -> Vec<Vec<RelationId>> {
    let mut of: Vec<Option<usize>> = vec![None; count];
    let mut components: Vec<Vec<RelationId>> = Vec::new();
    for start in 0..count {
        if of[start].is_some() || system.holds(start) || without.contains(&start) {
            continue;
        }
        let number = components.len();
        of[start] = Some(number);
        let mut members = vec![start];
        let mut next = 0;
        while let Some(&relation) = members.get(next) {
            next += 1;
            for &figure in system.members(relation) {
                for other in system.relations_of(figure) {
                    if other < count && of[other].is_none() && !system.holds(other) && !without.contains(&other) {
                        of[other] = Some(number);
                        members.push(other);
                    }
                }
            }
        }
        members.sort_unstable();
        components.push(members);
    }
    components
}

/// What no few changes explain: figures that mend several relations and harm none, then each relation by itself, or all
/// of them as one where there are many.
fn unexplained(
    broken: &[Broken],
    system: &mut System,
    acts: &Acts,
    component: Vec<RelationId>,
    causes: &mut Vec<Cause>,
) {
    let mut left = component;
    while let Some((edit, mended)) = tell::crossing(system, &left) {
        left.retain(|r| !mended.contains(r));
        causes.push(tell::certain(broken, system, acts, &edit, mended));
        system.set(&edit.changes);
    }
    if left.len() >= TANGLED {
        causes.push(tell::tangled(broken, left));
    } else {
        let one = |r| {
            if tell::is_bound(system, acts, r) {
                tell::alone(broken, r)
            } else {
                tell::narrowed(broken, system, acts, r)
            }
        };
        causes.extend(left.into_iter().map(one));
    }
}
