//! Ways by which somebody tried to raise the score of a bad report without mending it: each by its name, the edit as
//! code. None may score better than the report as it was; what is no longer certain has no score then, but a range
//! whose low end is what a gate goes by.

use std::path::Path;

use gouji_core::lint::{Request, lint};
use gouji_core::report::Score;
use gouji_core::source::{Format, Source};

use crate::common::word::rewrite;
use crate::common::{embedded, fixtures};

const LATE: &str = "flawed/yunhe-jiaoyu-2023.md";
const LATE_PAGE: &str = "flawed/yunhe-jiaoyu-2023.html";
const TOWN: &str = "flawed/baishi-zhen-2023.md";
const TOWN_PAGE: &str = "flawed/baishi-zhen-2021.html";
const CITY: &str = "flawed/qingling-shi-2022.md";
const OLD: &str = "flawed/yunhe-nongye-2016.md";
const EMPTY: &str = "flawed/yunhe-minzheng-2022.md";

const SIGNED: &str = "2024年2月8日";
const SIGNED_PAGE: &str = r#"<p class="sign">2024年2月8日</p>"#;
const ASKED: &str = "办公室联系。";
const REACHED: &str = "（地址：城关镇1号，电话：0999-8000000）";
const NUMBER: &str = "13900000000";
const FEES: &str = "没有其他需要报告的事项。";
const RESULTS: &str = "全年赴县区调研指导6次。";
const OTHER: &str = "## 六、其他需要报告的事项\n";

