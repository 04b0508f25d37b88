//! The rules as a list, and a rule by its name.

use unicode_width::UnicodeWidthStr;

use crate::checks::nearest;
use crate::rulebook::{Axis, Bound, Category, Language, RawRule, RawVariant, Rulebook, Severity};

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

/// The rules, in the order of their ids; with a filter only those whose id, category or severity it names, or whose id
/// or title holds it.
pub fn list(rulebook: &Rulebook, filter: Option<&str>, language: Language) -> Vec<RuleRow> {
    let rows = rulebook.rules.iter().map(|rule| row(rulebook, rule, language));
    rows.filter(|row| {
        filter.is_none_or(|f| {
            row.category.name() == f || row.severity.name() == f || row.id.contains(f) || row.title.contains(f)
        })
    })
    .collect()
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

/// The list as a table for a terminal.
pub fn list_text(rows: &[RuleRow], language: Language) -> String {
    let width = |f: fn(&RuleRow) -> &str| rows.iter().map(|r| f(r).width()).max().unwrap_or(0);
    let (ids, periods) = (width(|r| &r.id), width(|r| &r.period));
    let mut out = String::new();
    for row in rows {
        out.push_str(&padded(&row.id, ids));
        out.push_str(&padded(row.category.name(), 11));
        out.push_str(&padded(row.severity.name(), 7));
        out.push_str(&padded(&row.period, periods));
        out.push_str(&row.title);
        if !row.basis.is_empty() {
            let (open, close) = (language.pick("（", " ("), language.pick("）", ")"));
            out.push_str(&format!("{open}{}{close}", row.basis.join(language.pick("；", "; "))));
        }
        out.push('\n');
    }
    out
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width()) + 2))
}

/// A rule that does not exist, and the one that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    pub id: String,
    pub near: Option<String>,
}

impl UnknownRule {
    pub fn message(&self, language: Language) -> String {
        let Self { id, near } = self;
        match (language, near) {
            (Language::Zh, Some(near)) => format!("没有规则“{id}”，是否想写“{near}”？"),
            (Language::Zh, None) => format!("没有规则“{id}”，全部规则见 gouji rules list"),
            (Language::En, Some(near)) => format!("no rule {id:?}, did you mean {near:?}?"),
            (Language::En, None) => format!("no rule {id:?}; see gouji rules list"),
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
