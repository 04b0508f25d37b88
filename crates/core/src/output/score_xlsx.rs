//! `score --format xlsx`: a workbook with the ranking, and all deductions as one table.

use std::io;

use super::printer::Summing;
use super::score_sheet::{Entry, judged_by, rankings};
use super::score_text::{CSV, csv_rows};
use super::workbook::{self, Tab};
use crate::report::{Closing, Rulebook};
use crate::terms::Language;

/// The printer of the workbook.
#[derive(Clone, Debug)]
pub struct ScoreXlsx {
    pub rulebook: Rulebook,
    pub language: Language,
}

impl Summing for ScoreXlsx {
    fn whole(&self, closing: &Closing) -> io::Result<Vec<u8>> {
        self.workbook(closing)
    }
}

impl ScoreXlsx {
    fn workbook(&self, closing: &Closing) -> io::Result<Vec<u8>> {
        let pick = |zh, en| self.language.pick(zh, en);
        let text = |value: &str| Entry::Text(value.to_owned());
        let mut ranking = vec![vec![Entry::Text(judged_by(closing.tallies.first(), &self.rulebook, self.language))]];
        for sheet in rankings(closing, self.language) {
            ranking.push(vec![Entry::Text(sheet.title)]);
            ranking.push(sheet.head.iter().map(|h| text(h)).collect());
            ranking.extend(sheet.rows);
        }
        let head = vec![CSV.iter().map(|name| text(name)).collect()];
        let deductions: Vec<Vec<Entry>> = head.into_iter().chain(csv_rows(closing, self.language)).collect();
        let tab = |name, rows: &[Vec<Entry>]| {
            let rows = rows.iter().map(|row| workbook::row(row, workbook::PLAIN)).collect();
            Tab { name, rows, widths: Vec::new() }
        };
        workbook::workbook(&[tab(pick("排名", "Ranking"), &ranking), tab(pick("扣分", "Deductions"), &deductions)])
    }
}
