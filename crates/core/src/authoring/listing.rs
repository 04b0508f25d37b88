//! The rules as a list, and a rule by its name.

use crate::output::wrap::{pad, width, wrap};
use crate::output::{Screen, Tone, severity_tone as tone};
use crate::rulebook::{Axis, Bound, RawRule, RawVariant, Rulebook};
use crate::search::nearest;
use crate::terms::{Category, Language, Severity};

/// One line of `rules list`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RuleRow {
    pub id: String,
    pub category: Category,
    pub severity: Severity,
    pub weight: u8,
    /// From the first year or day to the last.
    pub period: String,
    /// Numbers of the instruments, without repetition.
    pub basis: Vec<String>,
    pub title: String,
}

/// Which rules to list; an empty list admits all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub categories: Vec<Category>,
    pub severities: Vec<Severity>,
}

impl Filter {
    fn admits(&self, rule: &RawRule) -> bool {
        let Self { categories, severities } = self;
        (categories.is_empty() || categories.contains(&rule.category))
            && (severities.is_empty() || severities.contains(&rule.severity))
    }
}

/// The rules, in the order of their ids.
pub fn list(rulebook: &Rulebook, filter: &Filter, language: Language) -> Vec<RuleRow> {
    rulebook.rules.iter().filter(|rule| filter.admits(rule)).map(|rule| row(rulebook, rule, language)).collect()
}

fn row(rulebook: &Rulebook, rule: &RawRule, language: Language) -> RuleRow {
    let mut basis: Vec<String> = Vec::new();
    for id in rule.variants.iter().flat_map(|v| &v.basis).map(|b| &b.instrument.value) {
        let number = rulebook.law.instruments.get(id).map_or(id, |i| &i.number);
        if !basis.contains(number) {
            basis.push(number.clone());
        }
    }
    RuleRow {
        id: rule.id.value.clone(),
        category: rule.category,
        severity: *rule.severity,
        weight: *rule.weight,
        period: whole_period(rule, language),
        basis,
        title: rule.title.get(language).to_owned(),
    }
}

fn whole_period(rule: &RawRule, language: Language) -> String {
    let (Some(first), Some(last)) = (rule.variants.first(), rule.variants.last()) else { return String::new() };
    span_of(first.axis, *first.from, last.until.as_deref().copied(), language)
}

/// A period in words: `2008–2018`, `2019 起`.
pub(super) fn period(variant: &RawVariant, language: Language) -> String {
    span_of(variant.axis, *variant.from, variant.until.as_deref().copied(), language)
}

fn span_of(axis: Axis, from: Bound, until: Option<Bound>, language: Language) -> String {
    let start = bound(axis, from);
    match (axis, until) {
        (_, None) => format!("{start} {}", language.pick("起", "on")),
        (Axis::ReportYear, Some(until)) => format!("{start}–{}", until.0 / 10_000 - 1),
        (Axis::Published, Some(until)) => format!("{start} {} {}", language.pick("至", "until"), bound(axis, until)),
    }
}

fn bound(axis: Axis, bound: Bound) -> String {
    let (year, month, day) = (bound.0 / 10_000, bound.0 / 100 % 100, bound.0 % 100);
    match axis {
        Axis::ReportYear => year.to_string(),
        Axis::Published => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// The list for a terminal, by category: severity, id and period, and below them title and basis.
pub fn list_text(rows: &[RuleRow], screen: &Screen) -> String {
    let language = screen.language;
    let words = [Severity::Error, Severity::Warning, Severity::Info].map(|s| width(s.word(language)));
    let word = words.into_iter().max().unwrap_or(0);
    let ids = rows.iter().map(|r| width(&r.id)).max().unwrap_or(0);
    let indent = format!("\n{}", " ".repeat(word + 4));
    let mut out = String::new();
    for category in Category::ALL {
        let of_category: Vec<_> = rows.iter().filter(|r| r.category == category).collect();
        if of_category.is_empty() {
            continue;
        }
        let title = screen.paint.tone(Tone::Strong, screen.dimension(category));
        out.push_str(&format!("{title}  {}  {}\n", category.name(), of_category.len()));
        for row in of_category {
            let severity = screen.paint.tone(tone(row.severity), &pad(row.severity.word(language), word));
            out.push_str(&format!("  {severity}  {}  {}", pad(&row.id, ids), row.period));
            let (open, close) = (language.pick("（", " ("), language.pick("）", ")"));
            let basis = row.basis.join(language.pick("；", "; "));
            let basis = if basis.is_empty() { basis } else { format!("{open}{basis}{close}") };
            for line in wrap(&format!("{}{basis}", row.title), screen.width.saturating_sub(word + 4)) {
                out.push_str(&indent);
                out.push_str(&line);
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out.push_str(&match language {
        Language::Zh => format!("共 {} 条规则，用 gouji explain <规则> 查看依据和例子\n", rows.len()),
        Language::En => format!("{} rules; gouji explain RULE shows basis and examples\n", rows.len()),
    });
    out
}

/// A rule that does not exist, and the one that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    pub id: String,
    pub near: Option<String>,
}

impl UnknownRule {
    /// What is wrong, and what to do.
    pub fn sentences(&self, language: Language) -> (String, String) {
        let Self { id, near } = self;
        let all = "gouji rules list";
        match (language, near) {
            (Language::Zh, Some(near)) => {
                (format!("没有叫“{id}”的规则"), format!("是否想写“{near}”？用 {all} 查看全部规则"))
            }
            (Language::Zh, None) => (format!("没有叫“{id}”的规则"), format!("用 {all} 查看全部规则")),
            (Language::En, Some(near)) => {
                (format!("no rule is called {id:?}"), format!("did you mean {near:?}? {all} shows all rules"))
            }
            (Language::En, None) => (format!("no rule is called {id:?}"), format!("{all} shows all rules")),
        }
    }
}

/// The rule of an id, which may be an old one.
///
/// # Errors
/// There is none; the nearest id is suggested.
pub fn find_rule<'a>(rulebook: &'a Rulebook, id: &str) -> Result<&'a RawRule, UnknownRule> {
    let redirected = || rulebook.rules.iter().find(|r| r.redirects.iter().any(|old| old.as_str() == id));
    rulebook.rule(id).or_else(redirected).ok_or_else(|| UnknownRule {
        id: id.to_owned(),
        near: nearest(id, rulebook.rules.iter().map(|r| r.id.as_str())).map(str::to_owned),
    })
}
