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

#[test]
fn rows_with_commas_are_a_table_and_prose_is_none() {
    let document = txt(
        "信息内容,本年制发件数,现行有效件数\n规章,0,3\n规范性文件（主动公开，有效）,1,4\n\"其他,含废止\",5,6\n三、下一节\n",
    );
    let other = ["其他,含废止", "5", "6"];
    assert_eq!(grid(&document, 0)[1..], [["规章", "0", "3"], ["规范性文件(主动公开,有效)", "1", "4"], other]);
    let prose = "全年公开信息,共,12\n受理申请，全部办结\n来信来访，来电咨询\n公开12条，办结3件，\n";
    assert!(txt(prose).grids.is_empty());
}

#[test]
fn a_mark_at_one_end_stands_beside_a_blank_cell_where_rows_have_no_frame() {
    let document = txt(" | 自然人 | 总计\n新收 | 1 | 2\n结转 | 3 | \n");
    assert_eq!(grid(&document, 0), [["", "自然人", "总计"], ["新收", "1", "2"], ["结转", "3", ""]]);
}

#[test]
fn a_line_without_marks_goes_on_with_a_table_where_it_heads_nothing() {
    let document = txt("项目 | 数量\n单位：件\n规章 | 1\n二、情况：如下\n规章 | 2\n规范性文件 | 3\n");
    assert_eq!(document.grids.len(), 2);
    assert_eq!(grid(&document, 0), [vec!["项目", "数量"], vec!["单位:件"], vec!["规章", "1"]]);
}

#[test]
fn drawn_tables_keep_merged_cells_and_cells_of_several_lines() {
    let document = txt(
        "+------+-------------+\n| 项目 | 本年        |\n|      +------+------+\n|      | 新收 | 结转 |\n+======+======+======+\n| 申请 | 3    | 4    |\n| 数量 |      |      |\n+------+------+------+\n后文\n",
    );
    assert_eq!(grid(&document, 0), [vec!["项目", "本年"], vec!["新收", "结转"], vec!["申请数量", "3", "4"]]);
    let spans: Vec<_> = document.grids[0].cells.iter().map(|c| (c.row_span, c.column_span)).collect();
    assert_eq!(spans, [(2, 1), (1, 2), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)]);
    let console = txt("┌────┬───┐\n│甲  │乙 │\n├────┼───┤\n│子  │ 1 │\n│丑  │ 2 │\n└────┴───┘\n");
    assert_eq!(grid(&console, 0), [["甲", "乙"], ["子", "1"], ["丑", "2"]]);
    assert!(txt("+---+---+\n+---+---+\n| 甲 | 乙\n").grids.is_empty());
}

#[test]
fn dashes_tell_the_columns() {
    let document = txt("指标      数量\n--------  ----\n新收      3\n结转      4\n\n后文\n");
    assert_eq!(grid(&document, 0), [["指标", "数量"], ["新收", "3"], ["结转", "4"]]);
    let several = txt(
        "----------------\n指标      数量\n--------  ----\n本年新收  3\n申请\n\n结转      4\n----------------\n后文\n",
    );
    assert_eq!(grid(&several, 0), [["指标", "数量"], ["本年新收申请", "3"], ["结转", "4"]]);
    assert_eq!(several.slice(several.blocks[1].span), "后文");
    assert!(txt("说明\n----------\n正文。\n-- --\n").grids.is_empty());
}
