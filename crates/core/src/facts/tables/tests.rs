use std::collections::BTreeMap;

use super::read;
use crate::document::Document;
use crate::facts::model::{CellState, Table};
use crate::rulebook::embedded_lexicon;
use crate::source::{Format, Source};

fn document(text: &str, format: Format) -> Document {
    crate::read::read(Source::new("report", format, text.as_bytes()).unwrap())
}

fn tables_of(document: &Document) -> Vec<Table> {
    read(document, embedded_lexicon(), None)
}

/// `table row column` → value or state, and a count.
fn listing(document: &Document, tables: &[Table]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for table in tables {
        let form = &embedded_lexicon().forms[table.form];
        for cell in &table.cells {
            let name = format!(
                "{} {} {}",
                form.table,
                form.rows[usize::from(cell.row)].id,
                form.columns[usize::from(cell.column)].id
            );
            let value = match cell.state {
                CellState::Number => cell.value.unwrap().to_string(),
                other => format!("{other:?} {}", document.slice(cell.span)),
            };
            out.insert(name, value);
        }
    }
    out
}

fn read_text(text: &str, format: Format) -> (Document, Vec<Table>) {
    let document = document(text, format);
    let tables = tables_of(&document);
    (document, tables)
}

const HEAD: &str = "| 项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n|---|---|---|---|---|---|---|---|\n";

#[test]
fn rows_are_found_by_their_labels_in_any_order_and_writing() {
    let text = format!(
        "{HEAD}| 四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n| 三、本年度办理结果（七）总计 | 2 | 0 | 0 | 0 | 0 | / | 2 |\n| ３．危及\"三安全一稳定\" | 3 | | 0 | 0 | 0 | 0 | 3 |\n"
    );
    let (document, tables) = read_text(&text, Format::Md);
    let cells = listing(&document, &tables);
    assert_eq!(cells["requests carried_out total"], "1");
    assert_eq!(cells["requests results_total natural_person"], "2");
    assert_eq!(cells["requests results_total org_other"], "NotApplicable /");
    assert_eq!(cells["requests denied_3s1s commercial"], "Blank ");
}

#[test]
fn a_typo_does_not_lose_a_row_and_an_unknown_label_takes_no_place() {
    let text = format!(
        "{HEAD}| 一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n| 5.属于三类内部事物信息 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n| 9.其他特殊情形 | 7 | 0 | 0 | 0 | 0 | 0 | 7 |\n"
    );
    let (document, tables) = read_text(&text, Format::Md);
    assert_eq!(listing(&document, &tables)["requests denied_internal total"], "2");
    assert_eq!(tables[0].unknown.len(), 1);
    assert!(listing(&document, &tables).values().all(|v| v != "7"));
}

#[test]
fn lines_are_read_only_with_the_exact_number_of_figures() {
    let text =
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n1\n2\n行政规范性文件\n3\n4\n";
    let (document, tables) = read_text(text, Format::Txt);
    let cells = listing(&document, &tables);
    assert_eq!(cells["documents rules valid"], "2");
    assert_eq!(cells.len(), 3);
    assert_eq!(tables[0].unread.len(), 1);
}

#[test]
fn prose_is_no_table() {
    let text = "一、主动公开情况\n全年主动公开政府信息600条。\n（一）重复申请\n收到重复申请3件。\n二、依申请公开情况\n没有。\n";
    assert!(read_text(text, Format::Txt).1.is_empty());
}

