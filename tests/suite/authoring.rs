//! What authors of rules ask for: lists, explanations, pages, and the tests that a rule must have.

use gouji_core::authoring::{
    ExplainRequest, Filter, explain, find_rule, is_page, list, list_text, load_with_tests, missing_tests, pages,
    run_tests, stale_pages,
};
use gouji_core::output::wrap::width;
use gouji_core::output::{Paint, Screen, Verbosity};
use gouji_core::rulebook::Input;
use gouji_core::terms::{Category, Language, Severity};

fn request(language: Language) -> ExplainRequest {
    ExplainRequest { language, width: 80, paint: Paint::Plain, place: None, year: None }
}

fn screen(language: Language) -> Screen {
    Screen {
        language,
        paint: Paint::Plain,
        width: 80,
        verbosity: Verbosity::Normal,
        files: 1,
        rulebook: gouji_core::report::Rulebook::default(),
        dimensions: Vec::new(),
    }
}

fn added(files: &[(&str, &str)]) -> gouji_core::rulebook::Loaded {
    let inputs = files.iter().map(|(name, text)| Input {
        inside: (*name).to_owned(),
        shown: (*name).to_owned(),
        text: (*text).to_owned(),
    });
    load_with_tests(crate::common::CN.inputs(), vec![inputs.collect()])
        .unwrap_or_else(|m| panic!("\n{}", m.render(Language::Zh, false, 100)))
}

const RULE: &str = "\
id: hunan-period
title: {zh: 湖南的期限, en: A period for Hunan}
category: statutory
severity: warning
weight: 2
ground: asked
applies: {place: cn-43}
variants:
  - {axis: report_year, from: 2019, until: 2021, basis: [{instrument: slc-711, clause: 第五十条}]}
  - {axis: report_year, from: 2021, basis: [{instrument: slc-711, clause: 第五十条}], weight: 3}
check:
  required: {fact: period}
message: {zh: 没有写明统计期限, en: No statistics period}
remedy: {zh: 补写, en: State it.}
redirects: [old-period]
tests:
  - {name: 缺, year: 2023, place: cn-4304, expect: fail, report: 正文没有期限。}
  - {name: 外省, year: 2023, place: cn-44, expect: not_applicable, report: 正文没有期限。}
  - {name: 之前, year: 2018, place: cn-43, expect: not_applicable, report: 正文没有期限。}
";

#[test]
fn tests_run_and_gaps_in_them_are_named() {
    let loaded = added(&[("hunan-period.yaml", RULE)]);
    let results = run_tests(&loaded);
    assert_eq!(results.len(), 3, "only the rules of the folder given");
    let failed: Vec<_> = results.iter().filter(|r| r.failure.is_some()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let missing: Vec<String> = missing_tests(&loaded, &results).iter().map(ToString::to_string).collect();
    assert_eq!(missing.len(), 3, "{missing:?}");
    assert!(missing[0].contains("hunan-period.yaml:1:5") && missing[0].contains("expect: pass"), "{missing:?}");
    assert!(missing[1].contains("开始时"), "2018 is there, 2019 is not: {missing:?}");
    assert!(missing[2].contains("前后"), "neither 2020 nor 2021: {missing:?}");
}

#[test]
fn a_wrong_expectation_and_a_misplaced_mark_fail() {
    let wrong = RULE.replace(
        "expect: not_applicable, report: 正文没有期限。}\n  - {name: 之前",
        "expect: pass, report: 正文没有期限。}\n  - {name: 之前",
    );
    let marked = RULE.replacen("report: 正文没有期限。", "report: 正文没有⟦期限⟧。", 1);
    for text in [wrong, marked] {
        let results = run_tests(&added(&[("hunan-period.yaml", &text)]));
        assert_eq!(results.iter().filter(|r| r.failure.is_some()).count(), 1, "{results:?}");
    }
}

#[test]
fn a_rule_is_found_by_its_old_id_and_a_slip_is_understood() {
    let loaded = added(&[("hunan-period.yaml", RULE)]);
    assert_eq!(find_rule(&loaded.rulebook, "old-period").map(|r| r.id.as_str()), Ok("hunan-period"));
    let unknown = find_rule(&loaded.rulebook, "hunan-perod").err().map(|u| u.sentences(Language::Zh).1);
    assert_eq!(unknown.as_deref(), Some("是否想写“hunan-period”？用 gouji rules list 查看全部规则"));
}

#[test]
fn explain_shows_law_example_and_where_fields_come_from() {
    let amendment =
        "rule: period-stated\nplace: cn-43\nbasis: [{instrument: slc-711, clause: 第五十条}]\nseverity: info\n";
    let loaded = added(&[("amendments/hunan.yaml", amendment)]);
    let asked = ExplainRequest { place: Some("cn-4304".to_owned()), year: Some(2023), ..request(Language::Zh) };
    let text = explain(&loaded.rulebook, "period-stated", &asked).expect("a rule");
    for wanted in
        ["应当写明统计期限", "不合格的例子", "修改建议", "severity = info  ← 地方变动 cn-43", "weight = 3  ← 规则"]
    {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    assert!(text.contains("[period-stated]"), "the engine's own words:\n{text}");
    let english = explain(&loaded.rulebook, "period-stated", &request(Language::En)).expect("a rule");
    assert!(english.contains("The statistics period must be stated"), "{english}");
}

#[test]
fn the_list_shows_and_filters() {
    let loaded = added(&[("hunan-period.yaml", RULE)]);
    let all = list(&loaded.rulebook, &Filter::default(), Language::Zh);
    assert_eq!(all.len(), loaded.rulebook.rules.len());
    let filter = Filter { categories: vec![Category::Statutory], severities: vec![Severity::Warning] };
    let some = list(&loaded.rulebook, &filter, Language::Zh);
    assert!(some.len() < all.len());
    assert!(some.iter().all(|r| (r.category, r.severity) == (Category::Statutory, Severity::Warning)));
    let own = some.iter().find(|r| r.id == "hunan-period").expect("listed");
    assert_eq!(own.period, "2019 起");
    let text = list_text(&some, &screen(Language::Zh));
    for wanted in ["hunan-period", "2019 起", "湖南的期限", "国务院令第711号", "警告"] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    assert!(text.lines().all(|line| width(line) <= 80), "{text}");
}

#[test]
fn pages_are_generated_and_staleness_is_seen() {
    let loaded = added(&[("hunan-period.yaml", RULE)]);
    let pages = pages(&loaded.rulebook);
    let page = &pages.iter().find(|p| p.0 == "hunan-period.md").expect("a page").1;
    assert!(page.contains("- 2019–2020：《") && page.contains("## 不合格的例子"), "{page}");
    assert!(pages.iter().any(|p| p.0 == "old-period.md"), "a redirect");
    assert!(pages.iter().all(|p| is_page(&p.1)));
    let mut have = pages.clone();
    assert!(stale_pages(&loaded.rulebook, &have).is_empty());
    have.retain(|p| p.0 != "README.md");
    have.push(("gone.md".to_owned(), String::new()));
    assert_eq!(stale_pages(&loaded.rulebook, &have), ["README.md", "gone.md"]);
}
