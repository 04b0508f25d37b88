//! The program as it is run: exit codes, files and folders, standard input, output whole or not at all, the same bytes
//! whatever the order and the number of threads.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// A report without tables, of an invented county; `contact` is its last sentence but one.
fn report(year: u16) -> String {
    format!(
        "# 云河县民政局{year}年政府信息公开工作年度报告\n\n\
         本报告依据《中华人民共和国政府信息公开条例》编制。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\
         联系地址：云河县人民路1号，邮政编码：123456，联系电话：0100-1234567。\n\n\
         一、总体情况\n\n本年度主动公开政府信息120条。\n"
    )
}

fn gouji(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("gouji").expect("built");
    command.current_dir(folder).args(args).env_remove("COLUMNS").env_remove("NO_COLOR").output().expect("runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", out(output)))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("sub")).expect("writes");
    fs::write(folder.path().join("b.md"), report(2023)).expect("writes");
    fs::write(folder.path().join("sub/a.md"), report(2022)).expect("writes");
    fs::write(folder.path().join("c.txt"), report(2021)).expect("writes");
    folder
}

#[test]
fn json_has_the_shape_of_the_contract() {
    let folder = folder();
    let output = gouji(folder.path(), &["check", "--format", "json", "--fail-on", "never", "b.md"]);
    assert_eq!(code(&output), 0);
    let value = json(&output);
    let keys = |v: &Value| v.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(value["schema"], "gouji.report/1");
    for key in ["schema", "tool", "rulebook", "documents", "collection_findings", "summary"] {
        assert!(keys(&value).contains(&key.to_owned()), "{key}");
    }
    let document = &value["documents"][0];
    assert_eq!((&document["path"], &document["format"]), (&Value::from("b.md"), &Value::from("md")));
    for key in ["error", "profile", "coverage", "score", "findings", "not_determined"] {
        assert!(keys(document).contains(&key.to_owned()), "{key}");
    }
    for key in ["agency", "body", "tier", "place", "report_year", "published", "signed", "era", "form"] {
        assert!(keys(&document["profile"]).contains(&key.to_owned()), "{key}");
    }
    assert_eq!(keys(&value["summary"]).len(), 7);
    assert_eq!(value["summary"]["documents"], 1);
}

#[test]
fn the_bytes_of_every_label_read_as_its_text() {
    let folder = folder();
    let text = fs::read_to_string(folder.path().join("b.md")).expect("reads");
    fs::write(folder.path().join("bom.md"), format!("\u{feff}{text}")).expect("writes");
    for name in ["b.md", "bom.md"] {
        let bytes = fs::read(folder.path().join(name)).expect("reads");
        let value = json(&gouji(folder.path(), &["check", "--format", "json", name]));
        let findings = value["documents"][0]["findings"].as_array().expect("findings");
        for finding in findings {
            let label = &finding["primary"];
            let at = |key: &str| label[key].as_u64().expect("a number") as usize;
            assert_eq!(std::str::from_utf8(&bytes[at("byte_start")..at("byte_end")]).ok(), label["text"].as_str());
        }
    }
}

#[test]
fn a_folder_is_walked_in_path_order_and_gitignore_obeyed() {
    let folder = folder();
    fs::write(folder.path().join(".gitignore"), "old/\n").expect("writes");
    fs::create_dir(folder.path().join("old")).expect("writes");
    fs::write(folder.path().join("old/x.md"), report(2020)).expect("writes");
    fs::write(folder.path().join("picture.png"), b"\x89PNG").expect("writes");
    let value = json(&gouji(folder.path(), &["check", "--format", "json", "--fail-on", "never", "."]));
    let paths: Vec<&str> =
        value["documents"].as_array().expect("list").iter().filter_map(|d| d["path"].as_str()).collect();
    assert_eq!(paths, ["b.md", "c.txt", "sub/a.md"]);
}

