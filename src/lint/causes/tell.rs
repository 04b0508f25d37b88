//! From the search's answers to findings: which rule speaks, where the primary label stands, what the others say.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::edits::{Edit, single};
use super::search::Solution;
use super::system::{Figure, Relation, System};
use super::{Broken, Cause};
use crate::checks::{Certainty, Diagnosis, Failure, Label, Place, Slip};
use crate::source::Span;

/// Labels beside the primary one of a finding.
const MOST_RELATED: usize = 40;
/// What costs as much is not said where anything else may be wrong.
const UNLIKELY: u8 = 3;
/// Bytes of a list of figures that is marked as a whole.
const LONGEST_LIST: usize = 400;
/// Of more places than this none is named in the message.
const MOST_NAMED: usize = 4;

/// A relation of which nothing is known but that it is broken.
pub(super) fn alone(broken: &[Broken], relation: Relation) -> Cause {
    Cause { by: relation, failure: broken[relation].failure.clone(), mended: vec![relation], changes: Vec::new() }
}

/// The heaviest relation, the first of those that weigh the same.
fn heaviest(broken: &[Broken], relations: &[Relation]) -> Relation {
    relations.iter().copied().max_by_key(|&r| (broken[r].weight, Reverse(r))).unwrap_or_default()
}

/// How sure the best solution is, and those that change other figures.
fn weighed<'s>(best: &Solution, solutions: &'s [Solution]) -> (Certainty, Vec<&'s Solution>) {
    let figures = |s: &Solution| -> Vec<Figure> { s.edits.iter().flat_map(|e| &e.changes).map(|c| c.0).collect() };
    let others: Vec<&Solution> = solutions.iter().filter(|s| figures(s) != figures(best)).collect();
    let certainty = match others.first() {
        None => Certainty::Only,
        Some(next) if next.cost > best.cost => Certainty::Likely,
        Some(_) => Certainty::OneOf,
    };
    (certainty, others)
}

/// Whether a single figure explains all, and nothing else does.
pub(super) fn is_sure(solutions: &[Solution]) -> bool {
    let single = |s: &Solution| s.edits.iter().all(|e| e.changes.len() == 1);
    solutions.first().is_some_and(|best| single(best) && weighed(best, solutions).0 != Certainty::OneOf)
}

/// The findings of a solved component: one for each edit of the likeliest solution.
pub(super) fn solved(
    broken: &[Broken],
    system: &System,
    component: &[Relation],
    solutions: &[Solution],
    causes: &mut Vec<Cause>,
) {
    let Some(best) = solutions.first() else { return };
    let (certainty, others) = weighed(best, solutions);
    if let ([relation], [edit], Certainty::OneOf) = (component, best.edits.as_slice(), certainty)
        && edit.changes.len() == 1
    {
        causes.push(narrowed(broken, system, *relation));
        return;
    }
    let mut untold: Vec<Relation> = component.to_vec();
    for edit in &best.edits {
        let mended: Vec<Relation> = component.iter().copied().filter(|&r| is_in(system, edit, r)).collect();
        if mended.is_empty() {
            continue;
        }
        // A relation that two mistakes break speaks for the first of them.
        let own: Vec<Relation> = mended.iter().copied().filter(|r| untold.contains(r)).collect();
        untold.retain(|r| !mended.contains(r));
        let by = heaviest(broken, if own.is_empty() { &mended } else { &own });
        let rivals: Vec<&Edit> = others
            .iter()
            .flat_map(|s| &s.edits)
            .filter(|e| !best.edits.contains(e) && mended.iter().any(|&r| is_in(system, e, r)))
            .collect();
        causes.push(told(broken, system, edit, by, mended, certainty, &rivals));
    }
}

fn is_in(system: &System, edit: &Edit, relation: Relation) -> bool {
    edit.changes.iter().any(|c| system.members(relation).contains(&c.0))
}

/// The finding of an edit that certainly mends these relations.
pub(super) fn certain(broken: &[Broken], system: &System, edit: &Edit, mended: Vec<Relation>) -> Cause {
    told(broken, system, edit, heaviest(broken, &mended), mended, Certainty::Only, &[])
}

