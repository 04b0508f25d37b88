//! What a sentence may take for granted: the headings it stands under, the words that lead its paragraph, the
//! sentence before. Input: outline and text. Knows no figure.

use super::flow::Flow;
use super::words::Setting;
use crate::document::Document;
use crate::facts::model::Outline;
use crate::facts::model::slots::{Counted, Slot};
use crate::facts::prose::tokens;
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::cues::Cue;
use crate::source::Span;

/// What stands around a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    /// What headings and leading words say is counted.
    pub topic: Slot<Counted>,
    /// Reviews are those about information.
    pub reviews: bool,
    /// What the sentence before counted last, in the same paragraph.
    pub before: Option<Flow>,
}

/// A line or a lead is no longer.
const LEAD: usize = 120;

pub(super) struct Contexts<'a> {
    document: &'a Document,
    outline: &'a Outline,
    setting: Setting<'a>,
    tokens: Vec<Token>,
    /// The section looked at last, and what its headings say.
    section: Option<(usize, Slot<Counted>, bool)>,
    before: Option<(u32, Flow)>,
}

impl<'a> Contexts<'a> {
    pub(super) fn new(document: &'a Document, outline: &'a Outline, setting: Setting<'a>) -> Self {
        Self { document, outline, setting, tokens: Vec::new(), section: None, before: None }
    }

    /// What stands around the sentence that begins here.
    pub(super) fn at(&mut self, start: u32) -> Context {
        let mut made = Context::default();
        if let Some(section) = self.section_of(start) {
            (made.topic, made.reviews) = self.heading(section);
        }
        let block = self.document.block_at(start).map(|b| self.document.blocks[b].span);
        let begins = block.map_or(start, |b| b.start).min(start);
        // The line before, where it is no heading of the outline but leads to this one: (二)依申请公开情况.
        if let Some(line) = self.line_before(begins) {
            self.take(line, &mut made);
        }
        let text = self.setting.slice(begins, start);
        let lead = text.find('。').map(|at| &text[..at]).filter(|lead| lead.len() <= LEAD);
        if let Some(lead) = lead {
            self.take(Span { start: begins, end: begins + lead.len() as u32 }, &mut made);
        }
        made.before = self.before.take().filter(|(end, _)| *end >= begins).map(|(_, flow)| flow);
        made
    }

    /// Keeps what a sentence has said for the next one.
    pub(super) fn close(&mut self, end: u32, flow: Flow) {
        self.before = Some((end, flow));
    }

    /// The deepest section that a place stands in.
    fn section_of(&self, at: u32) -> Option<usize> {
        let sections = &self.outline.sections;
        let after = sections.partition_point(|s| s.heading.start <= at);
        (0..after)
            .rev()
            .take(8)
            .find(|&i| sections[i].heading.start <= at && at <= sections[i].body.end.max(sections[i].heading.end))
    }

    fn heading(&mut self, section: usize) -> (Slot<Counted>, bool) {
        if let Some((known, topic, reviews)) = self.section
            && known == section
        {
            return (topic, reviews);
        }
        let mut made = Context::default();
        let mut chain = Vec::new();
        let mut next = Some(section);
        while let Some(at) = next.filter(|_| chain.len() < 8) {
            chain.push(at);
            next = self.outline.sections[at].parent;
        }
        for at in chain.into_iter().rev() {
            self.take(self.outline.sections[at].title, &mut made);
        }
        self.section = Some((section, made.topic, made.reviews));
        (made.topic, made.reviews)
    }

    fn line_before(&self, begins: u32) -> Option<Span> {
        let block = self.document.block_at(begins)?.checked_sub(1)?;
        let span = self.document.blocks.get(block)?.span;
        let text = self.setting.slice(span.start, span.end);
        let plain = text.len() <= LEAD && !text.contains(['。', ';']) && !text.is_empty();
        let heading = self.outline.sections.iter().any(|s| s.heading.overlaps(span));
        (plain && !heading).then_some(span)
    }

    /// What a heading or a lead says.
    fn take(&mut self, span: Span, made: &mut Context) {
        self.tokens.clear();
        let setting = self.setting;
        tokens::tokenize(setting.text, span.start as usize, span.end as usize, setting.words, &mut self.tokens);
        let (mut topic, mut information) = (None, false);
        for token in &self.tokens {
            let place = Span { start: token.start, end: token.end };
            let Kind::Word(word) = token.kind else {
                if matches!(token.kind, Kind::Count(a) if a.unit.is_some()) {
                    return;
                }
                continue;
            };
            match word {
                Word::Requests => topic = Some((Counted::Request, place)),
                Word::Review | Word::Litigation | Word::Both => topic = Some((Counted::Review(0), place)),
                Word::Publish => topic = topic.or(Some((Counted::Information, place))),
                Word::Information => information = true,
                _ => {}
            }
            if setting.words.cues.of(setting.slice(token.start, token.end)) == Some(Cue::Oversight) {
                made.reviews = true;
            }
        }
        let Some((counted, words)) = topic else { return };
        made.reviews |= matches!(counted, Counted::Review(_) | Counted::Request) || information;
        made.topic = Slot::said(counted, words).inherited();
    }
}
