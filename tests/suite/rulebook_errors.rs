//! Mistakes in rule files are told at the very scalar, all in one run.

use crate::common::embedded;
use gouji_core::rulebook::{Input, Mistakes, load};
use gouji_core::terms::Language;

pub const RULE: &str = "\
id: sample-rule
title: {zh: 样例, en: A sample}
category: statutory
severity: warning
weight: 2
ground: asked
variants:
  - {axis: report_year, from: 2008, until: 2019, basis: [{instrument: slc-492, clause: 第三十二条}]}
  - {axis: report_year, from: 2019, basis: [{instrument: slc-711, clause: 第五十条}]}
check:
  required: {fact: period}
message: {zh: 没有写明统计期限, en: No statistics period}
remedy: {zh: 补写, en: State it.}
tests:
  - {name: 缺, year: 2023, expect: fail, report: 正文}
";

fn load_texts(texts: &[(&str, &str)]) -> Result<usize, Mistakes> {
    let inputs = texts.iter().map(|(name, text)| Input {
        inside: (*name).to_owned(),
        shown: format!("我的规则/{name}"),
        text: (*text).to_owned(),
    });
    load(inputs.collect(), Some(embedded())).map(|loaded| loaded.warnings.len())
}

/// Loads the sample with one piece of text replaced and returns code, underlined text and help of each mistake.
fn mistakes_of(from: &str, to: &str) -> Vec<(String, String, String)> {
    assert!(RULE.contains(from), "{from}");
    let text = RULE.replacen(from, to, 1);
    let Err(mistakes) = load_texts(&[("sample-rule.yaml", &text)]) else { panic!("{to} is accepted") };
    let told = mistakes.list.iter().map(|d| {
        let mark = d.problem.mark;
        let underlined = text.get(mark.start as usize..mark.end as usize).unwrap_or("?").to_owned();
        (d.problem.code.to_owned(), underlined, d.problem.help.clone().unwrap_or_default().zh)
    });
    told.collect()
}

#[test]
fn the_sample_is_without_mistake() {
    assert_eq!(load_texts(&[("sample-rule.yaml", RULE)]).map_err(|m| m.to_string()), Ok(0));
}

#[test]
fn each_mistake_is_underlined_at_its_scalar() {
    let cases = [
        ("severity: warning", "severty: warning", "unknown-field", "severty", "severity"),
        ("category: statutory", "category: statutry", "unknown-value", "statutry", "statutory"),
        ("required: {fact: period}", "requred: {fact: period}", "unknown-value", "requred", "required"),
        ("fact: period", "fact: perod", "unknown-value", "perod", "period"),
        ("weight: 2", "weight: 2\nweight: 3", "duplicate-key", "weight", "只写一次"),
        ("instrument: slc-711", "instrument: slc-771", "unknown-instrument", "slc-771", "slc-711"),
        ("until: 2019", "until: 2018", "gap", "2019", "until"),
        ("until: 2019", "until: 2020", "overlap", "2019", "until"),
        ("zh: 没有写明统计期限", "zh: '没有写明{priod}期限'", "unknown-placeholder", "priod", ""),
        ("id: sample-rule", "id: period-stated", "duplicate-id", "period-stated", "内置"),
        ("id: sample-rule", "id: Sample_rule", "bad-id", "Sample_rule", "连字符"),
        ("severity: warning", "severity: warning\ncases: {late: {severity: info}}", "unknown-case", "late", ""),
        ("expect: fail,", "expect: fail, format: mdd,", "unknown-format", "mdd", "md"),
        ("weight: 2", "weight: 2\napplies: {place: hunan}", "bad-place", "hunan", "cn-11"),
        ("weight: 2", "weight: 2\napplies: {place: cn-99}", "bad-place", "cn-99", "43"),
        ("weight: 2", "weight: 2\napplies: {place: cn43}", "bad-place", "cn43", "cn-11"),
        ("weight: 2", "weight: 2\napplies: {place: cn-}", "bad-place", "cn-", "cn-11"),
        ("weight: 2", "weight: 2\napplies: {body: [departmnt]}", "unknown-body", "departmnt", "“department”"),
        (
            "weight: 2",
            "weight: 2\napplies: {not_body: [ministry]}",
            "unknown-body",
            "ministry",
            "government、department",
        ),
        ("weight: 2", "weight: 2\napplies: {tier: [conty]}", "unknown-tier", "conty", "“county”"),
        ("weight: 2", "weight: 2\napplies: {body: [政府部门]}", "unknown-value", "政府部门", ""),
        ("expect: fail,", "expect: fail, body: goverment,", "unknown-body", "goverment", "“government”"),
        ("expect: fail,", "expect: fail, tier: state,", "unknown-tier", "state", "central、province"),
        ("expect: fail,", "expect: fail, place: cn-99,", "bad-place", "cn-99", "43"),
        (
            "required: {fact: period}",
            "sections: {requires: present, own_layout: [vertcal]}",
            "unknown-body",
            "vertcal",
            "“vertical”",
        ),
        (
            "required: {fact: period}",
            "deadline: {requires: signed, days: [{body: [schol], month: 1, day: 31}]}",
            "unknown-body",
            "schol",
            "“school”",
        ),
        (
            "required: {fact: period}",
            "roll_up: {figures: [], of: [], below: [{body: [other], tier: [cty]}], claimed_by: [], bodies: 1, share: 1}",
            "unknown-tier",
            "cty",
            "“city”",
        ),
        ("expect: fail,", "expect: fail, published: 昨天,", "bad-date", "昨天", ""),
        ("message: {zh: 没有写明统计期限, en: No statistics period}\n", "", "no-message", "sample-rule", ""),
        ("check:\n  required: {fact: period}\n", "", "no-check", "sample-rule", ""),
    ];
    for (from, to, code, underlined, help) in cases {
        let told = mistakes_of(from, to);
        assert!(
            told.iter().any(|(c, u, h)| c == code && u == underlined && h.contains(help)),
            "{to}: expected {code} at {underlined:?} with {help:?}, got {told:?}"
        );
    }
}

