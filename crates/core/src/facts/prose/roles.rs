//! What a figure in prose counts, from the words on its left and right and from what its sentence has said before.
//! Input: the tokens of one sentence. A figure whose role is not sure has none; nothing is judged.

use super::limits;
use super::neighbours::{covered, left, reaches, right, touch, touches};
use super::other_bodies::OtherBodies;
use super::said::{Said, Subject, Topic};
use crate::facts::prose::reading::Reading;
use crate::facts::prose::reading::Role;
use crate::language::small_words;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Kind, Token};
use crate::lexicon::counts::CountWords;
use crate::source::Span;

/// A figure that one of these stands before is not one of the report's own applications.
fn is_another(word: Word) -> bool {
    matches!(word, Word::Foreign | Word::Apart | Word::OtherScope | Word::Partial | Word::Unrelated)
}

/// 其他8件, with no other word.
fn is_rest(left: &[Token]) -> bool {
    let plain = |t: &Token| matches!(t.kind, Kind::Word(Word::Other | Word::Request | Word::Filler) | Kind::Pause);
    left.iter().all(plain) && left.iter().any(|t| t.is(Word::Other))
}

/// One of the words is of that kind.
fn any(tokens: &[Token], is: impl Fn(Word) -> bool) -> bool {
    tokens.iter().any(|t| matches!(t.kind, Kind::Word(w) if is(w)))
}

/// The sentence that a figure stands in, and what was said up to it.
pub(crate) struct Setting<'a> {
    pub text: &'a str,
    pub words: &'a CountWords,
    pub topic: Topic,
    /// The report year.
    pub year: Option<i16>,
    pub tokens: &'a [Token],
    pub said: &'a Said,
    pub span: Span,
}

/// The words before a figure that bear on it.
#[derive(Clone, Copy)]
struct Left<'a> {
    tokens: &'a [Token],
    /// Where the figure begins.
    number: u32,
}

impl Left<'_> {
    fn has(&self, word: Word) -> bool {
        self.tokens.iter().any(|t| t.is(word))
    }

    fn any(&self, is: impl Fn(Word) -> bool) -> bool {
        any(self.tokens, is)
    }

    fn last<T>(&self, read: impl Fn(Word) -> Option<T>) -> Option<T> {
        self.tokens.iter().rev().find_map(|t| if let Kind::Word(w) = t.kind { read(w) } else { None })
    }
}

