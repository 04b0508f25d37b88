//! From the search's answers to findings: which rule speaks, where the primary label stands, what the others say.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::edits::{Acts, Edit, single};
use super::search::Solution;
use super::system::{Figure, RelationId, System};
use super::{Broken, Cause};
use crate::checks::diagnosis::{Certainty, Diagnosis, Slip};
use crate::checks::outcome::{Failure, Label, Place};
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
pub(super) fn alone(broken: &[Broken], relation: RelationId) -> Cause {
    Cause {
        by: relation,
        failure: broken[relation].failure.clone(),
        mended: vec![relation],
        changes: Vec::new(),
        line: Vec::new(),
    }
}

/// The heaviest relation, the first of those that weigh the same.
fn heaviest(broken: &[Broken], relations: &[RelationId]) -> RelationId {
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

/// Whether a relation only says what cells may not exceed.
pub(super) fn is_bound(system: &System, acts: &Acts, relation: RelationId) -> bool {
    system.is_open(relation) && system.members(relation).iter().all(|&f| acts.is_cell(f))
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
    acts: &Acts,
    component: &[RelationId],
    solutions: &[Solution],
    causes: &mut Vec<Cause>,
) {
    let Some(best) = solutions.first() else { return };
    let (certainty, others) = weighed(best, solutions);
    if let ([relation], [edit], Certainty::OneOf) = (component, best.edits.as_slice(), certainty)
        && edit.changes.len() == 1
    {
        causes.push(narrowed(broken, system, acts, *relation));
        return;
    }
    let mut untold: Vec<RelationId> = component.to_vec();
    for edit in &best.edits {
        let mended: Vec<RelationId> = component.iter().copied().filter(|&r| is_in(system, edit, r)).collect();
        if mended.is_empty() {
            continue;
        }
        // A relation that two mistakes break speaks for the first of them.
        let own: Vec<RelationId> = mended.iter().copied().filter(|r| untold.contains(r)).collect();
        untold.retain(|r| !mended.contains(r));
        let by = heaviest(broken, if own.is_empty() { &mended } else { &own });
        let rivals: Vec<&Edit> = others
            .iter()
            .flat_map(|s| &s.edits)
            .filter(|e| !best.edits.contains(e) && mended.iter().any(|&r| is_in(system, e, r)))
            .collect();
        let doubt = Doubt { certainty, rivals: &rivals, alone: best.edits.len() == 1 };
        causes.push(told(broken, system, acts, edit, by, mended, doubt));
    }
}

fn is_in(system: &System, edit: &Edit, relation: RelationId) -> bool {
    edit.changes.iter().any(|c| system.members(relation).contains(&c.0))
}

/// The finding of an edit that certainly mends these relations.
pub(super) fn certain(broken: &[Broken], system: &System, acts: &Acts, edit: &Edit, mended: Vec<RelationId>) -> Cause {
    let doubt = Doubt { certainty: Certainty::Only, rivals: &[], alone: true };
    told(broken, system, acts, edit, heaviest(broken, &mended), mended, doubt)
}

/// What else an edit may be, or what else than it may be wrong.
struct Doubt<'d> {
    certainty: Certainty,
    rivals: &'d [&'d Edit],
    /// No other mistake was made with it.
    alone: bool,
}

