//! `facts --format json`: everything that was understood of a report, as `gouji.facts/1`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::{Value, json};

use crate::document::Document;
use crate::facts::model::{Contact, Count, Fact, Facts, Period, PeriodEnd, Profile, Section, Stated, Table};
use crate::language::numbering::Numbering;
use crate::lexicon::Lexicon;
use crate::report::{counted, form_of};
use crate::source::{Origin, Span};

/// One line of JSON with a line break after it. `era` is the regime of law of the report year, which facts do not know.
pub fn facts_json(document: &Document, facts: &Facts, lexicon: &Lexicon, era: Option<&str>) -> String {
    let at = At(document);
    let whole = json!({
        "schema": "gouji.facts/1",
        "path": document.source.name,
        "format": document.source.format.name(),
        "kind": format!("{:?}", facts.kind).chars().fold(String::new(), snake),
        "profile": profile(&at, &facts.profile, era, form_of(facts, lexicon).as_deref()),
        "title": facts.outline.title.map(|span| at.place(span)),
        "period": facts.period.as_ref().and_then(|p| period(&at, p)),
        "contact": contact(&at, &facts.contact),
        "sections": sections(&at, facts),
        "tables": facts.tables.iter().filter_map(|t| table(&at, t, lexicon)).collect::<Vec<_>>(),
        "counts": counts(&at, facts.counts.iter().filter(|c| c.role.is_some())),
        "figures": counts(&at, facts.counts.iter().filter(|c| c.role.is_none())),
        "percentages": facts.percentages.iter().map(|p| {
            let mut value = at.place(p.span);
            value["value"] = number(p.value);
            value["growth"] = json!(p.growth);
            value
        }).collect::<Vec<_>>(),
    });
    let mut text = whole.to_string();
    text.push('\n');
    text
}

struct At<'a>(&'a Document);

impl At<'_> {
    /// Line and column, where the format has them.
    fn start(&self, span: Span) -> (Option<usize>, Option<usize>) {
        if !self.0.source.format.has_lines() {
            return (None, None);
        }
        let position = self.0.positions(span).0;
        (Some(position.line), Some(position.column))
    }

    /// Paragraph or cell, where the format counts them.
    fn counted(&self, span: Span) -> Option<String> {
        matches!(self.0.source.origin, Origin::Package(_)).then(|| counted(self.0, span))?
    }

    fn place(&self, span: Span) -> Value {
        let (line, column) = self.start(span);
        let mut value = json!({"line": line, "column": column, "text": self.0.shown(span)});
        if let Some(page) = self.page(span) {
            value["page"] = page;
        }
        if let Some(place) = self.counted(span) {
            value["place"] = json!(place);
        }
        value
    }

    /// The number of the page, where the format has pages.
    fn page(&self, span: Span) -> Option<Value> {
        let Origin::Paged(paged) = &self.0.source.origin else { return None };
        Some(json!(paged.mark(self.0.source_range(span).start)?.page))
    }

    fn stated<T: Serialize>(&self, stated: Option<&Stated<T>>) -> Value {
        let Some(stated) = stated else { return Value::Null };
        let mut value = stated.span.map_or_else(|| json!({}), |span| self.place(span));
        value["value"] = json!(stated.value);
        value
    }

    fn fact(&self, fact: Option<&Fact<String>>) -> Value {
        let Some(fact) = fact else { return Value::Null };
        let mut value = self.place(fact.span);
        value["value"] = json!(fact.value);
        value
    }
}

fn snake(mut out: String, c: char) -> String {
    if c.is_uppercase() && !out.is_empty() {
        out.push('_');
    }
    out.extend(c.to_lowercase());
    out
}

fn known<T: Serialize>(value: Option<T>) -> Value {
    value.map_or(Value::Null, |v| json!({"value": v}))
}

fn profile(at: &At<'_>, profile: &Profile, era: Option<&str>, form: Option<&str>) -> Value {
    json!({
        "agency": at.stated(profile.agency.as_ref()),
        "report_year": at.stated(profile.report_year.as_ref()),
        "body": known(profile.body),
        "tier": known(profile.tier),
        "place": known(profile.place.as_deref()),
        "published": at.stated(profile.published.as_ref()),
        "signed": at.stated(profile.signed.as_ref()),
        "era": known(era),
        "form": known(form),
    })
}

