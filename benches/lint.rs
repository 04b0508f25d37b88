//! Times linting one report, whole and by stage, as Markdown and as HTML.

#[path = "../tests/suite/common/book.rs"]
mod book;

use std::hint::black_box;

use book::{embedded, embedded_lexicon};
use divan::Bencher;
use gouji_core::facts;
use gouji_core::facts::model::Overrides;
use gouji_core::lint::{Request, lint};
use gouji_core::read::read;

use gouji_core::source::{Format, Source, decode};

const MARKDOWN: &[u8] = include_bytes!("../fixtures/clean/yunhe-jiaoyu-2024.md");
const HTML: &[u8] = include_bytes!("../fixtures/clean/yunhe-jiaoyu-2024-portal.html");

fn main() {
    divan::main();
}

fn source(bytes: &[u8], format: Format) -> Source {
    Source::new("report", format, bytes).expect("a readable fixture")
}

/// The rulebook's start, apart from linting: it is paid once a process.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn rulebook() -> usize {
    embedded_lexicon();
    embedded().rules.len()
}

macro_rules! stages {
    ($($module:ident: $bytes:ident $format:ident),+ $(,)?) => {$(
        mod $module {
            use super::*;

            #[divan::bench]
            fn decoding(bencher: Bencher<'_, '_>) {
                bencher.bench(|| decode(black_box($bytes), Format::$format));
            }

            #[divan::bench]
            fn reading(bencher: Bencher<'_, '_>) {
                bencher.with_inputs(|| source($bytes, Format::$format)).bench_values(read);
            }

            #[divan::bench]
            fn facts(bencher: Bencher<'_, '_>) {
                let document = read(source($bytes, Format::$format));
                let lexicon = embedded_lexicon();
                bencher.bench(|| facts::extract(black_box(&document), lexicon, &Overrides::default()));
            }

            #[divan::bench]
            fn whole(bencher: Bencher<'_, '_>) {
                let (rulebook, request) = (embedded(), Request::default());
                bencher.bench(|| lint(source(black_box($bytes), Format::$format), rulebook, &request));
            }
        }
    )+};
}

stages! {
    markdown: MARKDOWN Md,
    html: HTML Html,
}

/// The same report with errors in its tables: what finding their causes costs.
mod wrong {
    use super::*;

    /// The report with the digits of some of its cells changed.
    fn altered(change: impl Fn(usize) -> bool) -> Vec<u8> {
        let mut cells = 0;
        let text = String::from_utf8_lossy(MARKDOWN);
        let lines = text.lines().map(|line| {
            let pieces = line.split('|').map(|piece| match piece.trim().parse::<u32>() {
                Ok(figure) => {
                    cells += 1;
                    format!(" {} ", if change(cells) { figure * 3 + cells as u32 % 7 + 1 } else { figure })
                }
                Err(_) => piece.to_owned(),
            });
            pieces.collect::<Vec<_>>().join("|")
        });
        lines.collect::<Vec<_>>().join("\n").into_bytes()
    }

    fn linted(bencher: Bencher<'_, '_>, bytes: Vec<u8>) {
        let (rulebook, request) = (embedded(), Request::default());
        bencher.bench(|| lint(source(black_box(&bytes), Format::Md), rulebook, &request));
    }

    #[divan::bench]
    fn no_cell(bencher: Bencher<'_, '_>) {
        linted(bencher, altered(|_| false));
    }

    #[divan::bench]
    fn one_cell(bencher: Bencher<'_, '_>) {
        linted(bencher, altered(|at| at == 40));
    }

    #[divan::bench]
    fn two_cells(bencher: Bencher<'_, '_>) {
        linted(bencher, altered(|at| at == 40 || at == 90));
    }

    #[divan::bench]
    fn four_cells(bencher: Bencher<'_, '_>) {
        linted(bencher, altered(|at| matches!(at, 40 | 71 | 90 | 133)));
    }

    #[divan::bench]
    fn every_fifth_cell(bencher: Bencher<'_, '_>) {
        linted(bencher, altered(|at| at % 5 == 0));
    }

    #[divan::bench]
    fn every_cell(bencher: Bencher<'_, '_>) {
        linted(bencher, altered(|_| true));
    }
}
