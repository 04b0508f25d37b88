//! Rulebooks larger than the one that comes with the program: what they hold is read, or the load says what is too
//! much.

use std::fmt::Write as _;

use crate::common::{CN, embedded_lexicon};
use gouji_core::document::Document;
use gouji_core::facts::extract;
use gouji_core::facts::model::{Facts, Overrides};
use gouji_core::lexicon::Lexicon;
use gouji_core::rulebook::{Input, Loaded, Mistakes, load};
use gouji_core::source::{Format, Source};
use gouji_core::terms::Language;

/// A rulebook without rules: the embedded one's vocabulary, with other forms and with what else is given in its place.
fn rulebook(own: &[(String, String)]) -> Result<Loaded, Mistakes> {
    let of_words = |inside: &str| inside == "rulebook.yaml" || inside.starts_with("vocabulary/");
    let mut inputs: Vec<Input> = CN.inputs().into_iter().filter(|i| of_words(&i.inside)).collect();
    for (inside, text) in own {
        inputs.retain(|i| i.inside != *inside);
        inputs.push(Input { inside: inside.clone(), shown: inside.clone(), text: text.clone() });
    }
    load(inputs, None)
}

fn loaded(own: &[(String, String)]) -> Loaded {
    rulebook(own).unwrap_or_else(|mistakes| panic!("\n{}", mistakes.render(Language::Zh, false, 110)))
}

/// Code and underlined text of each mistake.
fn mistakes(own: &[(String, String)]) -> Vec<(&'static str, String)> {
    let Err(mistakes) = rulebook(own) else { panic!("it is loaded") };
    let told = mistakes.list.iter().map(|m| {
        let mark = m.problem.mark;
        (m.problem.code, m.file.text[mark.start as usize..mark.end as usize].to_owned())
    });
    told.collect()
}

fn facts(text: &str, lexicon: &Lexicon) -> (Document, Facts) {
    let source = Source::new("report", Format::Md, text.as_bytes()).expect("text");
    let document = gouji_core::read::read(source);
    let facts = extract(&document, lexicon, &Overrides::default());
    (document, facts)
}

/// A word of its own for each number: 甲甲, 甲乙 and so on.
fn word(number: usize) -> String {
    let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳".chars().collect();
    [letters[number / 16 % 16], letters[number % 16]].iter().collect()
}

/// A form of two rows with so many columns; all its labels are its own.
fn form(table: &str, name: &str, columns: usize) -> (String, String) {
    let mut text = format!(
        "table: {table}\nform: 2021\nreport_years: {{from: 2021}}\ntitle: {name}表\ncaptions: [{name}表]\n\
         header: [{name}项目]\nverified: true\ncolumns:\n"
    );
    for column in 0..columns {
        let _ = writeln!(text, "  - {{id: c{column}, label: {name}列{}}}", word(column));
    }
    let _ = writeln!(text, "rows:\n  - {{id: first, label: {name}首行}}\n  - {{id: last, label: {name}末行}}");
    (format!("forms/{table}.yaml"), text)
}

/// A table as [`form`] has it, each cell with a figure of its own.
fn table(name: &str, columns: usize) -> String {
    let line = |first: String, cells: Vec<String>| format!("| {first} | {} |\n", cells.join(" | "));
    let figures = |from: usize| (from..from + columns).map(|n| n.to_string()).collect();
    let mut text = line(format!("{name}项目"), (0..columns).map(|c| format!("{name}列{}", word(c))).collect());
    text.push_str(&line("---".to_owned(), vec!["---".to_owned(); columns]));
    text.push_str(&line(format!("{name}首行"), figures(1_000)));
    text.push_str(&line(format!("{name}末行"), figures(2_000)));
    text
}

#[test]
fn the_thirty_third_table_is_read_as_the_first() {
    let forms: Vec<_> = (0..40).map(|n| form(&format!("t{n:02}"), &word(n), 3)).collect();
    let book = loaded(&forms);
    let report: String = (0..40).map(|n| format!("# 情况{}\n\n{}\n", word(n), table(&word(n), 3))).collect();
    let lexicon = book.rulebook.lexicon();
    let (_, facts) = facts(&report, lexicon);
    let read: Vec<(&str, usize)> =
        facts.tables.iter().map(|t| (lexicon.forms[t.form].table.as_str(), t.cells.len())).collect();
    let names: Vec<String> = (0..40).map(|n| format!("t{n:02}")).collect();
    let all: Vec<(&str, usize)> = names.iter().map(|n| (n.as_str(), 6)).collect();
    assert_eq!(read, all);
}

#[test]
fn a_table_too_many_is_underlined() {
    let mut forms: Vec<_> = (0..65).map(|n| form(&format!("t{n:02}"), &word(n), 3)).collect();
    assert_eq!(mistakes(&forms), [("too-many-tables", "t64".to_owned())]);
    // Another form of a known table is no table more.
    forms.pop();
    let (_, other) = form("t63", "又", 3);
    forms.push(("forms/other.yaml".to_owned(), other));
    assert_eq!(loaded(&forms).rulebook.lexicon().forms.len(), 65);
}

