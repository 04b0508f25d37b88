//! The smallest change that satisfies all that can be satisfied: every set of as few edits as possible that leaves no
//! relation of a component broken. Bounded: beyond a few edits, or a budget of trials, it gives up.

use super::edits::{Acts, Edit, single};
use super::system::{Figure, RelationId, System};

/// A set of edits after which everything holds, the likeliest mistakes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Solution {
    pub cost: u32,
    pub edits: Vec<Edit>,
}

/// More mistakes at once than this are not told apart.
pub(super) const MOST_EDITS: usize = 3;
/// No figure is in more relations than this, as far as the bound is concerned.
const MOST_RELATIONS: usize = 8;
/// Trials of one search.
const BUDGET: usize = 24_000;
/// More explanations than this explain nothing.
const MOST_SOLUTIONS: usize = 160;

/// What a search is for.
pub(super) struct Aim<'a> {
    /// Broken relations to mend, which stand in one connection.
    pub component: &'a [RelationId],
    /// How many others are broken and stay so.
    pub others: usize,
    /// Edits allowed.
    pub depth: usize,
}

/// All solutions with as many edits as allowed, best first; empty where there is none within bounds.
pub(super) fn solve(system: &mut System, acts: &Acts, aim: &Aim<'_>) -> Vec<Solution> {
    let (path, found) = (Vec::new(), Vec::new());
    let mut search = Search { system, acts, goal: aim.others, budget: BUDGET, path, found };
    search.deepen(aim.component, aim.depth);
    let mut found = search.found;
    if search.budget == 0 || found.len() >= MOST_SOLUTIONS {
        return Vec::new();
    }
    found.sort_by_key(|s| s.cost);
    found
}

struct Search<'s> {
    system: &'s mut System,
    acts: &'s Acts,
    goal: usize,
    budget: usize,
    path: Vec<Edit>,
    found: Vec<Solution>,
}

impl Search<'_> {
    /// Extends the path by up to `left` edits. `open` are the relations that may be broken.
    fn deepen(&mut self, open: &[RelationId], left: usize) {
        let broken = self.system.broken();
        if broken <= self.goal {
            self.note();
            return;
        }
        if left == 0 || broken.saturating_sub(self.goal) > left * MOST_RELATIONS {
            return;
        }
        let unmet = open.iter().copied().filter(|&r| !self.system.holds(r));
        let Some(relation) = unmet.min_by_key(|&r| self.system.members(r).len()) else { return };
        for edit in self.candidates(relation) {
            if self.budget == 0 || self.found.len() >= MOST_SOLUTIONS {
                return;
            }
            self.budget -= 1;
            let undo: Vec<_> = edit.changes.iter().map(|&(f, _)| (f, self.system.values[f])).collect();
            self.system.set(&edit.changes);
            let better = self.system.broken() < broken;
            // An act on several cells explains more than one relation, or it explains nothing.
            let telling = edit.changes.len() == 1 || self.system.broken() + 2 <= broken;
            if better && telling && !self.touched(&edit) && self.is_harmless(&edit, &undo) {
                let mut open: Vec<RelationId> = open.to_vec();
                let relations = edit.changes.iter().flat_map(|c| self.system.relations_of(c.0));
                open.extend(relations.filter(|&r| !self.system.holds(r)));
                open.sort_unstable();
                open.dedup();
                self.path.push(edit);
                self.deepen(&open, left - 1);
                self.path.pop();
            }
            self.system.set(&undo);
        }
    }

    /// Several figures in one act are right together, or they are not: no relation that held is broken by it.
    fn is_harmless(&mut self, edit: &Edit, undo: &[(Figure, i128)]) -> bool {
        if edit.changes.len() == 1 {
            return true;
        }
        let touched = edit.changes.iter().flat_map(|c| self.system.relations_of(c.0));
        let broken: Vec<RelationId> = touched.filter(|&r| !self.system.holds(r)).collect();
        if broken.is_empty() {
            return true;
        }
        self.system.set(undo);
        let harmless = broken.iter().all(|&r| !self.system.holds(r));
        self.system.set(&edit.changes);
        harmless
    }

    /// No figure is mended twice.
    fn touched(&self, edit: &Edit) -> bool {
        self.path.iter().any(|p| p.changes.iter().any(|a| edit.changes.iter().any(|b| a.0 == b.0)))
    }

    /// The edits that bear on a broken relation.
    fn candidates(&self, relation: RelationId) -> Vec<Edit> {
        let members = self.system.members(relation);
        let mut edits: Vec<Edit> = Vec::new();
        for &figure in members {
            for value in self.system.mending(figure) {
                edits.extend(single(self.system, figure, value));
            }
        }
        let bears = |edit: &Edit| edit.changes.iter().any(|c| members.contains(&c.0));
        let acts = self.acts.on(self.system, !self.path.is_empty());
        edits.extend(acts.iter().filter(|edit| bears(edit)).cloned());
        edits
    }

    fn note(&mut self) {
        let mut edits = self.path.clone();
        edits.sort_by(|a, b| a.changes.cmp(&b.changes));
        let cost = edits.iter().map(|e| u32::from(e.cost)).sum();
        let solution = Solution { cost, edits };
        if !self.found.contains(&solution) {
            self.found.push(solution);
        }
    }
}