#[test]
fn a_vocabulary_uses_the_kinds_of_body_and_the_tiers_that_it_lists() {
    let inputs = crate::common::CN.inputs();
    let own = inputs.iter().find(|input| input.inside == "vocabulary/bodies.yaml").map(|input| input.text.as_str());
    let own = own.expect("it is there");
    for (from, to, code, help) in [
        ("{body: school,", "{body: shcool,", "unknown-body shcool", "“school”"),
        ("{mark: 省, tier: province}", "{mark: 省, tier: provence}", "unknown-tier provence", "“province”"),
        (
            "en: subdistrict, tier: township",
            "en: subdistrict, tier: village",
            "unknown-tier village",
            "central、province",
        ),
        ("within_own: county", "within_own: conty", "unknown-tier conty", "“county”"),
        ("{name: other,", "{name: school,", "duplicate-name school", ""),
    ] {
        let text = own.replacen(from, to, 1);
        assert_ne!(text, own, "{from}");
        let Err(mistakes) = load_texts(&[("rulebook.yaml", "name: x"), ("vocabulary/bodies.yaml", &text)]) else {
            panic!("{to} was taken")
        };
        let told = mistakes.list.iter().any(|mistake| {
            let mark = mistake.problem.mark;
            let said =
                format!("{} {}", mistake.problem.code, &mistake.file.text[mark.start as usize..mark.end as usize]);
            said == code && mistake.problem.help.clone().unwrap_or_default().zh.contains(help)
        });
        assert!(told, "{to}: {mistakes}");
    }
}

#[test]
fn an_error_needs_a_basis_that_was_seen() {
    let told = mistakes_of(
        "severity: warning\nweight: 2\nground: asked\nvariants:\n  - {axis: report_year, from: 2008, until: 2019, basis: [{instrument: slc-492, clause: 第三十二条}]}",
        "severity: error\nweight: 2\nvariants:\n  - {axis: report_year, from: 2008, until: 2019, basis: [{instrument: slc-492, clause: 第三十二条, source: own}]}",
    );
    assert!(told.iter().any(|(c, u, _)| c == "unverified-error" && u == "error"), "{told:?}");
}

#[test]
fn practice_without_a_basis_is_info_and_weighs_nothing() {
    let bare = RULE
        .replace("ground: asked\n", "")
        .replace(", basis: [{instrument: slc-492, clause: 第三十二条}]", "")
        .replace(", basis: [{instrument: slc-711, clause: 第五十条}]", "");
    let Err(mistakes) = load_texts(&[("sample-rule.yaml", &bare)]) else { panic!("accepted") };
    let codes: Vec<&str> = mistakes.list.iter().map(|d| d.problem.code).collect();
    assert_eq!(codes, ["unfounded-warning", "unfounded-weight"]);
}

