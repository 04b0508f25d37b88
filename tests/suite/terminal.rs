//! What a person sees: carets under the right characters, long paragraphs by the sentence, nothing wider than the
//! screen.

use std::sync::Arc;

use gouji_core::document::Document;
use gouji_core::facts::model::Facts;
use gouji_core::lexicon::Lexicon;
use gouji_core::output::{Paint, Screen, Terminal, Verbosity, wrap};
use gouji_core::read::read;
use gouji_core::report;
use gouji_core::report::{Basis, Finding, Label, Placer};
use gouji_core::source::{Format, Source, Span};
use gouji_core::terms::{Category, Language, Severity};

struct Page(Arc<Document>);

impl Page {
    fn new(name: &str, text: &str) -> Self {
        let format = Format::of_name(name).expect("a known ending");
        Self(Arc::new(read(Source::new(name, format, text.as_bytes()).expect("text"))))
    }

    /// The label of the first place where the folded text has `words`.
    fn label(&self, words: &str, note: &str) -> Label {
        self.nth(words, 0, note)
    }

    fn nth(&self, words: &str, n: usize, note: &str) -> Label {
        let (at, _) = self.0.text.folded.match_indices(words).nth(n).expect("in the text");
        self.at(Span::new(at, at + words.len()), note)
    }

    fn at(&self, span: Span, note: &str) -> Label {
        let (facts, lexicon) = (Facts::default(), Lexicon::default());
        Placer { document: &self.0, facts: &facts, lexicon: &lexicon }.label(span, note)
    }
}

fn finding(message: &str, primary: Label, related: Vec<Label>) -> Finding {
    Finding {
        rule: String::from("sum-of-parts"),
        category: Category::Arithmetic,
        severity: Severity::Error,
        message: message.to_owned(),
        remedy: Some(String::from("核对各项数字，使其相加等于总数。")),
        basis: vec![Basis {
            instrument: String::from("国办公开办函〔2021〕30号"),
            clause: String::from("表三"),
            title: Some(String::from("政府信息公开工作年度报告格式")),
        }],
        fingerprint: String::from("0"),
        primary,
        related,
        suggestion: None,
        suppressed: None,
        figures: String::new(),
        case: None,
    }
}

fn screen(width: usize, language: Language) -> Screen {
    Screen {
        language,
        paint: Paint::Plain,
        width,
        verbosity: Verbosity::Normal,
        files: 1,
        rulebook: report::Rulebook::default(),
        dimensions: Vec::new(),
    }
}

fn draw(width: usize, findings: Vec<Finding>) -> String {
    let mut document = report::Document::empty("云河县民政局.md", Some("md"));
    document.findings = findings;
    Terminal(screen(width, Language::Zh)).document(&document)
}

fn no_wider(text: &str, width: usize) {
    for line in text.lines() {
        // Chinese closing marks may not begin a line, so they may hang over by one.
        assert!(wrap::width(line) <= width, "{} columns: {line}", wrap::width(line));
    }
}

/// The text over the carets of the first line of carets.
fn over_carets(drawn: &str) -> String {
    let lines: Vec<&str> = drawn.lines().collect();
    let at = lines.iter().position(|l| l.contains('^')).expect("carets");
    let (from, to) = (columns_before(lines[at], '^'), columns_through(lines[at], '^'));
    let mut column = 0;
    let mut out = String::new();
    for c in lines[at - 1].chars() {
        if column >= from && column < to {
            out.push(c);
        }
        column += wrap::char_width(c);
    }
    out
}

fn columns_before(line: &str, c: char) -> usize {
    line.find(c).map_or(0, |at| wrap::width(&line[..at]))
}

fn columns_through(line: &str, c: char) -> usize {
    line.rfind(c).map_or(0, |at| wrap::width(&line[..at + c.len_utf8()]))
}

/// A paragraph of some 1,500 characters on one line, with two figures that disagree in the middle of it.
fn long() -> String {
    let filler = "本机关认真贯彻落实条例规定，进一步健全工作机制，明确责任分工，及时回应群众关切；";
    format!(
        "# 云河县民政局报告\n\n{}全年共受理申请１１８件，办结117件，结转1件；{}共办结119件。\n",
        filler.repeat(18),
        filler.repeat(18)
    )
}

#[test]
fn a_long_paragraph_is_shown_by_the_sentence() {
    let page = Page::new("云河县民政局.md", &long());
    for width in [40, 60, 80, 120] {
        let related = vec![page.label("117件", "前文写117件")];
        let drawn =
            draw(width, vec![finding("同一段落前后的办结数不一致", page.label("119件", "后文写119件"), related)]);
        no_wider(&drawn, width);
        assert!(drawn.lines().count() < 24, "{drawn}");
        assert_eq!(over_carets(&drawn), "119件");
        assert!(drawn.contains("云河县民政局.md:3:"), "{drawn}");
    }
}

#[test]
fn carets_stand_under_double_width_digits() {
    let page = Page::new("a.md", &long());
    let drawn = draw(80, vec![finding("受理数与前文不一致", page.label("118件", ""), vec![])]);
    assert_eq!(over_carets(&drawn), "１１８件");
    let carets = drawn.lines().find(|l| l.contains('^')).expect("carets");
    assert_eq!(carets.matches('^').count(), 8);
}

