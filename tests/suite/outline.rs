//! Outline, profile, period and contact of invented reports in the habits that pages, Word exports and provinces have.

use crate::common::embedded_lexicon;
use gouji_core::document::Document;
use gouji_core::facts::extract;
use gouji_core::facts::model::{Completeness, Facts, Kind, Overrides};
use gouji_core::language::numbering::Numbering;
use gouji_core::source::{Format, Source};

fn read(text: &str) -> (Document, Facts) {
    let source = Source::new("r.txt", Format::Txt, text.as_bytes()).expect("text");
    let document = gouji_core::read::read(source);
    let facts = extract(&document, embedded_lexicon(), &Overrides::default());
    (document, facts)
}

fn facts(text: &str) -> Facts {
    read(text).1
}

fn tops(text: &str) -> Vec<String> {
    let (d, f) = read(text);
    f.outline.sections.iter().filter(|s| s.level == 1).map(|s| d.slice(s.heading).to_owned()).collect()
}

fn topics(text: &str) -> Vec<String> {
    facts(text).outline.sections.iter().filter(|s| s.level == 1).map(|s| s.topic.clone().unwrap_or_default()).collect()
}

fn agency(text: &str) -> Option<String> {
    facts(text).profile.agency.map(|a| a.value)
}

fn year(text: &str) -> Option<i16> {
    facts(text).profile.report_year.map(|y| y.value)
}

/// A report with this head.
fn headed(head: &str) -> String {
    format!(
        "{head}\n一、概述\n我局认真做好政府信息公开工作。\n二、主动公开政府信息情况\n全年主动公开信息12条。\n三、依申请公开政府信息情况\n未收到申请。\n四、存在的主要问题及改进情况\n人员不足。\n"
    )
}

const FORMAT: &str = "一、总体情况\n我局做了工作。\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n见表。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n人员不足。\n六、其他需要报告的事项\n无。\n";

#[test]
fn titles_name_agency_and_year() {
    for (title, name, y) in [
        ("云河县水利局2015年政府信息公开工作年度报告", "云河县水利局", 2015),
        ("2015年云河县水利局政府信息公开工作年度报告", "云河县水利局", 2015),
        ("云河县水利局政府信息公开工作年度报告(2015年度)", "云河县水利局", 2015),
        ("云河县水利局关于2015年度政府信息公开工作情况的报告", "云河县水利局", 2015),
        ("云河县水利局\n2015年政府信息公开工作年度报告", "云河县水利局", 2015),
        ("云河县水利局2015年\n政府信息公开工作年度报告", "云河县水利局", 2015),
        ("云河县水利局\n2015年政府信息公开工作\n年度报告", "云河县水利局", 2015),
        ("云河县水利局二〇一五年政府信息公开工作年度报告", "云河县水利局", 2015),
        ("云河县人民政府2015年政府信息公开年报", "云河县人民政府", 2015),
        ("云河县人民政府信息公开工作2015年度报告", "云河县人民政府", 2015),
        ("中共云河县委办公室2015年政务公开工作总结", "中共云河县委办公室", 2015),
        ("青岭市云河区石桥街道办事处2020年政府信息公开工作年度报告", "青岭市云河区石桥街道办事处", 2020),
    ] {
        let text = headed(title);
        assert_eq!(agency(&text).as_deref(), Some(name), "{title}");
        assert_eq!(year(&text), Some(y), "{title}");
    }
}

#[test]
fn agency_from_preface_signature_or_source() {
    let preface = headed("根据《条例》要求，由云河县水利局办公室编制的2015年度政府信息公开年度报告。全文包括概述等。");
    assert_eq!(agency(&preface).as_deref(), Some("云河县水利局"));
    assert_eq!(year(&preface), Some(2015));
    let short = headed("现将国家税务总局云河县税务局(以下简称“云河县税务局”)2021年政府信息公开工作情况报告如下。");
    assert_eq!(agency(&short).as_deref(), Some("国家税务总局云河县税务局"));
    let signed = format!("{}云河县水利局\n2016年1月20日\n", headed("2015年政府信息公开工作年度报告"));
    assert_eq!(agency(&signed).as_deref(), Some("云河县水利局"));
    assert_eq!(facts(&signed).profile.signed.map(|d| d.value.to_string()).as_deref(), Some("2016-01-20"));
    let source = headed("2015年政府信息公开工作年度报告\n发布时间:2016-02-01 来源:云河县水利局 浏览次数:12");
    assert_eq!(agency(&source).as_deref(), Some("云河县水利局"));
    assert_eq!(facts(&source).profile.published.map(|d| d.value.to_string()).as_deref(), Some("2016-02-01"));
}

