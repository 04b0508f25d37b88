//! Figures said in words: 未收到 and 无 are zero, 均为自然人 is all of what was just counted.
//! Input: a sentence and the place of the word. What may mean something else is left out; nothing is judged.

use rust_decimal::Decimal;

use super::limits;
use super::neighbours::{clause, covered, left, right, touch};
use super::reading::Role;
use super::roles::Setting;
use crate::facts::model::Count;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Kind, Token};
use crate::lexicon::cells::Challenge;
use crate::source::Span;

/// Between a negation and what it denies: these make it say something else.
const OTHERWISE: [Word; 14] = [
    Word::Apart,
    Word::Hedge,
    Word::Carry,
    Word::Foreign,
    Word::OtherScope,
    Word::PartOfBody,
    Word::Partial,
    Word::Timely,
    Word::Unrelated,
    Word::Channel,
    Word::Delta,
    Word::Prior,
    Word::NotZero,
    Word::Rate,
];

/// 未收到, 无, 未发生: zero, of each thing that the clause denies.
pub(crate) fn denied(setting: &Setting<'_>, i: usize) -> [Option<Count>; 2] {
    const NONE: [Option<Count>; 2] = [None, None];
    let (tokens, said) = (setting.tokens, setting.said);
    if said.quoted || said.parted || said.elsewhere || said.part_of_year {
        return NONE;
    }
    let ends = |t: &Token| {
        matches!(
            t.kind,
            Kind::Comma
                | Kind::Semicolon
                | Kind::Stop
                | Kind::Count(_)
                | Kind::Percent { .. }
                | Kind::Word(Word::Not | Word::NotColumn(_))
                | Kind::Close
        )
    };
    if let Kind::Word(Word::NotColumn(column)) = tokens[i].kind {
        return [not_done(setting, i, column), None];
    }
    let tail = &tokens[i + 1..];
    let tail = &tail[..tail.iter().position(ends).unwrap_or(tail.len())];
    if tail.is_empty() {
        return denied_before(setting, i);
    }
    // 无结转: to the next year, where the sentence has spoken of answering.
    // 无一件结转: not one of them.
    let one =
        |t: &&Token| matches!(t.kind, Kind::Count(a) if a.chinese && a.value == Decimal::ONE && touch(&tokens[i], t));
    let skipped = usize::from(tokens.get(i + 1).as_ref().is_some_and(one));
    let behind = tail.get(1 + skipped..).unwrap_or_default();
    // 上年没有结转申请: into this year.
    let last_year = |t: &Token| {
        t.is(Word::Prior) || matches!(t.kind, Kind::Year(y) if setting.year.is_some_and(|own| y + 1 == own))
    };
    let into = left(tokens, i).iter().any(last_year);
    let requests = |t: &Token| matches!(t.kind, Kind::Word(Word::Request | Word::Requests | Word::Filler));
    let only = if into { behind.iter().all(requests) } else { skipped == 1 || tail.len() == 1 };
    let next = tokens.get(i + 1 + skipped).filter(|_| only);
    let carried = if into { setting.words.carried_in } else { setting.words.carried_out };
    if let (Some(carry), Some(role)) = (next, carried)
        && carry.is(Word::Carry)
    {
        return zeros(setting, i, [Some(Role::Listed(role)), None], Span { start: tokens[i].start, end: carry.end });
    }
    let has = |w: Word| tail.iter().any(|t| t.is(w));
    // 投诉 and 申诉 beside reviews are denied with them.
    let reviews = has(Word::Review) || has(Word::Litigation) || has(Word::Both);
    let otherwise = tail.iter().any(|t| match t.kind {
        Kind::Word(Word::Foreign) => !reviews,
        Kind::Word(Word::Outcome(_) | Word::Result(_) | Word::Row(_)) => true,
        Kind::Word(w) => OTHERWISE.contains(&w),
        _ => false,
    });
    let narrowed = left(tokens, i).iter().any(|t| {
        matches!(t.kind, Kind::Word(Word::OtherScope | Word::Channel | Word::Foreign | Word::Quota | Word::Prior))
    });
    let word = |t: &&Token| matches!(t.kind, Kind::Word(_));
    let Some(last) = tail.iter().rfind(word).filter(|_| !otherwise && !narrowed) else { return NONE };
    let start = tokens[i].start;
    if has(Word::Other) {
        return NONE;
    }
    let mut roles = [None; 2];
    if reviews && limits::narrow_cause(setting.text, setting.words, tail, tokens[i].end) {
        return NONE;
    }
    if reviews {
        roles[0] = (has(Word::Review) || has(Word::Both)).then_some(Role::Reviewed(Challenge::Review, None));
        roles[1] = (has(Word::Litigation) || has(Word::Both)).then_some(Role::Reviewed(Challenge::Litigation, None));
    } else if let Some(carried) =
        tail.iter().find_map(|t| if let Kind::Word(Word::Carried(r)) = t.kind { Some(r) } else { None })
    {
        roles[0] = Some(Role::Listed(carried));
    } else if has(Word::Requests) || has(Word::Request) && setting.topic.requests {
        // 未收到公民、法人的申请 denies all, 未收到法人的申请 a part.
        let scoped = tail.iter().any(|t| matches!(t.kind, Kind::Word(Word::Scope(_))));
        roles[0] = (scoped == has(Word::ScopeGroup)).then_some(Role::Received);
    }
    zeros(setting, i, roles, Span { start, end: last.end })
}

