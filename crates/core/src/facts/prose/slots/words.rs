//! What the words of an item say for its slots: the last noun, the last verb, outcomes, applicants, channels.
//! Input: the tokens between two marks. Knows one item, not what was said before it.

use crate::facts::model::slots::{Counted, Event};
use crate::facts::prose::limits;
use crate::facts::prose::neighbours::touch;
use crate::language::dates::{DAY, is_year_end};
use crate::language::small_words::{TO, joins_on};
use crate::lexicon::alphabet::{Kind, Token, Word};
use crate::lexicon::counts::CountWords;
use crate::lexicon::cues::Cue;
use crate::source::Span;

/// The words of an item, sorted by what they say.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// The last noun that says what is counted.
    pub noun: Option<(Counted, Span)>,
    /// 申请 alone.
    pub weak: bool,
    /// Open government information is named.
    pub about: bool,
    pub review: bool,
    pub litigation: bool,
    pub event: Option<(Event, Span)>,
    /// 受理并办结: a verb of coming and one of answering.
    pub both: bool,
    /// Two outcomes that are none of one group, or two results.
    pub conflict: bool,
    pub row: Option<(u16, Span)>,
    pub column: Option<(u16, Span)>,
    /// 印发: the column of what is issued, where a row of documents is named beside it.
    pub soft_column: Option<(u16, Span)>,
    pub scope: Option<(u16, Span)>,
    pub scopes: bool,
    pub group: bool,
    pub other: bool,
    pub rest: bool,
    pub channel: Option<Span>,
    pub topic: Option<Span>,
    pub change: Option<Span>,
    pub quota: Option<Span>,
    pub prior: Option<Span>,
    pub part_of_year: Option<Span>,
    pub several: Option<Span>,
    pub whole_year: bool,
    pub year: Option<(i16, Span)>,
    pub others: Option<Span>,
    pub step: Option<Span>,
    pub pending: Option<Span>,
    pub carry: Option<Span>,
    pub parted: bool,
    pub each: bool,
    pub sum: bool,
    pub timely: bool,
    pub of_these: bool,
    pub verb: Option<Span>,
    /// The first verb handles: 办理民办学校设立等行政许可.
    pub handles: bool,
    /// 不存在, where the figures beside it are of outcomes.
    pub soft_outcome: Option<(u16, Span)>,
    /// Several ways together: 网站、公众号等.
    pub channels: u8,
    /// 12月26日: a day, and not the year.
    pub day: Option<Span>,
    pub cumulative: bool,
    /// 通过
    pub through: Option<Span>,
    pub every: bool,
}

/// Marks between the ends of a range.
const RANGE: [char; 3] = ['-', '—', '~'];

fn span(token: &Token) -> Span {
    Span { start: token.start, end: token.end }
}

/// What a reader of items knows beside the words.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub text: &'a str,
    pub words: &'a CountWords,
    /// The report year.
    pub year: Option<i16>,
    /// The body is a department, to whom all of its area is not its own.
    pub department: bool,
    /// The body heads a system: 税务, 海关.
    pub vertical: bool,
}

impl<'a> Setting<'a> {
    pub(super) fn slice(&self, from: u32, to: u32) -> &'a str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// 比上年的58件: the figure of that year, and no change.
    fn past(&self, tokens: &[Token], number: u32, said: &mut Said) {
        let last = tokens.iter().rfind(|t| !t.is(Word::Filler)).filter(|t| t.is(Word::Delta) || t.is(Word::Prior));
        let Some(last) = last else { return };
        let gap = self.slice(last.end, number);
        if self.cue(last) == Some(Cue::Past) && gap.chars().count() < 4 {
            said.prior = Some(span(last));
            said.change = None;
        }
    }

    /// 12月26日, and no end of a period.
    fn is_day(&self, token: &Token) -> bool {
        let cues = &self.words.cues;
        let (before, after) =
            (self.slice(token.start.saturating_sub(3), token.start), self.slice(token.end, token.end + 3));
        let bounds = after.starts_with(RANGE)
            || before.ends_with(RANGE)
            || cues.begins(Cue::Bounds, after)
            || cues.ends(Cue::Bounds, before);
        // 截至12月31日: the year is over.
        let year_end = is_year_end(self.slice(0, token.start), self.slice(token.start, token.end));
        self.slice(token.start, token.end).ends_with(DAY) && !bounds && !year_end
    }

    /// 2008—2012年: the number before is the first of several years.
    fn is_range(&self, before: &Token, year: &Token) -> bool {
        let (first, gap) = (self.slice(before.start, before.end), self.slice(before.end, year.start));
        first.len() == 4
            && first.starts_with(['1', '2'])
            && gap.len() <= 6
            && (gap.starts_with(RANGE) || gap.starts_with(TO))
    }

