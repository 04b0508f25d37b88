//! Profile, period, contact and sections of real reports against their labels. Skips unless GOUJI_CORPUS names the
//! folder.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::common::embedded_lexicon;
use gouji_core::document::Document;
use gouji_core::facts::extract;
use gouji_core::facts::model::{Completeness, Facts, Overrides};
use gouji_core::source::{Format, Source};
use serde_json::Value;

/// The share of labels that must be read right.
const BAR: f64 = 0.95;

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: Vec<String>,
    invented: Vec<String>,
}

impl Tally {
    fn compare(&mut self, file: &str, name: &str, want: Option<String>, got: Option<String>) {
        match (want.as_deref().map(norm), got.as_deref().map(norm)) {
            (None, None) => {}
            (Some(w), Some(g)) if w == g || name == "agency" && (w.contains(&g) || g.contains(&w)) => self.right += 1,
            (None, Some(g)) => self.invented.push(format!("{file} {name}: got {g}")),
            (w, g) => self.wrong.push(format!("{file} {name}: want {w:?} got {g:?}")),
        }
    }
}

fn norm(s: &str) -> String {
    let folded: String = s
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '：' => ':',
            '，' => ',',
            '－' | '—' => '-',
            c => c,
        })
        .collect();
    folded.trim_matches(['。', '.', ',', ';', '；']).to_owned()
}

fn load(path: &Path) -> Option<(Document, Facts)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let format = Format::of_name(&name)?;
    let source = Source::new(name, format, &fs::read(path).ok()?).ok()?;
    let document = gouji_core::read::read(source);
    let facts = extract(&document, embedded_lexicon(), &Overrides::default());
    Some((document, facts))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn yaml(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap_or_default()).unwrap_or(Value::Null)
}

fn headings(document: &Document, facts: &Facts) -> Vec<String> {
    facts.outline.sections.iter().filter(|s| s.level == 1).map(|s| norm(&document.shown(s.heading))).collect()
}

fn period(facts: &Facts) -> Option<(String, String)> {
    let period = facts.period.as_ref()?;
    let show = |e: gouji_core::facts::model::PeriodEnd| e.date.map_or("null".to_owned(), |d| d.to_string());
    Some((show(period.start), show(period.end)))
}

fn contact(facts: &Facts, name: &str) -> Option<String> {
    let c = &facts.contact;
    let slot = match name {
        "address" => &c.address,
        "postcode" => &c.postcode,
        "phone" => &c.phone,
        "fax" => &c.fax,
        _ => &c.email,
    };
    slot.as_ref().map(|f| f.value.clone())
}

fn labelled(folder: &Path, tally: &mut Tally) {
    let mut labels: Vec<_> =
        fs::read_dir(folder.join("dev/labels")).expect("labels").flatten().map(|e| e.path()).collect();
    labels.sort();
    for label in labels {
        let id = label.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some((document, facts)) =
            ["txt", "md", "html"].iter().find_map(|e| load(&folder.join(format!("dev/{id}.{e}"))))
        else {
            continue;
        };
        let want = yaml(&label);
        let f = &want["facts"];
        tally.compare(
            &id,
            "report_year",
            text(&f["report_year"]),
            facts.profile.report_year.map(|y| y.value.to_string()),
        );
        tally.compare(&id, "agency", text(&f["agency"]), facts.profile.agency.as_ref().map(|a| a.value.clone()));
        if f["period"]["present"].is_boolean() {
            let both =
                text(&f["period"]["start"]).map(|s| format!("{s}/{}", text(&f["period"]["end"]).unwrap_or_default()));
            // A statement without dates is none for the labels.
            let got = period(&facts).filter(|p| p.0 != "null" || p.1 != "null").map(|p| format!("{}/{}", p.0, p.1));
            tally.compare(&id, "period", both, got);
        }
        for name in ["address", "postcode", "phone", "fax", "email"] {
            tally.compare(&id, name, text(&f["contact"][name]), contact(&facts, name));
        }
        let got = headings(&document, &facts);
        let wanted: Vec<String> =
            want["sections"].as_array().into_iter().flatten().filter_map(text).map(|s| norm(&s)).collect();
        for s in &wanted {
            if got.contains(s) {
                tally.right += 1;
            } else {
                tally.wrong.push(format!("{id} section missed {s}"));
            }
        }
        tally.invented.extend(got.iter().filter(|s| !wanted.contains(s)).map(|s| format!("{id} section {s}")));
        if let Some(complete) = want["complete"].as_bool()
            && complete != (facts.completeness == Completeness::Whole)
        {
            tally.wrong.push(format!("{id} complete: want {complete}"));
        }
    }
}

fn seeds(folder: &Path, tally: &mut Tally) {
    let expected = yaml(&folder.join("seeds/expected.yaml"));
    for (file, want) in expected.as_object().into_iter().flatten() {
        let (document, facts) = load(&folder.join("seeds").join(file)).expect("seed");
        let id = &file[..3];
        let p = &facts.profile;
        tally.compare(id, "agency", text(&want["agency"]), p.agency.as_ref().map(|a| a.value.clone()));
        tally.compare(id, "year", text(&want["report_year"]), p.report_year.map(|y| y.value.to_string()));
        tally.compare(id, "published", text(&want["published"]), p.published.map(|d| d.value.to_string()));
        tally.compare(id, "signed", text(&want["signed"]), p.signed.map(|d| d.value.to_string()));
        let pair = text(&want["period"]["start"]).zip(text(&want["period"]["end"])).map(|(a, b)| format!("{a}/{b}"));
        tally.compare(id, "period", pair, period(&facts).map(|p| format!("{}/{}", p.0, p.1)));
        for name in ["address", "postcode", "phone", "fax", "email"] {
            tally.compare(id, name, text(&want["contact"][name]), contact(&facts, name));
        }
        let got = headings(&document, &facts);
        let wanted: Vec<String> =
            want["headings"].as_array().into_iter().flatten().filter_map(text).map(|s| norm(&s)).collect();
        for s in &wanted {
            if got.contains(s) {
                tally.right += 1;
            } else {
                tally.wrong.push(format!("{id} section missed {s}"));
            }
        }
        tally.invented.extend(got.iter().filter(|s| !wanted.contains(s)).map(|s| format!("{id} section {s}")));
        if facts.completeness != Completeness::Whole {
            tally.wrong.push(format!("{id} is whole"));
        }
    }
}

#[test]
fn facts_of_labelled_reports() {
    let Some(folder) = env::var_os("GOUJI_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: GOUJI_CORPUS is not set");
        return;
    };
    let mut tally = Tally::default();
    labelled(&folder, &mut tally);
    seeds(&folder, &mut tally);
    for line in tally.wrong.iter().chain(&tally.invented) {
        println!("{line}");
    }
    let share = tally.right as f64 / (tally.right + tally.wrong.len()) as f64;
    println!(
        "right {} wrong or missed {} invented {} share {share:.3}",
        tally.right,
        tally.wrong.len(),
        tally.invented.len()
    );
    assert!(share >= BAR && tally.invented.is_empty(), "{share:.3}");
}
