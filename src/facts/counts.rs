//! Figures in prose: what each number counts (role), of whom (scope), in which unit and year, bounded by its clause.
//! A figure whose role is not sure has none. Words come from `rules/vocabulary/counts.yaml`; nothing is judged here.

use rust_decimal::Decimal;

use super::clauses::{self, Amount, Kind, Token};
use super::count_words::{CountWords, Word};
use super::phrases::{broken, clause, covered, hide_empty_brackets, may_hold_figures, touches};
use super::{Count, Lexicon, Outline, Profile, Table};
use crate::document::{BlockKind, Document};
use crate::source::Span;

/// A stretch of prose with its tokens, and for each count token the index of the count made of it.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    pub tokens: Vec<Token>,
    /// Token index and count index, in order.
    pub counts: Vec<(usize, usize)>,
    pub span: Span,
}

/// What a figure was read as, before it is written out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    NewReceived,
    ResultsTotal,
    Proactive,
    Listed(u16),
    /// Group (0 review, 1 direct, 2 after review, 3 both kinds of lawsuit) and result, or the total.
    Review(u8, Option<u16>),
}

/// Tokens of a sentence taken together.
const LONGEST: usize = 320;

const REVIEW_GROUPS: [&str; 4] = ["review", "direct", "after_review", "litigation"];

/// What the sentences before have spoken of.
#[derive(Clone, Copy, Debug, Default)]
struct Topic {
    requests: bool,
    /// Review or lawsuit about open government information.
    review: bool,
}

/// Reads every figure in the prose of a report.
pub(super) fn read(
    document: &Document,
    words: &CountWords,
    outline: &Outline,
    profile: &Profile,
) -> (Vec<Count>, Vec<Sentence>) {
    let text = document.text.folded.as_str();
    let agency = profile.agency.as_ref().map(|a| a.value.replace("人民", ""));
    let mut reader = Reader { text, words, agency, counts: Vec::new(), topic: Topic::default() };
    let mut sentences = Vec::new();
    let mut tokens = Vec::new();
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
        let slice = &text[span.range()];
        if slice.contains('|') {
            continue;
        }
        if !may_hold_figures(slice) {
            // A heading or an opening line says what the next lines speak of.
            if slice.len() <= 120 {
                tokens.clear();
                clauses::tokenize(text, span.range().start, span.range().end, words, &mut tokens);
                reader.topic = Topic::of(&tokens);
            }
            continue;
        }
        tokens.clear();
        clauses::tokenize(text, span.range().start, span.range().end, words, &mut tokens);
        let mut from = span.start;
        // No sentence of a report is as long as that; the limit bounds the work on text that is none.
        for part in tokens.split_inclusive(|t| t.kind == Kind::Stop).flat_map(|s| s.chunks(LONGEST)) {
            let end = part.last().map_or(span.end, |t| t.end);
            let sentence = reader.sentence(part, Span { start: from, end: end.max(from) });
            from = end;
            if !sentence.counts.is_empty() || !sentence.tokens.is_empty() {
                sentences.push(sentence);
            }
        }
    }
    (reader.counts, sentences)
}

impl Topic {
    fn of(tokens: &[Token]) -> Self {
        let mut topic = Self::default();
        let mut information = false;
        for token in tokens {
            match token.kind {
                Kind::Word(Word::Requests) => topic.requests = true,
                Kind::Word(Word::Information) => information = true,
                Kind::Word(Word::Review | Word::Litigation | Word::Both) => topic.review = true,
                _ => {}
            }
        }
        topic.review &= information || topic.requests;
        topic
    }
}