#[test]
fn a_note_that_does_not_fit_becomes_a_remark() {
    let page = Page::new("a.md", "本年共收到申请118件，其中自然人申请100件，法人或其他组织申请17件。\n");
    let note = "这里写一百一十八件，而下面两项相加只有一百一十七件，两者相差一件，请核对";
    for width in [40, 80] {
        let drawn = draw(width, vec![finding("数字不一致", page.label("118件", note), vec![])]);
        no_wider(&drawn, width);
        assert_eq!(over_carets(&drawn), "118件");
    }
}

#[test]
fn a_label_longer_than_the_screen_is_clipped() {
    let page = Page::new("a.md", &long());
    let start = page.0.text.folded.find("本机关").expect("there");
    let end = page.0.text.folded.trim_end().len();
    let drawn = draw(80, vec![finding("整段没有实质内容", page.at(Span::new(start, end), "整段"), vec![])]);
    no_wider(&drawn, 80);
    assert!(drawn.lines().count() < 14, "{drawn}");
}

#[test]
fn a_cell_of_a_page_is_shown_with_its_row_and_a_blank_one_has_a_caret() {
    let html = "<html><body><h1>云河县民政局2023年政府信息公开工作年度报告</h1>\n<table>\n<tr><td>项目</td><td>自然人</td><td>总计</td></tr>\n\
        <tr><td>一、本年新收</td><td>&nbsp;</td>\n<td><span>１</span><span>18</span></td></tr>\n</table></body></html>";
    let page = Page::new("page.html", html);
    let Some(grid) = page.0.grids.first() else { return };
    let cell = |row: usize, column: usize| {
        grid.cells.iter().find(|c| c.row == row && c.column == column).expect("a cell").span
    };
    let total = page.at(cell(1, 2), "总计写118");
    assert_eq!((total.text.as_str(), total.line), ("１18", Some(5)));
    let drawn = draw(80, vec![finding("总计与各列之和不符", total, vec![page.at(cell(1, 1), "空白")])]);
    assert!(!drawn.contains("<td>") && drawn.contains("一、本年新收"), "{drawn}");
    assert!(drawn.contains("page.html:5:"), "{drawn}");
    assert_eq!(over_carets(&drawn), "１18");
    assert!(drawn.contains("空白"), "{drawn}");
}

#[test]
fn a_finding_may_point_into_two_files() {
    let (this, last) = (Page::new("2024.md", "上年结转申请5件。\n"), Page::new("2023.md", "结转下年度继续办理7件。\n"));
    let drawn = draw(
        80,
        vec![finding("上年结转与去年报告不符", this.label("5件", "今年写5件"), vec![last.label("7件", "去年写7件")])],
    );
    assert!(drawn.contains("2024.md:1:7") && drawn.contains("2023.md:1:10"), "{drawn}");
}

#[test]
fn many_related_places_are_counted() {
    let row = format!("| {} |\n", (0..25).map(|n| format!("{}", n + 10)).collect::<Vec<_>>().join(" | "));
    let page = Page::new("a.md", &format!("{row}|{}\n{row}", "---|".repeat(25)));
    let related: Vec<Label> = (11..34).map(|n| page.nth(&n.to_string(), 1, "")).collect();
    let drawn = draw(80, vec![finding("合计不等于各项之和", page.nth("10", 1, "合计"), related)]);
    no_wider(&drawn, 80);
    assert!(drawn.contains("另有 15 处"), "{drawn}");
}

#[test]
fn nothing_in_a_report_rewrites_the_screen() {
    let page = Page::new("a.md", "共受理\u{1b}[2J申请118件。\n");
    let drawn = draw(80, vec![finding("数字不一致", page.label("118件", ""), vec![])]);
    assert!(!drawn.contains('\u{1b}'), "{drawn:?}");
}

#[test]
fn colour_is_the_callers_choice_and_changes_nothing_else() {
    let page = Page::new("a.md", "共受理申请118件。\n");
    let mut document = report::Document::empty("a.md", Some("md"));
    document.findings = vec![finding("数字不一致", page.label("118件", "这里"), vec![])];
    let plain = Terminal(screen(80, Language::Zh)).document(&document);
    let coloured = Terminal(Screen { paint: Paint::Colour, ..screen(80, Language::Zh) }).document(&document);
    assert!(coloured.contains("\u{1b}["));
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        bare.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let trim = |s: &str| s.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trim(&bare), trim(&plain));
}

#[test]
fn english_is_english() {
    let page = Page::new("a.md", "Received 118 requests.\n");
    let mut document = report::Document::empty("a.md", Some("md"));
    let mut f = finding("The totals differ", page.label("118", "here"), vec![]);
    f.remedy = Some(String::from("Check the figures."));
    f.basis.clear();
    document.findings = vec![f];
    let drawn = Terminal(screen(80, Language::En)).document(&document);
    assert!(drawn.is_ascii() || drawn.chars().all(|c| c.is_ascii() || "┌─│".contains(c)), "{drawn}");
    assert!(drawn.starts_with("error[sum-of-parts]: The totals differ"), "{drawn}");
}
