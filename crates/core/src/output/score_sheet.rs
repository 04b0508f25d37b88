//! What there is to say of scores, as tables that every format prints: the ranking in its groups, and of each report
//! its deductions, what mending wins back, what was not assessed, and the parts.

use crate::report::{Closing, Deduction, Group, Place, ReviewState, Rulebook, Tally};
use crate::terms::Language;

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    Text(String),
    Number(f64),
}

impl Entry {
    pub(super) fn text(&self) -> String {
        match self {
            Entry::Text(text) => text.clone(),
            Entry::Number(value) => number(*value),
        }
    }
}

/// A table with a title and what is said before it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub title: String,
    pub notes: Vec<String>,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<Entry>>,
}

/// One number as it is written everywhere: no zeros behind it.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn text(value: impl Into<String>) -> Entry {
    Entry::Text(value.into())
}

fn optional(value: Option<f64>) -> Entry {
    value.map_or_else(|| text("—"), Entry::Number)
}

/// Whose report it is, else its file.
pub(super) fn who(tally: &Tally) -> String {
    let year = tally.report_year.map(|y| y.to_string());
    let parts: Vec<String> = tally.agency.iter().cloned().chain(year).collect();
    if parts.is_empty() { tally.path.clone() } else { parts.join(" ") }
}

/// The score in words: of the scheme, of a hundred, the range where there is no score.
pub(super) fn score_line(tally: &Tally, language: Language) -> String {
    let score = &tally.score;
    let word = language.pick("得分", "Score");
    match (score.value, score.low, score.high) {
        (Some(value), ..) if score.scheme.base != 100 => {
            let own = score.scheme.value.unwrap_or_default();
            format!("{word} {} / {} ({} / 100)", number(own), score.scheme.base, number(value))
        }
        (Some(value), ..) => format!("{word} {} / 100", number(value)),
        (None, Some(low), Some(high)) => {
            let why = score.not_assessable.as_deref().unwrap_or_default();
            let none = language.pick("不予评定", "not assessable");
            let range = language.pick("范围", "range");
            let open = language.pick("：", ": ");
            format!("{word} {none}{open}{why}；{range} {}–{}", number(low), number(high))
        }
        _ => {
            let why = tally.problem.as_ref().map_or("", |p| p.message.as_str());
            format!("{word} {}{}{why}", language.pick("不予评定", "not assessable"), language.pick("：", ": "))
        }
    }
}

/// By what it was judged.
pub(super) fn judged_by(tally: Option<&Tally>, rulebook: &Rulebook, language: Language) -> String {
    let scheme = tally.map(|t| t.score.scheme.title.as_str()).unwrap_or_default();
    let id = tally.map(|t| t.score.scheme.id.as_str()).unwrap_or_default();
    match language {
        Language::Zh => {
            format!("评分办法：{scheme}（{id}）；规则集 {} {}，{}", rulebook.name, rulebook.version, rulebook.digest)
        }
        Language::En => {
            format!("Scheme: {scheme} ({id}); rulebook {} {}, {}", rulebook.name, rulebook.version, rulebook.digest)
        }
    }
}

/// What a group has in common.
pub(super) fn group_title(group: &Group, language: Language) -> String {
    let unknown = language.pick("不明", "unknown");
    let year = group.year.map_or_else(|| unknown.to_owned(), |y| y.to_string());
    let body = group.body.map_or_else(|| unknown.to_owned(), |b| b.0.as_str().to_owned());
    let form = group.form.clone().unwrap_or_else(|| unknown.to_owned());
    match language {
        Language::Zh => format!("{year}年度 · 单位类型 {body} · 表式 {form}"),
        Language::En => format!("{year} · body {body} · form {form}"),
    }
}

/// What is to be said of a place beside its rank.
pub(super) fn place_note(place: &Place, tallies: &[Tally], language: Language) -> String {
    let tally = &tallies[place.index];
    if let Some(other) = place.duplicate_of.map(|other| &tallies[other]) {
        let differs = other.score.value != tally.score.value;
        let word =
            language.pick("与另一文件是同一份报告，不另排名", "the same report as another file, not ranked again");
        let differ = if differs { language.pick("，得分不同", ", with another score") } else { "" };
        return format!("{word}{differ}: {}", other.path);
    }
    if let Some(problem) = &tally.problem {
        return problem.message.clone();
    }
    if place.rank.is_none() {
        return tally.score.not_assessable.clone().unwrap_or_default();
    }
    if place.tied { language.pick("并列", "tied").to_owned() } else { String::new() }
}

/// The ranking, a table a group.
pub(super) fn rankings(closing: &Closing, language: Language) -> Vec<Sheet> {
    let pick = |zh, en| language.pick(zh, en);
    let sheet = |group: &Group| Sheet {
        title: group_title(group, language),
        notes: Vec::new(),
        head: vec![
            pick("名次", "rank"),
            pick("得分", "score"),
            pick("最低", "low"),
            pick("最高", "high"),
            pick("覆盖", "coverage"),
            pick("单位", "agency"),
            pick("文件", "file"),
            pick("说明", "note"),
        ],
        rows: group.places.iter().map(|place| ranked(place, closing, language)).collect(),
    };
    closing.groups().iter().map(sheet).collect()
}

