//! What offices' files come with – hidden rows, struck and raised text, fields, frames, labels that lie – takes nothing
//! from a report and adds nothing to it: each kind is put into a sound report, and the findings and cells stay as they
//! were.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::common::word::{paragraph, parts, rewrite};
use crate::common::{check, fixtures, gouji, told};

/// A sound report, and every cell of it.
const PAGE: &str = "clean/yunhe-jiaoyu-2024.html";
const WORD: &str = "clean/yunhe-jiaoyu-2024.docx";

fn written(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn page() -> String {
    std::fs::read_to_string(fixtures().join(PAGE)).expect("a page")
}

fn is_sound(path: &Path, kind: &str) {
    let (code, document) = check(path);
    assert_eq!(told(path), Vec::<String>::new(), "{kind}");
    assert_eq!((code, &document["coverage"]["cells_read"]), (0, &200.into()), "{kind}");
    assert_eq!(document["coverage"]["cells_expected"], 200, "{kind}");
}

/// The row of table 三 that begins with a label.
fn row<'a>(page: &'a str, label: &str) -> &'a str {
    let at = page.find(label).expect("the label");
    let start = page[..at].rfind("<tr").expect("its row");
    &page[start..start + page[start..].find("</tr>").expect("its end") + "</tr>".len()]
}

/// The page with each figure of a row written by `write`.
fn figures(page: &str, label: &str, write: impl Fn(&str) -> String) -> String {
    let old = row(page, label);
    let mut new = String::new();
    for part in old.split_inclusive("</td>") {
        let cell = part.strip_suffix("</td>").and_then(|p| p.rsplit_once('>'));
        match cell.filter(|c| !c.1.is_empty() && c.1.bytes().all(|b| b.is_ascii_digit())) {
            Some((tag, figure)) => new.push_str(&format!("{tag}>{}</td>", write(figure))),
            None => new.push_str(part),
        }
    }
    assert_ne!(old, new, "{label} has figures");
    page.replacen(old, &new, 1)
}

const NEW: &str = "一、本年新收政府信息公开申请数量";
const BROUGHT: &str = "二、上年结转政府信息公开申请数量";

#[test]
fn hidden_rows_and_cells_of_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    is_sound(&written(&folder, "plain.html", &page), "as it is");
    let old = row(&page, BROUGHT);
    let head = |style: &str| format!("<head><style>{style}</style>");
    let before = |tag: &str| page.replacen(old, &format!("{}{old}", old.replacen("<tr", tag, 1)), 1);
    for (kind, text) in [
        ("display", before("<tr style=\"display: none\"")),
        ("capitals", before("<tr hidden style=\"color:red\"")),
        ("a group", page.replacen(old, &format!("<tbody style=\"display:none\">{old}</tbody>{old}"), 1)),
        ("never closed", before("<tr hidden=\"hidden\"").replacen("</tr>", "", 1)),
        ("a class", before("<tr class=\"zebra old\"").replacen("<head>", &head("a.b{} .x,.old{display:none}"), 1)),
        (
            "a shown class",
            page.replacen("<tr>", "<tr class=\"old\">", 3).replacen(
                "<head>",
                &head(".old{display:none}.old{display:table-row}"),
                1,
            ),
        ),
        (
            "on paper",
            page.replacen("<tr>", "<tr class=\"old\">", 3).replacen(
                "<head>",
                &head("@media print{.old{display:none}}"),
                1,
            ),
        ),
        ("invisible words", figures(&page, NEW, |f| format!("{f}<span style=\"visibility:hidden\">9</span>"))),
    ] {
        is_sound(&written(&folder, "a.html", text), kind);
    }
}