#[test]
fn the_same_bytes_whatever_the_order_and_the_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let names: Vec<String> = (0..40).map(|n| format!("r{n:02}.md")).collect();
    for (n, name) in names.iter().enumerate() {
        let text = if n % 3 == 0 { report(2023).replace("自2023年1月1日起", "") } else { report(2023) };
        fs::write(folder.path().join(name), text).expect("writes");
    }
    for format in ["json", "jsonl", "terminal"] {
        let ask = |jobs: &str, names: &[&str]| {
            let mut args = vec!["check", "--format", format, "--jobs", jobs];
            args.extend(names);
            gouji(folder.path(), &args).stdout
        };
        let forward: Vec<&str> = names.iter().map(String::as_str).collect();
        let backward: Vec<&str> = names.iter().rev().map(String::as_str).collect();
        let one = ask("1", &forward);
        assert!(!one.is_empty());
        assert!(one == ask("4", &backward), "{format}");
        assert!(one == ask("3", &["."]), "{format}");
    }
}

#[test]
fn jsonl_is_a_line_a_file_and_a_last_one() {
    let folder = folder();
    let text = out(&gouji(folder.path(), &["check", "--format", "jsonl", "."]));
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["path"], "b.md");
    assert_eq!(lines[3]["summary"]["documents"], 3);
    assert!(lines[3]["collection_findings"].is_array());
    let whole = json(&gouji(folder.path(), &["check", "--format", "json", "."]));
    assert_eq!(whole["documents"].as_array().expect("list")[..], lines[..3]);
}

#[test]
fn standard_input_is_a_report_too() {
    let folder = folder();
    let run = |args: &[&str]| {
        let mut command = Command::cargo_bin("gouji").expect("built");
        command.current_dir(folder.path()).args(args).write_stdin(report(2023)).output().expect("runs")
    };
    let value =
        json(&run(&["check", "--format", "json", "--fail-on", "never", "--stdin-filename", "草稿/2023.md", "-"]));
    assert_eq!(value["documents"][0]["path"], "草稿/2023.md");
    assert_eq!(value["documents"][0]["format"], "md");
    assert_eq!(json(&run(&["check", "--format", "json", "-"]))["documents"][0]["error"], Value::Null);
    assert_eq!(json(&run(&["facts", "--format", "json", "-"]))["schema"], "gouji.facts/1");
    assert_eq!(code(&run(&["check", "--stdin-filename", "a.pdf", "-"])), 3);
}

