//! A workbook of plain tables (XLSX). Written by hand: of the format it takes a few small parts, and a library for all
//! of it would be larger than the rest of the output.

use std::io::{self, Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::score_sheet::Entry;
use crate::markup::escape as xml;

const TYPES: &str = include_str!("xlsx/content_types.xml");
const RELS: &str = include_str!("xlsx/package.rels");
const STYLES: &str = include_str!("xlsx/styles.xml");
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Styles of cells: their numbers in `styles.xml`.
pub(super) const PLAIN: u8 = 0;
pub(super) const HEAD: u8 = 1;
pub(super) const WRAPPED: u8 = 2;

/// The most characters that a cell holds.
const LONGEST: usize = 32_000;

/// A sheet.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub name: &'static str,
    /// Rows, as [`row`] gives them.
    pub rows: String,
    /// Of columns. Where there are any, the first row is a head: it stays in sight, filters, is printed on each page.
    pub widths: Vec<u8>,
}

/// One row.
pub(super) fn row(cells: &[Entry], style: u8) -> String {
    let mut out = String::from("<row>");
    let style = if style == PLAIN { String::new() } else { format!(" s=\"{style}\"") };
    for cell in cells {
        match cell {
            Entry::Number(value) => out.push_str(&format!("<c{style}><v>{value}</v></c>")),
            Entry::Text(text) if text.is_empty() => out.push_str(&format!("<c{style}/>")),
            Entry::Text(text) => {
                let text: String = text.chars().take(LONGEST).collect();
                let text = xml(&text);
                out.push_str(&format!("<c{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"));
            }
        }
    }
    out.push_str("</row>");
    out
}

/// The file.
pub(super) fn workbook(tabs: &[Tab]) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same bytes for the same content: no time of writing.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let sheets: String = (1..=tabs.len())
        .map(|n| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.\
                 openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\n"
            )
        })
        .collect();
    let mut parts = vec![
        (String::from("[Content_Types].xml"), TYPES.replace("</Types>", &format!("{sheets}</Types>"))),
        (String::from("_rels/.rels"), RELS.to_owned()),
        (String::from("xl/workbook.xml"), book(tabs)),
        (String::from("xl/_rels/workbook.xml.rels"), links(tabs.len())),
        (String::from("xl/styles.xml"), STYLES.to_owned()),
    ];
    parts.extend(tabs.iter().enumerate().map(|(n, tab)| (format!("xl/worksheets/sheet{}.xml", n + 1), sheet(tab))));
    for (name, part) in parts {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn book(tabs: &[Tab]) -> String {
    let mut names = String::new();
    let mut sheets = String::new();
    for (n, tab) in tabs.iter().enumerate() {
        let name = xml(tab.name);
        sheets.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", n + 1));
        if let Some(range) = range(tab) {
            names.push_str(&format!(
                "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{n}\" hidden=\"1\">'{name}'!{range}\
                 </definedName><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{n}\">'{name}'!$1:$1\
                 </definedName>",
            ));
        }
    }
    if !names.is_empty() {
        names = format!("<definedNames>{names}</definedNames>");
    }
    format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets>{sheets}</sheets>{names}</workbook>")
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

fn links(sheets: usize) -> String {
    let mut all: String = (1..=sheets)
        .map(|n| format!("<Relationship Id=\"rId{n}\" Type=\"{LINKS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    let styles = sheets + 1;
    all.push_str(&format!("<Relationship Id=\"rId{styles}\" Type=\"{LINKS}/styles\" Target=\"styles.xml\"/>"));
    format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}\
         </Relationships>"
    )
}

/// What its filter is over; none without a head.
fn range(tab: &Tab) -> Option<String> {
    let last = u8::try_from(tab.widths.len().checked_sub(1)?).ok().filter(|n| *n < 26)?;
    Some(format!("$A$1:${}${}", char::from(b'A' + last), tab.rows.matches("<row>").count()))
}

fn sheet(tab: &Tab) -> String {
    let Some(range) = range(tab) else {
        return format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", tab.rows);
    };
    let columns: String = tab
        .widths
        .iter()
        .enumerate()
        .map(|(n, width)| format!("<col min=\"{0}\" max=\"{0}\" width=\"{width}\" customWidth=\"1\"/>", n + 1))
        .collect();
    format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>\
         <sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>{}</sheetData>\
         <autoFilter ref=\"{}\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
        tab.rows,
        range.replace('$', "")
    )
}
