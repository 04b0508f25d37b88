//! What a Markdown file quotes, shows or links to is not what it is: pages about reports are skipped, and reports are
//! found whatever is quoted in them. The hook, on this repository's own files, finds nothing to check.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::Value;

use crate::common::{fixtures, gouji};

/// Kind of error (none of a report), body and year.
fn read_as(folder: &Path, name: &str, text: &str) -> (Option<String>, String, Option<i64>) {
    let path = folder.join(name);
    fs::write(&path, text).expect("writes");
    let (_, out, err) = gouji(&["check", "--format", "json", &path.to_string_lossy()]);
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{name}: {e}: {err}"));
    let document = &report["documents"][0];
    let kind = document["error"]["kind"].as_str().map(str::to_owned);
    let profile = &document["profile"];
    (kind, profile["agency"].as_str().unwrap_or_default().to_owned(), profile["report_year"].as_i64())
}

/// The title, and all the rest, of a report.
fn report() -> (String, String) {
    let text = fs::read_to_string(fixtures().join("flawed/baishi-zhen-2023.md")).expect("a fixture");
    let (title, body) = text.split_once('\n').expect("lines");
    (title.to_owned(), body.to_owned())
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}\n")).collect()
}

#[test]
fn a_page_about_reports_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "把报告拖进窗口，回车，几秒钟后就能看到结果，哪里不对就改哪里，改完再查一遍，直到没有问题为止。";
    let title = |body: &str| format!("云河县{body}2023年政府信息公开工作年度报告");
    let sample = format!(
        "# {}\n\n本报告的统计期限自2023年1月1日起至2023年12月31日止。\n\n一、总体情况\n\n主动公开政府信息12条。\n\n二、主动公开政府信息情况\n",
        title("教育局")
    );
    let (whole_title, whole) = report();
    let pages = [
        (
            "fence.md",
            format!("# 年报工具\n\n```\n{sample}```\n\n## 一、安装\n\n用来检查政府信息公开工作年度报告。{long}\n"),
        ),
        ("long-fence.md", format!("# 年报工具\n\n````markdown\n{sample}```\n{sample}````\n\n{long}{long}{long}\n")),
        ("tildes.md", format!("# 年报工具\n\n{long}{long}\n\n~~~\n{sample}~~~\n")),
        ("whole.md", format!("# 样例\n\n{}\n\n```\n{whole_title}\n{whole}\n```\n", long.repeat(30))),
        ("quotation.md", format!("# 写法\n\n{}\n\n## 说明\n\n{long}\n", quoted(&sample))),
        ("quoted-fence.md", format!("# 写法\n\n> ```\n> {}\n> ```\n\n{long}\n", title("教育局"))),
        (
            "links.md",
            format!(
                "# 云河县政府信息公开年报\n\n- [{}](/1)\n- [{}](/2) 2024-01-20\n",
                title("教育局"),
                title("民政局")
            ),
        ),
        ("linked-lines.md", format!("本县各部门的年报：\n\n[{}](/1)\n\n[{}](/2)\n", title("教育局"), title("民政局"))),
    ];
    for (name, text) in pages {
        let (kind, ..) = read_as(folder.path(), name, &text);
        assert_eq!(kind.as_deref(), Some("not_a_report"), "{name}: {text}");
    }
}

#[test]
fn a_report_is_found_whatever_is_quoted_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (title, body) = report();
    let words = title.trim_start_matches("# ");
    let other = "[云河县教育局2022年政府信息公开工作年度报告](/1)";
    let reports = [
        ("chat.md", format!("好的，以下是修改后的报告：\n\n```markdown\n{title}\n{body}```\n\n希望对您有帮助。\n")),
        ("chat-heading.md", format!("## 修改后的报告\n\n````md\n{title}\n{body}````\n")),
        ("mail.md", format!("转发：\n\n{}", quoted(&format!("{title}\n{body}")))),
        ("quoted-title.md", format!("> {words}\n{body}")),
        ("quoted-body.md", format!("{title}\n\n{}", quoted(&body))),
        ("fenced-body.md", format!("{title}\n\n```\n{body}\n```\n")),
        ("stray-fence.md", format!("{title}\n```\n{body}")),
        ("last-fence.md", format!("{title}\n{body}\n```\n")),
        ("breadcrumb.md", format!("[首页](/) > [年报](/b) > {other}\n\n{title}\n{body}")),
        ("linked-line-before.md", format!("{other}\n\n{title}\n{body}")),
        ("linked-heading.md", format!("# [{words}](http://www.example.gov.cn/c)\n{body}")),
        ("linked-title.md", format!("[{words}](http://www.example.gov.cn/c)\n{body}")),
        ("links-below.md", format!("{title}\n{body}\n\n相关链接\n\n- {other}\n- {other}\n")),
        ("source-above.md", format!("> 来源：云河县人民政府网\n{title}\n{body}")),
    ];
    for (name, text) in reports {
        let read = read_as(folder.path(), name, &text);
        assert_eq!(read, (None, "云河县白石镇人民政府".to_owned(), Some(2023)), "{name}");
    }
}

/// Text files below a folder, as the hook would be given them.
fn handed(folder: &Path, files: &Regex, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if name != "target" && name != "fixtures" && !name.to_string_lossy().starts_with(".git") {
                handed(&path, files, found);
            }
        } else if files.is_match(&name.to_string_lossy()) {
            found.push(path);
        }
    }
}

#[test]
fn the_hook_finds_nothing_to_check_in_this_repository() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let hooks = fs::read_to_string(project.join(".pre-commit-hooks.yaml")).expect("the hooks");
    let value = |key: &str| hooks.lines().filter_map(|l| l.trim().strip_prefix(key)).map(str::trim).collect::<Vec<_>>();
    let (entries, files) = (value("entry:"), value("files:"));
    assert!(entries.len() == 2 && entries[0] == entries[1] && files.len() == 2 && files[0] == files[1], "{hooks}");
    let files = Regex::new(files[0]).expect("a pattern");
    for name in ["年报.DOCX", "年报.doc", "a/年报.WPS", "x.Pdf", "2023.md", "a.HTM", "a.xhtml", "a.text"] {
        assert!(files.is_match(name), "{name}");
    }
    for name in ["a.rs", "a.xlsx", "docx", "a.docm", "a.md.bak"] {
        assert!(!files.is_match(name), "{name}");
    }
    let mut found = Vec::new();
    handed(project, &files, &mut found);
    assert!(found.len() > 100, "{} files", found.len());
    let names: Vec<String> = found.iter().map(|p| p.to_string_lossy().into_owned()).collect();
    let entry: Vec<&str> = entries[0].split(' ').collect();
    assert_eq!((entry[0], entry[1]), ("gouji", "check"));
    let mut args = entry[1..].to_vec();
    args.extend(["--format", "json"]);
    args.extend(names.iter().map(String::as_str));
    let (code, out, err) = gouji(&args);
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let read: Vec<&Value> = report["documents"].as_array().expect("a list").iter().map(|d| &d["path"]).collect();
    assert!(code == 0 && read.is_empty(), "exit {code}: {read:?}: {err}");
    assert_eq!(report["summary"]["skipped"], names.len());
}