#[test]
fn struck_and_raised_text_of_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    for (kind, text) in [
        ("del and ins", figures(&page, NEW, |f| format!("<del>7</del><ins>{f}</ins>"))),
        ("s", figures(&page, NEW, |f| format!("<s>40</s>{f}"))),
        ("strike", figures(&page, BROUGHT, |f| format!("{f}<strike>1</strike>"))),
        (
            "a line",
            figures(&page, NEW, |f| format!("<span style=\"text-decoration: underline line-through\">6</span>{f}")),
        ),
        ("a raised note", figures(&page, NEW, |f| format!("{f}<sup>1</sup>"))),
        ("a linked note", figures(&page, NEW, |f| format!("{f}<sup><a href=\"#n\">[2]</a></sup>"))),
        ("a raised span", figures(&page, NEW, |f| format!("{f}<span style=\"vertical-align:super\">①</span>"))),
        ("a note not raised", figures(&page, NEW, |f| format!("{f}①"))),
        ("a figure that is raised alone", figures(&page, NEW, |f| format!("<sup>{f}</sup>"))),
        ("never struck", page.replacen("<p>", "<p><s>", 1)),
    ] {
        is_sound(&written(&folder, "a.html", text), kind);
    }
}

#[test]
fn fields_of_a_page_hold_its_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    for (kind, text) in [
        ("input", figures(&page, NEW, |f| format!("<input type=\"text\" value=\"{f}\">"))),
        ("number", figures(&page, NEW, |f| format!("<input readonly value='{f}' type=number />"))),
        (
            "select",
            figures(&page, NEW, |f| format!("<select><option>9</option><option selected>{f}</option></select>")),
        ),
        ("textarea", figures(&page, NEW, |f| format!("<textarea rows=1>{f}</textarea>"))),
        ("kept back", figures(&page, NEW, |f| format!("<input type=hidden value=8>{f}<input type=button value=5>"))),
        (
            "a search",
            page.replacen(
                "<body>",
                "<body><input type=text value=\"请输入关键词\"><input type=submit value=\"搜索\">",
                1,
            ),
        ),
    ] {
        is_sound(&written(&folder, "a.html", text), kind);
    }
    // A mark stands before the field, never inside its tag.
    let wrong = figures(&page, NEW, |f| format!("<input value=\"{}\">", if f == "38" { "83" } else { f }));
    let (path, out) = (written(&folder, "wrong.html", wrong), folder.path().join("marked.html"));
    let (code, _, _) = gouji(&["annotate", &path.to_string_lossy(), "-o", &out.to_string_lossy()]);
    let marked = std::fs::read_to_string(out).expect("marked");
    assert!(code == 0 && marked.contains("</mark><input value=\"83\">"), "{code}");
}

#[test]
fn spans_of_a_page_end_with_their_group_of_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    let at = page.find("申请人情况").expect("the header");
    let table = page[..at].rfind("<table").expect("its table");
    let (before, rest) = page.split_at(table);
    let end = rest.find("</table>").expect("its end");
    let first = rest.find("<tr").expect("rows");
    let body = table + row_start(rest, NEW);
    for (kind, from, to) in
        [("to the end of the group", "rowspan=\"3\"", "rowspan=\"0\""), ("beyond it", "rowspan=\"3\"", "rowspan=\"7\"")]
    {
        let head = page[table + first..body].replacen(from, to, 1);
        let text = format!(
            "{before}{}<thead>{head}</thead><tbody>{}</tbody>{}",
            &rest[..first],
            &page[body..table + end],
            &rest[end..]
        );
        is_sound(&written(&folder, "a.html", text), kind);
    }
}

fn row_start(page: &str, label: &str) -> usize {
    page[..page.find(label).expect("the label")].rfind("<tr").expect("its row")
}

#[test]
fn numbers_that_a_browser_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = page();
    for (n, number) in ["一", "二", "三", "四", "五", "六"].iter().enumerate() {
        let at = text.find(&format!(">{number}、")).expect("a heading") + 1;
        let open = text[..at].rfind('<').expect("its tag");
        let name = text[open + 1..at].trim_end_matches('>').split(' ').next().expect("a name").to_owned();
        let end = at + text[at..].find(&format!("</{name}>")).expect("its end");
        let words = text[at + "一、".len()..end].to_owned();
        let style = if n % 2 == 0 { "simp-chinese-informal" } else { "cjk-ideographic" };
        let item = format!("<ol start=\"{}\" style=\"list-style-type:{style}\"><li><b>{words}</b></li></ol>", n + 1);
        text.replace_range(open..end + name.len() + 3, &item);
    }
    is_sound(&written(&folder, "a.html", &text), "Chinese numerals");
}

