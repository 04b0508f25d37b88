//! How long decoding and reading take, apart from each other, for a page of some 40 kB and a Markdown report of some 11
//! kB. The folder named by `GOUJI_BENCH` holds other files to read (`*.html`, `*.md`, `*.txt`); without it invented
//! ones serve.

use std::fmt::Write as _;
use std::path::Path;

use divan::Bencher;
use divan::counter::BytesCount;
use gouji_core::read::read;
use gouji_core::source::{Format, Source, decode};

fn main() {
    divan::main();
}

const COLUMNS: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
const SENTENCE: &str = "全年通过门户网站公开各类信息1206条，其中规划计划类95条、财政资金类63条、民生保障类118条，\
                        办理结果均已按时答复，“一网通办”栏目更新及时。";

fn markdown() -> String {
    let mut out = String::from("# 云河县财政局2023年政府信息公开工作年度报告\n\n");
    for number in ["一", "二", "三", "四", "五", "六"] {
        let _ = write!(out, "## {number}、情况\n\n{}\n\n{}\n\n", SENTENCE.repeat(3), SENTENCE.repeat(2));
    }
    let _ = write!(out, "| 类别 | {} |\n|---|{}\n", COLUMNS.join(" | "), "---:|".repeat(7));
    for row in 0..26 {
        let _ = writeln!(out, "| 三、本年度办理结果 {row}.属于行政查询事项 | 12 | 0 | 3 | 0 | 0 | 1 | 16 |");
    }
    out
}

fn page() -> String {
    let mut out =
        String::from("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>年度报告</title></head><body>\n");
    let paragraph = |text: &str| {
        format!(
            "<p class=\"MsoNormal\" style=\"text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly\">\
             <span style=\"font-size:16.0pt;font-family:仿宋_GB2312;color:black\">{text}</span></p>\n"
        )
    };
    let cell = |text: &str| {
        format!(
            "<td style=\"border:solid windowtext 1.0pt\" align=\"center\"><p class=\"MsoNormal\"><span>{text}</span></p></td>"
        )
    };
    for number in ["一", "二", "三", "四", "五", "六"] {
        out += &paragraph(&format!("{number}、情况"));
        out += &paragraph(&SENTENCE.repeat(3));
        out += &paragraph(&SENTENCE.repeat(2));
    }
    out += "<table class=\"MsoNormalTable\" border=\"1\"><tbody>";
    for row in 0..26 {
        let _ = write!(out, "<tr><td colspan=\"3\"><p>{row}.属于行政查询事项</p></td>{}</tr>", cell("12").repeat(7));
    }
    out + "</tbody></table></body></html>"
}

/// The files to read of one format.
fn inputs(format: Format) -> Vec<Vec<u8>> {
    let Some(folder) = std::env::var_os("GOUJI_BENCH") else {
        return vec![match format {
            Format::Html => page().into_bytes(),
            Format::Md => markdown().into_bytes(),
            Format::Txt | Format::Docx | Format::Pdf | Format::Ofd => markdown().replace('#', "").into_bytes(),
        }];
    };
    let entries = std::fs::read_dir(Path::new(&folder)).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|e| e.path()).collect();
    paths.sort();
    let named = paths.into_iter().filter(|p| p.to_str().and_then(Format::of_name) == Some(format));
    named.filter_map(|p| std::fs::read(p).ok()).collect()
}

#[divan::bench(args = [Format::Html, Format::Md, Format::Txt])]
fn decoding(bencher: Bencher, format: Format) {
    let files = inputs(format);
    let mut next = (0..files.len()).cycle();
    bencher
        .counter(BytesCount::new(files.iter().map(Vec::len).sum::<usize>() / files.len().max(1)))
        .with_inputs(|| files[next.next().unwrap_or(0)].clone())
        .bench_local_values(|bytes| decode(bytes, format));
}

#[divan::bench(args = [Format::Html, Format::Md, Format::Txt])]
fn reading(bencher: Bencher, format: Format) {
    let files = inputs(format);
    let mut next = (0..files.len()).cycle();
    bencher
        .counter(BytesCount::new(files.iter().map(Vec::len).sum::<usize>() / files.len().max(1)))
        .with_inputs(|| Source::new("a", format, files[next.next().unwrap_or(0)].clone()).ok())
        .bench_local_values(|source| source.map(read));
}
