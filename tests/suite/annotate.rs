//! Reports with their findings in them: comments and marks stand where the findings are, and nothing else is touched.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use gouji_core::annotate::{annotate_docx, strip_html};
use gouji_core::document::{BlockKind, Document};
use gouji_core::report;
use gouji_core::report::{Anchor, Finding, Label};
use gouji_core::source::{Format, Source, Span};
use gouji_core::terms::Category;
use gouji_core::terms::{Language, Severity};

use crate::common::word::{RELS, TYPES, W, annotate, comments, document, package, paragraph, parts, rewrite};
use crate::common::{check, files, findings, fixtures, text, told};

fn fixture(name: &str) -> PathBuf {
    fixtures().join(name)
}

#[test]
fn comments_stand_on_exactly_the_text_and_nothing_else_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (fixture("flawed/yunhe-jiaoyu-2023.docx"), folder.path().join("reviewed.docx"));
    annotate(&from, &to);
    let (_, document) = check(&from);
    let mut expected: Vec<_> = findings(&document)
        .iter()
        .map(|f| (text(&f["rule"]).to_owned(), text(&f["primary"]["text"]).to_owned()))
        .collect();
    let mut written: Vec<_> = comments(&to)
        .into_iter()
        .map(|(author, line, anchored)| {
            assert_eq!(author, "gouji");
            let rule = line.strip_suffix(']').and_then(|l| l.rsplit_once('[')).expect("a rule last").1;
            (rule.to_owned(), anchored)
        })
        .collect();
    expected.sort();
    written.sort();
    assert!(expected.len() > 5);
    assert_eq!(written, expected);

    let (before, after) = (parts(&from), parts(&to));
    let names = |p: &[(String, Vec<u8>)]| p.iter().map(|p| p.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after)[..before.len()], names(&before)[..], "the order is kept");
    let changed: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a.1 != b.1).map(|(a, _)| a.0.as_str()).collect();
    assert_eq!(changed, ["[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"]);

    // The annotated document is the same report.
    assert_eq!(told(&to), told(&from));
    let again = folder.path().join("again.docx");
    annotate(&to, &again);
    assert!(std::fs::read(&to).expect("a file") == std::fs::read(&again).expect("a file"), "a second run replaces");
}

#[test]
fn comments_of_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let (once, other, twice) =
        (folder.path().join("1.docx"), folder.path().join("2.docx"), folder.path().join("3.docx"));
    annotate(&fixture("flawed/yunhe-jiaoyu-2023.docx"), &once);
    // One of the comments becomes that of a colleague.
    rewrite(&once, &other, |name, xml| match name {
        "word/comments.xml" => xml.replacen("w:author=\"gouji\"", "w:author=\"张三\"", 1),
        _ => xml,
    });
    annotate(&other, &twice);
    let count = |path: &Path, author: &str| comments(path).iter().filter(|c| c.0 == author).count();
    assert_eq!((count(&twice, "张三"), count(&twice, "gouji")), (1, count(&once, "gouji")));
}

/// Author, rule and anchored text of each comment.
const PYTHON: &str = "
import sys, docx
from docx.oxml.ns import qn
document = docx.Document(sys.argv[1])
for comment in document.comments:
    inside, text = False, ''
    for element in document.element.body.iter():
        own = element.get(qn('w:id')) == str(comment.comment_id)
        begins, ends = (own and element.tag == qn('w:commentRange' + end) for end in ('Start', 'End'))
        inside = inside and not ends or begins
        text += element.text or '' if inside and element.tag == qn('w:t') else ''
    print(comment.author, comment.text.rsplit('[', 1)[1].split(']')[0], text, sep=chr(9))
";

