//! Everything that was understood of a report, as it goes out (`gouji.facts/1`): names instead of indices, places as
//! people find them. Knows no format of output.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use super::place::{counted, form_of};
use crate::document::Document;
use crate::facts::model::{
    self as read, CellState, Count, Fact, Facts, Kind, Period, PeriodEnd, Section, Stated, Unread,
};
use crate::language::numbering::Numbering;
use crate::lexicon::Lexicon;
use crate::source::{Origin, Span};
use crate::terms::{Body, Date, Tier};

/// The listing of one report.
#[derive(Debug, Serialize)]
pub struct Listing {
    pub schema: &'static str,
    pub path: String,
    pub format: &'static str,
    pub kind: &'static str,
    pub profile: Profile,
    pub title: Option<Place>,
    pub period: Option<Stretch>,
    pub contact: Contact,
    /// The top sections, each with what stands below it.
    pub sections: Vec<Heading>,
    pub tables: Vec<Table>,
    /// Figures in prose whose role is sure, and the others.
    pub counts: Vec<Figure>,
    pub figures: Vec<Figure>,
    pub percentages: Vec<Percentage>,
}

/// Where something stands, and what: line and column where the format has lines, page or place where it has those.
#[derive(Debug, Serialize)]
pub struct Place {
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A value with its place; without one where the caller gave it.
#[derive(Debug, Serialize)]
pub struct Value<T> {
    pub value: T,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

/// Who reports on which year, and by which law and form.
#[derive(Debug, Serialize)]
pub struct Profile {
    pub agency: Option<Value<String>>,
    pub report_year: Option<Value<i16>>,
    pub body: Option<Value<Body>>,
    pub tier: Option<Value<Tier>>,
    pub place: Option<Value<String>>,
    pub published: Option<Value<Date>>,
    pub signed: Option<Value<Date>>,
    pub era: Option<Value<String>>,
    pub form: Option<Value<String>>,
}

/// The statistics period; an end that is no date is none.
#[derive(Debug, Serialize)]
pub struct Stretch {
    #[serde(flatten)]
    pub at: Place,
    pub start: Option<Date>,
    pub end: Option<Date>,
}

/// How to reach the body, as written.
#[derive(Debug, Serialize)]
pub struct Contact {
    pub address: Option<Value<String>>,
    pub postcode: Option<Value<String>>,
    pub phone: Option<Value<String>>,
    pub fax: Option<Value<String>>,
    pub email: Option<Value<String>>,
}

/// A heading with the headings below it.
#[derive(Debug, Serialize)]
pub struct Heading {
    pub number: Option<u32>,
    pub title: String,
    pub heading: String,
    pub level: u8,
    /// None where a heading has no number.
    pub numbering: Option<&'static str>,
    pub topic: Option<String>,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub place: Option<String>,
    pub sections: Vec<Heading>,
}

/// A statutory table, cell by cell.
#[derive(Debug, Serialize)]
pub struct Table {
    pub id: String,
    pub form: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub cells_expected: usize,
    pub cells: Vec<Cell>,
    pub unread: Vec<Row>,
}

/// A cell by the names of its row and column.
#[derive(Debug, Serialize)]
pub struct Cell {
    pub row: String,
    pub column: String,
    /// None unless `state` is a number.
    pub value: Option<Number>,
    pub token: String,
    pub state: CellState,
    pub line: Option<usize>,
    pub column_at: Option<usize>,
    pub place: Option<String>,
}

/// A row that was not read, and why.
#[derive(Debug, Serialize)]
pub struct Row {
    #[serde(flatten)]
    pub at: Place,
    pub why: Unread,
}

/// A figure in prose.
#[derive(Debug, Serialize)]
pub struct Figure {
    #[serde(flatten)]
    pub at: Place,
    pub role: Option<String>,
    pub scope: String,
    pub value: Number,
    pub unit: Option<String>,
    pub approximate: bool,
    pub year: Option<i16>,
}

/// A percentage in prose.
#[derive(Debug, Serialize)]
pub struct Percentage {
    #[serde(flatten)]
    pub at: Place,
    pub value: Number,
    pub growth: bool,
}

/// A figure: whole numbers are written as such, others as floats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0.normalize();
        match value.to_i64().filter(|_| value.scale() == 0) {
            Some(whole) => serializer.serialize_i64(whole),
            None => value.to_f64().serialize(serializer),
        }
    }
}

/// Whether a period is stated at all: not where neither end is a date and no digit stands there (起止时间为至。).
pub fn is_stated(document: &Document, period: &Period) -> bool {
    let said = |end: &PeriodEnd| document.slice(end.span).bytes().any(|b| b.is_ascii_digit());
    [&period.start, &period.end].into_iter().any(|end| end.date.is_some() || said(end))
}

