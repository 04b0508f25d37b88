//! One report, its tables written in every shape that programs and people leave of a table: each cell is read, and none
//! with another value.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::embedded;
use gouji_core::document::{BlockKind, Document, Grid};
use gouji_core::facts;
use gouji_core::facts::model::Overrides;
use gouji_core::source::{Format, Source};

type Row = Vec<String>;

fn document(name: &str, text: &str) -> Document {
    let format = Format::of_name(name).expect("a known ending");
    gouji_core::read::read(Source::new(name, format, text.as_bytes()).expect("text"))
}

/// Each cell by form, row and column.
fn cells(document: &Document) -> BTreeMap<(usize, u16, u16), String> {
    let facts = facts::extract(document, embedded().lexicon(), &Overrides::default());
    let cells = facts.tables.iter().flat_map(|t| t.cells.iter().map(|c| (t.form, c)));
    cells.map(|(form, c)| ((form, c.row, c.column), document.slice(c.span).to_owned())).collect()
}

/// The rows of a grid: with a merged cell written out in all it covers, or once and blank in the rest.
fn rows(document: &Document, grid: &Grid, out: bool) -> Vec<Row> {
    let cover = grid.cover();
    let text = |row: usize, column: usize| match grid.cells.get(cover[row * grid.columns + column]) {
        Some(cell) if out || (cell.row, cell.column) == (row, column) => document.slice(cell.span).to_owned(),
        _ => String::new(),
    };
    (0..grid.rows).map(|row| (0..grid.columns).map(|column| text(row, column)).collect()).collect()
}

/// The rows with each merged cell once, and nothing in the rest.
fn short(document: &Document, grid: &Grid) -> Vec<Row> {
    let cells = |row: usize| grid.cells.iter().filter(move |c| c.row == row);
    (0..grid.rows).map(|row| cells(row).map(|c| document.slice(c.span).to_owned()).collect()).collect()
}

/// The report with its tables as `shape` writes them.
fn written(document: &Document, between: &str, shape: impl Fn(&Grid) -> String) -> String {
    let parts = document.blocks.iter().map(|block| match block.kind {
        BlockKind::Table(index) => shape(&document.grids[index]),
        _ => document.slice(block.span).to_owned(),
    });
    parts.collect::<Vec<_>>().join(between) + "\n"
}

fn apart(rows: &[Row], mark: &str) -> String {
    rows.iter().map(|row| row.join(mark)).collect::<Vec<_>>().join("\n")
}

fn markdown(rows: &[Row], ruled: bool) -> String {
    let mut lines: Vec<String> = rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
    if ruled {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    }
    lines.join("\n")
}

fn wide(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() || "“”…—·".contains(c) { 1 } else { 2 }).sum()
}

/// A text in lines of so many columns.
fn wrapped(text: &str, width: usize) -> Row {
    let mut lines = vec![String::new()];
    for c in text.chars() {
        let line = lines.last().expect("one line");
        if wide(line) + 2 > width {
            lines.push(String::new());
        }
        lines.last_mut().expect("one line").push(c);
    }
    lines
}

fn widths(rows: &[Row], most: usize) -> Vec<usize> {
    (0..rows[0].len()).map(|c| rows.iter().map(|r| wide(&r[c])).max().unwrap_or(0).clamp(4, most)).collect()
}

