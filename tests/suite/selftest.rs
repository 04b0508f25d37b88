//! The rates that the project promises of `selftest`: on its clean fixtures, of each report one file and a sample of
//! its errors; whole on real reports where GOUJI_CORPUS names their folder.

use std::path::{Path, PathBuf};

use crate::common::embedded;
use gouji_core::lint::Request;
use gouji_core::report::Rulebook;
use gouji_core::selftest::{Certificate, Kind, Rate, Selftest};
use gouji_core::source::{Format, Source};

use crate::common::word::{W, package, parts};
use crate::common::{files, fixtures, gouji, name};
use serde_json::Value;

fn request() -> Request {
    Request::default()
}

fn certificate(path: &Path, every: usize) -> Certificate {
    sampled(path, every, every)
}

/// What comes of a sample of the errors: of those in the structure, and of the others, one in so many.
fn sampled(path: &Path, structure: usize, others: usize) -> Certificate {
    let bytes = std::fs::read(path).expect("a report");
    let format = Format::of_name(&name(path)).expect("a format");
    let source = Source::new(name(path), format, bytes).expect("text");
    let request = request();
    let mut test = Selftest::plan(source, embedded(), &request).unwrap_or_else(|p| panic!("{}: {p:?}", path.display()));
    let mut number = 0;
    test.seeds.retain(|seed| {
        number += 1;
        number % if seed.kind == Kind::Structure { structure } else { others } == 0
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

/// Shares in percent that must be found.
const FOUND: [(Kind, usize); 3] = [(Kind::Cells, 99), (Kind::Prose, 97), (Kind::Structure, 100)];

/// Counts over one or more certificates.
#[derive(Debug, Default)]
struct Sums {
    kinds: [Rate; 3],
    requests: Rate,
    review: Rate,
}

impl Sums {
    fn add(&mut self, certificate: &Certificate) {
        for (sum, (kind, _)) in self.kinds.iter_mut().zip(FOUND) {
            *sum = sum.plus(&certificate.total(kind));
        }
        for row in &certificate.rates {
            match row.of.as_deref() {
                Some("requests") => self.requests = self.requests.plus(&row.rate),
                Some("review") => self.review = self.review.plus(&row.rate),
                _ => {}
            }
        }
    }

    /// Where the rates fall short of what is promised.
    fn short(&self, of: &str) -> Vec<String> {
        let mut told = Vec::new();
        let mut least = |what: &str, part: usize, whole: usize, percent: usize| {
            if Rate::share(part, whole) < percent * 100 {
                told.push(format!("{of}: {what}: {part} of {whole}, {percent}% due"));
            }
        };
        for (rate, (kind, percent)) in self.kinds.iter().zip(FOUND) {
            least(&format!("{kind:?} found"), rate.found, rate.seeded, percent);
        }
        let prose = self.kinds[1];
        least("primary label in the requests table", self.requests.primary, self.requests.seeded, 95);
        least("primary label in the text", prose.primary, prose.seeded, 95);
        least("a label in the review table", self.review.labelled, self.review.seeded, 100);
        let all = self.kinds.iter().fold(Rate::default(), |sum, rate| sum.plus(rate));
        if all.findings * 10 >= all.seeded * 11 {
            told.push(format!("{of}: {} findings for {} errors", all.findings, all.seeded));
        }
        told
    }
}

#[test]
fn errors_seeded_into_clean_reports_are_found() {
    let mut paths = files("clean");
    // Of a report in several formats the first; the reader's own differences are the business of other tests.
    paths.sort_by_key(|p| (p.file_stem().map(ToOwned::to_owned), p.extension() != Some("md".as_ref())));
    paths.dedup_by_key(|p| name(p).chars().take_while(|c| *c != '.').take(17).collect::<String>());
    let mut all = Sums::default();
    for path in paths {
        let certificate = certificate(&path, 7);
        all.add(&certificate);
        for missed in &certificate.missed {
            println!("{}: {missed:?}", name(&path));
        }
    }
    assert!(all.kinds.iter().all(|rate| rate.seeded > 20), "{all:?}");
    let wrong = all.short("fixtures");
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
        let mut sums = Sums::default();
        sums.add(&certificate);
        wrong.extend(sums.short(file));
        wrong.extend(certificate.missed.iter().map(|m| format!("{file}: {m:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two wrong figures at once, neither in one row nor in one column: both are named, in nine pairs of ten.
fn pairs(path: &Path, wanted: usize) -> (usize, usize, Vec<String>) {
    let source = Source::new(
        name(path),
        Format::of_name(&name(path)).expect("a format"),
        std::fs::read(path).expect("a report"),
    );
    let request = request();
    let test = Selftest::plan(source.expect("text"), embedded(), &request).expect("a report");
    let single: Vec<usize> = (0..test.seeds.len())
        .filter(|&i| {
            test.seeds[i].kind != Kind::Structure && test.seeds[i].spans.len() == 1 && test.seeds[i].of != "documents"
        })
        .collect();
    let (mut seen, mut both, mut missed) = (0, 0, Vec::new());
    let mut random = 20_241_118_u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        single[(random >> 33) as usize % single.len()]
    };
    while seen < wanted {
        let (a, b) = (next(), next());
        let apart = match (test.seeds[a].cell, test.seeds[b].cell) {
            (Some(x), Some(y)) => x.0 != y.0 || x.1 != y.1 && x.2 != y.2,
            _ => test.seeds[a].spans != test.seeds[b].spans,
        };
        let Some(trial) = apart.then(|| test.attempt_pair(a, b)).flatten() else { continue };
        seen += 1;
        // A row of five cells that only their own sum holds together has no cell of which it could be told.
        let named = |i: usize, seed: usize| trial.primary[i] || test.seeds[seed].of == "review" && trial.labelled[i];
        if named(0, a) && named(1, b) {
            both += 1;
        } else {
            let told = |i: usize| {
                format!(
                    "{:?} {} {:?} → {:?}",
                    test.seeds[i].mistake, test.seeds[i].of, test.seeds[i].cell, test.seeds[i].written
                )
            };
            missed.push(format!("{} | {}: {:?}", told(a), told(b), trial.rules));
        }
    }
    (seen, both, missed)
}

#[test]
fn two_errors_at_once_are_both_named() {
    let mut paths =
        vec![(fixtures().join("clean/linbo-shi-2024.md"), 120), (fixtures().join("clean/qingling-shi-2023.md"), 60)];
    if let Some(corpus) = std::env::var_os("GOUJI_CORPUS").map(PathBuf::from) {
        paths.push((corpus.join("dev/suqian-shi-2024.md"), 300));
        paths.push((corpus.join("dev/fixture-hangzhou-style-2025.html"), 300));
    }
    for (path, wanted) in paths {
        let (seen, both, missed) = pairs(&path, wanted);
        println!("{}: {both} of {seen} pairs\n{}", name(&path), missed.join("\n"));
        assert!(both * 10 >= seen * 9, "{}: {both} of {seen} pairs", name(&path));
    }
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

/// A clean report with something put into every ninth cell and the last of every third paragraph, where notes are with
/// the parts that hold them.
fn hung(what: &str, to: &Path) {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MC: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    let inside = "<w:p><w:r><w:t>口径见说明。</w:t></w:r></w:p>";
    let mut hung = 0;
    let mut piece = || {
        hung += 1;
        let id = hung + 1;
        match what {
            "footnotes" => format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>"),
            "endnotes" => format!("<w:r><w:endnoteReference w:id=\"{id}\"></w:endnoteReference></w:r>"),
            "comments" => format!("<w:commentRangeStart w:id=\"{id}\"/><w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"),
            "boxes" => format!("<w:r><mc:AlternateContent xmlns:mc=\"{MC}\"><mc:Choice Requires=\"wps\"><w:drawing><w:txbxContent>{inside}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
            "fields" => "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t></w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:fldSimple w:instr=\"PAGE\"></w:fldSimple>".to_owned(),
            _ => unreachable!("{what}"),
        }
    };
    let mut all = parts(&fixtures().join("clean/yunhe-jiaoyu-2024.docx"));
    let at = |all: &[(String, Vec<u8>)], name: &str| all.iter().position(|p| p.0 == name).expect("a part");
    let body = at(&all, "word/document.xml");
    let xml = String::from_utf8(all[body].1.clone()).expect("UTF-8");
    let ends: Vec<&str> = xml.split_inclusive("</w:p>").collect();
    let mut out = String::new();
    for (n, end) in ends.iter().enumerate() {
        let in_cell = ends.get(n + 1).is_some_and(|next| next.starts_with("</w:tc>"));
        match end.strip_suffix("</w:p>") {
            Some(start) if n % if in_cell { 9 } else { 3 } == 0 => out.push_str(&format!("{start}{}</w:p>", piece())),
            _ => out.push_str(end),
        }
    }
    assert!(hung > 20, "{hung} places");
    all[body].1 = out.into_bytes();
    if let Some(element) = what.strip_suffix('s').filter(|e| matches!(*e, "footnote" | "endnote" | "comment")) {
        let list: String =
            (2..hung + 2).map(|id| format!("<w:{element} w:id=\"{id}\">{inside}</w:{element}>")).collect();
        all.push((format!("word/{what}.xml"), format!("<w:{what} xmlns:w=\"{W}\">{list}</w:{what}>").into_bytes()));
        let rels = at(&all, "word/_rels/document.xml.rels");
        let text = String::from_utf8(all[rels].1.clone()).expect("UTF-8");
        let one = format!("<Relationship Id=\"hung\" Type=\"{OFFICE}/{what}\" Target=\"{what}.xml\"/></Relationships>");
        all[rels].1 = text.replace("</Relationships>", &one).into_bytes();
    }
    let list: Vec<(&str, &[u8])> = all.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    std::fs::write(to, package(&list)).expect("written");
}

#[test]
fn what_hangs_on_cells_and_paragraphs_is_no_obstacle() {
    let folder = tempfile::tempdir().expect("a folder");
    for what in ["footnotes", "endnotes", "comments", "boxes", "fields"] {
        let path = folder.path().join(format!("{what}.docx"));
        hung(what, &path);
        let certificate = sampled(&path, 1, 30);
        let mut sums = Sums::default();
        sums.add(&certificate);
        assert!(sums.kinds.iter().all(|rate| rate.seeded > 1), "{what}: {sums:?}");
        assert!(certificate.missed.is_empty(), "{what}: {:?}", certificate.missed);
    }
}
