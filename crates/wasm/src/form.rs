//! The empty form of a year, as the rulebook has it: sections, tables with their labels, and what is proved of their
//! cells. A page that lets people fill one in knows no label and no sum of its own.

use serde_json::{Value, json};

use gouji_core::facts::model::{Profile, Stated};
use gouji_core::lexicon::forms::{Form, Group, Leaf};
use gouji_core::rulebook::Rulebook;
use gouji_core::source::Format;
use gouji_core::terms::Language;

/// The form of a year's report; no sections where the year has none that is prescribed.
pub fn form(book: &Rulebook, year: i16) -> Value {
    let lexicon = book.lexicon();
    if !lexicon.has_format(year) {
        return json!({ "sections": [], "tables": [] });
    }
    let profile = Profile { report_year: Some(Stated { value: year, span: None }), ..Profile::default() };
    let rules = book.resolve(&profile, Format::Docx);
    let sections = lexicon.sections().iter().map(|s| json!({ "topic": s.topic.as_str(), "heading": s.heading }));
    let asked = |form: &&Form| {
        form.is_for(year) && form.topic.as_ref().is_some_and(|t| lexicon.sections().iter().any(|s| s.topic == *t))
    };
    let tables = lexicon.forms.iter().filter(asked).map(|form| {
        let proofs = rules.rules.iter().filter_map(|r| r.check()).flat_map(|check| check.proofs(form));
        let proofs: Vec<Value> = proofs.map(|p| json!({ "cells": p.cells, "constant": p.constant })).collect();
        let mut table = json!({
            "table": form.table.as_str(),
            "topic": form.topic.as_ref().map(|t| t.as_str()),
            "title": form.title.as_str(),
            "captions": form.captions().collect::<Vec<_>>(),
            "header": form.header().collect::<Vec<_>>(),
            "unit": form.unit.as_ref().map(|u| u.as_str()),
            "rows": leaves(&form.rows, form),
            "columns": leaves(&form.columns, form),
            "groups": groups(&form.groups),
            "column_groups": groups(&form.column_groups),
        });
        table["proofs"] = Value::Array(proofs);
        table
    });
    let carried = lexicon.carried().and_then(|[into, from]| {
        let ((table, into), (_, from)) = (into.split_once('.')?, from.split_once('.')?);
        Some(json!({ "table": table, "into": into, "from": from }))
    });
    json!({
        "documents": book.documents.get(Language::Zh),
        "sections": sections.collect::<Vec<_>>(),
        "tables": tables.collect::<Vec<_>>(),
        // Where last year's report tells what this year's begins with.
        "carried": carried,
    })
}

fn leaves(leaves: &[Leaf], form: &Form) -> Vec<Value> {
    let value = |leaf: &Leaf| leaf.value.unwrap_or(form.value);
    let one =
        |l: &Leaf| json!({ "id": l.id.as_str(), "label": l.label.as_str(), "value": value(l), "groups": l.groups });
    leaves.iter().map(one).collect()
}

fn groups(groups: &[Group]) -> Vec<Value> {
    let one = |g: &Group| json!({ "label": g.label.as_str(), "from": g.leaves.start, "until": g.leaves.end });
    groups.iter().map(one).collect()
}
