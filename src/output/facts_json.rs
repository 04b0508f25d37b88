//! `facts --format json`: everything that was understood of a report, as `gouji.facts/1`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::{Value, json};

use crate::document::Document;
use crate::facts::{Contact, Fact, Facts, Lexicon, Numbering, PeriodEnd, Profile, Stated, Table};
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
        "period": facts.period.as_ref().map(|p| {
            let mut value = at.place(p.span);
            value["start"] = end(&p.start);
            value["end"] = end(&p.end);
            value
        }),
        "contact": contact(&at, &facts.contact),
        "sections": facts.outline.sections.iter().map(|s| {
            let place = at.start(s.heading);
            json!({
                "number": s.number,
                "title": document.shown(s.title),
                "heading": document.shown(s.heading),
                "level": s.level,
                "numbering": numbering(s.numbering),
                "topic": s.topic,
                "line": place.0,
                "column": place.1,
                "place": at.counted(s.heading),
            })
        }).collect::<Vec<_>>(),
        "tables": facts.tables.iter().filter_map(|t| table(&at, t, lexicon)).collect::<Vec<_>>(),
        "counts": facts.counts.iter().map(|c| {
            let mut value = at.place(c.span);
            value["role"] = json!(c.role);
            value["scope"] = json!(c.scope);
            value["value"] = number(c.value);
            value["unit"] = json!(c.unit);
            value["approximate"] = json!(c.approximate);
            value["year"] = json!(c.year);
            value
        }).collect::<Vec<_>>(),
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

fn end(end: &PeriodEnd) -> Value {
    json!(end.date)
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
                "row": form.rows.get(cell.row as usize)?.id,
                "column": form.columns.get(cell.column as usize)?.id,
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
        "id": form.table,
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