#[test]
fn merged_cells_written_out_in_each_of_their_columns_are_one_cell() {
    let note = "(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)";
    let text = format!(
        "| {note} | {note} | 申请人情况 | 申请人情况 | 申请人情况 | 申请人情况 | 申请人情况 | 申请人情况 | 申请人情况 |\n|---|---|---|---|---|---|---|---|---|\n\
         | {note} | {note} | 自然人 | 法人或其他组织 | 法人或其他组织 | 法人或其他组织 | 法人或其他组织 | 法人或其他组织 | 总计 |\n\
         | {note} | {note} | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n\
         | 一、本年新收政府信息公开申请数量 | 一、本年新收政府信息公开申请数量 | 12 | 1 | 2 | 3 | 4 | 5 | 27 |\n\
         | 三、本年度办理结果 | （一）予以公开 | 6 | 0 | 0 | 0 | 0 | 0 | 6 |\n"
    );
    let (document, tables) = read_text(&text, Format::Md);
    let cells = listing(&document, &tables);
    assert_eq!(cells["requests new_received natural_person"], "12");
    assert_eq!(cells["requests new_received org_other"], "5");
    assert_eq!(cells["requests granted total"], "6");
    let five = |label: &str| format!("{label} | ").repeat(5);
    let leaves = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | ";
    let text = format!(
        "| {}{}{}\n|{}\n| {leaves}{}{}\n| {}\n| 9 | 1 | 2 | 3 | 15 | 3 | 0 | 1 | 2 | 6 | 2 | 0 | 0 | 1 | 3 |\n",
        five("行政复议"),
        five("行政诉讼"),
        five("行政诉讼"),
        "---|".repeat(15),
        five("未经复议直接起诉"),
        five("复议后起诉"),
        leaves.repeat(3),
    );
    let (document, tables) = read_text(&text, Format::Md);
    let cells = listing(&document, &tables);
    assert_eq!(cells["review cases review.pending"], "3");
    assert_eq!(cells["review cases direct.total"], "6");
    assert_eq!(cells["review cases after_review.pending"], "1");
}

#[test]
fn columns_that_are_called_alike_stay_apart() {
    let text = "第二十条第（一）项 | ||||\n信息内容 | 本年新 | 本年新 | 对外公开总数量\n规章 | 0 | 1 | 2\n规范性文件 | 3 | 4 | 5\n";
    let (document, tables) = read_text(text, Format::Txt);
    let cells = listing(&document, &tables);
    assert_eq!(cells["documents rules newly_public"], "1");
    assert_eq!(cells["documents normative_docs public_total"], "5");
}

#[test]
fn one_column_of_figures_may_be_called_anything() {
    for head in [
        "统计指标 | 单位 | 统计数",
        "统计指标 | 单位 | 合计",
        "统计指标 | 单位 | 2014年度",
        "序号 | 统计指标 | 单位 | 全年情况",
    ] {
        let number = |n: u8| if head.starts_with("序号") { format!("{n} | ") } else { String::new() };
        let text = format!(
            "政府信息公开情况统计表\n{head}\n{}一、主动公开情况 | —— | ——\n{}其中：主动公开规范性文件数 | 条 | 6\n{}（二）申请办结数 | 件 | 12\n{}其中：1.当面申请数 | 件 | 3\n",
            number(1),
            number(2),
            number(3),
            number(4),
        );
        let (document, tables) = read_text(&text, Format::Txt);
        let cells = listing(&document, &tables);
        assert_eq!(tables.len(), 1, "{head}");
        assert_eq!(cells.get("statistics s1_norm_public value").map(String::as_str), Some("6"), "{head}");
        assert_eq!(cells.get("statistics s3_closed value").map(String::as_str), Some("12"), "{head}");
        assert_eq!(cells.get("statistics rc_person value").map(String::as_str), Some("3"), "{head}");
    }
}

#[test]
fn two_unknown_columns_of_figures_are_not_guessed_at() {
    let text = "政府信息公开情况统计表\n统计指标 | 2013年 | 2014年\n其中：主动公开规范性文件数 | 5 | 6\n（二）申请办结数 | 11 | 12\n";
    let (document, tables) = read_text(text, Format::Txt);
    assert!(listing(&document, &tables).is_empty());
    assert_eq!(tables[0].unread.len(), 2);
}

#[test]
fn columns_of_local_statistics_under_their_many_names() {
    for (head, figures, value) in [
        ("本期实际 | 本年累计", "1 | 2", "2"),
        ("本年实际 | 历年累计", "2 | 9", "2"),
        ("2010年 | 历年累计", "2 | 9", "2"),
        ("本年 | 累计", "2 | 9", "2"),
        ("本期实际 | 历年累计", "2 | 9", "2"),
        ("本期实际", "2", "2"),
        ("本年数", "2", "2"),
    ] {
        let text = format!(
            "指标名称 | 计量单位 | 代码 | {head}\n主动公开信息数 | 条 | 1 | {figures}\n其中：全文电子化的主动公开信息数 | 条 | 2 | {figures}\n申请总数 | 条 | 10 | {figures}\n"
        );
        let (document, tables) = read_text(&text, Format::Txt);
        let cells = listing(&document, &tables);
        assert_eq!(cells.get("local_statistics requests value").map(String::as_str), Some(value), "{head}");
    }
}