/// Lists the facts of a report. `era` is the regime of law of the report year, which facts do not know.
pub fn listing(document: &Document, facts: &Facts, lexicon: &Lexicon, era: Option<&str>) -> Listing {
    let at = At(document);
    let (sure, others): (Vec<&Count>, Vec<&Count>) = facts.counts.iter().partition(|count| count.role.is_some());
    let figures = |counts: Vec<&Count>| counts.into_iter().map(|count| at.figure(count)).collect();
    Listing {
        schema: "gouji.facts/1",
        path: document.source.name.clone(),
        format: document.source.format.name(),
        kind: kind(facts.kind),
        profile: at.profile(facts, era, form_of(facts, lexicon)),
        title: facts.outline.title.map(|span| at.place(span)),
        period: facts.period.as_ref().filter(|period| is_stated(document, period)).map(|period| Stretch {
            at: at.place(period.span),
            start: period.start.date,
            end: period.end.date,
        }),
        contact: at.contact(&facts.contact),
        sections: at.sections(&facts.outline.sections),
        tables: facts.tables.iter().filter_map(|table| at.table(table, lexicon)).collect(),
        counts: figures(sure),
        figures: figures(others),
        percentages: facts
            .percentages
            .iter()
            .map(|p| Percentage { at: at.place(p.span), value: Number(p.value), growth: p.growth })
            .collect(),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Report => "report",
        Kind::SchoolYear => "school_year",
        Kind::BlankForm => "blank_form",
        Kind::NotAReport => "not_a_report",
    }
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

fn known<T>(value: Option<T>) -> Option<Value<T>> {
    value.map(|value| Value { value, at: None })
}

/// Finds places in a document.
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

    /// The number of the page, where the format has pages.
    fn page(&self, span: Span) -> Option<u32> {
        let Origin::Paged(paged) = &self.0.source.origin else { return None };
        Some(paged.mark(self.0.source_range(span).start)?.page)
    }

    fn place(&self, span: Span) -> Place {
        let (line, column) = self.start(span);
        Place { line, column, text: self.0.shown(span), page: self.page(span), place: self.counted(span) }
    }

    fn stated<T: Clone>(&self, stated: Option<&Stated<T>>) -> Option<Value<T>> {
        stated.map(|stated| Value { value: stated.value.clone(), at: stated.span.map(|span| self.place(span)) })
    }

    fn fact(&self, fact: Option<&Fact<String>>) -> Option<Value<String>> {
        fact.map(|fact| Value { value: fact.value.clone(), at: Some(self.place(fact.span)) })
    }

    fn profile(&self, facts: &Facts, era: Option<&str>, form: Option<String>) -> Profile {
        let profile = &facts.profile;
        Profile {
            agency: self.stated(profile.agency.as_ref()),
            report_year: self.stated(profile.report_year.as_ref()),
            body: known(profile.body),
            tier: known(profile.tier),
            place: known(profile.place.clone()),
            published: self.stated(profile.published.as_ref()),
            signed: self.stated(profile.signed.as_ref()),
            era: known(era.map(str::to_owned)),
            form: known(form),
        }
    }

    fn contact(&self, contact: &read::Contact) -> Contact {
        Contact {
            address: self.fact(contact.address.as_ref()),
            postcode: self.fact(contact.postcode.as_ref()),
            phone: self.fact(contact.phone.as_ref()),
            fax: self.fact(contact.fax.as_ref()),
            email: self.fact(contact.email.as_ref()),
        }
    }

    fn sections(&self, all: &[Section]) -> Vec<Heading> {
        let mut below: Vec<Vec<Heading>> = all.iter().map(|_| Vec::new()).collect();
        let mut top = Vec::new();
        // Backwards, so that a section is whole when it goes into the one above it.
        for (index, section) in all.iter().enumerate().rev() {
            let mut inner = std::mem::take(&mut below[index]);
            inner.reverse();
            let heading = self.heading(section, inner);
            match section.parent.filter(|&parent| parent < index) {
                Some(parent) => below[parent].push(heading),
                None => top.push(heading),
            }
        }
        top.reverse();
        top
    }

    fn heading(&self, section: &Section, sections: Vec<Heading>) -> Heading {
        let (line, column) = self.start(section.heading);
        Heading {
            number: section.number,
            title: self.0.shown(section.title),
            heading: self.0.shown(section.heading),
            level: section.level,
            numbering: numbering(section.numbering),
            topic: section.topic.clone(),
            line,
            column,
            place: self.counted(section.heading),
            sections,
        }
    }

    fn table(&self, table: &read::Table, lexicon: &Lexicon) -> Option<Table> {
        let form = lexicon.forms.get(table.form)?;
        let cell = |cell: &read::Cell| {
            let (line, column_at) = self.start(cell.span);
            Some(Cell {
                row: form.rows.get(usize::from(cell.row))?.id.to_string(),
                column: form.columns.get(usize::from(cell.column))?.id.to_string(),
                value: cell.value.map(Number),
                token: self.0.shown(cell.span),
                state: cell.state,
                line,
                column_at,
                place: self.counted(cell.span),
            })
        };
        let (line, column) = self.start(table.anchor);
        Some(Table {
            id: form.table.to_string(),
            form: form.year.to_string(),
            line,
            column,
            cells_expected: form.cells(),
            cells: table.cells.iter().filter_map(cell).collect(),
            unread: table.unread.iter().map(|&(span, why)| Row { at: self.place(span), why }).collect(),
        })
    }

    fn figure(&self, count: &Count) -> Figure {
        Figure {
            at: self.place(count.span),
            role: count.role.clone(),
            scope: count.scope.clone(),
            value: Number(count.value),
            unit: count.unit.clone(),
            approximate: count.approximate,
            year: count.year,
        }
    }
}
