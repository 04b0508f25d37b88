//! One cause, one finding: all relations that bear on a report are one system over its figures; where some are broken, the
//! smallest change that mends them becomes the findings, each at the figure that is most probably wrong. Works on failures
//! and relations alone; knows no rule and no table.

mod edits;
mod search;
mod slips;
mod system;
mod tell;
#[cfg(test)]
mod tests;

pub(super) use edits::Lines;

use crate::checks::{Equation, Failure};
use system::{Relation, System};

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
}

/// So many relations of one component that nothing explains are told as one.
const TANGLED: usize = 9;

/// Folds broken relations into causes. `intact` are the relations that hold; `lines` tells which figures are neighbours.
pub(super) fn explain(broken: &[Broken], intact: &[Equation], lines: &Lines) -> Vec<Cause> {
    let equations = broken.iter().filter_map(|b| b.failure.equation.as_ref()).chain(intact);
    let mut causes = Vec::new();
    let Some(mut system) = System::new(equations) else {
        return (0..broken.len()).map(|i| tell::alone(broken, i)).collect();
    };
    causes.extend((0..broken.len()).filter(|&r| system.holds(r)).map(|r| tell::alone(broken, r)));
    let mut solve = |system: &mut System, component: &[Relation]| {
        let others = system.broken() - component.len();
        let solutions = search::solve(system, lines, component, others);
        tell::solved(broken, system, component, &solutions, &mut causes);
        !solutions.is_empty()
    };
    let mut unsolved = components(&system, broken.len());
    unsolved.retain(|component| !solve(&mut system, component));
    // Acts on several cells break relations that have no figure in common.
    let together: Vec<Relation> = unsolved.iter().flatten().copied().collect();
    if unsolved.len() > 1 && solve(&mut system, &together) {
        unsolved.clear();
    }
    for component in unsolved {
        unexplained(broken, &mut system, component, &mut causes);
    }
    causes.sort_by_key(|c| c.by);
    causes
}

/// The broken relations that share figures, together.
fn components(system: &System, count: usize) -> Vec<Vec<Relation>> {
    let mut of: Vec<Option<usize>> = vec![None; count];
    let mut components: Vec<Vec<Relation>> = Vec::new();
    for start in 0..count {
        if of[start].is_some() || system.holds(start) {
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
                    if other < count && of[other].is_none() && !system.holds(other) {
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

/// What no few changes explain: figures that mend several relations and harm none, then each relation by itself, or all of
/// them as one where there are many.
fn unexplained(broken: &[Broken], system: &mut System, component: Vec<Relation>, causes: &mut Vec<Cause>) {
    let mut left = component;
    while let Some((edit, mended)) = tell::crossing(system, &left) {
        left.retain(|r| !mended.contains(r));
        causes.push(tell::certain(broken, system, &edit, mended));
        system.set(&edit.changes);
    }
    if left.len() >= TANGLED {
        causes.push(tell::tangled(broken, left));
    } else {
        causes.extend(left.into_iter().map(|r| tell::narrowed(broken, system, r)));
    }
}
