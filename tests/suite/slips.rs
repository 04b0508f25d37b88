//! One report, and the errors that people make in such: each told in one finding, at its place; and ways of writing
//! that only look wrong, of which nothing is told.

use crate::common::embedded;
use gouji_core::lint::{Request, lint};
use gouji_core::report::Finding;
use gouji_core::source::{Format, Source};
use gouji_core::terms::Severity;

use crate::common::fixtures;

fn report() -> String {
    std::fs::read_to_string(fixtures().join("clean/linbo-shi-2024.md")).expect("the report")
}

/// The report with pieces of it written anew; each stands in it exactly once.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(report(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    })
}

fn findings(text: &str) -> Vec<Finding> {
    let source = Source::new("linbo-shi-2024.md", Format::Md, text.as_bytes()).expect("text");
    let report = lint(source, embedded(), &Request::default());
    assert!(report.error.is_none(), "{:?}", report.error);
    report.findings
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{:?} {} [{}] {}\n", f.severity, f.rule, f.primary.text, f.message)).collect()
}

/// The one finding for changes to the report.
fn only(changes: &[(&str, &str)]) -> Finding {
    let mut found = findings(&with(changes));
    assert_eq!(found.len(), 1, "{changes:?}\n{}", told(&found));
    found.remove(0)
}

fn nothing(changes: &[(&str, &str)]) {
    let mut found = findings(&with(changes));
    found.retain(|f| f.severity > Severity::Info);
    assert!(found.is_empty(), "{changes:?}\n{}", told(&found));
}

const TOTAL: &str = "| 2932 | 53 | 0 | 0 | 61 | 4 | 3050 |";
const NEW: &str = "| 3001 | 53 | 0 | 0 | 61 | 4 | 3119 |";

#[test]
fn a_wrong_total_is_one_error_with_its_right_value() {
    let finding = only(&[(TOTAL, "| 2932 | 53 | 0 | 0 | 61 | 4 | 3051 |")]);
    assert_eq!((finding.severity, finding.primary.text.as_str()), (Severity::Error, "3051"));
    assert!(finding.primary.note.ends_with("→ 3050") && finding.message.contains("3050"), "{}", finding.message);
}

#[test]
fn figures_of_the_text_are_held_against_the_tables() {
    for (old, new, right) in [
        ("受理政府信息公开申请3119件", "受理政府信息公开申请3191件", "3119"),
        ("行政诉讼 46件", "行政诉讼 47件", "46"),
        ("上年度结转申请34件", "上年度结转申请43件", "34"),
        ("全年答复3050件", "全年答复3005件", "3050"),
        ("行政复议351件", "行政复议315件", "351"),
        ("结果维持72件", "结果维持27件", "72"),
    ] {
        let finding = only(&[(old, new)]);
        let digits: String = new.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(finding.primary.text, digits, "{}", finding.message);
        assert!(finding.primary.note.ends_with(&format!("→ {right}")), "{new}: {:?}", finding.primary.note);
    }
    let swapped = only(&[("申请3119件", "申请3191件")]);
    assert!(swapped.message.contains("颠倒"), "{}", swapped.message);
}

#[test]
fn a_blank_cell_that_breaks_a_sum_is_told_there() {
    let finding = only(&[("| 447 | 7 | 0 | 0 | 0 | 0 | 454 |", "| 447 |  | 0 | 0 | 0 | 0 | 454 |")]);
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.primary.text.is_empty() && finding.primary.note.ends_with("→ 7"), "{:?}", finding.primary);
}

#[test]
fn cells_that_hold_no_count_are_told_for_what_they_are() {
    // Rows and columns add up all the same.
    let negative = only(&[
        ("| 56 | 6 | 0 | 0 | 0 | 0 | 62 |", "| 55 | 7 | 0 | 0 | 0 | 0 | 62 |"),
        ("| 25 | 0 | 0 | 0 | 0 | 0 | 25 |", "| 26 | -1 | 0 | 0 | 0 | 0 | 25 |"),
    ]);
    assert_eq!((negative.severity, negative.primary.text.as_str()), (Severity::Error, "-1"));
    let decimals = only(&[
        (NEW, "| 3001 | 53 | 0 | 0 | 61 | 4 | 3118.5 |"),
        ("| 34 | 0 | 0 | 0 | 0 | 0 | 34 |", "| 34 | 0 | 0 | 0 | 0 | 0 | 34.5 |"),
    ]);
    assert_eq!(decimals.primary.text, "3118.5");
    assert!(decimals.related.iter().any(|l| l.text == "34.5"), "{decimals:?}");
    let text = only(&[(NEW, "| 3001 | 53 | 0 | 0 | 61 | 4 | 3119件? |")]);
    assert_eq!(text.primary.text, "3119件?");
}