#[test]
fn a_header_without_row_labels_is_read_line_by_line() {
    let leaves = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n";
    let text = format!(
        "行政复议\n行政诉讼\n{leaves}未经复议直接起诉\n复议后起诉\n{leaves}{leaves}9\n1\n2\n3\n15\n3\n0\n1\n2\n6\n2\n0\n0\n1\n3\n"
    );
    let (document, tables) = read_text(&text, Format::Txt);
    let cells = listing(&document, &tables);
    assert_eq!(cells["review cases review.total"], "15");
    assert_eq!(cells["review cases after_review.pending"], "1");
    let text = "统计指标\n单位\n统计数\n其中：主动公开规范性文件数\n条\n6\n（二）申请办结数\n件\n12\n";
    let (document, tables) = read_text(text, Format::Txt);
    let cells = listing(&document, &tables);
    assert_eq!(cells["statistics s1_norm_public value"], "6");
    assert_eq!(cells["statistics s3_closed value"], "12");
}

#[test]
fn cells_of_a_line_are_parted_by_spaces() {
    let text = "附表\n指标名称        2011年度    历年累计\n主动公开信息数    1032    3916\n其中：1.政府网站    987    3540\n2.政府公报    12    46\n";
    let (document, tables) = read_text(text, Format::Txt);
    let cells = listing(&document, &tables);
    assert_eq!(cells["local_statistics proactive year"], "1032");
    assert_eq!(cells["local_statistics via_gazette cumulative"], "46");
    let text = "统计指标    单位    统计数\n一、主动公开情况    ——    ——\n  （一）主动公开政府信息数    条    8127\n  其中：主动公开规范性文件数    条    6\n  制发规范性文件总数    件    6\n";
    let (document, tables) = read_text(text, Format::Txt);
    let cells = listing(&document, &tables);
    assert_eq!(cells["statistics s1_total value"], "8127");
    assert_eq!(cells["statistics s1_norm_issued value"], "6");
}

#[test]
fn what_was_meant_for_a_figure_keeps_its_cell() {
    for slip in ["3O", "三十", "30（含1）"] {
        let text = format!(
            "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n1\n2\n行政规范性文件\n3\n{slip}\n5\n"
        );
        let (document, tables) = read_text(&text, Format::Txt);
        let cells = listing(&document, &tables);
        assert_eq!(cells["documents normative_docs valid"], "5", "{slip}");
        assert!(cells["documents normative_docs repealed"].starts_with("Text"), "{slip}");
    }
}

#[test]
fn a_table_without_header_is_read_where_its_rows_have_just_the_figures_of_the_form() {
    let rows = "| 一、本年新收政府信息公开申请数量 | 1 | 2 | 0 | 0 | 0 | 0 | 3 |\n|---|---|---|---|---|---|---|---|\n| 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 4 | 4 |\n";
    let (document, tables) = read_text(rows, Format::Md);
    let cells = listing(&document, &tables);
    assert_eq!((cells["requests new_received commercial"].as_str(), cells.len()), ("2", 14));
    // A column less, and which one is not known.
    let (document, tables) = read_text(&rows.replace(" | 0 | 0 | 0 |", " | 0 | 0 |"), Format::Md);
    assert!(listing(&document, &tables).is_empty());
}

#[test]
fn a_figure_written_out_under_a_merged_header_is_read_once_and_two_figures_are_not() {
    let text = "| 信息内容 | 本年处理决定数量 | 本年处理决定数量 |\n|---|---|---|\n| 行政处罚 | 46 | 46 |\n| 行政强制 | 0 | 1 |\n";
    let (document, tables) = read_text(text, Format::Md);
    let cells = listing(&document, &tables);
    assert_eq!(cells["enforcement penalty decisions"], "46");
    assert_eq!(cells.len(), 1);
}
