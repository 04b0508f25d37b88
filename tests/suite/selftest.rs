//! The rates that the project promises of `selftest`: on its clean fixtures, of each report one file and a sample of its
//! errors; whole on real reports where GOUJI_CORPUS names their folder.

use std::path::{Path, PathBuf};

use gouji::authoring::selftest::{Certificate, Kind, Rate, Selftest};
use gouji::lint::Request;
use gouji::report::Rulebook;
use gouji::rulebook::embedded;
use gouji::source::{Format, Source};

use crate::common::{files, fixtures, gouji, name};
use serde_json::Value;

fn request() -> Request {
    Request::default()
}

fn certificate(path: &Path, every: usize) -> Certificate {
    let bytes = std::fs::read(path).expect("a report");
    let format = Format::of_name(&name(path)).expect("a format");
    let source = Source::new(name(path), format, bytes).expect("text");
    let request = request();
    let mut test = Selftest::plan(source, embedded(), &request).unwrap_or_else(|p| panic!("{}: {p:?}", path.display()));
    let mut number = 0;
    test.seeds.retain(|_| {
        number += 1;
        number % every == 0
    });
    let half = test.seeds.len() / 2;
    let trials = std::thread::scope(|scope| {
        let first = scope.spawn(|| (0..half).map(|i| test.attempt(i)).collect::<Vec<_>>());
        let second: Vec<_> = (half..test.seeds.len()).map(|i| test.attempt(i)).collect();
        let mut all = first.join().expect("no panic");
        all.extend(second);
        all
    });
    Certificate::new(&test, &trials, Rulebook::default())
}

/// Shares in percent that must be reached.
const FOUND: [(Kind, usize); 3] = [(Kind::Cells, 99), (Kind::Prose, 97), (Kind::Structure, 100)];

fn below(total: &[(Kind, Rate)], told: &mut Vec<String>, of: &str) {
    for (kind, least) in FOUND {
        for (_, rate) in total.iter().filter(|t| t.0 == kind) {
            if Rate::share(rate.found, rate.seeded) < least * 100 {
                told.push(format!("{of}: {kind:?}: {} of {} found", rate.found, rate.seeded));
            }
        }
    }
}

fn totals(certificate: &Certificate) -> Vec<(Kind, Rate)> {
    FOUND.iter().map(|f| (f.0, certificate.total(f.0))).collect()
}

#[test]
fn errors_seeded_into_clean_reports_are_found() {
    let mut paths = files("clean");
    // Of a report in several formats the first; the reader's own differences are the business of other tests.
    paths.sort_by_key(|p| (p.file_stem().map(ToOwned::to_owned), p.extension() != Some("md".as_ref())));
    paths.dedup_by_key(|p| name(p).chars().take_while(|c| *c != '.').take(17).collect::<String>());
    let mut wrong = Vec::new();
    let mut all: Vec<(Kind, Rate)> = Vec::new();
    for path in paths {
        let certificate = certificate(&path, 7);
        for (kind, rate) in totals(&certificate) {
            match all.iter_mut().find(|a| a.0 == kind) {
                Some(sum) => sum.1 = sum.1.plus(&rate),
                None => all.push((kind, rate)),
            }
        }
        for missed in &certificate.missed {
            println!("{}: {missed:?}", name(&path));
        }
    }
    below(&all, &mut wrong, "fixtures");
    assert!(all.iter().all(|(_, rate)| rate.seeded > 20), "{all:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_seeded_into_real_reports_are_found() {
    let Some(corpus) = std::env::var_os("GOUJI_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let mut wrong = Vec::new();
    for file in ["suqian-shi-2024.md", "fixture-hangzhou-style-2025.html"] {
        let certificate = certificate(&corpus.join("dev").join(file), 1);
        below(&totals(&certificate), &mut wrong, file);
        wrong.extend(certificate.missed.iter().map(|m| format!("{file}: {m:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_command_lists_what_it_did() {
    let path = fixtures().join("clean/yunhe-nongye-2015.md").to_string_lossy().into_owned();
    let (code, out, err) = gouji(&["selftest", &path]);
    assert!(code <= 1, "exit {code}: {err}");
    assert!(out.contains("发现率") && out.contains("植入"), "{out}");
    let (_, json, _) = gouji(&["selftest", "--format", "json", "--jobs", "1", &path]);
    let (_, again, _) = gouji(&["selftest", "--format", "json", "--jobs", "3", &path]);
    assert_eq!(json, again, "the same whatever the number of threads");
    let certificate: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(certificate["schema"], "gouji.selftest/1");
    assert!(certificate["totals"][0]["seeded"].as_u64().is_some_and(|n| n > 0), "{certificate}");
    assert_eq!(gouji(&["selftest", &fixtures().join("odd/readme.md").to_string_lossy()]).0, 3);
}