impl Setting<'_> {
    pub(crate) fn read(&self, i: usize, unit: u16, others: &OtherBodies<'_>) -> Reading {
        let none = Reading::default();
        let left = self.left(i);
        if self.said.quoted
            || self.said.elsewhere
            || self.said.part_of_year
            || self.said.as_of && limits::cumulative(self.text, self.words, left.tokens)
            || left.any(|w| matches!(w, Word::Delta | Word::Prior | Word::Quota | Word::Rate | Word::Share))
        {
            return none;
        }
        let case = self.words.is_case_unit(unit);
        let right = right(self.tokens, i);
        let of_reviews = any(right, |w| matches!(w, Word::Review | Word::Litigation | Word::Both));
        if let Some(role) = self.carried(left, right).filter(|&r| case && !of_reviews && !self.of_others(left, r)) {
            return Reading::of(Some(role));
        }
        let mut years = left.tokens.iter().filter_map(|t| if let Kind::Year(y) = t.kind { Some(y) } else { None });
        if years.next().is_some_and(|first| years.any(|y| y != first)) {
            return none;
        }
        if let Some((row, column)) = self.cell(left, i, unit, others) {
            return Reading {
                role: self.words.grids.role(row, column).map(Role::Listed),
                cell: Some((row, column)),
                ..none
            };
        }
        if !case {
            return none;
        }
        if let Some(role) = self.proactive(left, others) {
            return Reading::of(Some(role));
        }
        // 公民、法人或其他组织 are all of them together, 法人 alone is a part without a column.
        let grouped = left.has(Word::ScopeGroup);
        let scope = left.last(|w| if let Word::Scope(s) = w { Some(s) } else { None });
        // 商业企业、法律服务机构申请17件: several columns together.
        if grouped && scope.is_none() || left.any(|w| matches!(w, Word::Scope(s) if Some(s) != scope)) {
            return none;
        }
        let mut scope = scope.filter(|_| !grouped);
        if self.said.scoped && is_rest(left.tokens) {
            scope = self.words.rest_scope;
        }
        // What stands right before the number is what is counted: 政府信息公开申请办理手册200份.
        let reached = reaches(self.text, left.tokens, left.number);
        if let Some(role) = self.outcome(left) {
            return if reached && self.outcome_of_request(left, role, unit) && !self.of_others(left, role) {
                Reading { role: Some(role), scope, ..none }
            } else {
                none
            };
        }
        if left.any(|w| matches!(w, Word::Review | Word::Litigation | Word::Both | Word::Direct | Word::AfterReview))
            || left.last(|w| if let Word::Result(r) = w { Some(r) } else { None }).is_some()
        {
            if !reached {
                return self.number_first(left, right, i);
            }
            return Reading::of(self.review(left, i));
        }
        if left.any(is_another) || self.narrowed(left) || self.by_channel(left) {
            return none;
        }
        let named_after = right.first().is_some_and(|t| touch(&self.tokens[i], t));
        if !reached && !named_after {
            return none;
        }
        self.request(left, right, scope).unwrap_or_else(|| self.number_first(left, right, i))
    }

    /// The words before a figure, with those of the clause before where its own only sum up: 收到…申请,共计118件.
    fn left(&self, i: usize) -> Left<'_> {
        let tokens = self.tokens;
        let own = left(tokens, i);
        let begins = i - own.len();
        let number = tokens[i].start;
        let sums = own.iter().all(|t| matches!(t.kind, Kind::Word(Word::Sum | Word::Filler)))
            && own.iter().any(|t| t.is(Word::Sum));
        if !sums || begins == 0 || tokens[begins - 1].kind != Kind::Comma {
            return Left { tokens: own, number };
        }
        let before = left(tokens, begins - 1);
        let start = begins - 1 - before.len();
        if start > 0 && matches!(tokens[start - 1].kind, Kind::Count(_)) {
            return Left { tokens: own, number };
        }
        Left { tokens: &tokens[start..i], number }
    }

    /// 2022年结转5件, 结转2024年办理3件, 3件转2024年办理: what is carried over, by the years named.
    fn carried(&self, left: Left<'_>, right: &[Token]) -> Option<Role> {
        let by_year = |tokens: &[Token]| {
            let at = tokens.iter().position(|t| t.is(Word::Carry))?;
            let year = |t: &Token| if let Kind::Year(y) = t.kind { Some(y) } else { None };
            let before = at.checked_sub(1).filter(|&b| touch(&tokens[b], &tokens[at])).and_then(|b| year(&tokens[b]));
            let after = tokens.get(at + 1).filter(|t| touch(&tokens[at], t)).and_then(year);
            match (before, after) {
                (Some(y), None) if self.year.is_none_or(|own| y < own) => self.words.carried_in,
                (None, Some(y)) if self.year.is_none_or(|own| y > own) => self.words.carried_out,
                _ => None,
            }
        };
        let plain = |t: &Token| {
            matches!(t.kind, Kind::Word(Word::Filler | Word::Part | Word::Sum | Word::Hedge))
                || matches!(t.kind, Kind::Colon)
        };
        let role = by_year(left.tokens).or_else(|| by_year(right).filter(|_| left.tokens.iter().all(plain)))?;
        (!left.any(is_another)).then_some(Role::Listed(role))
    }

    /// A cell of one of the small tables: its row and its column touch the figure. In a list (制发规范性文件3件、废止1件) either
    /// may be left out where the figure before had it.
    fn cell(&self, left: Left<'_>, i: usize, unit: u16, others: &OtherBodies<'_>) -> Option<(u16, u16)> {
        let grids = &self.words.grids;
        let (mut row, mut column, mut first, mut handled) = (None, None, None, None);
        for (at, token) in left.tokens.iter().enumerate() {
            match token.kind {
                Kind::Word(Word::Row(r)) if row.is_none_or(|o| o == r) => row = Some(r),
                Kind::Word(Word::Column(c)) if column.is_none_or(|o| o == c) => column = Some(c),
                Kind::Word(Word::Row(_) | Word::Column(_)) => return None,
                Kind::Word(Word::Handle) => handled = Some(at),
                Kind::Word(word) if is_another(word) || matches!(word, Word::Channel | Word::Narrow) => return None,
                _ => continue,
            }
            first = first.or(Some(at));
        }
        let first = first?;
        let words = &left.tokens[first..];
        let plain = |t: &Token| {
            matches!(t.kind, Kind::Word(Word::Row(_) | Word::Column(_) | Word::Handle | Word::Sum | Word::Filler))
        };
        if !covered(words, left.number) || !words.iter().all(plain) {
            return None;
        }
        if others.before(self.text, words[0].start) {
            return None;
        }
        let sole = row.and_then(|r| grids.sole_column(r));
        // 公示行政处罚决定20件: what is shown need not be all.
        let shown = matches!(self.said.act, Some(Word::Disclose | Word::Publish | Word::Verb));
        if shown && sole.is_some() && !matches!(words[0].kind, Kind::Word(Word::Column(_))) {
            return None;
        }
        if let Some(row) = row
            && let Some(column) = column.or(sole.filter(|_| handled.is_some() || grids.is_implied(row)))
        {
            return (grids.role(row, column).is_some() && grids.takes(row, unit)).then_some((row, column));
        }
        // The rest stands with the figure before, and nothing else stands between.
        let (before_row, before_column) = self.said.cell?;
        let begins = i - left.tokens.len();
        let mark = begins.checked_sub(1).map(|b| self.tokens[b])?;
        let led =
            left.tokens[..first].iter().all(|t| t.is(Word::Filler)) && covered(&left.tokens[..=first], words[0].end);
        if self.said.parted || !led || left.tokens[0].start > mark.end + 1 {
            return None;
        }
        let (row, column) = match (row, column) {
            (Some(row), None) => (row, before_column),
            (None, Some(column)) => (before_row, column),
            _ => return None,
        };
        let column = if grids.role(row, column).is_some() { column } else { sole? };
        (grids.role(row, column).is_some() && grids.takes(row, unit)).then_some((row, column))
    }

    /// 主动公开政府信息共35条: nothing that narrows it may stand between the words.
    fn proactive(&self, left: Left<'_>, others: &OtherBodies<'_>) -> Option<Role> {
        let tokens = left.tokens;
        let at = tokens.iter().rposition(|t| matches!(t.kind, Kind::Word(Word::Publish | Word::Disclose)))?;
        let between = &tokens[at + 1..];
        let is_information = |t: &Token| matches!(t.kind, Kind::Word(Word::Info | Word::Information));
        let plain =
            |t: &Token| is_information(t) || matches!(t.kind, Kind::Word(Word::Sum | Word::Filler) | Kind::Pause);
        if !between.iter().all(plain) || !between.iter().any(is_information) || !covered(&tokens[at..], left.number) {
            return None;
        }
        let has = |tokens: &[Token], w: Word| tokens.iter().any(|t| t.is(w));
        let before = &tokens[..at];
        let channel = before.iter().rposition(|t| t.is(Word::Channel));
        let summed =
            has(&tokens[channel.unwrap_or(0)..], Word::Sum) && !limits::one_channel(self.text, self.words, tokens);
        // 公开 without 主动 is all of it only where the sentence sums up.
        let plainly = tokens[at].is(Word::Disclose);
        if plainly && (!summed || self.said.parted) {
            return None;
        }
        let narrowed = has(before, Word::OtherScope)
            || has(before, Word::Foreign)
            || has(before, Word::Partial)
            || has(before, Word::Prior)
            || channel.is_some() && (plainly || !summed);
        (!narrowed && !others.before(self.text, tokens[at].start)).then_some(Role::Proactive)
    }

    /// The outcome or carry-over that the words before a number name: a leaf before its group.
    fn outcome(&self, left: Left<'_>) -> Option<Role> {
        let group = |r: u16| self.words.roles[r as usize].1;
        let mut found: Option<u16> = None;
        for token in left.tokens {
            let Kind::Word(Word::Outcome(r) | Word::Carried(r)) = token.kind else { continue };
            match found {
                None => found = Some(r),
                Some(f) if f == r || group(f) == Some(r) => {}
                Some(f) if group(r) == Some(f) => found = Some(r),
                // 予以公开或部分公开: two together.
                Some(_) => return None,
            }
        }
        found.map(Role::Listed)
    }

    /// True where an outcome is one of applications: 不予公开 of a request, and not of a review or of a piece of
    /// information.
    fn outcome_of_request(&self, left: Left<'_>, role: Role, unit: u16) -> bool {
        if left.any(|w| is_another(w) || matches!(w, Word::Review | Word::Litigation | Word::OfThese)) {
            return false;
        }
        let is_outcome = |t: &Token| matches!(t.kind, Kind::Word(Word::Outcome(_)));
        let Some(at) = left.tokens.iter().position(is_outcome) else {
            // 办结上年结转申请: what was answered of it, which need not be all.
            return Some(role) != self.words.carried_in.map(Role::Listed)
                || !left.has(Word::Answer)
                || left.has(Word::Part);
        };
        // 公开或部分公开: another outcome stands before this one.
        let before = &self.text[..left.tokens[at].start as usize];
        let joined = small_words::joins_on(before);
        // 主动公开、不予公开分别为307件、374件: which of them the first figure is of, their order says.
        let ordered = left.tokens[at..].iter().any(|t| t.is(Word::Each));
        // 不予公开信息27条: pieces of information, not requests.
        let pieces = self.words.is_piece_unit(unit)
            && left.tokens[at..].iter().any(|t| matches!(t.kind, Kind::Word(Word::Info | Word::Information)));
        !joined
            && !ordered
            && !pieces
            && !limits::for_a_reason(self.text, self.words, left.tokens, left.number, |r| {
                self.words.roles[usize::from(r)].1.is_some()
            })
    }

    /// 印发文件312件,其中不予公开180件; 受理投诉313件(含上年结转5件): something else is what the sentence counts.
    fn of_others(&self, left: Left<'_>, role: Role) -> bool {
        if left.has(Word::Requests) || left.has(Word::Request) {
            return false;
        }
        let carried = [self.words.carried_in, self.words.carried_out].contains(&match role {
            Role::Listed(index) => Some(index),
            _ => None,
        });
        let said = self.said;
        match said.subject {
            Subject::Review => carried,
            Subject::Foreign => said.requests.is_none(),
            _ => {
                !carried
                    && said.things
                    && said.requests.is_none()
                    && !left.any(|w| matches!(w, Word::Answer | Word::Handle))
            }
        }
    }

    fn review(&self, left: Left<'_>, i: usize) -> Option<Role> {
        let said = self.said;
        let is_act = |w| matches!(w, Word::Receive | Word::New | Word::Take | Word::Handle | Word::Answer);
        // In a section on requests, reviews are about them, unless someone handles them.
        let about = said.information
            || !said.cells
                && !limits::unrelated_after(&self.tokens[i + 1..])
                && (self.topic.review || self.topic.requests && !left.any(is_act) && !said.act.is_some_and(is_act));
        if said.other_scope
            || !about
            || !limits::ends_in_review(left.tokens, left.number, self.text)
            || left.any(|w| matches!(w, Word::Partial | Word::Unrelated))
            || left.any(|w| matches!(w, Word::Foreign | Word::Apart | Word::Both | Word::Answer))
        {
            return None;
        }
        let result = left.last(|w| if let Word::Result(r) = w { Some(r) } else { None });
        // 结果纠正共17件,其中行政复议14件: of that result, though it is not said again.
        let kind = |t: &&Token| {
            matches!(
                t.kind,
                Kind::Word(
                    Word::Review | Word::Litigation | Word::Both | Word::Direct | Word::AfterReview | Word::Result(_)
                )
            )
        };
        let begins = self.tokens[..i].iter().find(kind).is_some_and(|t| matches!(t.kind, Kind::Word(Word::Result(_))));
        if result.is_none() && begins {
            return None;
        }
        // 维持、纠正分别为3件、2件: their order says which.
        if left.any(|w| matches!(w, Word::Result(r) if Some(r) != result)) {
            return None;
        }
        let group = if left.has(Word::Direct) {
            1
        } else if left.has(Word::AfterReview) {
            2
        } else {
            match (left.has(Word::Review), left.has(Word::Litigation)) {
                (true, true) => return None,
                (true, false) => 0,
                (false, true) => 3,
                // 直接起诉6件,复议后起诉3件,已审结6件: of both, or of the last.
                (false, false) if said.both_groups && !said.in_brackets() => return None,
                (false, false) => said.group?,
            }
        };
        Some(Role::Review(group, result))
    }

    /// 涉及征地的申请3件: those about one thing only.
    fn narrowed(&self, left: Left<'_>) -> bool {
        let about = |t: &Token| matches!(t.kind, Kind::Word(Word::Requests | Word::Information | Word::Info));
        left.tokens
            .iter()
            .enumerate()
            .any(|(at, t)| t.is(Word::Narrow) && !left.tokens.get(at + 1).is_some_and(|n| about(n) && touch(t, n)))
    }

    /// 网上申请3件: one way of applying only.
    fn by_channel(&self, left: Left<'_>) -> bool {
        let at = |w: Word| left.tokens.iter().rposition(|t| t.is(w));
        at(Word::Channel).is_some_and(|channel| at(Word::Sum).is_none_or(|sum| sum < channel))
            || limits::one_channel(self.text, self.words, left.tokens)
    }

    /// Applications received and answered, by applicant or in all. None where the words say nothing of them.
    fn request(&self, left: Left<'_>, right: &[Token], scope: Option<u16>) -> Option<Reading> {
        let none = Reading::default();
        let said = self.said;
        let act = left.tokens.iter().rev().find_map(|t| match t.kind {
            Kind::Word(w) if w.is_act() => Some(w),
            _ => None,
        });
        let receives = |w: Word| matches!(w, Word::Receive | Word::New | Word::Take);
        let next_foreign = right.iter().take(2).any(|t| {
            matches!(t.kind, Kind::Word(Word::Review | Word::Litigation | Word::Both | Word::Row(_)))
                || matches!(t.kind, Kind::Word(w) if is_another(w))
        });
        // 接收行政许可申请52件: not of information.
        if left.any(|w| matches!(w, Word::Row(_))) {
            return Some(none);
        }
        let named = left.has(Word::Requests) || right.iter().any(|t| t.is(Word::Requests)) && !next_foreign;
        let about = named
            || self.topic.requests
                && !next_foreign
                && (left.has(Word::Request) || !act.is_some_and(receives) || touches(left.tokens, left.number));
        // 收到复议申请15件,办结12件: of the reviews.
        let of_reviews = self.said.subject == Subject::Review && !named && !left.has(Word::Request);
        if of_reviews && (act.is_some() || scope.is_some()) {
            return Some(none);
        }
        let unknown = !named && limits::unknown_request(left.tokens);
        let late = left.has(Word::Timely) && limits::late_beside(self.tokens);
        if let (Some(word), true) = (act, about) {
            if left.has(Word::OfThese) || unknown || late {
                return Some(none);
            }
            let both = left.any(|w| matches!(w, Word::Receive | Word::New))
                && left.any(|w| matches!(w, Word::Answer | Word::Handle));
            // 办结143件,其中本年新收134件; 新收申请办结43件: the answered among the new.
            let answered = said.parted && matches!(said.requests, Some((Role::ResultsTotal, _)));
            let new = left.has(Word::New);
            let role = match word {
                Word::Answer | Word::Handle if both && (said.parted || new) => None,
                Word::New if answered => None,
                Word::New => Some(Role::NewReceived),
                Word::Receive | Word::Take if !said.parted || scope.is_some() => Some(Role::NewReceived),
                Word::Answer | Word::Handle if both => Some(Role::NewReceived),
                // 其中3件办结 and 其中办结3件 are parts of what was answered.
                Word::Answer | Word::Handle if !said.parted => Some(Role::ResultsTotal),
                _ => None,
            };
            let loose = both || matches!(word, Word::Take | Word::Handle);
            return Some(Reading {
                role,
                scope: scope.filter(|_| role.is_some()),
                loose: loose && role.is_some(),
                new: word == Word::New && role.is_some(),
                cell: None,
            });
        }
        if act.is_none() && left.has(Word::Requests) && scope.is_none() && !said.parted {
            let received = said.act.is_some_and(receives) && said.whole.is_none();
            return Some(Reading { role: received.then_some(Role::NewReceived), loose: true, ..none });
        }
        let (Some(scope), None) = (scope, act) else { return None };
        // 自然人申请113件, after the whole it is a part of, or after 新收申请中.
        let whole = said.whole.or(match said.act {
            Some(w) if receives(w) && self.topic.requests => Some((Role::NewReceived, false)),
            Some(Word::Answer) if self.topic.requests => Some((Role::ResultsTotal, false)),
            _ => None,
        });
        Some(match whole {
            Some((whole @ (Role::NewReceived | Role::ResultsTotal), loose)) => {
                Reading { role: Some(whole), scope: Some(scope), loose, ..none }
            }
            _ => none,
        })
    }

    /// The number comes first: 4件为不予公开, 17件结转下年办理, 发生1件行政复议.
    fn number_first(&self, left: Left<'_>, right: &[Token], i: usize) -> Reading {
        let plain = |t: &Token| {
            matches!(
                t.kind,
                Kind::Word(Word::Filler | Word::Part | Word::Sum | Word::Outcome(_) | Word::Information)
                    | Kind::Pause
                    | Kind::Colon
                    | Kind::Year(_)
            )
        };
        if !left.tokens.iter().all(plain) {
            return Reading::default();
        }
        // 其余9件分别为内部事务信息2件: the words are those of the next number.
        let next = self.tokens.get(i + 1 + right.len());
        let owned = next.is_some_and(|t| matches!(t.kind, Kind::Count(_) | Kind::Percent { .. }));
        if any(right, |w| is_another(w) || matches!(w, Word::Review | Word::Litigation)) {
            return Reading::of(self.review_after(right, i));
        }
        if let Some(&Token { kind: Kind::Word(Word::Result(result)), .. }) = right.first()
            && right.iter().all(|t| matches!(t.kind, Kind::Word(Word::Result(r)) if r == result))
            && touch(&self.tokens[i], &right[0])
            && !owned
        {
            return Reading::of(self.result_after(left, result, i));
        }
        if owned {
            return Reading::default();
        }
        let named = right.iter().find_map(|t| match t.kind {
            Kind::Word(Word::Outcome(r) | Word::Carried(r)) => Some(Role::Listed(r)),
            _ => None,
        });
        // 提案29件,5件不予公开: something else is what the sentence counts.
        let requests = any(right, |w| matches!(w, Word::Requests | Word::Request));
        Reading::of(named.filter(|&role| requests || !self.of_others(left, role)))
    }

    /// 发生1件行政复议: the kind of review named right after the number.
    fn review_after(&self, right: &[Token], i: usize) -> Option<Role> {
        let (first, rest) = right.split_first()?;
        let other = |t: &Token| {
            matches!(t.kind, Kind::Word(Word::Answer | Word::Result(_)))
                || matches!(t.kind, Kind::Word(w) if is_another(w))
        };
        if rest.iter().any(other) || self.said.other_scope {
            return None;
        }
        let group = match first.kind {
            Kind::Word(Word::Review) => 0,
            Kind::Word(Word::Litigation) => 3,
            _ => return None,
        };
        let about = self.said.information
            || self.topic.review && !self.said.cells && !limits::unrelated_after(&self.tokens[i + 1..]);
        about.then_some(Role::Review(group, None))
    }

    /// 行政复议2起,1起维持: the result named right after the number, of the kind of review that was spoken of.
    fn result_after(&self, left: Left<'_>, result: u16, i: usize) -> Option<Role> {
        let said = self.said;
        let about = said.information || self.topic.review && !limits::unrelated_after(&self.tokens[i + 1..]);
        let sure = about && !said.cells && !said.other_scope && said.subject == Subject::Review && !said.both_groups;
        let group =
            said.group.filter(|_| sure && left.tokens.iter().all(|t| t.is(Word::Filler) || t.is(Word::Part)))?;
        Some(Role::Review(group, Some(result)))
    }
}