    /// What cases arose from is told before them, and is neither information nor an answer.
    fn is_of_other_cause(&self, before: &[Token], case: u32) -> bool {
        let own =
            [Word::Information, Word::Info, Word::Requests, Word::Request, Word::Answer, Word::Handle, Word::Disclose];
        self.words.cues.ends(Cue::Caused, self.slice(0, case).trim_end())
            && !before.iter().any(|t| own.iter().any(|&word| t.is(word)))
    }

    fn cue(&self, token: &Token) -> Option<Cue> {
        self.words.cues.of(self.slice(token.start, token.end))
    }

    /// Sorts the words of `tokens`; `number` is where their figure begins. `all` are the tokens of the sentence, `at`
    /// the place of the first of `tokens` among them.
    pub(super) fn said(&self, all: &[Token], at: usize, tokens: &[Token], number: u32) -> Said {
        let mut said = Said::default();
        let (mut came, mut answered) = (false, false);
        for (i, token) in tokens.iter().enumerate() {
            let place = span(token);
            match token.kind {
                Kind::Year(year) => {
                    let next = tokens.get(i + 1).filter(|t| touch(token, t));
                    if next.is_some_and(|t| t.is(Word::Carry)) {
                        // 2022年结转, 结转2024年: by the years named.
                        if self.year.is_none_or(|own| year < own) {
                            said.event = Some((Event::CarriedIn, place));
                        }
                    } else if i.checked_sub(1).is_some_and(|p| tokens[p].is(Word::Carry) && touch(&tokens[p], token)) {
                        if self.year.is_none_or(|own| year > own) {
                            said.event = Some((Event::CarriedOut, place));
                        }
                    } else if crate::facts::prose::counts::dates(all, at + i) {
                        let range =
                            all[..at + i].last().is_some_and(|t| t.kind == Kind::Other && self.is_range(t, token));
                        if range || said.year.is_some_and(|(other, _)| other != year) {
                            said.several = Some(place);
                        }
                        said.year = Some((year, place));
                    }
                    continue;
                }
                Kind::Other if self.is_day(token) => {
                    said.day = Some(place);
                    continue;
                }
                Kind::Word(word) => self.hear(word, tokens, i, number, &mut said, &mut came, &mut answered),
                _ => continue,
            }
        }
        said.both = came && answered;
        self.past(tokens, number, &mut said);
        self.outcome(tokens, &mut said);
        said
    }

