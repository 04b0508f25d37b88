//! The certificate for a terminal.

use super::tally::{Certificate, Rate, Row};
use super::{Kind, Mistake};
use crate::output::wrap::{clean, pad, pad_left};
use crate::output::{Screen, Tone};
use crate::terms::Language;

impl Kind {
    fn word(self, language: Language) -> &'static str {
        match self {
            Kind::Cells => language.pick("表格中的数", "cells"),
            Kind::Prose => language.pick("正文中的数", "figures in the text"),
            Kind::Structure => language.pick("结构与要件", "structure"),
        }
    }
}

impl Mistake {
    fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Mistake::OffByOne => ("多 1", "one too many"),
            Mistake::DigitsSwapped => ("两位颠倒", "digits swapped"),
            Mistake::DigitLost => ("漏一位", "digit lost"),
            Mistake::DigitDoubled => ("重一位", "digit doubled"),
            Mistake::DigitWrong => ("错一位", "digit wrong"),
            Mistake::LeftBlank => ("漏填", "left blank"),
            Mistake::ColumnsSwapped => ("左右两格填反", "columns swapped"),
            Mistake::RowsSwapped => ("上下两格填反", "rows swapped"),
            Mistake::HeadingDeleted => ("漏写标题", "heading deleted"),
            Mistake::HeadingRenumbered => ("编错标题序号", "heading renumbered"),
            Mistake::ElementDeleted => ("缺内容", "element deleted"),
        };
        language.pick(zh, en)
    }
}

/// A share of the whole as a percentage with one digit.
fn percent(part: usize, whole: usize) -> String {
    let share = Rate::share(part, whole) / 10;
    format!("{}.{}%", share / 10, share % 10)
}

/// The certificate as text.
pub fn listing(certificate: &Certificate, screen: &Screen) -> String {
    let language = screen.language;
    let mut out = format!("{}\n", screen.paint.tone(Tone::Strong, &clean(&certificate.path)));
    let head = |zh: &str, en: &str| pad_left(screen.say(zh, en), COLUMN);
    out.push_str(&format!(
        "\n{}{}{}{}{}{}{}\n",
        pad("", NAME),
        head("植入", "seeded"),
        head("发现", "found"),
        head("发现率", "rate"),
        head("首指", "first"),
        head("标及", "marked"),
        head("条数", "each"),
    ));
    for total in &certificate.totals {
        let rows = certificate.rates.iter().filter(|r| r.kind == total.kind);
        out.push_str(&line(
            screen.paint.tone(Tone::Strong, &pad(total.kind.word(language), NAME)),
            &total.rate,
            total.kind,
        ));
        for row in rows {
            out.push_str(&line(pad(&name(row, language), NAME), &row.rate, row.kind));
        }
    }
    let legend = screen.say(
        "首指：第一个标注就在错处；标及：有标注在错处；条数：每处错误平均报几条",
        "first: the first label is at the error; marked: some label is; each: findings for one error",
    );
    out.push_str(&format!("{}\n", screen.paint.tone(Tone::Info, legend)));
    if !certificate.missed.is_empty() {
        out.push_str(&format!("\n{}\n", screen.paint.tone(Tone::Warning, screen.say("没有发现的错误", "Missed"))));
    }
    for missed in &certificate.missed {
        let at = at(missed.line, missed.column, &missed.place);
        let seeded = if missed.seeded.is_empty() { screen.say("（删去）", "(nothing)") } else { &missed.seeded };
        let mistake = missed.mistake.word(language);
        out.push_str(&format!("  {mistake}  {} → {seeded}  {}\n", clean(&missed.text), clean(&at)));
    }
    if !certificate.alone.is_empty() {
        let title = screen.say(
            "以下各数在报告中没有可以核对的数，写错了也看不出来，没有计入",
            "Nothing in the report can be compared with these figures; \
             errors in them cannot be seen and are not counted",
        );
        out.push_str(&format!("\n{}\n", screen.paint.tone(Tone::Info, title)));
    }
    for lone in &certificate.alone {
        let at = at(lone.line, lone.column, &lone.place);
        out.push_str(&format!("  {}  {}\n", clean(&lone.text), clean(&at)));
    }
    let all = certificate.totals.iter().fold(Rate::default(), |sum, row| sum.plus(&row.rate));
    out.push_str(&match language {
        Language::Zh => format!(
            "\n植入 {} 处错误，发现 {} 处（{}），平均每处 {} 条\n",
            all.seeded,
            all.found,
            percent(all.found, all.seeded),
            average(&all),
        ),
        Language::En => format!(
            "\n{} errors seeded, {} found ({}), {} findings each on average\n",
            all.seeded,
            all.found,
            percent(all.found, all.seeded),
            average(&all),
        ),
    });
    out
}

/// Columns of the screen for the name of a kind of error, and for each of the six figures beside it: 80 in all.
const NAME: usize = 32;
const COLUMN: usize = 8;

fn name(row: &Row, language: Language) -> String {
    let mistake = row.mistake.map_or("", |m| m.word(language));
    match &row.name {
        Some(table) => format!("  {table} · {mistake}"),
        None => format!("  {mistake}"),
    }
}

fn line(name: String, rate: &Rate, kind: Kind) -> String {
    let cell = |text: String| pad_left(&text, COLUMN);
    // What was taken out has no place to point at.
    let at = |part: usize| if kind == Kind::Structure { "—".to_owned() } else { percent(part, rate.seeded) };
    format!(
        "{name}{}{}{}{}{}{}\n",
        cell(rate.seeded.to_string()),
        cell(rate.found.to_string()),
        cell(percent(rate.found, rate.seeded)),
        cell(at(rate.primary)),
        cell(at(rate.labelled)),
        cell(average(rate)),
    )
}

/// Findings for one error, with two digits.
fn average(rate: &Rate) -> String {
    let hundredths = (rate.findings * 100 + rate.seeded / 2).checked_div(rate.seeded).unwrap_or(0);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn at(line: Option<usize>, column: Option<usize>, place: &str) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("{line}:{column} {place}"),
        _ => place.to_owned(),
    }
}