/// The document with each run of its body that is a figure in a row changed.
fn of_word(folder: &TempDir, change: impl Fn(&str) -> String) -> PathBuf {
    let path = folder.path().join("a.docx");
    rewrite(&fixtures().join(WORD), &path, |name, xml| match name {
        "word/document.xml" => {
            let at = xml.find(BROUGHT).expect("the row");
            let end = at + xml[at..].find("</w:tr>").expect("its end");
            let mut row = String::new();
            for part in xml[at..end].split_inclusive("</w:r>") {
                let start = part.find("<w:r>").or_else(|| part.find("<w:r ")).unwrap_or(part.len());
                row.push_str(&part[..start]);
                let figure = part.split("<w:t").nth(1).is_some_and(|t| t.contains(|c: char| c.is_ascii_digit()));
                let run = &part[start..];
                row.push_str(&if figure && !run.is_empty() { change(run) } else { run.to_owned() });
            }
            format!("{}{row}{}", &xml[..at], &xml[end..])
        }
        _ => xml,
    });
    path
}

#[test]
fn struck_raised_and_framed_text_of_a_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |property: &str, words: &str| format!("<w:r><w:rPr>{property}</w:rPr><w:t>{words}</w:t></w:r>");
    for (kind, property, words) in [
        ("struck", "<w:strike/>", "7"),
        ("struck twice", "<w:dstrike w:val=\"1\"/>", "7"),
        ("a raised note", "<w:vertAlign w:val=\"superscript\"/>", "①"),
        ("a raised digit", "<w:vertAlign w:val=\"superscript\"/>", "2"),
        ("hidden", "<w:vanish/>", "2"),
        ("a note not raised", "", "*"),
    ] {
        is_sound(&of_word(&folder, |figure| format!("{figure}{}", run(property, words))), kind);
    }
    let framed = |figure: &str| format!("</w:p><w:tbl><w:tr><w:tc><w:p>{figure}</w:p></w:tc></w:tr></w:tbl><w:p>");
    is_sound(&of_word(&folder, framed), "in a table of its own");
    is_sound(&of_word(&folder, |figure| figure.replace("<w:rPr>", "<w:rPr><w:strike w:val=\"0\"/>")), "not struck");
}

#[test]
fn parts_named_by_backslashes() {
    let folder = tempfile::tempdir().expect("a folder");
    let entries: Vec<(String, Vec<u8>)> =
        parts(&fixtures().join(WORD)).into_iter().map(|(n, d)| (n.replace('/', "\\"), d)).collect();
    let list: Vec<(&str, &[u8])> = entries.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    let path = written(&folder, "a.docx", crate::common::word::package(&list));
    is_sound(&path, "backslashes");
    let out = folder.path().join("out.docx");
    let (code, _, stderr) = gouji(&["annotate", &path.to_string_lossy(), "-o", &out.to_string_lossy()]);
    assert_eq!(code, 0, "{stderr}");
    assert!(parts(&out).iter().filter(|(n, _)| n.ends_with("document.xml")).count() == 1, "none is there twice");
}

#[test]
fn what_is_imported_is_not_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    rewrite(&fixtures().join(WORD), &path, |name, xml| match name {
        "word/document.xml" => {
            let mut out = String::new();
            let mut rest = xml.as_str();
            while let Some(at) = rest.find("<w:tbl>") {
                out.push_str(&rest[..at]);
                out.push_str("<w:altChunk/>");
                rest = &rest[at + rest[at..].find("</w:tbl>").expect("its end") + "</w:tbl>".len()..];
            }
            out + rest
        }
        _ => xml,
    });
    let (_, document) = check(&path);
    assert_eq!(told(&path), Vec::<String>::new());
    assert!(document["score"].is_null() || document["score"]["value"].is_null(), "{}", document["score"]);
}

