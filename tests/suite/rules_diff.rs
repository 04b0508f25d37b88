//! What changes in the rules between two years and two rulebooks, and what a place changes from a year on.

use std::process::Command;

use crate::common::{CN, embedded};
use gouji_core::authoring::{Change, ChangedRule, Edition, diff, load_with_tests};
use gouji_core::facts::model::{Profile, Stated};
use gouji_core::rulebook::{Input, Rulebook};
use gouji_core::source::Format;
use gouji_core::terms::{Language, Severity};

fn years(before: i16, after: i16, place: Option<&str>) -> Vec<ChangedRule> {
    let edition = |year| Edition { rulebook: embedded(), year: Some(year), place };
    diff(edition(before), edition(after), Language::En)
}

fn of<'c>(rules: &'c [ChangedRule], id: &str) -> Option<&'c ChangedRule> {
    rules.iter().find(|r| r.rule == id)
}

#[test]
fn a_year_brings_rules_and_ends_others() {
    let rules = years(2020, 2021, None);
    assert_eq!(of(&rules, "fee-statement").map(|r| r.change), Some(Change::Added));
    assert_eq!(of(&rules, "procurement-amount-missing").map(|r| r.change), Some(Change::Removed));
    let balance = of(&rules, "requests-balance").expect("it rests on another format");
    assert_eq!(balance.fields.iter().map(|f| f.field).collect::<Vec<_>>(), ["basis"]);
    assert!(of(&rules, "mobile-number").is_none(), "it is the same in both");
    assert!(years(2022, 2023, None).iter().all(|r| r.change != Change::Removed));
    assert!(years(2023, 2023, None).is_empty());
}

#[test]
fn a_place_adds_and_amends_from_a_year_on() {
    assert_eq!(of(&years(2024, 2025, Some("cn-620602")), "overview-length").map(|r| r.change), Some(Change::Added));
    assert!(of(&years(2024, 2025, Some("cn-6201")), "overview-length").is_none());
    let resolved = |place: &str, year: i16| {
        let report_year = Some(Stated { value: year, span: None });
        let profile = Profile { place: Some(place.to_owned()), report_year, ..Profile::default() };
        let rule = |id| embedded().resolve_one(embedded().rule(id).expect("a rule"), &profile, Format::Md);
        let fees = rule("fee-statement").map(|r| r.severity(None));
        (fees, rule("period-whole-year").is_some_and(|r| r.amendment.is_some()))
    };
    assert_eq!(resolved("cn-4101", 2021), (Some(Severity::Error), false));
    assert_eq!(resolved("cn-41", 2020), (None, false));
    assert_eq!(resolved("cn-42", 2021), (Some(Severity::Warning), false));
    assert_eq!(resolved("cn-51", 2018), (None, false), "the standard is of 2019");
    assert_eq!(resolved("cn-5101", 2019), (None, true));
    assert_eq!(resolved("cn-51", 2023), (Some(Severity::Warning), true));
}

fn amended(text: &str) -> Result<Rulebook, String> {
    let (inside, shown) = ("amendments/x.yaml".to_owned(), "x.yaml".to_owned());
    let input = Input { inside, shown, text: text.to_owned() };
    load_with_tests(CN.inputs(), vec![vec![input]]).map(|l| l.rulebook).map_err(|m| m.to_string())
}

#[test]
fn two_rulebooks_are_compared() {
    let text =
        "rule: period-stated\nplace: cn-43\nfrom: 2022\nuntil: 2024\nbasis: [{instrument: slc-711}]\nweight: 1\n";
    let (old, new) =
        (amended("rule: period-stated\nplace: cn-44\nbasis: [{instrument: slc-711}]\nweight: 1\n"), amended(text));
    let (old, new) = (old.expect("a right file"), new.expect("a right file"));
    let compare = |year: Option<i16>, place| {
        diff(Edition { rulebook: &old, year, place }, Edition { rulebook: &new, year, place }, Language::Zh)
    };
    let whole = compare(None, None);
    assert_eq!(whole.len(), 1, "{whole:?}");
    assert_eq!((whole[0].rule.as_str(), whole[0].fields[0].field), ("period-stated", "amendments"));
    let weight = |year| {
        let found = compare(Some(year), Some("cn-4301"));
        let field = found.iter().flat_map(|r| &r.fields).find(|f| f.field == "weight").cloned();
        field.map(|f| format!("{} → {}", f.before, f.after))
    };
    assert_eq!([2021, 2022, 2023, 2024].map(weight), [None, Some("3 → 1".into()), Some("3 → 1".into()), None]);
    let empty = text.replace("until: 2024", "until: 2022");
    assert!(amended(&empty).is_err_and(|e| e.contains("x.yaml:4:8")));
}

#[test]
fn the_program_says_what_changes_and_what_it_needs_to_know() {
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gouji")).args(["rules", "diff"]).args(args).output();
        let output = output.expect("gouji runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, zh) = run(&["--year", "2020", "--year", "2021"]);
    assert_eq!(code, Some(0));
    assert!(zh.contains("+ fee-statement") && zh.contains("- procurement-amount-missing"), "{zh}");
    assert!(zh.contains("新增 5 条"), "{zh}");
    let (_, en) = run(&["--year", "2020", "--year", "2021", "--lang", "en"]);
    assert!(en.ends_with(" changed\n"), "{en}");
    let (_, json) = run(&["--year", "2020", "--year", "2021", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["after"]["year"], 2021);
    assert_eq!(json["rules"][0]["change"], "added");
    assert_eq!(run(&[]).0, Some(2));
    assert_eq!(run(&["--year", "2020"]).0, Some(2));
    let (code, same) = run(&["rules/cn"]);
    assert_eq!((code, same.trim()), (Some(0), "新增 0 条，不再适用 0 条，有变化 0 条"));
}
