//! Figures in prose: what each number counts (role), of whom (scope), in which unit and year, bounded by its clause.
//! A figure whose role is not sure has none. Words come from `vocabulary/counts.yaml`; nothing is judged here.

use crate::facts::prose::said::Said;
use crate::facts::prose::said::Subject;
use crate::facts::prose::said::Topic;
use std::ops::Range;

use rust_decimal::Decimal;

use super::neighbours::{broken, clause, hide_empty_brackets, touch};
use super::other_bodies::OtherBodies;
use super::reading::{Reading, Role};
use super::roles::Setting;
use super::sentences::{Piece, pieces};
use super::tokens;
use super::worded;
use crate::document::{BlockKind, Document};
use crate::facts::model::{Count, Outline, Profile, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Amount, Kind, Token};
use crate::lexicon::cells::Challenge;
use crate::lexicon::counts::CountWords;
use crate::source::Span;

/// The prose of a report in tokens, sentence by sentence, with the counts made of them.
#[derive(Debug, Default)]
pub(crate) struct Prose {
    tokens: Vec<Token>,
    /// Token (counted from the sentence's first) and count, in order.
    counts: Vec<(usize, usize)>,
    sentences: Vec<(Range<usize>, Range<usize>, Span)>,
}

/// One sentence of the prose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence<'a> {
    pub tokens: &'a [Token],
    /// Token and count, in order.
    pub counts: &'a [(usize, usize)],
    pub span: Span,
}

impl Prose {
    /// Empty, with room for what most reports say.
    fn for_a_report() -> Self {
        Self { tokens: Vec::with_capacity(1024), counts: Vec::with_capacity(64), sentences: Vec::with_capacity(64) }
    }

    pub(crate) fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        self.sentences.iter().map(|(tokens, counts, span)| Sentence {
            tokens: &self.tokens[tokens.clone()],
            counts: &self.counts[counts.clone()],
            span: *span,
        })
    }
}

/// Tokens of a sentence taken together. No sentence of a report is as long; it bounds the work on text that is none.
const LONGEST: usize = 320;
/// A line without figures that is no longer says what the next lines speak of.
const HEADING: usize = 120;

/// Reads every figure in the prose of a report.
pub(crate) fn read(
    document: &Document,
    words: &CountWords,
    outline: &Outline,
    profile: &Profile,
) -> (Vec<Count>, Prose) {
    let text = document.text.folded.as_str();
    let mut reader = Reader {
        text,
        words,
        others: OtherBodies::new(words, profile),
        year: profile.report_year.as_ref().map(|y| y.value),
        counts: Vec::with_capacity(64),
        prose: Prose::for_a_report(),
        topic: Topic::default(),
        before: Before::default(),
        cells: Vec::new(),
    };
    let mut tokens = Vec::with_capacity(128);
    let mut furniture = outline.furniture.iter().copied().peekable();
    let mut i = 0;
    while i < document.blocks.len() {
        let index = i;
        let block = document.blocks[index];
        i += 1;
        while furniture.next_if(|&f| f < index).is_some() {}
        if matches!(block.kind, BlockKind::Table(_)) || furniture.peek() == Some(&index) {
            continue;
        }
        let mut span = block.span;
        // A line of text that ends in the middle of a figure goes on in the next block.
        while let Some(next) = document.blocks.get(i) {
            if matches!(next.kind, BlockKind::Table(_) | BlockKind::Heading(_)) || !broken(text, span, next.span) {
                break;
            }
            span = span.join(next.span);
            i += 1;
        }
        reader.block(span, &mut tokens);
    }
    (reader.counts, reader.prose)
}