/// The lines of a row whose cells are wrapped: each cell of each line padded to its width.
fn lines(row: &Row, widths: &[usize]) -> Vec<Row> {
    let cells: Vec<Row> = row.iter().zip(widths).map(|(cell, &w)| wrapped(cell, w)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line =
        |at: usize| cells.iter().zip(widths).map(move |(cell, &w)| (cell.get(at).cloned().unwrap_or_default(), w));
    (0..height)
        .map(|at| line(at).map(|(t, w)| format!("{t}{}", " ".repeat(w.saturating_sub(wide(&t))))).collect())
        .collect()
}

/// With rules of strokes and corners between rows.
fn drawn(rows: &[Row], most: usize, bar: &str, stroke: &str, corner: &str) -> String {
    let widths = widths(rows, most);
    let strokes: Vec<String> = widths.iter().map(|w| stroke.repeat(w + 2)).collect();
    let rule = format!("{corner}{}{corner}", strokes.join(corner));
    let mut out = vec![rule.clone()];
    for row in rows {
        out.extend(lines(row, &widths).iter().map(|l| format!("{bar} {} {bar}", l.join(&format!(" {bar} ")))));
        out.push(rule.clone());
    }
    out.join("\n")
}

/// Under dashes that tell the columns, rows of several lines apart by blank ones.
fn dashed(rows: &[Row], most: usize) -> String {
    let widths = widths(rows, most);
    let rule = widths.iter().map(|w| "-".repeat(*w)).collect::<Vec<_>>().join("  ");
    let mut out = vec![rule.clone()];
    for (number, row) in rows.iter().enumerate() {
        out.extend(lines(row, &widths).iter().map(|l| l.join("  ").trim_end().to_owned()));
        out.push(if number == 0 || number + 1 == rows.len() { rule.clone() } else { String::new() });
    }
    out.join("\n")
}

/// The rows with cells that hold a comma in quotation marks.
fn quoted(rows: Vec<Row>) -> Vec<Row> {
    let cell = |cell: String| if cell.contains(',') { format!("\"{cell}\"") } else { cell };
    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

/// In two tables, as over the end of a page.
fn in_two(rows: &[Row], again: usize, shape: impl Fn(&[Row]) -> String) -> String {
    if rows.len() < 20 {
        return shape(rows);
    }
    let (first, rest) = rows.split_at(rows.len() / 2);
    let rest: Vec<Row> = rows[..again].iter().chain(rest).cloned().collect();
    format!("{}\n\n{}", shape(first), shape(&rest))
}

fn read_alike(source: &str, name: &str, text: &str, wanted: &BTreeMap<(usize, u16, u16), String>) {
    let found = cells(&document(name, text));
    let missing = wanted.keys().filter(|k| !found.contains_key(k)).count();
    let other = found.iter().filter(|(k, v)| wanted.get(k) != Some(v)).count();
    assert!(missing == 0 && other == 0, "{source} as {name}: {missing} cells missing, {other} otherwise\n{text}");
}

#[test]
fn every_cell_is_read_in_whatever_shape_a_table_is_written() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean");
    for name in
        ["yunhe-jiaoyu-2024.html", "songquan-shichang-2020.html", "yunhe-nongye-2015.html", "yunhe-linye-2012.html"]
    {
        let source = std::fs::read_to_string(fixtures.join(name)).expect("a fixture");
        let report = document(name, &source);
        let wanted = cells(&report);
        let out = |grid: &Grid| rows(&report, grid, true);
        let once = |grid: &Grid| rows(&report, grid, false);
        let short = |grid: &Grid| short(&report, grid);
        let check = |file: &str, between: &str, shape: &dyn Fn(&Grid) -> String| {
            read_alike(name, file, &written(&report, between, shape), &wanted);
        };
        check("written out.txt", "\n", &|g| apart(&out(g), " | "));
        check("once.txt", "\n", &|g| apart(&once(g), " | "));
        check("short.txt", "\n", &|g| apart(&short(g), " | "));
        check("framed.txt", "\n", &|g| markdown(&out(g), false));
        for bar in [" │ ", "｜", "  ┃  "] {
            check("bars, written out.txt", "\n", &|g| apart(&out(g), bar));
            check("bars, short.txt", "\n", &|g| apart(&short(g), bar));
        }
        check("tabs.txt", "\n", &|g| apart(&out(g), "\t"));
        check("commas.txt", "\n", &|g| apart(&quoted(short(g)), ","));
        check("blanks.txt", "\n", &|g| apart(&short(g), "  "));
        check("a cell a line.txt", "\n", &|g| apart(&short(g), "\n"));
        check("pages.txt", "\n", &|g| in_two(&out(g), 0, |r| apart(r, " | ")));
        check("ruled, written out.md", "\n\n", &|g| markdown(&out(g), true));
        check("ruled, once.md", "\n\n", &|g| markdown(&once(g), true));
        check("ruled, short.md", "\n\n", &|g| markdown(&short(g), true));
        check("not ruled.md", "\n\n", &|g| markdown(&out(g), false));
        check("tabs.md", "\n\n", &|g| apart(&short(g), "\t"));
        check("pages.md", "\n\n", &|g| in_two(&out(g), 3, |r| markdown(r, true)));
        for file in ["drawn.md", "drawn.txt"] {
            check(file, "\n\n", &|g| drawn(&once(g), 18, "|", "-", "+"));
            check(file, "\n\n", &|g| drawn(&out(g), 200, "│", "─", "┼"));
            check(file, "\n\n", &|g| dashed(&once(g), 60));
        }
        check("code.md", "\n\n", &|g| format!("```\n{}\n```", apart(&short(g), " | ")));
    }
}
