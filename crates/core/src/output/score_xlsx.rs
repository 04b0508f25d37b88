//! `score --format xlsx`: a workbook with the ranking, and all deductions as one table. Written by hand: of the format
//! it takes five small parts, and a library for all of it would be larger than the rest of the output.

use std::io::{self, Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::printer::Summing;
use super::score_sheet::{Entry, judged_by, rankings};
use super::score_text::{CSV, csv_rows};
use crate::markup::escape;
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

const TYPES: &str = include_str!("xlsx/content_types.xml");
const RELS: &str = include_str!("xlsx/package.rels");
const BOOK_RELS: &str = include_str!("xlsx/workbook.rels");

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
        let book = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook \
             xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
             <sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"{}\" sheetId=\"2\" r:id=\"rId2\"/>\
             </sheets></workbook>",
            pick("排名", "Ranking"),
            pick("扣分", "Deductions"),
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The same bytes for the same scores: no time of writing.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        for (name, part) in [
            ("[Content_Types].xml", TYPES.to_owned()),
            ("_rels/.rels", RELS.to_owned()),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS.to_owned()),
            ("xl/worksheets/sheet1.xml", worksheet(&ranking)),
            ("xl/worksheets/sheet2.xml", worksheet(&deductions)),
        ] {
            zip.start_file(name, options).map_err(io::Error::other)?;
            zip.write_all(part.as_bytes())?;
        }
        Ok(zip.finish().map_err(io::Error::other)?.into_inner())
    }
}

fn worksheet(rows: &[Vec<Entry>]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet \
         xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for row in rows {
        out.push_str("<row>");
        for cell in row {
            match cell {
                Entry::Number(value) => out.push_str(&format!("<c><v>{value}</v></c>")),
                Entry::Text(text) if text.is_empty() => out.push_str("<c/>"),
                Entry::Text(text) => out.push_str(&format!(
                    "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escape(text)
                )),
            }
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}
