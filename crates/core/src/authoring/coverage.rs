//! The account of what a rulebook covers: each row of the catalogue and each article, with the rules that ask for it,
//! or why no program can tell, or neither.

use std::collections::BTreeSet;

use crate::output::wrap::wrap;
use crate::output::{Screen, Tone};
use crate::rulebook::{Rulebook, Text};
use crate::terms::Language;

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Rules ask for it.
    Rules,
    /// Rules ask for some of it; the rest is for people.
    Partly,
    /// No program can tell.
    People,
    Uncovered,
}

/// One row of the account.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CoverageRow {
    /// The number in the catalogue; none for an article.
    pub number: Option<u16>,
    /// What it belongs to: the group of the catalogue, or the instrument.
    pub group: String,
    /// Of an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    pub title: String,
    pub state: State,
    pub rules: Vec<String>,
    /// What is left to people, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<String>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CoverageReport {
    /// What the catalogue is called.
    pub title: String,
    pub catalogue: Vec<CoverageRow>,
    pub articles: Vec<CoverageRow>,
    pub uncovered: usize,
    /// Rules that nothing here names.
    pub unnamed: Vec<String>,
}

/// Accounts for the catalogue and the articles; the rulebook must have been read from its YAML.
pub fn coverage(rulebook: &Rulebook, language: Language) -> CoverageReport {
    let coverage = &rulebook.coverage;
    let mut catalogue: Vec<CoverageRow> = Vec::new();
    for group in coverage.catalogue.iter().flat_map(|c| &c.groups) {
        for row in &group.rows {
            let rules = row.rules.iter().map(|id| id.value.clone()).collect();
            let unchecked = row.unchecked.as_ref();
            let (group, title) = (group.title.get(language).to_owned(), row.title.get(language).to_owned());
            catalogue.push(account(Some(*row.number), group, None, title, rules, unchecked, language));
        }
    }
    let most = coverage.catalogue.as_ref().map_or(0, |c| c.rows);
    for number in (1..=most).filter(|n| coverage.rows().all(|row| *row.number != *n)) {
        let title = language.pick("没有列出", "not listed").to_owned();
        catalogue.push(account(Some(number), String::new(), None, title, Vec::new(), None, language));
    }
    catalogue.sort_by_key(|row| row.number);
    let articles: Vec<CoverageRow> = coverage
        .articles
        .iter()
        .map(|article| {
            let instrument = rulebook.law.instruments.get(article.instrument.as_str());
            let group = instrument.map_or_else(
                || article.instrument.value.clone(),
                |i| match language {
                    Language::Zh => format!("《{}》（{}）", i.title.get(language), i.number),
                    Language::En => format!("{} ({})", i.title.get(language), i.number),
                },
            );
            let rules = article.rules.iter().map(|id| id.value.clone()).collect();
            let (clause, title) = (Some(article.clause.clone()), article.title.get(language).to_owned());
            account(None, group, clause, title, rules, article.unchecked.as_ref(), language)
        })
        .collect();
    let named: BTreeSet<&str> = coverage.named().map(|id| id.as_str()).collect();
    let ids = rulebook.rules.iter().map(|rule| rule.id.as_str());
    CoverageReport {
        title: coverage.catalogue.as_ref().map_or_else(String::new, |c| c.title.get(language).to_owned()),
        uncovered: catalogue.iter().chain(&articles).filter(|row| row.state == State::Uncovered).count(),
        unnamed: ids.filter(|id| !named.contains(id)).map(str::to_owned).collect(),
        catalogue,
        articles,
    }
}

fn account(
    number: Option<u16>,
    group: String,
    clause: Option<String>,
    title: String,
    rules: Vec<String>,
    unchecked: Option<&Text>,
    language: Language,
) -> CoverageRow {
    let state = match (rules.is_empty(), unchecked.is_some()) {
        (false, false) => State::Rules,
        (false, true) => State::Partly,
        (true, true) => State::People,
        (true, false) => State::Uncovered,
    };
    let unchecked = unchecked.map(|text| text.get(language).to_owned());
    CoverageRow { number, group, clause, title, state, rules, unchecked }
}

/// The account for a terminal, by group; only what is uncovered where that is asked for.
pub fn coverage_text(account: &CoverageReport, only_uncovered: bool, screen: &Screen) -> String {
    let mut out = String::new();
    let mut group = "";
    let wanted = |row: &&CoverageRow| !only_uncovered || row.state == State::Uncovered;
    for row in account.catalogue.iter().chain(&account.articles).filter(wanted) {
        if row.group != group {
            group = &row.group;
            let gap = if out.is_empty() { "" } else { "\n" };
            let head = wrap(group, screen.width).join("\n");
            out.push_str(&format!("{gap}{}\n", screen.paint.tone(Tone::Strong, &head)));
        }
        line(row, screen, &mut out);
    }
    if !account.unnamed.is_empty() && !only_uncovered {
        let head = screen.say("这些规则不在目录和条文之列：", "Rules that neither catalogue nor articles name: ");
        let names = account.unnamed.join(screen.say("、", ", "));
        out.push_str(&format!("\n{}\n", wrap(&format!("{head}{names}"), screen.width).join("\n  ")));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&closing(account, screen));
    out
}

fn line(row: &CoverageRow, screen: &Screen, out: &mut String) {
    let head = match (row.number, &row.clause) {
        (Some(number), _) => format!("{number:>3}"),
        (None, clause) => format!("  {}", clause.as_deref().unwrap_or_default()),
    };
    let rules = row.rules.join(screen.say("、", ", "));
    let why = row.unchecked.as_deref().unwrap_or_default();
    let tail = match row.state {
        State::Rules => rules,
        State::Partly => format!("{rules}{}{why}", screen.say("；由人判断：", "; left to people: ")),
        State::People => format!("{}{why}", screen.say("机器无法判断：", "not machine-checkable: ")),
        State::Uncovered => screen.paint.tone(Tone::Error, screen.say("没有规则", "uncovered")),
    };
    let columns = screen.width.saturating_sub(5);
    let title = wrap(&format!("{head}  {}", row.title), columns).join("\n     ");
    out.push_str(&format!("{title}\n     {}\n", wrap(&tail, columns).join("\n     ")));
}

fn closing(account: &CoverageReport, screen: &Screen) -> String {
    let of = |rows: &[CoverageRow]| {
        let count = |state| rows.iter().filter(|row| row.state == state).count();
        let (rules, partly, people) = (count(State::Rules), count(State::Partly), count(State::People));
        let (all, open) = (rows.len(), count(State::Uncovered));
        match screen.language {
            Language::Zh => format!(
                "{} / {all} 项有着落（规则 {rules}，规则和人 {partly}，只能由人判断 {people}），没有规则的 {open} 项",
                all - open
            ),
            Language::En => format!(
                "{} of {all} accounted for ({rules} by rules, {partly} by rules in part, {people} for people), \
                 {open} uncovered",
                all - open
            ),
        }
    };
    let heads = [account.title.as_str(), screen.say("法规条文", "Articles")];
    let lines = [&account.catalogue, &account.articles].into_iter().zip(heads);
    lines
        .filter(|(rows, _)| !rows.is_empty())
        .map(|(rows, head)| {
            let line = format!("{head}{}{}", screen.say("：", ": "), of(rows));
            format!("{}\n", wrap(&line, screen.width).join("\n  "))
        })
        .collect()
}
