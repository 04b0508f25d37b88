//! What is said of each kind of mistake in a rule file, to the byte and in both languages: code, place, sentence,
//! label, help.

use std::fmt::Write as _;

use crate::common::embedded;
use gouji_core::rulebook::{Input, load};

use crate::rulebook_errors::RULE;

/// The sample with one piece of text replaced.
fn changed(from: &str, to: &str) -> String {
    assert!(RULE.contains(from), "{from}");
    RULE.replacen(from, to, 1)
}

/// What is told of one file, a line each.
fn told(name: &str, text: &str, alone: bool) -> String {
    let input = Input { inside: name.to_owned(), shown: name.to_owned(), text: text.to_owned() };
    let base = (!alone).then(embedded);
    let list = match load(vec![input], base) {
        Ok(loaded) => loaded.warnings,
        Err(mistakes) => mistakes.list,
    };
    let mut out = String::new();
    for mistake in list {
        let problem = &mistake.problem;
        let at = |mark: gouji_core::checks::parameter::Mark| {
            let range = mark.start as usize..mark.end as usize;
            format!("{}..{} {:?}", mark.start, mark.end, text.get(range).unwrap_or("?"))
        };
        let both = |both: &gouji_core::checks::mistake_words::Both| format!("{} ‖ {}", both.zh, both.en);
        let (line, column) = mistake.position();
        let _ = writeln!(out, "{}:{line}:{column} {} {}", mistake.file.path, problem.code, both(&problem.message));
        let _ = writeln!(out, "  {} | {}", at(problem.mark), both(&problem.label));
        for (mark, label) in &problem.related {
            let _ = writeln!(out, "  {} | {}", at(*mark), both(label));
        }
        if let Some(help) = &problem.help {
            let _ = writeln!(out, "  = {}", both(help));
        }
    }
    out
}

