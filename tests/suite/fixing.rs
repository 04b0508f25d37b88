//! `--fix` and `--diff`: what is safe is mended, and nothing else is touched.

use std::fs;
use std::path::Path;

use crate::common::word::{document, paragraph, parts};
use crate::common::{check, findings, gouji, text};

const BAD: &str = "云河县水务局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，我局持续做好主动公公开工作，并明确明确公文\
                   属性。。\n\n推进“五公开“工作，更新目录12条。\n\n二、主动公开政府信息情况\n\n无。\n\n二、收到和处理政府信息\
                   公开申请情况\n\n无。\n\n四、政府信息公开行政复议、行政诉讼情况\n\n无。\n\n五、存在的主要问题及改进情况\n\n无。\n\n\
                   六、其他需要报告的事项\n\n无。\n";

/// The same as it ought to be.
fn good() -> String {
    let mended = [("公公开", "公开"), ("明确明确", "明确"), ("。。", "。"), ("公开“", "公开”"), ("二、收", "三、收")];
    mended.iter().fold(BAD.to_owned(), |text, (bad, good)| text.replace(bad, good))
}

fn run(path: &Path, options: &[&str]) -> (i32, String, String) {
    let path = path.to_str().expect("a name");
    gouji(&[&["check", path][..], options].concat())
}

/// The rules of what is found that could be mended.
fn safe(path: &Path) -> Vec<String> {
    let all = findings(&check(path).1);
    let safe = all.iter().filter(|f| f["suggestion"]["safe"] == true);
    safe.map(|f| text(&f["rule"]).to_owned()).collect()
}

#[test]
fn text_is_mended_in_its_own_encoding_and_a_second_run_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |text: &str| {
        format!("<html><body title=\"公公开\"><p>{}</p></body></html>\n", text.replace("\n\n", "</p>\n<p>"))
    };
    let marked = |text: &str| {
        text.replace("一、总", "## 一、总")
            .replace("二、", "## 二、")
            .replace("三、", "## 三、")
            .replace("四、", "## 四、")
            .replace("五、", "## 五、")
            .replace("六、", "## 六、")
    };
    let same = |text: &str| text.to_owned();
    for (name, shape) in [("a.txt", &same as &dyn Fn(&str) -> String), ("a.md", &marked), ("a.html", &page)] {
        for encoding in [encoding_rs::UTF_8, encoding_rs::GB18030] {
            let file = folder.path().join(name);
            let bytes = |text: &str| encoding.encode(&shape(text)).0.into_owned();
            fs::write(&file, bytes(BAD)).expect("a file");
            assert_eq!(safe(&file).len(), 5, "{name} {:?}", safe(&file));
            let (code, diff, _) = run(&file, &["--diff"]);
            assert_eq!(code, 1, "{diff}");
            assert!(diff.contains("+") && diff.contains("-") && fs::read(&file).expect("a file") == bytes(BAD));
            run(&file, &["--fix"]);
            let mended = fs::read(&file).expect("a file");
            assert_eq!(encoding.decode(&mended).0, shape(&good()), "{name} {}", encoding.name());
            assert!(mended == bytes(&good()) && safe(&file).is_empty());
            assert_eq!(run(&file, &["--diff"]).0, 0);
            let (_, _, told) = run(&file, &["--fix", "--backup"]);
            assert!(!told.contains("已改正") && fs::read(&file).expect("a file") == mended);
        }
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3, "what is not changed leaves no copy");
}

#[test]
fn right_reports_are_left_alone() {
    for file in crate::common::files("clean") {
        let (code, out, told) = run(&file, &["--diff"]);
        assert_eq!((code, out.as_str()), (0, ""), "{} {told}", file.display());
    }
}

#[test]
fn the_original_is_kept_and_what_is_allowed_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.txt");
    fs::write(&file, BAD).expect("a file");
    let path = file.to_str().expect("a name");
    gouji(&["allow", path, "--rule", "brackets", "--reason", "引文如此"]);
    run(&file, &["--fix", "--backup"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.txt.orig")).expect("the original"), BAD);
    let mended = fs::read_to_string(&file).expect("a file");
    assert!(mended.contains("五公开“工作") && mended.contains("主动公开工作"), "{mended}");
}

#[test]
fn standard_input_is_shown_and_never_mended() {
    let (code, _, told) = gouji(&["check", "-", "--fix"]);
    assert_eq!(code, 2);
    assert!(told.contains("--diff"), "{told}");
}

#[test]
fn a_word_document_gets_tracked_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, kept) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
    let paragraphs: String = BAD.split("\n\n").map(|p| paragraph(p.trim_end())).collect();
    fs::write(&file, document(&paragraphs)).expect("a file");
    fs::copy(&file, &kept).expect("a copy");
    assert_eq!(safe(&file).len(), 5, "{:?}", safe(&file));
    let (code, diff, _) = run(&file, &["--diff"]);
    assert!(code == 1 && diff.contains("-推进“五公开“工作") && diff.contains("+推进“五公开”工作"), "{diff}");
    run(&file, &["--fix", "--today", "2024-01-05"]);
    assert!(safe(&file).is_empty(), "{:?}", safe(&file));
    let (before, after) = (parts(&kept), parts(&file));
    let changed: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.0.as_str()).collect();
    assert_eq!(changed, ["word/document.xml"]);
    let xml =
        String::from_utf8(after.into_iter().find(|p| p.0 == "word/document.xml").expect("a body").1).expect("text");
    assert!(xml.contains("w:author=\"勾稽\" w:date=\"2024-01-05T00:00:00Z\""), "{xml}");
    assert_eq!(plain(&xml, "ins", "del"), good().replace('\n', ""), "accepted");
    assert_eq!(plain(&xml, "del", "ins"), BAD.replace('\n', ""), "rejected");
    let once = fs::read(&file).expect("a file");
    run(&file, &["--fix", "--today", "2024-01-05"]);
    assert!(once == fs::read(&file).expect("a file"), "a second run changes nothing");
}

/// The text of a body with one kind of change taken and the other not.
fn plain(xml: &str, taken: &str, left: &str) -> String {
    let tree = roxmltree::Document::parse(xml).expect("a body");
    let text = tree.descendants().filter(|n| matches!(n.tag_name().name(), "t" | "delText"));
    let within = |n: &roxmltree::Node<'_, '_>, kind: &str| n.ancestors().any(|a| a.tag_name().name() == kind);
    let shown = text.filter(|n| !within(n, left) && (within(n, taken) || n.tag_name().name() == "t"));
    shown.filter_map(|n| n.text()).collect()
}
