//! A regular expression of a rule, over folded text; checked when loaded and compiled when first needed. Most runs see
//! one report, for which compiling costs more than searching: a small engine serves first, the fast one those asked
//! often.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use regex::Regex;
use regex_syntax::hir::{Hir, print::Printer};
use serde::{Deserialize, Deserializer};

use super::parameter::{Lazy, Scalar};
use super::prefilter::Sought;
use crate::source::Span;

/// Searches after which compiling for speed is worth while; a report takes some ten of all expressions.
const OFTEN: u32 = 32;

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Expression {
    pub source: Scalar<String>,
    begins: Lazy<bool>,
    small: Lazy<Option<regex_lite::Regex>>,
    fast: Lazy<Option<Regex>>,
    asked: Asked,
}

/// How often an expression was searched with; a copy begins anew.
#[derive(Debug, Default)]
struct Asked(AtomicU32);

impl Clone for Asked {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Expression {
    /// What is wrong with its writing.
    pub fn fault(&self) -> Option<String> {
        Regex::new(&self.source).err().map(|e| e.to_string())
    }

    /// The match in a span of the text that touches a place, where one of these words stands: its group 1 where the
    /// expression has one, else all of it. The words must be the same each time.
    pub fn touching(&self, text: &str, span: Span, place: Span, words: &[Sought]) -> Option<Span> {
        // What begins with a word that is found anyway is not searched for, only tried there.
        let begins = *self.begins.get_or_init(|| begins_with(&self.source, words));
        let span = if begins { Span::new(place.start as usize, span.end as usize) } else { span };
        let text = &text[span.range()];
        // Which engine is at work shows in nothing but time.
        if self.asked.0.fetch_add(1, Ordering::Relaxed) < OFTEN
            && let Some(regex) = self.small.get_or_init(|| small(&self.source, begins))
        {
            let group = |at| (regex.captures_len() > 1).then(|| regex.captures_at(text, at)).flatten()?.get(1);
            return touching(regex.find_iter(text).map(|m| m.range()), |at| Some(group(at)?.range()), span, place);
        }
        let regex = self.fast.get_or_init(|| Regex::new(&at_start(&self.source, begins)).ok()).as_ref()?;
        let group = |at| (regex.captures_len() > 1).then(|| regex.captures_at(text, at)).flatten()?.get(1);
        touching(regex.find_iter(text).map(|m| m.range()), |at| Some(group(at)?.range()), span, place)
    }
}

/// The expression, to be tried at the start of a text alone where it is known to begin there.
fn at_start(source: &str, begins: bool) -> Cow<'_, str> {
    if begins { format!("^(?:{source})").into() } else { source.into() }
}

/// Whether all that an expression finds begins with one of these words, as far as its first letters show without it
/// being parsed.
fn begins_with(source: &str, words: &[Sought]) -> bool {
    const SPECIAL: [char; 13] = ['\\', '.', '+', '*', '?', '(', ')', '|', '[', ']', '{', '^', '$'];
    let begun = |text: &str| words.iter().any(|word| !word.is_empty() && text.starts_with(&**word));
    let inside = source.strip_prefix("(?:").or_else(|| source.strip_prefix('('));
    let (first, rest) = match inside.and_then(|inside| inside.split_once(')')) {
        Some((first, rest)) if !rest.starts_with(['?', '*', '{']) => (first, rest),
        Some(_) => return false,
        None => {
            let end = source.find(SPECIAL).unwrap_or(source.len());
            let (mut first, rest) = source.split_at(end);
            if rest.starts_with(['?', '*', '{']) {
                first = first.char_indices().next_back().map_or("", |(last, _)| &first[..last]);
            }
            (first, rest)
        }
    };
    first.split('|').all(|one| begun(one) && !one.contains(SPECIAL)) && !has_branches(rest)
}