/// One edit: what it is called, in which report, and what takes the place of what.
type Way = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const TIME: &[Way] = &[
    ("a second date in time below the signature", LATE, &[(SIGNED, "2024年2月8日\n\n2024年1月20日")]),
    ("the date in time in an annex", LATE, &[(SIGNED, "2024年2月8日\n\n## 附件\n\n云河县教育局\n\n2024年1月20日")]),
    ("a signature in time, printed late", LATE, &[(SIGNED, "2024年1月31日\n\n（此件公开发布，2024年2月8日印发）")]),
    ("the same, of the office", LATE, &[(SIGNED, "2024年1月31日\n\n云河县教育局办公室 2024年2月8日印发")]),
    ("a date in Chinese figures below", LATE, &[(SIGNED, "2024年2月8日\n\n二〇二四年一月二十日")]),
    (
        "behind a line of annexes",
        LATE_PAGE,
        &[(SIGNED_PAGE, r#"<p class="sign">2024年2月8日</p><p>附件：统计表</p><p class="sign">2024年1月20日</p>"#)],
    ),
    (
        "a date in time in white",
        LATE_PAGE,
        &[(SIGNED_PAGE, r#"<p class="sign">2024年2月8日</p><p class="sign" style="color:#fff">2024年1月20日</p>"#)],
    ),
    (
        "only a date in white",
        LATE_PAGE,
        &[(SIGNED_PAGE, r#"<p>2024年2月8日（正式上网）</p><p class="sign" style="color: #FEFEFE">2024年1月20日</p>"#)],
    ),
    (
        "only a date in a box of no height",
        LATE_PAGE,
        &[(
            SIGNED_PAGE,
            r#"<p><img src="d.png"></p><p class="sign" style="height:0;overflow:hidden">2024年1月20日</p>"#,
        )],
    ),
    (
        "a date that the head of the page alone tells",
        LATE_PAGE,
        &[("</head>", r#"<meta name="PubDate" content="2024-01-20 09:00"></head>"#)],
    ),
    ("the same, the day itself", LATE_PAGE, &[("</head>", r#"<meta name="PubDate" content="2024-01-31"></head>"#)]),
    ("an older report with an earlier date below", OLD, &[("2017年4月19日", "2017年4月19日\n\n2017年3月30日")]),
];

const BODY: &[Way] = &[
    ("all through a committee that may be no department", LATE, &[("云河县教育局", "云河县高新区管理委员会")]),
    (
        "a committee in title and signature",
        LATE,
        &[("# 云河县教育局", "# 云河县教育园区管委会"), ("云河县教育局\n\n2024", "云河县教育园区管委会\n\n2024")],
    ),
    (
        "a zone in title and signature",
        CITY,
        &[("# 青岭市人民政府", "# 青岭市开发区管委会"), ("青岭市人民政府\n\n2023", "青岭市开发区管委会\n\n2023")],
    ),
    ("a detachment", LATE, &[("云河县教育局", "云河县教育执法大队")]),
];

const WORDS: &[Way] = &[
    (
        "the three words, by the rules",
        CITY,
        &[(RESULTS, "全年赴县区调研指导6次。工作考核、社会评议、责任追究结果情况按有关规定执行。")],
    ),
    ("the three words in brackets", CITY, &[(RESULTS, "全年赴县区调研指导6次（工作考核；社会评议；责任追究）。")]),
    (
        "the three words, not told",
        CITY,
        &[(RESULTS, "全年赴县区调研指导6次。本报告未涉及工作考核、社会评议、责任追究结果。")],
    ),
    (
        "the three words, next year",
        CITY,
        &[(RESULTS, "全年赴县区调研指导6次。明年拟开展工作考核、社会评议、责任追究。")],
    ),
    (
        "the three words in what the law says",
        CITY,
        &[(
            RESULTS,
            "全年赴县区调研指导6次。《条例》第五十条规定政府年度报告应当包括工作考核、社会评议和责任追究结果情况。",
        )],
    ),
    ("fees: a word in brackets", TOWN, &[(FEES, "没有其他需要报告的事项（信息处理费）。")]),
    ("fees: by the rules", TOWN, &[(FEES, "信息处理费按国家有关规定执行。")]),
    ("fees: not counted", TOWN, &[(FEES, "信息处理费收取情况未统计。")]),
    ("fees: in the annex", TOWN, &[(FEES, "信息处理费情况见附件。")]),
    ("fees: the name of the measures", TOWN, &[(FEES, "依据《政府信息公开信息处理费管理办法》。")]),
    ("contact: on the website", LATE, &[(ASKED, "办公室联系（地址：见县政府网站，电话：见县政府网站）。")]),
    ("contact: zeros", LATE, &[(ASKED, "办公室联系（地址：县城，电话：0000-0000000）。")]),
    ("contact: mail of nobody", LATE, &[(ASKED, "办公室联系（地址：详见官网，电子邮箱：a@b.c）。")]),
    ("a slot with circles", TOWN, &[("XX条", "〇〇条")]),
    ("a slot with Greek letters", TOWN, &[("XX条", "ΧΧ条")]),
    ("a slot with Russian letters", TOWN, &[("XX条", "ХХ条")]),
    ("a slot with a picture", TOWN, &[("XX条", "![](x.png)条")]),
    ("an empty section with a picture", EMPTY, &[(OTHER, "## 六、其他需要报告的事项\n\n见下图：![](a.png)\n")]),
];

/// Whom to ask, written so that nobody sees it.
const HIDDEN: &[(&str, &str)] = &[
    ("white", r#"style="color:#fff;background:#fff""#),
    ("white by its name", r#"style="color: white""#),
    ("of no size", r#"style="font-size:0""#),
    ("of one dot", r#"style="font-size: 1px""#),
    ("beside the page", r#"style="position:absolute;left:-9999px""#),
    ("above the page", r#"style="position:fixed; top:-2000px""#),
    ("transparent", r#"style="opacity:0""#),
    ("indented away", r#"style="display:inline-block;text-indent:-9999px;width:0;overflow:hidden""#),
    ("of transparent colour", r#"style="color:transparent""#),
    ("of a colour that lets all through", r#"style="color:rgba(0,0,0,0)""#),
    ("cut off", r#"style="clip-path:inset(100%)""#),
    ("cut off as of old", r#"style="position:absolute;clip:rect(0,0,0,0)""#),
    ("not displayed", r#"style="display:none""#),
    ("by a class", r#"class="x""#),
    ("small by a class", r#"class="y""#),
];

const COMMENTS: &[Way] = &[
    (
        "contact in a comment",
        LATE,
        &[("## 一、总体情况", "<!--\n（地址：城关镇1号，电话：0999-8000000）\n-->\n\n## 一、总体情况")],
    ),
    (
        "contact in a comment that a line leaves open",
        LATE,
        &[(ASKED, "办公室联系。<!--\n（地址：城关镇1号，电话：0999-8000000）\n-->")],
    ),
    (
        "contact as the title of a link",
        LATE,
        &[("## 一、总体情况", "[c]: http://x \"地址：城关镇1号，电话：0999-8000000\"\n\n## 一、总体情况")],
    ),
    ("fees in a comment", TOWN, &[(FEES, "没有其他需要报告的事项。\n\n<!--\n未收取信息处理费。\n-->")]),
    (
        "a section in a comment",
        EMPTY,
        &[(OTHER, "## 六、其他需要报告的事项\n\n<!--\n未收取信息处理费，没有其他事项。\n-->\n")],
    ),
    (
        "results in a comment",
        CITY,
        &[(RESULTS, "全年赴县区调研指导6次。\n\n<!--\n工作考核、社会评议、责任追究结果情况：已完成。\n-->\n")],
    ),
];

const DAMAGE: &[Way] = &[
    ("lost letters over a wrong figure", TOWN, &[("工作动态类78条", "工作动态类\u{fffd}\u{fffd}条")]),
    ("a picture of a wrong figure", TOWN, &[("工作动态类78条", "工作动态类![](n.png)条")]),
    ("a picture of a wrong clause", LATE_PAGE, &[("结转下年度继续办理8件", r#"<img src="w.png">"#)]),
];

/// A private number, otherwise written.
const NUMBERS: &[&str] = &[
    "一三九〇〇〇〇〇〇〇〇",
    "+86 139.0000.0000",
    "1390000（0000）",
    "139*0000*0000",
    "139 零零零零 0000",
    "(139)0000/0000",
    "139_0000_0000",
    "139&middot;0000&middot;0000",
    "0139-00000000",
];

fn score(name: &str, bytes: &[u8]) -> Score {
    let format = Format::of_name(name).expect("a format");
    let source = Source::new(name.to_owned(), format, bytes).expect("a report");
    lint(source, embedded(), &Request::default()).score
}

fn report(fixture: &str) -> String {
    std::fs::read_to_string(fixtures().join(fixture)).expect("a report")
}

/// What is wrong if an edited report scores better than before; `before` has a score.
fn better(way: &str, fixture: &str, edited: &str) -> Option<String> {
    let before = score(fixture, report(fixture).as_bytes()).value.expect("a score");
    let after = score(fixture, edited.as_bytes());
    let gate = after.value.or(after.low).unwrap_or(0.0);
    (gate > before + 0.01).then(|| format!("{way}: {before} -> {:?} ({:?}, {:?})", after.value, after.low, after.high))
}

fn hold(ways: &[Way]) {
    let tried = ways.iter().filter_map(|(way, fixture, edits)| {
        let mut text = report(fixture);
        for (from, to) in *edits {
            assert!(text.contains(from), "{way}: {from}");
            text = text.replace(from, to);
        }
        better(way, fixture, &text)
    });
    let wrong: Vec<String> = tried.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn of_two_dates_the_better_one_wins_nothing() {
    hold(TIME);
}

#[test]
fn a_body_of_uncertain_kind_has_no_better_score() {
    hold(BODY);
}

#[test]
fn words_without_content_win_nothing() {
    hold(WORDS);
}

#[test]
fn what_nobody_sees_is_not_there() {
    let page = report(LATE_PAGE);
    let page = page.replacen("</head>", "<style>.x{display:none}.y{font-size:0}</style></head>", 1);
    let tried = HIDDEN.iter().filter_map(|(way, how)| {
        let edited = page.replacen(ASKED, &format!("{ASKED}<span {how}>{REACHED}</span>"), 1);
        assert_ne!(edited, page, "{way}");
        better(way, LATE_PAGE, &edited)
    });
    let wrong: Vec<String> = tried.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn white_words_on_a_dark_ground_are_text() {
    let page = report(LATE_PAGE);
    for (before, how) in [
        ("", r#"style="color:#fff;background:#036""#),
        (r#"<span style="background-color:#c00">"#, r#"style="color:#fff""#),
        ("", r#"style="font-size:12px""#),
        ("", r#"style="opacity:0.9""#),
        ("", r#"style="text-indent:-2em""#),
    ] {
        let edited = page.replacen(ASKED, &format!("{ASKED}{before}<span {how}>{REACHED}</span>"), 1);
        let wrong = better(how, LATE_PAGE, &edited);
        assert!(wrong.is_some(), "{how}: the contact is there");
    }
}

#[test]
fn comments_and_targets_of_links_are_no_text() {
    hold(COMMENTS);
}

#[test]
fn a_sound_report_that_a_comment_empties_is_not_sound() {
    let text = report("clean/yunhe-jiaoyu-2024.md");
    for edited in
        [text.replacen("## 一、", "<!--\n## 一、", 1), text.replacen("## 二、", "<!--\n## 二、", 1) + "\n-->\n"]
    {
        assert_ne!(edited, text);
        let value = score("a.md", edited.as_bytes()).value;
        assert!(value.is_none_or(|v| v < 60.0), "{value:?}");
    }
}

#[test]
fn what_the_copy_lost_wins_nothing() {
    hold(DAMAGE);
}

#[test]
fn a_private_number_costs_however_it_is_written() {
    let page = report(TOWN_PAGE);
    let tried = NUMBERS.iter().filter_map(|number| better(number, TOWN_PAGE, &page.replace(NUMBER, number)));
    let wrong: Vec<String> = tried.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hidden_runs_of_a_document_are_not_there() {
    let path = fixtures().join("flawed/yunhe-jiaoyu-2023.docx");
    let before = score("a.docx", &std::fs::read(&path).expect("a document")).value.expect("a score");
    for (how, hidden) in [
        (r#"<w:color w:val="FFFFFF"/>"#, true),
        (r#"<w:color w:val="FEFEFE"/>"#, true),
        (r#"<w:sz w:val="2"/>"#, true),
        (r#"<w:strike/>"#, true),
        (r#"<w:w w:val="1"/>"#, true),
        (r#"<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>"#, false),
        (r#"<w:sz w:val="21"/>"#, false),
    ] {
        let run = format!("<w:r><w:rPr>{how}</w:rPr><w:t>{REACHED}</w:t></w:r></w:p>");
        let after = score("a.docx", &with_run(&path, &run)).value.expect("a score");
        assert_eq!(after > before + 0.01, !hidden, "{how}: {before} -> {after}");
    }
}

/// The document with a run at the end of the paragraph that tells whom to ask.
fn with_run(path: &Path, run: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("a.docx");
    rewrite(path, &to, |part, xml| {
        if part != "word/document.xml" {
            return xml;
        }
        let at = xml.find("联系。").expect("whom to ask");
        let end = at + xml[at..].find("</w:p>").expect("its end");
        format!("{}{run}{}", &xml[..end], &xml[end + "</w:p>".len()..])
    });
    std::fs::read(to).expect("a document")
}