#[test]
fn agency_is_none_where_only_our_bureau_speaks() {
    assert_eq!(
        agency(&headed("2015年政府信息公开工作年度报告\n现将我局2015年政府信息公开工作年度报告公布如下。")),
        None
    );
    assert_eq!(agency(&headed("2015年政府信息公开工作年度报告\n请与县政府办公室联系。县委高度重视。")), None);
}

#[test]
fn agency_is_as_written_where_it_leaves_out_its_place() {
    let short = "2015年政府信息公开工作年度报告\n2015年，县水利局认真落实条例。";
    assert_eq!(agency(&headed(short)).as_deref(), Some("县水利局"));
    // Named in full anywhere, it is that.
    let full = format!("{short}修订《云河县水利局政府信息公开指南》。");
    assert_eq!(agency(&headed(&full)).as_deref(), Some("云河县水利局"));
}

#[test]
fn year_traps() {
    assert_eq!(
        year(&headed(
            "云河县水利局政府信息公开工作年度报告\n发布时间:2016-02-01\n根据《通知》(云府办〔2014〕69号)要求，现公布2015年度政府信息公开工作年度报告。"
        )),
        Some(2015)
    );
    assert_eq!(year(&headed("根据《国务院办公厅关于2013年政府信息公开工作年度报告的通知》编制。")), None);
    assert_eq!(
        year(&headed("云河县水利局政府信息公开工作年度报告\n本报告数据统计期限为2015年1月1日至2015年12月31日。")),
        Some(2015)
    );
}

#[test]
fn bodies_and_tiers() {
    for (name, body, tier) in [
        ("云河县水利局", "department", Some("county")),
        ("青岭市云河区教育局", "department", Some("county")),
        ("青岭市城市管理局", "department", Some("city")),
        ("青岭市市场监督管理局", "department", Some("city")),
        ("江北省水利厅", "department", Some("province")),
        ("青岭市人民政府", "government", Some("city")),
        ("云河县", "government", Some("county")),
        ("云河县石桥镇人民政府", "township", Some("township")),
        ("石桥街道办事处", "subdistrict", Some("township")),
        ("国家税务总局云河县税务局", "vertical", Some("county")),
        ("青岭市气象局", "vertical", Some("city")),
        ("云河县人民政府办公室", "department", Some("county")),
        ("青岭市民政局", "department", Some("city")),
        ("青岭市云河市财政局", "department", Some("county")),
        ("北乡县水利局", "department", Some("county")),
        ("青岭高新区税务分局", "vertical", None),
    ] {
        let f = facts(&headed(&format!("{name}2015年政府信息公开工作年度报告")));
        assert_eq!(f.profile.agency.as_ref().map(|a| a.value.as_str()), Some(name));
        let (own_body, own_tier) = (f.profile.body, f.profile.tier);
        let names = (own_body.as_ref().map(|b| b.0.as_str()), own_tier.as_ref().map(|t| t.0.as_str()));
        assert_eq!(names, (Some(body), tier), "{name}");
    }
}