fn told(
    broken: &[Broken],
    system: &System,
    edit: &Edit,
    by: Relation,
    mended: Vec<Relation>,
    certainty: Certainty,
    rivals: &[&Edit],
) -> Cause {
    let mut failure = broken[by].failure.clone();
    let found = |span: Span| mended.iter().find_map(|&r| label_at(&broken[r].failure, span));
    let note = |span: Span| found(span).map(|l| l.note.clone()).unwrap_or_default();
    let mut labels: Vec<Label> = Vec::new();
    let add = |labels: &mut Vec<Label>, span: Span, value: Option<i128>| {
        if labels.len() <= MOST_RELATED && labels.iter().all(|l| l.place != Place::At(span)) {
            let note = value.map_or_else(|| note(span), |v| noted(&note(span), &system.number(v).to_string()));
            labels.push(Label { place: Place::At(span), note });
        }
    };
    for &(figure, value) in &edit.changes {
        add(&mut labels, system.spans[figure], Some(value));
    }
    let mut names: Vec<Span> = edit.changes.iter().map(|c| system.spans[c.0]).collect();
    for &(figure, value) in rivals.iter().flat_map(|e| &e.changes) {
        add(&mut labels, system.spans[figure], Some(value));
        if !names.contains(&system.spans[figure]) {
            names.push(system.spans[figure]);
        }
    }
    let marked = labels.len();
    // The speaking relation's own figures first, then those of the others.
    for &relation in std::iter::once(&by).chain(mended.iter().filter(|&&r| r != by)) {
        let one = &broken[relation].failure;
        for label in std::iter::once(&one.primary).chain(&one.related) {
            let Place::At(span) = label.place else { continue };
            add(&mut labels, span, None);
        }
    }
    let mut labels = labels.into_iter();
    failure.primary = labels.next().unwrap_or_default();
    failure.related = labels.collect();
    zeros_last(system, &mut failure.related[marked.saturating_sub(1)..]);
    let expected = |change: &(Figure, i128)| system.number(change.1).to_string();
    failure.values.insert("expected", edit.changes.iter().map(expected).collect::<Vec<_>>().join("、"));
    let written = |span: &Span| {
        let note = note(*span);
        if note.is_empty() {
            system.figure(*span).map(|f| system.number(system.values[f]).to_string()).unwrap_or_default()
        } else {
            note
        }
    };
    let named =
        if names.len() > MOST_NAMED { Vec::new() } else { names[edit.changes.len()..].iter().map(written).collect() };
    failure.values.insert("others", named.join("、"));
    let slip = edit.slip.or_else(|| stale(system, edit));
    failure.diagnosis = Some(Diagnosis { certainty, slip, relations: mended.len() });
    let sure = certainty != Certainty::OneOf;
    let right = |&(figure, value): &(Figure, i128)| (system.spans[figure], system.number(value));
    let changes = if sure { edit.changes.iter().map(right).collect() } else { Vec::new() };
    Cause { by, failure, mended, changes }
}

/// A total that its parts have left behind.
fn stale(system: &System, edit: &Edit) -> Option<Slip> {
    match edit.changes.as_slice() {
        &[(figure, _)] => system.totals[figure].then_some(Slip::StaleTotal),
        _ => None,
    }
}

/// A note with the value that would mend.
fn noted(note: &str, value: &str) -> String {
    format!("{note} → {value}").trim_start().to_owned()
}

fn label_at(failure: &Failure, span: Span) -> Option<&Label> {
    std::iter::once(&failure.primary).chain(&failure.related).find(|l| l.place == Place::At(span))
}

/// Figures that are nothing tell least: they come last.
fn zeros_last(system: &System, labels: &mut [Label]) {
    let is_zero = |span: Span| system.figure(span).is_some_and(|f| system.values[f] == 0);
    labels.sort_by_key(|l| matches!(l.place, Place::At(span) if is_zero(span)));
}

