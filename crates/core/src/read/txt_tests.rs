use crate::document::{BlockKind, Document};
use crate::source::{Format, Source};

fn txt(text: &str) -> Document {
    crate::read::read(Source::new("a.txt", Format::Txt, text.as_bytes()).expect("text"))
}

fn grid(document: &Document, index: usize) -> Vec<Vec<&str>> {
    let grid = &document.grids[index];
    (0..grid.rows)
        .map(|row| grid.cells.iter().filter(|c| c.row == row).map(|c| document.slice(c.span)).collect())
        .collect()
}

#[test]
fn reads_pipe_rows() {
    let document = txt(
        "表格如下：\n| 第二十条第（一）项 | |||\n| 信息内容 | 本年制发件数 | 现行有效件数 | \n规章 | 0 | 3 |\n后文\n",
    );
    assert_eq!(document.grids.len(), 1);
    assert!(document.grids[0].flattened);
    assert_eq!(
        grid(&document, 0),
        [
            vec!["第二十条第(一)项", "", "", ""],
            vec!["信息内容", "本年制发件数", "现行有效件数"],
            vec!["规章", "0", "3"]
        ]
    );
    let kinds: Vec<_> = document.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Table(0), BlockKind::Paragraph]);
}

#[test]
fn reads_tab_rows_and_leaves_indents() {
    let document = txt("\t一、总体情况\n\t2023年公开118条。\n\t\t自然人\t总计\n\t一、新收\t1\t1\n");
    assert_eq!(document.grids.len(), 1);
    assert_eq!(grid(&document, 0), [vec!["", "", "自然人", "总计"], vec!["", "一、新收", "1", "1"]]);
    assert_eq!(document.slice(document.blocks[0].span), "一、总体情况");
}

#[test]
fn reads_cells_with_lines_of_marks_between() {
    let document =
        txt("表格如下：\n项目\n|\n商业\n企业\n|\n规章\n|\n0\n|\n6\n|\n行政许可\n|\n2\n|\n三、下一节\n正文。\n");
    assert_eq!(grid(&document, 0), [vec!["项目", "商业企业", "规章", "0", "6"], vec!["行政许可", "2"]]);
    assert_eq!(document.blocks.len(), 4);
}

#[test]
fn navigation_is_no_table() {
    let document = txt("首页 | 新闻 | 公开\n登录 | 注册 | 2023年报告\n正文有|一处。\n");
    assert!(document.grids.is_empty());
    assert_eq!(document.blocks.len(), 3);
}

#[test]
fn a_sentence_over_a_mark_is_a_paragraph() {
    let document = txt("表格如下。\n|\n甲\n|\n1\n");
    assert!(document.grids.is_empty());
    assert_eq!(document.slice(document.blocks[0].span), "表格如下。");
}