#[test]
fn a_title_drawn_as_a_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    let title = "云河县教育局2024年政府信息公开工作年度报告";
    rewrite(&fixtures().join(WORD), &path, |name, xml| match name {
        "word/document.xml" => {
            let at = xml.find(title).expect("a title in one run");
            let start = xml[..at].rfind("<w:p>").or_else(|| xml[..at].rfind("<w:p ")).expect("its paragraph");
            let end = at + xml[at..].find("</w:p>").expect("its end") + "</w:p>".len();
            let drawn = format!(
                "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textpath string=\"{title}\"/></v:shape></w:pict></w:r></w:p>{}",
                paragraph("")
            );
            format!("{}{drawn}{}", &xml[..start], &xml[end..])
        }
        _ => xml,
    });
    is_sound(&path, "WordArt");
}

/// The six headings as the format has them.
const HEADINGS: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

#[test]
fn a_list_of_contents_is_no_section() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = |ending: &str| std::fs::read_to_string(fixtures().join(PAGE).with_extension(ending)).expect("a report");
    let list = |name: &str, entry: &dyn Fn(usize, &str) -> String| {
        let entries: Vec<String> = HEADINGS.iter().enumerate().map(|(n, h)| entry(n + 1, h)).collect();
        format!("\n{name}\n{}\n\n", entries.join("\n"))
    };
    let dotted = |n: usize, h: &str| format!("{h}{}{n}", "·".repeat(20));
    let text = read("txt");
    let (title, rest) = text.split_once('\n').expect("lines");
    for (kind, list) in [
        ("dots", list("目　录", &dotted)),
        ("without a name", list("", &dotted)),
        ("blanks", list("目录", &|n, h| format!("{h}  {}", n + 2))),
        ("a tab", list("目录", &|n, h| format!("{h}\t{n}"))),
        ("parts", list("目录", &|n, h| format!("{h} {n}\n（一）主动公开 {n}"))),
        ("without pages", list("目录", &|_, h| h.to_owned())),
        ("brackets", list("【目录】", &|n, h| format!("{h}……（{n}）"))),
    ] {
        is_sound(&written(&folder, "a.txt", format!("{title}\n{list}{rest}")), kind);
    }
    let text = read("md");
    let (title, rest) = text.split_once('\n').expect("lines");
    let links = list("## 目录", &|_, h| format!("- [{h}](#x)"));
    is_sound(&written(&folder, "a.md", format!("{title}\n{links}{rest}")), "links");
    let page = page();
    let at = page.find("</h1>").expect("a title") + "</h1>".len();
    let lines: String = HEADINGS.iter().enumerate().map(|(n, h)| format!("<p><a href='#'>{h}</a>……{n}</p>")).collect();
    is_sound(&written(&folder, "a.html", format!("{}<p>目录</p>{lines}{}", &page[..at], &page[at..])), "a page");
    let path = folder.path().join("a.docx");
    rewrite(&fixtures().join(WORD), &path, |name, xml| match name {
        "word/document.xml" => {
            let at = xml.find("</w:p>").expect("a title") + "</w:p>".len();
            let lines: String =
                HEADINGS.iter().enumerate().map(|(n, h)| paragraph(&format!("{h}</w:t><w:tab/><w:t>{n}"))).collect();
            format!("{}{}{lines}{}", &xml[..at], paragraph("目录"), &xml[at..])
        }
        _ => xml,
    });
    is_sound(&path, "a document");
    // A section that stands in the list alone is missing.
    let text = read("txt");
    let (title, rest) = text.split_once('\n').expect("lines");
    let cut = rest.find("六、其他需要报告的事项\n").expect("the last section");
    let less = format!("{title}\n{}{}", list("目录", &dotted), &rest[..cut]);
    let found = told(&written(&folder, "less.txt", less + "云河县教育局\n2025年1月16日\n"));
    assert!(found.iter().any(|f| f.contains("sections-present")), "{found:?}");
}