#[test]
fn a_repealed_basis_warns_and_loads() {
    let text = RULE.replace("slc-711", "gbgkbh-2019-60");
    assert_eq!(load_texts(&[("sample-rule.yaml", &text)]).map_err(|m| m.to_string()), Ok(1));
}

#[test]
fn words_and_forms_come_with_a_whole_rulebook_or_not_at_all() {
    for (name, text) in [("vocabulary/titles.yaml", "subjects: [信息公开]\n"), ("scoring.yaml", "dimensions: []\n")]
    {
        let Err(mistakes) = load_texts(&[("sample-rule.yaml", RULE), (name, text)]) else {
            panic!("{name} is ignored")
        };
        let told: Vec<_> = mistakes.list.iter().map(|d| (d.problem.code, d.file.path.to_string())).collect();
        assert!(told.contains(&("no-rulebook", format!("我的规则/{name}"))), "{told:?}");
    }
}

#[test]
fn all_mistakes_of_all_files_are_told_in_one_run_with_columns_in_characters() {
    let first = RULE
        .replace("instrument: slc-711", "instrument: slc-771")
        .replace("en: No statistics period", "en: 'No {thing}'");
    let second =
        RULE.replace("id: sample-rule", "id: other-rule").replace("title: {zh: 样例,", "title: {zh: 样例, zn: 样例,");
    let Err(mistakes) = load_texts(&[("a.yaml", &first), ("b.yaml", &second)]) else { panic!("accepted") };
    let told = mistakes.to_string();
    assert!(told.contains("我的规则/a.yaml:9:58 "), "{told}");
    assert!(told.contains("未知的文件“slc-771”"), "{told}");
    assert!(told.contains("未知的占位符“thing”"), "{told}");
    assert!(told.contains("我的规则/b.yaml:2:17 未知的字段“zn”"), "{told}");
}

#[test]
fn the_drawing_underlines_and_suggests() {
    let text = RULE.replace("fact: period", "fact: perod");
    let Err(mistakes) = load_texts(&[("sample-rule.yaml", &text)]) else { panic!("accepted") };
    let drawn = mistakes.render(Language::Zh, false, 100);
    assert!(drawn.contains("我的规则/sample-rule.yaml:11:20"), "{drawn}");
    assert!(drawn.contains("是否想写“period”？"), "{drawn}");
    assert!(drawn.contains("required: {fact: perod}"), "{drawn}");
}

#[test]
fn mistakes_are_told_in_the_language_chosen() {
    let text = RULE.replace("fact: period", "fact: perod");
    let Err(mistakes) = load_texts(&[("sample-rule.yaml", &text)]) else { panic!("accepted") };
    let drawn = mistakes.render(Language::En, false, 100);
    assert!(drawn.contains("rule.yaml:11:20 \"perod\" cannot stand here"), "{drawn}");
    assert!(drawn.contains("did you mean \"period\"?") && drawn.contains("no such value"), "{drawn}");
    assert!(!drawn.contains("没有这个取值") && !drawn.contains("是否想写"), "{drawn}");
}

#[test]
fn syntax_errors_are_told_with_their_place() {
    for (from, to) in [("weight: 2", "weight: [2"), ("weight: 2", "\tweight: 2"), ("tests:", " tests:")] {
        let told = mistakes_of(from, to);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "syntax", "{told:?}");
    }
}

#[test]
fn an_amendment_names_a_rule_a_place_and_its_basis() {
    let amendment = "rule: period-statd\nplace: cn-43\nbasis: []\nseverity: error\n";
    let Err(mistakes) = load_texts(&[("amendments/hunan.yaml", amendment)]) else { panic!("accepted") };
    let codes: Vec<&str> = mistakes.list.iter().map(|d| d.problem.code).collect();
    assert_eq!(codes, ["unknown-rule", "no-basis", "unverified-error"]);
}

#[test]
fn texts_of_rule_files_cannot_be_numbers() {
    let told = mistakes_of("message: {zh: 没有写明统计期限, en: No statistics period}", "message: 0");
    assert!(told.iter().any(|(c, _, _)| c == "bad-text"), "{told:?}");
}