/// Counts of zero in words, of these roles; `i` is where the word of zero stands.
fn zeros(setting: &Setting<'_>, i: usize, roles: [Option<Role>; 2], span: Span) -> [Option<Count>; 2] {
    let token = setting.tokens[i];
    roles.map(|role| {
        let name = role?.name(setting.words)?;
        Some(Count {
            role: Some(name.to_owned()),
            scope: setting.words.whole_scope.as_str().to_owned(),
            value: Decimal::ZERO,
            unit: None,
            approximate: false,
            year: setting.said.year,
            span,
            number: Span { start: token.start, end: token.end },
            clause: clause(setting.tokens, i, setting.span),
            in_words: true,
            loose: false,
            new: false,
            said: true,
        })
    })
}

/// 行政复议、行政诉讼均为零: the word of zero comes last. Nothing but what it denies may stand before it in the clause.
fn denied_before(setting: &Setting<'_>, i: usize) -> [Option<Count>; 2] {
    let before = left(setting.tokens, i);
    let zero = &setting.tokens[i];
    let is_named =
        |t: &Token| matches!(t.kind, Kind::Word(Word::Review | Word::Litigation | Word::Both | Word::Requests));
    let Some(first) = before.iter().position(is_named) else { return [None, None] };
    let plain = |t: &Token| {
        let words =
            matches!(t.kind, Kind::Word(Word::Information | Word::Filler | Word::Every | Word::Sum | Word::Request));
        is_named(t) || words || matches!(t.kind, Kind::Pause | Kind::Year(_))
    };
    if !before.iter().all(plain) || !covered(&before[first..], zero.start) {
        return [None, None];
    }
    let has = |w: Word| before.iter().any(|t| t.is(w));
    let mut roles = [None; 2];
    if has(Word::Requests) {
        let alone = !before.iter().any(|t| matches!(t.kind, Kind::Word(Word::Review | Word::Litigation | Word::Both)));
        roles[0] = alone.then_some(Role::Received);
    } else {
        roles[0] = (has(Word::Review) || has(Word::Both)).then_some(Role::Reviewed(Challenge::Review, None));
        roles[1] = (has(Word::Litigation) || has(Word::Both)).then_some(Role::Reviewed(Challenge::Litigation, None));
    }
    zeros(setting, i, roles, Span { start: before[first].start, end: zero.end })
}

/// 未制发规范性文件, 未实施行政处罚: a row of a small table ends the clause, and nobody but the body itself begins it.
fn not_done(setting: &Setting<'_>, i: usize, column: u16) -> Option<Count> {
    let tokens = setting.tokens;
    let rest = right(tokens, i);
    let row = rest.iter().find_map(|t| if let Kind::Word(Word::Row(r)) = t.kind { Some(r) } else { None })?;
    let plain = |t: &Token| match t.kind {
        Kind::Word(Word::Row(r)) => r == row,
        Kind::Word(Word::Column(c)) => c == column,
        Kind::Word(Word::Filler) => true,
        _ => false,
    };
    let end = tokens.get(i + 1 + rest.len());
    let ends = match end {
        None => setting.span.end,
        Some(t) if matches!(t.kind, Kind::Comma | Kind::Semicolon | Kind::Stop) => t.start,
        Some(_) => return None,
    };
    let last = rest.last()?;
    let whole = rest.iter().all(plain) && covered(&tokens[i..i + 1 + rest.len()], ends);
    let before = left(tokens, i);
    let led = |t: &Token| matches!(t.kind, Kind::Year(_) | Kind::Word(Word::Filler));
    let from = before.first().map_or(tokens[i].start, |t| t.start);
    let begins = i.checked_sub(before.len() + 1).map_or(setting.span.start, |mark| tokens[mark].end);
    let mut gaps = Vec::new();
    let mut at = begins;
    for token in before.iter().chain(std::iter::once(&tokens[i])) {
        gaps.push(setting.text.get(at as usize..token.start as usize)?.trim());
        at = token.end;
    }
    let own = |gap: &&str| gap.is_empty() || setting.words.own.iter().any(|o| gap.starts_with(o.as_str()));
    if from < begins || !whole || !before.iter().all(led) || !gaps.iter().all(own) {
        return None;
    }
    let role = Role::Listed(setting.words.grids.role(row, column)?);
    let [count, _] = zeros(setting, i, [Some(role), None], Span { start: tokens[i].start, end: last.end });
    count
}

/// 均为自然人申请: all of what the figure before counted, under one kind of applicant.
pub(crate) fn every(setting: &Setting<'_>, i: usize, counts: &[Count]) -> Option<Count> {
    let (tokens, said) = (setting.tokens, setting.said);
    let (role @ Role::Received, loose) = said.whole? else { return None };
    let whole = counts.last().filter(|c| setting.words.whole_scope == c.scope && !c.in_words && !c.value.is_zero())?;
    let limited = said.parted || said.quoted || said.elsewhere || said.part_of_year;
    if limited || whole.role.as_deref() != role.name(setting.words) {
        return None;
    }
    let begins = i.checked_sub(1).is_some_and(|p| matches!(tokens[p].kind, Kind::Comma | Kind::Open | Kind::Semicolon));
    let applicant = tokens.get(i + 1).filter(|t| touch(&tokens[i], t))?;
    let Kind::Word(Word::Scope(scope)) = applicant.kind else { return None };
    let scope = setting.words.scopes.get(usize::from(scope))?;
    let alone = tokens.get(i + 2).is_none_or(|t| {
        matches!(t.kind, Kind::Comma | Kind::Semicolon | Kind::Stop | Kind::Close)
            || matches!(t.kind, Kind::Word(Word::Request | Word::Requests)) && touch(applicant, t)
    });
    (begins && alone).then(|| Count {
        scope: scope.as_str().to_owned(),
        span: Span { start: tokens[i].start, end: applicant.end },
        clause: clause(tokens, i, setting.span),
        in_words: true,
        loose,
        ..whole.clone()
    })
}