#[test]
fn sections_left_out_or_left_empty_are_told() {
    let report = report();
    let (start, end) = (report.find("## 五、").expect("a heading"), report.find("## 六、").expect("a heading"));
    let found = findings(&[&report[..start], &report[end..]].concat());
    assert_eq!(found.len(), 1, "{}", told(&found));
    assert_eq!(found[0].severity, Severity::Error);
    let fees = report.find("2024年，全市各级行政机关发出").expect("the last section");
    let end = fees + report[fees..].find('\n').expect("a line");
    let found = findings(&[&report[..fees], "无。", &report[end..]].concat());
    assert_eq!(found.len(), 1, "{}", told(&found));
    assert_eq!(found[0].severity, Severity::Warning);
}

#[test]
fn other_ways_of_writing_are_not_wrong() {
    nothing(&[("全年受理政府信息公开申请3119件", "全年共收到政府信息公开申请 3119 件")]);
    nothing(&[("申请3119件", "申请 3,119 件")]);
    nothing(&[("申请3119件", "申请３１１９件"), (NEW, "| 3001 | 53 | 0 | 0 | 61 | 4 | ３１１９ |")]);
    // Two columns in which nothing occurred, with strokes for zeros.
    let text: String = report()
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            let figures = cells.len() == 10 && cells[2].trim().parse::<u32>().is_ok();
            let cells = cells.iter().enumerate().map(|(i, c)| if figures && (i == 4 || i == 5) { " / " } else { c });
            cells.collect::<Vec<_>>().join("|") + "\n"
        })
        .collect();
    assert_eq!(text.matches(" / | / |").count(), 25);
    let found = findings(&text);
    assert!(found.iter().all(|f| f.severity == Severity::Info) && found.len() <= 1, "{}", told(&found));
}

#[test]
fn what_people_do_with_neighbouring_cells_is_named() {
    let exchanged = only(&[("| 746 | 12 | 0 | 0 | 10 | 1 | 769 |", "| 12 | 746 | 0 | 0 | 10 | 1 | 769 |")]);
    assert!(exchanged.message.contains("填错了列"), "{}", exchanged.message);
    let slipped = only(&[("| 746 | 12 | 0 | 0 | 10 | 1 | 769 |", "| 0 | 746 | 12 | 0 | 0 | 10 | 1 |")]);
    assert!(slipped.message.contains("整行错开"), "{}", slipped.message);
    let split = only(&[("| 11 | 0 | 0 | 0 | 0 | 0 | 11 |", "| 1 | 1 | 0 | 0 | 0 | 0 | 11 |")]);
    assert!(split.message.contains("拆到"), "{}", split.message);
}

/// A change of one row of the requests table, or of the text, is one finding that says so.
fn says(changes: &[(&str, &str)], words: &str) {
    let finding = only(changes);
    assert!(finding.message.contains(words), "{words}: {}", finding.message);
}

#[test]
fn what_people_do_with_whole_rows_is_named() {
    let granted = "| 1288 | 21 | 0 | 0 | 50 | 3 | 1362 |";
    says(&[(granted, "| | 1288 | 21 | 0 | 0 | 50 | 1362 |")], "应依次为 1288、21、0、0、50、3（像是整行错开");
    says(&[(granted, "| 21 | 0 | 0 | 50 | 3 | 1362 | 1288 |")], "应依次为 1288、21、0、0、50、3、1362（像是整行错开");
    says(&[(TOTAL, "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |")], "应依次为 2932、53、0、0、61、4、3050（像是这一行没有填）");
    says(&[(TOTAL, "| | | | | | | 3050 |")], "应依次为 2932、53、0、0、61、4、3050（像是这一行没有填）");
    says(&[(TOTAL, "| 3035 | 53 | 0 | 0 | 61 | 4 | 3153 |")], "算了进去）");
    says(&[(TOTAL, "| 2865 | 50 | 0 | 0 | 60 | 4 | 2979 |")], "（像是漏算了“");
}

#[test]
fn figures_of_the_text_in_each_others_place_are_one_finding() {
    let text = only(&[("结果维持72件、结果纠正64件", "结果维持64件、结果纠正72件")]);
    assert!(text.message.contains("颠倒") && text.message.contains("无法确定"), "{}", text.message);
    assert_eq!(text.primary.text, "64");
    let text = only(&[("全年答复3050件，另有103件", "全年答复103件，另有3050件")]);
    assert!(text.message.contains("应为 3050、103（像是两个数写颠倒了）"), "{}", text.message);
}

#[test]
fn yuan_among_ten_thousands_is_told_at_the_cell() {
    let told = only(&[
        ("（一）主动公开。", "（一）主动公开。全年行政事业性收费96171.6万元。"),
        ("| 行政事业性收费 | 96171.6 |", "| 行政事业性收费 | 961716000 |"),
    ]);
    assert_eq!(told.primary.text, "961716000");
    assert!(told.message.contains("应为 96171.6（像是把元填进了以万元计的格）"), "{}", told.message);
}