/// What another reader makes of the comments: python-docx, where it can be imported.
#[test]
fn python_docx_reads_the_comments() {
    let has_it = Command::new("python3").args(["-c", "import docx; docx.Document().comments"]).output();
    if !has_it.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: python-docx with comments is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (fixture("flawed/yunhe-jiaoyu-2023.docx"), folder.path().join("reviewed.docx"));
    annotate(&from, &to);
    let output = Command::new("python3").args(["-X", "utf8", "-c", PYTHON]).arg(&to).output().expect("python3");
    let read = String::from_utf8(output.stdout).expect("UTF-8");
    let mut read: Vec<&str> = read.lines().collect();
    let (_, document) = check(&from);
    let all = findings(&document);
    let line = |f: &serde_json::Value| format!("gouji\t{}\t{}", text(&f["rule"]), text(&f["primary"]["text"]));
    let mut expected: Vec<String> = all.iter().map(line).collect();
    read.sort_unstable();
    expected.sort_unstable();
    assert_eq!(read, expected, "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn blank_cells_and_automatic_numbers_have_comments_too() {
    let cell = |t: &str| format!("<w:tc>{}</w:tc>", if t.is_empty() { "<w:p/>".to_owned() } else { paragraph(t) });
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>());
    let body = [
        paragraph("云河县水务局2023年政府信息公开工作年度报告"),
        paragraph("三、收到和处理政府信息公开申请情况"),
        "<w:tbl>".to_owned(),
        row(&["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]),
        row(&["一、本年新收政府信息公开申请数量", "3", "", "", "0", "0", "0", "3"]),
        "</w:tbl>".to_owned(),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
    std::fs::write(&from, document(&body.concat())).expect("written");
    annotate(&from, &to);
    let blank: Vec<_> = comments(&to).into_iter().filter(|c| c.1.contains("cells-blank")).collect();
    assert_eq!(blank.len(), 1, "one finding for all cells of a draft");
    assert!(blank[0].1.contains("还有 2 格没有填") && blank[0].2.is_empty(), "{blank:?}");
}

#[test]
fn pages_are_marked_and_otherwise_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["flawed/yunhe-jiaoyu-2023.html", "clean/yunhe-jiaoyu-2024-portal-gbk.html"] {
        let (from, to, again) = (fixture(name), folder.path().join("a.html"), folder.path().join("b.html"));
        annotate(&from, &to);
        annotate(&to, &again);
        let (source, marked) = (std::fs::read(&from).expect("a file"), std::fs::read(&to).expect("a file"));
        assert!(marked == std::fs::read(&again).expect("a file"), "{name}: a second run replaces");
        let mut without = Vec::new();
        let mut rest = &marked[..];
        while let Some(at) = rest.windows(6).position(|w| w == b"<mark ") {
            without.extend_from_slice(&rest[..at]);
            let end = at + rest[at..].iter().position(|&b| b == b'>').expect("an end") + 1;
            let close = end + rest[end..].windows(7).position(|w| w == b"</mark>").expect("a close");
            assert!(!rest[end..close].contains(&b'<'), "{name}: a mark holds text alone");
            without.extend_from_slice(&rest[end..close]);
            rest = &rest[close + 7..];
        }
        without.extend_from_slice(rest);
        assert!(without == source, "{name}: nothing else changes");
    }
}

/// Pages in UTF-16: marked in their own encoding, and the marks taken out again by a second run.
#[test]
fn pages_in_utf_16_are_marked_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = std::fs::read_to_string(fixture("flawed/yunhe-jiaoyu-2023.html")).expect("UTF-8");
    let (from, to, again) = (folder.path().join("a.html"), folder.path().join("b.html"), folder.path().join("c.html"));
    for (mark, unit) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)] {
        let mut bytes = mark.to_vec();
        bytes.extend(page.encode_utf16().flat_map(unit));
        std::fs::write(&from, &bytes).expect("written");
        annotate(&from, &to);
        annotate(&to, &again);
        let marked = std::fs::read(&to).expect("a file");
        assert!(
            marked.len() > bytes.len() && marked == std::fs::read(&again).expect("a file"),
            "a second run replaces"
        );
        assert!(strip_html(&marked) == bytes, "nothing else changes");
        assert_eq!(told(&to), told(&from));
    }
}