fn ranked(place: &Place, closing: &Closing, language: Language) -> Vec<Entry> {
    let tally = &closing.tallies[place.index];
    vec![
        optional(place.rank.map(|r| r as f64)),
        optional(tally.score.value),
        optional(tally.score.low),
        optional(tally.score.high),
        text(format!("{:.0}%", tally.score.coverage * 100.0)),
        text(tally.agency.clone().unwrap_or_default()),
        text(tally.path.clone()),
        text(place_note(place, &closing.tallies, language)),
    ]
}

/// What became of a deduction in review.
pub(super) fn review(deduction: &Deduction, language: Language) -> String {
    let Some(review) = &deduction.review else { return String::new() };
    let state = match review.state {
        ReviewState::Accepted => language.pick("已认可", "accepted"),
        ReviewState::Disputed => language.pick("有异议", "disputed"),
    };
    match &review.note {
        Some(note) => format!("{state}{}{note}", language.pick("：", ": ")),
        None => state.to_owned(),
    }
}

/// Where it stands.
pub(super) fn position(deduction: &Deduction, language: Language) -> String {
    let line = deduction.line.map(|line| match language {
        Language::Zh => format!("第{line}行"),
        Language::En => format!("line {line}"),
    });
    line.into_iter().chain(deduction.place.clone()).collect::<Vec<_>>().join(" ")
}

pub(super) fn deduction_head(language: Language) -> Vec<&'static str> {
    let pick = |zh, en| language.pick(zh, en);
    vec![
        pick("扣分", "points"),
        pick("改正可得", "wins back"),
        pick("部分", "part"),
        pick("规则", "rule"),
        pick("权重", "weight"),
        pick("数量", "amount"),
        pick("依据", "article"),
        pick("位置", "place"),
        pick("问题", "finding"),
        pick("复核", "in review"),
        pick("指纹", "fingerprint"),
    ]
}

pub(super) fn deduction_row(deduction: &Deduction, language: Language) -> Vec<Entry> {
    vec![
        Entry::Number(deduction.points),
        Entry::Number(deduction.wins),
        text(deduction.part.clone()),
        text(deduction.rule.clone()),
        Entry::Number(f64::from(deduction.weight)),
        Entry::Number(deduction.amount as f64),
        text(deduction.article.clone()),
        text(position(deduction, language)),
        text(deduction.message.clone()),
        text(review(deduction, language)),
        text(deduction.finding.clone().unwrap_or_default()),
    ]
}

/// The deductions of a report with their sum, what was not assessed, and the parts.
pub(super) fn card(tally: &Tally, language: Language) -> Vec<Sheet> {
    let pick = |zh, en| language.pick(zh, en);
    let score = &tally.score;
    let mut deductions = Sheet {
        title: pick("扣分", "Deductions").to_owned(),
        head: deduction_head(language),
        rows: score.deductions.iter().map(|d| deduction_row(d, language)).collect(),
        ..Sheet::default()
    };
    deductions.notes.push(sum_line(tally, language));
    let mut sheets = vec![deductions];
    let repairs = repairs(tally);
    if !repairs.is_empty() {
        let row = |d: &&Deduction| vec![Entry::Number(d.wins), text(d.rule.clone()), text(d.message.clone())];
        sheets.push(Sheet {
            title: pick("改正后可得回的分数", "What mending wins back").to_owned(),
            head: vec![pick("可得", "points"), pick("规则", "rule"), pick("问题", "finding")],
            rows: repairs.iter().map(row).collect(),
            ..Sheet::default()
        });
    }
    if !score.not_assessed.is_empty() {
        let row =
            |n: &crate::report::NotAssessed| vec![Entry::Number(n.points), text(n.title.clone()), text(n.why.clone())];
        sheets.push(Sheet {
            title: pick("未能评定的部分", "Not assessed").to_owned(),
            head: vec![pick("分值", "worth"), pick("部分", "part"), pick("原因", "why")],
            rows: score.not_assessed.iter().map(row).collect(),
            ..Sheet::default()
        });
    }
    let row =
        |p: &crate::report::PartScore| vec![text(p.title.clone()), Entry::Number(p.earned), Entry::Number(p.possible)];
    sheets.push(Sheet {
        title: pick("各部分得分", "The parts").to_owned(),
        head: vec![pick("部分", "part"), pick("得分", "earned"), pick("满分", "possible")],
        rows: score.parts.iter().map(row).collect(),
        ..Sheet::default()
    });
    sheets
}

/// The sum as it adds up on the page.
pub(super) fn sum_line(tally: &Tally, language: Language) -> String {
    let score = &tally.score;
    // In hundredths, so that nothing is lost in adding.
    let hundredths: i64 = score.deductions.iter().map(|d| (d.points * 100.0).round() as i64).sum();
    let sum = hundredths as f64 / 100.0;
    let rest = number((10_000 - hundredths) as f64 / 100.0);
    let (read, filled) = (tally.coverage.cells_read, tally.coverage.cells_filled);
    match language {
        Language::Zh => format!("100 − {} = {rest}；表格 {read} 格已读，{filled} 格有数", number(sum)),
        Language::En => format!("100 − {} = {rest}; cells read {read}, filled {filled}", number(sum)),
    }
}

/// What wins something back, most first.
pub(super) fn repairs(tally: &Tally) -> Vec<&Deduction> {
    let mut all: Vec<&Deduction> = tally.score.deductions.iter().filter(|d| d.wins > 0.0).collect();
    all.sort_by(|a, b| b.wins.total_cmp(&a.wins).then_with(|| a.rule.cmp(&b.rule)));
    all
}
