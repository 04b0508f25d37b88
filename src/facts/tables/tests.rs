use std::collections::BTreeMap;

use super::read;
use crate::document::Document;
use crate::facts::{CellState, Outline, Table};
use crate::rulebook::embedded_lexicon;
use crate::source::{Format, Source};

fn document(text: &str, format: Format) -> Document {
    crate::read::read(Source::new("report", format, text.as_bytes()).unwrap())
}

fn tables_of(document: &Document) -> Vec<Table> {
    read(document, embedded_lexicon(), &Outline::default(), None)
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
