//! Where in a report to look, and how far around a word its sentence or clause goes. Knows the outline, not what words
//! mean.

use crate::checks::parameter::Scope;
use serde::Deserialize;

use super::context::Context;
use crate::document::{BlockKind, Document};
use crate::facts::model::{Facts, Section};
use crate::source::Span;

/// How much of the text around a word belongs to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    Clause,
    #[default]
    Sentence,
    Paragraph,
}

/// No sentence is followed further than this to either side, so that hostile text stays linear.
const FAR: usize = 1500;

fn ends(c: char, reach: Reach) -> bool {
    match c {
        '\n' => true,
        '。' | '!' | '?' | ';' => reach != Reach::Paragraph,
        ',' | ':' => reach == Reach::Clause,
        _ => false,
    }
}

/// The clause, sentence or paragraph around a span, without its closing mark.
pub fn around(text: &str, span: Span, reach: Reach) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let low = text.floor_char_boundary(start.saturating_sub(FAR));
    let high = text.ceil_char_boundary((end + FAR).min(text.len()));
    let before = &text[low..start];
    let from = before.char_indices().rev().find(|&(_, c)| ends(c, reach)).map_or(low, |(i, c)| low + i + c.len_utf8());
    let to = text[end..high].find(|c| ends(c, reach)).map_or(high, |i| end + i);
    Span::new(from, to)
}

/// The report's own stretch of the text; all of it where the outline found none.
pub fn report(context: &Context<'_>) -> Span {
    let report = context.facts.outline.report;
    if report.is_empty() { Span::new(0, context.document.text.folded.len()) } else { report }
}

/// True where an offset lies in page furniture.
fn is_furniture(context: &Context<'_>, offset: u32) -> bool {
    let furniture = &context.facts.outline.furniture;
    !furniture.is_empty() && context.document.block_at(offset).is_some_and(|b| furniture.binary_search(&b).is_ok())
}

/// True where a span lies in a table, be it a grid or lines that were read as one.
pub fn in_table(context: &Context<'_>, span: Span) -> bool {
    let stretches = match context.hits {
        Some(hits) => hits.tables,
        None => context.survey.tables.get_or_init(|| tables(context.document, context.facts)),
    };
    let after = stretches.partition_point(|t| t.start <= span.start);
    if after.checked_sub(1).is_none_or(|i| span.start > stretches[i].end) {
        return false;
    }
    let block = context.document.block_at(span.start);
    block.is_some_and(|b| matches!(context.document.blocks[b].kind, BlockKind::Table(_)))
        || context.facts.tables.iter().any(|t| t.span.contains(span))
}

/// The stretches of the text for which [`in_table`] holds, ascending and apart.
pub fn tables(document: &Document, facts: &Facts) -> Vec<Span> {
    let grids = document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Table(_))).map(|b| b.span);
    let mut spans: Vec<Span> = grids.chain(facts.tables.iter().map(|t| t.span)).collect();
    spans.sort_unstable_by_key(|s| s.start);
    spans.dedup_by(|next, span| {
        let joined = next.start <= span.end;
        if joined {
            span.end = span.end.max(next.end);
        }
        joined
    });
    spans
}

/// The first top section, if there is one.
fn first_section(context: &Context<'_>) -> Option<Span> {
    context.facts.outline.sections.first().map(|s| s.heading.join(s.body))
}

impl Scope {
    /// It may hold what stands in tables.
    pub fn has_tables(self) -> bool {
        matches!(self, Scope::Report | Scope::Page)
    }

    /// True where a span lies in the scope.
    pub fn holds(self, context: &Context<'_>, span: Span) -> bool {
        let outline = &context.facts.outline;
        match self {
            Scope::Page => true,
            Scope::Title => outline.title.is_some_and(|t| t.contains(span)),
            Scope::Preface => outline.preface.is_some_and(|p| p.contains(span)),
            Scope::Opening => {
                outline.preface.or_else(|| first_section(context)).unwrap_or_else(|| report(context)).contains(span)
            }
            Scope::Headings => outline.sections.iter().any(|s| s.heading.contains(span)),
            Scope::Body => {
                Scope::Text.holds(context, span)
                    && !Scope::Headings.holds(context, span)
                    && (outline.sections.is_empty() || !Scope::Preface.holds(context, span))
            }
            Scope::Text | Scope::Report => {
                report(context).contains(span)
                    && !is_furniture(context, span.start)
                    && (self == Scope::Report || !in_table(context, span))
            }
        }
    }
}

/// The sections with one of the topics named, at any depth.
pub fn with_topic<'c>(context: &Context<'c>, topics: &'c [String]) -> impl Iterator<Item = &'c Section> {
    let sections = &context.facts.outline.sections;
    sections.iter().filter(|s| topics.iter().any(|t| s.is_about(t)))
}

/// The blocks of running text and headings of the report, in order.
pub fn paragraphs<'c>(context: &'c Context<'_>) -> &'c [(usize, Span)] {
    context.survey.paragraphs.get_or_init(|| {
        let report = report(context);
        let (blocks, furniture) = (&context.document.blocks, &context.facts.outline.furniture);
        let first = blocks.partition_point(|b| b.span.end <= report.start);
        let within = blocks.iter().enumerate().skip(first).take_while(|(_, b)| b.span.start < report.end);
        within
            .filter(|(i, b)| {
                !matches!(b.kind, BlockKind::Table(_))
                    && furniture.binary_search(i).is_err()
                    && !in_table(context, b.span)
            })
            .map(|(i, b)| (i, b.span))
            .collect()
    })
}