#[test]
fn a_table_of_more_than_sixty_four_columns_is_read() {
    for columns in [65, 128] {
        let book = loaded(&[form("wide", "宽", columns)]);
        let lexicon = book.rulebook.lexicon();
        let (document, facts) = facts(&table("宽", columns), lexicon);
        let [read] = facts.tables.as_slice() else { panic!("{} tables", facts.tables.len()) };
        let cells: Vec<(u16, u16, &str)> =
            read.cells.iter().map(|c| (c.row, c.column, document.slice(c.span))).collect();
        assert_eq!(cells.len(), 2 * columns);
        assert!(cells.iter().all(|&(row, column, text)| text == format!("{}", 1_000 * (row + 1) + column)));
    }
}

#[test]
fn a_column_too_many_is_underlined() {
    let (file, text) = form("wide", "宽", 129);
    assert_eq!(mistakes(&[(file.clone(), text)]), [("too-many-columns", format!("宽列{}", word(128)))]);
    // A group is one more.
    let (_, text) = form("wide", "宽", 127);
    let grouped = text.replace("rows:\n", "  - {label: 宽组, columns: [{id: x, label: 宽末列}]}\nrows:\n");
    assert_eq!(mistakes(&[(file, grouped)]), [("too-many-columns", "宽末列".to_owned())]);
}

#[test]
fn a_report_with_columns_of_its_own_loses_none_without_a_word() {
    let more: Vec<String> = (0..70).map(word).collect();
    let head = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他";
    let own = |cell: &str| vec![cell; 70].join(" | ");
    let report = format!(
        "| 项目 | {} | {head} | 总计 |\n|{}\n| 一、本年新收政府信息公开申请数量 | {} | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n",
        more.join(" | "),
        "---|".repeat(78),
        own("9"),
    );
    let (_, facts) = facts(&report, embedded_lexicon());
    let [read] = facts.tables.as_slice() else { panic!("{} tables", facts.tables.len()) };
    // Either a cell is read on its column or the row is told as unread, and each unknown column is told.
    assert!(read.cells.len() == 7 || !read.unread.is_empty(), "{read:?}");
    assert_eq!(read.unknown.len(), 70);
}

#[test]
fn every_merged_cell_of_a_wide_header_reaches_down() {
    let columns = 100;
    let head: String = (0..columns).map(|c| format!("<th rowspan=2>宽列{}</th>", word(c))).collect();
    let figures = |from: usize| (from..from + columns).map(|n| format!("<td>{n}</td>")).collect::<String>();
    let page = format!(
        "<table><tr><th>宽项目</th>{head}</tr><tr><th>宽项目</th></tr>\
         <tr><td>宽首行</td>{}</tr><tr><td>宽末行</td>{}</tr></table>",
        figures(1_000),
        figures(2_000)
    );
    let book = loaded(&[form("wide", "宽", columns)]);
    let source = Source::new("report", Format::Html, page.as_bytes()).expect("text");
    let document = gouji_core::read::read(source);
    let facts = extract(&document, book.rulebook.lexicon(), &Overrides::default());
    assert_eq!(facts.tables.iter().map(|t| t.cells.len()).collect::<Vec<_>>(), [2 * columns]);
}

/// Headings of a vocabulary: one topic for each number, known by a word of its own.
fn headings(topics: usize, format: bool) -> (String, String) {
    let mut text = String::from("format_from: 2021\nunits: []\nrows: []\nitems: []\ntopics:\n");
    for n in 0..topics {
        let word = word(n);
        let _ = writeln!(
            text,
            "  - {{id: s{n}, format: {format}, canonical: [{word}的情况], when: [[{word}, '!无{word}']]}}"
        );
    }
    ("vocabulary/headings.yaml".to_owned(), text)
}

#[test]
fn the_hundred_and_twenty_ninth_word_of_headings_is_known() {
    let book = loaded(&[headings(200, false)]);
    for n in [0, 63, 64, 127, 128, 199] {
        let report = format!("# 云河县水利局2023年政府信息公开工作年度报告\n\n## 一、关于{}\n\n正文。\n", word(n));
        let (_, facts) = facts(&report, book.rulebook.lexicon());
        let topics: Vec<&str> = facts.outline.sections.iter().filter_map(|s| s.topic.as_deref()).collect();
        assert_eq!(topics, [format!("s{n}")], "{}", word(n));
    }
}

#[test]
fn the_eleventh_section_of_a_format_has_its_number() {
    let book = loaded(&[headings(12, true)]);
    let sections = book.rulebook.lexicon().sections();
    let headings: Vec<&str> = sections.iter().map(|s| s.heading.as_str()).collect();
    assert_eq!(headings.len(), 12);
    assert_eq!(headings[9..], ["十、甲癸的情况", "十一、甲子的情况", "十二、甲丑的情况"]);
}

#[test]
fn a_word_too_many_is_underlined() {
    let words: Vec<String> = (0..65_540).map(|n| format!("w{n}")).collect();
    let text = format!("not_applicable: [{}]\nunits: []\n", words.join(", "));
    let told = mistakes(&[("vocabulary/figures.yaml".to_owned(), text)]);
    // The names of fields are counted with the words.
    assert_eq!(told, [("too-many-words", "w65533".to_owned())]);
}
