use std::collections::BTreeMap;

use super::read;
use crate::document::Document;
use crate::facts::{CellState, Outline, Table};
use crate::rulebook::embedded_lexicon;
use crate::source::{Format, Source};

fn document(text: &str, format: Format) -> Document {
    crate::read::read(Source::new("report", format, text.as_bytes()).unwrap())
}

fn tables_of(document: &Document) -> Vec<Table> {
    read(document, embedded_lexicon(), &Outline::default(), None)
}

/// `table row column` → value or state, and a count.
fn listing(document: &Document, tables: &[Table]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for table in tables {
        let form = &embedded_lexicon().forms[table.form];
        for cell in &table.cells {
            let name = format!(
                "{} {} {}",
                form.table,
                form.rows[usize::from(cell.row)].id,
                form.columns[usize::from(cell.column)].id
            );
            let value = match cell.state {
                CellState::Number => cell.value.unwrap().to_string(),
                other => format!("{other:?} {}", document.slice(cell.span)),
            };
            out.insert(name, value);
        }
    }
    out
}

#[test]
fn dump() {
    let Ok(paths) = std::env::var("DUMP") else { return };
    for path in paths.split(',') {
        let bytes = std::fs::read(path).unwrap();
        let format = Format::of_name(path).unwrap();
        let document = crate::read::read(Source::new("x", format, &bytes).unwrap());
        let tables = tables_of(&document);
        println!("== {path}: {} cells", tables.iter().map(|t| t.cells.len()).sum::<usize>());
        for table in &tables {
            let form = &embedded_lexicon().forms[table.form];
            println!(
                "  {} {} cells {}/{} unread {:?} unknown {:?} cut {} anchor {:?}",
                form.table,
                form.year,
                table.cells.len(),
                form.cells(),
                table.unread.iter().map(|(s, w)| (document.slice(*s), *w)).collect::<Vec<_>>(),
                table.unknown.iter().map(|s| document.slice(*s)).collect::<Vec<_>>(),
                table.cut,
                document.slice(table.anchor)
            );
        }
        if std::env::var("GRID").is_ok() {
            for g in &document.grids {
                println!("  GRID {}x{} flattened {}", g.rows, g.columns, g.flattened);
                for c in &g.cells {
                    println!("    {},{} {:?}", c.row, c.column, document.slice(c.span));
                }
            }
        }
        if std::env::var("LONG").is_ok() {
            for (name, value) in listing(&document, &tables) {
                println!("    {name} = {value}");
            }
        }
    }
}
