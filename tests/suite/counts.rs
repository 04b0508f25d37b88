//! The grammar of figures in prose, on invented sentences: roles, scopes, units, breakdowns, percentages.

use crate::common::embedded_lexicon;
use gouji_core::facts::extract;
use gouji_core::facts::model::{Facts, Overrides};
use gouji_core::source::{Format, Source};

struct Read {
    document: gouji_core::document::Document,
    facts: Facts,
}

fn read(text: &str) -> Read {
    let source = Source::new("test.txt", Format::Txt, text.as_bytes()).expect("text");
    let document = gouji_core::read::read(source);
    let facts = extract(&document, embedded_lexicon(), &Overrides::default());
    Read { document, facts }
}

/// `role/scope=value` of every figure with a role; the scope only where it is not `total`.
fn roles(text: &str) -> Vec<String> {
    let read = read(text);
    let figures = read.facts.counts.iter().filter_map(|c| {
        let role = c.role.as_deref()?.trim_start_matches("requests.");
        let scope = if c.scope == "total" { String::new() } else { format!("/{}", c.scope) };
        let words = if c.in_words { "!" } else { "" };
        Some(format!("{role}{scope}={}{words}", c.value.normalize()))
    });
    figures.collect()
}

fn breakdowns(text: &str) -> Vec<String> {
    let facts = read(text).facts;
    let list = facts.breakdowns.iter().map(|b| {
        let parts: Vec<String> = b.parts.iter().map(|&p| facts.counts[p].value.to_string()).collect();
        format!("{}={}{}", facts.counts[b.whole].value, parts.join("+"), if b.complete { " all" } else { "" })
    });
    list.collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(roles(text), expected, "{text}");
}

#[test]
fn received_in_its_many_forms() {
    check("全年共收到政府信息公开申请3119件。", &["new_received=3119"]);
    check("全年共收到政府信息公开申请 3,119 件。", &["new_received=3119"]);
    check("全年共收到政府信息公开申请３１１９件。", &["new_received=3119"]);
    check("全年共收到政府信息公开申请3，119件。", &["new_received=3119"]);
    check("全年共受理政府信息公开申请一百一十八件。", &["new_received=118"]);
    check("2023年新收政府信息公开申请数量118件。", &["new_received=118"]);
    check("我局收到1条申请政府信息公开的受理件。", &["new_received=1"]);
    check("全年接受依申请公开9次。", &["new_received=9"]);
    check("2023年，我局收到两件政府信息公开申请。", &["new_received=2"]);
    check("依申请公开。全年共收到申请25宗。", &["new_received=25"]);
    check("收到政府信息公开申请，共计118件。", &["new_received=118"]);
    check("收到政府信息公开申请：118件。", &["new_received=118"]);
    check("全市全年共收办政府信息公开申请案件3646件。", &["new_received=3646"]);
    check("通过网站、信函等渠道共收到政府信息公开申请31件。", &["new_received=31"]);
}

#[test]
fn a_line_break_inside_a_figure() {
    check(
        "2023年全市各级行政机关在办理中共收到政府信息公开申请3119\n件，答复3050\n件。",
        &["new_received=3119", "results_total=3050"],
    );
}

#[test]
fn answered_and_carried_over() {
    check(
        "2023年全市受理政府信息公开申请3119件，上年度结转34件，答复3050件，结转下年度103件。",
        &["new_received=3119", "carried_in=34", "results_total=3050", "carried_out=103"],
    );
    check(
        "全年收到政府信息公开申请27件，上年结转5件，17件结转下年办理。",
        &["new_received=27", "carried_in=5", "carried_out=17"],
    );
    check(
        "全年接收政府信息公开申请9件，办毕9件，顺延到下年度1件。",
        &["new_received=9", "results_total=9", "carried_out=1"],
    );
    check("收到政府信息公开申请40件（含上年度结转申请34件）。", &["new_received=40", "carried_in=34"]);
    check("全年收到政府信息公开申请20件，其中11件已办结，8件申请人主动撤销。", &["new_received=20"]);
    check("办结上年度结转申请1件。", &[]);
}