    #[expect(clippy::too_many_arguments, reason = "one word of an item, and what the item has said so far")]
    fn hear(
        &self,
        word: Word,
        tokens: &[Token],
        i: usize,
        number: u32,
        said: &mut Said,
        came: &mut bool,
        answered: &mut bool,
    ) {
        let token = &tokens[i];
        let place = span(token);
        let cue = self.cue(token);
        match cue {
            Some(Cue::Due) => said.event = Some((Event::Due, place)),
            Some(Cue::Quota) => said.quota = Some(place),
            Some(Cue::Through) => said.through = Some(place),
            Some(Cue::Pending) => said.pending = Some(place),
            Some(Cue::Joint) => said.others = Some(place),
            Some(Cue::Several) => said.several = Some(place),
            Some(Cue::Now) => said.part_of_year = Some(place),
            Some(Cue::Rest) => said.rest = true,
            Some(says @ (Cue::Issue | Cue::Repeal | Cue::Valid)) => {
                if let Some(Word::Column(column)) = self.words.cues.like(says) {
                    said.conflict |= says != Cue::Issue && said.column.is_some();
                    *(if says == Cue::Issue { &mut said.soft_column } else { &mut said.column }) =
                        Some((column, place));
                }
            }
            Some(Cue::Outcome) => {
                if let Some(Word::Outcome(role)) = self.words.cues.like(Cue::Outcome) {
                    said.soft_outcome = Some((role, place));
                }
            }
            Some(Cue::Wider) if self.department => said.others = Some(place),
            // 与疫情有关的申请: about that. 与政府信息公开有关的: about all of it.
            Some(Cue::Related)
                if !tokens[..i].iter().any(|t| t.is(Word::Information) || t.is(Word::Info) || t.is(Word::Requests)) =>
            {
                said.topic = Some(place);
            }
            _ => {}
        }
        if matches!(cue, Some(Cue::Plain | Cue::Rest | Cue::Pending | Cue::Due)) {
            return;
        }
        // 不作处理, 未答复: not done.
        if matches!(word, Word::Receive | Word::Take | Word::Answer | Word::Handle)
            && self.words.cues.ends(Cue::Undone, self.slice(0, token.start))
        {
            said.step = said.step.or(Some(place));
            return;
        }
        match word {
            Word::Requests => {
                said.noun = Some((Counted::Request, place));
                said.about = true;
                said.weak = false;
            }
            // 低保申请, 行政许可申请: for something else.
            Word::Request
                if i.checked_sub(1).is_some_and(|p| {
                    touch(&tokens[p], token) && matches!(tokens[p].kind, Kind::Word(Word::Foreign | Word::Row(_)))
                }) =>
            {
                said.noun = Some((Counted::Other, place));
            }
            Word::Request if !matches!(said.noun, Some((Counted::Review(_), _))) => {
                said.noun = Some((Counted::Request, place));
                said.weak = !said.about;
            }
            // 复议机关 is nobody's case.
            Word::Review | Word::Litigation
                if self.words.cues.begins(Cue::Office, self.slice(token.end, token.end + 6)) => {}
            // 社保待遇类复议: of that kind, and not about information.
            Word::Review | Word::Litigation
                if self.words.cues.is_kind(self.slice(0, token.start))
                    && !i.checked_sub(1).is_some_and(|p| {
                        matches!(tokens[p].kind, Kind::Word(Word::Information | Word::Requests | Word::Info))
                            && tokens[p].end + 6 >= token.start
                    }) =>
            {
                said.noun = Some((Counted::Other, place));
            }
            // 因行政处罚引起的行政诉讼: about that.
            Word::Review | Word::Litigation if self.is_of_other_cause(&tokens[..i], token.start) => {
                said.noun = Some((Counted::Other, place));
            }
            Word::Review => {
                said.noun = Some((Counted::Review(0), place));
                said.review = true;
            }
            Word::Litigation => {
                said.noun = Some((Counted::Review(3), place));
                said.litigation = true;
            }
            Word::Both => {
                said.noun = Some((Counted::Review(3), place));
                (said.review, said.litigation) = (true, true);
            }
            // 直接起诉与复议后起诉的分别为: of both kinds.
            Word::Direct | Word::AfterReview => {
                let own = if word == Word::Direct { 1 } else { 2 };
                let both = matches!(said.noun, Some((Counted::Review(before @ (1 | 2)), _)) if before != own);
                said.conflict |= both;
                said.noun = Some((Counted::Review(if both { 3 } else { own }), place));
            }
            Word::Row(row) => {
                said.conflict |= said.row.is_some_and(|(other, _)| other != row);
                said.row = Some((row, place));
                said.noun = Some((Counted::Row(row), place));
            }
            Word::Information => {
                said.about = true;
                if said.noun.is_none() {
                    said.noun = Some((Counted::Information, place));
                }
            }
            Word::Info if !matches!(said.noun, Some((Counted::Request | Counted::Review(_), _))) => {
                said.noun = Some((Counted::Information, place));
            }
            Word::Foreign if cue != Some(Cue::Field) => said.noun = Some((Counted::Other, place)),
            Word::Receive => {
                *came = true;
                said.event = Some((Event::Received, place));
                if cue == Some(Cue::Step) {
                    said.step = said.step.or(Some(place));
                }
            }
            Word::New => {
                *came = true;
                said.event = Some((Event::New, place));
            }
            Word::Take => said.event = Some((Event::Taken, place)),
            // 答复中引用: no verb of the figure.
            Word::Answer if self.words.cues.begins(Cue::Within, self.slice(token.end, token.end + 3)) => {}
            Word::Answer => {
                *answered = true;
                said.event = Some((Event::Answered, place));
            }
            Word::Handle => {
                *answered = true;
                said.handles |= said.verb.is_none();
                if !matches!(said.event, Some((Event::CarriedIn | Event::CarriedOut, _))) {
                    said.event = Some((Event::Handled, place));
                }
            }
            Word::Publish => said.event = Some((Event::Published, place)),
            Word::Disclose if said.event.is_none() => said.event = Some((Event::Disclosed, place)),
            Word::Verb => {
                said.verb = said.verb.or(Some(place).filter(|_| cue != Some(Cue::Issue)));
                said.event = Some((Event::Else, place));
            }
            Word::Column(column) => {
                said.conflict |= said.column.is_some_and(|(other, _)| other != column);
                said.column = Some((column, place));
            }
            Word::Result(result) => {
                said.conflict |= matches!(said.event, Some((Event::Result(other), _)) if other != result);
                said.event = Some((Event::Result(result), place));
            }
            Word::Carried(role) => {
                let event = if Some(role) == self.words.carried_in { Event::CarriedIn } else { Event::CarriedOut };
                // 新收及上年结转申请共10件: both together.
                let both = event == Event::CarriedIn
                    && matches!(said.event, Some((Event::New | Event::Received, _)))
                    && joins_on(self.slice(0, token.start));
                said.event = Some((if both { Event::Due } else { event }, place));
            }
            Word::Carry => said.carry = Some(place),
            Word::Scope(scope) => {
                said.scopes |= said.scope.is_some_and(|(other, _)| other != scope);
                said.scope = Some((scope, place));
            }
            Word::ScopeGroup => said.group = true,
            Word::Other => said.other = said.noun.is_none(),
            Word::Channel => {
                said.channels = said.channels.saturating_add(1);
                said.channel = Some(place);
            }
            Word::Sum => {
                said.sum = true;
                said.cumulative |= self.words.cumulative.iter().any(|w| w == self.slice(token.start, token.end));
                if !limits::one_channel(self.text, self.words, tokens) {
                    said.channel = None;
                }
            }
            Word::Narrow => {
                let about = |t: &Token| {
                    matches!(t.kind, Kind::Word(Word::Requests | Word::Information | Word::Info | Word::Scope(_)))
                };
                if !tokens.get(i + 1).is_some_and(|next| about(next) && touch(token, next)) {
                    said.topic = Some(place);
                }
            }
            Word::Partial | Word::Unrelated => said.topic = Some(place),
            Word::Apart => said.step = Some(place),
            Word::OtherScope | Word::PartOfBody => said.others = Some(place),
            Word::PartOfYear => said.part_of_year = Some(place),
            Word::Filler if self.is_whole_year(token) => said.whole_year = true,
            Word::Since => {
                let own =
                    i.checked_sub(1).is_some_and(|p| matches!(tokens[p].kind, Kind::Year(y) if Some(y) == self.year));
                if !own {
                    said.several = Some(place);
                }
            }
            Word::Delta => said.change = Some(place),
            Word::Prior => said.prior = Some(place),
            Word::Share | Word::Rate => said.quota = Some(place),
            Word::Quota if token.end - token.start > 3 || number <= token.end + 1 => said.quota = Some(place),
            Word::Part => said.parted = true,
            Word::Each => said.each = true,
            Word::Timely => said.timely = true,
            Word::OfThese => said.of_these = true,
            Word::Every => said.every = true,
            _ => {}
        }
    }