#[test]
fn files_that_cannot_be_read_are_told_and_stop_nothing() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("empty.md"), "").expect("writes");
    fs::write(here.join("binary.html"), [0x89, b'P', b'N', b'G', 0, 0, 1, 2, 0xff, 0xfe, 0, 0]).expect("writes");
    fs::write(here.join("x.pdf"), "%PDF-1.4").expect("writes");
    let args = ["check", "--format", "json", "b.md", "empty.md", "binary.html", "x.pdf", "gone.md"];
    let output = gouji(here, &args);
    assert_eq!(code(&output), 3);
    let value = json(&output);
    let kinds: Vec<(&str, &str)> = value["documents"]
        .as_array()
        .expect("list")
        .iter()
        .map(|d| (d["path"].as_str().unwrap_or(""), d["error"]["kind"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        kinds,
        [
            ("b.md", ""),
            ("binary.html", "binary"),
            ("empty.md", "empty"),
            ("gone.md", "not_found"),
            ("x.pdf", "damaged")
        ]
    );
    assert_eq!(value["summary"]["unreadable"], 4);
    let said = out(&gouji(here, &["check", "gone.md"]));
    assert!(said.contains("gone.md") && said.contains("找不到文件"), "{said}");
}

#[test]
fn wrong_usage_is_exit_2_and_says_what_was_meant() {
    let folder = folder();
    for args in [
        &["check"][..],
        &["check", "--fail-on", "often", "b.md"],
        &["check", "--today", "yesterday", "b.md"],
        &["check", "--min-score", "101", "b.md"],
        &["check", "--select", "no-such-rule-at-all", "b.md"],
        &["explain", "no-such-rule-at-all"],
        &["check", "--rules", "nowhere", "b.md"],
    ] {
        let output = gouji(folder.path(), args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
    let output = gouji(folder.path(), &["check", "--ignore", "arithmetics", "b.md"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("arithmetic”"), "{said}");
}

#[test]
fn a_mistake_in_a_rulebook_is_exit_2() {
    let folder = folder();
    fs::create_dir(folder.path().join("rules")).expect("writes");
    fs::write(folder.path().join("rules/mine.yaml"), "id: mine\ntitel: {zh: 一, en: One}\n").expect("writes");
    let output = gouji(folder.path(), &["check", "--rules", "rules", "b.md"]);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("titel"));
}

#[test]
fn an_output_file_appears_whole_or_not_at_all() {
    let folder = folder();
    let here = folder.path();
    let output = gouji(here, &["check", "--format", "json", "--fail-on", "never", "-o", "report.json", "b.md"]);
    assert_eq!((code(&output), output.stdout.len()), (0, 0));
    let value: Value = serde_json::from_slice(&fs::read(here.join("report.json")).expect("reads")).expect("JSON");
    assert_eq!(value["schema"], "gouji.report/1");
    assert_eq!(code(&gouji(here, &["check", "-o", "no/such/folder/report.json", "b.md"])), 2);
    let left: Vec<_> = fs::read_dir(here).expect("reads").flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().starts_with(".gouji")), "{left:?}");
}

#[test]
fn every_format_gives_the_same_exit_code() {
    let folder = folder();
    fs::write(
        folder.path().join("bad.md"),
        report(2023).replace("统计期限自2023年1月1日起至2023年12月31日止", "数据见下"),
    )
    .expect("writes");
    for (level, paths) in
        [("warning", ["bad.md", "b.md"]), ("never", ["bad.md", "b.md"]), ("error", ["gone.md", "b.md"])]
    {
        let codes: Vec<i32> = ["terminal", "json", "jsonl"]
            .iter()
            .map(|format| {
                code(&gouji(folder.path(), &["check", "--format", format, "--fail-on", level, paths[0], paths[1]]))
            })
            .collect();
        assert!(codes.iter().all(|c| *c == codes[0]), "{level} {codes:?}");
    }
    let quiet = out(&gouji(folder.path(), &["check", "-q", "bad.md"]));
    assert!(quiet.lines().count() <= 2, "{quiet}");
}

#[test]
fn no_colour_unless_asked_for() {
    let folder = folder();
    let plain = gouji(folder.path(), &["check", "b.md", "gone.md"]);
    assert!(!out(&plain).contains('\u{1b}'));
    let coloured = gouji(folder.path(), &["check", "--color", "always", "b.md", "gone.md"]);
    assert!(out(&coloured).contains('\u{1b}'));
}

#[test]
fn scores_come_in_cards_rankings_and_json() {
    let folder = folder();
    let value = json(&gouji(folder.path(), &["score", "--format", "json", "--fail-on", "never", "."]));
    assert_eq!(value["schema"], "gouji.score/1");
    assert_eq!(value["documents"].as_array().expect("list").len(), 3);
    assert!(out(&gouji(folder.path(), &["score", "b.md"])).contains("得分"));
    assert!(out(&gouji(folder.path(), &["score", "--lang", "en", "."])).contains("rank"));
}

#[test]
fn the_help_of_a_command_says_what_it_is_for_and_names_its_arguments_first() {
    let folder = folder();
    for command in ["check", "score", "facts", "annotate", "selftest", "explain", "rules test", "rules doc"] {
        let args: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = out(&gouji(folder.path(), &args));
        assert!(help.chars().next().is_some_and(|c| !c.is_ascii()), "{command}: {help}");
        let heading = |name| help.find(name).unwrap_or_else(|| panic!("{command}: {name}"));
        assert!(heading("\n参数:") < heading("\n选项:"), "{command}: {help}");
        assert_eq!(help.matches("--help").count(), 1, "{command}: {help}");
    }
}

#[test]
fn the_help_is_complete_and_names_no_option_twice() {
    let folder = folder();
    for command in
        [&["--help"][..], &["check", "--help"], &["score", "--help"], &["facts", "--help"], &["rules", "--help"]]
    {
        let output = gouji(folder.path(), command);
        assert_eq!(code(&output), 0);
        assert!(out(&output).contains("用法：gouji"), "{command:?}");
    }
    let help = out(&gouji(folder.path(), &["check", "--help"]));
    for option in [
        "--format",
        "--output",
        "--year",
        "--agency",
        "--body",
        "--tier",
        "--place",
        "--published",
        "--draft",
        "--rules",
        "--select",
        "--ignore",
        "--fail-on",
        "--min-score",
        "--today",
        "--lang",
        "--stdin-filename",
        "--skip-others",
        "--color",
        "--quiet",
        "--verbose",
        "--no-progress",
        "--jobs",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn the_help_lists_what_the_rulebook_has() {
    let folder = folder();
    assert!(out(&gouji(folder.path(), &["--help"])).contains("勾稽：检查政府信息公开工作年度报告"));
    for command in ["check", "score", "facts", "annotate", "selftest"] {
        let help: String = out(&gouji(folder.path(), &[command, "--help"])).split_whitespace().collect();
        for list in [
            "：government、department、township、subdistrict、vertical、institution、school、other",
            "：central、province、city、county、township",
            "如cn-",
        ] {
            assert!(help.contains(list), "{command}: {list}: {help}");
        }
    }
}

#[test]
fn kinds_of_body_tiers_and_places_are_those_of_the_rulebook() {
    let folder = folder();
    let path = folder.path().join("b.md");
    for command in ["check", "score", "facts", "selftest"] {
        for (option, value, zh, en) in [
            ("--body", "goverment", "是否想写“government”", "did you mean \"government\"?"),
            ("--body", "政府部门", "可用的取值：government、department", "possible values: government, department"),
            ("--tier", "conty", "是否想写“county”", "did you mean \"county\"?"),
            ("--place", "cn-99", "只能以这些开头：11、12", "begin with one of 11, 12"),
            ("--place", "cn43", "例如 cn-11", "such as cn-11"),
            ("--place", "cn-", "例如 cn-11", "such as cn-11"),
        ] {
            for (language, said) in [("zh", zh), ("en", en)] {
                let output = gouji(folder.path(), &[command, option, value, "--lang", language, "b.md"]);
                let stderr = String::from_utf8_lossy(&output.stderr).replace("\n  ", " ");
                assert_eq!(code(&output), 2, "{command} {option} {value}: {stderr}");
                assert!(stderr.contains(said) && stderr.contains(value), "{command} {option} {value}: {stderr}");
                assert!(out(&output).is_empty(), "{command} {option} {value}");
            }
        }
        let known = [command, "--body", "township", "--tier", "township", "--place", "cn-430422", "b.md"];
        assert_ne!(code(&gouji(folder.path(), &known)), 2, "{command}");
    }
    assert_eq!(code(&gouji(folder.path(), &["explain", "requests-balance", "--place", "cn-4"])), 2);
    assert!(path.exists());
}

#[test]
fn a_wrong_command_line_is_told_in_chinese_with_what_was_meant() {
    let folder = folder();
    for (args, said) in [
        (&["chek", "b.md"][..], "是否想写“check”"),
        (&["check"], "缺少参数"),
        (&["check", "--fail-no", "error", "b.md"], "是否想写“--fail-on”"),
        (&["check", "--fail-on", "fatal", "b.md"], "可用的取值：error"),
        (&["check", "--published", "soon", "b.md"], "年-月-日"),
        (&["rules", "list", "--category", "law"], "类别有 structure"),
        (&["explain", "period-statd"], "是否想写“period-stated”"),
    ] {
        let output = gouji(folder.path(), args);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(code(&output), 2, "{args:?}: {stderr}");
        assert!(stderr.contains(said), "{args:?}: {stderr}");
    }
    assert_eq!(code(&gouji(folder.path(), &["--help"])), 0);
    let english = gouji(folder.path(), &["check", "--lang", "en", "--nothing"]);
    assert!(String::from_utf8_lossy(&english.stderr).contains("unexpected argument"));
}

#[test]
fn rules_are_listed_explained_and_documented() {
    let folder = folder();
    let list = |args: &[&str]| out(&gouji(folder.path(), &[&["rules", "list"], args].concat()));
    let all = list(&[]);
    let some = list(&["--category", "privacy", "--severity", "error"]);
    assert!(some.lines().count() < all.lines().count() && some.contains("mobile-number"), "{some}");
    let value: Value = serde_json::from_str(&list(&["--format", "json", "--severity", "info"])).expect("JSON");
    let rules = value["rules"].as_array().expect("a list");
    assert!(!rules.is_empty() && rules.iter().all(|r| r["severity"] == "info"), "{value}");

    let text = out(&gouji(folder.path(), &["explain", "requests-balance", "--year", "2023", "--place", "cn-43"]));
    for wanted in ["〔2021〕30号", "不合格的例子", "合格的例子", "错误[requests-balance]", "weight = "]
    {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }

    assert_eq!(code(&gouji(folder.path(), &["rules", "doc", "--check", "pages"])), 1, "there are none yet");
    assert_eq!(code(&gouji(folder.path(), &["rules", "doc", "pages"])), 0);
    assert_eq!(code(&gouji(folder.path(), &["rules", "doc", "--check", "pages"])), 0);
    let page = folder.path().join("pages/requests-balance.md");
    let text = fs::read_to_string(&page).expect("written");
    fs::write(&page, text.replace("错误", "差错")).expect("writes");
    fs::write(folder.path().join("pages/notes.md"), "someone's own").expect("writes");
    let stale = gouji(folder.path(), &["rules", "doc", "--check", "pages"]);
    assert!(code(&stale) == 1 && out(&stale).contains("requests-balance.md"), "{}", out(&stale));
    gouji(folder.path(), &["rules", "doc", "pages"]);
    assert_eq!(fs::read_to_string(&page).expect("there"), text);
    assert!(folder.path().join("pages/notes.md").exists(), "what people wrote stays");
}

#[test]
fn a_file_of_the_embedded_rulebook_is_tested_by_itself() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let one = gouji(project, &["rules", "test", "rules/cn/statutory/period-stated.yaml"]);
    assert!(code(&one) == 0 && out(&one).starts_with("1 条规则"), "{}", out(&one));
    let all = gouji(project, &["rules", "test", "rules/cn"]);
    assert_eq!(code(&all), 0, "{}", out(&all));
    let folder = folder();
    let text = fs::read_to_string(project.join("rules/cn/statutory/period-stated.yaml")).expect("reads");
    fs::write(folder.path().join("mine.yaml"), text.replace("expect: pass", "expect: fail")).expect("writes");
    assert_eq!(code(&gouji(folder.path(), &["rules", "test", "mine.yaml"])), 1);
}

#[test]
fn facts_nest_sections_and_part_sure_counts_from_others() {
    let folder = folder();
    let text = report(2023)
        .replace("自2023年1月1日起至2023年12月31日止", "为至")
        .replace("一、总体情况\n\n", "一、总体情况\n\n（一）主动公开\n\n本年度召开会议3次。\n\n（二）依申请公开\n\n");
    fs::write(folder.path().join("n.md"), text).expect("writes");
    let value = json(&gouji(folder.path(), &["facts", "--format", "json", "n.md"]));
    let sections = value["sections"].as_array().expect("a list");
    assert!(sections.iter().all(|s| s["level"] == 1), "{sections:?}");
    assert_eq!(sections[0]["sections"][1]["title"], "依申请公开");
    assert!(value["counts"].as_array().expect("a list").iter().all(|c| c["role"].is_string()));
    assert!(value["figures"].as_array().expect("a list").iter().all(|c| c["role"].is_null()));
    assert_eq!(value["period"], Value::Null);
}

#[test]
fn of_a_thousand_findings_of_a_kind_the_first_are_listed_and_the_others_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.md"), report(2023) + &"全年收到申请1件，其中自然人2件。".repeat(700))
        .expect("writes");
    let output = gouji(folder.path(), &["check", "--format", "json", "--select", "prose-breakdown", "a.md"]);
    let findings = json(&output)["documents"][0]["findings"].as_array().expect("a list").clone();
    assert!((1..=500).contains(&findings.len()), "{}", findings.len());
    let counted = findings.iter().filter(|f| f["message"].as_str().is_some_and(|m| m.contains("另有 200 处")));
    assert_eq!(counted.count(), 1);
}

#[test]
fn a_file_named_in_several_ways_is_checked_once() {
    let folder = folder();
    let paths = ["b.md", "./b.md", "sub/../b.md", ".", "sub"];
    let args: Vec<&str> = ["check", "--format", "json", "--fail-on", "never"].into_iter().chain(paths).collect();
    let documents = json(&gouji(folder.path(), &args))["documents"].as_array().expect("a list").clone();
    let names: Vec<&str> = documents.iter().filter_map(|d| d["path"].as_str()).collect();
    assert_eq!(names, ["b.md", "c.txt", "sub/a.md"]);
}

#[test]
fn standard_input_is_known_by_its_first_bytes() {
    let pdf = fs::read("fixtures/pdf/yunhe-jiaoyu-2024-libreoffice.pdf").expect("a fixture");
    let mut command = Command::cargo_bin("gouji").expect("built");
    let output = command.args(["check", "--format", "json", "-"]).write_stdin(pdf).output().expect("runs");
    assert_eq!(json(&output)["documents"][0]["format"], "pdf");
}
