//! `gouji rules mutate`: which changes to a rule its own tests notice, and which they do not.

use std::process::Command;

use crate::common::CN;
use gouji_core::authoring::{Class, Mutated, load_with_tests, mutate};
use gouji_core::rulebook::Input;

const RULE: &str = "\
id: two-words
title: {zh: 题, en: t}
category: wording
severity: warning
weight: 0
ground: asked
variants:
  - {axis: report_year, from: 2020}
check:
  pattern:
    any:
      - {words: [甲词, 乙词]}
message: {zh: 文, en: m}
remedy: {zh: 改正。, en: Mend it.}
tests:
";

fn test(name: &str, year: i16, expect: &str, sentence: &str) -> String {
    let title = "云河县水务局政府信息公开工作年度报告";
    format!(
        "  - name: {name}\n    year: {year}\n    expect: {expect}\n    report: |\n      {title}\n\n      {sentence}\n"
    )
}

fn mutated(tests: &[String], sample: Option<usize>) -> Option<Mutated> {
    let text = format!("{RULE}{}", tests.concat());
    let inside = "wording/two-words.yaml".to_owned();
    let loaded = load_with_tests(CN.inputs(), vec![vec![Input { shown: inside.clone(), inside, text }]]);
    let loaded = loaded.expect("a sound rule");
    let at = loaded.rulebook.rules.iter().position(|r| r.id.value == "two-words").expect("the rule");
    let file = loaded.files[at].as_ref().expect("read from a file");
    mutate(&loaded.rulebook, &loaded.rulebook.rules[at], file, sample)
}

#[test]
fn what_no_test_notices_is_told_with_its_line() {
    let one = [test("甲", 2023, "fail", "这是甲词。"), test("无", 2023, "pass", "这是别的。")];
    let mutated = mutated(&one, None).expect("its tests pass");
    let lived: Vec<_> = mutated.survivors.iter().map(|s| (s.class, s.before.as_str(), s.line)).collect();
    assert!(lived.contains(&(Class::Word, "乙词", 12)), "no test has that word: {lived:?}");
    assert!(lived.contains(&(Class::Period, "2020", 8)), "no test stands at the boundary: {lived:?}");
    assert!(!lived.iter().any(|s| s.1 == "甲词"), "a test has that word: {lived:?}");
}

#[test]
fn a_rule_whose_tests_hold_it_lets_nothing_live() {
    let all = [
        test("甲", 2020, "fail", "这是甲词。"),
        test("乙", 2023, "fail", "这是乙词。"),
        test("无", 2023, "pass", "这是别的。"),
        test("此前", 2019, "not_applicable", "这是甲词。"),
    ];
    let mutated = mutated(&all, None).expect("its tests pass");
    assert!(mutated.survivors.is_empty(), "{:?}", mutated.survivors);
    assert!(mutated.counts.iter().any(|c| c.class == Class::Word && c.made == 2));
}

#[test]
fn of_long_lists_a_sample_is_tried_and_failing_rules_are_refused() {
    let one = [test("甲", 2020, "fail", "这是甲词。"), test("无", 2023, "pass", "这是别的。")];
    let sampled = mutated(&one, Some(1)).expect("its tests pass");
    assert!(sampled.counts.iter().any(|c| c.class == Class::Word && c.made == 1));
    let wrong = [test("甲", 2020, "pass", "这是甲词。")];
    assert!(mutated(&wrong, None).is_none(), "every change would seem to be noticed");
}

fn gouji(arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn rules_are_chosen_by_name_and_the_share_can_be_asked_for() {
    let (code, out, _) = gouji(&["rules", "mutate", "period-stated", "--lang", "en"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains(" changes to 1 rules: tests notice "), "{out}");
    let (code, out, _) = gouji(&["rules", "mutate", "period-stated", "--at-least", "100.1", "-q"]);
    assert_eq!((code, out.contains("period-stated")), (Some(1), false), "{out}");
    let (_, out, _) = gouji(&["rules", "mutate", "period-stated", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["schema"], "gouji.mutations/1");
    assert_eq!(json["mutations"]["rules"], 1);
    let (code, out, _) = gouji(&["rules", "test", "period-stated", "requests-balance", "--lang", "en"]);
    assert!(code == Some(0) && out.starts_with("2 rules, "), "{out}");
    let (code, _, err) = gouji(&["rules", "test", "period-stted"]);
    assert!(code == Some(2) && err.contains("period-stated"), "{err}");
}