    fn is_whole_year(&self, token: &Token) -> bool {
        let word = self.slice(token.start, token.end);
        self.words.whole_year.iter().any(|w| w == word)
    }

    /// The outcome that the words name: a leaf before its group.
    fn outcome(&self, tokens: &[Token], said: &mut Said) {
        let group = |r: u16| self.words.roles[usize::from(r)].1;
        let mut found: Option<(u16, Span)> = None;
        let mut leaves = 0;
        for token in tokens {
            let Kind::Word(Word::Outcome(role)) = token.kind else { continue };
            leaves += usize::from(group(role).is_some());
            match found {
                None => found = Some((role, span(token))),
                Some((before, _)) if before == role || group(before) == Some(role) => {}
                Some((before, _)) if group(role) == Some(before) => found = Some((role, span(token))),
                // 因不掌握、需另行制作等无法提供: leaves of one group.
                Some((before, place)) if group(before).is_some() && group(before) == group(role) => {
                    found = group(before).map(|g| (g, place));
                }
                Some((before, place)) => {
                    let released = [self.words.granted, self.words.partial];
                    said.conflict |= !(released.contains(&Some(before)) && released.contains(&Some(role)));
                    if !said.conflict {
                        said.event = Some((Event::Released, place));
                        return;
                    }
                }
            }
        }
        // 公开和部分公开合计.
        if let (Some((role, place)), Some(first)) = (found, tokens.iter().position(|t| t.is(Word::Disclose)))
            && Some(role) == self.words.partial
            && tokens.get(first + 1).is_some_and(|t| {
                t.is(Word::Outcome(role)) && t.start <= tokens[first].end + 3 && !touch(&tokens[first], t)
            })
        {
            said.conflict |= !said.sum;
            said.event = Some((Event::Released, place));
            return;
        }
        let Some((role, place)) = found else { return };
        // 不掌握等无法提供: more than this leaf.
        let open = leaves > 0
            && tokens.last().is_some_and(|last| {
                let rest = self.slice(place.end, last.end);
                self.words.lists.open_ended.iter().any(|w| rest.contains(w.as_str()))
            });
        let role = if open { group(role).unwrap_or(role) } else { role };
        if !matches!(said.event, Some((Event::CarriedIn | Event::CarriedOut, _))) {
            said.event = Some((Event::Outcome(role), place));
        }
    }
}