/// A document with findings of no meaning at these places of it: what stands there, and its comments.
fn reviewed(bytes: &[u8], spans: impl Fn(&Document) -> Vec<Span>) -> (Vec<String>, Vec<u8>) {
    let source = Source::new("a.docx", Format::Docx, bytes).expect("a package");
    let document = Arc::new(gouji_core::read::read(source));
    let mut report = report::Document::empty("a.docx", Some("docx"));
    let mut texts = Vec::new();
    for span in spans(&document) {
        texts.push(document.shown(span));
        report.findings.push(Finding {
            rule: format!("r{}", texts.len() - 1),
            category: Category::Form,
            severity: Severity::Info,
            message: String::new(),
            remedy: None,
            basis: Vec::new(),
            fingerprint: String::new(),
            primary: Label {
                path: String::new(),
                text: document.shown(span),
                note: String::new(),
                line: None,
                column: None,
                end_line: None,
                end_column: None,
                byte_start: None,
                byte_end: None,
                place: None,
                anchor: Some(Anchor { document: Arc::clone(&document), span }),
            },
            related: Vec::new(),
            suggestion: None,
            suppressed: None,
            figures: String::new(),
            case: None,
        });
    }
    (texts, annotate_docx(bytes, &report, Language::Zh, None).expect("an annotated document"))
}

/// The text of a document, white space aside.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn read(bytes: &[u8]) -> String {
    let document = gouji_core::read::read(Source::new("a.docx", Format::Docx, bytes).expect("a package"));
    squeezed(&document.blocks.iter().map(|b| document.shown(b.span)).collect::<String>())
}

/// Two overlapping stretches of every paragraph and every cell.
fn stretches(document: &Document) -> Vec<Span> {
    let paragraphs = document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Table(_))).map(|b| b.span);
    let cells = document.grids.iter().flat_map(|g| g.cells.iter().map(|c| c.span));
    let mut all = Vec::new();
    for (n, span) in paragraphs.chain(cells).enumerate() {
        let text = document.slice(span);
        let places: Vec<usize> = text.char_indices().map(|c| c.0).chain([text.len()]).collect();
        let last = places.len() - 1;
        for (from, to) in [(n % 3, last - n % 2), (last / 3, last / 3 + 1 + n % 5)] {
            let (from, to) = (from.min(last), to.min(last));
            if from < to {
                all.push(Span::new(span.start as usize + places[from], span.start as usize + places[to]));
            }
        }
    }
    all
}

#[test]
fn any_text_can_have_a_comment() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    let mut seen = 0;
    for from in ["clean", "flawed", "siblings"].into_iter().flat_map(files) {
        // Automatic numbers stand nowhere in the text, so that no comment can be on them.
        if from.extension().is_none_or(|e| e != "docx") || from.to_string_lossy().contains("numbered") {
            continue;
        }
        let bytes = std::fs::read(&from).expect("a fixture");
        let (texts, annotated) = reviewed(&bytes, stretches);
        std::fs::write(&path, &annotated).expect("written");
        let all = comments(&path);
        assert_eq!(all.len(), texts.len());
        for (_, line, anchored) in all {
            let number: usize =
                line.rsplit('r').next().and_then(|n| n.strip_suffix(']')?.parse().ok()).expect("a number");
            let (anchored, wanted) = (squeezed(&anchored), squeezed(&texts[number]));
            // This one has a text box, all of which has the comment.
            let boxed = from.to_string_lossy().contains("tracked") && anchored.contains(&wanted);
            assert!(anchored == wanted || boxed, "{}: {wanted} on {anchored}", from.display());
        }
        seen += texts.len();
        assert_eq!(read(&annotated), read(&bytes), "{}: the text stays", from.display());
        let (_, cleared) = reviewed(&annotated, |_| Vec::new());
        assert_eq!(read(&cleared), read(&bytes), "{}: and stays without them", from.display());
        std::fs::write(&path, &cleared).expect("written");
        assert!(comments(&path).is_empty());
    }
    assert!(seen > 500, "{seen}");
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Neither a note nor a text box can hold a comment: it stands at the reference, and at the run that has the box.
#[test]
fn comments_on_notes_and_boxes_stand_where_they_can() {
    let body = format!(
        "<w:document xmlns:w=\"{W}\"><w:body>{}<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>之后</w:t></w:r></w:p><w:p><w:r><w:t>框前</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p></w:body></w:document>",
        paragraph("首段"),
        paragraph("框中的字")
    );
    let notes = format!(
        "<w:footnotes xmlns:w=\"{W}\"><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph("注中的字")
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"n\" Type=\"{OFFICE}/footnotes\" Target=\"footnotes.xml\"/></Relationships>"
    );
    let bytes = package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ]);
    let find = |document: &Document| {
        let at = |text: &str| document.text.folded.find(text).map(|i| Span::new(i, i + text.len())).expect("there");
        vec![at("注中"), at("框中"), at("之后")]
    };
    let (_, annotated) = reviewed(&bytes, find);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    std::fs::write(&path, &annotated).expect("written");
    let anchored: Vec<String> = comments(&path).into_iter().map(|c| c.2).collect();
    assert_eq!(anchored, ["", "框中的字", "之后"]);
    let parts: HashMap<String, Vec<u8>> = parts(&path).into_iter().collect();
    assert_eq!(parts["word/footnotes.xml"], notes.as_bytes());
    let body = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
    assert!(body.contains("<w:commentRangeStart w:id=\"0\"/><w:r><w:footnoteReference w:id=\"2\"/></w:r>"), "{body}");
    assert!(body.contains("<w:commentRangeStart w:id=\"1\"/><w:r><w:pict>"), "{body}");
}