/// Whether an expression has branches outside all groups; where that is hard to tell, it has.
fn has_branches(source: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = source;
    while let Some(at) = rest.find(['\\', '[', '(', ')', '|']) {
        rest = &rest[at..];
        let end = match rest.as_bytes()[0] {
            b'(' => {
                depth += 1;
                1
            }
            b')' => {
                depth = depth.saturating_sub(1);
                1
            }
            b'|' if depth == 0 => return true,
            b'|' => 1,
            b'[' => match class_end(rest) {
                Some(end) => end,
                None => return true,
            },
            _ => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        rest = &rest[end..];
    }
    false
}

/// Groups cost more than the match: they are asked for only where it touches the place.
fn touching(
    found: impl Iterator<Item = Range<usize>>,
    group: impl Fn(usize) -> Option<Range<usize>>,
    span: Span,
    place: Span,
) -> Option<Span> {
    for range in found {
        let at = range.start;
        let all = span.part(range);
        if all.start > place.end {
            return None;
        }
        if place.start <= all.end {
            return Some(group(at).map_or(all, |group| span.part(group)));
        }
    }
    None
}

/// The expression for the small engine; none where that would read something else.
fn small(source: &str, begins: bool) -> Option<regex_lite::Regex> {
    regex_lite::Regex::new(&at_start(&plain(source).or_else(|| printed(source))?, begins)).ok()
}

/// An expression with all its classes written out as ranges; none where the small engine would read something else: it
/// takes words for ASCII.
fn printed(source: &str) -> Option<String> {
    let hir: Hir = regex_syntax::parse(source).ok()?;
    if hir.properties().look_set().contains_word() {
        return None;
    }
    let mut plain = String::new();
    Printer::new().print(&hir, &mut plain).ok()?;
    Some(plain)
}

/// The same with only those classes written out that the small engine does not know; none where flags or names of
/// characters ask for more. Most of an expression is words, which take long to parse for nothing.
fn plain(source: &str) -> Option<String> {
    let mut out = String::with_capacity(source.len() + 256);
    let mut rest = source;
    while let Some(at) = rest.find(['\\', '[', '(']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.as_bytes() {
            [b'(', b'?', b':', ..] => 3,
            [b'(', b'?', ..] => return None,
            [b'(', ..] => 1,
            [b'[', ..] => class_end(rest)?,
            _ => 1 + rest.chars().nth(1)?.len_utf8(),
        };
        let piece = &rest[..end];
        match piece.as_bytes() {
            [b'\\', b's' | b'S' | b'd' | b'D'] => out.push_str(&printed(piece)?),
            [b'\\', letter] if letter.is_ascii_alphabetic() && !is_character(*letter) => return None,
            [b'[', ..] if is_beyond_small(&piece[1..end - 1]) => out.push_str(&printed(piece)?),
            _ => out.push_str(piece),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Some(out)
}

/// Whether a letter behind a backslash stands for a character, as both engines read it.
fn is_character(letter: u8) -> bool {
    matches!(letter, b'n' | b't' | b'r' | b'u' | b'x')
}

/// The end of the class that a text begins with, classes inside it skipped; none where a bracket stands first in it for
/// itself.
fn class_end(text: &str) -> Option<usize> {
    if text.starts_with("[]") || text.starts_with("[^]") {
        return None;
    }
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' if depth == 1 => return Some(at + 1),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a class is made of others, or holds one by name.
fn is_beyond_small(inside: &str) -> bool {
    let named = |pair: &[u8]| pair[0] == b'\\' && pair[1].is_ascii_alphabetic() && !is_character(pair[1]);
    let joined = |pair: &[u8]| matches!(pair, b"&&" | b"--" | b"~~");
    inside.contains('[') || inside.as_bytes().windows(2).any(|pair| named(pair) || joined(pair))
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = Scalar::deserialize(deserializer)?;
        Ok(Self {
            source,
            begins: Lazy::default(),
            small: Lazy::default(),
            fast: Lazy::default(),
            asked: Asked::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_its_words_is_told() {
        let words = ["电话", "传真", "http://"].map(|word| Sought::from(word.to_owned()));
        for source in ["(?:电话|传真)[0-9]+", "(电话)[:是]?", "电话(?:号码)?[|)]", "http://[a-z]", "(?:电话(0|1))?x|y"]
        {
            assert_eq!(begins_with(source, &words), !source.ends_with('y'), "{source}");
        }
        for source in [
            "(?:电话|传真)?[0-9]+",
            "电?话",
            "(?:电话|手机)[0-9]",
            "电话|手机",
            "[电话]",
            "(?i)电话",
            "^电话",
            r"\d电话",
            "",
        ] {
            assert!(!begins_with(source, &words), "{source}");
        }
    }

    #[test]
    fn what_is_tried_at_its_word_is_what_a_search_finds() {
        let text = "电话是0999-1,传真2;办公电话:0999-3";
        let words = ["电话", "传真"].map(|word| Sought::from(word.to_owned()));
        for source in ["(?:电话|传真)[:是]?([0-9-]+)", "电话[^,]{0,3}"] {
            let tried = Expression {
                source: Scalar { value: source.to_owned(), mark: Default::default() },
                begins: Lazy::default(),
                small: Lazy::default(),
                fast: Lazy::default(),
                asked: Asked::default(),
            };
            let searched = tried.clone();
            assert!(
                *tried.begins.get_or_init(|| begins_with(source, &words)) && !*searched.begins.get_or_init(|| false)
            );
            let whole = Span::new(0, text.len());
            for (at, word) in words.iter().flat_map(|w| text.match_indices(&**w)) {
                let place = Span::new(at, at + word.len());
                let found = tried.touching(text, whole, place, &words);
                assert_eq!(found, searched.touching(text, whole, place, &words), "{source} at {at}");
                assert!(found.is_some() || word == "传真");
            }
        }
    }

    #[test]
    fn both_engines_find_the_same() {
        let sources = [
            r"^\s*(?:20[0-9]{2}年(?:度)?[,、]?)?([\u4e00-\u9fff&&[^各和我本]]{2,16}?(?:局|厅))(?:认真|积极)*(?:贯彻|落实)",
            r"(?:现|特|兹|根据)[^。;\n《]{0,60}?(?:公布|发布|编制)(?:了|本)?[^。;\n《,]{0,24}?20[0-9]{2}年",
            r"((?:[0-9]{1,2}|[一二三]{1,3})(?:个|大)?(?:部分|方面))[^。;\n]{0,12}(?:组成|$|[。,;])",
            r"(\d+)\s*(?:件|条)",
            r"(?i)x+|\p{Han}{3}",
            r".*?(年)",
            r"[\d,、&&[^3]]+[^[:alpha:]件]",
            r"\(?[\[\]①-⑨]?(年)\s\S",
            r"",
        ];
        let texts = [
            "  2023年,云河县水利局认真贯彻落实条例。",
            "根据条例,现将本局2022年度报告予以公布,共六个部分组成。",
            "本报告由十二个部分组成;收到申请 12 件, ３条,XX件",
            "我局贯彻",
            "年年有年",
            "",
        ];
        for source in sources {
            let fast = Regex::new(source).expect("an expression");
            let small = small(source, false).expect("one for the small engine too");
            assert_eq!(small.captures_len(), fast.captures_len(), "{source}");
            for text in texts {
                let found: Vec<_> = fast.find_iter(text).map(|m| m.range()).collect();
                assert_eq!(small.find_iter(text).map(|m| m.range()).collect::<Vec<_>>(), found, "{source} in {text}");
                let groups = |at| {
                    let (fast, small) = (fast.captures_at(text, at)?, small.captures_at(text, at)?);
                    let of = |n| (fast.get(n).map(|m| m.range()), small.get(n).map(|m| m.range()));
                    Some([of(0), of(1)])
                };
                for at in found.iter().map(|r| r.start) {
                    let groups = groups(at).expect("a match");
                    assert!(groups.iter().all(|(fast, small)| fast == small), "{source} in {text}");
                }
            }
        }
        assert!(small(r"\bx", false).is_none());
        assert_eq!(plain(r"(?:年|月)[0-9\n]{2}\u4e00").as_deref(), Some(r"(?:年|月)[0-9\n]{2}\u4e00"));
    }
}