fn all() -> String {
    let mut out = String::new();
    let mut case = |what: &str, name: &str, text: &str, alone: bool| {
        let _ = write!(out, "## {what}\n{}\n", told(name, text, alone));
    };
    let rule = "sample-rule.yaml";
    let changes = [
        ("an unknown field", "severity: warning", "severty: warning"),
        ("an unknown field like none", "weight: 2", "weight: 2\nzzz: 1"),
        ("an unknown field of a check", "{fact: period}", "{fact: period, facts: 1}"),
        ("an unknown field of a text", "{zh: 样例, en", "{zh: 样例, zn: 样例, en"),
        ("an unknown field with a map", "weight: 2", "weight: 2\nnothing: {a: 1, b: [2, 3]}"),
        ("an unknown value", "category: statutory", "category: statutry"),
        ("an unknown value in quotes", "severity: warning", "severity: 'warn'"),
        ("an unknown value of another file", "fact: period", "fact: perod"),
        ("an unknown check", "required: {fact: period}", "requred: {fact: period}"),
        ("a check without parameters", "required: {fact: period}", "required"),
        ("a check on the line of its name", "check:\n  required: {", "check: required: {"),
        ("a check of two kinds", "  required: {fact: period}", "  required: {fact: period}\n  contact: {}"),
        ("a check that is a list", "\n  required: {fact: period}", " [required]"),
        ("an empty check", "\n  required: {fact: period}", " {}"),
        ("a missing field", "category: statutory\n", ""),
        ("a missing field of a variant", "axis: report_year, from: 2019, ", "from: 2019, "),
        ("a missing field of a check", "{fact: period}", "{}"),
        ("a missing field of a text", "{zh: 样例, en: A sample}", "{zh: 样例}"),
        ("a missing field of an empty text", "{zh: 样例, en: A sample}", "{}"),
        ("a field twice", "weight: 2", "weight: 2\nweight: 3"),
        ("a field twice in a text", "{zh: 样例, en", "{zh: 样例, zh: 样子, en"),
        ("a key of a map twice", "weight: 2", "weight: 2\ncases: {late: {}, late: {}}"),
        ("an unknown field before a field twice", "weight: 2", "wait: 2\nweight: 2\nweight: 3"),
        ("a word for a number", "weight: 2", "weight: two"),
        ("a number too large", "weight: 2", "weight: 256"),
        ("a negative number", "weight: 2", "weight: -2"),
        ("a fraction", "weight: 2", "weight: 2.5"),
        ("a number in quotes", "weight: 2", "weight: '2'"),
        ("a hexadecimal number", "weight: 2", "weight: 0x2"),
        ("a number that begins with 0", "weight: 2", "weight: 02"),
        ("nothing for a number", "weight: 2", "weight:"),
        ("a list for a number", "weight: 2", "weight: [2]"),
        ("a map for a number", "weight: 2", "weight: {a: 2}"),
        ("a list for a word", "category: statutory", "category: [statutory]"),
        ("a map for a word", "id: sample-rule", "id: {a: b}"),
        ("nothing for a word", "id: sample-rule", "id: ~"),
        ("empty quotes for a word", "id: sample-rule", "id: ''"),
        ("a number for a word", "clause: 第五十条", "clause: 50"),
        ("a word for a list", "weight: 2", "weight: 2\nneeds: year"),
        ("a word for a map", "weight: 2", "weight: 2\napplies: cn"),
        ("a word for a text", "{zh: 样例, en: A sample}", "样例"),
        ("a number for a text", "{zh: 样例, en: A sample}", "0"),
        ("a list for a text", "{zh: 样例, en: A sample}", "[样例, A sample]"),
        ("nothing for a text", "remedy: {zh: 补写, en: State it.}", "remedy:"),
        ("a year out of range", "from: 2019", "from: 20190"),
        ("no year", "from: 2019", "from: later"),
        ("no date", "from: 2019", "from: 2019-13-01"),
        ("a year that is true", "from: 2019", "from: true"),
        ("a year that is a list", "from: 2019", "from: [2019]"),
        ("a bad truth value", "year: 2023,", "year: 2023, draft: perhaps,"),
        ("truth by another name", "year: 2023,", "year: 2023, draft: yes,"),
        ("an open list", "weight: 2", "weight: [2"),
        ("an open map", "applies", "applies"),
        ("a wrong bracket", "[{instrument: slc-711, clause: 第五十条}]", "[{instrument: slc-711, clause: 第五十条]}"),
        ("a tab", "weight: 2", "\tweight: 2"),
        ("a wrong indent", "tests:", " tests:"),
        ("an open quote", "clause: 第五十条", "clause: '第五十条"),
        ("a colon too many", "id: sample-rule", "id: sample: rule"),
        ("an unknown alias", "id: sample-rule", "id: *name"),
        ("an alias", "id: sample-rule", "id: &name sample-rule\nredirects: [*name]"),
        ("an alias with a mistake", "weight: 2", "weight: &w two\nredirects: [*w]"),
        ("an unknown escape", "id: sample-rule", "id: \"sample\\q\""),
        ("a key that is a list", "weight: 2", "weight: 2\n[a, b]: 2"),
        ("a key that is a number", "weight: 2", "weight: 2\n7: 2"),
        ("a second document", "tests:", "---\ntests:"),
        ("a merged map", "weight: 2", "weight: 2\n<<: {draft: true}"),
        ("a tag", "weight: 2", "weight: !!str 2"),
        ("a gap", "until: 2019", "until: 2018"),
        ("an overlap", "until: 2019", "until: 2020"),
        ("a period without an end", ", until: 2019", ""),
        ("an empty period", "until: 2019", "until: 2000"),
        ("two axes", "{axis: report_year, from: 2019", "{axis: published, from: 2019"),
        ("an unknown instrument", "slc-711", "slc-771"),
        ("an id of another rule", "id: sample-rule", "id: period-stated"),
        ("an id twice in one rule", "weight: 2", "weight: 2\nredirects: [old-id, old-id]"),
        ("a bad id", "id: sample-rule", "id: Sample_rule"),
        ("a bad place", "weight: 2", "weight: 2\napplies: {place: hunan}"),
        ("an unknown rule", "weight: 2", "weight: 2\nyields_to: [period-statd]"),
        ("an unknown case", "weight: 2", "weight: 2\ncases: {late: {severity: info}}"),
        ("no check", "check:\n  required: {fact: period}\n", ""),
        ("no message", "message: {zh: 没有写明统计期限, en: No statistics period}\n", ""),
        ("an error without a basis", "severity: warning\nweight: 2\nground: asked", "severity: error\nweight: 2"),
        ("a bad date", "expect: fail,", "expect: fail, published: 昨天,"),
        ("a repealed basis", "slc-711", "gbgkbh-2019-60"),
        ("a basis not in force", "slc-492", "slc-711"),
        ("an unknown table", "required: {fact: period}", "equation: {table: disclosur, holds: a = b}"),
        (
            "an unknown row",
            "required: {fact: period}",
            "equation: {table: requests, each: column, holds: new_recieved = carried_in}",
        ),
        (
            "an equation without a comparison",
            "required: {fact: period}",
            "equation: {table: requests, holds: new_received + carried_in}",
        ),
        ("a bad pattern", "required: {fact: period}", "pattern: {any: [{words: [甲], pattern: '(甲'}]}"),
        ("no words", "required: {fact: period}", "pattern: {any: [{words: ['']}]}"),
        ("an unknown format", "expect: fail,", "expect: fail, format: mdd,"),
        (
            "a text of several lines",
            "{zh: 没有写明统计期限, en: No statistics period}",
            "{zh: '没有写明\n\n  {priod}', en: \"No \\u0073 {tistics}\"}",
        ),
        (
            "a block text",
            "remedy: {zh: 补写, en: State it.}",
            "remedy:\n  zh: |\n    补写\n    {month}\n  en: >-\n    State\n    it {here}.",
        ),
    ];
    for (what, from, to) in changes {
        if what == "an open map" {
            case(what, rule, &RULE.replace("fact: period}", "fact: period"), false);
            continue;
        }
        case(what, rule, &changed(from, to), false);
    }
    case("an empty file", rule, "", false);
    case("a file of comments", rule, "# 规则\n", false);
    case("a file that is a word", rule, "规则\n", false);
    case("a file that is a list", rule, "- id: a\n", false);
    case("a mark of byte order", rule, &format!("\u{feff}{}", changed("weight: 2", "weight: two")), false);
    case("Windows line ends", rule, &changed("weight: 2", "weight: two").replace('\n', "\r\n"), false);
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let one = format!("*a{}", level - 1);
        let _ = writeln!(bomb, "a{level}: &a{level} [{}]", vec![one; 10].join(", "));
    }
    case("a bomb of aliases", "forms/2021.yaml", &bomb, true);
    case("a bomb where words stand", "vocabulary/titles.yaml", &bomb.replace("a8:", "subjects:"), true);
    let many = format!("subjects: [{}]\n", vec!["x"; 250_001].join(", "));
    case("more words than any rulebook has", "vocabulary/titles.yaml", &many, true);
    case("brackets in brackets", rule, &changed("weight: 2", &format!("weight: {}", "[".repeat(500))), false);
    case("deep brackets", rule, &changed("weight: 2", &format!("weight: {}{}", "[".repeat(90), "]".repeat(90))), false);
    case("words: an unknown field", "vocabulary/titles.yaml", "subjects: [信息公开]\nsubject: [信息公开]\n", true);
    case("words: a map for a list", "vocabulary/titles.yaml", "# 名称\nsubjects:\n  甲: 乙\n", true);
    case("words: a missing field", "vocabulary/headings.yaml", "sections:\n  - {id: 甲}\n", true);
    case("words: an unknown file", "vocabulary/title.yaml", "subjects: [信息公开]\n", true);
    case("words: no YAML", "vocabulary/titles.yaml", "subjects: [信息公开\n", true);
    case("words: an empty file", "vocabulary/titles.yaml", "", true);
    case("words: nothing in a list", "vocabulary/titles.yaml", "subjects: [信息公开, ~]\n", true);
    case("a form: an unknown field", "forms/2021.yaml", "id: '2021'\ntabel: x\n", true);
    case("a form: a missing field", "forms/2021.yaml", "table: disclosure\n", true);
    case(
        "eras: a word for a year",
        "eras.yaml",
        "eras:\n  - {id: a, from: 早年, title: {zh: 甲, en: A}}\nforms: []\n",
        true,
    );
    case("scoring: a word for a share", "scoring.yaml", "coverage_floor: half\ndimensions: []\n", true);
    case(
        "scoring: an unknown dimension",
        "scoring.yaml",
        "coverage_floor: 0.5\ndimensions: [{id: frm, title: {zh: 甲, en: A}}]\n",
        true,
    );
    case("instruments: an unknown field", "instruments.yaml", "instruments:\n  - {id: a, nummer: b}\n", false);
    case(
        "instruments: no date",
        "instruments.yaml",
        "instruments:\n  - {id: a, number: b, issuer: c, title: {zh: 甲, en: A}, source: seen, issued: 昨天}\n",
        false,
    );
    case(
        "an amendment: a mistake of each kind",
        "amendments/x.yaml",
        "rule: period-statd\nplace: cn-4\nbasis: []\nseverity: error\n",
        false,
    );
    case(
        "an amendment: nothing changes",
        "amendments/x.yaml",
        "rule: period-stated\nplace: cn-43\nbasis: [{instrument: slc-771}]\n",
        false,
    );
    let (before, after) = (RULE.split("variants:").next().unwrap_or(""), RULE.split("check:").last().unwrap_or(""));
    case("no period", rule, &format!("{before}variants: []\ncheck:{after}"), false);
    let own = RULE.replace("clause: 第三十二条}", "source: own}").replace("clause: 第五十条}", "source: own}");
    case("an error on what was not seen", rule, &own.replace("severity: warning", "severity: error"), false);
    let bare = RULE.replace("ground: asked\n", "").replace(", basis: [{instrument: slc-492, clause: 第三十二条}]", "");
    case(
        "practice without a basis",
        rule,
        &bare.replace(", basis: [{instrument: slc-711, clause: 第五十条}]", ""),
        false,
    );
    case("words beside rules", "vocabulary/titles.yaml", "subjects: [信息公开]\n", false);
    out
}

#[test]
fn every_kind_of_mistake_is_told_as_agreed() {
    let (said, agreed) = (all(), include_str!("rulebook_mistakes.txt"));
    for (said, agreed) in said.split("## ").zip(agreed.split("## ")) {
        assert_eq!(said, agreed);
    }
    assert_eq!(said.len(), agreed.len());
}