/// Gives figures the names of rows where the report's own table is an old form.
pub(super) fn rename(counts: &mut [Count], tables: &[Table], lexicon: &Lexicon) {
    let renamed =
        tables.iter().filter_map(|t| lexicon.forms.get(t.form)).find_map(|f| lexicon.counts.old_forms.get(&f.table));
    let Some(renamed) = renamed else { return };
    for count in counts {
        if let Some(name) = count.role.as_ref().and_then(|r| renamed.get(r)) {
            count.role = Some(name.clone());
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    words: &'a CountWords,
    /// The reporting body's name, without 人民.
    agency: Option<String>,
    counts: Vec<Count>,
    topic: Topic,
}

/// What has been said in the sentence so far.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    /// The last verb, whatever it is.
    act: Option<Word>,
    information: bool,
    /// The last kind of review spoken of.
    group: Option<u8>,
    /// Another group of cases than the report's own (备案, 代理).
    other_scope: bool,
    /// A part of the body, or another body, is what the sentence speaks of.
    elsewhere: bool,
    year: Option<i16>,
    quoted: bool,
    /// Role of the last whole that a scope may limit.
    whole: Option<(Role, bool)>,
    parted: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, tokens: &[Token], span: Span) -> Sentence {
        let mut shown: Vec<Token> = Vec::with_capacity(tokens.len());
        hide_empty_brackets(tokens, &mut shown);
        let mut made = Sentence { tokens: shown, counts: Vec::new(), span };
        let mut said = Said::default();
        for i in 0..made.tokens.len() {
            let token = made.tokens[i];
            match token.kind {
                Kind::Word(word) => {
                    self.hear(word, &mut said);
                    if matches!(word, Word::Receive | Word::Take | Word::Answer | Word::Handle)
                        && self.of_another(token.start)
                    {
                        said.elsewhere = true;
                    }
                    if word == Word::Not {
                        self.zero(&made.tokens, i, span, &said);
                    }
                }
                Kind::Year(year) => said.year = Some(year),
                Kind::Quote => said.quoted = self.text[token.start as usize..].starts_with('“'),
                Kind::Count(amount) => {
                    let Some(unit) = amount.unit else { continue };
                    let (role, scope, loose) = self.role(&made.tokens, i, unit, &said);
                    if let (Some(role), None) = (role, scope) {
                        said.whole = Some((role, loose));
                    }
                    if amount.chinese
                        && role.is_none()
                        && (amount.value < Decimal::TWO || !self.words.is_case_unit(unit))
                    {
                        continue;
                    }
                    made.counts.push((i, self.counts.len()));
                    let count = self.count(&made.tokens, i, amount, unit, (role, scope, loose), &said, span);
                    self.counts.push(count);
                }
                _ => {}
            }
        }
        made
    }

    fn hear(&mut self, word: Word, said: &mut Said) {
        match word {
            Word::Receive | Word::Answer | Word::Handle | Word::Take | Word::Verb | Word::Publish => {
                said.act = Some(word)
            }
            Word::Requests => {
                self.topic = Topic { requests: true, review: false };
                said.information = true;
            }
            Word::Information => said.information = true,
            Word::Review => said.group = Some(0),
            Word::Litigation => said.group = Some(3),
            Word::Both => said.group = None,
            Word::Direct => said.group = Some(1),
            Word::AfterReview => said.group = Some(2),
            Word::OtherScope => said.other_scope = true,
            Word::PartOfBody => said.elsewhere = true,
            Word::Part => said.parted = true,
            Word::Foreign => self.topic.requests = false,
            _ => {}
        }
    }

    /// The tokens before a number that bear on it: back to the last number or clause mark, over 、 where no number stands before it.
    fn left<'t>(&self, tokens: &'t [Token], i: usize) -> &'t [Token] {
        let mut start = i;
        let mut pause = None;
        while start > 0 {
            match tokens[start - 1].kind {
                Kind::Count(a) if a.unit.is_some() => {
                    start = pause.unwrap_or(start);
                    break;
                }
                Kind::Percent { .. } => {
                    start = pause.unwrap_or(start);
                    break;
                }
                Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Stop => break,
                Kind::Pause => pause = Some(start),
                _ => {}
            }
            start -= 1;
        }
        &tokens[start..i]
    }

    /// The tokens after a number up to the next number or clause mark.
    fn right<'t>(&self, tokens: &'t [Token], i: usize) -> &'t [Token] {
        let len = tokens[i + 1..]
            .iter()
            .take_while(|t| {
                !matches!(
                    t.kind,
                    Kind::Count(_)
                        | Kind::Percent { .. }
                        | Kind::Comma
                        | Kind::Pause
                        | Kind::Semicolon
                        | Kind::Open
                        | Kind::Close
                        | Kind::Stop
                )
            })
            .count();
        &tokens[i + 1..i + 1 + len]
    }

    fn role(&self, tokens: &[Token], i: usize, unit: u16, said: &Said) -> (Option<Role>, Option<u16>, bool) {
        let none = (None, None, false);
        let mut left = self.left(tokens, i);
        // 收到…申请,共计118件: the clause before says what is counted.
        let begins = i - left.len();
        if !left.is_empty()
            && left.iter().all(|t| matches!(t.kind, Kind::Word(Word::Sum | Word::Filler)))
            && begins > 0
            && tokens[begins - 1].kind == Kind::Comma
        {
            let before = self.left(tokens, begins - 1);
            if before.len() < begins - 1 && !matches!(tokens[begins - 2 - before.len()].kind, Kind::Count(_))
                || before.len() == begins - 1
            {
                left = &tokens[begins - 1 - before.len()..i];
            }
        }
        let has = |w: Word| left.iter().any(|t| t.kind == Kind::Word(w));
        let at = |w: Word| left.iter().rposition(|t| t.kind == Kind::Word(w));
        if said.quoted
            || said.elsewhere
            || has(Word::Delta)
            || has(Word::Prior)
            || has(Word::Quota)
            || has(Word::Rate)
            || has(Word::Share)
        {
            return none;
        }
        let years: Vec<i16> =
            left.iter().filter_map(|t| if let Kind::Year(y) = t.kind { Some(y) } else { None }).collect();
        if years.windows(2).any(|w| w[0] != w[1]) {
            return none;
        }
        let right = self.right(tokens, i);
        let case = self.words.is_case_unit(unit);
        if let Some(role) = self.cell(left, tokens[i].start) {
            return (Some(role), None, false);
        }
        if let Some(role) = self.proactive(tokens, i, left, unit) {
            return (Some(role), None, false);
        }
        if !case {
            return none;
        }
        let scope =
            left.iter().rev().find_map(|t| if let Kind::Word(Word::Scope(s)) = t.kind { Some(s) } else { None });
        if let Some(role) = self.outcome(left) {
            if has(Word::Foreign)
                || has(Word::OtherScope)
                || has(Word::Review)
                || has(Word::Litigation)
                || has(Word::OfThese)
            {
                return none;
            }
            if let Role::Listed(index) = role {
                let carried = !left.iter().any(|t| matches!(t.kind, Kind::Word(Word::Outcome(_))));
                // 办结上年结转申请: what was answered of it, which need not be all.
                if carried
                    && has(Word::Answer)
                    && !has(Word::Part)
                    && self.words.roles[index as usize].0.ends_with("in")
                {
                    return none;
                }
            }
            return (Some(role), scope, false);
        }
        if has(Word::Review)
            || has(Word::Litigation)
            || has(Word::Both)
            || has(Word::Direct)
            || has(Word::AfterReview)
            || left.iter().any(|t| matches!(t.kind, Kind::Word(Word::Result(_))))
        {
            return (self.review(left, said), None, false);
        }
        if has(Word::Foreign)
            || has(Word::OtherScope)
            || has(Word::ScopeGroup) && !left.iter().any(|t| matches!(t.kind, Kind::Word(Word::Receive | Word::Take)))
        {
            return none;
        }
        if let Some(channel) = at(Word::Channel)
            && at(Word::Sum).is_none_or(|s| s < channel)
        {
            return none;
        }
        let act = left.iter().rev().find_map(|t| match t.kind {
            Kind::Word(w @ (Word::Receive | Word::Answer | Word::Handle | Word::Take | Word::Verb | Word::Publish)) => {
                Some((w, t.start))
            }
            _ => None,
        });
        let next_foreign = right.iter().take(2).any(|t| {
            matches!(t.kind, Kind::Word(Word::Foreign | Word::Review | Word::Litigation | Word::Both | Word::Cell(_)))
        });
        let named = has(Word::Requests) || right.iter().any(|t| t.kind == Kind::Word(Word::Requests)) && !next_foreign;
        let about = named
            || self.topic.requests
                && !next_foreign
                && (has(Word::Request)
                    || !matches!(act, Some((Word::Receive | Word::Take, _)))
                    || touches(left, tokens[i].start));
        if let (Some((word, _)), true) = (act, about) {
            if has(Word::OfThese) {
                return none;
            }
            let both = has(Word::Receive) && (has(Word::Answer) || has(Word::Handle));
            let role = match word {
                Word::Receive | Word::Take => Some(Role::NewReceived),
                Word::Answer | Word::Handle if both => Some(Role::NewReceived),
                // 其中3件办结 and 其中办结3件 are parts of what was answered.
                Word::Answer | Word::Handle if !said.parted => Some(Role::ResultsTotal),
                _ => None,
            };
            let loose = both || matches!(word, Word::Take | Word::Handle);
            if role.is_some() {
                return if said.parted && scope.is_none() { none } else { (role, scope, loose) };
            }
            return none;
        }
        if act.is_none() && has(Word::Requests) && scope.is_none() && !said.parted {
            let role = match said.act {
                Some(Word::Receive | Word::Take) => Some(Role::NewReceived),
                _ => None,
            };
            return (role, None, true);
        }
        if let (Some(scope), None) = (scope, act) {
            // 自然人申请113件, after the whole it is a part of.
            if let Some((whole @ (Role::NewReceived | Role::ResultsTotal), loose)) = said.whole {
                return (Some(whole), Some(scope), loose);
            }
            return none;
        }
        // The number comes first: 4件为不予公开, 17件结转下年办理.
        if left.iter().all(|t| {
            matches!(
                t.kind,
                Kind::Word(Word::Filler | Word::Part | Word::Sum | Word::Outcome(_) | Word::Information)
                    | Kind::Pause
                    | Kind::Colon
                    | Kind::Year(_)
            )
        }) {
            if right.iter().any(|t| {
                matches!(t.kind, Kind::Word(Word::Foreign | Word::OtherScope | Word::Review | Word::Litigation))
            }) {
                return (self.review_after(right, said), None, false);
            }
            if let Some(role) = right
                .iter()
                .find_map(|t| if let Kind::Word(Word::Outcome(r) | Word::Carried(r)) = t.kind { Some(r) } else { None })
            {
                return (Some(Role::Listed(role)), None, false);
            }
        }
        none
    }

    /// 未发生, 发生1件行政复议: the kind of review named right after the number.
    fn review_after(&self, right: &[Token], said: &Said) -> Option<Role> {
        let (first, rest) = right.split_first()?;
        if rest
            .iter()
            .any(|t| matches!(t.kind, Kind::Word(Word::Foreign | Word::OtherScope | Word::Answer | Word::Result(_))))
            || said.other_scope
        {
            return None;
        }
        let group = match first.kind {
            Kind::Word(Word::Review) => 0,
            Kind::Word(Word::Litigation) => 3,
            _ => return None,
        };
        (said.information || self.topic.review).then_some(Role::Review(group, None))
    }

    /// The outcome or carry-over that the words before a number name: a leaf before its group, else the last.
    fn outcome(&self, left: &[Token]) -> Option<Role> {
        let mut found: Option<u16> = None;
        for token in left {
            if let Kind::Word(Word::Outcome(r) | Word::Carried(r)) = token.kind {
                let group = self.words.roles[r as usize].1;
                let leaf_of_it = found.is_some_and(|f| self.words.roles[f as usize].1 == Some(r));
                let other_leaf =
                    found.is_some_and(|f| group.is_some() && self.words.roles[f as usize].1.is_some() && f != r);
                if other_leaf {
                    return None;
                }
                if !leaf_of_it {
                    found = Some(r);
                }
            }
        }
        found.map(Role::Listed)
    }

    fn review(&self, left: &[Token], said: &Said) -> Option<Role> {
        let has = |w: Word| left.iter().any(|t| t.kind == Kind::Word(w));
        if said.other_scope
            || has(Word::Foreign)
            || has(Word::Both)
            || has(Word::Answer)
            || !(said.information || self.topic.review)
        {
            return None;
        }
        let result =
            left.iter().rev().find_map(|t| if let Kind::Word(Word::Result(r)) = t.kind { Some(r) } else { None });
        let group = if has(Word::Direct) {
            1
        } else if has(Word::AfterReview) {
            2
        } else {
            match (has(Word::Review), has(Word::Litigation)) {
                (true, true) => return None,
                (true, false) => 0,
                (false, true) => 3,
                (false, false) => said.group?,
            }
        };
        Some(Role::Review(group, result))
    }

    /// Cells of the other tables: their words touch the number, or only words of sum stand between.
    fn cell(&self, left: &[Token], number: u32) -> Option<Role> {
        let at = left.iter().rposition(|t| matches!(t.kind, Kind::Word(Word::Cell(_))))?;
        let Kind::Word(Word::Cell(role)) = left[at].kind else { return None };
        let clean =
            left.iter().all(|t| !matches!(t.kind, Kind::Word(Word::OtherScope | Word::Foreign | Word::Channel)));
        (clean
            && covered(&left[at..], number)
            && left[at + 1..].iter().all(|t| matches!(t.kind, Kind::Word(Word::Sum | Word::Filler))))
        .then_some(Role::Listed(role))
    }

    /// 主动公开政府信息共35条: nothing that narrows it may stand between the words.
    fn proactive(&self, tokens: &[Token], i: usize, left: &[Token], unit: u16) -> Option<Role> {
        let at = left.iter().rposition(|t| t.kind == Kind::Word(Word::Publish))?;
        if !self.words.is_case_unit(unit) {
            return None;
        }
        let between = &left[at + 1..];
        let fits = between.iter().all(|t| {
            matches!(t.kind, Kind::Word(Word::Sum | Word::Filler | Word::Info | Word::Information) | Kind::Pause)
        }) && between.iter().any(|t| matches!(t.kind, Kind::Word(Word::Info | Word::Information)))
            && covered(&left[at..], tokens[i].start);
        let summed = left[..at].iter().any(|t| t.kind == Kind::Word(Word::Sum))
            || between.iter().any(|t| t.kind == Kind::Word(Word::Sum));
        let narrowed = left[..at].iter().any(|t| {
            matches!(t.kind, Kind::Word(Word::OtherScope | Word::Foreign | Word::Prior))
                || t.kind == Kind::Word(Word::Channel) && !summed
        });
        (fits && !narrowed && !self.of_another(left[at].start)).then_some(Role::Proactive)
    }

    /// True where another body than the reporting one is named right before a verb: 市公安局受理申请233件 in a city's report.
    fn of_another(&self, verb: u32) -> bool {
        let Some(agency) = &self.agency else { return false };
        let mut from = (verb as usize).saturating_sub(120);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let mut before = &self.text[from..verb as usize];
        loop {
            let trimmed = before.trim_end_matches([' ', '\n', '共', '新']);
            let trimmed = ["全年", "累计", "本年度", "年度", "总计", "共计", "今年", "当年"]
                .iter()
                .fold(trimmed, |t, w| t.strip_suffix(w).unwrap_or(t));
            if trimmed.len() == before.len() {
                break;
            }
            before = trimmed;
        }
        let start = before
            .rfind(|c: char| matches!(c, ',' | '。' | ';' | ':' | '、' | '(' | ')' | '\n' | '年') || c.is_ascii_digit())
            .map_or(0, |p| p + before[p..].chars().next().map_or(1, char::len_utf8));
        let name = before[start..].replace("人民", "");
        if !self.words.bodies.iter().any(|b| name.ends_with(b.as_str()))
            || self.words.own.iter().any(|o| name.contains(o.as_str()))
        {
            return false;
        }
        let tail = name.char_indices().rev().nth(2).map_or(name.as_str(), |(p, _)| &name[p..]);
        !agency.contains(tail)
    }

    /// 未收到, 无, 未发生: zero said in words, of each thing that the clause denies.
    fn zero(&mut self, tokens: &[Token], i: usize, span: Span, said: &Said) {
        if said.quoted || said.parted || said.elsewhere {
            return;
        }
        let tail: Vec<Token> = tokens[i + 1..]
            .iter()
            .take_while(|t| {
                !matches!(
                    t.kind,
                    Kind::Comma
                        | Kind::Semicolon
                        | Kind::Stop
                        | Kind::Count(_)
                        | Kind::Percent { .. }
                        | Kind::Word(Word::Not)
                        | Kind::Close
                )
            })
            .copied()
            .collect();
        let has = |w: Word| tail.iter().any(|t| t.kind == Kind::Word(w));
        if [
            Word::Hedge,
            Word::Foreign,
            Word::OtherScope,
            Word::Channel,
            Word::Delta,
            Word::Prior,
            Word::NotZero,
            Word::Rate,
        ]
        .iter()
        .any(|w| {
            // 投诉 and 申诉 beside reviews are denied with them.
            has(*w) && !(*w == Word::Foreign && (has(Word::Review) || has(Word::Litigation) || has(Word::Both)))
        }) || tail.iter().any(|t| matches!(t.kind, Kind::Word(Word::Outcome(_) | Word::Result(_) | Word::Cell(_))))
        {
            return;
        }
        let left = self.left(tokens, i);
        if left.iter().any(|t| {
            matches!(t.kind, Kind::Word(Word::OtherScope | Word::Channel | Word::Foreign | Word::Quota | Word::Prior))
        }) {
            return;
        }
        let Some(last) = tail.last() else { return };
        let start = tokens[i].start;
        if self.text[start as usize..last.end as usize].replace("其他组织", "").contains("其他") {
            return;
        }
        let mut roles = Vec::new();
        for token in &tail {
            match token.kind {
                Kind::Word(Word::Review) => roles.push(Role::Review(0, None)),
                Kind::Word(Word::Litigation) => roles.push(Role::Review(3, None)),
                Kind::Word(Word::Both) => roles.extend([Role::Review(0, None), Role::Review(3, None)]),
                _ => {}
            }
        }
        if roles.is_empty() {
            if let Some(carried) =
                tail.iter().find_map(|t| if let Kind::Word(Word::Carried(r)) = t.kind { Some(r) } else { None })
            {
                roles.push(Role::Listed(carried));
            } else if has(Word::Requests) || has(Word::Request) && self.topic.requests {
                let scopes = tail.iter().filter(|t| matches!(t.kind, Kind::Word(Word::Scope(_)))).count();
                if (scopes > 0) != has(Word::ScopeGroup) {
                    return;
                }
                roles.push(Role::NewReceived);
            }
        }
        roles.dedup();
        let number = Span { start, end: tokens[i].end };
        let clause = clause(tokens, i, span);
        for role in roles {
            self.counts.push(Count {
                role: Some(self.name(role)),
                scope: "total".into(),
                value: Decimal::ZERO,
                unit: None,
                approximate: false,
                year: said.year,
                span: Span { start, end: last.end },
                number,
                clause,
                in_words: true,
                loose: false,
            });
        }
    }

    fn name(&self, role: Role) -> String {
        match role {
            Role::NewReceived => "requests.new_received".into(),
            Role::ResultsTotal => "requests.results_total".into(),
            Role::Proactive => "proactive.total".into(),
            Role::Listed(index) => self.words.roles[index as usize].0.clone(),
            Role::Review(group, result) => {
                let result = result.and_then(|r| self.words.results.get(r as usize)).map_or("total", String::as_str);
                format!("review.{}.{result}", REVIEW_GROUPS[group as usize])
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one place builds the record from what the sentence gave")]
    fn count(
        &self,
        tokens: &[Token],
        i: usize,
        amount: Amount,
        unit: u16,
        read: (Option<Role>, Option<u16>, bool),
        said: &Said,
        span: Span,
    ) -> Count {
        let token = tokens[i];
        let (role, scope, loose) = read;
        let before = tokens[..i].last().filter(|t| {
            matches!(t.kind, Kind::Word(_)) && self.text[t.end as usize..token.start as usize].trim().is_empty()
        });
        Count {
            role: role.map(|r| self.name(r)),
            scope: scope.and_then(|s| self.words.scopes.get(s as usize)).map_or_else(|| "total".into(), Clone::clone),
            value: amount.value,
            unit: self.words.units.get(unit as usize).cloned(),
            approximate: amount.approximate,
            year: said.year,
            span: Span { start: before.map_or(token.start, |t| t.start), end: token.end },
            number: Span { start: amount.digits.0, end: amount.digits.1 },
            clause: clause(tokens, i, span),
            in_words: false,
            loose,
        }
    }
}
