//! The pages of the manual, one a rule, generated from the rulebook: `docs/rules`. What the engine says of the examples
//! is what it says now; a stale page fails the check.

use super::coverage::{CoverageRow, State, coverage};
use super::explain::{ExplainRequest, cite, engine_output, example, unwritten};
use super::listing::{Filter, list, period};
use crate::output::Paint;
use crate::rulebook::{Expect, RawRule, Rulebook};
use crate::terms::{Category, Language};

/// The first line of every page.
const MARK: &str = "<!-- 由 gouji rules doc 生成，不要手改 -->\n";

/// The page that says what the rules cover.
const ACCOUNT: &str = "coverage.md";

/// Was this file generated, so that it may be written over or taken away?
pub fn is_page(text: &str) -> bool {
    text.starts_with(MARK)
}

/// File names, without a folder, and contents, in order of name. The rulebook must have been read with its tests.
pub fn pages(rulebook: &Rulebook) -> Vec<(String, String)> {
    let mut pages = vec![("README.md".to_owned(), index(rulebook))];
    for rule in &rulebook.rules {
        pages.push((format!("{}.md", rule.id.value), page(rulebook, rule)));
        for old in &rule.redirects {
            let new = &rule.id.value;
            pages.push((
                format!("{}.md", old.value),
                format!("{MARK}# {}\n\n已改名为 [{new}]({new}.md)。\n", old.value),
            ));
        }
    }
    if rulebook.coverage.named().next().is_some() {
        pages.push((ACCOUNT.to_owned(), account(rulebook)));
    }
    pages.sort();
    pages
}

/// What is covered: the catalogue by group, then the articles by instrument.
fn account(rulebook: &Rulebook) -> String {
    let account = coverage(rulebook, Language::Zh);
    let mut out = format!("{MARK}# 规则覆盖\n\n由 `gouji rules coverage` 列出。\n");
    let mut group = "";
    for row in account.catalogue.iter().chain(&account.articles) {
        if row.group != group {
            group = &row.group;
            let head = if row.clause.is_some() { "条文" } else { "序号" };
            out.push_str(&format!("\n## {group}\n\n| {head} | 内容 | 规则 | 由人判断 |\n| --- | --- | --- | --- |\n"));
        }
        let link = |id: &String| format!("[{id}]({id}.md)");
        let rules = match row.state {
            State::Uncovered => "**没有规则**".to_owned(),
            _ => row.rules.iter().map(link).collect::<Vec<_>>().join("、"),
        };
        let people = row.unchecked.as_deref().unwrap_or_default();
        out.push_str(&format!("| {} | {} | {rules} | {} |\n", cell(&name(row)), cell(&row.title), cell(people)));
    }
    out
}

fn name(row: &CoverageRow) -> String {
    row.number.map_or_else(|| row.clause.clone().unwrap_or_default(), |number| number.to_string())
}

/// The names of pages that are missing, differ, or belong to no rule. `have` are the files of the folder.
pub fn stale_pages(rulebook: &Rulebook, have: &[(String, String)]) -> Vec<String> {
    let want = pages(rulebook);
    let mut stale: Vec<String> = want.iter().filter(|page| !have.contains(page)).map(|p| p.0.clone()).collect();
    stale.extend(have.iter().filter(|h| !want.iter().any(|w| w.0 == h.0)).map(|h| h.0.clone()));
    stale.sort();
    stale
}

fn index(rulebook: &Rulebook) -> String {
    let title = rulebook.title.get(Language::Zh);
    let mut out = format!("{MARK}# {title}（{}）\n", rulebook.version);
    if rulebook.coverage.named().next().is_some() {
        out.push_str(&format!("\n[问题目录和法规条文各由哪些规则检查]({ACCOUNT})\n"));
    }
    let rows = list(rulebook, &Filter::default(), Language::Zh);
    for category in Category::ALL {
        let of_category: Vec<_> = rows.iter().filter(|r| r.category == category).collect();
        if of_category.is_empty() {
            continue;
        }
        let dimension = rulebook.law.dimensions.iter().find(|d| d.id == category);
        let name = dimension.map_or(category.name(), |d| d.title.get(Language::Zh));
        out.push_str(&format!(
            "\n## {name}（{}）\n\n| 规则 | 内容 | 级别 | 分值 | 适用 |\n| --- | --- | --- | --- | --- |\n",
            category.name()
        ));
        for row in of_category {
            let (id, title, severity) = (&row.id, cell(&row.title), row.severity.word(Language::Zh));
            let weight = rulebook.rule(&row.id).map_or(0, |rule| *rule.weight);
            out.push_str(&format!("| [{id}]({id}.md) | {title} | {severity} | {weight} | {} |\n", row.period));
        }
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn page(rulebook: &Rulebook, rule: &RawRule) -> String {
    let zh = Language::Zh;
    let mut out =
        format!("{MARK}# {}\n\n{}  \n*{}*\n\n", rule.id.value, rule.title.get(zh), rule.title.get(Language::En));
    out.push_str(&format!(
        "| 类别 | 级别 | 分值 |\n| --- | --- | --- |\n| {} | {} | {} |\n\n",
        rulebook
            .law
            .dimensions
            .iter()
            .find(|d| d.id == rule.category)
            .map_or(rule.category.name(), |d| d.title.get(zh)),
        rule.severity.word(zh),
        *rule.weight
    ));
    if let Some(text) = &rule.explain {
        out.push_str(&format!("{}\n\n", text.get(zh).trim()));
    }
    out.push_str("## 依据与适用期间\n\n");
    for variant in &rule.variants {
        let basis: Vec<String> = variant.basis.iter().map(|b| cite(b, rulebook, zh)).collect();
        let basis = if basis.is_empty() { unwritten(rule.ground, zh).to_owned() } else { basis.join("；") };
        out.push_str(&format!("- {}：{basis}\n", period(variant, zh)));
    }
    out.push_str(&format!("\n## 修改建议\n\n{}\n", rule.remedy.get(zh)));
    let request = ExplainRequest { language: zh, width: 80, paint: Paint::Plain, place: None, year: None };
    for (expect, heading) in [(Expect::Fail, "不合格的例子"), (Expect::Pass, "合格的例子")] {
        let Some(test) = rule.tests.iter().find(|t| *t.expect == expect) else { continue };
        out.push_str(&format!("\n## {heading}\n\n{}", fenced(&example(test, zh))));
        if expect == Expect::Fail
            && let Some(shown) = engine_output(rulebook, rule, test, &request)
        {
            out.push_str(&format!("\n{}", fenced(shown.trim_end())));
        }
    }
    out
}

/// A code block whose fence is longer than any in the text.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(text.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
    let text = text.trim_end_matches('\n');
    format!("{fence}text\n{text}\n{fence}\n")
}
