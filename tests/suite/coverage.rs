//! What the rulebook covers: the catalogue and the articles are accounted for, and gaps and mistakes are told.

use std::process::Command;

use crate::common::CN;
use gouji_core::authoring::{State, coverage, load_with_tests, pages};
use gouji_core::rulebook::{Input, Loaded, load};
use gouji_core::terms::Language;

fn own() -> Loaded {
    load(CN.inputs(), None).unwrap_or_else(|mistakes| panic!("\n{}", mistakes.render(Language::Zh, false, 110)))
}

fn with(text: &str) -> Result<Loaded, String> {
    let input = Input { inside: "coverage.yaml".to_owned(), shown: "coverage.yaml".to_owned(), text: text.to_owned() };
    load_with_tests(CN.inputs(), vec![vec![input]]).map_err(|m| m.to_string())
}

#[test]
fn every_row_and_article_is_accounted_for() {
    let account = coverage(&own().rulebook, Language::Zh);
    let numbers: Vec<u16> = account.catalogue.iter().filter_map(|row| row.number).collect();
    assert_eq!(numbers, (1..=99).collect::<Vec<u16>>());
    let open: Vec<_> =
        account.catalogue.iter().chain(&account.articles).filter(|r| r.state == State::Uncovered).collect();
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(account.uncovered, 0);
    assert!(account.unnamed.is_empty(), "rules that no row names: {:?}", account.unnamed);
}

#[test]
fn every_article_that_asks_something_is_there() {
    let coverage = own().rulebook.coverage;
    let clauses = |id: &str| -> String {
        coverage.articles.iter().filter(|a| a.instrument.as_str() == id).map(|a| a.clause.as_str()).collect()
    };
    for (instrument, wanted) in [
        ("slc-492", &["第三十一条", "第三十二条第(一)", "第(二)", "第(三)", "第(四)", "第(五)", "第(六)"][..]),
        ("slc-711", &["第二十条第(一)", "第(五)", "第(六)", "第(八)", "第(九)", "第四十七条", "第四十九条"][..]),
        ("slc-711", &["第五十条第一款第(一)", "第(二)", "第(三)", "第(四)", "第(五)", "第五十条第二款"][..]),
        ("slc-711", &["第三十六条", "第三十七条", "第三十八条", "第三十九条"][..]),
        ("gbgkbh-2019-60", &["格式", "表二至表四"][..]),
        ("gbgkbh-2021-30", &["一、报告内容", "格式", "表二至表四"][..]),
        ("gbh-2020-109", &["第一条"][..]),
        ("gbf-2014-32", &["附件"][..]),
    ] {
        let there = clauses(instrument);
        assert!(wanted.iter().all(|w| there.contains(w)), "{instrument}: {wanted:?} in {there}");
    }
}

#[test]
fn every_instrument_that_rules_cite_is_in_the_account() {
    let book = own().rulebook;
    let cited = book.rules.iter().flat_map(|r| &r.variants).flat_map(|v| &v.basis).map(|b| b.instrument.as_str());
    for id in cited {
        assert!(book.coverage.articles.iter().any(|a| a.instrument.as_str() == id), "{id}");
    }
}

#[test]
fn a_row_without_rules_or_reason_and_a_number_left_out_are_uncovered() {
    let text = "\
catalogue:
  title: {zh: 目录, en: Catalogue}
  rows: 3
  groups:
    - title: {zh: 甲, en: A}
      rows:
        - {number: 1, title: {zh: 一, en: One}, rules: [period-stated]}
        - {number: 3, title: {zh: 三, en: Three}}
";
    let account = coverage(&with(text).expect("a right file").rulebook, Language::En);
    let states: Vec<_> = account.catalogue.iter().map(|r| (r.number, r.state)).collect();
    assert_eq!(states, [(Some(1), State::Rules), (Some(2), State::Uncovered), (Some(3), State::Uncovered)]);
    assert_eq!(account.uncovered, 2);
}

#[test]
fn unknown_names_and_numbers_twice_are_mistakes() {
    let row = |rules: &str, number: u8| {
        format!(
            "catalogue:\n  title: {{zh: 目录, en: C}}\n  rows: 2\n  groups:\n    - title: {{zh: 甲, en: A}}\n      rows:\n        \
             - {{number: 1, title: {{zh: 一, en: One}}, rules: [{rules}]}}\n        \
             - {{number: {number}, title: {{zh: 二, en: Two}}, rules: [period-stated]}}\n"
        )
    };
    assert!(with(&row("period-stated", 2)).is_ok());
    let unknown = with(&row("period-statd", 2)).err().unwrap_or_default();
    assert!(unknown.contains("coverage.yaml:7:56") && unknown.contains("period-statd"), "{unknown}");
    assert!(with(&row("period-stated", 1)).is_err_and(|e| e.contains("coverage.yaml:8")));
    let article =
        "articles:\n  - {instrument: slc-771, clause: 第一条, title: {zh: 一, en: One}, rules: [period-stated]}\n";
    assert!(with(article).is_err_and(|e| e.contains("slc-771")));
}

#[test]
fn what_it_prints_is_whole_in_both_languages_and_as_json() {
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gouji")).args(["rules", "coverage"]).args(args).output();
        let output = output.expect("gouji runs");
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let zh = run(&[]);
    assert!(zh.contains("99 / 99 项有着落") && zh.contains("机器无法判断：") && zh.contains("第四十九条"), "{zh}");
    let en = run(&["--lang", "en"]);
    assert!(en.contains("99 of 99 accounted for") && en.contains("not machine-checkable: "), "{en}");
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).expect("JSON");
    assert_eq!(json["schema"], "gouji.coverage/1");
    assert_eq!(json["coverage"]["catalogue"].as_array().map(Vec::len), Some(99));
    assert_eq!(json["coverage"]["catalogue"][0]["state"], "rules");
    assert!(!run(&["--uncovered"]).contains("signed-in-time"));
}

#[test]
fn the_account_is_a_page() {
    let pages = pages(&own().rulebook);
    let page = &pages.iter().find(|p| p.0 == "coverage.md").expect("a page").1;
    assert!(page.contains("| 35 | 表三的勾稽说明被删 | [table-note](table-note.md) |"), "{page}");
}
