//! Times linting one report, whole and by stage, as Markdown and as HTML.

use std::hint::black_box;

use divan::Bencher;
use gouji::facts::{self, Overrides};
use gouji::lint::{Request, lint};
use gouji::read::read;
use gouji::rulebook::{embedded, embedded_lexicon};
use gouji::source::{Format, Source, decode};

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
