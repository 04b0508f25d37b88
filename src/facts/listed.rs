//! Figures of a list whose verb stands before the first of them only: 制发规章1件、规范性文件2件.
//! Gives a role to counts that have none; judges nothing.

use serde::Deserialize;

use super::Count;

/// One role that a list may give (`listed` of the vocabulary of figures).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    role: String,
    /// One of these opens the list.
    verbs: Vec<String>,
    /// One of these touches the figure.
    nouns: Vec<String>,
    /// None of these stands between.
    unless: Vec<String>,
    units: Vec<String>,
}

/// Names the figures that stand alone with their noun in a list.
pub(super) fn name(counts: &mut [Count], text: &str, words: &[Listed]) {
    for count in counts.iter_mut().filter(|c| c.role.is_none() && c.scope == "total" && !c.in_words) {
        let Some(before) = text.get(count.clause.start as usize..count.number.start as usize) else { continue };
        let before = before.trim_end();
        let known = words.iter().find(|l| {
            let noun = l.nouns.iter().filter(|n| before.ends_with(n.as_str())).map(String::len).max();
            let unit = count.unit.as_ref().is_some_and(|u| l.units.contains(u));
            unit && noun.is_some_and(|noun| {
                let lead = &before[..before.len() - noun];
                // The list: a verb, other figures, and a pause right before the noun.
                lead.ends_with('、')
                    && l.verbs.iter().any(|v| lead.contains(v.as_str()))
                    && !l.unless.iter().any(|u| before.contains(u.as_str()))
            })
        });
        count.role = known.map(|l| l.role.clone());
    }
}
