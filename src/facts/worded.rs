//! Figures said in words: 未收到 and 无 are zero, 均为自然人 is all of what was just counted.
//! Input: a sentence and the place of the word. What may mean something else is left out; nothing is judged.

use rust_decimal::Decimal;

use super::Count;
use super::clauses::{Kind, Token};
use super::count_words::Word;
use super::phrases::{clause, left, touch};
use super::roles::{Role, Setting};
use crate::source::Span;

/// Between a negation and what it denies: these make it say something else.
const OTHERWISE: [Word; 10] = [
    Word::Apart,
    Word::Hedge,
    Word::Carry,
    Word::Foreign,
    Word::OtherScope,
    Word::Channel,
    Word::Delta,
    Word::Prior,
    Word::NotZero,
    Word::Rate,
];

/// 未收到, 无, 未发生: zero, of each thing that the clause denies.
pub(super) fn denied(setting: &Setting<'_>, i: usize) -> [Option<Count>; 2] {
    const NONE: [Option<Count>; 2] = [None, None];
    let (tokens, said) = (setting.tokens, setting.said);
    if said.quoted || said.parted || said.elsewhere {
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
                | Kind::Word(Word::Not)
                | Kind::Close
        )
    };
    let tail = &tokens[i + 1..];
    let tail = &tail[..tail.iter().position(ends).unwrap_or(tail.len())];
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
    let Some(last) = tail.last().filter(|_| !otherwise && !narrowed) else { return NONE };
    let start = tokens[i].start;
    if has(Word::Other) {
        return NONE;
    }
    let mut roles = [None; 2];
    if reviews {
        roles[0] = (has(Word::Review) || has(Word::Both)).then_some(Role::Review(0, None));
        roles[1] = (has(Word::Litigation) || has(Word::Both)).then_some(Role::Review(3, None));
    } else if let Some(carried) =
        tail.iter().find_map(|t| if let Kind::Word(Word::Carried(r)) = t.kind { Some(r) } else { None })
    {
        roles[0] = Some(Role::Listed(carried));
    } else if has(Word::Requests) || has(Word::Request) && setting.topic.requests {
        // 未收到公民、法人的申请 denies all, 未收到法人的申请 a part.
        let scoped = tail.iter().any(|t| matches!(t.kind, Kind::Word(Word::Scope(_))));
        roles[0] = (scoped == has(Word::ScopeGroup)).then_some(Role::NewReceived);
    }
    let clause = clause(tokens, i, setting.span);
    roles.map(|role| {
        let name = role?.name(setting.words);
        Some(Count {
            role: Some(name),
            scope: "total".into(),
            value: Decimal::ZERO,
            unit: None,
            approximate: false,
            year: said.year,
            span: Span { start, end: last.end },
            number: Span { start, end: tokens[i].end },
            clause,
            in_words: true,
            loose: false,
        })
    })
}

/// 均为自然人申请: all of what the figure before counted, under one kind of applicant.
pub(super) fn every(setting: &Setting<'_>, i: usize, counts: &[Count]) -> Option<Count> {
    let (tokens, said) = (setting.tokens, setting.said);
    let (role @ Role::NewReceived, loose) = said.whole? else { return None };
    let whole = counts.last().filter(|c| c.scope == "total" && !c.in_words && !c.value.is_zero())?;
    let limited = said.parted || said.quoted || said.elsewhere;
    if limited || whole.role.as_deref() != Some(role.name(setting.words).as_str()) {
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