/// CDATA is cut as text is; the mark of a comment that is lost keeps its identity to itself.
#[test]
fn cdata_and_lost_comments_are_minded() {
    let body = "<w:p><w:commentRangeStart w:id=\"7\"/><w:r><w:rPr><w:b/></w:rPr><w:t>甲&amp;<![CDATA[乙<丙>丁]]>戊</w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r></w:p>";
    let bytes = document(body);
    for wanted in ["丙>", "乙<丙>丁", "&乙", "丁戊", "<", "甲&乙<丙>丁戊"] {
        let (_, annotated) = reviewed(&bytes, |document| {
            let at = document.text.folded.find(wanted).expect(wanted);
            vec![Span::new(at, at + wanted.len())]
        });
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.docx");
        std::fs::write(&path, &annotated).expect("written");
        assert_eq!(read(&annotated), read(&bytes), "{wanted}");
        let anchored: Vec<String> = comments(&path).into_iter().map(|c| c.2).collect();
        assert_eq!(anchored, [wanted]);
        let parts: HashMap<String, Vec<u8>> = parts(&path).into_iter().collect();
        let body = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
        assert_eq!((body.matches("w:id=\"7\"").count(), body.matches("w:id=\"8\"").count()), (3, 3), "{body}");
    }
}

/// As Word keeps them beside comments, and as they stand after a colleague has answered.
#[test]
fn threads_and_identities_go_with_their_comments() {
    let folder = tempfile::tempdir().expect("a folder");
    let [once, saved, twice] = ["1.docx", "2.docx", "3.docx"].map(|n| folder.path().join(n));
    annotate(&fixture("flawed/yunhe-jiaoyu-2023.docx"), &once);
    let word = "http://schemas.microsoft.com/office/word";
    let answer = "<w:comment w:id=\"900\" w:author=\"张三\"><w:p w14:paraId=\"0A000001\"><w:r><w:t>已核对</w:t></w:r></w:p></w:comment></w:comments>";
    let kinds = [
        "2011/relationships/commentsExtended",
        "2016/09/relationships/commentsIds",
        "2018/08/relationships/commentsExtensible",
    ];
    let relation = |kind: &str| {
        let part = kind.rsplit('/').next().expect("a name");
        format!(
            "<Relationship Id=\"{part}\" Type=\"http://schemas.microsoft.com/office/{kind}\" Target=\"{part}.xml\"/>"
        )
    };
    rewrite(&once, &saved, |name, xml| match name {
        "word/comments.xml" => xml
            .replacen("<w:comments ", &format!("<w:comments xmlns:w14=\"{word}/2010/wordml\" "), 1)
            .replacen("<w:p>", "<w:p w14:paraId=\"0B000001\">", 1)
            .replace("</w:comments>", answer),
        "word/document.xml" => xml.replacen(
            "<w:commentRangeEnd w:id=\"0\"/>",
            "<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"900\"/></w:r>",
            1,
        ),
        "word/_rels/document.xml.rels" => {
            xml.replace("</Relationships>", &(kinds.map(relation).concat() + "</Relationships>"))
        }
        _ => xml,
    });
    let mut entries = parts(&saved);
    entries.push((
        "word/commentsExtended.xml".to_owned(),
        format!("<w15:commentsEx xmlns:w15=\"{word}/2012/wordml\"><w15:commentEx w15:paraId=\"0B000001\" w15:done=\"0\"/><w15:commentEx w15:paraId=\"0A000001\" w15:paraIdParent=\"0B000001\" w15:done=\"0\"/></w15:commentsEx>").into_bytes(),
    ));
    entries.push((
        "word/commentsIds.xml".to_owned(),
        format!("<x:commentsIds xmlns:x=\"{word}/2016/wordml/cid\"><x:commentId x:paraId=\"0B000001\" x:durableId=\"11\"/><x:commentId x:paraId=\"0A000001\" x:durableId=\"12\"/></x:commentsIds>").into_bytes(),
    ));
    entries.push((
        "word/commentsExtensible.xml".to_owned(),
        format!("<y:commentsExtensible xmlns:y=\"{word}/2018/wordml/cex\"><y:commentExtensible y:durableId=\"11\"/><y:commentExtensible y:durableId=\"12\"/></y:commentsExtensible>").into_bytes(),
    ));
    let list: Vec<(&str, &[u8])> = entries.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    std::fs::write(&saved, package(&list)).expect("written");
    annotate(&saved, &twice);
    let authors: Vec<String> = comments(&twice).into_iter().map(|c| c.0).collect();
    assert_eq!(authors.iter().filter(|a| *a == "张三").count(), 1);
    assert_eq!(authors.len(), comments(&once).len() + 1);
    let parts: HashMap<String, String> =
        parts(&twice).into_iter().map(|(n, d)| (n, String::from_utf8_lossy(&d).into_owned())).collect();
    assert!(
        parts["word/commentsExtended.xml"]
            .contains("<w15:commentEx w15:paraId=\"0A000001\"  w15:done=\"0\"/></w15:commentsEx>"),
        "{}",
        parts["word/commentsExtended.xml"]
    );
    assert!(!parts["word/commentsExtended.xml"].contains("0B000001"));
    assert!(
        parts["word/commentsIds.xml"]
            .contains("><x:commentId x:paraId=\"0A000001\" x:durableId=\"12\"/></x:commentsIds>")
    );
    assert!(parts["word/commentsExtensible.xml"].contains("cex\"><y:commentExtensible y:durableId=\"12\"/></y"));
}

