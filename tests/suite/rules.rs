//! Every test that stands inside a rule file, against the real reader and facts.

use crate::common::CN;
use gouji_core::authoring::{missing_tests, run_tests};
use gouji_core::rulebook::{Loaded, load};
use gouji_core::terms::Language;

fn loaded() -> Loaded {
    load(CN.inputs(), None).unwrap_or_else(|mistakes| panic!("\n{}", mistakes.render(Language::Zh, false, 110)))
}

#[test]
fn the_rules_load_without_a_mistake() {
    assert!(!loaded().rulebook.rules.is_empty());
}

#[test]
fn every_rule_passes_its_own_tests() {
    let loaded = loaded();
    let results = run_tests(&loaded);
    assert!(!results.is_empty(), "there are rules with tests");
    let failed: Vec<String> =
        results.iter().filter_map(|r| r.failure.as_ref().map(|f| format!("{} / {}: {f}", r.rule, r.test))).collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), results.len(), failed.join("\n"));
}

#[test]
fn every_rule_has_the_tests_it_needs() {
    let loaded = loaded();
    let results = run_tests(&loaded);
    let missing: Vec<String> = missing_tests(&loaded, &results).iter().map(ToString::to_string).collect();
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}