fn told(
    broken: &[Broken],
    system: &System,
    acts: &Acts,
    edit: &Edit,
    by: RelationId,
    mended: Vec<RelationId>,
    Doubt { certainty, rivals, alone }: Doubt<'_>,
) -> Cause {
    let mut failure = broken[by].failure.clone();
    let named = |span: Span, r: &RelationId| label_at(&broken[*r].failure, span).filter(|l| !l.note.is_empty());
    let found = |span: Span| mended.iter().find_map(|r| named(span, r));
    let note = |span: Span| found(span).map(|l| l.note.clone()).unwrap_or_default();
    let mut labels: Vec<Label> = Vec::new();
    // That a row is wrong may be sure, and its right figures not.
    let in_line = |e: &Edit| e.changes.iter().all(|c| edit.line.iter().any(|l| l.0 == c.0));
    let in_row = certainty == Certainty::OneOf && !edit.line.is_empty() && rivals.iter().all(|e| in_line(e));
    let certainty = if in_row { Certainty::InRow } else { certainty };
    let add = |labels: &mut Vec<Label>, span: Span, value: Option<i128>| {
        let value = value.filter(|_| !in_row);
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
    let mut marked = labels.len();
    // The speaking relation's own figures first, then those of the others.
    for &relation in std::iter::once(&by).chain(mended.iter().filter(|&&r| r != by)) {
        let one = &broken[relation].failure;
        for label in std::iter::once(&one.primary).chain(&one.related) {
            let Place::At(span) = label.place else { continue };
            add(&mut labels, span, None);
        }
    }
    // None of many is the likeliest: the sum that does not agree comes before what may be wrong in it.
    let many = names.len() > MOST_NAMED;
    let named_alone = rivals.is_empty() || edit.slip == Some(Slip::Exchanged);
    let any = alone && many && certainty == Certainty::OneOf && !named_alone;
    let certainty = if any { Certainty::AnyOf } else { certainty };
    if any {
        let own = failure.primary.place;
        if let Some(at) = labels[marked..].iter().position(|l| l.place == own) {
            labels[..=marked + at].rotate_right(1);
            marked += 1;
        }
    }
    let mut labels = labels.into_iter();
    failure.primary = labels.next().unwrap_or_default();
    failure.related = labels.collect();
    zeros_last(system, &mut failure.related[marked.saturating_sub(1)..]);
    let expected = |change: &(Figure, i128)| system.number(change.1).to_string();
    let all = if edit.line.is_empty() { &edit.changes } else { &edit.line };
    failure.values.insert("expected", all.iter().map(expected).collect::<Vec<_>>().join("、"));
    let written = |span: &Span| {
        let note = note(*span);
        if note.is_empty() {
            let value = system.figure(*span).map(|f| system.number(system.values[f]).to_string());
            value.map(|v| format!("“{v}”")).unwrap_or_default()
        } else {
            note
        }
    };
    let named = if many { Vec::new() } else { names[edit.changes.len()..].iter().map(written).collect() };
    failure.values.insert("others", named.join("、"));
    if let Some(other) = edit.other {
        let row = note(system.spans[other]);
        failure.values.insert("counted", row.rsplit_once(' ').map_or(row.as_str(), |(name, _)| name).to_owned());
    }
    // A row without a name is not spoken of.
    let nameless = edit.other.is_some() && failure.values.get("counted").is_none_or(String::is_empty);
    let shared = certainty != Certainty::AnyOf || rivals.iter().all(|e| e.slip == edit.slip);
    let slip = edit.slip.filter(|_| !nameless && shared).or_else(|| stale(acts, system, edit, &mended));
    failure.diagnosis = Some(Diagnosis { certainty, slip, relations: mended.len(), figures: edit.changes.len() });
    let sure = matches!(certainty, Certainty::Only | Certainty::Likely);
    let right = |&(figure, value): &(Figure, i128)| (system.spans[figure], system.number(value));
    let changes = if sure { edit.changes.iter().map(right).collect() } else { Vec::new() };
    let line = edit.line.iter().map(|c| system.spans[c.0]).collect();
    Cause { by, failure, mended, changes, line }
}

/// A total of a table that its parts, all of them cells, have left behind.
fn stale(acts: &Acts, system: &System, edit: &Edit, mended: &[RelationId]) -> Option<Slip> {
    let &[(figure, _)] = edit.changes.as_slice() else { return None };
    let is_total = |r: RelationId| {
        system.head(r) == Some(figure) && !system.holds(r) && system.members(r).iter().all(|&f| acts.is_cell(f))
    };
    mended.iter().any(|&r| is_total(r)).then_some(Slip::StaleTotal)
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

/// The figure where most broken relations cross, all of which one value of it would mend, without harm to any that
/// holds and without a rival; none where there is no such figure.
pub(super) fn crossing(system: &mut System, left: &[RelationId]) -> Option<(Edit, Vec<RelationId>)> {
    let figures: BTreeSet<Figure> = left.iter().flat_map(|&r| system.members(r).to_vec()).collect();
    let mut found: Vec<(Edit, Vec<RelationId>)> = Vec::new();
    for figure in figures {
        for value in system.mending(figure) {
            let Some(edit) = single(system, figure, value) else { continue };
            let (before, old) = (system.broken(), system.values[figure]);
            system.set(&edit.changes);
            let mended: Vec<RelationId> =
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
pub(super) fn narrowed(broken: &[Broken], system: &System, acts: &Acts, relation: RelationId) -> Cause {
    let mut failure = broken[relation].failure.clone();
    let binds = |r: RelationId| system.holds(r) && !is_bound(system, acts, r);
    let sound = |figure: Figure| system.relations_of(figure).any(binds);
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
    let likeliest: Vec<Span> = possible.iter().filter(|p| p.2 == least).map(|p| p.0).collect();
    let mut names = Vec::new();
    for (index, label) in std::iter::once(&mut failure.primary).chain(&mut failure.related).enumerate() {
        // A sentence with as many arrows as figures says nothing: of many, cells are named, and figures in prose
        // marked.
        let few = possible.len() <= 2 || index > 0 && likeliest.len() <= 2;
        let says = |p: &&(Span, i128, u8)| {
            index == 0 || !label.note.is_empty() || few && (p.2 == least || possible.len() <= 2)
        };
        let Some(&(_, value, _)) = value_at(label.place).filter(says) else { continue };
        names.push(label.note.rsplit_once(' ').map_or(label.note.as_str(), |(name, _)| name).to_owned());
        label.note = noted(&label.note, &system.number(value).to_string());
    }
    zeros_last(system, &mut failure.related);
    // Figures of a sentence, none likelier than the others: the list is wrong, not any one of them.
    let list = likeliest.iter().copied().reduce(Span::join).filter(|l| l.len() < LONGEST_LIST);
    if let (Some(list), true, true) = (list, likeliest.len() > 1, names.iter().all(String::is_empty)) {
        let whole = std::mem::replace(&mut failure.primary, Label::at(list));
        failure.related.insert(0, whole);
    }
    if let [(_, value, _)] = possible.as_slice() {
        failure.values.insert("expected", system.number(*value).to_string());
    }
    failure.values.insert("candidates", names.join("、"));
    Cause { by: relation, failure, mended: vec![relation], changes: Vec::new(), line: Vec::new() }
}

/// Many relations, and no telling which figures are wrong: one finding that says so.
pub(super) fn tangled(broken: &[Broken], relations: Vec<RelationId>) -> Cause {
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
    failure.diagnosis =
        Some(Diagnosis { certainty: Certainty::Tangled, slip: None, relations: relations.len(), figures: 0 });
    Cause { by, failure, mended: relations, changes: Vec::new(), line: Vec::new() }
}
