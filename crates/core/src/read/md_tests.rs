use crate::document::{BlockKind, Document};
use crate::source::{Format, Source};

fn md(text: &str) -> Document {
    crate::read::read(Source::new("a.md", Format::Md, text.as_bytes()).expect("text"))
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|b| (b.kind, document.slice(b.span))).collect()
}

use BlockKind::{Heading, ListItem, Paragraph, Table};

#[test]
fn reads_headings_paragraphs_and_lists() {
    let document = md(
        "---\ntitle: x\n---\n# 云河县财政局年度报告\n\n总体情况\n---\n\n##二、主动公开 ##\n全年公开\n信息 12\n条。\n下一段。\n\n一、总体\n二、其他\n- 甲\n* 乙\n1. 丙\n\n***\n> 引用\n",
    );
    assert_eq!(
        blocks(&document),
        [
            (Heading(1), "云河县财政局年度报告"),
            (Heading(2), "总体情况"),
            (Heading(2), "二、主动公开"),
            (Paragraph, "全年公开信息 12 条。"),
            (Paragraph, "下一段。"),
            (Paragraph, "一、总体"),
            (Paragraph, "二、其他"),
            (ListItem, "甲"),
            (ListItem, "乙"),
            (ListItem, "1. 丙"),
            (Paragraph, "引用"),
        ]
    );
}

#[test]
fn leaves_out_marks_and_keeps_places() {
    let text = "**一、总体**情况[链接](http://a.b/c)共`118`件，\\*注&nbsp;138****21 和 2*3，<u>邮箱</u><a@b.cn>";
    let document = md(text);
    assert_eq!(blocks(&document), [(Paragraph, "一、总体情况链接共118件,*注 138****21 和 2*3,邮箱a@b.cn")]);
    let at = document.text.folded.find("体情").expect("there");
    let span = crate::source::Span::new(at, at + "体情".len());
    assert_eq!(document.shown(span), "体**情");
}

#[test]
fn reads_tables() {
    let document =
        md("表：\n| 项目 | 甲 | 乙 |\n|---|:-:|---|\n| **新收** | 1 | |\n|结转|2|3|4|\n\n| a | 1\n| b | 2\n");
    let kinds: Vec<_> = document.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [Paragraph, Table(0), Table(1)]);
    let grid = &document.grids[0];
    assert_eq!((grid.rows, grid.columns, grid.flattened), (3, 4, false));
    let cells: Vec<_> = grid.cells.iter().map(|c| document.slice(c.span)).collect();
    assert_eq!(cells, ["项目", "甲", "乙", "新收", "1", "", "结转", "2", "3", "4"]);
    let blank = document.source_range(grid.cells[5].span);
    assert_eq!(&document.source.text[blank.start - 1..blank.start + 2], "| |");
    assert!(document.grids[1].flattened);
}

#[test]
fn cells_of_digits_are_cells_like_others() {
    let text = "| a\\|1 |12|  3  | 4 5 |６|\n|-|-|-|-|-|\n7 | 8|\\| 9 | 10\\| 11 | 12";
    let document = md(text);
    let cells: Vec<_> = document.grids[0].cells.iter().map(|c| document.slice(c.span)).collect();
    assert_eq!(cells, ["a|1", "12", "3", "4 5", "6", "7", "8", "| 9", "10| 11", "12"]);
}

#[test]
fn emphasis_inside_a_number_is_none_of_its_digits() {
    for (text, read) in [
        ("公开8**6**2条", "公开862条"),
        ("公开8*6*2条", "公开862条"),
        ("公开4**6**件", "公开46件"),
        ("公开**8**62条", "公开862条"),
        ("电话138****21", "电话138****21"),
        ("电话138***21和139***22", "电话138***21和139***22"),
        ("面积2*3米", "面积2*3米"),
    ] {
        assert_eq!(blocks(&md(text)), [(Paragraph, read)], "{text}");
    }
}