/// Gives figures the names of rows where the report's own table is an old form.
pub(crate) fn rename(counts: &mut [Count], tables: &[Table], lexicon: &Lexicon) {
    let renamed =
        tables.iter().filter_map(|t| lexicon.forms.get(t.form)).find_map(|f| lexicon.counts.old_forms.get(&f.table));
    for count in counts {
        let Some(role) = &count.role else { continue };
        if let Some(name) = renamed.and_then(|r| r.get(role.as_str())) {
            count.role = Some(name.to_string());
        } else if lexicon.counts.old_only.iter().any(|o| o == role) {
            count.role = None;
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    words: &'a CountWords,
    others: OtherBodies<'a>,
    year: Option<i16>,
    counts: Vec<Count>,
    prose: Prose,
    topic: Topic,
    before: Before,
    /// Counts of the sentence that are of cells of small tables, with row and column.
    cells: Vec<(usize, (u16, u16))>,
}

/// What the sentence before leaves to one that begins with 其中.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    elsewhere: bool,
    whole: Option<(Role, bool)>,
    requests: Option<(Role, bool)>,
}

impl Reader<'_> {
    fn block(&mut self, span: Span, tokens: &mut Vec<Token>) {
        let slice = &self.text[span.range()];
        if memchr::memchr(b'|', slice.as_bytes()).is_some() {
            return;
        }
        let (mut any, mut count) = (false, 0);
        for piece in pieces(slice, &self.words.telling) {
            any |= piece.figures;
            count += 1;
            self.piece(span.start as usize, &piece, tokens);
        }
        // A heading or an opening line says what the next lines speak of.
        if !any && slice.len() <= HEADING {
            // The tokens of a single piece are those of the line.
            if count > 1 {
                tokens.clear();
                tokens::tokenize(self.text, span.range().start, span.range().end, self.words, tokens);
            }
            self.topic = Topic::of(tokens);
        }
    }

    /// A stretch of text up to its full stop.
    fn piece(&mut self, offset: usize, piece: &Piece, tokens: &mut Vec<Token>) {
        if !piece.figures && piece.end - piece.start > HEADING {
            return;
        }
        tokens.clear();
        tokens::tokenize(self.text, offset + piece.start, offset + piece.end, self.words, tokens);
        if !piece.figures {
            self.topic.requests |= tokens.iter().any(|t| t.is(Word::Requests));
            return;
        }
        let end = (offset + piece.end) as u32;
        let mut from = (offset + piece.start) as u32;
        for part in tokens.split_inclusive(|t| matches!(t.kind, Kind::Stop)).flat_map(|s| s.chunks(LONGEST)) {
            let to = part.last().map_or(end, |t| t.end).max(from);
            self.sentence(part, Span { start: from, end: to });
            from = to;
        }
    }

    fn sentence(&mut self, raw: &[Token], span: Span) {
        let first = self.prose.tokens.len();
        hide_empty_brackets(raw, &mut self.prose.tokens);
        let tokens = std::mem::take(&mut self.prose.tokens);
        let counted = self.prose.counts.len();
        self.figures(&tokens[first..], span);
        self.prose.tokens = tokens;
        if self.prose.counts.len() > counted {
            let (tokens, counts) = (first..self.prose.tokens.len(), counted..self.prose.counts.len());
            self.prose.sentences.push((tokens, counts, span));
        } else if self.prose.tokens[first..].iter().any(|t| matches!(t.kind, Kind::Percent { .. })) {
            self.prose.sentences.push((first..self.prose.tokens.len(), counted..counted, span));
        } else {
            self.prose.tokens.truncate(first);
        }
    }

    fn figures(&mut self, tokens: &[Token], span: Span) {
        let mut said = Said::default();
        match tokens.first().map(|t| t.kind) {
            Some(Kind::Word(Word::Part)) => {
                said.elsewhere = self.before.elsewhere;
                said.whole = self.before.whole;
            }
            // 按申请人分: of the applications, though other figures may stand between.
            Some(Kind::Word(Word::Classed)) => {
                said.elsewhere = self.before.elsewhere;
                said.whole = self.before.requests;
            }
            _ => {}
        }
        let first_count = self.counts.len();
        for (i, &token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Word(word) => {
                    self.hear(word, tokens, i, &mut said);
                    match word {
                        Word::Not | Word::NotColumn(_) => {
                            let denied = worded::denied(&self.setting(tokens, &said, span), i);
                            self.counts.extend(denied.into_iter().flatten());
                        }
                        Word::Every => {
                            let counts = self.counts.get(first_count..).unwrap_or_default();
                            let all = worded::every(&self.setting(tokens, &said, span), i, counts);
                            self.counts.extend(all);
                        }
                        _ => {}
                    }
                }
                Kind::Year(year) if dates(tokens, i) => said.year = Some(year),
                Kind::Quote => said.quoted = self.text[token.start as usize..].starts_with('“'),
                Kind::Semicolon => said.parted = false,
                Kind::Open => said.outside = Some((said.parted, said.part_of_year)),
                Kind::Close => {
                    let outside = said.outside.take().unwrap_or((said.parted, said.part_of_year));
                    (said.parted, said.part_of_year) = outside;
                }
                Kind::Count(amount) => self.figure(tokens, i, amount, span, &mut said),
                _ => {}
            }
        }
        self.undo_lists();
        self.before =
            Before { elsewhere: said.elsewhere || said.part_of_year, whole: said.whole, requests: said.requests };
    }

    /// A cell that a sentence gives two figures for is of several bodies or times, and neither figure is all of it.
    fn undo_lists(&mut self) {
        for (at, &(index, cell)) in self.cells.iter().enumerate() {
            if self.cells.iter().enumerate().any(|(other, c)| other != at && c.1 == cell) {
                self.counts[index].role = None;
            }
        }
        self.cells.clear();
    }

    fn setting<'t>(&'t self, tokens: &'t [Token], said: &'t Said, span: Span) -> Setting<'t> {
        Setting { text: self.text, words: self.words, topic: self.topic, year: self.year, tokens, said, span }
    }

    fn hear(&mut self, word: Word, tokens: &[Token], i: usize, said: &mut Said) {
        match word {
            Word::Receive | Word::New | Word::Answer | Word::Handle | Word::Take => {
                said.act = Some(word);
                said.elsewhere = said.elsewhere || self.others.before(self.text, tokens[i].start);
            }
            Word::Verb | Word::Publish | Word::Disclose => said.act = Some(word),
            Word::Requests => {
                self.topic = Topic { requests: true, review: false };
                said.information = true;
                said.subject = Subject::Requests;
            }
            Word::Request => said.subject = Subject::Requests,
            Word::Information => said.information = true,
            Word::Review => said.group(Challenge::Review),
            Word::Litigation => said.group(Challenge::Litigation),
            Word::Both => {
                said.group = None;
                said.subject = Subject::Review;
            }
            Word::Direct => said.group(Challenge::Direct),
            Word::AfterReview => said.group(Challenge::AfterReview),
            Word::Row(_) => said.cells = true,
            Word::OtherScope | Word::Unrelated => said.other_scope = true,
            Word::PartOfBody => said.elsewhere = true,
            Word::PartOfYear => said.part_of_year = true,
            Word::AsOf => said.as_of = true,
            Word::Filler if (said.part_of_year || said.as_of) && self.is_whole_year(tokens[i]) => {
                (said.part_of_year, said.as_of) = (false, false);
            }
            // 2008年以来: not the year's figures, unless it is this year that they begin with.
            Word::Since => {
                let own =
                    i.checked_sub(1).is_some_and(|p| matches!(tokens[p].kind, Kind::Year(y) if Some(y) == self.year));
                said.elsewhere |= !own;
            }
            Word::Part => said.parted = true,
            Word::Foreign => {
                self.topic.requests = false;
                said.subject = Subject::Foreign;
            }
            _ => {}
        }
    }

    fn is_whole_year(&self, token: Token) -> bool {
        let word = &self.text[token.start as usize..token.end as usize];
        self.words.whole_year.iter().any(|w| w == word)
    }

    fn figure(&mut self, tokens: &[Token], i: usize, amount: Amount, span: Span, said: &mut Said) {
        let Some(unit) = amount.unit else { return };
        let reading = self.setting(tokens, said, span).read(i, unit, &self.others);
        said.cell = reading.cell;
        said.scoped = reading.scope.is_some();
        if let (Some(role), None) = (reading.role, reading.scope) {
            said.whole = Some((role, reading.loose));
            if matches!(role, Role::Received | Role::Answered) {
                said.requests = said.whole;
            }
        }
        said.resulted |= matches!(reading.role, Some(Role::Reviewed(_, Some(_))));
        self.things(unit, &reading, said);
        // 一个, 两项: figures of speech as often as counts.
        let spoken = amount.value < Decimal::TWO || !self.words.is_case_unit(unit);
        if amount.chinese && reading.role.is_none() && spoken && !ends_list(tokens, i, unit) {
            return;
        }
        self.prose.counts.push((i, self.counts.len()));
        self.cells.extend(reading.cell.map(|cell| (self.counts.len(), cell)));
        let count = self.count(tokens, i, amount, unit, &reading, said, span);
        self.counts.push(count);
        self.told_apart(&reading, said);
    }

    fn things(&self, unit: u16, reading: &Reading, said: &mut Said) {
        match (reading.role, said.act) {
            (Some(Role::Received | Role::Answered), _) => said.things = false,
            (Some(Role::Listed(_) | Role::Reviewed(..)), _) if reading.cell.is_none() => {}
            // 其中公开6件 may be an outcome, 主动公开6件 is none.
            (_, Some(Word::Verb | Word::Disclose | Word::Column(_))) if said.parted => {}
            (_, Some(Word::Verb | Word::Publish | Word::Disclose | Word::Column(_))) => {
                said.things |= self.words.is_case_unit(unit);
            }
            _ => {}
        }
    }

    /// 收到申请49件,上年结转3件: what is carried over stands beside what was received, and is not in it.
    fn told_apart(&mut self, reading: &Reading, said: &mut Said) {
        let Some(Role::Listed(role)) = reading.role else {
            let received = reading.role == Some(Role::Received) && reading.scope.is_none() && !reading.loose;
            if received && reading.new {
                // 共收到52件,新收49件,上年结转3件: the whole stands before them.
                said.carried = true;
            } else if received && !said.parted && !said.in_brackets() {
                said.received = said.received.is_none().then_some(self.counts.len() - 1);
            }
            return;
        };
        if Some(role) == self.words.carried_in
            && !said.parted
            && !said.in_brackets()
            && !std::mem::replace(&mut said.carried, true)
            && let Some(count) = said.received.and_then(|at| self.counts.get_mut(at))
        {
            count.new = true;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one place builds the record from what the sentence gave")]
    fn count(
        &self,
        tokens: &[Token],
        i: usize,
        amount: Amount,
        unit: u16,
        reading: &Reading,
        said: &Said,
        span: Span,
    ) -> Count {
        let token = tokens[i];
        let before = tokens[..i].last().filter(|t| {
            matches!(t.kind, Kind::Word(_)) && self.text[t.end as usize..token.start as usize].trim().is_empty()
        });
        let scope = reading.scope.and_then(|s| self.words.scopes.get(s as usize));
        Count {
            role: reading.role.and_then(|r| r.name(self.words)).map(str::to_owned),
            scope: scope.unwrap_or(&self.words.whole_scope).as_str().to_owned(),
            value: amount.value,
            unit: self.words.units.get(unit as usize).map(|unit| unit.as_str().to_owned()),
            approximate: amount.approximate,
            year: said.year,
            span: Span { start: before.map_or(token.start, |t| t.start), end: token.end },
            number: Span { start: amount.digits.0, end: amount.digits.1 },
            clause: clause(tokens, i, span),
            in_words: false,
            loose: reading.loose,
            new: reading.new,
            said: true,
        }
    }
}

/// 分别为五件、四件、一件: it stands in a row with a figure of the same unit.
fn ends_list(tokens: &[Token], i: usize, unit: u16) -> bool {
    let Some([before, pause]) = i.checked_sub(2).and_then(|from| tokens.get(from..i)) else { return false };
    pause.kind == Kind::Pause && matches!(before.kind, Kind::Count(a) if a.unit == Some(unit) && a.chinese)
}

/// True where a year is the time that the clause speaks of: 2023年收到, and not 公布了2019年 or 结转2024年.
pub(super) fn dates(tokens: &[Token], i: usize) -> bool {
    let carry = |t: &Token| t.is(Word::Carry);
    if tokens.get(i + 1).is_some_and(|t| carry(t) && touch(&tokens[i], t)) {
        return false;
    }
    let before = tokens[..i].iter().rev().take(3).find(|t| t.kind != Kind::Word(Word::Filler));
    let Some(before) = before else { return true };
    let led =
        matches!(before.kind, Kind::Word(Word::Verb | Word::Publish | Word::Disclose | Word::Column(_) | Word::Carry));
    !(led && tokens[i].start - before.end <= 6)
}