#[test]
fn headings_of_many_kinds() {
    assert_eq!(
        tops(
            "云河县水利局2015年政府信息公开年报\n• 一、概述\n正文。\n 、严格规范建设\n正文。\n三. 存在的问题\n正文。\n"
        ),
        ["一、概述", "、严格规范建设", "三. 存在的问题"]
    );
    assert_eq!(
        tops(
            "云河县水利局2015年政府信息公开年报\n第一部分 概述\n一、机构\n正文。\n第二部分 主动公开政府信息情况\n正文。\n"
        ),
        ["第一部分 概述", "第二部分 主动公开政府信息情况"]
    );
    assert_eq!(
        tops(
            "云河县水利局2022年政府信息公开年报\n一、总体情况:2022年，我局做了工作。\n主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n见表。\n"
        ),
        ["一、总体情况", "主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    );
    assert_eq!(
        tops(
            "云河县水利局2022年政府信息公开年报\n1.总体情况\n正文。\n(1)主动公开\n正文。\n2.主动公开政府信息情况\n正文。\n"
        ),
        ["1.总体情况", "2.主动公开政府信息情况"]
    );
}

#[test]
fn lost_numbers_and_unnumbered_headings_say_so() {
    let f = facts(
        "云河县水利局2022年政府信息公开年报\n一、总体情况\n正文。\n主动公开政府信息情况\n见表。\n、依申请公开情况\n无。\n",
    );
    let s = &f.outline.sections;
    assert_eq!((s[1].numbering, s[1].number_lost, s[1].canonical), (Numbering::None, false, true));
    assert!(s[2].number_lost && s[2].number.is_none());
}

#[test]
fn run_in_headings_end_at_their_stop() {
    let (d, f) = read(
        "云河县水利局2022年政府信息公开年报\n一、总体情况\n(一)主动公开政府信息情况。2022年，我局公开12条。\n1、公开的内容更加充实。以目录为参照。\n2、依申请公开情况:未收到申请，也没有其他事项。\n二、主动公开政府信息情况\n见表。\n",
    );
    let titles: Vec<_> = f.outline.sections.iter().map(|s| (s.level, d.slice(s.title))).collect();
    assert_eq!(
        titles,
        [
            (1, "总体情况"),
            (2, "主动公开政府信息情况"),
            (3, "公开的内容更加充实"),
            (3, "依申请公开情况"),
            (1, "主动公开政府信息情况")
        ]
    );
    assert_eq!(d.slice(f.outline.sections[1].body).chars().take(5).collect::<String>(), "2022年");
}

#[test]
fn rows_of_tables_are_no_headings() {
    let text = "云河县水利局2019年政府信息公开年报\n一、总体情况\n正文。\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n二、上年结转政府信息公开申请数量\n三、本年度办理结果\n(一)予以公开\n1.属于国家秘密\n四、结转下年度继续办理\n四、政府信息公开行政复议、行政诉讼情况\n无。\n";
    assert_eq!(
        tops(text),
        ["一、总体情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]
    );
    let form = "云河县水利局2015年政府信息公开年报\n一、概述\n正文。\n二、附表\n一、主动公开情况\n——\n(一)主动公开政府信息数\n条\n12\n二、回应解读情况\n——\n";
    assert_eq!(tops(form), ["一、概述", "二、附表"]);
}

#[test]
fn topics_of_variants() {
    for (heading, topic) in [
        ("工作总体落实情况", "overview"),
        ("行政机关主动公开政府信息情况", "proactive"),
        ("行政机关收到和处理政府信息公开申请情况", "requests"),
        ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "review"),
        ("存在问题与改进方向", "problems"),
        ("工作中的不足及下一步思路", "problems"),
        ("政府支出与收费情况", "fees"),
        ("其他需要报告事项", "other"),
    ] {
        let text = format!("云河县水利局2020年政府信息公开年报\n一、{heading}\n正文。\n二、附件\n无。\n");
        assert_eq!(topics(&text)[0], topic, "{heading}");
    }
    let both = facts("云河县水利局2012年政府信息公开年报\n一、概述\n正文。\n二、收费及行政复议、诉讼情况\n无。\n");
    assert!(both.outline.sections[1].is_about("fees") && both.outline.sections[1].is_about("review"));
}

#[test]
fn a_list_that_restarts_inside_a_section_stands_below_it() {
    let text = "云河县水利局2022年政府信息公开年报\n一、总体情况\n一、主动公开\n正文。\n二、依申请公开\n正文。\n三、监督保障\n正文。\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n见表。\n";
    assert_eq!(tops(text), ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]);
}

#[test]
fn contents_lists_are_no_headings() {
    let text = format!(
        "云河县水利局2020年政府信息公开年报\n一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n{FORMAT}"
    );
    assert_eq!(tops(&text).len(), 6);
}

#[test]
fn furniture_is_left_out_and_text_is_not() {
    let text = format!(
        "网站首页\n走进云河\n您当前的位置:首页 > 信息公开 > 年报\n云河县水利局2020年政府信息公开工作年度报告\n2021-01-20 10:12 来源:云河县水利局 字体:[大 中 小]\n{FORMAT}云河县水利局\n2021年1月18日\n扫一扫在手机打开当前页\n上一篇:无\n版权所有:云河县人民政府 备案号:0000\n"
    );
    let (d, f) = read(&text);
    let page: Vec<_> = f.outline.furniture.iter().map(|&b| d.slice(d.blocks[b].span)).collect();
    assert_eq!(page.len(), 7, "{page:?}");
    assert_eq!(f.profile.published.map(|p| p.value.to_string()).as_deref(), Some("2021-01-20"));
    assert_eq!(f.profile.signed.map(|p| p.value.to_string()).as_deref(), Some("2021-01-18"));
    assert!(d.slice(f.outline.report).ends_with("2021年1月18日"));
    let kept = facts(
        "云河县水利局2020年政府信息公开工作年度报告\n一、总体情况\n分享经验，打印手册。\n微信公众号发布信息12条。\n二、主动公开政府信息情况\n浏览量达2万次。\n",
    );
    assert!(kept.outline.furniture.is_empty());
}

fn period(statement: &str) -> (Option<String>, Option<String>) {
    let f = facts(&headed(&format!("云河县水利局2020年政府信息公开工作年度报告\n{statement}")));
    f.period.map_or((None, None), |p| (p.start.date.map(|d| d.to_string()), p.end.date.map(|d| d.to_string())))
}

#[test]
fn periods_in_all_words() {
    let year = (Some("2020-01-01".to_owned()), Some("2020-12-31".to_owned()));
    for s in [
        "本报告中所列数据的统计期限自2020年1月1日起至2020年12月31日止。",
        "本报告所列数据的统计期限为2020年1月1日至12月31日。",
        "数据统计时间从2020年1月1日到2020年12月31日。",
        "本报告数据统计期限:2020年1月1日—2020年12月31日。",
        "本报告统计时限为2020.1.1-2020.12.31。",
        "本报告数据的起止时间为2020年1月1日起,至2020年12月31日止。",
        "报告期限为二〇二〇年一月一日至二〇二〇年十二月三十一日，本报告据此编制。",
        "本报告所列数据的统计期限为2020年度(2020年1月1日至2020年12月31日)。",
        "本报告数据统计期限为2020年1月至12月。",
        "本年度报告反映了2020年1月1日至12月31日期间的政府信息公开情况。",
        "本报告数据统计期限自 2020 年 1 月 1 日起至 2020 年 12 月 31 日止。",
    ] {
        assert_eq!(period(s), year, "{s}");
    }
    assert_eq!(period("本报告数据统计期限自2020年1月1日起至202020年12月31日止。"), (year.0.clone(), None));
    assert_eq!(period("本报告数据统计期限自2020年1月1日起至2020年2月31日止。"), (year.0.clone(), None));
}

#[test]
fn no_period_where_other_terms_are_told() {
    for s in ["答复时限为20个工作日。", "从2020年1月1日至6月30日，公开信息12条。", "公示期限为2020年3月1日至3月7日。"]
    {
        assert!(facts(&headed(&format!("云河县水利局2020年政府信息公开工作年度报告\n{s}"))).period.is_none(), "{s}");
    }
}

#[test]
fn lost_glyphs_and_empty_statements() {
    let lost = facts(&headed("云河县水利局2017年政府信息公开年报\n本报告统计期限为201711日至20171231日。"))
        .period
        .expect("a statement");
    assert!(lost.start.glyphs_lost && lost.end.glyphs_lost && lost.start.date.is_none());
    let empty =
        facts(&headed("云河县水利局2017年政府信息公开年报\n本报告的起止时间为至。")).period.expect("a statement");
    assert!(empty.start.span.is_empty() && empty.end.span.is_empty() && !empty.start.glyphs_lost);
}

#[test]
fn contacts() {
    let contact = |s: &str| {
        let c = facts(&headed(&format!("云河县水利局2020年政府信息公开年报\n{s}"))).contact;
        [c.address, c.postcode, c.phone, c.fax, c.email].map(|f| f.map(|f| f.value).unwrap_or_default())
    };
    assert_eq!(
        contact(
            "如有疑问，请与云河县水利局办公室联系（地址：云河县中山路1号(市民中心A座)，邮编：123456，联系电话：0000－1234567、7654321，传真：0000-1234568，电子邮箱：a_b@example.cn）。"
        ),
        ["云河县中山路1号(市民中心A座)", "123456", "0000－1234567、7654321", "0000-1234568", "a_b@example.cn"].map(
            |s| match s {
                "云河县中山路1号(市民中心A座)" => s.to_owned(),
                s => s.to_owned(),
            }
        )
    );
    assert_eq!(contact("如有疑问，请与我局联系，电话/传真:1234567。"), ["", "", "1234567", "1234567", ""]);
    assert_eq!(
        contact("如有疑问，请联系我局。\n地  址:云河县中山路1号\n邮  编:123456\n电  话:1234567"),
        ["云河县中山路1号", "123456", "1234567", "", ""]
    );
    assert_eq!(contact("本局开通12345热线电话:12345，受理来电30件。"), ["", "", "", "", ""]);
}

#[test]
fn enumerations_inside_and_across_paragraphs() {
    let lists = |s: &str| -> Vec<Vec<u32>> {
        facts(&format!("云河县水利局2020年政府信息公开年报\n一、概述\n{s}\n二、存在的主要问题\n无。\n"))
            .outline
            .enumerations
            .iter()
            .map(|e| e.items.iter().map(|i| i.0).collect())
            .collect()
    };
    assert_eq!(lists("一是甲;二是乙;三是丙。今后，一是丁;二是戊。"), [vec![1, 2, 3], vec![1, 2]]);
    assert_eq!(lists("一是甲。\n二是乙。\n三是丙。"), [vec![1, 2, 3]]);
    assert_eq!(lists("一是甲;三是丙。"), [vec![1, 3]]);
    assert_eq!(lists("制度完善。三是建立机制。"), [vec![3]]);
    assert_eq!(lists("第一，甲。第二，乙。"), [vec![1, 2]]);
    assert_eq!(lists("包括:(1)甲;(2)乙;(3)丙。"), [vec![1, 2, 3]]);
    assert_eq!(lists("一是甲，措施如下:一是乙;二是丙;二是丁。").len(), 2);
    assert!(lists("这是重点之一是对的，标准统一是前提，唯一是它。").is_empty());
}

#[test]
fn a_draft_with_slots_left_is_no_blank_form() {
    let path = crate::common::fixtures().join("clean/qingling-shi-2023.txt");
    let text = std::fs::read_to_string(path).expect("a fixture");
    let text = text.replacen("一是", "一是XX", 8).replacen("件", "件XX", 8);
    assert!(text.matches("XX").count() >= 4, "as many as make a form without figures a blank one");
    assert_eq!(facts(&text).kind, Kind::Report);
}

#[test]
fn kinds_of_document() {
    assert_eq!(facts(&headed("云河县水利局2015年政府信息公开年报")).kind, Kind::Report);
    assert_eq!(
        facts("云河大学\n2022-2023学年度信息公开工作报告\n一、概述\n学校做了工作。\n二、主动公开情况\n无。\n").kind,
        Kind::SchoolYear
    );
    assert_eq!(facts("政府信息公开工作年度报告格式模板\n一、总体情况\n(文字描述)\n").kind, Kind::BlankForm);
    assert_eq!(
        facts(
            "关于召开安全生产会议的通知\n各单位:\n定于3月1日召开会议。\n一、时间\n上午9时。\n二、地点\n三楼会议室。\n"
        )
        .kind,
        Kind::NotAReport
    );
    assert_eq!(facts("").kind, Kind::NotAReport);
}

#[test]
fn whole_and_part() {
    let whole = |s: &str| facts(s).completeness == Completeness::Whole;
    let title = "云河县水利局2021年政府信息公开工作年度报告\n";
    assert!(whole(&format!("{title}{FORMAT}")));
    assert!(whole(&format!("{title}{}", FORMAT.replace("事项\n无。", "事项\n无"))));
    assert!(!whole(&format!("{title}一、总体情况\n我局做了工作。\n")));
    assert!(!whole(
        &headed("云河县水利局2015年政府信息公开年报")
            .replace("人员不足。", "我局政务公开工作人员数量不足,今后将进一步增")
    ));
    assert!(whole(&format!(
        "{}云河县水利局\n2016年1月20日",
        headed("云河县水利局2015年政府信息公开年报").replace("人员不足。", "我局工作人员数量不足,今后将进一步增加人员")
    )));
}

#[test]
fn hostile_text_is_read_in_time() {
    for piece in ["一、", "一是", "(一)", "2020年", "统计期限", "请与联系电话", "一、概述\n", "《2020年", ">", "由编制"]
    {
        let text = piece.repeat(60_000 / piece.len());
        let start = std::time::Instant::now();
        let _ = facts(&text);
        println!("{piece:?}: {:?}", start.elapsed());
        assert!(start.elapsed().as_secs() < 30, "{piece}");
    }
}

#[test]
fn short_lines_over_paragraphs_are_the_headings_where_nothing_is_numbered() {
    let parts = |last: &str| {
        format!(
            "石河镇人民政府2010年政府信息公开工作年度报告\n现将我镇2010年政府信息公开工作情况报告如下，请各界监督。\n基本情况\n我镇辖九个行政村，镇政府没有自己的网站，公开栏设在政府大院门口。\n主动公开了哪些信息\n全年主动公开政府信息87条，主要是惠农补贴、低保救助和村级财务。\n依申请公开和收费\n全年没有收到政府信息公开申请，也没有收取任何费用，没有减免。\n{last}"
        )
    };
    let text = parts(
        "问题和打算\n公开栏地方小，内容多的时候贴不下；明年准备在集市口再立一块公开栏。\n石河镇人民政府\n2011年1月20日\n",
    );
    assert_eq!(topics(&text), ["overview", "proactive", "requests", "problems"]);
    // A name of a column of the page stands over no paragraph.
    let text = parts("问题解答\n办事指南\n");
    assert_eq!(topics(&text), ["overview", "proactive", "requests"]);
    // Two are no outline, and a report with numbers has its own.
    assert!(tops("石河镇2010年政府信息公开年报\n基本情况\n我镇辖九个行政村，镇政府没有自己的网站，公开栏设在政府大院门口。\n问题和打算\n公开栏地方小，内容多的时候贴不下，明年准备再立一块公开栏。\n").is_empty());
    let numbered = headed("云河县水利局2015年政府信息公开工作年度报告")
        .replace("四、", "基本情况\n我局有一个网站，一个公开栏，还有一份每季度印一次的简报可供查阅。\n四、");
    assert_eq!(topics(&numbered), ["overview", "proactive", "requests", "problems"]);
}

#[test]
fn what_is_annexed_behind_the_last_section_has_a_heading_over_its_table() {
    let report = headed("云河县水利局2015年政府信息公开工作年度报告");
    let table = "统计指标 | 单位 | 统计数\n收到申请数 | 件 | 0\n当面申请数 | 件 | 0\n";
    for head in ["附表　政府信息公开情况统计表", "附：2015年度政府信息公开情况统计表", "附件"]
    {
        let text = format!("{report}{head}\n{table}");
        assert_eq!(topics(&text).last().map(String::as_str), Some("appendix"), "{head}");
        // Named where no table stands, or before the last section, it is none.
        assert_eq!(topics(&format!("{report}{head}\n见网站。\n")).len(), 4, "{head}");
        let early = report.replace("四、", &format!("{head}\n{table}四、"));
        assert_eq!(topics(&early).len(), 4, "{head}");
    }
}
