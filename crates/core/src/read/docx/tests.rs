use std::io::{Cursor, Write};

use crate::document::{BlockKind, Document};
use crate::source::{Format, Source, Span};

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

/// A package with a body and, where given, other parts by the name of their relationship.
fn package(body: &str, others: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, options).expect("an entry");
        zip.write_all(text.as_bytes()).expect("its text");
    };
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = |list: &str| format!("<Relationships>{list}</Relationships>");
    put(
        "_rels/.rels",
        &rels(&format!("<Relationship Id='r1' Type='{kind}/officeDocument' Target='word/document.xml'/>")),
    );
    let list: String =
        others.iter().map(|(n, _)| format!("<Relationship Id='r{n}' Type='{kind}/{n}' Target='{n}.xml'/>")).collect();
    put("word/_rels/document.xml.rels", &rels(&list));
    put("word/document.xml", &format!("<w:document {W}><w:body>{body}</w:body></w:document>"));
    for (name, xml) in others {
        put(&format!("word/{name}.xml"), xml);
    }
    zip.finish().expect("a package").into_inner()
}

fn read(body: &str, others: &[(&str, String)]) -> Document {
    super::read(Source::new("a.docx", Format::Docx, package(body, others)).expect("a package"))
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn shown(document: &Document) -> Vec<String> {
    document.blocks.iter().map(|b| document.shown(b.span)).collect()
}

#[test]
fn runs_changes_and_fields_make_one_text() {
    let body = r#"<w:p><w:r><w:t>共１</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins><w:r><w:rPr><w:b/></w:rPr><w:t>8件</w:t></w:r></w:ins><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>no</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>，A&lt;B</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t xml:space="preserve"> 甲 </w:t><w:tab/><w:t>乙</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"#;
    let document = read(body, &[]);
    assert_eq!(document.text.folded, "共18件,A<B 甲 乙\n");
    let at = document.text.folded.find("18件").expect("there");
    assert_eq!(document.shown(Span::new(at, at + "18件".len())), "１8件");
    assert_eq!((document.signs.insertions, document.signs.deletions), (1, 1));
}

#[test]
fn numbers_become_text_with_a_place() {
    let numbering = format!(
        r#"<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="h"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"#
    );
    let styles = format!(
        r#"<w:styles {W}><w:style w:type="paragraph" w:styleId="base"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="h"><w:name w:val="mine"/><w:basedOn w:val="base"/></w:style></w:styles>"#
    );
    let heading =
        |text: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#);
    let item = |text: &str, list: u32, level: u32| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let body = [
        heading("总体情况"),
        item("主动公开", 1, 1),
        item("依申请公开", 1, 1),
        heading("申请情况"),
        item("又一", 1, 1),
        item("重来", 2, 0),
        item("再", 2, 0),
        item("无号", 0, 0),
    ]
    .concat();
    let document = read(&body, &[("styles", styles), ("numbering", numbering)]);
    assert_eq!(
        shown(&document),
        [
            "一、总体情况",
            "（一）主动公开",
            "（二）依申请公开",
            "二、申请情况",
            "（一）又一",
            "一、重来",
            "二、再",
            "无号"
        ]
    );
    assert_eq!(document.blocks[0].kind, BlockKind::Heading(1));
    assert_eq!(document.slice(document.blocks[1].span), "(一)主动公开");
    let range = document.source_range(document.blocks[1].span);
    assert!(document.source.text[range.clone()].starts_with("<w:p>"), "a number stands at its paragraph");
    assert!(document.source.text[range].ends_with("主动公开"));
    assert_eq!(document.paragraph(document.blocks[3].span), Some(4));
}

#[test]
fn symbols_are_characters_of_their_font() {
    let symbol = |font: &str, code: &str| format!(r#"<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>"#);
    let all = [("Symbol", "F061"), ("Wingdings", "F0FE"), ("Webdings", "F04A"), ("宋体", "2460"), ("Symbol", "F0B3")];
    let body: String = all.iter().map(|(font, code)| symbol(font, code)).collect();
    assert_eq!(shown(&read(&format!("<w:p>{body}</w:p>"), &[])), ["α☑①≥"]);
}

#[test]
fn merged_cells_keep_their_extent() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let rows = [
        [cell(r#"<w:vMerge w:val="restart"/>"#, "甲"), cell(r#"<w:gridSpan w:val="2"/>"#, "乙")].concat(),
        [cell("<w:vMerge/>", ""), cell("", "1"), cell("", "2")].concat(),
    ];
    let body = format!("{}<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>", p("前"), rows[0], rows[1]);
    let document = read(&body, &[]);
    let grid = &document.grids[0];
    let told: Vec<_> = grid
        .cells
        .iter()
        .map(|c| (document.slice(c.span).to_owned(), c.row, c.column, c.row_span, c.column_span))
        .collect();
    assert_eq!((grid.rows, grid.columns), (2, 3));
    let expected = [("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1)];
    assert_eq!(told, expected.map(|(t, r, c, h, w)| (t.to_owned(), r, c, h, w)));
    assert_eq!(document.cell(grid.cells[3].span), Some((1, 2, 3)));
}

#[test]
fn boxes_notes_and_breaks_come_once_and_in_order() {
    let notes = format!(r#"<w:footnotes {W}><w:footnote w:id="2">{}</w:footnote></w:footnotes>"#, p("注文"));
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("框中"));
    let body = format!(
        r#"<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:footnoteReference w:id="2"/></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{}"#,
        p("后")
    );
    let document = read(&body, &[("footnotes", notes)]);
    assert_eq!(shown(&document), ["上", "下", "注文", "框中", "后"]);
}

#[test]
fn any_prefix_will_do_and_bad_xml_is_told() {
    let body = p("甲");
    let mut bytes = package(&body, &[]);
    let document = super::read(Source::new("a.docx", Format::Docx, &bytes[..]).expect("a package"));
    assert_eq!(shown(&document), ["甲"]);
    bytes.truncate(bytes.len() / 2);
    assert!(Source::new("a.docx", Format::Docx, bytes).is_err());
    let document = read("<w:p>", &[]);
    assert!(document.signs.fault.is_some() && document.blocks.is_empty());
}

#[test]
#[expect(clippy::disallowed_types, reason = "how long it takes is what is tested")]
fn styles_made_to_do_harm_take_no_time() {
    let style = |id: usize| format!(r#"<w:style w:styleId="s{id}"><w:name w:val="heading 1"/></w:style>"#);
    let many: String = (0..5_000).map(style).collect();
    let head = format!(r#"<w:styles {W} w:long="{}">"#, "x".repeat(2 << 20));
    let parts = [
        format!("<w:styles {W}>{}</w:styles>", "</w:style>".repeat(300_000)),
        format!("<w:styles {W}>{}</w:styles>", "<w:style ".repeat(300_000)),
        format!("<w:styles {W}>{}</w:styles>", "style>".repeat(500_000)),
        format!("<w:styles {W}>{many}</w:styles>"),
        format!("{head}{many}</w:styles>"),
    ];
    let used = |id: usize| format!(r#"<w:p><w:pPr><w:pStyle w:val="s{id}"/></w:pPr><w:r><w:t>年报</w:t></w:r></w:p>"#);
    let body: String = (0..5_000).map(used).collect();
    for (case, styles) in parts.into_iter().enumerate() {
        let since = std::time::Instant::now();
        let document = read(&body, &[("styles", styles)]);
        assert_eq!(document.blocks.len(), 5_000, "{case}");
        assert!(since.elapsed() < std::time::Duration::from_secs(20), "{case}: {:?}", since.elapsed());
    }
}

/// As if accepted, paragraphs whose marks are deleted are one, which looks as the last one says and has its number
/// first.
#[test]
fn joined_paragraphs_have_one_number_at_their_beginning() {
    let numbering = format!(
        r#"<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#
    );
    let item = |text: &str, list: u32, joined: bool| {
        let mark = if joined { "<w:rPr><w:del w:id=\"1\" w:author=\"x\"/></w:rPr>" } else { "" };
        let text = if text.is_empty() { String::new() } else { format!("<w:r><w:t>{text}</w:t></w:r>") };
        format!("<w:p><w:pPr><w:numPr><w:numId w:val=\"{list}\"/></w:numPr>{mark}</w:pPr>{text}</w:p>")
    };
    let body = [
        item("总", 1, true),
        item("体", 1, true),
        item("情况", 1, false),
        item("", 1, true),
        item("申请情况", 1, false),
        item("无号的", 0, true),
        item("其他事项", 1, false),
        item("有号的", 1, true),
        item("落款", 0, false),
    ]
    .concat();
    let document = read(&body, &[("numbering", numbering)]);
    assert_eq!(shown(&document), ["一、总体情况", "二、申请情况", "三、无号的其他事项", "有号的落款"]);
    assert_eq!(document.signs.paragraphs.len(), 4);
}

#[test]
fn deleted_cells_are_gone() {
    let cell = |text: &str, deleted: bool| {
        let mark = if deleted { "<w:cellDel w:id=\"1\" w:author=\"x\"/>" } else { "" };
        format!("<w:tc><w:tcPr>{mark}</w:tcPr>{}</w:tc>", p(text))
    };
    let row = |all: [(&str, bool); 3]| format!("<w:tr>{}</w:tr>", all.map(|(t, d)| cell(t, d)).concat());
    let body = format!(
        "<w:tbl>{}{}</w:tbl>",
        row([("项目", false), ("旧", true), ("数量", false)]),
        row([("许可", false), ("9", true), ("1", false)])
    );
    let document = read(&body, &[]);
    let grid = &document.grids[0];
    let cells: Vec<(usize, usize, String)> =
        grid.cells.iter().map(|c| (c.row, c.column, document.shown(c.span))).collect();
    let wanted = [(0, 0, "项目"), (0, 1, "数量"), (1, 0, "许可"), (1, 1, "1")];
    assert_eq!(cells, wanted.map(|(r, c, t)| (r, c, t.to_owned())));
}

/// A run says for itself whether it is hidden, else its style, else that of its paragraph.
#[test]
fn what_a_style_hides_is_not_read() {
    let styles = format!(
        r#"<w:styles {W}><w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="s"><w:name w:val="s"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="p"><w:name w:val="p"/><w:basedOn w:val="q"/></w:style><w:style w:type="paragraph" w:styleId="q"><w:name w:val="q"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#
    );
    let run = |text: &str, look: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let runs = |prefix: &str| {
        [
            run(&format!("{prefix}甲"), ""),
            run(&format!("{prefix}乙"), "<w:rStyle w:val=\"h\"/>"),
            run(&format!("{prefix}丙"), "<w:rStyle w:val=\"h\"/><w:vanish w:val=\"0\"/>"),
            run(&format!("{prefix}丁"), "<w:rStyle w:val=\"s\"/>"),
        ]
        .concat()
    };
    let body = format!("<w:p>{}</w:p><w:p><w:pPr><w:pStyle w:val=\"p\"/></w:pPr>{}</w:p>", runs("一"), runs("二"));
    assert_eq!(shown(&read(&body, &[("styles", styles)])), ["一甲一丙一丁", "二丙二丁"]);
}
