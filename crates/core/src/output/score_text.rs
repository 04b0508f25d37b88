//! `score` as Markdown, HTML and CSV: the same tables, written otherwise.

use std::io;

use super::printer::Summing;
use super::score_sheet::{self, Entry, Sheet, card, judged_by, rankings, score_line, who};
use crate::markup::escape;
use crate::report::{Closing, Rulebook};
use crate::terms::Language;

/// Which of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreMarkup {
    Markdown,
    Html,
    Csv,
}

/// The printer of these formats.
#[derive(Clone, Debug)]
pub struct ScoreText {
    pub markup: ScoreMarkup,
    pub rulebook: Rulebook,
    pub language: Language,
}

impl Summing for ScoreText {
    fn whole(&self, closing: &Closing) -> io::Result<Vec<u8>> {
        let text = match self.markup {
            ScoreMarkup::Markdown => self.markdown(closing),
            ScoreMarkup::Html => self.html(closing),
            ScoreMarkup::Csv => self.csv(closing),
        };
        Ok(text.into_bytes())
    }
}

impl ScoreText {
    fn title(&self) -> &'static str {
        self.language.pick("合规得分", "Compliance scores")
    }

    fn markdown(&self, closing: &Closing) -> String {
        let mut out =
            format!("# {}\n\n{}\n", self.title(), judged_by(closing.tallies.first(), &self.rulebook, self.language));
        if closing.tallies.len() > 1 {
            rankings(closing, self.language).iter().for_each(|sheet| markdown_table(sheet, 2, &mut out));
        }
        for tally in &closing.tallies {
            out.push_str(&format!("\n## {}\n\n`{}`\n\n", escaped(&who(tally)), tally.path));
            out.push_str(&format!("**{}**\n", escaped(&score_line(tally, self.language))));
            if tally.problem.is_none() {
                card(tally, self.language).iter().for_each(|sheet| markdown_table(sheet, 3, &mut out));
            }
        }
        out
    }

    fn html(&self, closing: &Closing) -> String {
        let lang = self.language.pick("zh-CN", "en");
        let title = self.title();
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n\
             </head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n",
            escape(&judged_by(closing.tallies.first(), &self.rulebook, self.language))
        );
        if closing.tallies.len() > 1 {
            rankings(closing, self.language).iter().for_each(|sheet| html_table(sheet, 2, &mut out));
        }
        for tally in &closing.tallies {
            let line = score_line(tally, self.language);
            out.push_str(&format!("<section>\n<h2>{}</h2>\n", escape(&who(tally))));
            out.push_str(&format!("<p><code>{}</code></p>\n", escape(&tally.path)));
            out.push_str(&format!("<p class=\"score\">{}</p>\n", escape(&line)));
            if tally.problem.is_none() {
                card(tally, self.language).iter().for_each(|sheet| html_table(sheet, 3, &mut out));
            }
            out.push_str("</section>\n");
        }
        out.push_str("</body>\n</html>\n");
        out
    }

    /// One table: a line a report, a line a deduction, a line for what was not assessed. A byte order mark comes first,
    /// by which Excel knows UTF-8.
    fn csv(&self, closing: &Closing) -> String {
        let mut out = String::from("\u{feff}");
        csv_row(CSV.map(String::from), &mut out);
        for sheet_row in csv_rows(closing, self.language) {
            csv_row(sheet_row.iter().map(Entry::text), &mut out);
        }
        out
    }
}

/// The columns of the table, by names that do not change with the language.
pub(super) const CSV: [&str; 19] = [
    "kind",
    "path",
    "agency",
    "report_year",
    "body",
    "form",
    "rank",
    "value",
    "low",
    "high",
    "coverage",
    "points",
    "wins",
    "part",
    "rule",
    "weight",
    "article",
    "text",
    "fingerprint",
];