#[test]
fn applicants_and_outcomes() {
    check(
        "2023年新收政府信息公开申请118件，其中自然人113件，商业企业2件，法律服务机构3件。",
        &[
            "new_received=118",
            "new_received/natural_person=113",
            "new_received/commercial=2",
            "new_received/legal_service=3",
        ],
    );
    check(
        "全年收到政府信息公开申请30件。答复意见中，予以公开10件，部分公开6件，属于内部事务信息不予公开2件，本机关不掌握相关政府信息7件，没有现成信息需要另行制作5件，其他处理0件。",
        &[
            "new_received=30",
            "granted=10",
            "partial=6",
            "denied_internal=2",
            "unable_not_held=7",
            "unable_need_creation=5",
            "other=0",
        ],
    );
    check("作其他处理（含申请人主动撤回申请）341件、转下年度办理121件。", &["other=341", "carried_out=121"]);
    check(
        "共接受依申请公开9次，其中处理结果4件为不予公开，1件为不予处理，4件为无法提供。",
        &["new_received=9", "denied=4", "not_processed=1", "unable=4"],
    );
    check(
        "不予公开的4件中2件为属于行政查询事项，2件属于机关内部事务文件。",
        &["denied=4", "denied_query=2", "denied_internal=2"],
    );
    check("信访、举报、投诉类申请3件，重复申请2件。", &["np_petition=3", "np_repeat=2"]);
}

