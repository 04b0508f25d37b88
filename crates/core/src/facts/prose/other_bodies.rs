//! Whether another body than the reporting one is what a verb speaks of: 市公安局受理申请233件 in a city's report.
//! Input: the text before the verb, and the agency's name. Knows no role.

use crate::facts::model::Profile;
use crate::language::dates::{ANNUAL, YEAR};
use crate::lexicon::Str;
use crate::lexicon::counts::CountWords;
use crate::search::ends_with;

/// Bytes before a verb that are looked at.
const REACH: usize = 120;

pub(crate) struct OtherBodies<'a> {
    words: &'a CountWords,
    /// The reporting body's name, without the words that names may leave out (人民).
    agency: Option<String>,
}

impl<'a> OtherBodies<'a> {
    pub(crate) fn new(words: &'a CountWords, profile: &Profile) -> Self {
        Self { words, agency: profile.agency_folded.as_ref().map(|a| without(a, &words.elided)) }
    }

    /// True where another body is named right before the verb that begins here.
    pub(crate) fn before(&self, text: &str, verb: u32) -> bool {
        let Some(agency) = &self.agency else { return false };
        let from = text.floor_char_boundary((verb as usize).saturating_sub(REACH));
        let mut before = &text[from..verb as usize];
        loop {
            // 12个县(区)共收到: what is added to a name in brackets is no part of it.
            let blank = before.trim_end_matches([' ', '\n']);
            let blank = blank.strip_suffix(')').and_then(|b| b.rfind('(').map(|open| &b[..open])).unwrap_or(blank);
            let trimmed =
                self.words.leads.iter().fold(blank, |t, w| if ends_with(t, w) { &t[..t.len() - w.len()] } else { t });
            if trimmed.len() == before.len() {
                break;
            }
            before = trimmed;
        }
        let ends = |list: &[Str]| list.iter().any(|w| ends_with(before, w));
        if ends(&self.words.wider) && !ends(&self.words.tools) {
            return true;
        }
        if !self.words.bodies.iter().any(|b| ends_with(before, b)) {
            return false;
        }
        let start = before
            .rfind(|c: char| matches!(c, ',' | '。' | ';' | ':' | '、' | '(' | ')' | '\n' | YEAR) || c.is_ascii_digit())
            .map_or(0, |p| p + before[p..].chars().next().map_or(1, char::len_utf8));
        let name = &before[start..];
        let name = without(name.strip_prefix(ANNUAL).unwrap_or(name), &self.words.elided);
        if self.words.own.iter().any(|o| name.contains(o.as_str())) {
            return false;
        }
        // 市公安局 in the report of its 分局: the superior's.
        let longer = agency.strip_prefix(name.as_str()).filter(|rest| !rest.is_empty());
        if longer.is_some_and(|rest| self.words.branches.iter().any(|b| rest.ends_with(b.as_str()))) {
            return true;
        }
        let tail = name.char_indices().rev().nth(2).map_or(name.as_str(), |(p, _)| &name[p..]);
        !abbreviates(tail, agency)
    }
}

/// The characters of the short name stand in the long one in their order: 住建局 of 住房和城乡建设局.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

fn without(name: &str, elided: &[Str]) -> String {
    elided.iter().fold(name.to_owned(), |name, word| {
        if name.contains(word.as_str()) { name.replace(word.as_str(), "") } else { name }
    })
}