/// The figure where most broken relations cross, all of which one value of it would mend, without harm to any that holds
/// and without a rival; none where there is no such figure.
pub(super) fn crossing(system: &mut System, left: &[Relation]) -> Option<(Edit, Vec<Relation>)> {
    let figures: BTreeSet<Figure> = left.iter().flat_map(|&r| system.members(r).to_vec()).collect();
    let mut found: Vec<(Edit, Vec<Relation>)> = Vec::new();
    for figure in figures {
        for value in system.mending(figure) {
            let Some(edit) = single(system, figure, value) else { continue };
            let (before, old) = (system.broken(), system.values[figure]);
            system.set(&edit.changes);
            let mended: Vec<Relation> =
                left.iter().copied().filter(|&r| system.holds(r) && system.members(r).contains(&figure)).collect();
            let harmless = system.broken() + mended.len() == before;
            system.set(&[(figure, old)]);
            if mended.len() > 1 && harmless {
                found.push((edit, mended));
            }
        }
    }
    found.sort_by_key(|f| Reverse(f.1.len()));
    let rivalled = |at: usize| {
        found.iter().enumerate().any(|(other, rival)| {
            other != at && rival.1.len() == found[at].1.len() && rival.1.iter().any(|r| found[at].1.contains(r))
        })
    };
    let at = (0..found.len()).find(|&at| !rivalled(at))?;
    Some(found.swap_remove(at))
}

/// A relation that stands alone: says which of its figures may be wrong, and what each would have to be.
pub(super) fn narrowed(broken: &[Broken], system: &System, relation: Relation) -> Cause {
    let mut failure = broken[relation].failure.clone();
    let sound = |figure: Figure| system.relations_of(figure).any(|r| system.holds(r));
    let mut possible: Vec<(Span, i128, u8)> = Vec::new();
    for &figure in system.members(relation) {
        let values = if sound(figure) { Vec::new() } else { system.mending(figure) };
        let edit = values.into_iter().find_map(|v| single(system, figure, v));
        possible.extend(edit.map(|e| (system.spans[figure], e.changes[0].1, e.cost)));
    }
    let Some(least) = possible.iter().map(|p| p.2).min() else { return alone(broken, relation) };
    if least < UNLIKELY {
        possible.retain(|p| p.2 < UNLIKELY);
    }
    let value_at = |place: Place| possible.iter().find(|p| place == Place::At(p.0));
    let likely = |l: &Label| value_at(l.place).is_some_and(|p| p.2 == least);
    if !likely(&failure.primary)
        && let Some(at) = failure.related.iter().position(likely)
    {
        std::mem::swap(&mut failure.primary, &mut failure.related[at]);
    }
    let mut names = Vec::new();
    for (index, label) in std::iter::once(&mut failure.primary).chain(&mut failure.related).enumerate() {
        // A sentence with as many arrows as figures says nothing: of many, cells are named, and figures in prose marked.
        let says = index == 0 || !label.note.is_empty() || possible.len() <= 2;
        let Some(&(_, value, _)) = value_at(label.place).filter(|_| says) else { continue };
        names.push(label.note.rsplit_once(' ').map_or(label.note.as_str(), |(name, _)| name).to_owned());
        label.note = noted(&label.note, &system.number(value).to_string());
    }
    zeros_last(system, &mut failure.related);
    // Figures of a sentence, none likelier than the others: the list is wrong, not any one of them.
    let likeliest: Vec<Span> = possible.iter().filter(|p| p.2 == least).map(|p| p.0).collect();
    let list = likeliest.iter().copied().reduce(Span::join).filter(|l| l.len() < LONGEST_LIST);
    if let (Some(list), true, true) = (list, likeliest.len() > 1, names.iter().all(String::is_empty)) {
        let whole = std::mem::replace(&mut failure.primary, Label::at(list));
        failure.related.insert(0, whole);
    }
    if let [(_, value, _)] = possible.as_slice() {
        failure.values.insert("expected", system.number(*value).to_string());
    }
    failure.values.insert("candidates", names.join("、"));
    Cause { by: relation, failure, mended: vec![relation], changes: Vec::new() }
}

/// Many relations, and no telling which figures are wrong: one finding that says so.
pub(super) fn tangled(broken: &[Broken], relations: Vec<Relation>) -> Cause {
    let by = heaviest(broken, &relations);
    let mut failure = broken[by].failure.clone();
    let primaries = relations.iter().filter(|&&r| r != by).map(|&r| broken[r].failure.primary.clone());
    failure.related.clear();
    for label in primaries {
        if failure.related.len() < MOST_RELATED
            && label.place != failure.primary.place
            && !failure.related.contains(&label)
        {
            failure.related.push(label);
        }
    }
    failure.diagnosis = Some(Diagnosis { certainty: Certainty::Tangled, slip: None, relations: relations.len() });
    Cause { by, failure, mended: relations, changes: Vec::new() }
}