#[test]
fn what_is_no_request_has_no_role() {
    for text in [
        "2017年共受理法律援助案件7510件，办结6374件。",
        "办理12345政务热线3612件，各级领导信箱47件。",
        "收到网上来信4件，均已答复。",
        "共承办建议提案34件，办理人大建议12件。",
        "收到群众投诉举报15件，受理咨询20件。",
        "收到公众意见382条。",
        "受理行政许可申请500件，办结498件。",
        "全年备案政府信息依申请公开领域行政复议案件134件，行政诉讼案件57件。",
        "全年审理行政复议案件312件。",
        "《条例》第十条规定，拨打12345热线，依据云政发〔2016〕69号文件，电话0731-85912228。",
        "收到政府信息公开申请数量比上年增加12件。",
        "努力做到“办结一件申请、解决一个问题”。",
        "2021年，去年收到政府信息公开申请数量较多，较上年增加5件。",
        "市本级收到政府信息公开申请20件，予以公开5件。",
        "网上申请3件，信函申请2件。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn applicants_after_their_whole() {
    check(
        "全年新收政府信息公开申请43件，上年结转2件。新收申请中，自然人27件、商业企业6件、法律服务机构2件、其他8件。",
        &[
            "new_received=43",
            "carried_in=2",
            "new_received/natural_person=27",
            "new_received/commercial=6",
            "new_received/legal_service=2",
            "new_received/org_other=8",
        ],
    );
    check(
        "全年收到政府信息公开申请20件，上年结转1件。按申请人分：自然人19件，法人或其他组织1件。",
        &["new_received=20", "carried_in=1", "new_received/natural_person=19"],
    );
    check("全年收到政府信息公开申请15件，均为自然人申请。", &["new_received=15", "new_received/natural_person=15!"]);
    check("全年收到政府信息公开申请15件，均为自然人、法人提出的申请。", &["new_received=15"]);
    check("共收到公民、法人或其他组织提出的政府信息公开申请12件。", &["new_received=12"]);
    check("收到法人或其他组织政府信息公开申请26件。", &[]);
    check("我单位收到政府信息公开申请2件。", &["new_received=2"]);
}

#[test]
fn carried_over_by_year() {
    let year = "2022年政府信息公开工作年度报告\n";
    let carried = |text: &str, expected: &[&str]| check(&format!("{year}{text}"), expected);
    carried(
        "2022年共收到10件依申请公开请求，2021年结转政府信息公开申请2件，共办结9件，结转2023年度继续办理3件。",
        &["new_received=10", "carried_in=2", "results_total=9", "carried_out=3"],
    );
    carried(
        "收到政府信息公开申请9件，办结5件，4件转结2023年办理。",
        &["new_received=9", "results_total=5", "carried_out=4"],
    );
    carried(
        "共受理政府信息公开申请6件，其中：上年结转1件，本年新收5件；办结5件，结转下年1件。",
        &["new_received=6", "carried_in=1", "new_received=5", "results_total=5", "carried_out=1"],
    );
    carried("无下年度结转。", &["carried_out=0!"]);
}

#[test]
fn cells_of_the_small_tables() {
    check(
        "本年制发行政规范性文件3件、废止1件，现行有效26件。作出行政许可决定41件、行政处罚决定6件。",
        &[
            "documents.normative_docs.issued=3",
            "documents.normative_docs.repealed=1",
            "documents.normative_docs.valid=26",
            "licensing.licensing.decisions=41",
            "enforcement.penalty.decisions=6",
        ],
    );
    check(
        "制发规章2件、规范性文件48件，废止规章1件、规范性文件63件。",
        &[
            "documents.rules.issued=2",
            "documents.normative_docs.issued=48",
            "documents.rules.repealed=1",
            "documents.normative_docs.repealed=63",
        ],
    );
    check(
        "办理行政许可1234件，行政处罚56件，行政强制2件，行政事业性收费34.5万元。",
        &[
            "licensing.licensing.decisions=1234",
            "enforcement.penalty.decisions=56",
            "enforcement.coercion.decisions=2",
            "fees.admin_fee.amount=34.5",
        ],
    );
    for text in [
        "公示行政许可120件、行政处罚30件。",
        "公开行政许可决定30件、行政处罚决定20件。",
        "清理规范性文件20件，废止3件，修改2件。",
        "废止、失效规范性文件12件。",
        "主动公开市政府规章13件（含新制定5件，修改4件，废止4件）。",
        "区政府制发规范性文件3件，区政府办公室制发规范性文件5件。",
        "制发公文120件，其中规范性文件3件。",
        "行政许可事项办结1200件，行政处罚立案20件。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn words_beside_requests_that_are_none() {
    check("收到政府信息公开申请10件，办结7件，未办结3件。", &["new_received=10", "results_total=7"]);
    check("收到政府信息公开申请10件，其中不予受理2件。", &["new_received=10"]);
    check("收到政府信息公开申请10件，申请人撤回政府信息公开申请2件。", &["new_received=10"]);
    check("我局主动公开信息734条，依申请公开信息12条，不予公开信息27条。", &["proactive.total=734"]);
    check("政府信息公开行政诉讼案件5件，其中败诉0件。", &["review.litigation.total=5"]);
    for text in [
        "印发政府信息公开申请办理手册200份。",
        "收到涉及房屋征收的政府信息公开申请20件。",
        "其中同意公开或部分公开共81件。",
        "上半年受理政府信息公开申请267件，答复263件。",
        "2022年政府信息公开工作年度报告\n自2008年以来累计收到政府信息公开申请300件。",
        "依申请公开事项中，属于已主动公开范围的8件。",
        "应主动公开政府信息300条。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn old_forms_name_their_own_rows() {
    let text = "2015年政府信息公开工作年度报告\n全年收到政府信息公开申请3件，属于已主动公开范围1件，同意公开答复2件。\n政府信息公开情况统计表\n统计指标|单位|统计数\n三、依申请公开情况|—|—\n(一)收到申请数|件|3\n1.当面申请数|件|3\n2.传真申请数|件|0\n3.网络申请数|件|0\n4.信函申请数|件|0\n";
    check(text, &["statistics.s3_received=3", "statistics.rp_already=1", "statistics.rp_granted=2"]);
}

#[test]
fn reviews_and_lawsuits() {
    check(
        "因政府信息公开引起的行政复议351件（结果维持72件、结果纠正64件、其他结果178件、尚未审结37件），行政诉讼 46 件（结果维持25件，结果纠正5件）。",
        &[
            "review.review.total=351",
            "review.review.upheld=72",
            "review.review.corrected=64",
            "review.review.other_result=178",
            "review.review.pending=37",
            "review.litigation.total=46",
            "review.litigation.upheld=25",
            "review.litigation.corrected=5",
        ],
    );
    check(
        "发生政府信息公开行政诉讼5件，其中未经复议直接起诉2件，复议后起诉3件。",
        &["review.litigation.total=5", "review.direct.total=2", "review.after_review.total=3"],
    );
    check("我乡收到有关政府信息公开行政复议申请0件。", &["review.review.total=0"]);
    check("因政府信息公开发生1件行政复议、2件行政诉讼。", &["review.review.total=1", "review.litigation.total=2"]);
    check("行政复议、行政诉讼案件共3件。", &[]);
}

#[test]
fn a_part_of_the_year_of_the_body_or_of_the_cases_has_no_role() {
    for text in [
        "2023年5月收到政府信息公开申请4件。",
        "第1季度收到政府信息公开申请4件。",
        "1月至9月收到政府信息公开申请4件。",
        "二级单位收到政府信息公开申请4件。",
        "区公安局机关收到政府信息公开申请4件。",
        "通过线上平台共收到政府信息公开申请4件。",
        "教育领域收到政府信息公开申请4件。",
        "代区政府办理政府信息公开申请4件。",
        "7日内答复政府信息公开申请4件。",
        "收到科研机构、商业企业政府信息公开申请4件。",
        "截至2023年底,累计收到政府信息公开申请4件。",
        "收到政府信息公开申请和行政复议申请,其中复议办结4件。",
        "制发公文9件,其中主动公开5件、不予公开4件。",
        "因商业秘密不予公开政府信息公开申请4件。",
    ] {
        assert!(roles(text).is_empty(), "{text}: {:?}", roles(text));
    }
    check("1月至12月收到政府信息公开申请4件。", &["new_received=4"]);
    check("截至2023年12月,收到政府信息公开申请4件。", &["new_received=4"]);
    check("5月开展培训,全年收到政府信息公开申请4件。", &["new_received=4"]);
    check("通过网站、信函等渠道共收到政府信息公开申请4件。", &["new_received=4"]);
    check("通过依申请公开系统收到政府信息公开申请4件。", &["new_received=4"]);
}

#[test]
fn zero_in_words() {
    check("2023年度我局未收到依申请公开政府信息的申请。", &["new_received=0!"]);
    check("尚未收到政府信息公开申请。", &["new_received=0!"]);
    check(
        "2023年未发生针对本部门有关政府信息公开的行政复议案和行政诉讼案。",
        &["review.review.total=0!", "review.litigation.total=0!"],
    );
    check(
        "全年无政府信息公开申请行政复议、提起行政诉讼的案件。",
        &["review.review.total=0!", "review.litigation.total=0!"],
    );
    check("我局未收到公民、法人或其他组织的政府信息公开申请。", &["new_received=0!"]);
    check("未发生因政府信息公开引起的行政复议。", &["review.review.total=0!"]);
    check("行政复议、诉讼均未发生。", &["review.review.total=0!", "review.litigation.total=0!"]);
    check("2023年我局未新制定规范性文件。", &["documents.normative_docs.issued=0!"]);
    check("没有作出行政处罚决定。", &["enforcement.penalty.decisions=0!"]);
    for text in [
        "没有向依申请公开对象收取任何费用。",
        "未发生依申请公开信息收费和费用减免情况。",
        "未发生超期答复政府信息公开申请的情况。",
        "无正当理由大量反复申请0件。",
        "没有发生行政复议被纠错的情况。",
        "未产生政府信息公开事务诉讼相关的费用支出。",
        "未收到通过信函提出的政府信息公开申请。",
        "无其他政府信息公开申请。",
        "下属单位未收到政府信息公开申请。",
        "8月未收到政府信息公开申请。",
        "未发生因不依法公开政府信息引发的行政诉讼。",
        "未发生因政府信息公开收费引起的行政复议。",
        "对轻微违法行为未实施行政处罚。",
        "未制定规范性文件清理方案。",
    ] {
        assert!(!roles(text).iter().any(|r| r.ends_with('!')), "{text}: {:?}", roles(text));
    }
}

#[test]
fn published_and_approximate() {
    check("2023年累计主动公开政府信息35条。", &["proactive.total=35"]);
    check("全市共向社会主动公开政府信息18万余条。", &["proactive.total=180000"]);
    check("主动公开公文类政府信息11739件。", &[]);
    check("通过政府网站主动公开政府信息300条。", &[]);
    let read = read("2017年主动公开政府信息755多条，约410人次前来咨询，印发一万余份资料，费用11.7万元。");
    let got: Vec<_> = read
        .facts
        .counts
        .iter()
        .map(|c| (c.value.to_string(), c.unit.clone().unwrap_or_default(), c.approximate))
        .collect();
    let expected = [("755", "条", true), ("410", "人次", true), ("10000", "份", true), ("11.7", "万元", false)];
    assert_eq!(got, expected.map(|(v, u, a)| (v.to_owned(), u.to_owned(), a)));
}

#[test]
fn years_stand_with_their_figures() {
    let read = read("2022年收到政府信息公开申请21件。二〇二三年收到政府信息公开申请12件。");
    let years: Vec<_> = read.facts.counts.iter().map(|c| c.year).collect();
    assert_eq!(years, [Some(2022), Some(2023)]);
}

#[test]
fn spans_are_exact() {
    let text = "全年共收到政府信息公开申请 3,119\u{3000}件，主动公开政府信息１８万余条。";
    let read = read(text);
    let shown: Vec<_> =
        read.facts.counts.iter().map(|c| (read.document.shown(c.number), read.document.shown(c.span))).collect();
    assert_eq!(shown[0], ("3,119".to_owned(), "政府信息公开申请 3,119\u{3000}件".to_owned()));
    assert_eq!(shown[1].0, "１８万");
}

#[test]
fn another_bodys_figures_are_not_the_reports() {
    let text = "云河市人民政府2023年政府信息公开工作年度报告\n全市收到政府信息公开申请50件。云河市公安局收到政府信息公开申请20件，予以公开3件。";
    let read = read(text);
    if read.facts.profile.agency.is_some() {
        let said: Vec<_> = read.facts.counts.iter().filter_map(|c| c.role.as_ref()).collect();
        assert_eq!(said, ["requests.new_received"]);
    }
    let title = "云河市卫生健康局2023年政府信息公开工作年度报告\n";
    for others in ["全市卫健系统", "8个区(县)", "市政府", "区县局"] {
        check(&format!("{title}{others}共收到政府信息公开申请50件。"), &[]);
        check(&format!("{title}{others}废止规范性文件3件。"), &[]);
    }
    check(&format!("{title}我局共收到政府信息公开申请50件。"), &["new_received=50"]);
}

#[test]
fn wholes_and_parts() {
    let list = |text: &str, expected: &[&str]| assert_eq!(breakdowns(text), expected, "{text}");
    list("发布各类信息247条，其中机构概况类5条，规章类文件11条，业务类30条、其它事项201条。", &["247=5+11+30+201 all"]);
    list("共发布信息2483条，其中网站(含转发)319条，微信(含转发)851条、微博(含转发)2348条。", &["2483=319+851+2348"]);
    list(
        "主动公开政府信息35条。在主动公开的信息中，政策类信息26条，占74%；工作信息7条，占20%；机构信息2条，占6%。",
        &["35=26+7+2"],
    );
    list(
        "主动公开政府信息600条。\n在主动公开的信息中，机构职能、行政职能类信息2条；法规文件类信息597条；其他类信息1条。",
        &["600=2+597+1 all"],
    );
    list("开展政策简明问答98期，其中，市级48期、青石区17期、白水县33期。", &["98=48+17+33"]);
    list(
        "收到政府信息公开申请100件，其中自然人90件，法人或其他组织10件，答复95件，结转下年度5件。",
        &["100=90+10 all"],
    );
    list("收到政府信息公开申请9件。不予公开的4件中2件为属于行政查询事项，2件属于机关内部事务文件。", &[]);
    list(
        "收办政府信息公开申请案件30件（市政府12件、市各有关部门10件、青石区8件），同比增长70.3%。",
        &["30=12+10+8 all"],
    );
    list("接受咨询410人次，其中现场咨询320人次，电话咨询90人次，发放资料500份。", &["410=320+90"]);
    list("收到申请118件，其中自然人13件，其中网上10件，企业105件。", &["118=13", "13=10"]);
    list("主动公开政府信息241条，其中社会组织类99条、公告公示类141条、其他1条。", &["241=99+141+1 all"]);
    list("按信息公开类别分，部门动态类信息40条，规范性文件1条。", &[]);
    list("主动公开政府信息共41条。按信息公开类别分，部门动态类信息40条，规范性文件1条。", &["41=40+1 all"]);
}

#[test]
fn shares_and_growth() {
    let facts = read("主动公开政府信息35条。在主动公开的信息中，政策类信息26条，占74%；工作信息9条，占25.7％。同比增长70.3%，答复率100%，公开率达百分之九十。").facts;
    let got: Vec<_> = facts
        .percentages
        .iter()
        .map(|p| {
            (
                p.value.to_string(),
                p.part.map(|i| facts.counts[i].value.to_string()),
                p.whole.map(|i| facts.counts[i].value.to_string()),
                p.growth,
                p.rate,
            )
        })
        .collect();
    let some = |v: &str| Some(v.to_owned());
    assert_eq!(
        got,
        [
            ("74".to_owned(), some("26"), some("35"), false, false),
            ("25.7".to_owned(), some("9"), some("35"), false, false),
            ("70.3".to_owned(), None, None, true, false),
            ("100".to_owned(), None, None, false, true),
            ("90".to_owned(), None, None, false, true),
        ]
    );
}

#[test]
fn hostile_text_ends() {
    for piece in ["1", "1,", "(1件", "其中1件，", "一", "未", "无", "、1件", "《", "%1", "亿万", "1件)"] {
        let text = piece.repeat(5_000);
        let _ = read(&text);
    }
}
