use crate::document::{BlockKind, Document};
use crate::source::{Format, Source};

use BlockKind::{Heading, ListItem, Paragraph, Table};

fn html(text: &str) -> Document {
    crate::read::read(Source::new("a.html", Format::Html, text.as_bytes()).expect("text"))
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    let text = document.blocks.iter().filter(|b| !matches!(b.kind, Table(_)));
    text.map(|b| (b.kind, document.slice(b.span))).collect()
}

/// Row, column, rowspan, colspan and text.
fn cells(document: &Document, index: usize) -> Vec<(usize, usize, usize, usize, &str)> {
    let cells = document.grids[index].cells.iter();
    cells.map(|c| (c.row, c.column, c.row_span, c.column_span, document.slice(c.span))).collect()
}

#[test]
fn reads_blocks() {
    let document = html(
        "<!DOCTYPE html><html><head><title> 年报 </title><meta name=\"PubDate\" content=\"2024-01-20&nbsp;09:00\">\
         <style>p{color:red}</style><script>var a='<p>x</p>';</script></head><body><h1>云河县<br>年度报告</h1>\
         <div>一、总体<b>情况</b></div>正文\n  第二行 and\n more<br/>　　下一段&nbsp;&ldquo;引&rdquo;<ul><li><p>甲</p><li>乙</ul>\
         <p>A<B。</p><p>12 < 13 &amp; 4</p><!-- <p>注</p> --><![if !supportLists]><span>1.</span><![endif]><p>尾",
    );
    assert_eq!(
        blocks(&document),
        [
            (Heading(1), "云河县"),
            (Heading(1), "年度报告"),
            (Paragraph, "一、总体情况"),
            (Paragraph, "正文第二行 and more"),
            (Paragraph, "下一段 “引”"),
            (ListItem, "甲"),
            (ListItem, "乙"),
            (Paragraph, "A"),
            (Paragraph, "12 < 13 & 4"),
            (Paragraph, "1."),
            (Paragraph, "尾"),
        ]
    );
    let title = document.signs.title.expect("title");
    assert_eq!(&document.source.text[title.range()], "年报");
    assert_eq!(document.signs.meta[0].content, "2024-01-20\u{a0}09:00");
}

#[test]
fn figures_over_several_spans_join_and_lead_back() {
    let document = html("<p>全年<span>1</span><span style=\"a>b\">18</span>&#20214;，１<i>２</i>项</p>");
    assert_eq!(document.text.folded.trim(), "全年118件,12项");
    let find = |words: &str| {
        let at = document.text.folded.find(words).expect("there");
        crate::source::Span::new(at, at + words.len())
    };
    assert_eq!(document.shown(find("118件")), "118件");
    assert_eq!(document.shown(find("12项")), "１２项");
    let range = document.source_range(find("118件"));
    assert_eq!(&document.source.text[range], "1</span><span style=\"a>b\">18</span>&#20214;");
}

#[test]
fn reads_a_table_with_merged_cells() {
    let document = html(
        "<table border=1><caption>表一</caption><thead><tr><th rowspan='2' colSpan=2>项目</th><th COLSPAN=\"2\">申请人<br>情况</th>\
         <tr><td>自然人<td>&nbsp;</thead><tbody><tr><td rowspan=0><p>三、</p><p>结果</p><td>公开<td> 1<span>2</span><td>/</tr>\
         <tr><td>其他</td><td>1<br>2</td><td></td></tr></table><p>后",
    );
    assert_eq!(blocks(&document), [(Paragraph, "表一"), (Paragraph, "后")]);
    assert_eq!(
        cells(&document, 0),
        [
            (0, 0, 2, 2, "项目"),
            (0, 2, 1, 2, "申请人情况"),
            (1, 2, 1, 1, "自然人"),
            (1, 3, 1, 1, ""),
            (2, 0, 2, 1, "三、结果"),
            (2, 1, 1, 1, "公开"),
            (2, 2, 1, 1, "12"),
            (2, 3, 1, 1, "/"),
            (3, 1, 1, 1, "其他"),
            (3, 2, 1, 1, "1 2"),
            (3, 3, 1, 1, ""),
        ]
    );
    assert_eq!((document.grids[0].rows, document.grids[0].columns), (4, 4));
}

