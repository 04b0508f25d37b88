//! What changes in the rules from one year to another, or from one rulebook to another.

use super::explain::cite;
use super::listing::period;
use crate::facts::model::{Profile, Stated};
use crate::output::wrap::wrap;
use crate::output::{Screen, Tone};
use crate::rulebook::{RawAmendment, RawRule, Resolved, Rulebook};
use crate::source::Format;
use crate::terms::Language;

/// The rules of one side: of a year, or all there are.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'b> {
    pub rulebook: &'b Rulebook,
    pub year: Option<i16>,
    pub place: Option<&'b str>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    Removed,
    Changed,
}

/// A rule that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ChangedRule {
    pub rule: String,
    pub title: String,
    pub change: Change,
    pub fields: Vec<ChangedField>,
}

/// A field of it; the parameters of a check are not set out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ChangedField {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// Formats that a rule may be for.
const FORMATS: [Format; 6] = [Format::Txt, Format::Md, Format::Html, Format::Docx, Format::Pdf, Format::Ofd];

/// A field with its value, and what is compared where that is not what is shown.
type Field = (&'static str, String, String);

/// The rules that differ, in the order of their ids.
pub fn diff(before: Edition<'_>, after: Edition<'_>, language: Language) -> Vec<ChangedRule> {
    let ids = |e: Edition<'_>| e.rulebook.rules.iter().map(|r| r.id.value.clone()).collect::<Vec<_>>();
    let mut all = ids(before);
    all.extend(ids(after));
    all.sort();
    all.dedup();
    let changed = all.into_iter().filter_map(|id| {
        let title = [after, before].iter().find_map(|e| e.rulebook.rule(&id)).map(|r| r.title.get(language).to_owned());
        let (old, new) = (before.fields(&id, language), after.fields(&id, language));
        let (change, fields) = match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => (Change::Added, Vec::new()),
            (Some(_), None) => (Change::Removed, Vec::new()),
            (Some(old), Some(new)) => {
                let pairs = old.into_iter().zip(new).filter(|(old, new)| old.2 != new.2);
                let field = |(old, new): (Field, Field)| ChangedField { field: old.0, before: old.1, after: new.1 };
                (Change::Changed, pairs.map(field).collect())
            }
        };
        let same = change == Change::Changed && fields.is_empty();
        (!same).then(|| ChangedRule { rule: id, title: title.unwrap_or_default(), change, fields })
    });
    changed.collect()
}

impl Edition<'_> {
    /// The fields of a rule; none where it does not hold.
    fn fields(self, id: &str, language: Language) -> Option<Vec<Field>> {
        let rule = self.rulebook.rule(id)?;
        if self.year.is_none() && self.place.is_none() {
            return Some(whole(rule, self.rulebook, language));
        }
        let profile = Profile {
            place: self.place.map(str::to_owned),
            report_year: self.year.map(|value| Stated { value, span: None }),
            ..Profile::default()
        };
        // One that holds for some formats holds.
        let format = rule.applies.format.first().and_then(|f| FORMATS.into_iter().find(|g| g.name() == f.as_str()));
        let resolved = self.rulebook.resolve_one(rule, &profile, format.unwrap_or(Format::Md))?;
        Some(of_time(&resolved, self.rulebook, language))
    }
}

fn shown(field: &'static str, value: String) -> Field {
    let shown = if value.is_empty() { "—".to_owned() } else { value.clone() };
    (field, shown, value)
}

fn of_time(resolved: &Resolved<'_>, rulebook: &Rulebook, language: Language) -> Vec<Field> {
    let basis: Vec<String> = resolved.basis().map(|b| cite(b, rulebook, language)).collect();
    vec![
        shown("severity", resolved.severity(None).name().to_owned()),
        shown("weight", resolved.weight().to_string()),
        shown("basis", basis.join(language.pick("；", "; "))),
        shown("message", resolved.message(None).get(language).to_owned()),
        shown("remedy", resolved.remedy(None).get(language).to_owned()),
        check("check", format!("{:?}", resolved.check()), language),
    ]
}

fn whole(rule: &RawRule, rulebook: &Rulebook, language: Language) -> Vec<Field> {
    let periods: Vec<String> = rule.variants.iter().map(|v| period(v, language)).collect();
    let basis: Vec<String> = rule.variants.iter().flat_map(|v| &v.basis).map(|b| cite(b, rulebook, language)).collect();
    let message = rule.message.as_ref().map_or("", |m| m.get(language));
    vec![
        shown("severity", rule.severity.name().to_owned()),
        shown("weight", rule.weight.to_string()),
        shown("periods", periods.join(language.pick("；", "; "))),
        shown("basis", basis.join(language.pick("；", "; "))),
        shown("message", message.to_owned()),
        shown("remedy", rule.remedy.get(language).to_owned()),
        check("applies", format!("{:?}{:?}", rule.applies, rule.needs), language),
        check("check", format!("{:?}", rule.checks().collect::<Vec<_>>()), language),
        check("amendments", rule.amendments.iter().map(|a| amendment(a, language)).collect(), language),
    ]
}

/// All that an amendment says; texts by what they read, since those of a packed rulebook are numbers.
fn amendment(a: &RawAmendment, language: Language) -> String {
    let texts = [&a.message, &a.remedy].map(|t| t.as_ref().map(|t| t.get(language)));
    let (time, place) = ((&a.from, &a.until), a.place.as_str());
    format!("{place}{time:?}{:?}{:?}{:?}{:?}{texts:?}", a.exempt, a.severity, a.weight, a.basis)
}

/// A field that is too long to be shown.
fn check(field: &'static str, all: String, language: Language) -> Field {
    (field, language.pick("（参数）", "(parameters)").to_owned(), all)
}

/// The list for a terminal.
pub fn diff_text(rules: &[ChangedRule], screen: &Screen) -> String {
    let mut out = String::new();
    for rule in rules {
        let (mark, tone) = match rule.change {
            Change::Added => ('+', Tone::Info),
            Change::Removed => ('-', Tone::Error),
            Change::Changed => ('~', Tone::Warning),
        };
        let head = format!("{mark} {}  {}", rule.rule, rule.title);
        out.push_str(&format!("{}\n", screen.paint.tone(tone, &wrap(&head, screen.width).join("\n    "))));
        for ChangedField { field, before, after } in &rule.fields {
            let line = match before == after {
                true => format!("{field}{}", screen.say("：参数不同", ": other parameters")),
                false => format!("{field}{}{before} → {after}", screen.say("：", ": ")),
            };
            out.push_str(&format!("    {}\n", wrap(&line, screen.width.saturating_sub(6)).join("\n      ")));
        }
    }
    let count = |change| rules.iter().filter(|r| r.change == change).count();
    let (added, removed, changed) = (count(Change::Added), count(Change::Removed), count(Change::Changed));
    let gap = if out.is_empty() { "" } else { "\n" };
    out.push_str(&match screen.language {
        Language::Zh => format!("{gap}新增 {added} 条，不再适用 {removed} 条，有变化 {changed} 条\n"),
        Language::En => format!("{gap}{added} added, {removed} removed, {changed} changed\n"),
    });
    out
}