pub(super) fn csv_rows(closing: &Closing, language: Language) -> Vec<Vec<Entry>> {
    let text = |value: &str| Entry::Text(value.to_owned());
    let none = || Entry::Text(String::new());
    let figure = |value: Option<f64>| value.map_or_else(none, Entry::Number);
    let mut rows = Vec::new();
    for group in closing.groups() {
        for place in &group.places {
            let tally = &closing.tallies[place.index];
            let about = |kind: &str| {
                vec![
                    text(kind),
                    text(&tally.path),
                    text(tally.agency.as_deref().unwrap_or_default()),
                    figure(tally.report_year.map(f64::from)),
                    text(&tally.body.map(|b| b.0.as_str().to_owned()).unwrap_or_default()),
                    text(tally.form.as_deref().unwrap_or_default()),
                    figure(place.rank.map(|r| r as f64)),
                    figure(tally.score.value),
                    figure(tally.score.low),
                    figure(tally.score.high),
                    Entry::Number(tally.score.coverage),
                ]
            };
            let line = |kind: &str, rest: [Entry; 8]| about(kind).into_iter().chain(rest).collect::<Vec<_>>();
            let note = score_sheet::place_note(place, &closing.tallies, language);
            rows.push(line("report", [none(), none(), none(), none(), none(), none(), text(&note), none()]));
            rows.extend(tally.score.deductions.iter().map(|d| {
                let rest = [
                    Entry::Number(d.points),
                    Entry::Number(d.wins),
                    text(&d.part),
                    text(&d.rule),
                    Entry::Number(f64::from(d.weight)),
                    text(&d.article),
                    text(&d.message),
                    text(d.finding.as_deref().unwrap_or_default()),
                ];
                line("deduction", rest)
            }));
            rows.extend(tally.score.not_assessed.iter().map(|n| {
                let rest =
                    [Entry::Number(n.points), none(), text(&n.part), none(), none(), none(), text(&n.why), none()];
                line("not_assessed", rest)
            }));
        }
    }
    rows
}

pub(super) fn csv_row(cells: impl IntoIterator<Item = String>, out: &mut String) {
    let quoted = |cell: String| {
        // What begins like a formula would be one in a spreadsheet.
        let risky = cell.starts_with(['=', '@', '+', '\t']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
        let cell = if risky { format!("'{cell}") } else { cell };
        if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

fn markdown_table(sheet: &Sheet, level: usize, out: &mut String) {
    out.push_str(&format!("\n{} {}\n\n", "#".repeat(level), escaped(&sheet.title)));
    for note in &sheet.notes {
        out.push_str(&format!("{}\n\n", escaped(note)));
    }
    if sheet.rows.is_empty() {
        return;
    }
    out.push_str(&format!("| {} |\n", sheet.head.join(" | ")));
    out.push_str(&format!("|{}\n", " --- |".repeat(sheet.head.len())));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(&cell.text())).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

/// What would be markup in a table.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn html_table(sheet: &Sheet, level: usize, out: &mut String) {
    out.push_str(&format!("<h{level}>{}</h{level}>\n", escape(&sheet.title)));
    for note in &sheet.notes {
        out.push_str(&format!("<p>{}</p>\n", escape(note)));
    }
    if sheet.rows.is_empty() {
        return;
    }
    let cells = |tag: &str, cells: &mut dyn Iterator<Item = (String, bool)>| {
        let cells = cells.map(|(text, number)| {
            let class = if number { " class=\"number\"" } else { "" };
            format!("<{tag}{class}>{}</{tag}>", escape(&text))
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let head = cells("th", &mut sheet.head.iter().map(|h| ((*h).to_owned(), false)));
    out.push_str(&format!("<table>\n<thead>{}</thead>\n<tbody>\n", head.trim_end()));
    for row in &sheet.rows {
        out.push_str(&cells("td", &mut row.iter().map(|c| (c.text(), matches!(c, Entry::Number(_))))));
    }
    out.push_str("</tbody>\n</table>\n");
}

const STYLE: &str = include_str!("score.css");
