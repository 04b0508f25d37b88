//! Who reports, on which year and period, and how to reach them: beginnings and ends of invented reports, as many
//! clerks write them, with what they state and which rules must speak of them. The rest of each report is the same and
//! right.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::common::{check, facts, findings, fixtures, text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    year: i64,
    #[serde(default)]
    format: Option<String>,
    head: String,
    /// Besides what every report says there.
    #[serde(default)]
    overview: String,
    #[serde(default)]
    problems: String,
    #[serde(default)]
    tail: String,
    states: BTreeMap<String, Option<String>>,
    /// Rules that must speak; where several are named with | any of them.
    #[serde(default)]
    told: Vec<String>,
}

/// Rules on who and when. None but those of the case may speak.
const RULES: [&str; 28] = [
    "title-agency",
    "title-year",
    "title-wording",
    "title-present",
    "other-department",
    "other-township",
    "own-noun",
    "own-superior",
    "signer",
    "stray-year",
    "year-missing",
    "year-named",
    "notice-of-last-year",
    "instrument-superseded",
    "instrument-later",
    "instrument-year",
    "period-own-subject",
    "period-of-report-year",
    "period-possible",
    "period-well-formed",
    "period-whole-year",
    "period-stated",
    "date-possible",
    "page-after-signing",
    "page-in-time",
    "signed-after-year",
    "signed-in-time",
    "township-in-time",
];

impl Case {
    fn report(&self) -> String {
        let overview = format!("一、总体情况\n坚持以公开为常态、不公开为例外。{}\n", self.overview);
        let problems = format!("存在公开内容不够丰富的问题，下一步将加强学习，提高公开质量。{}\n", self.problems);
        let body = if self.year >= 2019 {
            format!(
                "{overview}二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n\
                 四、政府信息公开行政复议、行政诉讼情况\n未发生政府信息公开行政复议、行政诉讼。\n\
                 五、存在的主要问题及改进情况\n{problems}六、其他需要报告的事项\n未收取信息处理费。\n"
            )
        } else {
            format!(
                "{overview}二、主动公开政府信息情况\n全年主动公开政府信息40条。\n三、依申请公开政府信息情况\n\
                 未收到申请。\n四、政府信息公开的收费及减免情况\n未收取费用。\n\
                 五、存在的主要问题及改进情况\n{problems}"
            )
        };
        match self.format.as_deref() {
            Some("html") => {
                let lines: String = body.lines().map(|line| format!("<p>{line}</p>")).collect();
                format!("<html><head>{}{lines}{}</html>", self.head, self.tail)
            }
            Some("md") => {
                format!("{}\n{}\n\n{}", self.head, body.lines().collect::<Vec<_>>().join("\n\n"), self.tail)
            }
            _ => format!("{}{body}{}", self.head, self.tail),
        }
    }
}

/// A statement of `facts`, by the name that the cases give it.
fn stated(facts: &Value, name: &str) -> Option<String> {
    let value = match name {
        "start" | "end" => &facts["period"][name],
        "address" | "postcode" | "phone" | "fax" | "email" => &facts["contact"][name]["value"],
        _ => &facts["profile"][name]["value"],
    };
    value.as_str().map(plain)
}

/// Without what differs from hand to hand.
fn plain(text: &str) -> String {
    text.replace('（', "(").replace('）', ")").replace(' ', "")
}

fn hold(file: &str) {
    let cases = fs::read_to_string(fixtures().join("imprint").join(file)).expect("a file of cases");
    let cases: Vec<Case> = serde_yaml::from_str(&cases).expect("cases");
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    for case in &cases {
        let path = folder.path().join(format!("{}.{}", case.name, case.format.as_deref().unwrap_or("txt")));
        fs::write(&path, case.report()).expect("writes");
        let read = facts(&path);
        let year = &read["profile"]["report_year"]["value"];
        if year.as_i64() != Some(case.year) {
            wrong.push(format!("{}: year {year}", case.name));
        }
        for (name, expected) in &case.states {
            let found = stated(&read, name);
            if found != expected.as_deref().map(plain) {
                wrong.push(format!("{}: {name} is {expected:?}, read as {found:?}", case.name));
            }
        }
        let (_, document) = check(&path);
        let told: Vec<String> = findings(&document).iter().map(|f| text(&f["rule"]).to_owned()).collect();
        for rules in &case.told {
            if !rules.split('|').any(|rule| told.iter().any(|t| t == rule)) {
                wrong.push(format!("{}: {rules} says nothing", case.name));
            }
        }
        let expected = |rule: &str| case.told.iter().any(|rules| rules.split('|').any(|r| r == rule));
        let accused = told.iter().filter(|rule| RULES.contains(&rule.as_str()) && !expected(rule));
        wrong.extend(accused.map(|rule| format!("{}: {rule} speaks", case.name)));
    }
    assert!(!cases.is_empty() && wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn bodies_of_every_kind_are_known_and_none_is_accused_under_a_name_of_its_own() {
    hold("bodies.yaml");
}

#[test]
fn years_periods_and_dates_are_read_in_every_shape() {
    hold("pages.yaml");
}

#[test]
fn a_body_is_named_by_the_prose_where_no_title_names_it() {
    hold("prose.yaml");
}

#[test]
fn kinds_of_faults_are_mended_and_not_their_samples() {
    hold("later.yaml");
}
