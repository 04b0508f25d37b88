//! Statutory tables end to end: every cell of the clean fixtures is read, nothing is found in their sums, and a change
//! of any one figure is found at that figure.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::common::embedded;
use gouji_core::facts;
use gouji_core::facts::model::{CellState, Overrides};
use gouji_core::lint::{Request, lint};
use gouji_core::source::{Format, Source};
use gouji_core::terms::Category;

fn source(name: &str, text: &str) -> Source {
    Source::new(name, Format::of_name(name).expect("a known ending"), text.as_bytes()).expect("text")
}

/// Each number of the requests table: its bytes in the text.
fn figures(name: &str, text: &str, table: &str) -> Vec<std::ops::Range<usize>> {
    let document = gouji_core::read::read(source(name, text));
    let lexicon = embedded().lexicon();
    let facts = facts::extract(&document, lexicon, &Overrides::default());
    let tables = facts.tables.iter().filter(|t| lexicon.forms[t.form].table == table);
    let cells = tables.flat_map(|t| &t.cells).filter(|c| c.state == CellState::Number);
    cells.map(|c| document.source_range(c.span)).collect()
}

fn arithmetic(name: &str, text: &str) -> Vec<BTreeSet<(usize, usize)>> {
    let report = lint(source(name, text), embedded(), &Request::default());
    let found = report.findings.iter().filter(|f| f.category == Category::Arithmetic);
    found
        .map(|f| {
            std::iter::once(&f.primary).chain(&f.related).filter_map(|l| Some((l.byte_start?, l.byte_end?))).collect()
        })
        .collect()
}

/// Changes every figure of a table in turn; how many changes are found at the place, and how many were made.
fn detected(name: &str, text: &str, table: &str) -> (usize, usize) {
    let figures = figures(name, text, table);
    let mut found = 0;
    for (number, range) in figures.iter().enumerate() {
        let old: u64 = text[range.clone()].replace(',', "").parse().expect("a whole number");
        // Up and down, by amounts that go round.
        let new = if number % 3 == 0 && old > 0 { old - 1 } else { old + 1 + number as u64 % 4 };
        let new = new.to_string();
        let changed = format!("{}{new}{}", &text[..range.start], &text[range.end..]);
        let at = (range.start, range.start + new.len());
        if arithmetic(name, &changed).iter().any(|labels| labels.contains(&at)) {
            found += 1;
        }
    }
    (found, figures.len())
}

fn holds(name: &str, text: &str) {
    assert_eq!(arithmetic(name, text).len(), 0, "{name}: clean figures are accused");
    for table in ["requests", "review"] {
        let (found, all) = detected(name, text, table);
        assert!(all > 0, "{name}: {table} was not read");
        assert!(found * 100 >= all * 97, "{name}, {table}: {found} of {all} changes found");
    }
}

#[test]
fn any_one_wrong_figure_is_found_where_it_stands() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/clean");
    for name in ["yunhe-jiaoyu-2024.md", "qingling-shi-2023.md", "songquan-shichang-2020.md"] {
        holds(name, &std::fs::read_to_string(folder.join(name)).expect("a fixture"));
    }
}

#[test]
fn so_it_is_in_real_reports() {
    let Some(corpus) = std::env::var_os("GOUJI_CORPUS") else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    for name in ["suqian-shi-2023.md", "suqian-shi-2024.md", "fixture-hangzhou-style-2025.html"] {
        let text = std::fs::read_to_string(PathBuf::from(&corpus).join("dev").join(name)).expect("a report");
        let all: usize = ["documents", "licensing", "enforcement", "fees", "requests", "review"]
            .iter()
            .map(|table| figures(name, &text, table).len())
            .sum();
        assert_eq!(all, 200, "{name}");
        holds(name, &text);
    }
}
