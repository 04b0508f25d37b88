use super::*;
use crate::source::Format;

fn build(text: &str) -> Document {
    let mut builder = Builder::new(text.len());
    builder.begin();
    builder.push(text, 0);
    builder.end(BlockKind::Paragraph, text.len());
    builder.finish(Source::new("a.txt", Format::Txt, text.as_bytes()).expect("text"))
}

#[test]
fn folds_and_leads_back() {
    let document = build("\u{3000}\u{3000}共收到（１）申请１１８件，\u{200b}占 \u{a0}90％⺠");
    assert_eq!(document.text.folded, "共收到(1)申请118件,占 90%民\n");
    let at = document.text.folded.find("118件").expect("there");
    let span = Span::new(at, at + "118件".len());
    assert_eq!(document.shown(span), "１１８件");
    let block = document.blocks[0];
    assert_eq!(document.shown(block.span), "共收到（１）申请１１８件，\u{200b}占 \u{a0}90％⺠");
    let at = document.text.folded.find("占 9").expect("there");
    assert_eq!(document.shown(Span::new(at, at + "占 9".len())), "占 \u{a0}9");
}

#[test]
fn blank_cells_have_places_of_their_own() {
    let text = "甲||乙";
    let mut builder = Builder::new(0);
    builder.begin();
    builder.push("甲", 0);
    let a = builder.cell(3);
    let b = builder.cell(4);
    builder.push("乙", 5);
    let c = builder.cell(8);
    let document = builder.finish(Source::new("a.txt", Format::Txt, text.as_bytes()).expect("text"));
    assert_eq!((document.slice(a), document.slice(b), document.slice(c)), ("甲", "", "乙"));
    assert_eq!(document.source_range(b), 4..4);
    assert_eq!(document.source_range(a), 0..3);
    assert_eq!(document.source_range(c), 5..8);
}

#[test]
fn rewinding_leaves_nothing_behind() {
    let text = "甲乙丙";
    let mut builder = Builder::new(0);
    builder.begin();
    builder.push("甲", 0);
    builder.end(BlockKind::Paragraph, 3);
    let point = builder.checkpoint();
    builder.push("乙丙", 3);
    builder.cell(9);
    builder.rewind(point);
    builder.push("乙丙", 3);
    builder.end(BlockKind::Paragraph, 9);
    let document = builder.finish(Source::new("a.txt", Format::Txt, text.as_bytes()).expect("text"));
    assert_eq!(document.text.folded, "甲\n乙丙\n");
    assert_eq!(document.shown(document.blocks[1].span), "乙丙");
}
