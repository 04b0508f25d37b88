//! Messages of rules: every failure must have one, and every name in braces a value.

use super::mistakes::RuleFile;
use super::schema::RawRule;
use super::text::Text;
use crate::checks::kinds::Check;
use crate::checks::mistake_words::Thing;
use crate::checks::mistake_words::Wrong;
use crate::checks::parameter::Problems;
use crate::terms::Language;

pub(crate) fn check(rule: &RawRule, checks: &[&Check], file: &RuleFile, problems: &mut Problems) {
    let mut known: Vec<&str> = checks.iter().flat_map(|c| c.placeholders()).copied().collect();
    known.sort_unstable();
    known.dedup();
    let mut cases: Vec<&str> = checks.iter().flat_map(|c| c.cases()).copied().collect();
    cases.sort_unstable();
    cases.dedup();

    let of_cases = rule.cases.values().flat_map(|c| [&c.message, &c.remedy]);
    let of_variants = rule.variants.iter().flat_map(|v| [&v.message, &v.remedy]);
    let texts = of_cases.chain(of_variants).chain([&rule.message]).flatten().chain([&rule.remedy]);
    for text in texts.clone() {
        unknown_placeholders(text, &known, Some(file), problems);
    }
    if [&rule.title].into_iter().chain(&rule.explain).chain(texts).any(Text::is_packed) {
        problems.add(rule.id.mark, &Wrong::BadText);
    }

    for name in rule.cases.keys() {
        if !cases.contains(&name.as_str()) {
            problems.unknown(Thing::CASE, name, cases.iter().copied());
        }
    }
    for test in &rule.tests {
        if let Some(case) = &test.case
            && !cases.contains(&case.as_str())
        {
            problems.unknown(Thing::CASE, case, cases.iter().copied());
        }
    }
    let told = |case: &&str| rule.cases.iter().any(|(name, c)| name.as_str() == *case && c.message.is_some());
    let all_told = !cases.is_empty() && cases.iter().all(told);
    if rule.message.is_none() && !all_told && rule.variants.iter().any(|v| v.message.is_none()) {
        problems.add(rule.id.mark, &Wrong::NoMessage(&rule.id));
    }
}

/// Names in braces that the check does not fill in.
pub(crate) fn unknown_placeholders(text: &Text, known: &[&str], file: Option<&RuleFile>, problems: &mut Problems) {
    for language in [Language::Zh, Language::En] {
        let mark = text.mark(language);
        for name in placeholders(text.get(language)) {
            if known.contains(&name) {
                continue;
            }
            let inside = file.and_then(|f| f.text.get(mark.start as usize..mark.end as usize));
            let braced = format!("{{{name}}}");
            let at = inside.and_then(|s| s.find(&braced)).map_or(mark, |i| mark.part(i + 1..i + 1 + name.len()));
            problems.unknown_at(Thing::PLACEHOLDER, name, at, known.iter().copied());
        }
    }
}

/// The names in braces, in order.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_found_in_order() {
        let found: Vec<&str> = super::placeholders("{column}:{left} ≠ {right").collect();
        assert_eq!(found, ["column", "left"]);
    }
}