/// Whether a period is stated at all: not where neither end is a date and no digit stands there (起止时间为至。).
pub(super) fn is_stated(document: &Document, period: &Period) -> bool {
    let said = |end: &PeriodEnd| document.slice(end.span).bytes().any(|b| b.is_ascii_digit());
    [&period.start, &period.end].into_iter().any(|end| end.date.is_some() || said(end))
}

fn period(at: &At<'_>, period: &Period) -> Option<Value> {
    if !is_stated(at.0, period) {
        return None;
    }
    let mut value = at.place(period.span);
    value["start"] = json!(period.start.date);
    value["end"] = json!(period.end.date);
    Some(value)
}

/// The top sections, each with what stands below it.
fn sections(at: &At<'_>, facts: &Facts) -> Vec<Value> {
    let all = &facts.outline.sections;
    let mut below: Vec<Vec<Value>> = all.iter().map(|_| Vec::new()).collect();
    let mut top = Vec::new();
    // Backwards, so that a section is whole when it goes into the one above it.
    for (index, section) in all.iter().enumerate().rev() {
        let mut inner = std::mem::take(&mut below[index]);
        inner.reverse();
        let value = section_of(at, section, inner);
        match section.parent.filter(|&parent| parent < index) {
            Some(parent) => below[parent].push(value),
            None => top.push(value),
        }
    }
    top.reverse();
    top
}

fn section_of(at: &At<'_>, section: &Section, inner: Vec<Value>) -> Value {
    let (line, column) = at.start(section.heading);
    json!({
        "number": section.number,
        "title": at.0.shown(section.title),
        "heading": at.0.shown(section.heading),
        "level": section.level,
        "numbering": numbering(section.numbering),
        "topic": section.topic,
        "line": line,
        "column": column,
        "place": at.counted(section.heading),
        "sections": inner,
    })
}

fn counts<'a>(at: &At<'_>, counts: impl Iterator<Item = &'a Count>) -> Vec<Value> {
    counts
        .map(|c| {
            let mut value = at.place(c.span);
            value["role"] = json!(c.role);
            value["scope"] = json!(c.scope);
            value["value"] = number(c.value);
            value["unit"] = json!(c.unit);
            value["approximate"] = json!(c.approximate);
            value["year"] = json!(c.year);
            value
        })
        .collect()
}

fn contact(at: &At<'_>, contact: &Contact) -> Value {
    json!({
        "address": at.fact(contact.address.as_ref()),
        "postcode": at.fact(contact.postcode.as_ref()),
        "phone": at.fact(contact.phone.as_ref()),
        "fax": at.fact(contact.fax.as_ref()),
        "email": at.fact(contact.email.as_ref()),
    })
}

/// The kind of numbering, none where a heading has no number.
fn numbering(numbering: Numbering) -> Option<&'static str> {
    Some(match numbering {
        Numbering::Part => "part",
        Numbering::Chinese => "chinese",
        Numbering::ChineseBracketed => "chinese_bracketed",
        Numbering::Arabic => "arabic",
        Numbering::ArabicBracketed => "arabic_bracketed",
        Numbering::Circled => "circled",
        Numbering::Ordinal => "ordinal",
        Numbering::OrdinalWord => "ordinal_word",
        Numbering::None => return None,
    })
}

fn table(at: &At<'_>, table: &Table, lexicon: &Lexicon) -> Option<Value> {
    let form = lexicon.forms.get(table.form)?;
    let cells: Vec<Value> = table
        .cells
        .iter()
        .filter_map(|cell| {
            let (line, column) = at.start(cell.span);
            Some(json!({
                "row": form.rows.get(cell.row as usize)?.id.as_str(),
                "column": form.columns.get(cell.column as usize)?.id.as_str(),
                "value": cell.value.map(number),
                "token": at.0.shown(cell.span),
                "state": cell.state,
                "line": line,
                "column_at": column,
                "place": at.counted(cell.span),
            }))
        })
        .collect();
    let (line, column) = at.start(table.anchor);
    let unread: Vec<Value> = table
        .unread
        .iter()
        .map(|(span, why)| {
            let mut value = at.place(*span);
            value["why"] = json!(why);
            value
        })
        .collect();
    Some(json!({
        "id": form.table.as_str(),
        "form": form.year.to_string(),
        "line": line,
        "column": column,
        "cells_expected": form.cells(),
        "cells": cells,
        "unread": unread,
    }))
}

/// Whole numbers as such, others as floats.
fn number(value: Decimal) -> Value {
    let value = value.normalize();
    match value.to_i64().filter(|_| value.scale() == 0) {
        Some(whole) => json!(whole),
        None => json!(value.to_f64()),
    }
}
