use super::*;
use crate::report::Label;

const FILE: &str = "# 说明\nallowed:\n  # 第一条\n  - fingerprint: \"a1\"\n    rule: some-rule\n    file: \"a.md\"\n    \
                    figures: \"61≠60\"\n    reason: 原件如此\n    until: 2026-12-01\n  # 第二条\n  - fingerprint: b2\n    \
                    rule: some-rule\n    reason: \"\"\n";

fn read(text: &str) -> Allowances {
    Allowances::read("gouji-allow.yaml", text.to_owned()).expect("of its shape")
}

fn finding(fingerprint: &str, figures: &str) -> Finding {
    let mut finding = complaint("some-rule", String::from("不平衡"), "", &[], Label::of_file("a.md", ""));
    finding.fingerprint = fingerprint.to_owned();
    finding.figures = figures.to_owned();
    finding
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn standings(file: &Allowances, met: &[(usize, Met)], today: &str) -> Vec<Standing> {
    let mut all = vec![None; file.entries.len()];
    met.iter().for_each(|(index, met)| all[*index] = Some(met.clone()));
    let known = Known { today: day(today), rule: &|id| id == "some-rule", judged: &|_| true };
    file.standings(&all, &known)
}

#[test]
fn an_entry_holds_for_a_fact_and_its_figures() {
    let file = read(FILE);
    let mut findings = [finding("a1", "61≠60"), finding("b2", ""), finding("c3", "")];
    let met = file.allow(&mut findings, day("2026-12-01"), Language::Zh);
    assert_eq!(findings[0].suppressed.as_deref(), Some("原件如此（至 2026-12-01）"), "the last day is one of them");
    assert!(findings[1].suppressed.is_none(), "without a reason");
    assert!(findings[2].suppressed.is_none(), "nothing is said of it");
    assert_eq!(standings(&file, &met, "2026-12-01"), [Standing::Fine, Standing::NoReason]);
}

#[test]
fn other_figures_are_another_finding() {
    let file = read(FILE);
    let mut findings = [finding("a1", "62≠60 (1 62)")];
    let met = file.allow(&mut findings, day("2026-12-01"), Language::Zh);
    assert!(findings[0].suppressed.is_none());
    assert!(findings[0].message.contains("61≠60") && findings[0].message.contains("“62≠60”"));
    let standings = standings(&file, &met, "2026-12-01");
    assert_eq!(standings[0], Standing::Lapsed(String::from("62≠60 (1 62)")));
    let told = file.complaints(&standings, Language::En);
    assert_eq!(
        (told[0].rule.as_str(), told[0].primary.line, told[0].primary.column),
        ("allow-lapsed", Some(7), Some(14))
    );
    assert!(told.iter().all(|f| f.severity == Severity::Error));
}

#[test]
fn what_is_over_or_no_day_allows_nothing() {
    for (text, today) in [(FILE.to_owned(), "2026-12-02"), (FILE.replace("2026-12-01", "2026-13-01"), "2020-01-01")] {
        let file = read(&text);
        let mut findings = [finding("a1", "61≠60")];
        let met = file.allow(&mut findings, day(today), Language::Zh);
        assert!(findings[0].suppressed.is_none());
        assert_eq!(standings(&file, &met, today)[0], Standing::Expired);
    }
}

#[test]
fn what_no_finding_answers_to_is_told() {
    let file = read(FILE);
    assert_eq!(standings(&file, &[], "2026-12-01")[0], Standing::Unused);
    let stranger = read(&FILE.replace("rule: some-rule", "rule: sme-rule"));
    assert_eq!(standings(&stranger, &[], "2026-12-01"), [Standing::UnknownRule, Standing::UnknownRule]);
}

#[test]
fn editing_keeps_order_and_comments() {
    let file = read(FILE);
    let less = without(&file, &[0]).expect("a list of lines");
    assert!(less.contains("# 说明") && less.contains("# 第一条") && less.contains("# 第二条") && !less.contains("a1"));
    assert_eq!(read(&less).entries.len(), 1);
    let none = without(&file, &[0, 1]).expect("a list of lines");
    assert_eq!(read(&none).entries.len(), 0);
    let why = Why {
        reason: String::from("含“引号”\"和\\"), until: Some(String::from("2027-01-01")), ..Why::default()
    };
    let lines = entry(&finding("d4", "1≠2"), "年报/a b.md", &[String::from("c.md")], &why);
    for text in [FILE, &none, &less, "", "# 空\n", "allowed:\n- fingerprint: a1\n  rule: some-rule\n"] {
        let more = appended(text, std::slice::from_ref(&lines), Language::Zh);
        let read = read(&more);
        assert_eq!(read.entries.len(), file_len(text) + 1, "{more}");
        let last = read.entries.last().expect("one");
        assert_eq!((last.fingerprint.as_str(), value(last.reason.as_ref())), ("d4", "含“引号”\"和\\"));
        assert!(text.lines().filter(|l| l.trim_start().starts_with('#')).all(|l| more.contains(l)));
    }
}

fn file_len(text: &str) -> usize {
    read(text).entries.len()
}

#[test]
fn what_is_no_list_of_lines_is_left_alone() {
    let flow = read("allowed: [{fingerprint: a1, rule: some-rule}, {fingerprint: b2, rule: some-rule}]\n");
    assert_eq!(flow.entries.len(), 2);
    assert!(without(&flow, &[0]).is_none());
}