#[test]
fn layout_tables_become_blocks() {
    let long = "全年主动公开政府信息，答复申请，内容准确，程序合法，群众满意，社会评价良好，工作平稳。";
    let document = html(&format!(
        "<table><tr><td>首页<td><p>{long}<table><tr><td>新收<td>1</table><p>后文</td></tr></table>\
         <table><tr><td>导航</td><td><p>{long}</p><p>{long}</p><p>{long}</p></td></tr></table><table><tr><td>单列</table>"
    ));
    let texts: Vec<_> = blocks(&document).into_iter().map(|b| b.1).collect();
    let long = long.replace('，', ",");
    assert_eq!(texts, ["首页", &long, "后文", "导航", &long, &long, &long, "单列"]);
    assert_eq!(cells(&document, 0), [(0, 0, 1, 1, "新收"), (0, 1, 1, 1, "1")]);
}

#[test]
fn an_unclosed_table_ends_with_the_text_after_it() {
    let document =
        html("<table><tr><td>新收</td><td>1</td></tr><p>三、其他</p><tr><td>结转</td><td>2</td></tr></table><p>尾</p>");
    assert_eq!(blocks(&document), [(Paragraph, "三、其他"), (Paragraph, "尾")]);
    assert_eq!(document.grids.len(), 2);
    assert_eq!(cells(&document, 1), [(0, 0, 1, 1, "结转"), (0, 1, 1, 1, "2")]);
}

#[test]
fn hidden_text_is_left_out_unless_it_is_the_report() {
    let page = "<p>公开<span style=\"color:red; display : none\">不见</span>信息</p><div hidden><p>弹窗</p></div>\
                <table><tr><td>新收<td style='display:none'>9<td>1</table>";
    let document = html(page);
    assert_eq!(blocks(&document), [(Paragraph, "公开信息")]);
    assert_eq!(cells(&document, 0), [(0, 0, 1, 1, "新收"), (0, 1, 1, 1, "1")]);
    let document = html("<p>标题</p><div style=\"display:none\"><p>一、总体情况</p><p>全年公开信息。</p></div>");
    assert_eq!(blocks(&document).len(), 3);
}

#[test]
fn shells_and_pictures_are_noticed() {
    let document = html("<div id=app></div><script src=a.js></script>");
    assert!(document.signs.empty_shell);
    let document = html("<p>表格如下：</p><img src=a.png><p>后</p>");
    assert_eq!(document.signs.images, [document.blocks[1].span.start]);
    assert!(!document.signs.empty_shell);
}

#[test]
fn word_lists_keep_their_numbers() {
    let document = html(
        "<p class=MsoNormal><!--[if gte mso 9]><xml>不</xml><![endif]--><![if !supportLists]><span lang=EN-US>\
         <span style='mso-list:Ignore'>一、<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>\
         <span>总体情况<o:p></o:p></span></p>",
    );
    assert_eq!(blocks(&document), [(Paragraph, "一、 总体情况")]);
}

#[test]
fn html_inside_markdown() {
    let text = "# 年报\n<table><tr><td>新收</td>\n\n<td>1</td></tr></table>\n正文<br>。\n";
    let document = crate::read::read(Source::new("a.md", Format::Md, text.as_bytes()).expect("text"));
    assert_eq!(cells(&document, 0), [(0, 0, 1, 1, "新收"), (0, 1, 1, 1, "1")]);
    assert_eq!(blocks(&document), [(Heading(1), "年报"), (Paragraph, "正文。")]);
}