/// LibreOffice opens the annotated document, and its text is what it was.
#[test]
fn libreoffice_reads_the_same_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
    std::fs::copy(fixture("flawed/yunhe-jiaoyu-2023.docx"), &from).expect("copied");
    annotate(&from, &to);
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", "txt:Text:UTF8", "--outdir"]);
    let converted = office.arg(folder.path()).args([&from, &to]).output();
    let [before, after] = ["a.txt", "b.txt"].map(|n| std::fs::read_to_string(folder.path().join(n)).ok());
    if !converted.is_ok_and(|o| o.status.success()) || before.is_none() {
        eprintln!("skipped: no LibreOffice");
        return;
    }
    assert!(before.as_ref().is_some_and(|t| t.contains("存在的主要问题")));
    assert_eq!(after, before);
}

/// Whenever the process is ended, the output is what it was or what it is to be.
#[test]
fn an_existing_output_is_replaced_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (fixture("flawed/yunhe-jiaoyu-2023.docx"), folder.path().join("reviewed.docx"));
    annotate(&from, &to);
    let new = std::fs::read(&to).expect("a file");
    let old = b"as it was".to_vec();
    for step in 0..24 {
        std::fs::write(&to, &old).expect("written");
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("gouji"))
            .args(["annotate".as_ref(), from.as_os_str(), "-o".as_ref(), to.as_os_str()])
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it runs");
        std::thread::sleep(Duration::from_millis(step * 4));
        child.kill().expect("ended");
        child.wait().expect("gone");
        let now = std::fs::read(&to).expect("a file");
        assert!(now == old || now == new, "{step}: {} bytes", now.len());
    }
}
