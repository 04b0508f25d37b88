//! Numbers that stand apart or are written otherwise than in figures: read whole, never the rest of them.

use tempfile::TempDir;

use crate::common::{check, fixtures, told};

fn page() -> String {
    std::fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.md")).expect("a report")
}

/// The findings of a report, and the first of them with its place.
fn findings(text: &str) -> Vec<String> {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("report.md");
    std::fs::write(&path, text).expect("written");
    told(&path)
}

/// A text with the digits of a number set apart.
fn apart(text: &str, number: &str) -> String {
    let spaced: Vec<String> = number.chars().map(String::from).collect();
    let new = text.replace(number, &spaced.join(" "));
    assert_ne!(text, new, "{number}");
    new
}

#[test]
fn digits_of_the_year_apart_in_title_and_period() {
    let page = page();
    assert_eq!(findings(&page), Vec::<String>::new());
    // All places of the year, its title and its period among them.
    assert_eq!(findings(&apart(&page, "2024年")), Vec::<String>::new());
}

#[test]
fn a_row_of_letters_is_no_missing_row() {
    let label = "1.属于国家秘密";
    let page = std::fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.html")).expect("a page");
    let at = page.find(label).expect("the row") + label.len();
    let end = at + page[at..].find("</tr>").expect("its end");
    let row = page[at..end].replace(">0<", ">O<");
    assert_ne!(row, page[at..end]);
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("report.html");
    std::fs::write(&path, format!("{}{row}{}", &page[..at], &page[end..])).expect("written");
    let told = told(&path);
    assert!(told.iter().any(|f| f.contains("cells-text")), "{told:?}");
    assert!(!told.iter().any(|f| f.contains("table-rows")), "{told:?}");
}

#[test]
fn money_that_a_sentence_rounds() {
    let page = page();
    let told = |said: &str, table: &str| {
        let before = "作出行政许可决定41件";
        let text = page.replacen("| 312.45 |", &format!("| {table} |"), 1);
        let text = text.replacen(before, &format!("收取行政事业性收费{said}万元。{before}"), 1);
        findings(&text).into_iter().filter(|f| f.contains("prose-table")).count()
    };
    for (said, table, count) in
        [("312", "312.45", 0), ("312.4", "312.45", 0), ("313", "312.65", 0), ("213", "312.45", 1)]
    {
        assert_eq!(told(said, table), count, "{said} {table}");
    }
}

#[test]
fn digits_of_a_total_apart() {
    let report = |total: &str| {
        format!(
            "# 云河县水务局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n\
             全年主动公开政府信息{total}条，其中惠农补贴类45条、财政预决算类16条、工程建设类66条。\n"
        )
    };
    let sums = |text: &str| findings(text).into_iter().filter(|f| f.contains("prose-breakdown")).collect::<Vec<_>>();
    assert_eq!(sums(&report("127")), Vec::<String>::new());
    assert_eq!(sums(&report(" 1 2 7 ")), Vec::<String>::new());
    assert_eq!(sums(&report("一百廿七")), Vec::<String>::new());
    assert_eq!(sums(&report(" 1 3 7 ")).len(), 1);
    assert_eq!(sums(&report("一百卅七")).len(), 1);
}

#[test]
fn the_place_of_a_number_whose_digits_are_apart() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("report.md");
    let text = "# 云河县水务局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n\
                全年主动公开政府信息 1 3 7 条，其中惠农补贴类45条、财政预决算类16条、工程建设类66条。\n";
    std::fs::write(&path, text).expect("written");
    let (_, document) = check(&path);
    let finding = document["findings"].as_array().expect("findings").iter().find(|f| f["rule"] == "prose-breakdown");
    let shown = finding.expect("a contradiction").to_string();
    assert!(shown.contains("137"), "{shown}");
    assert!(shown.contains("1 3 7"), "{shown}");
}
