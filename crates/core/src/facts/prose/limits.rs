//! What limits a figure in prose to a part of what its words name: one channel, one reason, other cases than those
//! about information. Input: tokens of a sentence. Says only whether such a limit stands there; knows no role.

use super::neighbours::{reaches, touch};
use crate::lexicon::Str;
use crate::lexicon::alphabet::Word;
use crate::lexicon::alphabet::{Kind, Token};
use crate::lexicon::counts::CountWords;

fn between(text: &str, from: u32, to: u32) -> &str {
    text.get(from as usize..to as usize).unwrap_or_default()
}

fn has_any(text: &str, words: &[Str]) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}

/// 累计: added up, perhaps over years.
pub(crate) fn cumulative(text: &str, words: &CountWords, left: &[Token]) -> bool {
    left.iter().any(|t| t.is(Word::Sum) && words.cumulative.iter().any(|w| w == between(text, t.start, t.end)))
}

/// 通过平台共受理: one way of applying or publishing, though the words sum up; 网站、信函等渠道 are all of them.
pub(crate) fn one_channel(text: &str, words: &CountWords, left: &[Token]) -> bool {
    let mut channels = left.iter().filter(|t| t.is(Word::Channel));
    let Some(first) = channels.next() else { return false };
    let last = channels.next_back().unwrap_or(first);
    let listed = left.iter().any(|t| t.kind == Kind::Pause && (first.end..=last.start).contains(&t.start));
    let end = left.last().map_or(last.end, |t| t.start);
    !listed && !has_any(between(text, last.end, end), &words.lists.open_ended)
}

/// 因个人隐私不予公开2件; 重复申请等不予处理3件: a group of outcomes for a reason that is no leaf of it, or for several.
pub(crate) fn for_a_reason(
    text: &str,
    words: &CountWords,
    left: &[Token],
    number: u32,
    is_leaf: impl Fn(u16) -> bool,
) -> bool {
    let outcome = |t: &Token| if let Kind::Word(Word::Outcome(r)) = t.kind { Some(r) } else { None };
    let (Some(first), Some(at)) = (left.first(), left.iter().position(|t| outcome(t).is_some())) else { return false };
    if left.iter().filter_map(outcome).any(&is_leaf) {
        return has_any(between(text, left[at].end, number), &words.lists.open_ended);
    }
    // Words before the first token belong to the clause as well.
    let from = text[..first.start as usize].rfind([',', '。', ';', ':', '、', '(', ')', '\n']).map_or(0, |p| p as u32);
    has_any(between(text, from, left[at].start), &words.causes)
}

/// Nothing but plain words stands between a review or its result and the number: not 复议纠错, 复议机关已作出决定.
pub(crate) fn ends_in_review(left: &[Token], number: u32, text: &str) -> bool {
    let named = |t: &Token| {
        matches!(
            t.kind,
            Kind::Word(Word::Review | Word::Litigation | Word::Direct | Word::AfterReview | Word::Result(_))
        )
    };
    let Some(at) = left.iter().rposition(named) else { return true };
    let plain = |t: &Token| {
        matches!(
            t.kind,
            Kind::Pause
                | Kind::Colon
                | Kind::Quote
                | Kind::Year(_)
                | Kind::Word(
                    Word::Filler
                        | Word::Sum
                        | Word::Request
                        | Word::Requests
                        | Word::Info
                        | Word::Information
                        | Word::Each
                        | Word::Every
                        | Word::Receive
                        | Word::New
                        | Word::Take
                        | Word::Handle
                )
        )
    };
    left[at + 1..].iter().all(plain)
        && left[at..].windows(2).all(|w| touch(&w[0], &w[1]))
        && reaches(text, left, number)
}

/// What follows a figure in its sentence says that not all of its cases are about information.
pub(crate) fn unrelated_after(rest: &[Token]) -> bool {
    let rest = &rest[..rest.iter().position(|t| t.kind == Kind::Semicolon).unwrap_or(rest.len())];
    let part = rest.iter().position(|t| t.is(Word::Part)).unwrap_or(rest.len());
    rest.iter().any(|t| t.is(Word::Unrelated))
        || rest[part..].iter().any(|t| matches!(t.kind, Kind::Word(Word::Information | Word::Requests)))
}

/// 受理居住证申请: applications for something that the vocabulary does not know.
pub(crate) fn unknown_request(left: &[Token]) -> bool {
    let Some(request) = left.iter().rposition(|t| t.is(Word::Request)) else { return false };
    let is_act = |t: &Token| matches!(t.kind, Kind::Word(w) if w.is_act());
    let Some(act) = left[..request].iter().rposition(is_act) else { return false };
    !left[act..=request].windows(2).all(|w| touch(&w[0], &w[1]))
}

/// 延期办结9件 stands beside what was answered in time.
pub(crate) fn late_beside(tokens: &[Token]) -> bool {
    let passed = |t: &&Token| {
        matches!(
            t.kind,
            Kind::Word(Word::Answer | Word::Handle | Word::Apart | Word::Filler | Word::Requests | Word::Request)
        )
    };
    tokens.iter().enumerate().filter(|(_, t)| t.is(Word::Apart)).any(|(at, _)| {
        let figure = tokens[at + 1..].iter().find(|t| !passed(t));
        figure.is_some_and(|t| matches!(t.kind, Kind::Count(a) if a.unit.is_some() && !a.value.is_zero()))
    })
}

/// 因不履行公开义务引发的诉讼, 因信息公开收费引发的: a cause that is narrower than open government information.
pub(crate) fn narrow_cause(text: &str, words: &CountWords, tokens: &[Token], from: u32) -> bool {
    let named = |t: &Token| matches!(t.kind, Kind::Word(Word::Review | Word::Litigation | Word::Both));
    let Some(review) = tokens.iter().position(named) else { return false };
    let cause = between(text, from, tokens[review].start);
    let begins = words.causes.iter().filter_map(|c| cause.find(c.as_str()).map(|at| at + c.len())).min();
    let Some(begins) = begins.map(|at| from + at as u32) else { return false };
    let mut at = begins;
    let mut about = false;
    for token in tokens[..review].iter().filter(|t| t.start >= begins) {
        let is_about = matches!(token.kind, Kind::Word(Word::Information | Word::Requests | Word::Info));
        // 本机关, 我局 may stand before what the cause is about; after it only words that add nothing.
        let gap = between(text, at, token.start);
        if about && !joins(gap, words) || !about && !gap.is_empty() && !has_any(gap, &words.own) && !joins(gap, words) {
            return true;
        }
        match token.kind {
            _ if is_about => about = true,
            // 引发的: what follows stands beside the reviews.
            Kind::Word(Word::Filler) if about => return false,
            Kind::Word(Word::Filler | Word::Request | Word::Answer) => {}
            Kind::Pause if about => {}
            _ => return true,
        }
        at = token.end;
    }
    !about || !joins(between(text, at, tokens[review].start), words)
}

/// The text is made of words that narrow nothing.
fn joins(mut text: &str, words: &CountWords) -> bool {
    loop {
        text = text.trim_matches([' ', '\n']);
        let rest = words.cause_joins.iter().filter_map(|w| text.strip_prefix(w.as_str())).min_by_key(|r| r.len());
        match rest {
            Some(rest) => text = rest,
            None => return text.is_empty(),
        }
    }
}
